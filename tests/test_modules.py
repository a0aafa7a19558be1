"""The modules: one place for each thing, three roots, catalogs, headers."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from tools.ledger.catalogs import catalogs

import aitaxonomy
from aitaxonomy import Taxonomy, _data
from aitaxonomy._data import module_iri
from aitaxonomy.rdf.literal_canonicalization import spelled
from aitaxonomy.rdf.namespaces import PREFIXES, RDF
from aitaxonomy.rdf.ntriples import parse_literal

AIT, AIX, OWL, DCTERMS = (PREFIXES[name] for name in ("ait", "aix", "owl", "dcterms"))
VANN = "http://purl.org/vocab/vann/"
_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_HEAD += "PREFIX foaf: <http://xmlns.com/foaf/0.1/>\n"
ROOT = Path(__file__).parents[1]
BASE = "https://w3id.org/aitaxonomy"
ONTOLOGY = ROOT / "ontology"
NAMES = sorted(p.relative_to(ONTOLOGY).with_suffix("").as_posix() for p in ONTOLOGY.rglob("*.ttl"))
#: Modules of terms, and roots: people cite these, so that their headers say all that is cited.
GENERATED = ("conventions", "exemplars", "inferred")
CITED = [name for name in NAMES if "/" not in name and name not in GENERATED]


def parsed(name: str) -> list[ox.Quad]:
    return list(ox.parse(path=str(_data.module_file(name)), format=ox.RdfFormat.TURTLE))


def header(name: str) -> dict[str, set[str]]:
    """What a module says of itself, by the predicate's IRI."""
    found: dict[str, set[str]] = {}
    for quad in parsed(name):
        if str(quad.subject) == f"<{module_iri(name)}>":
            found.setdefault(quad.predicate.value, set()).add(getattr(quad.object, "value", ""))
    return found


def test_catalogs_list_the_files_there_are() -> None:
    expected = catalogs(ONTOLOGY)
    assert {path.parent.name for path in expected} == {
        "alignments", "ontology", "sources", "systems", "translations",
    }  # fmt: skip
    for path, text in expected.items():
        assert path.read_text(encoding="utf-8") == text, "run `python -m tools.ledger build`"
    for path in expected:
        entries = ElementTree.parse(path).getroot().iter(f"{_CATALOG}uri")
        leading = {
            uri.get("name"): (path.parent / str(uri.get("uri"))).resolve() for uri in entries
        }
        assert leading == {module_iri(name): _data.module_file(name).resolve() for name in NAMES}


def test_roots_import_what_they_promise() -> None:
    terms = set(_data.modules_of("terms"))
    full = set(_data.modules_of("aitaxonomy-full"))
    apart = {name for name in NAMES if name.startswith(("alignments/", "translations/"))}
    assert not any(name.startswith(("systems/", "sources/")) for name in terms)
    assert set(_data.modules_of("aitaxonomy")) == {"aitaxonomy", "exemplars", *terms}
    assert full == set(NAMES) - apart - {"aitaxonomy", "exemplars"}


def test_the_root_that_people_open_stays_small() -> None:
    """HermiT's time grows with the systems in it, and with the terms: raise neither unnoticed."""
    systems = {q.subject for q in parsed("exemplars") if q.predicate.value == AIT + "developedBy"}
    classes = {
        quad.subject
        for name in _data.modules_of("terms")
        for quad in parsed(name)
        if quad.object == ox.NamedNode(OWL + "Class") and isinstance(quad.subject, ox.NamedNode)
    }
    assert 60 <= len(systems) <= 80
    assert 150 <= len(classes) <= 240


def test_a_system_file_imports_the_terms_and_what_it_links_to(ai: Taxonomy) -> None:
    home = {str(x): str(m).removeprefix(f"{BASE}/") for x, m in _select(ai, _HOME)}
    terms = set(_data.modules_of("terms")) - {"terms"}
    for name in NAMES:
        if not name.startswith("systems/"):
            continue
        linked = {home.get(getattr(quad.object, "value", "")) for quad in parsed(name)}
        expected = {module_iri(str(other)) for other in {"terms", *linked} - {None, name} - terms}
        assert header(name)[OWL + "imports"] == expected, name
        sources = header(name.replace("systems/", "sources/"))
        assert sources[OWL + "imports"] == {module_iri(name)}, name


