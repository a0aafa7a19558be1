"""Pictures, the tree and the list of systems: what they show, legibly, and what filters leave."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.advice.facets import NATIVELY, Facets
from aitaxonomy.cli import main
from aitaxonomy.rdf.namespaces import AIT, AIX
from aitaxonomy.site.explorer import Explorer
from aitaxonomy.site.frame import Frame, assets, data
from aitaxonomy.site.pictures import taxonomy, trees
from aitaxonomy.site.pictures.lineage import Lineages
from aitaxonomy.site.pictures.matrix import matrix
from aitaxonomy.site.pictures.svg import Picture, clean
from aitaxonomy.site.pictures.timeline import Timeline

pytestmark = pytest.mark.judges

#: For each picture the number of its texts, and those that overlap or leave it.
OVERLAPS = """() => [...document.querySelectorAll("svg")].map((svg) => {
    const size = svg.getBoundingClientRect()
    const texts = [...svg.querySelectorAll("text")]
    const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()])
    const wrong = boxes.filter(([, a]) => a.left < size.left || a.right > size.right
        || a.top < size.top || a.bottom > size.bottom)
    boxes.forEach(([one, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (across > 0 && down > 4) wrong.push([one, other])
    }))
    return {texts: boxes.length, wrong: wrong.map(([text, other]) => `${text} / ${other}`)}
})"""
HOSTILE = "<img src=x onerror=alert(1)>\u202e" + "A" * 10_000


@pytest.fixture(scope="module")
def explorer(ai: Taxonomy) -> Explorer:
    return Explorer(
        ai, Facets(ai.content.store.select, ai.names.label), Frame((), documented=False)
    )


@pytest.fixture(scope="module")
def facets(explorer: Explorer) -> Facets:
    return explorer.facets


@pytest.fixture(scope="module")
def site(explorer: Explorer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    table = data("systems", explorer.facets.table({}, []))
    for written in (explorer.pages(), assets(), [table]):
        for path, content in written:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def drawn(ai: Taxonomy, explorer: Explorer, facets: Facets) -> list[Picture]:
    """One of each picture, and those of some systems that have most in them."""
    lineages = Lineages(ai, facets)
    small = trees.wide(trees.Node("a", below=[trees.Node("b"), trees.Node("c\u202e")]))
    of_systems = ("chatgpt", "gpt-4", "gpt", "qwen", "claude", "deepseek-r1", "llama")
    return [
        explorer.overview,
        *filter(None, [explorer.overview.narrow]),
        taxonomy.below(ai, ai["GenerativeAI"]),
        Timeline(facets).pictures()[0],
        *(matrix(facets, facet).picture() for facet in ("generates", "accepts")),
        Picture("long", "Which " * 15, "Said.", small.width, small.height, small.parts),
        *(picture for name in of_systems for picture in lineages.pictures(AIX + name)),
    ]


def texts(picture: Picture) -> list[str]:
    found = re.findall(r"<text [^>]*>(.*?)</text>", "".join(picture.parts))
    return [re.sub(r" <tspan.*", "", text) for text in found]


# --- what pictures show


def test_llms_hang_below_generative_ai(ai: Taxonomy) -> None:
    shown = taxonomy.main_kinds(ai).narrow
    assert shown
    at = re.findall(r'<text x="([\d.]+)"[^>]*>([^<]*) <tspan', "".join(shown.parts))
    depth = {name: float(x) for x, name in at}
    assert len(depth) == len(taxonomy.MAIN)
    assert depth["AI artifact"] < depth["generative AI"] < depth["large language model"]
    assert list(depth).index("large language model") < list(depth).index("non-generative AI")


def test_the_timeline_tells_undecided_from_other_generative_ai(
    ai: Taxonomy, facets: Facets
) -> None:
    timeline = Timeline(facets)
    shown, undecided = {each.iri for each in timeline.systems}, set[str]()
    for row in ai.ask("classifications-that-are-unknown", kind="LLMTechnology").to_dicts():
        undecided |= {AIX + row["system"].removeprefix("aix:")} & shown
    assert undecided and sum(year.undecided for year in timeline.years()) == len(undecided)
    drawn = "".join(timeline.pictures()[0].parts)
    assert "generative AI, whether an LLM is not known" in texts(timeline.pictures()[0])

    def mark(iri: str) -> str:
        """Return the mark of a system; "" for one whose maker has no row."""
        of_it = rf'href="{re.escape(iri)}">(?:(?!</a>).)*?class="pic-(llm|other|open)"'
        title = rf"<title>{re.escape(clean(facets.systems[iri].label))}, [^<]*</title>"
        found = re.search(of_it, drawn) or re.search(rf'{title}<\w+ class="pic-(\w+)"', drawn)
        return found[1] if found else ""

    of = {"gpt-4o": "llm", "chatgpt": "llm", "grok-code-fast-1": "llm", "dall-e-3": "other"}
    assert {name: mark(AIX + name) for name in of} == of
    marks = Counter(map(mark, undecided))
    assert marks.keys() <= {"open", ""} and marks["open"] > 10


def test_a_kind_below_several_is_unfolded_once(ai: Taxonomy) -> None:
    names = texts(taxonomy.below(ai, ai["GenerativeAI"]))
    assert names.count("large language model") == 3
    assert names.count("code large language model") == 1


def test_a_family_is_a_tree_and_other_links_are_limited(ai: Taxonomy, facets: Facets) -> None:
    family, _ = Lineages(ai, facets).pictures(AIX + "gpt")
    names = texts(family)
    assert names[0] == "GPT" and names.index("GPT-3.5") < names.index("GPT-4")
    assert names.count("GPT-2 1.5B") == 1
    assert "takes the place of GPT-3.5" in "".join(family.parts)
    (around,) = Lineages(ai, facets).pictures(AIX + "gpt-4")
    more = next(name for name in texts(around) if name.startswith("and "))
    powered = {s for s in facets.systems if AIX + "gpt-4" in _powering(ai, s)}
    assert more == f"and {len(powered) - 6} more"


def _powering(ai: Taxonomy, iri: str) -> set[str]:
    query = "SELECT ?it { ?this ait:poweredBy ?it }"
    return {str(row[0]) for row in ai.content.store.select(query, inferred=False, this=iri).rows}


def test_a_system_linked_to_its_family_alone_has_no_picture(ai: Taxonomy, facets: Facets) -> None:
    query = """SELECT ?it { ?family ait:hasMember ?it FILTER NOT EXISTS {
        ?it ait:derivedFrom|^ait:derivedFrom|ait:supersedes|^ait:supersedes|ait:hasComponent
        |^ait:hasComponent|ait:servesModel|^ait:servesModel|ait:poweredBy|^ait:poweredBy ?other } }
        LIMIT 1"""
    (lone,) = ai.content.store.select(query).rows
    assert list(Lineages(ai, facets).pictures(str(lone[0]))) == []
    assert list(Lineages(ai, facets).pictures(AIX + "gpt-4"))


def test_the_timeline_has_each_year_with_what_is_best_known(facets: Facets) -> None:
    timeline = Timeline(facets)
    years = {year.year: year for year in timeline.years()}
    assert sum(year.generative for year in years.values()) == len(timeline.systems)
    assert "GPT-4" in [system.label for system in years[2023].notable]
    assert {"OpenAI", "GPT-4", "DALL·E 3", "2023"} <= set(texts(timeline.pictures()[0]))


def test_files_stand_alone(drawn: list[Picture]) -> None:
    assert len(drawn) > 10
    for picture in drawn:
        text = picture.file().decode()
        root = ET.fromstring(text)
        tags = [child.tag.rpartition("}")[2] for child in root]
        assert tags[:4] == ["title", "desc", "style", "rect"], picture.name
        assert "var(" not in text and "currentColor" not in text and "<script" not in text
        kinds = set(re.findall(r"\bpic-\w+", text[text.index("</style>") :]))
        style = text[: text.index("</style>")]
        assert {kind for kind in kinds if f".{kind} {{" not in style} == set(), picture.name


def test_hostile_names_are_inert_and_short() -> None:
    for layout in (trees.wide, trees.narrow):
        tree = layout(trees.Node(HOSTILE, below=[trees.Node("a")]))
        text = Picture("x", HOSTILE, HOSTILE, tree.width, tree.height, tree.parts).file().decode()
        assert "<img" not in text and "\u202e" not in text
        assert tree.width < 1000
        ET.fromstring(text)


def test_the_command_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "llm.svg"
    assert main(["draw", str(file), "LLM"]) == 0
    assert ">reasoning large language model " in file.read_text("utf-8")
    assert main(["draw", str(file)]) == 0
    assert ">non-generative AI " in file.read_text("utf-8")
    assert main(["draw", str(file), "LLLM"]) == 2
    assert "nothing is called 'LLLM'" in capsys.readouterr().err


# --- what filters read


def test_the_table_is_that_of_the_graph(ai: Taxonomy, facets: Facets) -> None:
    table = facets.table({}, [])
    lists = table["lists"]
    systems = {row[0]: dict(zip(table["columns"], row, strict=True)) for row in table["rows"]}
    llm = [name for name, _ in lists["kinds"]].index("LLM")
    llms = {name for name, each in systems.items() if llm in each["kinds"]}
    assert llms == {term.iri.removeprefix(AIX) for term in ai["LLM"].instances}
    dalle = systems["dall-e-3"]
    assert (dalle["label"], dalle["date"]) == ("DALL·E 3", "2023-09-20")
    assert [lists["makers"][n][0] for n in dalle["makers"]] == ["openai"]
    modalities = [lists["modalities"][n][0] for n in dalle["generates"][::2]]
    assert dict(zip(modalities, dalle["generates"][1::2], strict=True)) == {"image": NATIVELY}
    texts = map(table["texts"].__getitem__, dalle["shows"])
    shows = dict(zip(table["shows"], texts, strict=True))
    assert (shows["Kind"], shows["Status"]) == ("image generator", "retired on 2026-05-12")
    assert not dalle["current"] and systems["gpt-6.2-sol"]["current"]
    asked = ai.ask("classifications-that-are-unknown", kind="LLM").to_dicts()
    undecided = {name for name, each in systems.items() if llm in each["undecided"]}
    assert undecided == {row["system"].removeprefix("aix:") for row in asked} and undecided
    recorded = {lists["kinds"][n][0] for n in table["recorded"]}
    assert "LLM" in recorded and "ImageGenerator" not in recorded
    licensed = """SELECT DISTINCT ?it { ?it a ait:AIArtifact ;
        ait:hasLicence|ait:hasWeightsLicence aix:apache-2.0 }"""
    apache = [name for name, _ in lists["licences"]].index("apache-2.0")
    found = {name for name, each in systems.items() if apache in each["licences"]}
    assert found == {
        str(row[0]).removeprefix(AIX) for row in ai.content.store.select(licensed).rows
    }
    dates = [row[2] for row in table["rows"]]
    assert dates == sorted(dates, reverse=True) and len(dates) == len(ai["AIArtifact"].instances)


def test_the_tree_tells_stated_from_inferred(site: Path) -> None:
    page = (site / "tree/index.html").read_text("utf-8")
    places = re.findall(r'data-kind="LLM">\s*(<div class="head">.*?</div>)', page)
    assert len(places) > 3
    assert {"inferred" in place for place in places} == {True, False}
    model = re.search(r'data-kind="AIModel">\s*<div class="head">.*?</div>', page)
    assert model and "inferred" not in model[0]


# --- in a browser


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Open pages of the site; nothing may go wrong in them, nor be wider than the screen."""
    told: list[str] = []
    pages: list[Any] = []

    def open_(path: str, width: int = 1024) -> Any:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.set_default_timeout(60_000)
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(address + path)
        pages.append(page)
        return page

    yield open_
    for page in pages:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        page.close()
    assert told == []


