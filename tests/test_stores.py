"""Stores on disk: they answer as what was built, and outlive crashes, damage and each other."""

import json
import multiprocessing
import os
import pickle
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT, Listener, Scratch

from aitaxonomy import Taxonomy
from aitaxonomy.cli import main
from aitaxonomy.errors import (
    ImportFault,
    InconsistentOntology,
    StoreCorrupt,
    StoreLocked,
)
from aitaxonomy.store import disk
from aitaxonomy.store.disk import STAMP, Held, building, seal

pytestmark = pytest.mark.judges

FILES = [ROOT / "examples" / "inventory.ttl", ROOT / "examples" / "models.csv"]


@pytest.fixture(scope="module")
def mine(ai: Taxonomy) -> Taxonomy:
    return ai + FILES


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stores") / "store"
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        assert main(["build", str(path), *map(str, FILES)]) == 0
    assert out.getvalue() == f"{path}\n"
    assert "read 6, mapped 6" in err.getvalue()
    return path


@pytest.fixture(scope="module")
def opened(store: Path) -> Iterator[Taxonomy]:
    with Taxonomy.open(store) as found:
        yield found


# --- a store answers as what was built


ANSWERS: dict[str, Callable[[Taxonomy], Any]] = {
    "question": lambda x: x.ask("suitability-for-a-use-case").to_json(),
    "verdict and proof": lambda x: str(x.why("Aurora", "GenerativeAI")),
    "place in a list": lambda x: x.why("Ticket router", "GenerativeAI").to_json(),
    "what is shipped": lambda x: str(x.why("DALL·E 3", "LLM")),
    "claim": lambda x: str(x.check("every LLM is generative AI").proof),
    "open case": lambda x: [str(each) for each in x.is_a("Aurora", "ReasoningModel").missing],
    "search": lambda x: [term.iri for term in x.search("router")],
    "term": lambda x: [repr(fact) for fact in x.facts(x["Aurora"])],
    "comparison": lambda x: x.compare("Aurora", "ChatGPT").to_json(),
    "advice": lambda x: x.recommend(use_case="Code Assistance").to_json(),
    "query": lambda x: x.sparql("SELECT ?x { ?x a ait:LLM } ORDER BY ?x").to_json(),
    "asserted": lambda x: len(x.sparql("SELECT ?x { ?x a ait:LLM }", asserted=True)),
    "classes": lambda x: [system.to_json() for system in x.classify()],
    "counts": lambda x: {file: str(tally) for file, tally in x.tallies.items()},
    "graph": lambda x: len(x.graph),
    "triples": lambda x: len(x.triples()),
    "derived": lambda x: x.hierarchy().derived,
}


@pytest.mark.parametrize("asked", ANSWERS)
def test_a_store_answers_as_what_was_built(asked: str, mine: Taxonomy, opened: Taxonomy) -> None:
    assert ANSWERS[asked](opened) == ANSWERS[asked](mine)


