"""SPARQL servers that are asked: good ones answer as what is embedded, bad ones are told apart."""

import gzip
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyoxigraph as ox
import pytest
from tests.conftest import ROOT, Listener
from tests.sparql_server import Fake, Talk, answer, drip, served

from aitaxonomy import Taxonomy
from aitaxonomy.cli import main
from aitaxonomy.errors import (
    AITaxonomyError,
    EndpointBusy,
    EndpointFault,
    QueryRefused,
    QueryTimeout,
)
from aitaxonomy.graph.questions import Question, claim_checks, question_files
from aitaxonomy.store import ASSERTED, INFERRED, protocol
from aitaxonomy.store.endpoint import EndpointStore
from aitaxonomy.store.protocol import Endpoint
from aitaxonomy.store.sandbox import for_server

pytestmark = pytest.mark.judges

FILES = [ROOT / "examples" / "inventory.ttl", ROOT / "examples" / "models.csv"]
QUESTIONS = {**question_files(), **claim_checks()}


@pytest.fixture(scope="module")
def mine(ai: Taxonomy) -> Taxonomy:
    return ai + FILES


@pytest.fixture(scope="module")
def url(mine: Taxonomy) -> Iterator[str]:
    with served(mine.content.store.store) as address:
        yield address


@pytest.fixture(scope="module")
def remote(url: str) -> Iterator[Taxonomy]:
    with Taxonomy.connect(url) as found:
        yield found


@pytest.fixture
def fake() -> Iterator[Callable[[Talk], Fake]]:
    """Make servers that misbehave."""
    made: list[Fake] = []

    def make(talk: Talk) -> Fake:
        made.append(Fake(talk))
        return made[-1]

    yield make
    for each in made:
        each.close()


def _ask(fake: Fake, timeout: float = 20.0) -> bytes:
    endpoint = Endpoint(fake.url, timeout=timeout)
    try:
        return endpoint.query("ASK {}")
    finally:
        endpoint.close()


# --- servers that answer


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_answer_there_as_embedded(name: str, mine: Taxonomy, remote: Taxonomy) -> None:
    query = Question.read(QUESTIONS[name]).query
    here, there = (x.content.store.select(query) for x in (mine, remote))
    assert (there.columns, there.form) == (here.columns, here.form)
    assert sorted(map(str, there.terms)) == sorted(map(str, here.terms))


ANSWERS: dict[str, Callable[[Taxonomy], Any]] = {
    "question": lambda x: x.ask("dall-e-is-an-llm", system="Aurora", kind="LLM").to_json(),
    "search": lambda x: [term.iri for term in x.search("router")],
    "term": lambda x: [repr(fact) for fact in x.facts(x["Aurora"])],
    "parents": lambda x: [term.iri for term in x["LLM"].parents],
    "comparison": lambda x: x.compare("Aurora", "ChatGPT").to_json(),
    "labels": lambda x: x.ask("members-of-a-family")._repr_html_(),
    "advice": lambda x: x.recommend("customer support", closed=True).to_json()["systems"],
    "query": lambda x: x.sparql("SELECT ?x { ?x a ait:LLM } ORDER BY ?x").to_json(),
    "asserted": lambda x: len(x.sparql("SELECT ?x { ?x a ait:LLM }", asserted=True)),
    "limit": lambda x: x.sparql("SELECT ?x { ?x a ait:LLM }", limit=3).truncated,
    "graph of a query": lambda x: len(x.sparql("CONSTRUCT WHERE { ?x ait:exemplarOf ?y }")),
}


@pytest.mark.parametrize("asked", ANSWERS)
def test_a_server_answers_as_what_is_embedded(asked: str, mine: Taxonomy, remote: Taxonomy) -> None:
    assert ANSWERS[asked](remote) == ANSWERS[asked](mine)


def test_a_connection_travels_to_other_processes(remote: Taxonomy) -> None:
    with pickle.loads(pickle.dumps(remote)) as again:
        assert again.ask("every-llm-is-generative-ai")


def test_nothing_is_asked_before_it_is_needed(listener: Listener) -> None:
    Taxonomy.connect(listener.url).close()
    assert listener.callers == 0