def test_no_texts_overlap_and_none_is_cut_off(browser: Any, drawn: list[Picture]) -> None:
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    for picture in drawn:  # each alone: the style of a file would hold for all in the page
        page.set_content(f"<div>{picture.file().decode()}</div>")
        (found,) = page.evaluate(OVERLAPS)
        assert found["texts"] > 3 and found["wrong"] == [], picture.name
    page.close()


def test_words_narrow_the_tree(opened: Callable[..., Any]) -> None:
    page = opened("tree/index.html", 390)
    page.get_by_label("Words").fill("curriculum")
    page.get_by_text("curriculum learning").wait_for()
    assert not page.get_by_text("training method", exact=True).is_hidden()
    assert page.locator("#shown").inner_text() == "1 term"
    assert page.url.endswith("#q=curriculum")


def test_a_count_of_the_tree_leads_to_as_many_systems(
    opened: Callable[..., Any], facets: Facets
) -> None:
    page = opened("tree/index.html")
    count = page.locator('[data-kind="AIArtifact"] > .head > .count > a').first
    many = sum(AIT + "AIArtifact" in each.kinds for each in facets.systems.values())
    assert count.inner_text() == f"{many:,}"
    count.click()
    page.wait_for_url("**/systems/index.html#kind=AIArtifact&show=all")
    page.get_by_text(re.compile("^[0-9,]+ of ")).wait_for()
    assert page.locator("#shown").inner_text().startswith(f"{many:,} of ")


