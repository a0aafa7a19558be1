"""What a taxonomy holds: the shipped files with files of one's own, and what follows from both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy import _data
from aitaxonomy.graph.names import Links, Names
from aitaxonomy.store import ASSERTED, INFERRED, SYNTAXES, GraphStore
from aitaxonomy.store.files import DataFiles
from aitaxonomy.store.positions import Places
from aitaxonomy.store.shipped import cached_hash, content_hash, prepared_store, shipped_inferences

if TYPE_CHECKING:
    from aitaxonomy.inference.inference import Inference, Watch
    from aitaxonomy.inference.premises import Premises
    from aitaxonomy.inventory import Matcher
    from aitaxonomy.inventory.importing import Imported

Added = tuple[Path, str | None]
"""A file and its RDF syntax, None where that is to be guessed."""


class Content:
    """The shipped files, and those that were added; never changes.

    Everything is read, and reasoned over, when it is first asked for.

    >>> content = Content()
    >>> content.store.ask("ASK { ?x a <https://w3id.org/aitaxonomy#LLM> }")
    True
    """

    watch: Watch | None = None
    """Is entered while large data is reasoned over, and told how far that is."""

    def __init__(
        self,
        added: tuple[Added, ...] = (),
        imports: tuple[Imported, ...] = (),
        shipped: Content | None = None,
    ) -> None:
        self._added, self.imports = added, imports
        self.shipped = shipped or self
        """The content without added files."""

    # --- files

    def with_files(
        self,
        files: Iterable[Added],
        columns: Mapping[str, str] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Content:
        """Return more content: RDF, or inventories, which are turned into statements.

        Raises `ImportFault`.
        """
        from aitaxonomy.inventory import guess_format

        added, imports, graphs = self._added, self.imports, False
        for path, format in files:
            if format in SYNTAXES or (format or guess_format(path)) == "rdf":
                added += ((path, format),)
                graphs = True
            else:
                found = self.import_file(path, format, columns, progress)
                imports += (found,)
                if found.entries:
                    added += ((found.statements, "ntriples"),)
        other = Content(added, imports, self.shipped)
        if graphs:
            _ = other.asserted  # so that a faulty file is told of here and now
        return other

    def import_file(
        self,
        path: Path,
        format: str | None,
        columns: Mapping[str, str] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Imported:
        """Turn an inventory into statements, in a file of their own."""
        from aitaxonomy.inventory.importing import import_file

        return import_file(
            path, format, matcher=self.shipped.matcher, columns=columns, progress=progress
        )

    def imported(self) -> list[Imported]:
        """Return all added files as statements with their origin, RDF as well."""
        read = {found.statements: found for found in self.imports}
        return [read.get(path) or self.import_file(path, f or "rdf") for path, f in self._own]

    @property
    def added(self) -> bool:
        """Whether anything was added, be it an inventory without systems."""
        return bool(self._added or self.imports)

    @property
    def files(self) -> tuple[Path, ...]:
        """The added files; of an inventory, the file with its statements."""
        return tuple(path for path, _ in self._added)

    @cached_property
    def _own(self) -> list[Added]:
        """The added files but for shipped ones, which would double their blank nodes."""
        shipped = {path.resolve() for path in _data.ontology_files()}
        return [(path, format) for path, format in self._added if path.resolve() not in shipped]

    @cached_property
    def data(self) -> DataFiles:
        """The added files as N-Triples."""
        return DataFiles(self._own)

    # --- graphs

    @cached_property
    def asserted(self) -> GraphStore:
        """What the files state."""
        if not self._added:
            store = GraphStore()
            store.load_shipped(_data.ontology_files())
            return store
        # A copy has the nodes without a name that are reasoned over: their places are told.
        store = self.shipped.asserted.copy()
        if self.data.large:
            store.supply(ASSERTED, self.data.lines)
        else:
            store.add_lines(self.data.text())
        return store

    @cached_property
    def store(self) -> GraphStore:
        """The asserted and the inferred graph, for queries of our own."""
        return (None if self._added else prepared_store()) or self.memory

    @cached_property
    def memory(self) -> GraphStore:
        """The same in memory: it can be shared with rdflib, and with the process of a query."""
        store = self.asserted
        if not self._added and cached_hash() == content_hash():
            store.add(shipped_inferences(), INFERRED)
        else:
            self.inference.fill(store)
        return store

    @cached_property
    def inference(self) -> Inference:
        """What reasons over it."""
        from aitaxonomy.inference.inference import Inference

        return Inference(self.premises, self.data, self.places.of_triple, watch=self.watch)

    @cached_property
    def premises(self) -> Premises:
        """What the shipped files give to reason from."""
        from aitaxonomy.inference.premises import Premises

        return Premises.shipped(self.shipped.asserted)

    # --- names and places

    @cached_property
    def names(self) -> Names:
        """The index of labels, synonyms and names."""
        return Names(self.store)

    @cached_property
    def links(self) -> Links:
        """The labels by which results name things where they are shown."""
        return Links(lambda: self.asserted if self._added else self.store)

    @cached_property
    def matcher(self) -> Matcher:
        """What finds the systems of the graph by the names that inventories give them."""
        from aitaxonomy.inventory import Matcher

        return Matcher(self.names, self.store)

    @cached_property
    def places(self) -> Places:
        """Where statements stand in the files."""
        return Places(self.asserted, self.files)

    def place(self, subject: str, path: str | None) -> tuple[str, int | None] | None:
        """Return where a statement stands: of an inventory, in the file that was given."""
        for file in self.imports:
            if subject in file.entries:
                return str(file.path), file.entries[subject].line
        made = {str(file.statements): str(file.path) for file in self.imports}
        found = self.places.of(subject, path)
        return (made[found[0]], None) if found and found[0] in made else found