_HOME = "SELECT ?x ?m { ?x rdfs:isDefinedBy ?m }"
_CATALOG = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"


def test_each_developer_has_one_file_named_as_developed_by_names_it(ai: Taxonomy) -> None:
    """What several develop lies with the first named."""
    rows = _select(ai, "SELECT ?x ?maker ?m { ?x ait:developedBy ?maker ; rdfs:isDefinedBy ?m }")
    first: dict[str, str] = {}
    module = {str(x): str(m) for x, _, m in rows}
    for x, maker, _ in rows:
        name = str(maker).removeprefix(AIX)
        first[str(x)] = min(first.get(str(x), name), name)
    assert len(first) > 1_200
    assert module == {x: f"{BASE}/systems/{name}" for x, name in first.items()}
    systems = {name for name in NAMES if name.startswith("systems/")}
    assert systems == {f"systems/{name}" for name in first.values()}


def test_each_thing_is_told_of_in_the_module_that_defines_it() -> None:
    """One place for each thing: no file says something of what another one defines."""
    astray = []
    for name in NAMES:
        if name in GENERATED or name.startswith(("alignments/", "translations/")):
            continue
        quads = parsed(name)
        defined = {quad.subject for quad in quads if quad.predicate.value.endswith("#isDefinedBy")}
        astray += [
            f"{name}: {quad.subject}"
            for quad in quads
            if str(quad.subject).startswith((f"<{AIT}", f"<{AIX}")) and quad.subject not in defined
        ]
    assert not astray


@pytest.mark.parametrize("name", NAMES)
def test_header_names_the_file(name: str) -> None:
    own = header(name)
    suffix = "" if name == "aitaxonomy" else f"/{name}"
    assert own[RDF + "type"] == {OWL + "Ontology"}
    assert own[OWL + "versionIRI"] == {f"{BASE}/{aitaxonomy.__version__}{suffix}"}
    if name != "aitaxonomy":
        assert own[DCTERMS + "title"] == {f"aitaxonomy: {name}"}
    assert own[DCTERMS + "creator"] == {AIX + "aitaxonomy-authors"}
    assert own[DCTERMS + "license"] == {"https://creativecommons.org/licenses/by/4.0/"}
    assert own[DCTERMS + "description"]


@pytest.mark.parametrize("name", CITED)
def test_what_people_cite_has_a_full_header(name: str) -> None:
    own = header(name)
    for term in ("contributor", "publisher", "created", "issued", "modified"):
        assert own[DCTERMS + term], term
    assert aitaxonomy.__version__ in min(own[DCTERMS + "bibliographicCitation"])
    assert own[VANN + "preferredNamespacePrefix"] == {"ait"}
    assert own[VANN + "preferredNamespaceUri"] == {AIT}
    assert own[OWL + "versionInfo"] == {aitaxonomy.__version__}


def test_modules_that_were_there_name_their_prior_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d[\d.]*)\]", changelog, re.MULTILINE)
    prior = released[released.index(aitaxonomy.__version__) + 1]
    new = {"aitaxonomy-full", "organizations", "terms"} if prior == "0.1.0" else set()
    for name in set(CITED) - new:
        suffix = "" if name == "aitaxonomy" else f"/{name}"
        assert header(name)[OWL + "priorVersion"] == {f"{BASE}/{prior}{suffix}"}


def test_the_authors_are_an_agent_with_a_name(ai: Taxonomy) -> None:
    query = "SELECT ?name { aix:aitaxonomy-authors a foaf:Agent ; foaf:name ?name }"
    rows = _select(ai, query)
    assert [str(row[0]) for row in rows] == ["The aitaxonomy authors"]


def _select(ai: Taxonomy, query: str, inferred: bool = False) -> list[tuple[object, ...]]:
    return list(ai.content.store.select(_HEAD + query, inferred=inferred).rows)


def test_each_literal_has_a_value_of_its_datatype(ai: Taxonomy) -> None:
    typed = ai.content.store.select(
        "SELECT DISTINCT ?o { ?s ?p ?o FILTER(isLiteral(?o) && DATATYPE(?o) != xsd:string) }"
    )
    literals = [str(value) for (value,) in typed.terms]
    assert len(literals) > 5_000
    assert [each for each in literals if spelled(parse_literal(each)) is None] == []
