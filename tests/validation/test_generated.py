"""Both engines report the same on made-up systems, whole ones and damaged ones."""

import importlib.util
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from aitaxonomy import Taxonomy
from aitaxonomy._data import folder, ontology_files
from aitaxonomy.store.files import LARGE
from aitaxonomy.validation import validate

ROOT = Path(__file__).parents[2]
#: What stands in the place of a value: each kind of term, and values that are wrong by a little.
WRONG = (
    '"x"', '""@en', '"-1"^^<http://www.w3.org/2001/XMLSchema#integer>', "_:b7",
    '"1970-01-01"^^<http://www.w3.org/2001/XMLSchema#date>', '"2023-02-29"',
    '"1.5"^^<http://www.w3.org/2001/XMLSchema#integer>', "<urn:unknown>",
    "<https://w3id.org/aitaxonomy/id/text>", "<https://w3id.org/aitaxonomy/id/openai>",
    "<https://w3id.org/aitaxonomy#AIModel>", "<https://w3id.org/aitaxonomy#ModelFamily>",
)  # fmt: skip


def generator() -> Any:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "benchmarks" / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def damaged(lines: list[str], draw: random.Random) -> Iterator[str]:
    """Leave statements out, say them of others, misspell properties, and give wrong values."""
    subjects = [line.split(" ", 1)[0] for line in lines]
    for line in lines:
        subject, predicate, value = line.removesuffix(" .\n").split(" ", 2)
        chance = draw.random()
        if chance < 0.04:
            continue
        if chance < 0.07:
            subject = draw.choice(subjects)
        elif chance < 0.08:
            predicate = f"{predicate[:-1]}x>"
        elif chance < 0.15:
            value = draw.choice(WRONG)
        elif chance < 0.17:
            value = draw.choice(subjects)
        yield f"{subject} {predicate} {value} .\n"


def test_a_file_too_large_for_python_is_validated_whole(tmp_path: Path) -> None:
    """Such a file is not read into the store at once: the engine must get all of it."""
    file, lines = tmp_path / "large.nt", list(generator().statements(600))
    assert len(lines) > LARGE
    file.write_text("".join(lines), encoding="utf-8")
    report = (Taxonomy() + file).validate()
    own = list(parse("".join(lines), format=RdfFormat.N_TRIPLES))
    focus = {quad.subject.value for quad in own if isinstance(quad.subject, NamedNode)}
    data = Store()
    for shipped in ontology_files():
        data.bulk_load(path=shipped, format=RdfFormat.TURTLE)
    data.extend(own)
    expected = validate(data, folder("shapes"), focus)
    assert len(report) > 600
    assert {(f.where, f.rule, f.value) for f in report} == {
        (f.where, f.rule, f.value) for f in expected
    }
    lines_of = {line.split(" ")[0]: n for n, line in reversed(list(enumerate(lines, 1)))}
    for fault in report:
        assert fault.file == str(file) and fault.line
        assert lines[fault.line - 1].startswith(fault.where)
        assert fault.line >= lines_of[fault.where]


@pytest.mark.parametrize("seed", [None, 1])
def test_reports_are_equal(seed: int | None) -> None:
    lines = list(generator().statements(120, faulty=0.3))
    if seed is not None:
        lines = list(damaged(lines, random.Random(seed)))
    own = list(parse("".join(lines), format=RdfFormat.N_TRIPLES))
    focus = {quad.subject.value for quad in own if isinstance(quad.subject, NamedNode)}
    data = Store()
    for file in ontology_files():
        data.bulk_load(path=file, format=RdfFormat.TURTLE)
    data.extend(own)
    one, other = (validate(data, folder("shapes"), focus, engine=e) for e in ("pyshacl", "fast"))
    assert one.faults == other.faults
    rules = {fault.rule for fault in one}
    assert len(rules) > (2 if seed is None else 25), sorted(rules)
