"""Turtle files of artifacts: their sources are read, set right, and written as records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse, serialize

from aitaxonomy.rdf.namespaces import AIT, DCTERMS, OWL, RDF
from aitaxonomy.rdf.turtle import canonical
from tools.source_records.annotations import Record
from tools.source_records.artifact import Artifact
from tools.source_records.catalogue_records import OfCatalogues
from tools.source_records.catalogues import Fact
from tools.source_records.families import cite_members
from tools.source_records.settling import settle

_SOURCE = DCTERMS + "source"
_TYPE = RDF + "type"
_ANNOTATED = tuple(OWL + "annotated" + each for each in ("Source", "Property", "Target"))


def rewritten(
    text: str, artifacts: Collection[str], stated: Mapping[str, OfCatalogues], today: str
) -> str:
    """Return a Turtle file with the records of its artifacts' sources set right.

    Args:
        text: the file.
        artifacts: the IRIs of what counts as an artifact.
        stated: by artifact, what records of catalogues state.
        today: the day on which these are read, as in 2026-11-27.

    """
    triples = list(parse(text, format=RdfFormat.TURTLE))
    found, kept = _artifacts(triples, artifacts)
    cite_members(found)
    for artifact in found.values():
        settle(artifact, stated.get(artifact.iri, {}), today)
    kept += [each for artifact in found.values() for each in _sources_of(artifact)]
    lines = text.splitlines(keepends=True)
    head = "".join(line for line in lines if line.startswith(("#", "@prefix")))
    body = serialize(kept, format=RdfFormat.N_TRIPLES) or b""
    return canonical(head + body.decode())


def _artifacts(
    triples: Iterable[Any], artifacts: Collection[str]
) -> tuple[dict[str, Artifact], list[Triple]]:
    """Return the artifacts of a file, and the triples that are not about their sources."""
    found: dict[str, Artifact] = {}
    axioms: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in triples:
        if isinstance(quad.subject, BlankNode):
            axioms[quad.subject.value][quad.predicate.value].append(quad.object)
    notes = {}
    for node, facts in axioms.items():
        if all(each in facts for each in _ANNOTATED):
            source, prop, target = (facts.pop(each)[0] for each in _ANNOTATED)
            if isinstance(source, NamedNode) and source.value in artifacts:
                facts.pop(_TYPE)
                notes[node] = (source.value, (prop.value, str(target)), facts)
    kept = []
    for quad in triples:
        subject = quad.subject
        if isinstance(subject, BlankNode) and subject.value in notes:
            continue
        if isinstance(subject, NamedNode) and subject.value in artifacts:
            artifact = found.setdefault(subject.value, Artifact(subject.value))
            if quad.predicate.value == _SOURCE:
                artifact.records[quad.object.value] = Record("")
                continue
            artifact.statements[quad.predicate.value, str(quad.object)] = quad.object
        kept.append(quad.triple)
    for iri, fact, facts in notes.values():
        _note(found[iri], fact, facts)
    for artifact in found.values():
        for document in list(artifact.records):
            artifact.record(document)
    return found, kept


def _note(artifact: Artifact, fact: Fact, facts: Mapping[str, list[Any]]) -> None:
    """Add an annotation of a file: the record of a source, or a note on a statement."""
    prop, value = fact
    days = [each.value for each in facts.get(AIT + "asOf", ())]
    if prop == _SOURCE:
        record = artifact.records.setdefault(value.strip("<>"), Record(""))
        record.locator = "".join(each.value for each in facts.get(AIT + "locator", ()))
        record.as_of = "".join(days)
        record.last_checked = "".join(each.value for each in facts.get(AIT + "lastChecked", ()))
        record.supports = {each.value for each in facts.get(AIT + "supports", ())}
        return
    note = artifact.notes[fact]
    note.sources |= {each.value for each in facts.get(_SOURCE, ())}
    note.day = max([note.day, *days])
    note.more |= {
        (name, each) for name, values in facts.items() if name not in (_SOURCE, AIT + "asOf")
        for each in values
    }  # fmt: skip


def _sources_of(artifact: Artifact) -> Iterator[Triple]:
    subject = NamedNode(artifact.iri)
    for document, record in artifact.records.items():
        target = NamedNode(document)
        yield Triple(subject, NamedNode(_SOURCE), target)
        yield from _annotation(subject, _SOURCE, target, record.statements())
    for (prop, value), note in artifact.notes.items():
        target = artifact.statements[prop, value]
        yield from _annotation(subject, prop, target, note.statements())


def _annotation(
    subject: NamedNode, prop: str, target: Any, says: Iterable[tuple[str, Any]]
) -> Iterator[Triple]:
    node = BlankNode()
    yield Triple(node, NamedNode(_TYPE), NamedNode(OWL + "Axiom"))
    for name, term in zip(_ANNOTATED, (subject, NamedNode(prop), target), strict=True):
        yield Triple(node, NamedNode(name), term)
    for name, term in says:
        yield Triple(node, NamedNode(name), term)