def test_nothing_is_reasoned_or_read_again(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aitaxonomy.inference.inferred_graph.InferredGraph.triples", None)
    monkeypatch.setattr("aitaxonomy.inventory.importing.import_file", None)
    monkeypatch.setattr("aitaxonomy.store.reading.read_triples", None)
    with Taxonomy.open(store) as found:
        assert found.ask("every-llm-is-generative-ai")
        assert str(found.is_a("Ticket router", "GenerativeAI").verdict) == "refuted"
        assert len(found.sparql("SELECT ?x { ?x a ait:LLM }")) > 100


def test_files_are_added_to_a_store(opened: Taxonomy, scratch: Scratch, tmp_path: Path) -> None:
    more = opened + scratch("ex:more a owl:NamedIndividual , ait:LLM ; rdfs:label 'More'@en .")
    assert str(more.is_a("More", "GenerativeAI").verdict) == "entailed"
    assert str(more.is_a("Ticket router", "GenerativeAI").verdict) == "refuted"
    assert "More" not in opened
    more.build(tmp_path / "more")
    with Taxonomy.open(tmp_path / "more") as again:
        assert [x.to_json() for x in again.classify()] == [x.to_json() for x in more.classify()]


def test_what_a_file_is_relative_to_goes_with_the_store(ai: Taxonomy, tmp_path: Path) -> None:
    """Relative IRIs, the lines of their statements, and blank nodes."""
    file = tmp_path / "here" / "relative.ttl"
    file.parent.mkdir()
    file.write_text(
        "@prefix ait: <https://w3id.org/aitaxonomy#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n\n"
        "<#it> a owl:NamedIndividual , ait:AIModel ,\n"
        "  [ a owl:Restriction ; owl:onProperty ait:generates ; owl:allValuesFrom owl:Nothing ] .\n"
    )
    mine = ai + file
    iri = f"{file.as_uri()}#it"
    proof = str(mine.why(mine.term(iri), "GenerativeAI"))
    assert f"{file}:" in proof
    mine.build(tmp_path / "a")
    (tmp_path / "a").rename(tmp_path / "moved")
    shutil.rmtree(file.parent)
    with Taxonomy.open(tmp_path / "moved") as found:
        assert str(found.why(found.term(iri), "GenerativeAI")) == proof


def test_stores_travel_to_other_processes(store: Path, opened: Taxonomy) -> None:
    again = pickle.loads(pickle.dumps(opened))
    assert str(again.is_a("Ticket router", "GenerativeAI").verdict) == "refuted"
    more = pickle.loads(pickle.dumps(opened + FILES[0]))
    assert len(more.content.read) == 3


def test_queries_of_a_store_are_guarded(opened: Taxonomy, listener: Listener) -> None:
    from aitaxonomy.errors import QueryRefused

    with pytest.raises(QueryRefused, match="SERVICE"):
        opened.sparql(f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}")
    before = len(opened.triples())
    with pytest.raises(QueryRefused):
        opened.sparql("DELETE WHERE { ?s ?p ?o }")
    assert len(opened.triples()) == before


def test_contradictions_are_not_built(ai: Taxonomy, scratch: Scratch, tmp_path: Path) -> None:
    both = scratch("ex:x a owl:NamedIndividual , ait:GenerativeAI , ait:NonGenerativeAI .")
    with pytest.raises(InconsistentOntology):
        (ai + both).build(tmp_path / "store")
    with pytest.raises(StoreCorrupt, match="no build of it was finished"):
        Taxonomy.open(tmp_path / "store")


# --- builds


def _write(store: Path, text: str) -> None:
    with building(store) as folder:
        (folder / "text").write_text(text)
        seal(folder)


def _read(store: Path) -> str:
    held = Held(store)
    text = (held.folder / "text").read_text()
    held.close()
    return text


def test_a_reader_goes_on_while_a_store_is_built_anew(tmp_path: Path) -> None:
    _write(tmp_path / "s", "old")
    held = Held(tmp_path / "s")
    _write(tmp_path / "s", "new")
    assert (held.folder / "text").read_text() == "old"
    assert _read(tmp_path / "s") == "new"
    held.close()
    _write(tmp_path / "s", "newest")  # removes what nobody holds any more
    assert not held.folder.exists()
    assert len([x for x in (tmp_path / "s").iterdir() if x.is_dir()]) == 1


def test_an_open_store_answers_while_it_is_built_anew(store: Path, tmp_path: Path) -> None:
    shutil.copytree(store, tmp_path / "s")
    with Taxonomy.open(tmp_path / "s") as old:
        _write(tmp_path / "s", "new")
        assert "Ticket router" in old
        assert len(old.sparql("SELECT ?x { ?x a ait:LLM }")) > 100
        assert old.tallies
    assert _read(tmp_path / "s") == "new"


def _die_at(store: Path, step: int) -> None:
    """Build, and be killed at a step: each is a call to the system that changes the disk."""
    left = step

    def deadly(function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **more: Any) -> Any:
            nonlocal left
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            return function(*arguments, **more)

        return called

    for name in ("mkdir", "fsync", "rename", "replace", "unlink", "rmdir", "chmod"):
        setattr(os, name, deadly(getattr(os, name)))
    _write(store, "new")
    os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs SIGKILL and fork")
def test_a_crash_at_any_step_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    seen, step, code = [], 0, -signal.SIGKILL
    while code == -signal.SIGKILL:
        store = tmp_path / str(step)
        _write(store, "old")
        child = multiprocessing.get_context("fork").Process(target=_die_at, args=(store, step))
        child.start()
        child.join()
        code, step = child.exitcode or 0, step + 1
        seen.append(_read(store))
        _write(store, "after")
        assert _read(store) == "after"
        assert len([x for x in store.iterdir() if x.is_dir()]) == 1
    assert code == 0
    assert len(seen) > 8
    assert seen == sorted(seen, reverse=True)  # old up to some step, and new from then on
    assert {"old", "new"} == set(seen)


def test_a_command_that_is_killed_leaves_the_old_store(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "s"
    shutil.copytree(store, target)
    command = [sys.executable, "-m", "aitaxonomy", "build", str(target)]
    with subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL) as running:
        while sum(1 for each in target.iterdir() if each.is_dir()) == 1 and running.poll() is None:
            pass
        assert running.poll() is None, "it was not killed while it wrote"
        os.killpg(running.pid, signal.SIGKILL)
    with Taxonomy.open(target) as found:
        assert "Ticket router" in found


def test_one_builds_at_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "s"
    _write(store, "old")
    with building(store) as folder:
        with pytest.raises(StoreLocked, match=f"process {os.getpid()} since .* wait until"):
            _write(store, "other")
        assert main(["build", str(store)]) == 2
        assert "wait until that has ended" in capsys.readouterr().err
        (folder / "text").write_text("new")
        seal(folder)
    assert _read(store) == "new"


@pytest.mark.parametrize("what", ["a file", "other things", "a file above"])
def test_nothing_of_others_is_touched(what: str, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "thesis.txt").write_text("years")
    place = {"a file": "own/thesis.txt", "other things": "own", "a file above": "own/thesis.txt/s"}
    with pytest.raises(ImportFault, match=r"name a new folder|cannot be written"):
        _write(tmp_path / place[what], "new")
    assert (tmp_path / "own" / "thesis.txt").read_text() == "years"
    assert len(list((tmp_path / "own").iterdir())) == 1


def test_a_full_disk_leaves_the_old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "s"
    _write(store, "old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "write_whole", full)
    with pytest.raises(ImportFault, match="cannot be written: No space left on device"):
        _write(store, "new")
    monkeypatch.undo()
    assert _read(store) == "old"
    assert len([x for x in store.iterdir() if x.is_dir()]) == 1


# --- damage


def _parts(store: Path) -> list[str]:
    return sorted(str(p.relative_to(store)) for p in store.rglob("*") if p.is_file())


@pytest.fixture(scope="module")
def parts(store: Path) -> list[str]:
    """All files of a store but the lock, which is none that is read."""
    return [part for part in _parts(store) if part != "lock"]


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a flipped bit": _flip,
    "truncated": lambda path: os.truncate(path, path.stat().st_size // 2),
    "empty": lambda path: os.truncate(path, 0),
    "removed": Path.unlink,
    "brackets": lambda path: path.write_bytes(b"[" * 100_000),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_with_the_command_that_builds_anew(
    damage: str, store: Path, parts: list[str], tmp_path: Path
) -> None:
    """Each file in turn; linked copies, so that only the one in hand is written."""
    assert len(parts) > 12
    for part in parts:
        copy = tmp_path / "s"
        shutil.copytree(store, copy, copy_function=os.link)
        broken = copy / part
        data = broken.read_bytes()
        broken.unlink()
        broken.write_bytes(data)
        DAMAGES[damage](broken)
        with pytest.raises(StoreCorrupt, match=f"`aitaxonomy build {copy} ") as told:
            Taxonomy.open(copy)
        assert "\n" not in str(told.value), part
        shutil.rmtree(copy)


def test_foreign_files_and_other_versions_are_told(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(store, tmp_path / "s")
    (state,) = (x for x in (tmp_path / "s").iterdir() if x.is_dir())
    (state / "more.sst").write_bytes(b"x")
    with pytest.raises(StoreCorrupt, match=r"more\.sst is not one of its files"):
        Taxonomy.open(tmp_path / "s")
    (state / "more.sst").unlink()
    stamp = json.loads((state / STAMP).read_text())
    (state / STAMP).write_text(json.dumps(stamp | {"format": 99}))
    with pytest.raises(StoreCorrupt, match=r"another version of .*models\.csv"):
        Taxonomy.open(tmp_path / "s")
    (state / STAMP).write_text(json.dumps(stamp | {"ontology": "other"}))
    with pytest.raises(StoreCorrupt, match=r"is outdated .* another version of the ontology"):
        Taxonomy.open(tmp_path / "s")
    (state / STAMP).write_text(json.dumps(stamp | {"files": {}}))
    with pytest.raises(StoreCorrupt, match="is not one of its files"):
        Taxonomy.open(tmp_path / "s")


def test_what_is_no_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreCorrupt, match="there is no store here: build it by `aitaxonomy build"):
        Taxonomy.open(tmp_path / "nowhere")
    with pytest.raises(StoreCorrupt, match="is not a store"):
        Taxonomy.open(ROOT / "examples")


def test_a_current_file_leads_nowhere_else(store: Path, tmp_path: Path) -> None:
    shutil.copytree(store, tmp_path / "s")
    (state,) = (x for x in (tmp_path / "s").iterdir() if x.is_dir())
    shutil.move(state, tmp_path / state.name)
    (tmp_path / "s" / "current").write_text(f"../{state.name}")
    with pytest.raises(StoreCorrupt, match="no build of it was finished"):
        Taxonomy.open(tmp_path / "s")


# --- commands


def test_commands_read_a_store(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["is", "Ticket router", "GenerativeAI", "--store", str(store)]) == 1
    assert "examples/models.csv:6" in capsys.readouterr().out
    assert main(["search", "ticket router", "--store", str(store), "--format", "csv"]) == 0
    assert "tickets" in capsys.readouterr().out
    assert main(["ask", "every-llm-is-generative-ai", "--store", "nowhere"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_alone_takes_no_store(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["reason", "--alone", "--data", str(FILES[0]), "--store", str(store)]
    assert main(words) == 2
    assert "leave out --store" in capsys.readouterr().err
