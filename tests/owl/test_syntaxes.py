"""The ontology in other syntaxes of OWL: OWLAPI reads the same from each as from the Turtle."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.judges

Compare = Callable[..., Any]  # the fixture of conftest.py
ROOT = Path(__file__).parents[2]
CONSTRUCTS = ROOT / "tests" / "reasoning" / "syntaxes" / "constructs"


def test_every_construct_says_the_same_in_every_syntax(compare: Compare) -> None:
    files = [CONSTRUCTS.with_suffix(suffix) for suffix in (".ttl", ".ofn", ".owx")]
    read, different = compare(*files)
    assert different == []
    assert set(read) == {".ttl", ".ofn", ".owx"}


def test_the_comparison_sees_one_lost_axiom_and_one_lost_annotation(
    compare: Compare, tmp_path: Path
) -> None:
    whole = CONSTRUCTS.with_suffix(".ofn").read_text(encoding="utf-8")
    title = 'Annotation(dcterms:title "Alles"@de)\n'
    cut, count = re.subn(r"(?m)^DisjointUnion\(.*\n", "", whole.replace(title, ""))
    assert count == 1 and title in whole
    (tmp_path / "cut.ofn").write_text(cut, encoding="utf-8")
    _, different = compare(CONSTRUCTS.with_suffix(".ttl"), tmp_path / "cut.ofn")
    assert [(kind, what.split("(")[0]) for kind, _, what in different] == [
        ("missing", "Annotation"),
        ("missing", "DisjointUnion"),
    ]


@pytest.mark.parametrize("suffix", [".ofn", ".owx"])
def test_a_broken_file_is_no_equal_file(compare: Compare, suffix: str, tmp_path: Path) -> None:
    text = CONSTRUCTS.with_suffix(suffix).read_text(encoding="utf-8")
    (tmp_path / f"half{suffix}").write_text(text[: len(text) // 2], encoding="utf-8")
    with pytest.raises(AssertionError, match="Unparsable"):
        compare(CONSTRUCTS.with_suffix(".ttl"), tmp_path / f"half{suffix}")
