"""Prose that people read: phrases that are not plain English, and sentences too long for docs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "aitaxonomy"
#: The most words of a sentence in the documents, or of its part before a colon or semicolon.
MOST_WORDS = 30
#: Why a sentence is refused: the pattern that finds the phrase, by the remedy.
RULES = {
    "write 'is not a'": r"(?<!there )(?<!There )\b(?:is|are|was|were|be) (?:no|none)\b"
    r"(?! (?:longer|more|less|fewer)\b)",
    "begin with the thing's name": r"^(?:What|Who|Whoever|Whatever|Whether)\b(?!.*\?).*[.;:]$",
    "say who tells, or use 'describe'": r"\b(?:is|are|be) told\b|\btold (?:in|of)\b",
    "write 'source' or 'source tier'": r"\bwhose word\b|\bby its word\b",
    "write 'precedes' or 'comes first'": r"\b(?:goes|go) before\b",
    "write 'any'": r"\bby whatever\b|\bof whatever\b",
    "write 'depends on' or 'below'": r"\b(?:hang|hangs) on\b",
    "say which of them": r"\bthe (?:first|last) of all\b",
}
Texts = Iterator[tuple[str, str]]


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph, with code as one word."""
    text = re.sub(r"``?[^`]+``?", "CODE", " ".join(text.split()))
    text = re.sub(r"\]\([^)]*\)|\]\[[^]]*\]|\*\*|https?://\S+", "", text)
    return re.split(r"(?<=[.!?;:])[\")”]? +(?=[\"(“\[]?[A-Z0-9])", text)


def pages() -> Texts:
    """Paragraphs, items and cells of the documents, without code."""
    files = [ROOT / f"{name}.md" for name in ("README", "CHANGELOG", "CONTRIBUTING")]
    for path in (*files, *sorted((ROOT / "docs").rglob("*.md"))):
        text = re.sub(r"^( *)```.*?^\1```", "", path.read_text("utf-8"), flags=re.M | re.S)
        text = re.sub(r"^\[[^]]+\]: .*$|<!--.*?-->|^ *</?\w+>$", "", text, flags=re.M)
        for part in re.split(r"\n\s*\n|\n(?= *(?:[-#|>]|\d+\.) ?)|(?<= )\|(?= )", text):
            yield path.relative_to(ROOT).as_posix(), part.strip(" \n|#->")


def code() -> Texts:
    """Docstrings, messages and help of the code."""
    folders = (SOURCE, ROOT / "tools", ROOT / "benchmarks")
    for path in sorted(each for folder in folders for each in folder.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        inside = {id(part) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr)
                  for part in each.values}  # fmt: skip
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                text = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "X"
                    for part in node.values
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = "" if id(node) in inside else node.value
            else:
                continue
            text = re.sub(r"^ *>>>.*?(?:\n *\n|\Z)", "\n", text, flags=re.M | re.S)
            for part in re.split(r"\n\s*\n|\n(?= *(?:-|\w+:) )", text):
                if " " in part.strip():
                    yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}", part.strip()


def ground() -> Texts:
    """Messages of shapes; titles, questions and comments of queries."""
    for path in sorted((ROOT / "shapes").glob("*.ttl")):
        for text in re.findall(r'"((?:[^"\\]|\\.)*)"@en', path.read_text("utf-8")):
            yield path.relative_to(ROOT).as_posix(), text
    for path in sorted((ROOT / "queries").rglob("*.rq")):
        text = path.read_text("utf-8")
        yield from ((path.relative_to(ROOT).as_posix(), each) for each in
                    re.findall(r'(?:^#: \w+|reason) = "(.*?)"', text, re.M))  # fmt: skip
        for block in re.findall(r"(?:^# .*\n)+", text, re.M):
            yield path.relative_to(ROOT).as_posix(), re.sub(r"^# ", "", block, flags=re.M)


def faults(texts: Texts, most: int = 1000) -> Iterator[str]:
    for place, text in texts:
        for each in sentences(text):
            for remedy, pattern in RULES.items():
                if each != "What would decide:" and re.search(pattern, each):
                    yield f"{place}: {remedy}: {each}"
            count = max(len(clause.split()) for clause in re.split("[;:] ", each))
            if count > most:
                yield f"{place}: {count} words, at most {most}: {each}"


@pytest.mark.parametrize(("texts", "most"), [(pages, MOST_WORDS), (code, 1000), (ground, 1000)])
def test_prose_is_plain(texts: object, most: int) -> None:
    assert callable(texts)
    assert sum(1 for _ in texts()) > 100
    found = list(faults(texts(), most))
    assert not found, f"{len(found)} to mend:\n" + "\n".join(found)
