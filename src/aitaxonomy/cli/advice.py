"""The command that advises: recommend."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from aitaxonomy.advice import Advice, Request
from aitaxonomy.cli.output import bold, print_json, print_rows
from aitaxonomy.cli.queries import taxonomy

_COLUMNS = ("place", "name", "iri", "kept", "reasons", "open questions")


def recommend(options: argparse.Namespace, _: list[str]) -> int:
    """Print ranked approaches and systems, what fell out, and what would change the winner."""
    wishes: dict[str, Any] = {name: getattr(options, name) for name in Request.__annotations__}
    wishes["purpose"] = wishes["purpose"] or options.asked_for
    advice = taxonomy(options).recommend(**wishes)
    if options.format == "table":
        for i, (title, lines) in enumerate(advice.sections(options.limit)):
            print(*([""] if i else []), bold(title), *lines, sep="\n")
        return 0
    if options.format == "json":
        print_json(advice.to_dict(options.limit))
    elif options.format == "html":
        asked = advice.meaning.name if advice.meaning else ""
        print(advice.to_html(f"Advice: {asked}" if asked else "Advice", options.limit))
    else:
        print_rows(_COLUMNS, _rows(advice, options.limit), options.format)
    if len(advice.systems) > (shown := len(advice.shown(options.limit))):
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
