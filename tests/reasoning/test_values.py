"""Data values: which literals denote one value, which lie in a range; HermiT judges the same."""

from __future__ import annotations

import judge_hermit
import pytest
from test_random import CLASSES, DATA, THINGS, VOCABULARY

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.axioms import DataAnd, DataNot, DataOneOf, DataOr, DataRange
from aitaxonomy.owl.datatypes import apart, contains, narrower
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.rdf.literal_canonicalization import canonical, spelled
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD


def literal(text: str) -> Literal:
    """A literal by its lexical form and datatype, as in `1 integer` or `a langString en`."""
    lexical, datatype, *language = text.rsplit(" ", 2 if " langString " in text else 1)
    space = {"langString": RDF}.get(datatype, XSD)
    return Literal(lexical, space + datatype, *language)


EQUAL = [
    ("1 integer", "01 integer", "+1 byte", "1.0 decimal", "1.00 decimal", "1 nonNegativeInteger"),
    ("0.5 decimal", ".50 decimal"),
    ("0.1 float", "0.10000000149011612 float", "1E-1 float"),
    ("100 double", "1e2 double", "1.0E2 double"),
    ("NaN double", "NaN double"),
    ("true boolean", "1 boolean"),
    ("a langString en", "a langString EN"),
    ("2020-01-01T00:00:00Z dateTime", "2020-01-01T00:00:00.0+00:00 dateTime"),
]  # fmt: skip
BEYOND_HERMIT = [
    ("2020-02-29Z date", "2020-02-29+00:00 date", "2020-02-29-00:00 date"),
    ("2020Z gYear", "2020+00:00 gYear"),
    ("2020-02Z gYearMonth", "2020-02-00:00 gYearMonth"),
]
DIFFERENT = [
    ("1 integer", "1 double"), ("1 double", "1 float"), ("1 integer", "1 string"),
    ("0.0 double", "-0.0 double"), ("INF double", "-INF double"), ("a string", "a langString en"),
    ("a langString en", "a langString de"), ("1 integer", "1 boolean"), ("a anyURI", "a string"),
    (f"{10**37 + 1} integer", f"{10**37 + 2} integer"),
    ("2020-01-01T01:00:00+01:00 dateTime", "2020-01-01T00:00:00Z dateTime"),
    ("2020-01-01T00:00:00 dateTime", "2020-01-01T00:00:00Z dateTime"),
]  # fmt: skip
ILL_TYPED = [
    "one integer", " integer", "+ integer", ". decimal",
    "1.0 integer", "1_000 integer", "１ integer", "1e3 decimal", "Infinity double",
    "2021-02-29 date", "2021-01-01T00:00:00 date", "20 gYear", "2021-13 gYearMonth",
    "2021-02-29T00:00:00 dateTime", "2021-01-01T24:00:00 dateTime", "2021-01-01 dateTime",
    "yes boolean",
]  # fmt: skip


@pytest.mark.parametrize("texts", [*EQUAL, *BEYOND_HERMIT])
def test_one_value_in_several_spellings(texts: tuple[str, ...]) -> None:
    assert len({canonical(literal(each)) for each in texts}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_values_that_are_not_the_same(one: str, other: str) -> None:
    assert canonical(literal(one)) != canonical(literal(other))


@pytest.mark.parametrize("text", ILL_TYPED, ids=lambda text: text[:20])
def test_what_denotes_no_value_is_in_no_range_of_its_type(text: str) -> None:
    wrong = literal(text)
    assert spelled(wrong) is None
    assert contains(DataRange(wrong.datatype), wrong) in (False, None)


def test_hermit_takes_the_same_for_equal(java: None) -> None:
    pairs = [(texts[0], each) for texts in EQUAL for each in texts[1:]] + DIFFERENT
    asked = []
    for one, other in pairs:
        fact = ax.PropertyAssertion(THINGS[0], DATA, literal(one))
        kind = ax.DataSome(DATA, DataOneOf((literal(other),)))
        named = ax.EquivalentClasses((ax.Named(CLASSES[0]), kind))
        ontology = Ontology((named,), (fact,), frozenset(THINGS[:1]), VOCABULARY)
        asked.append((ontology, ax.ClassAssertion(THINGS[0], ax.Named(CLASSES[0]))))
    expected = [canonical(literal(one)) == canonical(literal(other)) for one, other in pairs]
    assert judge_hermit.follow(asked) == expected


def bounded(datatype: str, **facets: str) -> DataRange:
    bounds = tuple((name, Literal(edge, XSD + datatype)) for name, edge in facets.items())
    return DataRange(XSD + datatype, bounds)


WITHIN = [
    (bounded("integer", minInclusive="5", minExclusive="7"), "7 integer", False),
    (bounded("integer", minExclusive="7", minInclusive="5"), "8 integer", True),
    (bounded("double", minInclusive="0"), "-0.0 double", True),
    (bounded("double", minInclusive="0"), "NaN double", False),
    (bounded("double", minInclusive="0"), "1 integer", False),
    (DataRange(OWL + "real"), "0.5 decimal", True),
    (DataRange(XSD + "byte"), "300 integer", False),
    (bounded("integer", minInclusive="5"), "9" * 5_000 + " integer", True),
    (DataRange(RDFS + "Literal"), "a langString en", True),
    (bounded("double", minInclusive="NaN"), "1 double", None),
    (bounded("integer", minInclusive=""), "1 integer", None),
    (DataRange(XSD + "integer"), "one integer", None),
    (DataRange(RDFS + "Literal"), "1 week", None),
    (DataRange(XSD + "week"), "1 week", None),
    (DataNot(DataRange(XSD + "integer")), "1 string", True),
    (DataOr((DataRange(XSD + "week"), DataRange(XSD + "integer"))), "1 integer", True),
    (DataAnd((DataRange(XSD + "week"), DataRange(XSD + "integer"))), "1 integer", None),
]


@pytest.mark.parametrize(
    ("data_range", "text", "expected"), WITHIN, ids=[f"{text[:30]}" for _, text, _ in WITHIN]
)
def test_values_in_ranges(data_range: DataRange, text: str, expected: bool | None) -> None:
    assert contains(data_range, literal(text)) is expected


def test_ranges_compared() -> None:
    five, seven = bounded("integer", minInclusive="5"), bounded("integer", minExclusive="7")
    both = bounded("integer", minExclusive="7", minInclusive="5")
    assert narrower(seven, five)
    assert not narrower(five, seven)
    assert narrower(both, seven)
    assert not narrower(five, both)
    assert apart(both, bounded("integer", maxInclusive="7"))
    assert not apart(five, bounded("integer", maxInclusive="5"))
    # What cannot be told is not a reason to conclude anything.
    assert not narrower(five, bounded("integer", minInclusive="NaN"))


def test_a_number_of_several_bounds_by_the_rules() -> None:
    from aitaxonomy.reasoning.reasoner import Reasoner

    first, second = map(ax.Named, CLASSES[:2])
    wide = ax.DataSome(DATA, bounded("integer", minInclusive="5"))
    narrow = ax.DataSome(DATA, bounded("integer", minExclusive="7", minInclusive="5"))
    axioms = (ax.SubClassOf(first, wide), ax.SubClassOf(narrow, second))
    facts = (ax.ClassAssertion(THINGS[0], first),)
    found = Reasoner(Ontology(axioms, facts, frozenset(THINGS), VOCABULARY))
    assert found.verdict(THINGS[0], second.iri).verdict.name == "UNKNOWN"
