"""Comparing any two things: rows that mean something, each with who says it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.graph.comparison import Comparison

OWN = """
@prefix dcterms: <http://purl.org/dc/terms/> .
ex:painter a owl:NamedIndividual , ait:AIModel ; rdfs:label "House Painter" ;
  ait:nativelyGenerates aix:image ; ait:hasPrimaryModality aix:image ;
  ait:parameterCount 3000000000 ; dcterms:source <https://example.org/painter> .
ex:nameless a ait:AIModel ; ait:nativelyGenerates aix:image .
"""
Rows = dict[str, tuple[str, str, str]]


@pytest.fixture(scope="module")
def mine(ai: Taxonomy, scratch: Callable[[str], Path]) -> Taxonomy:
    """The shipped taxonomy with two systems, one of them without label and source."""
    return ai + scratch(OWN)


def rows(found: Comparison) -> Rows:
    assert len({row[0] for row in found.aspects}) == len(found.aspects)
    return {name: (a, b, source) for name, a, b, source in found.aspects}


@pytest.mark.parametrize(
    ("a", "b", "aspect"),
    [
        ("GPT-4o", "ChatGPT", "performs task"),
        ("LLM", "GPT-4", "primary modality"),
        ("LLM", "EncoderOnlyModel", "members"),
        ("aix:transformer", "aix:recurrent-network", "of others: architecture"),
        ("image", "music", "of others: generates"),
        ("translation", "summarization", "task output"),
        ("OpenAI", "Anthropic", "of others: developed by"),
        ("MIT License", "Apache 2.0", "permits commercial use"),
        ("creative art", "aix:code-assistance", "involves task"),
        ("generative-ai-approach", "llm-approach", "of others: assesses approach"),
        ("GPT", "Claude", "member"),
        ("ait:generates", "ait:accepts", "definition"),
        ("GPT-4o", "GPT-4o", "developed by"),
        ("OpenAI", "LLM", "kind"),
    ],
)
def test_any_two_things_are_compared(ai: Taxonomy, a: str, b: str, aspect: str) -> None:
    found = ai.compare(a, b)
    table = rows(found)
    assert aspect in table
    assert table[aspect][0] != "unknown"
    # Every row has something to say of one side at least, and says who says it.
    for one, other, source in table.values():
        assert (one, other) != ("unknown", "unknown")
        assert source
        assert source != "https://w3id.org/aitaxonomy"
    assert found.to_json()["aspects"][0].keys() == {"aspect", "a", "b", "source"}
    assert found.a.label in str(found)


def test_the_other_way_round_swaps_the_sides(ai: Taxonomy) -> None:
    there, back = rows(ai.compare("GPT-4o", "ChatGPT")), rows(ai.compare("ChatGPT", "GPT-4o"))
    assert there.keys() == back.keys()
    assert all(there[x][:2] == back[x][1::-1] for x in there)


def test_a_fact_is_told_by_its_own_source(ai: Taxonomy) -> None:
    table, own = rows(ai.compare("GPT-4o", "ChatGPT")), set[str]()
    for side, system in enumerate(("GPT-4o", "ChatGPT")):
        said = [row for row in ai.ask("who-says-so", system=system).to_dicts()
                if row["property"] == "ait:announcedOn"]  # fmt: skip
        day, *_, source = table["announced on"]
        assert table["announced on"][side] == said[0]["value"]
        assert {row["basis"] for row in said} == {"stated for this fact"}
        assert any(row["source"] in source for row in said)
        assert day
        own |= {row["source"] for row in said}
    assert {*re.findall(r"https:[^ ,|]+", source)} <= own


def test_what_is_not_disclosed_is_told_so(ai: Taxonomy) -> None:
    assert rows(ai.compare("GPT-4o", "Llama 2"))["parameter count"][0] == "not disclosed"


def test_a_kind_is_told_by_how_many_of_its_members(ai: Taxonomy) -> None:
    table = rows(ai.compare("LLM", "ImageGenerator"))
    count = len(ai["LLM"].instances)
    assert table["members"][0].startswith(f"{count:,}: ")
    # The graph has the non-members of LLM; of image generators it has members alone.
    others, undecided = (int(table[x][0].replace(",", "")) for x in ("non-members", "undecided"))
    assert table["non-members"][1] == table["undecided"][1] == "unknown"
    assert undecided and count + others + undecided == len(ai["AIArtifact"].instances)
    asked = ai.ask("classifications-that-are-unknown", kind="LLM")
    assert undecided == len({row["system"] for row in asked.to_dicts()})
    assert f"text ({count:,})" in table["natively generates"][0]
    assert " to " in table["parameter count"][0]
    assert " more" in table["natively generates"][2]  # sources of many entries, the first named
    least, most = table["training compute"][0].split(" to ")
    assert float(least) < float(most)  # numbers beyond 64 bits are numbers still


def test_a_row_that_a_narrower_property_repeats_is_left_out(ai: Taxonomy) -> None:
    table = rows(ai.compare("Midjourney V7", "DALL·E 3"))
    assert table["natively generates"][:2] == ("image", "image")
    assert "generates" not in table
    assert "output" not in table
    assert "generates" in rows(ai.compare("GPT-4o", "ChatGPT"))  # one natively, one not


def test_a_system_of_ones_own(mine: Taxonomy) -> None:
    table = rows(mine.compare("House Painter", "DALL·E 3"))
    assert table["natively generates"][:2] == ("image", "image")
    assert table["parameter count"][:2] == ("3,000,000,000", "not disclosed")
    assert table["natively generates"][2].startswith("https://example.org/painter | https://")
    bare = rows(mine.compare("https://example.org/nameless", "House Painter"))
    assert bare["natively generates"] == (
        "image", "image", "no source given | https://example.org/painter",
    )  # fmt: skip
    assert "definition" not in bare
