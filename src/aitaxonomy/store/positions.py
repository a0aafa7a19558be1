"""The places of statements: file and line of a subject, and the source it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, cached_property, partial
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from aitaxonomy import _data
from aitaxonomy.files import base, source, told
from aitaxonomy.rdf.namespaces import RDF, curie
from aitaxonomy.rdf.positions.file_search import search, search_node
from aitaxonomy.rdf.positions.triple_lines import TripleLines
from aitaxonomy.rdf.positions.turtle_lines import Inside, TurtleLines, Value, inside, term_of
from aitaxonomy.store import GraphStore
from aitaxonomy.store.reading import read_utf8
from aitaxonomy.store.sources import CitedSource, Sources

if TYPE_CHECKING:
    from aitaxonomy.rdf.positions.location import Location

_OURS = "https://w3id.org/aitaxonomy"
_DEFINED_BY = "http://www.w3.org/2000/01/rdf-schema#isDefinedBy"
_LIST = tuple(f"<{RDF}{name}>" for name in ("first", "rest", "nil"))
_LARGE = 2_000_000
"""The size in bytes from which a file is searched for single subjects, rather than tokenized.

Our own files always are."""
_SEARCHES = 200
"""After so many searches in a large file it is tokenized after all."""


class Lines(Protocol):
    """The subjects of a file, and the lines of their statements."""

    @property
    def subjects(self) -> set[str]:
        """The IRIs that are subjects."""
        ...

    def of(
        self, subject: str, predicate: str | None = None, value: Value | None = None
    ) -> int | None:
        """Return the line of a subject, of its first statement with a predicate, or of just one."""
        ...

    def node(self, within: Inside) -> int | None:
        """Return the line of the blank node with this content; None unless there is just one."""
        ...


class Places:
    """Finds the places of subjects and statements; each file is read when it is first needed.

    Unless the store has the `shipped` graph, the data files are all there is.
    """

    def __init__(
        self, store: GraphStore, data_files: Iterable[Path] = (), *, shipped: bool = True
    ) -> None:
        self._store, self._shipped = store, shipped
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
        """Return file, line and source of one statement; each is None if it is not known.

        The place of a statement about a blank node is that of the node.
        """
        from aitaxonomy.rdf.positions.location import Location

        subject, predicate, value = triple
        if subject.startswith("_:"):
            within = self._inside(subject)
            files = [*self._data, *self._own(dict.fromkeys(within))]
            found = ((path, self._of_file(path).node(within)) for path in files)
        else:
            key = self._key(value)
            files = self._candidates(subject)
            found = ((path, self._of_file(path).of(subject, predicate, key)) for path in files)
        at, line = next(((path, line) for path, line in found if line), (None, None))
        file = None if at is None else shown(at)
        # Our records of sources say nothing of what others state about the same thing.
        others = at in self._data and self._shipped and bool(self._own([subject]))
        source = self._source(triple, alone=others)
        if source is None:
            return Location(file, line)
        return Location(file, line, curie(source.document), source.tier, source.locator)

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
        """The key of an object, as in `Lines.of`."""
        if value.startswith("_:"):
            return self._inside(value)
        return term_of(value) if value.startswith('"') else value

    def _inside(self, node: str) -> Inside:
        """The content of a blank node, without the links of RDF lists."""
        return inside(term_of(term) for term in self._store.below(node) if term not in _LIST)

    def subjects_of(self, files: Iterable[Path]) -> set[str]:
        """Return the IRIs that are subjects in files."""
        return {subject for path in files for subject in self._of_file(path).subjects}

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
        # Shipped modules are in the store already: large data need not be fetched for them.
        return sorted(self._store.loaded(subject, _DEFINED_BY))

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
        # In our own files each subject begins a line, where a search finds it.
        ours = path.is_relative_to(_data.folder("ontology"))
        if ours or (path.suffix in (".nt", ".ttl") and source(path).stat().st_size > _LARGE):
            return _SearchedLines(source(path), self._read_whole, ours=ours)
        return self._read_whole(path)

    @staticmethod
    def _read_whole(path: Path) -> Lines:
        if path.suffix in (".nt", ".nq"):
            return TripleLines(read_utf8(path))
        if path.suffix in (".ttl", ".n3", ".trig"):
            # With the base that it is read with.
            with TextIOWrapper(BytesIO(read_utf8(path)), encoding="utf-8") as text:
                return TurtleLines(text.read(), base=base(path))
        # In other syntaxes lines mean little; only the subjects are known.
        from aitaxonomy.store import read_triples

        return _NoLines(
            {t.subject.value for t in read_triples(path) if hasattr(t.subject, "value")}
        )


@cache
def shown(path: Path) -> str:
    """Return how a file is told of: one of the package by its path in there."""
    root, path = _data.folder("ontology").parent, told(path)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


class _SearchedLines:
    """The lines of a large file, searched for single subjects; in `ours` also for blank nodes."""

    def __init__(self, path: Path, read: Callable[[Path], Lines], *, ours: bool) -> None:
        self._path, self._read, self._searches, self._ours = path, read, 0, ours

    @cached_property
    def _whole(self) -> Lines:
        return self._read(self._path)

    @property
    def subjects(self) -> set[str]:
        return self._whole.subjects

    def of(
        self, subject: str, predicate: str | None = None, value: Value | None = None
    ) -> int | None:
        self._searches += 1
        if "_whole" in vars(self) or self._searches > _SEARCHES:
            return self._whole.of(subject, predicate, value)
        return search(self._path, subject, predicate, value) or None

    def node(self, within: Inside) -> int | None:
        if self._ours and "_whole" not in vars(self):
            return search_node(self._path, within) or None
        return self._whole.node(within)


class _NoLines:
    """The subjects of a file in a syntax without meaningful lines."""

    def __init__(self, subjects: set[str]) -> None:
        self.subjects = subjects

    def of(self, *_: object) -> None:
        return None

    def node(self, _within: Inside) -> None:
        return None
