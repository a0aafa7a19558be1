"""The entry of a command on the page of commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Command(NamedTuple):
    """A command of the command line.

    Attributes:
        name: its name.
        usage: the command with its arguments, without options.
        description: what it does.
        example: a command line that can be run.
        options: each argument and option as it is typed, and its help.

    """

    name: str
    usage: str
    description: str
    example: str
    options: Sequence[tuple[str, str]]
