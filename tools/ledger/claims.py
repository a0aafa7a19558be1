"""Rows to statements with their sources, and back: the sources are written down in one way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from aitaxonomy._data import module_iri
from aitaxonomy.rdf.namespaces import AIT, AIX, DCTERMS, OWL, RDF, RDFS, curie
from tools.ledger import values
from tools.ledger.tables import REJECTED, Ledger, Row, iri
from tools.source_records.annotations import Note, Record
from tools.source_records.artifact import PREFERRED, Artifact, needs_source
from tools.source_records.records import annotation, artifacts_of

SOURCE, _TYPE, _DEFINED = DCTERMS + "source", RDF + "type", RDFS + "isDefinedBy"
_INDIVIDUAL = (_TYPE, f"<{OWL}NamedIndividual>")
_MEMBERS, _DIFFERENT = "owl:distinctMembers", NamedNode(OWL + "AllDifferent")
_COMMENT = RDFS + "comment"
#: The marks that become annotations, with the types of their values.
MARKS = {"convention": (AIT + "byConvention", "name"), "since": (AIT + "since", "date"),
         "until": (AIT + "until", "date")}  # fmt: skip
_MARK_OF = {prop: (name, type) for name, (prop, type) in MARKS.items()}


@dataclass
class Claims:
    """The claims of a table: artifacts with statements and sources, and expressions in brackets."""

    artifacts: dict[str, Artifact] = field(default_factory=dict)
    nested: list[tuple[str, str, str]] = field(default_factory=list)

    def rows(self, ledger: Ledger) -> Iterator[Row]:
        """Yield the rows that say the same."""
        for thing, prop, cell in self.nested:
            yield Row(thing, prop, cell)
        for artifact in self.artifacts.values():
            yield from _rows_of(artifact, ledger)

    def facts(self, name: str) -> Iterator[Triple]:
        """Yield the triples of the facts; `name` is the developer's."""
        for artifact in self.artifacts.values():
            this = NamedNode(artifact.iri)
            yield Triple(this, NamedNode(_TYPE), NamedNode(OWL + "NamedIndividual"))
            yield Triple(this, NamedNode(_DEFINED), NamedNode(module_iri(f"systems/{name}")))
            for (prop, _), value in artifact.statements.items():
                yield Triple(this, NamedNode(prop), value)
            for document in artifact.records:
                yield Triple(this, NamedNode(SOURCE), NamedNode(document))
        for thing, prop, cell in self.nested:
            triples = values.nested("[]" if thing == "[]" else f"<{iri(thing)}>", prop, cell)
            yield from triples
            if thing == "[]":
                top = next(each for each in triples if curie(each.predicate.value) == prop)
                yield Triple(top.subject, NamedNode(_TYPE), _DIFFERENT)

    def annotations(self) -> Iterator[Triple]:
        """Yield the triples of the records of sources, and of the notes on statements."""
        for artifact in self.artifacts.values():
            this = NamedNode(artifact.iri)
            for document, record in artifact.records.items():
                yield from annotation(this, SOURCE, NamedNode(document), record.statements())
            for (prop, value), note in artifact.notes.items():
                target = artifact.statements[prop, value]
                yield from annotation(this, prop, target, note.statements())


def claims_of_rows(rows: Iterable[Row], ledger: Ledger) -> Claims:
    """Return what rows say that have no fault."""
    claims = Claims()
    says: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if REJECTED in row.marked():
            continue
        if values.is_nested(row.value, ledger.properties[row.property].type):
            claims.nested.append((row.thing, row.property, row.value))
            continue
        thing = iri(row.thing)
        artifact = claims.artifacts.setdefault(thing, Artifact(thing))
        document = ledger.address(row.source)
        if fact := _add(artifact, row, document, ledger):
            says[thing][fact] |= {document} - {""}
    for artifact in claims.artifacts.values():
        for document in artifact.records:
            artifact.record(document)
        artifact.write_down(says[artifact.iri])
        artifact.prefer(says[artifact.iri])
    return claims


