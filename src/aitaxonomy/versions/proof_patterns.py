"""Proofs about one thing that prove the same of others, of which the same is stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Set
from functools import cached_property

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.datatypes import contains
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.reasoning.proofs.by_shape import renamed, what_is_fixed

#: How many proofs, and how many things that link to another, are tried.
_TRIED = 60
_Axioms = tuple[ax.Axiom, ...]
_Links = tuple[ax.PropertyAssertion, ...]
_Names = Mapping[str | Literal, str | Literal]


class ProofPattern:
    """The axioms of a proof on a thing, which may prove the same of others.

    Other individuals may take the place of those that no axiom names but facts; so may another
    data value, if it is the only one and is in the same data ranges.
    """

    def __init__(self, axioms: _Axioms, thing: str, value: str) -> None:
        self.axioms, self.thing, self.value = axioms, thing, value
        self.links = tuple(each for each in axioms if isinstance(each, ax.PropertyAssertion))
        fixed, self._ranges = what_is_fixed(axioms)
        self.free = {end for each in self.links for end in (each.subject, each.object)} - fixed
        #: Which axioms are needed, by which of them another version lacks.
        self.needed: dict[tuple[bool, ...], tuple[bool, ...]] = {}

    def alike(self, one: str | Literal, other: str | Literal) -> bool:
        """Return whether the other may take the place of what is free."""
        if isinstance(one, str) or isinstance(other, str):
            return isinstance(one, str) and isinstance(other, str)
        return all(contains(each, one) == contains(each, other) for each in self._ranges)


class ProofPatterns:
    """The patterns that were found so far, and where else their axioms are stated.

    Args:
        axioms: all that is stated.
        facts: the facts in which things that fit are looked for.

    >>> llm, text = ax.Named("urn:LLM"), "urn:text"
    >>> facts = [ax.PropertyAssertion(f"urn:{each}", "urn:generates", text) for each in "ab"]
    >>> patterns = ProofPatterns(frozenset(facts), facts)
    >>> patterns.keep(llm, ProofPattern((facts[0],), "urn:a", ""))
    >>> [axiom.subject for axiom in patterns.stated(llm, "urn:b", "")[1]]
    ['urn:b']
    >>> patterns.stated(llm, "urn:c", "") is None
    True

    """

    def __init__(self, axioms: Set[ax.Axiom], facts: Iterable[ax.Axiom]) -> None:
        self._stated, self._facts = axioms, facts
        self._known: dict[Hashable, list[ProofPattern]] = defaultdict(list)

    def keep(self, of: Hashable, proof: ProofPattern) -> None:
        """Keep a pattern, to be tried first for other things of which the same is asked."""
        self._known[of].insert(0, proof)

    def stated(self, of: Hashable, thing: str, value: str) -> tuple[ProofPattern, _Axioms] | None:
        """Return a kept pattern and its axioms about a thing, if all of these are stated."""
        known = self._known[of]
        for place, proof in enumerate(known[:_TRIED]):
            at_first: _Names = {proof.thing: thing, proof.value: value}
            for names in self._fitting(proof, proof.links, at_first):
                own = tuple(renamed(each, names) for each in proof.axioms)
                if all(each in self._stated for each in own):
                    known.insert(0, known.pop(place))
                    return proof, own
        return None

    def _fitting(self, proof: ProofPattern, links: _Links, names: _Names) -> Iterator[_Names]:
        """Yield the names with which the links of a proof are stated, as far as they tell."""
        link = next((each for each in links if each.subject in names), None)
        if link is None:
            yield from self._fitting_back(proof, links, names)
            return
        rest = tuple(each for each in links if each is not link)
        subject, end = str(names[link.subject]), link.object
        if end in names or end not in proof.free:
            if ax.PropertyAssertion(subject, link.prop, names.get(end, end)) in self._stated:
                yield from self._fitting(proof, rest, names)
            return
        others = (each.object for each in self.values.get((subject, link.prop), ()))
        for other in sorted(others, key=lambda each: each != end):
            if proof.alike(end, other):
                yield from self._fitting(proof, rest, {**names, end: other})

    def _fitting_back(self, proof: ProofPattern, links: _Links, names: _Names) -> Iterator[_Names]:
        """The same for links of which only the end is known: a few things that link there."""
        link = next((x for x in links if x.object in names and x.subject in proof.free), None)
        if link is None:
            yield names
            return
        for other in self._linking.get((link.prop, names[link.object]), ())[:_TRIED]:
            yield from self._fitting(proof, links, {**names, link.subject: other})

    @cached_property
    def values(self) -> dict[tuple[str, str], list[ax.PropertyAssertion]]:
        """The facts with a value, by thing and property."""
        found: dict[tuple[str, str], list[ax.PropertyAssertion]] = defaultdict(list)
        for each in self._facts:
            if isinstance(each, ax.PropertyAssertion):
                found[each.subject, each.prop].append(each)
        return found

    @cached_property
    def _linking(self) -> dict[tuple[str, str | Literal], list[str]]:
        """The things that are linked with another, by property and that other."""
        found: dict[tuple[str, str | Literal], list[str]] = defaultdict(list)
        for (subject, prop), links in self.values.items():
            for each in links:
                found[prop, each.object].append(subject)
        return found
