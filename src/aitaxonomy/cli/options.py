"""The arguments and options of each command, with what a shell offers for them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aitaxonomy.cli import completion, values
from aitaxonomy.cli.usage import Parser
from aitaxonomy.errors import AITaxonomyError

if TYPE_CHECKING:
    from aitaxonomy.operations import Parameter

#: The formats of rows.
_ROWS = ("table", "json", "csv", "tsv", "xlsx")


def rows(command: Parser, formats: tuple[str, ...] = _ROWS, default: str | None = "table") -> None:
    """Let a command print its result in several formats, the default one first."""
    text = f"default: {default}" if default else "default: what the output's name says, else table"
    command.add_argument("--format", choices=formats, default=default, help=text)
    text = "the same as --format json"
    command.add_argument("--json", action="store_const", const="json", dest="format", help=text)


def data(command: Parser) -> None:
    """Let a command take data files."""
    command.add_argument(
        "--data", action="append", default=[], type=values.file, metavar="FILE",
        help="RDF file to add, or - for standard input",
    )  # fmt: skip


def source(command: Parser, *, asked: bool) -> None:
    """Let a command read a store instead of the shipped graph, or what only asks, ask a server."""
    place = command.add_mutually_exclusive_group()
    text = "a store that `build` wrote, instead of the shipped graph"
    place.add_argument("--store", metavar="STORE", help=text)
    if asked:
        text = "a SPARQL server to ask, such as http://localhost:7878/query"
        place.add_argument("--endpoint", metavar="URL", help=text)


def debug(command: Parser) -> None:
    """Let a command tell more of its errors; the option may also come before the command."""
    text = "with an error, print where in the program it arose"
    command.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=text)


def _timeout(command: Parser, what: str, seconds: int) -> None:
    """Let what a command has others do be bounded in time."""
    command.add_argument(
        "--timeout",
        type=values.seconds,
        default=float(seconds),
        metavar="SECONDS",
        help=f"{what} (default: {seconds})",
    )


def _complete(argument: argparse.Action, words: Callable[..., list[str]]) -> None:
    """Let a shell offer words for an argument; what has none is completed as a file."""
    argument.completer = words  # type: ignore[attr-defined]


def _name(command: Parser, name: str, **more: Any) -> None:
    """Add an argument that names a term or system."""
    _complete(command.add_argument(name, **more), completion.terms)


def ask(command: Parser) -> None:
    """Add the question; its parameters are free words."""
    rows(command)
    text = "its name; its parameters follow as --NAME VALUE, where a day that is not given is today"
    _complete(command.add_argument("question", nargs="?", help=text), completion.questions)
    text = "show this, or of a question its parameters with their defaults"
    command.add_argument("-h", "--help", action="store_true", help=text)
    command.set_defaults(takes_rest=True)


def judging(command: Parser) -> None:
    """Let a command judge the files of --data alone."""
    command.add_argument(
        "--alone", action="store_true", help="over the files of --data only, whatever they are of"
    )


def mcp(command: Parser) -> None:
    """Add where agents are served."""
    command.add_argument(
        "--http", action="store_true", help="over HTTP on this machine; default: standard streams"
    )
    command.add_argument(
        "--port",
        type=values.port,
        default=8765,
        metavar="N",
        help="with --http (default: 8765; 0: a free one)",
    )


def check_proof(command: Parser) -> None:
    """Add the proof, and whether its axioms have to be stated."""
    rows(command)
    text = "what `why --format json` printed, or - for standard input"
    command.add_argument("file", type=values.file, help=text)
    command.add_argument(
        "--any-axioms", action="store_true", help="also from axioms that no file states"
    )


def translate(command: Parser) -> None:
    """Add the foreign terms."""
    rows(command)
    text = "a CURIE such as hf:text-to-image, or an IRI"
    _complete(command.add_argument("term", nargs="+", help=text), completion.nothing)


def export(command: Parser) -> None:
    """Add where to, and how."""
    command.add_argument("folder", help="made if it is not there")
    text = "turtle rdfxml ntriples jsonld; csv cyclonedx huggingface: systems"
    _complete(command.add_argument("--format", default="turtle", help=text), completion.exports)


def build(command: Parser) -> None:
    """Add where to, and what goes into it."""
    command.add_argument("folder", metavar="STORE", help="made if it is not there")
    text = "RDF files or inventories to add to the shipped graph, or - for standard input"
    command.add_argument("file", nargs="*", type=values.file, help=text)
    _read_as(command)
    _accept_proposals(command)


def diff(command: Parser) -> None:
    """Add the versions, and what is compared beside their conclusions."""
    text = "a frozen version, a commit, a folder, a wheel, or an RDF file of your own"
    command.add_argument("old", metavar="OLD", help=text)
    text = "the newer version (default: what is installed)"
    command.add_argument("new", metavar="NEW", nargs="?", help=text)
    text = "a list of systems: only what changed about these"
    command.add_argument("--for", dest="listed", metavar="LIST", type=values.file, help=text)
    text = "a folder of questions (*.rq): which rows change"
    command.add_argument("--queries", metavar="DIR", help=text)
    rows(command, ("text", "markdown", "json", "kgcl"), "text")


def site(command: Parser) -> None:
    """Add where to, and where it will stand."""
    command.add_argument("folder", metavar="DIR", help="made if it is not there")
    text = "where it will stand, for the map, previews and redirects (default: %(default)s)"
    home = "https://w3id.org/aitaxonomy/"
    command.add_argument("--home", metavar="URL", type=values.web_address, default=home, help=text)


def serve(command: Parser) -> None:
    """Add where it listens, who may ask, and what a request may take."""
    text = "the address to listen at (default: %(default)s, for this machine alone)"
    command.add_argument("--host", default="127.0.0.1", help=text)
    text = "default: %(default)s; 0 takes one that is free"
    command.add_argument("--port", type=values.port, default=8000, help=text)
    text = "a folder of pages, as `aitaxonomy site DIR` writes it"
    command.add_argument("--site", metavar="DIR", help=text)
    text = "a name that requests may call the server by, as behind a proxy; may be repeated"
    command.add_argument("--name", action="append", default=[], metavar="HOST", help=text)
    text = "an origin whose pages may read answers, * for all; may be repeated (default: none)"
    command.add_argument("--cors", action="append", default=[], metavar="ORIGIN", help=text)
    text = "a file with the token that requests have to bear (else the variable AITAXONOMY_TOKEN)"
    command.add_argument("--token-file", type=values.file, metavar="FILE", help=text)
    text = "queries that run at once, beside as many that take long (default: as many as cores)"
    command.add_argument("--workers", type=values.count, metavar="N", help=text)
    _timeout(command, "for each request", 30)
    text = "for each request, such as 500M or 4G (default: 1G)"
    command.add_argument("--memory", type=values.size, metavar="SIZE", help=text)
    text = "rows of a result at most (default: 10000)"
    command.add_argument("--limit", type=values.count, default=10_000, metavar="ROWS", help=text)
    text = "answers that are kept for when the same is asked again (default: 64M; 0 keeps none)"
    command.add_argument("--cache", type=values.room, default=64 << 20, metavar="SIZE", help=text)


def draw(command: Parser) -> None:
    """Add where to, and of what."""
    command.add_argument("file", metavar="FILE.svg", help="is written")
    _name(command, "term", nargs="?", help="draw all below it (default: the main kinds)")


def nothing(_: Parser) -> None:
    """Add nothing, for a command that takes nothing."""


def format_(command: Parser) -> None:
    """Add the files, and whether they are only looked at."""
    text = "- formats standard input to standard output (default: the ontology and the shapes)"
    command.add_argument("file", nargs="*", type=values.file, help=text)
    command.add_argument("--check", action="store_true", help="write nothing; 1 if a file differs")


def sparql(command: Parser) -> None:
    """Add the query, and its bounds."""
    rows(command)
    text = "its text, a file that has it, or - for standard input"
    command.add_argument("query", type=values.file, help=text)
    _timeout(command, "after which the query ends", 30)
    command.add_argument(
        "--limit",
        type=values.count,
        default=10_000,
        metavar="ROWS",
        help="rows at most (default: 10000)",
    )
    command.add_argument("--asserted", action="store_true", help="leave out what is inferred")
    command.add_argument("--explain", action="store_true", help="print what is read, run nothing")


def validate(command: Parser) -> None:
    """Add the files and the shapes."""
    text = "RDF files or inventories, - for standard input, or folders of RDF"
    command.add_argument("file", nargs="+", type=values.file, help=text)
    rows(command, ("text", "json", "sarif", "html", "ttl", "junit"), "text")
    command.add_argument(
        "--shapes",
        action="append",
        type=values.file,
        metavar="FILE",
        help="shapes of your own, instead of ours",
    )
    _read_as(command)
    _timeout(command, "after which shapes of your own end", 600)


def reason(command: Parser) -> None:
    """Add the options of the engine and of its report."""
    rows(command)
    command.add_argument(
        "--engine", choices=("closure", "hermit"), default="closure",
        help="our rules, or HermiT, which needs Java (default: closure)",
    )  # fmt: skip
    _timeout(command, "after which HermiT ends", 300)
    command.add_argument(
        "--explain", action="store_true", help="list axioms that have no rule form"
    )
    judging(command)
    command.add_argument("--renew", action="store_true", help="write the shipped inferences anew")


def _read_as(command: Parser) -> None:
    """Add how inventories are read where that is not to be guessed."""
    command.add_argument("--read-as", metavar="FORMAT", help="their format (default: guessed)")
    command.add_argument(
        "--column", action="append", default=[], metavar="OURS=THEIRS", help="a column of a table"
    )


def classify(command: Parser) -> None:
    """Add the inventories, and how they are read and judged."""
    text = "inventories in any format that `import` reads, or - for standard input"
    command.add_argument("file", nargs="+", type=values.file, help=text)
    rows(command, (*_ROWS, "html"), None)
    command.add_argument("-o", "--output", metavar="FILE", help="where to write (standard output)")
    command.add_argument("--title", help="the title of the HTML page (the names of the files)")
    command.add_argument(
        "--backend",
        choices=("polars", "duckdb", "sail", "spark", "ballista"),
        help="for lists of any size: a folder or pattern of Parquet or CSV, and -o FOLDER",
    )
    _read_as(command)
    _accept_proposals(command)
    text = "a workbook and a page with the duties of law, which --date and --answers add as well"
    command.add_argument("--duties", action="store_true", help=text)
    _law(command)
    text = "an earlier result (JSON, XLSX or CSV): tell what came, went and changed, and why"
    command.add_argument("--since", type=values.file, metavar="LAST", help=text)
    command.add_argument(
        "--kind", action="append", default=[], help="a kind to decide (default: the headline kinds)"
    )
    command.add_argument("--why", action="store_true", help="with the proof of each verdict")
    command.add_argument(
        "--validate", action="store_true", help="tell as well what is wrong or missing"
    )
    command.add_argument(
        "--large-from",
        type=values.count,
        default=10**9,
        metavar="N",
        help="number of parameters from which a model is large",
    )
    command.add_argument(
        "--transduction-generates",
        action="store_true",
        help="count speech recognition, translation and the like as generative",
    )


def _accept_proposals(command: Parser) -> None:
    command.add_argument(
        "--accept-proposals",
        action="store_true",
        help="count what the words of an entry suggest as stated, with the words as its source",
    )


def duties(command: Parser) -> None:
    """Add the inventories, the day, and the table of answers."""
    text = "inventories in any format that `import` reads, or - for standard input"
    command.add_argument("file", nargs="+", type=values.file, help=text)
    rows(command, _ROWS, None)
    command.add_argument("-o", "--output", metavar="FILE", help="where to write (standard output)")
    _law(command)
    command.add_argument(
        "--questions", action="store_true", help="the open questions, as a table to fill in"
    )
    _read_as(command)
    _accept_proposals(command)


def _law(command: Parser) -> None:
    """Add the day of duties, and the answers to open questions."""
    command.add_argument(
        "--date", type=values.day, metavar="DAY", help="the day of the duties (default: today)"
    )
    text = "the table of questions with answers, or a workbook with it (CSV, TSV or XLSX)"
    command.add_argument("--answers", type=values.file, metavar="FILE", help=text)


def import_(command: Parser) -> None:
    """Add the inventory, and what it becomes."""
    _complete(
        command.add_argument(
            "inventory",
            nargs="?",
            metavar="FORMAT",
            default="auto",
            help="its format (default: auto, which guesses it)",
        ),
        completion.inventories,
    )
    command.add_argument("file", type=values.file, help="the inventory, or - for standard input")
    command.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="file whose name ends in .ttl .nt .jsonld .csv .tsv .xlsx .cdx.json or .md, or a "
        "folder for model cards (default: Turtle on standard output)",
    )
    command.add_argument(
        "--column", action="append", default=[], metavar="OURS=THEIRS", help="a column of a table"
    )
    command.add_argument(
        "--counts",
        metavar="FILE",
        help="JSON file for the counts of read, mapped and skipped entries",
    )


def operation(
    name: str,
    more: Callable[[Parser], None] | None = None,
    *,
    formats: tuple[str, ...] = _ROWS,
) -> Callable[[Parser], None]:
    """Return what adds the parameters of an operation, as it declares them.

    Args:
        name: the operation.
        more: adds what the command line has besides.
        formats: the formats of the result, the default one first.

    """

    def add(command: Parser) -> None:
        from aitaxonomy.operations import OPERATIONS

        rows(command, formats, formats[0])
        groups: dict[str, Any] = {}
        for each in OPERATIONS[name].parameters:
            if each.group and each.group not in groups:
                groups[each.group] = command.add_mutually_exclusive_group()
            _parameter(command, groups[each.group] if each.group else command, each)
        if more:
            more(command)

    return add


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
        added = command.add_argument(of.name, **nargs, **more)
    else:
        named = {} if of.type == "boolean" else {"metavar": _metavar(of)}
        added = group.add_argument(of.option, **named, **more)
    if of.joined_by:
        command.set_defaults(joined_by=of.joined_by)
    for each in () if of.required else others:
        more = {"action": "append" if of.many else "store", "type": read, "default": of.default}
        group.add_argument(each, dest=of.name, help=argparse.SUPPRESS, **more)
    if of.names_a_term or of.is_sentence:
        _complete(added, completion.terms if of.names_a_term else completion.nothing)
    elif of.values:
        _complete(added, lambda **_: list(of.values))


def _metavar(of: Parameter) -> str:
    if of.type != "string":
        return "N"
    return "YYYY-MM-DD" if of.pattern else "WORD" if of.values else "NAME"


def _help(of: Parameter) -> str:
    text = f"{of.text}: {', '.join(of.values)}" if of.values else of.text
    text += "; may be repeated" if of.many else ""
    return text + (f" (default: {of.default})" if of.default else "")