def test_a_server_may_have_one_union_of_all(mine: Taxonomy) -> None:
    store = mine.content.store.store
    with served(store, takes_graphs=False) as url, Taxonomy.connect(url) as found:
        assert found.ask("every-llm-is-generative-ai")
        with pytest.raises(EndpointFault, match="does not tell stated and inferred"):
            found.sparql("ASK {}", asserted=True)


def test_a_server_may_have_an_export_in_its_default_graph(ai: Taxonomy) -> None:
    store = ox.Store()
    for graph in (ASSERTED, INFERRED):
        quads = ai.content.store.store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    with served(store) as url, Taxonomy.connect(url) as found:
        assert found.ask("every-llm-is-generative-ai")
        assert "developed by" in {fact.property for fact in found.facts(found["ChatGPT"])}


def test_a_server_without_the_taxonomy_is_told() -> None:
    told = pytest.raises(EndpointFault, match="has no statements of the taxonomy")
    with served(ox.Store()) as url, Taxonomy.connect(url) as found, told:
        found.ask("every-llm-is-generative-ai")


def test_what_virtuoso_makes_of_an_ask_is_read(fake: Callable[[Talk], Fake]) -> None:
    asked = b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[{"__ASK_RETVAL":%s}]}}'
    integer = b'"datatype":"http://www.w3.org/2001/XMLSchema#integer"'
    for value, truth in ((b'"1"', True), (b'"0"', False)):
        body = asked % b'{"type":"typed-literal",%s,"value":%s}' % (integer, value)
        server = fake(lambda caller, _, body=body: caller.sendall(answer(body)))
        store = EndpointStore(Endpoint(server.url))
        vars(store).update(has_graphs=True, _takes_graphs=True)
        assert store.ask("ASK {}") is truth
        store.endpoint.close()


WHOLE: dict[str, Callable[[Taxonomy], Any]] = {
    "verdict": lambda x: x.is_a("Aurora", "GenerativeAI"),
    "proof": lambda x: x.why("DALL·E 3", "LLM"),
    "claim": lambda x: x.check("every LLM is generative AI"),
    "hierarchy": lambda x: x.hierarchy(),
    "classification": lambda x: x.classify(),
    "validation": lambda x: x.validate(),
    "export": lambda x: x.export("out"),
    "triples": lambda x: x.triples(),
    "files": lambda x: x + FILES,
}


@pytest.mark.parametrize("asked", WHOLE)
def test_a_server_answers_questions_and_queries_alone(asked: str, listener: Listener) -> None:
    told = pytest.raises(EndpointFault, match="answers questions and queries alone")
    with Taxonomy.connect(listener.url) as found, told:
        WHOLE[asked](found)
    assert listener.callers == 0


# --- queries that are refused before they are sent


@pytest.mark.parametrize(
    "query",
    ["DELETE WHERE { ?s ?p ?o }", "LOAD <http://localhost/>", "SELECT * { SERVICE <urn:x> {} }",
     "SELECT * FROM <urn:g> { ?s ?p ?o }", "SELECT WHERE", "{" * 200, "ASK { " + " " * 300_000],
)  # fmt: skip
def test_what_is_refused_is_never_sent(query: str, fake: Callable[[Talk], Fake]) -> None:
    server = fake(lambda caller, _: caller.sendall(answer()))
    with Taxonomy.connect(server.url) as found, pytest.raises(QueryRefused):
        found.sparql(query)
    assert not server.requests


@pytest.mark.parametrize(
    ("query", "end"),
    [
        ("SELECT * { ?s ?p ?o } # all", "# all\nLIMIT 4"),
        ("SELECT * { ?s ?p ?o } LIMIT 9", "LIMIT 4"),
        ("SELECT * { ?s ?p ?o } limit 2 OFFSET 7 ", "limit 2 OFFSET 7 "),
        ("SELECT * { ?s ?p ?o } OFFSET 7", "OFFSET 7\nLIMIT 4"),
        ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 9 } }", "LIMIT 9 } }\nLIMIT 4"),
        ("SELECT * { ?s ?p ?o } # LIMIT 9", "# LIMIT 4"),
        ("SELECT * { ?s ?p ?o } VALUES ?s { 9 }", "VALUES ?s { 9 }"),
        ("ASK { ?s ?p ?o }", "ASK { ?s ?p ?o }"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"),
    ],
)
def test_a_server_is_asked_for_no_more_rows_than_are_wanted(query: str, end: str) -> None:
    text, gives_graph = for_server(query, 3)
    assert text.endswith(end)
    assert text.count("LIMIT") == end.count("LIMIT")
    assert gives_graph is query.startswith("CONSTRUCT")


