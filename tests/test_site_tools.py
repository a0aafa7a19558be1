"""The pages that work by themselves, in a browser: what they say is what the library says."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.answers.senses import Senses
from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.site.groups import groups
from aitaxonomy.site.pictures.taxonomy import MAIN
from aitaxonomy.site.things import HEADLINE, WORDS

pytestmark = pytest.mark.judges

#: The tools for an agent in the browser.
AGENTS_TOOLS = {"search", "describe", "is_a", "compare"}
#: Kinds that are asked for of many systems, and of each other.
ASKED = ("GenerativeAI", "LLM", "LLMTechnology", "MultimodalLLM", "AIAgent", "ImageGenerator",
         "LLMBasedSystem", "MusicGenerator", "AIArtifact")  # fmt: skip
LISTED = """async (texts) => {
  const found = [];
  for (const text of texts) found.push(await answers.lookUp(text));
  return found;
}"""


@pytest.fixture(scope="module")
def address(site: Path, serve: Callable[[Path], str]) -> str:
    return serve(site)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page on which nothing fails."""
    opened, said = browser.new_page(viewport={"width": 390, "height": 800}), list[str]()
    opened.set_default_timeout(60_000)
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.close()
    assert said == []


def verdict(senses: Senses, thing: str, kind: str) -> tuple[str, str] | None:
    """Return the word for a verdict of the library and for the strict one; None for a fault."""
    try:
        found = senses.verdict(thing, kind)
    except AITaxonomyError:
        return None
    strict = found if found.strict is None else found.strict
    return WORDS[found.verdict], WORDS[strict.verdict]


def test_listed_verdicts_are_those_of_the_library(ai: Taxonomy, page: Any, address: str) -> None:
    page.goto(address + "check/index.html")
    systems = sorted(ai["AIArtifact"].instances, key=lambda term: term.iri)[::23]
    names = ["Claude", "Copilot", "GPT", "DALL·E", "Grok", "Codex", *(x.label for x in systems)]
    labels = {kind: ai[f"ait:{kind}"].label for kind in ASKED}
    asked = [(name, label) for name in names for label in labels.values()]
    shown = page.evaluate(LISTED, [f"is {name} {label}" for name, label in asked])
    senses, differing, compared = Senses(ai.content), [], 0
    for (name, label), found in zip(asked, shown, strict=True):
        wanted = verdict(senses, name, label)
        if found is None or wanted is None:
            continue
        compared += 1
        strict = re.search(r"strictly (\w+)", found["note"])
        if (found["word"], strict[1] if strict else found["word"]) != wanted:
            differing.append((name, label, found["word"], found["note"], wanted))
    assert compared > 800 and differing == []


def test_listed_verdicts_on_kinds_are_those_of_the_library(
    ai: Taxonomy, page: Any, address: str
) -> None:
    page.goto(address + "check/index.html")
    kinds = [ai[f"ait:{kind}"].label for kind in ASKED]
    asked = [(one, other) for one in kinds for other in kinds]
    shown = page.evaluate(LISTED, [f"every {one} is {other}" for one, other in asked])
    for (one, other), found in zip(asked, shown, strict=True):
        wanted = WORDS[ai.check(f"every {one} is {other}").verdict]
        # That no member tells against it is not enough for the library's "refuted".
        assert found["word"] == wanted, (one, other)


def test_phrases_are_answered_with_the_page_that_says_why(page: Any, address: str) -> None:
    page.goto(address + "check/index.html")
    powers, made, polish, negated, none, *told = page.evaluate(
        LISTED,
        [
            "What powers GitHub Copilot?",
            "who made dall-e 3",
            "which open LLMs speak Polish",
            "Claude is not an LLM",
            "What is the price of tea?",
            "What's the context window of GPT-4o?",
            "when was the original GPT-3 released",
            "when did BERT come out",
            "how big is mistral 7b?",
            "which languages does DALL·E 3 speak",
        ],
    )
    assert powers["note"].startswith("Powered by: ") and powers["path"] == "id/github-copilot.html"
    assert made["note"] == "Maker: OpenAI."
    assert re.match(r"\d+ systems: ", polish["note"]) and "language=polish" in polish["path"]
    assert (negated["word"], negated["path"]) == ("no", "id/claude.html#LLM")
    assert none is None
    assert [found and found["note"] for found in told] == [
        "Context: 128 k.",
        None,
        "Released: 2018-10-11.",
        "Size: 7 B.",
        "Languages: not known here.",
    ]


