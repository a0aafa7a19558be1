"""Requests in words, in five languages: what they are read as, and what is left of them."""

import csv
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from aitaxonomy import Taxonomy, UnknownTerm
from aitaxonomy.advice.checks import fits_in
from aitaxonomy.advice.criteria import read_criteria
from aitaxonomy.advice.openness import keeps_data
from aitaxonomy.advice.phrases import phrases, read_phrases
from aitaxonomy.advice.result import Fit
from aitaxonomy.graph.systems import System
from aitaxonomy.rdf.namespaces import curie

REQUESTS = list(
    csv.DictReader(
        (Path(__file__).parent / "data" / "requests.tsv").open(encoding="utf-8"), delimiter="\t"
    )
)


def written(options: dict[str, Any]) -> dict[str, str]:
    return {
        name: ",".join(sorted(value)) if isinstance(value, list) else str(value)
        for name, value in options.items()
    }


def expected(text: str) -> dict[str, str]:
    pairs = (each.split("=") for each in text.split("; ") if each)
    return {
        name: str(float(value)) if value[0].isdigit() else ",".join(sorted(value.split(",")))
        for name, value in pairs
    }


#: The names that options take in the table.
NAMES = {
    "mistral ai", "chatgpt", "midjourney", "github copilot", "openai", "china", "chinese", "usa",
}  # fmt: skip


@pytest.mark.parametrize("row", REQUESTS, ids=lambda row: str(row["request"])[:40])
def test_a_request_is_read_whole(row: dict[str, str]) -> None:
    found = read_phrases(row["request"], lambda _, name: name in NAMES)
    assert (found.purposes or ("",))[0] == row["purpose"]
    assert written(dict(found.options)) == expected(row["options"])
    assert " ".join(found.left) == row["left"]


@pytest.mark.parametrize(
    ("words", "option", "value"),
    [
        ("under $0.50 per 1M tokens", "max_price", 0.5),
        ("höchstens 0,5 € pro Million Token", "max_price", 0.5),
        ("$0.002 per 1k tokens", "max_price", 2.0),
        ("menos de 3 dólares", "max_price", 3.0),
        ("weniger als 7 Mrd. Parameter", "max_parameters", 7e9),
        ("menos de 7 mil millones de parámetros", "max_parameters", 7e9),
        ("moins de 500 millions de paramètres", "max_parameters", 5e8),
        ("at least 70B parameters", "min_parameters", 7e10),
        ("contesto di almeno 200.000 token", "min_context", 2e5),
        ("1 million tokens of context", "min_context", 1e6),
        ("un contexte de 128 000 jetons", "min_context", 128e3),
        ("12.5 GB of VRAM", "max_memory", 12.5),
        ("a 24GB card", "max_memory", 24.0),
        ("24 Go de mémoire", "max_memory", 24.0),
    ],
)
def test_numbers_are_read_with_their_units(words: str, option: str, value: float) -> None:
    found = read_phrases(words)
    assert found.options == {option: pytest.approx(value)}
    assert not found.left


@pytest.mark.parametrize("words", ["under $500 per month", "at most 3 pages", "up to 500 words"])
def test_numbers_of_other_things_are_left(words: str) -> None:
    found = read_phrases(words)
    assert not found.options
    assert found.left


def test_what_is_denied_is_not_asked_for() -> None:
    found = read_phrases("translation, not an agent, kein Open Source")
    assert found.options == {}
    assert found.left == ("not", "agent", "kein", "Open", "Source")


def test_each_value_of_the_table_is_one_that_its_option_takes(ai: Taxonomy) -> None:
    rows = {
        (x.option, x.value) for name, each in phrases().items() for x in each if name[:1] != "{"
    }
    named = {(option, value) for option, value in rows if value not in ("", "true") and option}
    purposes = {value for option, value in named if option == "purpose"}
    assert len(purposes) > 30
    read = partial(read_criteria, ai.content.store.select, ai.names)
    for value in purposes:
        purpose = read({"purpose": f"aix:{value}"}).purpose
        assert purpose and curie(purpose.iri) == f"aix:{value}"
    options = {(o, v) for o, v in named if o != "purpose" and not v.startswith("?")}
    assert len(options) > 40
    for option, value in options:
        wish: Any = {option: [value] if option in ("language", "accepts") else value}
        assert read(wish)