def test_triples_are_read_up_to_the_limit(fake: Callable[[Talk], Fake]) -> None:
    def talk(caller: Any, _: int) -> None:
        caller.sendall(answer(b"", media="application/n-triples", length=10**12))
        drip(caller, b'<urn:a> <urn:b> "c" .\n<urn:a> <urn:b> "d"', b" .\n_:e <urn:b> <urn:f> .\n")

    endpoint = Endpoint(fake(talk).url, timeout=20.0)
    store = EndpointStore(endpoint)
    vars(store).update(has_graphs=True, _takes_graphs=True)
    found = store.sparql("CONSTRUCT WHERE { ?s ?p ?o }", limit=2)
    assert (len(found), found.truncated) == (2, True)
    endpoint.close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://localhost/", "not an address of the web"),
        ("file:///etc/passwd", "not an address of the web"),
        ("localhost:7878/query", "not an address of the web"),
        ("http://", "not an address of the web"),
        ("http://local host/", "not an address"),
        ("http://[::1/", "not an address"),
        ("", "not an address of the web"),
    ],
)
def test_what_is_no_address_is_told(url: str, told: str) -> None:
    with pytest.raises(EndpointFault, match=told):
        Taxonomy.connect(url)


# --- servers that misbehave


def _slowly(*parts: bytes) -> Talk:
    return lambda caller, _: drip(caller, *parts)


HEAD = answer(length=10**12).partition(b"{")[0]
HANGS: dict[str, Talk] = {
    "says nothing": lambda caller, _: time.sleep(30),
    "headers without an end": _slowly(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "a body without an end, slowly": lambda c, _: (c.sendall(HEAD), drip(c, b" "))[0],
    "interim answers without an end": _slowly(b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "leaves a query unfinished": lambda c, _: (c.sendall(HEAD + b'{"head":{'), time.sleep(30))[0],
}


@pytest.mark.parametrize("name", HANGS)
def test_a_server_that_hangs_is_left(name: str, fake: Callable[[Talk], Fake]) -> None:
    # One that waited for the end would find the connection broken, after half a minute.
    with pytest.raises(QueryTimeout, match=r"no whole answer within 0\.5 s"):
        _ask(fake(HANGS[name]), timeout=0.5)


def _huge(caller: Any, _: int) -> None:
    caller.sendall(HEAD)
    while True:
        caller.sendall(b" " * (1 << 16))


NO_RESULTS: dict[str, tuple[Talk, str]] = {
    "a body without an end": (_huge, "more than 1 MiB in one answer"),
    "a bomb": (
        lambda c, _: c.sendall(answer(gzip.compress(b" " * (20 << 20)), Content_Encoding="gzip")),
        "more than 1 MiB in one answer",
    ),
    "no gzip": (lambda c, _: c.sendall(answer(Content_Encoding="gzip")), "broke off"),
    "a page": (
        lambda c, _: c.sendall(answer(b"<html>", media="text/html; charset=utf-8")),
        "answered with text/html, not with results",
    ),
    "no type": (lambda c, _: c.sendall(answer(media="")), "of no stated type"),
    "huge headers": (lambda c, _: c.sendall(answer(X="y" * (1 << 20))), "broke off"),
    "no HTTP": (lambda c, _: c.sendall(b"SSH-2.0-OpenSSH_9.6\r\n"), "broke off"),
    "an empty answer": (lambda c, _: None, "broke off"),
    "a cut body": (lambda c, _: c.sendall(answer(length=10**6)), "broke off"),
    "a fault": (lambda c, _: c.sendall(answer(status="500 Oh")), "status 500"),
    "nobody is let in": (
        lambda c, _: c.sendall(answer(status="401 Who")), "wants to know who asks",
    ),
    "no such page": (lambda c, _: c.sendall(answer(status="404 No")), "status 404"),
    "escapes": (
        lambda c, _: c.sendall(answer(b"\x1b[31mred", status="500 O", media="text/plain")),
        r"status 500: \\x1b\[31mred",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_RESULTS)
def test_what_is_no_answer_is_told(
    name: str, fake: Callable[[Talk], Fake], monkeypatch: pytest.MonkeyPatch
) -> None:
    talk, told = NO_RESULTS[name]
    monkeypatch.setattr(protocol, "MOST", 1 << 20)
    monkeypatch.setattr(protocol, "_PAUSE", 0.01)
    with pytest.raises(EndpointFault, match=told) as error:
        _ask(fake(talk))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "body",
    [b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"urn:a"}},{"x"',
     b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":'
     + b'{"type":"triple","value":{"subject":' * 20_000,
     b"", b"[]", b"<html>", b'{"head":{},"boolean":"perhaps"}', b"[" * 100_000,
     b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"no iri"}}]}}',
     b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"odd","value":"a"}}]}}'],
)  # fmt: skip
def test_cut_and_malformed_results_are_told(body: bytes, fake: Callable[[Talk], Fake]) -> None:
    server = fake(lambda caller, _: caller.sendall(answer(body)))
    told = pytest.raises(EndpointFault, match="cut off or malformed")
    with Taxonomy.connect(server.url) as found, told:
        found.ask("every-llm-is-generative-ai")


