"""OWLAPI as a judge: its checker runs in Java, outside Python (see `.ci/owlapi/`)."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHECK = ROOT / ".ci" / "owlapi" / "check"
COMPARE = ROOT / ".ci" / "owlapi" / "compare"
Row = tuple[str, ...]
# A reasoner that needs this long has hung; the whole check takes seconds.
SECONDS = 120


@dataclass(frozen=True)
class Judgement:
    """What the checker printed: one row of fields per thing it saw."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def loaded(self) -> list[str]:
        """The IRIs of the ontologies that were loaded, imports among them."""
        return [iri for kind, _, iri, *_ in self.rows if kind == "loaded"]

    def loaded_with(self, file: str) -> list[str]:
        """The IRIs of the ontologies that were loaded for one file."""
        return [iri for kind, where, iri, *_ in self.rows if (kind, where) == ("loaded", file)]

    @property
    def faults(self) -> list[tuple[str, str, str, str]]:
        """Each fault as (kind, file, what, message)."""
        rows = [(*row, "") for row in self.rows if row[0] == "fault"]
        return [(kind, file, what, message) for _, kind, file, what, message, *_ in rows]

    @property
    def consistent(self) -> list[str]:
        """The reasoners that found the ontology consistent."""
        return [name for kind, _, name, *_ in self.rows if kind == "reasoner"]

    def members(self, reasoner: str) -> set[str]:
        """What a reasoner found to be of the class that was asked for."""
        found = [row for row in self.rows if row[0] == "members" and row[2] == reasoner]
        return set(" ".join(row[3] for row in found).split())


Judge = Callable[..., Judgement]


def judge(
    *files: Path,
    catalog: Path,
    reasoners: str = "none",
    members: str = "none",
    seconds: int = SECONDS,
) -> Judgement:
    """Run the checker on ontology files; raises if it could not run at all."""
    options = ["--catalog", str(catalog), "--seconds", str(seconds), "--reasoners", reasoners]
    options += ["--members", members]
    done = subprocess.run(
        [CHECK, *options, *files], capture_output=True, text=True, check=False, timeout=10 * SECONDS
    )
    rows = tuple(tuple(line.split("\t")) for line in done.stdout.splitlines())
    judgement = Judgement(rows)
    if done.returncode != bool(judgement.faults) or not rows:
        raise RuntimeError(f"the OWLAPI checker failed: {done.stderr}{done.stdout}")
    return judgement


def compared(*files: Path) -> tuple[dict[str, Row], list[Row]]:
    """What OWLAPI read from each file (by suffix: numbers of axioms, of unnamed ones, of classes,
    of individuals), and what differs.
    """
    done = subprocess.run(
        [COMPARE, *files],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    rows = [tuple(line.split("\t")) for line in done.stdout.splitlines()]
    read = {Path(row[1]).suffix: row[2:] for row in rows if row[0] == "read"}
    different = [row for row in rows if row[0] != "read"]
    assert len(read) == len(files) and done.returncode == bool(different), done.stderr
    return read, different


def missing() -> str | None:
    """Say why the checker cannot run on this machine, or None."""
    jars = Path(os.environ.get("OWLAPI_JARS", ROOT / ".cache" / "owlapi"))
    if shutil.which("javac") is None:
        return "no Java compiler; install a JDK, version 17 or newer"
    if not any(jars.glob("*.jar")):
        return "no OWLAPI jars; run .ci/owlapi/fetch"
    return None


@pytest.fixture(scope="session")
def owlapi() -> Judge:
    """The checker as a function; without Java or jars a skip, in CI a failure."""
    reason = missing()
    if reason and os.environ.get("CI"):
        pytest.fail(f"CI must judge the ontology by OWLAPI: {reason}")
    if reason:
        pytest.skip(reason)
    return judge


@pytest.fixture(scope="session")
def compare(owlapi: Judge) -> Callable[..., tuple[dict[str, Row], list[Row]]]:
    """The comparison of files as a function; where the checker cannot run, as `owlapi`."""
    return compared