def test_words_and_options_are_one(ai: Taxonomy) -> None:
    words = ai.recommend("translate Polish, under 14B parameters, offline")
    options = ai.recommend(
        "translation", language="Polish", max_parameters=14e9, access="self-hosted"
    )
    assert words.systems == options.systems
    assert words.what_if == options.what_if
    assert words.meaning and [each.option for each in words.meaning.read_as] == [
        "purpose", "language", "max_parameters", "access",
    ]  # fmt: skip


def test_what_is_read_and_what_is_not_is_told(ai: Taxonomy) -> None:
    advice = ai.recommend("a cheap zebra chatbot that is fast", max_price=1, prefer="newest")
    text, page = str(advice), advice.to_html()
    assert "   + read as: “cheap”: prefer cheap (the option that is given counts)" in text
    assert "   ? not understood: zebra" in text
    assert "not understood: zebra" in page
    assert "no purpose was read" in str(ai.recommend("an open source zebra"))
    found = advice.to_json()["meaning"]
    assert found["not_understood"] == ("zebra",)
    assert found["read_as"][1] | {"note": ""} == {
        "words": "chatbot", "option": "purpose", "value": "chatbots", "note": "",
    }  # fmt: skip
    assert advice.order in text
    with pytest.raises(UnknownTerm, match="is called 'blorp fizz'"):
        ai.recommend("blorp fizz")


def test_several_purposes_are_told(ai: Taxonomy) -> None:
    meaning = ai.recommend("transcribe and summarise calls").meaning
    assert meaning and meaning.name == "automatic speech recognition"
    assert any("to be asked by itself: summarization" in note.text for note in meaning.notes)


# --- memory, and where data stay


def _of(size: str, *access: str, **facts: list[str]) -> System:
    given = {"parameterCount": [size] if size else [], "hasAccess": list(access), **facts}
    return System("urn:x", "X", facts=given)


def test_memory_follows_from_the_number_of_parameters() -> None:
    """Weights of 16, 8 or 4 bits, and a fifth more."""
    out = _of("10000000000", "downloadable-weights")
    assert "about 24 GB with weights of 16 bits" in fits_in(out, 24).text
    assert "about 12 GB with weights of 8 bits" in fits_in(out, 23.9).text
    assert "about 6 GB with weights of 4 bits" in fits_in(out, 6).text
    too_large = fits_in(out, 5.9)
    assert (too_large.holds, too_large.text[-8:]) == (False, "too much")
    assert fits_in(_of("", "downloadable-weights"), 24).holds is None
    assert fits_in(_of("10000000000"), 24).holds is None
    assert fits_in(_of("", hasOpenness=["closed"]), 24).holds is False


def test_the_place_of_data_is_known_of_weights_alone(ai: Taxonomy) -> None:
    def told(access: str) -> Fit:
        return keeps_data(_of("", access), "european-union", ai.content.systems)

    assert told("downloadable-weights").holds is True
    assert told("api-access").text == "does its provider keep data in the European Union?"
    advice = ai.recommend("translation", data_region="EU", max_memory=24)
    assert advice.systems[0].group == "known"
    assert {r.constraint for r in advice.rejected} >= {"memory"}


@pytest.mark.parametrize(
    ("system", "task"),
    [("Midjourney", "text-to-image"), ("Suno", "music generation"), ("ChatGPT", "conversation")],
)
def test_another_system_is_to_do_what_the_one_does_most(
    ai: Taxonomy, system: str, task: str
) -> None:
    advice = ai.recommend(f"a free alternative to {system}")
    assert advice.meaning and advice.meaning.name == task
    assert system not in [each.name for each in advice.systems]
    told = [each.reason.text for each in advice.rejected if each.name == system]
    assert told == ["it is the system that another is asked for"]
    alone = ai.recommend(instead_of=system)
    assert alone.meaning and alone.meaning.name == task