def test_a_query_that_the_server_refuses(fake: Callable[[Talk], Fake]) -> None:
    said = answer(b"line 3: no such function\nmore", status="400 Bad", media="text/plain")
    server = fake(lambda caller, _: caller.sendall(said))
    with pytest.raises(QueryRefused, match=r"refuses the query: line 3: no such function$"):
        _ask(server)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", ["408 Slow", "504 Slow"])
def test_a_server_that_stops_a_query(status: str, fake: Callable[[Talk], Fake]) -> None:
    server = fake(lambda caller, _: caller.sendall(answer(status=status)))
    with pytest.raises(QueryTimeout, match="the server stopped the query"):
        _ask(server)


# --- what is asked again


@pytest.mark.parametrize("status", ["429 Too Many", "503 Busy", "502 Bad Gateway"])
def test_a_busy_server_is_asked_again(status: str, fake: Callable[[Talk], Fake]) -> None:
    def talk(caller: Any, number: int) -> None:
        caller.sendall(answer() if number else answer(status=status, Retry_After="0"))

    server = fake(talk)
    assert b"true" in _ask(server)
    assert len(server.requests) == 2


def test_a_broken_connection_is_asked_again(fake: Callable[[Talk], Fake]) -> None:
    server = fake(lambda caller, number: caller.sendall(answer()) if number == 2 else None)
    assert b"true" in _ask(server)
    assert len(server.requests) == 3


def test_a_server_that_stays_busy(
    fake: Callable[[Talk], Fake], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "_PAUSE", 0.01)
    server = fake(lambda caller, _: caller.sendall(answer(status="503 Busy")))
    with pytest.raises(EndpointBusy, match=r"has too much to do \(503\)"):
        _ask(server)
    assert len(server.requests) == 3


@pytest.mark.parametrize("after", ["3600", "Fri, 31 Dec 2100 23:59:59 GMT", "9" * 400])
def test_a_wait_beyond_the_limit_is_told_at_once(after: str, fake: Callable[[Talk], Fake]) -> None:
    server = fake(lambda caller, _: caller.sendall(answer(status="429 No", Retry_After=after)))
    with pytest.raises(EndpointBusy) as told:
        _ask(server)
    assert told.value.retry_after is not None and told.value.retry_after >= 3600
    assert len(server.requests) == 1


# --- where a server leads


MOVES = ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"]


@pytest.mark.parametrize("status", MOVES)
def test_a_redirect_to_another_host_is_refused(
    status: str, fake: Callable[[Talk], Fake], listener: Listener
) -> None:
    """Another port is another host; the message has the address that the server named."""
    server = fake(
        lambda caller, _: caller.sendall(answer(status=status, Location=f"{listener.url}/x"))
    )
    with pytest.raises(EndpointFault, match=f"leads elsewhere, to {listener.url}/x"):
        _ask(server)


@pytest.mark.parametrize(
    "place", ["//example.org/", "https://127.0.0.1:1/", "ftp://127.0.0.1/", "file:///etc/passwd",
              "http://u:p@example.org/", "http://[", "http://127.0.0.1:99999999/"],
)  # fmt: skip
def test_redirects_elsewhere_are_refused(place: str, fake: Callable[[Talk], Fake]) -> None:
    server = fake(lambda caller, _: caller.sendall(answer(status="307 T", Location=place)))
    with pytest.raises(EndpointFault, match="leads") as told:
        _ask(server)
    assert "u:p" not in str(told.value)
    assert len(server.requests) == 1


