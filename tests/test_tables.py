"""Tables of results: every kind of value, each way out."""

import datetime
import sys
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from aitaxonomy.errors import EngineMissing
from aitaxonomy.html import Link
from aitaxonomy.rdf.namespaces import AIT, IRI, XSD
from aitaxonomy.store.results import written
from aitaxonomy.store.table import Table, to_python


def literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


TRIPLE = ox.Triple(ox.BlankNode("b"), ox.NamedNode("urn:p"), ox.Literal("Modell", language="de"))
TABLE = Table(
    ("name", "count", "open", "note"),
    (
        (ox.NamedNode(AIT + "LLM"), ox.Literal(0), ox.Literal(False), None),
        (ox.NamedNode("urn:x"), ox.Literal(7), ox.Literal(True), ox.Literal("a <b> & c")),
    ),
)


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("12", "integer", 12),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("1.50", "decimal", Decimal("1.50")),
        ("1e3", "double", 1000.0),
        ("2022-11-30", "date", datetime.date(2022, 11, 30)),
        ("2022", "gYear", "2022"),
        ("soon", "date", "soon"),
        ("many", "decimal", "many"),
    ],
)
def test_a_literal_is_read_by_its_datatype(text: str, datatype: str, value: object) -> None:
    read = to_python(literal(text, datatype))
    assert (read, type(read)) == (value, type(value))


def test_rows_are_dicts_and_frames() -> None:
    first = {"name": IRI(AIT + "LLM").curie, "count": 0, "open": False, "note": None}
    assert TABLE.to_dicts()[0] == first
    full = {"name": AIT + "LLM", "name_label": "ait:LLM", **first}
    full["name"] = AIT + "LLM"
    assert TABLE.to_polars().to_dicts()[0] == full
    frame = TABLE.to_pandas()
    assert frame.columns.tolist() == list(full)
    assert frame.iloc[0, :4].tolist() == list(full.values())[:4]
    assert frame.isna().iloc[0, 4]


class _Rows(Table):
    """A table that is given its rows as Python values."""

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        return list(self.terms)


def test_frames_have_real_types_and_labels() -> None:
    rows = [
        (IRI("urn:a"), 1, Decimal("2.5"), Decimal(10), True, datetime.date(2024, 1, 2), None, 1),
        (IRI("urn:b"), None, 3, None, None, None, None, "one"),
        ("c", 2**70, 1, Decimal(7), False, datetime.date(2023, 1, 2), None, None),
    ]
    names = ("x", "huge", "number", "whole", "truth", "day", "none", "mixed")
    table = _Rows(names, tuple(rows), _link=lambda iri: Link(iri[-1:].upper(), iri))
    frame = table.to_polars()
    assert frame.columns == ["x", "x_label", *names[1:]]
    assert frame["x_label"].to_list() == ["A", "B", "c"]
    assert [str(each) for each in frame.dtypes] == [
        "String", "String", "Float64", "Float64", "Int64", "Boolean", "Date", "Null", "String",
    ]  # fmt: skip
    assert frame["whole"].to_list() == [10, None, 7]
    assert frame["mixed"].to_list() == ["1", "one", None]
    assert [str(each) for each in table.to_pandas().dtypes[2:6]] == [
        "Float64", "Float64", "Int64", "boolean",
    ]  # fmt: skip


def test_times_are_one_type_or_text() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    aware = datetime.datetime(2024, 1, 1, 2, tzinfo=zone)
    naive = datetime.datetime(2024, 1, 1)
    frame = _Rows(("a", "b", "c"), ((aware, naive, aware), (None, None, naive))).to_polars()
    assert [str(each).split("(")[0] for each in frame.dtypes] == ["Datetime", "Datetime", "String"]
    assert frame["a"][0] == datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)


def test_a_label_that_is_there_is_not_made_again() -> None:
    frame = _Rows(("x", "x_label"), ((IRI("urn:a"), "mine"),)).to_polars()
    assert frame.rows() == [("urn:a", "mine")]


def test_pandas_is_asked_for_by_name_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(EngineMissing, match=r"aitaxonomy\[pandas\]"):
        TABLE.to_pandas()


def test_html_shows_zero_and_no_and_escapes() -> None:
    page = TABLE._repr_html_()
    name = '<td><a href="https://w3id.org/aitaxonomy#LLM">w3id.org/aitaxonomy#LLM</a></td>'
    assert f'{name}<td class="number">0</td><td>no</td><td></td>' in page
    assert "a &lt;b&gt; &amp; c" in page


def test_results_json_of_the_w3c() -> None:
    table = Table(("s", "q", "n", "t"), ((TRIPLE.subject, TRIPLE, ox.Literal(7), None),))
    assert table.to_json() == {
        "head": {"vars": ["s", "q", "n", "t"]},
        "results": {
            "bindings": [
                {
                    "s": {"type": "bnode", "value": "b"},
                    "q": {
                        "type": "triple",
                        "value": {
                            "subject": {"type": "bnode", "value": "b"},
                            "predicate": {"type": "uri", "value": "urn:p"},
                            "object": {"type": "literal", "value": "Modell", "xml:lang": "de"},
                        },
                    },
                    "n": {
                        "type": "literal",
                        "value": "7",
                        "datatype": XSD + "integer",
                    },
                }
            ]
        },
    }
    asked = Table(("answer",), ((ox.Literal(True),),), form="ASK")
    assert asked.to_json() == {"head": {}, "boolean": True}


def test_results_in_xml_hold_what_xml_can_hold() -> None:
    """A line end stays as it is, and what no XML holds is replaced."""
    rows = [(ox.Literal("a\r\n<b>"),), (ox.Literal("bell \x07"),), (None,)]
    document = written("SELECT", ["x"], rows, "xml", limit=9, size=999)
    ElementTree.fromstring(document.content)
    found: Any = ox.parse_query_results(document.content, format=ox.QueryResultsFormat.XML)
    texts = [row["x"] and row["x"].value for row in found]
    assert texts == ["a\r\n<b>", "bell \N{REPLACEMENT CHARACTER}", None]
