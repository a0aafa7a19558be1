"""The proofs of a release: of each exemplar and headline kind one, checked, with an index."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from aitaxonomy import Taxonomy
from aitaxonomy.rdf.namespaces import AIT, curie, local_name
from aitaxonomy.site.things import HEADLINE

_HEAD = ("thing", "kind", "verdict", "steps", "file")
_EXEMPLARS = "SELECT DISTINCT ?x { ?x ait:exemplarOf ?kind }"


def write(ai: Taxonomy, folder: Path) -> None:
    """Write each proof as `aitaxonomy why --json` has it, and `index.tsv` of all verdicts."""
    folder.mkdir()
    with (folder / "index.tsv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(_HEAD)
        table.writerows(_rows(ai, folder))


def _rows(ai: Taxonomy, folder: Path) -> Iterator[tuple[object, ...]]:
    things = sorted(str(row[0]) for row in ai.content.store.select(_EXEMPLARS).rows)
    for thing in things:
        for kind in HEADLINE:
            verdict, name = ai.is_a(thing, AIT + kind), local_name(thing)
            steps, file = 0, ""
            if verdict.proof is not None:
                steps, file = len(verdict.proof.steps), f"{name}.{kind}.json"
                if not ai.check_proof(verdict.proof):
                    raise SystemExit(f"{file}: the proof does not hold")
                text = json.dumps(verdict.to_json(), ensure_ascii=False, indent=2)
                (folder / file).write_text(f"{text}\n", encoding="utf-8", newline="\n")
            yield curie(thing), curie(AIT + kind), verdict.verdict, steps, file
