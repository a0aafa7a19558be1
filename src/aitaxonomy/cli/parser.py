"""What can be typed: commands, their options, and which function runs each."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import Any

from aitaxonomy._data import __version__

Run = Callable[[argparse.Namespace, list[str]], int]


def _runner(module: str, function: str) -> Run:
    """Return a function that imports its module only when the command is run."""

    def run(options: argparse.Namespace, rest: list[str]) -> int:
        command: Run = getattr(import_module(f"aitaxonomy.cli.{module}"), function)
        return command(options, rest)

    return run


def build() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="aitaxonomy",
        description="What an AI system is, what it can produce, and which kind you need.",
        epilog="Exit code 2 means bad input; each command's help tells its other codes.",
    )
    parser.add_argument("--version", action="version", version=f"aitaxonomy {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, module: str, text: str, *, table: bool = True, **more: Any) -> Any:
        command = commands.add_parser(name, help=text, description=text, **more)
        command.set_defaults(run=_runner(module, name), takes_rest=False)
        command.add_argument(
            "--data", action="append", default=[], metavar="FILE", help="RDF file to add"
        )
        if table:
            formats = ("table", "json", "csv", "tsv")
            command.add_argument("--format", choices=formats, default="table")
        return command

    _questions(add)
    _terms(add)
    _sparql(add("sparql", "queries", "run any read-only SPARQL 1.1 query"))
    compare = add("compare", "queries", "compare two kinds or systems side by side")
    compare.add_argument("a")
    compare.add_argument("b")
    _recommend(add("recommend", "advice", "advise which approach and which systems to take"))
    add("claims", "queries", "check each claim of the article against the graph")
    _validate(
        add("validate", "checks", "validate files against the SHACL shapes (1 faults)", table=False)
    )
    _classify(add("classify", "classification", "tell what each system is", table=False))
    _import(add("import", "inventories", "turn an inventory into our vocabulary", table=False))
    _reason(add("reason", "checks", "check consistency and the hierarchy (1 inconsistent)"))
    _files(add)
    return parser


def _questions(add: Callable[..., Any]) -> None:
    """Add the commands that ask: a question, or whether and why a thing is of a kind."""
    ask = add(
        "ask", "queries", "answer a competency question, or list them all (0 yes, 1 no, 3 unknown)"
    )
    ask.add_argument("question", nargs="?", help="its name; its parameters follow as --NAME VALUE")
    ask.set_defaults(takes_rest=True)
    for name, text in (
        ("is", "tell whether a thing is of a kind, and why (0 entailed, 1 refuted, 3 unknown)"),
        ("why", "print the proof that a thing is, or is not, of a kind (1 if there is none)"),
    ):
        command = add(name, "verdicts", text)
        command.add_argument("thing")
        command.add_argument("kind")
        command.set_defaults(run=_runner("verdicts", f"{name}_"))


def _terms(add: Callable[..., Any]) -> None:
    """Add the commands that show terms."""
    show = add("show", "terms", "show one term or system in full")
    show.add_argument("term")
    tree = add("tree", "terms", "show the taxonomy as a tree", table=False)
    tree.add_argument("term", nargs="?", help="the kind to start from (default: all of them)")
    tree.add_argument("--instances", action="store_true", help="with the systems of each kind")
    translate = add(
        "translate", "terms", "find terms of other vocabularies among ours (1 if one has none)"
    )
    translate.add_argument("term", nargs="+", help="a CURIE such as hf:text-to-image, or an IRI")


def _files(add: Callable[..., Any]) -> None:
    """Add the commands about the files of the ontology."""
    export = add("export", "files", "write the ontology to files", table=False)
    export.add_argument("folder")
    export.add_argument(
        "--format",
        default="turtle",
        help="turtle rdfxml owlxml functional ntriples jsonld; csv cyclonedx huggingface: systems",
    )
    add("where", "files", "tell where the packaged files lie", table=False)
    format_ = add("format", "files", "write Turtle files in canonical form", table=False)
    format_.add_argument("file", nargs="*", help="default: the ontology and the shapes")
    format_.add_argument("--check", action="store_true", help="write nothing; 1 if a file differs")
    format_.set_defaults(run=_runner("files", "format_"))


def _sparql(command: argparse.ArgumentParser) -> None:
    """Give `sparql` its options."""
    command.add_argument("file", help="a file with the query, or - for standard input")
    command.add_argument("--timeout", type=float, default=30.0, metavar="SECONDS")
    command.add_argument("--limit", type=int, default=10_000, metavar="ROWS")
    command.add_argument("--asserted", action="store_true", help="leave out what is inferred")
    command.add_argument("--explain", action="store_true", help="print what is read, run nothing")


def _validate(command: argparse.ArgumentParser) -> None:
    """Give `validate` its options."""
    command.add_argument("file", nargs="+", help="RDF files or inventories, or folders of RDF")
    formats = ("text", "json", "sarif", "html", "ttl", "junit")
    command.add_argument("--format", choices=formats, default="text")
    command.add_argument("--engine", choices=("auto", "pyshacl", "fast"), default="auto")
    command.add_argument(
        "--shapes", action="append", metavar="FILE", help="shapes of your own, instead of ours"
    )
    command.add_argument("--timeout", type=float, default=600.0, metavar="SECONDS")


def _reason(command: argparse.ArgumentParser) -> None:
    """Give `reason` its options."""
    command.add_argument("--engine", choices=("closure", "hermit"), default="closure")
    command.add_argument("--timeout", type=float, default=300.0, metavar="SECONDS")
    command.add_argument(
        "--explain", action="store_true", help="list axioms that have no rule form"
    )
    command.add_argument("--renew", action="store_true", help="write the shipped inferences anew")


def _classify(command: argparse.ArgumentParser) -> None:
    """Give `classify` its options."""
    command.add_argument("file", nargs="+", help="inventories in any format that `import` reads")
    command.add_argument(
        "--format", choices=("table", "json", "csv", "tsv", "html"), default="table"
    )
    command.add_argument("-o", "--output", metavar="FILE", help="where to write (standard output)")
    command.add_argument("--read-as", metavar="FORMAT", help="their format (default: guessed)")
    command.add_argument(
        "--column", action="append", default=[], metavar="OURS=THEIRS", help="a column of a table"
    )
    command.add_argument(
        "--kind", action="append", default=[], help="a kind to decide (default: the headline kinds)"
    )
    command.add_argument("--why", action="store_true", help="with the proof of each verdict")
    command.add_argument(
        "--validate", action="store_true", help="tell as well what is wrong or missing"
    )
    command.add_argument(
        "--large-from", type=int, default=10**9, metavar="N", help="parameters of a large model"
    )
    command.add_argument(
        "--transduction-generates",
        action="store_true",
        help="count speech recognition, translation and the like as generative",
    )


def _import(command: argparse.ArgumentParser) -> None:
    """Give `import` its options; the name is a keyword, so that its function has another."""
    command.set_defaults(run=_runner("inventories", "import_"))
    command.add_argument("inventory", metavar="FORMAT", help="its format, or auto to guess it")
    command.add_argument("file", help="the inventory")
    command.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="file whose name ends in .ttl .nt .jsonld .csv .tsv .cdx.json or .md, or a folder for "
        "model cards (default: Turtle on standard output)",
    )
    command.add_argument(
        "--column", action="append", default=[], metavar="OURS=THEIRS", help="a column of a table"
    )
    command.add_argument(
        "--counts", metavar="FILE", help="write what was read, mapped and skipped there, as JSON"
    )


def _recommend(command: argparse.ArgumentParser) -> None:
    """Give `recommend` its options, named like those of `Taxonomy.recommend`."""
    command.add_argument("--use-case", metavar="U", help='such as "Creative Art"')
    command.add_argument(
        "--content", action="append", metavar="M", help="a content type to make; may be repeated"
    )
    for group in (("native", "integrated"), ("open-weights", "open-source", "closed")):
        exclusive = command.add_mutually_exclusive_group()
        for name in group:
            exclusive.add_argument(f"--{name}", action="store_true")
    for name in ("commercial", "reasoning", "agent"):
        command.add_argument(f"--{name}", action="store_true")
    command.add_argument("--access", metavar="WAY", help="api, self-hosted or app")
    command.add_argument("--max-parameters", metavar="N", help="such as 10e9")
    command.add_argument("--min-context", metavar="N", help="in tokens")
    command.add_argument("--released-after", metavar="YYYY-MM-DD")
    command.add_argument("--language", metavar="L", help="such as German, or de")
    command.add_argument("--region", metavar="R", help="such as Switzerland, CH or EU")
    command.add_argument("--limit", type=int, default=10, metavar="N", help="systems shown (10)")


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return the options and, for commands that take free parameters, the words left over."""
    parser = build()
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.takes_rest:
        parser.error(f"unknown option or argument: {' '.join(rest)}; see --help")
    return options, rest
