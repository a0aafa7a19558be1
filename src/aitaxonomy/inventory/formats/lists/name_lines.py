"""Plain lists of names, a line each, as people write them down; and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.documents import FileStart, read_text
from aitaxonomy.inventory.formats.lists.columns import known_share
from aitaxonomy.inventory.formats.lists.csv_rows import read_rows
from aitaxonomy.inventory.record import Record, Tally

FORMAT = "names"

#: What stands before a name in a list: a bullet or a number, and a box to tick.
_BULLET = re.compile(r"\s*(?:[-*+•–]|\d{1,4}[.)])\s+(?:\[[ xX]\]\s+)?")
_SUFFIXES = frozenset(("", ".txt", ".md", ".markdown", ".list"))
#: A name has at most so many words and characters; so many of them are known.
_WORDS, _LONGEST, _KNOWN = 8, 80, 0.25
#: A line of a file of required packages: a package, and its version or source.
_PACKAGE = re.compile(
    r"\s*(?:[A-Za-z][\w.-]*(?:\[[\w,. -]+\])?\s*(?:[=<>~!]=?=?\s*[\d*][^#;]*)?(?:[#;].*)?"
    r"|-[re]\s.*)"
)
_VERSION = re.compile(r"[=<>~!]=\s*\d")
#: The names of files that list required packages in another form, or without versions.
_OF_PACKAGES = re.compile(
    r"requirements\S*\.txt|(?:pyproject|cargo)\.toml|package(?:-lock)?\.json|setup\.(?:cfg|py)|"
    r"environment\.ya?ml|pipfile(?:\.lock)?|(?:poetry|uv|cargo)\.lock|go\.mod",
    re.IGNORECASE,
)


def recognises(start: FileStart) -> bool:
    """Return whether a file has a name in each line, of which some are known, or packages."""
    if _of_packages(start.path, start.text):
        return True
    if start.form not in ("table", "yaml") or start.path.suffix.lower() not in _SUFFIXES:
        return False
    names = [name for name, _ in _names(start.text)]
    plain = [name for name in names if len(name.split()) <= _WORDS and len(name) <= _LONGEST]
    return len(names) > 1 and len(plain) == len(names) and known_share(names) >= _KNOWN


def read(
    path: Path, tally: Tally, columns: Mapping[str, str] | None = None, **_: Any
) -> Iterator[Record]:
    """Yield one record per line with a name.

    Raises `ImportFault` for a list of packages, and where there is no line.
    """
    text = read_text(path)
    if _of_packages(path, text):
        raise ImportFault(
            f"{path}: a list of software packages: libraries and frameworks are not AI systems; "
            "list the models and products that are used"
        )
    rows = [([name], line) for name, line in _names(text)]
    if not rows:
        raise ImportFault(f"{path}: no line with a name; is it the right file?")
    yield from read_rows(iter([(["name"], 1), *rows]), path, FORMAT, tally, columns, in_sheet=True)


def _names(text: str) -> Iterator[tuple[str, int]]:
    r"""Yield the names of a list with their lines, titles and empty lines left out.

    >>> list(_names("# Ours\n\n- ChatGPT\n2. Claude\n"))
    [('ChatGPT', 3), ('Claude', 4)]
    """
    for number, line in enumerate(text.splitlines(), 1):
        name = _BULLET.sub("", line, count=1).strip().strip('*_`"')
        if name and not line.lstrip().startswith("#") and not name.endswith(":"):
            yield name, number


def _of_packages(path: Path, text: str) -> bool:
    r"""Return whether a file is one of packages by its name, or as lines name some with versions.

    >>> _of_packages(Path("a"), "torch>=2.0\nflask\n"), _of_packages(Path("a"), "ChatGPT\nClaude\n")
    (True, False)
    """
    if _OF_PACKAGES.fullmatch(path.name):
        return True
    lines = [line for line in text.splitlines()[:200] if line.strip() and line.strip()[0] != "#"]
    versions = sum(1 for line in lines if _VERSION.search(line))
    return bool(lines) and 3 * versions >= len(lines) and all(map(_PACKAGE.fullmatch, lines))
