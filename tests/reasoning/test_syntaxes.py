"""Functional-style syntax and OWL/XML: what is written, that it is stable, what is refused.

That OWLAPI reads the same from these texts as from the Turtle: tests/owl/test_syntaxes.py.
"""

import random
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from aitaxonomy import _data
from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.export import merge
from aitaxonomy.owl.writers import NotOwlError, write_owl

CONSTRUCTS = Path(__file__).parent / "syntaxes" / "constructs.ttl"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = f"""
@prefix : <urn:x:> . @prefix owl: <{OWL}> . @prefix xsd: <{XSD}> .
@prefix rdf: <{RDF}> .
@prefix rdfs: <{RDFS}> .
"""
TERMS = """
:A a owl:Class . :B a owl:Class . :p a owl:ObjectProperty . :d a owl:DatatypeProperty .
:n a owl:AnnotationProperty .
"""
Format = Literal["functional", "owlxml"]
FORMATS: tuple[tuple[Format, str], ...] = (("functional", ".ofn"), ("owlxml", ".owx"))


def triples(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)]


def constructs() -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=str(CONSTRUCTS))]


@cache
def shipped() -> list[ox.Triple]:
    """The terms as one graph: a label of a blank node stands for another node in each file."""
    files = map(_data.module_file, _data.modules_of(_data.ROOTS[0]))
    quads = (q for p in files for q in ox.parse(path=p, rename_blank_nodes=True))
    return merge(quad.triple for quad in quads)


def relabelled(graph: list[ox.Triple], seed: int) -> list[ox.Triple]:
    """The same graph in another order and with other labels of blank nodes."""
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def other(term: Any) -> Any:
        return names.setdefault(term, ox.BlankNode()) if isinstance(term, ox.BlankNode) else term

    changed = [ox.Triple(other(t.subject), t.predicate, other(t.object)) for t in graph]
    random.Random(seed).shuffle(changed)
    return changed


def axioms(text: str) -> list[str]:
    """The functional-style lines of what is no declaration of TERMS."""
    declared = set(write_owl(triples(TERMS), "functional").splitlines())
    lines = write_owl(triples(TERMS + text), "functional").splitlines()
    return [line for line in lines if line not in declared]


@pytest.mark.parametrize(("format", "suffix"), FORMATS)
def test_every_construct_is_written_as_in_the_golden_file(format: Format, suffix: str) -> None:
    golden = CONSTRUCTS.with_suffix(suffix).read_text(encoding="utf-8")
    assert write_owl(constructs(), format) == golden


@pytest.mark.parametrize("graph", [constructs(), shipped()], ids=["constructs", "shipped"])
@pytest.mark.parametrize("format", ["functional", "owlxml"])
def test_order_and_labels_of_the_input_make_no_difference(
    graph: list[ox.Triple], format: Format
) -> None:
    assert write_owl(relabelled(graph, seed=7), format) == write_owl(graph, format)


def test_both_syntaxes_hold_the_same_axioms_of_the_shipped_ontology() -> None:
    """Counted by kind; annotations and declarations are also counted in the triples."""
    graph = shipped()
    text = write_owl(graph, "functional")
    in_text = Counter(line.split("(")[0] for line in text.splitlines() if "(" in line)
    root = ElementTree.fromstring(write_owl(graph, "owlxml"))
    in_xml = Counter(each.tag.removeprefix(f"{{{OWL}}}") for each in root)
    del in_text["Ontology"]
    assert in_text == in_xml
    labels = [t for t in graph if t.predicate.value == RDFS + "label"]
    assert len(labels) > 500
    assert text.count("rdfs:label ") == len(labels)
    source = ox.NamedNode("http://purl.org/dc/terms/source")
    sources = [t for t in graph if t.predicate == source]
    described = [t for t in graph if t.subject == source and t.predicate.value != RDF + "type"]
    declared = text.count("Declaration(AnnotationProperty(dcterms:source))")
    assert text.count("dcterms:source ") == len(sources) + len(described) and declared == 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (":A rdfs:subClassOf :B .", "SubClassOf(<urn:x:A> <urn:x:B>)"),
        (':A :n "x"@en .', 'AnnotationAssertion(<urn:x:n> <urn:x:A> "x"@en)'),
        (':a :d "say \\"\\\\\\"" .', 'DataPropertyAssertion(<urn:x:d> <urn:x:a> "say \\"\\\\\\"")'),
        (":a :n _:x .", "AnnotationAssertion(<urn:x:n> <urn:x:a> _:c14n0)"),
        (
            "[] a owl:AllDifferent ; owl:members ( :a :b :c ) ; :n 1 .",
            "DifferentIndividuals("
            'Annotation(<urn:x:n> "1"^^xsd:integer) <urn:x:a> <urn:x:b> <urn:x:c>)',
        ),
        (":A owl:hasKey ( :d ) .", "HasKey(<urn:x:A> () (<urn:x:d>))"),
    ],
)
def test_snippets(text: str, written: str) -> None:
    assert axioms(text) == [written]


