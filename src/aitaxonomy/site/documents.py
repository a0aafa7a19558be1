"""The documents of the site: Markdown of `docs/`, in the order of its contents, as pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from aitaxonomy import _data
from aitaxonomy.html import Link
from aitaxonomy.site.addresses import HOME
from aitaxonomy.site.frame import Frame
from aitaxonomy.site.markdown import Text, rendered

#: The contents, on a forge as well as in the site.
_CONTENTS = "docs/README.md"
#: Documents whose pages lie elsewhere.
_ELSEWHERE = {
    _CONTENTS: "docs/index.html",
    "CHANGELOG.md": "docs/changelog.html",
    "CONTRIBUTING.md": "docs/contributing.html",
    "SECURITY.md": "docs/security-policy.html",
    "benchmarks/README.md": "docs/benchmarks.html",
}
_GROUP = re.compile(r"^## (.+)$|\]\(([^)#:]+\.md)", re.MULTILINE)


class DocumentPage(NamedTuple):
    """A document: its page within the site, its group in the contents, and its text."""

    name: str
    group: str
    text: Text

    @property
    def title(self) -> str:
        """The title of its page."""
        return self.text.title


def documents() -> list[DocumentPage]:
    """Return the documents in the order of the contents, these first.

    >>> [each.title for each in documents()][:2]
    ['Documents', 'Start in five minutes']
    """
    root = _data.folder("queries").parent
    if not (root / _CONTENTS).is_file():
        return []
    pages = _pages(root)
    groups = _groups((root / _CONTENTS).read_text(encoding="utf-8"))
    order = [_CONTENTS, *groups, *sorted(pages.keys() - groups.keys() - {_CONTENTS})]
    return [
        DocumentPage(
            pages[source],
            groups.get(source, ""),
            rendered(
                (root / source).read_text(encoding="utf-8"),
                partial(_lead, source=source, pages=pages),
            ),
        )
        for source in order
    ]


def _pages(root: Path) -> dict[str, str]:
    """Return the page of each document, by its source."""
    docs = (path.relative_to(root).as_posix() for path in (root / "docs").rglob("*.md"))
    pages = {source: source.removesuffix(".md") + ".html" for source in docs}
    return pages | {each: page for each, page in _ELSEWHERE.items() if (root / each).is_file()}


def _groups(contents: str) -> dict[str, str]:
    """Return the documents that the contents link to, each with the heading above it."""
    found: dict[str, str] = {}
    group = ""
    for heading, link in _GROUP.findall(contents):
        group = heading or group
        if link and group:
            found.setdefault(posixpath.normpath(posixpath.join("docs", link)), group)
    return found


def _lead(target: str, source: str, pages: Mapping[str, str]) -> str | None:
    """Return where a link of a document leads in the site, None if there is no such page."""
    path, mark, anchor = target.partition("#")
    if not path:
        return target
    if path.startswith(HOME) and not path.startswith(f"{HOME}id/"):
        within = path.removeprefix(HOME)
        folder = not within or within.endswith("/")
        page = pages.get(within, within + "index.html" if folder else within)
    elif ":" in path:
        return target
    else:
        file = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        if file not in pages and not file.endswith(".svg"):
            return None
        page = pages.get(file, file)
    return posixpath.relpath(page, posixpath.dirname(pages[source])) + mark + anchor


def leading(source: str, page: str) -> Callable[[str], str | None]:
    """Return what leads the links of a part of a document that has a page of its own."""
    pages = _pages(_data.folder("queries").parent)
    return partial(_lead, source=source, pages=pages | {source: page})


def document_pages(frame: Frame, shelf: Sequence[DocumentPage]) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of documents, each with the way to its neighbours, and their pictures."""
    for before, each, after in zip([None, *shelf], shelf, [*shelf[1:], None], strict=False):
        here = posixpath.dirname(each.name)
        near = [
            other and Link(other.title, posixpath.relpath(other.name, here))
            for other in (before, after)
        ]
        yield frame.page(
            each.name, "document", each.title,
            group=each.group, contents=each.text.headings, html=each.text.html,
            before=near[0], after=near[1],
        )  # fmt: skip
    root = _data.folder("queries").parent
    for picture in sorted((root / "docs").rglob("*.svg")):
        yield picture.relative_to(root).as_posix(), picture.read_bytes()
