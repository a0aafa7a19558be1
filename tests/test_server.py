"""`aitaxonomy serve`, asked over HTTP as its users ask it, and by those who wish it ill."""

import asyncio
import contextlib
import csv
import gzip
import http.client
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jsonschema
import pyoxigraph as ox
import pytest
from tests.conftest import shipped

from aitaxonomy import server
from aitaxonomy.cli import main
from aitaxonomy.server import connections
from aitaxonomy.server.exchange import Cache, CachedAnswer
from aitaxonomy.server.settings import Settings, read_token
from aitaxonomy.store import ASSERTED
from aitaxonomy.store.table import Table

pytestmark = pytest.mark.judges

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

ROOT = Path(__file__).parents[1]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a a ?b . ?c rdfs:label ?d . ?e a ?f . ?g rdfs:label ?h }"
SMALL = "SELECT ?x { ?x a ait:LLM } LIMIT 5"
SECRET = "a-text-that-nobody-is-shown"
TOKEN = "0123456789abcdef-token"
OWN = "examples/inventory.ttl"


@dataclass
class Reply:
    status: int
    body: bytes
    headers: Any

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def message(self) -> str:
        return str(self.json["error"]["message"])

    @property
    def type(self) -> str:
        return str(self.headers["Content-Type"])


class Served:
    """A server in a process of its own."""

    def __init__(self, *words: str, **environment: str) -> None:
        command = [sys.executable, "-m", "aitaxonomy", "serve", "--port", "0", *words]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, **environment},
        )  # fmt: skip
        assert self.process.stdout
        line = self.process.stdout.readline()
        self.port = urlsplit(line.split(" ")[0]).port or 0
        assert self.port, line + self.process.communicate(timeout=60)[1]

    def ask(self, path: str, body: bytes | None = None, method: str = "", **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        way = method or ("GET" if body is None else "POST")
        connection.request(way, path, body, {"Host": "localhost", **named})
        answer = connection.getresponse()
        reply = Reply(answer.status, answer.read(), answer.headers)
        connection.close()
        return reply

    def query(self, text: str, accept: str = "*/*") -> Reply:
        body = text.encode()
        return self.ask("/sparql", body, Content_Type="application/sparql-query", Accept=accept)

    def raw(self, sent: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(sent)
            with contextlib.suppress(ConnectionError):
                return connection.recv(1 << 16)
        return b""

    def gauge(self, name: str) -> float:
        lines = self.ask("/metrics").body.decode().splitlines()
        return next(float(x.split()[-1]) for x in lines if x.startswith(f"aitaxonomy_{name} "))

    def wait(self, name: str, value: float) -> bool:
        return any(self.gauge(name) == value or time.sleep(0.1) for _ in range(600))

    def end(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGTERM)
        _, errors = self.process.communicate(timeout=60)
        return self.process.returncode, errors


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "id").mkdir()
    (folder / "index.html").write_text("<h1>home</h1>")
    (folder / "id" / "gpt-4o.html").write_text("<h1>GPT-4o</h1>")
    outside = folder.with_name("secret.txt")
    outside.write_text(SECRET)
    (folder / "linked.txt").symlink_to(outside)
    return folder


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[Served]:
    made = Served(
        "--timeout", "120", "--limit", "1000", "--site", str(site), "--cors", "https://a.example"
    )  # fmt: skip
    yield made
    code, errors = made.end()
    assert code == 128 + signal.SIGTERM
    assert "Exception in ASGI" not in errors


@pytest.fixture(scope="module")
def guarded() -> Iterator[Served]:
    made = Served(
        "--workers", "1", "--timeout", "120", "--data", OWN, AITAXONOMY_TOKEN=TOKEN
    )  # fmt: skip
    yield made
    _, errors = made.end()
    assert TOKEN not in errors


@pytest.fixture(scope="module")
def impatient() -> Iterator[Served]:
    made = Served("--workers", "2", "--timeout", "4")
    yield made
    if made.process.poll() is None:
        made.end()


# --- the SPARQL protocol


def form(**fields: str) -> bytes:
    return urlencode(fields).encode()


def test_queries_come_in_three_ways(served: Served) -> None:
    text = "ASK { ait:LLM a owl:Class }"
    urlencoded = "application/x-www-form-urlencoded"
    replies = [
        served.ask(f"/sparql?query={quote(text)}"),
        served.ask("/sparql", form(query=text), Content_Type=urlencoded),
        served.query(text),
    ]
    assert [reply.json for reply in replies] == [{"head": {}, "boolean": True}] * 3


ROWS = (
    "SELECT ?x ?l { ?x a ait:LLM ; rdfs:label ?l OPTIONAL { ?x ait:none ?n } } ORDER BY ?x LIMIT 3"
)
PARSED = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


@cache
def rows_of_the_library() -> Table:
    return shipped().sparql(ROWS)


@pytest.mark.parametrize("media_type", [*PARSED, "text/csv"])
def test_rows_are_those_of_the_library_in_each_format(served: Served, media_type: str) -> None:
    reply = served.query(ROWS, media_type)
    assert reply.type.partition(";")[0] == media_type
    assert "X-Truncated" not in reply.headers
    expected = [(str(x), label) for x, label in rows_of_the_library()]
    if media_type == "text/csv":
        rows = [tuple(row) for row in csv.reader(io.StringIO(reply.body.decode(), newline=""))]
        assert rows == [("x", "l"), *expected]
    else:
        found: Any = ox.parse_query_results(reply.body, format=PARSED[media_type])
        assert [(row["x"].value, row["l"].value) for row in found] == expected


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"],
)
def test_triples_come_in_each_syntax(served: Served, media_type: str) -> None:
    reply = served.query("DESCRIBE ait:LLM", media_type)
    assert reply.type.partition(";")[0] == media_type
    parsed = ox.parse(reply.body, ox.RdfFormat.from_media_type(media_type))
    assert len(list(parsed)) > 10


