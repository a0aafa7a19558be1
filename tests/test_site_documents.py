"""The documents and the reference in the site: contents, anchors, generated pages, the look."""

import argparse
import inspect
import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

import aitaxonomy
from aitaxonomy import Taxonomy
from aitaxonomy.cli.manual import manual
from aitaxonomy.cli.parser import build
from aitaxonomy.inventory import FORMATS
from aitaxonomy.site.addresses import HOME
from aitaxonomy.site.documents import document_pages, documents
from aitaxonomy.site.frame import Frame, assets
from aitaxonomy.site.markdown import rendered
from aitaxonomy.site.reference import reference_pages

ROOT = Path(__file__).parents[1]


class Page(HTMLParser):
    """The anchors and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.append(value)
            elif name == "href" and value:
                self.links.append(unquote(value))


@pytest.fixture(scope="module")
def written(ai: Taxonomy) -> dict[str, str]:
    frame = Frame(frozenset(), True)
    found = dict(document_pages(frame, documents()))
    found |= dict(reference_pages(frame, ai, manual()))
    return {path: text.decode() for path, text in found.items() if path.endswith(".html")}


def test_all_links_and_anchors_of_documents_lead_somewhere(written: dict[str, str]) -> None:
    pages = {path: Page(text) for path, text in written.items()}
    seen = 0
    for path, page in pages.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            if ":" in target:
                continue
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target or "."))
            where = place if target else path
            if where.startswith("docs/") and where.endswith(".html"):
                assert where in pages, f"{path}: {link}"
                assert not anchor or anchor in pages[where].anchors, f"{path}: {link}"
                seen += bool(anchor)
    assert seen > 400


def test_anchors_are_unique(written: dict[str, str]) -> None:
    for path, text in written.items():
        anchors = Page(text).anchors
        assert len(anchors) == len(set(anchors)), path


def test_links_to_anchors_resolve_in_markdown_too(written: dict[str, str]) -> None:
    """On a forge, where documents are read as they lie."""
    sources = [*(ROOT / "docs").rglob("*.md"), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
    seen = 0
    for source in sources:
        text = source.read_text(encoding="utf-8")
        for link, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", text):
            target = source.parent / link if link else source
            headings = [each.anchor for each in rendered(target.read_text("utf-8")).headings]
            assert anchor in headings, f"{source.name}: {link}#{anchor}"
            seen += 1
        for link in re.findall(rf"\]\({HOME}docs/([^)#]+)", text):
            assert f"docs/{link}" in written, f"{source.name}: {link}"
    assert seen > 30


def test_every_document_is_in_the_contents(written: dict[str, str]) -> None:
    for each in documents():
        assert each.group or each.name == "docs/index.html", f"{each.name} is in no group"
    contents = Page(written["docs/index.html"]).links
    for path in written.keys() - {"docs/index.html"}:
        link = path.removeprefix("docs/")
        assert any(each.partition("#")[0] == link for each in contents), path


def test_documents_lead_on_to_each_other(written: dict[str, str]) -> None:
    path, seen = "docs/index.html", []
    while match := re.search(r'<a rel="next" href="([^"]+)"', written[path]):
        assert path not in seen, "the way leads back"
        seen.append(path)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[1]))
    assert [*seen, path] == [each.name for each in documents()]


def test_what_newcomers_look_for_is_a_line_of_the_contents(written: dict[str, str]) -> None:
    contents = written["docs/index.html"]
    for words in (
        "DALL·E an LLM",
        "write German",
        "licence of Llama 3.1",
        "in Protégé",
        "diffusion",
    ):
        assert re.search(rf'<a href="how-to\.html#[^"]+">[^<]*{re.escape(words)}', contents), words


def test_the_interface_has_all_names_and_members(written: dict[str, str]) -> None:
    page = written["docs/reference/python.html"]
    anchors = set(Page(page).anchors)
    names = {name for name in aitaxonomy.__all__ if not name.startswith("__")}
    assert {f"aitaxonomy.{name}" for name in names} <= anchors
    members = {
        f"aitaxonomy.Taxonomy.{name}"
        for name, value in vars(Taxonomy).items()
        if not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, property))
    }
    assert len(members) > 20
    assert members <= anchors
    assert '<a href="#aitaxonomy.UnknownTerm"><code>UnknownTerm</code></a>' in page
    # Neither what Python writes of objects in memory, nor where they lie, is for readers.
    assert not re.search(r" at 0x|&lt;(class|function|factory)|_prove", page)


def test_the_commands_have_all_options(written: dict[str, str]) -> None:
    page = written["docs/reference/commands.html"]
    commands = next(each.choices for each in build()._actions if isinstance(each.choices, dict))
    assert {f"aitaxonomy-{name}" for name in commands} <= set(Page(page).anchors)
    for command in commands.values():
        for option, action in command._option_string_actions.items():
            hidden = option in ("-h", "--help") or action.help == argparse.SUPPRESS
            assert hidden or option in page, option


def test_the_shapes_are_all_told(written: dict[str, str]) -> None:
    page = written["docs/reference/shapes.html"]
    texts = [path.read_text("utf-8") for path in (ROOT / "shapes").glob("*.ttl")]
    messages = sum(text.count("sh:message") for text in texts)
    assert page.count("<tr") - page.count("<thead") == messages > 150
    assert "ais:LLMIsLarge" in Page(page).anchors


def test_formats_and_fields_are_all_told(written: dict[str, str]) -> None:
    page = written["docs/reference/inventories.html"]
    for name in FORMATS:
        assert f"<dt><code>{name}</code></dt>" in page
    assert "vendor name" in page and "供应商" in page


def test_coverage_is_counted_from_the_graph(ai: Taxonomy, written: dict[str, str]) -> None:
    page = written["docs/reference/coverage.html"]
    ((count,),) = ai.sparql("SELECT (COUNT(?it) AS ?n) { ?it a ait:LLM }").rows
    row = r'>large language model</a></td><td class="number">(\d+)</td>'
    assert re.findall(row, page) == [str(count)]
    ((latest,),) = ai.sparql("SELECT (MAX(STR(?on)) AS ?day) { ?it ait:asOf ?on }").rows
    assert f"The newest fact is of {latest}." in page


def test_sessions_show_what_is_typed() -> None:
    html = rendered("```console\n$ a < b\n1\n\n```").html
    assert html == ('<pre><code><span class="prompt">$ </span><b>a &lt; b</b>\n1\n</code></pre>\n')


def test_documents_fit_the_window(browser: Any, written: dict[str, str], tmp_path: Path) -> None:
    """Neither a table nor a line of code makes a page wider than the window."""
    for path, content in [*((p, text.encode()) for p, text in written.items()), *assets()]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    page = browser.new_page(viewport={"width": 360, "height": 800})
    wide = []
    for path in written:
        page.goto((tmp_path / path).as_uri())
        page.emulate_media(reduced_motion="reduce")
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wide.append(path)
    page.close()
    assert wide == []
