"""Advice: what the article concludes, real systems, reasons, three truth values, and what-if."""

import csv
import datetime
import html
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aitaxonomy import QueryRefused, Taxonomy, UnknownTerm
from aitaxonomy.advice import order
from aitaxonomy.advice.criteria import Criteria
from aitaxonomy.advice.openness import offered
from aitaxonomy.advice.report import Advice
from aitaxonomy.advice.result import AdvisedSystem, Rejected, WhatIf
from aitaxonomy.cli import main
from aitaxonomy.graph.membership import Kinds
from aitaxonomy.graph.systems import System
from aitaxonomy.rdf.namespaces import expand

ART: dict[str, Any] = {"use_case": "Creative Art", "content": "image"}
CODE: dict[str, Any] = {"use_case": "Code Assistance"}
#: The best approach of each use case, by the article's table.
BEST = {
    "Creative Art": ("generative AI", "High"),
    "Content Writing": ("LLM", "High"),
    "Code Assistance": ("LLM", "High"),
    "Multi-modal Media Gen": ("generative AI", "High"),
    "Data Summarization": ("LLM", "High"),
}
OWN = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:painter a owl:NamedIndividual , ait:AIModel ; rdfs:label "House Painter" ;
  ait:nativelyGenerates aix:image ; ait:hasPrimaryModality aix:image ;
  ait:performsTask aix:text-to-image ; ait:hasAccess aix:api-access , aix:open-weights ;
  ait:hasLicence aix:mit ; ait:parameterCount 3000000000 , 9000000000 ; ait:contextWindow 500 ;
  ait:availableSince "2026-11-26"^^xsd:date ; dcterms:source <https://example.org/painter> .
ex:old-painter a owl:NamedIndividual , ait:AIModel ; rdfs:label "Old Painter" ;
  ait:nativelyGenerates aix:image ; ait:retiredOn "2026-02-01"^^xsd:date .
ex:newer-painter a owl:NamedIndividual , ait:AIModel ; rdfs:label "Newer Painter" ;
  ait:nativelyGenerates aix:image ; ait:supersedes ex:old-painter ;
  ait:retiredOn "2026-03-01"^^xsd:date .
ex:newest-painter a owl:NamedIndividual , ait:AIModel ; rdfs:label "Newest Painter" ;
  ait:nativelyGenerates aix:image ; ait:supersedes ex:newer-painter .
ex:studio a owl:NamedIndividual , ait:AISystem ; rdfs:label "Studio" ; ait:poweredBy ex:painter ;
  ait:performsTask aix:image-editing ; ait:hasAccess aix:web-interface-access .
ex:mystery a ait:AIModel .
ex:scribe a owl:NamedIndividual , ait:AIModel ; rdfs:label "Scribe" ;
  ait:nativelyGenerates aix:code , aix:text ; ait:hasPrimaryModality aix:text ;
  ait:performsTask aix:code-generation ; ait:hasAccess aix:api-access ;
  ait:specializedIn aix:code ; ait:availableSince "2026-11-26"^^xsd:date .
ex:short-scribe a owl:NamedIndividual , ait:AIModel ; rdfs:label "Short Scribe" ;
  ait:nativelyGenerates aix:code , aix:text ; ait:hasPrimaryModality aix:text ;
  ait:performsTask aix:code-generation ; ait:hasAccess aix:api-access ;
  ait:specializedIn aix:code ; ait:parameterCount 1000000 ;
  ait:availableSince "2026-11-26"^^xsd:date .
ex:secret a owl:NamedIndividual , ait:AIModel ; rdfs:label "Secret" ;
  ait:nativelyGenerates aix:image ; ait:hasAccess aix:unreleased .
