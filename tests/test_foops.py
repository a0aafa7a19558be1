"""The 24 criteria by which FOOPS! scores an ontology, each as its catalogue of tests words it.

The tool loads an ontology by its address, which is not hosted yet. Here the file that the address
leads to is read, and Apache says where addresses lead. Two criteria need a registration: the prefix
at prefix.cc or LOV, and a DOI, which is one of the detailed metadata.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
from tests.apache import asked, redirecting

from aitaxonomy import Taxonomy
from aitaxonomy.export import export
from aitaxonomy.rdf.namespaces import PREFIXES
from aitaxonomy.site.ground import described
from aitaxonomy.site.pages import Pages
from aitaxonomy.versions.version import released

pytestmark = pytest.mark.judges

IRI = "https://w3id.org/aitaxonomy"
OWL, RDFS, SKOS, DCTERMS = (PREFIXES[name] for name in ("owl", "rdfs", "skos", "dcterms"))
VANN, BIBO = "http://purl.org/vocab/vann/", "http://purl.org/ontology/bibo/"
FOAF, SCHEMA = "http://xmlns.com/foaf/0.1/", "https://schema.org/"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
RDF_TYPES = ("text/turtle", "application/rdf+xml", "application/ld+json")


class Found(NamedTuple):
    """What is found at the address of the ontology."""

    graph: ox.Dataset
    port: int
    home: str
    catalogue: ox.Dataset

    def says(self, *properties: str) -> bool:
        """Tell whether the ontology has a value of each property."""
        return all(self.value(each) for each in properties)

    def value(self, property: str) -> str:
        """Return a value that the ontology has of a property, or ""."""
        said = (ox.NamedNode(IRI), ox.NamedNode(property))
        return next(
            (
                x.object.value
                for x in self.graph.quads_for_subject(said[0])
                if x.predicate == said[1]
            ),
            "",
        )

    def terms(self, *, own: bool) -> set[ox.NamedNode]:
        """Return the classes and properties that are declared in our namespace, or in others."""
        kinds = [
            ox.NamedNode(OWL + f"{x}") for x in ("Class", "ObjectProperty", "DatatypeProperty")
        ]
        named = {
            x.subject for kind in kinds for x in self.graph.quads_for_object(kind)
            if x.predicate == TYPE and isinstance(x.subject, ox.NamedNode)
        }  # fmt: skip
        return {each for each in named if each.value.startswith(IRI) is own}

    def all_have(self, *properties: str) -> bool:
        """Tell whether each of our terms has a value of one of the properties."""
        named = {ox.NamedNode(each) for each in properties}
        terms = self.terms(own=True)
        return len(terms) > 200 and all(
            any(x.predicate in named for x in self.graph.quads_for_subject(term)) for term in terms
        )

    def led(self, path: str, accept: str) -> str:
        """Return where Apache sends who asks for a path of ours."""
        status, place = asked(self.port, path, accept)
        return place if status in (302, 303) else "nowhere"

    def html(self) -> bool:
        """Tell whether the address leads people to a page."""
        return self.led("/", "text/html") == "" and "<h1" in self.home

    def rdf(self) -> bool:
        """Tell whether the address leads tools to the ontology, in each syntax."""
        ends = [self.led("/", each).rpartition(".")[2] for each in RDF_TYPES]
        return ends == ["ttl", "rdf", "jsonld"]

    def listed(self) -> bool:
        """Tell whether a catalogue of data has it, which exists and says so itself."""
        catalogue = ox.NamedNode(self.value(SCHEMA + "includedInDataCatalog"))
        dataset = ox.NamedNode("http://www.w3.org/ns/dcat#dataset")
        return ox.Quad(catalogue, dataset, ox.NamedNode(IRI)) in self.catalogue

    def version_is_there(self) -> bool:
        """Tell whether the version's address leads to a file that was kept, or to its page."""
        number = self.value(OWL + "versionInfo")
        place = self.led(f"/{number}", "text/turtle").removeprefix(f"versions/{number}/")
        return place in ("", *released().get(number, ()))


