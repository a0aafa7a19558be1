"""Versions of the ontology: a frozen one, a commit, a folder, a wheel or a file, and what follows.

A version is one of ours, or files that extend what is installed. A frozen version is an archive in
`frozen/` with what a comparison needs of a wheel: the Turtle files, and the verdicts as they were
worked out then (`python -m tools.release freeze`).
"""

from __future__ import annotations

import io
import json
import lzma
import re
import subprocess
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from aitaxonomy import _data
from aitaxonomy.errors import ImportFault
from aitaxonomy.graph.deprecation import Replacements, current, replacements
from aitaxonomy.inference.content import Content
from aitaxonomy.inference.inference import Inference
from aitaxonomy.inference.premises import BY_CONVENTION, Premises, Statement, hierarchy_in
from aitaxonomy.inference.preparing import VERDICTS
from aitaxonomy.inference.verdict_table import VerdictTable
from aitaxonomy.owl.axioms import Named, SubClassOf
from aitaxonomy.owl.module_extraction import excerpt
from aitaxonomy.rdf.namespaces import AIT, curie
from aitaxonomy.rdf.positions.location import Location
from aitaxonomy.reasoning.chaining.program_table import Prepared
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.scratch import ScratchFolder
from aitaxonomy.store import INFERRED, SYNTAXES, GraphStore
from aitaxonomy.store.data_files import DataFiles
from aitaxonomy.store.positions import Places
from aitaxonomy.store.shipped_ontology import inferences

if TYPE_CHECKING:
    from aitaxonomy.owl import axioms as ax
    from aitaxonomy.owl.ontology import Ontology
    from aitaxonomy.rdf.ntriples import Triple

#: What is made of other files, and folders that state nothing about systems.
_INFERRED, _EXCERPT = f"{_data.INFERRED}.ttl", f"{_data.EXEMPLARS}.ttl"
BESIDE = ("alignments", "translations")
TABLE = f"prepared/{VERDICTS}.json"
_IN_WHEEL = re.compile(rf"aitaxonomy/(ontology/(?:[\w-]+/)?[\w.-]+\.ttl|{re.escape(TABLE)})")
#: A module that can be read without the systems.
_ON_SYSTEMS = "|".join((_data.CONVENTIONS, _data.INFERRED, _data.ROOTS[-1]))
_MODULE = re.compile(rf"aitaxonomy/ontology/(?!{_ON_SYSTEMS})([\w-]+\.ttl)")
#: The endings of RDF files among others: `.json` and `.xml` are rarely RDF.
_RDF = {end for _, ends in SYNTAXES.values() for end in ends} - {".json", ".xml"}
_IN_COMMIT = re.compile(rf"aitaxonomy/((?!.*\.\.).*(?:{'|'.join(map(re.escape, sorted(_RDF)))}))")
_NUMBER, ARCHIVE = re.compile(r"\d+(\.\d+)+(\.dev\d+)?"), ".tar.xz"
_LINKED = """SELECT DISTINCT ?x { ?x a ?sort FILTER(isIRI(?x)
  && ?sort IN (owl:NamedIndividual, owl:ObjectProperty)) }"""
_LINKS = """SELECT DISTINCT ?s ?p ?o { ?p a owl:ObjectProperty .
  ?s a owl:NamedIndividual ; ?p ?o . ?o a owl:NamedIndividual FILTER(isIRI(?s) && isIRI(?o)) }"""
#: The name at the beginning of a line.
_NAMED = re.compile(r"^(\w+:\S+)\s", re.MULTILINE)


