"""How pages group and name things, as `groups.toml` has it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def groups(name: str) -> dict[str, Any]:
    """Return a table of the file, in its order.

    >>> next(iter(groups("facts")))
    'What it does'
    """
    text = Path(__file__).with_name("groups.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)[name]
    return found
