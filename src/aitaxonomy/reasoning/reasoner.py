"""The one door to the reasoning engine: an ontology goes in, verdicts and proofs come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology, Unread, Vocabulary
from aitaxonomy.owl.reader import TYPE, read
from aitaxonomy.rdf.literal_canonicalization import canonical_term
from aitaxonomy.rdf.ntriples import Triple, bare
from aitaxonomy.rdf.positions.location import Locate
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.evaluation.derived import property_of
from aitaxonomy.reasoning.proofs.by_contradiction import least
from aitaxonomy.reasoning.proofs.derivations import Facts
from aitaxonomy.reasoning.proofs.inconsistency import contradiction, explain, explain_one
from aitaxonomy.reasoning.proofs.proof import Proof, say
from aitaxonomy.reasoning.proofs.render import Writer
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.rules.compiler import as_link, compile_ontology
from aitaxonomy.reasoning.rules.magic_sets import goal_directed
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact, Predicate, Program, member
from aitaxonomy.reasoning.rules.unsupported import LeftOut, left_out
from aitaxonomy.reasoning.subsumption.kinds import BetweenKinds
from aitaxonomy.reasoning.verdict import (
    ENTAILED,
    REFUTED,
    UNKNOWN,
    Missing,
    Truth,
    Undecided,
    Verdict,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox

    from aitaxonomy.reasoning.evaluation.closure import Closure
    from aitaxonomy.reasoning.evaluation.encode import Encoded
    from aitaxonomy.reasoning.evaluation.engines import Engine
    from aitaxonomy.reasoning.evaluation.run import Progress


class Reasoner:
    """Reasons over an ontology with its facts, in memory; nothing in it changes after creation.

    Individuals and classes are IRIs as strings. `hierarchy` adds (subclass, superclass) pairs that
    another reasoner inferred; `locate` finds file and line of a triple for proofs; what has a value
    of the `exemplar_property` is preferred as a witness of what is not subsumed.

    >>> import pyoxigraph as ox
    >>> text = '''@prefix owl: <http://www.w3.org/2002/07/owl#> .
    ... @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    ... <urn:Pet> a owl:Class . <urn:Cat> a owl:Class ; rdfs:subClassOf <urn:Pet> .
    ... <urn:felix> a owl:NamedIndividual , <urn:Cat> .'''
    >>> reasoner = Reasoner(ox.parse(text, format=ox.RdfFormat.TURTLE))
    >>> bool(reasoner.verdict("urn:felix", "urn:Pet"))
    True
    >>> print(reasoner.why("urn:felix", "urn:Pet"))  # doctest: +ELLIPSIS
    urn:felix is a urn:Pet:
      1. Urn:felix is a urn:Cat (stated).
      2. Urn:felix is a urn:Pet (from 1: subclass).
         by: Every urn:Cat is a urn:Pet
    """

    def __init__(
        self,
        triples: Iterable[ox.Triple | ox.Quad] | Ontology,
        *,
        hierarchy: Iterable[tuple[str, str]] = (),
        locate: Locate | None = None,
        exemplar_property: str = "",
    ) -> None:
        self.ontology = (
            triples
            if isinstance(triples, Ontology)
            else read(triples, exemplar_property=exemplar_property)
        )
        self.hierarchy = tuple(hierarchy)
        self.locate = locate
        self.exemplar_property = exemplar_property
        self._states: dict[frozenset[str], Materialization] = {}
        self._searched: Search | None = None

    def with_data(
        self, triples: Iterable[ox.Triple | ox.Quad], *, locate: Locate | None = None
    ) -> Reasoner:
        """A new reasoner with more statements; this one stays as it is."""
        more = read(triples, self.ontology, exemplar_property=self.exemplar_property)
        return Reasoner(
            self.ontology | more,
            hierarchy=self.hierarchy,
            locate=locate or self.locate,
            exemplar_property=self.exemplar_property,
        )

    # --- what was understood

    @cached_property
    def program(self) -> Program:
        """The ontology as rules."""
        return compile_ontology(self.ontology, self.hierarchy)

    @property
    def classes(self) -> tuple[str, ...]:
        """The named classes."""
        return self.program.named

    @property
    def unread(self) -> tuple[Unread, ...]:
        """Statements without a reading in the supported part of OWL 2, each with the reason."""
        return self.ontology.unread

    @property
    def unsupported(self) -> tuple[tuple[ax.Axiom, str], ...]:
        """Axioms without a (complete) rule form, each with the reason."""
        return self.program.unsupported

    def left_out(self) -> list[LeftOut]:
        """Both of these in words, with file and line where they are known."""
        return list(left_out(self.ontology, self.unsupported, self.locate))

    # --- verdicts

    def verdict(self, individual: str, cls: str) -> Verdict:
        """Whether the individual is a member of the class: entailed, refuted or unknown."""
        return self._verdict(self._state([cls]), individual, cls)

    def verdicts(
        self, kinds: Iterable[str] | None = None, individuals: Iterable[str] | None = None
    ) -> dict[str, dict[str, Verdict]]:
        """Verdicts of individuals (default: all) for kinds (default: all named classes)."""
        wanted = self.classes if kinds is None else tuple(kinds)
        state = self._state(wanted)
        things = sorted(self.ontology.individuals) if individuals is None else list(individuals)
        return {
            thing: {cls: self._verdict(state, thing, cls) for cls in wanted} for thing in things
        }

    def kinds(self, individual: str) -> tuple[str, ...]:
        """The named classes of which the individual is a member, by IRI."""
        state = self._state(())
        return tuple(
            cls
            for cls in self.classes
            if state.round(GroundFact(member(ax.Named(cls)), (individual,))) is not None
        )

    def _verdict(self, state: Materialization, individual: str, cls: str) -> Verdict:
        yes = GroundFact(member(ax.Named(cls)), (individual,))
        no = GroundFact(yes.predicate.opposite, (individual,))
        truth: Truth = UNKNOWN
        if state.round(yes) is not None:
            truth = ENTAILED
        elif state.round(no) is not None:
            truth = REFUTED
        goal = yes if truth is ENTAILED else no

        def prove() -> Proof | None:
            return None if truth is UNKNOWN else self._proof(state.program, state, goal)

        def miss() -> tuple[Missing, ...]:
            return () if truth is not UNKNOWN else self._missing(individual, yes.predicate)

        return Verdict(individual, cls, truth, prove, miss)

    def _missing(self, individual: str, kind: Predicate) -> tuple[Missing, ...]:
        state = self._state(self.classes)

        def holds(predicate: Predicate) -> bool:
            return state.round(as_link(GroundFact(predicate, (individual,)))) is not None

        return Undecided(self.program, self._writer.words).missing(kind, holds)

    def _state(self, kinds: Iterable[str], *, until_clash: bool = False) -> Materialization:
        """The closure in which the kinds are refuted wherever they can be."""
        wanted = frozenset(kinds)
        state = next((found for known, found in self._states.items() if wanted <= known), None)
        if state is None:
            state = Materialization(goal_directed(self.program, sorted(wanted)))
            self._states[wanted] = state
        state.run(until_clash=until_clash)
        return state

    # --- what follows

    def inferred(self) -> Iterator[Triple]:
        """The triples that follow and are not stated: types, links, equalities.

        Subject and predicate are IRIs (or blank nodes), the object an IRI or an N-Triples literal.
        """
        self.check()
        state = self._state(())
        for predicate in state.predicates():
            name = property_of(predicate)
            if name is None:
                continue
            for terms, _ in state.rows(predicate):
                if state.stated(GroundFact(predicate, terms)) is None:
                    target = predicate.of.iri if isinstance(predicate.of, ax.Named) else terms[1]
                    yield terms[0], bare(name), target

    def closure(
        self,
        paths: Iterable[str | Path] = (),
        *,
        kinds: Iterable[str] | None = None,
        engine: str | Engine = "polars",
        progress: Progress | None = None,
        sealed: bool = False,
        until_clash: bool = False,
    ) -> Closure:
        """The closure with data files of any size, on frames (N-Triples is the fastest to read).

        `kinds` are the classes for which non-members are wanted as well; for these, `sealed` and
        `until_clash` see `close`.
        """
        from aitaxonomy.reasoning.evaluation.closure import close

        return close(
            self.program,
            self.ontology.vocabulary,
            paths,
            recompile=self._with_statements,
            kinds=None if kinds is None else tuple(kinds),
            engine=engine,
            progress=progress,
            prove=self._proof,
            sealed=sealed,
            until_clash=until_clash,
        )

    def _with_statements(
        self, statements: Iterable[ox.Quad], encoded: Encoded
    ) -> tuple[Program, Vocabulary]:
        """Program and vocabulary with some statements; what has no reading is counted."""
        more = self.with_data(statements)
        for entry in more.unread[len(self.unread) :]:
            _, prop, value = entry.triple
            name = f"<{value if prop == TYPE and not value.startswith('_:') else prop}>"
            encoded.unknown[name] = encoded.unknown.get(name, 0) + 1
        # To compile takes longer than to compare, and axioms of the data may be known already.
        judge = self if more.ontology.says_the_same_as(self.ontology) else more
        return judge.program, judge.ontology.vocabulary

    # --- proofs

    def why(self, thing: str, kind: str) -> Proof | None:
        """The proof that a thing (an individual or a class) is, or is not, of a kind."""
        if thing in self.ontology.vocabulary.classes:
            return self.subsumes(thing, kind).proof
        return self.verdict(thing, kind).proof

    def why_link(self, subject: str, prop: str, target: str) -> Proof | None:
        """The proof of a property value; a data value is given in N-Triples."""
        state = self._state(())
        goal = GroundFact(Predicate("role", prop), (subject, canonical_term(target)))
        return None if state.round(goal) is None else self._proof(state.program, state, goal)

    def subsumes(self, sub: str, sup: str) -> Verdict:
        """Whether every `sub` is a `sup`.

        Refuted means that something is provably a `sub` and no `sup`; the proof shows it.
        """
        return self._kinds.verdict(sub, sup)

    def superclasses(self, cls: str) -> tuple[str, ...]:
        """The named classes that every member of `cls` belongs to by the rules, by IRI.

        One run answers for all of them. `subsumes` finds more where a union must be taken apart.
        """
        found = self._kinds.above(cls)
        return tuple(each for each in self.classes if each in found and each != cls)

    def classified(self) -> frozenset[tuple[str, str]]:
        """Pairs (narrower, wider) of the named classes by the rules and the given hierarchy.

        What can have no member is below owl:Nothing. Nothing that is found is wrong; what takes
        telling cases apart may be missing.
        """
        return self._kinds.all()

    def _proof(self, program: Program, facts: Facts, goal: GroundFact) -> Proof:
        """A shortest proof, on as few axioms as will do."""
        heading = say(goal, self._writer.words)
        first = self._search(program, facts).derivation(goal)
        proof = self._writer.proof(heading, first, facts.stated)
        if any(
            step.rule is not None and step.rule.name.startswith("inferred") for step in proof.steps
        ):
            return proof
        if not proof.axioms:
            return proof  # What holds of everything rests on nothing.
        steps, stated = least(proof.axioms, goal, self.ontology.vocabulary)
        return self._writer.proof(heading, steps, stated)

    def _search(self, program: Program, facts: Facts) -> Search:
        """The search in a closure; asked of one again and again, it remembers what it looked up."""
        if self._searched is None or self._searched.facts is not facts:
            self._searched = Search(program, facts)
        return self._searched

    # --- consistency

    @cached_property
    def clashes(self) -> tuple[str, ...]:
        """The individuals of which contradictory things follow."""
        return tuple(sorted({fact.terms[0] for fact in self._state(self.classes).clashes()}))

    def check(self) -> None:
        """Raise `InconsistentOntology`, with the smallest set of clashing axioms in words."""
        proof = self.explain_clash()
        if proof is not None:
            raise contradiction(proof)

    def explain_clash(self) -> Proof | None:
        """The proof of a contradiction on a minimal set of axioms; None if there is none."""
        # With all denials: some contradictions are between a member and a denial.
        state = self._state(self.classes, until_clash=True)
        return explain(state, self._writer) if state.clashes() else None

    def explain_clash_in(self, closure: Closure) -> Proof | None:
        """The same of a closure with data files: of a contradiction that arose first."""
        found = closure.rows(CLASH).sort("round", "x").head(1)
        for (thing,) in found.select(closure.terms.bare("x")).rows():
            goal = GroundFact(CLASH, (thing,))
            return explain_one(goal, closure.program, closure, self._writer)
        return None

    # --- helpers

    @cached_property
    def _writer(self) -> Writer:
        return Writer(self.ontology, self.locate)

    @cached_property
    def _kinds(self) -> BetweenKinds:
        return BetweenKinds(self._writer, self.hierarchy, self._state)
