"""Every example in the README and the docs does what it says."""

import doctest
import importlib
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.cli import main
from aitaxonomy.inventory import FORMATS
from aitaxonomy.rdf.turtle import canonical

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PREFIXES = """@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(language: str) -> list[tuple[str, str]]:
    return [
        (name_of(page), text)
        for page in PAGES
        for name, text in BLOCK.findall(page.read_text(encoding="utf-8"))
        if name == language
    ]


_CELLS, _ENDS = re.compile(r"(?<=\S)(?:\t+| {2,})(?=\S)"), re.compile(r"[\t ]+$", re.MULTILINE)


def sessions() -> dict[str, list[tuple[str, str]]]:
    """The commands of each page with what they print."""
    found: dict[str, list[tuple[str, str]]] = {}
    for page, block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.setdefault(page, []).append((command, output))
    return found


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that has all that the checkout has, and takes what a page writes."""
    for each in ROOT.iterdir():
        (tmp_path / each.name).symlink_to(each)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", sessions())
def test_commands_print_what_the_page_shows(
    ai: Taxonomy,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    page: str,
) -> None:
    """In this process, on a taxonomy that need not be loaded again; `cat` and `$?` are known."""
    monkeypatch.setattr("aitaxonomy.cli.queries.Taxonomy", lambda: ai)
    code: int | str | None = 0
    for command, expected in sessions()[page]:
        program, *words = shlex.split(command)
        if command == "echo $?":
            print(code)
        elif program == "cat":
            print((here / words[0]).read_text(encoding="utf-8"))
        else:
            assert program == "aitaxonomy", page
            try:
                code = main(words)
            except SystemExit as ended:
                code = ended.code
        got = "".join(capsys.readouterr())
        assert "Traceback" not in got
        # Pages show tables as on a terminal; here, as in a pipe, tabs stand between cells.
        shown, got = (
            _CELLS.sub("  ", _ENDS.sub("", text).rstrip("\n")) for text in (expected, got)
        )
        # As in doctest, "..." stands for anything, here for lines as well.
        pattern = re.escape(shown).replace(re.escape("..."), "(?s:.*)")
        assert re.fullmatch(pattern, got), f"{page}: $ {command}\n{got}"


