"""We find what another SHACL engine finds: on each constraint, on fixtures and on made-up data.

The judge is the package `shacl`, which is written in Rust.
"""

# ruff: noqa: E501 - a table of shapes, one a line

import importlib.util
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import owlrl  # type: ignore[import-untyped]
import pytest
import rdflib
import shacl
from pyoxigraph import RdfFormat, Store, parse, serialize

from aitaxonomy import Taxonomy
from aitaxonomy._data import OF_SYSTEMS, folder, ontology_files
from aitaxonomy.store import data_files
from aitaxonomy.validation import Data, validate
from aitaxonomy.validation import shacl as ours
from aitaxonomy.validation.guard import KNOWN
from aitaxonomy.validation.shapes import load_shapes, path_of
from aitaxonomy.validation.targets import Targets

pytestmark = pytest.mark.judges

ROOT = Path(__file__).parents[2]
SHAPES = folder("shapes")
#: What stands in the place of a value: each kind of term, and values that are wrong by a little.
WRONG = (
    '"x"', '""@en', '"-1"^^<http://www.w3.org/2001/XMLSchema#integer>', "_:b7",
    '"1970-01-01"^^<http://www.w3.org/2001/XMLSchema#date>', '"2023-02-29"',
    '"1.5"^^<http://www.w3.org/2001/XMLSchema#integer>', "<urn:unknown>",
    "<https://w3id.org/aitaxonomy/id/text>", "<https://w3id.org/aitaxonomy/id/openai>",
    "<https://w3id.org/aitaxonomy#AIModel>", "<https://w3id.org/aitaxonomy#ModelFamily>",
)  # fmt: skip
XSD = "http://www.w3.org/2001/XMLSchema#"
#: Literals of which a store keeps what they say, not how it was written; and some that stay.
ODD = (
    *(f'"{text}"^^<{XSD}integer>' for text in ("7", "007", "+7", "-0", "0", " 7", "x", "9" * 25)),
    *(f'"{text}"^^<{XSD}date>' for text in ("2023-03-14", "2023-03-14+00:00", "2023-02-30")),
    *(f'"{text}"^^<{XSD}gYearMonth>' for text in ("2023-03", "2023-13", "12023-03")),
    f'"7"^^<{XSD}int>', f'"1"^^<{XSD}boolean>', f'"1.50"^^<{XSD}decimal>', f'"1e3"^^<{XSD}double>',
    f'"2023-03-14T24:00:00"^^<{XSD}dateTime>', f'"x"^^<{XSD}string>', f'"x"^^<{XSD}anyURI>',
    '"x"', '"x"@en', '"x"@EN', '"x"@de-CH', '"7"^^<urn:kind>', '"7\\"^^<urn:x>"', "_:b", "<urn:x>",
)  # fmt: skip
PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:ex:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
DATA = (
    PREFIXES
    + """
ex:Dog rdfs:subClassOf ex:Animal . ex:Puppy rdfs:subClassOf ex:Dog .
ex:rex a ex:Dog ; ex:name "Rex"@en , "Rexli"@de-CH ; ex:age 7 ; ex:born "2019-02-03"^^xsd:date ;
    ex:owner ex:ann ; ex:likes ex:tom , ex:ann ; ex:code "AB-12" ; ex:parent ex:old ; ex:other 7.0 .
ex:bob a ex:Puppy ; ex:name "Bob"@en , "Bobby"@en ; ex:age -1 , 20 ; ex:born "2019-02-30"^^xsd:date ;
    ex:owner [ ex:name "nobody" ] ; ex:likes ex:bob ; ex:code "ab-12\\n" ; ex:parent ex:rex , ex:bob .
ex:tom a ex:Cat ; ex:name "Tom" ; ex:age "old" ; ex:owner "Ann" ; ex:code "aaaaaaaaaaaaaaaaaaaaaaaa!" ;
    ex:died "2018-01-01"^^xsd:date ; ex:born "2020-01-01"^^xsd:date ; ex:heavy 1 .
ex:ann a ex:Person ; ex:owns ex:rex . ex:old ex:parent ex:older .
[] a ex:Dog ; ex:age 3 .
"""
)
#: Item -> the body of a shape that uses it, and the names of the nodes that it must object to.
CASES = {
    "and": ("sh:and ( [ sh:class ex:Dog ] [ sh:property [ sh:path ex:age ; sh:maxCount 1 ] ] )", "bob tom"),
    "class": ("sh:path ex:likes ; sh:class ex:Animal", "rex"),
    "closed": ("sh:closed true ; sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ex:name ex:age "
               "ex:owner ex:code ex:born ex:likes ex:other ) ; sh:property [ sh:path ex:parent ]", "tom"),
    "datatype": ("sh:path ex:age ; sh:datatype xsd:integer", "tom"),
    "disjoint": ("sh:path ex:likes ; sh:disjoint ex:parent", "bob"),
    "equals": ("sh:path ex:age ; sh:equals ex:heavy", "rex bob tom"),
    "hasValue": ("sh:path ex:owner ; sh:hasValue ex:ann", "bob tom"),
    "in": ("sh:path ex:age ; sh:in ( 7 8 20 )", "bob tom"),
    "languageIn": ('sh:path ex:name ; sh:languageIn ( "en" "de" )', "tom"),
    "lessThan": ("sh:path ex:born ; sh:lessThan ex:died", "tom"),
    "lessThanOrEquals": ("sh:path ex:age ; sh:lessThanOrEquals ex:age", "bob"),
    "maxCount": ("sh:path ex:age ; sh:maxCount 1", "bob"),
    "maxExclusive": ("sh:path ex:age ; sh:maxExclusive 7", "rex bob tom"),
    "maxInclusive": ("sh:path ex:age ; sh:maxInclusive 7", "bob tom"),
    "maxLength": ("sh:path ex:name ; sh:maxLength 4", "rex bob"),
    "minCount": ("sh:path ex:other ; sh:minCount 1", "bob tom"),
    "minExclusive": ("sh:path ex:age ; sh:minExclusive 7", "rex bob tom"),
    "minInclusive": ("sh:path ex:age ; sh:minInclusive 7", "bob tom"),
    "minLength": ("sh:path ex:name ; sh:minLength 4", "rex bob tom"),
    "node": ("sh:node ex:Nameable", "bob tom"),
    "nodeKind": ("sh:path ex:owner ; sh:nodeKind sh:IRI", "bob tom"),
    "not": ("sh:not [ sh:class ex:Animal ]", "rex bob"),
    "or": ("sh:or ( [ sh:class ex:Cat ] [ sh:property [ sh:path ex:owner ; sh:class ex:Person ] ] )", "bob"),
    "pattern": ('sh:path ex:code ; sh:pattern "^[a-z]+-[0-9]+$" ; sh:flags "i"', "bob tom"),
    "property": ("sh:property [ sh:path ex:age ; sh:maxCount 1 ]", "bob"),
    "qualifiedMaxCount": ("sh:path ex:likes ; sh:qualifiedValueShape [ sh:class ex:Person ] ; sh:qualifiedMaxCount 0", "rex"),
    "qualifiedMinCount": ("sh:path ex:likes ; sh:qualifiedValueShape [ sh:class ex:Cat ] ; sh:qualifiedMinCount 1", "bob tom"),
    "sparql": ('sh:sparql [ sh:select "SELECT $this ?value { $this <urn:ex:age> ?value FILTER(?value < 0) }" ]', "bob"),
    "uniqueLang": ("sh:path ex:name ; sh:uniqueLang true", "bob"),
    "xone": ("sh:xone ( [ sh:class ex:Dog ] [ sh:property [ sh:path ex:likes ; sh:minCount 1 ] ] )", "rex bob tom"),
    "alternativePath": ("sh:path [ sh:alternativePath ( ex:age ex:other ) ] ; sh:maxCount 1", "rex bob"),
    "inversePath": ("sh:path [ sh:inversePath ex:owns ] ; sh:minCount 1", "bob tom"),
    "oneOrMorePath": ("sh:path [ sh:oneOrMorePath ex:parent ] ; sh:hasValue ex:older", "tom"),
    "zeroOrMorePath": ("sh:path ( ex:likes [ sh:zeroOrMorePath ex:parent ] ) ; sh:maxCount 2", "bob"),
    "zeroOrOnePath": ("sh:path [ sh:zeroOrOnePath ex:parent ] ; sh:hasValue ex:rex", "tom"),
    "targetNode": ("sh:targetNode ex:ann , 5 ; sh:path ex:age ; sh:minCount 1", "ann 5"),
    "targetClass": ("sh:targetClass ex:Animal ; sh:path ex:other ; sh:minCount 1", "bob tom _"),
    "targetSubjectsOf": ("sh:targetSubjectsOf ex:owns ; sh:path ex:age ; sh:minCount 1", "ann"),
    "targetObjectsOf": ("sh:targetObjectsOf ex:age ; sh:datatype xsd:integer", "rex bob tom old"),
}  # fmt: skip
#: Datatype -> a well-formed literal and ill-formed ones. Neither engine knows the months of a year:
#: where that matters, a shape has a sh:pattern as well.
LITERALS = {
    "string": ("a", []),
    "boolean": ("true", ["yes", "TRUE"]),
    "integer": ("-07", ["1.0", "1e3", "", "x"]),
    "double": ("1.5e3", ["x", ""]),
    "float": ("-INF", ["x", "1,5"]),
    "date": ("2024-02-29", ["2023-02-29", "2024-2-29", "2024", "x"]),
    "gYearMonth": ("2024-13", []),
}