@pytest.mark.parametrize("media_type", [*PARSED, "text/csv"])
def test_what_is_cut_is_valid_and_says_so(served: Served, media_type: str) -> None:
    reply = served.query("SELECT * { ?s ?p ?o }", media_type)
    assert reply.status == 200
    assert reply.headers["X-Truncated"] == "after 1000"
    if media_type == "text/csv":
        assert len(list(csv.reader(io.StringIO(reply.body.decode(), newline="")))) == 1001
        return
    found: Any = ox.parse_query_results(reply.body, format=PARSED[media_type])
    assert len(list(found)) == 1000
    if media_type.endswith("json"):
        assert reply.json["truncated"] is True
    if media_type.endswith("xml"):
        assert b"<!-- there are more" in reply.body


def test_triples_that_are_cut_are_valid_and_say_so(served: Served) -> None:
    reply = served.query("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")
    assert len(list(ox.parse(reply.body, ox.RdfFormat.TURTLE))) == 1000
    assert reply.headers["X-Truncated"]
    assert reply.body.endswith(b"has cut this result\n")


def test_rows_that_are_too_large_together_are_cut(served: Served) -> None:
    doubled = " ".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(20))
    reply = served.query(f"SELECT ?a20 ?s {{ BIND('abcd' AS ?a0) {doubled} ?s ?p ?o }}")
    assert reply.status == 200
    assert reply.json["truncated"] is True
    assert 0 < len(reply.json["results"]["bindings"]) < 10
    assert len(reply.body) < 1 << 26


