"""Both engines report the same on made-up systems, whole ones and damaged ones."""

import importlib.util
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from aitaxonomy import Taxonomy
from aitaxonomy._data import folder, ontology_files
from aitaxonomy.store import files
from aitaxonomy.store.files import DataFiles
from aitaxonomy.validation import ENGINES, Data, validate

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


@pytest.fixture(scope="module")
def terms() -> bytes:
    """The terms and the best known systems: what made-up systems link to."""
    store = Store()
    for file in ontology_files():
        if file.parent.name != "systems":
            store.bulk_load(path=file, format=RdfFormat.TURTLE)
    return store.dump(format=RdfFormat.N_QUADS) or b""


def with_terms(terms: bytes, lines: list[str]) -> tuple[Store, set[str]]:
    """A store of the terms with some statements, and the subjects of those."""
    data, own = Store(), list(parse("".join(lines), format=RdfFormat.N_TRIPLES))
    data.bulk_load(terms, RdfFormat.N_QUADS)
    data.extend(own)
    return data, {quad.subject.value for quad in own if isinstance(quad.subject, NamedNode)}


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


def test_a_file_too_large_for_python_is_validated_whole(
    ai: Taxonomy, terms: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a file is not read into the store at once: the engine must get all of it."""
    monkeypatch.setattr(files, "LARGE", 1000)
    file, lines = tmp_path / "large.nt", list(generator().statements(120))
    assert len(lines) > files.LARGE
    file.write_text("".join(lines), encoding="utf-8")
    report = (ai + file).validate()
    data, focus = with_terms(terms, lines)
    expected = validate(data, folder("shapes"), focus)
    assert len(report) > 120
    assert {(f.where, f.rule, f.value) for f in report} == {
        (f.where, f.rule, f.value) for f in expected
    }
    lines_of = {line.split(" ")[0]: n for n, line in reversed(list(enumerate(lines, 1)))}
    for fault in report:
        assert fault.file == str(file) and fault.line
        assert lines[fault.line - 1].startswith(fault.where)
        assert fault.line >= lines_of[fault.where]


XSD = "http://www.w3.org/2001/XMLSchema#"
#: Literals of which a store keeps what they say, not how it was written; and some that stay.
LITERALS = (
    *(f'"{text}"^^<{XSD}integer>' for text in ("7", "007", "+7", "-0", "0", " 7", "x", "9" * 25)),
    *(f'"{text}"^^<{XSD}date>' for text in ("2023-03-14", "2023-03-14+00:00", "2023-02-30")),
    *(f'"{text}"^^<{XSD}gYearMonth>' for text in ("2023-03", "2023-13", "12023-03")),
    f'"7"^^<{XSD}int>', f'"1"^^<{XSD}boolean>', f'"1.50"^^<{XSD}decimal>', f'"1e3"^^<{XSD}double>',
    f'"2023-03-14T24:00:00"^^<{XSD}dateTime>', f'"x"^^<{XSD}string>', f'"x"^^<{XSD}anyURI>',
    '"x"', '"x"@en', '"x"@EN', '"x"@de-CH', '"7"^^<urn:kind>', '"7\\"^^<urn:x>"', "_:b", "<urn:x>",
)  # fmt: skip


def test_lines_are_those_of_a_store(tmp_path: Path) -> None:
    """So that it does not matter who reads a large file: the engine, or the store."""
    file = tmp_path / "odd.nt"
    lines = [f"<urn:s> <urn:p> {literal} .\n" for literal in LITERALS]
    file.write_text("".join(lines), encoding="utf-8")
    given = list(parse(b"\n".join(DataFiles([(file, None)]).as_stored()), RdfFormat.N_TRIPLES))
    store = Store()
    store.extend(given)
    assert {str(quad.object) for quad in given} == {str(quad.object) for quad in store}
    values = {quad.object.value for quad in given}
    assert {"7", "0", "1.5", "true", "2023-03-14Z", "2023-02-30", '7"^^<urn:x>', " 7"} <= values
    assert not {"007", "+7", "1.50", "2023-03-14+00:00"} & values


@pytest.mark.parametrize("engine", ENGINES)
def test_a_file_gets_the_same_report_whatever_its_size(
    engine: str, terms: bytes, tmp_path: Path
) -> None:
    """A small file is in the store, of a large one the engine gets the lines as they are."""
    lines = list(damaged(list(generator().statements(60, faulty=0.3)), random.Random(3)))
    about = "<https://example.org/systems/1> <https://w3id.org/aitaxonomy#"
    lines += [f"{about}parameterCount> {literal} .\n" for literal in LITERALS]
    lines += [f"{about}retiredOn> {literal} .\n" for literal in LITERALS]
    lines += ["_:n <https://w3id.org/aitaxonomy#retiredOn> _:n .\n"]
    file = tmp_path / "some.nt"
    file.write_text("".join(lines), encoding="utf-8")
    small, focus = with_terms(terms, lines)
    large, _ = with_terms(terms, [])
    parts = tuple(DataFiles([(file, None)]).as_stored())
    labels = re.compile(r"_:\w+")
    small_, large_ = (
        sorted(labels.sub("_:", str(fault)) for fault in report)
        for report in (
            validate(small, folder("shapes"), focus, engine=engine),
            validate(Data(large, DefaultGraph(), parts), folder("shapes"), focus, engine=engine),
        )
    )
    assert small_ == large_
    assert len(small_) > 100


def test_every_field_is_equal_on_all_fixtures(ai: Taxonomy, terms: bytes) -> None:
    """The fixtures read at once: they share names, and so have more faults than each declares."""
    paths = sorted((ROOT / "tests" / "fixtures").glob("*valid/*.ttl"))
    data, focus = with_terms(
        terms, [f"{quad.triple} .\n" for path in paths for quad in parse(path=path)]
    )
    one, other = (validate(data, folder("shapes"), focus, engine=engine) for engine in ENGINES)
    assert one.faults == other.faults
    assert len(paths) > 120 and len({fault.rule for fault in one}) > 80
    placed = (ai + paths).validate("fast")
    assert len(placed) > 120 and all(fault.file and fault.line for fault in placed)


@pytest.mark.parametrize("seed", [None, 1])
def test_reports_are_equal(terms: bytes, seed: int | None) -> None:
    lines = list(generator().statements(120, faulty=0.3))
    if seed is not None:
        lines = list(damaged(lines, random.Random(seed)))
    data, focus = with_terms(terms, lines)
    one, other = (validate(data, folder("shapes"), focus, engine=e) for e in ("pyshacl", "fast"))
    assert one.faults == other.faults
    rules = {fault.rule for fault in one}
    assert len(rules) > (2 if seed is None else 25), sorted(rules)
