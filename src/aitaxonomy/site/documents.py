"""The documents of the site: Markdown of `docs/` as HTML, where the package has it at hand."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator
from pathlib import Path
from typing import NamedTuple

from aitaxonomy import _data

_LINK = re.compile(r'(href|src)="([^":#?][^":?]*)((?:#[^"]*)?)"')
_HEADING = re.compile(r"<h([2-4])>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class Document(NamedTuple):
    """A document: its file, its title and its HTML."""

    path: Path
    title: str
    html: str

    @property
    def name(self) -> str:
        """The name of its page."""
        return f"docs/{self.path.stem.lower()}.html"


def documents() -> list[Document]:
    """Return the documents that are there: in a checkout all of `docs/`, in a wheel none."""
    root = _data.folder("queries").parent
    paths = sorted((root / "docs").glob("*.md"))
    paths += [path for path in (root / "CHANGELOG.md", root / "CONTRIBUTING.md") if path.exists()]
    read = [(path, path.read_text(encoding="utf-8")) for path in paths if (root / "docs").exists()]
    names = {path.stem.lower() for path, _ in read}
    return [Document(path, _title(text, path), _html(text, names)) for path, text in read]


def _title(text: str, path: Path) -> str:
    return next((line[2:] for line in text.splitlines() if line.startswith("# ")), path.stem)


def _html(text: str, pages: Container[str]) -> str:
    """Return Markdown as HTML with anchors; links to documents lead to their pages."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    made = made.replace(' style="text-align:right"', ' class="number"')
    made = made.replace(' style="text-align:left"', "").replace(' style="text-align:center"', "")
    return _LINK.sub(lambda link: _local(link, pages), _HEADING.sub(_anchored, made))


def _anchored(match: re.Match[str]) -> str:
    name = re.sub(r"[^\w\- ]", "", _TAG.sub("", match[2]).lower()).strip().replace(" ", "-")
    return f'<h{match[1]} id="{name}">{match[2]}</h{match[1]}>'


def _local(link: re.Match[str], pages: Container[str]) -> str:
    """Return a link to a file beside the documents as one to its page, or as its text alone."""
    path = posixpath.basename(link[2])
    stem, dot, end = path.rpartition(".")
    if dot and end == "md" and stem.lower() in pages:
        return f'{link[1]}="{stem.lower()}.html{link[3]}"'
    if link[1] == "src":
        return f'src="{path}"'
    return f'title="{link[2]}"'


def pictures() -> Iterator[Path]:
    """Yield the pictures that stand beside the documents."""
    yield from sorted((_data.folder("queries").parent / "docs").glob("*.svg"))
