"""How a command line is read: values of options, close words, an example of each command."""

from __future__ import annotations

import argparse
import datetime
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from aitaxonomy._data import ROOTS, __version__, module_file
from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.files import STANDARD_INPUT
from aitaxonomy.text import clipped

#: The longest line of an error about words that were typed, whatever they were.
_WIDEST = 200


#: Words that people try as a command, by the command that does it.
_MEANT = {
    "find": ("list", "ls", "filter", "systems"),
    "show": ("describe", "info", "get", "facts", "about"),
    "search": ("lookup", "grep"),
    "check": ("verify", "claim"),
    "why": ("explain", "prove", "proof"),
    "recommend": ("advise", "suggest"),
    "import": ("convert", "read", "load"),
    "sparql": ("query", "select"),
}


class UsageError(AITaxonomyError, ValueError):
    """The arguments name no command, or misuse one; the message has an example."""


class Parser(argparse.ArgumentParser):
    """A parser that raises `UsageError`, suggests what comes close, and prints no usage at length.

    Args:
        example: what follows the name of the program in an example of the command.
        note: what the help ends with.
        more: what `argparse.ArgumentParser` takes.

    """

    def __init__(self, *, example: str, note: str = "", **more: Any) -> None:
        self.example = f"aitaxonomy {example}"
        epilog = f"example:\n  {self.example}" + (f"\n\n{note}" if note else "")
        look = argparse.RawDescriptionHelpFormatter
        super().__init__(formatter_class=look, epilog=epilog, **more)

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError` with an example of the command."""
        line = clipped(" ".join(message.split()), _WIDEST)
        raise UsageError(f"{line}\nexample: {self.example} (more: {self.prog} --help)")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a value that is not a choice of an argument; argparse calls this for each."""
        if action.choices is None or value in action.choices:
            return
        known = list(action.choices)
        if isinstance(action, argparse._SubParsersAction):
            meant = next((name for name, words in _MEANT.items() if value in words), None)
            hint = f"did you mean {meant!r}?" if meant else suggestion(value, known)
            typed = clipped(repr(value))
            raise UsageError(f"unknown command {typed}; {hint} (more: {self.prog} --help)")
        name = "/".join(action.option_strings) or action.metavar or action.dest
        self.error(f"{name} cannot be {clipped(repr(value))}; {suggestion(value, known)}")

    def refuse(self, words: Sequence[str]) -> NoReturn:
        """Refuse words that are not an option or argument of the command."""
        options = [word.split("=")[0] for word in words if word.startswith("-")]
        if not options:
            self.error(f"too many arguments: {' '.join(words)}")
        known = [name for name in self._option_string_actions if name.startswith("--")]
        self.error(f"unknown option {clipped(options[0])}; {suggestion(options[0], known)}")


def suggestion(word: str, known: Collection[str]) -> str:
    """Return what comes close to a word, or else all that is known.

    >>> suggestion("shwo", ["show", "tree"]), suggestion("x", ["show", "tree"])
    ("did you mean 'show'?", 'take one of show, tree')
    """
    import difflib

    close = difflib.get_close_matches(word, known, 1)
    return f"did you mean {close[0]!r}?" if close else f"take one of {', '.join(known)}"


class ShowVersion(argparse.Action):
    """Prints the version of the package, and that which the ontology gives itself."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        """Print and end."""
        print(f"aitaxonomy {__version__} (ontology {_ontology_version()})")
        parser.exit()


def _ontology_version() -> str:
    from aitaxonomy.rdf.namespaces import PREFIXES
    from aitaxonomy.store import read_triples

    version = PREFIXES["owl"] + "versionInfo"
    triples = read_triples(module_file(ROOTS[-1]))
    return next(t.object.value for t in triples if t.predicate.value == version)  # type: ignore[union-attr]


#: The longest time limit in seconds, eleven days: operating systems wait no longer at once.
_LONGEST = 1_000_000
#: No count is as large as this.
_MOST = 10**9


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
        if 0 <= (value := int(text)) < _MOST:
            return value
    raise argparse.ArgumentTypeError(
        f"{clipped(repr(text))} is not a count: give a whole number from 0 to {_MOST - 1:,}"
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