def test_the_list_begins_with_notable_and_current_systems_a_hundred_at_a_time(
    opened: Callable[..., Any], site: Path, facets: Facets
) -> None:
    written = (site / "systems/index.html").read_text("utf-8")
    known = [x for x in facets.newest if facets.is_current(x) and facets.is_notable(x)]
    assert written.count("<tr>") == 101 and known[0].label in written
    page = opened("systems/index.html")
    rows = page.locator("#systems tbody tr")
    page.get_by_role("button", name="Show 100 more").wait_for()
    assert rows.count() == 100
    assert rows.first.locator("th").inner_text() == known[0].label
    assert page.locator("#shown").inner_text().startswith(f"{len(known):,} of ")
    page.get_by_role("button", name="Show 100 more").click()
    assert rows.count() == 200
    page.locator("[name=show]").select_option("all")
    assert page.locator("#shown").inner_text().startswith(f"{len(facets.systems):,} of ")
    assert page.url.endswith("#show=all") and rows.count() == 100


def test_the_filters_fold_on_a_phone(opened: Callable[..., Any]) -> None:
    page = opened("systems/index.html", 390)
    page.locator("#choose").wait_for()
    assert not page.locator("#filters").is_visible()
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Maker").select_option("openai")
    assert page.url.endswith("#maker=openai")


