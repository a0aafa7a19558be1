"""Data of any size: what is brought in when asked for is what is brought in at once."""

import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.conftest import shipped

from aitaxonomy import ImportFault, InconsistentOntology, Taxonomy
from aitaxonomy.graph.questions import question_files
from aitaxonomy.owl.axioms import ClassAssertion, Named
from aitaxonomy.rdf.namespaces import AIT, AIX, OWL, PREFIXES, RDF, RDFS
from aitaxonomy.rdf.positions.file_lines import FileLines
from aitaxonomy.rdf.positions.turtle_lines import TurtleLines
from aitaxonomy.store import ASSERTED, INFERRED, data_files, read_triples
from aitaxonomy.store.data_files import DataFiles
from aitaxonomy.store.query_patterns import EVERYTHING, covers, patterns_of
from aitaxonomy.store.shipped_ontology import shipped_inferences

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from generate import DATA, write

pytestmark = pytest.mark.judges

OWN_TERMS = f"""
@prefix ait: <{AIT}> . @prefix aix: <{AIX}> . @prefix ex: <urn:ex:> .
@prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> .
ex:Chatty a owl:Class ; rdfs:subClassOf ait:LLM .
ex:x a owl:NamedIndividual , ex:Chatty ; rdfs:label "A \\"quoted\\" name"@en .
ex:y a owl:NamedIndividual , ait:AIModel , [ a owl:Restriction ;
    owl:onProperty ait:nativelyGenerates ; owl:hasValue aix:music ] .
aix:gpt-4 ait:providedBy ex:who .
"""


@pytest.fixture(scope="module")
def systems(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred generated systems in N-Triples."""
    path = tmp_path_factory.mktemp("large") / "systems.nt"
    write(path, 100)
    return path


@pytest.fixture(scope="module")
def turtle(systems: Path) -> Path:
    """The same in Turtle."""
    path = systems.with_suffix(".ttl")
    ox.serialize(
        read_triples(systems), output=path, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES)
    )
    return path


def large(path: Path) -> Taxonomy:
    """The taxonomy with a file that is taken for a large one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_files, "LARGE", 3)
        taxonomy = shipped() + path
        assert taxonomy.content.data.large
    return taxonomy


@pytest.fixture(scope="module")
def both(systems: Path) -> tuple[Taxonomy, Taxonomy]:
    """The same data, taken for small and for large."""
    small = shipped() + systems
    assert not small.content.data.large
    return small, large(systems)


def _unordered(row: tuple[object, ...]) -> list[list[str]]:
    """A row, without the order in which a cell lists several things."""
    return [sorted(str(cell).split(", ")) for cell in row]


def test_questions_are_answered_alike(both: tuple[Taxonomy, Taxonomy]) -> None:
    """Before anything else has brought the data in: each gets what it needs, and little more."""
    small, columns = both
    for name in list(question_files())[::6]:
        one, other = (sorted(map(_unordered, each.ask(name).rows)) for each in both)
        assert one == other, name
    query = f"SELECT ?x {{ ?x a <{AIT}LLM> ; ?p ?o . ?y ?q ?x }}"
    assert sorted(small.sparql(query).rows) == sorted(columns.sparql(query).rows)


def test_a_query_brings_in_what_it_touches(systems: Path) -> None:
    columns = large(systems)
    before = len(columns.content.memory.store)
    rows = columns.sparql(f"SELECT ?x {{ ?x a <{AIT}LLM> }}").rows
    own = [row for row in rows if str(row[0]).startswith(DATA)]
    assert before + len(own) <= len(columns.content.memory.store) <= before + len(rows)
    assert own


def test_the_inferred_graph_is_the_same(both: tuple[Taxonomy, Taxonomy]) -> None:
    columns = both[1]
    one, other = (set(each.content.memory.triples(INFERRED)) for each in both)
    assert one == other
    assert any(t.predicate.value == AIT + "isNotA" and DATA in str(t.subject) for t in other)
    assert not one & set(columns.content.memory.triples(ASSERTED))
    assert columns.content.inferred.count(columns.content.memory) == len(one)


def test_turtle_gives_the_same(both: tuple[Taxonomy, Taxonomy], turtle: Path) -> None:
    assert set(large(turtle).content.memory.triples(INFERRED)) == set(
        both[0].content.memory.triples(INFERRED)
    )


