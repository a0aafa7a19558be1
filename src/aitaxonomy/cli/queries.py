"""The commands that query: ask, sparql, compare, claims, sources, find, recommend."""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy.cli.output import bold, fitted, print_json, print_rows, progress_bar, remark
from aitaxonomy.cli.usage import UsageError
from aitaxonomy.errors import ImportFault, UnknownQuestion
from aitaxonomy.files import source
from aitaxonomy.graph.questions import Answer, Question, question, question_files
from aitaxonomy.graph.trees import lines
from aitaxonomy.operations import OPERATIONS, values_of
from aitaxonomy.store.table import Table
from aitaxonomy.taxonomy import Taxonomy
from aitaxonomy.text import clipped

if TYPE_CHECKING:
    from aitaxonomy.advice.find import FoundSystem
    from aitaxonomy.advice.report import Advice
    from aitaxonomy.inference.alone import Alone

#: The variable of the environment with the bearer token for an endpoint: a command line is seen by
#: others.
TOKEN = "AITAXONOMY_TOKEN"
#: The rows of an answer that a terminal gets.
_SHOWN = 25
#: The sources of a row, and the characters of a cell, that a comparison has on a terminal.
_CITED, _CELL = 1, 60


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


def answered(name: str, options: argparse.Namespace, **more: Any) -> tuple[Taxonomy, Any]:
    """Return the taxonomy, and the result of an operation, which is printed if as JSON."""
    ai = taxonomy(options)
    found = OPERATIONS[name].run(ai, values_of(name, vars(options) | more), b"")
    if options.format == "json":
        print_json(found.to_json())
    return ai, found


def ask(options: argparse.Namespace, rest: list[str]) -> int:
    """Answer a question; without one, list them."""
    if options.question is None:
        return _ask_nothing(options, rest)
    ai = taxonomy(options)
    if rest and options.question not in question_files() and not rest[0].startswith("--"):
        options.question, rest = " ".join([options.question, *rest]), []
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
        print_json([each.to_json() for each in listed])
    else:
        rows = [(q.name, q.question) for q in listed]
        print_rows(("name", "question"), rows, options.format)
    return 0


def _print_answer(answer: Answer, format: str) -> None:
    """Print an answer and what it was asked with, which rows for machines have beside them."""
    if format == "table":
        asked = answer.question.question
        truth = f"{'?'[asked.endswith('?') :]} {bold(str(answer))}"
        print(f"{asked}{truth if answer.question.is_yes_no else ''}")
        if answer.asked_with:
            print(fitted(answer.asked_with))
    else:
        remark(answer.asked_with)
    if format == "table" and answer.question.tree:
        _print_steps(answer)
    elif answer.table.columns:
        on_screen = format == "table" and sys.stdout.isatty()
        shown = answer.rows[:_SHOWN] if on_screen else answer.rows
        print_rows(answer.table.columns, shown, format)
        if more := len(answer.rows) - len(shown):
            remark(f"... and {more:,} more: `--format csv` lists all")


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
            raise UnknownQuestion(f"{word!r} is not a parameter: write --NAME VALUE")
        values[name.replace("-", "_")] = value if equals else todo.pop(0)
    return values


def sparql(options: argparse.Namespace, _: list[str]) -> int:
    """Run a query: a text, or what a file or standard input has."""
    text = _query(options.query)
    if options.explain:
        graphs = "asserted" if options.asserted else "asserted and inferred"
        print(
            f"reads the {graphs} graph, at most {options.limit} rows in {options.timeout:g} s",
            text,
            sep="\n",
        )
        return 0
    table = answered("sparql", options, query=text)[1]
    _print_results(table, options.format)
    for note in table.notes:
        remark(note)
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


def _query(given: str) -> str:
    """Return a query that is given as a text, or the text of a file."""
    try:
        return source(Path(given)).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        if "{" in given and isinstance(error, OSError):
            return given
        reason = error.strerror if isinstance(error, OSError) else error
        raise ImportFault(f"{given}: not a query, and not a readable file: {reason}") from None


def _print_results(table: Table, format: str) -> None:
    if table.form == "CONSTRUCT" and format == "table":
        import pyoxigraph as ox

        triples = [ox.Triple(*row) for row in table.terms]
        print((ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"").decode(), end="")
    else:
        print_rows(table.columns, table.rows, format)


