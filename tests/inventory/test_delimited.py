"""Tables: columns, broken rows, encodings, and what is larger than a cell may be."""

from pathlib import Path

import pytest

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory import Derivation, Record, Tally, guess_format, read_stated


def read(
    path: Path, content: str | bytes, columns: dict[str, str] | None = None
) -> tuple[list[Record], Tally]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    tally = Tally()
    return list(read_stated(path, "csv", tally=tally, columns=columns)), tally


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "models.csv"


def test_every_column(table: Path) -> None:
    header = (
        "id,name,kind,developer,task,input,output,primary,parameters,architecture,built_on,"
        "released,licence,access"
    )
    row = (
        'x/a-1,A 1,model,Acme,text-generation,"text, images",text; code,text,7B,GAN,'
        "B/b;C,2024-05,MIT,API"
    )
    (record,), tally = read(table, f"{header}\n{row}\n")
    assert (record.id, record.name, record.kind, record.developer) == (
        "x/a-1", "A 1", "model", "Acme",
    )  # fmt: skip
    assert record.inputs == ("text", "image")
    assert record.outputs == ("text", "code")
    assert record.parameters == 7 * 10**9
    assert record.derived_from == (Derivation("B/b"), Derivation("C"))
    assert (record.released, record.licence, record.access) == ("2024-05", "MIT", ("API",))
    assert (record.source.line, record.source.format) == (2, "csv")
    assert (tally.read, tally.mapped, tally.skipped.total()) == (1, 1, 0)


def test_only_names_are_required_and_headings_vary(table: Path) -> None:
    (record,), _ = read(table, "Model Name;Vendor;Modalities\nA;Acme;image\n")
    assert (record.name, record.developer, record.outputs) == ("A", "Acme", ("image",))
    records, _ = read(table, "name\nA\n\nB\n")
    assert [(r.name, r.source.line) for r in records] == [("A", 2), ("B", 4)]


def test_a_map_of_columns(table: Path) -> None:
    (record,), _ = read(table, "Bezeichnung,Firma\nA,Acme\n", {"name": "Bezeichnung"})
    assert record.name == "A"
    with pytest.raises(ImportFault, match=r"models\.csv:1: no column 'X' for name; there are: A"):
        read(table, "A,B\n1,2\n", {"name": "X"})
    with pytest.raises(ImportFault, match="nmae: no column of ours; the map may have id, name"):
        read(table, "A,B\n1,2\n", {"nmae": "A"})


def test_without_names(table: Path) -> None:
    with pytest.raises(ImportFault, match=r"models\.csv:1: no column with names; there are: a, b"):
        read(table, "a,b\n1,2\n")


def test_unknown_columns_and_values_are_told_once(table: Path) -> None:
    _, tally = read(table, "name,mood,output,parameters\nA,glad,smell,lots\nB,sad,smell,lots\n")
    assert tally.unknown_fields["column 'mood'"] == 1
    assert "'smell' is not one of our modalities" in tally.unknown_fields
    assert "parameters 'lots'" in tally.unknown_fields


@pytest.mark.parametrize(
    ("cell", "parameters"),
    [("7B", 7 * 10**9), ("1.5B", 15 * 10**8), ('"1,5B"', 15 * 10**8), ('"0,35 Mrd"', 35 * 10**7),
     ('"7,000,000"', 7 * 10**6), ("7.000.000", 7 * 10**6), ("7 billion", 7 * 10**9),
     ("350 Mio.", 35 * 10**7), ("8 million parameters", 8 * 10**6), ("2 thousands", 2000),
     ('"1,23,4"', None), ("8x7B", None), ("7-70B", None), ("lots", None)],
)  # fmt: skip
def test_sizes_as_people_write_them(table: Path, cell: str, parameters: int | None) -> None:
    (record,), tally = read(table, f"name,parameters\nA,{cell}\n")
    assert record.parameters == parameters
    assert bool(tally.unknown_fields) == (parameters is None)


def test_a_table_of_a_german_spreadsheet(table: Path) -> None:
    content = "\ufeffname;parameters;released\nA;0,35B;01.05.2024\nB;1.000.000;05/01/2024\n"
    (one, two), tally = read(table, content)
    assert (one.name, one.parameters, one.released) == ("A", 350_000_000, "2024-05-01")
    assert (two.parameters, two.released) == (1_000_000, None)
    assert tally.unknown_fields == {"released '05/01/2024'": 1}


def test_tabs(tmp_path: Path) -> None:
    path = tmp_path / "models.tsv"
    path.write_text("name\tdeveloper\nA, B\tAcme\n")
    (record,) = read_stated(path, "tsv", tally=Tally())
    assert (record.name, record.developer) == ("A, B", "Acme")
    assert guess_format(path) == "csv"


def test_names_with_blanks_and_line_breaks(table: Path) -> None:
    records, _ = read(table, 'name,task\n"  Two\n lines ",x\nNext,y\n')
    assert [(r.name, r.source.line) for r in records] == [("Two lines", 2), ("Next", 4)]


def test_rows_that_cannot_be_told(table: Path) -> None:
    content = 'name,task\nNone,x\n,y\nA,b,c\n"a"b,x\nN\0L,x\nB\nC,,\n'
    records, tally = read(table, content)
    assert [r.name for r in records] == ["B", "C"]
    assert tally.skipped == {
        "a row without a name": 2,
        "a row with more cells than the header": 1,
        "a row with quotes inside a quoted cell": 1,
        "a row with NUL characters": 1,
    }
    assert tally.examples["a row with more cells than the header"].endswith("models.csv:4")
    assert tally.read == tally.skipped.total() + 2


def test_an_open_quote(table: Path) -> None:
    with pytest.raises(ImportFault, match=r"models\.csv:3: a quote is opened here and not closed"):
        read(table, 'name\nA\n"B\nC\nD\n')


def test_a_cell_of_ten_megabytes(table: Path) -> None:
    with pytest.raises(ImportFault, match=r"models\.csv:3: a quote is opened here"):
        read(table, "name\nA\n" + "x" * 10_000_000 + "\nB\n")


@pytest.mark.parametrize(
    "encoding",
    ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "cp1251"],
)
def test_encodings(table: Path, encoding: str) -> None:
    name = "Проверка заявлений граждан" if encoding == "cp1251" else "Café Prüfung"
    (record,), _ = read(table, f"name,developer\n{name},Acme\n".encode(encoding))
    assert record.name == name
    assert guess_format(table) == "csv"


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_windows_1252_shows_late(table: Path) -> None:
    records, _ = read(table, b"name\n" + b"A\n" * 100_000 + b"Caf\xe9 \x96 bar\n")
    assert records[-1].name == "Café – bar"


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "empty"), (b" \n\n", "empty"), (b"PK\x03\x04zip", "packed"), (b"a\0b" * 9, "binary")],
)
def test_no_table_at_all(table: Path, content: bytes, message: str) -> None:
    with pytest.raises(ImportFault, match=message):
        guess_format(_written(table, content))


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match="no such file"):
        guess_format(tmp_path / "x.csv")
    with pytest.raises(ImportFault, match="a folder"):
        guess_format(tmp_path)


def test_rows_are_read_one_by_one(table: Path) -> None:
    table.write_text("name\n" + "A\n" * 50_000)
    tally = Tally()
    records = read_stated(table, tally=tally)
    next(records)
    assert tally.read == 1
    assert sum(1 for _ in records) == 49_999
