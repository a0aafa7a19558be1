"""OWL in a syntax that is not RDF: each command says so in one line, and how to convert it."""

from __future__ import annotations

from pathlib import Path

import pytest

from aitaxonomy import ImportFault
from aitaxonomy.cli import main
from aitaxonomy.inventory import guess_format
from aitaxonomy.store import read_triples

OWLXML = """<?xml version="1.0"?>
<!-- made by an editor --><!DOCTYPE Ontology [ <!ENTITY owl "http://www.w3.org/2002/07/owl#" > ]>
<Ontology xmlns="http://www.w3.org/2002/07/owl#"><Declaration><Class IRI="#A"/></Declaration>
</Ontology>"""
#: The text of each file, with the syntax that it has by its content.
TEXTS = {
    "a.owx": (OWLXML, "OWL/XML"),
    "b.owl": (OWLXML, "OWL/XML"),
    "c.xml": (OWLXML.replace("<Ontology", "<owl:Ontology").split("> ]>")[1], "OWL/XML"),
    "a.ofn": ("# made\nPrefix(:=<urn:x#>)\nOntology(<urn:x>)", "OWL functional syntax"),
    "b.ttl": ("Ontology( <urn:x> Declaration(Class(<urn:A>)) )", "OWL functional syntax"),
    "a.omn": ("Prefix: : <urn:x#>\nOntology: <urn:x>\nClass: A", "Manchester syntax"),
    "b.owl2": ("Ontology: <urn:x>\nClass: A", "Manchester syntax"),
    "a.obo": ("format-version: 1.2\n\n[Term]\nid: X:1", "OBO"),
    "b.txt": ("! made\nformat-version: 1.2\n\n[Term]\nid: X:1", "OBO"),
    "c.obo": ("something else", "OBO"),
}
COMMANDS = (
    ["is", "x", "LLM", "--data"],
    ["reason", "--alone", "--data"],
    ["validate"],
    ["classify"],
    ["import", "auto"],
    ["search", "x", "--data"],
    ["validate", "--shapes"],
)


@pytest.mark.parametrize("name", TEXTS)
def test_it_is_told_by_name_or_content(name: str, tmp_path: Path) -> None:
    text, syntax = TEXTS[name]
    path = tmp_path / name
    path.write_text(text.replace("\\\n", "\n"), encoding="utf-8")
    told = (
        rf"{name}: {syntax} is not read: .*robot convert --input {name} --output {path.stem}\.ttl"
    )
    for read in (lambda: list(read_triples(path)), lambda: guess_format(path)):
        with pytest.raises(ImportFault, match=told):
            read()
    if name != "c.obo":
        with pytest.raises(ImportFault, match=told):
            list(read_triples(path, "turtle"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_says_so(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.ofn"
    path.write_text("Ontology(<urn:x>)", encoding="utf-8")
    more = [str(path)] if "--shapes" in command else []
    assert main([*command, str(path), *more]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "a.ofn: OWL functional syntax is not read" in line


#: RDF that looks like it at first sight.
RDF = {
    "a.ttl": "# Ontology: a comment\n<urn:Ontology:> a <urn:Prefix:> .",
    "b.ttl": "<owl:Ontology> a <Ontology/> .",
    "c.ttl": "PREFIX Ontology: <urn:o:> Ontology:a a Ontology:b .",
    "a.owl": '<?xml version="1.0"?><owl:Ontology xmlns:owl="http://www.w3.org/2002/07/owl#"'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="urn:x"/>',
}


@pytest.mark.parametrize("name", RDF)
def test_rdf_is_still_read_whatever_it_says(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(RDF[name], encoding="utf-8")
    assert len(list(read_triples(path))) == 1
    if name.endswith("ttl"):
        path = path.rename(tmp_path / "a.omn")
        assert len(list(read_triples(path, "turtle"))) == 1