def _add(artifact: Artifact, row: Row, document: str, ledger: Ledger) -> tuple[str, str] | None:
    """Add a claim to its artifact; return its statement, None for a source of the whole."""
    if document:
        artifact.records[document] = Record("", row.place, row.as_of, row.read)
    if iri(row.property) == SOURCE:
        return None
    value = values.term(row.value, ledger.properties[row.property].type)
    fact = iri(row.property), str(value)
    artifact.statements[fact] = value
    more: set[tuple[str, Any]] = (
        {(_COMMENT, Literal(row.note, language="en"))} if row.note else set()
    )
    for name, cell in row.marked().items():
        if name in MARKS:
            prop, type = MARKS[name]
            more.add((prop, values.term(cell, type)))
    if more or (document and not needs_source(fact)):
        note = artifact.notes[fact]
        note.more |= more
        note.sources |= {document} - {""}
    return fact


def _rows_of(artifact: Artifact, ledger: Ledger) -> Iterator[Row]:
    thing, said, named = curie(artifact.iri), artifact.said(), set[str]()
    for fact, value in artifact.statements.items():
        note = artifact.notes.get(fact, Note())
        prop = curie(fact[0])
        cell = values.cell(value, ledger.properties[prop].type)
        comments = [v.value for name, v in note.more if name == _COMMENT]
        more = [each for each in note.more if each[0] != _COMMENT and each != PREFERRED]
        marks = " ".join(sorted(_mark(*each) for each in more))
        documents = said.get(fact, note.sources)
        named |= documents
        own = (note.sources or {""}) if comments or marks else set()
        for document in own:
            for comment in comments or [""]:
                yield _row(
                    artifact, ledger, Row(thing, prop, cell, document, "", "", "", marks, comment)
                )
        for document in documents - own or (set() if own else {""}):
            yield _row(artifact, ledger, Row(thing, prop, cell, document))
    for document in artifact.records.keys() - named:
        yield _row(artifact, ledger, Row(thing, "dcterms:source", "", document))


def _row(artifact: Artifact, ledger: Ledger, row: Row) -> Row:
    """Return a row with what is known of its document."""
    if not row.source:
        return row
    record = artifact.records[row.source]
    return row._replace(source=ledger.key(row.source), place=record.locator, as_of=record.as_of,
                        read=record.last_checked)  # fmt: skip


def _mark(prop: str, value: Any) -> str:
    name, type = _MARK_OF[prop]
    return f"{name}={values.cell(value, type)}"


def claims_of_quads(quads: Iterable[Quad]) -> Claims:
    """Return what Turtle says of things; annotations of what it does not state are left out."""
    triples = list(quads)
    things = {q.subject.value for q in triples
              if isinstance(q.subject, NamedNode) and q.subject.value.startswith(AIX)}  # fmt: skip
    artifacts, rest = artifacts_of(triples, things)
    nodes = [q for q in rest if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]
    shown: Mapping[Any, str] = values.flat(nodes)
    claims = Claims(artifacts)
    for each in nodes:
        if isinstance(each.subject, NamedNode):
            claims.nested.append(
                (curie(each.subject.value), curie(each.predicate.value), shown[each.object])
            )
        elif curie(each.predicate.value) == _MEMBERS:
            claims.nested.append(("[]", _MEMBERS, shown[each.object]))
    for artifact in artifacts.values():
        for fact in [f for f in artifact.statements if f[1].startswith("_:") or f == _INDIVIDUAL
                     or f[0] == _DEFINED]:  # fmt: skip
            del artifact.statements[fact]
        stated = {prop for prop, _ in artifact.statements}
        for record in artifact.records.values():
            record.supports &= stated
        for fact in artifact.notes.keys() - artifact.statements.keys():
            del artifact.notes[fact]
    return claims