"""


@pytest.fixture(scope="module")
def mine(ai: Taxonomy, scratch: Callable[[str], Path]) -> Taxonomy:
    """The shipped taxonomy with a small inventory of systems that make images."""
    return ai + scratch(OWN)


def named(advice: Advice) -> dict[str, AdvisedSystem]:
    return {system.name: system for system in advice.systems}


def fallen(advice: Advice) -> dict[str, Rejected]:
    return {system.name: system for system in advice.rejected}


def top(advice: Advice, count: int = 10) -> list[str]:
    return [system.name for system in advice.systems[:count]]


# --- the article's conclusion


@pytest.mark.parametrize("use_case", BEST)
def test_the_best_approach_is_the_articles(ai: Taxonomy, use_case: str) -> None:
    advice = ai.recommend(use_case=use_case)
    first = advice.approaches[0]
    assert (first.approach, first.rating) == BEST[use_case]
    assert first.reasons[0].sources == ("aix:seed-article",)
    # The first system realizes it, which is reported with the verdict and the rating.
    reason = advice.systems[0].reasons[0]
    assert reason.text.startswith("it is ")
    assert f"this means the approach {first.approach}, rated High" in reason.text
    assert reason.sources == ("aix:seed-article",)
    assert not advice.systems[0].open_questions


def test_creative_art_names_image_systems_of_today(ai: Taxonomy) -> None:
    advice = ai.recommend(**ART)
    assert {"Midjourney", "FLUX 3 Image", "Seedream 5.0 Pro"} <= set(top(advice, 20))
    assert fallen(advice)["GPT Image 1"].reason.text.startswith("retired on 2026-10-23")
    fell = fallen(advice)
    assert fell["DALL·E 3"].reason.text.startswith("retired on 2026-05-12")
    assert fell["BERT Large"].reason.text == "generates no content"
    assert fell["Claude Opus 4.7"].reason.text == "generates writing only, not images"
    assert fell["Parti"].constraint == "obtainable"


def test_code_assistance_names_assistants_and_models(ai: Taxonomy) -> None:
    advice = ai.recommend(**CODE)
    assert {"Claude Code", "GitHub Copilot Chat", "Cursor"} <= set(top(advice, 12))
    reasons = [reason.text for reason in named(advice)["Devstral 2"].reasons]
    assert "natively generates code" in reasons
    assert "performs code generation" in reasons
    assert all(reason.sources for reason in named(advice)["Devstral 2"].reasons)


def test_low_and_limited_are_level(ai: Taxonomy) -> None:
    """The article never orders the two, so none leads when one is put for the other."""
    advice = ai.recommend(**ART)
    changes = {change.change: change for change in advice.what_if}
    for low in ("Low", "Limited"):
        change = changes[f"if generative AI were rated {low} instead of High"]
        assert change.approach == "generative AI or LLM"
    assert "if LLM were rated Low instead of Limited" not in changes


def test_without_a_use_case_the_stated_scope_decides(ai: Taxonomy) -> None:
    advice = ai.recommend(content="image")
    assert [(a.approach, a.rating) for a in advice.approaches] == [
        ("generative AI", None), ("LLM", None),
    ]  # fmt: skip
    assert "does not name image" in advice.approaches[1].reasons[0].text
    # Code is a form of text: it is within the scope of both.
    code = ai.recommend(content="code")
    assert all("covers" in approach.reasons[0].text for approach in code.approaches)


# --- agreement with the questions


@pytest.mark.parametrize(
    ("use_case", "content"),
    [("aix:creative-art", "aix:image"), ("aix:code-assistance", "aix:code"),
     ("aix:content-writing-use-case", "aix:text"),
     ("aix:multimodal-media-generation", "aix:video")],
)  # fmt: skip
def test_agrees_with_the_shortlist(ai: Taxonomy, use_case: str, content: str) -> None:
    """The shortlist's defaults are native use, open weights and an open-source licence."""
    rows = ai.ask("shortlist", use_case=use_case, content_type=content).to_dicts()
    advice = ai.recommend(use_case=use_case, content=content, native=True, open_source=True)
    # What the shortlist does not ask: of tasks, and whether it is retired or to be had.
    beyond = {r.iri for r in advice.rejected if r.constraint in ("retired", "obtainable")}
    asked = ("weights", "licence", "make", "natively")
    fit = {
        s.iri for s in advice.systems if not any(w in q for q in s.open_questions for w in asked)
    }
    kept = {row["system"] for row in rows if row["kept"]}
    assert len(kept) > 3
    assert fit == kept - beyond
    # Nothing fell out for a reason that the shortlist does not see, or that it sees otherwise.
    closed = {row["system"] for row in rows if row["reason"] == "closed, by its sources"}
    fell = {r.iri: r.reason.text for r in advice.rejected}
    assert all(fell[iri] == "closed, by its sources" for iri in closed - beyond)


