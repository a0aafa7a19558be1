"""The site: the taxonomy as pages for any static host, to be read without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.site.addresses import HOME
from aitaxonomy.site.frame import lean
from aitaxonomy.site.pages import Pages
from aitaxonomy.site.reference import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aitaxonomy.taxonomy import Taxonomy

__all__ = ["Command", "build"]


def build(
    ai: Taxonomy,
    folder: Path,
    progress: Callable[[int], None] = lambda _: None,
    *,
    home: str = HOME,
    commands: Sequence[Command] = (),
) -> tuple[int, int]:
    """Write the site of a taxonomy into a folder; return the number of files and of bytes.

    Files of an earlier site are replaced, others stay.

    Args:
        ai: the taxonomy.
        folder: is made if it is not there.
        progress: receives the number of files written so far.
        home: where the site will stand, for what needs whole addresses: the map for search
            engines, previews of links, redirects.
        commands: the commands that have a page of reference.

    """
    home = home.rstrip("/") + "/"
    pages = Pages(ai, home, commands)
    count = size = 0
    for path, content in pages.all():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        size += target.write_bytes(lean(content) if path.endswith(".html") else content)
        count += 1
        progress(count)
    return count, size
