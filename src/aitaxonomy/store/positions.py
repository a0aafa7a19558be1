"""The places of statements: file and line of a subject, and the source it gives."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy import _data
from aitaxonomy.files import base, source, told
from aitaxonomy.rdf.namespaces import RDF, curie
from aitaxonomy.rdf.positions.turtle_lines import (
    FileLines,
    Inside,
    TurtleLines,
    Value,
    inside,
    term_of,
)
from aitaxonomy.store import GraphStore
from aitaxonomy.store.reading import read_utf8
from aitaxonomy.store.sources import CitedSource, Sources

if TYPE_CHECKING:
    from aitaxonomy.rdf.positions.location import Location

_OURS = "https://w3id.org/aitaxonomy"
_DEFINED_BY = "http://www.w3.org/2000/01/rdf-schema#isDefinedBy"
_LIST = tuple(f"<{RDF}{name}>" for name in ("first", "rest", "nil"))
_LARGE = 2_000_000
"""The size in bytes from which a file is read block by block, rather than tokenized.

Our own files always are, where each subject begins a line."""
Lines = FileLines | TurtleLines


class Places:
    """Finds the places of subjects and statements; each file is read when it is first needed.

    Unless the store has the `shipped` graph, the data files are all there is. In those that are
    `blocked` each subject begins a line.
    """

    def __init__(
        self,
        store: GraphStore,
        data_files: Iterable[Path] = (),
        *,
        shipped: bool = True,
        blocked: bool = False,
    ) -> None:
        self._store, self._shipped, self._blocked = store, shipped, blocked
        self._data = tuple(data_files)
        self._lines: dict[Path, Lines] = {}
        self._sources: dict[str, Sources] = {}

    def of(self, subject: str, predicate: str | None = None) -> tuple[str, int] | None:
        """Return the file and the line of a subject, or of its statement with a predicate."""
        # A statement may be in another file than the first one about its subject.
        for key in dict.fromkeys([(subject, predicate), (subject, None)]):
            for path in self._candidates(subject):
                if line := self._of_file(path).of(*key):
                    return shown(path), line
        return None

    def of_triple(self, triple: tuple[str, str, str]) -> Location | None:
        """Return file, line and source of one statement; each is None if it is not known."""
        from aitaxonomy.rdf.positions.location import Location

        at, line = self.line_of(triple)
        file = None if at is None else shown(at)
        # Our records of sources say nothing of what others state about the same thing.
        others = at in self._data and self._shipped and bool(self._own([triple[0]]))
        source = self._source(triple, alone=others)
        if source is None:
            return Location(file, line)
        return Location(file, line, curie(source.document), source.tier, source.locator)

    def line_of(self, triple: tuple[str, str, str]) -> tuple[Path, int] | tuple[None, None]:
        """Return the file and the line of one statement, where these are known.

        Those of a statement about a blank node are those of the node.
        """
        subject, predicate, value = triple
        if subject.startswith("_:"):
            within = self._inside(subject)
            own = self._own(dict.fromkeys(within)) if self._shipped else []
            files = [*self._data, *own]
            found = ((path, self._of_file(path).node(within)) for path in files)
        else:
            key = self._key(value)
            files = self._candidates(subject)
            found = ((path, self._of_file(path).of(subject, predicate, key)) for path in files)
        return next(((path, line) for path, line in found if line), (None, None))

    def _source(self, triple: tuple[str, str, str], *, alone: bool) -> CitedSource | None:
        """Return the source of a statement of the best tier, or of the thing as a whole.

        If `alone`, it is one that the very statement is annotated with.
        """
        subject, predicate, value = triple
        if subject.startswith("_:") or value.startswith("_:"):
            return None
        if subject not in self._sources:
            self._sources[subject] = Sources(partial(self._store.select, inferred=False), subject)
        sources = self._sources[subject]
        exact = value if value.startswith('"') else f"<{value}>"
        if alone:
            return next(iter(sources.noted(predicate, exact)), None)
        return next(iter(sources.of(predicate, exact) or sources.records.values()), None)

    def _key(self, value: str) -> Value:
        """The key of an object, as in `TurtleLines.of`."""
        if value.startswith("_:"):
            return self._inside(value)
        return term_of(value) if value.startswith('"') else value

    def _inside(self, node: str) -> Inside:
        """The content of a blank node, without the links of RDF lists."""
        return inside(term_of(term) for term in self._store.below(node) if term not in _LIST)

    def _candidates(self, subject: str) -> list[Path]:
        """Return the files that may hold a subject, likely ones first."""
        own = self._own([subject]) if self._shipped else []
        if own:
            own.append(_data.module_file(_data.CONVENTIONS))
        if not self._shipped or own or any(self._of_file(path).of(subject) for path in self._data):
            return [*self._data, *own]
        return [*self._data, *_data.ontology_files()]

    def _own(self, names: Iterable[str]) -> list[Path]:
        """Return the modules in which some names are defined."""
        found = dict.fromkeys(module for name in names for module in self._defined_in(name))
        return [self._modules[module] for module in found if module in self._modules]

    def _defined_in(self, subject: str) -> list[str]:
        if not subject.startswith(_OURS):  # saves a query for each of millions of subjects
            return []
        return sorted(self._store.values(subject, _DEFINED_BY))

    @cached_property
    def _modules(self) -> dict[str, Path]:
        """The file of each module, by IRI; the IRI ends as the path does."""
        root = _data.folder("ontology")
        return {
            f"{_OURS}/{path.relative_to(root).with_suffix('').as_posix()}": path
            for path in _data.ontology_files()
        }

    def _of_file(self, path: Path) -> Lines:
        if path not in self._lines:
            self._lines[path] = self._read(path)
        return self._lines[path]

    def _read(self, path: Path) -> Lines:
        if path.suffix not in (".nt", ".nq", ".ttl", ".n3", ".trig"):
            return TurtleLines("")  # in other syntaxes lines mean little
        ours = self._blocked or path.is_relative_to(_data.folder("ontology"))
        if ours or source(path).stat().st_size > _LARGE:
            return FileLines(source(path))
        # With the base that it is read with, and its line ends as they are.
        text = read_utf8(path).decode("utf-8", "replace")
        return TurtleLines(text, base=base(path))


@cache
def shown(path: Path) -> str:
    """Return the name of a file in messages; a file of the package by its path in there."""
    root, path = _data.folder("ontology").parent, told(path)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
