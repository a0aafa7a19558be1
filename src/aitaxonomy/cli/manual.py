"""The help of each command, as values for the pages of the site."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from aitaxonomy.cli.parser import build
from aitaxonomy.site.reference import Command


def manual() -> list[Command]:
    """Return all commands with their arguments and options.

    >>> first = manual()[0]
    >>> first.name, first.usage
    ('is', 'aitaxonomy is THING KIND [options]')
    """
    found = []
    for action in build()._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                text = command.description or ""
                usage = " ".join(_usage(command))
                options = tuple(_options(command))
                found.append(Command(name, usage, text, command.example, options))
    return found


def _usage(command: argparse.ArgumentParser) -> Iterator[str]:
    yield command.prog
    for action in command._actions:
        if not action.option_strings:
            yield _typed(action)
    yield "[options]"


def _options(command: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    for action in sorted(command._actions, key=lambda each: bool(each.option_strings)):
        if action.help is argparse.SUPPRESS or isinstance(action, argparse._HelpAction):
            continue
        names = ", ".join(action.option_strings)
        value = _typed(action) if action.nargs != 0 else ""
        yield f"{names} {value}".strip(), command._get_formatter()._expand_help(action)


def _typed(action: argparse.Action) -> str:
    name = str(action.metavar or action.dest.upper())
    if action.choices is not None:
        name = "|".join(map(str, action.choices))
    return {"?": f"[{name}]", "*": f"[{name} ...]", "+": f"{name} ..."}.get(str(action.nargs), name)
