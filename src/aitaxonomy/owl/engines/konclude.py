"""Konclude: a program of its own (Debian has it), the fastest engine that needs no Java.

It reads functional-style syntax. Many consistency tests are one OWLlink request, so that a
justification costs a few starts of the program.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from xml.sax.saxutils import quoteattr

from aitaxonomy.errors import EngineMissing, InconsistentOntology, ReasonerFault
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import walk
from aitaxonomy.owl.engines.engine import ClassHierarchy, classified, run, written
from aitaxonomy.owl.locality import terms_in
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.process.scratch import ScratchFolder
from aitaxonomy.rdf.literal_canonicalization import spelled
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, XSD, curie

_OWLLINK = "http://www.owllink.org/owllink#"
_ANSWER = re.compile(r'<BooleanResponse result="(true|false)"')
#: An error line, but for those by which it tells that an ontology is inconsistent.
_ERROR = re.compile(r"^\{error\} [\d:]+ >> (?!.* processing step failed\.\s*$)(.*?)\.?\s*$", re.M)
#: Datatypes whose values it tells apart; of the others (xsd:boolean has two values, and it counts
#: on) it misses contradictions that HermiT finds.
_DATATYPES = {
    *(XSD + name for name in ("string", "decimal", "float", "double", "anyURI", "dateTime")),
    *(XSD + name for name in ("integer", "int", "long", "short", "byte")),
    *(XSD + name for name in ("nonNegativeInteger", "positiveInteger")),
    *(RDF + name for name in ("langString", "PlainLiteral")),
    RDFS + "Literal",
}
_PROPERTIES = {
    OWL + name for name in ("bottomObjectProperty", "bottomDataProperty", "topDataProperty")
}


_OTHERS = "some contradictions"
"""What it leaves open of any ontology."""


class Konclude:
    """See `Engine`."""

    name = "Konclude"

    def missing(self) -> str | None:
        """See `Engine`."""
        if shutil.which("Konclude"):
            return None
        return (
            "there is no `Konclude` command to run: install it (Debian: apt-get install konclude)"
        )

    def gaps(self, ontology: Ontology) -> tuple[str, ...]:
        """See `Engine`; it reads these without a word, and misses contradictions of HermiT.

        Of the 84 inconsistent test cases of the W3C it misses 12 without any of these.

        >>> Konclude().gaps(Ontology((ax.HasKey(ax.THING, (ax.Role("urn:p"),)),)))
        ('keys', 'some contradictions')
        """
        data = ontology.vocabulary.data_properties
        found: dict[str, None] = {}
        for axiom in (*ontology.axioms, *ontology.facts):
            match axiom:
                case ax.HasKey():
                    found["keys"] = None
                case ax.DatatypeDefinition():
                    found["datatype definitions"] = None
                case ax.DisjointProperties(roles) if any(role.iri in data for role in roles):
                    found["disjoint data properties"] = None
            for each in walk(axiom):
                if gap := _gap(each):
                    found[gap] = None
        return (*found, _OTHERS)

    def classify(self, ontology: Ontology, timeout: float) -> ClassHierarchy:
        """See `Engine`."""
        with ScratchFolder() as folder:
            (source,), result = (
                written([_spelled_out(ontology)], folder),
                Path(folder) / "hierarchy.owx",
            )
            self._run("classification", source, result, timeout)
            above = _read(result)
        if ax.NOTHING.iri in above[ax.THING.iri]:
            raise InconsistentOntology("Konclude finds the ontology inconsistent")
        return classified(above)

    def first_inconsistent(self, ontologies: Sequence[Ontology], timeout: float) -> int | None:
        """See `Engine`."""
        with ScratchFolder() as folder:
            request, result = Path(folder) / "request.xml", Path(folder) / "response.xml"
            asked = [
                f'<CreateKB kb="urn:{number}"/><LoadOntologies kb="urn:{number}">'
                f"<OntologyIRI IRI={quoteattr(f'file:{path}')}/></LoadOntologies>"
                f'<IsKBSatisfiable kb="urn:{number}"/><ReleaseKB kb="urn:{number}"/>'
                for number, path in enumerate(written(list(map(_spelled_out, ontologies)), folder))
            ]
            request.write_text(
                f'<RequestMessage xmlns="{_OWLLINK}">{"".join(asked)}</RequestMessage>'
            )
            self._run("owllinkfile", request, result, timeout)
            answers = _ANSWER.findall(_text(result))
        if len(answers) != len(ontologies):
            raise _unreadable()
        return answers.index("false") if "false" in answers else None

    def _run(self, what: str, source: Path, result: Path, timeout: float) -> None:
        if missing := self.missing():
            raise EngineMissing(f"{missing}, or use another --engine")
        command = ["Konclude", what, "-w", "2", "-i", str(source), "-o", str(result)]
        output, code = run(self.name, command, timeout)
        if error := _ERROR.search(output):
            raise ReasonerFault(
                f"Konclude cannot take the ontology: {error[1]}; use another --engine"
            )
        if code:
            raise ReasonerFault(f"Konclude ended with exit code {code}; use another --engine")


def _spelled_out(ontology: Ontology) -> Ontology:
    """The ontology in other words, where Konclude misses contradictions as it is written.

    Definitions in a circle (C is what is no C) become inclusions. Stated links, which it does not
    hold against irreflexive, asymmetric or disjoint properties and `owl:hasSelf`, become types
    that say the same: a has b as a value of p.
    """
    axioms, facts = ontology.axioms, ontology.facts
    if circular := _circular(axioms):
        axioms = tuple(each for axiom in axioms for each in _inclusions(axiom, circular))
    if any(isinstance(each, ax.HasSelf) or _excludes(each) for each in walk((*axioms, *facts))):
        facts = tuple(
            ax.ClassAssertion(fact.subject, ax.HasValue(ax.Role(fact.prop), fact.object))
            if isinstance(fact, ax.PropertyAssertion) and isinstance(fact.object, str)
            else fact
            for fact in facts
        )
    return replace(ontology, axioms=axioms, facts=facts)


def _circular(axioms: Sequence[ax.Axiom]) -> set[str]:
    """The classes whose definitions lead back to themselves, or to such a class."""
    uses: dict[str, set[str]] = defaultdict(set)
    for axiom in axioms:
        for parts in _definition(axiom):
            for part in parts:
                if isinstance(part, ax.Named):
                    uses[part.iri].update(terms_in(tuple(each for each in parts if each != part)))
    order, done = TopologicalSorter(uses), set[str]()
    with suppress(CycleError):
        order.prepare()
    while ready := order.get_ready():
        done.update(ready)
        order.done(*ready)
    return uses.keys() - done


def _definition(axiom: ax.Axiom) -> Iterator[tuple[ax.Expression, ...]]:
    """Yield the expressions that an axiom makes equivalent, if it does."""
    match axiom:
        case ax.EquivalentClasses(parts):
            yield parts
        case ax.DisjointUnion(cls, parts):
            yield ax.Named(cls), ax.Or(parts)


def _inclusions(axiom: ax.Axiom, circular: Set[str]) -> Iterator[ax.Axiom]:
    """Yield inclusions that say the same as a circular definition; another axiom as it is."""
    parts = next(_definition(axiom), ())
    if not any(isinstance(each, ax.Named) and each.iri in circular for each in parts):
        yield axiom
        return
    for low, high in zip(parts, (*parts[1:], parts[0]), strict=True):
        yield ax.SubClassOf(low, high)
    if isinstance(axiom, ax.DisjointUnion):
        yield ax.DisjointClasses(axiom.parts)


def _excludes(part: object) -> bool:
    match part:
        case ax.Characteristic(kind):
            return kind in ("irreflexive", "asymmetric")
        case ax.DisjointProperties():
            return True
    return False


def _gap(part: object) -> str | None:
    """What is not decided of one part of an axiom, in words."""
    match part:
        case Literal() if part.datatype not in _DATATYPES or spelled(part) is None:
            return f"values such as {part.n3}"
        case ax.DataRange(datatype, facets):
            if datatype not in _DATATYPES:
                return f"the datatype {curie(datatype)}"
            if any(name in ("pattern", "langRange") for name, _ in facets):
                return "patterns of text"
        case str() if part in _PROPERTIES:
            return curie(part)
    return None


def _read(result: Path) -> dict[str, set[str]]:
    """The classes right above each in a hierarchy in OWL/XML."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(_text(result))
    except (ParseError, DefusedXmlException):
        raise _unreadable() from None
    above: dict[str, set[str]] = defaultdict(set)
    for axiom in root:
        names = [each.get("IRI") or "" for each in axiom]
        if axiom.tag == f"{{{OWL}}}SubClassOf" and len(names) == 2:
            above[names[0]].add(names[1])
        elif axiom.tag == f"{{{OWL}}}EquivalentClasses":
            for name in names:
                above[name].update(names)
    return above


def _text(result: Path) -> str:
    try:
        return result.read_text(encoding="utf-8", errors="replace")
    except OSError:
        raise _unreadable() from None


def _unreadable() -> ReasonerFault:
    return ReasonerFault(
        "Konclude ended without a verdict that can be read: is the command `Konclude` the "
        "reasoner? Or use another --engine"
    )
