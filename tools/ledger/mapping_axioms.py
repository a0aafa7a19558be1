"""Writes the table of mappings as Turtle, for ontology editors."""

from __future__ import annotations

import re
from pathlib import Path

from aitaxonomy._data import __version__
from aitaxonomy.graph.mappings import Mapping, read
from aitaxonomy.rdf.turtle import canonical

_HEAD = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/aitaxonomy/alignments/mappings> a owl:Ontology ;
    dcterms:title "aitaxonomy: alignments/mappings"@en ;
    dcterms:description "Mappings of the terms to those of other vocabularies; says the same as \
the table mappings.sssom.tsv, which is the one to edit."@en ;
    dcterms:creator aix:aitaxonomy-authors ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    owl:versionIRI <https://w3id.org/aitaxonomy/VERSION/alignments/mappings> ;
    owl:imports <https://w3id.org/aitaxonomy/terms> .

ait:hasFalseFriend a owl:AnnotationProperty ;
    rdfs:label "has false friend"@en ;
    skos:definition "Relates a term to one of another vocabulary that looks alike and means \
something else."@en ;
    skos:example "The term modality has the false friend Modality of AIRO, a form of systems."@en ;
    ait:counterExample "A term of another name that merely has nothing to do with it."@en ;
    dcterms:source <https://w3id.org/aitaxonomy> ;
    rdfs:isDefinedBy <https://w3id.org/aitaxonomy/alignments/mappings> .
"""
_DECLARED = (
    *("skos:exactMatch", "skos:closeMatch", "skos:narrowMatch", "skos:broadMatch"),
    *("skos:relatedMatch", "sssom:object_label", "sssom:mapping_justification"),
    *("sssom:confidence", "sssom:mapping_date"),
)
_SAID_IN_HEAD = ("skos",)


def turtle(table: Path) -> str:
    """Return the text of `mappings.ttl`: an SSSOM table as annotations of our terms.

    The evidence of each row is an OWL axiom. A false friend is stated with `ait:hasFalseFriend`:
    OWL has no annotation that denies.

    >>> from aitaxonomy._data import folder
    >>> from aitaxonomy.graph.mappings import FILE
    >>> "ait:LLM" in turtle(folder("ontology") / FILE)
    True
    """
    prefixes, rows = read(table)
    shown = {p: iri for p, iri in prefixes.items() if p not in _SAID_IN_HEAD}
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in shown.items()]
    declared = [
        f'{name} a owl:AnnotationProperty ; rdfs:label "{_words(name)}"@en .' for name in _DECLARED
    ]
    head = _HEAD.replace("VERSION", __version__)
    return canonical("\n".join([*lines, head, *declared, *map(_row, rows)]) + "\n")


def _row(row: Mapping) -> str:
    predicate = "ait:hasFalseFriend" if row.negated else row.predicate
    comment = f" ; rdfs:comment {_text(row.comment)}@en" if row.comment else ""
    return (
        f"<{row.subject}> {predicate} <{row.object}> .\n"
        f"[] a owl:Axiom ; owl:annotatedSource <{row.subject}> ; "
        f"owl:annotatedProperty {predicate} ; owl:annotatedTarget <{row.object}> ; "
        f"sssom:object_label {_text(row.object_label)} ; "
        f"sssom:mapping_justification {row.justification} ; "
        f'sssom:confidence "{row.confidence:g}"^^xsd:decimal ; '
        f'sssom:mapping_date "{row.date}"^^xsd:date{comment} .'
    )


def _words(name: str) -> str:
    """The name of a property as a label: `skos:exactMatch` is "exact match"."""
    local = name.partition(":")[2].replace("_", " ")
    return re.sub("([a-z])([A-Z])", r"\1 \2", local).lower()


def _text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
