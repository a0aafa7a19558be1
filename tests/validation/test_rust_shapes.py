"""A value that many have is judged once, and reported for each who has it."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from aitaxonomy._data import folder
from aitaxonomy.validation import validate
from aitaxonomy.validation.engines.rust_shapes import turn
from aitaxonomy.validation.shapes import load_shapes

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:> .\n"
DATA = """:a :p :good , :bad . :b :p :bad ; :q 7 . :c :p _:x . :bad :p :bad .
_:x :p 7 , "x"@en-GB , "y"@en-GB .
:good a :C . _:y a :C . :d :p _:y ."""
TURNED = ":S sh:targetSubjectsOf :p ; sh:path :p ; %s ."
VALUEWISE = (
    "sh:class :C", "sh:nodeKind sh:IRI", "sh:in ( :good 7 )", "sh:minExclusive 7",
    'sh:pattern "^urn:g"', "sh:not [ sh:class :C ]", "sh:or ( [ sh:class :C ] [ sh:minLength 9 ] )",
    "sh:class :C ; sh:nodeKind sh:IRI", 'sh:languageIn ( "en" )',
    "sh:datatype <http://www.w3.org/2001/XMLSchema#integer>",
    "a sh:PropertyShape ; sh:class :C ; sh:severity sh:Info ; sh:message 'No: mend it.'@en",
)  # fmt: skip
OTHERS = (
    "sh:minCount 2 ; sh:class :C", "sh:maxCount 1", "sh:equals :q", "sh:hasValue :good",
    "sh:uniqueLang true", "sh:class :C ; sh:targetNode :good", "sh:deactivated true ; sh:class :C",
    "sh:class :C ; sh:targetSubjectsOf :q",
)  # fmt: skip


@pytest.mark.parametrize("constraint", [*VALUEWISE, *OTHERS])
def test_the_engines_agree(constraint: str, tmp_path: Path) -> None:
    file = tmp_path / "s.ttl"
    file.write_text(HEAD + TURNED % constraint, encoding="utf-8")
    data = list(parse(HEAD + DATA, format=RdfFormat.TURTLE))
    one, other = (validate(data, file, engine=engine) for engine in ("pyshacl", "fast"))
    assert one.faults == other.faults
    assert one.faults or "deactivated" in constraint
    assert bool(turn(load_shapes(file))) is (constraint in VALUEWISE)


def test_a_shape_that_others_use_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "s.ttl"
    used = TURNED % "sh:class :C" + " :T sh:targetNode :a , :d ; sh:property :S ."
    file.write_text(HEAD + used, encoding="utf-8")
    data = list(parse(HEAD + DATA, format=RdfFormat.TURTLE))
    one, other = (validate(data, file, engine=engine) for engine in ("pyshacl", "fast"))
    assert one.faults == other.faults != ()
    assert not turn(load_shapes(file))


def test_only_who_is_asked_for_is_reported(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(HEAD + TURNED % "sh:class :C", encoding="utf-8")
    data = list(parse(HEAD + DATA, format=RdfFormat.TURTLE))
    report = validate(data, tmp_path, {"urn:b"}, engine="fast")
    assert [(f.where, f.path, f.value) for f in report] == [("<urn:b>", "<urn:p>", "<urn:bad>")]


def test_most_shipped_shapes_about_values_are_turned() -> None:
    assert len(turn(load_shapes(folder("shapes")))) > 30