def compare(options: argparse.Namespace, _: list[str]) -> int:
    """Compare two things: on a terminal with the sources by number, and a list of them."""
    found = answered("compare", options)[1]
    columns = ("aspect", found.a.label, found.b.label, "source")
    if options.format != "table" or not sys.stdout.isatty():
        print_rows(columns, (*found.aspects, *found.use_cases), options.format)
        return 0
    numbers: dict[str, int] = {}
    rows = [
        (*(clipped(text, _CELL) for text in row[:3]), _numbered((*ours, *theirs), numbers))
        for row, (ours, theirs) in zip((*found.aspects, *found.use_cases), found.cited, strict=True)
    ]
    cut = len(found.aspects)
    for head, part in (("aspect", rows[:cut]), ("use case", rows[cut:])):
        if part:
            print_rows((head, *columns[1:]), part, "table", fold=True)
    print(*(f"[{number}] {name}" for name, number in numbers.items()), sep="\n")
    remark("long cells are cut; --format csv has all")
    return 0


def _numbered(sources: Sequence[str], numbers: dict[str, int]) -> str:
    """Return the first sources by number, and how many more there are."""
    names = list(dict.fromkeys(sources))
    shown = [str(numbers.setdefault(each, len(numbers) + 1)) for each in names[:_CITED]]
    more = len(names) - len(shown)
    return " ".join(shown) + (f" +{more}" if more else "")


def claims(options: argparse.Namespace, _: list[str]) -> int:
    """Check the claims."""
    ai, found = answered("claims", options)

    def names(iris: tuple[str, ...]) -> str:
        return ", ".join(ai.names.label(iri) for iri in iris)

    rows = [(c.claim, c.verdict, names(c.exceptions), names(c.undecided)) for c in found]
    print_rows(("claim", "verdict", "exceptions", "undecided"), rows, options.format)
    return 0


def sources(options: argparse.Namespace, _: list[str]) -> int:
    """Count the statements about artifacts by how they are sourced."""
    found = answered("sources", options)[1]
    rows = found.to_json()
    print_rows(list(rows[0]), [list(row.values()) for row in rows], options.format)
    return 0


_FOUND = ("name", "iri", "fits", "developer", "released", "parameters", "context", "price",
          "licence", "open questions")  # fmt: skip
_COUNTED = {"known": "known to fit", "open": "open", "rejected": "known not to fit"}
_COLUMNS = ("place", "name", "iri", "kept", "reasons", "open questions")


def find(options: argparse.Namespace, _: list[str]) -> int:
    """Print the systems that fit, then those of which something is open; 1 if none fits."""
    found = answered("find", options)[1]
    groups = (("known", found.known), ("open", found.open), ("no", found.rejected))
    if options.format == "table":
        rows = [(row[0], *row[2:]) for each in groups for row in _found(*each)]
        print_rows((_FOUND[0], *_FOUND[2:]), rows, "table", ("price", "context"))
    else:
        rows = [row for each in groups for row in _found(*each)]
        print_rows(_FOUND, rows, options.format)
    counts = ", ".join(f"{n:,} {_COUNTED[group]}" for group, n in found.counts.items())
    is_whole = len(found.known) + len(found.open) == found.counts["known"] + found.counts["open"]
    more = "" if is_whole else "; raise --limit for more"
    print(f"aitaxonomy: {counts}{more}", file=sys.stderr)
    return 0 if found else 1


def _found(group: str, systems: Iterable[FoundSystem]) -> Iterable[tuple[Any, ...]]:
    """Yield a row a system; of one that does not fit, the last cell is the first reason."""
    for each in systems:
        yield (
            each.name,
            each.iri,
            group,
            "; ".join(each.developers),
            each.released,
            "; ".join(f"{n:,}" for n in each.parameters),
            each.context,
            each.price,
            "; ".join(each.licences),
            "; ".join(each.reasons[:1] if group == "no" else each.open_questions),
        )


def recommend(options: argparse.Namespace, _: list[str]) -> int:
    """Print ranked approaches and systems, what fell out, and what would change the winner."""
    found = answered("recommend", options)[1]
    advice, limit = found.advice, found.limit
    if options.format == "table":
        for i, (title, lines) in enumerate(advice.sections(limit)):
            print(*([""] if i else []), bold(title), *lines, sep="\n")
        return 0
    if options.format == "html":
        asked = advice.meaning.name if advice.meaning else ""
        print(advice.to_html(f"Advice: {asked}" if asked else "Advice", limit))
    else:
        print_rows(_COLUMNS, _rows(advice, limit), options.format)
    if len(advice.systems) > (shown := len(advice.shown(limit))):
        print(
            f"aitaxonomy: {shown} of {len(advice.systems)} systems; raise --limit for more",
            file=sys.stderr,
        )
    return 0


def _rows(advice: Advice, limit: int) -> list[tuple[Any, ...]]:
    """Return a row a system, those that fell out last."""
    kept = [
        (i, s.name, s.iri, True, "; ".join(r.text for r in s.reasons), "; ".join(s.open_questions))
        for i, s in enumerate(advice.shown(limit), 1)
    ]
    return kept + [(None, r.name, r.iri, False, r.reason.text, "") for r in advice.rejected]
