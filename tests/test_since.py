"""What changed since an earlier result: rows that came and went, verdicts, and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from aitaxonomy import Taxonomy
from aitaxonomy.cli import main
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.verdict import UNKNOWN
from aitaxonomy.versions.causes import Cause, Change, ChangedStatement
from aitaxonomy.versions.difference import Difference

Told = pytest.CaptureFixture[str]
OLD = "Ticket router,classification,routes", "Old tool,Generative AI,drafts"
NEW = "Ticket router,Generative AI,routes", "New tool,Generative AI,drafts"


@pytest.fixture(autouse=True)
def no_frozen_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare with no frozen version, which takes long; a test below does with one of its own."""
    monkeypatch.setattr("aitaxonomy.versions.version.frozen", list)


@pytest.fixture
def classified(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that classifies rows into a file."""

    def write(name: str, *rows: str, more: tuple[str, ...] = ()) -> Path:
        listed = tmp_path / "list.csv"
        listed.write_text("\n".join(["name,model_type,purpose", "ChatGPT,,chats", *rows]), "utf-8")
        assert main(["classify", str(listed), "-o", str(tmp_path / name), *more]) == 0
        return tmp_path / name

    return write


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_the_same_list_has_not_changed(
    classified: Callable[..., Path], ending: str, capsys: Told
) -> None:
    last = classified(f"last.{ending}", *OLD)
    classified("now.csv", *OLD, more=("--since", str(last)))
    assert f"since {last}: nothing changed" in capsys.readouterr().err


def test_rows_come_go_and_change_by_a_column(classified: Callable[..., Path], capsys: Told) -> None:
    last = classified("last.xlsx", *OLD)
    now = classified("now.xlsx", *NEW, more=("--since", str(last)))
    told = capsys.readouterr().err
    assert "New tool came" in told and "Old tool went" in told
    book = CalamineWorkbook.from_path(str(now))
    assert book.sheet_names == ["Systems", "Changes"]
    head, *rows = list(book.get_sheet_by_name("Changes").iter_rows())
    changes = [dict(zip(head, row, strict=True)) for row in rows]
    assert {each["system"] for each in changes} == {"Ticket router", "New tool", "Old tool"}
    why = {each["why"] for each in changes if each["change"] == "changed"}
    assert why == {"column 'model_type': 'classification' before, 'Generative AI' now"}
    generative = next(each for each in changes if each["kind"] == "GenerativeAI")
    assert (generative["before"], generative["after"]) == ("refuted", "entailed")
    page = classified("now.html", *NEW, more=("--since", str(last))).read_text("utf-8")
    assert f"What changed since {last}" in page and "&#39;classification&#39; before" in page


def test_a_result_without_the_columns_of_the_list_leaves_the_reason_open(
    classified: Callable[..., Path], capsys: Told
) -> None:
    last = classified("last.json", *OLD)
    classified("now.csv", *NEW, more=("--since", str(last)))
    told = capsys.readouterr().err
    assert "not found in its columns, as far as these are kept, nor in a frozen version" in told


def test_the_graph_tells_where_no_column_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, last = tmp_path / "list.csv", tmp_path / "last.json"
    listed.write_text("name\nGPT-4\n", "utf-8")
    mine = Taxonomy().read(listed, "csv")
    found = mine.classify(kinds=["RestrictedUseAI", "OpenSourceAI"])
    kinds = {kind: str(truth) for kind, truth in found[0].verdicts.items()}
    turned = next(kind for kind, truth in kinds.items() if truth != "unknown")
    record = {**found[0].to_json(), "verdicts": {**kinds, turned: "unknown"}}
    last.write_text(json.dumps([record]), "utf-8")
    cause = Cause(new=(ChangedStatement("GPT-4 has it", "it has it", "fact", None),))
    change = Change(found[0].iri, AIT + turned, UNKNOWN, found[0].verdicts[turned], cause)
    monkeypatch.setattr("aitaxonomy.versions.version.frozen", lambda: ["0.2.0"])
    monkeypatch.setattr(Difference, "changes", (change,))
    (told,) = mine.since(last, found)
    assert (told.change, told.kind, told.before) == ("changed", turned, "unknown")
    assert told.why == "fact added since version 0.2.0: new: GPT-4 has it"


@pytest.mark.parametrize(("name", "text"), [("a.json", "[1]"), ("a.csv", "name,kind\nX,LLM\n")])
def test_what_is_not_a_result_is_refused(
    classified: Callable[..., Path], tmp_path: Path, name: str, text: str, capsys: Told
) -> None:
    last, now = tmp_path / name, classified("now.csv", *OLD)
    last.write_text(text, "utf-8")
    assert main(["classify", str(tmp_path / "list.csv"), "--since", str(last)]) == 2
    assert now.exists() and name in capsys.readouterr().err


@pytest.mark.parametrize("name", ["none.json", "none.csv", "none.xlsx"])
def test_a_result_that_is_not_there_is_told(
    classified: Callable[..., Path], tmp_path: Path, name: str, capsys: Told
) -> None:
    classified("now.csv", *OLD)
    last = tmp_path / name
    assert main(["classify", str(tmp_path / "list.csv"), "--since", str(last)]) == 2
    assert f"{last}: no such file" in capsys.readouterr().err
