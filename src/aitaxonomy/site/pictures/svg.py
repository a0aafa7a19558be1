"""Parts of pictures: texts that never overlap, links, and one look in a page and a file.

In a page the style sheet of the site colours a picture, light or dark. A file has the light colours
written out, since programs for slides know no CSS variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from aitaxonomy import _data
from aitaxonomy.text import clipped, visible

_STYLE = Path(__file__).parents[1] / "assets" / "pictures.css"
_IN_FILES = re.compile(r"/\* in a file too \*/\n(.*?)/\* in pages alone \*/", re.DOTALL)
_CLASS = re.compile(r"\bpic-\w+")
_VARIABLE = re.compile(r"var\(--([\w-]+)\)")
#: The light colours of the variables that pictures use.
_LIGHT = {
    "ink": "#1d2228", "soft": "#59626c", "link": "#0b57a4", "faint": "#c3c9cf", "paper": "#ffffff",
    "tint": "#f2f4f6", "main": "#3b5bdb", "other": "#c2570c", "heat": "#3b5bdb",
    "open": "#6b7580",
}  # fmt: skip
#: Widths in em that no common sans-serif exceeds; what is not listed is as wide as `_USUAL`.
_WIDTHS = {
    **dict.fromkeys("iljI.,;:'|!", 0.34), **dict.fromkeys("ftr()[]- /", 0.42),
    **dict.fromkeys("mwMW@%", 1.0), **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ", 0.76),
}  # fmt: skip
_USUAL, _WIDE, _MARGIN = 0.64, 1.05, 16
#: The number of letters that are shown of a text, and of the title of a file.
LONGEST, _TITLE = 60, 120


class Picture(NamedTuple):
    """A drawing with what screen readers say of it.

    Attributes:
        name: a word for ids and file names.
        title: what it is a picture of.
        description: what it shows, in a sentence or two.
        width: in pixels at the size at which its texts are those of the page.
        height: likewise.
        parts: SVG elements, from back to front.
        narrow: the same for narrow screens, if it is too wide for them.

    """

    name: str
    title: str
    description: str
    width: float
    height: float
    parts: tuple[str, ...]
    narrow: Picture | None = None

    def in_page(self) -> str:
        """Return the picture as a part of a page, which colours it and says what it shows."""
        size = f'viewBox="0 0 {self.width:g} {self.height:g}" width="{self.width:g}"'
        start = f'<svg class="picture" {size} height="{self.height:g}">'
        return "\n".join((start, *self.parts, "</svg>\n"))

    def file(self) -> bytes:
        r"""Return the picture as a file of its own, on white, with its title and where it is from.

        >>> text = Picture("x", "A & B", "Both.", 200, 20, (label(0, 14, "A"),)).file().decode()
        >>> "<title id=\"x-title\">A &amp; B</title>" in text, "var(" in text
        (True, False)
        """
        head, foot = 34, 22
        credit = f"aitaxonomy {_data.__version__}, CC BY 4.0"
        wide = max(
            self.width, measure(self.title, 17, bold=True, longest=_TITLE), measure(credit, 11)
        )
        width, height = wide + 2 * _MARGIN, self.height + head + foot + 2 * _MARGIN
        parts = (
            f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>',
            f'<g transform="translate({_MARGIN} {_MARGIN})">',
            label(0, 16, self.title, "pic-title", longest=_TITLE),
            f'<g transform="translate(0 {head})">',
            *self.parts,
            "</g>",
            label(0, self.height + head + foot - 4, credit, "pic-small"),
            "</g>",
        )
        size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
        said = f"{self.name}-title", f"{self.name}-says"
        named = f'role="group" aria-labelledby="{said[0]}" aria-describedby="{said[1]}"'
        lines = (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {named}>',
            f'<title id="{said[0]}">{clean(self.title)}</title>',
            f'<desc id="{said[1]}">{clean(self.description)}</desc>',
            f"<style>\n{_style(parts)}\n</style>",
            *parts,
            "</svg>\n",
        )
        return "\n".join(lines).encode()


def _style(parts: Iterable[str]) -> str:
    """Return the rules of all texts and those that parts need; light colours written out."""
    needed = set(_CLASS.findall("".join(parts)))
    rules = ((rule, set(_CLASS.findall(rule))) for rule in _shared_rules())
    return "\n".join(rule for rule, classes in rules if not classes or needed & classes)


@cache
def _shared_rules() -> tuple[str, ...]:
    """Return the rules of the style sheet that files share, one a line there."""
    found = _IN_FILES.search(_STYLE.read_text(encoding="utf-8"))
    assert found, f"{_STYLE.name} does not say which rules files share"
    return tuple(_VARIABLE.sub(lambda name: _LIGHT[name[1]], found[1]).splitlines())


def clean(text: str) -> str:
    r"""Return a text as XML has it; characters that turn or hide others are shown as escapes.

    >>> clean("a < b\u202e")
    'a &lt; b\\u202e'
    """
    return escape(visible(text))


def measure(text: str, size: float = 13, *, bold: bool = False, longest: int = LONGEST) -> float:
    """Return a width in pixels that a text does not exceed, whatever sans-serif it is set in.

    >>> measure("GPT-4o") < measure("GPT-4o", bold=True) < measure("GPT-4o mini")
    True
    """
    shown = clipped(visible(text), longest)
    em = sum(_WIDTHS.get(c, _WIDE if ord(c) > 0x10FF else _USUAL) for c in shown)
    return round(em * size * (1.08 if bold else 1), 1)


def label(
    x: float,
    y: float,
    text: str,
    kind: str = "",
    *,
    note: str = "",
    end: str = "",
    longest: int = LONGEST,
) -> str:
    """Return a text.

    Args:
        x: where it begins.
        y: its base line.
        text: what it says.
        kind: classes for the style sheet.
        note: what stands behind it, softer.
        end: "middle" or "end" where the text does not begin at x.
        longest: the number of characters that are shown of it.

    >>> label(10, 20, "a & b", "pic-soft")
    '<text x="10" y="20" class="pic-soft">a &amp; b</text>'

    """
    anchor = f' text-anchor="{end}"' if end else ""
    kinds = f' class="{kind}"' if kind else ""
    said = escape(clipped(visible(text), longest))
    behind = f' <tspan dx="4" class="pic-note">{clean(note)}</tspan>' if note else ""
    return f'<text x="{x:g}" y="{y:g}"{kinds}{anchor}>{said}{behind}</text>'


def linked(address: str, *parts: str, says: str = "") -> str:
    """Return parts that lead to an address; without one, the parts alone.

    >>> linked("", "<path/>"), linked("a.html", "<path/>", says="A")
    ('<path/>', '<a href="a.html" aria-label="A"><title>A</title><path/></a>')
    """
    told = f' aria-label="{clean(says)}"' if says else ""
    title = f"<title>{clean(says)}</title>" if says else ""
    inner = title + "".join(parts)
    return f'<a href="{escape(address)}"{told}>{inner}</a>' if address else inner


def line(kind: str, path: str) -> str:
    """Return a line along a path."""
    return f'<path class="{kind}" d="{path}"/>'


def box(kind: str, x: float, y: float, width: float, height: float, *, radius: float = 0) -> str:
    """Return a rectangle."""
    round_ = f' rx="{radius:g}"' if radius else ""
    size = f'width="{width:g}" height="{height:g}"'
    return f'<rect class="{kind}" x="{x:g}" y="{y:g}" {size}{round_}/>'
