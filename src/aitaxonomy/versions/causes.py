"""The causes of changed conclusions: what a proof in one version rests on, and the other lacks."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import compress
from typing import NamedTuple

from aitaxonomy.errors import InconsistentOntology
from aitaxonomy.graph.membership import ARTIFACT
from aitaxonomy.inference.inference import Inference
from aitaxonomy.inference.verdict_table import VerdictTable
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.reader import read
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.rdf.ntriples import Triple
from aitaxonomy.reasoning.evaluation.closure import Closure
from aitaxonomy.reasoning.proofs.by_shape import renamed
from aitaxonomy.reasoning.proofs.justification import derive, iris, shrink
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.proofs.render import carrier
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.rules.model import GroundFact, Predicate, member
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth
from aitaxonomy.store.data_files import DataFiles
from aitaxonomy.versions.proof_patterns import ProofPattern, ProofPatterns
from aitaxonomy.versions.version import Version

_FACTS = (ax.ClassAssertion, ax.PropertyAssertion, ax.NegativeAssertion, ax.SameIndividual)
_Axioms = tuple[ax.Axiom, ...]
Link = tuple[str, str, str]
"""A thing, a property and a value, by IRI."""


class SideVerdict(NamedTuple):
    """A thing, a kind, and the verdict; for a link, a property and a value instead of the kind."""

    thing: str
    kind: str
    truth: Truth
    value: str = ""

    @property
    def told(self) -> str:
        """The kind as CURIE; of a link, property and value."""
        return " ".join(map(curie, filter(None, (self.kind, self.value))))


class ChangedStatement(NamedTuple):
    """A statement that one of two versions makes.

    Attributes:
        said: the statement in words.
        pattern: the statement in words, with "it" for the thing that it is about.
        sort: "fact", "convention" or "definition"; "name" if the other version says it by a new
            name.
        triple: the statement that carries it, if one does.

    """

    said: str
    pattern: str
    sort: str
    triple: Triple | None


class Cause(NamedTuple):
    """Why a conclusion changed: what is no longer stated, and what is stated now.

    Attributes:
        gone: the premises of the old proof that the newer version lacks.
        new: the premises of the new proof that the older version lacks.
        confirmed: whether these are all that either proof lacks in the other version, so that the
            conclusion holds again with them put back.

    """

    gone: tuple[ChangedStatement, ...] = ()
    new: tuple[ChangedStatement, ...] = ()
    confirmed: bool = False

    @property
    def tag(self) -> str:
        """The sort of change, such as "fact withdrawn"."""
        sorts = {each.sort for each in (*self.gone, *self.new)}
        if not sorts:
            return "cause not isolated"
        if "definition" in sorts:
            return "definition changed"
        if "convention" in sorts:
            return "convention changed"
        if "fact" not in sorts:
            return "term renamed"
        if not self.new:
            return "fact withdrawn"
        return "fact corrected" if self.gone else "fact added"

    @property
    def pattern(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The cause in words, without the names of the things that it is about."""
        return (
            tuple(sorted({each.pattern for each in self.gone})),
            tuple(sorted({each.pattern for each in self.new})),
        )


@dataclass(frozen=True)
class Change:
    """A conclusion that two versions do not share.

    Attributes:
        thing: the IRI of a thing, or of a class that is or was narrower.
        kind: the IRI of a class, as the older version calls it; of a link, that of a property.
        before: the older verdict.
        after: the newer verdict.
        cause: why it changed.
        known: the known system that it is about, for an entry of a list that was matched with it.
        value: the IRI of what the thing is linked with, for a link.

    """

    thing: str
    kind: str
    before: Truth
    after: Truth
    cause: Cause
    known: str = ""
    value: str = ""

    @property
    def of(self) -> ax.Expression:
        """The kind as an expression; of a link, what has the value."""
        return ax.HasValue(ax.Role(self.kind), self.value) if self.value else ax.Named(self.kind)

    @property
    def told(self) -> str:
        """The kind as CURIE; of a link, property and value."""
        return SideVerdict(self.thing, self.kind, self.after, self.value).told


