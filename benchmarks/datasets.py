"""Lists of made-up AI systems as Parquet or CSV, and what it costs to classify them.

    python benchmarks/datasets.py write 10000 systems.parquet
    python benchmarks/datasets.py write 10000 hub.parquet 0.9
    python benchmarks/datasets.py run duckdb systems.parquet result
    python benchmarks/datasets.py run list systems.parquet result
    python benchmarks/datasets.py run nemo systems.nt result

`run` prints a row of a table: processor seconds and peak memory of the whole process, the profiles
and rounds, the bytes that are written before the rounds and in each, and the node with most links:
how many rows link to it, of how many colours, and the bytes of its signature. `list` is `classify`
without a backend. Sail works in this process as well. Of the N-Triples that `generate.py` writes
`parse` is Oxigraph's parser alone, and `nemo` is Nemo on our rules, which finds two kinds.

Rows repeat some thousand combinations of cells, the first ones most often. Every third row is built
on something: a known system, another row (the first ones most often, hence hubs), or what no row
lists. With a share after the file, as many rows are built on the first row instead.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

COLUMNS = (
    "id", "name", "kind", "developer", "task", "input", "output", "parameters", "built_on",
    "released", "licence", "access", "description",
)  # fmt: skip
CHOICES = (
    ("model", "application", "", "chatbot"),
    ("Acme", "OpenAI", "Meta", "", "Initech"),
    ("text-generation", "text-classification", "text-to-image", "automatic-speech-recognition",
     "image-classification", "translation", "summarization", ""),
    ("text", "image", "speech", "", "text, image"),
    ("text", "image", "class label", "", ""),
    ("7B", "350M", "", "70B", "1234567890"),
    ("",),
    ("2019-05", "2022-11-30", "2024", ""),
    ("MIT", "Apache-2.0", "", "proprietary terms"),
    ("API", "open weights", ""),
    ("", "Drafts replies to customers", "Sorts incoming mail", "Detects fraud"),
)  # fmt: skip
KNOWN = ("GPT-4o", "Llama 3.1 8B", "Stable Diffusion XL", "Whisper", "ChatGPT", "Mistral 7B")
#: So many combinations of cells are repeated.
TEMPLATES = 2_000


def rows(
    count: int, seed: int = 5, templates: int = TEMPLATES, hub: float = 0
) -> Iterator[tuple[str, ...]]:
    """Rows with the cells of `COLUMNS`; the same count and seed give the same rows.

    A share of them, `hub`, is built on the first.
    """
    draw = random.Random(seed)
    pool = [[draw.choice(each) for each in CHOICES] for _ in range(templates)]
    bases = range(max(10, count // 500))
    often, first = (
        list(accumulate(1 / (i + 1) for i in range(n))) for n in (templates, len(bases))
    )
    for number in range(count):
        cells = list(draw.choices(pool, cum_weights=often)[0])
        name = f"System {number}"
        if (kind := draw.random()) < 0.15:
            cells[6] = draw.choice(KNOWN)
        elif kind < 0.35:
            cells[6] = f"id/{draw.choices(bases, cum_weights=first)[0]}"
        elif kind < 0.37:
            cells[6] = f"Base {draw.choice(bases)}"
        elif kind < 0.40:
            name = f"{draw.choice(KNOWN)} {draw.choice(('', 'tuned', number))}".strip()
        if hub and number and draw.random() < hub:
            cells[6] = "id/0"
        yield (f"id/{number}", name, *cells)


def write(count: int, path: Path, hub: float = 0) -> None:
    """Write rows as Parquet or CSV, by the ending of the path."""
    import polars as pl

    table = pl.DataFrame(list(rows(count, hub=hub)), schema=COLUMNS, orient="row")
    table.write_csv(path) if path.suffix == ".csv" else table.write_parquet(path)


def run(backend: str, source: str, result: str) -> None:
    """Classify, and print what it cost."""
    from aitaxonomy import Taxonomy

    sizes: dict[str, int] = {}
    hub: list[Any] = []

    def told(step: Any) -> None:
        folder = Path(result) / "_rounds"
        for done in folder.glob("*[a-z0-9]"):
            if done.is_dir() and done.suffix != ".part":
                sizes[done.name] = sum(file.stat().st_size for file in done.glob("*.parquet"))
        if step == "profiles":
            hub[:] = largest(folder)

    if backend == "list":
        import polars as pl

        table = Path(result).with_suffix(".csv")
        pl.read_parquet(source).write_csv(table)
        found = Taxonomy().read(table, "csv").classify()
        cells: tuple[Any, ...] = (f"{sum(1 for _ in found.rows()):,}", backend, *cost(), *["-"] * 7)
    elif backend in ("parse", "nemo"):
        from contestants import Task, nemo, parsed

        contestant = nemo if backend == "nemo" else parsed("ntriples")
        print(contestant(Task(Path(source), Path(source), 0))()[1], file=sys.stderr)
        cells = ("-", backend, *cost(), *["-"] * 7)
    else:
        made = Taxonomy().classify_dataset(source, result, backend=backend, progress=told)
        rounds = [sizes[f"signed-{n}"] + sizes[f"round-{n}"] for n in range(made.rounds + 1)]
        before = sizes["mapped"] + sizes["edges"]
        cells = (
            f"{made.systems:,}", backend, *cost(), f"{made.profiles:,}", made.rounds,
            f"{before / 1e6:.1f}", f"{max(rounds) / 1e6:.2f}", *hub,
        )  # fmt: skip
    print(f"| {' | '.join(map(str, cells))} |")


def cost() -> tuple[str, str]:
    """Return the processor seconds and the most MiB of this process so far."""
    import resource  # which Windows does not have

    of = resource.getrusage(resource.RUSAGE_SELF)
    return f"{of.ru_utime + of.ru_stime:.1f}", f"{of.ru_maxrss / 1024:.0f}"


def largest(folder: Path) -> tuple[str, str, str]:
    """Return the most links of one node, the most parts of a signature, and its bytes."""
    import polars as pl

    edges = pl.scan_parquet(folder / "edges" / "*.parquet")
    last = max(folder.glob("signed-*[0-9]"), key=lambda path: int(path.name.partition("-")[2]))
    sig = pl.col("sig").str
    sizes = pl.scan_parquet(last / "*.parquet").select(
        sig.count_matches("\n").max() + 1, bytes=sig.len_bytes().max()
    )
    links = edges.group_by("o").len().select(pl.col("len").max()).collect().item()
    parts, size = sizes.collect().row(0)
    return f"{links:,}", f"{parts:,}", f"{size:,}"


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(int(sys.argv[2]), Path(sys.argv[3]), float((*sys.argv, 0)[4]))
    else:
        run(*sys.argv[2:])