@pytest.mark.parametrize("page", sorted({page for page, _ in blocks("python")}))
def test_python_lines_run_as_printed(
    ai: Taxonomy, page: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a page shows in Python is one session; the shipped content need not be loaded again."""
    monkeypatch.setattr("aitaxonomy.taxonomy.Content", lambda: ai.content)
    session = "\n\n".join(block for name, block in blocks("python") if name == page)
    test = doctest.DocTestParser().get_doctest(session, {}, page, page, 0)
    assert test.examples
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    assert runner.run(test).failed == 0


@pytest.mark.parametrize(("page", "block"), blocks("turtle"))
def test_turtle_is_valid(page: str, block: str) -> None:
    header = [line.removeprefix("#: ") for line in block.splitlines() if line.startswith("#: ")]
    if header:
        assert tomllib.loads("\n".join(header)), page
        body = block.partition(f"#: {header[-1]}\n")[2]
        assert canonical(body) == body, page
    else:
        assert canonical(PREFIXES + block).partition("\n\n")[2] == block, page


def test_the_question_of_the_guide_gives_its_answer(ai: Taxonomy, tmp_path: Path) -> None:
    from tests.expected_answers import check_columns

    from aitaxonomy.graph.questions import Question

    ((_, block),) = blocks("sparql")
    file = tmp_path / "who-develops-a-system.rq"
    file.write_text(block, encoding="utf-8")
    question = Question.read(file)
    assert question.parameters == {"system": "aix:gpt-4"}
    assert check_columns(question, ai.sparql(question.query)) == []


# --- the page on architecture

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
TOUR = (ROOT / "docs" / "code-tour.md").read_text(encoding="utf-8")
EXTENDING = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
INSIDE_A_LIST = re.compile(r"^   ```(\w+)\n(.*?)^   ```", re.MULTILINE | re.DOTALL)


def worked_examples() -> dict[str, list[tuple[str, str]]]:
    """The sections that change the code, by heading, with their blocks."""
    sections = [each.partition("\n") for each in EXTENDING.split("\n## ")]
    found = {
        heading: [(kind, textwrap.dedent(block)) for kind, block in INSIDE_A_LIST.findall(text)]
        for heading, _, text in sections
    }
    return {heading: each for heading, each in found.items() if "diff" in dict(each)}


def change(root: Path, difference: str) -> None:
    """Make the changes to one file that a block shows; each hunk has a place of its own."""
    head, *hunks = difference.split("@@\n")
    path = root / head.removeprefix("+++ ").strip()
    text = path.read_text(encoding="utf-8")
    for hunk in hunks:
        lines = hunk.splitlines(keepends=True)
        old, new = ("".join(x[1:] for x in lines if x[0] in f" {sign}") for sign in "-+")
        assert text.count(old) == 1, f"{path.name} has {text.count(old)} times:\n{old}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("heading", worked_examples())
def test_worked_examples_work(heading: str, tmp_path: Path) -> None:
    """Their changes, made in a copy of the code, do what their sessions show."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignored)
    for folder in ("ontology", "queries", "shapes"):
        (tmp_path / folder).symlink_to(ROOT / folder, target_is_directory=True)
    sessions = []
    for kind, block in worked_examples()[heading]:
        if kind == "diff":
            change(tmp_path, block)
        elif kind == "py":
            first, _, text = block.partition("\n")
            path = tmp_path / first.removeprefix("# ")
            assert not path.exists()
            path.write_text(text, encoding="utf-8")
        else:
            assert kind == "pycon"
            sessions.append(block)
    assert sessions
    (tmp_path / "session.txt").write_text("\n\n".join(sessions), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "doctest", "session.txt"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_worked_examples_are_found() -> None:
    assert list(worked_examples()) == ["Add an OWL construct", "Add an inventory format"]


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, its head left out."""
    sections = f"{ARCHITECTURE}\n{TOUR}".split("\n## ")
    (section,) = [each for each in sections if each.startswith(f"{heading}\n")]
    table = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert table
    return [re.split(r" ?(?<!\\)\| ?", line)[1:-1] for line in table[0].splitlines()[2:]]


def test_every_room_is_told_of() -> None:
    rooms = [name.strip("`") for name, *_ in rows("Rooms")]
    (small,) = re.findall(r"Beside them stand.*?\.\n\n", ARCHITECTURE, re.DOTALL)
    beside = re.findall(r"`(\w+)(?:\.py|/)`", small)
    code = ROOT / "src" / "aitaxonomy"
    there = {
        each.stem
        for each in code.iterdir()
        if each.suffix == ".py" or (each / "__init__.py").is_file()
    }
    assert len(rooms) == 19
    assert {*rooms, *beside} == there - {"__init__", "__main__"}


def test_things_stand_where_the_page_says() -> None:
    """What a cell names after a file is in that file."""
    found = 0
    for _, answer in rows("Where things stand"):
        text = ""
        for name in re.findall(r"`([^`]+)`", answer):
            path = located(name)
            if path is None:
                assert name in text, f"{answer}: no {name}"
                found += 1
            elif path.is_file():
                text = path.read_text(encoding="utf-8")
    assert found > 3


# --- names in all pages


def located(name: str) -> Path | None:
    """The file or folder that a page names, from the root or from the package's; else None."""
    if not re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", name) or name.endswith("..."):
        return None
    places = (ROOT, ROOT / "src" / "aitaxonomy", ROOT / "docs")
    return next((place / name for place in places if (place / name).exists()), None)


def test_names_in_pages_exist() -> None:
    """Files of ours, modules and links: what moved is found by this."""
    faults, seen = [], 0
    folders = {
        each.name
        for place in (ROOT, ROOT / "src" / "aitaxonomy")
        for each in place.iterdir()
        if each.is_dir() and each.name != "dist"  # what was built
    }
    made = re.findall(r"^   # (src/\S+)$", EXTENDING, re.MULTILINE)
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            seen += 1
            if not (page.parent / link).exists():
                faults.append(f"{page.name}: {link}")
        for name in re.findall(r"(?<![\w/.-])([\w.-]+(?:/[\w.-]+)+)", text):
            if name.split("/")[0] in folders and name not in made:
                seen += 1
                if located(name.rstrip(".")) is None:
                    faults.append(f"{page.name}: {name}")
        for name in re.findall(r"\baitaxonomy(?:\.[a-z_]\w*)+", text):
            seen += 1
            if not known(name):
                faults.append(f"{page.name}: {name}")
    assert not faults, "\n".join(faults)
    assert seen > 100


def known(dotted: str) -> bool:
    """Whether a dotted name is a file of the ontology, a module, or something in a module."""
    module, _, rest = dotted.rpartition(".")
    if module == "aitaxonomy" and rest in ("ttl", "nt", "rdf", "owx"):
        return True
    try:
        return hasattr(importlib.import_module(module), rest) or bool(
            importlib.util.find_spec(dotted)
        )
    except ModuleNotFoundError:
        return False


def test_counts_in_pages_are_true() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\[(\d+) formats\]", readme) == [str(len(FORMATS))]
    questions = len(list((ROOT / "queries").glob("*.rq")))
    assert re.findall(r"the (\d+) questions", readme) == [str(questions)]
    inventories = (ROOT / "docs" / "inventories.md").read_text(encoding="utf-8")
    told = re.findall(
        r"^\| (`.*?`) \|",
        inventories.partition("## Formats")[2].partition("\n## ")[0],
        re.MULTILINE,
    )
    assert sorted(re.findall(r"`(.*?)`", " ".join(told))) == sorted(FORMATS)


def test_pages_tell_how_many_systems_people_open(ai: Taxonomy) -> None:
    excerpt = (ROOT / "ontology" / "exemplars.ttl").read_text(encoding="utf-8")
    here = set(re.findall(r"^(aix:\S+) a\b", excerpt, re.MULTILINE))
    systems = [each for each in ai["AIArtifact"].instances if each.curie in here]
    assert len(systems) > 50
    pages = ("docs/stock-tools.md", "docs/tutorials/protege.md")
    told = [re.findall(r"some (\d+) systems", (ROOT / page).read_text("utf-8")) for page in pages]
    assert told == [[str(len(systems) // 10 * 10)]] * len(pages)
    tutorial = (ROOT / pages[-1]).read_text(encoding="utf-8")
    models = [each for each in ai["LLM"].instances if each.curie in here]
    assert re.findall(r"There are \*\*(\d+)\*\*", tutorial) == [str(len(models))]


def test_pages_tell_how_many_systems_there_are(ai: Taxonomy) -> None:
    known = len(list(ai["AIArtifact"].instances)) // 100 * 100
    told = [
        n for page in PAGES for n in re.findall(r"at least (\S+) systems", page.read_text("utf-8"))
    ]
    assert len(told) > 2
    assert set(told) == {f"{known:,}"}


def test_what_a_script_writes_is_what_it_writes_now(ai: Taxonomy) -> None:
    spec = importlib.util.spec_from_file_location("script", ROOT / "docs" / "list_properties.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    remedy = "run `python docs/list_properties.py`"
    assert script.INDEX.read_text("utf-8") == script.index(ai), remedy
    assert script.PICTURE.read_text("utf-8") == script.picture(ai), remedy


def test_every_page_is_two_clicks_from_the_contents() -> None:
    """From `docs/README.md`, or from a page that it links to."""
    pages = {page.resolve(): page.read_text("utf-8") for page in PAGES[1:]}

    def leads(page: Path) -> set[Path]:
        links = re.findall(r"\]\((?!https?:)([^)#]+)", pages.get(page, ""))
        return {(page.parent / link).resolve() for link in links}

    first = leads((ROOT / "docs" / "README.md").resolve())
    assert pages.keys() <= first.union(*map(leads, first)), "link it from docs/README.md"


def test_the_glossary_is_in_order() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    names = [name.casefold() for name in re.findall(r"^\| ([^|]+?) \|", text, re.MULTILINE)[1:]]
    assert names == sorted(names)
    assert len(names) > 20


def test_pages_were_found() -> None:
    assert len(sessions()) >= 8
    assert blocks("python") and blocks("turtle")
