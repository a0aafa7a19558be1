"""The report in each of its forms."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from aitaxonomy._data import folder
from aitaxonomy.validation import Fault, Report, validate

SH = "http://www.w3.org/ns/shacl#"
EVIL = '<script>alert("1")</script>'
FAULTS = (
    Fault(
        "my models.ttl",
        7,
        "aix:x",
        "ais:R",
        "ait:contextWindow",
        '"-1"^^xsd:integer',
        "Too small: mend it.",
        "violation",
        "sh:MinExclusiveConstraintComponent",
    ),
    Fault(None, None, "<urn:y>", "ais:S", None, EVIL, f"{EVIL}: remove it.\x00", "warning"),
    Fault("my models.ttl", 7, "aix:x", "ais:T", None, None, "Thin: add to it.", "info"),
)
REPORT = Report(False, FAULTS)


def test_json_is_as_documented() -> None:
    found = REPORT.to_json()
    assert list(found) == ["conforms", "faults"]
    assert list(found["faults"][0]) == [
        *("file", "line", "where", "rule", "path", "value", "message", "severity"),
        *("row", "column"),
    ]
    assert found["faults"][0]["line"] == 7 and found["faults"][1]["file"] is None


def test_truth_is_conformity_not_silence() -> None:
    assert not REPORT and len(REPORT) == 3
    assert Report(True, FAULTS[1:])


def test_text_names_place_value_rule_and_remedy() -> None:
    text = REPORT.to_text()
    assert (
        'my models.ttl:7  aix:x\n  violation: Too small: mend it.\n    ait:contextWindow "-1"'
        in text
    )
    assert text.endswith("does not conform: 1 violation, 1 warning, 1 info")


def test_sarif_has_rule_level_and_region() -> None:
    log = json.loads(REPORT.to_sarif())
    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    assert [r["level"] for r in run["results"]] == ["error", "warning", "note"]
    assert all(
        run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"]
    )
    physical = run["results"][0]["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "my%20models.ttl"
    assert physical["region"] == {"startLine": 7}
    assert "physicalLocation" not in run["results"][1]["locations"][0]
    assert run["results"][0]["message"]["text"].endswith(
        '\naix:x ait:contextWindow "-1"^^xsd:integer'
    )
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["shortDescription"]["text"] == "Too small"
    assert rule["fullDescription"]["text"] == rule["help"]["text"] == "Too small: mend it."


def test_sarif_has_a_line_and_a_reference_for_every_file() -> None:
    """Without a line, code scanning shows nothing; a path from the root is not a reference."""
    faults = (replace(FAULTS[0], file="/a b/c#.jsonld", line=None),)
    (result,) = json.loads(Report(False, faults).to_sarif())["runs"][0]["results"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "file:///a%20b/c%23.jsonld"
    assert physical["region"] == {"startLine": 1}


def test_junit_is_xml_and_counts_violations() -> None:
    suite = ET.fromstring(REPORT.to_junit())
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    assert len(suite.findall("testcase/failure")) == 1
    assert ET.fromstring(Report(True, ()).to_junit()).get("tests") == "1"


def test_html_escapes_and_loads_nothing() -> None:
    tags: list[str] = []

    class Collect(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append(tag)

    page = REPORT.to_html()
    Collect().feed(page)
    assert "script" not in tags and "link" not in tags and "img" not in tags
    # A table whenever the file changes, each with a row of headings.
    assert tags.count("table") == 3 and tags.count("tr") == 6 and "://" not in page
    assert "&lt;script&gt;" in REPORT._repr_html_()
    many = Report(False, tuple(replace(FAULTS[0], line=line) for line in range(1, 1201)))
    assert '<td class="number">1,200</td>' in many.to_html()


def test_turtle_is_a_report_graph_with_every_result() -> None:
    faults = (FAULTS[0], Fault(None, None, "_:b1", "ais:S", "a|b*", '"x"@en', "M: m.", "info"))
    graph = Store()
    graph.bulk_extend(parse(Report(False, faults).to_turtle(), format=RdfFormat.TURTLE))
    results = list(graph.quads_for_pattern(None, NamedNode(SH + "result"), None))
    assert len(results) == 2
    values = {q.object.value for q in graph.quads_for_pattern(None, NamedNode(SH + "value"), None)}
    assert values == {"-1", "x"}
    paths = list(graph.quads_for_pattern(None, NamedNode(SH + "resultPath"), None))
    assert [q.object.value for q in paths] == ["https://w3id.org/aitaxonomy#contextWindow"]


def test_the_report_graph_conforms_only_if_nothing_was_found() -> None:
    conforms = NamedNode(SH + "conforms")
    for faults, word in (((), "true"), (FAULTS[2:], "false"), (FAULTS[::2], "false")):
        graph = Store()
        text = Report(not faults, faults).to_turtle()
        graph.bulk_extend(parse(text, format=RdfFormat.TURTLE))
        assert [q.object.value for q in graph.quads_for_pattern(None, conforms, None)] == [word]
        assert text == Report(not faults, faults).to_turtle()


def test_a_shape_without_a_name_has_the_same_one_each_time(tmp_path: Path) -> None:
    shapes = f"@prefix sh: <{SH}> . [] sh:targetClass <urn:C> ; sh:property [ sh:path <urn:p> ; "
    (tmp_path / "s.ttl").write_text(shapes + "sh:minCount 1 ] .")
    data = list(parse("<urn:x> a <urn:C> .", format=RdfFormat.TURTLE))
    reports = [validate(data, [tmp_path]) for _ in range(2)]
    assert reports[0].faults == reports[1].faults
    assert [fault.rule for fault in reports[0]] == ["[sh:targetClass <urn:C>]"]
    assert "sourceShape" not in reports[0].to_turtle()


def test_place_comes_from_the_named_owner() -> None:
    text = "_:a a <http://www.w3.org/2002/07/owl#Axiom> . <urn:m> <urn:p> _:a ."
    asked: list[tuple[str, str | None]] = []

    def locate(subject: str, path: str | None) -> tuple[str, int] | None:
        asked.append((subject, path))
        return ("a.ttl", 3) if path is None else None

    data = parse(text, format=RdfFormat.TURTLE)
    report = validate(data, None, {"urn:m"}, locate)
    assert report.faults and {(f.file, f.line) for f in report} == {("a.ttl", 3)}
    assert {subject for subject, _ in asked} == {"urn:m"}


def test_nothing_to_check_with_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="proves nothing"):
        validate(Store(), tmp_path)
    broken = "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape ; sh:targetNode "
    (tmp_path / "s.ttl").write_text(
        broken + '<urn:x> ; sh:sparql [ sh:select "SELECT nonsense" ] .'
    )
    with pytest.raises(ValueError, match="Mend"):
        validate(Store(), tmp_path)


def test_no_connection_and_no_import(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    text = (
        "<urn:o> a <http://www.w3.org/2002/07/owl#Ontology> ; "
        "<http://www.w3.org/2002/07/owl#imports> <http://192.0.2.1/evil.ttl> ; "
        "<http://www.w3.org/ns/shacl#shapesGraph> <http://192.0.2.1/evil.ttl> ."
    )
    assert validate(parse(text, format=RdfFormat.TURTLE), folder("shapes")).faults == ()
