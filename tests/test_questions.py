"""Each question's checked answer, by the library and by rdflib over plain files; the claims."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from tests.expected_answers import check_columns

from aitaxonomy import HeaderFault, QueryRefused, Taxonomy, UnknownQuestion, UnknownTerm, _data
from aitaxonomy._data import module_iri
from aitaxonomy.graph.claims import BY_DEFINITION, judge
from aitaxonomy.graph.questions import (
    Answer,
    Question,
    claim_checks,
    question,
    question_files,
)
from aitaxonomy.rdf.blank_nodes import canonicalized
from aitaxonomy.rdf.literal_canonicalization import canonical_term
from aitaxonomy.rdf.namespaces import AIT, AIX, PREFIXES, XSD
from aitaxonomy.store import ASSERTED, INFERRED, GraphStore
from aitaxonomy.store.table import Table

FILES = {**{f"claims/{n}": p for n, p in claim_checks().items()}, **question_files()}
#: The questions that the article answers.
OF_THE_ARTICLE = (
    "every-llm-is-generative-ai",
    "every-generative-ai-is-an-llm",
    "content-types-of-generative-ai",
    "primary-modality-of-llms",
    "tasks-of-llms",
    "llm-examples-of-the-article",
    "other-generative-systems-of-the-article",
    "training-data-of-each-approach",
    "applications-of-each-approach",
    "architectures-of-llms",
    "dall-e-is-an-llm",
    "llm-natively-generates-music",
    "how-an-llm-product-makes-images",
    "what-generative-ai-and-llms-have-in-common",
    "suitability-for-a-use-case",
    "best-approach-for-each-use-case",
    "where-the-ratings-differ-most",
    "approach-for-content-in-a-context",
    "multimodal-platforms",
    "comparison-table",
)
_KINDS = "systems have their kinds by inference"
_OUTPUT = "what a product or family generates follows from its parts"
_BROADER = "broader values follow from narrower ones"
#: Queries whose answer differs without what is inferred, and why. All others need no reasoner.
NEED_INFERENCE = {
    "approach-for-content-in-a-context": _KINDS,
    "architectures-of-llms": _KINDS,
    "content-types-of-generative-ai": _KINDS,
    "dall-e-is-an-llm": "refutations are inferred",
    "every-generative-ai-is-an-llm": "refutations are inferred",
    "how-an-llm-product-makes-images": _OUTPUT,
    "llm-examples-of-the-article": _KINDS,
    "llm-natively-generates-music": _KINDS,
    "multimodal-platforms": _KINDS,
    "other-generative-systems-of-the-article": _OUTPUT,
    "tasks-of-llms": _KINDS,
    "agents-their-models-tools-and-autonomy": _KINDS,
    "any-to-any-systems": _KINDS,
    "base-models-of-undisclosed-data": _KINDS,
    "classifications-that-are-unknown": _KINDS,
    "code-models-that-are-general-llms": _KINDS,
    "commercial-use-allowed": _KINDS,
    "descendants-of": _KINDS,
    "encoder-only-language-models": _KINDS,
    "facts-missing-for-the-eu-criteria": _KINDS,
    "generation-methods-of-each-modality": _KINDS,
    "inherited-licence-terms": _KINDS,
    "llms-that-are-not-transformers": _KINDS,
    "llms-that-output-more-than-text": _KINDS,
    "mixtures-of-experts-and-hybrids": _KINDS,
    "models-that-meet-the-eu-compute-criteria": _KINDS,
    "natively-or-through-a-component": _KINDS,
    "obligations-at-a-date": _KINDS,
    "open-and-closed-components": "what powers a system is a component of it by inference",
    "open-weights-open-source-open-science": _KINDS,
    "parameters-total-and-active": _KINDS,
    "reasoning-models-and-their-effort": _KINDS,
    "retrieval-augmented-systems": _KINDS,
    "shortlist": _KINDS,
    "speech-music-and-sound-generators": _KINDS,
    "systems-that-read-images-and-write-only-text": _KINDS,
    "what-depends-on-a-model": _KINDS,
    "who-is-behind-a-system": _KINDS,
    "who-says-so": _KINDS,
    "members-of-a-family": "members of a subfamily are members by inference",
    "claims/approaches-differ": _KINDS,
    "claims/both-complement-each-other": _KINDS,
    "claims/both-learn-patterns": _KINDS,
    "claims/both-serve-tools": _KINDS,
    "claims/choice-depends-on-content": _KINDS,
    "claims/claude-serves-enterprises": _KINDS,
    "claims/content-types-of-generative-ai": _KINDS,
    "claims/generative-ai-applications": _KINDS,
    "claims/generative-ai-combines-architectures": _KINDS,
    "claims/generative-ai-has-many-architectures": _KINDS,
    "claims/generative-ai-learns-patterns": _KINDS,
    "claims/generative-ai-training-is-multimodal": _BROADER,
    "claims/kinds-of-generative-products": _KINDS,
    "claims/llms-are-transformers": _KINDS,
    "claims/llms-handle-text-only": _KINDS,
    "claims/llms-need-integration": _KINDS,
    "claims/llms-perform-text-tasks": _KINDS,
    "claims/llms-take-in-text-only": _KINDS,
    "claims/llms-train-on-much-text": _KINDS,
    "claims/llms-train-on-text": _KINDS,
    "claims/llms-understand-and-write": _KINDS,
    "claims/llms-write-like-people": _KINDS,
    "claims/named-generative-examples": _KINDS,
    "claims/named-llm-examples": _KINDS,
    "claims/not-all-generative-ai-is-an-llm": "refutations are inferred",
    "claims/platforms-combine-both": _KINDS,
    "claims/suitability-differs": _KINDS,
}
Ask = Callable[[str], Table]
ENGINES = ("library", "rdflib")
LLM = rdflib.URIRef(AIT + "LLM")


def _to_oxigraph(term: Any) -> Any:
    match term:
        case None:
            return None
        case rdflib.URIRef():
            return ox.NamedNode(str(term))
        case rdflib.BNode():
            return ox.BlankNode(str(term))
        case rdflib.Literal() if term.language:
            return ox.Literal(str(term), language=term.language)
        case rdflib.Literal() if term.datatype:
            return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))
    return ox.Literal(str(term))


def by_rdflib(graph: rdflib.Graph, query: str) -> Table:
    """Run a query by rdflib's own engine, not by that of the store below it."""
    result = graph.query(query, use_store_provided=False)
    if result.type == "ASK":
        return Table(("answer",), ((ox.Literal(bool(result.askAnswer)),),), form="ASK")
    rows = tuple(tuple(map(_to_oxigraph, row)) for row in result)
    return Table(tuple(map(str, result.vars or ())), rows)


