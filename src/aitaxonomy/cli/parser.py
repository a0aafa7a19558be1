"""The commands, with an example and the function that runs each."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Collection
from importlib import import_module
from typing import Any

from aitaxonomy.cli import options as add
from aitaxonomy.cli.usage import Parser, ShowVersion

Run = Callable[[argparse.Namespace, list[str]], int]
#: A command: the function that runs it, what it does, and an example.
Command = tuple[str, str, str]

#: The commands in groups; one without a text is the operation of its name, which says what it does.
_GROUPS: dict[str, dict[str, Command]] = {
    "ask": {
        "is": ("verdicts.is_", "", 'is "DALL·E 3" LLM'),
        "why": ("verdicts.why_", "", 'why "DALL·E 3" LLM'),
        "check": ("verdicts.check", "", 'check "every LLM is generative AI"'),
        "find": (
            "queries.find", "", "find LLM --open-weights --max-parameters 10B --language Polish",
        ),
        "recommend": (
            "queries.recommend", "",
            'recommend --use-case "Creative Art" --content image --open-weights',
        ),
        "compare": ("queries.compare", "", "compare GenerativeAI LLM"),
        "ask": (
            "queries.ask", "answer a prepared question, or list them all",
            'ask suitability-for-a-use-case --use-case "code assistance"',
        ),
    },
    "look up": {
        "search": ("terms.search", "", "search diffusion"),
        "show": ("terms.show", "", "show ChatGPT"),
        "tree": ("terms.tree", "", "tree LLM --instances"),
        "translate": (
            "terms.translate", "find terms of other vocabularies among ours",
            "translate hf:text-to-image",
        ),
        "check-terms": ("terms.check_terms", "", "check-terms aix:gpt-4=GPT-4"),
        "sparql": ("queries.sparql", "", 'sparql "SELECT ?x { ?x a ait:LLM } LIMIT 5"'),
        "claims": ("queries.claims", "", "claims --format csv"),
        "sources": ("queries.sources", "", "sources"),
    },
    "your own data": {
        "classify": ("inventories.classify", "", "classify examples/models.csv"),
        "duties": (
            "inventories.duties", "tell what law asks of each system of a list",
            "duties examples/models.csv --date 2026-12-01",
        ),
        "validate": ("verdicts.validate", "", "validate examples/inventory.ttl"),
        "import": (
            "inventories.import_", "turn an inventory into our vocabulary",
            "import csv examples/models.csv -o models.ttl",
        ),
        "reason": (
            "verdicts.reason", "check consistency and the hierarchy",
            "reason --data examples/inventory.ttl",
        ),
        "check-proof": (
            "verdicts.check_proof", "check a proof that somebody made",
            "check-proof examples/dall-e-3-is-no-llm.json",
        ),
        "build": (
            "ontology.build", "write a store on disk: files, and all that follows from them",
            "build out/store examples/inventory.ttl",
        ),
    },
    "serve and publish": {
        "serve": (
            "ontology.serve", "serve SPARQL, a JSON API and the site (until it is ended)",
            "serve --port 8000 --site out/site",
        ),
        "mcp": (
            "ontology.mcp", "serve language-model agents, by the Model Context Protocol", "mcp",
        ),
        "site": (
            "ontology.site", "write the taxonomy as pages for any static host", "site out/site",
        ),
        "export": (
            "ontology.export", "write the ontology to files", "export out --format rdfxml",
        ),
        "draw": ("ontology.draw", "write the taxonomy as a picture (SVG)", "draw llm.svg LLM"),
    },
    "maintain": {
        "diff": (
            "ontology.diff", "tell what two versions conclude differently, and why",
            "diff HEAD~1",
        ),
        "format": (
            "ontology.format_", "write Turtle files in canonical form",
            "format --check examples/inventory.ttl",
        ),
        "where": ("ontology.where", "tell where the packaged files lie", "where"),
    },
}  # fmt: skip
_COMMANDS: dict[str, Command] = {
    name: each for group in _GROUPS.values() for name, each in group.items()
}
#: The exit codes of commands whose answer is in them.
_CODES = {
    **dict.fromkeys(("is", "check"), "0 entailed, 1 refuted, 3 unknown"),
    "why": "1 if there is no proof", "ask": "0 yes, 1 no, 3 unknown", "find": "1: none fits",
    "search": "1 if none", "translate": "1 if one has none", "check-terms": "1: one does not match",
    "check-proof": "1: it is not valid", "validate": "1: faults", "reason": "1: inconsistent",
    "diff": "1: conclusions differ",
}  # fmt: skip

#: The commands with a help of their own, beside that of the parser.
_HELP_ITSELF = ("ask",)
#: The commands that only ask, which a server can be asked as well.
_ASKED = ("ask", "search", "show", "tree", "sparql", "compare", "recommend", "sources", "claims")
#: The commands that read something else than a graph, or bring one together.
_ELSEWHERE = ("build", "diff", "format", "translate", "where")
_NOTE = (
    "aitaxonomy COMMAND --help tells its options and its exit codes; exit code 2 means bad input."
)


def build(only: str = "") -> Parser:
    """Return the parser of all commands; with `only`, the options of that one alone.

    A command then imports the parts of the library that it needs.
    """
    parser = Parser(
        prog="aitaxonomy",
        usage="aitaxonomy COMMAND ...",
        description="Find out what an AI system is, what it can produce, and which kind you need.",
        example='is "DALL·E 3" LLM',
        note=f"{_listed()}\n\n{_NOTE}" if only in ("", "none") else "",
    )
    add.DEBUG(parser)
    parser.add_argument("--version", action=ShowVersion, help="print the versions and exit")
    commands = parser.add_subparsers(
        metavar="COMMAND",
        required=True,
        parser_class=Parser,
        prog="aitaxonomy",
        help=argparse.SUPPRESS,
    )
    for name, (function, _, example) in _COMMANDS.items():
        wanted = only in ("", name)
        command = commands.add_parser(
            name, description=_described(name) if wanted else "", example=example,
            add_help=name not in _HELP_ITSELF,
        )  # fmt: skip
        if not wanted:
            continue
        command.set_defaults(run=_runner(function), takes_rest=False, command=command)
        add.DATA(command)
        if name not in _ELSEWHERE:
            add.source(command, asked=name in _ASKED)
        add.DEBUG(command)
        for each in add.ARGUMENTS.get(name, (add.operation(name),)):
            each(command)
    return parser


def _text(name: str) -> str:
    """Return what a command does, in a line that begins with a capital."""
    text = _COMMANDS[name][1]
    if not text:
        from aitaxonomy.operations import OPERATIONS

        text = OPERATIONS[name].summary
    return f"{text[0].upper()}{text[1:]}"


def _described(name: str) -> str:
    code = f" (exit code {_CODES[name]})" if name in _CODES else ""
    return f"{_text(name)}{code}."


def _listed() -> str:
    """Return all commands, in groups."""
    lines = []
    for title, group in _GROUPS.items():
        lines += ["", f"{title}:"] + [f"  {name:<12} {_text(name)}" for name in group]
    return "\n".join(lines[1:])


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
    if not arguments or arguments[0] == "help":
        arguments = [*arguments[1:], "--help"]
    first = next((word for word in arguments if not word.startswith("-")), "")
    parser = build("" if complete else first or "none")
    if complete:
        import argcomplete

        argcomplete.autocomplete(parser)
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.takes_rest:
        if any(word.startswith("-") for word in rest) or not hasattr(options, "joined_by"):
            options.command.refuse(rest)
        _rejoin(options, rest)
    return options, rest


def _rejoin(options: argparse.Namespace, rest: list[str]) -> None:
    """Take words for two names with a word between, as in `compare LLM vs generative AI`."""
    one, other = (name for name in ("thing", "kind", "a", "b") if hasattr(options, name))
    words = [getattr(options, one), getattr(options, other), *rest]
    by: Collection[str] = options.joined_by
    places = [i for i in range(1, len(words) - 1) if words[i].lower() in by]
    if not places:
        options.command.error(
            f"too many arguments: {' '.join(rest)}; put a name of several words in quotes"
        )
    at: Any = places[0]
    setattr(options, one, " ".join(words[:at]))
    setattr(options, other, " ".join(words[at + 1 :]))
