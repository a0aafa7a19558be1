"""The canonical Turtle writer and the line locator."""

import re
import sys
from collections.abc import Iterable, Iterator
from random import Random
from types import FrameType

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from aitaxonomy.errors import AITaxonomyError, ImportFault
from aitaxonomy.rdf.positions import turtle_lines as lines
from aitaxonomy.rdf.positions.turtle_lines import TurtleLines
from aitaxonomy.rdf.turtle import canonical, tokens

PREFIXES = """@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def body(turtle: str) -> str:
    """The canonical form without its prefix block."""
    text = canonical(PREFIXES + turtle)
    assert canonical(text) == text
    lines = [line for line in text.splitlines() if not line.startswith("@prefix")]
    return "\n".join(lines).strip()


def rdfc(turtle: str) -> set[pyoxigraph.Quad]:
    """The graph with canonical blank nodes (RDFC-1.0), so that equality is isomorphism."""
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(input=turtle, format=pyoxigraph.RdfFormat.TURTLE))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


# --- the house style, line by line


def test_a_whole_file_in_house_order() -> None:
    text = """# A file.
# Its second line.

@prefix : <https://w3id.org/aitaxonomy#>.
PREFIX dct: <http://purl.org/dc/terms/>
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix unused: <http://example.org/unused#> .
[] owl:members (:B :A) ; a owl:AllDisjointClasses .
[] owl:annotatedTarget "2023"; owl:annotatedProperty :announcedOn ; a owl:Axiom ;
   owl:annotatedSource aix:gpt-4 ; dct:source <https://example.org/a> .
aix:gpt-10 a :A , owl:NamedIndividual .
aix:gpt-4 rdfs:label "GPT-4"@en ; :p 1760000000 , true ; a :A , owl:NamedIndividual .
:B a owl:Class . :A skos:example "Not: a stone."@en , "GPT-4."@en ;
  dct:source <https://example.org/a> ;
  skos:definition "An A."@en ; rdfs:label "a"@en ; rdfs:subClassOf :B ; a owl:Class ;
  owl:equivalentClass [ owl:someValuesFrom :B ; owl:onProperty :p ; a owl:Restriction ] .
:note a owl:AnnotationProperty . :p a owl:DatatypeProperty . :q a owl:TransitiveProperty .
:r a owl:ObjectProperty ; rdfs:range :B ; rdfs:domain :A ; rdfs:subPropertyOf :q .
<https://w3id.org/aitaxonomy/core> owl:imports <https://w3id.org/aitaxonomy/x> ;
  owl:versionIRI <https://w3id.org/aitaxonomy/0.1.0/core> ; dct:title "core"@en ; a owl:Ontology .
aix:claude-3.5-sonnet :r aix:gpt-4 .
"""
    expected = """# A file.
# Its second line.

@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<https://w3id.org/aitaxonomy/core> a owl:Ontology ;
    dcterms:title "core"@en ;
    owl:versionIRI <https://w3id.org/aitaxonomy/0.1.0/core> ;
    owl:imports <https://w3id.org/aitaxonomy/x> .

ait:note a owl:AnnotationProperty .

ait:q a owl:TransitiveProperty .

ait:r a owl:ObjectProperty ;
    rdfs:subPropertyOf ait:q ;
    rdfs:domain ait:A ;
    rdfs:range ait:B .

ait:p a owl:DatatypeProperty .

ait:A a owl:Class ;
    rdfs:subClassOf ait:B ;
    owl:equivalentClass [ a owl:Restriction ; owl:onProperty ait:p ; owl:someValuesFrom ait:B ] ;
    rdfs:label "a"@en ;
    skos:definition "An A."@en ;
    skos:example "GPT-4."@en , "Not: a stone."@en ;
    dcterms:source <https://example.org/a> .

ait:B a owl:Class .

aix:gpt-4 a owl:NamedIndividual , ait:A ;
    ait:p 1760000000 , true ;
    rdfs:label "GPT-4"@en .
