"""What can be typed: the commands, with an example and the function that runs each."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from importlib import import_module

from aitaxonomy.cli import options as add
from aitaxonomy.cli.usage import Parser, ShowVersion

Run = Callable[[argparse.Namespace, list[str]], int]

#: Each command: the module and function that run it, what it does, an example, and its options.
_COMMANDS: dict[str, tuple[str, str, str, Callable[[Parser], None]]] = {
    "ask": (
        "queries.ask",
        "answer a competency question, or list them all (exit code 0 yes, 1 no, 3 unknown)",
        'ask suitability-for-a-use-case --use-case "code assistance"', add.ask,
    ),
    "is": (
        "verdicts.is_",
        "tell whether a thing is of a kind, and why (exit code 0 entailed, 1 refuted, 3 unknown)",
        'is "DALL·E 3" LLM', add.operation("is", add.judging),
    ),
    "why": (
        "verdicts.why_",
        "print the proof that a thing is, or is not, of a kind (exit code 1 if there is none)",
        'why "DALL·E 3" LLM', add.operation("why", add.judging),
    ),
    "check": (
        "verdicts.check",
        "tell whether a claim holds, and why (exit code 0 entailed, 1 refuted, 3 unknown)",
        'check "every LLM is generative AI"', add.operation("check"),
    ),
    "check-proof": (
        "verdicts.check_proof", "check a proof that somebody made (exit code 1: it is not valid)",
        "check-proof examples/dall-e-3-is-no-llm.json", add.check_proof,
    ),
    "search": (
        "terms.search",
        "find terms and systems by a part of a name, synonym or definition (exit code 1 if none)",
        "search diffusion", add.search,
    ),
    "show": ("terms.show", "show one term or system in full", "show ChatGPT", add.show),
    "tree": ("terms.tree", "show the taxonomy as a tree", "tree LLM --instances", add.tree),
    "translate": (
        "terms.translate",
        "find terms of other vocabularies among ours (exit code 1 if one has none)",
        "translate hf:text-to-image", add.translate,
    ),
    "sparql": (
        "queries.sparql", "run any read-only SPARQL 1.1 query",
        "sparql examples/llms-that-do-not-only-write.rq", add.sparql,
    ),
    "compare": (
        "queries.compare", "compare two kinds or systems side by side",
        "compare GenerativeAI LLM", add.operation("compare"),
    ),
    "find": (
        "advice.find",
        "list systems by kind, maker, licence, size and more (exit code 1: none fits)",
        "find LLM --open-weights --max-parameters 10B --language Polish", add.operation("find"),
    ),
    "recommend": (
        "advice.recommend", "advise which approach and which systems to take",
        'recommend --use-case "Creative Art" --content image --open-weights',
        add.operation("recommend", formats=("table", "json", "csv", "tsv", "html")),
    ),
    "sources": (
        "queries.sources", "count the statements by whose word they rest on, place and age",
        "sources", add.rows,
    ),
    "claims": (
        "queries.claims", "check each claim of the article against the graph",
        "claims --format csv", add.rows,
    ),
    "validate": (
        "checks.validate", "validate files against the SHACL shapes (exit code 1: faults)",
        "validate examples/inventory.ttl", add.validate,
    ),
    "classify": (
        "inventories.classify", "tell what each system of an inventory is",
        "classify examples/models.csv", add.classify,
    ),
    "import": (
        "inventories.import_", "turn an inventory into our vocabulary",
        "import csv examples/models.csv -o models.ttl", add.import_,
    ),
    "reason": (
        "checks.reason", "check consistency and the hierarchy (exit code 1: inconsistent)",
        "reason --data examples/inventory.ttl", add.reason,
    ),
    "export": (
        "ontology.export", "write the ontology to files", "export out --format rdfxml", add.export,
    ),
    "build": (
        "ontology.build", "write a store on disk: what is stated in files, and all that follows",
        "build out/store examples/inventory.ttl", add.build,
    ),
    "site": (
        "ontology.site", "write the taxonomy as pages for any static host",
        "site out/site", add.site,
    ),
    "serve": (
        "serving.serve", "serve SPARQL, a JSON API and the site (until it is ended)",
        "serve --port 8000 --site out/site", add.serve,
    ),
    "mcp": (
        "agents.mcp", "serve language-model agents, by the Model Context Protocol", "mcp", add.mcp,
    ),
    "draw": (
        "ontology.draw", "write the taxonomy as a picture (SVG)", "draw llm.svg LLM", add.draw,
    ),
    "where": ("ontology.where", "tell where the packaged files lie", "where", add.nothing),
    "format": (
        "ontology.format_", "write Turtle files in canonical form",
        "format --check examples/inventory.ttl", add.format_,
    ),
}  # fmt: skip

#: The commands with a help of their own, beside that of the parser.
_HELP_ITSELF = ("ask",)
#: The commands that only ask, which a server can be asked as well.
_ASKED = ("ask", "search", "show", "tree", "sparql", "compare", "recommend", "sources", "claims")
#: The commands that read something else than a graph, or bring one together.
_ELSEWHERE = ("build", "format", "translate", "where")


def build(only: str = "") -> Parser:
    """Return the parser of all commands; with `only`, the options of that one alone.

    What a command needs of the library is then imported for that command.
    """
    parser = Parser(
        prog="aitaxonomy",
        description="What an AI system is, what it can produce, and which kind you need.",
        example='is "DALL·E 3" LLM',
        note="Exit code 2 means bad input; each command's help tells its other codes.",
    )
    add.debug(parser)
    parser.add_argument("--version", action=ShowVersion, help="print the versions and exit")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)
    for name, (function, text, example, add_options) in _COMMANDS.items():
        described = f"{text[0].upper()}{text[1:]}."
        command = commands.add_parser(
            name, help=text, description=described, example=example,
            add_help=name not in _HELP_ITSELF,
        )  # fmt: skip
        if only not in ("", name):
            continue
        command.set_defaults(run=_runner(function), takes_rest=False, command=command)
        add.data(command)
        if name not in _ELSEWHERE:
            add.source(command, asked=name in _ASKED)
        add.debug(command)
        add_options(command)
    return parser


def _runner(function: str) -> Run:
    """Return a function that imports its module only when the command is run."""

    def run(options: argparse.Namespace, rest: list[str]) -> int:
        module, _, name = function.partition(".")
        command: Run = getattr(import_module(f"aitaxonomy.cli.{module}"), name)
        return command(options, rest)

    return run


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return the options and, for commands that take free parameters, the words left over.

    Raises `UsageError`. Called by a shell for completion, it answers that and ends the process.
    """
    complete = "_ARGCOMPLETE" in os.environ
    first = next((word for word in arguments if not word.startswith("-")), "")
    parser = build("" if complete else first or "none")
    if complete:
        import argcomplete

        argcomplete.autocomplete(parser)
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.takes_rest:
        options.command.refuse(rest)
    return options, rest
