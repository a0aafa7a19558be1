"""HTML from Jinja templates: one look, one stylesheet, every value escaped.

The templates take plain values (texts, numbers, lists, dicts) and `Link`; they know no class of
this package. A class shows itself by handing its values to `fragment` (a notebook's output), `page`
(a document that stands alone) or `render` (a part of something larger).
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_COMMIT = re.compile(r"(?<=/)([0-9a-f]{7})[0-9a-f]{33}(?=/)")
_TEMPLATES = Path(__file__).with_name("templates")

__all__ = ["Link", "as_it_is", "fragment", "link", "page", "render"]


class Link(NamedTuple):
    """A text, and the address that it leads to; templates link to web addresses only."""

    text: str
    url: str = ""


def link(name: str) -> Link:
    """Return the link of an IRI of which no label is known; the text leaves the scheme out.

    >>> link("https://arxiv.org/abs/2303.18223").text, link("urn:felix")
    ('arxiv.org/abs/2303.18223', Link(text='urn:felix', url='urn:felix'))
    >>> link("https://github.com/a/b/blob/156676256ddf530c8ec729844f9b24008b748c7d/c.rs#L55").text
    'github.com/a/b/blob/1566762/c.rs#L55'
    """
    text = name.partition("://")[2].rstrip("/") if is_web(name) else name
    return Link(_COMMIT.sub(r"\1", text), name)


@lru_cache(maxsize=4096)
def is_web(url: str) -> bool:
    """Return whether a browser may be sent to an address.

    >>> is_web("https://example.org/a"), is_web("javascript:alert(1)"), is_web("urn:felix")
    (True, False, False)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def render(template: str, **values: object) -> str:
    """Return a template filled with values; texts among them are escaped.

    >>> "a &lt; b" in render("table.html", columns=["sign"], rows=[["a < b"]], notes=[])
    True

    Raises `jinja2.UndefinedError` for a value that the template wants and does not get.
    """
    return _environment().get_template(template).render(values)


def as_it_is(name: str) -> str:
    """Return a script or a style sheet that stands beside the templates.

    >>> as_it_is("style.css").startswith("/* One look")
    True
    """
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def fragment(template: str, **values: object) -> str:
    """Return a filled template with the styles it needs, for the output of a notebook.

    >>> fragment("table.html", columns=[], rows=[], notes=[]).startswith("<div class=")
    True
    """
    return render("fragment.html", body=render(template, **values))


def page(template: str, title: str, scripts: Iterable[str] = (), **values: object) -> str:
    """Return a filled template as a document that loads nothing; the template gets `title` too.

    Args:
        template: its name.
        title: the title of the page.
        scripts: the scripts that may run in it, by name; no others do.
        values: what the template shows.

    >>> "<title>A &amp; B</title>" in page("table.html", "A & B", columns=[], rows=[], notes=[])
    True

    """
    texts = list(map(as_it_is, scripts))
    digests = (b64encode(sha256(text.encode()).digest()).decode() for text in texts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    body = render(template, title=title, **values)
    return render("page.html", title=title, body=body, allowed=allowed, scripts=texts)


def _linked(item: Link) -> Markup:
    """Return a label, linked where it leads to a page of the web."""
    from markupsafe import Markup, escape

    text, url = escape(item.text), escape(item.url)
    if is_web(item.url):
        return Markup(f'<a href="{url}">{text}</a>')
    return Markup(f'<span title="{url}">{text}</span>') if url and url != text else text


def _row(items: Sequence[Link], most: int | None = None) -> Markup:
    """Return links in a row; beyond the most that are shown, how many more there are."""
    from markupsafe import Markup

    left = len(items) - len(items[:most])
    row = Markup(", ").join(map(_linked, items[:most]))
    return row + (f" and {left} more" if left else "")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(__name__),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    environment.globals |= {"link": _linked, "links": _row}
    environment.tests["link"] = lambda value: isinstance(value, Link)
    return environment
