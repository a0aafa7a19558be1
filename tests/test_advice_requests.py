"""Advice for what people ask in their own words: requests with answers that an expert defends."""

import csv
import io
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aitaxonomy import QueryRefused, Taxonomy, UnknownTerm
from aitaxonomy.advice.order import UNKNOWN, preference
from aitaxonomy.advice.report import Advice
from aitaxonomy.advice.result import AdvisedSystem
from aitaxonomy.cli import main
from aitaxonomy.graph.systems import System, SystemFacts

#: What is asked, the options, what may be among the first three, what never among the first ten,
#: why; and which fact or criterion is missing where advice does not reach that yet.
REQUESTS = list(
    csv.DictReader(
        (Path(__file__).parent / "data" / "advice_requests.tsv").open(encoding="utf-8"),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)


@pytest.fixture
def run(
    ai: Taxonomy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Run `recommend` in this process; return exit code, output and messages."""
    monkeypatch.setattr("aitaxonomy.cli.queries.Taxonomy", lambda: ai)

    def command(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["recommend", *words])
        return code, *capsys.readouterr()

    return command


def named(advice: Advice) -> dict[str, AdvisedSystem]:
    return {system.name: system for system in advice.systems}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row,
            id=row["request"],
            marks=[pytest.mark.xfail(reason=row["gap"], strict=True)] if row["gap"] else [],
        )
        for row in REQUESTS
    ],
)
def test_the_first_answers_are_ones_that_an_expert_defends(
    run: Callable[..., tuple[int, str, str]], row: dict[str, str]
) -> None:
    code, out, _ = run(*shlex.split(row["options"]), "--format", "json", "--limit", "10")
    assert code == 0
    names = [system["name"] for system in json.loads(out)["systems"]]
    assert names
    assert set(names[:3]) <= set(row["accepted"].split("; "))
    assert set(names).isdisjoint(row["never"].split("; "))


def test_the_requests_name_systems_of_the_graph(ai: Taxonomy) -> None:
    assert len(REQUESTS) == 20
    for row in REQUESTS:
        for name in (*row["accepted"].split("; "), *row["never"].split("; ")):
            assert name in ai.names, name


# --- free words


@pytest.mark.parametrize(
    ("words", "name", "sort"),
    [
        ("customer support", "customer support", "area of application"),
        ("help desk", "customer support", "area of application"),
        ("Kundendienst", "customer support", "area of application"),
        ("service client", "customer support", "area of application"),
        ("客服", "customer support", "area of application"),
        ("healthcare triage", "healthcare triage", "area of application"),
        ("translation", "translation", "task"),
        ("Übersetzung", "translation", "task"),
        ("transcribe meetings", "automatic speech recognition", "task"),
        ("write code", "code generation", "task"),
        ("aix:image-editing", "image editing", "task"),
        ("Creative Art", "creative art", "use case"),
        ("code assistance", "code assistance", "use case"),
        ("marketing images", "image", "content type"),
    ],
)
def test_words_are_taken_for_what_they_mean(ai: Taxonomy, words: str, name: str, sort: str) -> None:
    meaning = ai.recommend(words).meaning
    assert meaning
    assert (meaning.name, meaning.sort) == (name, sort)


def test_what_was_taken_and_what_else_was_meant_is_told(run: Callable[..., Any]) -> None:
    _, out, _ = run("transcribe meetings", "--limit", "1")
    lines = out.splitlines()
    assert lines[:2] == [
        "Asked for",
        "automatic speech recognition (aix:automatic-speech-recognition), as a task",
    ]
    assert any("or did you mean meeting notes (aix:meeting-notes)?" in line for line in lines)
    rated = "no source rates approaches for it"
    assert any(rated in line for line in lines)
    assert rated not in run("creative art", "--limit", "1")[1]
    assert "not understood: zebra" in run("pictures of zebra", "--limit", "1")[1]
    # What has the words that are left over is reported first.
    others = run("image generation for anime", "--limit", "1")[1]
    assert "not understood: anime" in others
    assert "or did you mean anime illustration (aix:anime-illustration)" in others


@pytest.mark.parametrize(
    ("words", "option", "value"),
    [
        ("alternatives to American companies", "without", "American"),
        ("alternatives to OpenAI", "without", "OpenAI"),
        ("alternatives to ChatGPT", "instead_of", "ChatGPT"),
    ],
)
def test_alternatives_to_makers_leave_them_out(
    ai: Taxonomy, words: str, option: str, value: str
) -> None:
    meaning = ai.recommend(words).meaning
    assert meaning
    assert (option, value) in {(each.option, each.value) for each in meaning.read_as}


def test_a_purpose_that_nothing_is_called_is_told_with_what_is_near(
    ai: Taxonomy, run: Callable[..., Any]
) -> None:
    with pytest.raises(UnknownTerm, match="did you mean 'translation'"):
        ai.recommend("trnaslation")
    code, out, err = run("xyzzy")
    assert (code, out) == (2, "")
    assert "is called 'xyzzy'" in err
    with pytest.raises(QueryRefused, match="exclude each other"):
        ai.recommend("translation", use_case="Creative Art")


def test_a_purpose_on_the_command_line_and_in_python_are_one(
    ai: Taxonomy, run: Callable[..., Any]
) -> None:
    printed = json.loads(run("customer support", "--format", "json")[1])
    assert printed == json.loads(json.dumps(ai.recommend("customer support").to_json(10)))


# --- the order


def test_what_is_made_for_one_area_goes_first_there_and_last_elsewhere(ai: Taxonomy) -> None:
    assert ai.recommend("legal work").systems[0].name == "Harvey"
    assert ai.recommend("anime illustration").systems[0].name == "Niji 7"
    general = [s.name for s in ai.recommend("image generation").systems if s.group == "known"]
    assert general.index("Niji 7") > general.index("FLUX1.1 [pro]")


def test_known_systems_stand_above_a_line(ai: Taxonomy) -> None:
    advice = ai.recommend("OCR", access="self-hosted")
    shown = advice.shown(10)
    groups = [system.group for system in shown]
    assert (
        groups
        == sorted(groups)
        == ["known"] * groups.count("known") + ["open"] * (groups.count("open"))
    )
    assert 0 < groups.count("known") < 10
    text = str(advice).splitlines()
    line = next(i for i, each in enumerate(text) if each.startswith("--- Open questions"))
    assert text[line + 1].startswith(f"{groups.count('known') + 1}. ")
    page = advice._repr_html_()
    assert f'<ol start="{groups.count("known") + 1}">' in page


def test_a_page_of_its_own(run: Callable[..., Any]) -> None:
    _, out, err = run("code generation", "--prefer", "cheap", "--format", "html", "--limit", "3")
    assert out.startswith("<!doctype html>")
    assert "<h1>Advice: code generation</h1>" in out
    assert "US dollars for a million tokens read" in out
    assert err.startswith("aitaxonomy: 3 of ")


def test_old_models_give_way_to_enough_younger_ones(ai: Taxonomy) -> None:
    found = named(ai.recommend("image-to-3D"))
    assert found["Point-E"].group == "outdated"
    assert found["TripoSR"].group == "known"
    assert "Point-E" in str(ai.recommend("image-to-3D"))
    # Where fewer than three younger ones will do, the old ones stay.
    small = named(ai.recommend("image-to-3D", open_source=True, max_parameters=1e9))
    assert small["Shap-E"].group == small["TripoSR"].group == "open"  # no source has their sizes
    assert named(ai.recommend("image-to-3D", open_source=True))["Shap-E"].group == "outdated"


def test_a_successor_counts_where_it_is_an_answer_itself(ai: Taxonomy) -> None:
    wishes: dict[str, Any] = {"open_weights": True, "access": "self-hosted"}
    small = named(ai.recommend("code assistance", max_parameters=40e9, **wishes))
    assert "Devstral 2" not in small  # is too large; Devstral Small 2 is not
    assert small["Devstral Small"].group == "superseded"
    assert small["Devstral Small 2"].group == "known"
    hosted = [s.name for s in ai.recommend("chatbots", access="api").systems]
    assert hosted.index("Claude Opus 4.7") < hosted.index("Claude Opus 4.6")


def test_weights_that_are_out_do_not_retire_but_what_serves_them_does(ai: Taxonomy) -> None:
    fell = {r.name: r.reason.text for r in ai.recommend("code assistance").rejected}
    assert fell["Devstral Small on Mistral API"].startswith("retired on 2025-11-30")
    assert "Devstral Small" not in fell
    fell = {r.name: r.reason.text for r in ai.recommend("code assistance", access="api").rejected}
    assert fell["Devstral Small"] == "Devstral Small on Mistral API was retired on 2025-11-30"


# --- dated facts


def test_prices_limits_and_evaluations_have_their_day_and_source(ai: Taxonomy) -> None:
    gpt = named(ai.recommend("code generation"))["GPT-5"]
    facts = {fact.property: fact for fact in gpt.facts}
    assert facts["ait:inputPrice"].value == 1.25
    assert facts["ait:outputPrice"].as_of == "2026-07-02"
    assert facts["ait:polyglotScore"].value == 88
    for system in ai.recommend("code generation").systems:
        assert all(len(fact.as_of) >= 4 and fact.sources for fact in system.facts)
    lines = [line for _, lines in ai.recommend("code generation").sections(999) for line in lines]
    assert any(
        line.startswith(
            "   = 1.25 US dollars for a million tokens read: as of 2026-07-02 "
            "[https://github.com/anomalyco/models.dev/blob/"
        )
        for line in lines
    )


def _price(system: AdvisedSystem) -> float | None:
    return next((f.value for f in system.facts if f.property == "ait:outputPrice"), None)


def _window(system: AdvisedSystem) -> int | None:
    said = (re.match(r"a context window of ([\d,]+) ", r.text) for r in system.reasons)
    return next((int(found[1].replace(",", "")) for found in said if found), None)


def test_a_preference_goes_before_the_rest_and_what_lacks_the_fact_after(ai: Taxonomy) -> None:
    wishes: dict[str, Any] = {"content": "text", "access": "api"}
    usual = [s.name for s in ai.recommend(**wishes).systems]
    cheap = ai.recommend(**wishes, prefer="cheap")
    assert sorted(usual) == sorted(s.name for s in cheap.systems)
    known = [s for s in cheap.systems if s.group == "known"]
    prices = [price for s in known if (price := _price(s)) is not None]
    assert len(prices) > 20
    assert prices == sorted(prices)
    assert all(_price(s) is None for s in known[len(prices) :])
    last = [reason.text for reason in known[-1].reasons]
    assert "nothing is known of its price: after those with it" in last
    long = ai.recommend(**wishes, prefer="long-context").systems
    windows = [w for s in long if s.group == "known" and (w := _window(s)) is not None]
    assert windows == sorted(windows, reverse=True) and len(windows) > 20
    assert windows[0] > 1_000_000
    newest = [s.name for s in ai.recommend(**wishes, prefer="newest").systems]
    assert newest.index("Claude Opus 4.7") < newest.index("Claude Sonnet 4.6")
    with pytest.raises(UnknownTerm, match="did you mean 'cheap'"):
        ai.recommend("translation", prefer="cheapest")  # type: ignore[arg-type]


def test_a_price_that_is_no_number_is_none() -> None:
    """Data of one's own may state anything."""
    facts = {"inputPrice": ["INF", "on request"], "outputPrice": ["3.0"]}
    dear = System("urn:dear", "Dear", facts=facts)
    ground = SystemFacts({}, {}, (), {}, {}, {}, {}, {}, {}, {}, frozenset(), frozenset(), str)
    assert preference(ground, dear, "cheap") == UNKNOWN
    facts["inputPrice"].append("2")
    assert preference(ground, dear, "cheap") == (0, 3, 2)


def test_the_rows_hold_what_is_shown(ai: Taxonomy, run: Callable[..., Any]) -> None:
    _, out, _ = run("image-to-3D", "--format", "csv")
    kept = [row for row in csv.DictReader(io.StringIO(out)) if row["kept"] == "yes"]
    shown = [s.name for s in ai.recommend("image-to-3D").systems if s.group == "known"]
    assert [row["name"] for row in kept] == shown
    assert {"Stable Video 3D", "TripoSR"} <= set(shown)
