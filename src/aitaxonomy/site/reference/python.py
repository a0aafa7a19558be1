"""The Python interface as its docstrings and signatures tell it."""

from __future__ import annotations

import enum
import inspect
import re
import sys
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.site.markdown import rendered

#: The package itself, which is there whenever a part of it is.
_PACKAGE = "aitaxonomy"
_SECTIONS = {
    "Args:": "Parameters", "Attributes:": "Attributes", "Raises:": "Raises",
    "Returns:": "Returns", "Yields:": "Yields",
}  # fmt: skip
_ITEM = re.compile(r"^    (\*{0,2}\w[\w., ]*): ", re.MULTILINE)
#: Annotations are texts, which `inspect` writes in quotation marks; defaults keep theirs.
_ANNOTATION = re.compile(r"(?:(?<=: )|(?<=-> ))(['\"])(.*?)\1(?=[,)\s]|$)")
#: Modules in annotations, and what Python writes of a class that is a default.
_MODULE = re.compile(
    r"<class '(?:\w+\.)*(\w+)'>|\b(?:collections\.abc|aitaxonomy)\.(?:\w+\.)*(\w+)"
)
#: A default that is a function, or is made anew for each object.
_UNREADABLE = re.compile(r"factory| at 0x")
_CODE = re.compile(r"<code>(\w+(?:\.\w+)?)(\(\))?</code>")


class EntryText(NamedTuple):
    """A name of the interface: where it is found on the page, how it is called, what it does."""

    name: str
    anchor: str
    signature: str
    html: str
    members: Sequence[EntryText] = ()


def groups() -> list[tuple[str, list[EntryText]]]:
    """Return all names that the package exports, in groups.

    >>> [(title, len(entries) > 2) for title, entries in groups()]
    [('The taxonomy', False), ('What it returns', True), ('Verdicts', True), ('Errors', True)]
    """
    package = sys.modules[_PACKAGE]
    names = [name for name in package.__all__ if not name.startswith("__")]
    values = {name: getattr(package, name) for name in names}
    errors = {
        n for n, v in values.items() if isinstance(v, type) and issubclass(v, AITaxonomyError)
    }
    truths = ["Truth", *(name for name, value in values.items() if isinstance(value, enum.Enum))]
    known = _anchors(values)
    first = ["Taxonomy"]
    rest = [name for name in names if name not in {*first, *errors, *truths}]
    return [
        (title, [_entry(name, values[name], known) for name in chosen])
        for title, chosen in (
            ("The taxonomy", first), ("What it returns", rest), ("Verdicts", truths),
            ("Errors", sorted(errors, key=lambda name: (name != "AITaxonomyError", name))),
        )
    ]  # fmt: skip


def _anchors(values: dict[str, Any]) -> dict[str, str]:
    """Return the anchor of each name, and of each `Class.member`."""
    known = {name: f"{_PACKAGE}.{name}" for name in values}
    for name, value in values.items():
        if isinstance(value, type):
            known |= {
                f"{name}.{member}": f"{_PACKAGE}.{name}.{member}" for member in _members(value)
            }
    return known


def _entry(name: str, value: Any, known: dict[str, str]) -> EntryText:
    anchor = known[name]
    if not isinstance(value, type):
        html = f"<p>A value of {_linked(type(value).__name__, known)}.</p>"
        return EntryText(name, anchor, f"{name} = {value!s}", html)
    own = value.__doc__ if "__doc__" in vars(value) else ""
    members = [
        EntryText(
            member, known[f"{name}.{member}"],
            _linked(_called(member, each, within=True), known),
            _html(inspect.getdoc(each) or "", known),
        )
        for member, each in _members(value).items()
    ]  # fmt: skip
    called = "" if issubclass(value, Exception | enum.Enum) else _called(name, value)
    bases = ", ".join(each.__name__ for each in value.__bases__ if each is not object)
    signature = _linked(f"class {called or f'{name}({bases})'}", known)
    return EntryText(name, anchor, signature, _html(inspect.cleandoc(own or ""), known), members)


def _members(value: type) -> dict[str, Any]:
    """Return the public methods and properties of a class, those of our own bases included."""
    found: dict[str, Any] = {}
    for base in value.__mro__:
        if not base.__module__.startswith(f"{_PACKAGE}."):
            continue
        for name, each in vars(base).items():
            plain = each.__func__ if isinstance(each, staticmethod | classmethod) else each
            described = (
                inspect.isfunction(plain) or hasattr(plain, "fget") or hasattr(plain, "func")
            )
            if not name.startswith("_") and described and inspect.getdoc(plain):
                found.setdefault(name, plain)
    return found


def _called(name: str, value: Any, within: bool = False) -> str:
    """Return how a class or a function is called; of a property its name and type."""
    function = getattr(value, "fget", None) or getattr(value, "func", None)
    if function is not None:
        result = inspect.signature(function).return_annotation
        return f"{name}: {result}" if isinstance(result, str) else name
    signature = inspect.signature(value)
    kept = [
        each.replace(default=...) if _UNREADABLE.search(repr(each.default)) else each
        for each in signature.parameters.values()
        if not each.name.startswith("_") and not (within and each.name in ("self", "cls"))
    ]
    returned = signature.return_annotation if within else inspect.Signature.empty
    text = str(signature.replace(parameters=kept, return_annotation=returned))
    text = _MODULE.sub(lambda found: found[1] or found[2], _ANNOTATION.sub(r"\2", text))
    return name + text.replace("Ellipsis", "...")


def _linked(code: str, known: dict[str, str]) -> str:
    """Return code as HTML whose names of ours lead to their places on the page."""

    def link(match: re.Match[str]) -> str:
        anchor = known.get(match[0])
        return f'<a href="#{anchor}">{match[0]}</a>' if anchor else match[0]

    return re.sub(r"\b[A-Z]\w+\b", link, escape(code, quote=False))


def _html(doc: str, known: dict[str, str]) -> str:
    """Return a docstring as HTML; names of ours in it are links."""

    def link(match: re.Match[str]) -> str:
        anchor = known.get(match[1])
        return f'<a href="#{anchor}">{match[0]}</a>' if anchor else match[0]

    html = rendered("\n\n".join(_markdown(doc)), html=False).html
    return _CODE.sub(link, html)


def _markdown(doc: str) -> Iterator[str]:
    r"""Yield the paragraphs of a docstring as Markdown: sections as lists, examples as code.

    >>> print(*_markdown("Count.\n\nArgs:\n    of: the things,\n        all of them."))
    Count. **Parameters** - `of`: the things,
            all of them.
    """
    for block in re.split(r"\n\n+", doc):
        head, _, rest = block.partition("\n")
        if head in _SECTIONS:
            yield f"**{_SECTIONS[head]}**"
            yield _ITEM.sub(r"- `\1`: ", rest)
        elif block.startswith(">>>"):
            yield f"```python\n{block}\n```"
        else:
            yield block
