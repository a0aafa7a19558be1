"""What is prepared of the shipped content gives the answers that working it out again gives."""

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import Scratch

from aitaxonomy import InconsistentOntology, Taxonomy
from aitaxonomy._data import folder
from aitaxonomy.answers.judge import Judge
from aitaxonomy.inference import preparing
from aitaxonomy.inference.content import Content
from aitaxonomy.inference.premises import REFUTED_KINDS
from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import AIT, AIX
from aitaxonomy.reasoning.rules.model import Atom, Predicate, member
from aitaxonomy.reasoning.rules.value_table import TableWriter, ValueTable
from aitaxonomy.reasoning.verdict import ENTAILED
from aitaxonomy.store import INFERRED, shipped_ontology
from aitaxonomy.store.shipped_ontology import (
    PreparedFolder,
    content_hash,
    prepare,
    prepared,
    write_store,
)

pytestmark = pytest.mark.judges

EXAMPLES = folder("queries").parent / "examples"
THINGS = ("ChatGPT", "GPT-4o", "AlphaGo", "GitHub Copilot")
KINDS = (*REFUTED_KINDS, "AudioGenerator", "OpenWeightsModel", "DiffusionModel")
PROVED = ("AudioGenerator", *(kind for kind in REFUTED_KINDS if kind.endswith(("#LLM", "dLLM"))))


@pytest.fixture(scope="module")
def worked_out() -> Content:
    content = Content()
    content.uses_prepared = False
    return content


@pytest.fixture(scope="module")
def quick(ai: Taxonomy) -> Content:
    assert ai.content.program is not None
    return ai.content


