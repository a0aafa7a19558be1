"""Lists of made-up AI systems as Parquet or CSV, and what it costs to classify them.

    python benchmarks/datasets.py write 10000 systems.parquet
    python benchmarks/datasets.py run duckdb systems.parquet result

`run` prints a row of a table: processor seconds and peak memory of the whole process, the profiles
and rounds, and the bytes of each step. Sail works in this process as well. Rows repeat some
thousand combinations of cells, the first ones most often. Every third row is built on something: a
known system, another row (the first ones most often, hence hubs), or what no row lists.
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


def rows(count: int, seed: int = 5, templates: int = TEMPLATES) -> Iterator[tuple[str, ...]]:
    """Rows with the cells of `COLUMNS`; the same count and seed give the same rows."""
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
        yield (f"id/{number}", name, *cells)


def write(count: int, path: Path, seed: int = 5) -> None:
    """Write rows as Parquet or CSV, by the ending of the path."""
    import polars as pl

    table = pl.DataFrame(list(rows(count, seed)), schema=COLUMNS, orient="row")
    table.write_csv(path) if path.suffix == ".csv" else table.write_parquet(path)


def run(backend: str, source: str, result: str) -> None:
    """Classify, and print what it cost."""
    from aitaxonomy import Taxonomy

    sizes: dict[str, int] = {}

    def told(_step: Any) -> None:
        for step in (Path(result) / "_rounds").glob("*[a-z0-9]"):
            if step.is_dir() and step.suffix != ".part":
                sizes[step.name] = sum(file.stat().st_size for file in step.glob("*.parquet"))

    found = Taxonomy().classify_dataset(source, result, backend=backend, progress=told)
    import resource  # which Windows does not have

    of = resource.getrusage(resource.RUSAGE_SELF)
    rounds = [size for step, size in sizes.items() if step.startswith(("signed", "round"))]
    cells = (
        f"{found.systems:,}", backend, f"{of.ru_utime + of.ru_stime:.1f}",
        f"{of.ru_maxrss / 1024:.0f}", f"{found.profiles:,}", found.rounds,
        f"{sizes.get('mapped', 0) / 1e6:.1f}", f"{sum(rounds) / 1e6 / max(1, len(rounds)):.2f}",
    )  # fmt: skip
    print(f"| {' | '.join(map(str, cells))} |")


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        run(*sys.argv[2:])
