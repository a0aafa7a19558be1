"""The pages that work by themselves, in a browser: what they say is what the library says."""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.advice.dates import DatedFact, told
from aitaxonomy.agents.verdicts import is_a
from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.inference.senses import Senses
from aitaxonomy.rdf.namespaces import AIX
from aitaxonomy.reasoning.verdict import Verdict
from aitaxonomy.site.frame import assets
from aitaxonomy.site.pages import Pages

pytestmark = pytest.mark.judges

Ask = Callable[..., Any]
#: The things that have pages here.
SHOWN = ("dall-e-3", "gpt-4o", "chatgpt", "gpt")
#: The tools for an agent in the browser.
AGENTS_TOOLS = {"search", "describe", "is_a", "check_claim", "compare", "recommend"}

CLAIMS = """
DALL·E 3 is a large language model; every LLM is generative AI; no LLM is an AI system
every AI agent is an LLM; GPT-4o is a multimodal LLM; gpt-4o is an LLM; Claude is an LLM
ChatGPT is a generative AI; ChatGPT is no LLM; Midjourney is a language model
LLMs are generative AI; all LLMs are AI models; any diffusion model is an LLM
Stable Diffusion XL is an AI model; BERT is generative AI; AlphaFold 2 is generative AI
GitHub Copilot is an AI agent; every chatbot is an AI system; an LLM is a foundation model
LLM is an AI agent; no AI system is an AI model; no image generator is an LLM
every transformer model is an LLM; each multimodal LLM is an LLM; a RAG system is an LLM
Apache 2.0 is an open-source licence; Apache-2.0 is a licence; OpenAI is an organization
image is a content modality; OpenAI is an LLM; every organization is an LLM
ait:LLM is a ait:GenerativeAI; aix:gpt-4o is an llm; DeepSeek-R1 is a reasoning LLM
o1 is not an LLM; Sora is no LLM; every generative AI is an LLM; no generative AI is an LLM
Perplexity is an AI agent; every AI model is generative AI; GPT-4o is the LLM.
music is a kind; every GPT-4o is an LLM; hello; GPT-4o is a frobnicator
GPT-4o is a music; GPT-4o generates flowers
Claude natively generates music; no LLM generates video
"""
REQUESTS: list[dict[str, Any]] = [
    {"purpose": "aix:code-assistance"},
    {"purpose": "aix:code-assistance", "open_weights": True, "commercial": True},
    {"purpose": "aix:content-writing-use-case"},
    {"purpose": "aix:multimodal-media-generation", "native": True},
    {"purpose": "aix:legal-work"},
    {"purpose": "aix:music-composition", "content": "image"},
    {"purpose": "aix:anomaly-detection"},
    {"purpose": "aix:optical-character-recognition", "open_source": True},
    {"purpose": "aix:image"},
    {"content": "image", "access": "app"},
    {"content": "music", "commercial": True},
    {"content": "text", "access": "self-hosted", "max_parameters": 8_000_000_000},
    {"content": "text", "reasoning": True, "prefer": "cheap"},
    {"content": "text", "min_context": 200_000, "prefer": "long-context"},
    {"content": "speech", "released_after": "2025-01-01", "prefer": "newest"},
    {"content": "image", "integrated": True},
    {"content": "text", "closed": True},
    {"content": "text", "region": "germany"},
    {"content": "code", "language": "german-language", "open_source": True},
    {"agent": True},
    {"reasoning": True, "agent": True, "access": "api"},
]
NAMES = """
ChatGPT|chatgpt|CHAT GPT|GPT-4o|gpt-4o-2024-08-06|openai/gpt-4o|openai/gpt-4o-mini|azure/gpt-4o
claude-3-5-sonnet-20241022|anthropic.claude-3-5-sonnet-20241022-v2:0|Claude 3.5 Sonnet
Anthropic Claude|Anthropic Claude (for staff)|Claude 3.5|claude-next|Sonnet|OpenAI GPT-4o
bedrock/us-east-1/anthropic.claude-v2|models/gemini-1.5-pro|Gemini 1.5 Pro (latest)|gemini
meta-llama/Llama-3.1-8B-Instruct|llama3.1:8b|Llama 3.1|llama-3.1-70b|llama3.2:latest|Llama
someone/gpt-4o|acme/llama-3.1-8b|TheBloke/Llama-2-7B-GGUF|mistral-7b-instruct-v0.2.Q4_K_M.gguf
Mixtral 8x7B|wizardlm2:8x22b|qwen2.5-coder|Qwen2.5 Coder|DeepSeek-R1-0528|deepseek-chat
Stable Diffusion XL|SDXL|stable-diffusion-xl-base-1.0|Midjourney v6|Midjorney|DALL-E 3|dalle3
Apollo|Nova|Harvey|Copilot|Microsoft Copilot|Co-Pilot|GitHub Copilot license|M365 Copilot AI
BERT|bert-base-uncased|whisper-large-v3|Whisper|text-embedding-3-small|Acme Bot|<b>x</b>|4o
""".replace("\n", "|")


