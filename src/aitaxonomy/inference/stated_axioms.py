"""The axioms of a proof: whether they are stated, in the shipped files or in a user's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from aitaxonomy.inference.inference import Inference
from aitaxonomy.rdf.literal_canonicalization import canonical
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.reasoning.proofs.formal import Formal
from aitaxonomy.reasoning.proofs.justification import iris
from aitaxonomy.reasoning.proofs.soundness.statements import NoStatement, parse

_IRI = re.compile(r"<([^<>\s]*)>")
_DIFFERENT = "DifferentIndividuals"


class StatedAxioms:
    """Tells of each axiom of a proof, in functional-style syntax, whether it is stated.

    That individuals differ is stated where more of them do; blank nodes have no names to compare.

    >>> from aitaxonomy.inference.content import Content
    >>> ait = "https://w3id.org/aitaxonomy#"
    >>> axiom = f"SubClassOf(<{ait}LLM> <{ait}GenerativeAI>)"
    >>> StatedAxioms(Content().inference, [axiom])(axiom, "subclass")
    True
    """

    def __init__(self, inference: Inference, axioms: Iterable[str]) -> None:
        named = {iri for axiom in axioms for iri in _IRI.findall(axiom)}
        ontology = inference.read_about(named)
        formal = Formal(ontology.vocabulary.data_properties)
        self._stated: set[object] = set()
        self._different: list[frozenset[object]] = []
        for axiom in (*ontology.axioms, *ontology.facts):
            if named.isdisjoint(iris(axiom)):
                continue
            name, *parts = spelled = _spelled(parse(formal.text(axiom)))
            self._stated.add(spelled)
            if name == _DIFFERENT:
                self._different.append(frozenset(parts))
        self._inferred = {("SubClassOf", low, high) for low, high in inference.premises.subclasses}

    def __call__(self, axiom: str, rule: str) -> bool:
        """Return whether the axiom is stated, or is a subclass axiom that HermiT inferred."""
        with suppress(NoStatement):
            name, *parts = spelled = _spelled(parse(axiom))
            if name == _DIFFERENT:
                return any(each.issuperset(parts) for each in self._different)
            inferred = rule.startswith("inferred") and spelled in self._inferred
            return inferred or spelled in self._stated
        return False


def _spelled(part: Any) -> Any:
    """A part of an axiom with values spelled canonically, and without names of blank nodes."""
    if isinstance(part, tuple):
        return tuple(map(_spelled, part))
    if isinstance(part, Literal):
        return canonical(part)
    return "_:" if isinstance(part, str) and part.startswith("_:") else part