def test_who_asks_long_is_answered_from_memory(
    quick: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, query = Content(), "SELECT ?x ?kind { ?x a ait:LLM , ?kind }"
    write_store(quick.memory, tmp_path)
    fresh.prepared = PreparedFolder(tmp_path)
    kept = fresh.store
    rows = set(kept.select(query).rows)
    monkeypatch.setattr("aitaxonomy.inference.content._READING", kept.seconds * 2)
    assert fresh.store is kept, "what it has taken does not pay for reading all that"
    monkeypatch.setattr("aitaxonomy.inference.content._READING", kept.seconds / 2)
    assert fresh.store is fresh.memory is not kept
    assert set(fresh.store.select(query).rows) == rows and len(rows) > 4_000


@pytest.mark.parametrize("thing", THINGS)
def test_verdicts_and_proofs_are_the_same(thing: str, quick: Content, worked_out: Content) -> None:
    iri = quick.names.find(thing)
    classes = {kind: quick.names.find(kind, prefer=("class",)) for kind in KINDS}
    found = [
        content.inference.about((iri,)).verdicts(classes.values(), (iri,))[iri]
        for content in (quick, worked_out)
    ]
    for kind, cls in classes.items():
        one, other = (verdicts[cls] for verdicts in found)
        assert one.verdict is other.verdict, kind
        if kind in PROVED:
            assert _outline(one.proof) == _outline(other.proof), kind


def _outline(proof: object) -> list[str]:
    """The steps without the lists of different individuals, of which an excerpt has a part."""
    return [] if proof is None else [line for line in str(proof).splitlines() if "by:" not in line]


@pytest.mark.parametrize(
    ("sub", "sup"),
    [("LLM", "GenerativeAI"), ("TextOnlyLLM", "LLM"), ("LLMTechnology", "GenerativeAI"),
     ("GenerativeAI", "LLM"), ("LLM", "DiffusionModel")],
)  # fmt: skip
def test_subsumptions_are_the_same(sub: str, sup: str, quick: Content, worked_out: Content) -> None:
    """Counter-examples may differ: the table of verdicts knows all, the rules try some."""
    one, other = (Judge(content).verdict(AIT + sub, AIT + sup) for content in (quick, worked_out))
    assert one.verdict is other.verdict
    if one:
        assert _outline(one.proof) == _outline(other.proof)
    else:
        assert all(each.proof is not None and each.proof.check() for each in (one, other))


@pytest.mark.parametrize("name", ["models.csv", "inventory.ttl"])
def test_classifications_are_the_same(ai: Taxonomy, name: str, worked_out: Content) -> None:
    slow = Taxonomy()
    slow.content = worked_out
    found = [list((start + EXAMPLES / name).classify()) for start in (ai, slow)]
    for one, other in zip(*found, strict=True):
        assert one.to_json() == other.to_json()


def test_data_in_terms_of_its_own_is_compiled_with_the_rest(ai: Taxonomy, scratch: Scratch) -> None:
    path = scratch("""
    ex:tower a owl:NamedIndividual , ait:AIApplication ,
        [ a owl:Restriction ; owl:onProperty ait:poweredBy ;
          owl:someValuesFrom [ a owl:Class ; owl:unionOf ( ait:LLM ait:DiffusionModel ) ] ] .
    """)
    mine = ai + path
    judge = mine.content.inference.about(("https://example.org/tower",))
    assert judge.ontology.axioms  # the terms were read
    assert mine.is_a("https://example.org/tower", "AISystem")


def test_what_is_said_of_a_shipped_thing_is_worked_out_with_all_others(
    ai: Taxonomy, scratch: Scratch
) -> None:
    mine = (ai + scratch("aix:speak ait:poweredBy aix:gpt-4 .")).content
    assert set(shipped_ontology.shipped_inferences()) < set(mine.memory.triples(INFERRED))
    assert Judge(mine).verdict(AIX + "speak", AIT + "LLMTechnology").verdict is ENTAILED
    assert Judge(ai.content).verdict(AIX + "speak", AIT + "LLMTechnology").verdict is not ENTAILED


def test_our_sources_do_not_stand_for_what_others_say(ai: Taxonomy, scratch: Scratch) -> None:
    path = scratch("aix:gpt-4 a ait:AISystem .")
    with pytest.raises(InconsistentOntology) as contradiction:
        (ai + path).content.inference.check()
    told = str(contradiction.value)
    assert f"GPT-4 is an AI system ({path}:6, your data); " in told
    assert "GPT-4 is an AI model (ontology/systems/openai.ttl:" in told
    assert "(maker" in told


def test_places_of_axioms_are_in_the_proof(quick: Content) -> None:
    proof = Judge(quick).verdict(AIX + "chatgpt", AIT + "LLM").proof
    assert proof is not None
    lines = (folder("ontology") / "core.ttl").read_text(encoding="utf-8").splitlines()
    (at,) = [step.location for step in proof.steps if step.name == "disjoint classes"]
    assert at.file == "ontology/core.ttl"
    assert lines[(at.line or 0) - 1].startswith("[] a owl:AllDisjointClasses ;")


def test_a_table_gives_back_what_it_was_given() -> None:
    limit = Literal("7", "http://www.w3.org/2001/XMLSchema#integer")
    small = ax.DataSome("urn:size", ax.DataRange(limit.datatype, (("maxInclusive", limit),)))
    cat = ax.And((ax.Named("urn:Cat"), ax.Not(ax.HasSelf(ax.Role("urn:eats", True))), small))
    values = [Atom(member(cat), (0, "urn:felix")), ax.SubClassOf(cat, ax.THING), Predicate("same")]
    writer = TableWriter()
    numbers = [writer.number(value) for value in values]
    assert [writer.number(value) for value in values] == numbers
    table = ValueTable(writer.names, json.loads(json.dumps(writer.rows)))
    assert [table[number] for number in numbers] == values


def test_a_table_builds_no_values_of_other_classes() -> None:
    with pytest.raises(KeyError, match="Path"):
        ValueTable(["tuple", "Path"], [["x"]])
    with pytest.raises(KeyError):
        TableWriter().number(Path())


def test_a_table_that_is_damaged_is_told_and_not_used(
    quick: Content, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = preparing.shipped_folder()
    assert folder is not None
    shutil.copytree(folder.path, tmp_path, dirs_exist_ok=True)
    kept = prepared(tmp_path)
    assert kept is not None
    assert kept.table("program") is not None
    program = tmp_path / "program.json"
    program.write_text(program.read_text(encoding="utf-8")[:-1], encoding="utf-8")
    assert prepared(tmp_path) is None
    assert [message.count("program.json is not") for message in caplog.messages] == [1]


@pytest.fixture
def another_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder of its own, which is not there yet; what was found before is forgotten."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = (preparing._cache_folder, preparing.shipped_folder)
    for each in found:
        each.cache_clear()
    yield tmp_path / "cache"
    for each in found:
        each.cache_clear()


@pytest.fixture
def installed(quick: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables alone, as a wheel has them."""
    assert quick.program is not None
    kept = preparing.shipped_folder()  # kept by what asked for the program
    assert kept is not None
    (tmp_path / "wheel").mkdir()
    prepare(tmp_path / "wheel", {each: kept.table(each) for each in ("names", "program")})
    wheel = tmp_path / "wheel"
    monkeypatch.setattr(
        preparing,
        "prepared",
        lambda path=wheel, *remedy: shipped_ontology.prepared(path, *remedy),
    )


def test_the_store_is_put_beside_the_tables_of_a_wheel(
    quick: Content, installed: None, another_cache: Path
) -> None:
    content = Content()
    assert content.prepared is not None and content.prepared.has_store
    assert content.prepared.path.parent == another_cache / "aitaxonomy"
    assert content.program is not None
    assert len(content.store.store) == len(quick.memory.store)
    assert [each.name for each in (another_cache / "aitaxonomy").iterdir()] == [
        content.prepared.path.name
    ]


@pytest.mark.parametrize("damaged", ["program.json", None])
def test_a_damaged_cache_is_made_again_once(
    quick: Content,
    installed: None,
    another_cache: Path,
    damaged: str | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    kept = preparing.shipped_folder()
    assert kept is not None and kept.path.parent == another_cache / "aitaxonomy"
    file = kept.path / (damaged or "made-from.json")
    file.write_bytes(file.read_bytes()[:-2]) if damaged else file.unlink()
    preparing.shipped_folder.cache_clear()
    again = preparing.shipped_folder()
    assert again is not None and again.path == kept.path
    assert len(again.store.store) == len(quick.memory.store)
    told = [message for message in caplog.messages if "is damaged" in message]
    assert len(told) == bool(damaged) and all(each.endswith("it is made again") for each in told)
    preparing.shipped_folder.cache_clear()
    caplog.clear()
    assert preparing.shipped_folder() is not None and caplog.messages == []
    assert [each.name for each in kept.path.parent.iterdir()] == [kept.path.name]


def test_where_nothing_can_be_kept_the_tables_of_a_wheel_are_used(
    quick: Content, installed: None, another_cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    another_cache.write_text("", encoding="utf-8")
    content = Content()
    assert content.prepared is not None and not content.prepared.has_store
    assert content.program is not None
    assert Judge(content).verdict(AIX + "chatgpt", AIT + "GenerativeAI")
    assert len(content.store.store) == len(quick.memory.store)
    assert caplog.messages == []


def test_where_nothing_can_be_kept_it_is_worked_out(another_cache: Path) -> None:
    another_cache.write_text("", encoding="utf-8")
    assert preparing.keep_prepared(lambda: pytest.fail("for nothing")) is None
    assert Judge(Content()).verdict(AIX + "chatgpt", AIT + "GenerativeAI")


def test_who_has_no_home_has_no_cache(another_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(_: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "expanduser", homeless)
    assert preparing.shipped_folder() is None
    assert preparing.keep_prepared(lambda: pytest.fail("for nothing")) is None


def test_other_states_are_forgotten_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "_cache_folder", lambda: tmp_path / "new")
    monkeypatch.setattr(preparing, "prepared", lambda *_: None)
    monkeypatch.setattr(preparing, "shipped_store", lambda **_: None)
    for number in range(5):
        (tmp_path / f"old{number}").mkdir()
    preparing.shipped_folder.cache_clear()
    try:
        preparing.keep_prepared(dict)
        assert (tmp_path / "new" / "made-from.json").exists()
        assert len(list(tmp_path.iterdir())) == 3
    finally:
        preparing.shipped_folder.cache_clear()


@pytest.fixture
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """Names the folder of a version, for which no store is made."""
    monkeypatch.setattr(preparing, "shipped_store", lambda **_: None)

    def named(name: str) -> Path:
        preparing.shipped_folder.cache_clear()
        monkeypatch.setattr(preparing, "_cache_folder", lambda: tmp_path / name)
        return tmp_path / name

    yield named
    preparing.shipped_folder.cache_clear()


def test_two_versions_keep_what_they_prepared_beside_each_other(
    kept_in: Callable[[str], Path],
) -> None:
    for name in ("one", "two", "one", "two"):
        folder = kept_in(name)
        made = preparing.keep_prepared(lambda name=name: {"names": name})
        assert made is not None and (made.path, made.table("names")) == (folder, name)
    assert {each.name for each in folder.parent.iterdir()} == {"one", "two"}


def test_of_two_first_starts_at_once_both_find_what_one_made(
    kept_in: Callable[[str], Path],
) -> None:
    folder = kept_in("new")
    others = []

    def meanwhile() -> dict[str, object]:
        others.append(preparing._keep(lambda: {"names": "by the other"}))
        return {"names": "by this one"}

    made = preparing._keep(meanwhile)
    for each in (made, *others):
        assert each is not None and (each.path, each.table("names")) == (folder, "by the other")
    assert [each.name for each in folder.parent.iterdir()] == ["new"]


def test_a_full_disk_leaves_nothing_half_made(
    kept_in: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = kept_in("new")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for name in ("write_table", "seal"):
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(shipped_ontology, name, full)
            assert preparing.keep_prepared(lambda: {"names": "half"}) is None
        assert list(folder.parent.iterdir()) == []
    assert preparing.keep_prepared(lambda: {"names": "whole"}) is not None


def test_it_is_made_for_one_state_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "made-from.json").write_text('{"format": 1, "ontology": "other", "files": {}}')
    assert prepared(tmp_path) is None
    assert len(content_hash()) == 64