def test_a_cell_of_the_matrix_leads_to_as_many_systems(
    opened: Callable[..., Any], facets: Facets
) -> None:
    found = matrix(facets, "generates")
    label = facets.label(AIT + "VideoGenerator")
    column = [iri for iri, _ in found.modalities].index(AIX + "video")
    cell = dict(found.rows)[AIT + "VideoGenerator", label][column]
    page = opened("matrix/index.html")
    page.get_by_role("link", name=f"{label}, generates video:").click()
    page.wait_for_url("**/systems/index.html#kind=VideoGenerator&generates=video&show=all")
    page.locator("#choose").wait_for()
    many, whole = cell.natively + cell.otherwise, f"{len(facets.systems):,}"
    assert many > 50
    assert page.locator("#shown").inner_text() == f"{many} of {whole} systems"
    assert page.locator("#systems tbody tr").count() == min(many, 100)
    page.locator("[name=way]").select_option("natively")
    assert page.locator("#shown").inner_text() == f"{cell.natively} of {whole} systems"


def test_systems_are_sorted_and_a_view_can_be_linked(opened: Callable[..., Any]) -> None:
    page = opened("systems/index.html#maker=openai&open=closed&sort=-date&show=all")
    page.locator("#choose").wait_for()

    def dates() -> list[str]:
        return [d for d in page.locator("tbody .date").all_inner_texts() if d != "–"]

    assert page.get_by_label("Maker").input_value() == "openai"
    assert len(dates()) > 10 and dates() == sorted(dates(), reverse=True)
    page.get_by_role("button", name="Released").click()
    assert dates() == sorted(dates())
    head = page.get_by_role("columnheader", name="Released")
    assert head.get_attribute("aria-sort") == "ascending"
    assert page.url.endswith("#maker=openai&open=closed&sort=date&show=all")
    page.get_by_label("Words").fill("no such thing")
    assert page.locator("#shown").inner_text().startswith("0 of")


