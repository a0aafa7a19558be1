"""What others' tools say of our citation, package and mappings (the extra `outside`)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.judges

ROOT = Path(__file__).parents[1]


def ask(tool: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool that lies beside Python, or on the path."""
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    found = shutil.which(tool, path=beside)
    if not found:
        reason = f"{tool} is not installed; the extra `outside` has it, and .ci/run"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return subprocess.run([found, *words], capture_output=True, text=True, check=False)


def test_sssom_takes_the_mappings(tmp_path: Path) -> None:
    mappings = ROOT / "ontology/alignments/mappings.sssom.tsv"
    found = ask("sssom", "validate", mappings)
    assert found.returncode == 0, found.stderr
    # A comment in the header was what it refused.
    wrong = tmp_path / "mappings.sssom.tsv"
    text = mappings.read_text(encoding="utf-8")
    wrong.write_text(text.replace("#comment: |\n#  ", "#comment: "), encoding="utf-8")
    assert ask("sssom", "validate", wrong).returncode != 0


def test_cffconvert_takes_the_citation() -> None:
    found = ask("cffconvert", "--validate", "-i", ROOT / "CITATION.cff")
    assert found.returncode == 0, found.stderr
    assert "valid according to schema version 1.2.0" in found.stdout


def test_pyroma_misses_an_address_alone() -> None:
    """A person has to supply that one (`registrations/README.md`)."""
    found = ask("pyroma", "--min", "10", "--skip-tests", "AuthorEmail", ROOT)
    assert found.returncode == 0, found.stdout + found.stderr
