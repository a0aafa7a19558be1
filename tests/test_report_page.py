"""The HTML report in a browser: all rows, filters, keys, downloads, print, hostile values."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from aitaxonomy.classification import HEADLINE, Classification, Classified
from aitaxonomy.inventory.importing import Entry
from aitaxonomy.inventory.matching.matcher import Match
from aitaxonomy.inventory.record import Proposal
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN
from aitaxonomy.text import from_spreadsheets

ROWS = 3000
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "safe\u202egpj.exe",
    "A" * 10_000,
    "_x0041_ & \u05d0\u05d1 \U0001f600",
)


def system(number: int) -> Classified:
    """Every tenth an LLM technology, every tenth not generative, the others undecided."""
    name = HOSTILE[number] if number < len(HOSTILE) else f"System {number}"
    truth = {8: ENTAILED, 9: REFUTED}.get(number % 10, UNKNOWN)
    proposed = Proposal("GenerativeAI", "drafts replies", "description", 1, 10, 0.9)
    purpose = f"It helps unit {number}, and all who write there"
    listed = Entry(
        headings=("System", "Owner", "Purpose"),
        row="\x1f".join((name, f"Owner {number % 4}", purpose)),
        because=("its only task makes no content",),
        vendor="Acme" if number % 2 else "",
    )
    return Classified(
        name=name,
        iri=f"urn:{number}",
        kinds=("ait:AIArtifact",),
        most_specific=("ait:LLMBasedSystem" if truth is ENTAILED else "ait:AIArtifact",),
        verdicts=dict.fromkeys(HEADLINE, truth),
        generates=("aix:text",) if truth is ENTAILED else (),
        natively=(),
        known_as=Match("https://w3id.org/aitaxonomy/id/x", 1.0, "exact") if number == 8 else None,
        borrowed=("GenerativeAI",) if number == 8 else (),
        missing=("what it generates (for GenerativeAI)",) if truth is UNKNOWN else (),
        place=f"list.csv:{number + 2}",
        proposed=(proposed,) if number % 10 == 7 else (),
        listed=listed,
    )


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    numbers = pl.DataFrame({"number": range(ROWS)})
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(Classification(numbers, system, HEADLINE).to_html("Our list"), "utf-8")
    return path


@pytest.fixture
def page(browser: Any, page_file: Path) -> Iterator[Any]:
    """The report, of which nothing may be loaded, run or complained about."""
    opened = browser.new_page(viewport={"width": 1400, "height": 900})
    told: list[str] = []
    requested: list[str] = []
    opened.set_default_timeout(60_000)
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.on("dialog", lambda dialog: told.append(f"dialog {dialog.message}"))
    opened.on("request", lambda request: requested.append(request.url))
    opened.goto(page_file.as_uri())
    yield opened
    opened.close()
    assert not told
    assert [url for url in requested if not url.startswith("blob:")] == [page_file.as_uri()]


def names(page: Any) -> list[str]:
    return list(page.locator("#grid .line td.name").all_inner_texts())


def until(page: Any, count: str) -> None:
    page.get_by_role("status").get_by_text(count, exact=True).wait_for()


def test_all_rows_are_there_and_few_are_drawn(page: Any) -> None:
    until(page, f"{ROWS:,} systems")
    assert page.locator("#grid").get_attribute("aria-rowcount") == str(ROWS + 1)
    assert page.locator("#grid .line").count() < 60
    assert names(page)[:2] == list(HOSTILE[:2])
    assert names(page)[3] == r"safe\u202egpj.exe"
    page.evaluate("view => view.scrollTop = view.scrollHeight", page.query_selector("#view"))
    last = page.locator(f"#grid .line[aria-rowindex='{ROWS + 1}']")
    assert last.locator("td.name").inner_text() == f"System {ROWS - 1}"
    assert page.locator("#grid .line").count() < 60
    reached = page.locator("#grid .line[tabindex='0']")
    assert reached.count() == 1, "Tab goes to a row in sight"
    reached.focus()
    row = int(reached.get_attribute("aria-rowindex"))
    page.keyboard.press("ArrowUp")
    focused = page.locator("#grid .line:focus")
    assert int(focused.get_attribute("aria-rowindex")) == row - 1 > ROWS - 60


def test_rows_are_searched_filtered_and_sorted(page: Any) -> None:
    page.get_by_label("Search in all columns").fill("HELPS unit 77")
    until(page, "11 of 3,000 systems")
    page.get_by_text("Clear filters").click()
    until(page, "3,000 systems")
    page.get_by_label("Filter by Group").select_option(label="not generative (300)")
    until(page, "300 of 3,000 systems")
    page.get_by_label("Filter by Owner").select_option(label="Owner 3 (750)")
    until(page, "150 of 3,000 systems")
    page.get_by_label("Filter by Purpose").fill("unit 29")
    until(page, "6 of 3,000 systems")
    head = page.locator("#grid th").first
    for turn in ("ascending", "descending"):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == turn
    assert names(page)[:2] == ["System 2999", "System 2979"], "numbers count as numbers"


def test_what_stands_above_filters_the_rows(page: Any) -> None:
    page.locator(".figures").get_by_text("LLM technology", exact=False).click()
    until(page, "300 of 3,000 systems")
    assert names(page)[:2] == ["System 8", "System 18"]
    page.get_by_role("link", name="Ask the vendor which model powers it, and what it makes").click()
    until(page, "900 of 3,000 systems")
    page.get_by_role("link", name="Owner 2", exact=True).click()
    until(page, "750 of 3,000 systems")
    assert names(page)[1:3] == ["System 6", "System 10"]


def test_the_address_has_the_view(page: Any) -> None:
    page.get_by_label("Filter by Owner").select_option(label="Owner 3 (750)")
    page.get_by_label("Filter by Purpose").fill("unit 29")
    page.get_by_label("Search in all columns").fill("System")
    page.locator("#grid th").first.get_by_role("button").click()
    until(page, "28 of 3,000 systems")
    address, seen = page.url, names(page)
    page.get_by_text("Clear filters").click()
    until(page, "3,000 systems")
    page.evaluate("address => { location.href = address }", address)
    until(page, "28 of 3,000 systems")
    assert names(page) == seen
    other = page.context.browser.new_page(viewport={"width": 1400, "height": 900})
    other.goto(address)
    until(other, "28 of 3,000 systems")
    assert other.get_by_label("Filter by Purpose").input_value() == "unit 29"
    assert other.locator("#grid th").first.get_attribute("aria-sort") == "ascending"
    other.close()


def test_keys_move_through_the_rows_and_open_them(page: Any) -> None:
    page.locator("#grid .line[tabindex='0']").focus()
    for key in ("ArrowDown", "PageDown", "Home", "End", "ArrowUp"):
        page.keyboard.press(key)
    focused = page.locator("#grid .line:focus")
    assert focused.get_attribute("aria-rowindex") == str(ROWS)
    page.keyboard.press("Home")
    for _ in range(8):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("#grid .line:focus").get_attribute("aria-expanded") == "true"
    details = page.locator("#grid .details").inner_text()
    for part in ("System 8", "its only task makes no content", "list.csv, line 10", "Owner 0"):
        assert part in details
    (link,) = page.locator("#grid .details a").all()
    assert link.get_attribute("href") == "https://w3id.org/aitaxonomy/id/x"
    assert page.locator("#grid .details .known").count() == 1, "one verdict is borrowed"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "who uses keys sees where he is"
    page.keyboard.press("Escape")
    assert page.locator("#grid .details").count() == 0


def test_the_work_list_is_taken_along(page: Any, tmp_path: Path) -> None:
    for kind in ("csv", "xlsx"):
        with page.expect_download() as download:
            page.locator(f"#list-{kind}").click()
        download.value.save_as(tmp_path / f"list.{kind}")
    text = (tmp_path / "list.csv").read_text("utf-8-sig")
    listed = list(csv.reader(text.splitlines()))
    sheet = CalamineWorkbook.from_path(str(tmp_path / "list.xlsx")).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[0] == listed[0]
    assert rows[0][:4] == ["Answer", "To find out", "From whom", "Systems"]
    assert [row[1:4] for row in rows] == [row[1:4] for row in plainly(listed)]
    assert sum(int(row[3]) for row in rows[1:]) == ROWS * 8 // 10
    counts = [int(row[3]) for row in rows[1:]]
    assert counts == sorted(counts, reverse=True), "what decides most comes first"
    asked = {(row[1], row[2]) for row in rows[1:]}
    assert len(asked) == len(rows) - 1 and {whom for _, whom in asked} == {
        "Acme", "Owner 0", "Owner 1", "Owner 2", "Owner 3"
    }  # fmt: skip
    named = "; ".join(row[4] for row in rows)
    assert all(name in named for name in (HOSTILE[0], HOSTILE[1], r"safe\u202egpj.exe"))
    assert f"'{HOSTILE[2]}" in "; ".join(row[4] for row in listed)


def plainly(rows: list[list[str]]) -> list[list[str]]:
    return [[from_spreadsheets(cell) for cell in row] for row in rows]


def test_a_print_shows_a_sensible_number_and_tells(page: Any) -> None:
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#grid .line").count() == 500
    told = page.locator("#printed")
    assert told.is_visible() and "first 500 of 3,000 systems" in told.inner_text()
    assert not page.locator("#find").is_visible()
    # A head on the second sheet has the texts of elements, but not of buttons.
    assert page.locator("#grid th .printed").all_inner_texts()[:2] == ["System", "Group"]
    assert not page.locator("#grid th .sort").first.is_visible()
    named, whole = page.evaluate("[grid.querySelector('th.name').clientWidth, grid.clientWidth]")
    assert named > 0.4 * whole
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#grid .line").count() < 60


@pytest.mark.parametrize("width", [1400, 900, 400])
def test_no_width_is_overrun(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for _ in range(100):  # the policy of the page forbids `wait_for_function` to look again
        if page.evaluate("view.scrollWidth <= view.clientWidth"):
            break
        page.wait_for_timeout(100)
    assert page.evaluate("view.scrollWidth <= view.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heads = page.locator("#grid th .sort").all_inner_texts()
    assert heads[:2] == ["System", "Group"] and len(heads) == {1400: 6, 900: 4, 400: 2}[width]


def test_it_is_dark_where_the_reader_wants_that(page: Any) -> None:
    def ground() -> str:
        return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))

    light = ground()
    page.emulate_media(color_scheme="dark")
    assert (light, ground()) == ("rgb(255, 255, 255)", "rgb(22, 25, 29)")


def test_without_scripts_the_summary_and_the_first_rows_are_there(
    browser: Any, page_file: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    text = page.locator("main").inner_text()
    for part in ("3,000", "LLM technology, 10%", HOSTILE[1], "System 49", "2,950 more are shown"):
        assert part in text
    assert r"safe\u202egpj.exe" in text and "A" * 301 not in text
    assert "System 50" not in text and not page.locator("#find").is_visible()
    context.close()


def test_nothing_goes_over_the_edge_of_a_narrow_screen(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "narrow.html"
    found = Classification(pl.DataFrame({"number": range(60)}), system, HEADLINE)
    note = f"/a/long/way/to/a/folder/{'of-lists-' * 20}list.csv: read 60"
    path.write_text(found.to_html("Our list", [note]), "utf-8")
    page = browser.new_page(viewport={"width": 400, "height": 800})
    page.goto(path.as_uri())
    page.locator(".notes").evaluate("notes => notes.open = true")
    page.locator("#grid .line").first.click()
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert width <= 400