def test_agrees_with_commercial_use_allowed(ai: Taxonomy) -> None:
    rows = ai.ask("commercial-use-allowed").to_dicts()
    advice = ai.recommend(commercial=True)
    fell = {r.iri for r in advice.rejected if r.constraint == "licence"}
    permits: dict[str, set[Any]] = {}
    for row in rows:
        permits.setdefault(row["model"], set()).add(row["permitted"])
    beyond = {r.iri for r in advice.rejected if r.constraint in ("retired", "obtainable")}
    downloadable = {iri for iri, found in permits.items() if found == {False}}
    assert len(downloadable) > 20
    assert downloadable - beyond <= fell
    permitted = {iri for iri, found in permits.items() if found == {True}} - beyond
    assert len(permitted) > 100
    reasons = {s.iri: [r.text for r in s.reasons] for s in advice.systems}
    for iri in permitted:
        assert any(text.startswith("commercial use permitted") for text in reasons[iri]), iri


# --- three truth values, and an inventory of one's own


def test_an_own_system_is_ranked_with_its_sources(mine: Taxonomy) -> None:
    advice = mine.recommend(**ART)
    first = advice.systems[0]
    assert (first.name, first.iri) == ("House Painter", "https://example.org/painter")
    sources = {reason.text: reason.sources for reason in first.reasons}
    assert sources["natively generates images"] == ("https://example.org/painter",)
    assert sources["available since 2026-11-26"] == ("https://example.org/painter",)
    studio = named(advice)["Studio"]
    assert "generates images through a component" in [reason.text for reason in studio.reasons]
    assert any("newest component is House Painter" in reason.text for reason in studio.reasons)


def test_a_fact_with_a_source_of_its_own_is_told_by_that(ai: Taxonomy) -> None:
    said = [row for row in ai.ask("who-says-so", system="GPT-4o").to_dicts()
            if row["property"] in ("ait:announcedOn", "ait:availableSince")]  # fmt: skip
    _, told, day = min(
        (row["property"] != "ait:availableSince", row["property"], row["value"]) for row in said
    )
    own = {row["source"] for row in said if (row["property"], row["value"]) == (told, day)}
    reason = next(r for r in named(ai.recommend(content="text"))["GPT-4o"].reasons
                  if r.text.endswith(f" {day}"))  # fmt: skip
    assert set(reason.sources) == own
    entry = {reason for r in ai.recommend(content="text").systems for reason in r.reasons}
    assert len({r.sources for r in entry}) > 100


def test_the_unknown_is_asked_and_never_a_no(mine: Taxonomy) -> None:
    advice = mine.recommend(**ART, open_weights=True, commercial=True, max_parameters=5e9)
    assert "ex:mystery" not in fallen(advice)
    mystery = next(s for s in advice.systems if s.iri == "https://example.org/mystery")
    assert mystery.open_questions == (
        "can it be had at all, and how?",
        "does it make images?",
        "does it perform image editing or image generation or music generation?",
        "are its weights open?",
        "may it be used for business? no licence of it is known",
        "how many parameters has it?",
        "is it an LLM or generative AI?",
    )
    # Whatever is known to make images goes before it, however much else is open.
    # Old models come last of all: younger ones are known to meet everything asked.
    last = next(i for i, s in enumerate(advice.systems) if s.group == "outdated")
    fresh = advice.systems[:last]
    assert {s.group for s in advice.systems[last:]} <= {"outdated", "unsaid"}
    places = {system.iri: i for i, system in enumerate(fresh)}
    kinds = ("is it an LLM", "is it generative AI")  # asked for the rating, not for a constraint
    assert places["https://example.org/newest-painter"] < places["https://example.org/mystery"]
    order = [
        (
            any(q.startswith("does it make images?") for q in s.open_questions),
            sum(not q.startswith(kinds) for q in s.open_questions),
            any(q.startswith("does it perform") for q in s.open_questions),
        )
        for s in fresh
        if s.group in ("known", "open")
    ]
    assert order == sorted(order)


