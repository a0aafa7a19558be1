"""Deprecated terms answer when they are asked for by name, name what replaces them, and warn."""

import json
import re
import tarfile
import warnings
from collections.abc import Iterable
from pathlib import Path

import pytest

from aitaxonomy import DeprecatedTerm, Taxonomy
from aitaxonomy._data import folder, ontology_files
from aitaxonomy.agents.tools import called
from aitaxonomy.cli import main
from aitaxonomy.inventory import vocabulary
from aitaxonomy.inventory.importing import import_file
from aitaxonomy.operations import OPERATIONS
from aitaxonomy.server.exchange import warned
from aitaxonomy.server.work import unpacked, verbs
from aitaxonomy.site.pages import Pages
from aitaxonomy.store import GraphStore
from aitaxonomy.versions.version import frozen

AIT, AIX = "https://w3id.org/aitaxonomy#", "https://w3id.org/aitaxonomy/id/"
PREFIXES = """@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
#: A kind and a product under new names, a kind that was split, and one without a replacement.
GONE = (
    PREFIXES
    + """
dcterms:isReplacedBy a owl:AnnotationProperty . obo:IAO_0100001 a owl:AnnotationProperty .
ait:BigTextModel a owl:Class ; owl:deprecated true ; rdfs:label "big text model"@en ;
    skos:definition "A model of text that is big."@en ; dcterms:isReplacedBy ait:OlderLLM ;
    skos:historyNote "Since version 0.3.0, as nobody says so."@en .
ait:OlderLLM a owl:Class ; owl:deprecated true ; rdfs:label "older LLM"@en ;
    dcterms:isReplacedBy ait:LLM .
ait:EitherModel a owl:Class ; owl:deprecated true ; rdfs:label "either model"@en ;
    rdfs:subClassOf ait:AIModel ; dcterms:isReplacedBy ait:LLM , ait:SmallLanguageModel .
aix:talk-bot a owl:NamedIndividual ; owl:deprecated true ; rdfs:label "TalkBot"@en ;
    obo:IAO_0100001 aix:chatgpt .
