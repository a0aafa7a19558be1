"""What documents are by their addresses: places as a whole, and what they can state at all."""

from __future__ import annotations

import pytest
from tests.tools.rewriting import rewritten
from tools.source_records.natures import place_in

from aitaxonomy.rdf.namespaces import AIX

PREFIXES = """@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PAPER, CARD = "https://arxiv.org/abs/2303.08774", "https://huggingface.co/openai/some-model"
LICENCE = "https://github.com/openai/some-model/blob/main/LICENSE"
PAGE = "https://openai.com/index/a-page"
TERMS = "https://openai.com/policies/business-terms/"


def settled(text: str, *things: str) -> str:
    """A file as the rules write it, on one line, without the prefixes."""
    artifacts = {AIX + each for each in things or ("m",)}
    new = rewritten(PREFIXES + text, artifacts, {}, "2026-11-27")
    assert rewritten(new, artifacts, {}, "2026-11-27") == new
    return " ".join(new.split("\n\n", 1)[1].split())


def record(new: str, document: str) -> str:
    """The record of a source in a file on one line."""
    return new.split(f"annotatedTarget <{document}> ;")[1].split(" .", maxsplit=1)[0]


def entry(*documents: str, says: str) -> str:
    cited = " , ".join(f"<{each}>" for each in documents)
    return f'aix:m rdfs:label "Some Model" ; ait:developedBy aix:openai ; {says} ; dcterms:source {cited} .'  # noqa: E501


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://openai.com/index/introducing-some-model/", "whole page"),
        ("https://openai.com/index/some-model-mini/", ""),
        ("https://openai.com/some-model-system-card", ""),
        ("https://cdn.openai.com/some-model.pdf", ""),
        ("https://openai.com/some-model/pricing", ""),
        ("https://huggingface.co/openai/some-model", "model card"),
        ("https://huggingface.co/collections/openai/sets", ""),
        ("https://huggingface.co/openai/collections", ""),
        (TERMS, "the terms as a whole"),
        (PAPER, ""),
    ],
)
def test_a_page_of_the_very_thing_is_a_place(address: str, place: str) -> None:
    assert place_in(address, ["Some Model"], ["openai"]) == place


def test_a_place_that_is_known_stays() -> None:
    new = settled(entry(CARD, says="ait:contextWindow 8") + f"""[] a owl:Axiom ;
        owl:annotatedSource aix:m ; owl:annotatedProperty dcterms:source ;
        owl:annotatedTarget <{CARD}> ; ait:locator "table 1" .""")  # fmt: skip
    assert 'ait:locator "table 1"' in record(new, CARD)


def test_a_licence_states_nothing_of_what_is_licensed() -> None:
    new = settled(entry(PAGE, LICENCE, TERMS, says="ait:hasArchitecture aix:transformer"))
    assert "ait:hasArchitecture" in record(new, PAGE)
    assert "ait:hasArchitecture" not in record(new, LICENCE) + record(new, TERMS)


def test_what_nobody_read_there_has_no_day_of_a_check() -> None:
    read = f"""[] a owl:Axiom ; owl:annotatedSource aix:m ; owl:annotatedProperty dcterms:source ;
        owl:annotatedTarget <{PAGE}> ; ait:lastChecked "2026-11-20"^^xsd:date ;
        ait:supports ait:contextWindow ."""
    known, more = "ait:contextWindow 8", "ait:contextWindow 8 ; ait:hasArchitecture aix:transformer"
    assert "lastChecked" in record(settled(entry(PAGE, LICENCE, says=known) + read), PAGE)
    assert "lastChecked" not in record(settled(entry(PAGE, LICENCE, says=more) + read), PAGE)


def test_of_card_and_paper_the_paper_tells_how_it_is_built() -> None:
    says = "a ait:AIModel ; ait:hasArchitecture aix:transformer ; ait:contextWindow 8"
    new = settled(entry(PAPER, CARD, says=says))
    assert "ait:hasArchitecture" in record(new, PAPER)
    assert "contextWindow" not in record(new, PAPER) + record(new, CARD)


@pytest.mark.parametrize(
    "other", ['ait:paperPublishedOn "2024-01-01"^^xsd:date', "a ait:AIApplication"]
)
def test_a_paper_of_something_else_tells_nothing(other: str) -> None:
    new = settled(entry(PAPER, CARD, says=f"{other} ; ait:hasArchitecture aix:transformer"))
    assert "ait:hasArchitecture" not in record(new, PAPER)


FAMILY = f"""aix:f rdfs:label "Some" ; ait:developedBy aix:openai ; ait:hasMember aix:m ;
    dcterms:source <{TERMS}> , <https://openai.com/a> , <https://openai.com/b> . """


def test_a_family_has_a_member_by_what_names_the_member() -> None:
    page = "https://openai.com/index/some-model"
    new = settled(FAMILY + entry(page, says="ait:contextWindow 8"), "f", "m")
    of_family = new.split("aix:m a")[0]
    assert f"owl:annotatedTarget aix:m ; dcterms:source <{page}>" in of_family or (
        "ait:hasMember" in record(of_family, page)
    )


def test_a_member_of_another_name_is_shown_only_by_a_shared_document() -> None:
    page, shared = "https://openai.com/index/other", "https://openai.com/b"
    other = f'aix:m rdfs:label "Other" ; ait:developedBy aix:openai ; dcterms:source <{page}>'
    assert "ait:hasMember ." not in settled(f"{FAMILY} {other} .", "f", "m")
    assert "ait:hasMember ." in settled(f"{FAMILY} {other} , <{shared}> .", "f", "m")


def test_another_version_is_no_member_by_its_name() -> None:
    page, third = "https://openai.com/index/other", FAMILY.replace('"Some"', '"Some 3"')
    named = 'aix:m rdfs:label "Some {} 27B" ; ait:developedBy aix:openai ; dcterms:source <{}> .'
    assert "ait:hasMember ." not in settled(third + named.format("3.5", page), "f", "m")
    assert "ait:hasMember ." in settled(third + named.format("3", page), "f", "m")
