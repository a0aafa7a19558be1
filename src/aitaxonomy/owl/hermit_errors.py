"""Errors of HermiT: a contradiction, or an ontology that it cannot take."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from aitaxonomy.errors import InconsistentOntology, ReasonerFault
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import curie, shown
from aitaxonomy.rdf.ntriples import plain

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.rdf.positions.location import Locate

# The first line of a Java exception, whose message may run on and hold anything that the data does.
_EXCEPTION = re.compile(r'^Exception in thread "main" ([\w.$]+)(?:: ([^\n]*))?$', re.MULTILINE)
_STACK = re.compile(r"^\tat ", re.MULTILINE)
_INCONSISTENT = "org.semanticweb.owlapi.reasoner.InconsistentOntologyException"
#: How `-k` tells of it without an exception.
_NO_MODEL = re.compile(r"^\S*Thing\S* is not satisfiable\.?$", re.MULTILINE)
#: What it prints for a file that it cannot parse, with exit code 0.
_UNPARSED = "It all went pear-shaped: "
_DATATYPE = re.compile(r"The datatype '([^']+)' is not part of the OWL 2 datatype map")
_LITERAL = re.compile(r'^Literal ("[^\n]*"\^\^<[^>\n]+>) is malformed')
_REMEDY = "change that, or use --engine closure, which reads what it can"


def complain(
    output: str, code: int, triples: Iterable[ox.Triple] = (), locate: Locate | None = None
) -> None:
    """Raise what HermiT's output tells of; return if it is a result.

    Args:
        output: all that it printed.
        code: its exit code.
        triples: the ontology, in which the culprit is looked up.
        locate: finds file and line of a triple.

    Raises:
        InconsistentOntology: it found a contradiction.
        ReasonerFault: it cannot take the ontology.

    >>> complain("SubClassOf( <urn:a> <urn:b> )", 0)

    """
    thrown = _EXCEPTION.search(output)
    if thrown[1] == _INCONSISTENT if thrown else _NO_MODEL.search(output):
        raise InconsistentOntology(
            "HermiT finds the ontology inconsistent; our rules tell why where they find it, too"
        )
    if not code and not output.startswith(_UNPARSED):
        return
    said = _STACK.split(output[thrown.start(2) :])[0] if thrown and thrown[2] else ""
    if found := _DATATYPE.search(said):
        iri = found[1]
        used = (t for t in triples if _datatype(t.object) == iri)
        reason = f"the datatype {curie(iri)} is not in the datatype map of OWL 2"
        raise _fault(reason, next(used, None), locate)
    if found := _LITERAL.search(said):
        used = (t for t in triples if str(t.object) == found[1])
        raise _fault(f"{found[1]} is not a value of its datatype", next(used, None), locate)
    said = said or (thrown[1].rpartition(".")[2] if thrown else output)
    first = next((line.strip(" .") for line in said.splitlines() if line.strip()), "")
    raise _fault(first or f"exit code {code}", None, None)


def _datatype(value: object) -> str | None:
    """The datatype that is meant: of a literal its own, else the name itself, as in a range."""
    datatype = getattr(value, "datatype", value)
    return getattr(datatype, "value", None)


def _fault(reason: str, culprit: ox.Triple | None, locate: Locate | None) -> ReasonerFault:
    where = ""
    if culprit is not None:
        subject, predicate = str(plain(culprit.subject)), culprit.predicate.value
        value = plain(culprit.object)
        text = value.n3 if isinstance(value, Literal) else value
        place = locate((subject, predicate, text)) if locate is not None else None
        at = f"{place.file}:{place.line}, " if place is not None and place.line else ""
        where = f" ({at}{shown(predicate)} of {shown(subject)})"
    return ReasonerFault(f"HermiT cannot take the ontology: {reason}{where}; {_REMEDY}")
