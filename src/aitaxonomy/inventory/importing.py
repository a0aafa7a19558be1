"""Import of a data file: statements in N-Triples, and a table with the origin of each system.

Reasoning, validation and queries read N-Triples, whatever the format of the file. The table has
what the statements lack: the name in the file, the line, and the match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.errors import ImportFault
from aitaxonomy.files import told
from aitaxonomy.graph.names import Names
from aitaxonomy.inventory.formats import MODULES, Format, guess, module
from aitaxonomy.inventory.formats.documents import FileStart, file_start, has_models
from aitaxonomy.inventory.formats.fields import text
from aitaxonomy.inventory.import_rules.rules import complete
from aitaxonomy.inventory.import_rules.statements import Statements
from aitaxonomy.inventory.known import remark_claims, systems_in, with_likeness
from aitaxonomy.inventory.matching.matcher import Match, Matcher
from aitaxonomy.inventory.record import FIELDS, Proposal, Record, Source, Spot, Tally
from aitaxonomy.rdf.namespaces import AIT, RDFS
from aitaxonomy.scratch import ScratchFolder
from aitaxonomy.store import SYNTAXES, read_triples
from aitaxonomy.store.screening import refuse_other_owl

#: The formats of inventories; RDF is read by the store.
FORMATS = tuple(MODULES)
#: The formats whose columns a user may map.
MAPPED = ("csv", "tsv", "workbook", "page", "objects")
#: The lines of comments that a Turtle file may begin with.
_COMMENTS = re.compile(r"\A(?:\s*#[^\n]*\n)+")
#: The keys that mark JSON as JSON-LD where no file name does, as in a pipe.
_JSON_LD = frozenset(("@context", "@graph", "@id"))


def guess_format(path: Path | str) -> str:
    """Return the name of a file's format, detected by content: "rdf" for any RDF syntax.

    Raises `ImportFault` for a file that is unreadable or of no known format.
    """
    path = Path(path)
    start = file_start(path)
    refuse_other_owl(path, start.text)
    if (linked := module("linked-data")).recognises(start):
        return linked.FORMAT
    if _is_rdf(start):
        return "rdf"
    if found := guess(start):
        return found
    if path.suffix.casefold() in (".md", ".markdown", ".htm", ".html"):
        remedy = "list the systems in a table, one in a row"
        raise ImportFault(f"{path}: a text without a table of systems: {remedy}")
    known = ", ".join(FORMATS)
    raise ImportFault(f"{path}: unknown format: give one of {known} as its format")


def read_records(
    path: Path | str,
    format: str | Format | None = None,
    *,
    tally: Tally,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Record]:
    """Yield the systems of an inventory, one after the other, each completed by the import rules.

    The format is one of `FORMATS`, or a module of a format of one's own; it is guessed from the
    content when not given. For tables, `columns` has our names of columns (`name`, `developer`,
    `task` ...) and the file's. Raises `ImportFault`, with file and line, for a file that cannot be
    read, or not further.

    >>> tally = Tally()
    >>> from aitaxonomy._data import folder
    >>> rows = read_records(folder("queries").parent / "examples" / "models.csv", tally=tally)
    >>> next(rows).name
    'Llama 3.1 8B Instruct'

    """
    for record in read_stated(path, format, tally=tally, columns=columns):
        yield complete(record)


def read_stated(
    path: Path | str,
    format: str | Format | None = None,
    *,
    tally: Tally,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Record]:
    """Yield the systems of an inventory as it states them, without the import rules.

    The arguments and errors are those of `read_records`.
    """
    path = Path(path)
    format = format or guess_format(path)
    if format == "rdf":
        raise ImportFault(f"{path}: this is RDF, which needs no import: add the file as data")
    reader = module(format) if isinstance(format, str) else format
    options = {"columns": columns} if columns else {}
    if columns and format not in MAPPED:
        known = ", ".join(MAPPED)
        raise ImportFault(f"{path}: a map of columns is for {known}, not for {reader.FORMAT}")
    if format == "tsv":
        options["delimiter"] = "\t"  # type: ignore[assignment]
    for record in reader.read(path, tally, **options):
        tally.mapped += 1
        yield record


def at_least_one(records: Iterator[Record], path: Path, tally: Tally) -> Iterator[Record]:
    """Yield the records of a file; raises `ImportFault` with the reasons where there are none."""
    yield from records
    if tally.mapped:
        return
    if not tally.read:
        raise ImportFault(f"{path}: no system in it: nothing is listed; is it the right file?")
    reasons = "; ".join(
        f"skipped {count}: {why} ({tally.examples[why]})"
        for why, count in tally.skipped.most_common(3)
    )
    raise ImportFault(f"{path}: read {tally.read:,}, and none of it is a system: {reasons}")


def _is_rdf(start: FileStart) -> bool:
    """Return whether a file is RDF rather than an inventory in JSON, XML or a table."""
    text, suffix = _COMMENTS.sub("", start.text).lstrip(), start.path.suffix.lower()
    if suffix in (".ttl", ".nt", ".nq", ".trig", ".n3", ".rdf", ".owl"):
        return True
    if text.startswith(("@prefix", "@base", "PREFIX ", "BASE ")):
        return True
    if text.startswith("<"):
        return "rdf:RDF" in start.text or text.startswith(("<http://", "<https://", "<urn:"))
    if suffix != ".jsonld" and (suffix or _JSON_LD.isdisjoint(start.keys)):
        return False
    # JSON-LD of no format of ours is RDF, but for models in the vocabularies of others.
    found = guess(start)
    return found is None or (found == "objects" and not has_models(start.text))


#: Receives the number of systems (of RDF: statements) read so far.
Progress = Callable[[int], None]
_LABEL = RDFS + "label"
_DEVELOPER = AIT + "developedBy"
_BATCH = 1000
#: The separator of the cells of a row that is kept.
_APART = "\x1f"
#: The parts of a reason that quote its row: words in quotes, tasks, and base models.
_READ = re.compile(r"(?<=')[^']+(?=')|(?<=\")[^\"]+(?=\")|(?<=task, )[^,]+|(?<=built on )[^,]+")
#: The fields of a record that stand for its columns where the format has none.
_SHOWN = [each.name for each in FIELDS if each.shown]
#: What separates the names in a cell.
_LISTED = re.compile("[;,|]")
#: Those that are reported as the basis of the kind of a system, and the characters of each.
_TELLING, _MOST = ("kind", "tasks", "outputs", "primary", "labels"), 200


class Entry(NamedTuple):
    """A system of a data file.

    Attributes:
        name: its name in the file.
        line: its line, None where it is not known.
        match: the system of the graph that it may be.
        undecided: why the import rules leave something undecided.
        proposed: what its words suggest.
        spot: its place in the list, which RDF does not have.
        headings: those of the list, or the names of its fields where the format has none.
        row: its cells, in the order of the headings, with a separator between them.
        because: what its kind rests on, in words: the import rules, else the fields that tell.
        vendor: who develops or provides it.

    """

    name: str = ""
    line: int | None = None
    match: Match | None = None
    undecided: tuple[str, ...] = ()
    proposed: tuple[Proposal, ...] = ()
    spot: Spot | None = None
    headings: Sequence[str] = ()
    row: str = ""
    because: tuple[str, ...] = ()
    vendor: str = ""

    @property
    def cells(self) -> Sequence[str]:
        """Its cells, in the order of the headings."""
        return self.row.split(_APART)

    @property
    def own(self) -> dict[str, str]:
        """Its cells by heading, as they stand in the list; empty ones are left out."""
        pairs = zip(self.headings, self.cells, strict=False)
        return {heading: cell for heading, cell in pairs if cell}


@dataclass(frozen=True)
class Imported:
    """A data file as N-Triples.

    Attributes:
        path: the file that was given.
        format: its format, "rdf" for an RDF syntax.
        statements: the N-Triples file made of it, which lives as long as this object.
        entries: what became of each system, by IRI.
        bases: models that systems are made from and that the file names without describing them.
        tally: what was read, mapped and skipped.

    """

    path: Path
    format: str
    statements: Path
    entries: Mapping[str, Entry]
    bases: frozenset[str]
    tally: Tally
    _folder: ScratchFolder = field(repr=False)

    @cached_property
    def matched(self) -> frozenset[str]:
        """The systems of the graph that some entry matches."""
        return frozenset(entry.match.iri for entry in self.entries.values() if entry.match)

    def claim(self, iri: str, property: str, because: str) -> str:
        """Return in words where a list states something of a system, and why it is read so.

        Args:
            iri: the system.
            property: the IRI of the property of the statement.
            because: the reason of an import rule that the statement is annotated with, or "".

        """
        entry = self.entries.get(iri)
        if entry is None or entry.spot is None:
            return because
        part = f"{entry.spot.part}, " if entry.spot.part else ""
        place = f"{part}row {entry.spot.row:,}"
        if heading := self._heading(entry, property.removeprefix(AIT), because):
            place += f", column {heading!r}"
        return f"{place}; {because[:1].lower()}{because[1:].rstrip('.')}" if because else place

    def _heading(self, entry: Entry, property: str, because: str) -> str:
        """Return the column that states a property, or has the words that a rule has read."""
        assert entry.spot is not None
        cells = entry.own
        for words in _READ.findall(because):
            heading, _, answer = words.rpartition("? ")
            for each, cell in cells.items():
                asked = bool(answer) and each.rstrip("?: ") == heading
                if asked or words.casefold() in cell.casefold():
                    return each
        fields = [each for each in FIELDS if property in each.properties]
        if property.endswith("#type"):
            fields = [each for each in FIELDS if each.name == "kind"]
        for stated in fields:
            heading = self.tally.heading(stated.column, entry.spot.part) or ""
            if heading in cells:
                return heading
        return ""


def import_file(
    path: Path | str,
    format: str | Format | None = None,
    *,
    matcher: Matcher,
    columns: Mapping[str, str] | None = None,
    accept: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Convert a data file into statements, one system after the other.

    Args:
        path: the file.
        format: one of `FORMATS`, an RDF syntax, or a module of a format of one's own; guessed from
            the content when not given.
        matcher: finds the system of the graph that a name denotes.
        columns: for tables: our name of a column and the file's.
        accept: whether what the words of entries suggest is stated of them.
        progress: receives the number of systems read.

    Raises:
        ImportFault: the file cannot be read, or not further, or lists no system.

    """
    path, tally = Path(path), Tally()
    folder = ScratchFolder()
    target = Path(folder.name) / "statements.nt"
    format = format or guess_format(path)
    entries: dict[str, Entry] = {}
    statements = Statements(tally=tally, matcher=matcher, accept=accept)
    if isinstance(format, str) and (format == "rdf" or format in SYNTAXES):
        syntax = None if format == "rdf" else format
        lines, name = _rdf_lines(path, syntax, entries, matcher, tally), "rdf"
    else:
        rows = read_records(path, format, tally=tally, columns=columns)
        rows = at_least_one(rows, path, tally)
        records = (each for row in rows for each in systems_in(row, matcher, tally))
        name = format if isinstance(format, str) else format.FORMAT
        lines = _record_lines(records, entries, matcher, statements, tally)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for count, text in enumerate(lines):
            file.write(text)
            if progress is not None and count % _BATCH == 0:
                progress(count)
    if (given := told(path)) != path:
        examples = tally.examples.items()
        tally.examples = {what: at.replace(str(path), str(given)) for what, at in examples}
    bases = frozenset(statements.bases())
    return Imported(given, name, target, entries, bases, tally, folder)