QUADS = list(parse(DATA, format=RdfFormat.TURTLE))  # once: so blank nodes keep their names


#: Focus node, component, path, value, severity; with blank nodes all alike.
Found = Counter[tuple[str | None, ...]]


def found(data: Data, shapes: Path) -> Found:
    loaded = load_shapes(shapes)
    return Counter(
        key(
            str(finding.focus),
            finding.objection.component,
            str(finding.objection.path or path_of(loaded, finding.objection.shape)),
            None if finding.value is None else str(finding.value),
            finding.objection.severity,
        )
        for finding in set(ours.run(data, loaded, Targets(data, loaded, None)))
    )


def judged(data: Data, shapes: Path) -> Found:
    compiled = shacl.Shapes.from_text(text(load_shapes(shapes)), "ntriples")
    results = compiled.validate_text(text(data.store), "ntriples").results
    return Counter(
        key(each.focus_node, each.component_iri, str(each.path), each.value, each.severity_iri)
        for each in results
    )


def text(store: Store) -> str:
    return (serialize((quad.triple for quad in store), format=RdfFormat.N_TRIPLES) or b"").decode()


def key(
    focus: str, component: str, path: str, value: str | None, severity: str
) -> tuple[str | None, ...]:
    """What both tell alike: paths of more than one step are written in more than one way."""
    focus, told = ("_" if each and each.startswith("_:") else each for each in (focus, value))
    return focus, component, path if re.fullmatch("<[^<>]*>", path) else None, told, severity


