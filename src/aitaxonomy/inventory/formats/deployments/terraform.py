"""Terraform: the blocks of a file and what is written out in them, as plain values.

This is not a parser of HCL: texts, lists and objects are read, and any other expression becomes an
`Unresolved`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.fields import mapping
from aitaxonomy.inventory.formats.plain_values import Located, put
from aitaxonomy.store.screening import MAX_DEPTH

_TOKEN = re.compile(
    r"(?P<space>[ \t\r]+|(?:#|//)[^\n]*|/\*(?:.*?\*/|.*))"
    r"|(?P<here><<-?(?P<mark>\w+)[ \t\r]*\n)"
    r'|"(?P<text>(?:[^"\\$]|\\.|\$(?!\{)|\$\{[^{}"]*(?:"[^"]*"[^{}"]*)*\})*)"'
    r"|(?P<word>[\w-]+(?:\.[\w*-]+)*)|(?P<sign>.)",
    re.DOTALL,
)
_WHOLE = re.compile(r"\A\$\{\s*([\w.]+)\s*\}\Z")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class Unresolved(NamedTuple):
    """An expression that is not worked out, as it is written."""

    text: str


class _Part(NamedTuple):
    """A word, a text or a sign, with what is in it where it is a bracket."""

    kind: str
    text: str
    line: int
    inside: list[_Part]

    def is_sign(self, *signs: str) -> bool:
        return self.kind == "sign" and self.text in signs


def read_blocks(text: str, path: Path) -> Located:
    r"""Return the blocks of a text in Terraform's language, by their types and labels.

    >>> read_blocks('resource "a" "b" {\n  x = "o1"\n  y = var.m\n}', Path("main.tf"))
    {'resource': {'a': {'b': {'x': 'o1', 'y': Unresolved(text='var.m')}}}}

    Raises `ImportFault`, with file and line, for brackets and quotation marks that do not match.
    """
    opened = [_Part("sign", "", 1, [])]
    for part in _parts(text, path):
        if part.is_sign(*_CLOSING.values()):
            if part.text != _CLOSING.get(opened.pop().text):
                raise _fault(path, part.line, f"{part.text} closes nothing")
            continue
        opened[-1].inside.append(part)
        if part.is_sign(*_CLOSING):
            opened.append(part)
        if len(opened) > MAX_DEPTH:
            raise _fault(path, part.line, f"nested over {MAX_DEPTH} levels deep")
    if len(opened) > 1:
        raise _fault(path, opened[-1].line, "a bracket is not closed")
    return _block(opened[0])


def _parts(text: str, path: Path) -> Iterator[_Part]:
    place, line = 0, 1
    while found := _TOKEN.match(text, place):
        kind, place, start = found.lastgroup or "", found.end(), place
        said = found[kind]
        if kind == "here":
            end = re.compile(rf"^[ \t]*{found['mark']}\b", re.MULTILINE).search(text, place)
            if end is None:
                raise _fault(path, line, f"the text up to {found['mark']} does not end")
            said, place = text[place : end.start()], end.end()
        elif said == '"' and kind == "sign":
            raise _fault(path, line, "a quotation mark is not closed")
        if kind != "space":
            yield _Part(kind, said, line, [])
        line += text.count("\n", start, place)


def _block(part: _Part) -> Located:
    """Return the attributes and the blocks in braces, or in a whole file."""
    found = Located()
    found.line = part.line
    for statement in _statements(part.inside):
        *names, last = statement
        if statement[2:] and statement[1].is_sign("=", ":"):
            put(found, statement[0].text, _value(statement[2:]))
        elif names and last.is_sign("{") and not any(each.kind == "sign" for each in names):
            inner: Any = found
            for name in names[:-1]:
                inner = mapping(inner).setdefault(name.text, Located())
            if isinstance(inner, dict):
                put(inner, names[-1].text, _block(last._replace(line=names[0].line)))
    return found


def _statements(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Yield what stands between ends of lines and commas."""
    statement: list[_Part] = []
    for part in (*parts, _Part("sign", ",", 0, [])):
        if not part.is_sign("\n", ","):
            statement.append(part)
        elif statement:
            yield statement
            statement = []


def _value(parts: Sequence[_Part]) -> Any:
    """Return what parts stand for.

    >>> _value([_Part("text", "a-b", 1, [])]), _value([_Part("text", "${var.a}-x", 1, [])])
    ('a-b', Unresolved(text='${var.a}-x'))
    """
    first, *others = parts
    loop = first.inside and first.inside[0].text == "for"
    if others or loop or first.is_sign("("):
        return Unresolved(" ".join(each.text for each in parts))
    if first.kind == "sign":
        listed = first.text == "["
        return [_value(each) for each in _statements(first.inside)] if listed else _block(first)
    if first.kind == "word" or "${" in first.text:
        return Unresolved(_WHOLE.sub(r"\1", first.text))
    return first.text.replace('\\"', '"')


def _fault(path: Path, line: int, what: str) -> ImportFault:
    return ImportFault(f"{path}:{line}: not read as Terraform: {what}; correct the file")
