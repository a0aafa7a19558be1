"""SPDX 3.0: the packages of the AI profile in a JSON-LD document, read as plain JSON.

The JSON-LD context of SPDX is not fetched: its terms are matched by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.documents import FileStart, read_json
from aitaxonomy.inventory.formats.fields import Layout, listed, mappings, text, texts
from aitaxonomy.inventory.record import Derivation, Record, Source, Tally
from aitaxonomy.inventory.vocabulary import find_value, understood

FORMAT = "spdx"

_LAYOUT = Layout(
    FORMAT,
    {"name": "name", "architecture": "typeOfModel", "released": "releaseTime"},
    also="type @type spdxId @id packageVersion packageUrl originatedBy suppliedBy domain "
    "creationInfo",
    nameless="an AI package without a name",
)
_LICENCES = "https://spdx.org/licenses/"
_HUB = "pkg:huggingface/"


def recognises(start: FileStart) -> bool:
    """Return whether a file is SPDX 3, by the context that it names."""
    return start.form == "json" and "spdx.org/rdf/3." in start.text


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield one record per AI package; raises `ImportFault`."""
    document = read_json(path, ["@graph", "elements"], FORMAT)
    elements = mappings(document.get("@graph", document.get("elements")))
    graph = _Graph(elements, tally)
    for element in elements:
        kind = _kind(element)
        if not kind.endswith("Package"):
            continue
        if kind == "AIPackage":
            record = graph.record(element, Source(str(path), FORMAT))
            yield from (record,) if record else ()
        else:
            tally.read += 1
            what = str(text(element.get("name")))
            tally.skip(f"a package of the type {kind!r}, which is not an AI package", what)


def _kind(element: dict[str, Any]) -> str:
    """Return the type without the prefix of its profile.

    >>> _kind({"type": "ai_AIPackage"}), _kind({"@type": "Organization"})
    ('AIPackage', 'Organization')
    """
    return str(element.get("type") or element.get("@type")).rpartition("_")[2]


def _id(element: dict[str, Any]) -> str:
    return str(element.get("spdxId") or element.get("@id"))


class _Graph:
    """The elements of a document with their relationships."""

    def __init__(self, elements: list[dict[str, Any]], tally: Tally) -> None:
        self.tally = tally
        self.by_id = {_id(each): each for each in elements}
        self.related: dict[tuple[str, str], list[Any]] = {}
        for each in elements:
            if _kind(each).endswith("Relationship"):
                key = (str(each.get("from")), str(each.get("relationshipType")))
                self.related.setdefault(key, []).extend(listed(each.get("to")))
        self.parents: dict[str, list[str]] = {}
        for (start, how), ends in self.related.items():
            for end in map(str, ends):
                if how == "descendantOf":
                    self.parents.setdefault(start, []).append(end)
                elif how == "ancestorOf":
                    self.parents.setdefault(end, []).append(start)

    def record(self, element: dict[str, Any], source: Source) -> Record | None:
        """Return the record of an AI package, None for one without a name."""
        id, plain = _id(element), _plain(element)
        record = _LAYOUT.record(plain, source, self.tally, what=id)
        if record is None:
            return None
        version, url = text(plain.get("packageVersion")), text(plain.get("packageUrl")) or ""
        hub = url.removeprefix(_HUB).partition("@")[0] if url.startswith(_HUB) else None
        makers = self._names(element.get("originatedBy")) + self._names(element.get("suppliedBy"))
        return record._replace(
            id=hub or id,
            aliases=(f"{record.name} {version}",) if version else (),
            developer=next(iter(makers), None),
            tasks=self._tasks(element, source),
            derived_from=tuple(map(Derivation, self._names(self.parents.get(id, [])))),
            licence=self._licence(id),
            training_data=self._names(self.related.get((id, "trainedOn"))),
        )

    def _tasks(self, element: dict[str, Any], source: Source) -> tuple[str, ...]:
        """Return the domains that are tasks; a domain may also be an industry."""
        domains = texts(element.get("ai_domain"))
        find = partial(find_value, "Task")
        return understood(domains, find, self.tally, str(source), "domain {!r}")

    def _names(self, value: Any) -> tuple[str, ...]:
        """Return the names of referenced elements, given by id or inline."""
        return texts([self._end(each).get("name") for each in listed(value)])

    def _end(self, end: Any) -> dict[str, Any]:
        return end if isinstance(end, dict) else self.by_id.get(str(end), {})

    def _licence(self, id: str) -> str | None:
        """Return the declared licence, or else the concluded one."""
        for how in ("hasDeclaredLicense", "hasConcludedLicense"):
            for end in self.related.get((id, how), []):
                target = _plain(self._end(end))
                if said := text(target.get("licenseExpression")) or text(target.get("name")):
                    return said
                if str(end).startswith(_LICENCES):
                    return str(end).removeprefix(_LICENCES)
        return None


def _plain(element: dict[str, Any]) -> dict[str, Any]:
    """Return an element with its keys without the prefixes of profiles."""
    return {key.rpartition("_")[2]: value for key, value in element.items()}
