"""Questions in plain words that ask for more than a yes or no."""

import csv
import json
from pathlib import Path

import pytest

from aitaxonomy import Taxonomy, UnknownQuestion, UnknownTerm
from aitaxonomy.advice.facets import Facets
from aitaxonomy.answers.open_questions import of_a_thing
from aitaxonomy.cli import main
from aitaxonomy.operations import OPERATIONS, values_of

with (Path(__file__).parent / "data" / "open_questions.tsv").open(encoding="utf-8") as table:
    ROWS = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["question"])
def test_it_is_answered(ai: Taxonomy, row: dict[str, str]) -> None:
    found = ai.ask(row["question"])
    assert row["value"] in {str(each[row["column"]]) for each in found.to_dicts()}


def test_each_value_of_a_thing_has_its_source(ai: Taxonomy) -> None:
    rows = ai.ask("What is the context window of Claude Opus 4.5?").to_dicts()
    assert all(row["source"].startswith("http") for row in rows)


def test_each_property_and_cell_of_the_table_exists(ai: Taxonomy) -> None:
    named = {each for asked in of_a_thing() for each in asked.properties}
    assert len(named) > 15
    assert {ai.term(each).kind for each in named} == {"property"}
    facets = Facets(ai.content.store.select, ai.names.label)
    cells = {cell for asked in of_a_thing() for cell in asked.card}
    assert len(cells) > 8 and cells <= facets.cells(facets.newest[0]).keys()


def test_what_is_listed_is_what_is_said_of_each(ai: Taxonomy) -> None:
    listed = {row["system"] for row in ai.ask("open source LLMs from France").to_dicts()}
    assert len(listed) > 20
    for system in ("Mistral 7B", "GPT-4", "BERT", "Claude Opus 4.5", "Qwen3-8B", "Mistral Large 2"):
        said = all(ai.is_a(system, each) for each in ("LLM", "open source", "from France"))
        assert (ai[system].curie in listed) is said, system


def test_an_engine_of_the_past_does_not_power_a_product(ai: Taxonomy) -> None:
    engines = {row["value"] for row in ai.ask("Which model powers ChatGPT?").to_dicts()}
    assert "GPT-3.5" not in engines


def test_how_it_was_read_is_told_and_so_is_what_is_not_known(ai: Taxonomy) -> None:
    assert ai.ask("who made Claude").question.title.startswith("read as: facts about Claude")
    empty = ai.ask("When was Claude Opus 4.5 retired?")
    assert not empty and empty.question.title.endswith("nothing is known of it")


def test_yes_and_no_are_those_of_check(ai: Taxonomy) -> None:
    for claim in ("Is Midjourney open source?", "Does Claude speak French?", "Can GPT-4 see?"):
        expected = {"entailed": True, "refuted": False, "unknown": None}
        assert ai.ask(claim).answer is expected[ai.check(claim).verdict]


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ("How tall is ChatGPT?", UnknownQuestion, "is not understood: ask what holds of one thing"),
        ("What is the best LLM?", UnknownQuestion, "depends on the purpose: name one, as in"),
        ("Who made Foobarix?", UnknownTerm, "nothing is called 'Foobarix'"),
        ("What is the colour of ChatGPT?", UnknownTerm, "'colour' is not a property here: `show"),
        ("every-llm-is-generativ-ai", UnknownQuestion, "did you mean every-llm-is-generative-ai"),
        ("When were LLMs released?", UnknownTerm, "is a kind, of which this is not known"),
    ],
)
def test_what_is_not_understood_is_told(
    ai: Taxonomy, asked: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        ai.ask(asked)


def test_the_statement_that_was_made_is_shown(ai: Taxonomy) -> None:
    """Its inverse has no source of its own."""
    assert "systems/openai.ttl:" in str(ai.check("OpenAI made GPT-4").grounds[0])


def test_denied_and_affirmed_exclude_each_other(ai: Taxonomy) -> None:
    yes, no = ({row["system"] for row in ai.ask(f"LLMs that are {how}open source").to_dicts()}
               for how in ("", "not "))  # fmt: skip
    assert len(yes) > 200 and len(no) > 200 and not yes & no


def test_the_first_of_a_kind_of_models_is_a_model(ai: Taxonomy) -> None:
    first = ai.ask("first LLM").to_dicts()
    assert len(first) == 10
    assert all(ai.is_a(row["system"], "AIModel").verdict == "entailed" for row in first)


def test_the_first_ones_are_in_service_and_a_list_says_which_are_not(ai: Taxonomy) -> None:
    retired = {row["x"] for row in ai.sparql("SELECT ?x { ?x ait:retiredOn ?day }").to_dicts()}
    cheapest = ai.ask("cheapest LLM").to_dicts()
    assert len(cheapest) == 10 and not retired & {row["system"] for row in cheapest}
    prices = [float(row["US dollars for a million tokens read"]) for row in cheapest]
    assert prices == sorted(prices)
    listed = ai.ask("which LLMs support Arabic?").to_dicts()
    assert {row["system"] for row in listed if row["retired"]} & retired
    models, all_ = (ai.ask(text).to_dicts() for text in ("how many LLMs are there?", "list LLMs"))
    assert 0 < len(models) < len(all_)


def test_advice_tells_what_it_left_out(ai: Taxonomy) -> None:
    title = ai.ask("which AI is good for summarizing contracts").question.title
    assert "advice for summarization; not understood: contracts" in title


def test_a_terminal_gets_the_first_rows(
    ai: Taxonomy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["ask", "which LLMs are open source"]) == 0
    printed = capsys.readouterr()
    assert " more: `--format csv` lists all" in printed.err
    assert printed.out.count("aix:") == 25


def test_each_door_answers(ai: Taxonomy, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "who", "made", "Claude", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    asked = OPERATIONS["ask"]
    found = asked.run(ai, values_of("ask", {"question": "who made Claude"}), b"").to_json()
    assert told == found and found["rows"][0]["value"] == "Anthropic"
    assert main(["ask", "Is GPT-4 a diffusion model?"]) == 1
    assert "no" in capsys.readouterr().out.splitlines()[0]
