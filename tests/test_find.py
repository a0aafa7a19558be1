"""Finding systems: three groups by what is asked, the same at every door."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aitaxonomy import QueryRefused, Taxonomy, UnknownTerm
from aitaxonomy.advice.wishes import SORTINGS
from aitaxonomy.cli import main
from aitaxonomy.rdf.namespaces import expand

#: The systems that are found by a filter, in SPARQL over the graph alone.
BY_QUERY: dict[str, tuple[dict[str, Any], str]] = {
    "kind": ({"kind": "LLM"}, "?x a ait:LLM"),
    "developer": ({"developer": "OpenAI"}, "?x ait:developedBy aix:openai"),
    "developer of parts": (
        {"developer": "Google"}, "?x ait:developedBy/ait:belongsTo* aix:google",
    ),
    "country": ({"country": "China"}, "?x ait:developedIn aix:china"),
    "content": ({"content": "video"}, "?x ait:generates aix:video"),
    "accepts": ({"accepts": ["image", "text"]}, "?x ait:accepts aix:image , aix:text"),
    "open weights": ({"open_weights": True}, "?x ait:hasAccess aix:open-weights"),
    "language": ({"language": "pl"}, "?x ait:supportsLanguage aix:polish-language"),
    "size": (
        {"min_parameters": 7e9, "max_parameters": 8e9},
        "?x ait:parameterCount ?n FILTER(?n >= 7000000000 && ?n <= 8000000000)",
    ),
    "context": ({"min_context": 1e6}, "?x ait:contextWindow ?n FILTER(?n >= 1000000)"),
    "price": ({"max_price": 0.1}, "?x ait:inputPrice ?n FILTER(?n <= 0.1)"),
}  # fmt: skip
#: What `find` lists: single systems, retired ones where they are asked for.
SYSTEMS = "?x a ait:AIArtifact FILTER NOT EXISTS { ?x a ait:ModelFamily }"


@pytest.mark.parametrize("name", BY_QUERY)
def test_what_fits_is_what_a_query_finds(ai: Taxonomy, name: str) -> None:
    filters, pattern = BY_QUERY[name]
    rows = ai.sparql(f"SELECT DISTINCT ?x {{ {pattern} . {SYSTEMS} }}").rows
    expected = {str(row[0]) for row in rows}
    kind = filters.get("kind")
    others = {key: each for key, each in filters.items() if key != "kind"}
    found = ai.find(kind, retired=True, **others)
    assert len(found.known) > 3
    assert {expand(system.iri) for system in found.known} == expected


def test_each_system_is_in_one_group(ai: Taxonomy) -> None:
    found = ai.find("LLM", open_weights=True, language="Polish", retired=True, rejected=True)
    groups = [{each.iri for each in group} for group in (found.known, found.open, found.rejected)]
    assert [len(group) for group in groups] == list(found.counts.values())
    assert len(set.union(*groups)) == sum(found.counts.values()) > 2_000
    assert all(system.open_questions for system in found.open)
    assert all(system.reasons for system in found.rejected)
    assert not any(system.open_questions for system in found.known)


def test_a_kind_is_read_strictly(ai: Taxonomy) -> None:
    """ChatGPT is an LLM as people say, and no model."""
    for kind in ("LLM", "ait:LLM", ai["LLM"]):
        assert "ChatGPT" not in {each.name for each in ai.find(kind).known}
    rejected = {each.name: each for each in ai.find("LLM", rejected=True).rejected}
    assert rejected["ChatGPT"].reasons == ("it is not a large language model",)


@pytest.mark.parametrize("sort", SORTINGS)
def test_systems_come_in_the_order_asked_for(ai: Taxonomy, sort: Any) -> None:
    known = ai.find("LLM", sort=sort).known
    values = {
        "newest": [each.released for each in known][::-1],
        "oldest": [each.released or "9" for each in known],
        "smallest": [min(each.parameters, default=10**20) for each in known],
        "largest": [-max(each.parameters, default=0) for each in known],
        "longest-context": [-(each.context or 0) for each in known],
        "cheapest": [each.price or 10**9 for each in known],
        "name": [each.name.casefold() for each in known],
    }[sort]
    assert values == sorted(values)


def test_a_limit_counts_what_it_leaves_out(ai: Taxonomy) -> None:
    whole, cut = ai.find("VideoGenerator"), ai.find("VideoGenerator", limit=3)
    assert cut.known == whole.known[:3]
    assert cut.open == []
    assert cut.counts == whole.counts
    assert cut.more["known"] == len(whole.known) - 3


@pytest.mark.parametrize(
    ("filters", "error", "words"),
    [
        ({"developer": "Opnai"}, UnknownTerm, "did you mean 'OpenAI'"),
        ({"licence": "MTI"}, UnknownTerm, "'MTI'"),
        ({"sort": "best"}, QueryRefused, "take one of newest, oldest"),
        ({"max_price": -1}, QueryRefused, "give US dollars"),
        ({"min_parameters": 0}, QueryRefused, "give a number from 1 on"),
        ({"released_before": "2025"}, QueryRefused, "give a day as YYYY-MM-DD"),
        ({"open_weights": True, "closed": True}, QueryRefused, "exclude each other"),
    ],
)
def test_a_wrong_value_is_told(
    ai: Taxonomy, filters: Any, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        ai.find(**filters)


def test_the_command_lists_a_row_a_system(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["find", "LLM", "--language", "Polish", "--max-parameters", "10B", "--limit", "9"]
    assert main([*asked, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert main([*asked, "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    rows = out.splitlines()[1:]
    names = [each["name"] for group in ("known", "open") for each in document[group]]
    assert [row.split(",")[0] for row in rows] == names
    assert f"{document['counts']['known']} known to fit" in err
    assert main(["find", "LLM", "--developer", "Midjourney"]) == 1


def test_kinds_of_systems_of_a_file_are_read_off_one_closure(
    ai: Taxonomy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proof of each takes 45 ms, which made half a minute of some hundred systems."""
    path = tmp_path / "own.csv"
    path.write_text("name,kind,task\nRouter,LLM,text generation\nMover,AIModel,\n")
    mine = ai + path

    def none(*_: Any, **__: Any) -> None:
        raise AssertionError("a verdict was proved")

    monkeypatch.setattr(type(mine.content.inference), "verdict", none)
    found = mine.find("LLM")
    assert "Router" in {each.name for each in found.known}
    assert "Mover" in {each.name for each in found.open}


