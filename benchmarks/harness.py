"""Runs each measured piece of work in a process of its own: seconds, peak memory, what it found."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Run:
    """One measurement; `seconds` and `found` are None where the engine did not get there."""

    engine: str
    size: int
    seconds: float | None
    mebibytes: float | None
    found: int | None
    note: str = ""


def measure(script: Path, engine: str, size: int, arguments: Sequence[str], limit: float) -> Run:
    """Run `script engine ARGUMENTS` in a fresh process under a time limit in seconds.

    The script prints one JSON line: {"seconds": ..., "found": ...}; it times itself, so that the
    start of Python and of its imports is not counted. Memory is the peak of the process.
    """
    command = [sys.executable, str(script), "--run", engine, *arguments]
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            output, errors = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return Run(engine, size, None, None, None, f"stopped after {limit:g} s")
    if process.returncode:
        last = (errors.decode().strip().splitlines() or ["no message"])[-1]
        return Run(engine, size, None, None, None, f"failed: {last[:100]}")
    told = json.loads(output.decode().strip().splitlines()[-1])
    total = time.monotonic() - start
    return Run(
        engine, size, told["seconds"], told["mebibytes"], told["found"], f"{total:.1f} s in all"
    )


def peak_mebibytes() -> float:
    """Return the peak memory of this process so far, and of the children it waited for."""
    import resource

    own, children = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return max(resource.getrusage(who).ru_maxrss for who in (own, children)) / 1024


def report(seconds: float, found: int) -> None:
    """Print what `measure` reads."""
    print(
        json.dumps(
            {"seconds": round(seconds, 4), "found": found, "mebibytes": round(peak_mebibytes(), 1)}
        )
    )


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def write_json(path: Path, runs: Sequence[Run], about: Mapping[str, Any]) -> None:
    """Write the measurements with what they were measured on."""
    document = {**about, "runs": [asdict(run) for run in runs]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def table(runs: Sequence[Run], base: str) -> str:
    """Return the measurements as a table; `base` is the engine that the ratios are against."""
    reference = {run.size: run.seconds for run in runs if run.engine == base}
    lines = [f"{'systems':>9}  {'engine':<34}{'seconds':>9}{'ratio':>9}{'MiB':>8}{'found':>12}  note"]
    for run in sorted(runs, key=lambda run: (run.size, run.seconds or 1e9)):
        if run.seconds is None:
            lines.append(f"{run.size:>9}  {run.engine:<34}{'-':>9}{'-':>9}{'-':>8}{'-':>12}  {run.note}")
            continue
        against = reference.get(run.size)
        ratio = f"{run.seconds / against:.2f}" if against else "-"
        lines.append(
            f"{run.size:>9}  {run.engine:<34}{run.seconds:>9.3f}{ratio:>9}"
            f"{run.mebibytes:>8.0f}{run.found:>12}  {run.note}"
        )
    return "\n".join(lines)
