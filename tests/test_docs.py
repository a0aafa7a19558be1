"""Every example in the README and the docs does what it says."""

import contextlib
import doctest
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.cli import main
from aitaxonomy.rdf.turtle import canonical

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PREFIXES = """@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""


def blocks(language: str) -> list[tuple[str, str]]:
    return [
        (page.name, text)
        for page in PAGES
        for name, text in BLOCK.findall(page.read_text(encoding="utf-8"))
        if name == language
    ]


def commands() -> list[tuple[str, str, str]]:
    found = []
    for page, block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((page, command, output))
    return found


@pytest.mark.parametrize(("page", "command", "expected"), commands())
def test_commands_print_what_the_page_shows(
    ai: Taxonomy,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    page: str,
    command: str,
    expected: str,
) -> None:
    """In this process, on a taxonomy that need not be loaded again."""
    words = shlex.split(command)
    assert words[0] == "aitaxonomy", page
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("aitaxonomy.cli.queries.Taxonomy", lambda: ai)
    with contextlib.suppress(SystemExit):
        main(words[1:])
    got = "".join(capsys.readouterr())
    assert "Traceback" not in got
    # As in doctest, "..." stands for anything, here for lines as well.
    pattern = re.escape(expected.rstrip("\n")).replace(re.escape("..."), "(?s:.*)")
    assert re.fullmatch(pattern, got.rstrip("\n")), f"{page}: $ {command}\n{got}"


@pytest.mark.parametrize(("page", "block"), blocks("python"))
def test_python_lines_run_as_printed(
    page: str, block: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest(block, {}, page, page, 0)
    assert test.examples
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    assert runner.run(test).failed == 0


@pytest.mark.parametrize(("page", "block"), blocks("turtle"))
def test_turtle_is_valid(page: str, block: str) -> None:
    if block.startswith("#:"):
        assert tomllib.loads(block.replace("#: ", "")), page
    else:
        assert canonical(PREFIXES + block).partition("\n\n")[2] == block, page


def test_the_question_of_the_guide_gives_its_answer(ai: Taxonomy, tmp_path: Path) -> None:
    from aitaxonomy.graph.questions import Question, check_columns

    ((_, block),) = blocks("sparql")
    file = tmp_path / "who-develops-a-system.rq"
    file.write_text(block, encoding="utf-8")
    question = Question.read(file)
    assert question.parameters == {"system": "aix:gpt-4"}
    assert check_columns(question, ai.sparql(question.query)) == []


def test_pages_were_found() -> None:
    assert len(commands()) >= 8
    assert blocks("python") and blocks("turtle")