[] a owl:Axiom ;
    owl:annotatedSource aix:gpt-4 ;
    owl:annotatedProperty ait:announcedOn ;
    owl:annotatedTarget "2023" ;
    dcterms:source <https://example.org/a> .

aix:gpt-10 a owl:NamedIndividual , ait:A .

aix:claude-3.5-sonnet ait:r aix:gpt-4 .

[] a owl:AllDisjointClasses ; owl:members ( ait:B ait:A ) .
"""
    assert canonical(text) == expected
    assert canonical(expected) == expected


def test_a_shape_starts_with_its_target_and_a_property_shape_with_its_path() -> None:
    shape = """ex:S sh:property [ sh:message "No source; add one."@en ; sh:severity sh:Warning ;
        sh:minCount 1 ; sh:nodeKind sh:IRI ; sh:path dcterms:source ] ;
        rdfs:label "s"@en ; sh:targetClass ait:LLM ; a sh:NodeShape ."""
    assert (
        body(shape)
        == """ex:S a sh:NodeShape ;
    sh:targetClass ait:LLM ;
    rdfs:label "s"@en ;
    sh:property [
        sh:path dcterms:source ;
        sh:minCount 1 ;
        sh:nodeKind sh:IRI ;
        sh:severity sh:Warning ;
        sh:message "No source; add one."@en
    ] ."""
    )


def test_what_does_not_fit_on_a_line_stands_one_a_line() -> None:
    names = " , ".join(f"ex:{'x' * 12}-{n}" for n in (10, 9, 8, 7, 6, 5))
    expected = " ,\n        ".join(f"ex:{'x' * 12}-{n}" for n in (5, 6, 7, 8, 9, 10))
    assert body(f"ex:s ex:p {names} .") == f"ex:s ex:p\n        {expected} ."
    members = names.replace(" ,", "")
    lines = "\n        ".join(members.split())
    assert body(f"ex:s ex:p ( {members} ) .") == f"ex:s ex:p (\n        {lines}\n    ) ."
    assert max(map(len, body(f"ex:s ex:p {names} .").splitlines())) <= 100


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<http://example.org/a.b-c>", "ex:a.b-c"),
        ("<http://example.org/a/b>", "<http://example.org/a/b>"),
        ("<http://example.org/a.>", "<http://example.org/a.>"),
        ("<http://example.org/3-x>", "ex:3-x"),
        ("<http://example.org/-x>", "<http://example.org/-x>"),
        ("<http://example.org/caf\\u00E9>", "ex:café"),
        ("<http://example.org/a%20b>", "ex:a%20b"),
        ("ex:a\\,b", "<http://example.org/a,b>"),
        ("<https://w3id.org/aitaxonomy/id/dall-e-3>", "aix:dall-e-3"),
        ('"1"^^xsd:integer', "1"),
        ('"-1.50"^^xsd:decimal', "-1.50"),
        ('"1."^^xsd:decimal', '"1."^^xsd:decimal'),
        ('"true"^^xsd:boolean', "true"),
        ('"1"^^xsd:boolean', '"1"^^xsd:boolean'),
        ('"one"^^xsd:integer', '"one"^^xsd:integer'),
        ('"2024-05"^^xsd:gYearMonth', '"2024-05"^^xsd:gYearMonth'),
        ("'''a\"b'''", '"a\\"b"'),
        ("'a\\\\b\\tc'", '"a\\\\b\\tc"'),
        ('"\\u2028"', '"\\u2028"'),
        ('"a\\nb\\"\\"\\"\\""', '"""a\nb\\"\\""\\""""'),
        ("()", "()"),
        ("rdf:nil", "()"),
        ("[]", "[]"),
    ],
)
def test_terms(written: str, expected: str) -> None:
    assert body(f"ex:s ex:p {written} .") == f"ex:s ex:p {expected} ."


# --- nothing is lost


def test_a_comment_in_the_body_is_refused_with_its_line() -> None:
    text = '# kept\n<urn:a> <urn:p> "# no comment" , <urn:x#y> .\n<urn:b> <urn:p> 1 . # lost\n'
    with pytest.raises(ImportFault, match=r"^my\.ttl:3: .*move it to the top of the file"):
        canonical(text, path="my.ttl")
    assert canonical(text.replace(" # lost", "")).startswith("# kept\n\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [("<urn:a> <urn:p> .", 1), ("\n\nex:a ex:b ex:c .", 3), ("<urn:a> a <urn:b>", 1)],
)
def test_what_is_no_turtle_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(AITaxonomyError, match=rf"^bad\.ttl:{line}: not valid Turtle"):
        canonical(text, path="bad.ttl")


def test_rdf_1_2_is_refused() -> None:
    with pytest.raises(ImportFault, match=r"RDF 1\.2 is not read"):
        canonical("<urn:a> <urn:p> <<( <urn:a> <urn:p> 1 )>> .")
    with pytest.raises(ImportFault, match=r"RDF 1\.2 is not read"):
        canonical('<urn:a> <urn:p> "x"@en--ltr .')


def test_brackets_nested_too_deeply_are_refused() -> None:
    deep = "<urn:a> <urn:p> " + "[ <urn:p> " * 5000 + "1" + " ]" * 5000 + " ."
    with pytest.raises(ImportFault, match=r"deep\.ttl: .*name the inner nodes"):
        canonical(deep, path="deep.ttl")


def test_comments_among_the_prefixes_move_above_them() -> None:
    text = "@prefix ex: <urn:x:> . # one\n# two\nPREFIX b: <urn:b:>\n\n# three\nex:a ex:p 1 ."
    expected = "# one\n# two\n\n# three\n\n@prefix ex: <urn:x:> .\n\nex:a ex:p 1 .\n"
    assert canonical(text) == expected
    with pytest.raises(ImportFault, match=":7: "):
        canonical(text + "\n# four")


def test_an_empty_text_and_one_of_comments_alone() -> None:
    assert canonical("") == "\n"
    assert canonical("# a\n\n\n# b  ") == "# a\n\n# b\n"


# --- blank nodes


def test_shared_and_circular_blank_nodes_get_labels_that_do_not_depend_on_the_input() -> None:
    shared = "ex:s ex:p {x} , {y} . {x} ex:q {z} . {y} ex:q {z} . {z} ex:n 1 . {c} ex:o {c} ."
    one = body(shared.format(x="_:x", y="_:y", z="_:z", c="_:c"))
    other = body(shared.format(x="_:z", y="_:c", z="_:x", c="_:y"))
    assert one == other
    assert one.startswith("ex:s ex:p [ ex:q _:b") and "[] ex:o" not in one
    assert set(re.findall("_:b[0-9]+", one)) == {"_:b0", "_:b1"}


def test_lists_that_are_not_well_formed_keep_their_cells() -> None:
    assert body("ex:s ex:p [ rdf:first 1 ; rdf:rest ex:tail ] .") == (
        "ex:s ex:p [ rdf:first 1 ; rdf:rest ex:tail ] ."
    )
    two_tails = "ex:s ex:p [ rdf:first 1 ; rdf:rest () , ( 2 ) ] ."
    assert body(two_tails) == "ex:s ex:p [ rdf:first 1 ; rdf:rest () , ( 2 ) ] ."


names = st.sampled_from(
    ["http://example.org/a", "http://example.org/b.c-d", "http://example.org/x/y", "urn:z"]
    + [f"https://w3id.org/aitaxonomy/id/gpt-{n}" for n in (3.5, 4, "4o", 10)]
    + ["https://w3id.org/aitaxonomy#", "http://www.w3.org/2002/07/owl#Axiom"]
    + ["http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"]
).map(pyoxigraph.NamedNode)
plain = st.characters(
    max_codepoint=0xD7FF, exclude_categories=["C", "Z"], exclude_characters='<>"{}|^`\\[]%#'
)
tails = st.lists(plain | st.sampled_from([".", "-", ":", ",", "~", "%20", "1", "é"])).map("".join)
odd_names = tails.map(lambda tail: pyoxigraph.NamedNode(f"http://example.org/{tail}"))
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
quotes = st.lists(st.sampled_from(['"', '""', "\\", "\n", "a", "'"])).map("".join)
literals = st.one_of(
    st.builds(pyoxigraph.Literal, text | quotes),
    st.builds(pyoxigraph.Literal, text, language=st.sampled_from(["en", "de-at"])),
    st.sampled_from(
        [
            ("integer", "1"),
            ("integer", "-07"),
            ("decimal", "1.50"),
            ("decimal", "2"),
            ("boolean", "true"),
            ("boolean", "0"),
            ("double", "1.0E3"),
            ("token", "1"),
        ]
    ).map(
        lambda pair: pyoxigraph.Literal(
            pair[1], datatype=pyoxigraph.NamedNode(f"http://www.w3.org/2001/XMLSchema#{pair[0]}")
        )
    ),
)
blanks = st.integers(0, 6).map(lambda n: pyoxigraph.BlankNode(f"n{n}"))
predicates = names | st.sampled_from(
    [
        pyoxigraph.NamedNode(f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}")
        for name in ("type", "first", "rest")
    ]
    + [pyoxigraph.NamedNode("http://www.w3.org/2002/07/owl#annotatedSource")]
)
graphs = st.lists(
    st.builds(
        pyoxigraph.Triple,
        names | odd_names | blanks,
        predicates,
        names | odd_names | blanks | literals,
    ),
    max_size=14,
)


def ntriples(graph: list[pyoxigraph.Triple]) -> str:
    return "".join(f"{triple} .\n" for triple in graph)


@settings(max_examples=300, deadline=None)
@given(graphs)
def test_round_trip(graph: list[pyoxigraph.Triple]) -> None:
    source = PREFIXES + ntriples(graph)
    written = canonical(source)
    assert canonical(written) == written
    assert rdfc(written) == rdfc(source)
    assert isomorphic(
        rdflib.Graph().parse(data=written, format="turtle"),
        rdflib.Graph().parse(data=source, format="turtle"),
    )


@settings(max_examples=200, deadline=None)
@given(graphs, st.permutations(range(7)), st.randoms(use_true_random=False))
def test_neither_order_nor_blank_node_names_matter(
    graph: list[pyoxigraph.Triple], renaming: list[int], random: Random
) -> None:
    expected = canonical(PREFIXES + ntriples(graph))
    shuffled = random.sample(graph, len(graph))
    renamed = re.sub("_:n([0-6])", lambda m: f"_:r{renaming[int(m[1])]}", ntriples(shuffled))
    assert canonical(PREFIXES + renamed) == expected


# --- lines

WRITTEN = '''# a comment with <http://example.org/no> and "quotes
@prefix ex: <http://example.org/> . @base <http://example.org/base/> .
PREFIX p.q: <http://example.org/pq#>
ex:a a ex:B ;   # ex:no ex:no ex:no .
  ex:text """two