def test_a_redirect_on_the_same_host_is_followed(fake: Callable[[Talk], Fake]) -> None:
    def talk(caller: Any, number: int) -> None:
        caller.sendall(answer() if number else answer(status="308 Moved", Location="/sparql"))

    server = fake(talk)
    assert b"true" in _ask(server)
    assert server.requests[1].startswith("POST /sparql ")
    assert "query=ASK" in server.requests[1]


def test_redirects_in_a_circle_end(fake: Callable[[Talk], Fake]) -> None:
    server = fake(lambda caller, _: caller.sendall(answer(status="302 F", Location="/query")))
    with pytest.raises(EndpointFault, match="without an end"):
        _ask(server)
    assert len(server.requests) == 4


def test_credentials_go_to_their_host_and_are_never_told(fake: Callable[[Talk], Fake]) -> None:
    server = fake(lambda caller, _: caller.sendall(answer(status="500 No")))
    secret = server.url.replace("http://", "http://ann:hush@")
    with pytest.raises(EndpointFault) as told:
        Endpoint(secret).query("ASK {}")
    assert "hush" not in str(told.value) and "hush" not in repr(Endpoint(secret))
    assert "Authorization: Basic" in server.requests[0] or "authorization" in server.requests[0]
    with pytest.raises(EndpointFault):
        Endpoint(server.url, token="hush").query("ASK {}")
    assert "Bearer hush" in server.requests[1]
    with pytest.raises(EndpointFault):
        Endpoint(server.url).query("ASK {}")
    assert "uthorization" not in server.requests[2]


def test_trouble_with_certificates_is_told(fake: Callable[[Talk], Fake]) -> None:
    server = fake(lambda caller, _: caller.sendall(answer()))
    server.url = server.url.replace("http://", "https://")
    with pytest.raises(EndpointFault, match="certificate is not trusted, or it speaks no TLS"):
        _ask(server)


# --- commands


def test_commands_ask_a_server(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--endpoint", url]
    assert main(["ask", "every-llm-is-generative-ai", *words]) == 0
    assert "yes" in capsys.readouterr().out
    assert main(["compare", "Aurora", "ChatGPT", *words]) == 0
    assert main(["search", "ticket router", *words]) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AITAXONOMY_TOKEN", "hush")
        assert main(["show", "Aurora", *words, "--format", "csv"]) == 0


@pytest.mark.parametrize("command", ["is", "why", "check", "reason", "classify", "export"])
def test_commands_that_reason_ask_no_server(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {"is": ("Aurora", "LLM"), "why": ("Aurora", "LLM"), "reason": ()}
    more = words.get(command, ("a",))
    assert main([command, *more, "--endpoint", "http://127.0.0.1:9/"]) == 2
    assert "--endpoint" in capsys.readouterr().err


def test_a_command_tells_a_server_that_is_not_there(
    listener: Listener, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "every-llm-is-generative-ai", "--endpoint", "http://127.0.0.1:9/"]) == 2
    assert capsys.readouterr().err == (
        "aitaxonomy: http://127.0.0.1:9/: cannot be reached: All connection attempts failed\n"
    )
    words = ["--store", "s", "--endpoint", listener.url]
    assert main(["ask", "every-llm-is-generative-ai", *words]) == 2
    assert "not allowed with" in capsys.readouterr().err


def test_httpx_is_loaded_by_endpoints_alone() -> None:
    text = "import sys, aitaxonomy; from aitaxonomy.cli.parser import build; build(); "
    run = [sys.executable, "-c", text + "print('httpx' in sys.modules)"]
    assert subprocess.run(run, capture_output=True, text=True, check=True).stdout == "False\n"


def test_without_httpx_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from aitaxonomy.errors import EngineMissing

    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(EngineMissing, match=r"pip install 'aitaxonomy\[endpoint\]'"):
        Taxonomy.connect("http://localhost/")


def test_errors_are_ours() -> None:
    for each in (EndpointFault, EndpointBusy):
        assert issubclass(each, AITaxonomyError) and issubclass(each, ConnectionError)