def test_the_service_is_described_and_graphs_can_be_chosen(served: Served) -> None:
    reply = served.ask("/sparql", Accept="application/n-triples")
    predicates = {quad.predicate.value for quad in ox.parse(reply.body, ox.RdfFormat.N_TRIPLES)}
    assert "http://www.w3.org/ns/sparql-service-description#endpoint" in predicates
    count = quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")

    def triples(more: str = "") -> int:
        rows = served.ask(f"/sparql?query={count}{more}").json["results"]["bindings"]
        return int(rows[0]["n"]["value"])

    asserted = triples(f"&default-graph-uri={quote(ASSERTED)}")
    assert 0 < asserted < triples()
    assert triples(f"&named-graph-uri={quote(ASSERTED)}") == 0
    refused = served.ask("/sparql?query=ASK%7B%7D&default-graph-uri=file:///etc/passwd")
    assert (refused.status, "not a graph here" in refused.message) == (400, True)


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"SELECT WHRE", "application/sparql-query", 400),
        (b"\xff", "application/sparql-query", 400),
        (b"ASK {}", "application/sparql-query; charset=utf-16", 415),
        (b"ASK {}", "text/plain", 415),
        (form(query="ASK {}") + b"&query=ASK", "application/x-www-form-urlencoded", 400),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"query=%FF", "application/x-www-form-urlencoded", 400),
        (form(update="DROP ALL"), "application/x-www-form-urlencoded", 403),
        (form(query="ASK {}", update="DROP ALL"), "application/x-www-form-urlencoded", 403),
        (b"DROP ALL", "application/sparql-update", 403),
        (b"DROP ALL", "application/sparql-query", 400),
        (b"ASK {} ; DROP ALL", "application/sparql-query", 400),
        (b"a" * 1_000_000, "application/sparql-query", 413),
    ],
)
def test_what_the_protocol_does_not_allow(
    served: Served, body: bytes, media_type: str, status: int
) -> None:
    reply = served.ask("/sparql", body, Content_Type=media_type)
    assert (reply.status, reply.type) == (status, "application/json")
    assert reply.message


def test_an_iri_without_a_scheme_is_one_of_ours(served: Served) -> None:
    assert served.query("ASK { <id/chatgpt> a ?kind }").json["boolean"] is True
    own = "BASE <urn:x:> SELECT ?x { BIND(<#y> AS ?x) }"
    assert served.query(own).json["results"]["bindings"][0]["x"]["value"] == "urn:x:#y"
    for refused in ("SELECT * FROM <id/x> { ?s ?p ?o }", "ASK { SERVICE <id/x> { ?s ?p ?o } }"):
        assert served.query(refused).status == 400


def test_no_format_that_is_accepted(served: Served) -> None:
    assert served.query("ASK {}", "image/png").status == 406
    assert served.query("ASK {}", "text/turtle").status == 406
    assert served.query("DESCRIBE ait:LLM", "text/csv").status == 406


def test_what_was_asked_before_is_answered_without_a_process(served: Served) -> None:
    once = "SELECT ?x { ?x a ait:LLM } ORDER BY ?x LIMIT 7"
    hits = served.gauge("cache_hits_total")
    replies = [served.query(once) for _ in range(3)]
    assert len({reply.body for reply in replies}) == 1
    assert served.gauge("cache_hits_total") == hits + 2
    assert served.query(once, "text/csv").type.startswith("text/csv")
    assert served.query("SELECT * { ?s ?p ?o }").headers["X-Truncated"]  # and again
    assert served.query("SELECT * { ?s ?p ?o }").headers["X-Truncated"]
    assert served.gauge("cache_hits_total") == hits + 2


@pytest.mark.parametrize("call", ["RAND()", "now()", "StrUUID()"])
def test_what_differs_each_time_is_answered_anew(served: Served, call: str) -> None:
    replies = {served.query(f"SELECT ({call} AS ?x) {{}}").body for _ in range(2)}
    assert len(replies) == 2


def test_the_cache_has_a_size() -> None:
    cache = Cache(32 * 2000)
    for number in range(100):
        cache.keep(number, 0, CachedAnswer(b"x" * 900, "text/plain"))
        assert cache.get(0)
    assert cache.size <= 32 * 2000
    assert [cache.get(number) is None for number in (0, 50, 99)] == [False, True, False]
    cache.keep("cut", 0, CachedAnswer(b"", "text/plain", cut=3))
    cache.keep("large", 0, CachedAnswer(b"x" * 4000, "text/plain"))
    cache.keep("long", 4000, CachedAnswer(b"", "text/plain"))
    assert cache.get("cut") is cache.get("large") is cache.get("long") is None
    Cache(0).keep("any", 0, CachedAnswer(b"", "text/plain"))


# --- the JSON API


