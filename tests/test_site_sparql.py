"""Queries in pages of the site: their data, forms and limits, and all questions in a browser."""

import gzip
import json
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.cli import main
from aitaxonomy.graph.questions import Question, claim_checks
from aitaxonomy.rdf.namespaces import PREFIXES, expand
from aitaxonomy.site import sparql
from aitaxonomy.site.frame import Frame, assets, data
from aitaxonomy.site.sparql import Queries
from aitaxonomy.store import ASSERTED, INFERRED

pytestmark = pytest.mark.judges

ROOT = Path(__file__).parents[1]
ASKED = ("dall-e-is-an-llm", "available-at-a-date", "shortlist")
NAMES = [
    ["GPT-4", "id/gpt-4.html", "system", ["gpt4"]],
    ["DALL·E 3", "id/dall-e-3.html", "system", []],
    ["large language model", "terms/LLM.html", "class", ["LLM"]],
    ["open-source licence", "terms/OpenSourceLicence.html", "class", []],
]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }"
RUN = """async ([query, options]) => {
  const { run } = await import("/scripts/sparql-engine.js");
  try { return await run(query, options); } catch (error) { return { error: error.message }; }
}"""


@pytest.fixture(scope="module")
def queries(ai: Taxonomy) -> Queries:
    return Queries(ai, Frame(frozenset(), documented=False))


@pytest.fixture(scope="module")
def bundled() -> None:
    """What is bundled is there; without it a skip, in CI a failure."""
    if not sparql.is_bundled():
        reason = "nothing is bundled: `npm ci && npm run bundle`"
        pytest.fail(f"CI must run queries in pages: {reason}") if os.environ.get("CI") else None
        pytest.skip(reason)


@pytest.fixture(scope="module")
def files(ai: Taxonomy, queries: Queries, bundled: None) -> dict[str, bytes]:
    asked = [each for each in ai.questions() if each.name in ASKED]
    found = dict([*queries.all(), *assets(), *map(queries.question, asked)])
    return {**found, **dict([data("names", NAMES)])}


def test_the_graph_of_the_page_is_that_of_the_library(
    ai: Taxonomy, files: dict[str, bytes]
) -> None:
    text = gzip.decompress(files["sparql/graph.trig.gz"])
    read: dict[str, list[str]] = {ASSERTED: [], INFERRED: []}
    for quad in ox.parse(text, ox.RdfFormat.TRIG):
        read[quad.graph_name.value].append(unlabelled(quad.triple))
    for graph, triples in read.items():
        assert len(triples) > 30_000
        assert sorted(triples) == sorted(map(unlabelled, ai.content.store.triples(graph)))


