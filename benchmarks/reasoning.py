"""Reasoning over generated systems: our closure beside other engines, in one run.

    python benchmarks/reasoning.py [--sizes 200,1000] [--limit SECONDS] [--cores N] [--json FILE]

README.md beside this file explains the rows.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from contestants import (
    Contestant,
    Task,
    hermit,
    nemo,
    ours,
    owlrl,
    parsed,
    reasonable,
    to_queryable,
)
from generate import write
from harness import Run, confine, machine, measure, report, table, write_json

BASE = "ours, Polars"
#: So often a piece of work is done, as long as all together takes less than so many seconds.
REPEATS, ENOUGH = 25, 10.0
_LIBRARIES = (
    "polars",
    "pyoxigraph",
    "rdflib",
    "owlrl",
    "reasonable",
    "nemo-python",
)


@dataclass(frozen=True)
class Entry:
    """A contestant, and the largest number of systems that it is worth trying with."""

    ready: Contestant
    largest: int


ENTRIES: Mapping[str, Entry] = {
    "Oxigraph, parse of N-Triples": Entry(parsed("ntriples"), 1_000_000),
    "Oxigraph, parse of Turtle": Entry(parsed("turtle"), 1_000_000),
    BASE: Entry(ours, 1_000_000),
    "ours, Turtle to queryable": Entry(to_queryable, 100_000),
    "nemo-python, our rules": Entry(nemo, 100_000),
    "reasonable": Entry(reasonable, 10_000),
    "rdflib + owlrl": Entry(owlrl, 1_000),
    "HermiT": Entry(hermit, 200),
}


def run_one(name: str, task: Task) -> None:
    """Run a contestant in this process, and report.

    Short work is repeated, up to 25 times within 10 s, and the median counts: a first
    run also pays for what libraries set up when they are first used.
    """
    work = ENTRIES[name].ready(task)
    runs = [work()]
    while len(runs) < REPEATS and sum(watch.seconds for watch, _ in runs) < ENOUGH:
        runs.append(work())
    found = runs[0][1]
    assert all(other == found for _, other in runs)
    watch = sorted((watch for watch, _ in runs), key=lambda each: each.seconds)[len(runs) // 2]
    laps = ", ".join(f"{lap} {seconds:.2f}" for lap, seconds in watch.laps.items())
    report(watch.seconds, found, f"{laps}; first of {len(runs)}: {runs[0][0].seconds:.3f}")


def to_turtle(source: Path, target: Path) -> None:
    """Write N-Triples as Turtle with prefixes, as people do."""
    import pyoxigraph as ox

    from aitaxonomy.rdf.namespaces import PREFIXES

    triples = (quad.triple for quad in ox.parse(path=source))
    ox.serialize(triples, output=target, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))


def run_all(sizes: list[int], limit: float, only: str) -> list[Run]:
    """Measure all contestants, the smallest size first; each row is printed when it is there."""
    runs = []
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        for size in sizes:
            ntriples, turtle = Path(folder) / f"{size}.nt", Path(folder) / f"{size}.ttl"
            write(ntriples, size)
            to_turtle(ntriples, turtle)
            arguments = [str(ntriples), str(turtle), f"{limit:g}"]
            for name, entry in ENTRIES.items():
                if size > entry.largest or not any(part in name for part in only.split(",")):
                    continue
                # HermiT ends its Java by the same limit, so it gets some seconds more to tell.
                run = measure(Path(__file__), name, size, arguments, limit + 10)
                runs.append(run)
                seconds = "-" if run.seconds is None else f"{run.seconds:.3f} s"
                print(f"{size:>9,}  {name:<30}{seconds:>12}  {run.note}", file=sys.stderr)
            ntriples.unlink()
            turtle.unlink()
    return runs


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def about() -> dict[str, Any]:
    """Return when and with what the figures were measured."""
    now = datetime.now(UTC).date().isoformat()
    return {**machine(), "date": now, "versions": {name: _version(name) for name in _LIBRARIES}}


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="200,1000", help="numbers of systems, with commas")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds for each engine")
    parser.add_argument(
        "--only", default="", help="only engines with one of these texts in their name"
    )
    parser.add_argument("--cores", type=int, help="let every engine have so many cores at most")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    if options.cores:
        confine(options.cores)
    context = about()
    runs = run_all([int(size) for size in options.sizes.split(",")], options.limit, options.only)
    print(f"{context}\n\n{table(runs, BASE)}")
    if options.json:
        write_json(options.json, runs, context)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run_one(sys.argv[2], Task(Path(sys.argv[3]), Path(sys.argv[4]), float(sys.argv[5])))
    else:
        main()
