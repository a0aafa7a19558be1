"""What data files add to the premises: facts of new things alone, or more than that."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

from aitaxonomy.inference.premises import SUBCLASS, SUBPROPERTY, TYPE, Premises
from aitaxonomy.owl.reserved_vocabulary import (
    AXIOM_NODES,
    AXIOMATIC,
    CHARACTERISTICS,
    INSIDE,
    LIST,
)
from aitaxonomy.rdf.namespaces import OWL, RDFS, SKOS, expand
from aitaxonomy.store.files import DataFiles
from aitaxonomy.store.query_patterns import Pattern

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph as ox

_CLASS = OWL + "Class"
_SCHEMA = frozenset((SUBCLASS, SUBPROPERTY, RDFS + "domain", RDFS + "range"))
#: The property that leads from a denial to the thing that it is about.
_DENIED_OF = OWL + "sourceIndividual"
#: What a node without a name can say or be that is no fact; a denial is one of its `_DENIED_OF`.
_ALTERING = (AXIOMATIC - INSIDE - LIST - {OWL + "differentFrom"}) | {OWL + "sameAs"}
_ALTERING_NODES = (AXIOM_NODES | CHARACTERISTICS.keys()) - {OWL + "NegativePropertyAssertion"}
_NAMING = tuple(f"<{name}>" for name in (RDFS + "label", SKOS + "altLabel", SKOS + "notation"))


class Additions:
    """Data files beside the premises that they are added to; there may be none."""

    def __init__(self, files: DataFiles, premises: Premises) -> None:
        self.files = files
        self._premises = premises

    @cached_property
    def facts_only(self) -> bool:
        """Whether the terms, and all that is shipped of things, stay as they are."""
        nothing = not self.files.paths
        return nothing or not (self._altering or self._described or self._denied)

    @cached_property
    def _altering(self) -> list[Pattern]:
        """Patterns of the statements that say something about terms."""
        return [
            (None, p, o)
            for p, o, named in self.files.used.rows()
            if alters_terms(p[1:-1], (o or "")[1:-1], named=named)
        ]

    @property
    def alters_terms(self) -> bool:
        """Whether something is said about terms."""
        return not self.facts_only and bool(self._altering)

    @cached_property
    def _described(self) -> set[str]:
        """The predicates, annotations aside, with which shipped things are described."""
        described, _ = self._shared
        if not described:
            return set()
        found = self.files.matching([(name, None, None) for name in sorted(described)])
        return set(found["p"]) - self._premises.annotations

    @cached_property
    def _shared(self) -> tuple[set[str], set[str]]:
        """The shipped things that the data describes, and those that it links to."""
        return self.files.among(self._premises.subjects)

    @cached_property
    def _denied(self) -> set[str]:
        """The shipped things of which the data denies something."""
        denials = self.files.matching([(None, f"<{_DENIED_OF}>", None)])
        return self._premises.subjects & set(denials["o"])

    @property
    def linked(self) -> set[str]:
        """The IRIs of the shipped things that the data links to."""
        return {name[1:-1] for name in self._shared[1]}

    @cached_property
    def about_terms(self) -> list[ox.Triple]:
        """The statements about terms, and those of nodes without a name, each once.

        A list of members that is stated twice would be two lists.
        """
        if not self.files.paths:
            return []
        stated = _parsed(self.files.matching(self._altering)) if self._altering else []
        return list(dict.fromkeys([*stated, *_parsed(self.files.anonymous())]))

    def reached(self, seeds: Collection[str]) -> list[ox.Triple]:
        """Return what is said of the seeds (IRIs) and of all that they reach.

        Links to the seeds are among it, with nothing else about where they come from, unless it
        is a node that denies something of the seed.
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

    def about(self, iris: Collection[str]) -> set[str]:
        """Return which of some IRIs the data describes."""
        return {name[1:-1] for name in self.files.among({f"<{iri}>" for iri in iris})[0]}

    def find(self, name: str) -> str | None:
        """Return the IRI of a thing of the data by its CURIE, IRI or label; None if there is none.

        Of several things with that label the first by IRI is taken.
        """
        iri = expand(name)
        if iri and self.about([iri]):
            return iri
        found = [each for each in self.files.named(name, _NAMING) if each.startswith("<")]
        return found[0][1:-1] if found else None


def alters_terms(predicate: str, value: str, *, named: bool = True) -> bool:
    """Tell whether a statement says something about terms, or more than a fact of a thing.

    What has no name can be part of a fact, as a restriction is, or an axiom of its own.

    >>> alters_terms(SUBCLASS, "urn:C"), alters_terms(TYPE, "urn:C"), alters_terms(TYPE, _CLASS)
    (True, False, True)
    >>> alters_terms(TYPE, _CLASS, named=False), alters_terms(SUBCLASS, "urn:C", named=False)
    (False, True)
    """
    if not named:
        return value in _ALTERING_NODES if predicate == TYPE else predicate in _ALTERING
    if predicate == TYPE:
        return value in (_CLASS, OWL + "Restriction") or "Property" in value
    owl = predicate.startswith(OWL) and predicate != OWL + "differentFrom"
    return owl or predicate in _SCHEMA


def _parsed(statements: pl.DataFrame) -> list[ox.Triple]:
    import pyoxigraph as ox

    text = "\n".join(statements["line"])
    return [quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)]
