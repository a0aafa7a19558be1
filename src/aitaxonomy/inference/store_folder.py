"""The content of a store on disk: written once, and answered from without reasoning again."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from aitaxonomy.errors import StoreCorrupt
from aitaxonomy.files import base, source, stand_in, told
from aitaxonomy.graph.names import Names
from aitaxonomy.inference.content import Content, Recipe, shipped_content
from aitaxonomy.inference.preparing import NAMES
from aitaxonomy.inventory.importing import Imported
from aitaxonomy.store import GraphStore
from aitaxonomy.store.data_files import DataFiles
from aitaxonomy.store.disk import Held, building, seal
from aitaxonomy.store.shipped_ontology import PreparedFolder, content_hash, write_store, write_table

#: The table of the files that were added, and the folders of their copies and their statements.
_FILES, _GIVEN, _STATEMENTS = "files", "given", "statements"


@dataclass(frozen=True)
class StoredFile:
    """A file that was added to a store, as it is kept there.

    Attributes:
        given: its path, as it was named.
        base: what relative IRIs in it are relative to.
        format: what it was said to be, None where that was guessed.
        columns: of a table, the column of each field, if that was said.
        accept: whether what its words suggest was stated.
        inventory: whether it is an inventory, rather than RDF.
        copy: the path of its copy in the store.
        statements: the path of its statements; "" where an inventory has none.

    """

    given: str
    base: str
    format: str | None
    columns: dict[str, str] | None
    accept: bool
    inventory: bool
    copy: str
    statements: str


class Stored(Content):
    """The content of the store in a folder, which is held until it is closed.

    Raises:
        StoreCorrupt: there is no store, or it is damaged, or of another version of the program or
            of the ontology.

    """

    def __init__(self, store: str | Path) -> None:
        super().__init__((), (), shipped_content())
        self._held = Held(Path(store))
        self.start = self
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        held = self._held
        if held.stamp.get("ontology") != content_hash():
            raise held.corrupt("it was built from another version of the ontology", "is outdated")
        self._prepared = PreparedFolder(held.folder)
        try:
            _ = self._prepared.store
        except StoreCorrupt as error:
            raise held.corrupt(error) from None
        self.kept = [StoredFile(**each) for each in self._prepared.table(_FILES)]
        for each in self.kept:
            for part in filter(None, (each.copy, each.statements)):
                stand_in(held.folder / part, Path(each.given), each.base)
        # An inventory is known by its statements, as one that was just imported.
        self._added = tuple(
            (self._part(each.statements), "ntriples")
            if each.inventory
            else (self._part(each.copy), each.format)
            for each in self.kept
            if each.statements
        )

    @property
    def read(self) -> Recipe:
        """How the files of the store were read, from their copies."""
        kept = self.kept
        return tuple((self._part(e.copy), e.format, e.columns, e.accept) for e in kept)

    def _part(self, path: str) -> Path:
        return self._held.folder / path

    def __reduce__(self) -> tuple[Callable[[Path], Stored], tuple[Path]]:
        """Travel to another process by the folder, which is opened again there."""
        return Stored, (self._held.store,)

    def close(self) -> None:
        """Let the next build remove what is read here."""
        self._held.close()

    @cached_property
    def imports(self) -> tuple[Imported, ...]:
        """The added inventories, read again from their copies."""
        return tuple(map(self._imported, filter(lambda each: each.inventory, self.kept)))

    def _imported(self, kept: StoredFile) -> Imported:
        copy = self._part(kept.copy)
        found = self.import_file(copy, kept.format, kept.columns, accept=kept.accept)
        statements = self._part(kept.statements) if kept.statements else found.statements
        return replace(found, statements=statements)

    @property
    def added(self) -> bool:
        """Return whether any file was added."""
        return bool(self.kept)

    @cached_property
    def data(self) -> DataFiles:
        """The statements of the added files."""
        parts = (each.statements for each in self.kept)
        return DataFiles.written(self._part(part) for part in parts if part)

    @property
    def asserted(self) -> GraphStore:
        """The store, which has the asserted graph."""
        return self._prepared.store

    @property
    def store(self) -> GraphStore:
        """The store on disk."""
        return self._prepared.store

    @cached_property
    def memory(self) -> GraphStore:
        """The same in memory, where it can be changed."""
        return self._prepared.store.in_memory()

    def queried(self, *, asserted: bool) -> GraphStore:
        """Return the store on disk: it has both graphs."""
        return self._prepared.store

    @cached_property
    def names(self) -> Names:
        """The index of labels, synonyms and names."""
        return Names(self.store, self._prepared.table(NAMES))


def build(content: Content, store: str | Path) -> None:
    """Write some content, with all that follows from it, as a store on disk.

    It replaces the store that is there at once, when all of it is on the disk.

    Raises:
        InconsistentOntology: the statements contradict each other.
        StoreLocked: another process is building this store.
        ImportFault: the folder cannot be written, or has other things in it.

    """
    content = content.whole
    with building(Path(store)) as folder:
        content.inference.check()
        write_store(content.store, folder)
        write_table(folder, NAMES, content.names.written())
        kept = list(_keep(content, folder))
        write_table(folder, _FILES, [vars(each) for each in kept])
        seal(folder, ontology=content_hash(), given=[each.given for each in kept])


def _keep(content: Content, folder: Path) -> Iterator[StoredFile]:
    """Copy the added files and the statements of each to a folder; yield what is kept of them.

    They come in the order in which they were added, those without statements among them.
    """
    imports = deque(content.imports)
    stated = deque(zip((path for path, _ in content.own), content.data.each, strict=True))
    for number, (path, format, columns, accept) in enumerate(content.read):
        given = told(path)
        found = imports.popleft() if imports and imports[0].path == given else None
        made = None
        if stated and stated[0][0] == (found.statements if found else path):
            made = stated.popleft()[1]
        elif not found:  # a file of the shipped ontology, which adds nothing
            continue
        copy, lines = f"{_GIVEN}/{number}/{given.name}", f"{_STATEMENTS}/{number}.nt"
        _copy(source(path), folder / copy)
        if made:
            _copy(made, folder / lines)
        yield StoredFile(
            given=str(given),
            base=base(path),
            format=format,
            columns=dict(columns) if columns else None,
            accept=accept,
            inventory=found is not None,
            copy=copy,
            statements=lines if made else "",
        )


def _copy(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)
