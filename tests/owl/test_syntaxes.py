"""The ontology in other syntaxes of OWL: OWLAPI reads the same from each as from the Turtle."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from aitaxonomy import Taxonomy

ROOT = Path(__file__).parents[2]
COMPARE = ROOT / ".ci" / "owlapi" / "compare"
CONSTRUCTS = ROOT / "tests" / "reasoning" / "syntaxes" / "constructs"
Row = tuple[str, ...]


def compare(*files: Path) -> tuple[dict[str, Row], list[Row]]:
    """What OWLAPI read from each file (by suffix: axioms, unnamed ones), and what differs."""
    done = subprocess.run(
        [COMPARE, *files],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    rows = [tuple(line.split("\t")) for line in done.stdout.splitlines()]
    read = {Path(row[1]).suffix: row[2:] for row in rows if row[0] == "read"}
    different = [row for row in rows if row[0] != "read"]
    assert len(read) == len(files) and done.returncode == bool(different), done.stderr
    return read, different


def test_the_shipped_ontology_says_the_same_in_every_syntax(
    owlapi: Callable[..., object], tmp_path: Path
) -> None:
    taxonomy = Taxonomy()
    files = [taxonomy.export(tmp_path, each)[0] for each in ("turtle", "functional", "owlxml")]
    read, different = compare(*files)
    assert different == []
    axioms, without_name = read[".ttl"]
    # Every axiom compares by equality: no individual is without a name.
    assert int(axioms) > 5000 and without_name == "0"
    assert read == dict.fromkeys([".ttl", ".ofn", ".owx"], read[".ttl"])


def test_every_construct_says_the_same_in_every_syntax(owlapi: Callable[..., object]) -> None:
    files = [CONSTRUCTS.with_suffix(suffix) for suffix in (".ttl", ".ofn", ".owx")]
    read, different = compare(*files)
    assert different == []
    assert set(read) == {".ttl", ".ofn", ".owx"}


def test_the_comparison_sees_one_lost_axiom_and_one_lost_annotation(
    owlapi: Callable[..., object], tmp_path: Path
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
def test_a_broken_file_is_no_equal_file(
    owlapi: Callable[..., object], suffix: str, tmp_path: Path
) -> None:
    text = CONSTRUCTS.with_suffix(suffix).read_text(encoding="utf-8")
    (tmp_path / f"half{suffix}").write_text(text[: len(text) // 2], encoding="utf-8")
    with pytest.raises(AssertionError, match="Unparsable"):
        compare(CONSTRUCTS.with_suffix(".ttl"), tmp_path / f"half{suffix}")
