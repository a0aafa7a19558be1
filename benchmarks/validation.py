"""Validation of generated systems: ours beside pySHACL and the Rust engine `shacl` without us.

    python benchmarks/validation.py [--sizes 1000,10000] [--limit SECONDS] [--json FILE]

README.md beside this file explains the rows.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from generate import write
from harness import ROOT, Run, machine, measure, processor_seconds, report, table, write_json

BASE = "ours"
#: Row -> the largest number of systems that it is worth trying with.
LARGEST = {BASE: 100_000, "pySHACL alone": 1_000, "shacl alone": 10_000}


def run_ours(file: Path, limit: float) -> None:
    """Validate by the library: the clock runs from the file to the report."""
    from aitaxonomy import Taxonomy

    # So that the rest is imported, too.
    _ = (Taxonomy() + ROOT / "examples" / "inventory.ttl").validate(timeout=limit)
    start, used = time.monotonic(), processor_seconds()
    found = (Taxonomy() + file).validate(timeout=limit)
    seconds, used = time.monotonic() - start, processor_seconds() - used
    report(seconds, {"faults": len(found)}, f"processor {used:.2f} s")


def run_rust(file: Path) -> None:
    """Validate by the Rust engine as one does without us: the shapes on all that ships."""
    import shacl

    from aitaxonomy import _data

    shapes = "".join(path.read_text() for path in sorted(_data.folder("shapes").glob("*.ttl")))
    start, used = time.monotonic(), processor_seconds()
    data = "".join(path.read_text() for path in [*_data.ontology_files(), file])
    found = shacl.Shapes.from_text(shapes, "turtle").validate_text(data, "turtle").results
    seconds, used = time.monotonic() - start, processor_seconds() - used
    note = f"processor {used:.2f} s"
    report(seconds, {"results, with those on what ships": len(found)}, note)


def run_alone(file: Path) -> None:
    """Validate as one does without us: all shapes on all that ships and the file."""
    import pyshacl
    import rdflib

    from aitaxonomy import _data

    shapes = rdflib.Graph()
    for path in sorted(_data.folder("shapes").glob("*.ttl")):
        shapes.parse(path)
    start, used = time.monotonic(), processor_seconds()
    data = rdflib.Graph()
    for path in [*_data.ontology_files(), file]:
        data.parse(path)
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    seconds, used = time.monotonic() - start, processor_seconds() - used
    kind = rdflib.URIRef("http://www.w3.org/ns/shacl#ValidationResult")
    found = len(set(results.subjects(rdflib.RDF.type, kind)))
    note = f"processor {used:.2f} s"
    report(seconds, {"results, with those on what ships": found}, note)


def run_one(name: str, file: Path, limit: float) -> None:
    """Run a row in this process, and report."""
    if name == "pySHACL alone":
        run_alone(file)
    elif name == "shacl alone":
        run_rust(file)
    else:
        run_ours(file, limit)


def run_all(sizes: list[int], limit: float, only: str) -> list[Run]:
    """Measure all rows, the smallest size first; each is printed when it is there."""
    runs = []
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        for size in sizes:
            file = Path(folder) / f"{size}.nt"
            write(file, size)
            for name, largest in LARGEST.items():
                if size > largest or not any(part in name for part in only.split(",")):
                    continue
                run = measure(Path(__file__), name, size, [str(file), f"{limit:g}"], limit + 60)
                runs.append(run)
                seconds = "-" if run.seconds is None else f"{run.seconds:.3f} s"
                print(f"{size:>9,}  {name:<20}{seconds:>12}  {run.note}", file=sys.stderr)
            file.unlink()
    return runs


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="numbers of systems, with commas")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds for each row")
    parser.add_argument("--only", default="", help="only rows with one of these texts in them")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    versions = {name: version(name) for name in ("shacl", "pyshacl", "pyoxigraph", "rdflib")}
    context = {**machine(), "date": datetime.now(UTC).date().isoformat(), "versions": versions}
    runs = run_all([int(size) for size in options.sizes.split(",")], options.limit, options.only)
    print(f"{context}\n\n{table(runs, BASE)}")
    if options.json:
        write_json(options.json, runs, context)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run_one(sys.argv[2], Path(sys.argv[3]), float(sys.argv[4]))
    else:
        raise SystemExit(main())