def test_makers_countries_and_systems_are_left_out(ai: Taxonomy) -> None:
    found = ai.find("LLM", without=["OpenAI", "China", "Llama"], limit=3000)
    names = {each.name for each in (*found.known, *found.open)}
    assert not names & {"GPT-4o", "Qwen3-8B", "Llama 3.1 405B"}
    assert {"Mistral 7B", "Claude Opus 4.5"} <= names
    known = {expand(each.iri) for each in found.known}
    for made_by in ("?x ait:developedBy aix:openai", "?x ait:developedIn aix:china"):
        rows = ai.sparql(f"SELECT ?x {{ ?x a ait:LLM . {made_by} }}", limit=10_000).rows
        assert len(rows) > 50 and not known & {str(row[0]) for row in rows}
    free = ai.find("AIAgent", without="Meta", limit=3000)
    assert "MetaGPT" in {each.name for each in (*free.known, *free.open)}
    # A country that is not known is open where a country is left out, and not where a maker is.
    unplaced = {each.name for each in ai.find("LLM", without="China", limit=3000).open
                if "where was it developed?" in each.open_questions}  # fmt: skip
    assert unplaced
    asked = [q for each in ai.find("LLM", without="OpenAI", limit=3000).open
             for q in each.open_questions]  # fmt: skip
    assert "where was it developed?" not in asked
