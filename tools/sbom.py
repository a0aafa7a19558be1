"""Writes the bill of materials of an installation (CycloneDX 1.6), from the metadata installed.

    python -m tools.sbom sbom.cdx.json                  # the library
    python -m tools.sbom sbom.cdx.json serve mcp        # with extras

Run it in an environment that has the release; two runs there write the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = "aitaxonomy"


def main(words: list[str]) -> int:
    """Write the bill to the file that is named first; the other words are extras."""
    if not words:
        print(__doc__, file=sys.stderr)
        return 2
    text = json.dumps(bill(words[1:]), ensure_ascii=False, indent=2) + "\n"
    Path(words[0]).write_bytes(text.encode())
    return 0


def bill(extras: Iterable[str] = ()) -> dict[str, Any]:
    """Return the bill of the installed release with some of its extras.

    >>> found = bill()
    >>> found["bomFormat"], found["metadata"]["component"]["name"]
    ('CycloneDX', 'aitaxonomy')
    """
    links = _links(frozenset(extras))
    about = {name: _component(distribution(name)) for name in links}
    content = {
        "metadata": {"component": {**about[ROOT], "type": "application"}},
        "components": [about[name] for name in sorted(links) if name != ROOT],
        "dependencies": [
            {"ref": _purl(name), "dependsOn": sorted(map(_purl, links[name]))}
            for name in sorted(links)
        ],
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    return {**head, "serialNumber": number.urn, **content}


def _links(extras: frozenset[str]) -> dict[str, set[str]]:
    """Return what each installed package needs, from the root on."""
    found: dict[str, set[str]] = {}
    left = [(ROOT, extras)]
    taken = set()
    while left:
        name, wanted = left.pop()
        if (name, wanted) in taken:
            continue
        taken.add((name, wanted))
        needs = found.setdefault(name, set())
        for line in distribution(name).requires or ():
            need = Requirement(line)
            if need.marker and not any(
                need.marker.evaluate({"extra": extra}) for extra in wanted | {""}
            ):
                continue
            try:
                other = normal(distribution(need.name).name)
            except PackageNotFoundError:
                raise SystemExit(f"{need.name}, which {name} needs, is not installed") from None
            needs.add(other)
            left.append((other, frozenset(need.extras)))
    return found


def normal(name: str) -> str:
    """Return the name of a package as registries compare it.

    >>> normal("Markdown_it.py")
    'markdown-it-py'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def _purl(name: str) -> str:
    return f"pkg:pypi/{name}@{distribution(name).version}"


def _component(found: Distribution) -> dict[str, Any]:
    name = normal(found.name)
    about: dict[str, Any] = {
        "type": "library", "bom-ref": _purl(name), "name": name,
        "version": found.version, "purl": _purl(name),
    }  # fmt: skip
    if licence := _licence(found):
        about["licenses"] = [licence]
    return about


def _licence(found: Distribution) -> dict[str, Any]:
    """Return the licence that a package states: an expression, else a name."""
    stated = found.metadata
    if "License-Expression" in stated:
        return {"expression": stated["License-Expression"]}
    classes = [
        each.rpartition(" :: ")[2]
        for each in stated.get_all("Classifier", [])
        if each.startswith("License :: ") and not each.endswith("OSI Approved")
    ]
    texts = stated.get_all("License") or [""]
    named = classes or [line for line in texts[0].splitlines() if line][:1]
    return {"license": {"name": ", ".join(named)}} if named else {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