def test_a_phrase_for_a_list_leads_to_as_many_systems(page: Any, address: str) -> None:
    page.goto(address + "check/index.html")
    (found,) = page.evaluate(LISTED, ["which open LLMs speak Polish"])
    page.goto(address + found["path"].replace("/#", "/index.html#"))
    count = re.match(r"\d+", found["note"])
    assert count
    page.get_by_text(re.compile(rf"^{count[0]} of ")).wait_for()


def test_a_checked_claim_shows_its_verdict_or_the_command(page: Any, address: str) -> None:
    page.goto(address + "check/index.html")
    page.locator("#result .outcome").wait_for()  # it opens with an example
    page.fill("#claim", "ChatGPT is an LLM")
    page.keyboard.press("Enter")
    page.get_by_text("In the everyday sense; strictly no.").wait_for()
    page.get_by_role("link", name="why").click()
    page.wait_for_url("**/id/chatgpt.html#LLM")
    page.goto(address + "check/index.html#<img src=x> is an LLM")
    page.get_by_text("This page does not list that claim.").wait_for()
    assert "aitaxonomy check" in page.locator("#result").inner_text()
    assert page.locator("main img").count() == 0


def test_the_home_page_answers_as_one_types(page: Any, address: str) -> None:
    page.goto(address)
    assert page.locator(".examples li").count() == 4
    page.locator("#ask").focus()
    page.keyboard.type("is claude an llm")
    page.locator("#asked .answer").wait_for()
    assert "yes" in page.locator("#asked .answer").inner_text()


def test_a_pasted_table_is_classified_and_saved(
    ai: Taxonomy, page: Any, address: str, tmp_path: Path
) -> None:
    page.goto(address + "classify/index.html")
    page.get_by_text("4 of 4 names are known.").wait_for()  # it opens with an example
    page.fill("#list", "ChatGPT\tbought\n\nDALL-E 3\tfree\nMidjorney\n=1+1\nChatGPT\tagain\n")
    page.get_by_role("button", name="Classify").press("Enter")
    rows = page.locator("#rows tr")
    page.get_by_text("2 of 4 names are known.").wait_for()
    assert rows.count() == 4
    assert "not sure; like it: Midjourney" in rows.nth(2).inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").press("Enter")
    download.value.save_as(tmp_path / "list.csv")
    head, chatgpt, dalle, _, formula = (tmp_path / "list.csv").read_text("utf-8").splitlines()
    assert head.startswith('"name","system","generative AI","large language model"')
    for line, name in ((chatgpt, "ChatGPT"), (dalle, "DALL·E 3")):
        words = (WORDS[ai.is_a(name, ai[f"ait:{kind}"].label).verdict] for kind in HEADLINE)
        assert line.endswith(",".join(f'"{word}"' for word in words))
    assert formula.startswith('"\'=1+1"')