def values(table: Table) -> set[tuple[Any, ...]]:
    """The rows; numbers of floating point compare by value, as engines spell them differently."""
    return {tuple(map(_by_value, row)) for row in table.terms}


def _by_value(term: Any) -> Any:
    double = isinstance(term, ox.Literal) and term.datatype.value == XSD + "double"
    return float(term.value) if double else term


@pytest.fixture(scope="module")
def plain() -> rdflib.Graph:
    """What rdflib reads without our library: the files of the full root."""
    graph = rdflib.Graph()
    for name in _data.modules_of("aitaxonomy-full"):
        graph.parse(_data.module_file(name))
    return graph


@pytest.fixture(scope="module")
def engines(ai: Taxonomy, request: pytest.FixtureRequest) -> dict[str, Ask]:
    """The library, and rdflib by itself on the plain files."""
    return {
        "library": cache(ai.content.store.select),
        "rdflib": cache(lambda query: by_rdflib(request.getfixturevalue("plain"), query)),
    }


@pytest.mark.judges
def test_plain_files_hold_what_follows(plain: rdflib.Graph) -> None:
    """Somebody who asks for all large language models without our library gets them."""
    assert len(set(plain.subjects(rdflib.RDF.type, LLM))) > 400


@pytest.mark.judges
def test_plain_and_merged_files_say_the_same(
    ai: Taxonomy, plain: rdflib.Graph, tmp_path: Path
) -> None:
    """But for the headers of the modules, of which the merged file has one without imports."""
    modules = _data.modules_of("aitaxonomy-full")
    files = [quad for name in modules for quad in ox.parse(path=str(_data.module_file(name)))]
    merged = list(ox.parse(path=str(ai.export(tmp_path, "ntriples")[-1])))
    headers = {ox.NamedNode(module_iri(name)) for name in modules}
    assert not statements(files, headers) ^ statements(merged, headers)
    assert len(plain) == len(files), "rdflib takes nodes of different files for one"


def statements(quads: list[ox.Quad], but_of: set[ox.NamedNode]) -> set[ox.Triple]:
    """With canonical literals and blank nodes: equality is isomorphism."""
    told = (
        f"{quad.subject} {quad.predicate} {spelled(str(quad.object))} ."
        for quad in quads
        if quad.subject not in but_of
    )
    read = ox.parse("\n".join(told), ox.RdfFormat.N_TRIPLES)
    return set(canonicalized(quad.triple for quad in read))


spelled = cache(canonical_term)


