"""The table of what changed in meaning since the last frozen version.

A changed conclusion that is not in the table fails a test, so that none changes silently.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from aitaxonomy.inference.causes import Cause
from aitaxonomy.inference.content import shipped_content
from aitaxonomy.inference.difference import Difference
from aitaxonomy.inference.versions import Version, version
from aitaxonomy.rdf.namespaces import curie
from tools.release.frozen import ROOT, numbers

TABLE = ROOT / "docs" / "entailments-unreleased.tsv"
HEAD = ("kind", "thing", "before", "after", "cause", "statements")
REMEDY = "run `python -m tools.release changes`, and say in CHANGELOG.md what changed and why"


def since(old: str, new: Version | None = None) -> Difference:
    """Return what this checkout concludes differently from a version."""
    content = shipped_content()
    return Difference(version(old, content), new or Version("this checkout", content))


def last() -> str:
    """Return the number of the last frozen version."""
    return numbers()[-1]


def table(found: Difference) -> str:
    """Return the table of what changed, each row with its cause and the statements behind it."""
    causes = {(curie(c.kind), curie(c.thing)): c.cause for c in found.changes}
    rows = [(*row, *_told(causes.get(row[:2]))) for row in found.rows()]
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows([HEAD, *sorted(rows)])
    return out.getvalue()


def _told(cause: Cause | None) -> tuple[str, str]:
    if cause is None:
        return "", ""
    sides = (("gone", cause.gone), ("new", cause.new))
    return cause.tag, "; ".join(f"{side}: {each.said}" for side, all in sides for each in all)


def untold(found: Difference, written: str) -> list[str]:
    """Return the changes that a table lacks, and its rows that tell of none."""
    told = set(_keys(csv.reader(written.splitlines()[1:], delimiter="\t")))
    changed = set(_keys(found.rows()))
    return [
        *(f"changed and not told: {key}" for key in sorted(changed - told)),
        *(f"told and not changed: {key}" for key in sorted(told - changed)),
    ]


def _keys(rows: Iterable[Iterable[str]]) -> list[str]:
    return ["\t".join([*row][:4]) for row in rows]


def write(path: Path = TABLE) -> int:
    """Write the table, and return how many rows it has."""
    text = table(since(last()))
    path.write_bytes(text.encode())
    return text.count("\n") - 1
