"""Entities in RDF/XML: those of Protégé's headers are read, those that grow or fetch refused."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from aitaxonomy import ImportFault
from aitaxonomy.cli import main
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.verdict import ENTAILED
from aitaxonomy.store import read_triples

HEADER = """<?xml version="1.0"?>
<!-- saved by an editor -->

<!DOCTYPE rdf:RDF [
    <!ENTITY owl "http://www.w3.org/2002/07/owl#" >
    <!ENTITY xsd "http://www.w3.org/2001/XMLSchema#" >
    <!ENTITY rdfs "http://www.w3.org/2000/01/rdf-schema#" >
    <!ENTITY rdf "http://www.w3.org/1999/02/22-rdf-syntax-ns#" >
    <!ENTITY pizza "urn:pizza#" ><!-- its own -->
    <!ENTITY vin.2-a "urn:wine#" >
]>

"""
BODY = """<rdf:RDF xmlns="urn:pizza#" xml:base="urn:pizza"
     xmlns:rdfs="&rdfs;" xmlns:owl="&owl;" xmlns:rdf="&rdf;">
    <owl:Class rdf:about="&pizza;Pizza"><rdfs:seeAlso rdf:resource="&vin.2-a;Port"/></owl:Class>
    <owl:DatatypeProperty rdf:about="&pizza;price"/>
    <owl:NamedIndividual rdf:about="&pizza;Margherita">
        <rdf:type rdf:resource="&pizza;Pizza"/>
        <price rdf:datatype="&xsd;integer">7</price>
        <rdfs:comment>See &pizza; &amp; &#65;</rdfs:comment><!-- &pizza; -->
    </owl:NamedIndividual>
</rdf:RDF>
"""
OPEN = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'


def written(folder: Path, text: str) -> Path:
    path = folder / "own.owl"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_entities_of_a_header_are_read_wherever_they_stand(tmp_path: Path) -> None:
    found = set(map(str, read_triples(written(tmp_path, HEADER + BODY))))
    plain = BODY
    for name, value in re.findall(r'ENTITY (\S+) "(.*?)"', HEADER):
        plain = plain.replace(f"&{name};", value)
    assert len(found) == 7
    assert found == {str(quad.triple) for quad in ox.parse(plain, format=ox.RdfFormat.RDF_XML)}


def test_such_a_file_is_data_like_any_other(tmp_path: Path) -> None:
    reasoner = Reasoner(read_triples(written(tmp_path, HEADER + BODY)))
    assert reasoner.verdict("urn:pizza#Margherita", "urn:pizza#Pizza").verdict == ENTAILED
    assert reasoner.left_out() == []


def test_lines_of_faults_are_those_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + BODY.replace("<price rdf", "<price>< rdf"))
    with pytest.raises(ImportFault, match=r"own\.owl:19: not well-formed"):
        list(read_triples(path))
    path = written(tmp_path, HEADER + BODY.replace("&xsd;", "&nowhere;"))
    with pytest.raises(ImportFault, match=r"own\.owl:19: .*undefined entity"):
        list(read_triples(path))


def test_a_value_stays_the_text_that_it_is(tmp_path: Path) -> None:
    header = """<!DOCTYPE rdf:RDF [ <!ENTITY q "&#34; e:r='s" > <!ENTITY amp "and"> ]>"""
    said = f"{header}{OPEN}<rdf:Description rdf:about='urn:x' e:p=\"&q;&amp;\"/></rdf:RDF>"
    (found,) = {str(t.object) for t in read_triples(written(tmp_path, said))}
    assert found == str(ox.Literal("\" e:r='s&"))


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
LONG = "x" * 50_000
REFUSED = {
    f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>': "&l9;",
    f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]> ': "ha",
    f'<!DOCTYPE r [<!ENTITY long "{LONG}">]>': "&long;" * 2_000,
    '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]>': "&e;",
    '<!DOCTYPE r [<!ENTITY e PUBLIC "-//X//Y" "e.txt">]>': "&e;",
    '<!DOCTYPE r [<!ENTITY % e "text"> ]>': "",
    '<!DOCTYPE r [<!ENTITY % e SYSTEM "e.dtd"> %e;]>': "",
    '<!DOCTYPE r [<!ENTITY e "text"> <!ENTITY e "other">]>': "&e;",
    '<!DOCTYPE r [<!ENTITY e "<e:markup/>">]>': "&e;",
    '<!DOCTYPE r [<!ENTITY e "&#60;e:markup/>">]>': "&e;",
    '<!DOCTYPE r [<!ENTITY e "%20">]>': "&e;",
}


@pytest.mark.parametrize("header", REFUSED, ids=lambda header: header[-60:])
def test_other_entities_are_refused_in_one_line(
    header: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = f"<rdf:Description rdf:about='urn:x'><e:p>{REFUSED[header]}</e:p></rdf:Description>"
    path = written(tmp_path, f"{header}\n{OPEN}{said}</rdf:RDF>")
    with pytest.raises(ImportFault, match=r"own\.owl:\d+: ") as refused:
        list(read_triples(path))
    assert len(str(refused.value)) < 300
    assert main(["search", "x", "--data", str(path)]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_growth_is_bounded_by_the_length_of_the_file(tmp_path: Path) -> None:
    header = f'<!DOCTYPE r [<!ENTITY e "{"x" * 100}">]>{OPEN}<rdf:Description e:p="'
    # A small file may grow as it likes; one that becomes long may not.
    small = written(tmp_path, f'{header}{"&e;" * 3_000}"/></rdf:RDF>')
    assert [len(t.object.value) for t in read_triples(small)] == [300_000]  # type: ignore[union-attr]
    large = written(tmp_path, f'{header}{"&e;" * 200_000}"/></rdf:RDF>')
    with pytest.raises(ImportFault, match="10 times"):
        list(read_triples(large))