class Version:
    """One state of the ontology: what it states, and what follows from that.

    Args:
        name: what people call it.
        content: the installed ontology, or one with files of somebody's own.
        folder: the folder with its Turtle files, or with those of somebody's own.
        kept: keeps the folder, if it is temporary.

    """

    def __init__(
        self,
        name: str,
        content: Content | None = None,
        folder: Path = Path(),
        kept: ScratchFolder | None = None,
    ) -> None:
        self.name, self.folder, self._content, self._kept = name, folder, content, kept
        self._places: dict[tuple[Path, ...], Places] = {}

    @cached_property
    def _files(self) -> list[Path]:
        derived = [_INFERRED, *([_EXCERPT] if (self.folder / "systems").is_dir() else [])]
        return [
            each for each in sorted(self.folder.rglob("*.ttl"))
            if each.name not in derived and each.parent.name not in BESIDE
        ]  # fmt: skip

    @cached_property
    def store(self) -> GraphStore:
        """The store of all that the version states."""
        if self._content:
            return self._content.asserted
        store = GraphStore()
        store.load_shipped(self._files)
        return store

    @cached_property
    def whole(self) -> GraphStore:
        """The store of what is stated, and of what follows by its file of inferences."""
        if self._content:
            return self._content.store
        store = self.store.copy()
        store.add(inferences(self.folder / _INFERRED), INFERRED)
        return store

    @cached_property
    def _of_statements(self) -> Inference:
        """The inference from all statements; only that of what is installed is prepared."""
        if self._content and not self._content.added:
            return self._content.inference
        if self._content:
            return Inference(Premises(self.store, self._content.premises.hierarchy))
        return Inference(Premises(self.store, hierarchy_in(self.folder / _INFERRED)))

    @cached_property
    def verdicts(self) -> VerdictTable | None:
        """The verdicts on the artifacts as computed then, if they were kept."""
        if self._content:
            return None if self._content.added else self._content.verdicts
        path = self.folder.parent / TABLE
        return VerdictTable(json.loads(path.read_bytes())) if path.is_file() else None

    @cached_property
    def superclasses(self) -> dict[str, set[str]]:
        """The superclasses of each class, stated and inferred."""
        found = self._of_statements.premises.superclasses
        for kind in self._own_classes:  # HermiT was not asked about these
            found.setdefault(kind, set()).update(self.terms.superclasses(kind))
        return found

    @cached_property
    def _own_classes(self) -> frozenset[str]:
        """The classes of the added files."""
        if not self._content or not self._content.added:
            return frozenset()
        return self.ontology.vocabulary.classes & self._content.data.subjects()

    @cached_property
    def premises(self) -> Premises:
        """The premises of all reasoning, their program compiled and closed."""
        stated = self._of_statements.premises
        if stated.closed:
            return stated
        prepared = self._content.inference.prepared if self._content else None
        prepared = prepared or Prepared(self._of_statements.program(lambda _: Location()))
        return Premises(self.store, stated.hierarchy, prepared=prepared)

    def inference(self, data: DataFiles | None = None) -> Inference:
        """Return what follows from the version, and from data if there is any."""
        return Inference(self.premises, data)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The IRIs of our classes and those of added files, without deprecated ones."""
        if self.verdicts:
            return frozenset(self.verdicts.kinds) - self._deprecated.keys()
        assert self.premises.prepared is not None
        classes = self.premises.prepared.ontology.vocabulary.classes
        ours = frozenset(each for each in classes if each.startswith(AIT))
        return (ours | self._own_classes) - self._deprecated.keys()

    @cached_property
    def named(self) -> set[str]:
        """The IRIs of individuals and object properties, without deprecated ones."""
        rows = self.store.select(_LINKED, inferred=False).rows
        return {str(row[0]) for row in rows} - self._deprecated.keys()

    @cached_property
    def links(self) -> dict[tuple[str, str, str], bool]:
        """The links of individuals, each with whether it is inferred and not stated."""
        all, stated = (
            {(str(s), str(p), str(o)) for s, p, o in self.whole.select(_LINKS, inferred=more).rows}
            for more in (True, False)
        )
        return {link: link not in stated for link in all}

    @cached_property
    def ontology(self) -> Ontology:
        """Its axioms and facts."""
        return self._of_statements.everything.ontology

    @cached_property
    def stated(self) -> frozenset[ax.Axiom]:
        """All axioms and facts, and what HermiT inferred from them about classes."""
        return frozenset((*self.ontology.axioms, *self.ontology.facts, *self.inferred))

    @cached_property
    def inferred(self) -> dict[ax.Axiom, tuple[str, str]]:
        """The inclusions of named classes that HermiT alone found, each with both classes."""
        pairs = {SubClassOf(Named(a), Named(b)): (a, b) for a, b in self.premises.subclasses}
        return {axiom: pairs[axiom] for axiom in pairs.keys() - {*self.ontology.axioms}}

    @cached_property
    def terms(self) -> Reasoner:
        """A reasoner over the terms alone, which finds for itself what HermiT inferred."""
        return Reasoner(excerpt(self._of_statements.premises.unannotated, ()))

    @cached_property
    def conventional(self) -> frozenset[Statement]:
        """The statements that rest on a convention."""
        rows = self.store.select(BY_CONVENTION, inferred=False).rows
        return frozenset((str(s), str(p), str(o)) for s, p, o in rows)

    @cached_property
    def replaced(self) -> dict[str, str]:
        """The deprecated terms that one other replaces, each with that other one."""
        known = self._deprecated
        return {old: new for old in known if (new := current(old, known)) != old}

    @cached_property
    def _deprecated(self) -> Replacements:
        return replacements(self.store)

    @cached_property
    def _lines(self) -> dict[str, list[Path]]:
        """The files in which a line begins with a name, which a statement about it does."""
        found: dict[str, list[Path]] = {}
        for path in self._files:
            for name in {*_NAMED.findall(path.read_text(encoding="utf-8"))}:
                found.setdefault(name, []).append(path)
        return found

    def place(self, triple: Triple) -> Location:
        """Return file, line and source of a statement, as far as they are known."""
        if self._content:
            found = self._content.locate(triple) or Location()
            if not found.file or not self._kept:
                return found
            return replace(found, file=found.file.removeprefix(f"{self._kept.name}/"))
        if triple[0].startswith("_:"):  # an axiom, which a module has
            files = tuple(each for each in self._files if each.parent == self.folder)
        else:
            files = tuple(self._lines.get(curie(triple[0]), ()))
        if files not in self._places:
            self._places[files] = Places(self.store, files, shipped=False, blocked=True)
        found = self._places[files].of_triple(triple) or Location()
        if not found.file:
            return found
        inside = Path(found.file).resolve().relative_to(self.folder.resolve())
        return replace(found, file=f"ontology/{inside.as_posix()}")


class Files(NamedTuple):
    """The files of a version.

    Attributes:
        name: what people call the version.
        path: a file in RDF, or a folder.
        kept: keeps the folder, if it is temporary.

    """

    name: str
    path: Path
    kept: ScratchFolder | None = None

    @property
    def ours(self) -> Path | None:
        """The folder with our modules, if they are there."""
        folders = (self.path, self.path / "ontology")
        return next((each for each in folders if (each / "core.ttl").is_file()), None)

    @property
    def rdf(self) -> list[Path]:
        """The files in RDF."""
        if self.path.is_file():
            return [self.path]
        return [each for each in sorted(self.path.rglob("*")) if each.suffix in _RDF]


def files_of(source: str | Path) -> Files:
    """Return the files of a version.

    Args:
        source: the number of a frozen version, a folder, a wheel, a file in RDF, or a commit of the
            repository in the working folder, on request with a path in it (`HEAD~1:mine.ttl`).

    Raises:
        ImportFault: there is no such version.

    """
    name, path = str(source), Path(source)
    if _NUMBER.fullmatch(name) and not path.exists():
        path = _frozen(name)
    if path.is_file() and path.name.endswith((".whl", ARCHIVE)):
        return _unpacked(name, path.read_bytes(), _IN_WHEEL)
    if path.exists():
        return Files(name, path)
    commit, _, inside = name.partition(":")
    try:
        if "-" in (name[:1], inside[:1]):  # an option
            raise OSError
        if not inside and _git("ls-tree", commit, "ontology/core.ttl"):
            inside = "ontology"
        packed = _git("archive", "--format=zip", "--prefix=aitaxonomy/", commit, inside or ".")
    except (OSError, subprocess.CalledProcessError):
        raise ImportFault(
            f"{name}: no folder, file or wheel of this name, and git knows no such commit here; "
            "name one, such as HEAD~1 in a clone"
        ) from None
    return _unpacked(name, packed, _IN_WHEEL if inside == "ontology" else _IN_COMMIT)


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], check=True, capture_output=True).stdout


def version(source: str | Path | Files, content: Content) -> Version:
    """Return a version of the ontology, or of one that extends it.

    Args:
        source: what `files_of` takes, or returned.
        content: the installed ontology, which files that are not ours are read beside.

    Raises:
        ImportFault: there is no such version, or it cannot be read.

    """
    files = source if isinstance(source, Files) else files_of(source)
    if files.ours:
        return Version(files.name, folder=files.ours, kept=files.kept)
    if not files.rdf:
        raise ImportFault(f"{files.name}: neither ontology/core.ttl nor any other file in RDF")
    beside = content.with_files([(path, None) for path in files.rdf])
    return Version(files.name, beside, files.path, files.kept)


def released() -> dict[str, dict[str, bytes]]:
    """Return of each frozen release, by its number, the archive and its modules without systems.

    >>> files = released()["0.2.0"]
    >>> [name in files for name in ("0.2.0.tar.xz", "core.ttl", "systems/openai.ttl")]
    [True, True, False]
    """
    found = {}
    for path in sorted(_data.folder("frozen").glob(f"*{ARCHIVE}")):
        if ".dev" not in path.name:
            packed = path.read_bytes()
            modules = ((_MODULE.fullmatch(name), text) for name, text in _members(packed))
            files = {named[1]: text for named, text in modules if named}
            found[path.name.removesuffix(ARCHIVE)] = {path.name: packed, **files}
    return found


def _frozen(number: str) -> Path:
    """Return the archive of a frozen version."""
    folder = _data.folder("frozen")
    path = folder / f"{number}{ARCHIVE}"
    if not path.is_file():
        known = ", ".join(frozen())
        raise ImportFault(f"{number}: no frozen version; there are {known}")
    return path


def frozen() -> list[str]:
    """Return the numbers of the frozen versions, the oldest first.

    >>> frozen()[0]
    '0.2.0'
    """
    paths = _data.folder("frozen").glob(f"*{ARCHIVE}")
    numbers = [path.name.removesuffix(ARCHIVE) for path in paths]
    return sorted(numbers, key=numbered)


def numbered(number: str) -> list[int]:
    """Return the parts of the number of a version, by which they are ordered.

    >>> numbered("0.3.0.dev0")
    [0, 3, 0, 0]
    """
    return [int(part) for part in re.findall(r"\d+", number)]


def _unpacked(name: str, packed: bytes, wanted: re.Pattern[str]) -> Files:
    """Return the files in an archive whose names are wanted."""
    folder = ScratchFolder()
    try:
        for inside, content in _members(packed):
            if found := wanted.fullmatch(inside):
                path = Path(folder.name, found[1])
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
    except (zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, EOFError):
        raise ImportFault(f"{name}: not a wheel or a frozen version, or a damaged one") from None
    return Files(name, Path(folder.name), folder)


def _members(packed: bytes) -> Iterable[tuple[str, bytes]]:
    """Yield the names and contents of the files in an archive."""
    if packed.startswith(b"\xfd7zXZ"):
        with tarfile.open(fileobj=io.BytesIO(packed), mode="r:xz") as archive:
            for each in archive:
                if file := archive.extractfile(each):
                    yield each.name, file.read()
    else:
        with zipfile.ZipFile(io.BytesIO(packed)) as wheel:
            for name in wheel.namelist():
                yield name, wheel.read(name)