def _record_lines(
    records: Iterable[Record],
    entries: dict[str, Entry],
    matcher: Matcher,
    statements: Statements,
    tally: Tally,
) -> Iterator[str]:
    """Yield the statements of one record after the other; record the origin of each."""
    for record in records:
        if not tally.lists:  # whose reader takes no steps
            tally.step(tally.read, record.source.line, record.name)
        match = matcher.match(record)
        lines = statements.lines(with_likeness(record, match, matcher), match)
        remark_claims(record, match, matcher, tally)
        headings, cells = record.row or _texts(record, _SHOWN)
        for old in _deprecated_in((record.name, *cells), matcher.names):
            tally.note(matcher.names.warning(old), str(record.source))
        entries[statements.iri] = Entry(
            record.name,
            record.source.line,
            match,
            record.undecided,
            statements.proposed,
            tally.spot,
            headings,
            _APART.join(cells),
            _because(record),
            record.developer or record.provider or "",
        )
        yield "\n".join([*lines, ""])
    for line in statements.rest():
        yield f"{line}\n"


def _deprecated_in(cells: Iterable[str], names: Names) -> set[str]:
    """Return the deprecated terms that are named in cells; what replaces them is read."""
    values = {value.strip() for cell in cells for value in (cell, *_LISTED.split(cell))}
    return {old for value in values if len(value) < _MOST and (old := names.former(value))}


