"""The site: its pages, their links and proofs, hostile names, and the search in a browser."""

import json
import os
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from tests import systems

from aitaxonomy import Taxonomy
from aitaxonomy.html import Link, render
from aitaxonomy.rdf.blank_nodes import canonicalized
from aitaxonomy.rdf.namespaces import AIT, AIX
from aitaxonomy.site.fact_sheets import Said, SheetRow
from aitaxonomy.site.frame import lean
from aitaxonomy.site.pages import Pages
from aitaxonomy.versions.version import released

pytestmark = pytest.mark.judges

Serve = Callable[[Path], str]
#: The things whose pages are read here; all of them would take minutes.
SHOWN = (AIX + "dall-e-3", AIX + "chatgpt", AIT + "LLM", AIT + "generates", AIX + "text")


class Tags(HTMLParser):
    """All tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def html(site: Path, pages: Pages) -> list[Path]:
    """The pages, of which those of most things are left out."""
    things = {site / page for iri, page in pages.of_things.items() if iri not in SHOWN}
    found = [path for path in sorted(site.rglob("*.html")) if path not in things]
    assert len(found) > 70
    return found


def test_no_page_has_a_name_that_windows_forbids(site: Path) -> None:
    written = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    assert len(written) > 3_000
    assert systems.forbidden(sorted(written)) == {}


def test_all_links_lead_to_pages(site: Path, html: list[Path]) -> None:
    for path in html:
        for tag, attributes in Tags(path.read_text("utf-8")).found:
            href = attributes.get("href") or attributes.get("src") or ""
            if re.match(r"https?:|data:|#|$", href):
                continue
            target = (path.parent / href.partition("#")[0]).resolve()
            assert target.is_relative_to(site.resolve()) and target.is_file(), (path, tag, href)


def test_no_link_leads_out_to_what_has_a_page(html: list[Path], pages: Pages) -> None:
    for path in html:
        for _, attributes in Tags(path.read_text("utf-8")).found:
            assert attributes.get("href") not in pages.of_things, path


def test_every_page_allows_nothing_from_elsewhere(html: list[Path]) -> None:
    for path in html:
        tags = Tags(path.read_text("utf-8")).found
        policy = next(a["content"] or "" for tag, a in tags if "http-equiv" in a)
        assert policy.startswith("default-src 'none';") and "unsafe" not in policy
        assert not [a for _, a in tags if "style" in a or any(k.startswith("on") for k in a)]
        assert next(a["src"] for tag, a in tags if tag == "script").endswith("scripts/site.js")


def test_a_verdict_unfolds_to_file_line_and_source(site: Path) -> None:
    page = (site / "id/dall-e-3.html").read_text("utf-8")
    of_llm = page[page.index("DALL·E 3 is not a large language model:") :]
    step = r"<b>DALL·E 3 has primary modality image</b>.*?openai\.ttl:(\d+)"
    line = re.search(step, of_llm, re.S)
    assert line and f"source/index.html#ontology/systems/openai.ttl:{line[1]}" in of_llm
    assert page.count("<summary>Why</summary>") == 2 and "Why strictly" not in page
    spoken = (site / "id/chatgpt.html").read_text("utf-8")
    (of_llm,) = (each for each in spoken.split("<li ") if each.startswith('id="LLM"'))
    assert "strictly <b>no</b>" in of_llm and "Why strictly" in of_llm


def test_the_same_in_turtle(site: Path) -> None:
    data = ox.parse((site / "id/dall-e-3.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    assert len({str(quad) for quad in data}) > 20


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("dall-e-3", ["image generator", "OpenAI", "retired on 2026-05-12", "Makes"]),
        ("chatgpt", ["application", "in service since 2022-11-30", "Powered by", "Takes"]),
        ("gpt-4o", ["multimodal LLM", "128 k tokens", "a million tokens, as of"]),
    ],
)
def test_a_system_begins_with_a_card(pages: Pages, name: str, told: list[str]) -> None:
    page = dict(pages.of_thing(AIX + name))[f"id/{name}.html"].decode()
    card = re.sub("<[^>]+>", "", page[page.index("<h1>") : page.index("<h2>")])
    assert [each for each in told if each not in card] == []
    order = [page.index(part) for part in ("<h1>", "card", "Is it …", 'id="facts"', "<h2>Sources")]
    assert order == sorted(order)
    assert "is flagship" not in page and "no maker source" not in page


def test_who_says_so_stands_beside_each_value_and_disagreement_is_told(pages: Pages) -> None:
    page = dict(pages.of_thing(AIX + "gpt-4"))["id/gpt-4.html"].decode()
    (cutoff,) = re.findall(r"<dt>(?:(?!<dt>).)*knowledge cut-off.*?</dd>", page, re.S)
    assert "sources disagree" in cutoff
    assert all(value in cutoff for value in ("2023-12-01", "2021-09", "2023-11"))
    cited = re.findall(r'href="#s(\d+)"', cutoff)
    assert cited
    for number in cited:
        assert re.search(rf'<li id="s{number}">.*?\((?:word of|catalogue|press)', page, re.S)
    assert page.count("sources disagree") == 1


@pytest.mark.parametrize("name", ["gpt-4", "grok-code-fast-1", "dall-e-3"])
def test_a_rating_of_an_approach_is_not_printed_of_a_system(
    ai: Taxonomy, pages: Pages, name: str
) -> None:
    page = dict(pages.of_thing(AIX + name))[f"id/{name}.html"].decode()
    for use_case in ai["UseCase"].instances:
        assert f">{use_case.label}<" not in page


def triples_of(turtle: bytes) -> set[ox.Triple]:
    quads = ox.parse(turtle, ox.RdfFormat.TURTLE)
    return set(canonicalized(quad.triple for quad in quads))


def test_the_ontology_lies_beside_the_pages(site: Path) -> None:
    assert (site / "ontology/core.ttl").read_bytes() == Path("ontology/core.ttl").read_bytes()
    modules = {path.relative_to(site).as_posix() for path in (site / "ontology").rglob("*.ttl")}
    edited = {name for name in modules if (site / name).read_bytes() == Path(name).read_bytes()}
    pages = (path.read_text("utf-8") for path in site.rglob("*.html"))
    named = {name for page in pages for name in re.findall(r"#(ontology/[\w./-]+\.ttl):\d", page)}
    assert named and named <= edited
    for name in ("inferred", "exemplars", "sources/openai", "alignments/mappings"):
        path = f"ontology/{name}.ttl"
        short, whole = ((root / path).read_bytes() for root in (site, Path()))
        assert path not in edited and len(short) < 0.5 * len(whole)
        assert triples_of(short) == triples_of(whole)
    assert {path.name for path in (site / "download").iterdir()} == {
        "aitaxonomy.ttl", "aitaxonomy.rdf", "aitaxonomy.jsonld",
    }  # fmt: skip


def test_modules_of_a_version_say_what_they_said(site: Path) -> None:
    for name, whole in released()["0.3.0"].items():
        if name.endswith(".ttl"):
            short = (site / "versions/0.3.0" / name).read_bytes()
            assert len(short) < len(whole) and triples_of(short) == triples_of(whole), name


def test_catalogues_of_data_find_what_they_need(site: Path) -> None:
    """What DCAT-AP makes mandatory, and files that are there."""
    graph = rdflib.Graph().parse(site / "void.ttl")
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    (dataset,) = graph.subjects(rdflib.RDF.type, dcat.Dataset)
    for term in ("title", "description", "publisher", "license"):
        assert graph.value(dataset, rdflib.DCTERMS[term]), term
    assert int(str(graph.value(dataset, void.triples))) > 100_000
    parts = [*graph.objects(dataset, dcat.distribution)]
    assert len(parts) == 3
    for part in parts:
        address = str(graph.value(part, dcat.accessURL))
        assert (site / address.removeprefix("https://w3id.org/aitaxonomy/")).is_file(), address
        assert graph.value(part, dcat.mediaType)


def test_a_system_shows_what_it_consists_of(site: Path) -> None:
    page = (site / "id/chatgpt.html").read_text("utf-8")
    drawn = page[page.index('<svg class="picture"') : page.index("</svg>")]
    assert '<a href="dall-e-3.html"><text' in drawn and ">integrates</text>" in drawn
    assert '<svg class="picture"' not in (site / "id/text.html").read_text("utf-8")


def test_what_is_unknown_says_what_would_decide_it(pages: Pages) -> None:
    page = dict(pages.of_thing(AIX + "chatgpt"))["id/chatgpt.html"].decode()
    (of_agent,) = (each for each in page.split("<li ") if each.startswith('id="AIAgent"'))
    assert '<strong class="unknown">open</strong>' in of_agent
    assert "Open until a source says whether it is an AI agent" in of_agent
    assert "<code>aitaxonomy why aix:chatgpt LLM</code>" in page


def test_a_class_shows_its_meaning_and_members(ai: Taxonomy, site: Path) -> None:
    page = (site / "terms/LLM.html").read_text("utf-8")
    text = re.sub("<[^>]+>", "", page)
    assert "Large language model means exactly: an AI model that has primary modality text" in text
    assert 'Every large language model is a <a href="LanguageModel.html">' in page
    assert "<code>LLM SubClassOf LanguageModel</code>" in page
    assert "systems/index.html#kind=LLM&amp;show=all" in page
    rows = re.findall(r"<td>(\d{4}-\d\d-\d\d|\d{4}-\d\d|\d{4}|–)</td><td>[^<]*</td></tr>", page)
    assert len(rows) == 100 and rows == sorted(rows, reverse=True)
    assert "False friend of" in page
    undecided = {row["system"] for row in
                 ai.ask("classifications-that-are-unknown", kind="LLM").to_dicts()}  # fmt: skip
    listed = page.partition(f"<h2>{len(undecided):,} undecided</h2>")[2].partition("</ul>")[0]
    assert {f"aix:{x}" for x in re.findall(r'href="../id/([^/]+)\.html"', listed)} == undecided
    assert " others are known not to be." in page


def test_a_member_stands_on_the_page_of_its_kind_or_of_a_narrower_one(
    ai: Taxonomy, pages: Pages
) -> None:
    kind, listed = ai["LLM"], set[str]()
    todo = [kind]
    for term in todo:
        page = next(pages.of_thing(term.iri))[1].decode()
        members = page.partition(" members</h2>")[2].partition(" undecided</h2>")[0]
        listed |= set(re.findall(r'href="../id/([^/]+)\.html"', members))
        todo += [each for each in term.children if each not in todo]
    assert len(todo) > 5
    assert [each.label for each in kind.instances if each.curie[4:] not in listed] == []


def test_what_a_language_is_supported_by_stands_on_its_page(pages: Pages) -> None:
    page = dict(pages.of_thing(AIX + "german-language"))["id/german-language.html"].decode()
    assert re.search(r"<summary>supports language German: \d+ systems</summary>", page)
    assert '<li><a href="llama-3.1-8b.html">Llama 3.1 8B</a></li>' in page


def test_what_is_called_an_llm_every_day_is_told_apart_from_a_model(site: Path) -> None:
    spoken = (site / "id/chatgpt.html").read_text("utf-8")
    (of_llm,) = re.findall(r'<li id="LLM">.*', spoken)
    assert '<strong class="entailed">yes</strong>' in of_llm
    assert "<small>ChatGPT is an LLM-based system</small>" in of_llm
    assert "in the everyday sense; strictly <b>no</b>" in spoken
    assert "in the everyday sense" not in (site / "id/dall-e-3.html").read_text("utf-8")


def test_questions_show_query_and_answer(site: Path) -> None:
    page = (site / "questions/every-llm-is-generative-ai/index.html").read_text("utf-8")
    assert '<strong class="badge good">yes</strong>' in page and "VALUES ?kind" in page


def test_the_site_is_light(built: tuple[Path, int]) -> None:
    """All of it, 72.0 MB with 2,989 systems; a new system may weigh 20 kB, and a release 2.5 MB.

    Raise the bound for what a visitor gets, and for nothing else.
    """
    assert built[1] < 72_100_000


def listed(site: Path, name: str) -> Any:
    text = (site / f"data/{name}.js").read_text("utf-8")
    return json.loads(text.partition(f".{name} = ")[2].rstrip(";\n"))


def test_everything_is_found_by_the_search(site: Path, pages: Pages) -> None:
    entries = listed(site, "names")
    assert {entry[1] for entry in entries} == set(pages.of_things.values())
    assert len(entries) > 2000
    (llm,) = (entry for entry in entries if entry[1] == "terms/LLM.html")
    assert "LLM" in llm[3]
    assert {"grosses sprachmodell", "grand modèle de langage"} <= set(llm[4])  # in other languages


def test_questions_and_headings_are_found_by_the_search(site: Path) -> None:
    entries = listed(site, "texts")
    assert {"question", "document"} < {sort for _, _, sort, _ in entries}
    for text, path, _, _ in entries:
        file, _, anchor = path.partition("#")
        page = (site / (file + "index.html" if file.endswith("/") else file)).read_text("utf-8")
        assert text and f'id="{anchor}"' in page if anchor else "<h1" in page


def test_hostile_names_are_inert() -> None:
    bad = "<img src=x onerror=alert(1)></script>\u202e" + "A" * 10_000
    values: dict[str, Any] = dict.fromkeys(("definition", "kind", "name", "label"), bad)
    lists = (
        "parents", "children", "members", "axioms", "verdicts", "mappings", "sources", "rows",
        "used_by", "pictures", "non_members", "elsewhere",
    )  # fmt: skip
    values |= {each: [] for each in lists}
    values |= {
        "also_called": [bad],
        "told": [("Note", [bad])],
        "documented": True,
    }
    link = Link(bad, "javascript:alert(1)")
    values |= {"deprecated": True, "replaced_by": [link]}
    values["card"] = {"sort": link, "makers": [link], "status": [bad], "rows": [(bad, [link], 1)]}
    said = [Said([Link(bad, "data:x")], True, False, (1,))]
    values["facts"] = [(bad, [SheetRow(link, said, True)])]
    page = render("site/thing.html", up="", **values)
    tags = {tag for tag, _ in Tags(page).found}
    assert tags.isdisjoint({"img", "script"})
    assert "javascript:" not in "".join(str(a.get("href")) for _, a in Tags(page).found)


# --- in a browser


def test_a_page_that_leaves_things_out_is_the_same_page(browser: Any, site: Path) -> None:
    parse = "(text) => new DOMParser().parseFromString(text, 'text/html').documentElement.outerHTML"
    page = browser.new_page()
    for path in ("index.html", "id/chatgpt.html", "terms/LLM.html", "matrix/index.html",
                 "docs/site.html", "systems/index.html", "questions/index.html"):  # fmt: skip
        whole = (site / path).read_bytes()
        assert len(lean(whole)) < 0.97 * len(whole)
        full, short = (page.evaluate(parse, each.decode()) for each in (whole, lean(whole)))
        assert re.sub(r"\s", "", short) == re.sub(r"\s", "", full), path
    page.close()


@pytest.fixture(scope="module")
def address(site: Path, serve: Serve) -> str:
    return serve(site)


def test_a_slip_of_the_pen_finds_chatgpt_and_its_proof_by_keys_alone(
    browser: Any, address: str
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    told: list[str] = []
    page.set_default_timeout(60_000)
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(address)
    page.locator("#search").focus()
    page.keyboard.type("chat gtp")
    page.locator("#found a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/chatgpt.html")
    assert page.locator("h1").inner_text() == "ChatGPT"
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert "ChatGPT is generative AI" in page.locator("details[open]").inner_text()
    line = page.locator("details[open] a[href*='source/']").first
    line.focus()
    page.keyboard.press("Enter")
    shown = page.locator("#shown [aria-current]")
    shown.wait_for()
    assert "ait:" in shown.inner_text() and shown.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
    assert told == []


def test_the_address_of_a_term_leads_to_its_page(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}#LLM")
    page.wait_for_url("**/terms/LLM.html")
    assert page.locator("h1").inner_text() == "large language model"
    page.close()


def test_without_scripts_there_is_no_search_box(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "tree/index.html")
    assert not page.locator("#search").is_visible()
    assert page.locator("summary").first.is_visible()
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_each_kind_are_accessible(
    browser: Any, site: Path, html: list[Path], address: str, theme: str
) -> None:
    axe = Path("node_modules/axe-core/axe.min.js")
    if not axe.exists():
        if os.environ.get("CI"):
            pytest.fail("axe-core is missing; .ci/run installs it by npm ci")
        pytest.skip("axe-core is missing; npm ci installs it")
    addresses = [path.relative_to(site).as_posix() for path in html]
    kinds = {each for each in addresses if each.count("/") < 2 and not each.startswith("docs/")}
    kinds |= set({each.partition("/")[0]: each for each in reversed(addresses)}.values())
    rules = "{runOnly: ['color-contrast', 'link-in-text-block']}"
    if theme == "light":  # the other differs in colours alone, and a long list has no others
        rules = "{}"
        kinds.add("id/text.html")
    assert len(kinds) > 8
    page = browser.new_page(color_scheme=theme, viewport={"width": 1024, "height": 800})
    told = []
    for path in sorted(kinds):
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('main details').forEach((it) => it.open = true)")
        page.evaluate(axe.read_text("utf-8"))
        # Of long tables and lists the first entries stand for all. They are taken out: to leave
        # many out of what it looks at takes axe minutes.
        rest = "main :is(tr, li):nth-child(n+25), .branch .branch .branch"
        page.evaluate(f"document.querySelectorAll('{rest}').forEach((it) => it.remove())")
        found = page.evaluate(f"axe.run({rules}).then((found) => found.violations)")
        for each in found:
            told += [(path, each["id"], node["html"][:200]) for node in each["nodes"]]
    page.close()
    assert told == []
