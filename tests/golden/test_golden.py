"""What users get is what is kept: a change of it is meant, named and kept anew."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.golden.corpus import GROUPS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("group", GROUPS)
def test_users_get_what_is_kept(group: str) -> None:
    """Each group has a process of its own: what is proven may depend on what was asked before."""
    command = [sys.executable, "-m", "tests.golden.corpus", group]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
