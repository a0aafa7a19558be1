"""The ontology by OWLAPI's judgement: imports offline, OWL 2 DL, consistent, all satisfiable."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from aitaxonomy import Taxonomy, _data
from aitaxonomy._data import module_iri
from aitaxonomy.reasoning.reasoner import Reasoner

Judge = Callable[..., Any]  # the fixture of conftest.py

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
CATALOG = ONTOLOGY / "catalog-v001.xml"
FIXTURES = Path(__file__).parent / "fixtures"
SYSTEMS = sorted(path for path in ONTOLOGY.rglob("*.ttl") if path.parent.name in _data.OF_SYSTEMS)
#: The modules that are loaded alone. Those of systems are alike, and each is held to import what it
#: links to by tests/test_modules.py: of them, these stand for all, which the full root loads.
ALONE = sorted({*ONTOLOGY.rglob("*.ttl")} - {*SYSTEMS}) + SYSTEMS[::50]
REASONERS = ["elk", "openllet", "jfact", "hermit"]

AIX = "https://w3id.org/aitaxonomy/id/"
LLM = "https://w3id.org/aitaxonomy#LLM"

# fixture -> the faults it must have: (kind, what it is about)
FAULTY = {
    "cardinality-on-transitive": ("profile", "UseOfNonSimplePropertyInCardinalityRestriction"),
    "date-on-data-property": ("profile", "UseOfUndeclaredDatatype"),
    "inconsistent": ("inconsistent", "hermit"),
    "missing-file": ("import", "https://example.org/owl/gone"),
    "truncated": ("load", ""),
    "undeclared-import": ("import", "https://example.org/owl/nowhere"),
    "undeclared-property": ("profile", "UseOfUndeclaredAnnotationProperty"),
    "unsatisfiable": ("unsatisfiable", "hermit"),
    "wrong-file": ("catalog", "https://example.org/owl/renamed"),
}
SOUND = ["base", "facets", "sound"]
# These are misled by a catalog with a missing and with a wrong file.
MISLED = {"missing-file", "wrong-file"}


def root(name: str) -> Path:
    return ONTOLOGY / f"{name}.ttl"


def test_modules_load_alone_and_are_owl_2_dl(owlapi: Judge) -> None:
    others = [path for path in ALONE if path != root("aitaxonomy-full")]
    assert len(others) > 20
    judged = owlapi(*others, catalog=CATALOG)
    assert judged.faults == []
    assert {row[1] for row in judged.rows} == set(map(str, others))
    for path in others:
        name = path.relative_to(ONTOLOGY).with_suffix("").as_posix()
        assert module_iri(name) in judged.loaded_with(str(path))
    modalities = judged.loaded_with(str(root("modalities")))
    assert sorted(modalities) == [module_iri("core"), module_iri("modalities")]


def test_the_full_root_is_owl_2_dl_and_elk_finds_it_consistent(ai: Taxonomy, owlapi: Judge) -> None:
    """HermiT, Openllet and JFact find no verdict on a thousand systems within minutes; ELK does."""
    judged = owlapi(root("aitaxonomy-full"), catalog=CATALOG, reasoners="elk", members=LLM)
    assert judged.faults == []
    assert set(judged.loaded) == {module_iri(name) for name in _data.modules_of("aitaxonomy-full")}
    assert judged.consistent == ["elk"]
    assert judged.members("elk") == {model.iri for model in ai["LLM"].instances}


def test_jfact_finds_the_terms_satisfiable(owlapi: Judge) -> None:
    """JFact finds no verdict on systems within minutes: it gets the terms.

    ELK finds all terms satisfiable with systems, above, and HermiT in tests/test_taxonomy.py.
    """
    judged = owlapi(root("terms"), catalog=CATALOG, reasoners="jfact")
    assert judged.faults == []
    assert judged.consistent == ["jfact"]
    assert set(judged.loaded) == {module_iri(name) for name in _data.modules_of("terms")}


# Contradictions about one individual, and the judges that know what they are made of.
CONTRADICTIONS = {
    "ex:a a ex:A , ex:B . ex:A owl:disjointWith ex:B .": REASONERS,
    "ex:a a ex:C , ex:B . ex:C rdfs:subClassOf ex:A . ex:A owl:disjointWith ex:B .": REASONERS,
    "ex:a a ex:A , [ a owl:Class ; owl:complementOf ex:A ] .": REASONERS[1:],
    "ex:p a owl:FunctionalProperty . ex:a ex:p ex:b , ex:c . ex:b owl:differentFrom ex:c .": (
        REASONERS[1:]
    ),
    "ex:a a [ a owl:Restriction ; owl:onProperty ex:p ; owl:allValuesFrom ex:A ] ; ex:p ex:b . "
    "ex:b a ex:B . ex:A owl:disjointWith ex:B .": REASONERS[1:],
    "ex:p a owl:AsymmetricProperty . ex:a ex:p ex:b . ex:b ex:p ex:a .": REASONERS[1:],
}
CONTRADICTION = """
@prefix ex: <urn:x:> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:A a owl:Class . ex:B a owl:Class . ex:C a owl:Class . ex:p a owl:ObjectProperty .
ex:a a owl:NamedIndividual . ex:b a owl:NamedIndividual . ex:c a owl:NamedIndividual .
"""


def test_every_judge_finds_the_contradictions_that_the_closure_finds(
    owlapi: Judge, tmp_path: Path
) -> None:
    """ELK knows disjoint classes; with the rest it would be silent, so it is not asked."""
    files = {tmp_path / f"{n}.ttl": text for n, text in enumerate(CONTRADICTIONS)}
    for file, text in files.items():
        file.write_text(
            f"{CONTRADICTION}<urn:{file.stem}> a owl:Ontology . {text}", encoding="utf-8"
        )
        assert Reasoner(ox.parse(path=file)).clashes, text
    for judges in (["elk"], REASONERS[1:]):
        asked = [file for file, text in files.items() if set(judges) <= set(CONTRADICTIONS[text])]
        judged = owlapi(*asked, catalog=CATALOG, reasoners=",".join(judges))
        found = [(kind, where, what) for kind, where, what, _ in judged.faults]
        assert found == [("inconsistent", str(file), each) for file in asked for each in judges]


# --- the check can fail


def test_every_fixture_is_used() -> None:
    assert {path.stem for path in FIXTURES.glob("*.ttl")} == FAULTY.keys() | set(SOUND)


def test_a_sound_ontology_has_no_fault(owlapi: Judge) -> None:
    files, catalog = [FIXTURES / f"{name}.ttl" for name in SOUND], FIXTURES / "catalog-v001.xml"
    judged = owlapi(*files, catalog=catalog, reasoners=",".join(REASONERS))
    assert judged.faults == []
    assert judged.consistent == REASONERS * len(SOUND)
    # `sound` imports `base`
    assert judged.loaded.count("https://example.org/owl/base") == 2


def test_facets_are_kept_from_jfact_alone(owlapi: Judge) -> None:
    file, catalog = FIXTURES / "facets.ttl", FIXTURES / "catalog-v001.xml"
    judged = owlapi(file, catalog=catalog, reasoners="jfact,hermit")
    left = {row[2]: row[-1] for row in judged.rows if row[0] == "reasoner"}
    assert left == {"jfact": "without 2 axioms on facets of datatypes", "hermit": ""}


@pytest.mark.parametrize("catalog", ["catalog-v001.xml", "faulty-catalog.xml"])
def test_each_faulty_ontology_has_its_fault(owlapi: Judge, catalog: str) -> None:
    named = sorted(name for name in FAULTY if (name in MISLED) == catalog.startswith("faulty"))
    files = [FIXTURES / f"{name}.ttl" for name in named]
    judged = owlapi(*files, catalog=FIXTURES / catalog, reasoners="hermit")
    for name, file in zip(named, files, strict=True):
        found = [(kind, what) for kind, where, what, _ in judged.faults if where == str(file)]
        assert FAULTY[name] in found, name


def test_an_import_is_never_fetched(owlapi: Judge) -> None:
    judged = owlapi(FIXTURES / "undeclared-import.ttl", catalog=FIXTURES / "catalog-v001.xml")
    ((kind, _, _, message),) = judged.faults
    assert kind == "import"
    assert "this check is offline" in message


def test_a_reasoner_without_verdict_is_a_fault(owlapi: Judge) -> None:
    sound, catalog = FIXTURES / "sound.ttl", FIXTURES / "catalog-v001.xml"
    judged = owlapi(sound, catalog=catalog, reasoners="hermit,no-such", seconds=0)
    found = [(kind, what) for kind, _, what, _ in judged.faults]
    assert found == [("timeout", "hermit"), ("reasoner", "no-such")]