VERBS = {
    "/is?thing=ChatGPT&kind=LLM": ["is", "ChatGPT", "LLM"],
    "/why?thing=GPT-4&kind=LLM": ["why", "GPT-4", "LLM"],
    "/check?claim=every%20LLM%20is%20generative%20AI": ["check", "every LLM is generative AI"],
    "/compare?a=GenerativeAI&b=LLM": ["compare", "GenerativeAI", "LLM"],
    "/find?kind=LLM&language=Polish&max_parameters=10B&limit=3": [
        "find", "LLM", "--language", "Polish", "--max-parameters", "10B", "--limit", "3",
    ],
    "/recommend?use_case=Creative%20Art&content=image&open_weights=true&limit=2": [
        "recommend", "--use-case", "Creative Art", "--content", "image", "--open-weights",
        "--limit", "2",
    ],
    "/questions": ["ask"],
    "/ask/models-that-power-a-product?product=GitHub%20Copilot": [
        "ask", "models-that-power-a-product", "--product", "GitHub Copilot",
    ],
    "/ask/suitability-for-a-use-case?use-case=code%20assistance": [
        "ask", "suitability-for-a-use-case", "--use-case", "code assistance",
    ],
}  # fmt: skip


@pytest.mark.parametrize("path", VERBS)
def test_the_json_is_that_of_the_command_line(
    served: Served, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = served.ask(path)
    main([*VERBS[path], "--format", "json"])
    assert reply.json == json.loads(capsys.readouterr().out)
    described = served.ask("/openapi.json").json["paths"]
    name = path.partition("?")[0]
    operation = described["/ask/{question}" if name.startswith("/ask") else name]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(reply.json, schema)


def test_a_list_is_classified(
    guarded: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    name = str(ROOT / "examples" / "models.csv")
    bearing = {"Authorization": f"Bearer {TOKEN}"}
    reply = guarded.ask("/classify?kind=LLM&why=true", Path(name).read_bytes(), **bearing)
    main(["classify", name, "--kind", "LLM", "--why", "--format", "json", "--data", OWN])
    printed = capsys.readouterr().out.replace(name, "list")
    assert reply.json == json.loads(printed)
    described = guarded.ask("/openapi.json", **bearing).json["paths"]["/classify"]["post"]
    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(reply.json, schema)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/is?thing=ChatGPT", 400, "kind is missing"),
        ("/is?thing=a&thing=b&kind=LLM", 400, "give it once"),
        ("/is?thing=LLM&kind=LLM&x=1", 400, "not a parameter"),
        ("/is?thing=Nobody&kind=LLM", 404, "nothing is called"),
        ("/recommend?limit=-1", 400, "whole number"),
        ("/recommend?min_context=1e999&purpose=x", 400, "number"),
        ("/recommend?agent=yes", 400, "true or false"),
        ("/recommend?access=x", 400, "one of api"),
        ("/check?claim=" + "x" * 3000, 400, "2000"),
        ("/ask/nothing", 404, "no question"),
        ("/ask/..%2f..%2fetc%2fpasswd", 404, "nothing at"),
        ("/terms/%3E%20%7B%7D", 400, "not an IRI"),
        ("/id/nobody", 404, "nothing is called"),
        ("/nothing", 404, "nothing at"),
    ],
)
def test_what_is_wrong_is_told(served: Served, path: str, status: int, said: str) -> None:
    reply = served.ask(path)
    assert (reply.status, said in reply.message) == (status, True), reply.body
    assert served.ask(path, method="PATCH").status in (404, 405)


@pytest.mark.parametrize("path", ["/sparql", "/classify", "/mcp"])
def test_a_packed_body_is_refused(served: Served, path: str) -> None:
    reply = served.ask(path, gzip.compress(b"ASK {}"), Content_Encoding="gzip")
    assert reply.status == 415 and b"gzip: send the body as it is" in reply.body


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"garbage", b"\0" * 100, b"PK\x03\x04", b"[" * 100_000,
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><rdf:RDF>&x;</rdf:RDF>',
    ],
)  # fmt: skip
def test_lists_that_are_none(served: Served, sent: bytes) -> None:
    reply = served.ask("/classify", sent)
    assert reply.status == 400
    assert "/tmp" not in reply.message


# --- things, and the pages of the site