def test_another_build_writes_the_same_graph(
    ai: Taxonomy, queries: Queries, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another store has other labels of blank nodes, and its triples in another order."""
    triples = ai.content.store.triples

    def others(graph: str) -> list[ox.Triple]:
        labels: dict[Any, ox.BlankNode] = defaultdict(ox.BlankNode)

        def other(term: Any) -> Any:
            return labels[term] if isinstance(term, ox.BlankNode) else term

        return [ox.Triple(other(s), p, other(o)) for s, p, o in triples(graph)[::-1]]

    monkeypatch.setattr(ai.content.store, "triples", others)
    assert dict(queries.all())["sparql/graph.trig.gz"] == files["sparql/graph.trig.gz"]


def unlabelled(triple: ox.Triple) -> str:
    return re.sub(r"_:\w+", "_:", str(triple))


def test_licences_of_all_that_is_bundled_are_told(files: dict[str, bytes]) -> None:
    licences = files["scripts/bundled/licences.txt"].decode()
    for name in ("oxigraph", "codemirror-lang-sparql", "@codemirror/view", "style-mod"):
        assert re.search(rf"^{name} [\d.]+: (MIT|MIT OR Apache-2.0)$", licences, re.MULTILINE)
    assert b"scripts/bundled/licences.txt" in files["sparql/index.html"]


def test_packages_are_pinned_and_the_lock_names_no_registry() -> None:
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    for name, version in {**package["dependencies"], **package["devDependencies"]}.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
    assert len(lock) > 20
    for name, entry in lock.items():
        assert "resolved" not in entry and (not name or entry["integrity"]), name


def test_without_what_is_bundled_pages_say_what_to_do(
    queries: Queries,
    ai: Taxonomy,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sparql, "BUNDLED", tmp_path)
    written = dict(queries.all())
    assert list(written) == ["sparql/index.html"]
    page = written["sparql/index.html"].decode()
    assert "npm run bundle" in page and "sparql.js" not in page and "<textarea" not in page
    _, question = queries.question(next(each for each in ai.questions() if each.parameters))
    assert b"<form" not in question and b"question.js" not in question and b"<table" in question
    _, dated = queries.question(next(each for each in ai.questions() if each.days))
    assert b"Asked with date: 2023-04-01</p>" in dated and b"The day is an example" in dated
    monkeypatch.setattr("aitaxonomy.site.build", lambda *_, **__: (1, 1))
    assert main(["site", str(tmp_path)]) == 0
    assert "npm run bundle" in capsys.readouterr().err


def test_every_parameter_has_a_field_that_says_its_default(queries: Queries, ai: Taxonomy) -> None:
    sorts = set()
    for asked in ai.questions():
        assert "".join(text for text, _ in asked.pieces()) == asked.query
        for name, default in asked.parameters.items():
            field = queries._field(asked, name, default)
            sorts.add(field.sort)
            assert field.sort == "choice" or name not in asked.values
            if field.sort == "choice":
                assert default in [value for value, _ in field.choices], (asked.name, name)
            elif field.sort == "term":
                assert ai.names.label(expand(default) or "") == field.value
            else:
                assert default in (field.value, f'"{field.value}"{field.suffix}')
    assert sorts == {"choice", "term", "number", "date", "text"}


# --- in a browser


@pytest.fixture(scope="module")
def page(
    browser: Any,
    files: dict[str, bytes],
    serve: Callable[[Path], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Any]:
    """A page of the site, in which nothing may be told by the browser."""
    folder = tmp_path_factory.mktemp("site")
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    context = browser.new_context(base_url=serve(folder), viewport={"width": 390, "height": 800})
    page, heard = context.new_page(), list[str]()
    page.set_default_timeout(60_000)
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    yield page
    context.close()
    assert heard == []


@pytest.fixture
def editor(page: Any) -> Any:
    """The editor of the page for queries, emptied."""
    if not page.url.endswith("sparql/index.html"):
        page.goto("sparql/index.html")
        page.locator("#query").focus()
    content = page.locator(".cm-content")
    empty(page)
    return content


def empty(page: Any) -> None:
    """Empty the editor; Chromium would style what is typed over something else."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")


def run(page: Any, query: str) -> str:
    """Run a query in the editor; returns the message below it."""
    page.keyboard.insert_text(query)
    page.evaluate("document.getElementById('told').textContent = ''")
    page.keyboard.press("Control+Enter")
    return told(page)


def told(page: Any) -> str:
    """Return what is reported when a query has come to its end."""
    page.locator("#told", has_text=re.compile(r"[^…]$")).wait_for()
    return str(page.locator("#told").inner_text())


