"""Where a statement stands: file and line of a subject, and the source that it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from aitaxonomy import _data
from aitaxonomy.store import GraphStore
from aitaxonomy.terms import curie
from aitaxonomy.turtle import TripleLines, locate, locate_statements, search

if TYPE_CHECKING:
    from aitaxonomy.reasoning import Location

_OURS = "https://w3id.org/aitaxonomy"
_DEFINED_BY = "http://www.w3.org/2000/01/rdf-schema#isDefinedBy"
_LARGE = 2_000_000
"""Bytes of a file from which on it is searched for single subjects, rather than read."""
_SEARCHES = 200
"""After so many searches in a file it is read after all."""
_SOURCES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?source WHERE {
  { ?note owl:annotatedSource <%(s)s> ; owl:annotatedProperty <%(p)s> ;
          owl:annotatedTarget %(o)s ; dcterms:source ?source }
  UNION { <%(s)s> dcterms:source ?source }
} LIMIT 1
"""


class Lines(Protocol):
    """Who is described in a file, and on which line."""

    @property
    def subjects(self) -> set[str]:
        """The IRIs that are subjects."""
        ...

    def of(self, subject: str, predicate: str | None = None) -> int | None:
        """Return the line of a subject, or of its statement with a predicate, from 1."""
        ...


class Places:
    """Looks up where subjects and statements stand, one file at a time as they are asked for."""

    def __init__(self, store: GraphStore, data_files: Iterable[Path] = ()) -> None:
        self._store = store
        self._data = tuple(data_files)
        self._lines: dict[Path, Lines] = {}

    def of(self, subject: str, predicate: str | None = None) -> tuple[str, int] | None:
        """Return the file and the line of a subject, or of its statement with a predicate."""
        # A statement may stand in another file than the one that introduces its subject.
        for key in dict.fromkeys([(subject, predicate), (subject, None)]):
            for path in self._candidates(subject):
                if line := self._of_file(path).of(*key):
                    return _show(path), line
        return None

    def of_triple(self, triple: tuple[str, str, str]) -> Location | None:
        """Return file, line and source of a statement of an individual; None if it has none."""
        from aitaxonomy.reasoning import Location

        subject, predicate, value = triple
        if subject.startswith("_:"):
            return None
        place = self.of(subject, predicate)
        target = value if value.startswith(('"', "_:")) else f"<{value}>"
        query = _SOURCES % {"s": subject, "p": predicate, "o": target}
        source = None
        if not target.startswith("_:"):
            rows = self._store.select(query, inferred=False).rows
            source = curie(str(rows[0][0])) if rows else None
        file, line = place or (None, None)
        return Location(file, line, source)

    def subjects_of(self, files: Iterable[Path]) -> set[str]:
        """Return the IRIs that are subjects in files."""
        return {subject for path in files for subject in self._of_file(path).subjects}

    def _candidates(self, subject: str) -> list[Path]:
        """Return the files that may hold a subject, likely ones first."""
        own = [self._modules[m] for m in self._defined_in(subject) if m in self._modules]
        if own or any(self._of_file(path).of(subject) for path in self._data):
            return [*self._data, *own]
        return [*self._data, *_data.ontology_files()]

    def _defined_in(self, subject: str) -> list[str]:
        if not subject.startswith(_OURS):  # millions of subjects are not, and a query takes time
            return []
        # What ships is in the store; what large data may say besides of a module is none of ours.
        return sorted(self._store.loaded(subject, _DEFINED_BY))

    @cached_property
    def _modules(self) -> dict[str, Path]:
        """The file of each module: its IRI and its path end alike."""
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
        if path.suffix in (".nt", ".ttl") and path.stat().st_size > _LARGE:
            return _SearchedLines(path, self._read_whole)
        return self._read_whole(path)

    @staticmethod
    def _read_whole(path: Path) -> Lines:
        if path.suffix in (".nt", ".nq"):
            return TripleLines(path.read_bytes())
        if path.suffix in (".ttl", ".n3", ".trig"):
            return _TurtleLines(path.read_text(encoding="utf-8"))
        # The other syntaxes have no lines worth telling; their subjects are known all the same.
        from aitaxonomy.store import read_triples

        return _NoLines(
            {t.subject.value for t in read_triples(path) if hasattr(t.subject, "value")}
        )


@cache
def _show(path: Path) -> str:
    root = _data.folder("ontology").parent
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


class _TurtleLines:
    """The lines of a Turtle file, which takes a tokenizer to find."""

    def __init__(self, text: str) -> None:
        self._subjects, self._statements = locate(text), locate_statements(text)

    @property
    def subjects(self) -> set[str]:
        return set(self._subjects)

    def of(self, subject: str, predicate: str | None = None) -> int | None:
        if predicate is None:
            return self._subjects.get(subject)
        return self._statements.get((subject, predicate))


class _SearchedLines:
    """The lines of a large file, of which mostly a few are wanted."""

    def __init__(self, path: Path, read: Callable[[Path], Lines]) -> None:
        self._path, self._read, self._searches = path, read, 0

    @cached_property
    def _whole(self) -> Lines:
        return self._read(self._path)

    @property
    def subjects(self) -> set[str]:
        return self._whole.subjects

    def of(self, subject: str, predicate: str | None = None) -> int | None:
        self._searches += 1
        if "_whole" in vars(self) or self._searches > _SEARCHES:
            return self._whole.of(subject, predicate)
        return search(self._path, subject, predicate) or None


class _NoLines:
    """The subjects of a file whose lines say nothing."""

    def __init__(self, subjects: set[str]) -> None:
        self.subjects = subjects

    def of(self, _subject: str, _predicate: str | None = None) -> None:
        return None
