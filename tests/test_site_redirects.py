"""The redirects of our names, by the web server that w3id.org runs."""

import http.client
from collections.abc import Iterator

import pytest
from tests.apache import HOME, asked, redirecting

from aitaxonomy.site.frame import Frame
from aitaxonomy.site.versions import numbers, version_pages
from aitaxonomy.versions.version import released

pytestmark = pytest.mark.judges

#: What rdflib, Protégé, a browser and curl ask for.
RDFLIB = "text/turtle, application/rdf+xml;q=0.9, text/html;q=0.5, */*;q=0.1"
PROTEGE = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, */*; q=0.09"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CURL = "*/*"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with redirecting() as port:
        yield port


@pytest.mark.parametrize(
    ("path", "accept", "to"),
    [
        ("/id/gpt-4.5", RDFLIB, (303, "id/gpt-4.5.ttl")),
        ("/id/gpt-4o", "application/ld+json", (303, "id/gpt-4o.html")),
        ("/id/gpt-4o", BROWSER, (303, "id/gpt-4o.html")),
        ("/id/gpt-4o", CURL, (303, "id/gpt-4o.html")),
        ("/id/gpt-4o/", BROWSER, (303, "id/gpt-4o.html")),
        ("/id/gpt-4.5.html", RDFLIB, (302, "id/gpt-4.5.html")),
        ("/id/gpt-4.5.ttl", BROWSER, (302, "id/gpt-4.5.ttl")),
        ("/", RDFLIB, (303, "download/aitaxonomy.ttl")),
        ("/", PROTEGE, (303, "download/aitaxonomy.rdf")),
        ("/", "application/ld+json", (303, "download/aitaxonomy.jsonld")),
        ("/", BROWSER, (302, "")),
        ("/", CURL, (302, "")),
        ("/core", PROTEGE, (303, "ontology/core.ttl")),
        ("/systems/openai", PROTEGE, (303, "ontology/systems/openai.ttl")),
        ("/sources/openai", PROTEGE, (303, "ontology/sources/openai.ttl")),
        ("/translations/de", RDFLIB, (303, "ontology/translations/de.ttl")),
        ("/0.2.0", RDFLIB, (303, "versions/0.2.0/aitaxonomy.ttl")),
        ("/0.2.0", PROTEGE, (303, "versions/0.2.0/aitaxonomy.ttl")),
        ("/0.2.0", BROWSER, (303, "versions/0.2.0/")),
        ("/0.2.0/terms", RDFLIB, (303, "versions/0.2.0/terms.ttl")),
        ("/0.2.0/systems/openai", RDFLIB, (303, "versions/0.2.0/")),
        ("/0.3.0/conventions", RDFLIB, (303, "versions/0.3.0/")),
        ("/0.2.0/translations/de", RDFLIB, (303, "versions/0.2.0/")),
        ("/0.1.0", RDFLIB, (303, "versions/0.1.0/")),
        ("/0.1.0", BROWSER, (303, "versions/0.1.0/")),
        ("/0.1.0/core", CURL, (303, "versions/0.1.0/")),
        ("/systems/index.html", BROWSER, (302, "systems/index.html")),
        ("/docs/cli.html", BROWSER, (302, "docs/cli.html")),
        ("/docs/tutorials/python.md", BROWSER, (302, "docs/tutorials/python.html")),
        ("/CONTRIBUTING.md", CURL, (302, "docs/contributing.html")),
    ],
)
def test_who_asks_for_data_first_gets_data(
    port: int, path: str, accept: str, to: tuple[int, str]
) -> None:
    assert asked(port, path, accept) == to


def test_each_version_of_each_module_leads_to_a_file_or_a_page(port: int) -> None:
    kept = released()
    assert kept.keys() < {*numbers()}
    for number in numbers():
        names = kept.get(number, kept["0.2.0"])
        for name in ["", *(f"/{each[:-4]}" for each in names if each.endswith(".ttl"))]:
            status, to = asked(port, f"/{number}{name}", RDFLIB)
            file = to.removeprefix(f"versions/{number}/")
            assert (status, file in ("", *kept.get(number, ()))) == (303, True), to


def test_a_version_has_its_modules_and_an_archive_of_all() -> None:
    files = {path for path, _ in version_pages(Frame(frozenset(), True))}
    assert {"versions/0.2.0/core.ttl", "versions/0.2.0/0.2.0.tar.xz"} <= files
    of_systems = ("systems/", "inferred", "conventions")
    assert not [each for each in files for part in of_systems if part in each]


def test_nobody_is_sent_elsewhere(port: int) -> None:
    for path in ("//evil.example", "/id/..%2f..%2fx", "/id/a%0d%0aLocation:%20x", "/%5cevil"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", f"/aitaxonomy{path}")
        answer = connection.getresponse()
        place = answer.getheader("Location")
        connection.close()
        assert answer.status >= 400 or (place or "").startswith(HOME), (path, place)


def test_pages_of_changes_have_causes_and_proofs_and_are_small() -> None:
    pages = dict(version_pages(Frame(frozenset(), True)))
    newest = pages["versions/index.html"].decode()
    assert "<h1>What changed in meaning</h1>" in newest
    assert "<h2>From 0.3.0 to today</h2>" in newest
    released = pages["versions/0.3.0/changes.html"].decode()
    assert "<h2>From 0.2.0 to 0.3.0</h2>" in released
    assert "<b>Fact withdrawn</b>" in released
    for page in (newest, released):
        assert len(page) < 300_000
        assert 'class="proof"' in page