def test_the_undecided_are_counted_and_listed(opened: Callable[..., Any], facets: Facets) -> None:
    page = opened("systems/index.html#kind=LLM&year=2025&show=all")
    page.locator("#choose").wait_for()
    its = [each for each in facets.systems.values() if each.year == 2025]
    found = Counter(str(each.kinds.truth(AIT + "LLM")) for each in its)
    whole, more = f"{len(facets.systems):,}", found["unknown"]
    assert more
    assert page.locator("#shown").inner_text() == (
        f"{found['entailed']} of {whole} systems; {more} more undecided"
    )
    page.get_by_label("Of this kind").select_option("undecided")
    assert page.locator("#shown").inner_text() == f"{more} of {whole} systems"
    page.locator("[name=kind]").select_option("ImageGenerator")
    assert page.locator("#shown").inner_text() == (
        f"0 of {whole} systems; non-members are not on record"
    )


def test_systems_are_filtered_by_licence_language_and_size(
    opened: Callable[..., Any], facets: Facets
) -> None:
    page = opened("systems/index.html#licence=apache-2.0&language=german-language&show=all")
    page.locator("#choose").wait_for()
    both = [
        each
        for each in facets.systems.values()
        if AIX + "apache-2.0" in each.licences and AIX + "german-language" in each.languages
    ]
    assert both and page.locator("#shown").inner_text().startswith(f"{len(both)} of")
    page.locator("[name=size]").select_option("8000000000")
    small = [each for each in both if any(size <= 8e9 for size in each.sizes)]
    assert page.locator("#shown").inner_text().startswith(f"{len(small)} of")
    for field in ("size", "language"):
        page.locator(f"[name={field}]").select_option("")
    page.locator("[name=licence]").select_option(label="not stated")
    unsaid = sum(not each.licences for each in facets.systems.values())
    assert page.locator("#shown").inner_text().startswith(f"{unsaid:,} of")


def test_makers_stay_in_view_while_the_timeline_scrolls(opened: Callable[..., Any]) -> None:
    page = opened("timeline/index.html", 390)
    page.locator(".drawing .sheet").first.evaluate("sheet => sheet.scrollBy(-200, 0)")
    box = page.locator(".makers text").first.bounding_box()
    assert box and box["x"] >= 0


def test_the_timeline_opens_at_the_newest_years(opened: Callable[..., Any]) -> None:
    page = opened("timeline/index.html", 390)
    assert page.evaluate(
        """() => {
          const sheet = document.querySelector(".sheet"), all = sheet.getBoundingClientRect();
          const year = [...sheet.querySelectorAll(".pic-head")].at(-1).getBoundingClientRect();
          return sheet.scrollWidth > all.width && all.left <= year.left && year.right <= all.right;
        }"""
    )


def test_without_scripts_the_pages_read_as_ever(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path, there in (("tree", "machine-learning AI"), ("systems", "GPT-6.2 Sol")):
        page.goto(f"{address}{path}/index.html")
        assert page.get_by_text(there, exact=True).locator("visible=true").count() > 0
        assert not page.locator("#filters").is_visible()
        if path == "tree":
            page.get_by_label(f"Narrower: {there}").locator("visible=true").first.click()
            below = page.get_by_text("generative AI", exact=True)
            assert below.locator("visible=true").count() > 0
    page.goto(f"{address}timeline/index.html")
    assert page.get_by_role("cell", name="GPT-4").first.is_visible()
    context.close()


def test_a_picture_fits_the_screen(browser: Any, explorer: Explorer, site: Path) -> None:
    """The home page has room for the narrow one."""
    frame, counts = Frame((), documented=False), dict.fromkeys(("systems", "things"), 1)
    values: dict[str, Any] = {"overview": explorer.overview, "questions": 1, **counts}
    values |= {"examples": [], "years": explorer.years()}
    _, made = frame.page("", "home", "x", **values)
    (site / "index.html").write_bytes(made)
    for width in (390, 1024, 1920):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto((site / "index.html").as_uri())
        shown = page.locator(".picture:visible")
        assert shown.count() == 1
        assert shown.locator("xpath=..").get_attribute("class") == "sheet for-narrow"
        assert shown.evaluate("svg => svg.getBoundingClientRect().right <= innerWidth"), width
        page.close()
