"""Data of any size."""

import sys
from collections.abc import Collection
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.conftest import shipped

from aitaxonomy import ImportFault, InconsistentOntology, Taxonomy
from aitaxonomy.owl.axioms import ClassAssertion, Named
from aitaxonomy.rdf.namespaces import AIT, AIX, OWL, PREFIXES, RDF, RDFS
from aitaxonomy.rdf.positions.turtle_lines import FileLines, TurtleLines
from aitaxonomy.reasoning.verdict import ENTAILED
from aitaxonomy.store import ASSERTED, INFERRED, data_files, read_triples
from aitaxonomy.store.data_files import DataFiles
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
def own(systems: Path) -> Taxonomy:
    """The taxonomy with the hundred systems."""
    return shipped() + systems


def test_what_follows_is_in_a_graph_of_its_own(own: Taxonomy) -> None:
    store = own.content.memory
    inferred = set(store.triples(INFERRED))
    assert any(t.predicate.value == AIT + "isNotA" and DATA in str(t.subject) for t in inferred)
    assert not inferred & set(store.triples(ASSERTED))
    assert own.hierarchy().derived == len(inferred)


def test_turtle_gives_the_same(own: Taxonomy, turtle: Path) -> None:
    assert set((shipped() + turtle).content.memory.triples(INFERRED)) == set(
        own.content.memory.triples(INFERRED)
    )


def test_data_with_terms_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(OWN_TERMS)
    mine = shipped() + path
    assert not mine.content.inference.additions.facts_only
    assert mine.is_a("urn:ex:y", "MusicGenerator")
    assert mine.is_a("urn:ex:x", "GenerativeAI")
    assert mine.is_a('A "quoted" name', "LLM")
    found = set(mine.content.memory.triples(INFERRED))
    node = ox.NamedNode
    assert ox.Triple(node("urn:ex:who"), node(RDF + "type"),
                     node(AIT + "Organization")) in found  # fmt: skip
    assert set(shipped_inferences()) < found, (
        "what follows from the shipped part follows from the whole"
    )


def test_proofs_of_a_portion_share_a_reasoner(
    systems: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inference = (shipped() + systems).content.inference
    about, asked = inference.additions.reached, list[Collection[str]]()
    monkeypatch.setattr(data_files, "_PORTION", 100)
    monkeypatch.setattr(inference.additions, "reached", lambda x: asked.append(x) or about(x))
    things = [f"{DATA}{number}" for number in range(100)]
    proofs = [inference.why(each, AIT + "AIArtifact", ENTAILED) for each in things]
    assert all(proof and proof.check() for proof in proofs)
    statements = sum(1 for _ in systems.open())
    assert 1 < len(asked) <= statements / 100 + 1
    assert set(things) <= set().union(*asked)


def test_proofs_name_file_and_line(turtle: Path, systems: Path) -> None:
    for path in (turtle, systems):
        proof = (shipped() + path).why("System 5", "AIArtifact")
        assert proof is not None
        (stated,) = [step for step in proof.steps if step.name == "stated"]
        (axiom,) = stated.axioms
        assert isinstance(axiom, ClassAssertion)
        assert isinstance(axiom.cls, Named)
        line = TurtleLines(path.read_text()).of(DATA + "5", RDF + "type", axiom.cls.iri)
        assert line is not None
        assert (stated.location.file, stated.location.line) == (str(path), line)


def test_what_a_part_leaves_open_the_whole_tells(
    own: Taxonomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    inference = own.content.inference
    before = {kind: own.is_a(DATA + "5", kind) for kind in ("LLM", "NonGenerativeAI")}
    nothing = inference.about([])
    monkeypatch.setattr(inference, "about", lambda *_: nothing)
    for kind, verdict in before.items():
        found = own.is_a(DATA + "5", kind)
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
        (shipped() + path).hierarchy()


def test_one_contradiction_among_many_systems_is_told_by_its_cause(
    systems: Path, tmp_path: Path
) -> None:
    """Text and image would be one, and most systems contradictory: yet one of them is to blame."""
    path = tmp_path / "one.nt"
    aix = AIX
    path.write_text(systems.read_text() + f"<{DATA}0> <{AIT}hasPrimaryModality> <{aix}image> .\n")
    taxonomy = shipped() + path
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
    """Data with a thing that contradicts itself, a component of another, and a sound one."""
    path = tmp_path_factory.mktemp("large") / "contradictory.nt"
    said = [
        ("urn:ex:bad", RDF + "type", AIT + "AIModel"),
        ("urn:ex:bad", RDF + "type", AIT + "Organization"),
        ("urn:ex:whole", AIT + "hasComponent", "urn:ex:bad"),
        ("urn:ex:sound", RDF + "type", AIT + "AIModel"),
    ]
    path.write_text("".join("<{}> <{}> <{}> .\n".format(*each) for each in said), encoding="utf-8")
    return shipped() + path


def test_of_a_contradiction_no_verdict_is_given(contradictory: Taxonomy) -> None:
    for thing in ("urn:ex:bad", "urn:ex:whole", "urn:ex:sound"):
        with pytest.raises(InconsistentOntology, match=r"urn:ex:bad contradicts itself.*:1"):
            contradictory.is_a(thing, "AIArtifact")


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
    lines = data.text()
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
