"""The sources of artifacts: they are read from Turtle, set right, and written as annotations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Triple

from aitaxonomy.rdf.namespaces import AIT, DCTERMS, OWL, RDF
from tools.source_records.annotations import Record
from tools.source_records.artifact import Artifact
from tools.source_records.catalogue_records import OfCatalogues
from tools.source_records.catalogues import Fact
from tools.source_records.families import cite_members
from tools.source_records.settling import settle

_SOURCE = DCTERMS + "source"
_TYPE = RDF + "type"
_ANNOTATED = tuple(OWL + "annotated" + each for each in ("Source", "Property", "Target"))


def set_right(
    found: Mapping[str, Artifact], stated: Mapping[str, OfCatalogues], today: str
) -> None:
    """Set the sources of artifacts right.

    Args:
        found: the artifacts, by IRI.
        stated: by artifact, what records of catalogues state.
        today: the day on which these are read, as in 2026-11-27.

    """
    cite_members(found)
    for artifact in found.values():
        settle(artifact, stated.get(artifact.iri, {}), today)


def artifacts_of(
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
    if value == f"<{OWL}NamedIndividual>":
        return  # that a thing has a name of its own needs no source
    note = artifact.notes[fact]
    note.sources |= {each.value for each in facts.get(_SOURCE, ())}
    note.day = max([note.day, *days])
    note.more |= {
        (name, each) for name, values in facts.items() if name not in (_SOURCE, AIT + "asOf")
        for each in values
    }  # fmt: skip


def annotation(
    subject: NamedNode, prop: str, target: Any, says: Iterable[tuple[str, Any]]
) -> Iterator[Triple]:
    """Yield an axiom that says something of a statement."""
    node = BlankNode()
    yield Triple(node, NamedNode(_TYPE), NamedNode(OWL + "Axiom"))
    for name, term in zip(_ANNOTATED, (subject, NamedNode(prop), target), strict=True):
        yield Triple(node, NamedNode(name), term)
    for name, term in says:
        yield Triple(node, NamedNode(name), term)