def test_data_with_terms_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(OWN_TERMS)
    columns = large(path)
    assert not columns.content.inference.additions.facts_only
    assert columns.is_a("urn:ex:y", "MusicGenerator")
    assert columns.is_a("urn:ex:x", "GenerativeAI")
    assert columns.is_a('A "quoted" name', "LLM")
    found = set(columns.content.memory.triples(INFERRED))
    node = ox.NamedNode
    assert ox.Triple(node("urn:ex:who"), node(RDF + "type"),
                     node(AIT + "Organization")) in found  # fmt: skip
    assert set(shipped_inferences()) < found, (
        "what follows from the shipped part follows from the whole"
    )


def test_verdicts_and_proofs_agree(both: tuple[Taxonomy, Taxonomy]) -> None:
    small, columns = both
    for number in (0, 3, 5):
        for kind in ("LLM", "NonGenerativeAI"):
            one, other = (each.is_a(f"{DATA}{number}", kind) for each in both)
            assert one.verdict == other.verdict
    one_proof = small.why(DATA + "5", "GenerativeAI")
    assert str(one_proof) == str(columns.why("System 5", "GenerativeAI"))


def test_proofs_name_file_and_line(turtle: Path, systems: Path) -> None:
    for path in (turtle, systems):
        proof = large(path).why("System 5", "AIArtifact")
        assert proof is not None
        (stated,) = [step for step in proof.steps if step.name == "stated"]
        (axiom,) = stated.axioms
        assert isinstance(axiom, ClassAssertion)
        assert isinstance(axiom.cls, Named)
        line = TurtleLines(path.read_text()).of(DATA + "5", RDF + "type", axiom.cls.iri)
        assert line is not None
        assert (stated.location.file, stated.location.line) == (str(path), line)


