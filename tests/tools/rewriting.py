"""Turtle whose artifacts' sources are set right, so that a test reads and writes what people do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize
from tools.source_records.artifact import Artifact
from tools.source_records.catalogue_records import OfCatalogues
from tools.source_records.records import annotation, artifacts_of, set_right

from aitaxonomy.rdf.namespaces import DCTERMS
from aitaxonomy.rdf.turtle import canonical

_SOURCE = DCTERMS + "source"


def rewritten(
    text: str, artifacts: Collection[str], stated: Mapping[str, OfCatalogues], today: str
) -> str:
    triples = list(parse(text, format=RdfFormat.TURTLE))
    found, kept = artifacts_of(triples, artifacts)
    set_right(found, stated, today)
    kept += [each for artifact in found.values() for each in _sources_of(artifact)]
    lines = text.splitlines(keepends=True)
    head = "".join(line for line in lines if line.startswith(("#", "@prefix")))
    body = serialize(kept, format=RdfFormat.N_TRIPLES) or b""
    return canonical(head + body.decode())


def _sources_of(artifact: Artifact) -> Iterator[Triple]:
    subject = NamedNode(artifact.iri)
    for document, record in artifact.records.items():
        target = NamedNode(document)
        yield Triple(subject, NamedNode(_SOURCE), target)
        yield from annotation(subject, _SOURCE, target, record.statements())
    for (prop, value), note in artifact.notes.items():
        target = artifact.statements[prop, value]
        yield from annotation(subject, prop, target, note.statements())