@pytest.fixture(scope="module")
def made(pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tools")
    files = [*pages.tools.pages(), *pages.tools.data(), *assets(), ("search.json", pages.names())]
    for name in SHOWN:
        files += pages.of_thing(AIX + name)
    for path, content in files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def address(made: Path, serve: Callable[[Path], str]) -> str:
    return serve(made)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page on which nothing fails."""
    opened, said = browser.new_page(viewport={"width": 390, "height": 800}), list[str]()
    opened.set_default_timeout(20_000)
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.close()
    assert said == []


def rows(name: str) -> list[list[str]]:
    """The rows of a table of expectations, without its comments."""
    lines = (Path(__file__).parent / "data" / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def claims() -> list[str]:
    own = [claim.strip() for claim in CLAIMS.replace("\n", ";").split(";") if claim.strip()]
    return [*own, *(row[0] for row in rows("claims.tsv"))]


def questions() -> list[tuple[str, str]]:
    """Things and words: a word for people, and now and then a CURIE of the strict sense."""
    asked = [(row[0], row[1]) for row in rows("everyday.tsv")]
    return [*asked, *((thing, "ait:LLM") for thing, _ in asked[::7])]


def told_by(verdict: Callable[[], Verdict]) -> dict[str, Any]:
    """Return what the library says, as the page has it."""
    try:
        found = verdict()
    except AITaxonomyError:
        return {}
    beside = found.strict
    differs = beside is not None and beside.verdict is not found.verdict
    return {
        "verdict": str(found.verdict),
        "sense": found.sense,
        "strict": str(beside.verdict) if beside is not None and differs else "",
        "note": found.note,
        "readAs": list(found.read_as),
        "thing": found.thing,
    }


def told_by_page(page: Any, what: str, asked: list[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(
        """async ([what, asked]) => {
          const claims = await (await import("../scripts/claims.js")).ready();
          const { Fault } = await import("../scripts/words.js");
          return asked.map((each) => {
            try {
              const { thing, ...told } = claims[what](...[each].flat());
              const [space, name] = thing.folder.split("/");
              const home = `https://w3id.org/aitaxonomy${space === "id" ? "/id/" : "#"}`;
              return { ...told, thing: home + name };
            } catch (fault) {
              if (fault instanceof Fault) return {};
              throw fault;
            }
          });
        }""",
        [what, asked],
    )
    shown = ("verdict", "sense", "strict", "note", "readAs", "thing")
    return [{key: each[key] for key in shown if key in each} for each in found]


def test_a_claim_has_the_verdict_of_the_library(ai: Taxonomy, page: Any, address: str) -> None:
    page.goto(address + "check/index.html")
    asked = claims()
    found = dict(zip(asked, told_by_page(page, "check", asked), strict=True))
    assert len(found) > 85 and sum(map(bool, found.values())) > 75
    for claim, shown in found.items():
        assert shown == told_by(partial(ai.check, claim)), claim


def test_a_question_has_the_answer_of_the_library(ai: Taxonomy, page: Any, address: str) -> None:
    page.goto(address + "check/index.html")
    asked = questions()
    found = dict(zip(asked, told_by_page(page, "isA", asked), strict=True))
    assert len(found) > 290 and sum(map(bool, found.values())) > 250
    senses = Senses(ai.content)  # as `ai.is_a`, which begins anew each time
    for (thing, word), shown in found.items():
        assert shown == told_by(partial(senses.verdict, thing, word)), (thing, word)


def test_a_checked_claim_shows_proof_witnesses_or_what_is_near(page: Any, address: str) -> None:
    page.goto(address + "check/index.html")
    page.locator("#claim").focus()
    page.keyboard.type("DALL·E 3 is a large language model")
    page.keyboard.press("Enter")
    told = page.locator("#result details[open]")
    told.wait_for()
    assert "DALL·E 3 has primary modality image" in told.inner_text()
    assert page.locator("#result .outcome").inner_text().startswith("refuted: DALL·E 3 is a")
    page.fill("#claim", "ChatGPT is an LLM")
    page.keyboard.press("Enter")
    page.get_by_text("Strictly (large language model): refuted").wait_for()
    outcome = page.locator("#result .outcome").inner_text()
    assert outcome.startswith("entailed, in the everyday sense")
    assert page.locator("#result ol.proof").count() == 1
    page.fill("#claim", "chatgbt is an ait:LLM")
    page.keyboard.press("Enter")
    page.get_by_text("Read as: ChatGPT").wait_for()
    assert page.locator("#result .outcome").inner_text().startswith("refuted: ")
    assert "ChatGPT is no AI model" in page.locator("#result ol.proof").inner_text()
    page.fill("#claim", "Bard was made by Microsoft")
    page.keyboard.press("Enter")
    page.get_by_text("Bard: developed by Google").wait_for()
    assert page.get_by_text("By convention: complete list").is_visible()
    page.fill("#claim", "every AI agent is an LLM")
    page.keyboard.press("Enter")
    page.get_by_text("Against it:").wait_for()
    page.fill("#claim", "<img src=x> is an LLM")
    page.keyboard.press("Enter")
    page.get_by_text("Nothing is called “<img src=x>”").wait_for()
    assert page.locator("main img").count() == 0


def as_written(advice: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON of advice as the page has it: dated facts in words, one meaning."""
    if advice["meaning"]:
        del advice["meaning"]["others"]
    for system in advice["systems"]:
        facts = [
            DatedFact(f["property"], f["value"], f["text"], f["as_of"], tuple(f["sources"]))
            for f in system["facts"]
        ]
        system["facts"] = [{"text": text, "sources": by} for text, by in told(facts)]
    found: dict[str, Any] = json.loads(json.dumps(advice))
    return found


def test_advice_is_that_of_the_library(ai: Taxonomy, page: Any, address: str) -> None:
    page.goto(address + "advise/index.html")
    advised = page.evaluate(
        """async (requests) => {
          const { advise } = await import("../scripts/advising.js");
          const { fetched } = await import("../scripts/names.js");
          const names = ["advice", "contents", "purposes", "languages", "regions"];
          const all = await Promise.all(names.map((name) => fetched(`advise/${name}.json`)));
          const [advice, contents, { purposes }] = all;
          const columns = Object.assign({}, ...all.map((each) => each.columns));
          const tables = { advice, contents, purposes, columns };
          return requests.map((request) => advise(tables, request));
        }""",
        REQUESTS,
    )
    assert len(advised) > 20
    for request, found in zip(REQUESTS, advised, strict=True):
        named = ("content", "language", "region")
        wishes = {k: f"aix:{v}" if k in named else v for k, v in request.items()}
        wanted = as_written(ai.recommend(**wishes).to_dict())
        for part, of_part in wanted.items():
            assert found[part] == of_part, (request, part)


def test_advice_is_asked_for_by_keys_and_kept_in_the_address(page: Any, address: str) -> None:
    page.goto(address + "advise/index.html")
    page.get_by_label("Content to make").select_option("image")
    page.get_by_label("commercial use permitted").check()
    page.get_by_label("Offered in").select_option("germany")
    page.get_by_role("button", name="Advise").press("Enter")
    page.get_by_role("heading", name="Systems:").wait_for()
    first = page.locator("#result section ol > li > b").all_inner_texts()
    assert "aitaxonomy recommend --content image" in page.locator("#result").inner_text()
    assert page.url.endswith("#content=image&region=germany&commercial=true")
    page.reload()
    heading = page.get_by_role("heading", name="Systems:")
    heading.wait_for()
    assert page.locator("#result section ol > li > b").all_inner_texts() == first
    known, still_open = re.findall(r"\d+", heading.inner_text())
    more = page.get_by_role("button", name=f"Show all {int(known) + int(still_open)}")
    more.press("Enter")
    more.wait_for(state="detached")
    approaches_and_systems = page.locator("#result section ol > li > b").count()
    assert approaches_and_systems == len(first) - 10 + int(known) + int(still_open)


def test_names_match_as_the_library_matches_them(ai: Taxonomy, page: Any, address: str) -> None:
    names = list(filter(None, NAMES.split("|")))
    page.goto(address + "classify/index.html")
    found = page.evaluate(
        """async (names) => {
          const { Matcher } = await import("../scripts/matching.js");
          const { fetched, loaded } = await import("../scripts/names.js");
          const entries = await loaded();
          const matcher = new Matcher(await fetched("classify/names.json"), entries);
          const folder = (at) => entries[at].folder.slice(3, -1);
          return names.map((name) => matcher.match(name)).map((it) => it ? folder(it[0]) : "");
        }""",
        names,
    )
    wanted = []
    for name in names:
        match = ai.content.matcher.match_name(name)
        wanted.append(match.iri.removeprefix(AIX) if match and match.trusted else "")
    assert 30 < sum(map(bool, wanted)) < len(wanted) - 15
    assert dict(zip(names, found, strict=True)) == dict(zip(names, wanted, strict=True))


def test_a_pasted_table_is_classified_and_saved(
    ai: Taxonomy, page: Any, address: str, tmp_path: Path
) -> None:
    page.goto(address + "classify/index.html")
    page.fill("#list", "ChatGPT\tbought\n\nDALL-E 3\tfree\nMidjorney\n=1+1\nChatGPT\tagain\n")
    page.get_by_role("button", name="Classify").press("Enter")
    rows = page.locator("#rows tr")
    rows.first.wait_for()
    assert rows.count() == 4
    assert "not sure; like it: Midjourney" in rows.nth(2).inner_text()
    with page.expect_download() as download:
        page.locator("#save").press("Enter")
    download.value.save_as(tmp_path / "list.csv")
    head, chatgpt, dalle, _, formula = (tmp_path / "list.csv").read_text("utf-8").splitlines()
    assert head.startswith('"name","system","match","generative AI","large language model"')
    for line, name in ((chatgpt, "chatgpt"), (dalle, "dall-e-3")):
        kinds = ("GenerativeAI", "LLM", "LLMTechnology", "MultimodalLLM", "AIAgent")
        verdicts = ",".join(f'"{ai.is_a(AIX + name, f"ait:{kind}").verdict}"' for kind in kinds)
        assert line.endswith(verdicts)
    assert formula.startswith('"\'=1+1"')


def test_things_are_compared_and_taken_away_by_keys(page: Any, address: str) -> None:
    page.goto(address + "compare/index.html#gpt-4o,dall-e-3")
    table = page.locator("#compared table")
    table.wait_for()
    llm = table.locator("tr", has=page.get_by_role("rowheader", name="large language model").first)
    assert llm.first.locator("td").all_inner_texts() == ["entailed", "refuted"]
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
    assert len(told) <= 8000
    found: dict[str, Any] = json.loads(told)
    return found


def test_tools_for_an_agent_in_the_browser_only_read(page: Any, address: str) -> None:
    page.goto(address + "id/gpt-4o/index.html")
    with_tools(page)
    tools = page.evaluate(
        """async () => (await document.modelContext.getTools()).map(
          ({ name, description, inputSchema, annotations }) =>
            [name, description, inputSchema, annotations.readOnlyHint])"""
    )
    assert {name for name, *_ in tools} == AGENTS_TOOLS
    for name, description, schema, reads in tools:
        assert description and reads, name
        told = json.loads(schema) if isinstance(schema, str) else schema
        assert told["additionalProperties"] is False
    loaded = "performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1))"
    assert "webmcp-tools.js" not in page.evaluate(loaded)  # before somebody asks
    asked_by_an_agent(page, "search", text="gpt 4o")
    assert "webmcp-tools.js" in page.evaluate(loaded)


def test_an_agent_in_the_browser_gets_the_proof_that_people_see(
    ai: Taxonomy, page: Any, address: str
) -> None:
    page.goto(address + "id/gpt-4o/index.html")
    told = asked_by_an_agent(page, "is_a", thing="DALL·E 3", kind="LLM")
    proof = ai.why("DALL·E 3", "LLM")
    assert told["verdict"] == "refuted"
    assert told["thing"] == {"name": "aix:dall-e-3", "label": "DALL·E 3"}
    steps = [step.text[0].upper() + step.text[1:] for step in proof.steps]
    for step, line in zip(steps, told["proof"], strict=True):
        assert line.startswith(step)
    assert "developers.openai.com/api/docs/models/dall-e-3" in " ".join(told["sources"])
    page.goto(told["page"])
    shown = page.locator("#result ol.proof > li")
    shown.first.wait_for()
    in_page = [" ".join(step.split()) for step in shown.all_text_contents()]
    # The view that `aitaxonomy mcp` hands to hosts is of the same template.
    view = page.evaluate(
        """(html) => [...new DOMParser().parseFromString(html, "text/html")
          .querySelectorAll("ol.proof > li")].map((step) => step.textContent)""",
        is_a(ai, "DALL·E 3", "LLM")._html,
    )
    assert in_page == [" ".join(step.split()) for step in view]


def test_an_agent_in_the_browser_gets_verdicts_facts_and_advice(
    ai: Taxonomy, page: Any, address: str
) -> None:
    page.goto(address + "check/index.html")
    claim = asked_by_an_agent(page, "check_claim", claim="every AI agent is an LLM")
    assert claim["verdict"] == "refuted" and claim["against"]
    spoken = asked_by_an_agent(page, "is_a", thing="ChatGPT", kind="LLM")
    assert (spoken["verdict"], spoken["strictly"]) == ("entailed", "refuted")
    assert spoken["proof"] and spoken["note"] == ai.is_a("ChatGPT", "LLM").note
    defined = asked_by_an_agent(page, "is_a", thing="ChatGPT", kind="ait:LLM")
    assert (defined["verdict"], defined["sense"]) == ("refuted", "strict")
    family = asked_by_an_agent(page, "is_a", thing="GPT", kind="LLM")
    assert family["by_convention"][0]["name"] == "aix:convention-four-in-five"
    facts = asked_by_an_agent(page, "describe", name="gpt-4o")["facts"]
    (made,) = (each["value"] for each in facts if each["property"] == "developed by")
    assert made.startswith("OpenAI [source")
    compared = asked_by_an_agent(page, "compare", a="GPT-4o", b="DALL·E 3")
    row = {"aspect": "large language model", "a": "entailed", "b": "refuted"}
    assert row in compared["aspects"]
    wishes = {"purpose": "chatbots", "open_weights": True}
    advised = asked_by_an_agent(page, "recommend", **wishes, language="German", limit=3)
    wanted = ai.recommend(**wishes, language="German")
    assert [each["label"] for each in advised["systems"]] == [s.name for s in wanted.systems[:3]]
    assert advised["other_systems"] == len(wanted.systems) - 3


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("is_a", {"thing": "GPT-44", "kind": "LLM"}, "Nothing is called “GPT-44”."),
        ("search", {}, "text is missing: part of a name"),
        ("search", {"text": 3}, "text: give a string"),
        ("search", {"words": "x", "text": "x"}, "words is no argument: text, limit"),
        ("recommend", {"prefer": "best"}, "prefer: one of cheap, long-context, newest"),
        ("check_claim", {"claim": "hello"}, "not a claim that is understood"),
        ("check_claim", {"claim": "GPT-4o is a frobnicator"}, "Nothing is called “a frobnicator”."),
        ("recommend", {"purpose": "chatbts"}, "is it one of these? chatbots"),
        ("recommend", {"content": "image", "max_parameters": 5}, "this page knows 1000000000"),
        ("recommend", {}, "Give a purpose"),
    ],
)  # fmt: skip
def test_an_agent_in_the_browser_is_told_what_is_wrong(
    page: Any, address: str, tool: str, given: dict[str, Any], said: str
) -> None:
    page.goto(address + "check/index.html")
    told = asked_by_an_agent(page, tool, **given)
    assert said in told["error"]
    assert tool != "is_a" or told["near"][0]["name"] == "aix:gpt-4"


def test_a_browser_without_tools_for_agents_shows_the_page(page: Any, address: str) -> None:
    page.add_init_script("delete Document.prototype.modelContext")
    page.goto(address + "check/index.html#DALL·E 3 is an LLM")
    page.locator("#result ol.proof").wait_for()
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