class Side:
    """One of two versions: its verdicts, and what its proofs rest on.

    Args:
        version: the version.
        data: the data that it concludes about, if any.
        kinds: the kinds that are compared, each with its name in the newer version.
        names: the terms that the other version has by other names, each with that name.
        table: the verdicts on artifacts as they were worked out then, if these are compared.

    Raises:
        InconsistentOntology: the version contradicts itself, or the data contradicts it.

    """

    def __init__(
        self,
        version: Version,
        data: DataFiles | None,
        kinds: Mapping[str, str],
        names: Mapping[str, str],
        table: VerdictTable | None,
    ) -> None:
        self.version, self.kinds, self._data, self._names = version, kinds, data, names
        self._table = table
        self._behind, self._worded = cache(self._reasons), cache(self._in_words)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {**self.version.ontology.labels}

    @cached_property
    def _words(self) -> Words:
        return Words(self._labels)

    @cached_property
    def _inference(self) -> Inference:
        return self.version.inference(self._data)

    @cached_property
    def _closure(self) -> Closure:
        if fault := self._inference.contradiction:
            raise InconsistentOntology(f"{self.version.name}: {fault}", fault.clashes)
        return self._inference.closure()

    @cached_property
    def things(self) -> set[str]:
        """The IRIs of what is concluded about: all individuals, or the subjects of the data."""
        if self._data:
            return {*self._closure.subjects} - self.version.ontology.individuals
        if self._table:
            return self.systems
        return {each for each in self.version.ontology.individuals if not each.startswith("_:")}

    @cached_property
    def systems(self) -> set[str]:
        """The IRIs of the artifacts."""
        return {*(self._table.things if self._table else self._closure.members(ARTIFACT))}

    @cached_property
    def stated(self) -> frozenset[ax.Axiom]:
        """All that is stated, in the data as well."""
        if self._data is None:
            return self.version.stated
        own = read(self._data.triples(), self.version.ontology)
        return self.version.stated.union(own.axioms, own.facts)

    @cached_property
    def links(self) -> dict[Link, bool]:
        """The links that hold, each with whether it follows and is not stated."""
        if self._table:
            return self.version.links
        return {
            (s, prop, o): ax.PropertyAssertion(s, prop, o) not in self.stated
            for prop in self.version.ontology.vocabulary.object_properties
            for s, o in self._closure.values(prop).rows()
            if s in self.things and o in self.named
        }

    @cached_property
    def named(self) -> set[str]:
        """The IRIs of all that links are about."""
        return self.version.named | self.things

    def verdicts(self, kind: str) -> dict[str, Truth]:
        """Return the verdicts on things and a kind; a thing without one is unknown."""
        if self._table:
            found = {thing: self._table.truth(thing, kind) for thing in self._table.things}
            return {thing: truth for thing, truth in found.items() if truth}
        refuted = dict.fromkeys(self._closure.non_members(kind), REFUTED)
        return refuted | dict.fromkeys(self._closure.members(kind), ENTAILED)

    def proof(self, thing: str, kind: str, value: str = "") -> Proof | None:
        """Return the proof of what is concluded on a thing or a class, and a kind, with labels."""
        if value:
            return self._inference.about({thing, value}).why_link(thing, kind, value)
        if thing in self.version.kinds:
            return self.version.terms.subsumes(thing, kind).proof
        return self._inference.verdict(thing, kind, is_class=False).proof

    def premises(self, of: SideVerdict, other: Side) -> _Axioms:
        """Return what a verdict rests on here: nothing for one that is unknown.

        Each axiom of it that the other side does not state is needed.
        """
        if of.truth is UNKNOWN:
            return ()
        if of.thing in self.version.kinds:
            proof = self.proof(of.thing, of.kind)
            return self._stated_for(proof.axioms) if proof else ()
        found = self._patterns.stated((of.kind, of.truth), of.thing, of.value)
        return self._needed(*found, of, other) if found else self._derived(of, other)

    def _derived(self, of: SideVerdict, other: Side) -> _Axioms:
        """Return what a cheapest derivation rests on, and keep it as a pattern."""
        if of.value:
            judge: Reasoner | None = self._inference.about({of.thing, of.value})
        else:
            judge = self._inference.deciding(of.thing, of.kind, of.truth)
        found = self._stated_for(judge.premises(_goal(of)) if judge else ())
        if not found:
            return ()
        proof = ProofPattern(found, of.thing, of.value)
        self._patterns.keep((of.kind, of.truth), proof)
        return self._needed(proof, found, of, other)

    def _needed(self, proof: ProofPattern, own: _Axioms, of: SideVerdict, other: Side) -> _Axioms:
        """Return the premises by a pattern without those that the other side lacks needlessly."""
        lacking = self._lacking(own, other)
        if len(lacking) < 2:
            return own
        places = tuple(each in lacking for each in own)
        if places not in proof.needed:
            shared = [each for each in own if each not in lacking]
            words = self.version.ontology.vocabulary
            few = shrink(lacking, lambda some: derive((*shared, *some), _goal(of), words)[2])
            proof.needed[places] = tuple(each in shared or each in few for each in own)
        return tuple(compress(own, proof.needed[places]))

    def _stated_for(self, axioms: _Axioms) -> _Axioms:
        """Return axioms, and for each that HermiT inferred what it follows from."""
        return tuple(dict.fromkeys(each for axiom in axioms for each in self._behind(axiom)))

    def _reasons(self, axiom: ax.Axiom) -> _Axioms:
        """An axiom, or what it follows from."""
        pair = self.version.inferred.get(axiom)
        proof = self.version.terms.why(*pair) if pair else None
        return proof.axioms if proof else (axiom,)

    def lacks(self, premises: _Axioms, other: Side) -> tuple[ChangedStatement, ...]:
        """Return the premises that the other side does not state, in words.

        If it states all of them, by new or former names, the names are the cause.
        """
        if meant := self._lacking(premises, other):
            return tuple(self._worded(each, "") for each in meant)
        gone = [each for each in premises if each not in other.stated]
        anew = [each for each in premises if renamed(each, self._names) not in other.stated]
        return tuple(self._worded(each, "name") for each in gone or anew)

    def _lacking(self, premises: _Axioms, other: Side) -> list[ax.Axiom]:
        """The premises that the other side does not state, neither as they are nor by its names."""
        gone = (each for each in premises if each not in other.stated)
        return [each for each in gone if renamed(each, self._names) not in other.stated]

    @cached_property
    def _patterns(self) -> ProofPatterns:
        return ProofPatterns(self.stated, self.version.ontology.facts)

    def instead(self, facts: Iterable[ChangedStatement], other: Side) -> Iterator[ChangedStatement]:
        """Yield the values that are stated here instead of those that the other side states."""
        for each in facts:
            if each.sort == "fact" and each.triple:
                for axiom in self._patterns.values.get(each.triple[:2], ()):
                    if axiom not in other.stated:
                        yield self._worded(axiom, "")

    def _in_words(self, axiom: ax.Axiom, sort: str) -> ChangedStatement:
        said = self._words.axiom(axiom)
        triple = self.version.ontology.origin.get(axiom) or carrier(axiom)
        if not isinstance(axiom, _FACTS):
            return ChangedStatement(said, said, sort or "definition", triple)
        sort = sort or ("convention" if triple in self.version.conventional else "fact")
        subject = next(iris(axiom))
        pattern = Words(ChainMap({subject: "it"}, self._labels)).axiom(axiom)
        return ChangedStatement(said, pattern, sort, triple)


def _goal(of: SideVerdict) -> GroundFact:
    """Return the fact that a verdict is about."""
    if of.value:
        return GroundFact(Predicate("role", of.kind), (of.thing, of.value))
    predicate = member(ax.Named(of.kind))
    return GroundFact(predicate if of.truth is ENTAILED else predicate.opposite, (of.thing,))


def cause(old: Side, new: Side, was: SideVerdict, became: SideVerdict) -> Cause:
    """Return why the verdicts on a thing and a kind differ, as either side names these."""
    rested, rests = old.premises(was, new), new.premises(became, old)
    gone, came = old.lacks(rested, new), new.lacks(rests, old)
    told = bool(gone) is (was.truth is not UNKNOWN) and bool(came) is (became.truth is not UNKNOWN)
    stated = old.stated.issuperset(rested) and new.stated.issuperset(rests)
    gone, came = gone or (*old.instead(came, new),), came or (*new.instead(gone, old),)
    return Cause(gone, came, told and stated)
