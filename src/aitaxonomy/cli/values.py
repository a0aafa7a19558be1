"""Values of options: each function reads a text, or names a valid one."""

from __future__ import annotations

import argparse
import datetime
import re
from contextlib import suppress

from aitaxonomy.files import STANDARD_INPUT
from aitaxonomy.text import clipped

#: The longest time limit in seconds, eleven days: operating systems wait no longer at once.
_LONGEST = 1_000_000


def file(name: str) -> str:
    """Return the name of a file; `-` is standard input."""
    return str(STANDARD_INPUT) if name == "-" else name


def day(text: str) -> str:
    """Return a day in the form 2026-08-02.

    >>> day("2026-08-02")
    '2026-08-02'
    """
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-08-02") from None


def seconds(text: str) -> float:
    """Return a time limit."""
    with suppress(ValueError):
        if 0 < (value := float(text)) <= _LONGEST:
            return value
    raise argparse.ArgumentTypeError(
        f"{clipped(repr(text))} is not a time limit: give seconds, up to {_LONGEST:,}"
    )


def count(text: str) -> int:
    """Return how many of something there may be."""
    with suppress(ValueError):
        if (value := int(text)) >= 0:
            return value
    raise argparse.ArgumentTypeError(
        f"{clipped(repr(text))} is not a count: give a whole number from 0 on"
    )


def port(text: str) -> int:
    """Return the number of a port."""
    if text.isascii() and text.isdigit() and int(text) < 1 << 16:
        return int(text)
    raise argparse.ArgumentTypeError(f"{clipped(repr(text))} is not a port: give 0 to 65535")


def web_address(text: str) -> str:
    """Return an address of the web."""
    from aitaxonomy.html import is_web

    if is_web(text) and not set(text) & set(' "<>#?'):
        return text
    raise argparse.ArgumentTypeError(
        f"{clipped(repr(text))} is not a place for a site: give an address such as https://a.org/b/"
    )


def size(text: str) -> int:
    """Return a size in bytes, given as such or with K, M, G or T for powers of 1024."""
    found = re.fullmatch(r"(\d{1,15})([KMGT]?)(?:i?B)?", text, re.IGNORECASE)
    if not found or not int(found[1]):
        raise argparse.ArgumentTypeError(f"{clipped(repr(text))} is not a size: such as 500M or 4G")
    return int(found[1]) << 10 * ("KMGT".index(found[2].upper()) + 1 if found[2] else 0)


def room(text: str) -> int:
    """Return a size in bytes, or 0 for none."""
    return 0 if text == "0" else size(text)
