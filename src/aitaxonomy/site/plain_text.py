"""The plain-text twin of a page: its text as Markdown, for agents and for terminals."""

from __future__ import annotations

import re
from html import unescape
from itertools import count

_MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)
#: What only a browser can use, and what only eyes can read.
_LEFT_OUT = re.compile(r"<(svg|form|template|script|button)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_VERBATIM = re.compile(r"(<pre\b[^>]*>.*?</pre>)", re.DOTALL)
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"\s*<(/?)(\w+)[^>]*>")
_ANY_TAG = re.compile(r"<[^>]+>")
_INLINE = re.compile("a|b|bdi|code|em|i|kbd|small|span|strong|su[bp]")
#: What stands in a line of its own, by what it begins with.
_BEGINS = {
    **{f"h{level}": "\n\n" + "#" * level + " " for level in range(1, 7)},
    "p": "\n\n", "pre": "\n\n", "table": "\n\n",
    "tr": "\n", "td": " | ", "th": " | ", "dt": "\n", "dd": ": ",
    "summary": "\n", "div": "\n", "br": "\n", "section": "\n\n", "figcaption": "\n",
}  # fmt: skip
_SPACE = re.compile(r"\s+")
_SPACES = re.compile(r"[ \t]*\n[ \t]*(?:\| )?")
_INDENT = "\N{SYMBOL FOR HORIZONTAL TABULATION}"
_EMPTY_LINES = re.compile(r"\n{3,}")


def plain_text(page: str) -> str:
    """Return the text of a page's main part as Markdown, with its links.

    >>> print(plain_text('<main><h1>A &amp; B</h1><p>See <a href="../">up</a>.</p></main>'), end="")
    # A & B
    <BLANKLINE>
    See [up](../).
    >>> print(plain_text('<main><a href="https://a.org/b/">a.org/b</a></main>'), end="")
    https://a.org/b/
    >>> print(plain_text("<main><tr><th>One</th><td>1</td></tr><li>a</li></main>"), end="")
    One | 1
    - a
    >>> plain_text("<pre><b>$</b> ls</pre>").split()
    ['```', '$', 'ls', '```']
    >>> print(plain_text("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"), end="")
    1. a
      - b
    2. c
    """
    found = _MAIN.search(page)
    main = _LEFT_OUT.sub("", found[1] if found else page)
    parts = _VERBATIM.split(main)
    made = (_verbatim(part) if part.startswith("<pre") else _running(part) for part in parts)
    return _EMPTY_LINES.sub("\n\n", "".join(made)).strip() + "\n"


def _verbatim(part: str) -> str:
    return f"\n\n```\n{unescape(_ANY_TAG.sub('', part)).strip()}\n```\n\n"


def _running(part: str) -> str:
    text = _TAG.sub(_Marks(), _LINK.sub(_link, _SPACE.sub(" ", part)))
    return unescape(_SPACES.sub("\n", text)).replace(_INDENT, "  ")


def _link(link: re.Match[str]) -> str:
    """Return a link, without its address where the text says it, and the other way round."""
    address, text = link[1], link[2]
    words = _TAG.sub("", text).strip()
    if address.endswith(f"#{words}"):
        return text
    return address if words and words in address else f"[{text}]({address})"


class _Marks:
    """What stands for each tag; items of lists are numbered and indented as they are nested."""

    def __init__(self) -> None:
        self._lists: list[count[int] | None] = []

    def __call__(self, tag: re.Match[str]) -> str:
        """Return the mark of a tag; white space before it counts among words alone."""
        closing, name = tag[1], tag[2]
        if _INLINE.fullmatch(name):
            return " " if tag[0][0] == " " else ""
        if name in ("ul", "ol"):
            return self._list(name, bool(closing))
        if closing:
            return ""
        if name != "li":
            return _BEGINS.get(name, "")
        numbers = self._lists[-1] if self._lists else None
        mark = f"{next(numbers)}. " if numbers else "- "
        return f"\n{_INDENT * (len(self._lists) - 1)}{mark}"

    def _list(self, name: str, closing: bool) -> str:
        outermost = not self._lists if not closing else len(self._lists) < 2
        if not closing:
            self._lists.append(count(1) if name == "ol" else None)
        elif self._lists:
            self._lists.pop()
        return "\n\n" if outermost else ""