def test_what_may_be_an_llm_ranks_as_one_and_the_question_is_told(mine: Taxonomy) -> None:
    """The scale of a coding model decides; one that is provably small ranks below it."""
    advice = mine.recommend(**CODE)
    order = [system.name for system in advice.systems if system.group == "known"]
    assert order.index("Scribe") < order.index("Devstral 2") < order.index("Short Scribe")
    scribe, small = named(advice)["Scribe"], named(advice)["Short Scribe"]
    assert scribe.open_questions == ("is it an LLM?",)
    assert scribe.reasons[0].text == (
        "it may be LLM technology; it is generative AI; this may mean the approach LLM, "
        "rated High for code assistance, or generative AI, rated Low; it ranks by the better"
    )
    assert not small.open_questions
    assert small.reasons[0].text == (
        "it is generative AI; this means the approach generative AI, rated Low for code assistance"
    )
    # It counts for neither approach, and both mention it.
    for approach in advice.approaches:
        assert re.search(r"known to meet everything asked; \d+ more may be$",
                         approach.reasons[-1].text)  # fmt: skip
    # Where both approaches are alike, nothing is open.
    assert not named(mine.recommend(content="code"))["Scribe"].open_questions


def test_no_model_of_undisclosed_size_is_ranked_as_if_it_were_small(ai: Taxonomy) -> None:
    decided = "SELECT ?it { ?it a|ait:isNotA ait:LLMTechnology }"
    known = {row["it"] for row in ai.sparql(decided, limit=9999).to_dicts()}
    for system in ai.recommend(**CODE).systems:
        first, question = system.reasons[0].text, "is it an LLM" in str(system.open_questions)
        assert question == ("it may be LLM technology" in first)
        assert question == (system.iri not in known), system.name


def test_what_a_developer_does_not_disclose_is_open_and_told_so(ai: Taxonomy) -> None:
    system = named(ai.recommend(content="text", max_parameters=5e9))["GPT-4o"]
    assert system.open_questions == (
        "how many parameters has it? its developer does not disclose it",
    )


def test_the_retired_fall_out_first_with_date_and_successors(mine: Taxonomy) -> None:
    advice = mine.recommend(content="text")
    old = fallen(advice)["Old Painter"]
    assert old.constraint == "retired"
    assert old.reason.text == (
        "retired on 2026-02-01, superseded by Newer Painter (retired too), then Newest Painter"
    )
    assert [r.constraint for r in advice.rejected] == sorted(
        (r.constraint for r in advice.rejected), key=["retired", "obtainable", "content"].index
    )


@pytest.mark.parametrize(
    ("wishes", "name", "constraint", "reason"),
    [
        ({"content": "image"}, "Secret", "obtainable", "nobody outside its developer can use it"),
        ({"native": True}, "Studio", "way", "makes it through a component only"),
        (
            {"integrated": True},
            "House Painter",
            "way",
            "a model by itself, not a system into which models are integrated",
        ),
        ({"open_weights": True}, "FLUX.2 [pro]", "openness", "closed, by its sources"),
        ({"open_weights": True}, "FLUX.1 [dev]", "openness",
         "its weights are out for non-commercial use only"),
        ({"open_source": True}, "Llama 2 70B", "openness",
         "Llama 2 Community License is not an open-source licence"),
        ({"closed": True}, "House Painter", "openness", "its weights are out"),
        ({"commercial": True}, "FLUX.1 [dev]", "licence",
         "no commercial use by FLUX.1 [dev] Non-Commercial License"),
        ({"access": "self-hosted"}, "ChatGPT", "access", "closed: its weights are not out"),
        ({"reasoning": True}, "House Painter", "reasoning",
         "large language model: refuted, hence no reasoning one"),
        ({"max_parameters": 2.9e9}, "House Painter", "size", "3,000,000,000 parameters"),
        ({"min_context": 501}, "House Painter", "context window",
         "a context window of 500 tokens"),
        ({"released_after": "2026-11-26"}, "House Painter", "release",
         "available since 2026-11-26"),
    ],
)  # fmt: skip
def test_a_known_contrary_fact_rejects(
    mine: Taxonomy, wishes: dict[str, Any], name: str, constraint: str, reason: str
) -> None:
    rejected = fallen(mine.recommend(**wishes))[name]
    assert (rejected.constraint, rejected.reason.text) == (constraint, reason)