def test_things_are_compared_and_taken_away_by_keys(page: Any, address: str) -> None:
    page.goto(address + "compare/index.html")
    page.get_by_role("columnheader", name="DALL·E 3").wait_for()  # it opens with an example
    page.goto(address + "compare/index.html#gpt-4o,dall-e-3")
    table = page.locator("#compared table")
    page.get_by_role("columnheader", name="GPT-4o").wait_for()
    llm = table.locator("tr", has=page.get_by_role("rowheader", name="large language model").first)
    assert llm.first.locator("td").all_inner_texts() == ["yes", "no"]
    page.locator("#thing").focus()
    page.keyboard.type("chat gtp")
    page.locator("#things a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("columnheader", name="ChatGPT").wait_for()
    assert page.url.endswith("#gpt-4o,dall-e-3,chatgpt")
    page.get_by_role("button", name="Take GPT-4o away").press("Enter")
    page.get_by_role("columnheader", name="GPT-4o").wait_for(state="detached")
    page.goto(address + "compare/index.html#nobody")
    page.get_by_text("Nothing is called nobody").wait_for()


def test_advice_is_that_of_the_library(ai: Taxonomy, site: Path) -> None:
    page = (site / "advise/index.html").read_text("utf-8")  # the first use case
    for wishes in ({}, {"open_weights": True}):
        advice = ai.recommend(ai["aix:code-assistance"], **wishes)
        for system in advice.shown(5):
            assert f">{system.name}</a>" in page
    assert "aitaxonomy recommend" in page and (site / "advise/creative-art.html").is_file()


def test_pages_work_without_a_server(page: Any, site: Path) -> None:
    folder = site.as_uri()
    page.goto(f"{folder}/check/index.html#Claude is an LLM")
    outcome = page.locator("#result .outcome")
    outcome.wait_for()
    assert "yes" in outcome.inner_text()
    page.goto(f"{folder}/compare/index.html")
    page.locator("#compared table").wait_for()
    assert page.locator("#compared tbody tr").count() > 3
    page.goto(f"{folder}/systems/index.html#kind=LLM&show=all")
    page.locator("#choose").wait_for()
    assert page.locator("#systems tbody tr").count() > 0
    page.locator("#search").focus()
    page.keyboard.type("dall")
    page.locator("#found a").first.wait_for()
    assert "DALL·E" in page.locator("#found").inner_text()


def test_every_question_is_in_a_group(ai: Taxonomy) -> None:
    names = [name for its in groups("questions").values() for name in its]
    assert sorted(names) == sorted(each.name for each in ai.questions())


def test_notes_and_kinds_have_their_places(ai: Taxonomy, site: Path) -> None:
    text = (site / "data/answers.js").read_text("utf-8")
    table = json.loads(text.partition(".answers = ")[2].rstrip(";\n"))
    first = [path for path, _ in table["kinds"]][:2]
    assert first == ["terms/GenerativeAI.html", "terms/LLM.html"]
    assert len(table["kinds"]) == len({*HEADLINE, *MAIN})
    assert table["said"]["llms"] == table["said"]["largelanguagemodel"] == 1
    notes = [(int(column), note) for its in table["notes"].values() for column, note in its.items()]
    assert notes and all(note and column < len(table["kinds"]) for column, note in notes)


# --- tools for an agent in the browser


def with_tools(page: Any) -> None:
    """Wait until the page has handed all its tools over."""
    page.wait_for_function(
        "async (n) => (await document.modelContext.getTools()).length >= n", arg=len(AGENTS_TOOLS)
    )


def asked_by_an_agent(page: Any, tool: str, **given: Any) -> dict[str, Any]:
    """Return what a tool of the page answers an agent in the browser (WebMCP).

    Some browsers hand over arguments and schemas as objects, later ones as JSON.
    """
    with_tools(page)
    told: str = page.evaluate(
        """async ([name, given]) => {
          const tools = await document.modelContext.getTools();
          const tool = tools.find((each) => each.name === name);
          const asJson = typeof tool.inputSchema === "string";
          return document.modelContext.executeTool(tool, asJson ? JSON.stringify(given) : given);
        }""",
        [tool, given],
    )
    found: dict[str, Any] = json.loads(told)
    return found


def test_an_agent_in_the_browser_gets_what_people_see(page: Any, address: str) -> None:
    page.goto(address + "id/gpt-4o.html")
    with_tools(page)
    tools = page.evaluate(
        """async () => (await document.modelContext.getTools()).map(
          ({ name, description, annotations }) => [name, description, annotations.readOnlyHint])"""
    )
    assert {name for name, *_ in tools} == AGENTS_TOOLS
    assert all(description and reads for _, description, reads in tools)
    told = asked_by_an_agent(page, "is_a", thing="DALL·E 3", kind="LLM")
    assert told["verdict"] == "refuted" and told["page"].endswith("id/dall-e-3.html#LLM")
    facts = asked_by_an_agent(page, "describe", name="gpt-4o")["facts"]
    assert facts["Maker"] == "OpenAI"
    compared = asked_by_an_agent(page, "compare", a="GPT-4o", b="DALL·E 3")["systems"]
    assert [each["label"] for each in compared] == ["GPT-4o", "DALL·E 3"]
    found = asked_by_an_agent(page, "search", text="gpt 4o", limit=3)["results"]
    assert len(found) == 3 and found[0]["name"] == "aix:gpt-4o"
    wrong = asked_by_an_agent(page, "is_a", thing="GPT-44", kind="LLM")["error"]
    assert "aitaxonomy check" in wrong
    assert "thing: give" in asked_by_an_agent(page, "is_a", kind="LLM")["error"]


def test_a_browser_without_tools_for_agents_shows_the_page(page: Any, address: str) -> None:
    page.add_init_script("delete Document.prototype.modelContext")
    page.goto(address + "check/index.html#DALL·E 3 is an LLM")
    page.locator("#result .outcome").wait_for()
    assert page.evaluate("document.modelContext === undefined")


def test_without_scripts_the_pages_name_the_commands(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    commands = {"compare": "compare", "advise": "recommend", "check": "check",
                "classify": "classify"}  # fmt: skip
    for name, command in commands.items():
        opened.goto(f"{address}{name}/index.html")
        assert opened.get_by_text(f"aitaxonomy {command}").first.is_visible()
        assert not opened.locator("main form").is_visible()
    context.close()
