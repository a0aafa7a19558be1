"""Files that are made to break a reader: deep, long, mistyped, oddly encoded, or in RDF 1.2."""

import gzip
import hashlib
import io
import json
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest

import aitaxonomy
from aitaxonomy import ImportFault, Taxonomy
from aitaxonomy.cli import main
from aitaxonomy.inventory.importing import import_file
from aitaxonomy.rdf.rdf12 import refuse_rdf12
from aitaxonomy.rdf.turtle import canonical
from aitaxonomy.store import read_triples, screening
from aitaxonomy.store.data_files import DataFiles
from aitaxonomy.store.screening import json_depth_fault

SOURCE = Path(aitaxonomy.__file__).parents[1]
ROOT = SOURCE.parent
PREFIX = "@prefix e: <urn:e:> .\n"
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:" '
    'xmlns:its="http://www.w3.org/2005/11/its" rdf:version="1.2" its:version="2.0">\n'
)


def child(code: str, *arguments: str, seconds: int = 30) -> str:
    """Run code in a process with so many seconds of processor time; return what it prints."""
    limits = (
        "import resource, sys\n"
        f"resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))\n"
        f"sys.path.insert(0, {str(SOURCE)!r})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", limits + textwrap.dedent(code), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.returncode, done.stderr[-2000:])
    return done.stdout


# --- deep


def _nested(opening: str, inside: str, closing: str, times: int = 20_000) -> str:
    return opening * times + inside + closing * times


DEEP = {
    "triples.ttl": PREFIX + "e:a e:p " + _nested("<<( e:a e:p ", "e:b", " )>>") + " .",
    "triples.nt": "<urn:a> <urn:p> " + _nested("<<( <urn:a> <urn:p> ", "<urn:b>", " )>>") + " .\n",
    "triples.nq": "<urn:a> <urn:p> " + _nested("<<( <urn:a> <urn:p> ", "<urn:b>", " )>>") + " .\n",
    "triples.trig": PREFIX + "{ e:a e:p " + _nested("<<( e:a e:p ", "e:b", " )>>") + " . }",
    "triples.n3": PREFIX + "e:a e:p " + _nested("<<( e:a e:p ", "e:b", " )>>") + " .",
    "reifiers.ttl": PREFIX + _nested("<< e:a e:p ", "e:b", " >>") + " e:q e:r .",
    "annotations.ttl": PREFIX + "e:a e:p e:b " + _nested("{| e:p e:b ", "", " |}") + " .",
    "escaped.ttl": PREFIX + r"e:a\#b e:p " + _nested("<<( e:a e:p ", "e:b", " )>>") + " .",
    "elements.rdf": RDF + _nested("<e:A><e:p>", "", "</e:p></e:A>", 48_000) + "</rdf:RDF>",
    "triples.rdf": RDF
    + _nested('<e:A><e:p rdf:parseType="Triple">', "", "</e:p></e:A>")
    + "</rdf:RDF>",
    "objects.jsonld": _nested('{"@id": "urn:a", "urn:p": ', '{"@id": "urn:b"}', "}"),
    "lists.jsonld": '{"@id": "urn:a", "urn:p": ' + _nested("[", "1", "]") + "}",
}
READ_DEEP = """
    from pathlib import Path
    from aitaxonomy import AITaxonomyError
    from aitaxonomy.rdf.turtle import canonical
    from aitaxonomy.store import read_triples
    from aitaxonomy.store.data_files import DataFiles
    for path in sorted(Path(sys.argv[1]).iterdir()):
        readers = [lambda: list(read_triples(path)), lambda: DataFiles([(path, None)])]
        if path.suffix == ".ttl":
            readers.append(lambda: canonical(path.read_text(), path=str(path)))
        for read in readers:
            try:
                print(path.name, len(read()))
            except AITaxonomyError as error:
                print(path.name, str(error).removeprefix(str(path)))
    """


def test_deep_files_are_refused_before_a_parser_gets_them(tmp_path: Path) -> None:
    for name, text in DEEP.items():
        (tmp_path / name).write_text(text)
    lines = child(READ_DEEP, str(tmp_path)).splitlines()
    assert len(lines) == 2 * len(DEEP) + sum(name.endswith(".ttl") for name in DEEP)
    for line in lines:
        name, _, told = line.partition(" ")
        rdf12 = name.endswith((".ttl", ".nt", ".nq", ".trig", ".n3")) or name == "triples.rdf"
        assert ("RDF 1.2 is not read" if rdf12 else "nested over 128 levels deep") in told, line
        assert told[0] == ":" and told[1].isdigit(), line