def faults(asked: Question, table: Table) -> list[str]:
    """What is wrong with an answer: a claim's answer is its verdict, a question's a table."""
    if asked.name in claim_checks() and isinstance(asked.expected, str):
        verdict = judge(table, by_definition=bool(asked.by_definition))[0]
        return [] if verdict == asked.expected else [f"{verdict}, expected {asked.expected}"]
    return check_columns(asked, table)


# --- the files


def test_each_question_of_the_article_has_a_file_that_says_so() -> None:
    sources = {question(name).source.partition(",")[0] for name in OF_THE_ARTICLE}
    assert sources == {"aix:seed-article"}
    assert len(question_files()) > 60


@pytest.mark.parametrize("name", FILES)
def test_a_source_can_be_followed(ai: Taxonomy, name: str) -> None:
    """It is an address, or a document of the graph, perhaps with a place in it."""
    for source in re.split("; (?=https?://|aix:)", Question.read(FILES[name]).source):
        document = re.search(r"https?://[^\s/]+\.[^\s/]+/|^aix:[\w.-]+", source)
        assert document, source
        if document[0].startswith("aix:"):
            assert ai["SourceDocument"] in ai[document[0]].parents


@pytest.mark.parametrize("name", FILES)
def test_header_and_prefixes(name: str) -> None:
    asked = Question.read(FILES[name])
    assert asked.title.strip()
    assert asked.question.endswith("?")
    assert asked.source.strip()
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>$", asked.query, re.MULTILINE))
    known = {**PREFIXES}
    assert declared.items() <= known.items(), "a prefix stands for something else than elsewhere"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("engine", ENGINES)
def test_checked_answer(engines: dict[str, Ask], engine: str, name: str) -> None:
    asked = Question.read(FILES[name])
    assert faults(asked, engines[engine](asked.query)) == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.judges
def test_engines_give_the_same_rows(engines: dict[str, Ask], name: str) -> None:
    asked = Question.read(FILES[name])
    one, other = (engines[engine](asked.query) for engine in ENGINES)
    assert len(asked.tree) in (0, 5) and set(asked.tree) <= set(one.columns)
    assert one.columns == other.columns
    assert values(one) == values(other)
    assert len(one) == len(other)


@pytest.mark.parametrize("name", FILES)
def test_which_queries_need_inference(ai: Taxonomy, engines: dict[str, Ask], name: str) -> None:
    query = Question.read(FILES[name]).query
    asserted = ai.content.store.select(query, inferred=False)
    same = set(asserted.terms) == set(engines["library"](query).terms)
    assert same is (name not in NEED_INFERENCE)


def test_the_graph_for_rdflib_answers_by_either_engine(ai: Taxonomy) -> None:
    """`graph` is a view of the store: rdflib's own engine reads it too."""
    query = question("suitability-for-a-use-case").query
    assert isinstance(ai.graph, rdflib.Dataset)
    expected = ai.content.store.select(query)
    assert set(by_rdflib(ai.graph, query).terms) == set(expected.terms)
    assert len(list(ai.graph.query(query))) == len(expected) > 0


def test_reasons_are_given_for_queries_that_exist() -> None:
    assert NEED_INFERENCE.keys() <= FILES.keys()


# --- an expectation that is wrong must be noticed

_HEAD = '#: title = "T"\n#: question = "Q?"\n#: source = "S"\n'
_ROWS = "PREFIX ait: <https://w3id.org/aitaxonomy#>\nSELECT ?x WHERE { VALUES ?x { ait:LLM } }\n"
_ASK = "ASK { }\n"
_UNKNOWN = "SELECT ?answer ?x WHERE { VALUES (?answer ?x) { } }\n"


@pytest.mark.parametrize(
    ("answer", "query", "complaint"),
    [
        ("answer = false", _ASK, "the answer is True, expected False"),
        ("answer = true", _UNKNOWN, "the answer is unknown, expected True"),
        ("answer.yes = false", _UNKNOWN, "the answer is None"),
        ('answer.rows = [{ x = "ait:AIModel" }]', _ROWS, "missing"),
        ("answer.rows = []", _ROWS, "1 rows, expected 0"),
        ('answer.rows = [{ x = "ait:LLM" }, { x = "ait:LLM" }]', _ROWS, "1 rows, expected 2"),
        ('answer.includes = [{ x = "ait:AIModel" }]', _ROWS, "missing"),
        ('answer.includes = [{ y = "ait:LLM" }]', _ROWS, "missing"),
        ('answer.excludes = [{ x = "ait:LLM" }]', _ROWS, "must not be there"),
    ],
)
def test_wrong_answer_is_told(
    ai: Taxonomy, tmp_path: Path, answer: str, query: str, complaint: str
) -> None:
    path = tmp_path / "wrong.rq"
    path.write_text(f"{_HEAD}#: {answer}\n{query}")
    asked = Question.read(path)
    found = check_columns(asked, ai.content.store.select(asked.query))
    assert found
    assert complaint in found[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (_ASK, r"wrong\.rq:1: the header has no 'title'"),
        (_HEAD + _ASK, r"wrong\.rq:1: the header has no 'answer'"),
        (_HEAD + "#: answer = true\n#: anser = 1\n" + _ASK, r"wrong\.rq:5: unknown key 'anser'"),
        ("#: title = \n" + _ASK, r"wrong\.rq: the header is not TOML"),
        (
            _HEAD + '#: answer = true\n#: by_definition = ["ait:LLM"]\n' + _ASK,
            r"wrong\.rq:5: unknown key 'by_definition'",
        ),
    ],
)
def test_faulty_header_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "wrong.rq"
    path.write_text(text)
    with pytest.raises(HeaderFault, match=message):
        Question.read(path)


