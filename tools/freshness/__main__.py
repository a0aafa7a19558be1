"""The command line: see the package."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from aitaxonomy import Taxonomy
from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.site.reference.coverage import coverage
from tools import freshness
from tools.freshness.decided import Decided
from tools.freshness.rendering import FORMATS, PARTS, rendered, summary
from tools.freshness.snapshots import Snapshot, entries
from tools.freshness.worklist import compared

_DECIDED = Path(__file__).parents[1] / "decided.tsv"


def main(arguments: Sequence[str] | None = None, ai: Taxonomy | None = None) -> int:
    """Print the work list of the snapshots that are named; return 0, or 2 for bad input.

    Args:
        arguments: those of the command line if not given.
        ai: what the catalogues are held against: the shipped taxonomy if not given.

    """
    asked = _parser().parse_args(arguments)
    try:
        return _run(asked, ai or Taxonomy())
    except (AITaxonomyError, OSError) as fault:
        print(f"freshness: {fault}", file=sys.stderr)
        return 2


def _run(asked: argparse.Namespace, ai: Taxonomy) -> int:
    decided = Decided.read(asked.decided)
    snapshots = [Snapshot.named(each) for each in asked.snapshots]
    content = ai.content
    passed_over: Counter[str] = Counter()
    listed = (entry for each in snapshots for entry in entries(each, passed_over))
    found = compared(listed, content.matcher, content.names, content.store, decided)
    covered = coverage(content.store)
    head = summary(found, f"{covered.newest.text}, {covered.newest_on}")
    parts = asked.part or PARTS
    if asked.out:
        asked.out.mkdir(parents=True, exist_ok=True)
        for part in parts:
            text = rendered(found, part, asked.format)
            (asked.out / f"{part}.{asked.format}").write_text(text, encoding="utf-8")
        (asked.out / "summary.md").write_text(head, encoding="utf-8")
    else:
        texts = [rendered(found, part, asked.format) for part in parts]
        print("\n".join([head, *texts] if asked.format == "md" else texts))
    for reason, count in passed_over.most_common():
        print(f"passed over {count}: {reason}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.freshness", description=(freshness.__doc__ or "").split("\n")[0]
    )
    parser.add_argument(
        "snapshots", nargs="+", metavar="[NAME@VERSION=]PATH",
        help="a file or folder of a catalogue, or a saved page of deprecations",
    )  # fmt: skip
    parser.add_argument("--format", choices=FORMATS, default="md", help="of the list (md)")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this; may be repeated")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write a file for each part")
    parser.add_argument(
        "--decided", type=Path, metavar="FILE", default=_DECIDED,
        help="what was decided before (tools/decided.tsv)",
    )  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main())
