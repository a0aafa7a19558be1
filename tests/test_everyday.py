"""Questions in people's words: their meaning, their answers, and both senses in each answer."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from aitaxonomy import ENTAILED, REFUTED, UNKNOWN, ClaimFault, Taxonomy, UnknownTerm
from aitaxonomy.answers.everyday import Everyday
from aitaxonomy.graph.predicates import Between
from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.namespaces import AIT, AIX
from aitaxonomy.reasoning.verdict import Members

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[list[str]]:
    """The rows of a table of expectations, without its comments."""
    text = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [each for each in csv.reader(
        (line for line in text if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
    ) if each]  # fmt: skip


EVERYDAY, CLAIMS = rows("everyday.tsv"), rows("claims.tsv")
#: What is answered otherwise than people expect, with the reason.
ARGUED = {(thing, word): verdict for thing, word, verdict, _ in rows("everyday_argued.tsv")}


def test_there_are_many_questions_and_few_are_argued() -> None:
    verdicts = [row[2] for row in EVERYDAY]
    assert len(EVERYDAY) >= 290 and min(map(verdicts.count, set(verdicts))) > 30
    assert len(ARGUED) < len(EVERYDAY) / 10
    asked = {(thing, word) for thing, word, *_ in EVERYDAY} | {(row[0], "") for row in CLAIMS}
    assert ARGUED.keys() <= asked


@pytest.mark.parametrize(
    ("thing", "word", "verdict", "why"), EVERYDAY, ids=[f"{row[0]} {row[1]}" for row in EVERYDAY]
)
def test_what_people_expect(ai: Taxonomy, thing: str, word: str, verdict: str, why: str) -> None:
    expected = ARGUED.get((thing, word), verdict)
    try:
        found = str(ai.is_a(thing, word).verdict)
    except UnknownTerm:
        found = "no such name"
    assert found == expected, why


@pytest.mark.parametrize(("claim", "verdict", "why"), CLAIMS, ids=[row[0] for row in CLAIMS])
def test_claims_that_people_make(ai: Taxonomy, claim: str, verdict: str, why: str) -> None:
    expected = ARGUED.get((claim, ""), verdict)
    try:
        found = str(ai.check(claim).verdict)
    except UnknownTerm:
        found = "no such name"
    assert found == expected, why


# --- the two senses


def test_a_word_is_read_as_people_use_it_and_an_iri_as_it_is_defined(ai: Taxonomy) -> None:
    spoken = ai.is_a("ChatGPT", "LLM")
    assert (spoken.verdict, spoken.sense) == (ENTAILED, "everyday")
    assert spoken.strict is not None and spoken.strict.verdict is REFUTED
    assert spoken.proof is not None and spoken.proof.check()
    for kind in ("ait:LLM", AIT + "LLM", ai["LLM"]):
        defined = ai.is_a("ChatGPT", kind)
        assert (defined.verdict, defined.sense, defined.strict) == (REFUTED, "strict", None)
    assert ai.is_a("ChatGPT", "LLM", strict=True).verdict is REFUTED


def test_a_family_is_spoken_of_by_its_members(ai: Taxonomy) -> None:
    found = ai.is_a("GPT", "LLM")
    assert found.verdict is ENTAILED and found.members is not None
    assert len(found.members.entailed) > 30 and found.members.refuted
    assert AIX + "convention-four-in-five" in found.by_convention
    assert f"{len(found.members.entailed)} of {found.members.decided}" in found.note
    assert found.proof is not None and found.proof.check()
    document = found.to_json()
    assert document["members"]["entailed"] == len(found.members.entailed)
    assert document["basis"] == "convention"
    assert ai.is_a("GPT", "image generator").verdict is REFUTED
    assert ai.is_a("GPT", "ait:LLM").verdict is REFUTED


def test_a_family_of_one_sort_is_so_strictly_too(ai: Taxonomy) -> None:
    found = ai.is_a("DALL·E", "ait:ImageGenerator")
    assert found.verdict is ENTAILED
    assert AIX + "convention-known-members" in found.by_convention


def test_four_in_five_decide() -> None:
    assert Members(tuple("abcd"), ("e",)).verdict is ENTAILED
    assert Members(tuple("abc"), ("e",)).verdict is UNKNOWN
    assert Members(("a",), tuple("bcde")).verdict is REFUTED
    assert Members((), (), ("f",)).verdict is UNKNOWN
    assert Members(("a",), ("b", "c")).exceptions == ("a",)


def test_undisclosed_scale_counts_by_convention_and_can_be_left_out(ai: Taxonomy) -> None:
    found = ai.is_a("Grok 4.6", "LLM")
    assert found.verdict is ENTAILED
    assert found.by_convention == (AIX + "convention-undisclosed-scale",)
    assert found.first_line == "entailed, by convention"
    assert ai.is_a("Grok 4.6", "LLM", conventions=False).verdict is UNKNOWN
    strict = ai.is_a("Grok 4.6", "ait:LLM")
    assert (strict.verdict, strict.basis) == (ENTAILED, "convention")
    assert ai.is_a("Grok 4.6", "ait:LLM", conventions=False).verdict is UNKNOWN
    assert ai.is_a("PaLM", "LLM", conventions=False).verdict is not ENTAILED
    assert ai.is_a("Llama 3.1 8B", "LLM", conventions=False).verdict is ENTAILED


def test_what_is_looked_up_has_its_grounds(ai: Taxonomy) -> None:
    found = ai.is_a("Bard", "made by Microsoft")
    assert found.verdict is REFUTED and found.proof is None
    (ground,) = found.grounds
    assert "Google" in ground.text
    assert (ground.location.file or "").endswith(".ttl") and ground.location.line
    assert found.by_convention == (AIX + "convention-complete-list",)
    assert ai.is_a("Bard", "made by Microsoft", conventions=False).verdict is UNKNOWN
    assert ai.is_a("Bard", "made by Google", conventions=False).verdict is ENTAILED


# --- words


def test_a_misspelling_with_one_sensible_reading_is_told(ai: Taxonomy) -> None:
    assert ai.is_a("midjourny", "generativ AI").read_as == ("Midjourney", "generative AI")
    with pytest.raises(UnknownTerm, match="GPT-77"):
        ai.is_a("GPT-77", "LLM")
    with pytest.raises(UnknownTerm, match="frobnicator"):
        ai.is_a("GPT-4", "frobnicator")


def test_what_is_shown_against_a_kind_is_not_of_it_in_either_sense(ai: Taxonomy) -> None:
    for claim in ("all chatbots are LLMs", "all generative AI systems are LLMs"):
        shown = str(ai.check(claim).proof).splitlines()[0].split(": ")[1].split(" is one")[0]
        assert ai.is_a(shown, "LLM").verdict is REFUTED, (claim, shown)


def test_suggestions_are_of_what_can_stand_there(ai: Taxonomy) -> None:
    with pytest.raises(UnknownTerm) as error:
        ai.is_a("GPT-4", "open door")
    assert "Openjourney" not in str(error.value) and "resource" not in str(error.value)
    with pytest.raises(UnknownTerm) as error:
        ai.is_a("Stable Confusion", "LLM")
    assert "Stable Diffusion" in str(error.value)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("an agent", "AIAgent"),
        ("large language models", "LLM"),
        ("a GAN", "GANModel"),
        ("multimodal", "MultimodalAI"),
        ("open weights", "OpenWeightsModel"),
        ("a transformer-based model", "TransformerModel"),
        ("GPAI", "GPAIModel"),
    ],
)
def test_words_of_kinds(ai: Taxonomy, words: str, kind: str) -> None:
    assert ai.content.lexicon.predicate(words).kind == AIT + kind


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("released in 2023", "2023", "2024-01-01"),
        ("released before 2020", "", "2020"),
        ("published after 2020-05", "2020-06-01", ""),
        ("launched since 2024-02-29", "2024-02-29", ""),
    ],
)
def test_days_are_spans(ai: Taxonomy, words: str, start: str, end: str) -> None:
    of = ai.content.lexicon.predicate(words).of
    assert isinstance(of, Between) and (of.start, of.end) == (start, end)


@pytest.mark.parametrize(
    ("words", "prop", "bound", "number"),
    [
        ("more than one trillion parameters", "parameterCount", "minExclusive", 10**12),
        ("under 10B parameters", "parameterCount", "maxExclusive", 10**10),
        ("a context of at least 128k tokens", "contextWindow", "minInclusive", 128_000),
        ("at most half a million tokens of context", "contextWindow", "maxInclusive", 500_000),
        ("larger than GPT-3", "parameterCount", "minExclusive", 175 * 10**9),
        ("a shorter context than GPT-4", "contextWindow", "maxExclusive", 8_192),
    ],
)
def test_sizes_are_bounds(ai: Taxonomy, words: str, prop: str, bound: str, number: int) -> None:
    of = ai.content.lexicon.predicate(words).of
    assert isinstance(of, ax.DataSome) and of.prop == AIT + prop
    assert isinstance(of.range, ax.DataRange)
    assert [(name, int(at.lexical)) for name, at in of.range.facets] == [(bound, number)]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Who made Claude?", "`show Claude` tells"), ("what is an LLM", "`show LLM` tells"),
        ("When was Gemini 2.5 Pro released?", "`show 'Gemini 2.5 Pro'` tells"),
        ("What is the context window of GPT-4o", "`show GPT-4o` tells"),
        ("when did GPT-3 come out", "`show GPT-3` tells"),
        ("Who is it?", "`ask 'Who is it'` answers it if it is understood, and `find` lists"),
    ],
)  # fmt: skip
def test_an_open_question_is_told_where_it_is_answered(ai: Taxonomy, asked: str, told: str) -> None:
    with pytest.raises(ClaimFault, match=f"asks for more than a yes or no: .*{told}"):
        ai.check(asked)


def test_what_is_better_is_not_decided(ai: Taxonomy) -> None:
    with pytest.raises(ClaimFault, match="depends on the purpose: `compare 'Llama 3' GPT-4`"):
        ai.check("is Llama 3 more accurate than GPT-4?")


def test_a_number_that_is_not_on_record_is_told(ai: Taxonomy) -> None:
    with pytest.raises(UnknownTerm, match="parameter count of GPT-4 is not on record"):
        ai.is_a("BERT", "larger than GPT-4")


def test_a_name_of_several_things_is_undecided_where_they_differ(ai: Taxonomy) -> None:
    found = ai.is_a("Codex", "retired")
    assert found.verdict is UNKNOWN and "several things" in found.note


def test_a_product_is_looked_at_on_a_day(ai: Taxonomy) -> None:
    content = ai.content
    strict = lambda thing, kind: ai.is_a(thing, kind, strict=True).verdict  # noqa: E731
    then = Everyday(content.store, strict, today="2022-12-15").engines(AIX + "chatgpt")
    now = Everyday(content.store, strict).engines(AIX + "chatgpt")
    assert AIX + "gpt-3.5" in then and AIX + "gpt-3.5" not in now


def test_data_of_ones_own_is_asked_in_both_senses(ai: Taxonomy, tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(
        """@prefix ait: <https://w3id.org/aitaxonomy#> . @prefix ex: <https://example.org/> .
        @prefix aix: <https://w3id.org/aitaxonomy/id/> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        ex:desk a owl:NamedIndividual , ait:AIApplication ; rdfs:label "Help desk" ;
            ait:developedBy aix:openai ; ait:poweredBy aix:gpt-4 ."""
    )
    mine = ai + file
    assert mine.is_a("Help desk", "LLM").verdict is ENTAILED
    assert mine.is_a("Help desk", "ait:LLM").verdict is REFUTED
    assert mine.is_a("Help desk", "made by OpenAI").verdict is ENTAILED
    assert mine.is_a("Help desk", "made by Google").verdict is REFUTED
    assert mine.is_a("ChatGPT", "LLM").verdict is ENTAILED


def test_a_name_in_ones_own_data_means_what_is_there(ai: Taxonomy) -> None:
    """But what is an exact match of a shipped system, means that one."""
    own = ai + "examples/inventory.ttl"  # its Aurora is none of Microsoft's
    assert str(ai.is_a("Aurora", "LLM").verdict) == "refuted"
    assert own.is_a("Aurora", "LLM").thing == own["Aurora"].iri != ai["Aurora"].iri
    assert str(own.is_a("Aurora", "LLM").verdict) == "unknown"
    assert own.is_a("GPT-4", "LLM").thing == ai["GPT-4"].iri
    matched = ai + "examples/models.csv"
    assert matched.is_a("GPT-4o", "LLM").thing == ai["GPT-4o"].iri


@pytest.mark.parametrize("words", ["ait:LLM", "an ait:LLM", "the ait:LLM"])
def test_an_article_before_a_curie_changes_nothing(ai: Taxonomy, words: str) -> None:
    found = ai.is_a("ChatGPT", words)
    assert (str(found.verdict), found.sense) == ("refuted", "strict")


@pytest.mark.parametrize(
    ("thing", "word"),
    [("ChatGPT", "LLM"), ("Claude", "LLM"), ("GitHub Copilot", "image generator"), ("BERT", "LLM")],
)
def test_the_proof_of_an_everyday_answer_is_valid(thing: str, word: str) -> None:
    ai = Taxonomy()
    for found in (ai.is_a(thing, word), ai.check(f"{thing} is a {word}")):
        document = json.loads(json.dumps(found.to_json()))
        assert document["sense"] == "everyday" and document["proof"]
        assert ai.check_proof(document), str(ai.check_proof(document))
        document["proves"] = {"thing": "aix:whisper", "kind": "ait:LLM"}
        assert not ai.check_proof(document), "a proof of something else"


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("Grok is made by Elon Musk", "nothing is called 'Elon Musk'"),
        ("GPT-4 is made by Gogle", "nothing is called 'Gogle'; did you mean 'Google'"),
        ("is LangGraph an LLM", "nothing is called 'LangGraph'"),
        ("does Bing use GPT-4", "nothing is called 'Bing'; did you mean 'Bing Chat'"),
        ("is predictive policing generative AI", "nothing is called 'predictive policing'"),
        ("is OpenAI a company", "nothing is called 'a company'"),
    ],
)
def test_of_an_unknown_value_its_name_alone_is_told(ai: Taxonomy, claim: str, told: str) -> None:
    with pytest.raises(UnknownTerm, match=told):
        ai.check(claim)