def test_expectation_of_unknown_form_is_told(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "wrong.rq"
    path.write_text(f"{_HEAD}#: answer.ros = []\n{_ROWS}")
    asked = Question.read(path)
    with pytest.raises(HeaderFault, match="rows, includes, excludes"):
        check_columns(asked, ai.content.store.select(asked.query))


# --- parameters


@pytest.mark.parametrize(
    "value",
    ["MusicLM", "musiclm", "aix:musiclm", AIX + "musiclm", "term"],
)
def test_parameter_by_any_name(ai: Taxonomy, value: str) -> None:
    given = ai["MusicLM"] if value == "term" else value
    answer = ai.ask("dall-e-is-an-llm", system=given)
    assert answer.answer is False
    assert {row["label"] for row in answer.to_dicts()} == {"MusicLM"}


def test_parameter_changes_the_answer(ai: Taxonomy) -> None:
    assert ai.ask("dall-e-is-an-llm", system="GPT-4").answer is True
    assert ai.ask("dall-e-is-an-llm", system="Runway", kind="LLMTechnology").answer is None
    assert ai.ask("every-llm-is-generative-ai", kind="LanguageModel").answer is False
    assert ai.ask("every-llm-is-generative-ai", kind="LLM", wider_kind="LLM").answer is True
    assert ai.ask("every-generative-ai-is-an-llm", kind="LLM").answer is True
    assert ai.ask("every-generative-ai-is-an-llm", kind="LLMTechnology").answer is True
    for modality, answer in (("text", True), ("code", True), ("image", False)):
        assert ai.ask("llm-natively-generates-music", modality=modality).answer is answer
    assert ai.ask("llm-natively-generates-music", model="GPT-4o").answer is None
    assert (
        ai.ask("suitability-for-a-use-case", use_case="code assistance").to_dicts()[0]["rating"]
        == "aix:rating-low"
    )


def test_a_student_has_the_answers_of_its_teacher_and_the_parameters_of_its_base(
    ai: Taxonomy,
) -> None:
    answer = ai.ask("root-of", model="aix:deepseek-r1-distill-qwen-14b").to_dicts()
    assert {(row["root"], row["inherits"]) for row in answer} == {
        ("aix:deepseek-v3", "answers"),
        ("aix:qwen2.5-14b", "parameters"),
    }
    (itself,) = ai.ask("root-of", model="GPT-4").to_dicts()
    assert (itself["root"], itself["inherits"]) == ("aix:gpt-4", "no base is known")


MARK = "# An example day: where no other is given, `aitaxonomy ask` takes today."


def test_a_day_that_is_not_given_is_today(ai: Taxonomy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file has an example day, which a comment above it says."""
    monkeypatch.setattr("aitaxonomy.clock.today", lambda: "2024-01-02")
    dated = [asked for asked in ai.questions() if asked.days]
    assert len(dated) >= 3
    for asked in dated:
        lines = [line.strip() for line in asked.query.splitlines()]
        for number, line in enumerate(lines):
            if line.endswith("^^xsd:date }"):
                assert lines[number - 1] == MARK, asked.name
        answer = ai.ask(asked.name)
        days = dict.fromkeys(asked.days, "2024-01-02")
        assert answer.parameters == {**asked.example, **days}
        assert "2024-01-02 (today)" in answer.asked_with
        given = ai.ask(asked.name, **days)
        assert given.parameters == answer.parameters and given.rows == answer.rows


def test_each_answer_says_with_what_it_was_asked(ai: Taxonomy) -> None:
    for asked in ai.questions():
        answer = ai.ask(asked.name, **asked.example)
        assert answer.parameters == answer.to_json()["parameters"] == asked.example
        assert check_columns(asked, ai.content.store.select(asked.bind(asked.example))) == []
    answer = ai.ask("dall-e-is-an-llm", system="gpt4")
    assert answer.parameters == {"system": "aix:gpt-4", "kind": "ait:LLM"}
    assert answer.asked_with == "system: GPT-4; kind: large language model"
    assert "system: GPT-4" in answer._repr_html_()


def test_the_day_on_the_market_decides_which_obligation_bears(ai: Taxonomy) -> None:
    """Of general-purpose models the law gives those of before 2 August 2025 two years more."""

    def told(model: str, date: str) -> dict[str, tuple[str, str]]:
        rows = ai.ask("obligations-at-a-date", system=model, date=date).to_dicts()
        return {row["obligation"]: (row["state"], row["missing"]) for row in rows}

    duties = "aix:eu-general-purpose-model-duties"
    assert told("aix:gpt-4", "2027-08-01")[f"{duties}-of-earlier-models"] == ("not yet", None)
    assert told("aix:gpt-4", "2027-08-02")[f"{duties}-of-earlier-models"] == ("applies", None)
    assert duties not in told("aix:gpt-4", "2027-08-02")
    state, missing = told("aix:gpt-5", "2025-08-07")[duties]
    assert state == "depends on what is missing" and "training compute" in missing
    assert told("aix:bert", "2027-08-02").keys().isdisjoint({duties, f"{duties}-of-earlier-models"})


def test_unknown_answer_is_neither_yes_nor_no(ai: Taxonomy) -> None:
    answer = ai.ask("dall-e-is-an-llm", system="Runway", kind="LLMTechnology")
    assert str(answer) == "unknown"
    assert not answer


def test_rows_that_decide_nothing_are_unknown() -> None:
    asked = question("dall-e-is-an-llm")
    yes, no, text = ox.Literal(True), ox.Literal(False), ox.Literal("x")
    columns = ("answer", "label")
    both = Answer.of(asked, Table(columns, ((yes, text), (no, text))))
    unbound = Answer.of(asked, Table(columns, ((None, text),)))
    for answer in (both, unbound):
        assert answer.answer is None
        assert not answer


INJECTIONS = [
    'ait:LLM" } ',
    "ait:LLM } . ?s ?p ?o . VALUES ?x { ait:LLM",
    "ait:LLM }\nVALUES ?x { ait:LLM",
    "https://example.org/> } SELECT",
    "<https://example.org/a b>",
    "https://example.org/{x}",
    "https://example.org/\\u003E",
    "ait:LLM UNDEF",
    "?kind",
    "",
]


@pytest.mark.parametrize("value", INJECTIONS)
def test_injection_is_refused(ai: Taxonomy, value: str) -> None:
    with pytest.raises(QueryRefused):
        question("every-llm-is-generative-ai").bind({"kind": value})
    with pytest.raises(UnknownTerm):
        ai.ask("every-llm-is-generative-ai", kind=value)


def test_literal_parameter_is_quoted(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "by-label.rq"
    path.write_text(
        f"{_HEAD}#: answer.rows = []\nSELECT ?x WHERE {{\n"
        '  VALUES ?label { "no such"@en }\n  ?x ?p ?label .\n}\n'
    )
    asked = Question.read(path)
    assert asked.parameters == {"label": '"no such"@en'}
    assert len(ai.content.store.select(asked.bind({"label": "GPT-4"}))) == 1
    for hostile in ('" } ?x ?p ?o . #', "a\nb", "\\", '"""', "}"):
        bound = asked.bind({"label": hostile})
        assert bound.count("\n") == asked.query.count("\n")
        assert len(ai.content.store.select(bound)) == 0


@pytest.mark.parametrize(
    "name", ["../queries/tasks-of-llms", "tasks-of-llms.rq", "claims/copilot-writes-code", ""]
)
def test_question_names_are_looked_up_never_joined_to_a_path(ai: Taxonomy, name: str) -> None:
    with pytest.raises(UnknownQuestion):
        ai.ask(name)


def test_near_misses_are_named(ai: Taxonomy) -> None:
    with pytest.raises(UnknownQuestion, match=r"did you mean .*tasks-of-llms"):
        ai.ask("task-of-llm")
    with pytest.raises(UnknownQuestion, match="no parameter 'knd'; it has: kind"):
        ai.ask("tasks-of-llms", knd="LLM")


# --- claims


def test_claims_and_checks_are_one_to_one(ai: Taxonomy) -> None:
    checks = ai.content.store.select(
        "PREFIX ait: <https://w3id.org/aitaxonomy#> "
        "SELECT ?claim ?check { ?claim a ait:Claim OPTIONAL { ?claim ait:checkedBy ?check } }"
    ).rows
    names = [str(check).rsplit("/", 1)[-1] for _, check in checks]
    assert sorted(names) == sorted(claim_checks())
    assert all(str(check).startswith(PREFIXES["aiq"]) for _, check in checks)


def test_computed_verdicts_are_those_of_the_headers(ai: Taxonomy) -> None:
    expected = {name: Question.read(path).expected for name, path in claim_checks().items()}
    assert {claim.check: claim.verdict for claim in ai.claims()} == expected


def test_a_claim_with_exceptions_names_them(ai: Taxonomy) -> None:
    claims = {claim.check: claim for claim in ai.claims()}
    assert AIX + "gpt-4o" in claims["llms-handle-text-only"].exceptions
    assert AIX + "mamba-1.4b" in claims["llms-are-transformers"].exceptions
    assert claims["llms-are-generative"].exceptions == ()


def test_a_claim_by_definition_names_the_terms_and_a_limit_is_noted(ai: Taxonomy) -> None:
    claims = {claim.check: claim for claim in ai.claims()}
    assert claims["llms-are-generative"].by_definition == ("ait:LLM", "ait:GenerativeAI")
    assert claims["llms-perform-text-tasks"].by_definition == ()
    for undecided in (claim for claim in claims.values() if claim.verdict == "undecided"):
        assert undecided.note, "what keeps it undecided is to be told"


def test_judging_rows() -> None:
    yes, no = ox.Literal(True), ox.Literal(False)
    a, b = ox.NamedNode("urn:a"), ox.NamedNode("urn:b")

    def verdict(*rows: tuple[Any, Any]) -> str:
        return judge(Table(("thing", "holds"), rows))[0]

    assert verdict((a, yes), (b, yes)) == "holds"
    assert verdict((a, yes), (b, None)) == "holds as far as known"
    assert verdict((a, yes), (b, no)) == "holds with exceptions"
    assert verdict((a, no)) == "does not hold"
    assert verdict((a, None)) == "undecided"
    assert verdict() == "undecided"
    assert judge(Table(("answer",), ((yes,),), form="ASK"))[0] == "holds"
    assert judge(Table(("answer",), ((no,),), form="ASK"))[0] == "does not hold"


def test_judging_what_is_true_by_definition() -> None:
    for answer, verdict in ((True, BY_DEFINITION), (False, "does not hold")):
        table = Table(("answer",), ((ox.Literal(answer),),), form="ASK")
        assert judge(table, by_definition=True) == (verdict, (), ())


def test_rows_are_not_true_by_definition(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    path = tmp_path / "claims" / "wrong.rq"
    head = f'{_HEAD}#: answer = "{BY_DEFINITION}"\n#: by_definition = ["ait:LLM"]\n'
    path.write_text(head + _ASK)
    assert Question.read(path).by_definition == ("ait:LLM",)
    path.write_text(head + _ROWS)
    with pytest.raises(HeaderFault, match="use ASK"):
        Question.read(path)


# --- claims can fail

_SPARQL = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_SPARQL += "PREFIX ex: <https://example.org/>\n"
HOLDS, KNOWN, EXCEPT = "holds", "holds as far as known", "holds with exceptions"
FAILS, OPEN = "does not hold", "undecided"


@dataclass(frozen=True)
class Change:
    """Triples that go and triples that come, for each match of a pattern."""

    verdict: str
    gone: str = ""
    new: str = ""
    where: str | None = None

    def apply(self, store: GraphStore) -> tuple[set[ox.Quad], set[ox.Quad]]:
        """Change the store; return the quads that went, and those that came."""
        where = self.gone if self.where is None else self.where
        goes = self._made(store, self.gone, where)
        gone = {q for g in (ASSERTED, INFERRED) for q in self._in(g, goes) if q in store.store}
        new = self._in(ASSERTED, self._made(store, self.new, where))
        come = {quad for quad in new if quad not in store.store}
        for quad in gone:
            store.store.remove(quad)
        store.store.extend(come)
        return gone, come

    @staticmethod
    def _made(store: GraphStore, template: str, where: str) -> list[ox.Triple]:
        query = f"{_SPARQL}CONSTRUCT {{ {template} }} WHERE {{ {where} }}"
        found = store.store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, ox.QueryTriples)
        return list(found)

    @staticmethod
    def _in(graph: str, triples: list[ox.Triple]) -> list[ox.Quad]:
        node = ox.NamedNode(graph)
        return [ox.Quad(t.subject, t.predicate, t.object, node) for t in triples]


def judgement(rating: str, approach: str, use_case: str) -> str:
    """Triples of an evaluation by another source than the article."""
    return f"""ex:judgement a ait:SuitabilityAssessment ; ait:assessesApproach aix:{approach} ;
        ait:forUseCase aix:{use_case} ; ait:hasRating aix:rating-{rating} ;
        dcterms:source <https://example.org/evaluation>"""


#: For each check a change of the facts, or of the axioms, and the verdict that it brings about.
CHANGES = {
    "approaches-differ": Change(
        KNOWN,
        new="aix:gpt-4 ait:nativelyGenerates ?content",
        where="?model ait:nativelyGenerates ?content",
    ),
    "both-complement-each-other": Change(HOLDS, gone="aix:gpt-4o ait:nativelyGenerates ?content"),
    "both-learn-patterns": Change(
        KNOWN,
        gone="?model ait:trainedWith ?method",
        where="?model a ait:NonLLMGenerativeModel ; ait:trainedWith ?method",
    ),
    "both-serve-tools": Change(HOLDS, new="aix:brex-chat ait:integrates aix:dall-e-3", where=""),
    "chatgpt-converses": Change(KNOWN, gone="aix:chatgpt ait:performsTask aix:content-writing"),
    "choice-depends-on-content": Change(FAILS, gone="?model a ait:NonLLMGenerativeModel"),
    "claude-serves-enterprises": Change(
        EXCEPT, new="aix:claude-app ait:hasLicence aix:llama-licence-non-commercial", where=""
    ),
    "claude-summarizes": Change(
        HOLDS, new="aix:claude-3-opus ait:performsTask aix:decision-support", where=""
    ),
    "content-types-of-generative-ai": Change(KNOWN, gone="?model ait:nativelyGenerates aix:video"),
    "copilot-writes-code": Change(FAILS, gone="aix:github-copilot ait:generates aix:code"),
    "dalle-makes-images": Change(KNOWN, gone="aix:dall-e-2 ait:nativelyGenerates aix:image"),
    "generative-ai-applications": Change(KNOWN, gone="?any ait:performsTask aix:music-generation"),
    "generative-ai-combines-architectures": Change(
        FAILS,
        gone="?model ait:hasArchitecture ?one",
        where="?model a ait:NonLLMGenerativeModel ; ait:hasArchitecture ?one",
    ),
    "generative-ai-creates-content": Change(
        FAILS, gone="ait:RuleBasedAI rdfs:subClassOf ait:NonGenerativeAI"
    ),
    "generative-ai-has-many-architectures": Change(
        KNOWN, gone="?model ait:hasArchitecture aix:diffusion-model"
    ),
    "generative-ai-learns-patterns": Change(
        EXCEPT,
        new="ex:poet a ait:GenerativeModel ; ait:hasArchitecture aix:rule-based-system",
        where="",
    ),
    "generative-ai-training-is-multimodal": Change(
        HOLDS, new="aix:gpt-3 ait:trainedOn aix:structured-data-tables", where=""
    ),
    "kinds-of-generative-products": Change(KNOWN, gone="?product a ait:MusicGenerator"),
    "llm-applications": Change(
        KNOWN,
        gone="?any ait:performsTask ?task",
        where="aix:chatbots ait:involvesTask ?task . ?any ait:performsTask ?task",
    ),
    "llms-are-generative": Change(FAILS, gone="ait:LLM rdfs:subClassOf ?kind"),
    "llms-are-transformers": Change(FAILS, gone="?model ait:hasArchitecture aix:transformer"),
    "llms-excel-at-text": Change(
        KNOWN, new=judgement("high", "llm-approach", "code-assistance"), where=""
    ),
    "llms-generate-text": Change(
        FAILS,
        gone="?part owl:hasValue aix:text",
        where="?part owl:onProperty ait:hasPrimaryModality ; owl:hasValue aix:text",
    ),
    "llms-handle-text-only": Change(KNOWN, gone="?model a ait:MultimodalLLM"),
    "llms-need-integration": Change(
        EXCEPT,
        new="""ex:painter a ait:LLMBasedSystem ; ait:generates aix:image ;
               ait:integrates aix:gpt-4o""",
        where="",
    ),
    "llms-perform-text-tasks": Change(KNOWN, gone="?any ait:performsTask aix:translation"),
    "llms-take-in-text-only": Change(
        HOLDS,
        gone="?model ait:nativelyAccepts ?other",
        where="""?model a ait:LLM ; ait:nativelyAccepts ?other .
                 MINUS { ?other a ait:TextualModality }""",
    ),
    "llms-train-on-much-text": Change(KNOWN, gone="aix:atlas-11b ait:trainingCompute ?operations"),
    "llms-train-on-text": Change(FAILS, gone="?model ait:trainedOn aix:text-data"),
    "llms-understand-and-write": Change(
        KNOWN, gone="?any ait:performsTask aix:text-classification"
    ),
    "llms-write-like-people": Change(
        OPEN,
        gone="?model ait:trainedOn ?data",
        where="?model a ait:LLM ; ait:trainedOn ?data . FILTER(?data != aix:synthetic-data)",
    ),
    "musiclm-makes-music": Change(FAILS, gone="aix:musiclm ait:nativelyAccepts aix:text"),
    "named-generative-examples": Change(
        EXCEPT,
        gone="aix:midjourney ait:isNotA ait:LLMTechnology",
        new="aix:midjourney a ait:LLMTechnology",
    ),
    "named-llm-examples": Change(KNOWN, gone="aix:palm a ait:LLMTechnology"),
    "not-all-generative-ai-is-an-llm": Change(FAILS, gone="?any ait:isNotA ait:LLMTechnology"),
    "outputs-are-coherent-and-creative": Change(
        FAILS, new=judgement("low", "generative-ai-approach", "creative-art"), where=""
    ),
    "platforms-combine-both": Change(KNOWN, gone="?any ait:isNotA ait:MultimodalPlatform"),
    "runway-makes-video": Change(
        HOLDS,
        new="""[] owl:annotatedSource aix:runway ; owl:annotatedProperty ait:performsTask ;
               owl:annotatedTarget aix:visual-effects ; dcterms:source <https://runwayml.com>""",
        where="",
    ),
    "suitability-differs": Change(
        EXCEPT,
        gone="?llm ait:performsTask ?task",
        where="""aix:code-assistance ait:involvesTask ?task . ?llm ait:performsTask ?task
                 MINUS { ?llm ait:isNotA ait:LLMTechnology }""",
    ),
}


@pytest.fixture(scope="module")
def copied(ai: Taxonomy) -> GraphStore:
    """A store of its own of what is asserted and inferred, to be changed and changed back."""
    store = GraphStore()
    for graph in (ASSERTED, INFERRED):
        store.add(ai.content.store.triples(graph), graph)
    return store


@contextmanager
def changed(store: GraphStore, change: Change) -> Iterator[None]:
    """The store as a change makes it, and afterwards as it was before."""
    gone, come = change.apply(store)
    assert bool(gone) == bool(change.gone), "what is to go must be there"
    assert bool(come) == bool(change.new), "what is to come must not be there"
    try:
        yield
    finally:
        for quad in come:
            store.store.remove(quad)
        store.store.extend(gone)


def verdict_of(name: str, store: GraphStore) -> str:
    """The verdict on the claim that a query checks."""
    asked = Question.read(claim_checks()[name])
    return judge(store.select(asked.query), by_definition=bool(asked.by_definition))[0]


def test_each_check_has_a_change_that_turns_it() -> None:
    assert CHANGES.keys() == claim_checks().keys()


@pytest.mark.parametrize("name", claim_checks())
def test_a_change_turns_the_verdict(copied: GraphStore, name: str) -> None:
    change = CHANGES[name]
    before = verdict_of(name, copied)
    assert before == Question.read(claim_checks()[name]).expected != change.verdict
    with changed(copied, change):
        assert verdict_of(name, copied) == change.verdict
    assert verdict_of(name, copied) == before


def test_what_is_true_by_definition_needs_the_core_alone_and_all_else_needs_facts() -> None:
    store = GraphStore()
    store.load([_data.folder("ontology") / "core.ttl"])
    for name, path in claim_checks().items():
        asked = Question.read(path)
        assert asked.by_definition == () or asked.expected == BY_DEFINITION
        possible = {BY_DEFINITION} if asked.by_definition else {OPEN, FAILS}
        assert verdict_of(name, store) in possible, name
        named = set(re.findall(r"\bait:[A-Z]\w+", asked.query))
        assert named >= set(asked.by_definition)


def test_no_verdict_rests_on_what_the_article_alone_says_of_systems(copied: GraphStore) -> None:
    """Facts for which no other source is given, and the areas and goals that it names."""
    change = Change(
        "",
        gone="?system ?property ?value",
        where="""
        { ?note owl:annotatedSource ?system ; owl:annotatedProperty ?property ;
                owl:annotatedTarget ?value ; dcterms:source aix:seed-article .
          FILTER NOT EXISTS {
            ?note dcterms:source ?other . FILTER(?other != aix:seed-article)
          } }
        UNION
        { ?record owl:annotatedSource ?system ; ait:supports ?property ;
                  owl:annotatedTarget aix:seed-article .
          ?system ?property ?value .
          FILTER NOT EXISTS {
            ?else owl:annotatedSource ?system ; ait:supports ?property ;
                  owl:annotatedTarget ?other .
            FILTER(?other != aix:seed-article)
          } }
        UNION { ?system ?property ?value . FILTER(?property = ait:suitsApproach) }""",
    )
    with changed(copied, change):
        for name, path in claim_checks().items():
            assert verdict_of(name, copied) == Question.read(path).expected, name
