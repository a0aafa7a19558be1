"""The arguments and options of each command, with what a shell offers for them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aitaxonomy.cli import completion, usage
from aitaxonomy.cli.usage import Parser
from aitaxonomy.errors import AITaxonomyError

if TYPE_CHECKING:
    from aitaxonomy.operations import Parameter

#: The formats of rows.
_ROWS = ("table", "json", "csv", "tsv", "xlsx")
Words = Callable[..., list[str]]
#: Adds an argument or several to a command.
Argument = Callable[[Any], Any]


def _argument(*names: str, text: str = "", words: Words | None = None, **more: Any) -> Argument:
    """Return what adds an argument; what has no words to offer is completed as a file."""

    def add(command: Any) -> None:
        added = command.add_argument(*names, help=text, **more)
        if words:
            added.completer = words

    return add


def _file(name: str, text: str, **more: Any) -> Argument:
    """Return what adds a file, where `-` is standard input."""
    return _argument(name, text=text, type=usage.file, **more)


def _flag(name: str, text: str) -> Argument:
    return _argument(name, text=text, action="store_true")


def _several(name: str, metavar: str | None, text: str, **more: Any) -> Argument:
    """Return what adds an option that may be repeated."""
    return _argument(name, text=text, metavar=metavar, action="append", **more)


def _timeout(what: str, seconds: int) -> Argument:
    """Return what bounds in time what a command has others do."""
    return _argument("--timeout", type=usage.seconds, default=float(seconds), metavar="SECONDS",
                     text=f"{what} (default: {seconds})")  # fmt: skip


def rows(formats: tuple[str, ...] = _ROWS, default: str | None = "table") -> Argument:
    """Return what lets a command print its result in several formats, the default one first."""
    text = f"default: {default}" if default else "default: what the output's name says, else table"

    def add(command: Parser) -> None:
        command.add_argument("--format", choices=formats, default=default, help=text)
        command.add_argument("--json", action="store_const", const="json", dest="format",
                             help="the same as --format json")  # fmt: skip

    return add


DATA = _several("--data", "FILE", "RDF file to add, or - for standard input", default=[],
                type=usage.file)  # fmt: skip
#: The option may also come before the command.
DEBUG = _argument("--debug", text="with an error, print where in the program it arose",
                  action="store_true", default=argparse.SUPPRESS)  # fmt: skip


def source(command: Parser, *, asked: bool) -> None:
    """Let a command read a store instead of the shipped graph, or what only asks, ask a server."""
    place = command.add_mutually_exclusive_group()
    text = "a store that `build` wrote, instead of the shipped graph"
    place.add_argument("--store", metavar="STORE", help=text)
    if asked:
        text = "a SPARQL server to ask, such as http://localhost:7878/query"
        place.add_argument("--endpoint", metavar="URL", help=text)


def operation(name: str, formats: tuple[str, ...] = _ROWS) -> Argument:
    """Return what adds the parameters of an operation, as it declares them.

    Args:
        name: the operation.
        formats: the formats of the result, the default one first.

    """

    def add(command: Parser) -> None:
        from aitaxonomy.operations import OPERATIONS

        rows(formats, formats[0])(command)
        groups: dict[str, Any] = {}
        for each in OPERATIONS[name].parameters:
            if each.group and each.group not in groups:
                groups[each.group] = command.add_mutually_exclusive_group()
            _parameter(command, groups[each.group] if each.group else command, each)

    return add


#: Lets a command judge the files of --data alone.
ALONE = _flag("--alone", "over the files of --data only, whatever they are of")
_COLUMN = _several("--column", "OURS=THEIRS", "a column of a table", default=[])
_READ_AS = (
    _argument("--read-as", metavar="FORMAT", text="their format (default: guessed)"), _COLUMN,
)  # fmt: skip
_ACCEPT = _flag(
    "--accept-proposals",
    "count what the words of an entry suggest as stated, with the words as its source",
)
_OUTPUT = _argument("-o", "--output", metavar="FILE", text="where to write (standard output)")
_INVENTORIES = _file("file", "inventories in any format that `import` reads, or - for standard "
                     "input", nargs="+")  # fmt: skip
_LAW = (
    _argument("--date", type=usage.day, metavar="DAY",
              text="the day of the duties (default: today)"),
    _file("--answers", "the table of questions with answers, or a workbook with it (CSV, TSV or "
          "XLSX)", metavar="FILE"),
)  # fmt: skip
#: The arguments of commands; one that is not here has the parameters of the operation of its name.
ARGUMENTS: dict[str, tuple[Argument, ...]] = {
    **{name: (operation(name), ALONE) for name in ("is", "why")},
    "recommend": (operation("recommend", ("table", "json", "csv", "tsv", "html")),),
    "tree": (operation("tree", ("text", "json")),),
    "ask": (
        rows(),
        _argument("question", nargs="?", words=completion.questions,
                  text="its name; its parameters follow as --NAME VALUE, where a day that is not "
                  "given is today"),
        _argument("-h", "--help", action="store_true",
                  text="show this, or of a question its parameters with their defaults"),
        lambda command: command.set_defaults(takes_rest=True),
    ),
    "mcp": (
        _flag("--http", "over HTTP on this machine; default: standard streams"),
        _argument("--port", type=usage.port, default=8765, metavar="N",
                  text="with --http (default: 8765; 0: a free one)"),
    ),
    "check-proof": (
        rows(),
        _file("file", "what `why --format json` printed, or - for standard input"),
        _flag("--any-axioms", "also from axioms that no file states"),
    ),
    "translate": (
        rows(),
        _argument("term", nargs="+", words=completion.nothing,
                  text="a CURIE such as hf:text-to-image, or an IRI"),
    ),
    "export": (
        _argument("folder", text="made if it is not there"),
        _argument("--format", default="turtle", words=completion.exports,
                  text="turtle rdfxml ntriples jsonld; csv cyclonedx huggingface: systems"),
    ),
    "build": (
        _argument("folder", metavar="STORE", text="made if it is not there"),
        _file("file", "RDF files or inventories to add to the shipped graph, or - for standard "
              "input", nargs="*"),
        *_READ_AS,
        _ACCEPT,
    ),
    "diff": (
        _argument("old", metavar="OLD",
                  text="a frozen version, a commit, a folder, a wheel, or an RDF file of your own"),
        _argument("new", metavar="NEW", nargs="?",
                  text="the newer version (default: what is installed)"),
        _file("--for", "a list of systems: only what changed about these", dest="listed",
              metavar="LIST"),
        _argument("--queries", metavar="DIR",
                  text="a folder of questions (*.rq): which rows change"),
        rows(("text", "markdown", "json", "kgcl"), "text"),
    ),
    "site": (
        _argument("folder", metavar="DIR", text="made if it is not there"),
        _argument("--home", metavar="URL", type=usage.web_address,
                  default="https://w3id.org/aitaxonomy/", text="where it will stand, for the map, "
                  "previews and redirects (default: %(default)s)"),
    ),
    "serve": (
        _argument("--host", default="127.0.0.1",
                  text="the address to listen at (default: %(default)s, for this machine alone)"),
        _argument("--port", type=usage.port, default=8000,
                  text="default: %(default)s; 0 takes one that is free"),
        _argument("--site", metavar="DIR",
                  text="a folder of pages, as `aitaxonomy site DIR` writes it"),
        _several("--name", "HOST", "a name that requests may call the server by, as behind a "
                 "proxy; may be repeated", default=[]),
        _several("--cors", "ORIGIN", "an origin whose pages may read answers, * for all; may be "
                 "repeated (default: none)", default=[]),
        _file("--token-file", "a file with the token that requests have to bear (else the variable "
              "AITAXONOMY_TOKEN)", metavar="FILE"),
        _argument("--workers", type=usage.count, metavar="N", text="queries that run at once, "
                  "beside as many that take long (default: as many as cores)"),
        _timeout("for each request", 30),
        _argument("--memory", type=usage.size, metavar="SIZE",
                  text="for each request, such as 500M or 4G (default: 1G)"),
        _argument("--limit", type=usage.count, default=10_000, metavar="ROWS",
                  text="rows of a result at most (default: 10000)"),
        _argument("--cache", type=usage.room, default=64 << 20, metavar="SIZE", text="answers "
                  "that are kept for when the same is asked again (default: 64M; 0 keeps none)"),
    ),
    "draw": (
        _argument("file", metavar="FILE.svg", text="is written"),
        _argument("term", nargs="?", words=completion.terms,
                  text="draw all below it (default: the main kinds)"),
    ),
    "where": (),
    "format": (
        _file("file", "- formats standard input to standard output (default: the ontology and the "
              "shapes)", nargs="*"),
        _flag("--check", "write nothing; 1 if a file differs"),
    ),
    "sparql": (
        rows(),
        _file("query", "its text, a file that has it, or - for standard input"),
        _timeout("after which the query ends", 30),
        _argument("--limit", type=usage.count, default=10_000, metavar="ROWS",
                  text="rows at most (default: 10000)"),
        _flag("--asserted", "leave out what is inferred"),
        _flag("--explain", "print what is read, run nothing"),
    ),
    "validate": (
        _file("file", "RDF files or inventories, - for standard input, or folders of RDF",
              nargs="+"),
        rows(("text", "json", "sarif", "html", "ttl", "junit"), "text"),
        _several("--shapes", "FILE", "shapes of your own, instead of ours", type=usage.file),
        *_READ_AS,
        _timeout("after which shapes of your own end", 600),
    ),
    "reason": (
        rows(),
        _argument("--engine", choices=("closure", "hermit"), default="closure",
                  text="our rules, or HermiT, which needs Java (default: closure)"),
        _timeout("after which HermiT ends", 300),
        _flag("--explain", "list axioms that have no rule form"),
        ALONE,
    ),
    "classify": (
        _INVENTORIES,
        rows((*_ROWS, "html"), None),
        _OUTPUT,
        _argument("--title", text="the title of the HTML page (the names of the files)"),
        _argument("--backend", choices=("polars", "duckdb", "sail", "spark", "ballista"),
                  text="for lists of any size: a folder or pattern of Parquet, CSV or "
                  "N-Triples, and -o FOLDER"),
        *_READ_AS,
        _ACCEPT,
        _flag("--duties", "a workbook and a page with the duties of law, which --date and "
              "--answers add as well"),
        *_LAW,
        _file("--since", "an earlier result (JSON, XLSX or CSV): tell what came, went and changed, "
              "and why", metavar="LAST"),
        _several("--kind", None, "a kind to decide (default: the headline kinds)", default=[]),
        _flag("--why", "with the proof of each verdict"),
        _flag("--validate", "tell as well what is wrong or missing"),
        _argument("--large-from", type=usage.count, default=10**9, metavar="N",
                  text="number of parameters from which a model is large"),
        _flag("--transduction-generates",
              "count speech recognition, translation and the like as generative"),
    ),
    "duties": (
        _INVENTORIES,
        rows(_ROWS, None),
        _OUTPUT,
        *_LAW,
        _flag("--questions", "the open questions, as a table to fill in"),
        *_READ_AS,
        _ACCEPT,
    ),
    "import": (
        _argument("inventory", nargs="?", metavar="FORMAT", default="auto",
                  words=completion.inventories,
                  text="its format (default: auto, which guesses it)"),
        _file("file", "the inventory, or - for standard input"),
        _argument("-o", "--output", metavar="OUT",
                  text="file whose name ends in .ttl .nt .jsonld .csv .tsv .xlsx .cdx.json or .md, "
                  "or a folder for model cards (default: Turtle on standard output)"),
        _COLUMN,
        _argument("--counts", metavar="FILE",
                  text="JSON file for the counts of read, mapped and skipped entries"),
    ),
}  # fmt: skip


class _Joined(argparse.Action):
    """Makes one text of several words; without any, what an option gave stays."""

    def __call__(self, _: Any, into: argparse.Namespace, given: Any, __: Any = None) -> None:
        """Set the text."""
        words = [given] if isinstance(given, str) else given
        if words or not hasattr(into, self.dest):
            setattr(into, self.dest, " ".join(words) if words else self.default)


def _parameter(command: Parser, group: Any, of: Parameter) -> None:
    """Add a parameter of an operation; one that may be left out has options for its other names."""

    def read(text: str) -> Any:
        try:
            return of.read(text)
        except AITaxonomyError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    more: dict[str, Any] = {"help": _help(of)}
    if of.type == "boolean":
        more |= {"action": "store_true"}
    else:
        more |= {"type": read, "default": of.default}
        more |= {"action": "append"} if of.many else {}
    others = [f"--{each.replace('_', '-')}" for each in of.other_names]
    if of.positional:
        others.append(of.option)
        single = of.required and not (of.is_sentence or of.many)
        nargs: dict[str, Any] = {} if single else {"nargs": "+" if of.required else "*"}
        more["action"] = "extend" if of.many else _Joined
        added: Any = command.add_argument(of.name, **nargs, **more)
    else:
        named = {} if of.type == "boolean" else {"metavar": _metavar(of)}
        added = group.add_argument(of.option, **named, **more)
    if of.joined_by:
        command.set_defaults(joined_by=of.joined_by)
    for each in () if of.required else others:
        more = {"action": "append" if of.many else "store", "type": read, "default": of.default}
        group.add_argument(each, dest=of.name, help=argparse.SUPPRESS, **more)
    if of.names_a_term or of.is_sentence:
        added.completer = completion.terms if of.names_a_term else completion.nothing
    elif of.values:
        added.completer = lambda **_: list(of.values)


def _metavar(of: Parameter) -> str:
    if of.type != "string":
        return "N"
    return "YYYY-MM-DD" if of.pattern else "WORD" if of.values else "NAME"


def _help(of: Parameter) -> str:
    text = f"{of.text}: {', '.join(of.values)}" if of.values else of.text
    text += "; may be repeated" if of.many else ""
    return text + (f" (default: {of.default})" if of.default else "")
