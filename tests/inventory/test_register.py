"""What an office keeps: its own columns in a workbook, a title, endings that are known."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from aitaxonomy import Taxonomy
from aitaxonomy.classification.grid import grid_of, heads_of
from aitaxonomy.cli import main

ROWS = """Name,Vendor,Department,Purpose
Copilot desk,Contoso,HR,Drafts replies to staff for the office
Copilot mail,Contoso,HR,Sorts mail
Router,,IT,Assigns tickets to a team by their text
Scout,,IT,
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ours.csv"
    path.write_text(ROWS)
    return path


def test_a_workbook_keeps_the_columns_of_the_list(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    assert main(["classify", str(file), "-o", str(target)]) == 0
    head, *rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert head[:6] == ["Name", "Vendor", "Department", "Purpose", "name (found)", "iri"]
    assert rows[0][:5] == ["Copilot desk", "Contoso", "HR",
                           "Drafts replies to staff for the office", "Copilot desk"]  # fmt: skip
    assert {"basis", "GenerativeAI"} <= set(head) and len(rows) == 4


def test_the_page_has_the_title_that_is_given(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    assert main(["classify", str(file), "--title", "Our <register>", "-o", str(target)]) == 0
    page = target.read_text(encoding="utf-8")
    assert "<title>Our &lt;register&gt;</title>" in page
    assert "more suggested by words" in page


def test_an_ending_without_a_format_is_refused(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.pdf"
    assert main(["classify", str(file), "-o", str(target)]) == 2
    assert "no format goes with .pdf: end it in one of .csv, .tsv, .xlsx" in capsys.readouterr().err
    assert not target.exists()
    assert main(["classify", str(file), "--format", "csv", "-o", str(target)]) == 0
    assert target.exists()


def test_a_vendor_gets_one_question_and_each_owner_too(ai: Taxonomy, file: Path) -> None:
    found = (ai + file).classify()
    asked = grid_of(found, heads_of(found.kinds, str), str).questions()
    assert sum(count for *_, count in asked) == 4
    assert len({(ask, whom) for ask, whom, _ in asked}) == len(asked)
    assert {whom for _, whom, _ in asked} <= {"Contoso", "HR", "IT"}
