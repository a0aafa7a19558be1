"""Markdown as HTML: anchors as a forge makes them, links led anew, typed lines marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

#: What somebody types, of the lines of a session: after the prompt of a shell or of Python.
_TYPED = re.compile(r"\$ |>>> |\.\.\. ?")
_SESSIONS = ("console", "python", "pycon")


class Heading(NamedTuple):
    """A heading within a text: its level, its anchor and its words."""

    level: int
    anchor: str
    text: str


class Text(NamedTuple):
    """A rendered text: the words of its first heading of level 1, which the HTML leaves out."""

    title: str
    html: str
    headings: tuple[Heading, ...]


def rendered(
    text: str, lead: Callable[[str], str | None] = lambda url: url, *, html: bool = True
) -> Text:
    r"""Return Markdown of our own as HTML.

    Args:
        text: the Markdown.
        lead: gives for the target of each link and picture the address to write, None for a
            link that leads nowhere within the site.
        html: whether HTML in the Markdown stays; else it is shown as text.

    >>> text = rendered("Cats\n====\n## They *eat*", lambda _: None)
    >>> text.title, text.html, text.headings[0].anchor
    ('Cats', '<h2 id="they-eat">They <em>eat</em></h2>\n', 'they-eat')

    """
    parser = _parser(html)
    tokens = parser.parse(text)
    title, headings, seen = "", [], Counter[str]()
    body: list[Token] = []
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and after is not None:
            words = _words(after)
            anchor = _anchor(words)
            seen[anchor] += 1
            anchor += f"-{seen[anchor] - 1}" if seen[anchor] > 1 else ""
            token.attrSet("id", anchor)
            if token.tag == "h1" and not title:
                title = words
            else:
                headings.append(Heading(int(token.tag[1]), anchor, words))
        elif "right" in str(token.attrs.pop("style", "")):
            token.attrSet("class", "number")
        for inner in token.children or ():
            _redirect(inner, lead)
        body.append(token)
    if title:
        start = next(i for i, token in enumerate(body) if token.tag == "h1")
        del body[start : start + 3]
    return Text(title, parser.renderer.render(body, parser.options, {}), tuple(headings))


def _words(inline: Token) -> str:
    return "".join(each.content for each in inline.children or ())


def _anchor(words: str) -> str:
    """Return the anchor of a heading, as forges make it.

    >>> _anchor("Add an OWL construct"), _anchor("What is *Café*-like?")
    ('add-an-owl-construct', 'what-is-café-like')
    """
    return re.sub(r"[^\w\- ]", "", words.lower()).strip().replace(" ", "-")


def _redirect(token: Token, lead: Callable[[str], str | None]) -> None:
    for name in ("href", "src"):
        target = token.attrGet(name)
        if target is None:
            continue
        found = lead(str(target))
        if found is None:
            del token.attrs[name]
            token.attrSet("title", str(target))
        else:
            token.attrSet(name, found)


@cache
def _parser(html: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": html}).enable("table")
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("table_open", lambda *_: '<div class="scroll"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _fence(_: object, tokens: Sequence[Token], index: int, *__: Any) -> str:
    token = tokens[index]
    code = token.content.rstrip("\n") + "\n"  # a session in Markdown ends with an empty line
    lines = _lines(code) if token.info in _SESSIONS else [escape(code)]
    return f"<pre><code>{''.join(lines)}</code></pre>\n"


def _lines(session: str) -> Iterator[str]:
    for line in session.splitlines(keepends=True):
        prompt = _TYPED.match(line)
        if prompt is None:
            yield escape(line)
        else:
            typed = escape(line[prompt.end() :].rstrip("\n"))
            yield f'<span class="prompt">{escape(prompt[0])}</span><b>{typed}</b>\n'
