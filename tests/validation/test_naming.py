"""Naming rules, and which faults the report on a file holds."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from aitaxonomy.validation import Report, validate

PREFIXES = """@prefix ait: <https://w3id.org/aitaxonomy#> . @prefix : <urn:> .
@prefix ais: <https://w3id.org/aitaxonomy/shapes#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
VOCABULARY = "ait:developedBy a owl:ObjectProperty . ait:contextWindow a owl:DatatypeProperty ."
LABELS = 'a sh:NodeShape ; ais:distinct rdfs:label ; sh:targetClass :C ; sh:message "Twice: mend."'


def check(data: str, shapes: Path | None = None, focus: set[str] | None = None) -> Report:
    return validate(parse(PREFIXES + data, RdfFormat.TURTLE), shapes, focus)


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    (tmp_path / "s.ttl").write_text(f"{PREFIXES} :S {LABELS} .", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("developpedBy", "did you mean ait:developedBy?"),
        ("DEVELOPEDBY", "did you mean ait:developedBy?"),
        ("contextWidnow", "did you mean ait:contextWindow?"),
        ("zzz", None),
    ],
)
@pytest.mark.parametrize("subject", [":x", "[]"])
def test_the_property_that_is_meant(written: str, meant: str | None, subject: str) -> None:
    report = check(f"{VOCABULARY} {subject} ait:{written} :y .")
    (fault,) = [f for f in report if f.rule == "ais:UndefinedProperty"]
    assert (fault.path, fault.value, fault.severity) == (f"ait:{written}", "<urn:y>", "violation")
    assert ("did you mean" in fault.message) is (meant is not None)
    assert (meant or "mend the name") in fault.message
    assert fault.message in report.to_text() and fault.message in report.to_turtle()


def test_labels_are_compared_whatever_their_case_and_spaces(labels: Path) -> None:
    written = {"a": '"GPT  4"@en', "b": '"gpt 4"', "c": '"gpt-4"'}
    data = "".join(f":{name} a :C ; rdfs:label {label} . " for name, label in written.items())
    report = check(data, labels)
    assert [(f.where, f.message) for f in report] == [
        ("<urn:a>", "Twice: see <urn:b>. Mend."),
        ("<urn:b>", "Twice: see <urn:a>. Mend."),
    ]


@pytest.mark.parametrize(
    "other",
    [
        ':b a :D ; rdfs:label "x"@en .',  # of another kind
        ':b a :C ; rdfs:label "x"@fr .',  # in another language
        ':a rdfs:label "x" .',  # its own
    ],
)
def test_labels_that_may_be_alike(other: str, labels: Path) -> None:
    assert not check(f':a a :C ; rdfs:label "X"@en . {other}', labels).faults


def test_a_known_name_is_told_rather_than_a_new_one(labels: Path) -> None:
    data = "".join(f':{name} a :C ; rdfs:label "x" . ' for name in ("a", "b", "shipped"))
    report = check(data, labels, {"urn:a", "urn:b"})
    assert [(f.where, f.message) for f in report] == [
        ("<urn:a>", "Twice: see <urn:shipped>. Mend."),
        ("<urn:b>", "Twice: see <urn:shipped>. Mend."),
    ]


def test_a_fault_is_reported_for_its_focus_node_and_for_its_culprit(tmp_path: Path) -> None:
    shape = ":S sh:targetSubjectsOf :p ; sh:path :p ; sh:class :C ."
    (tmp_path / "s.ttl").write_text(PREFIXES + shape, encoding="utf-8")
    data = ":old :p :new , :wrong . :other :p :wrong . :mine :p :wrong . :new a :D ."
    places: list[str] = []
    report = validate(
        parse(PREFIXES + data, RdfFormat.TURTLE),
        tmp_path,
        {"urn:new", "urn:mine"},
        lambda subject, _: places.append(subject),
    )
    found = {(f.where, f.value) for f in report}
    assert found == {("<urn:mine>", "<urn:wrong>"), ("<urn:old>", "<urn:new>")}
    assert set(places) == {"urn:mine", "urn:new"}, "the line is that of what can be mended"


def test_labels_may_be_alike_where_nothing_is_shared(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(f"{PREFIXES} :S {LABELS} ; ais:within :by .", encoding="utf-8")
    makers = {"a": ":one", "b": ":one , :other", "c": ":third"}
    data = "".join(f':{n} a :C ; rdfs:label "x" ; :by {m} . ' for n, m in makers.items())
    assert {f.where for f in check(data, tmp_path)} == {"<urn:a>", "<urn:b>"}