def test_what_a_part_leaves_open_the_whole_tells(
    both: tuple[Taxonomy, Taxonomy], monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = both[1]
    inference = columns.content.inference
    before = {kind: columns.is_a(DATA + "5", kind) for kind in ("LLM", "NonGenerativeAI")}
    nothing = inference.about([])
    monkeypatch.setattr(inference, "about", lambda *_: nothing)
    for kind, verdict in before.items():
        found = columns.is_a(DATA + "5", kind)
        assert found.verdict == verdict.verdict != "unknown"
        assert found.proof is not None
        assert found.proof.axioms


def test_a_contradiction_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "clash.nt"
    kinds = [OWL + "NamedIndividual", AIT + "AIModel", AIT + "Organization"]
    path.write_text("".join(f"<urn:x> <{RDF}type> <{kind}> .\n" for kind in kinds * 2))
    with pytest.raises(
        InconsistentOntology, match=r"urn:x.* cannot all hold.*clash\.nt:2.*clash\.nt:3"
    ):
        large(path).hierarchy()


def test_one_contradiction_among_many_systems_is_told_by_its_cause(
    systems: Path, tmp_path: Path
) -> None:
    """Text and image would be one, and most systems contradictory: yet one of them is to blame."""
    path = tmp_path / "one.nt"
    aix = AIX
    path.write_text(systems.read_text() + f"<{DATA}0> <{AIT}hasPrimaryModality> <{aix}image> .\n")
    taxonomy = large(path)
    with pytest.raises(InconsistentOntology) as caught:
        taxonomy.hierarchy()
    assert len(taxonomy.content.inference.closure().clashes()) > 20
    said = [clash for clash in caught.value.clashes if "one.nt:" in clash]
    assert [clash.split(" (")[0] for clash in said] == [
        "System 0 has primary modality image",
        "System 0 has primary modality text",
    ]
    assert len(caught.value.clashes) == 4


@pytest.fixture(scope="module")
def contradictory(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    """Large data with a thing that contradicts itself, a component of another, and a sound one."""
    path = tmp_path_factory.mktemp("large") / "contradictory.nt"
    said = [
        ("urn:ex:bad", RDF + "type", AIT + "AIModel"),
        ("urn:ex:bad", RDF + "type", AIT + "Organization"),
        ("urn:ex:whole", AIT + "hasComponent", "urn:ex:bad"),
        ("urn:ex:sound", RDF + "type", AIT + "AIModel"),
    ]
    path.write_text("".join("<{}> <{}> <{}> .\n".format(*each) for each in said), encoding="utf-8")
    return large(path)


def test_of_a_contradiction_no_verdict_is_given(contradictory: Taxonomy) -> None:
    for thing in ("urn:ex:bad", "urn:ex:whole"):
        with pytest.raises(InconsistentOntology, match="cannot all hold"):
            contradictory.is_a(thing, "AIArtifact")
    assert contradictory.is_a("urn:ex:sound", "AIArtifact")


def test_nor_by_the_whole(contradictory: Taxonomy, monkeypatch: pytest.MonkeyPatch) -> None:
    inference = contradictory.content.inference
    part = inference.about([])
    with monkeypatch.context() as patch:
        patch.setattr(inference, "about", lambda *_: part)
        assert contradictory.is_a("urn:ex:sound", "AIArtifact")
        patch.setattr(inference, "check", _refuse)
        with pytest.raises(InconsistentOntology):
            contradictory.is_a("urn:ex:bad", "AIArtifact")


def _refuse() -> None:
    raise InconsistentOntology("refused", [])


DENIAL = "[] a owl:NegativePropertyAssertion ; owl:assertionProperty ait:nativelyGenerates ;"


@pytest.mark.parametrize(
    ("said", "facts_only"),
    [
        (f"{DENIAL} owl:sourceIndividual aix:gpt-4 ; owl:targetIndividual aix:text .", False),
        (f"{DENIAL} owl:sourceIndividual ex:x ; owl:targetIndividual aix:text .", True),
        ("[] a owl:AllDifferent ; owl:distinctMembers ( aix:gpt-4 aix:gpt-4o ) .", False),
        ("[] a owl:Restriction ; owl:onProperty ait:generates ; owl:hasValue aix:text ;"
         " rdfs:subClassOf ait:Organization .", False),
        ("ex:x a [ a owl:Restriction ; owl:onProperty ait:generates ; owl:allValuesFrom"
         " [ a owl:Class ; owl:oneOf ( aix:text ) ] ] .", True),
        ("ex:x owl:differentFrom aix:gpt-4 .", True),
        ("aix:gpt-4 owl:differentFrom ex:x .", False),
    ],
)  # fmt: skip
def test_what_says_more_than_facts_of_new_things(
    tmp_path: Path, said: str, facts_only: bool
) -> None:
    path = tmp_path / "said.ttl"
    more = "ex:z a ait:AIModel ; ait:developedBy ex:d ; ait:providedBy ex:d . "
    path.write_text(OWN_TERMS.split("ex:Chatty", maxsplit=1)[0] + more + said, encoding="utf-8")
    assert (shipped() + path).content.inference.additions.facts_only is facts_only


def test_a_denial_about_a_shipped_thing_contradicts_it(tmp_path: Path) -> None:
    path = tmp_path / "denial.ttl"
    prefixes = OWN_TERMS.split("ex:Chatty", maxsplit=1)[0]
    said = f"{DENIAL} owl:sourceIndividual aix:gpt-4 ; owl:targetIndividual aix:text ."
    path.write_text(prefixes + said, encoding="utf-8")
    thing, kind = AIX + "gpt-4", AIT + "LLM"
    with pytest.raises(InconsistentOntology, match="GPT-4 does not natively generate text"):
        large(path).content.inference.verdict(thing, kind, is_class=False)
    (found,) = (shipped() + path).classify()
    assert (found.iri, str(found.verdicts["LLM"])) == (thing, "unknown")
    assert found.conflicts


@pytest.mark.parametrize(
    ("line", "message"),
    [("<urn:a:a> <urn:p:p> <urn:a:b>", r":102: cannot be parsed .* dot"),
     ("<urn:a:a> <urn:p:p> <no iri> .", r":101: cannot be parsed"),
     ("<urn:a:a> <urn:p:p> <relative> .", r":101: cannot be parsed")],
)  # fmt: skip
def test_faults_in_large_files_are_told_at_once(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "fault.nt"
    path.write_text("<urn:a:a> <urn:p:p> <urn:a:b> .\n" * 100 + line + "\n")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(ImportFault, match=message):
        patch.setattr(data_files, "LARGE", 3)
        _ = shipped() + path


def test_lines_that_are_not_plain_are_read_by_the_parser(tmp_path: Path) -> None:
    path = tmp_path / "odd.nt"
    path.write_text(
        '<urn:a:a>\t<urn:p:p> "x\\n\\u00e9 _:"@en-GB .\n\n# a remark\n  _:b <urn:p:p> _:c.\n'
        '<urn:a:\\u00e9> <urn:p:p> "a\x7f \U0001f600"^^<urn:d:d> . # another\n'
    )
    data = DataFiles([(path, None)])
    assert data.paths != [path]
    lines = b"\n".join(data.lines([EVERYTHING]))
    again = ox.Dataset(ox.parse(lines, ox.RdfFormat.N_TRIPLES))
    expected = ox.Dataset(ox.Quad(*triple) for triple in read_triples(path))
    for dataset in (again, expected):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert len(again) == 3
    assert again == expected


UNTYPED = f"""
<urn:ex:x> <{AIT}poweredBy> "GPT-4" .
<urn:ex:x> <{AIT}parameterCount> <urn:ex:y> .
<urn:ex:x> <{RDF}type> "model" .
<urn:ex:x> <{RDF}type> <urn:ex:Nowhere> .
<urn:ex:x> <urn:ex:nowhere> <urn:ex:y> .
<urn:ex:x> <{AIT}poweredBy> <urn:ex:y> .
"""


def test_what_says_nothing_is_told_and_nothing_follows_from_it(tmp_path: Path) -> None:
    """Values of the wrong sort, undeclared terms; the same in both ways of reading."""
    path = tmp_path / "untyped.nt"
    path.write_text(UNTYPED, encoding="utf-8")
    by_columns, by_triples = large(path), shipped() + path
    told = [str(each) for each in by_columns.without_rule()]
    reason = "not declared as a class, or as a property of such values; used 1 times"
    names = ["ait:parameterCount", "ait:poweredBy", "rdf:type", "<urn:ex:Nowhere>",
             "<urn:ex:nowhere>"]  # fmt: skip
    assert sorted(told) == sorted(f"{name} ({reason})" for name in names)
    assert len(by_triples.without_rule()) == len(names)
    assert all(f"{path}:" in str(each) for each in by_triples.without_rule())
    query = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(isLiteral(?s) || STRSTARTS(STR(?s), 'urn:ex:')) }"
    found = [sorted(map(str, each.sparql(query).rows)) for each in (by_columns, by_triples)]
    assert found[0] == found[1]
    assert len(found[0]) > 6  # what follows from the one sound line


def test_size_is_told_from_statements(systems: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = sum(1 for _ in read_triples(systems))
    for most, named, large in ((count, 1, False), (count - 1, 1, True), (count, 2, True)):
        monkeypatch.setattr(data_files, "LARGE", most)
        assert DataFiles([(systems, None)] * named).large is large


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("?x a <urn:C>", {(None, f"<{RDF}type>", "<urn:C>")}),
        ("<urn:x> ?p 7", {("<urn:x>", None, None)}),
        ("?x <urn:p>/^<urn:q> ?y", {(None, "<urn:p>", None), (None, "<urn:q>", None)}),
        ("?x <urn:p>* ?y", {EVERYTHING}),
        ("?x <urn:p>* ?y . ?y <urn:q> 1", {(None, "<urn:p>", None), (None, "<urn:q>", None)}),
        ("?x <urn:p>? <urn:y>", {(None, "<urn:p>", None)}),
        ("?x !<urn:p> ?y", {EVERYTHING}),
        ("FILTER EXISTS { ?x <urn:p> ?y MINUS { ?x <urn:q> ?z } }",
         {(None, "<urn:p>", None), (None, "<urn:q>", None)}),
        ("{ SELECT ?x { GRAPH ?g { ?x <urn:p> ?y } } }", {(None, "<urn:p>", None)}),
        ("?x <urn:p> ?y OPTIONAL { ?x ?q ?z }", {(None, "<urn:p>", None), EVERYTHING}),
        ("no SPARQL at all", {EVERYTHING}),
    ],
)  # fmt: skip
def test_what_a_query_needs(where: str, expected: set[tuple[str | None, ...]]) -> None:
    assert patterns_of(f"SELECT * {{ {where} }}") == expected


def test_describing_needs_everything() -> None:
    assert patterns_of("DESCRIBE <urn:x>") == {EVERYTHING}
    assert covers(EVERYTHING, ("<urn:x>", None, None))
    assert not covers(("<urn:x>", None, None), EVERYTHING)


def test_search_finds_the_lines_that_a_reading_finds(systems: Path, turtle: Path) -> None:
    for path in (systems, turtle):
        lines, searched = TurtleLines(path.read_text()), FileLines(path)
        named = [t for t in read_triples(path) if isinstance(t.subject, ox.NamedNode)]
        for triple in named[::31]:
            subject, predicate = triple.subject.value, triple.predicate.value
            assert searched.of(subject) == lines.of(subject)
            assert searched.of(subject, predicate) == lines.of(subject, predicate)
        assert len(named) > 1_000
        assert searched.of("urn:nobody") is None
