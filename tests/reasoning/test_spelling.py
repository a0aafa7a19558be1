"""Data values by what they are, not by how they are spelled: fact by fact and on frames."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest

from aitaxonomy.owl.axioms import DataRange
from aitaxonomy.owl.datatypes import contains, has_known_value
from aitaxonomy.rdf.literal_canonicalization import canonical_term
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import XSD
from aitaxonomy.rdf.ntriples import parse_literal
from aitaxonomy.reasoning.reasoner import Reasoner

TERMS = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:A> a owl:Class . <urn:n> a owl:DatatypeProperty , owl:FunctionalProperty .
<urn:m> a owl:DatatypeProperty . <urn:n> rdfs:subPropertyOf <urn:m> ."""
REASONER = Reasoner(ox.parse(TERMS, format=ox.RdfFormat.TURTLE))


def typed(text: str, datatype: str) -> str:
    return f'"{text}"^^<{XSD}{datatype}>'


#: Each line holds spellings of one value; what stands in two lines is different.
VALUES = [
    [typed("7", "integer"), typed("07", "integer"), typed("+7", "long"), typed("7", "int"),
     typed("7.0", "decimal")],
    [typed("7", "double"), typed("7.0E0", "double"), typed(" 7 ", "double")],
    [typed("7", "float")],
    ['"7"', typed("7", "string")],
    [typed("1.5", "decimal"), typed("+01.50", "decimal")],
    [typed("0", "integer"), typed("-0.0", "decimal")],
    [typed("0", "double")], [typed("-0", "double")],
    [typed("0.1", "float"), typed("0.10000000149011612", "float")],
    [typed("1" + 30 * "0" + "1", "integer")], [typed("1" + 30 * "0" + "2", "integer")],
    [typed("true", "boolean"), typed("1", "boolean")],
    [typed("NaN", "double"), typed(" NaN", "double")],
    [typed("x", "integer")], [typed("1e3", "integer")],
    ['"a"@en', '"a"@EN'], ['"a"@en-GB', '"a"@en-gb'],
    [typed("2020-01-01T00:00:00Z", "dateTime"), typed("2020-01-01T00:00:00.0-00:00", "dateTime")],
    [typed("2020-01-01T01:00:00+01:00", "dateTime")],
]  # fmt: skip
SPELLINGS = [(text, number) for number, line in enumerate(VALUES) for text in line]


def test_a_functional_property_has_one_value_in_any_spelling(tmp_path: Path) -> None:
    pairs = list(product(SPELLINGS, repeat=2))
    lines = [
        f"<urn:q:{number}> <urn:n> {text} .\n"
        for number, pair in enumerate(pairs)
        for text, _ in pair
    ]
    path = tmp_path / "pairs.nt"
    path.write_text("".join(lines), encoding="utf-8")
    # A literal without a value, being ill-typed, may be any: it contradicts nothing.
    expected = {
        f"urn:q:{n}"
        for n, ((text, one), (more, other)) in enumerate(pairs)
        if one != other and all(has_known_value(parse_literal(each)) for each in (text, more))
    }
    by_facts = REASONER.with_data(ox.parse(path=path))
    on_frames = REASONER.closure([path])
    assert set(by_facts.clashes) == expected
    assert {fact.terms[0] for fact in on_frames.clashes(limit=len(pairs))} == expected
    proof = by_facts.explain_clash()
    assert proof is not None
    assert len(proof.axioms) == 3


def test_what_follows_is_spelled_alike(tmp_path: Path) -> None:
    path = tmp_path / "one.nt"
    path.write_text(f"<urn:q> <urn:n> {typed('007', 'int')} .\n", encoding="utf-8")
    known = REASONER.with_data(ox.parse(path=path))
    seven = typed("7", "integer")
    assert set(known.inferred()) == {("urn:q", "urn:m", seven)}
    assert REASONER.closure([path]).values("urn:m").rows() == [("urn:q", seven)]
    for spelling in (seven, typed("7.0", "decimal")):
        assert known.why_link("urn:q", "urn:m", spelling) is not None


@pytest.mark.parametrize(("text", "_"), SPELLINGS)
def test_the_canonical_spelling_is_one_of_itself(text: str, _: int) -> None:
    assert canonical_term(canonical_term(text)) == canonical_term(text)


@pytest.mark.parametrize(
    ("datatype", "text", "of", "inside"),
    [("integer", "7.0", "decimal", True), ("integer", "7", "double", False),
     ("string", "a", "string", True), ("dateTime", "soon", "dateTime", None),
     ("boolean", "1", "boolean", True), ("boolean", "2", "boolean", None),
     ("decimal", "Infinity", "decimal", None)],
)  # fmt: skip
def test_ranges_hold_values_not_spellings(
    datatype: str, text: str, of: str, inside: bool | None
) -> None:
    assert contains(DataRange(XSD + datatype), Literal(text, XSD + of)) is inside


def test_a_bound_is_none_for_what_is_no_number() -> None:
    least = (("minInclusive", Literal("1", XSD + "double")),)
    assert not contains(DataRange(XSD + "double", least), Literal("NaN", XSD + "double"))