@pytest.mark.parametrize(
    ("wishes", "name", "reason"),
    [
        ({"native": True}, "House Painter", "natively"),
        ({"integrated": True}, "Studio", "a system into which models are integrated"),
        ({"open_source": True}, "House Painter",
         "its weights are open, under MIT License, an open-source licence"),
        ({"closed": True}, "ChatGPT", "closed, by its sources"),
        ({"commercial": True}, "House Painter", "commercial use permitted by MIT License"),
        ({"commercial": True}, "Llama 2 70B",
         "commercial use permitted under conditions by Llama 2 Community License"),
        ({"access": "api"}, "House Painter", "API access"),
        ({"access": "app"}, "Studio", "web interface access"),
        ({"reasoning": True}, "DeepSeek-R1", "reasoning large language model: entailed"),
        ({"agent": True}, "Claude Code", "AI agent: entailed"),
        ({"agent": True}, "o3", "calls tools, as agents do"),
        ({"max_parameters": 3e9}, "House Painter", "3,000,000,000 parameters"),
        ({"min_context": 500}, "House Painter", "a context window of 500 tokens"),
        ({"released_after": "2026-11-25"}, "House Painter", "available since 2026-11-26"),
        ({"content": ["image", "text"]}, "Chameleon-34B", "natively generates images and text"),
    ],
)  # fmt: skip
def test_a_known_fact_is_a_reason(
    mine: Taxonomy, wishes: dict[str, Any], name: str, reason: str
) -> None:
    assert reason in [r.text for r in named(mine.recommend(**wishes))[name].reasons]


def test_a_language_is_known_by_the_lists_of_sources(ai: Taxonomy) -> None:
    advice = ai.recommend(content="text", language="German")
    reasons = {s.name: {r.text: r.sources for r in s.reasons} for s in advice.systems}
    assert "supports German" in reasons["Llama 3.1 405B"]
    assert any("/models/llama3_1/MODEL_CARD.md" in source
               for source in reasons["Llama 3.1 405B"]["supports German"])  # fmt: skip
    fell = fallen(advice)
    assert fell["Llama 2 70B"].reason.text == "supports English only"
    # A closed list is reported by the source that closes it.
    (card,) = fell["Llama 2 70B"].reason.sources
    assert "/models/llama2/MODEL_CARD.md" in card
    # A list that names some of more languages rejects nothing.
    assert "does it support German?" in named(advice)["GLM-4.6"].open_questions
    swahili = fallen(ai.recommend(content="text", language="Swahili"))
    assert swahili["Llama 3.1 405B"].reason.text == "supports 8 languages, not Swahili"


def test_a_language_goes_by_any_name_and_tag(ai: Taxonomy) -> None:
    forms = ["German", "de", "DE", "de-AT", "Deutsch", "aix:german-language"]
    found = [ai.recommend(content="text", language=form) for form in forms]
    assert all(advice == found[0] for advice in found)
    assert ai.recommend(content="text", region="CH") == ai.recommend(
        content="text", region=ai["aix:switzerland"]
    )


def test_a_region_is_known_by_what_providers_list(ai: Taxonomy) -> None:
    swiss = ai.recommend(content="text", region="Switzerland")
    text = "offered in Switzerland, which belongs to the countries supported by OpenAI"
    assert text in [r.text for r in named(swiss)["ChatGPT"].reasons]
    china = ai.recommend(content="text", region="China")
    none = "China is not among the countries supported by OpenAI"
    assert fallen(china)["ChatGPT"].reason.text == none
    # Of a model the question stays open: somebody else may offer it.
    question = f"does anybody offer it in China? {none}"
    assert question in named(china)["GPT-4o"].open_questions
    assert "is it offered in China?" in named(china)["Gemma 3 27B"].open_questions
    # An open-source licence leaves out nobody.
    free = "its weights are open, under MIT License, an open-source licence, for whichever region"
    assert free in [r.text for r in named(china)["Phi-4"].reasons]


def test_a_union_counts_with_all_its_countries(ai: Taxonomy) -> None:
    union = ai.recommend(content="text", region="EU")
    assert any(
        r.text.startswith("offered in the European Union") for r in named(union)["ChatGPT"].reasons
    )
    assert fallen(union)["Llama 4 Maverick"].reason.text == "not offered in the European Union"
    dutch = named(ai.recommend(content="text", region="nl"))["ChatGPT"].reasons
    assert "offered in the Netherlands" in " ".join(r.text for r in dutch)
    # What a union leaves out, each of its countries leaves out.
    france = ai.recommend(content="video", region="France")
    assert fallen(france)["HunyuanVideo"].constraint == "region"
    assert "not offered in" not in str(
        [r for r in ai.recommend(content="video", region="Japan").rejected if "Hunyuan" in r.name]
    )