def agree(data: Data, shapes: Path = SHAPES) -> Found:
    one = found(data, shapes)
    assert one == judged(data, shapes)
    return one


def written(shapes: str, tmp_path: Path) -> Path:
    file = tmp_path / "shapes.ttl"
    file.write_text(PREFIXES + shapes, encoding="utf-8")
    return file


def named(where: str) -> str:
    if where.startswith("_:"):
        return "_"
    return where.strip("<>").removeprefix("urn:ex:").split("^^")[0].strip('"')


@pytest.mark.parametrize("item", CASES)
def test_each_constraint(item: str, tmp_path: Path) -> None:
    body, expected = CASES[item]
    assert item in KNOWN
    shapes = (
        "ex:Nameable a sh:NodeShape ; sh:property [ sh:path ex:name ; sh:uniqueLang true ; "
        f'sh:languageIn ( "en" "de" ) ] . ex:S sh:targetNode ex:rex , ex:bob , ex:tom ; {body} .'
    )
    file, data = written(shapes, tmp_path), Data.of(QUADS)
    agree(data, file)
    faults = validate(data, file)
    assert {named(fault.where) for fault in faults} == set(expected.split())
    assert all(fault.message.endswith(".") and ": " in fault.message for fault in faults)


@pytest.mark.parametrize("datatype", LITERALS)
def test_ill_formed_literals(datatype: str, tmp_path: Path) -> None:
    good, bad = LITERALS[datatype]
    values = " , ".join(f'"{text}"^^xsd:{datatype}' for text in [good, *bad])
    data = parse(f'{PREFIXES} ex:x ex:p {values} , "plain"@en .', format=RdfFormat.TURTLE)
    shapes = f"ex:S sh:targetNode ex:x ; sh:path ex:p ; sh:datatype xsd:{datatype} ."
    faults = agree(Data.of(data), written(shapes, tmp_path))
    assert len(faults) == len(bad) + 1


