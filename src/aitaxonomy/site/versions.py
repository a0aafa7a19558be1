"""The pages of versions: what each was and changed in meaning, and its files as they were."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from aitaxonomy import _data
from aitaxonomy.site.documents import leading
from aitaxonomy.site.frame import Frame, brief
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


def _differences() -> dict[str, dict[str, Any]]:
    """Return what changed in meaning since each frozen version, by the newer one's name."""
    paths = _data.folder("frozen").glob("*.json")
    return {each["new"]: each for each in (json.loads(path.read_bytes()) for path in paths)}


def version_pages(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """Yield the page of each version, and its files if they were frozen."""
    changes, title = _differences(), "What changed in meaning"
    if changes:
        last = max(changes.values(), key=lambda each: numbered(each["old"]))
        yield frame.page("versions/", "changes", title, numbers=numbers(), **last)
    kept = released()
    for number, day, text in _parts():
        at, files, changed = f"versions/{number}/", kept.get(number, {}), changes.get(number)
        for name, content in files.items():
            yield at + name, brief(content.decode()).encode() if name.endswith(".ttl") else content
        if changed:
            yield frame.page(f"{at}changes.html", "changes", title, numbers=numbers(), **changed)
        below = text.replace("\n### ", "\n## ")  # the page has the heading above these
        html = rendered(below, leading("CHANGELOG.md", f"{at}index.html")).html
        told = {"number": number, "day": day, "html": html, "files": sorted(files)}
        yield frame.page(at, "version", f"Version {number}", changed=bool(changed), **told)