def test_a_region_of_which_part_is_reached_is_an_open_question(
    ai: Taxonomy, scratch: Callable[[str], Path]
) -> None:
    parts = scratch(
        """ex:alps a owl:NamedIndividual , ait:Region ; rdfs:label "Alps" ;
             ait:includesRegion aix:switzerland , aix:austria .
           ex:half a owl:NamedIndividual , ait:AISystem ; rdfs:label "Half" ;
             ait:generates aix:text ; ait:offeredIn aix:austria .
           ex:not-all a owl:NamedIndividual , ait:AISystem ; rdfs:label "Not All" ;
             ait:generates aix:text ; ait:notOfferedIn aix:austria ."""
    )
    advice = named((ai + parts).recommend(content="text", region="Alps"))
    assert "is it offered in all of Alps?" in advice["Half"].open_questions
    assert "is it offered in Alps?" in advice["Not All"].open_questions


def test_most_models_behind_an_api_have_terms_that_permit_business(ai: Taxonomy) -> None:
    advice = ai.recommend(content="text", access="api", commercial=True)
    for name, terms in (
        ("Claude Opus 4.7", "Anthropic Commercial Terms of Service"),
        ("GPT-5.2", "OpenAI Services Agreement"),
        ("Gemini 2.5 Pro", "Gemini API Additional Terms of Service"),
        ("Amazon Nova Pro", "AWS Service Terms"),
    ):
        text = f"commercial use permitted under conditions by {terms}"
        (reason,) = [r for r in named(advice)[name].reasons if r.text == text]
        assert all(source.startswith("http") for source in reason.sources)


# --- order and what-if


def test_superseded_goes_after_current(ai: Taxonomy) -> None:
    advice = ai.recommend(use_case="Data Summarization")
    found = named(advice)
    assert found["Claude Opus 4.6"].group == found["Claude Opus 4.7"].group == "superseded"
    assert {s.group for s in advice.shown(len(advice.systems))} == {"known", "open"}
    assert "Superseded, while a successor may do as well: " in str(advice)
    text = [r.text for r in named(ai.recommend(**CODE))["Claude Opus 4.6"].reasons]
    assert "superseded by Claude Opus 4.7" in text


def test_the_successor_of_which_no_day_is_known_is_no_older(ai: Taxonomy) -> None:
    found = named(ai.recommend(**ART))
    assert found["Recraft V4.1"].group == "known"
    assert not any("available" in r.text for r in found["Recraft V4.1"].reasons)
    assert found["Recraft V4"].group == "superseded"


def test_each_change_of_what_is_asked_names_the_winner_it_would_bring(ai: Taxonomy) -> None:
    advice = ai.recommend(**ART, open_weights=True)
    changes = {change.change: change for change in advice.what_if}
    assert len(changes) == len(advice.what_if)
    assert changes["without open weights"].winner == ai.recommend(**ART).systems[0].name
    closed = ai.recommend(**ART, closed=True).systems[0]
    found = changes["with closed instead of open weights"]
    assert (found.winner, found.iri) == (closed.name, closed.iri)
    local = ai.recommend(**ART, open_weights=True, commercial=True).systems[0]
    found_local = changes.get("with commercial use")
    assert (found_local.winner if found_local else advice.systems[0].name) == local.name
    first = advice.systems[0].name
    assert all(c.winner != first or c.approach for c in advice.what_if)


def test_a_rating_that_would_change_the_leader(mine: Taxonomy, tmp_path: Path) -> None:
    """An assessment of one's own, later than the article's, counts; the other is still told."""
    data = tmp_path / "ratings.ttl"
    data.write_text(
        """@prefix ait: <https://w3id.org/aitaxonomy#> .
        @prefix aix: <https://w3id.org/aitaxonomy/id/> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <https://example.org/a> a ait:SuitabilityAssessment ; ait:forUseCase aix:creative-art ;
          ait:assessesApproach aix:generative-ai-approach ; ait:hasRating aix:rating-low ;
          ait:asOf "2026-12-01"^^xsd:date ; dcterms:source <https://example.org/study> .
        <https://example.org/b> a ait:SuitabilityAssessment ; ait:forUseCase aix:creative-art ;
          ait:assessesApproach aix:llm-approach ; ait:hasRating aix:rating-medium ;
          ait:asOf "2026-12-01"^^xsd:date ; dcterms:source <https://example.org/study> .""",
        encoding="utf-8",
    )
    advice = (mine + data).recommend(**ART)
    assert [(a.approach, a.rating) for a in advice.approaches] == [
        ("LLM", "Medium"), ("generative AI", "Low"),
    ]  # fmt: skip
    assert advice.approaches[0].reasons[0].text == (
        "rated Medium for creative art; but Limited by aix:seed-article"
    )
    assert advice.approaches[0].reasons[0].sources == ("https://example.org/study",)
    assert "mean the approach LLM, rated Medium" in advice.systems[0].reasons[0].text
    changes = {change.change: change for change in advice.what_if}
    assert changes["if generative AI were rated High instead of Low"].winner == "House Painter"