def test_a_statement_annotated_twice_is_written_once_for_each_annotation() -> None:
    note = """[] a owl:Axiom ; owl:annotatedSource :a ; owl:annotatedProperty :p ;
        owl:annotatedTarget :b ; :n "{}" ."""
    assert axioms(":a :p :b ." + note.format("one") + note.format("two")) == [
        f'ObjectPropertyAssertion(Annotation(<urn:x:n> "{word}") <urn:x:p> <urn:x:a> <urn:x:b>)'
        for word in ("one", "two")
    ]


def test_an_annotation_of_the_header_may_be_annotated() -> None:
    """OWLAPI leaves this out when it reads Turtle, so it is no part of the constructs above."""
    text = """<urn:o> a owl:Ontology ; owl:versionInfo "1" . [] a owl:Annotation ;
        owl:annotatedSource <urn:o> ; owl:annotatedProperty owl:versionInfo ;
        owl:annotatedTarget "1" ; rdfs:comment "first" ."""
    assert axioms(text)[1:] == ['Annotation(Annotation(rdfs:comment "first") owl:versionInfo "1")']


def test_what_xml_escapes_is_read_back_as_it_was() -> None:
    value = " <&>\"'\r\n\t é 🎨 "
    graph = [*triples(TERMS)]
    graph.append(ox.Triple(ox.NamedNode("urn:x:a"), ox.NamedNode("urn:x:d"), ox.Literal(value)))
    root = ElementTree.fromstring(write_owl(graph, "owlxml"))
    assert [each.text for each in root.iter(f"{{{OWL}}}Literal")] == [value]


def test_a_character_that_xml_lacks_is_refused_in_xml_alone() -> None:
    graph = triples(TERMS + ':a :d "bell \\u0007" .')
    assert '"bell \x07"' in write_owl(graph, "functional")
    with pytest.raises(NotOwlError, match=r"U\+0007.*take it out"):
        write_owl(graph, "owlxml")


