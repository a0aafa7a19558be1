"""How tests of inventories read the small samples in `data/`."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from aitaxonomy.inventory.formats import module
from aitaxonomy.inventory.record import Record, Tally

DATA = Path(__file__).parent / "data"
Sample = Callable[[str, str], tuple[dict[str, Record], Tally]]


@pytest.fixture
def data() -> Path:
    """The folder of samples."""
    return DATA


@pytest.fixture
def sample() -> Sample:
    """Read a sample by the reader of a format alone: records by name, and the tally."""

    def read(format: str, name: str) -> tuple[dict[str, Record], Tally]:
        tally = Tally()
        records = list(module(format).read(DATA / name, tally))
        by_name = {record.name: record for record in records}
        assert len(by_name) == len(records)
        return by_name, tally

    return read


@pytest.fixture
def workbook() -> Callable[[dict[str, list[str]]], bytes]:
    """Make an .xlsx file of sheets, each a list of lines with commas, as ECMA-376 has them."""
    return _workbook


def _sheet(rows: list[str]) -> str:
    """Return the XML of a sheet whose cells are texts."""
    cells = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for c, cell in enumerate(row.split(","))
            if cell
        )
        + "</row>"
        for r, row in enumerate(rows, 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'


def _workbook(sheets: dict[str, list[str]]) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    listed = "".join(
        f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="r{i}" Type="{office}/worksheet" Target="worksheets/s{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}'
        "</Relationships>",
        **{f"xl/worksheets/s{i}.xml": _sheet(rows) for i, rows in enumerate(sheets.values(), 1)},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return out.getvalue()
