"""Each shape objects to exactly what its fixtures declare, and to nothing that ships."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse

from aitaxonomy._data import OF_SYSTEMS, folder, ontology_files
from aitaxonomy.graph.questions import read_header
from aitaxonomy.rdf.namespaces import PREFIXES, RDF, RDFS, expand
from aitaxonomy.validation import validate
from aitaxonomy.validation.shapes import load_shapes

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
INVALID = sorted((FIXTURES / "invalid").glob("*.ttl"))
VALID = sorted((FIXTURES / "valid").glob("*.ttl"))
SHAPES = folder("shapes")
EX = "https://example.org/inventory/"
LABEL = NamedNode(RDFS + "label")
TYPE = NamedNode(RDF + "type")
SH = "http://www.w3.org/ns/shacl#"


@pytest.fixture(scope="module")
def shipped() -> Store:
    store = Store()
    for file in ontology_files():
        store.bulk_load(path=file, format=RdfFormat.TURTLE)
    assert len(store) > 5000
    return store


@pytest.fixture(scope="module")
def vocabulary(shipped: Store) -> list[Triple]:
    """What fixtures refer to: the terms; what is shipped by the names and labels that they give."""
    terms = [t.triple for file in ontology_files() if file.parent.name not in OF_SYSTEMS
             for t in parse(path=file, rename_blank_nodes=True)]  # fmt: skip
    given = [t for path in [*INVALID, *VALID] for t in read(path)]
    things = {t.object for t in given if isinstance(t.object, NamedNode)}
    labels = {t.object.value.casefold() for t in given if t.predicate == LABEL}
    things |= {q.subject for q in shipped.quads_for_pattern(None, LABEL, None)
               if q.object.value.casefold() in labels}  # fmt: skip
    told = [q.triple for node in things for q in shipped.quads_for_pattern(node, None, None)]
    beside = {t.object for t in told if isinstance(t.object, NamedNode)}
    kinds = [q.triple for node in beside for q in shipped.quads_for_pattern(node, TYPE, None)]
    return [*dict.fromkeys([*terms, *told, *kinds])]


Found = set[tuple[str, str, str, str | None]]


def read(path: Path) -> list[Triple]:
    triples = [t.triple for t in parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True)]
    assert triples, f"{path} is empty"
    return triples


@cache
def shared_labels() -> set[str]:
    """The labels that more than one fixture gives."""
    labels = Counter(
        label
        for path in [*INVALID, *VALID]
        for label in {t.object.value for t in read(path) if t.predicate == LABEL}
    )
    return {label for label, count in labels.items() if count > 1}


def apart(path: Path) -> list[Triple]:
    """The fixture with names and labels of its own for what it describes under `ex:`."""

    def term(node: Any) -> Any:
        if isinstance(node, NamedNode) and node.value.startswith(EX):
            return NamedNode(f"{EX}{path.stem}/{node.value.removeprefix(EX)}")
        return node

    def value(t: Triple) -> Any:
        if t.predicate == LABEL and t.object.value in shared_labels():
            return Literal(f"{t.object.value} of {path.stem}", language=t.object.language)
        return term(t.object)

    return [Triple(term(t.subject), t.predicate, value(t)) for t in read(path)]


def batches(paths: list[Path]) -> list[dict[Path, list[Triple]]]:
    """The fixtures in a few batches; those that speak of one subject are never in the same."""
    result: list[tuple[dict[Path, list[Triple]], set[str]]] = []
    for path in paths:
        own = apart(path)
        subjects = {t.subject.value.casefold() for t in own if isinstance(t.subject, NamedNode)}
        batch = next((each for each in result if not each[1] & subjects), None)
        if batch is None:
            result.append(batch := ({}, set()))
        batch[0][path] = own
        batch[1].update(subjects)
    return [batch for batch, _ in result]


def check(batch: dict[Path, list[Triple]], known: list[Triple]) -> dict[Path, Found]:
    """Return (shape, focus, component, path) of what is reported on each fixture's subjects."""
    owner = {str(t.subject): path for path, own in batch.items() for t in own}
    focus = {name[1:-1] for name in owner if name.startswith("<")}
    data = [*known, *(t for own in batch.values() for t in own)]
    report = validate(data, focus=focus)
    violations = [f for f in report if f.severity == "violation"]
    assert report.conforms is not bool(violations)
    assert all(f.message.endswith((".", "!")) and ":" in f.message for f in report)
    found: dict[Path, Found] = {path: set() for path in batch}
    for f in report:
        iri = f.where if f.where.startswith(("<", "_:")) else f"<{expand(f.where)}>"
        path = owner[iri]
        found[path].add((f.rule, short(f.where, path), f.component, f.path))
    return found


@pytest.fixture(scope="module")
def reported(vocabulary: list[Triple]) -> dict[Path, Found]:
    """What is reported on each fixture; one run judges many, which do not know one another."""
    found: dict[Path, Found] = {}
    for batch in batches([*INVALID, *VALID]):
        found |= check(batch, vocabulary)
    return found


def short(where: str, path: Path) -> str:
    if where.startswith("_:"):
        return "_"
    own = f"<{EX}{path.stem}/"
    return f"ex:{where[1:-1].removeprefix(own[1:])}" if where.startswith(own) else where


