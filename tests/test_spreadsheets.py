"""Rows as XLSX: texts stay texts, sizes are reported; and every command that writes them."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from aitaxonomy import Taxonomy, spreadsheets
from aitaxonomy.cli import main
from aitaxonomy.errors import ImportFault

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "'tis", "http://example.org/a", "mailto:a@b.c", "007", "1e5",
    "{=A1}", "</t></is>", "tab\tline\nend", "\x1b[2J\x00", "_x0041_", "safe\u202egpj", "\U0001f600",
]  # fmt: skip


def read(data: bytes | Path) -> list[list[Any]]:
    packed = io.BytesIO(data if isinstance(data, bytes) else data.read_bytes())
    return list(CalamineWorkbook.from_filelike(packed).get_sheet_by_index(0).to_python())


def written(columns: list[str], rows: list[list[Any]]) -> bytes:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    assert spreadsheets.write_rows(columns, rows, "xlsx", out) == len(rows)
    buffer = out.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


def test_texts_are_texts_and_numbers_numbers() -> None:
    data = written(["=head", "n"], [[text, 7] for text in HOSTILE])
    rows = read(data)
    assert rows[0] == ["=head", "n"]
    assert [row[0] for row in rows[1:]] == HOSTILE
    assert {row[1] for row in rows[1:]} == {7}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
        assert not any(part in sheet for part in ("<f>", "<f ", "hyperlink"))
        assert 'state="frozen"' in sheet and f'<autoFilter ref="A1:B{len(rows)}"/>' in sheet


def test_what_a_cell_cannot_hold_is_told_in_it() -> None:
    row = [None, True, float("nan"), 10**20, "x" * 40_000, "half \ud800 \uffff"]
    (_, cells) = read(written(list("abcdef"), [row]))
    assert cells[:4] == ["", "True", "nan", str(10**20)]
    assert len(cells[4]) == spreadsheets.LONGEST and cells[4].endswith("x… (40,000 characters)")
    assert cells[5] == "half \ufffd \ufffd"


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 3)
    assert len(read(written(["a"], [["1"], ["2"]]))) == 3
    with pytest.raises(ImportFault, match=r"more than 2 rows, which is all .* write CSV or JSON"):
        written(["a"], [["1"], ["2"], ["3"]])


@pytest.fixture
def loaded(ai: Taxonomy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aitaxonomy.cli.queries.Taxonomy", lambda: ai)


def test_commands_write_workbooks(
    loaded: None, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    table = tmp_path / "list.csv"
    table.write_text("name,task\n=cmd(),image-classification\nWriter,text-generation\n")
    target = tmp_path / "out.XLSX"
    assert main(["classify", str(table), "--kind", "GenerativeAI", "-o", str(target)]) == 0
    head, *rows = read(target)
    assert [(row[0], row[head.index("GenerativeAI")]) for row in rows] == [
        ("=cmd()", "refuted"),
        ("Writer", "entailed"),
    ]
    back = tmp_path / "back.xlsx"
    assert main(["import", "auto", str(table), "-o", str(back)]) == 0
    head, *rows = read(back)
    assert [row[head.index("name")] for row in rows] == ["=cmd()", "Writer"]
    again = tmp_path / "again.csv"
    assert main(["import", "auto", str(back), "-o", str(again)]) == 0
    assert ",'=cmd()," in again.read_text()
    capsysbinary.readouterr()
    assert main(["ask", "members-of-a-family", "--format", "xlsx"]) == 0
    assert len(read(capsysbinary.readouterr().out)) > 2


def test_a_file_stays_as_it_was_where_a_sheet_is_too_small(
    loaded: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 2)
    target = tmp_path / "out.xlsx"
    target.write_text("old")
    assert main(["classify", "examples/models.csv", "-o", str(target)]) == 2
    assert "more than 1 rows" in capsys.readouterr().err
    assert (target.read_text(), len(list(tmp_path.iterdir()))) == ("old", 1)


def test_proofs_are_no_rows(loaded: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", "examples/models.csv", "--why", "-o", "out.xlsx"]) == 2
    assert "--why is for the formats table and json, not for xlsx" in capsys.readouterr().err


def test_a_pipe_gets_a_workbook() -> None:
    words = ["-m", "aitaxonomy", "search", "--format", "xlsx", "LLM technology"]
    done = subprocess.run([sys.executable, *words], capture_output=True, check=True, timeout=60)
    assert read(done.stdout)[0] == ["term", "label", "kind", "definition"]