def test_a_thing_is_told_as_data_or_as_a_page(served: Served) -> None:
    page = served.ask("/id/gpt-4o", Accept="text/html,*/*;q=0.8")
    assert (page.status, page.headers["Location"]) == (303, "/id/gpt-4o.html")
    assert served.ask("/id/gpt-4o.html").body == b"<h1>GPT-4o</h1>"
    for media_type in ("text/turtle", "application/ld+json"):
        reply = served.ask("/id/gpt-4o", Accept=media_type)
        assert "Accept" in reply.headers["Vary"]
        parsed = list(ox.parse(reply.body, ox.RdfFormat.from_media_type(media_type)))
        assert {quad.subject.value for quad in parsed} == {"https://w3id.org/aitaxonomy/id/gpt-4o"}
    assert b"large language model" in served.ask("/terms/LLM", Accept="text/turtle").body
    assert served.ask("/terms/LLM", Accept="image/png").status == 406


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/id/..%2f..%2f..%2fsecret.txt",
     "//secret.txt", "/linked.txt", "/..%5csecret.txt", "/secret.txt%00", "/%ff"],
)  # fmt: skip
def test_nothing_beside_the_site_is_shown(served: Served, path: str) -> None:
    sent = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    reply = served.raw(sent.encode())
    assert reply.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))
    assert SECRET.encode() not in reply


# --- who may ask


@pytest.mark.parametrize(
    "host", ["attacker.example", "localhost.attacker.example", "localhost@attacker.example",
             "attacker.example#localhost", "localhost:99999999", ""]
)  # fmt: skip
def test_a_name_that_is_not_ours_is_refused(served: Served, host: str) -> None:
    assert served.ask("/health", Host=host).status == 421
    assert served.ask("/health", Host=f"localhost:{served.port}").status == 200


def test_pages_elsewhere_read_nothing_unless_told(served: Served) -> None:
    def allowed(origin: str) -> str | None:
        found: str | None = served.ask("/health", Origin=origin).headers[
            "Access-Control-Allow-Origin"
        ]
        return found

    assert allowed("https://a.example") == "https://a.example"
    assert allowed("https://b.example") is None
    assert served.ask("/health").headers["X-Content-Type-Options"] == "nosniff"


