"""The commands that query: ask, sparql, compare, claims, sources."""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.cli.output import bold, print_json, print_rows, progress_bar, remark
from aitaxonomy.cli.usage import UsageError
from aitaxonomy.errors import ImportFault, UnknownQuestion
from aitaxonomy.files import source
from aitaxonomy.graph.questions import Answer, Question, question
from aitaxonomy.graph.sourcing import sourcing
from aitaxonomy.graph.trees import lines
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.store.table import Table
from aitaxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    from aitaxonomy.inference.alone import Alone

#: The variable of the environment with the bearer token for an endpoint: a command line is seen by
#: others.
TOKEN = "AITAXONOMY_TOKEN"


def taxonomy(options: argparse.Namespace) -> Taxonomy:
    """Return the shipped taxonomy, or that of --store or --endpoint, with the files of --data."""
    if getattr(options, "store", None):
        ai = Taxonomy.open(options.store)
    elif getattr(options, "endpoint", None):
        limit = {"timeout": options.timeout} if hasattr(options, "timeout") else {}
        ai = Taxonomy.connect(options.endpoint, token=os.environ.get(TOKEN), **limit)
    else:
        ai = Taxonomy()
    if options.data:
        ai = ai + options.data
        ai.watch = partial(progress_bar, "reasoning")
    return ai


def reasoned(options: argparse.Namespace) -> Taxonomy | Alone:
    """Return the taxonomy with the files of --data, or these files alone.

    Raises `UsageError` for --alone with a store.
    """
    if options.alone and options.store:
        raise UsageError("--alone is for the files of --data: leave out --store")
    if not options.alone:
        return taxonomy(options)
    from aitaxonomy.inference.alone import Alone

    return Alone(options.data)


def ask(options: argparse.Namespace, rest: list[str]) -> int:
    """Answer a question; without one, list them."""
    if options.question is None:
        return _ask_nothing(options, rest)
    ai = taxonomy(options)
    if options.help:
        _print_help(ai, question(options.question))
        return 0
    answer = ai.ask(options.question, **_parameters(rest))
    if options.format == "json":
        print_json(answer.to_json())
    else:
        _print_answer(answer, options.format)
    if not answer.question.is_yes_no:
        return 0
    return {True: 0, False: 1, None: 3}[answer.answer]


def _ask_nothing(options: argparse.Namespace, rest: list[str]) -> int:
    """Print the help, or the list of questions."""
    if options.help:
        options.command.print_help()
        return 0
    if rest:
        raise UnknownQuestion(f"name the question before its parameters: ask QUESTION {rest[0]}")
    listed = taxonomy(options).questions()
    if options.format == "json":
        print_json([each.to_dict() for each in listed])
    else:
        rows = [(q.name, q.question) for q in listed]
        print_rows(("name", "question"), rows, options.format)
    return 0


def _print_answer(answer: Answer, format: str) -> None:
    """Print an answer and what it was asked with, which rows for machines have beside them."""
    if format == "table":
        truth = f" {bold(str(answer))}" if answer.question.is_yes_no else ""
        print(f"{answer.question.question}{truth}")
        if answer.parameters:
            print(answer.asked_with)
    else:
        remark(answer.asked_with)
    if format == "table" and answer.question.tree:
        _print_steps(answer)
    elif answer.table.columns:
        print_rows(answer.table.columns, answer.rows, format)


def _print_help(ai: Taxonomy, asked: Question) -> None:
    """Print the parameters of a question, each with its default."""
    names = {name: f"--{name.replace('_', '-')}" for name in asked.parameters}
    usage = "".join(f" [{option} VALUE]" for option in names.values())
    print(f"usage: aitaxonomy ask {asked.name}{usage}\n\n{asked.question}\n")
    print("parameters:" if names else "It has no parameters.")
    width = max(map(len, names.values()), default=0)
    for name, option in names.items():
        default = asked.words({name: asked.defaults[name]}, ai.names.label).partition(": ")[2]
        known = asked.values.get(name)
        choice = f"{', '.join(known)}; " if known else ""
        print(f"  {option:<{width}}  {choice}default: {default}")