def test_what_queries_need_is_loaded_when_somebody_asks(page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto("questions/shortlist/index.html")
    page.locator("#run").wait_for()
    assert "question.js" in asked and "codemirror.js" not in asked
    page.goto("sparql/index.html")
    page.locator("#run").wait_for()
    needed = {"oxigraph.wasm.gz", "graph.trig.gz", "names.js"}
    assert {"codemirror.js", *needed}.isdisjoint(asked)
    page.locator("#run").click()
    page.locator("#result table").wait_for()
    assert needed <= set(asked) and "codemirror.js" not in asked
    page.locator("#query").focus()
    page.locator(".cm-content").wait_for()
    assert "codemirror.js" in asked


@pytest.mark.usefixtures("editor")
def test_all_questions_answer_in_the_page_as_in_the_library(page: Any, ai: Taxonomy) -> None:
    asked = [*ai.questions(), *map(Question.read, claim_checks().values())]
    assert len(asked) > 70
    for each in asked:
        found = page.evaluate(RUN, [each.query, {"seconds": 60, "prefixes": PREFIXES}])
        wanted = ai.content.store.select(each.query)
        answer = wanted.to_json()
        if wanted.form == "ASK":
            assert found["answer"] is answer["boolean"], each.name
        else:
            assert found["columns"] == list(wanted.columns), each.name
            rows = answer["results"]["bindings"]
            assert listed(found["rows"]) == listed(rows), each.name
            assert found["count"] == len(rows)


def listed(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


@pytest.mark.usefixtures("editor")
def test_a_query_is_ended_and_the_next_one_works(page: Any) -> None:
    ended = page.evaluate(RUN, [ENDLESS, {"seconds": 1}])
    assert ended["error"].startswith("Ended after 1 seconds.")
    page.keyboard.insert_text(ENDLESS)
    page.keyboard.press("Control+Enter")
    page.get_by_text("Running").wait_for()
    page.locator("#stop").click()
    page.get_by_text("Stopped.").wait_for()
    empty(page)
    assert run(page, "ASK { aix:gpt-4 a ait:LLM }").startswith("Answered in")
    assert page.locator("#result .badge").inner_text() == "yes"


def test_a_fault_is_shown_at_its_line(page: Any, editor: Any) -> None:
    said = run(page, "SELECT ?x {\n  ?x a ait:LLM ;\n     ait:developedBy ]\n}")
    assert said == "Line 3, column 22: “]” is not expected here."
    line = editor.locator(".cm-line", has=page.locator(".cm-lintRange-error"))
    assert line.inner_text().strip() == "ait:developedBy ]"
    assert not page.locator("#result table").count()


@pytest.mark.usefixtures("editor")
def test_what_the_grammar_allows_and_oxigraph_does_not_is_shown_too(page: Any) -> None:
    said = run(page, "# ait: is known\nASK { foo:a a ait:LLM }")
    assert said == "Line 2, column 7: The prefix foo: is not declared."
    empty(page)
    said = run(page, "SELECT (1 AS ?x)\n(2 AS ?x) {}")
    assert said.startswith("Line 2, column ") and "Duplicated variable name in SELECT" in said
    page.locator(".cm-lintRange-error").wait_for()


@pytest.mark.usefixtures("editor")
def test_queries_reach_nothing_and_change_nothing(page: Any, listener: Any) -> None:
    away = f"<{listener.url}/>"
    updates = (f"LOAD {away}", "INSERT DATA { <urn:a> <urn:b> 1 }", "DELETE WHERE { ?a ?b ?c }")
    services = (f"ASK {{ {word} {away} {{ }} }}" for word in ("SERVICE", "service silent"))
    for query in (f"SELECT * FROM {away} {{ ?a ?b ?c }}", *services):
        assert "is refused:" in page.evaluate(RUN, [query, {}])["error"], query
    for query in updates:
        assert page.evaluate(RUN, [query, {}])["error"], query
    harmless = "SELECT ?from { BIND('FROM' AS ?from) FILTER(<urn:from> != 1) } # service"
    assert page.evaluate(RUN, [harmless, {}])["count"] == 1


def test_terms_are_completed_by_their_labels(page: Any, editor: Any) -> None:
    page.keyboard.type("ASK { ?x a large")
    page.locator(".cm-tooltip-autocomplete").wait_for()
    page.wait_for_timeout(150)  # Enter is not a choice when the list has only just come up
    page.keyboard.press("Enter")
    assert editor.inner_text() == "ASK { ?x a ait:LLM}"


@pytest.mark.usefixtures("editor")
def test_rows_are_shown_with_labels_and_links_and_taken_along(page: Any) -> None:
    bad = "=1+<img src=x onerror=alert(1)>"
    query = f'CONSTRUCT {{ aix:gpt-4 rdfs:label "{bad}" ; ait:n 1 }} WHERE {{}}'
    assert run(page, query).startswith("2 rows in")
    row = page.locator("#result tr", has_text=bad)
    assert row.locator("a").first.get_attribute("href").endswith("/id/gpt-4.html")
    assert row.locator("a").first.inner_text() == "GPT-4"
    assert not page.locator("#result img").count()
    assert not page.locator("#result th.number").count()  # of the objects one is a text
    taken = {}
    for kind in ("CSV", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("button", name=kind).click()
        taken[kind] = download.value.path().read_text("utf-8-sig")
    assert taken["CSV"].startswith("subject,subject label,predicate,object")
    assert f"aix:gpt-4,GPT-4,rdfs:label,'{bad}" in taken["CSV"]
    found = json.loads(taken["JSON"])
    assert found["head"]["vars"] == ["subject", "predicate", "object"]
    assert {row["object"]["value"] for row in found["results"]["bindings"]} == {bad, "1"}


@pytest.mark.usefixtures("editor")
def test_more_rows_than_a_page_takes_are_cut_and_that_is_told(page: Any) -> None:
    assert run(page, "SELECT ?s { ?s ?p ?o } LIMIT 10001").startswith("10,001 rows in")
    assert page.locator("#result tbody tr").count() == 1000
    assert "There are 10,001 rows, of which the first 10,000 are kept" in page.content()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_address_holds_a_query_and_what_it_sees(page: Any, editor: Any) -> None:
    query = "SELECT (COUNT(*) AS ?n)\n{ GRAPH ?g { ?s ait:isNotA ?o } }"
    page.locator("#asserted").check()
    editor.click()
    run(page, query)
    assert page.locator("#result th.number").inner_text() == "n"
    kept = page.url
    page.goto("about:blank")
    page.goto(kept)
    page.locator("#result th.number").wait_for()  # it is run
    page.locator("#query").focus()
    assert page.locator(".cm-content").inner_text() == query
    assert page.locator("#asserted").is_checked()
    page.goto("about:blank")
    page.goto(f"sparql/index.html?query={quote('ASK { aix:gpt-4 a ait:LLM }')}")
    page.locator("#result .badge").wait_for()
    assert "?query=" not in page.url and "#query=" in page.url
    page.goto("about:blank")


def test_a_question_is_asked_with_values_of_ones_own(page: Any, ai: Taxonomy) -> None:
    page.goto("questions/dall-e-is-an-llm/index.html")
    assert page.locator("#result .badge").inner_text() == "no"
    page.locator("[name=system]").fill("no such thing")
    page.locator("#run").click()
    assert page.evaluate("!document.querySelector('[name=system]').checkValidity()")
    assert "aix:dall-e-3" in page.locator("#query").inner_text()
    page.locator("[name=system]").fill("gpt4")
    page.keyboard.press("Enter")
    page.locator("#result .badge.good").wait_for()
    asked = page.locator("#asked").inner_text()
    assert asked.startswith("Asked with system: gpt4") and "#system=gpt4" in page.url
    page.reload()
    page.locator("#result .badge.good").wait_for()
    assert page.locator("#asked").inner_text() == asked
    assert "VALUES ?system { aix:gpt-4 }" in page.locator("#query").inner_text()
    assert str(ai.ask("dall-e-is-an-llm", system="gpt4")) == "yes"
    page.locator("#open").click()
    page.wait_for_url("**/sparql/index.html#query=*")
    page.locator("#result table").wait_for()  # it is run there, too
    assert "VALUES ?system { aix:gpt-4 }" in page.locator("#query").input_value()


def test_days_and_choices_are_written_as_the_library_does(page: Any, ai: Taxonomy) -> None:
    page.goto("questions/available-at-a-date/index.html")
    page.locator("[name=date]").fill("2022-11-30")
    page.keyboard.press("Enter")
    written = 'VALUES ?date { "2022-11-30"^^xsd:date }'
    assert written in page.locator("#query").inner_text()
    wanted = ai.ask("available-at-a-date", date="2022-11-30")
    assert told(page).startswith(f"{len(wanted.rows):,} row")
    page.goto("questions/shortlist/index.html")
    page.locator("[name=way]").select_option(label="any")
    page.locator("[name=content_type]").select_option(label="music")
    page.locator("#run").click()
    wanted = ai.ask("shortlist", way="any", content_type="music")
    assert told(page).startswith(f"{len(wanted.rows):,} row")
