"""The table of what changed in meaning since the last frozen version.

A changed conclusion that is not in the table fails a test, so that none changes silently.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from aitaxonomy.inference.content import shipped_content
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.verdict import REFUTED, UNKNOWN
from aitaxonomy.versions.causes import Cause, Change
from aitaxonomy.versions.difference import Difference
from aitaxonomy.versions.version import Version, version
from tools.release.frozen import FROZEN, ROOT, numbers

TABLE = ROOT / "docs" / "entailments-unreleased.tsv"
HEAD = ("kind", "thing", "before", "after", "cause", "statements")
#: How many groups by definitions the site shows: of what holds, and of what is ruled out.
SHOWN, RULED_OUT = 40, 10
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
    causes = {(c.told, curie(c.thing)): c.cause for c in found.changes}
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
    found = since(last())
    text = table(found)
    path.write_bytes(text.encode())
    write_digest(found, "unreleased", "today")
    return text.count("\n") - 1


def write_digest(found: Difference, name: str, new: str) -> Path:
    """Write what the site shows of a difference, with a name for the newer version."""
    path = FROZEN / f"{name}.json"
    told = json.dumps({**digest(found), "new": new}, ensure_ascii=False)
    path.write_bytes(told.encode() + b"\n")
    return path


def write_frozen(number: str) -> Path | None:
    """Write what the site shows of a frozen version and the one before it, if there is one."""
    known = numbers()
    before = known[known.index(number) - 1] if number != known[0] else None
    if before is None:
        return None
    return write_digest(since(before, version(number, shipped_content())), number, number)


def digest(found: Difference) -> dict[str, Any]:
    """Return what the site shows of a difference: groups of one cause, each with an example."""
    groups = found.grouped()
    facts = [each for each in groups if each[0].cause.tag != "definition changed"]
    others = [each for each in groups if each not in facts]
    shown = [*facts, *[each for each in others if not _ruled_out(each)][:SHOWN]]
    shown += [each for each in others if _ruled_out(each)][:RULED_OUT]
    return {
        "old": found.old.name,
        "came": [len(found.added), len(found.removed)],
        "kinds": [found.label(each) for each in found.kinds_added],
        "tags": Counter(each.cause.tag for each in found.changes),
        "groups": [_group(found, each) for each in shown],
        "left_out": len(groups) - len(shown),
    }


def _ruled_out(group: tuple[Change, ...]) -> bool:
    """Return whether a group is only about what is ruled out, now or before."""
    return {group[0].before, group[0].after} == {UNKNOWN, REFUTED}


def _group(found: Difference, group: tuple[Change, ...]) -> dict[str, Any]:
    first = group[0]
    sides = ("before", "now")
    return {
        "tag": first.cause.tag,
        "said": found.summary(group),
        "gone": [each.said for each in first.cause.gone],
        "new": [each.said for each in first.cause.new],
        "proofs": {
            side: _steps(proof)
            for side, proof in zip(sides, found.proofs(first), strict=True) if proof
        },
    }  # fmt: skip


def _steps(proof: Proof) -> dict[str, Any]:
    """Return a proof as the template of proofs takes it, without places."""
    shown = proof.for_html()
    for step in shown["steps"]:
        words = [at["words"] for at in step["axioms"]] if step["told"] else []
        step["axioms"] = [{"words": w, "place": "", "sources": [], "said_by": ""} for w in words]
    return shown
