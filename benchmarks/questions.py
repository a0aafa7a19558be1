"""Every competency question on the shipped graph: on disk, in memory, by rdflib; and cold starts.

    python benchmarks/questions.py [--json FILE]

README.md beside this file explains the columns.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from harness import machine

from aitaxonomy import Taxonomy
from aitaxonomy.graph.questions import question, question_files
from aitaxonomy.store import GraphStore

if TYPE_CHECKING:
    import rdflib

LIMIT = 0.020
_REPEATS = 5
_STARTS = 7
_ASKED = "every-llm-is-generative-ai"
_COMMANDS = (
    f"ask {_ASKED}", "show ChatGPT", "is GPT-4o LLM", "why GPT-4o LLM", "why LLM GenerativeAI",
    "is https://example.org/inventory/help-desk LLMTechnology --data examples/inventory.ttl",
    "reason", "classify examples/models.csv",
)  # fmt: skip
_COLD = {
    **{f"aitaxonomy {line}": ["-m", "aitaxonomy", *line.split()] for line in _COMMANDS},
    "python -c 'import rdflib'": ["-c", "import rdflib"],
    "python -c 'import aitaxonomy'": ["-c", "import aitaxonomy"],
    "python -c 'pass'": ["-c", "pass"],
}


@dataclass(frozen=True)
class Measured:
    """A question: seconds on disk, in memory and by rdflib, and the numbers of rows."""

    name: str
    disk: float
    best: float
    median: float
    rdflib: float
    rows: int
    rdflib_rows: int

    @property
    def flag(self) -> str:
        """Return the fault of it, "" if there is none."""
        slow = "over 20 ms" if self.median > LIMIT else ""
        return slow if self.rows == self.rdflib_rows else f"{slow} other number of rows".strip()


@dataclass(frozen=True)
class Start:
    """A process: the medians of the seconds it took, and of the processor time of those."""

    command: str
    seconds: float
    processor: float


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Return the seconds that some work takes, and its result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def rdflib_graph(taxonomy: Taxonomy) -> rdflib.Graph:
    """Everything asserted and inferred, in one graph of rdflib's own memory store."""
    import rdflib

    with tempfile.TemporaryDirectory() as folder:
        *_, everything = taxonomy.export(folder, "ntriples")
        return rdflib.Graph().parse(everything, format="nt")


def measure_questions() -> list[Measured]:
    """Measure all questions; the first run of each only warms up.

    rdflib comes after all of ours: beside its millions of Python objects ours would be slower.
    """
    taxonomy = Taxonomy()
    queries = {name: question(name).query for name in question_files()}
    disk = taxonomy.content.store
    kept = {name: _runs(disk, query)[0] for name, query in queries.items()}
    memory = taxonomy.content.memory
    ours = {name: _runs(memory, query) for name, query in queries.items()}
    graph, median = rdflib_graph(taxonomy), statistics.median
    found = []
    for name, query in queries.items():
        seconds, others = timed(partial(_rows_of_rdflib, graph, query))
        runs, rows = ours[name]
        found.append(
            Measured(name, median(kept[name]), min(runs), median(runs), seconds, rows, others)
        )
    return found


def _runs(store: GraphStore, query: str) -> tuple[list[float], int]:
    """Return the seconds that some runs take, and the number of rows."""
    rows = _rows_of_ours(store, query)
    return [timed(partial(_rows_of_ours, store, query))[0] for _ in range(_REPEATS)], rows


def _rows_of_ours(store: GraphStore, query: str) -> int:
    table = store.select(query)
    # An ASK has no rows here, and one of rdflib's.
    return len(table) if table.form != "ASK" else 1


def _rows_of_rdflib(graph: rdflib.Graph, query: str) -> int:
    return len(list(graph.query(query)))


def measure_start(command: str, arguments: Sequence[str]) -> Start:
    """Start a process several times, after once to warm the caches of the disk."""
    walls, cpus = [], []
    for _ in range(_STARTS + 1):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        walls.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return Start(command, statistics.median(walls[1:]), statistics.median(cpus[1:]))


def table(found: Sequence[Measured]) -> str:
    """Return the questions as a Markdown table, the slowest first."""
    lines = [
        "| question | rows | on disk, ms | best, ms | median, ms | rdflib, ms | ratio | flag |",
        "|---|---:|---:|---:|---:|---:|---:|---|",
    ]
    for each in sorted(found, key=lambda each: -each.median):
        lines.append(
            f"| {each.name} | {each.rows} | {each.disk * 1e3:.2f} "
            f"| {each.best * 1e3:.2f} | {each.median * 1e3:.2f} "
            f"| {each.rdflib * 1e3:.1f} | {each.rdflib / each.median:.0f} | {each.flag} |"
        )
    ours, theirs = sum(each.median for each in found), sum(each.rdflib for each in found)
    disk, best = sum(each.disk for each in found), sum(each.best for each in found)
    lines.append(
        f"| all {len(found)} | {sum(each.rows for each in found)} | "
        f"{disk * 1e3:.1f} | {best * 1e3:.1f} | {ours * 1e3:.1f} "
        f"| {theirs * 1e3:.0f} | {theirs / ours:.0f} | |"
    )
    return "\n".join(lines)


def starts_table(starts: Sequence[Start]) -> str:
    """Return the cold starts as a Markdown table."""
    lines = ["| process | seconds, median | processor seconds |", "|---|---:|---:|"]
    lines += [f"| `{s.command}` | {s.seconds:.3f} | {s.processor:.3f} |" for s in starts]
    return "\n".join(lines)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    versions = {name: version(name) for name in ("pyoxigraph", "rdflib")}
    context = {**machine(), "versions": versions}
    Taxonomy().is_a("GPT-4o", "LLM")  # keeps what commands prepare
    starts = [measure_start(command, arguments) for command, arguments in _COLD.items()]
    found = measure_questions()
    context["load_after"] = round(os.getloadavg()[0], 2)
    print(f"{context}\n\n{starts_table(starts)}\n\n{table(found)}")
    if options.json:
        document = {**context, "questions": [asdict(q) for q in found]}
        document["starts"] = [asdict(start) for start in starts]
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
