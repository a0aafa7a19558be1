"""The reference: pages made from the code, the shapes, the formats and the data themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aitaxonomy.html import render
from aitaxonomy.site.frame import Frame
from aitaxonomy.site.markdown import Heading
from aitaxonomy.site.reference.commands import Command
from aitaxonomy.site.reference.coverage import coverage
from aitaxonomy.site.reference.fields import fields, formats
from aitaxonomy.site.reference.python import groups
from aitaxonomy.site.reference.shapes import shapes

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

__all__ = ["Command", "reference_pages"]


def reference_pages(
    frame: Frame, ai: Taxonomy, commands: Sequence[Command]
) -> Iterator[tuple[str, bytes]]:
    """Yield the pages below `docs/reference/`.

    Args:
        frame: what the pages stand in.
        ai: the taxonomy whose coverage is shown.
        commands: the commands of the command line, which this floor does not know.

    """
    api = groups()
    headings = [Heading(2, each.anchor, each.name) for _, entries in api for each in entries]
    yield _page(frame, "python", "The Python interface", headings, groups=api)
    if commands:
        headings = [Heading(2, f"aitaxonomy-{each.name}", each.name) for each in commands]
        yield _page(frame, "commands", "The commands", headings, commands=commands)
    files = shapes()
    headings = [Heading(2, name, name) for name in files]
    yield _page(frame, "shapes", "The shapes", headings, files=files)
    yield _page(
        frame, "inventories", "Formats and fields of inventories",
        [Heading(2, "formats", "Formats"), Heading(2, "fields", "Fields"),
         *(Heading(3, each.name, each.name) for each in fields())],
        formats=formats(), fields=fields(),
    )  # fmt: skip
    told = coverage(ai.content.store)
    headings = [Heading(2, table.anchor, table.title) for table in told.tables]
    yield _page(frame, "coverage", "What is covered, and up to when", headings, told=told)


def _page(
    frame: Frame, name: str, title: str, contents: Sequence[Heading], **values: object
) -> tuple[str, bytes]:
    html = render(f"site/reference/{name}.html", **values)
    return frame.page(
        f"docs/reference/{name}.html", "document", title,
        group="Reference", contents=contents, html=html, before=None, after=None,
    )  # fmt: skip
