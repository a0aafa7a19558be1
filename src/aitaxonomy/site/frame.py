"""The frame that all pages of the site stand in, and the scripts, styles and data beside them."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from aitaxonomy import _data
from aitaxonomy.html import as_it_is, render
from aitaxonomy.site.addresses import DATA, HOME, relocated, way_up

#: What stands above each page: the folders, and how they are called.
_SECTIONS = {
    "tree/": "Tree", "systems/": "Systems", "compare/": "Compare", "advise/": "Advice",
    "check/": "Check", "classify/": "Classify", "questions/": "Questions", "sparql/": "SPARQL",
    "claims/": "Claims",
}  # fmt: skip
NOT_FOUND = "404.html"
_ASSETS = Path(__file__).with_name("assets")


class Frame:
    """What is the same on every page.

    Args:
        known: the folders of the pages that things have.
        documented: whether there are documents to lead to.
        home: where the site will stand, with a slash at its end.

    """

    def __init__(self, known: Container[str], documented: bool, home: str = HOME) -> None:
        self._known, self._documented, self._home = known, documented, home

    def page(
        self, path: str, template: str, title: str, *, scripts: Iterable[str] = (), **values: Any
    ) -> bytes:
        """Return a page whose links lead to pages of the site, as far as there are any.

        Args:
            path: its address within the site.
            template: the name of the template below `site/`; it gets `title` and `up`, too.
            title: what stands in the bar of the browser.
            scripts: the modules of `assets/` that it runs, by name, beside those of every page.
            values: what the template shows.

        """
        # What a server shows for any address that leads nowhere has no place of its own.
        up = self._home if path == NOT_FOUND else way_up(path)
        data = DATA if path in self._known else {}
        body = render(f"site/{template}.html", up=up, title=title, **values)
        page = render(
            "site/frame.html",
            title=title,
            body=body,
            up=up,
            scripts=("search", "webmcp", *scripts),
            description=values.get("definition") or title,
            home=self._home,
            address=path,
            name=PurePosixPath(path).stem if path.endswith(".html") else "index",
            alternates={"text/plain": "txt", **data},
            version=_data.__version__,
            sections=(_SECTIONS | ({"docs/": "Documents"} if self._documented else {})).items(),
        )
        return _by_keys(relocated(page, up, self._known)).encode()


def _by_keys(page: str) -> str:
    """Return a page on which what may scroll can be scrolled by keys."""
    return page.replace("<pre>", '<pre tabindex="0">').replace(
        '<div class="scroll">', '<div class="scroll" tabindex="0">'
    )


def assets() -> Iterator[tuple[str, bytes]]:
    """Yield the one style sheet, and the scripts as modules of their own."""
    styles = [path.read_text(encoding="utf-8") for path in sorted(_ASSETS.glob("*.css"))]
    yield "style.css", "\n".join((as_it_is("style.css"), *styles)).encode()
    for path in sorted(_ASSETS.glob("*.js")):
        yield f"scripts/{path.name}", path.read_bytes()
    yield "preview.png", (_ASSETS / "preview.png").read_bytes()


def compact_json(value: object) -> bytes:
    """Return a value as the scripts load it.

    >>> compact_json(["é", 1]).decode()
    '["é",1]'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
