"""The proofs about all exemplars: how long they are, how long it takes to find and to check them.

    python benchmarks/proofs.py [--every N] [TABLE.tsv]

Each line of the table is one proof: of what, its steps and axioms, and milliseconds of processor
time to find it (in a closure that is there already) and to check its JSON. Printed is a summary.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import NamedTuple

from aitaxonomy import Taxonomy
from aitaxonomy.inference.premises import EXEMPLAR_OF
from aitaxonomy.owl.module_extraction import excerpt
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.reasoning.proofs.check import check_proof
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.verdict import UNKNOWN


class Row(NamedTuple):
    """One proof."""

    thing: str
    kind: str
    verdict: str
    steps: int
    axioms: int
    find_ms: float
    check_ms: float
    valid: bool


def rows(every: int) -> Iterator[Row]:
    """Yield a row for each verdict on an exemplar and a named class that is not unknown."""
    content = Taxonomy().content
    triples = content.premises.triples
    seeds = {t.subject.value for t in triples if t.predicate.value == EXEMPLAR_OF}
    reasoner = Reasoner(
        excerpt(triples, seeds), locate=content.locate, exemplar_property=EXEMPLAR_OF
    )
    found = reasoner.verdicts(individuals=sorted(reasoner.ontology.exemplars))
    known = [v for kinds in found.values() for v in kinds.values() if v.verdict is not UNKNOWN]
    for verdict in known[::every]:
        start = process_time()
        proof = verdict.proof
        assert proof is not None
        between = process_time()
        told = {"thing": verdict.thing, "kind": verdict.kind, "verdict": str(verdict.verdict)}
        document = {**told, "proof": proof.to_json()}
        begin = process_time()
        valid = bool(check_proof(document))
        end = process_time()
        yield Row(
            curie(verdict.thing), curie(verdict.kind), str(verdict.verdict), len(proof),
            len(proof.axioms), (between - start) * 1000, (end - begin) * 1000, valid,
        )  # fmt: skip


def summary(found: list[Row]) -> Iterator[str]:
    """Yield the lines of a table in Markdown: each measure by its median, 95 in 100, and most."""
    yield "| of each proof | median | 95 of 100 are within | most |"
    yield "|---|---:|---:|---:|"
    for name in ("steps", "axioms", "find_ms", "check_ms"):
        values = [float(getattr(row, name)) for row in found]
        form = "{:.0f}" if name in ("steps", "axioms") else "{:.1f}"
        parts = (median(values), quantiles(values, n=20)[-1], max(values))
        yield f"| {name.replace('_', ', ')} | {' | '.join(map(form.format, parts))} |"


def main() -> None:
    """Write the table if one is named, and print the summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", nargs="?", type=Path)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one proof in N")
    options = parser.parse_args()
    found = list(rows(options.every))
    if options.table is not None:
        with options.table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="\t", lineterminator="\n")
            writer.writerow(Row._fields)
            writer.writerows(
                [*row[:5], f"{row.find_ms:.1f}", f"{row.check_ms:.2f}", row.valid] for row in found
            )
    seconds = sum(row.find_ms + row.check_ms for row in found) / 1000
    print(f"{len(found):,} proofs, {sum(row.valid for row in found):,} valid, {seconds:.0f} s\n")
    print("\n".join(summary(found)))


if __name__ == "__main__":
    main()
