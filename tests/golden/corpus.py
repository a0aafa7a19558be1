"""The golden corpus: what users get at each door, kept as hashes while the code behind changes.

Run as a module, it names what differs from the kept list, with a diff where this machine has the
text from before:

    python -m tests.golden.corpus
    python -m tests.golden.corpus command http    of these groups alone
    python -m tests.golden.corpus --keep    after a change that is meant to change answers

`--keep` writes the list, and keeps the texts in `.cache/golden/`. Name each output that a change
changes in `docs/decisions.md`.

Outputs depend on neither the machine nor the day, nor on the versions of Python and of libraries.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import http.client
import io
import json
import os
import shlex
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock
from urllib.parse import quote, urlencode, urlsplit

import anyio

from aitaxonomy import Taxonomy, agents, clock, export
from aitaxonomy._data import module_file, modules_of
from aitaxonomy.cli import main
from aitaxonomy.cli.manual import manual
from aitaxonomy.errors import UnknownTerm
from aitaxonomy.rdf.turtle import canonical
from aitaxonomy.site import sparql
from aitaxonomy.site.pages import Pages

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).with_name("hashes.tsv")
TEXTS = ROOT / ".cache" / "golden"
#: The day on which all of it is asked.
DAY = "2026-11-30"
JSON = ["--format", "json"]
#: What exemplars are asked to be.
KINDS = ("LLM", "GenerativeAI", "NonGenerativeAI", "MultimodalLLM", "AISystem", "ImageGenerator",
         "TransformerModel", "OpenWeightsModel")  # fmt: skip
#: Verdicts with their proofs: entailed, refuted and unknown, of systems, kinds and plain words.
PROVED = """
LLM|GenerativeAI; ChatGPT|LLM; DALL·E 3|LLM; GPT-4|open source; Claude|made by Anthropic
BERT|GenerativeAI; Whisper|TransformerModel; GPT-4o|MultimodalLLM; Llama|OpenWeightsModel
Stable Diffusion|DiffusionModel; AlphaGo|NonGenerativeAI; GitHub Copilot|AIApplication
ELIZA|LLM; Suno|newer than GPT-4; GPT-4|ait:LLM; LLM|ImageGenerator
"""
COMPARED = """
LLM|GenerativeAI; ChatGPT|DALL·E 3; GPT-4|GPT-4o; Claude|Gemini; OpenAI|Anthropic; BERT|GPT-2
Midjourney|Stable Diffusion; Whisper|Suno; transformer|recurrent neural network; Llama|Mistral
GitHub Copilot|Cursor; MIT License|Apache License 2.0; image|video; GPT|Claude; Sora|Veo 3
fine-tuning|pre-training; Claude Opus 4.5|Claude Opus 4.6; AlphaFold 2|AlphaGo; ELIZA|ChatGPT
translation|summarization
"""
SHOWN = """
LLM; GenerativeAI; ChatGPT; GPT-4; Claude; OpenAI; transformer; text; image; Midjourney; BERT; GPT
generates; hasArchitecture; MultimodalLLM; AIAgent; European Union; German; summarization
"""
SEARCHED = "LLM; chatbot; diffusion; open weights; großes Sprachmodell; Claude; music; agents"
TREES = "; LLMTechnology --instances; Task --format json; LLM --instances --format json"
#: Input that is refused, or understood with a remark.
REFUSED = """
is nothing-of-this-name LLM; is ChatGPT nothing-of-this-name; check "green ideas sleep"
ask no-such-question; ask suitability-for-a-use-case --use-case nothing; show LLMs; search zzzz
recommend translation --region Atlantis; import csv no-such-file.csv; compare LLM nothing
validate no-such-file.ttl; tree nothing; export out --format nothing; recommend
"""

#: The name of an output, and its text.
Output = tuple[str, str]


def _verdicts(ai: Taxonomy) -> Iterator[Output]:
    """Verdicts without proofs: on exemplars by the definitions, and on words as people use them."""
    for term in map(ai.term, _exemplars(ai)):
        found = [f"{kind}: {ai.is_a(term, ai[kind]).verdict}" for kind in KINDS]
        yield term.curie, "\n".join(found)
    for thing, kind in _rows("everyday.tsv", 2):
        try:
            verdict = ai.is_a(thing, kind)
            yield f"{thing} | {kind}", f"{verdict.verdict}, {verdict.sense}"
        except UnknownTerm as error:
            yield f"{thing} | {kind}", str(error)


def _commands(ai: Taxonomy) -> Iterator[Output]:
    for words in _command_lines(ai):
        yield shlex.join(words), _printed(words)
    yield "--help", _as_json([*manual()])


def _command_lines(ai: Taxonomy) -> Iterator[list[str]]:
    """Commands that ask: where there are many of a sort, as text and as JSON by turns."""
    for number, pair in enumerate(_pairs(PROVED)):
        yield ["is", *pair, *JSON]
        yield ["is" if number % 2 else "why", *pair]
    for number, question in enumerate(ai.questions()):
        yield ["ask", question.name, *JSON]
        if number % 8 == 0:
            yield ["ask", question.name]
            yield ["ask", question.name, "--help"]
    many = {
        "check": [[claim] for (claim,) in _rows("claims.tsv", 1)],
        "compare": _pairs(COMPARED),
        "recommend": [shlex.split(words) for _, words in _rows("advice_requests.tsv", 2)],
        "show": [[name] for name in _split(SHOWN)],
        "search": [[text] for text in _split(SEARCHED)],
    }
    for verb, each in many.items():
        for number, words in enumerate(each):
            yield [verb, *words, *(JSON if number % 2 else [])]
    for text in TREES.split(";"):
        yield ["tree", *text.split()]
    for verb in ("claims", "ask", "sources"):
        yield [verb]
        yield [verb, *JSON]
    yield ["translate", "https://schema.org/SoftwareApplication", "dbr:ChatGPT"]
    for path in sorted((ROOT / "examples").glob("*.rq")):
        yield ["sparql", path.relative_to(ROOT).as_posix(), *JSON]
    yield ["check-proof", "examples/dall-e-3-is-no-llm.json"]
    yield from map(shlex.split, _split(REFUSED))


def _lists(_: Taxonomy) -> Iterator[Output]:
    """Lists of systems in all formats, imported and classified."""
    inside = [*(ROOT / "examples").iterdir(), *(ROOT / "tests/inventory/data").iterdir()]
    commands = []
    for path in sorted(path.relative_to(ROOT).as_posix() for path in inside):
        if not path.endswith(".rq") and "-is-" not in path:
            commands += [["import", "auto", path], ["classify", path, *JSON]]
    commands += [
        ["classify", "examples/models.csv", "--why"],
        ["classify", "examples/inventory.ttl", "--format", "html"],
        ["classify", "examples/register.csv", "--accept-proposals"],
        ["validate", "examples/list-with-faults.csv", *JSON],
    ]
    for words in commands:
        yield shlex.join(words), _printed(words)


def _validation(ai: Taxonomy) -> Iterator[Output]:
    """Find the faults of all fixtures at once, each with names of its own; then in each format."""
    with _within_scratch() as folder:
        files = []
        for path in sorted((ROOT / "tests/fixtures").rglob("*.ttl")):
            own = f"https://example.org/inventory/{path.stem}/"
            text = path.read_text(encoding="utf-8")
            files.append(Path(path.name))
            files[-1].write_text(text.replace("https://example.org/inventory/", own))
        report = (ai + files).validate()
        found: dict[str, list[Any]] = {path.name: [] for path in files}
        for fault in report.to_json()["faults"]:
            found[fault["file"]].append(fault)
        for name, faults in found.items():
            yield f"fixture {name}", _as_json(faults)
        forms = (report.to_text, report.to_sarif, report.to_html, report.to_turtle, report.to_junit)
        for write in forms:
            yield write.__name__, write().replace(f"{folder}", "")


def _tools(ai: Taxonomy) -> Iterator[Output]:
    """What agents get: the list of tools, and an answer of each."""
    from mcp import Client
    from tests.agents.conftest import EXAMPLES

    async def answers() -> list[Output]:
        async with Client(agents.server(ai)) as client:
            listed = (await client.list_tools()).tools
            told = {"name", "description", "input_schema", "output_schema"}
            found = [("all", _as_json([tool.model_dump(include=told) for tool in listed]))]
            for name, arguments in EXAMPLES.items():
                answer = await client.call_tool(name, arguments)
                found.append((name, _as_json(answer.structured_content)))
            return found

    yield from anyio.run(answers)


def _http(ai: Taxonomy) -> Iterator[Output]:
    """What a server in a process of its own answers."""
    on_the_day = f"clock.today = lambda: {DAY!r}; "
    begin = f"from aitaxonomy import clock; {on_the_day}process.obey"  # of the server's children
    program = (
        f"from aitaxonomy import clock, process; from aitaxonomy.cli import main; {on_the_day}"
        f"process._START = process._START.replace('process.obey', {begin!r}); "
        "main(['serve', '--port', '0', '--workers', '1'])"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as server:
        assert server.stdout
        port = urlsplit(server.stdout.readline().split(b" ")[0]).port
        try:
            for name, path, body, headers in _requests(ai):
                connection = http.client.HTTPConnection("127.0.0.1", port or 0, timeout=300)
                verb = "GET" if body is None else "POST"
                connection.request(verb, path, body, {"Host": "localhost", **headers})
                answer = connection.getresponse()
                told = [answer.getheader(each) for each in ("Content-Type", "Location", "Vary")]
                yield name, f"{answer.status} {told}\n{answer.read().decode()}"
                connection.close()
        finally:
            server.terminate()


def _requests(ai: Taxonomy) -> Iterator[tuple[str, str, bytes | None, dict[str, str]]]:
    """Requests: a name, the path, the body if it has one, and the headers."""
    asked = [
        *(("/is", {"thing": thing, "kind": kind}) for thing, kind in _pairs(PROVED)[:8]),
        ("/is", {"thing": "ChatGPT", "kind": "LLM", "strict": "true"}),
        ("/is", {"thing": "ChatGPT", "kind": "LLM", "without_conventions": "true"}),
        ("/is", {"thing": "ChatGPT", "kind": "nothing"}),
        ("/is", {"thing": "ChatGPT"}),
        ("/why", {"thing": "GPT-4", "kind": "ait:LLM"}),
        *(("/check", {"claim": claim}) for (claim,) in _rows("claims.tsv", 1)[::6]),
        *(("/compare", {"a": a, "b": b}) for a, b in _pairs(COMPARED)[:5]),
        ("/recommend", {"purpose": "chatbots", "open_weights": "true", "limit": "2"}),
        ("/recommend", {"use_case": "Creative Art", "content": "image", "prefer": "newest"}),
        ("/recommend", {"purpose": "translation", "language": "German", "region": "CH"}),
        ("/recommend", {"purpose": "translation", "limit": "-1"}),
        ("/questions", {}),
        *((f"/ask/{each.name}", {}) for each in ai.questions()[::6]),
        ("/ask/available-at-a-date", {"date": "2023-04-01"}),
        ("/ask/no-such-question", {}),
        ("/health", {}),
        ("/openapi.json", {}),
        ("/sparql", {"query": "ASK { ait:LLM a owl:Class }"}),
        ("/sparql", {"query": "DROP ALL"}),
        ("/nowhere", {}),
    ]
    for path, given in asked:
        whole = f"{path}?{urlencode(given)}" if given else path
        yield whole, whole, None, {}
    for name in ("terms/LLM", "id/chatgpt", "id/nothing"):
        for accept in ("text/turtle", "application/ld+json", "text/html"):
            yield f"/{name} {accept}", f"/{name}", None, {"Accept": accept}
    for number, (query, accepted) in enumerate(QUERIES.items()):
        for accept in accepted:
            sent = {"Accept": accept, "Content-Type": "application/sparql-query"}
            yield f"/sparql {number} {accept}", "/sparql", query.encode(), sent
    sample = (ROOT / "examples/models.csv").read_bytes()
    yield "/classify", f"/classify?kind={quote('LLM')}", sample, {}
    yield "/classify of nothing", "/classify", b"", {}


_ROWS = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
         "text/tab-separated-values")  # fmt: skip
#: Queries, each with the formats that it is asked for in.
QUERIES = {
    "SELECT ?x ?l { ?x a ait:LLM ; rdfs:label ?l } ORDER BY ?x ?l LIMIT 20": _ROWS,
    "SELECT ?x (COUNT(?y) AS ?n) { ?y ait:developedBy ?x } GROUP BY ?x ORDER BY ?x": ["text/csv"],
    "CONSTRUCT WHERE { ait:LLM rdfs:label ?label }": ["application/n-triples"],
    "SELECT WHRE": ["text/csv"],
    "ASK {}": ["image/png"],
}


def _pages(ai: Taxonomy) -> Iterator[Output]:
    """Pages of every third exemplar, and all that are not about one thing, documents apart.

    They are those of a site that runs queries, with or without `npm run bundle`.
    """
    with TemporaryDirectory() as folder, mock.patch.object(sparql, "BUNDLED", Path(folder)):
        (Path(folder) / "licences.txt").touch()
        yield from _pages_with_queries(Pages(ai, commands=manual()), ai)


def _pages_with_queries(pages: Pages, ai: Taxonomy) -> Iterator[Output]:
    for iri in _exemplars(ai)[::3]:
        for path, content in pages.of_thing(iri):
            yield path, content.decode()
    for path, content in pages.of_texts():
        documents = path.startswith("docs/") and not path.startswith("docs/reference/")
        own = not documents and not path.startswith("scripts/")
        if own and path.endswith((".html", ".json", ".txt")):
            yield path, content.decode()


def _files(ai: Taxonomy) -> Iterator[Output]:
    """Canonical forms of fixtures and modules, and exports in all formats."""
    for path in sorted((ROOT / "tests/fixtures").rglob("*.ttl")):
        yield f"canonical fixture {path.stem}", canonical(path.read_text(encoding="utf-8"))
    for name in modules_of("terms"):
        yield f"canonical {name}", canonical(module_file(name).read_text(encoding="utf-8"))
    with _within_scratch() as folder:
        for format in ("csv", "cyclonedx", "huggingface", "ntriples"):
            paths = sorted(ai.export(folder / format, format))
            texts = [f"{path.name}\n{path.read_text(encoding='utf-8')}" for path in paths]
            yield f"export {format}", "\n".join(texts)
        for format in ("turtle", "rdfxml", "jsonld"):
            (path,) = export.export(ai.content.memory, folder, format, ["terms"])
            yield f"export terms in {format}", path.read_text(encoding="utf-8")


GROUPS: Mapping[str, Callable[[Taxonomy], Iterator[Output]]] = {
    "verdict": _verdicts,
    "command": _commands,
    "list": _lists,
    "validation": _validation,
    "tool": _tools,
    "http": _http,
    "page": _pages,
    "file": _files,
}
"""What yields the outputs of each door."""

# --- helpers


def _exemplars(ai: Taxonomy) -> list[str]:
    rows = ai.sparql("SELECT DISTINCT ?x { ?x ait:exemplarOf ?y } ORDER BY ?x").rows
    return [str(row[0]) for row in rows]


def _rows(name: str, columns: int) -> list[tuple[str, ...]]:
    """The first columns of a table of the tests, without its head; each row once."""
    lines = (ROOT / "tests/data" / name).read_text(encoding="utf-8").splitlines()[1:]
    return list(dict.fromkeys(tuple(line.split("\t")[:columns]) for line in lines))


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]


def _pairs(text: str) -> list[list[str]]:
    return [[side.strip() for side in pair.split("|")] for pair in _split(text)]


def _as_json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True)


def _printed(words: list[str]) -> str:
    """The exit code of a command and all that it prints."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with mock.patch.object(sys, "stdout", out), mock.patch.object(sys, "stderr", err):
        try:
            code = main(words)
        except SystemExit as error:
            code = int(error.code or 0)
        out.flush()
        err.flush()
    said = [each.buffer.getvalue().decode() for each in (out, err)]
    return "\n".join([f"exit {code}", *said])


