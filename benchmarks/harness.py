"""Runs each measured piece of work in a process of its own: seconds, peak memory, what it found."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Run:
    """One measurement; `seconds` is None, and `found` empty, where the engine did not get there.

    `found` counts what the engine found, by its name: equal counts mean comparable work.
    """

    engine: str
    size: int
    seconds: float | None = None
    mebibytes: float | None = None
    found: Mapping[str, int] = field(default_factory=dict)
    note: str = ""


def measure(script: Path, engine: str, size: int, arguments: Sequence[str], limit: float) -> Run:
    """Run `script engine ARGUMENTS` in a fresh process under a time limit in seconds.

    The script ends with one line by `report`; it times itself, so that the start of Python and its
    imports are not counted. Memory is the peak of the process, or of a process it started.
    """
    command = [sys.executable, str(script), "--run", engine, *arguments]
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        _limit_memory(process.pid)
        try:
            output, errors = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return Run(engine, size, note=f"stopped after {limit:g} s")
    if process.returncode:
        # A negative number is the signal that ended it: 9 where the machine had no memory left.
        silent = f"no message, ended with {process.returncode}"
        last = (errors.decode().strip().splitlines() or [silent])[-1]
        return Run(engine, size, note=f"failed: {last[:100]}")
    told = json.loads(output.decode().strip().splitlines()[-1])
    note = f"{told['note']}{time.monotonic() - start:.1f} s with start and preparation"
    return Run(engine, size, told["seconds"], told["mebibytes"], told["found"], note)


def _limit_memory(pid: int) -> None:
    """Leave a quarter of the machine's memory to others: with 100,000 systems some fill it."""
    import resource

    if hasattr(resource, "prlimit"):
        most = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 3 // 4
        resource.prlimit(pid, resource.RLIMIT_AS, (most, most))


def confine(cores: int) -> None:
    """Let this process, and all that it starts from now on, run on so many cores at most.

    On one core the figures of small pieces of work vary less: handing work to a thread on an idle
    core can take longer than the work.
    """
    if not hasattr(os, "sched_setaffinity"):
        sys.exit("--cores needs a system that confines processes to cores, such as Linux")
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def peak_mebibytes() -> float:
    """Return the peak memory of this process so far, and of the children it waited for."""
    import resource

    own, children = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return max(resource.getrusage(who).ru_maxrss for who in (own, children)) / 1024


def processor_seconds() -> float:
    """Return the processor time of this process so far, and of the children it waited for."""
    import resource

    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def report(seconds: float, found: Mapping[str, int], note: str = "") -> None:
    """Print what `measure` reads."""
    told = {
        "seconds": round(seconds, 4),
        "mebibytes": round(peak_mebibytes(), 1),
        "found": found,
        "note": f"{note}; " if note else "",
    }
    print(json.dumps(told))


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def write_json(path: Path, runs: Sequence[Run], about: Mapping[str, Any]) -> None:
    """Write the measurements with what they were measured on."""
    document = {**about, "runs": [asdict(run) for run in runs]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def table(runs: Sequence[Run], base: str) -> str:
    """Return the measurements as a Markdown table; the ratios are against the engine `base`."""
    reference = {run.size: run.seconds for run in runs if run.engine == base}
    lines = [
        "| systems | engine | seconds | ratio | MiB | found | note |",
        "|---:|---|---:|---:|---:|---|---|",
    ]
    for run in sorted(runs, key=lambda run: (run.size, run.seconds or 1e9)):
        seconds, ratio, memory = "-", "-", "-"
        if run.seconds is not None:
            seconds, memory = f"{run.seconds:.3f}", f"{run.mebibytes or 0:.0f}"
            against = reference.get(run.size)
            ratio = f"{run.seconds / against:.2f}" if against else "-"
        found = ", ".join(f"{name} {count}" for name, count in run.found.items()) or "-"
        cells = (f"{run.size:,}", run.engine, seconds, ratio, memory, found, run.note)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
