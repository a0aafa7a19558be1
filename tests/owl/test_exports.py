"""Each root as one file, in every syntax, in the tools that people have: all read the same."""

import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import owlready2
import pronto
import pyoxigraph as ox
import pytest
import rdflib

from aitaxonomy import Taxonomy, _data
from aitaxonomy.export import merged
from aitaxonomy.rdf.blank_nodes import canonicalized

pytestmark = pytest.mark.judges

AIT = "https://w3id.org/aitaxonomy#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
#: Ends of the files of each format, and the syntaxes that owlready2 reads.
ENDS = {"turtle": "ttl", "rdfxml": "rdf", "ntriples": "nt", "jsonld": "jsonld"}
OWLREADY = ("rdf", "nt")
RDF = {
    "ttl": ox.RdfFormat.TURTLE, "rdf": ox.RdfFormat.RDF_XML, "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
ROOTS = _data.ROOTS
CONSTRUCTS = Path(__file__).parents[1] / "reasoning" / "syntaxes" / "constructs.ttl"


@pytest.fixture(scope="module")
def exported(ai: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    for format, end in ENDS.items():
        written = ai.export(folder, format)
        assert written == [folder / f"{root}.{end}" for root in ROOTS]
    return folder


@pytest.fixture(scope="module")
def expected(ai: Taxonomy) -> dict[str, set[ox.Triple]]:
    """What each root says, with its imports."""
    return {root: set(merged(ai.content.memory, root)) for root in ROOTS}


def count(triples: Iterator[ox.Quad] | list[ox.Triple], kind: str) -> int:
    """How many named things are declared as of a kind of OWL."""
    wanted = ox.NamedNode(OWL + kind)
    return len({t.subject for t in triples if t.object == wanted and str(t.subject)[0] == "<"})


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("end", sorted(RDF))
def test_pyoxigraph_reads_the_same_triples(
    expected: dict[str, set[ox.Triple]], exported: Path, root: str, end: str
) -> None:
    triples = [q.triple for q in ox.parse(path=exported / f"{root}.{end}", format=RDF[end])]
    assert len(set(triples)) == len(expected[root]) > 8_000
    assert not any(t.predicate.value == OWL + "imports" for t in triples)
    assert count(triples, "Ontology") == 1


def _canonical(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """The triples with canonical blank nodes: equal sets are isomorphic graphs.

    Numbers of floating point are spelled anew, as rdflib spells them in its own way.
    """
    respelled = (ox.Triple(t.subject, t.predicate, _respelled(t.object)) for t in triples)
    return set(canonicalized(respelled))


def _respelled(term: Any) -> Any:
    double = ox.NamedNode(XSD + "double")
    if isinstance(term, ox.Literal) and term.datatype == double:
        return ox.Literal(repr(float(term.value)), datatype=double)
    return term


def _by_rdflib(path: Path, syntax: str) -> set[ox.Triple]:
    """What rdflib, which did not write the file, reads in it."""
    graph = rdflib.Graph()
    graph.parse(path, format=syntax)
    text = graph.serialize(format="nt", encoding="utf-8")
    return _canonical(quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES))


@pytest.mark.parametrize(("root", "end"), [*((ROOTS[0], end) for end in RDF), (ROOTS[1], "ttl")])
def test_rdflib_reads_the_same_triples(
    expected: dict[str, set[ox.Triple]], exported: Path, root: str, end: str
) -> None:
    """The full root is read by rdflib for the questions, see tests/test_questions.py."""
    syntax = {"rdf": "xml", "jsonld": "json-ld"}.get(end, end)
    assert _by_rdflib(exported / f"{root}.{end}", syntax) == _canonical(expected[root])


@pytest.mark.parametrize(
    ("root", "end"), [*((root, end) for root in ROOTS[:2] for end in OWLREADY), (ROOTS[-1], "rdf")]
)
def test_owlready2_loads_each_root(exported: Path, root: str, end: str) -> None:
    world = owlready2.World()
    loaded = world.get_ontology((exported / f"{root}.{end}").as_uri()).load()
    triples = list(ox.parse(path=exported / f"{root}.nt"))
    assert loaded.base_iri.startswith("https://w3id.org/aitaxonomy")
    assert len(list(world.classes())) == count(iter(triples), "Class")
    assert len(list(world.individuals())) == count(iter(triples), "NamedIndividual")
    assert len(list(world.object_properties())) == count(iter(triples), "ObjectProperty")
    llm = world[AIT + "LLM"]
    assert llm.iri == AIT + "LLM"
    assert issubclass(llm, world[AIT + "GenerativeAI"])
    assert ("gpt-4o" in {model.name for model in llm.instances()}) is (root == ROOTS[-1])


def test_owlready2_runs_hermit_on_the_terms(exported: Path) -> None:
    """In a process of its own: owlready2 shares state, and its reasoner prints.

    HermiT on the root that people open first is asked through the OWLAPI, see test_owlapi.py.
    """
    code = f"""
import owlready2
world = owlready2.World()
world.get_ontology({(exported / f"{ROOTS[0]}.rdf").as_uri()!r}).load()
above = lambda: {{each.name for each in world[{AIT + "ReasoningLLM"!r}].ancestors()}}
stated = above()
owlready2.sync_reasoner(world, debug=0)
print(*sorted(above() - stated))
print(*world.inconsistent_classes())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    inferred, unsatisfiable = done.stdout.splitlines()
    assert {"TextGenerator", "LLMTechnology"} <= set(inferred.split())
    assert unsatisfiable == ""


@pytest.mark.parametrize("root", ROOTS[:2])
def test_owlapi_reads_the_same_axioms_from_each_syntax(
    compare: Callable[..., Any], exported: Path, root: str
) -> None:
    ends = ("ttl", "rdf", "nt")
    read, different = compare(*(exported / f"{root}.{end}" for end in ends))
    assert different == []
    axioms, without_name, classes, individuals = read[".ttl"]
    # Every axiom compares by equality: no individual is without a name.
    assert int(axioms) > 5_000 and without_name == "0"
    assert read == dict.fromkeys([f".{end}" for end in ends], read[".ttl"])
    triples = list(ox.parse(path=exported / f"{root}.nt"))
    assert int(classes) >= count(iter(triples), "Class")
    assert int(individuals) >= count(iter(triples), "NamedIndividual")


def test_the_comparison_sees_one_lost_axiom_and_one_lost_annotation(
    compare: Callable[..., Any], tmp_path: Path
) -> None:
    title = '<https://example.org/all> <http://purl.org/dc/terms/title> "Alles"@de'
    lost = (f"<{OWL}disjointUnionOf>", title)
    triples = [quad.triple for quad in ox.parse(path=CONSTRUCTS)]
    kept = [t for t in triples if str(t.predicate) not in lost and str(t) not in lost]
    assert len(triples) - len(kept) == 2
    ox.serialize(kept, tmp_path / "cut.rdf", ox.RdfFormat.RDF_XML)
    _, different = compare(CONSTRUCTS, tmp_path / "cut.rdf")
    missing = [what.split("(")[0] for kind, _, what in different if kind == "missing"]
    assert missing == ["Annotation", "DisjointUnion"]


def test_a_broken_file_is_no_equal_file(compare: Callable[..., Any], tmp_path: Path) -> None:
    text = CONSTRUCTS.read_text(encoding="utf-8")
    (tmp_path / "half.ttl").write_text(text[: len(text) // 2], encoding="utf-8")
    with pytest.raises(AssertionError, match="Unparsable"):
        compare(CONSTRUCTS, tmp_path / "half.ttl")


@pytest.mark.parametrize("root", ROOTS[:2])
def test_pronto_reads_the_taxonomy(exported: Path, root: str) -> None:
    """It looks for a typed ontology at the head of the file, and warns of what OBO has not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ontology = pronto.Ontology(exported / f"{root}.rdf")
    wider = {term.name for term in ontology[AIT + "LLM"].superclasses()}
    assert {"generative AI", "language model", "AI model"} <= wider
    head = (exported / f"{root}.rdf").read_text(encoding="utf-8").split("<owl:Ontology rdf:about")
    assert len(head) == 2 and "rdf:about" not in head[0]
