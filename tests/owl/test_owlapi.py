"""The ontology by OWLAPI's judgement: imports offline, OWL 2 DL, consistent, all satisfiable."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

Judge = Callable[..., Any]  # the fixture of conftest.py

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
CATALOG = ONTOLOGY / "catalog-v001.xml"
FIXTURES = Path(__file__).parent / "fixtures"
MODULES = sorted(ONTOLOGY.rglob("*.ttl"))
REASONERS = ["elk", "openllet", "jfact", "hermit"]

# These import systems, or everything.
WITH_SYSTEMS = {
    f"https://w3id.org/aitaxonomy{module}"
    for module in ("", "/adoption", "/alignments", "/translations")
}

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


def entries(catalog: Path) -> dict[str, Path]:
    """The catalog as IRI -> file."""
    found = ElementTree.parse(catalog).getroot().findall(".//{*}uri")
    return {e.attrib["name"]: catalog.parent / e.attrib["uri"] for e in found}


@pytest.fixture(scope="module")
def shipped(owlapi: Judge) -> Any:
    """The merged ontology, and each module that is no developer's by itself, in one go."""
    listed = entries(CATALOG)
    alone = [path for iri, path in listed.items() if path.parent == ONTOLOGY]
    alone = [path for path in alone if path.stem not in ("aitaxonomy", "adoption")]
    assert len(alone) > 8
    return owlapi(ONTOLOGY / "aitaxonomy.ttl", *alone, catalog=CATALOG, reasoners="elk")


def test_the_merged_ontology_is_owl_2_dl_and_consistent(shipped: Any) -> None:
    """Openllet and JFact find no verdict on a thousand systems within minutes; ELK does."""
    root = str(ONTOLOGY / "aitaxonomy.ttl")
    assert shipped.faults == []
    assert ("reasoner", root, "elk", "consistent") in {row[:4] for row in shipped.rows}
    optional = {f"https://w3id.org/aitaxonomy/{name}" for name in ("alignments", "translations")}
    assert set(shipped.loaded_with(root)) == entries(CATALOG).keys() - optional


@pytest.mark.parametrize("blank_nodes_anew", range(2))
def test_openllet_finds_typical_systems_consistent(
    owlapi: Judge, tmp_path: Path, blank_nodes_anew: int
) -> None:
    """On all exemplars Openllet takes 3 s, or finds no verdict in 100 s, for the same bytes.

    It therefore judges the terms with a few systems and what these link to; HermiT judges the
    exemplars, ELK everything.
    """
    import pyoxigraph as ox

    from aitaxonomy import Taxonomy
    from aitaxonomy.export import merge
    from aitaxonomy.reasoning.excerpt import excerpt

    names = ("alphago", "bert", "dall-e-3", "gpt-4", "musiclm", "whisper")
    seeds = {f"https://w3id.org/aitaxonomy/id/{name}" for name in names}
    file = tmp_path / f"systems{blank_nodes_anew}.ttl"
    triples = merge(excerpt(Taxonomy().triples(), seeds))
    assert {ox.NamedNode(seed) for seed in seeds} <= {t.subject for t in triples}
    file.write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"")
    judged = owlapi(file, catalog=CATALOG, reasoners="openllet")
    assert judged.faults == []
    assert judged.consistent == ["openllet"]


def test_every_reasoner_finds_the_vocabulary_satisfiable(owlapi: Judge, tmp_path: Path) -> None:
    """JFact finds no verdict on the merged ontology within minutes: it gets no systems."""
    modules = {iri for iri, path in entries(CATALOG).items() if path.parent == ONTOLOGY}
    imports = " , ".join(f"<{iri}>" for iri in sorted(modules - WITH_SYSTEMS))
    root = tmp_path / "vocabulary.ttl"
    owl = "http://www.w3.org/2002/07/owl#"
    root.write_text(f"<urn:vocabulary> a <{owl}Ontology> ; <{owl}imports> {imports} .")
    judged = owlapi(root, catalog=CATALOG, reasoners=",".join(REASONERS))
    assert judged.faults == []
    assert judged.consistent == REASONERS
    assert "https://w3id.org/aitaxonomy/core" in judged.loaded
    assert not any("/systems/" in iri for iri in judged.loaded)


def test_each_vocabulary_module_loads_alone_and_is_owl_2_dl(shipped: Any) -> None:
    """The modules of systems import one another: what loads with one of them is most of all."""
    judged = {row[1] for row in shipped.rows}
    assert len(judged) > 9
    assert shipped.faults == []
    for file in judged - {str(ONTOLOGY / "aitaxonomy.ttl")}:
        assert f"https://w3id.org/aitaxonomy/{Path(file).stem}" in shipped.loaded_with(file)
    modalities = str(ONTOLOGY / "modalities.ttl")
    assert not any("/systems/" in iri for iri in shipped.loaded_with(modalities))


def test_the_catalog_names_each_module_once_and_nothing_else() -> None:
    listed = entries(CATALOG)
    assert sorted(listed.values()) == MODULES
    for iri, path in listed.items():
        module = path.relative_to(ONTOLOGY).with_suffix("").as_posix()
        root = "https://w3id.org/aitaxonomy"
        assert iri == (root if module == "aitaxonomy" else f"{root}/{module}")


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
    import pyoxigraph as ox

    from aitaxonomy.reasoning import Reasoner

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
