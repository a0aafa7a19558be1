"""The commands that select systems: find, recommend."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import Any

from aitaxonomy.advice.find import FoundSystem
from aitaxonomy.advice.report import Advice
from aitaxonomy.cli.output import bold, print_rows
from aitaxonomy.cli.queries import answered

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
