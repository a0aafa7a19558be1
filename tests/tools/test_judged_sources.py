"""What is judged of an artifact has the sources of what it is judged from, and no others."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.tools.rewriting import rewritten
from tools.source_records import judged

from aitaxonomy import Taxonomy
from aitaxonomy.rdf.namespaces import AIX

PREFIXES = """@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
NAME, PAGE, PAPER, OTHER = (
    "https://openai.com/some-terms", "https://openai.com/index/some-model",
    "https://cdn.openai.com/papers/some.pdf", "https://help.openai.com/en/articles/1",
)  # fmt: skip


_ALL = "SELECT ?x { ?x rdfs:label ?name }"


def states(statements: str, **told: str) -> dict[str, str]:
    """What each source is on record for, of an entry of which some records are given."""
    documents = ", ".join(f"<{each}>" for each in (NAME, PAGE, PAPER, OTHER))
    records = "".join(
        f"""[] a owl:Axiom ; owl:annotatedSource aix:m ; owl:annotatedProperty dcterms:source ;
            owl:annotatedTarget <{globals()[name]}> ; ait:supports {supports} . """
        for name, supports in told.items()
    )
    text = f"{PREFIXES} aix:m {statements} ; ait:developedBy aix:openai ; dcterms:source {documents} . {records}"  # noqa: E501
    new = rewritten(text, {AIX + "m"}, {}, "2026-11-27")
    assert rewritten(new, {AIX + "m"}, {}, "2026-11-27") == new
    found = {}
    for block in " ".join(new.split()).split("[] a owl:Axiom ;")[1:]:
        target = block.split("annotatedTarget ")[1].split(" ")[0].strip("<>")
        rest = block.split("ait:supports ")[1] if "ait:supports" in block else block
        found[target] = rest.replace("ait:developedBy", "").replace(" .", "").strip(" ,")
    return found


def test_how_open_it_is_follows_from_its_licence() -> None:
    told = states("ait:hasOpenness aix:closed ; ait:hasLicence aix:openai-terms",
                  NAME="ait:hasLicence")  # fmt: skip
    assert "ait:hasOpenness" in told[NAME]
    assert "ait:hasOpenness" not in told[PAGE]


def test_a_kind_follows_from_what_only_it_has() -> None:
    entry = "a ait:LanguageModel ; ait:hasPrimaryModality aix:text ; ait:performsTask aix:{}"
    told = states(entry.format("summarization"), PAPER="ait:performsTask")
    assert "ait:hasPrimaryModality" in told[PAPER]
    assert "rdf:type" in told[PAPER] or "#type" in told[PAPER]
    told = states(entry.format("text-to-image"), PAPER="ait:performsTask")
    assert "ait:hasPrimaryModality" not in told[PAPER]
    assert "type" not in told[PAPER]


def test_only_a_source_of_all_outputs_says_that_there_are_no_others() -> None:
    entry = "a ait:TextOnlyOutputModel ; ait:nativelyGenerates aix:text , aix:code"
    assert "type" in states(entry, PAPER="ait:nativelyGenerates")[PAPER]
    one = (
        entry
        + f""" ; ait:developedBy aix:openai . [] a owl:Axiom ; owl:annotatedSource aix:m ;
        owl:annotatedProperty ait:nativelyGenerates ; owl:annotatedTarget aix:text ;
        dcterms:source <{PAPER}> . aix:m a ait:TextOnlyOutputModel"""
    )
    assert "TextOnlyOutputModel" not in str(states(one))
    assert "type" not in states(one).get(PAPER, "")


def test_what_is_kept_back_shows_in_the_paper_not_in_the_terms() -> None:
    told = states("ait:doesNotDisclose ait:parameterCount")
    assert [each for each, what in told.items() if "doesNotDisclose" in what] == [PAPER]


def test_the_better_source_is_added_not_the_worse() -> None:
    entry = "ait:hasOpenness aix:closed ; ait:hasLicence aix:openai-terms"
    told = states(entry, PAGE="ait:hasOpenness", NAME="ait:hasLicence")
    assert "ait:hasOpenness" not in told[NAME]  # of one tier, and without a place as well


def test_the_criteria_name_what_there_is(ai: Taxonomy) -> None:
    known = {
        str(iri).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        for (iri,) in ai.content.store.select(_ALL, inferred=False).rows
    } | {judged.ANY, judged.ALL, judged.DOCUMENT, "type"}
    with Path(judged.__file__).with_name("judged.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    named = {
        each for row in rows for column in ("property", "value") for each in row[column].split()
    } | {
        each for row in rows if row["premise"] != judged.DOCUMENT
        for column in ("premise", "premise_value") for each in row[column].split()
    }  # fmt: skip
    assert named <= known


def test_what_has_no_place_yet_gets_the_best_source_that_has_one() -> None:
    place = "https://github.com/stanford-crfm/helm/blob/c0ffee/models.yaml#L1"
    entry = f"""{PREFIXES} aix:m ait:hasPrimaryModality aix:image ; ait:performsTask aix:text-to-image ;
        ait:developedBy aix:openai ; dcterms:source <{PAGE}>, <{place}> .
    [] a owl:Axiom ; owl:annotatedSource aix:m ; owl:annotatedProperty dcterms:source ;
        owl:annotatedTarget <{PAGE}> ; ait:supports ait:hasPrimaryModality .
    [] a owl:Axiom ; owl:annotatedSource aix:m ; owl:annotatedProperty dcterms:source ;
        owl:annotatedTarget <{place}> ; ait:supports ait:performsTask . """  # noqa: E501
    new = rewritten(entry, {AIX + "m"}, {}, "2026-11-27")
    told = new.split(f"annotatedTarget <{place}> ;")[1].split(" .", maxsplit=1)[0]
    assert "hasPrimaryModality" in told
    placed = entry.replace(f"<{PAGE}> ;", f'<{PAGE}> ; ait:locator "introduction" ;')
    new = rewritten(placed, {AIX + "m"}, {}, "2026-11-27")
    told = new.split(f"annotatedTarget <{place}> ;")[1].split(" .", maxsplit=1)[0]
    assert "hasPrimaryModality" not in told


def test_some_training_is_part_of_what_an_architecture_means() -> None:
    gan = "ait:hasArchitecture aix:generative-adversarial-network"
    told = states(f"{gan} ; ait:trainedWith aix:adversarial-training", PAPER="ait:hasArchitecture")
    assert "ait:trainedWith" in told[PAPER]
