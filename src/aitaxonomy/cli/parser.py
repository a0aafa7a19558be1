"""What can be typed: commands, their options, and which function runs each."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

from aitaxonomy.cli import completion
from aitaxonomy.cli.usage import Parser, ShowVersion

Run = Callable[[argparse.Namespace, list[str]], int]


def _runner(module: str, function: str) -> Run:
    """Return a function that imports its module only when the command is run."""

    def run(options: argparse.Namespace, rest: list[str]) -> int:
        command: Run = getattr(import_module(f"aitaxonomy.cli.{module}"), function)
        return command(options, rest)

    return run


def build() -> Parser:
    """Return the parser of all commands."""
    parser = Parser(
        prog="aitaxonomy",
        description="What an AI system is, what it can produce, and which kind you need.",
        example='is "DALL·E 3" LLM',
    )
    assert parser.epilog
    parser.epilog += "\n\nExit code 2 means bad input; each command's help tells its other codes."
    parser.add_argument("--version", action=ShowVersion, help="print the versions and exit")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)

    def add(name: str, module: str, text: str, example: str, *, table: bool = True) -> Parser:
        command: Parser = commands.add_parser(
            name, help=text, description=f"{text[0].upper()}{text[1:]}.", example=example
        )
        command.set_defaults(run=_runner(module, name), takes_rest=False, command=command)
        command.add_argument(
            "--data", action="append", default=[], metavar="FILE", help="RDF file to add"
        )
        if table:
            formats = ("table", "json", "csv", "tsv")
            command.add_argument("--format", choices=formats, default="table", help="(table)")
        return command

    _questions(add)
    _terms(add)
    _sparql(
        add("sparql", "queries", "run any read-only SPARQL 1.1 query",
            "sparql examples/llms-that-do-not-only-write.rq")
    )  # fmt: skip
    compare = add("compare", "queries", "compare two kinds or systems side by side",
                  "compare GenerativeAI LLM")  # fmt: skip
    _name(compare, "a", help="a kind or system")
    _name(compare, "b", help="the other")
    _recommend(
        add("recommend", "advice", "advise which approach and which systems to take",
            'recommend --use-case "Creative Art" --content image --open-weights')
    )  # fmt: skip
    add("claims", "queries", "check each claim of the article against the graph",
        "claims --format csv")  # fmt: skip
    _validate(
        add("validate", "checks", "validate files against the SHACL shapes (1 faults)",
            "validate examples/inventory.ttl", table=False)
    )  # fmt: skip
    _classify(
        add("classify", "classification", "tell what each system of an inventory is",
            "classify examples/models.csv", table=False)
    )  # fmt: skip
    _import(
        add("import", "inventories", "turn an inventory into our vocabulary",
            "import csv examples/models.csv -o models.ttl", table=False)
    )  # fmt: skip
    _reason(
        add("reason", "checks", "check consistency and the hierarchy (1 inconsistent)",
            "reason --data examples/inventory.ttl")
    )  # fmt: skip
    _files(add)
    return parser


def _name(command: Parser, name: str, **more: Any) -> None:
    """Add an argument that names a term or system, so that a shell completes it."""
    command.add_argument(name, **more).completer = completion.terms  # type: ignore[attr-defined]


def _questions(add: Callable[..., Parser]) -> None:
    """Add the commands that ask: a question, or whether and why a thing is of a kind."""
    ask = add(
        "ask",
        "queries",
        "answer a competency question, or list them all (0 yes, 1 no, 3 unknown)",
        'ask suitability-for-a-use-case --use-case "code assistance"',
    )
    question = ask.add_argument(
        "question", nargs="?", help="its name; its parameters follow as --NAME VALUE"
    )
    question.completer = completion.questions  # type: ignore[attr-defined]
    ask.set_defaults(takes_rest=True)
    for name, text in (
        ("is", "tell whether a thing is of a kind, and why (0 entailed, 1 refuted, 3 unknown)"),
        ("why", "print the proof that a thing is, or is not, of a kind (1 if there is none)"),
    ):
        command = add(name, "verdicts", text, f'{name} "DALL·E 3" LLM')
        _name(command, "thing", help="a system, or a kind: then each of its members")
        _name(command, "kind", help="by its label or name, as all terms are: LLM, ait:LLM ...")
        command.set_defaults(run=_runner("verdicts", f"{name}_"))


def _terms(add: Callable[..., Parser]) -> None:
    """Add the commands that find and show terms."""
    search = add(
        "search",
        "terms",
        "find terms and systems by a part of a name, synonym or definition (1 if none)",
        "search diffusion",
    )
    found = search.add_argument("text", nargs="+", help="each of its words must be there")
    found.completer = completion.nothing  # type: ignore[attr-defined]
    _name(
        add("show", "terms", "show one term or system in full", "show ChatGPT"),
        "term",
        help="by any of its names, its CURIE or IRI",
    )
    tree = add("tree", "terms", "show the taxonomy as a tree", "tree LLM --instances", table=False)
    _name(tree, "term", nargs="?", help="the kind to start from (default: all of them)")
    tree.add_argument("--instances", action="store_true", help="with the systems of each kind")
    tree.add_argument("--format", choices=("text", "json"), default="text", help="(text)")
    translate = add(
        "translate",
        "terms",
        "find terms of other vocabularies among ours (1 if one has none)",
        "translate hf:text-to-image",
    )
    foreign = translate.add_argument(
        "term", nargs="+", help="a CURIE such as hf:text-to-image, or an IRI"
    )
    foreign.completer = completion.nothing  # type: ignore[attr-defined]


def _files(add: Callable[..., Parser]) -> None:
    """Add the commands about the files of the ontology."""
    export = add("export", "files", "write the ontology to files", "export out --format rdfxml",
                 table=False)  # fmt: skip
    export.add_argument("folder", help="made if it is not there")
    export.add_argument(
        "--format",
        default="turtle",
        help="turtle rdfxml owlxml functional ntriples jsonld; csv cyclonedx huggingface: systems",
    )
    add("where", "files", "tell where the packaged files lie", "where", table=False)
    format_ = add("format", "files", "write Turtle files in canonical form",
                  "format --check examples/inventory.ttl", table=False)  # fmt: skip
    format_.add_argument("file", nargs="*", help="default: the ontology and the shapes")
    format_.add_argument("--check", action="store_true", help="write nothing; 1 if a file differs")
    format_.set_defaults(run=_runner("files", "format_"))


def _sparql(command: Parser) -> None:
    """Give `sparql` its options."""
    command.add_argument("file", help="a file with the query, or - for standard input")
    command.add_argument(
        "--timeout", type=float, default=30.0, metavar="SECONDS", help="after which it ends (30)"
    )
    command.add_argument(
        "--limit", type=int, default=10_000, metavar="ROWS", help="rows at most (10000)"
    )
    command.add_argument("--asserted", action="store_true", help="leave out what is inferred")
    command.add_argument("--explain", action="store_true", help="print what is read, run nothing")


def _validate(command: Parser) -> None:
    """Give `validate` its options."""
    command.add_argument("file", nargs="+", help="RDF files or inventories, or folders of RDF")
    formats = ("text", "json", "sarif", "html", "ttl", "junit")
    command.add_argument("--format", choices=formats, default="text", help="(text)")
    command.add_argument(
        "--engine", choices=("auto", "pyshacl", "fast"), default="auto",
        help="auto takes the fast one where it is proven (auto)",
    )  # fmt: skip
    command.add_argument(
        "--shapes", action="append", metavar="FILE", help="shapes of your own, instead of ours"
    )
    command.add_argument(
        "--timeout", type=float, default=600.0, metavar="SECONDS", help="after which it ends (600)"
    )


def _reason(command: Parser) -> None:
    """Give `reason` its options."""
    command.add_argument(
        "--engine", choices=("closure", "hermit"), default="closure",
        help="our rules, or HermiT, which is complete and needs Java (closure)",
    )  # fmt: skip
    command.add_argument(
        "--timeout", type=float, default=300.0, metavar="SECONDS", help="of HermiT (300)"
    )
    command.add_argument(
        "--explain", action="store_true", help="list axioms that have no rule form"
    )
    command.add_argument("--renew", action="store_true", help="write the shipped inferences anew")


def _classify(command: Parser) -> None:
    """Give `classify` its options."""
    command.add_argument("file", nargs="+", help="inventories in any format that `import` reads")
    command.add_argument(
        "--format", choices=("table", "json", "csv", "tsv", "html"), default="table",
        help="(table)",
    )  # fmt: skip
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


def _import(command: Parser) -> None:
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


def _recommend(command: Parser) -> None:
    """Give `recommend` its options, named like those of `Taxonomy.recommend`."""
    command.add_argument("--use-case", metavar="U", help='such as "Creative Art"')
    command.add_argument(
        "--content", action="append", metavar="M", help="a content type to make; may be repeated"
    )
    for group in (
        {
            "native": "a model that makes the content itself",
            "integrated": "a system into which models are integrated",
        },
        {
            "open-weights": "weights for anybody to use, change and pass on",
            "open-source": "these under an open-source licence",
            "closed": "weights, data and code kept back",
        },
    ):
        exclusive = command.add_mutually_exclusive_group()
        for name, text in group.items():
            exclusive.add_argument(f"--{name}", action="store_true", help=text)
    for name, text in (
        ("commercial", "a licence or terms that permit commercial use"),
        ("reasoning", "a model trained to reason"),
        ("agent", "an agent, or a model that calls tools"),
    ):
        command.add_argument(f"--{name}", action="store_true", help=text)
    command.add_argument("--access", metavar="WAY", help="api, self-hosted or app")
    command.add_argument("--max-parameters", metavar="N", help="such as 10e9")
    command.add_argument("--min-context", metavar="N", help="in tokens")
    command.add_argument("--released-after", metavar="YYYY-MM-DD", help="a release after this day")
    command.add_argument("--language", metavar="L", help="such as German, or de")
    command.add_argument("--region", metavar="R", help="such as Switzerland, CH or EU")
    command.add_argument("--limit", type=int, default=10, metavar="N", help="systems shown (10)")


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return the options and, for commands that take free parameters, the words left over.

    Raises `UsageError`. Called by a shell for completion, it answers that and ends the process.
    """
    parser = build()
    if "_ARGCOMPLETE" in os.environ:
        import argcomplete

        argcomplete.autocomplete(parser)
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.takes_rest:
        options.command.refuse(rest)
    return options, rest