REFUSED = {
    "undeclared property": (":a :unknown :b .", "not declared for such a value; declare"),
    "undeclared class": (":a a :Unknown .", "not declared as a class; declare"),
    "undeclared datatype": (":d rdfs:range :unknown .", "not declared as a datatype; declare"),
    "literal as object": (":a :p 1 .", "for such a value; name an individual"),
    "name as value": (":a :d :b .", "for such a value; give a data value"),
    "two kinds": (":p a owl:DatatypeProperty .", "DataProperty and ObjectProperty"),
    "two ontologies": ("<urn:a> a owl:Ontology . <urn:b> a owl:Ontology .", "merge their headers"),
    "nameless version": ("[] a owl:Ontology ; owl:versionIRI <urn:v> .", "name the ontology"),
    "property on header": ("<urn:a> a owl:Ontology ; :d 1 .", "no annotation property"),
    "import without header": (":a owl:imports <urn:x> .", "use it in an axiom or leave"),
    "unused expression": (
        "[] a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :A .",
        "not part of an axiom",
    ),
    "unfinished expression": (
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ] .",
        "no class expression of OWL 2",
    ),
    "two fillers": (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :A , :B ] .",
        "several values",
    ),
    "half a second restriction": (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :A ; owl:hasSelf true ] .",
        "no class expression of OWL 2; describe it by one construct",
    ),
    "annotated expression": (
        ':A rdfs:subClassOf [ owl:complementOf :B ; :n "x" ] .',
        "both an expression and an individual",
    ),
    "annotated but not stated": (
        "[] a owl:Axiom ; owl:annotatedSource :a ; owl:annotatedProperty :p ;"
        " owl:annotatedTarget :b ; :n 1 .",
        "annotated but not stated; state it too",
    ),
    "annotated list": (
        ":A owl:disjointUnionOf _:l . _:l rdf:first :A ; rdf:rest ( :B ) . [] a owl:Axiom ;"
        " owl:annotatedSource _:l ; owl:annotatedProperty rdf:first ; owl:annotatedTarget :A .",
        "annotated but is no axiom",
    ),
    "half an annotation": ("[] a owl:Axiom ; owl:annotatedSource :a .", "lacks owl:annotatedProp"),
    "list of one": ("[] a owl:AllDifferent ; owl:members ( :a ) .", "too short; it needs 2"),
    "endless list": (
        ":A owl:disjointUnionOf _:l . _:l rdf:first :A ; rdf:rest _:l .",
        "does not end",
    ),
    "class in itself": (":A rdfs:subClassOf _:c . _:c owl:complementOf _:c .", "itself inside"),
    "unknown facet": (
        ":d rdfs:range [ owl:onDatatype xsd:string ; owl:withRestrictions ( [ :n 1 ] ) ] .",
        "no facet of OWL 2",
    ),
    "no count": (":A rdfs:subClassOf [ owl:onProperty :p ; owl:cardinality -1 ] .", "no count"),
    "members of two lists": (
        "[] a owl:AllDifferent ; owl:members ( :a :b ) ; owl:distinctMembers ( :b :c ) .",
        "several lists of them; give one",
    ),
    "transitive data property": (":d a owl:TransitiveProperty .", "an object property is expected"),
    "foreign owl term": (":a owl:surprise :b .", "owl:surprise.*use it in an axiom or leave"),
    "datatype of OWL 1": (":D a owl:DataRange ; owl:oneOf ( 1 2 ) .", "declare it as one"),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_has_no_place_in_owl_2_is_refused_with_a_remedy(text: str, reason: str) -> None:
    with pytest.raises(NotOwlError, match=reason) as caught:
        write_owl(triples(TERMS + text), "functional")
    assert isinstance(caught.value, AITaxonomyError)
    assert ";" in str(caught.value)  # what is wrong; what to do


def test_triple_terms_and_text_directions_are_refused() -> None:
    a, p = ox.NamedNode("urn:x:a"), ox.NamedNode("urn:x:p")
    directed = ox.Literal("x", language="he", direction=ox.BaseDirection.RTL)
    for value in (ox.Triple(a, p, a), directed):
        with pytest.raises(NotOwlError, match="neither triple terms nor base directions"):
            write_owl([ox.Triple(a, p, value)], "functional")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="take one of functional, owlxml"):
        write_owl([], "manchester")  # type: ignore[arg-type]


def test_no_triple_is_left_out_silently() -> None:
    """Without any one triple the text differs, or an error tells what is missing."""
    graph = constructs()
    whole = write_owl(graph, "functional")
    # That an anonymous expression is a class, a restriction or a datatype shows in its place.
    shows = {f"<{OWL}Class>", f"<{OWL}Restriction>", f"<{RDFS}Datatype>"}
    told = 0
    for place, triple in enumerate(graph):
        if isinstance(triple.subject, ox.BlankNode) and str(triple.object) in shows:
            continue
        try:
            rest = write_owl(graph[:place] + graph[place + 1 :], "functional")
        except NotOwlError as error:
            assert ";" in str(error)
            told += 1
        else:
            assert rest != whole, triple
    assert 100 < told < len(graph)