lines "" . ex:no ex:p 1 . """ , 'it\\'s' , '.' ;
  ex:b [ ex:c ex:d ; ex:e ( 1 2.5 [ a ex:F ] ) ] .
<rel> ex:p 1.5 . ex:a.b-c ex:p 2 .ex:d
  ex:p true
.
p.q:x ex:p "a"@en-GB , "b"^^ex:t .
[ ex:p 1 ] ex:q ex:r .
_:blank ex:p ex:a\\,b .
ex:a ex:later 1 .
(1 2) ex:p 3 .
<http://example.org/caf\\u00E9> ex:p -1e3, .5 ; ; ex:q ex:a .
base <http://other.org/>
<#frag> ex:p ex:q .'''


def locate(text: str, *, base: str = "") -> dict[str, int | None]:
    """The subjects of a text, each with the line where it first stands."""
    return {subject: line for (subject, of), line in _first(text, base).items() if not of}


def _first(text: str, base: str = "") -> dict[tuple[str, str | None], int]:
    return TurtleLines(text, base=base)._first


def test_locate_on_turtle_as_people_write_it() -> None:
    assert locate(WRITTEN) == {
        "http://example.org/a": 4,
        "http://example.org/base/rel": 8,
        "http://example.org/a.b-c": 8,
        "http://example.org/d": 8,
        "http://example.org/pq#x": 11,
        "_:blank": 13,
        "http://example.org/café": 16,
        "http://other.org/#frag": 18,
    }


def test_lines_of_statements() -> None:
    lines = TurtleLines(WRITTEN)
    ex = "http://example.org/"
    assert lines.of(f"{ex}a", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type") == 4
    assert lines.of(f"{ex}a", f"{ex}text") == 5
    assert lines.of(f"{ex}a", f"{ex}b") == 7
    assert lines.of(f"{ex}d", f"{ex}p") == 9
    assert lines.of(f"{ex}a", f"{ex}later") == 14
    assert lines.of(f"{ex}café", f"{ex}q") == 16
    inner = [(subject, ex + name) for subject in locate(WRITTEN) for name in ("c", "e", "no")]
    assert inner and not any(lines.of(*each) for each in inner)


def test_locate_on_ntriples_and_on_broken_text() -> None:
    assert locate('<urn:a> <urn:p> "x" .\n\n_:b <urn:p> <urn:a> .\n<urn:c> <urn:p> "y"@en .') == {
        "urn:a": 1,
        "_:b": 3,
        "urn:c": 4,
    }
    assert locate('<urn:a> <urn:p> 1 .\n<urn:b> <urn:p> "open') == {"urn:a": 1, "urn:b": 2}
    assert locate("nope:a nope:b nope:c .\n<urn:a> ex:p 1 .") == {"urn:a": 2}
    assert locate("<a> <p> 1 .", base="http://example.org/x") == {"http://example.org/a": 1}
    assert locate("") == {}


@settings(max_examples=200, deadline=None)
@given(graphs)
def test_locate_finds_each_named_subject_that_the_writer_wrote(
    graph: list[pyoxigraph.Triple],
) -> None:
    written = canonical(PREFIXES + ntriples(graph))
    named = {t.subject.value for t in graph if isinstance(t.subject, pyoxigraph.NamedNode)}
    found = {iri: line for iri, line in locate(written).items() if not iri.startswith("_:")}
    assert set(found) == named
    lines = written.split("\n")
    assert all(not lines[line - 1].startswith((" ", "@", "[")) for line in found.values())


def test_the_pattern_of_tokens_goes_back_over_nothing() -> None:
    """A repeat without a bound keeps what it took, so that a token costs no more than its text."""
    bare = re.sub(r"\\.|\[(?:\\.|[^]\\])*\]", "_", tokens._TOKEN.pattern)  # no escapes, no classes
    repeats = [each for each in re.findall(r"[*+?]\+?", bare) if each[0] != "?"]
    assert len(repeats) > 20
    assert set(repeats) == {"*+", "++"}


def steps(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The work of locating: functions called, characters in tokens, terms said within brackets."""
    count = 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    def inside(terms: Iterable[str]) -> lines.Inside:
        nonlocal count
        found = tuple(sorted(terms))
        count += len(found)
        return found

    def read(text: str) -> Iterator[tokens.Token]:
        nonlocal count
        for token in tokens.tokens(text):
            count += len(token.text)
            yield token

    with monkeypatch.context() as patched:
        patched.setattr(lines, "inside", inside)
        patched.setattr(lines, "tokens", read)
        sys.setprofile(called)
        try:
            locate(text)
        finally:
            sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("piece", "end"),
    [
        *((each, "") for each in ['"\\"', '"""\\"""', "a.a.", "<", "<a", "[", "_:", "1.e", "@"]),
        *((each, "") for each in ["a:..", "\\", "'", "ex:a "]),
        ("[ <urn:p> ", "] "),
        ("( <urn:p> ", ") "),
    ],
)
def test_work_is_linear_on_hostile_text(
    monkeypatch: pytest.MonkeyPatch, piece: str, end: str
) -> None:
    few, many = (steps(piece * n + end * n, monkeypatch) for n in (500, 4_000))
    assert few > 500
    assert many < 9 * few
