"""Records of sources: what the rules make of an entry, of a catalogue's record, of two values."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.tools.rewriting import rewritten
from tools.source_records import tiers
from tools.source_records.catalogues import Place, Stated

from aitaxonomy.rdf.namespaces import AIX

PREFIXES = """@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
AIT = "https://w3id.org/aitaxonomy#"
MODEL = AIX + "some-model"
TODAY = "2026-11-27"


def settled(text: str, stated: Stated | None = None) -> str:
    """An entry as the rules write it, on one line a block, without the prefixes."""
    new = rewritten(PREFIXES + text, {MODEL}, stated or {}, TODAY)
    assert rewritten(new, {MODEL}, {}, TODAY) == new
    return " ".join(new.split("\n\n", 1)[1].split())


def record(document: str, *says: str) -> str:
    return (
        "[] a owl:Axiom ; owl:annotatedSource aix:some-model ; "
        f"owl:annotatedProperty dcterms:source ; owl:annotatedTarget <{document}> ; "
        + " ; ".join(says) + " ."
    )  # fmt: skip


def test_the_one_source_states_all() -> None:
    page = "https://openai.com/index/a-page"
    new = settled(f"""aix:some-model a owl:NamedIndividual , ait:AIModel ;
        ait:developedBy aix:openai ; ait:contextWindow 8192 ; dcterms:source <{page}> .""")
    tier = "ait:hasSourceTier aix:maker-source"
    supports = "ait:supports ait:contextWindow , ait:developedBy , rdf:type"
    assert record(page, tier, supports) in new.replace("ait:contextWindow , ait:developedBy , "
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
        "ait:contextWindow , ait:developedBy , rdf:type")  # fmt: skip
    assert "lastChecked" not in new  # nobody has read it for these


def test_of_two_sources_nobody_knows_which_states_what() -> None:
    new = settled("""aix:some-model ait:developedBy aix:openai ; ait:contextWindow 8192 ;
        dcterms:source <https://openai.com/a> , <https://openai.com/b> .""")
    assert new.count("ait:supports ait:developedBy .") == 2  # which the addresses show
    assert "supports ait:contextWindow" not in new


def test_a_preprint_shows_its_month_and_no_day_among_two() -> None:
    paper = "https://arxiv.org/abs/2303.08774"
    entry = f"aix:some-model ait:paperPublishedOn {{}} ; dcterms:source <{paper}> , <urn:other> ."
    one = settled(entry.format('"2023-03-15"^^xsd:date'))
    assert 'ait:asOf "2023-03"^^xsd:gYearMonth' in one
    assert "ait:supports ait:paperPublishedOn" in one
    two = settled(entry.format('"2023-03-15"^^xsd:date , "2023-03-16"^^xsd:date'))
    assert "ait:supports" not in two  # nor can it come from there
    assert "ait:supports" not in settled(entry.format('"2023-04-15"^^xsd:date'))


def test_a_catalogue_is_cited_by_its_record() -> None:
    at = Place(
        "https://github.com/anomalyco/models.dev/blob/c0ffee/models/a.toml", "", "2026-07-02"
    )
    other = Place(
        "https://github.com/anomalyco/models.dev/blob/c0ffee/models/b.toml", "", "2026-07-02"
    )
    window = (AIT + "contextWindow", '"8192"^^<http://www.w3.org/2001/XMLSchema#integer>')
    stated: Stated = {MODEL: {"models.dev": {at: frozenset([window]), other: frozenset()}}}
    entry = """aix:some-model ait:contextWindow 8192 ; ait:outputLimit 100 ;
        dcterms:source <https://models.dev> , <urn:other> , <urn:third> ."""
    new = settled(entry, stated)
    assert record(
        at.document, 'ait:asOf "2026-07-02"^^xsd:date', "ait:hasSourceTier aix:catalogue-source",
        f'ait:lastChecked "{TODAY}"^^xsd:date', "ait:supports ait:contextWindow",
    ) in new  # fmt: skip
    assert "<https://models.dev>" not in new
    assert other.document not in new