"""
)
READ = "'ait:BigTextModel' is deprecated: use 'ait:LLM' (large language model)"
TALKS = "'aix:talk-bot' is deprecated: use 'aix:chatgpt' (ChatGPT)"
SHIPPED = "'ait:noMakerSourceFor' is deprecated, and nothing replaces it"


@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gone") / "gone.ttl"
    path.write_text(GONE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def ai(gone: Path) -> Taxonomy:
    return Taxonomy() + gone


def test_a_deprecated_term_is_shown_with_its_replacement(ai: Taxonomy) -> None:
    for name in ("ait:BigTextModel", "BigTextModel", "big text model", AIT + "BigTextModel"):
        with pytest.warns(DeprecatedTerm, match=re.escape(READ)):
            term = ai[name]
        assert (term.curie, term.replaced_by) == ("ait:BigTextModel", (AIT + "OlderLLM",))
        assert (term.warning, term.notes) == (READ, ("Since version 0.3.0, as nobody says so.",))
        assert term.to_json()["replaced_by"] == ["ait:OlderLLM"]
        assert READ.replace("'", "&#39;") in term._repr_html_()
    current = ai["LLM"]
    assert not current.warning and "replaced_by" not in current.to_json()


def test_what_is_asked_of_it_is_asked_of_its_replacement(ai: Taxonomy) -> None:
    with pytest.warns(DeprecatedTerm, match="TalkBot|talk-bot"):
        everyday = ai.is_a("TalkBot", "LLM")
    assert (everyday.thing, str(everyday.verdict)) == (AIX + "chatgpt", "entailed")
    with pytest.warns(DeprecatedTerm, match=re.escape(READ)):
        strict = ai.is_a("ChatGPT", "ait:BigTextModel")
    assert (strict.kind, str(strict.verdict)) == (AIT + "LLM", "refuted")
    with pytest.warns(DeprecatedTerm, match=re.escape(READ)):
        assert ai.is_a("ChatGPT", "a big text model")
    with pytest.warns(DeprecatedTerm):
        assert ai.check("every big text model is generative AI")
        assert str(ai.tree("big text model", depth=0)) == "large language model"
        assert ai.compare("TalkBot", "Gemini").a.label == "ChatGPT"
        old = ai["BigTextModel"], ai["TalkBot"]
    assert str(ai.is_a(old[1], old[0]).verdict) == "refuted"
    assert ai.compare(old[1], "Gemini").a.label == "ChatGPT"


def test_several_replacements_are_named_and_none_is_chosen(ai: Taxonomy) -> None:
    with pytest.warns(DeprecatedTerm) as told:
        term = ai["either model"]
    said = "use 'ait:LLM' (large language model) or 'ait:SmallLanguageModel' (small language"
    assert said in str(told[0].message)
    assert term.curie == "ait:EitherModel"


def test_it_is_in_no_list_and_no_count(ai: Taxonomy) -> None:
    old = {AIT + "BigTextModel", AIT + "OlderLLM", AIT + "EitherModel", AIX + "talk-bot"}
    assert not old & {term.iri for term in ai}
    assert len(ai) == len(Taxonomy()) + 1  # the property of OBO
    assert "either model" not in [child.label for child in ai["AIModel"].children]
    assert "either model" not in str(ai.tree("AIModel"))
    assert not old & {term.iri for term in ai.search("text")}
    assert AIT + "noMakerSourceFor" not in {term.iri for term in Taxonomy().search("maker")}
    with pytest.warns(DeprecatedTerm):
        assert [term.curie for term in ai.search("Big Text Model")][:2] == [
            "ait:BigTextModel", "ait:LLM",
        ]  # fmt: skip


def test_queries_and_questions_tell_of_it(ai: Taxonomy) -> None:
    query = "SELECT ?x { ?x a ait:BigTextModel ; ait:noMakerSourceFor ?p ; a ait:LLMM }"
    notes = ai.sparql(query).notes
    assert notes[:2] == (READ, SHIPPED)
    assert notes[2].startswith("nothing is called 'ait:LLMM'")
    with pytest.warns(DeprecatedTerm, match=re.escape(TALKS)):
        answer = ai.ask("models-that-power-a-product", product="TalkBot")
    assert answer.parameters["product"] == "aix:chatgpt"


def test_no_question_of_ours_uses_one() -> None:
    ai = Taxonomy()
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecatedTerm)
        for asked in ai.questions():
            assert ai.sparql(asked.query, limit=1).notes == (), asked.name


def test_commands_warn_on_standard_error_and_in_json(
    gone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["is", "TalkBot", "LLM", "--data", str(gone), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["warnings"] == [TALKS]
    assert err == f"aitaxonomy: {TALKS}\n"
    assert main(["show", "no maker source for"]) == 0
    out, err = capsys.readouterr()
    assert err == f"aitaxonomy: {SHIPPED}\n"
    assert "is deprecated" in out and "note: Deprecated since version 0.3.0" in out
    assert main(["is", "ChatGPT", "LLM", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert "warnings" not in json.loads(out) and not err


def test_agents_and_requests_are_warned(ai: Taxonomy) -> None:
    found, _ = called(ai, "is_a", {"thing": "TalkBot", "kind": "big text model"})
    assert (found["thing"], found["verdict"]) == ("aix:chatgpt", "entailed")
    assert sorted(found["warnings"]) == [READ, TALKS]
    found, _ = called(ai, "search", {"text": "BigTextModel"})
    assert found["warnings"] == [READ]
    assert [each["term"] for each in found["results"][:2]] == ["ait:BigTextModel", "ait:LLM"]
    found, _ = called(ai, "describe", {"term": "BigTextModel"})
    assert (found["replaced_by"], found["warnings"]) == (["ait:OlderLLM"], [READ])
    with pytest.warns(DeprecatedTerm):
        terms = OPERATIONS["check-terms"].run(
            ai, {"pair": ["ait:BigTextModel=big text model"]}, b""
        )
    (checked,) = terms.to_json()["terms"]
    assert [checked[each] for each in ("verdict", "means", "hint")] == [
        "deprecated",
        "ait:LLM",
        READ,
    ]
    given = OPERATIONS["is"].read([("thing", "TalkBot"), ("kind", "LLM")])
    asked = {"verb": "is", "parameters": given}
    about, content = unpacked(verbs(ai, None)(json.dumps(asked).encode() + b"\n"))
    assert about == {"type": "application/json", "warnings": [TALKS]}
    assert json.loads(content)["warnings"] == [TALKS]


def test_an_answer_that_is_a_list_has_its_warnings_beside_it(
    ai: Taxonomy, gone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"verb": "search", "parameters": OPERATIONS["search"].read([("text", "TalkBot")])}
    about, content = unpacked(verbs(ai, None)(json.dumps(asked).encode() + b"\n"))
    assert isinstance(json.loads(content), list)
    assert warned(about["warnings"]) == {"Warning": f'299 - "{TALKS}"'}
    assert main(["search", "TalkBot", "--data", str(gone), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert isinstance(json.loads(out), list)
    assert err == f"aitaxonomy: {TALKS}\n"


def test_names_in_lists_are_read_as_their_replacements(
    ai: Taxonomy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    matcher = ai.content.matcher
    match = matcher.match_name("TalkBot")
    assert match is not None and match.iri == AIX + "chatgpt"
    store = GraphStore()
    store.add_lines(
        f"<{AIX}talk> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{AIT}Task> .\n"
        f'<{AIX}chat> <http://www.w3.org/2002/07/owl#deprecated> "true"'
        "^^<http://www.w3.org/2001/XMLSchema#boolean> .\n"
        f"<{AIX}chat> <http://purl.org/dc/terms/isReplacedBy> <{AIX}talk> .\n"
        f'<{AIX}chat> <http://www.w3.org/2000/01/rdf-schema#label> "small talk"@en .\n'.encode()
    )
    monkeypatch.setattr(vocabulary, "_store", lambda: store)
    tasks = vocabulary._facts("a ait:Task")
    assert vocabulary.spelled(tasks) == {"talk": "talk", "chat": "talk", "smalltalk": "talk"}


def test_a_list_that_uses_one_is_noted(ai: Taxonomy, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    rows = ["name,kind,built on", "Help desk,application,TalkBot; GPT-4o", "Other,LLM,GPT-4o"]
    listed.write_text("\n".join(rows), encoding="utf-8")
    found = import_file(listed, "csv", matcher=ai.content.matcher)
    assert found.tally.noted == {TALKS: 1}
    assert found.tally.examples[TALKS] == f"{listed}:2"
    assert f"<{AIX}chatgpt>" in found.statements.read_text(encoding="utf-8")


def test_data_that_use_one_are_told_what_to_use(gone: Path, tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text(f"{PREFIXES} ex:one a ait:BigTextModel . ex:two ex:is ex:one .")
    faults = (Taxonomy() + data + gone).validate()
    (found,) = [each for each in faults if each.rule == "ais:CurrentTerm"]
    assert (found.where, found.value, found.severity) == (
        "<https://example.org/one>", "ait:BigTextModel", "warning",
    )  # fmt: skip
    assert "ait:BigTextModel: use ait:OlderLLM." in found.message


def test_the_site_has_a_page_for_it_and_lists_it_nowhere(ai: Taxonomy) -> None:
    pages = Pages(ai)
    iri = AIT + "BigTextModel"
    (_, page), (_, data) = pages.of_thing(iri)
    assert 'Deprecated: use <a href="OlderLLM.html">older LLM</a> instead' in page.decode()
    assert b"deprecated true" in data
    names = {entry[0]: entry for entry in pages.names()}
    assert names["big text model"][2:] == ["deprecated", []]
    assert {"big text model", "older LLM"} <= {*names["large language model"][3]}
    assert "TalkBot" in names["ChatGPT"][3]
    assert pages._counts()["things"] == Pages(Taxonomy())._counts()["things"]


def subjects(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in re.findall(r"^(?:ait|aix):\S+", text, re.MULTILINE)}


def test_no_term_of_a_frozen_version_is_gone() -> None:
    """A term that was there once is there, if only as a deprecated one."""
    now = subjects(path.read_text(encoding="utf-8") for path in ontology_files())
    for number in frozen():
        with tarfile.open(folder("frozen") / f"{number}.tar.xz") as packed:
            files = [packed.extractfile(each) for each in packed if each.name.endswith(".ttl")]
            then = subjects(file.read().decode() for file in files if file)
        assert len(then) > 2_500
        assert not then - now
