"""Files to graphs: readable files, refused ones with their messages, and triples kept apart."""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from tools.renewal import inferred_module

from aitaxonomy import ImportFault, Taxonomy, _data
from aitaxonomy.store import ASSERTED, INFERRED, GraphStore, read_triples
from aitaxonomy.store.shipped_ontology import cached_hash, shipped_inferences

TURTLE = "@prefix ex: <https://example.org/> .\nex:a ex:p ex:b .\n"
PACKED = gzip.compress(TURTLE.encode(), mtime=0)
READABLE = {
    "a.ttl": TURTLE,
    "a.nt": "<https://example.org/a> <https://example.org/p> <https://example.org/b> .\n",
    "a.nq": "<https://example.org/a> <https://example.org/p> <https://example.org/b> .\n",
    "a.trig": TURTLE,
    "a.n3": TURTLE,
    "a.jsonld": '{"@id": "https://example.org/a", "https://example.org/p": '
    '{"@id": "https://example.org/b"}}',
    "a.rdf": '<?xml version="1.0"?>\n<rdf:RDF xmlns:ex="https://example.org/" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<rdf:Description '
    'rdf:about="https://example.org/a"><ex:p rdf:resource="https://example.org/b"/>'
    "</rdf:Description>\n</rdf:RDF>",
}
BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [\n<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">\n'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">\n'
        for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + ']>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&j;</rdf:RDF>\n'
)


@pytest.mark.parametrize("name", READABLE)
def test_each_syntax_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(READABLE[name])
    node = [ox.NamedNode(f"https://example.org/{local}") for local in "apb"]
    assert list(read_triples(path)) == [ox.Triple(*node)]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.ttl", None, r"none\.ttl: no such file$"),
        ("empty.ttl", b"", r"empty\.ttl: the file is empty; "),
        ("blank.ttl", b" \n\n", r"blank\.ttl: the file is empty; "),
        ("binary.ttl", bytes(range(256)), r"binary\.ttl: a binary file, not RDF: unpack or"),
        ("packed.ttl", PACKED, r"packed\.ttl: a binary file, .* unpack"),
        ("cut.ttl", TURTLE.encode()[:-10], r"cut\.ttl:2: cannot be parsed .* complete"),
        ("cut.rdf", READABLE["a.rdf"].encode()[:-20], r"cut\.rdf:3: not well-formed XML"),
        ("cut.jsonld", READABLE["a.jsonld"].encode()[:-2], r"cut\.jsonld:1: cannot be parsed"),
        ("fault.ttl", (TURTLE + "\nex:a ex:p [ .\n").encode(), r"fault\.ttl:4: cannot be parsed"),
        ("prefix.ttl", b"<urn:a> no:such <urn:b> .", r"prefix\.ttl:1: cannot be parsed"),
        ("latin.ttl", '<urn:a> <urn:p> "é" .'.encode("latin-1"), r"latin\.ttl:1: .*UTF-8"),
        ("wrong.ttl", READABLE["a.rdf"].encode(), r"wrong\.ttl: named for turtle, .* rename it"),
        ("wrong.rdf", TURTLE.encode(), r"wrong\.rdf: named for rdfxml, .* rename it"),
        ("wrong.jsonld", TURTLE.encode(), r"wrong\.jsonld: named for jsonld, .* rename it"),
        ("what.docx", b"some words", r"what\.docx: unknown format; name the file \.ttl"),
        ("owl.owx", b'<?xml version="1.0"?><Ontology/>', r"owl\.owx: OWL/XML is not read: save it"),
        ("owl.ofn", b"Prefix(:=<urn:a>)\nOntology()", r"owl\.ofn: OWL functional syntax is not"),
        ("bomb.rdf", BOMB.encode(), r"bomb\.rdf:4: the XML declares entities that are not plain"),
    ],
)  # fmt: skip
def test_unreadable_files_are_told_with_place_and_remedy(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ImportFault, match=message) as caught:
        list(read_triples(path))
    assert "\n" not in str(caught.value)
    with pytest.raises(ImportFault):
        _ = Taxonomy() + path


def test_entities_are_refused_before_the_file_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(*_: object, **__: object) -> None:
        raise AssertionError("the entities are on their way to be expanded")

    path = tmp_path / "bomb.rdf"
    path.write_text(BOMB)
    monkeypatch.setattr(ox, "parse", parse)
    with pytest.raises(ImportFault, match="declares entities"):
        list(read_triples(path))
    path.write_text(READABLE["a.rdf"])
    with pytest.raises(AssertionError, match="on their way"):
        list(read_triples(path))


def test_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match="a folder; name a file in it"):
        list(read_triples(tmp_path))


def test_given_format_wins_over_the_name(tmp_path: Path) -> None:
    path = tmp_path / "wrong.rdf"
    path.write_text(TURTLE)
    assert len(list(read_triples(path, "turtle"))) == 1


def test_unknown_format_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE)
    with pytest.raises(ImportFault, match="unknown format 'excel': take one of turtle"):
        list(read_triples(path, "excel"))


