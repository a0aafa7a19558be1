"""Import of a data file: statements in N-Triples, and a table with the origin of each system.

Reasoning, validation and queries read N-Triples, whatever the format of the file. The table has
what the statements lack: the name in the file, the line, and the match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.files import told
from aitaxonomy.inventory.claims import remark_claims
from aitaxonomy.inventory.formats.fields import text
from aitaxonomy.inventory.import_rules.likeness import with_likeness
from aitaxonomy.inventory.import_rules.products import systems_in
from aitaxonomy.inventory.import_rules.statements import Statements
from aitaxonomy.inventory.listed import Listed, all_cells, packed, unpacked
from aitaxonomy.inventory.matching.matcher import Match, Matcher
from aitaxonomy.inventory.reading import at_least_one, guess_format, read_records
from aitaxonomy.inventory.record import Proposal, Record, Source, Tally
from aitaxonomy.inventory.trace import Spot
from aitaxonomy.rdf.namespaces import AIT, RDFS
from aitaxonomy.scratch import ScratchFolder
from aitaxonomy.store import SYNTAXES, read_triples

#: Receives the number of systems (of RDF: statements) read so far.
Progress = Callable[[int], None]
_LABEL = RDFS + "label"
_DEVELOPER = AIT + "developedBy"
_BATCH = 1000
#: The file beside the statements that has what the list says in its own columns.
_ROWS = "rows"


class Entry(NamedTuple):
    """A system of a data file.

    Its name and line in the file, the system of the graph that it matches, why the import rules
    leave something undecided, what its words suggest, where the rest of its row is kept, and its
    place in the list, which RDF does not have.
    """

    name: str
    line: int | None
    match: Match | None
    undecided: tuple[str, ...] = ()
    proposed: tuple[Proposal, ...] = ()
    row: int | None = None
    spot: Spot | None = None


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
    _rows: Path = field(repr=False)
    _folder: ScratchFolder = field(repr=False)

    @cached_property
    def matched(self) -> frozenset[str]:
        """The systems of the graph that some entry matches."""
        return frozenset(entry.match.iri for entry in self.entries.values() if entry.match)

    def place(self, iri: str) -> tuple[str, int] | None:
        """Return the file and the line of a system, or None where the line is not known."""
        entry = self.entries.get(iri)
        return None if entry is None or entry.line is None else (str(self.path), entry.line)

    def listed(self, iri: str) -> Listed:
        """Return what the file says of a system in its own columns; nothing where it is RDF."""
        entry = self.entries.get(iri)
        if entry is None or entry.row is None:
            return Listed()
        return unpacked(self._rows, entry.row)

    def rows(self) -> Iterator[tuple[str, Entry, Sequence[str]]]:
        """Yield IRI, entry and cells of each system of a list, in its order; of RDF nothing."""
        if self.format != "rdf":
            cells = all_cells(self._rows)
            for (iri, entry), row in zip(self.entries.items(), cells, strict=True):
                yield iri, entry, row


def import_file(
    path: Path | str,
    format: str | None = None,
    *,
    matcher: Matcher,
    columns: Mapping[str, str] | None = None,
    accept: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Convert a data file into statements, one system after the other.

    Args:
        path: the file.
        format: one of `FORMATS`, or an RDF syntax; guessed from the content when not given.
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
    bases: set[str] = set()
    if format == "rdf" or format in SYNTAXES:
        syntax = None if format == "rdf" else format
        lines = _rdf_lines(path, syntax, entries, matcher, tally)
        format = "rdf"
    else:
        rows = read_records(path, format, tally=tally, columns=columns)
        rows = at_least_one(rows, path, tally)
        records = (each for row in rows for each in systems_in(row, matcher, tally))
        statements = Statements(tally=tally, matcher=matcher, accept=accept)
        lines = _record_lines(
            records, entries, bases, matcher, statements, tally=tally, beside=target
        )
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for count, text in enumerate(lines):
            file.write(text)
            if progress is not None and count % _BATCH == 0:
                progress(count)
    given, kept = told(path), target.with_name(_ROWS)
    if given != path:
        examples = tally.examples.items()
        tally.examples = {what: at.replace(str(path), str(given)) for what, at in examples}
    return Imported(given, format, target, entries, frozenset(bases), tally, kept, folder)


def _record_lines(
    records: Iterable[Record],
    entries: dict[str, Entry],
    bases: set[str],
    matcher: Matcher,
    statements: Statements,
    *,
    tally: Tally,
    beside: Path,
) -> Iterator[str]:
    """Yield the statements of one record after the other; record the origin of each.

    What the list says in its own columns is kept beside the file of the statements.
    """
    place, trace = 0, tally.trace
    with beside.with_name(_ROWS).open("wb") as rows:
        for record in records:
            if not trace.lists:  # whose reader takes no steps
                trace.step(tally.read, record.source.line, record.name)
            match = matcher.match(record)
            lines = statements.lines(with_likeness(record, match, matcher), match)
            remark_claims(record, match, matcher, trace)
            entries[statements.iri] = Entry(
                record.name,
                record.source.line,
                match,
                record.undecided,
                statements.proposed,
                place,
                trace.spot,
            )
            place += rows.write(packed(record))
            yield "\n".join([*lines, ""])
    for line in statements.rest():
        yield f"{line}\n"
    bases.update(statements.bases())


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