@contextmanager
def _within_scratch() -> Iterator[Path]:
    before = Path.cwd()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield Path(folder)
        finally:
            os.chdir(before)


@contextmanager
def asked_on_the_day() -> Iterator[Taxonomy]:
    """One taxonomy for all, on the day of the corpus, in the folder of the repository."""
    ai, before = Taxonomy(), Path.cwd()
    os.chdir(ROOT)
    try:
        with (
            mock.patch.object(clock, "today", lambda: DAY),
            mock.patch.dict(os.environ, {"COLUMNS": "100"}),
            mock.patch("aitaxonomy.cli.queries.Taxonomy", lambda: ai),
        ):
            yield ai
    finally:
        os.chdir(before)


# --- comparing


def outputs(ai: Taxonomy, group: str) -> dict[str, str]:
    """Return the outputs of a group by name."""
    found: dict[str, str] = {}
    for name, text in GROUPS[group](ai):
        assert f"{group}: {name}" not in found, name
        found[f"{group}: {name}"] = text
    return found


def hashes(found: Mapping[str, str]) -> dict[str, str]:
    """Return the hash of each output."""
    return {name: hashlib.sha256(text.encode()).hexdigest()[:20] for name, text in found.items()}


def kept() -> dict[str, dict[str, str]]:
    """Return the kept hashes of each group, by the name of the output."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in KEPT.read_text(encoding="utf-8").splitlines():
        value, name = line.split("\t")
        found[name.partition(":")[0]][name] = value
    return found


def differences(found: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """Return what differs from kept hashes, in words, with a diff where the old text is here."""
    now = hashes(found)
    told = [f"gone: {name}" for name in before.keys() - now.keys()]
    told += [f"new: {name}" for name in now.keys() - before.keys()]
    for name in now.keys() & before.keys():
        if now[name] != before[name]:
            old = TEXTS / before[name]
            diff = ["(for a diff, run it with --keep on the commit before)"]
            if old.exists():
                both = old.read_text(encoding="utf-8").splitlines(), found[name].splitlines()
                diff = list(difflib.unified_diff(*both, "before", "now", n=1, lineterm=""))[:40]
            told.append("\n".join([f"differs: {name}", *diff]))
    return sorted(told)


def keep(found: Mapping[str, str], others: Mapping[str, str]) -> None:
    """Write the list of hashes, those of other groups as they are, and the texts for diffs."""
    TEXTS.mkdir(parents=True, exist_ok=True)
    by_name = hashes(found)
    for name, value in by_name.items():
        (TEXTS / value).write_text(found[name], encoding="utf-8")
    lines = [f"{value}\t{name}\n" for name, value in sorted({**others, **by_name}.items())]
    KEPT.write_text("".join(lines), encoding="utf-8")


def _merged(parts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {name: value for part in parts for name, value in part.items()}


def compare() -> int:
    """Compare what users get with the kept list, or keep it; returns the exit code."""
    parser = argparse.ArgumentParser(description="Compare what users get with the kept list.")
    parser.add_argument("--keep", action="store_true", help="keep what users get now")
    parser.add_argument("group", nargs="*", help=f"default all: {', '.join(GROUPS)}")
    options = parser.parse_args()
    groups = options.group or list(GROUPS)
    with asked_on_the_day() as ai:
        found = _merged(outputs(ai, group) for group in groups)
    before = kept() if KEPT.exists() else {}
    if options.keep:
        keep(found, _merged(before[group] for group in before.keys() - groups))
        print(f"{len(found)} outputs are kept")
        return 0
    told = differences(found, _merged(before[group] for group in groups))
    print(*told, f"{len(told)} of {len(found)} outputs differ", sep="\n")
    return bool(told)


if __name__ == "__main__":
    sys.exit(compare())