def test_asserted_and_inferred_share_no_triple(ai: Taxonomy) -> None:
    asserted, inferred = (set(ai.content.store.triples(graph)) for graph in (ASSERTED, INFERRED))
    assert len(asserted) > 10_000
    assert len(inferred) > 3_000
    assert not asserted & inferred


def test_inferred_leaves_out_what_is_asserted() -> None:
    node = ox.NamedNode
    told, new = (ox.Triple(node("urn:a"), node("urn:p"), node(f"urn:{n}")) for n in "bc")
    store = GraphStore()
    store.add([told])
    store.set_inferred([told, new])
    assert store.triples(INFERRED) == [new]
    store.set_inferred([])
    assert store.triples(INFERRED) == []
    assert store.triples() == [told]


def test_asserted_alone_can_be_asked(ai: Taxonomy) -> None:
    query = "ASK { <https://w3id.org/aitaxonomy/id/gpt-4> a <https://w3id.org/aitaxonomy#LLM> }"
    assert ai.sparql(query)
    assert not ai.sparql(query, asserted=True)
    assert not ai.sparql(f"ASK {{ GRAPH <{ASSERTED}> {query[4:]} }}")
    assert ai.sparql(f"ASK {{ GRAPH <{INFERRED}> {query[4:]} }}")


def test_adding_leaves_the_original_as_it_was(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix ait: <https://w3id.org/aitaxonomy#> .\n"
        "@prefix aix: <https://w3id.org/aitaxonomy/id/> .\n"
        "aix:mine a <http://www.w3.org/2002/07/owl#NamedIndividual> , ait:AIModel ;\n"
        "    ait:nativelyGenerates aix:music .\n"
    )
    before = len(ai.content.store.store), set(ai.content.store.triples(INFERRED))
    mine = ai + path
    assert mine.is_a("mine", "MusicGenerator")
    assert "mine" in mine
    assert "mine" not in ai
    assert (len(ai.content.store.store), set(ai.content.store.triples(INFERRED))) == before
    assert mine.data_files == (path,)
    assert ai.data_files == ()
    twice = mine + path
    assert len(twice.content.asserted.triples()) == len(mine.content.asserted.triples())


def test_generated_file_says_for_which_content_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = ox.NamedNode
    triple = ox.Triple(
        node("https://w3id.org/aitaxonomy/id/a.b"), node("urn:p"), ox.Literal("x", language="en")
    )
    path = tmp_path / "inferred.ttl"
    monkeypatch.setattr(_data, "module_file", lambda name: tmp_path / f"{name}.ttl")
    assert cached_hash() == "" and shipped_inferences() == []
    path.write_text(inferred_module([triple], "f" * 64))
    assert cached_hash() == cached_hash(path) == "f" * 64
    assert shipped_inferences() == [triple]


def test_threads_query_data_of_ones_own() -> None:
    """What a query is run over in its child stays there while other threads ask."""
    mine = Taxonomy() + Path(__file__).parents[1] / "examples" / "inventory.ttl"

    def rows(limit: int) -> int:
        return len(mine.sparql(f"SELECT ?x {{ ?x a ait:LLM }} LIMIT {limit}"))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(rows, range(1, 9))) == list(range(1, 9))


def test_what_a_thread_adds_while_the_store_is_sent_is_sent_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store, added = GraphStore(), b"<urn:a> <urn:p> <urn:b> .\n"
    inner, adding = store.store, threading.Thread(target=store.add_lines, args=(added,))

    class Slow:
        """Another thread begins to add while the store is written."""

        def dump(self, **arguments: Any) -> bytes:
            content = inner.dump(**arguments)
            adding.start()
            adding.join(0.2)
            return content or b""

        def __getattr__(self, name: str) -> Any:
            return getattr(inner, name)

    monkeypatch.setattr(store, "store", Slow())
    assert store.sent() == b""
    adding.join()
    monkeypatch.setattr(store, "store", inner)
    sent = store.sent()
    assert isinstance(sent, bytes) and b"<urn:b>" in sent


def test_what_was_added_since_the_last_query_is_seen(tmp_path: Path) -> None:
    store, query = GraphStore(), "SELECT ?x { ?x ?p ?o }"
    found = [len(store.sparql(query))]
    store.add_lines(b"<urn:a> <urn:p> <urn:b> .\n")
    found.append(len(store.sparql(query)))
    triple = ox.Triple(ox.NamedNode("urn:c"), ox.NamedNode("urn:p"), ox.NamedNode("urn:d"))
    store.add([triple])
    store.set_inferred([triple, ox.Triple(triple.object, triple.predicate, triple.subject)])
    found.append(len(store.sparql(query)))
    (tmp_path / "a.ttl").write_text("<urn:e> <urn:p> <urn:f> .")
    store.load([tmp_path / "a.ttl"])
    assert [*found, len(store.sparql(query))] == [0, 1, 3, 4]
