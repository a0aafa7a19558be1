"""The pages of versions: what each was and changed in meaning, and its files as they were."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from aitaxonomy import _data
from aitaxonomy.site.documents import leading
from aitaxonomy.site.frame import Frame
from aitaxonomy.site.markdown import rendered
from aitaxonomy.versions.version import numbered, released

_PART = re.compile(r"^## \[(\d[\d.]*)\] - (\S+)\n(.*?)(?=^## \[|\Z)", re.MULTILINE | re.DOTALL)


def numbers() -> list[str]:
    """Return the numbers of the versions that were released, the newest first.

    >>> numbers()[-2:]
    ['0.2.0', '0.1.0']
    """
    return [number for number, _, _ in _parts()]


def _parts() -> list[tuple[str, str, str]]:
    """Return number, day and changes of each version, as the changelog has them."""
    path = _data.folder("queries").parent / "CHANGELOG.md"
    return _PART.findall(path.read_text(encoding="utf-8")) if path.is_file() else []


def _differences() -> list[dict[str, Any]]:
    """Return what changed in meaning since each frozen version, the newest first."""
    paths = _data.folder("frozen").glob("*.json")
    found = [json.loads(path.read_bytes()) for path in paths]
    return sorted(found, key=lambda each: numbered(each["old"]), reverse=True)


def version_pages(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """Yield the page of each version, and its files if they were frozen."""
    if changes := _differences():
        title = "What changed in meaning"
        yield frame.page("versions/", "changes", title, differences=changes, numbers=numbers())
    kept = released()
    for number, day, text in _parts():
        page, files = f"versions/{number}/index.html", kept.get(number, {})
        for name, content in files.items():
            yield f"versions/{number}/{name}", content
        below = text.replace("\n### ", "\n## ")  # the page has the heading above these
        html = rendered(below, leading("CHANGELOG.md", page)).html
        told = {"number": number, "day": day, "html": html, "files": sorted(files)}
        yield frame.page(f"versions/{number}/", "version", f"Version {number}", **told)
