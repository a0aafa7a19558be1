"""The test cases of the W3C for OWL 2: https://www.w3.org/TR/owl2-test/

They are not part of this repository. One file has them all, `all.rdf`, which the W3C published, and
HermiT's repository keeps among the resources of its tests, in `owl_wg_tests/ontologies/`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from aitaxonomy.rdf.namespaces import RDF

TEST = "http://www.w3.org/2007/OWL/testOntology#"
CONSISTENCY = {"ConsistencyTest", "PositiveEntailmentTest", "NegativeEntailmentTest"}


@dataclass(frozen=True)
class Case:
    """An approved case of OWL 2 DL in RDF/XML: texts of ontologies, and what is to be found."""

    name: str
    kinds: frozenset[str]
    profiles: frozenset[str]
    premise: str
    conclusion: str = ""
    non_conclusion: str = ""

    @property
    def consistent(self) -> bool | None:
        """What the W3C says of the premise."""
        if "InconsistencyTest" in self.kinds:
            return False
        return True if CONSISTENCY & self.kinds else None


def cases(file: Path) -> Iterator[Case]:
    """Yield the approved cases that use the direct semantics, are in RDF/XML and import nothing."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    # Its entities stand in single quotes, which are XML, and which Oxigraph does not read.
    text = re.sub(rb"(<!ENTITY \w+ )'([^']*)'", rb'\1"\2"', file.read_bytes())
    for triple in ox.parse(text, format=ox.RdfFormat.RDF_XML, base_iri=TEST):
        if not isinstance(triple.object, ox.BlankNode):
            said[str(triple.subject)][triple.predicate.value].append(triple.object.value)

    def names(of: dict[str, list[str]], prop: str) -> frozenset[str]:
        return frozenset(value.rpartition("#")[2] for value in of[prop])

    for of in list(said.values()):
        premise = of[TEST + "rdfXmlPremiseOntology"]
        if (
            "TestCase" in names(of, RDF + "type")
            and "Approved" in names(of, TEST + "status")
            and "DL" in names(of, TEST + "species")
            and "DIRECT" in names(of, TEST + "semantics")
            and premise
            and not of[TEST + "importedOntology"]
        ):
            yield Case(
                of[TEST + "identifier"][0],
                names(of, RDF + "type"),
                names(of, TEST + "profile"),
                premise[0],
                "".join(of[TEST + "rdfXmlConclusionOntology"]),
                "".join(of[TEST + "rdfXmlNonConclusionOntology"]),
            )