def test_what_may_be_a_model_or_a_product_is_taken_for_neither(ai: Taxonomy) -> None:
    """Only a product stays out of a region; only a model gets old, and leaves an agent to build."""
    facts = {"offeredIn": ["anthropic-supported-regions"], "availableSince": ["2020-01-01"]}
    unknown, model, product = (
        System("urn:x", "X", Kinds(kinds), facts, release=("availableSince", "2020-01-01"))
        for kinds in ([], ["AIModel"], ["AISystem"])
    )
    ground = ai.content.systems
    china = [offered(each, "china", ground).holds for each in (unknown, model, product)]
    assert china == [None, None, False]
    old = [order.aged(ground, each, "2023-01-01") for each in (unknown, model, product)]
    assert old == [False, True, False]
    agents = Criteria(asked={"agent": True})
    burdens = [order.burden(each, agents) for each in (unknown, model, product)]
    assert burdens == [1, 2, 1]


# --- options


@pytest.mark.parametrize(
    ("wishes", "error", "message"),
    [
        ({}, QueryRefused, "nothing is asked for"),
        ({"open_weights": False, "content": None}, QueryRefused, "nothing is asked for"),
        ({"use_case": "Creative Arts"}, UnknownTerm, "did you mean 'creative art'?"),
        ({"use_case": "translation"}, UnknownTerm, "take one of: code assistance, content writing"),
        ({"content": "imag"}, UnknownTerm, "did you mean 'image'"),
        ({"content": "embedding"}, UnknownTerm, "take one of: 3D, animation, audio"),
        ({"access": "self hosted"}, UnknownTerm, "did you mean 'self-hosted'?"),
        ({"access": "ftp"}, UnknownTerm, "take one of api, self-hosted, app"),
        ({"native": True, "integrated": True}, QueryRefused, "exclude each other"),
        ({"open_source": True, "closed": True}, QueryRefused, "exclude each other"),
        ({"max_parameters": "7B"}, QueryRefused, "give a number from 1 on"),
        ({"max_parameters": float("inf")}, QueryRefused, "give a number from 1 on"),
        ({"min_context": 0}, QueryRefused, "give a number from 1 on"),
        ({"released_after": "2025-02-30"}, QueryRefused, "give a day as YYYY-MM-DD"),
        ({"language": "Germann"}, UnknownTerm, "did you mean 'German'"),
        ({"language": "qx"}, UnknownTerm, "take one of: Acehnese, Afrikaans"),
        ({"region": "Swizerland"}, UnknownTerm, "did you mean 'Switzerland'"),
        ({"contents": "image"}, TypeError, "no option contents"),
    ],
)  # fmt: skip
def test_bad_options_are_told(
    ai: Taxonomy, wishes: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as raised:
        ai.recommend(**wishes)
    assert message in str(raised.value)


def test_names_are_taken_in_any_form(ai: Taxonomy) -> None:
    forms: list[Any] = ["image", "aix:image", expand("aix:image"), ai["image"], [ai["image"]]]
    found = [ai.recommend(content=form) for form in forms]
    assert all(advice == found[0] for advice in found)
    # "data summarization" is the name of a task as well, "code assistance" of an application.
    by_label = ai.recommend(use_case="data summarization")
    assert by_label == ai.recommend(use_case="aix:data-summarization-use-case")
    day = datetime.date(2025, 6, 30)
    assert ai.recommend(content="text", released_after=day) == ai.recommend(
        content="text", released_after="2025-06-30"
    )


# --- views


def test_json_is_as_documented(ai: Taxonomy) -> None:
    document = ai.recommend(**ART).to_json()
    assert document.keys() == {
        "meaning", "approaches", "order", "systems", "rejected", "what_if",
    }  # fmt: skip
    assert document["approaches"][0].keys() == {"approach", "rating", "reasons"}
    assert document["systems"][0].keys() == {
        "name", "iri", "reasons", "open_questions", "facts", "group",
    }  # fmt: skip
    assert document["systems"][0]["reasons"][0].keys() == {"text", "sources"}
    assert document["rejected"][0].keys() == {"name", "iri", "constraint", "reason", "sources"}
    assert document["what_if"][0].keys() == {"change", "winner", "iri", "approach"}


def test_text_and_html(ai: Taxonomy) -> None:
    advice = ai.recommend(**ART)
    assert advice
    text = str(advice)
    for line in (
        "1. generative AI: High",
        "   + rated High for creative art [aix:seed-article]",
        f"1. {advice.systems[0].name} ({advice.systems[0].iri})",
        f"... and {len(advice.shown(999)) - 10} more",
    ):
        assert line in text.splitlines()
    for name in top(advice, 3):
        assert html.escape(name) in advice._repr_html_()


def test_no_advice_without_systems() -> None:
    advice = Advice((), (), (), (WhatIf("without the size limit", None, None, "LLM"),))
    assert not advice
    lines = str(advice).splitlines()
    assert "none is left: each is known to fail something asked" in lines
    assert lines[-2:] == [
        "What would change the winner",
        "without the size limit: no system is left; the approach then is LLM",
    ]


# --- the command line


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


def test_the_command_prints_what_an_architect_reads(run: Callable[..., Any]) -> None:
    code, out, err = run("--use-case", "Creative Art", "--content", "image", "--limit", "3")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[:2] == ["Approaches", "1. generative AI: High"]
    assert sum(line.startswith("   + natively generates images [http") for line in lines) >= 1
    assert any(line.startswith("retired: ") and " (retired on 20" in line for line in lines)
    assert "What would change the winner" in lines
    assert any(line.startswith("... and ") for line in lines)


def test_the_command_takes_every_option(run: Callable[..., Any], ai: Taxonomy) -> None:
    options = ("--use-case", "Code Assistance", "--content", "code", "--native", "--open-source",
               "--commercial", "--access", "self-hosted", "--reasoning", "--agent",
               "--max-parameters", "40e9", "--min-context", "8000",
               "--released-after", "2024-01-01", "--language", "German",
               "--region", "EU")  # fmt: skip
    _, out, err = run(*options, "--format", "json", "--limit", "5")
    advice = ai.recommend(
        **CODE, content="code", native=True, open_source=True, commercial=True,
        access="self-hosted", reasoning=True, agent=True, max_parameters=40e9, min_context=8000,
        released_after="2024-01-01", language="German", region="EU",
    ).to_json()  # fmt: skip
    document = json.loads(out)
    assert document == json.loads(json.dumps({**advice, "systems": advice["systems"][:5]}))
    assert err == f"aitaxonomy: 5 of {len(advice['systems'])} systems; raise --limit for more\n"


def test_the_command_prints_rows_of_kept_and_rejected(run: Callable[..., Any]) -> None:
    _, out, _ = run("--content", "image", "--content", "text", "--format", "csv", "--limit", "2")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["place"] for row in rows[:3]] == ["1", "2", ""]
    assert {row["kept"] for row in rows[:2]} == {"yes"}
    assert {row["kept"] for row in rows[2:]} == {"no"}
    bert = next(row for row in rows if row["name"] == "BERT Large")
    assert bert["reasons"] == "generates no content"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "nothing is asked for"),
        (("--content", "imag"), "did you mean 'image'"),
        (("--access", "ftp"), "take one of api, self-hosted, app"),
        (("--max-parameters", "0"), "give a number from 1 on, such as 7e9"),
        (("--max-parameters", "many"), "'many' is not a number from 0 on, such as 7e9 or 7B"),
        (("--content", "image", "--limit", "-1"), "'-1' is not a whole number from 0"),
    ],
)
def test_the_command_tells_bad_input(
    run: Callable[..., Any], options: tuple[str, ...], message: str
) -> None:
    code, out, err = run(*options)
    assert (code, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) <= 2


def test_a_coding_tool_on_a_model_that_draws_makes_no_images(ai: Taxonomy) -> None:
    advice = ai.recommend(content="image", integrated=True)
    assert not named(advice)["ChatGPT"].open_questions
    fell = {each.name: each for each in advice.rejected}
    for tool in ("Aider", "GitHub Copilot Chat"):
        assert fell[tool].reason.text == "generates writing only, not images", tool