def declared(path: Path) -> list[dict[str, Any]]:
    header = read_header(path.read_text("utf-8"), path, ["title", "violates"])
    assert header["title"] and header["violates"], f"{path} declares nothing"
    return list(header["violates"])


def expected(path: Path) -> Found:
    return {(v["shape"], v["focus"], v["component"], v.get("path")) for v in declared(path)}


@pytest.mark.parametrize("path", INVALID, ids=lambda p: p.stem)
def test_exactly_the_declared_faults(path: Path, reported: dict[Path, Found]) -> None:
    assert reported[path] == expected(path)


@pytest.mark.parametrize("path", VALID, ids=lambda p: p.stem)
def test_valid_data_has_no_fault_at_all(path: Path, reported: dict[Path, Found]) -> None:
    read_header(path.read_text("utf-8"), path, ["title"])
    assert reported[path] == set()


def test_the_fixture_of_the_guide_declares_its_faults(
    tmp_path: Path, vocabulary: list[Triple]
) -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = guide[guide.index("\n## A shape\n") :]
    found = re.search(r"```turtle\n(.*?)```", section, re.DOTALL)
    assert found
    path = tmp_path / "guide.ttl"
    path.write_text(found[1], encoding="utf-8")
    faults = check({path: apart(path)}, vocabulary)
    assert faults[path] == expected(path)


def constraints() -> set[tuple[str, str]]:
    """Return each (shape, component) that can be reported: what stands beside a message."""
    shapes = load_shapes(SHAPES)
    rows = shapes.query(
        f"PREFIX sh: <{SH}> SELECT ?shape ?parameter {{ ?shape sh:message ?m ; ?parameter ?value "
        "FILTER (?parameter NOT IN (sh:message, sh:severity, sh:path, sh:property)) "
        "FILTER (?parameter NOT IN (rdf:type, ais:within)) "
        'FILTER (!CONTAINS(STR(?parameter), "#target")) }',
        prefixes={name: PREFIXES[name] for name in ("rdf", "ais")},
    )
    found = set()
    for shape, parameter in rows:  # type: ignore[misc, union-attr]
        namespace, _, name = parameter.value.rpartition("#")
        component = "SPARQL" if name == "sparql" else name[0].upper() + name[1:]
        found.add((shape.value, f"{namespace}#{component}ConstraintComponent"))
    return found


def test_every_constraint_has_a_fixture() -> None:
    covered = {(expand(v["shape"]), expand(v["component"])) for p in INVALID for v in declared(p)}
    known = constraints()
    assert len(known) > 100
    assert known - covered == set()
    assert covered - known == set(), "a fixture names a constraint that no shape has"


def test_every_reportable_shape_says_remedy_and_severity() -> None:
    shapes = load_shapes(SHAPES)
    query = f"PREFIX sh: <{SH}> SELECT ?shape {{ ?shape a ?kind %s }}"
    heads = "FILTER (?kind IN (sh:NodeShape, sh:PropertyShape)) "
    silent = "FILTER NOT EXISTS { ?shape sh:message ?m ; sh:severity ?s } "
    groups = "FILTER NOT EXISTS { ?shape a sh:NodeShape ; sh:property ?part }"
    assert not list(shapes.query(query % (heads + silent + groups)))  # type: ignore[arg-type]
    messages = shapes.query(f"PREFIX sh: <{SH}> SELECT ?m {{ ?shape sh:message ?m }}")
    for (message,) in messages:  # type: ignore[misc, union-attr]
        assert ":" in message.value and message.value.endswith("."), message
        assert message.language == "en"


def test_shapes_are_well_formed() -> None:
    import rdflib
    from pyshacl.entrypoints import meta_validate

    shapes = rdflib.Graph()
    for file in SHAPES.glob("*.ttl"):
        shapes.parse(file)
    conforms, _, text = meta_validate(shapes)
    assert conforms, text


#: Every warning on what ships, by name: mostly weights whose licence no source we read names, or is
#: not in the vocabulary yet, and products of which no source we read says what they run on since
#: their model was retired. A new warning fails, and so does one that is gone and still listed.
KNOWN = Path(__file__).parents[1] / "data" / "known_warnings.tsv"


@pytest.mark.judges
def test_what_ships_has_no_violation_and_no_warning_but_the_known_ones(shipped: Store) -> None:
    report = validate(shipped)
    assert report.conforms, report.to_text()
    found = {(f.rule, f.where) for f in report if f.severity != "info"}
    lines = KNOWN.read_text(encoding="utf-8").splitlines()[1:]
    assert found == {tuple(line.split("\t")) for line in lines}


def test_only_the_focus_is_reported_but_all_is_seen(shipped: Store) -> None:
    own = read(FIXTURES / "invalid" / "artifact-without-label.ttl")
    data = [*(q.triple for q in shipped), *own]
    assert validate(data, focus={"https://w3id.org/aitaxonomy/id/gpt-4"}).faults == ()
    assert validate(data, focus=set()).faults == ()
    assert not validate(own), "without the vocabulary, nothing it refers to exists"
