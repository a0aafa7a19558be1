"""The header of a query, a fixture or an axiom test: leading `#:` lines that hold TOML."""

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from aitaxonomy.errors import HeaderFault

_MARK = "#:"


def read_header(
    text: str, path: Path | str, required: Collection[str], optional: Collection[str] = ()
) -> dict[str, Any]:
    r"""Return the header of `text` as a dict; `path` is used in messages only.

    >>> read_header('#: title = "Yes"\nASK {}', "q.rq", ["title"])
    {'title': 'Yes'}

    Raises `HeaderFault` with file and line for TOML that does not parse, and for a missing or an
    unknown key.
    """
    lines = text.splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith(_MARK)), len(lines))
    block = "\n".join(line.removeprefix(_MARK).removeprefix(" ") for line in lines[:count])
    try:
        header = tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        raise HeaderFault(f"{path}: the header is not TOML: {error}. Mend that line.") from None
    for key in required:
        if key not in header:
            raise HeaderFault(f"{path}:1: the header has no {key!r}: add '#: {key} = ...'")
    for key in header:
        if key not in required and key not in optional:
            line = next((i for i, t in enumerate(lines, 1) if t.startswith(f"{_MARK} {key}")), 1)
            known = ", ".join([*required, *optional])
            raise HeaderFault(f"{path}:{line}: unknown key {key!r} in the header; known: {known}")
    return header
