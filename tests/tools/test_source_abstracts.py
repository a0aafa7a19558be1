"""What abstracts of preprints state, and what stays with the paper as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tools.rewriting import rewritten
from tools.source_records.abstracts import AbstractsFault, _read, stated_in_abstracts
from tools.source_records.catalogues import Place, Stated
from tools.source_records.repositories import Known

from aitaxonomy import Taxonomy
from aitaxonomy.rdf.namespaces import AIT, AIX

PAGE, PAPER = "https://arxiv.org/abs/2303.08774", "https://arxiv.org/pdf/2303.08774"
ARCHITECTURE = (AIT + "hasArchitecture", f"<{AIX}transformer>")
SPEECH = (AIT + "nativelyGenerates", f"<{AIX}speech>")
ENTRY = f"""@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
aix:m ait:hasArchitecture aix:transformer ; ait:trainedWith aix:rlhf ;
    ait:paperPublishedOn "2023-03-15"^^xsd:date ; dcterms:source <{PAGE}> .
[] a owl:Axiom ; owl:annotatedSource aix:m ; owl:annotatedProperty dcterms:source ;
    owl:annotatedTarget <{PAGE}> ; ait:supports ait:hasArchitecture , ait:trainedWith .
"""


def supports(text: str, document: str) -> str:
    return text.split(f"annotatedTarget <{document}> ;")[1].split(" .", maxsplit=1)[0]


def test_the_page_states_what_the_abstract_does_the_paper_the_rest() -> None:
    told: Stated = {
        AIX + "m": {"arxiv.org": {Place(PAGE, "abstract", "2023-03"): frozenset([ARCHITECTURE])}}
    }
    new = rewritten(ENTRY, {AIX + "m"}, told, "2026-11-27")
    assert rewritten(new, {AIX + "m"}, {}, "2026-11-27") == new
    page, paper = supports(new, PAGE), supports(new, PAPER)
    assert 'ait:locator "abstract"' in page
    assert "lastChecked" in page
    assert "hasArchitecture" in page
    assert "paperPublishedOn" in page
    assert "trainedWith" not in page
    assert "locator" not in paper
    assert "trainedWith" in paper
    assert "hasArchitecture" not in paper


def test_where_nobody_read_the_abstract_the_page_states_the_month_that_its_number_shows() -> None:
    new = rewritten(ENTRY, {AIX + "m"}, {}, "2026-11-27")
    assert rewritten(new, {AIX + "m"}, {}, "2026-11-27") == new
    assert 'ait:locator "number"' in supports(new, PAGE)
    assert "paperPublishedOn" in supports(new, PAGE)
    assert "hasArchitecture" not in supports(new, PAGE)
    assert "hasArchitecture" in supports(new, PAPER)
    another = rewritten(ENTRY.replace("2023-03-15", "2023-04-01"), {AIX + "m"}, {}, "2026-11-27")
    assert "number" not in another


def test_of_several_days_of_a_paper_the_page_states_the_one_whose_source_it_is() -> None:
    two = ENTRY.replace('"2023-03-15"^^xsd:date', '"2023-03-15"^^xsd:date , "2023-12-01"^^xsd:date')
    noted = (
        two
        + f"""[] a owl:Axiom ; owl:annotatedSource aix:m ;
    owl:annotatedProperty ait:paperPublishedOn ; dcterms:source <{PAGE}> ;
    owl:annotatedTarget "2023-03-15"^^xsd:date .
"""
    )
    new = rewritten(noted, {AIX + "m"}, {}, "2026-11-27")
    assert 'ait:locator "number"' in supports(new, PAGE)
    assert "hasArchitecture" in supports(new, PAPER)
    assert "number" not in rewritten(two, {AIX + "m"}, {}, "2026-11-27")


def test_a_page_of_proceedings_is_no_page_of_a_preprint() -> None:
    page = "https://openaccess.thecvf.com/content_cvpr_2015/html/Long_2015_CVPR_paper.html"
    text = ENTRY.replace(PAGE, page).replace(
        "ait:supports", 'ait:locator "abstract" ; ait:supports'
    )
    new = rewritten(text, {AIX + "m"}, {}, "2026-11-27")
    assert "hasArchitecture" in supports(new, page)


def read(abstract: str, artifact: str = "talker") -> frozenset[tuple[str, str]] | None:
    things = {AIX + each for each in ("talker", "painter")}
    names = {AIX + "talker": ("Talker",), AIX + "painter": ("Painter",),
             AIX + "transformer": ("transformer",)}  # fmt: skip
    facts = {each: {ARCHITECTURE, SPEECH} for each in things}
    known = Known(facts, {each: {PAGE} for each in things}, names, {}, {}, {})
    return _read(known, AIX + artifact, things, "On machines", abstract)


def test_a_sentence_about_another_artifact_of_the_paper_states_nothing_of_this() -> None:
    abstract = (
        "We present Talker. It is a transformer. Painter is no match: Painter is a TTS model."
    )
    assert read(abstract) == frozenset([ARCHITECTURE])
    assert read("Talker does text-to-speech.") == frozenset([SPEECH])


def test_an_abstract_that_does_not_name_it_is_not_read() -> None:
    assert read("We present a transformer for text-to-speech.") is None


@pytest.mark.parametrize("text", ["[]", '{"2303.08774": "text"}', "no"])
def test_a_file_of_something_else_is_told(ai: Taxonomy, text: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(AbstractsFault, match=r"a\.json: no title and abstract"):
        stated_in_abstracts(ai, tmp_path / "a.json")