def test_a_token_is_asked_for(guarded: Served) -> None:
    for given in ("", "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN[:-1]):
        reply = guarded.ask("/sparql?query=ASK%7B%7D", Authorization=given)
        assert (reply.status, reply.headers["WWW-Authenticate"]) == (401, "Bearer")
    good = guarded.ask("/sparql?query=ASK%7B%7D", Authorization=f"Bearer {TOKEN}")
    assert good.status == 200
    assert guarded.ask("/metrics").status == 401
    assert guarded.ask("/health").status == 200


def test_own_data_is_served_with_what_follows(guarded: Served) -> None:
    bearing = {"Authorization": f"Bearer {TOKEN}"}
    query = quote('ASK { ?x rdfs:label "Aurora"@en ; a ait:GenerativeAI }')
    assert guarded.ask(f"/sparql?query={query}", **bearing).json["boolean"] is True
    verdict = guarded.ask("/is?thing=Aurora&kind=GenerativeAI", **bearing).json
    assert verdict["verdict"] == "entailed"
    assert verdict["proof"]


def test_a_token_that_could_be_guessed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AITAXONOMY_TOKEN", raising=False)
    assert read_token(None) is None
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    assert read_token(tmp_path / "token") == TOKEN.encode()
    (tmp_path / "token").write_text("short")
    assert main(["serve", "--token-file", str(tmp_path / "token")]) == 2
    assert "openssl" in capsys.readouterr().err
    assert main(["serve", "--token-file", str(tmp_path / "none")]) == 2


def test_an_address_that_is_taken_is_told(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--port", str(served.port)]) == 2
    assert "choose others with --host and --port" in capsys.readouterr().err
    assert main(["serve", "--site", "/nowhere"]) == 2
    assert "aitaxonomy site" in capsys.readouterr().err


def test_a_server_whose_children_do_not_start_ends() -> None:
    command = [sys.executable, "-m", "aitaxonomy", "serve", "--port", "0", "--memory", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "exit code 1" in done.stderr
    assert "--memory" in done.stderr.splitlines()[-1]


def test_small_answers_are_sent_at_once() -> None:
    with server._listener(Settings(port=0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP  # else they wait 40 ms for acknowledgement


def test_what_is_missing_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("aitaxonomy.cli.ontology.find_spec", lambda _: None)
    assert main(["serve"]) == 2
    assert "pip install 'aitaxonomy[serve]'" in capsys.readouterr().err


def test_names_of_a_server_that_others_reach() -> None:
    assert Settings(host="0.0.0.0").known_as is None
    assert Settings(host="0.0.0.0", names=("ai.example",)).known_as == {"0.0.0.0", "ai.example"}


# --- queries that wish ill


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    heard: list[bytes] = []
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        opened.listen()

        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    heard.append(opened.accept()[0].recv(100))

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{opened.getsockname()[1]}/x", heard


def test_nothing_is_fetched_and_no_file_is_read(
    served: Served, listener: tuple[str, list[bytes]], tmp_path: Path
) -> None:
    address, heard = listener
    (tmp_path / "secret.ttl").write_text(f'<urn:s> <urn:p> "{SECRET}" .')
    for place in (address, (tmp_path / "secret.ttl").as_uri()):
        for query in (
            f"SELECT * {{ SERVICE <{place}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<{place}> AS ?u) sErViCe SILENT ?u {{ ?s ?p ?o }} }}",
            f"SELECT * FROM <{place}> {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED <{place}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            f"LOAD <{place}>",
        ):
            assert served.query(query).status == 400, query
        assert not served.query(f"SELECT * {{ GRAPH <{place}> {{ ?s ?p ?o }} }}").json["results"][
            "bindings"
        ]
        for sent in (
            f"<urn:o> a <http://www.w3.org/2002/07/owl#Ontology> ; "
            f"<http://www.w3.org/2002/07/owl#imports> <{place}> .",
            json.dumps({"@context": place, "@id": "urn:x", "@type": "urn:y"}),
        ):
            assert SECRET.encode() not in served.ask("/classify", sent.encode()).body
        assert served.ask(f"/is?thing={quote(place, safe='')}&kind=LLM").status == 404
    assert not heard


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 20_000 + "}" * 20_000,
        "SELECT * { {?s ?p ?o} " + "UNION {?s ?p ?o} " * 10_000 + "}",
        "SELECT (1" + "+1" * 100_000 + " AS ?x) {}",
        "ASK { ?s " + "/".join(["ait:x"] * 40_000) + " ?o }",
        "ASK {} #" + "x" * 300_000,
    ],
    ids=["groups", "unions", "sums", "path", "size"],
)
def test_what_would_break_a_process_is_refused(served: Served, query: str) -> None:
    assert served.query(query).status == 400
    assert served.query(SMALL).status == 200


def test_a_query_that_takes_too_long_is_stopped(impatient: Served) -> None:
    reply = impatient.query(ENDLESS)
    assert (reply.status, reply.json["error"]["type"]) == (504, "QueryTimeout")
    assert impatient.query(SMALL).status == 200
    assert impatient.wait("queries_long", 0)


def test_slow_queries_leave_room_for_small_ones(impatient: Served) -> None:
    with ThreadPoolExecutor(60) as pool:
        slow = [pool.submit(impatient.query, ENDLESS) for _ in range(5)]
        time.sleep(0.2)
        small = [pool.submit(impatient.query, SMALL) for _ in range(50)]
        assert sum(each.result().status == 200 for each in small) >= 49
        replies = [each.result() for each in slow]
    assert {reply.status for reply in replies} <= {503, 504}
    assert all(r.headers["Retry-After"] for r in replies if r.status == 503)


def test_a_query_ends_when_its_client_goes(impatient: Served) -> None:
    path = f"/sparql?query={quote(ENDLESS)}"
    with socket.create_connection(("127.0.0.1", impatient.port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert impatient.wait("queries_long", 1)
    assert impatient.wait("queries_long", 0)
    assert 'status="499"' in impatient.ask("/metrics").body.decode()


# --- agents


def call(server: Served, tool: str, arguments: dict[str, Any], **headers: str) -> Reply:
    """Call a tool as an agent does, by the Model Context Protocol of 2026-07-28."""
    pytest.importorskip("mcp")
    version, capable = "2026-07-28", {"io.modelcontextprotocol/clientCapabilities": {}}
    meta = {"io.modelcontextprotocol/protocolVersion": version, **capable}
    parameters = {"name": tool, "arguments": arguments, "_meta": meta}
    request = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": parameters}
    usual = {
        "Content_Type": "application/json", "Accept": "application/json",
        "Mcp_Protocol_Version": version, "Mcp_Method": "tools/call", "Mcp_Name": tool,
    }  # fmt: skip
    return server.ask("/mcp", json.dumps(request).encode(), **usual, **headers)


_LLM = {"thing": "DALL·E 3", "kind": "LLM"}


def test_agents_are_answered_by_the_children(served: Served) -> None:
    pytest.importorskip("mcp")
    from mcp import Client

    async def asked() -> None:
        async with Client(f"http://localhost:{served.port}/mcp") as client:
            assert client.protocol_version == "2026-07-28"
            assert len((await client.list_tools()).tools) == 14
            found = (await client.call_tool("is_a", _LLM)).structured_content
            assert found and found["verdict"] == "refuted" and found["proof"]
            query = "ASK { aix:gpt-4 a ait:LLM }"
            rows = (await client.call_tool("sparql", {"query": query})).structured_content
            assert rows == {"boolean": True}
            known = await client.call_tool("classify", {"systems": ["GPT-4"]})
            assert known.structured_content
            assert known.structured_content["results"][0]["verdicts"]["LLM"] == "entailed"
            wrong = await client.call_tool("isa", {})
            assert wrong.is_error and "did you mean 'is_a'?" in str(wrong.content)
            tree = (await client.read_resource("aitaxonomy://tree")).contents[0]
            assert "ait:LLM large language model" in str(tree)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, asked()).result()
    counted = served.ask("/metrics").body.decode()
    assert 'aitaxonomy_requests_total{path="/mcp",status="200"}' in counted


def test_agents_of_pages_elsewhere_are_refused_unless_told(served: Served) -> None:
    refused = call(served, "is_a", _LLM, Origin="https://b.example")
    assert (refused.status, refused.json["error"]["data"]) == (403, {"type": "ForeignOrigin"})
    assert "--cors" in refused.message
    assert call(served, "is_a", _LLM, Origin="http://localhost").status == 200
    allowed = call(served, "is_a", _LLM, Origin="https://a.example")
    assert allowed.status == 200
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://a.example"
    before = served.ask(
        "/mcp", method="OPTIONS", Origin="https://a.example", Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="content-type,mcp-method,mcp-name,mcp-protocol-version",
    )  # fmt: skip
    assert before.status == 200
    assert call(served, "is_a", _LLM, Host="attacker.example").status == 421


def test_requests_of_agents_that_are_none(served: Served) -> None:
    assert (large := call(served, "is_a", {"thing": "x" * (1 << 20)})).status == 413
    assert "send less" in large.message
    assert served.ask("/mcp").status == 405
    assert served.ask("/mcp", b"{", Content_Type="application/json", Accept="*/*").status == 400
    forever = {"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen", "params": {"_meta": {}}}
    accepted = {"Content_Type": "application/json", "Accept": "application/json, text/event-stream"}
    assert served.ask("/mcp", json.dumps(forever).encode(), **accepted).status < 500


def test_agents_bear_the_token_and_ask_of_own_data(guarded: Served) -> None:
    asked = {"thing": "Aurora", "kind": "GenerativeAI"}
    assert call(guarded, "is_a", asked).status == 401
    found = call(guarded, "is_a", asked, Authorization=f"Bearer {TOKEN}").json["result"]
    assert found["structuredContent"]["verdict"] == "entailed"


def test_slow_calls_of_agents_leave_room_for_small_queries(impatient: Served) -> None:
    with ThreadPoolExecutor(60) as pool:
        slow = [pool.submit(call, impatient, "sparql", {"query": ENDLESS}) for _ in range(2)]
        assert impatient.wait("verbs_idle", 0)
        small = [pool.submit(impatient.query, SMALL) for _ in range(50)]
        assert sum(each.result().status == 200 for each in small) >= 49
        replies = [each.result() for each in slow]
    for reply in replies:
        assert (reply.status, reply.message) == (504, "stopped after 4 s: ask for less")
    # New children are there when they are; until then the server is busy.
    assert any(call(impatient, "is_a", _LLM).status == 200 or time.sleep(0.5) for _ in range(240))


def test_what_is_in_flight_is_finished_at_the_end(impatient: Served) -> None:
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(impatient.query, ENDLESS)
        assert impatient.wait("queries_long", 1)
        code, _ = impatient.end()
        assert asked.result().status == 504
    assert code == 128 + signal.SIGTERM


# --- clients that wish ill


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02" + b"\0" * 300,
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: attacker.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\nhello",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"CONNECT attacker.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_broken_http_is_refused(served: Served, sent: bytes) -> None:
    assert served.raw(sent)[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 404", b"")
    assert served.ask("/health").status == 200


def test_requests_that_come_together_are_answered_in_turn(served: Served) -> None:
    one = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as connection:
        connection.sendall((one + b"\r\n") * 20 + one + b"Connection: close\r\n\r\n")
        with connection.makefile("rb") as answers:
            assert answers.read().count(b"HTTP/1.1 200") == 21


def test_connections_that_are_left_close_nobody_out(served: Served) -> None:
    left = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(300)]
    for connection in left[::2]:
        connection.sendall(b"GET /sparql HTTP/1.1\r\nHo")
    assert served.query(SMALL).status == 200
    for connection in left:
        connection.close()
    assert any(served.gauge("connections") < 5 or time.sleep(0.1) for _ in range(600))


class Http:
    """What speaks HTTP, as far as connections look at it."""

    def __init__(self) -> None:
        self.cycle: Any = None

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


class Transport:
    def __init__(self) -> None:
        self.aborted, self.unread = False, 0

    def is_closing(self) -> bool:
        return self.aborted

    def get_write_buffer_size(self) -> int:
        return self.unread

    def get_extra_info(self, _: str) -> socket.socket:
        return socket.socket()

    def abort(self) -> None:
        self.aborted = True


def test_the_connection_that_waits_longest_makes_room() -> None:
    held = connections.Connections(Http)
    held._most = 2
    transports = [Transport() for _ in range(3)]
    for transport in transports:
        held().connection_made(transport)  # type: ignore[arg-type]
    assert [each.aborted for each in transports] == [True, False, False]
    assert (len(held), held.ended) == (2, 1)


def test_who_sends_or_reads_too_slowly_is_late() -> None:
    connection, transport = connections.Connections(Http)(), Transport()
    connection.connection_made(transport)  # type: ignore[arg-type]
    now = connection._since
    assert not connection.is_late(now)
    assert not connection.is_late(now + connections.READ / 2)
    assert connection.is_late(now + connections.READ + 1)
    cycle = SimpleNamespace(more_body=False, response_started=False, response_complete=False)
    connection._http.cycle = cycle
    assert connection.phase == "working"
    assert not connection.is_late(now + 10_000)
    assert not connection.is_late(now + 20_000)
    transport.unread = 1  # also while the next request, which came together with this one, waits
    assert connection.phase == "writing"
    assert not connection.is_late(now + 30_000)
    assert connection.is_late(now + 30_001 + connections.WRITE)


def test_who_sends_more_of_a_head_than_is_taken_is_refused(served: Served) -> None:
    begin = b"GET /health HTTP/1.1\r\nHost: localhost\r\n"
    for endless in (b"GET /" + b"a" * 100_000, begin + b"a: b\r\n" * 20_000, begin + b"x" * 100_000,
                    begin + b"x: " + b"a" * 100_000):  # fmt: skip
        assert served.raw(endless)[:12] in (b"HTTP/1.1 400", b"")
    trailers = b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"a: b\r\n" * 20_000
    assert served.raw(begin.replace(b"GET", b"POST") + trailers)[:12] in (b"HTTP/1.1 400", b"")
    assert served.ask("/health").status == 200
