"""Additions of data files to the premises: only facts about new individuals, or more."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

from aitaxonomy.inference.premises import SUBCLASS, SUBPROPERTY, TYPE, Premises
from aitaxonomy.owl.reserved_vocabulary import (
    ANNOTATIONS,
    AXIOM_NODES,
    AXIOMATIC,
    CHARACTERISTICS,
    INSIDE,
    LIST,
)
from aitaxonomy.rdf.namespaces import OWL, RDFS, SKOS, expand
from aitaxonomy.store.data_files import DataFiles, Pattern

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph as ox

_CLASS = OWL + "Class"
_SCHEMA = frozenset((SUBCLASS, SUBPROPERTY, RDFS + "domain", RDFS + "range"))
#: The property from a negative property assertion to its subject.
_DENIED_OF = OWL + "sourceIndividual"
_SAME = f"<{OWL}sameAs>"
_OF_INDIVIDUALS = (OWL + "differentFrom", OWL + "sameAs")
#: The predicates and types of blank nodes that state more than facts; a negative property assertion
#: is a fact about its `_DENIED_OF`.
_ALTERING = (AXIOMATIC - INSIDE - LIST).difference(_OF_INDIVIDUALS)
_ALTERING_NODES = (AXIOM_NODES | CHARACTERISTICS.keys()) - {OWL + "NegativePropertyAssertion"}
_NAMING = tuple(f"<{name}>" for name in (RDFS + "label", SKOS + "altLabel", SKOS + "notation"))


class Additions:
    """Data files (possibly none), compared with the premises that they are added to."""

    def __init__(self, files: DataFiles, premises: Premises) -> None:
        self.files = files
        self._premises = premises

    @cached_property
    def facts_only(self) -> bool:
        """Return whether the data states nothing about the terms or about shipped individuals."""
        nothing = not self.files.paths
        return nothing or not (self._altering or self.described)

    @cached_property
    def _altering(self) -> list[Pattern]:
        """Triple patterns of the statements about terms."""
        return [
            (None, p, o)
            for p, o, named in self.files.used.rows()
            if alters_terms(p[1:-1], (o or "")[1:-1], named=named)
        ]

    @property
    def alters_terms(self) -> bool:
        """Return whether the data makes statements about terms."""
        return bool(self.files.paths) and bool(self._altering)

    @cached_property
    def described(self) -> set[str]:
        """The IRIs of the shipped individuals about which the data says more than annotations."""
        subjects, _ = self._shared
        found = self.files.matching([(name, None, None) for name in sorted(subjects)])
        stated = found.filter(~found["p"].is_in(list(self._premises.annotations)))["s"]
        return {name[1:-1] for name in {*stated, *self._denied, *self._equated}}

    @cached_property
    def _shared(self) -> tuple[set[str], set[str]]:
        """The shipped individuals that are subjects of the data, and those that are objects."""
        return self.files.among(self._premises.subjects)

    @property
    def _equated(self) -> set[str]:
        """The shipped individuals that the data says are something else, too."""
        return self._premises.subjects & set(self.files.matching([(None, _SAME, None)])["o"])

    @cached_property
    def _denied(self) -> set[str]:
        """The shipped individuals with negative property assertions in the data."""
        denials = self.files.matching([(None, f"<{_DENIED_OF}>", None)])
        return self._premises.subjects & set(denials["o"])

    @property
    def linked(self) -> set[str]:
        """The IRIs of the shipped individuals that the data links to."""
        return {name[1:-1] for name in self._shared[1]}

    @cached_property
    def about_terms(self) -> list[ox.Triple]:
        """The statements about terms, and those of blank nodes, without duplicates.

        An RDF list whose statements came twice would be read as two lists.
        """
        if not self.files.paths:
            return []
        stated = _parsed(self.files.matching(self._altering)) if self._altering else []
        return list(dict.fromkeys([*stated, *_parsed(self.files.anonymous())]))

    def reached(self, seeds: Collection[str]) -> list[ox.Triple]:
        """Return the statements about the seeds (IRIs) and about all that they are linked with.

        The statements with a seed as object are included. Their subjects are not described
        further, except for negative property assertions.
        """
        if not seeds or not self.files.paths:
            return []
        new = {f"<{seed}>" for seed in seeds}
        links = self.files.matching([(None, None, name) for name in new])
        new |= set(links.filter(links["p"] == f"<{_DENIED_OF}>")["s"])
        parts = [links]
        known: set[str] = set()
        while new:
            part = self.files.matching([(name, None, None) for name in new])
            parts.append(part)
            known |= new
            new = {o for o in part["o"] if o.startswith(("<", "_:"))} - known
        return list(dict.fromkeys(each for part in parts for each in _parsed(part)))

    def linked_with(self, iris: Collection[str]) -> set[str]:
        """Return what things (by IRI) are linked with in the data, and what with that, by IRI."""
        silent = {f"<{TYPE}>", *self._premises.annotations}
        links = [each for each in self.reached(iris) if str(each.predicate) not in silent]
        ends = {str(end) for each in links for end in (each.subject, each.object)}
        return {end[1:-1] for end in ends if end.startswith("<")}

    def about(self, iris: Collection[str]) -> set[str]:
        """Return those of the IRIs that are subjects of the data."""
        return {name[1:-1] for name in self.files.among({f"<{iri}>" for iri in iris})[0]}

    def find(self, name: str) -> str | None:
        """Return the IRI of a subject of the data by its CURIE, IRI or label; None if none has it.

        Of several subjects with the label it is the first by IRI.
        """
        iri = expand(name)
        if iri and self.about([iri]):
            return iri
        found = [each for each in self.files.named(name, _NAMING) if each.startswith("<")]
        return found[0][1:-1] if found else None

    def matched(self, iri: str) -> set[str]:
        """Return the IRIs of a thing of the data and of all that it is an exact match of."""
        found = self.files.matching([(f"<{iri}>", f"<{SKOS}exactMatch>", None)])
        return {iri, *(name[1:-1] for name in found["o"])}


def alters_terms(predicate: str, value: str, *, named: bool = True) -> bool:
    """Tell whether a statement is about terms, rather than a fact about an individual.

    The subject is a blank node if not `named`: then it can be a part of a fact, such as a
    restriction in its type, or an axiom of its own.

    >>> alters_terms(SUBCLASS, "urn:C"), alters_terms(TYPE, "urn:C"), alters_terms(TYPE, _CLASS)
    (True, False, True)
    >>> alters_terms(TYPE, _CLASS, named=False), alters_terms(SUBCLASS, "urn:C", named=False)
    (False, True)
    >>> alters_terms(OWL + "imports", "urn:other")  # the header of a file
    False
    >>> alters_terms(OWL + "sameAs", "urn:b")
    False
    """
    if not named:
        return value in _ALTERING_NODES if predicate == TYPE else predicate in _ALTERING
    if predicate == TYPE:
        return value in (_CLASS, OWL + "Restriction") or "Property" in value
    owl = predicate.startswith(OWL) and predicate not in {*ANNOTATIONS, *_OF_INDIVIDUALS}
    return owl or predicate in _SCHEMA


def _parsed(statements: pl.DataFrame) -> list[ox.Triple]:
    import pyoxigraph as ox

    text = "\n".join(statements["line"])
    return [quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)]