CRITERIA: dict[str, Callable[[Found], bool]] = {
    # Findable
    "PURL1 the address is of a service for persistent ones": lambda _: "//w3id.org/" in IRI,
    "URI1 the address leads to RDF": lambda x: x.rdf(),
    "URI2 the file names its ontology as it is addressed": lambda x: (
        ox.Quad(ox.NamedNode(IRI), TYPE, ox.NamedNode(OWL + "Ontology")) in x.graph
    ),
    "VER1 the version has an address of its own": lambda x: (
        x.value(OWL + "versionIRI") not in ("", IRI)
    ),
    "VER2 the address of the version leads somewhere": lambda x: x.version_is_there(),
    "OM1 title, description, licence, version, author, namespace": lambda x: x.says(
        *(DCTERMS + each for each in ("title", "description", "license", "creator")),
        OWL + "versionIRI", VANN + "preferredNamespaceUri",
    ),
    "FIND1 a prefix is declared": lambda x: x.says(VANN + "preferredNamespacePrefix"),
    "FIND2 the prefix is known to prefix.cc or LOV": lambda _: False,  # nothing is registered
    "FIND3 it stands in a catalogue": lambda x: x.listed(),
    # Accessible
    "CN1 the address leads to a page or to RDF, as asked": lambda x: x.html() and x.rdf(),
    "HTTP1 by an open protocol": lambda _: IRI.startswith("http"),
    "FIND_3_BIS the catalogue describes it apart from its file": lambda x: x.listed(),
    # Interoperable
    "RDF1 it is RDF": lambda x: len(x.graph) > 5_000,
    "VOC1 it is described in vocabularies of others": lambda x: x.says(DCTERMS + "title"),
    "VOC2 it uses terms of others": lambda x: bool(x.terms(own=False)),
    # Reusable
    "DOC1 there is a page to read": lambda x: x.html(),
    "OM2 prefix, version, day of creation, citation, contributor": lambda x: x.says(
        VANN + "preferredNamespacePrefix", OWL + "versionInfo",
        *(DCTERMS + each for each in ("created", "bibliographicCitation", "contributor")),
    ),
    "OM3 DOI, publisher, logo, status, source, day of issue": lambda x: x.says(
        BIBO + "doi", FOAF + "logo", BIBO + "status",
        *(DCTERMS + each for each in ("publisher", "source", "issued")),
    ),
    "OM4.1 a licence is stated": lambda x: x.says(DCTERMS + "license"),
    "OM4.2 the licence has an address": lambda x: x.value(DCTERMS + "license").startswith("https:"),
    "OM5.1 author, day of creation": lambda x: x.says(DCTERMS + "creator", DCTERMS + "created"),
    "OM5.2 publisher, day of issue": lambda x: x.says(DCTERMS + "publisher", DCTERMS + "issued"),
    "VOC3 each term has a label": lambda x: x.all_have(RDFS + "label", SKOS + "prefLabel"),
    "VOC4 each term has a description": lambda x: x.all_have(
        RDFS + "comment", SKOS + "definition"
    ),
}  # fmt: skip
REGISTERED = {"FIND2", "OM3"}


@pytest.fixture(scope="module")
def found(ai: Taxonomy, pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    folder = tmp_path_factory.mktemp("ontology")
    (path,) = export(ai.content.store, folder, "turtle", ["aitaxonomy"])
    home = next(content for place, content in pages.of_texts() if place == "index.html").decode()
    with redirecting() as port:
        yield Found(read(path), port, home, read(described(ai, f"{IRI}/", 1_000)))


def read(source: Path | bytes) -> ox.Dataset:
    given = source.read_bytes() if isinstance(source, Path) else source
    return ox.Dataset(ox.parse(given, format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize("criterion", CRITERIA)
def test_a_criterion_holds_unless_it_needs_a_registration(criterion: str, found: Found) -> None:
    assert CRITERIA[criterion](found) is (criterion.split(maxsplit=1)[0] not in REGISTERED)


def test_detailed_metadata_lack_a_doi_alone(found: Found) -> None:
    assert found.says(FOAF + "logo", BIBO + "status", DCTERMS + "source")
    logo = found.value(FOAF + "logo").removeprefix(IRI)
    assert found.led(logo, "image/svg+xml") == logo.removeprefix("/")
    (mark,) = Path("src").rglob(logo.removeprefix("/"))  # what the site has there
    assert mark.read_bytes().startswith(b"<svg")


def test_there_are_24_criteria_of_which_22_need_no_registration() -> None:
    assert len(CRITERIA) == 24
    assert len({each.split()[0] for each in CRITERIA} - REGISTERED) == 22