def test_of_two_rows_of_a_table_the_one_that_fits_is_the_place() -> None:
    table = "https://epoch.ai/data/ai-models"
    window = (AIT + "contextWindow", '"8192"^^<http://www.w3.org/2001/XMLSchema#integer>')
    maker, output = (AIT + "developedBy", f"<{AIX}openai>"), (AIT + "generates", f"<{AIX}text>")
    fits, other = (Place(table, f'row "{name}"', "2025-06-10") for name in ("A", "B"))
    stated: Stated = {
        MODEL: {"epoch": {fits: frozenset([maker, output]), other: frozenset([window])}}
    }
    new = settled(
        """aix:some-model ait:contextWindow 8192 ; ait:developedBy aix:openai ;
        ait:generates aix:text ; dcterms:source <urn:a> , <urn:b> .""",
        stated,
    )
    assert record(
        table, 'ait:asOf "2025-06-10"^^xsd:date', "ait:hasSourceTier aix:catalogue-source",
        f'ait:lastChecked "{TODAY}"^^xsd:date', 'ait:locator "row \\"A\\""',
        "ait:supports ait:developedBy , ait:generates",
    ) in new  # fmt: skip


def test_a_record_is_not_cited_for_a_price_that_it_does_not_have() -> None:
    at = Place(
        "https://github.com/anomalyco/models.dev/blob/c0ffee/models/a.toml", "", "2026-07-02"
    )
    output = (AIT + "generates", f"<{AIX}text>")
    stated: Stated = {MODEL: {"models.dev": {at: frozenset([output])}}}
    new = settled(
        """aix:some-model ait:inputPrice 2.5 ; ait:generates aix:text ;
        dcterms:source <https://models.dev> , <urn:b> .
    [] a owl:Axiom ; owl:annotatedSource aix:some-model ; owl:annotatedProperty ait:inputPrice ;
        owl:annotatedTarget 2.5 ; dcterms:source <https://models.dev> .""",
        stated,
    )
    whole = record("https://models.dev", "ait:hasSourceTier aix:catalogue-source",
                   "ait:supports ait:inputPrice")  # fmt: skip
    assert whole in new


def test_a_source_of_one_value_annotates_that_value() -> None:
    new = settled("""aix:some-model ait:nativelyAccepts aix:text , aix:image ;
        dcterms:source <urn:a> , <urn:b> .
    [] a owl:Axiom ; owl:annotatedSource aix:some-model ;
        owl:annotatedProperty ait:nativelyAccepts ; owl:annotatedTarget aix:image ;
        ait:asOf "2026-11-20"^^xsd:date ; dcterms:source <urn:a> .""")
    assert "owl:annotatedTarget aix:image ; dcterms:source <urn:a> ." in new
    assert record("urn:a", "ait:hasSourceTier aix:other-source",
                  'ait:lastChecked "2026-11-20"^^xsd:date') in new  # fmt: skip


@pytest.mark.parametrize(
    ("maker", "chosen"), [("openai", "2024-01-01"), ("anthropic", "2024-02-01")]
)
def test_the_value_of_the_better_tier_is_preferred(maker: str, chosen: str) -> None:
    new = settled(f"""aix:some-model ait:developedBy aix:{maker} ;
        ait:announcedOn "2024-01-01"^^xsd:date , "2024-02-01"^^xsd:date ;
        dcterms:source <https://openai.com/a> , <https://arstechnica.com/b> .
    [] a owl:Axiom ; owl:annotatedSource aix:some-model ; owl:annotatedProperty ait:announcedOn ;
        owl:annotatedTarget "2024-01-01"^^xsd:date ; dcterms:source <https://openai.com/a> .
    [] a owl:Axiom ; owl:annotatedSource aix:some-model ; owl:annotatedProperty ait:announcedOn ;
        owl:annotatedTarget "2024-02-01"^^xsd:date ;
        dcterms:source <https://arstechnica.com/b> .""")
    preferred = f'owl:annotatedTarget "{chosen}"^^xsd:date ; ait:preferredBy aix:source-convention'
    assert new.count("ait:preferredBy") == 1
    assert preferred in new


def test_every_address_is_given_once_with_known_organizations() -> None:
    from aitaxonomy.inventory.vocabulary import individuals

    with Path(tiers.__file__).with_name("publishers.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len({row["address"] for row in rows}) == len(rows)
    named = {each for row in rows for each in row["organizations"].split()}
    assert named <= {iri.rsplit("/", 1)[-1] for iri in individuals("Organization")}
    assert all(bool(row["organizations"]) == (row["word_of"] == "maker") for row in rows)