@pytest.mark.parametrize(
    "text",
    [
        _nested("[ e:p ", "e:b", " ]", 200_000),
        _nested("( ", "e:b", " )", 200_000),
        "( " + "e:b " * 200_000 + ")",
    ],
    ids=["brackets", "lists", "a long list"],
)
def test_brackets_of_turtle_may_be_as_deep_as_one_likes(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.ttl").write_text(f"{PREFIX}e:a e:p {text} .")
    assert sum(1 for _ in read_triples(tmp_path / "a.ttl")) > 200_000


def test_an_element_with_any_number_of_attributes_is_refused(tmp_path: Path) -> None:
    """Of 100,000, or as many namespaces, the parser takes a minute."""
    path = tmp_path / "a.rdf"
    for name, value in (("e:a", "1"), ("xmlns:n", "urn:n:")):
        many = " ".join(f'{name}{number}="{value}"' for number in range(1_001))
        path.write_text(f"{RDF}<e:A {many}/></rdf:RDF>")
        with pytest.raises(ImportFault, match=r"a\.rdf:2: an element with over 1,000 attributes"):
            list(read_triples(path))


def test_depth_is_that_outside_of_strings() -> None:
    assert json_depth_fault('["' + "[" * 500 + '\\"[", "' + "{" * 500 + '"]') is None
    assert json_depth_fault('{"]": ' * 128 + "1" + "}" * 128) is None
    assert json_depth_fault('{"]": ' * 129 + "1" + "}" * 129) == 6 * 128
    assert json_depth_fault("[" * 128 + '"' + "[" * 500) is None
    assert json_depth_fault(b"[]" * 500) is None


# --- RDF 1.2

RDF12 = {
    "a.ttl": (PREFIX + "e:a e:p 1 .\ne:a e:p <<( e:a e:p 1 )>> .", 3, "a triple term"),
    "b.ttl": (PREFIX + "<< e:a e:p 1 >> e:q 1 .", 2, "a triple term"),
    "c.ttl": (PREFIX + "e:a e:p 1 {| e:q 1 |} .", 2, "a triple term"),
    "d.ttl": (PREFIX + "e:a e:p <#~> .\ne:a e:p 1 ~ e:r .", 3, "a triple term"),
    "e.ttl": (PREFIX + "e:a e:p 'x'@en--ltr .", 2, "a text with a direction"),
    "f.nt": ("<urn:a> <urn:p> <<( <urn:a> <urn:p> '' )>> .\n", 1, "a triple term"),
    "g.nt": ('<urn:a> <urn:p> "x"@ar--rtl .\n', 1, "a text with a direction"),
    "h.trig": (PREFIX + "e:g {\n e:a e:p <<( e:a e:p 1 )>> }", 3, "a triple term"),
    "i.rdf": (
        RDF + '<e:A>\n<e:p rdf:parseType="Triple"><e:B e:q="1"/></e:p></e:A></rdf:RDF>',
        3,
        "a triple term",
    ),
    "j.rdf": (
        RDF + '<e:A rdf:about="urn:a">\n<e:p xml:lang="en" its:dir="ltr">x</e:p></e:A></rdf:RDF>',
        3,
        "a text with a direction",
    ),
    "k.rdf": (
        RDF + '<e:A rdf:about="urn:a">\n<e:p rdf:annotation="urn:r">x</e:p></e:A></rdf:RDF>',
        3,
        "a triple term",
    ),
    "l.jsonld": (
        '{"@id": "urn:a",\n"urn:p": {"@value": "x", "@language": "en", "@direction": "ltr"}}',
        2,
        "a text with a direction",
    ),
    "m.jsonld": (
        '{"@id": "urn:a",\n"urn:p": {"@value": "x", "@language": "en", "\\u0040direction": "ltr"}}',
        None,
        "a triple term, or a direction of a text",
    ),
}


@pytest.mark.parametrize("name", RDF12)
def test_rdf_1_2_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    text, line, what = RDF12[name]
    path = tmp_path / name
    path.write_text(text)
    where = f":{line}" if line else ""
    wanted = rf"{name}{where}: RDF 1\.2 is not read \({what}\): annotate"
    with pytest.raises(ImportFault, match=wanted):
        list(read_triples(path))
    with pytest.raises(ImportFault, match=wanted):
        DataFiles([(path, None)])


@pytest.mark.parametrize(
    "text",
    ["'<<'", "'''<< ''{| '''", '"\\"<<"', '""""<<"""', "<a~<<{|>", "1 # <<", r"e:a\~b", "'x'@en-l"],
)
def test_what_only_looks_like_rdf_1_2_is_read(text: str) -> None:
    assert not is_refused(f"e:a e:p {text} .")


def test_what_is_rdf_1_2_is_refused_by_the_same_check() -> None:
    assert is_refused("e:a e:p <<( e:a e:p e:o )>> .")


def is_refused(text: str) -> bool:
    try:
        refuse_rdf12(text.encode(), "turtle", "a.ttl")
    except ImportFault:
        return True
    return False


@pytest.mark.parametrize(
    "command",
    ["validate {}", "classify {}", "import auto {}", "format --check {}", "reason --data {}",
     "ask every-llm-is-generative-ai --data {}"],
)  # fmt: skip
def test_every_command_tells_it_alike(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(RDF12["a.ttl"][0])
    assert main(command.format(path).split()) == 2
    assert f"{path}:3: RDF 1.2 is not read (a triple term)" in capsys.readouterr().err


def test_formulas_of_n3_are_not_taken_for_statements(tmp_path: Path) -> None:
    path = tmp_path / "a.n3"
    path.write_text(PREFIX + "{ e:x a e:B } => { e:x a e:C } .")
    with pytest.raises(ImportFault, match=r"a\.n3: formulas of N3 in braces are not read"):
        list(read_triples(path))


# --- encodings

XML = '<?xml version="1.0" encoding="{}"?>\n' + RDF + '<e:A rdf:about="urn:a" e:q="{}"/></rdf:RDF>'


@pytest.mark.parametrize(
    ("codec", "named", "text"),
    [
        ("utf-8", "UTF-8", "é中"), ("utf-8-sig", "utf-8", "é中"), ("utf-16", "UTF-16", "é中"),
        ("utf-32", "UTF-32", "é中"), ("latin-1", "ISO-8859-1", "é"),
        ("cp1252", "Windows-1252", "€"), ("koi8-r", "KOI8-R", "ж"),
        ("ascii", "US-ASCII", "e"), ("utf-8-sig", "ISO-8859-1", "é"),
    ],
)  # fmt: skip
def test_xml_is_decoded_as_it_declares(tmp_path: Path, codec: str, named: str, text: str) -> None:
    path = tmp_path / "a.rdf"
    path.write_bytes(XML.format(named, text).encode(codec))
    assert ox.Literal(text) in [triple.object for triple in read_triples(path)]


@pytest.mark.parametrize("named", ["UTF-7", "zlib", "idna", "unicode_escape", "nonsense", "UTF-16"])
def test_other_encodings_of_xml_are_refused(tmp_path: Path, named: str) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(XML.format(named, "x"))
    with pytest.raises(ImportFault, match=rf"a\.rdf:1: XML that says to be in {named}"):
        list(read_triples(path))


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.jsonld"])
def test_byte_order_marks_are_read(tmp_path: Path, codec: str, name: str) -> None:
    text = "<https://e.org/a> <https://e.org/p> <https://e.org/b> .\n"
    if name == "a.jsonld":
        text = '{"@id": "https://e.org/a", "https://e.org/p": {"@id": "https://e.org/b"}}'
    path = tmp_path / name
    path.write_bytes(text.encode(codec))
    assert len(list(read_triples(path))) == 1
    assert len(list(DataFiles([(path, None)]).triples())) == 1


def test_places_in_files_with_a_mark(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes("\n<urn:x:a> a <https://w3id.org/aitaxonomy#LLM> .\n".encode("utf-16"))
    assert (ai + path).content.places.of("urn:x:a") == (str(path), 2)


def test_bytes_of_another_encoding_have_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(PREFIX.encode() + '\ne:a e:p "é" .'.encode("latin-1"))
    with pytest.raises(ImportFault, match=r"a\.ttl:3: .*UTF-8"):
        list(read_triples(path))


def test_lines_may_end_in_returns_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("# one\r<urn:a> <urn:p> 1 . # two\r<urn:a> <urn:p> 2 .\r", newline="")
    assert len(list(read_triples(path))) == 2


# --- long


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.jsonld"])
def test_a_text_of_over_16_mib_is_refused(tmp_path: Path, name: str) -> None:
    long = "x" * (17 << 20)
    text = f'<urn:a:a> <urn:a:p> "{long}" .\n'
    path = tmp_path / name
    path.write_text(text if name != "a.jsonld" else f'{{"@id": "urn:a", "urn:p": "{long}"}}')
    for read in (lambda: list(read_triples(path)), lambda: DataFiles([(path, None)])):
        with pytest.raises(ImportFault, match=r"a\.\w+: a text, IRI or comment of over 16 MiB"):
            read()
    if name == "a.ttl":
        with pytest.raises(ImportFault, match="over 16 MiB"):
            canonical(text)


def test_files_that_are_too_large_are_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screening, "MAX_BYTES", 10)
    monkeypatch.setattr(Path, "read_bytes", None)
    for name in ("a.ttl", "a.json"):
        path = tmp_path / name
        path.write_text('{"bomFormat": "CycloneDX"}')
        with pytest.raises(ImportFault, match="the most that is read as a whole: split it"):
            if name == "a.ttl":
                list(read_triples(path))
            else:
                import_file(path, "cyclonedx", matcher=None)  # type: ignore[arg-type]


LONG: dict[str, tuple[str, str]] = {
    "spaces in a cell.csv": ("csv", "name,task\nx,a" + " " * 120_000 + "b\n"),
    "spaces in a number.csv": ("csv", "name,parameters\nx,7" + " " * 120_000 + "x\n"),
    "digits.csv": ("csv", "name,parameters\nx," + "1,111" * 25_000 + "\n"),
    "accents in a heading.csv": ("csv", "name," + "\u0301\u0327" * 60_000 + "\nx,y\n"),
    "list columns.csv": (
        "csv",
        "name,task,input,output,primary,built_on,access,languages,developer,provider,licence\nx"
        + ("," + ";".join(f"a{i}" for i in range(18_000))) * 10
        + "\n",
    ),
    "spaces in a title.md": ("huggingface", "---\nlicense: mit\n---\n# a" + " " * 99_000 + "b\n"),
    "marks in a title.md": ("huggingface", "---\nlicense: mit\n---\n# a" + "#" * 99_000 + "b\n"),
    "properties.json": (
        "cyclonedx",
        json.dumps({"bomFormat": "CycloneDX", "components": [{
            "type": "machine-learning-model", "name": "a", "properties": [
                {"name": "aitaxonomy:alias", "value": str(i)} for i in range(30_000)]}]}),
    ),
    "dots.toml": ("models.dev", 'name="x"\n' + "a." * 9_000 + "b=1"),
    "comments.tf": ("deployment", "/*/ " * 60_000),
    "texts.tf": ("deployment", 'a = "' + '${"a" ' * 60_000 + '"\n'),
    "blocks.tf": ("deployment", 'resource "a" "b" {}\n' * 20_000),
    "options.yml": ("deployment", "services:\n  a:\n    image: b\n    command: " + "-m " * 60_000),
}  # fmt: skip
IMPORT_LONG = """
    import json
    from pathlib import Path
    from aitaxonomy import AITaxonomyError, Taxonomy
    from aitaxonomy.inventory.importing import import_file
    matcher = Taxonomy().content.matcher
    for name, format in json.loads(sys.argv[2]).items():
        try:
            import_file(Path(sys.argv[1]) / name, format, matcher=matcher)
        except AITaxonomyError as error:
            print(error)
        print(name, flush=True)
    """


def test_long_runs_in_inventories_take_linear_time(tmp_path: Path) -> None:
    """Each but two of them took over ten seconds, most of them over a minute."""
    for name, (_, text) in LONG.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    formats = json.dumps({name: format for name, (format, _) in LONG.items()})
    told = child(IMPORT_LONG, str(tmp_path), formats, seconds=25)
    assert all(name in told for name in LONG)


# --- values of the wrong kind, and other small traps

SMALL = {
    "deep.toml": ("models.dev", 'name="x"\na=' + "[" * 5_000 + "]" * 5_000, "nested too deeply"),
    "tables.toml": ("models.dev", 'name="x"\na=' + "{a=" * 3_000 + "1" + "}" * 3_000, "too deeply"),
    "digits.toml": ("models.dev", 'name="x"\na=' + "1" * 10_000, "over 4,300 digits"),
    "long.toml": ("models.dev", 'name="x"\n#' + "x" * 100_000, "one model takes a few thousand"),
    "hex.toml": ("models.dev", 'name="x"\nlicense=0x' + "f" * 10_000 + "\nrelease_date=7", None),
    "digits.json": ("huggingface", '[{"id": ' + "1" * 5_000 + "}]", "over 4,300 digits"),
    "digits too.json": ("cyclonedx", '{"bomFormat": ' + "1" * 5_000 + "}", "over 4,300 digits"),
    "deep.json": ("huggingface", '[{"id": "a", "x": ' + "[" * 200 + "]" * 200 + "}]", "too deeply"),
    "deep too.json": (
        "spdx",
        '{"elements": ' + "[" * 200 + "]" * 200 + "}",
        "over 128 levels",
    ),
    "half.json": ("huggingface", '[{"id": "a\\ud800b", "author": "\\udfff"}]', None),
    "half.yaml": ("objects", 'models:\n- name: "a\\ud800"', None),
    "size.csv": ("csv", "name,task\n" + "1" * 400 + "b,text-generation\n", None),
    "times.csv": ("csv", "name,task\n" + "1" * 400 + "x7b,text-generation\n", None),
    "cell.csv": ("csv", "name,task\nx," + "a" * 140_000 + "\n", "is a cell that is as long"),
    "line.csv": ("csv", "name,task\n" + "x" * (1 << 24), ":2: a line of 16,777,216 characters"),
    "return.csv": ("csv", 'Model,Domain,Task\nx,"a\rb","a\x0bb"\n', None),
}


@pytest.mark.parametrize("name", SMALL)
def test_small_traps(ai: Taxonomy, tmp_path: Path, name: str) -> None:
    format, text, fault = SMALL[name]
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    if fault is None:
        imported = import_file(path, format, matcher=ai.content.matcher)
        assert imported.tally.mapped == 1
        assert list(read_triples(imported.statements))
    else:
        with pytest.raises(ImportFault, match=fault):
            import_file(path, format, matcher=ai.content.matcher)


# --- damage


def spoilt(data: bytes) -> dict[str, bytes]:
    """Return what is left of a file after an accident, by the accident."""
    half = len(data) // 2
    return {
        "cut": data[:half], "begun": data[:7], "zeros": data[:half] + bytes(len(data) - half),
        "ones": data[:half] + b"\xff" * 8 + data[half + 8 :], "turned": data[half:] + data[:half],
        "noise": hashlib.shake_128(data).digest(3_000),
    }  # fmt: skip


def opened_document() -> bytes:
    """Return a spreadsheet of OpenDocument with a name."""
    of = "urn:oasis:names:tc:opendocument:xmlns:{0}:1.0".format
    spaces = " ".join(f"xmlns:{name}='{of(name)}'" for name in ("office", "table", "text"))
    row = "<table:table-row><table:table-cell office:value-type='string'><text:p>{}</text:p>"
    row += "</table:table-cell></table:table-row>"
    sheet = f"<table:table table:name='S'>{row.format('Name')}{row.format('Zed')}</table:table>"
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml", f"<office:document-content {spaces}>{body}</office:document-content>"
        )
    return out.getvalue()


#: Files of each format that is read, and of one that is not.
SOUND = {
    path.name: path.read_bytes()
    for path in (
        *sorted((ROOT / "tests" / "inventory" / "data").iterdir()),
        *(ROOT / "examples" / name for name in ("tools.xlsx", "models.csv", "inventory.ttl")),
    )
} | {
    "a.ods": opened_document(),
    "a.gz": gzip.compress(b"name\nZed\n" * 99),
    "a.nt": b"<urn:a> <urn:b> <urn:c> .\n" * 9,
    "a.rdf": f'{RDF}<e:A rdf:about="urn:a"/></rdf:RDF>'.encode(),
    "a.md": b"| Name | Vendor |\n|---|---|\n| Zed | Acme |\n",
    "a.toml": b'name = "Zed"\n[limit]\ncontext = 128_000\n',
}


@pytest.mark.parametrize("sound", SOUND)
def test_a_damaged_file_is_read_or_told_in_a_line(
    sound: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for accident, left in spoilt(SOUND[sound]).items():
        path = tmp_path / f"{accident} {sound}"
        path.write_bytes(left)
        code = main(["import", "auto", str(path), "-o", str(tmp_path / "out.nt")])
        err = capfd.readouterr().err
        assert code in (0, 2) and "Traceback" not in err, (accident, err)
        assert code == 0 or (len(err.splitlines()) == 1 and path.name in err), (accident, err)
