"""The content of a taxonomy: the shipped files, added files, and what they entail together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy import _data
from aitaxonomy.graph.names import Links, Names
from aitaxonomy.inference.preparing import (
    NAMES,
    PROGRAM,
    SYSTEMS,
    VERDICTS,
    keep_prepared,
    shipped_folder,
)
from aitaxonomy.store import SYNTAXES, GraphStore, log
from aitaxonomy.store.data_files import DataFiles
from aitaxonomy.store.positions import Places, shown
from aitaxonomy.store.shipped_ontology import (
    RENEW,
    PreparedFolder,
    cached_hash,
    content_hash,
    shared_store,
    shipped_store,
)

if TYPE_CHECKING:
    from aitaxonomy.graph.lexicon import Lexicon
    from aitaxonomy.graph.systems import SystemFacts
    from aitaxonomy.inference.inference import Inference, Watch
    from aitaxonomy.inference.inferred_graph import InferredGraph
    from aitaxonomy.inference.premises import Premises
    from aitaxonomy.inference.verdict_table import VerdictTable
    from aitaxonomy.inventory import Matcher
    from aitaxonomy.inventory.importing import Imported
    from aitaxonomy.rdf.ntriples import Triple
    from aitaxonomy.rdf.positions.location import Location
    from aitaxonomy.reasoning.chaining.program_table import Prepared

Added = tuple[Path, str | None]
"""A file and its RDF syntax; None for the syntax to be guessed."""


Recipe = tuple[tuple[Path, str | None, Mapping[str, str] | None, bool], ...]
"""Files with their formats, for tables the column of each field, and whether proposals hold."""

#: The reason that a statement is annotated with.
_REASON = """SELECT ?why WHERE { ?note owl:annotatedSource <%s> ; owl:annotatedProperty <%s> ;
  owl:annotatedTarget %s ; rdfs:comment ?why }"""
#: About the processor time, in seconds, that reading what is shipped into memory takes.
_READING = 1.5


@cache
def shipped_content() -> Content:
    """Return the content of the package, the same for all that arrives from other processes."""
    return Content()


def content_of(recipe: Recipe, start: Content | None = None) -> Content:
    """Return some content, default the shipped, with files; raises as `with_files` does."""
    content = start or shipped_content()
    for path, format, columns, accept in recipe:
        content = content.with_files([(path, format)], columns, accept=accept)
    return content


class Content:
    """The shipped files and the added ones, immutable; read and reasoned over when first used.

    >>> content = Content()
    >>> content.store.ask("ASK { ?x a <https://w3id.org/aitaxonomy#LLM> }")
    True
    """

    watch: Watch | None = None
    """The context manager in which large data is reasoned over; it follows the progress."""
    uses_prepared = True
    """`True` if the prepared content is used, rather than computed again."""

    def __init__(
        self,
        added: tuple[Added, ...] = (),
        imports: tuple[Imported, ...] = (),
        shipped: Content | None = None,
    ) -> None:
        self._added, self._imports = added, imports
        self.recipe: Recipe = ()
        """How the files were read that were added to the `start`, in their order."""
        self.start: Content | None = None
        """The content of a store, if the files were added to that."""
        self.shipped = shipped or self
        """The content without added files."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process by its files: they are read again there."""
        return content_of, (self.recipe, self.start)

    def close(self) -> None:
        """Let go of the store that the content is read from, if it is from one."""
        if self.start is not None:
            self.start.close()

    @property
    def whole(self) -> Content:
        """The content with all its statements at hand, for what reasons over them."""
        return self

    @property
    def imports(self) -> tuple[Imported, ...]:
        """The added inventories, as they were read."""
        return self._imports

    # --- files

    def with_files(
        self,
        files: Iterable[Added],
        columns: Mapping[str, str] | None = None,
        progress: Callable[[int], None] | None = None,
        *,
        accept: bool = False,
    ) -> Content:
        """Return the content with more files: RDF, or inventories, which become statements.

        Args:
            files: pairs of a path and its format, None for a format to be guessed.
            columns: for tables, the column of each field.
            progress: is called with the number of entries read so far.
            accept: whether what the words of inventories suggest is stated.

        Raises:
            ImportFault: a file cannot be read.

        """
        from aitaxonomy.inventory import guess_format

        files = list(files)
        added, imports, graphs = self._added, self.imports, False
        for path, format in files:
            if format in SYNTAXES or (format or guess_format(path)) == "rdf":
                added += ((path, None if format == "rdf" else format),)
                graphs = True
            else:
                found = self.import_file(path, format, columns, progress, accept=accept)
                imports += (found,)
                if found.entries:
                    added += ((found.statements, "ntriples"),)
        other = Content(added, imports, self.shipped)
        other.start = self.start
        other.recipe = (*self.recipe, *((path, format, columns, accept) for path, format in files))
        if graphs:
            _ = other.data  # reads the files, so that a fault is raised here
        return other

    def import_file(
        self,
        path: Path,
        format: str | None,
        columns: Mapping[str, str] | None = None,
        progress: Callable[[int], None] | None = None,
        *,
        accept: bool = False,
    ) -> Imported:
        """Import an inventory: its statements are written to a temporary file."""
        from aitaxonomy.inventory.importing import import_file

        matcher = self.shipped.matcher
        return import_file(
            path, format, matcher=matcher, columns=columns, accept=accept, progress=progress
        )

    def imported(self) -> list[Imported]:
        """Return all added files, RDF included, as statements with the origin of each entry."""
        read = {found.statements: found for found in self.imports}
        return [read.get(path) or self.import_file(path, f or "rdf") for path, f in self.own]

    @property
    def added(self) -> bool:
        """Return whether any file was added, even an inventory without systems."""
        return bool(self._added or self.imports)

    @property
    def read(self) -> Recipe:
        """How all added files were read, those of a store included."""
        return (*(self.start.read if self.start else ()), *self.recipe)

    @property
    def files(self) -> tuple[Path, ...]:
        """The added files; for an inventory, the file with its statements."""
        return tuple(path for path, _ in self._added)

    @cached_property
    def own(self) -> list[Added]:
        """The added files without shipped ones, whose blank nodes would occur twice."""
        shipped = {path.resolve() for path in _data.ontology_files()} if self._added else ()
        return [(path, format) for path, format in self._added if path.resolve() not in shipped]

    @cached_property
    def data(self) -> DataFiles:
        """The added files as N-Triples."""
        return DataFiles(self.own)

    def subjects(self) -> set[str]:
        """Return the IRIs that are subjects in the added files, shipped ones among them."""
        all_own = len(self.own) == len(self._added)
        return (self.data if all_own else DataFiles(self._added)).subjects()

    # --- graphs

    @cached_property
    def asserted(self) -> GraphStore:
        """The store of all asserted triples."""
        if not self._added:
            return self._kept_store or self.shipped_asserted
        # Either way the blank nodes are those of the premises, so that proofs find their places.
        store = self._begun or self.shipped.asserted.copy()
        for path in self.data.paths:
            store.add_lines(path.read_bytes())
        return store

    @cached_property
    def prepared(self) -> PreparedFolder | None:
        """The prepared part of the shipped content, if there is one."""
        return shipped_folder() if self.shipped.uses_prepared else None

    @cached_property
    def _kept_store(self) -> GraphStore | None:
        """The store of the shipped content on disk, if there is one."""
        return self.prepared.store if self.prepared and self.prepared.has_store else None

    @cached_property
    def _shared_store(self) -> GraphStore | None:
        """The shipped content in memory, if its inferences are of this state."""
        now = content_hash()
        return shared_store(now) if now == cached_hash() else None

    @cached_property
    def shipped_asserted(self) -> GraphStore:
        """The asserted triples of the shipped files, in memory."""
        if self.shipped is not self:
            return self.shipped.shipped_asserted
        return self._shared_store or shipped_store()

    @property
    def store(self) -> GraphStore:
        """The store of the asserted and the inferred graph, for trusted queries.

        On disk it is there at once, but three times slower than in memory: once its queries have
        taken as long as it takes to read all that into memory, they run there, as they do where
        it has been read anyway.
        """
        if self._added:
            return self._store_with_files
        kept = self._kept_store
        if kept is None or "memory" in vars(self) or kept.seconds > _READING:
            return self.memory
        return kept

    @cached_property
    def _store_with_files(self) -> GraphStore:
        if self._begun:
            store = self.asserted
            self.inferred.add_to(store)
            return store
        return self.memory

    @cached_property
    def _begun(self) -> GraphStore | None:
        """A store on disk that begins as the kept one."""
        if not (self.prepared and self._kept_store):
            return None
        try:
            return self.prepared.begun()
        except FileNotFoundError:  # other versions have cleared the cache folder since
            return None

    @cached_property
    def memory(self) -> GraphStore:
        """The same store in memory, or in a folder of its own where files were added."""
        if self._added:
            store = self.asserted
        elif self._shared_store:
            return self._shared_store
        else:
            store = shipped_store()
            log.warning(
                "ontology/inferred.ttl is missing, or of another state of the ontology: what "
                "follows is worked out by rules alone, which is slower and may be less; %s "
                "renews it, or install aitaxonomy again",
                RENEW,
            )
        self.inferred.fill(store)
        return store

    def queried(self, *, asserted: bool) -> GraphStore:
        """Return what users' queries are run over; only its asserted graph may have to be there."""
        if asserted:
            return self.asserted
        return self._store_with_files if self._added else self._kept_store or self.memory

    @cached_property
    def inference(self) -> Inference:
        """The inference over the content."""
        from aitaxonomy.inference.inference import Inference

        return Inference(self.premises, self.data, self.locate, watch=self.watch)

    @cached_property
    def bare_inference(self) -> Inference:
        """The inference without the statements that rest on a convention."""
        from aitaxonomy.inference.inference import Inference

        return Inference(self.premises.bare, self.data, self.locate, watch=self.watch)

    @cached_property
    def verdicts(self) -> VerdictTable | None:
        """The strict verdicts on the shipped artifacts, if they are prepared.

        They hold as long as the data adds facts on things of its own alone.
        """
        if self._added and not self.inference.shipped_holds:
            return None
        from aitaxonomy.inference.verdict_table import VerdictTable

        folder = keep_prepared(worked_out) if self.shipped.uses_prepared else None
        table = folder.table(VERDICTS) if folder else None
        return VerdictTable(table) if table else None

    @cached_property
    def inferred(self) -> InferredGraph:
        """All that follows from the content, as a graph."""
        from aitaxonomy.inference.inferred_graph import InferredGraph

        return InferredGraph(self.inference)

    @cached_property
    def premises(self) -> Premises:
        """The premises from the shipped files."""
        if self.shipped is not self:
            return self.shipped.premises
        from aitaxonomy.inference.premises import Premises

        return Premises.shipped(self.shipped.asserted, self.program)

    @cached_property
    def program(self) -> Prepared | None:
        """The program of the shipped content, compiled and closed, if that can be had."""
        folder = keep_prepared(worked_out) if self.shipped.uses_prepared else None
        return _program_in(folder) if folder else None

    # --- names and places

    @cached_property
    def systems(self) -> SystemFacts:
        """The facts about all systems in one table, all verdicts in it unknown."""
        from aitaxonomy.graph.systems import SystemFacts, read_system_facts

        label = self.names.label
        table = self.prepared.table(SYSTEMS) if self.prepared and not self._added else None
        if table:
            return SystemFacts.resumed(table, label)
        return read_system_facts(self.store.select, label)

    @cached_property
    def names(self) -> Names:
        """The index of labels, synonyms and names."""
        table = self.prepared.table(NAMES) if self.prepared and not self._added else None
        return Names(self.store, table)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The lexicon of the words of questions."""
        from aitaxonomy.graph.lexicon import Lexicon

        return Lexicon(self.shipped.store, self.shipped.names)

    @cached_property
    def links(self) -> Links:
        """The links, with labels, of IRIs in results."""
        return Links(lambda iri: self._about(iri)[0])

    def _about(self, iri: str) -> tuple[GraphStore, Places]:
        """The store of the statements about a thing, and their places.

        Data that says nothing of what is shipped has a store of its own.
        """
        if not self._added:
            return self.store, self.places
        if not self.inference.additions.facts_only:
            return self.asserted, self.places
        if f"<{iri}>" in self.premises.subjects:
            return self.shipped._about(iri)
        return self._own_statements

    @cached_property
    def _own_statements(self) -> tuple[GraphStore, Places]:
        store = GraphStore()
        store.add_lines(self.data.text())
        return store, Places(store, self.files)

    @cached_property
    def matcher(self) -> Matcher:
        """The matcher from the names in inventories to systems of the graph."""
        from aitaxonomy.inventory import Matcher

        return Matcher(self.names, self.store)

    @cached_property
    def places(self) -> Places:
        """The places of statements in the files."""
        return Places(self.asserted, self.files)

    def locate(self, triple: Triple) -> Location | None:
        """Return file, line and source of a statement: of an inventory, in the given file."""
        places = self._about(triple[0])[1]
        at = places.line_of(triple)[0] if self.imports else None
        for file in self.imports:
            if at == file.statements:
                return self._claimed(file, triple)
        found = places.of_triple(triple)
        if found is not None and found.file in self._own_names:
            from aitaxonomy.rdf.positions.location import YOUR_DATA

            return replace(found, tier=found.tier or YOUR_DATA)
        return found

    @cached_property
    def _own_names(self) -> frozenset[str]:
        """The names of the added files, as places show them."""
        return frozenset(shown(path) for path, _ in self.own)

    def _claimed(self, file: Imported, triple: Triple) -> Location:
        """Return the place of what a list of the user states, and how it was read."""
        from aitaxonomy.rdf.positions.location import YOUR_LIST, Location

        s, p, o = triple
        notes = self._about(s)[0].select(
            _REASON % (s, p, o if o.startswith('"') else f"<{o}>"), inferred=False
        )
        told = file.claim(s, p, next((str(why) for (why,) in notes.rows), ""))
        line = file.entries[s].line if s in file.entries else None
        return Location(str(file.path), line, tier=YOUR_LIST, locator=told)

    def place(self, subject: str, path: str | None) -> tuple[str, int | None] | None:
        """Return file and line of a subject, or of its statement with a predicate (`path`).

        For an inventory that is the imported file, not the file with its statements.
        """
        for file in self.imports:
            if subject in file.entries:
                return str(file.path), file.entries[subject].line
        made = {shown(file.statements): str(file.path) for file in self.imports}
        found = self.places.of(subject, path)
        return (made[found[0]], None) if found and found[0] in made else found


@cache
def _program_in(folder: PreparedFolder) -> Prepared | None:
    from aitaxonomy.reasoning.chaining.program_table import Prepared

    table = folder.table(PROGRAM)
    return Prepared(table) if table else None


def worked_out() -> dict[str, object]:
    """Return what never changes of the shipped content, worked out anew: names, rules, closure."""
    from aitaxonomy.inference.inference import Inference
    from aitaxonomy.inference.premises import Premises
    from aitaxonomy.inference.verdict_table import VerdictTable
    from aitaxonomy.rdf.positions.location import Location
    from aitaxonomy.reasoning.chaining.program_table import Prepared

    fresh = Content()
    fresh.uses_prepared = False
    program = fresh.inference.program()
    bare = fresh.bare_inference.program(lambda _: Location())  # only verdicts come of it
    full = Premises.shipped(fresh.asserted, Prepared(program))
    without = Premises.shipped(fresh.asserted, Prepared(bare)).bare
    return {
        NAMES: fresh.names.written(),
        PROGRAM: program,
        VERDICTS: VerdictTable.work_out(Inference(full), Inference(without)).written(),
        SYSTEMS: fresh.systems.written(),
    }