def _print_steps(answer: Answer) -> None:
    """Print rows that are steps of a tree as that tree; what has no parent stands at the margin."""
    below: dict[str, dict[str, str]] = defaultdict(dict)
    labels: dict[str, str] = {}
    for row in answer.to_dicts():
        parent, parent_label, child, label, how = (row[column] for column in answer.question.tree)
        below[parent][child] = f"{label} ({how})"
        labels.setdefault(parent, parent_label)
    children = {child for steps in below.values() for child in steps}

    def narrower(path: tuple[str, ...]) -> list[tuple[str, ...]]:
        # Paths, since a thing may have two parents, and data in a circle must come to an end.
        return [(*path, child) for child in below.get(path[-1], ()) if child not in path]

    def name(path: tuple[str, ...]) -> str:
        return below[path[-2]][path[-1]] if len(path) > 1 else labels[path[0]]

    starts: list[tuple[str, ...]] = [(each,) for each in labels if each not in children]
    for start in starts or [(each,) for each in list(labels)[:1]]:
        print(*lines(start, name, narrower), sep="\n")
    if not labels:
        print("none")


def _parameters(words: list[str]) -> dict[str, str]:
    """Read `--name value` and `--name=value`."""
    values: dict[str, str] = {}
    todo = list(words)
    while todo:
        word = todo.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not (equals or todo):
            raise UnknownQuestion(f"{word!r} is no parameter: write --NAME VALUE")
        values[name.replace("-", "_")] = value if equals else todo.pop(0)
    return values


def sparql(options: argparse.Namespace, _: list[str]) -> int:
    """Run a query from a file or standard input."""
    try:
        text = source(Path(options.file)).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ImportFault(f"{options.file}: no readable query file: {reason}") from None
    ai = taxonomy(options)
    if options.explain:
        graphs = "asserted" if options.asserted else "asserted and inferred"
        print(
            f"reads the {graphs} graph, at most {options.limit} rows in {options.timeout:g} s",
            text,
            sep="\n",
        )
        return 0
    table = ai.sparql(text, timeout=options.timeout, limit=options.limit, asserted=options.asserted)
    _print_results(table, options.format)
    if table.truncated:
        print(
            f"aitaxonomy: cut after {len(table)} rows; "
            + (
                "raise --limit for more"
                if len(table) == options.limit
                else "their texts are too long: ask for fewer of them"
            ),
            file=sys.stderr,
        )
    return 0


def _print_results(table: Table, format: str) -> None:
    if format == "json":
        print(table.to_w3c_json())
    elif table.form == "CONSTRUCT" and format == "table":
        import pyoxigraph as ox

        triples = [ox.Triple(*row) for row in table.terms]
        print((ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"").decode(), end="")
    else:
        print_rows(table.columns, table.rows, format)


def compare(options: argparse.Namespace, _: list[str]) -> int:
    """Compare two things."""
    found = taxonomy(options).compare(options.a, options.b)
    if options.format == "json":
        print_json(found.to_dict())
        return 0
    columns = ("aspect", found.a.label, found.b.label, "source")
    if options.format != "table":
        print_rows(columns, (*found.aspects, *found.use_cases), options.format)
        return 0
    print_rows(columns, found.aspects, "table", fold=True)
    if found.use_cases:
        print()
        print_rows(("use case", *columns[1:]), found.use_cases, "table", fold=True)
    return 0


def claims(options: argparse.Namespace, _: list[str]) -> int:
    """Check the claims."""
    ai = taxonomy(options)
    found = ai.claims()

    def names(iris: tuple[str, ...]) -> str:
        return ", ".join(ai.names.label(iri) for iri in iris)

    if options.format == "json":
        print_json(
            [
                {
                    "claim": c.claim,
                    "text": c.text,
                    "section": c.section,
                    "source": c.source,
                    "check": c.check,
                    "verdict": c.verdict,
                    "exceptions": [curie(iri) for iri in c.exceptions],
                    "undecided": [curie(iri) for iri in c.undecided],
                    "by_definition": list(c.by_definition),
                    "note": c.note,
                }
                for c in found
            ]
        )
    else:
        rows = [(c.claim, c.verdict, names(c.exceptions), names(c.undecided)) for c in found]
        print_rows(("claim", "verdict", "exceptions", "undecided"), rows, options.format)
    return 0


def sources(options: argparse.Namespace, _: list[str]) -> int:
    """Count the statements about artifacts by how they are sourced."""
    found = sourcing(taxonomy(options).content.store.select)
    header = "statements", "number", "share", "of flagships", "share of flagships"
    if options.format == "json":
        print_json([dict(zip(header, row, strict=True)) for row in found.rows()])
    else:
        print_rows(header, found.rows(), options.format)
    return 0