def _because(record: Record) -> tuple[str, ...]:
    """Return what the kind of a record rests on: conclusions, else fields, and its bases."""
    because = [*dict.fromkeys(each.because for each in record.concluded)]
    if not because:
        told = zip(*_texts(record, _TELLING), strict=True)
        because = [f"{name}: {value}"[:_MOST] for name, value in told]
    if record.derived_from:
        because.insert(0, f"built on {', '.join(each.of for each in record.derived_from)}"[:_MOST])
    return tuple(because)


def _texts(record: Record, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the names of the fields that a record has, and their texts."""
    given = [(name, value) for name in names if (value := getattr(record, name))]
    return [name for name, _ in given], [
        "; ".join(value) if isinstance(value, tuple) else str(value) for _, value in given
    ]


def _rdf_lines(
    path: Path, syntax: str | None, entries: dict[str, Entry], matcher: Matcher, tally: Tally
) -> Iterator[str]:
    """Yield the statements of an RDF file; then record name and match of each labelled subject."""
    import pyoxigraph as ox

    labels: dict[str, str] = {}
    developers: dict[str, str] = {}
    for triple in read_triples(path, syntax):
        tally.read += 1
        tally.mapped += 1
        if isinstance(triple.subject, ox.NamedNode):
            subject, value = triple.subject.value, triple.object
            if triple.predicate.value == _LABEL and isinstance(value, ox.Literal):
                labels.setdefault(subject, value.value)
            elif triple.predicate.value == _DEVELOPER and isinstance(value, ox.NamedNode):
                developers[subject] = value.value
        yield f"{triple.subject} {triple.predicate} {triple.object} .\n"
    for iri, name in labels.items():
        developer = text(labels.get(developers.get(iri, "")))
        # Only the start of a label is compared, which may be as long as a book.
        record = Record(text(name) or "", Source(str(path), "rdf"), developer=developer)
        match = matcher.match(record)
        entries[iri] = Entry(name, None, match)