def test_literals_are_read_alike_where_owlrl_has_been_at_work(tmp_path: Path) -> None:
    before = dict(rdflib.term._toPythonMapping)
    owlrl.DatatypeHandling.use_Alt_lexical_conversions()
    try:
        changed = dict(rdflib.term._toPythonMapping)
        assert rdflib.Literal("2024-13", datatype=rdflib.XSD.gYearMonth).ill_typed
        test_ill_formed_literals("gYearMonth", tmp_path)
        assert rdflib.term._toPythonMapping == changed, "it is as others have left it"
    finally:
        rdflib.term._toPythonMapping.clear()
        rdflib.term._toPythonMapping.update(before)


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
        if file.parent.name not in OF_SYSTEMS:
            store.bulk_load(path=file, format=RdfFormat.TURTLE)
    return store.dump(format=RdfFormat.N_QUADS) or b""


def with_terms(terms: bytes, lines: list[str]) -> Data:
    data = Store()
    data.bulk_load(terms, RdfFormat.N_QUADS)
    data.extend(parse("".join(lines), format=RdfFormat.N_TRIPLES))
    return Data.of(data)


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


def test_all_fixtures_at_once(terms: bytes) -> None:
    """They share names, and so have more faults than each declares."""
    paths = sorted((ROOT / "tests" / "fixtures").glob("*valid/*.ttl"))
    lines = [f"{quad.triple} .\n" for path in paths for quad in parse(path=path)]
    faults = agree(with_terms(terms, lines))
    assert len(paths) > 120 and len(faults) > 150


@pytest.mark.parametrize("seed", [None, 1])
def test_made_up_systems(terms: bytes, seed: int | None) -> None:
    lines = list(generator().statements(120, faulty=0.3))
    if seed is not None:
        lines = list(damaged(lines, random.Random(seed)))
    faults = agree(with_terms(terms, lines))
    assert len({(component, path) for _, component, path, *_ in faults}) > (2 if not seed else 25)


def test_a_list_of_any_size_gets_the_same_report(
    ai: Taxonomy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large file only what is asked for is read into the store; here that is all of it."""
    file = tmp_path / "some.nt"
    lines = list(damaged(list(generator().statements(60, faulty=0.3)), random.Random(3)))
    about = "<https://example.org/systems/1> <https://w3id.org/aitaxonomy#"
    lines += [f"{about}{name}> {literal} .\n" for literal in ODD for name in ("size", "retiredOn")]
    lines += ["_:n <https://w3id.org/aitaxonomy#retiredOn> _:n .\n"]
    file.write_text("".join(lines), encoding="utf-8")
    reports = []
    for largest in (10_000, 100):
        monkeypatch.setattr(data_files, "LARGE", largest)
        mine = ai + file
        assert mine.content.data.large is (largest < len(lines))
        reports.append([re.sub(r"_:\w+", "_:", str(fault)) for fault in mine.validate()])
        assert len(reports[0]) > 100
    assert sorted(reports[0]) == sorted(reports[1])
