"""The reasoner: verdicts, proofs, subsumption and consistency of an ontology with its facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology, Unread, Vocabulary
from aitaxonomy.owl.reader import TYPE, read
from aitaxonomy.rdf.literal_canonicalization import canonical_term
from aitaxonomy.rdf.ntriples import Triple, bare
from aitaxonomy.rdf.positions.location import Locate, Location
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.chaining.program_table import Prepared
from aitaxonomy.reasoning.evaluation.new_triples import property_of
from aitaxonomy.reasoning.missing import DecidingFacts
from aitaxonomy.reasoning.proofs.by_contradiction import Derived
from aitaxonomy.reasoning.proofs.by_shape import DerivationsByShape, rests_on
from aitaxonomy.reasoning.proofs.derivations import Facts
from aitaxonomy.reasoning.proofs.inconsistency import contradiction, explain
from aitaxonomy.reasoning.proofs.proof import Proof, say
from aitaxonomy.reasoning.proofs.render import ProofWriter
from aitaxonomy.reasoning.proofs.search import Search
from aitaxonomy.reasoning.proofs.single_axioms import one_axiom_each
from aitaxonomy.reasoning.rules.compiler import as_link, compile_ontology
from aitaxonomy.reasoning.rules.model import GroundFact, Predicate, Program, member
from aitaxonomy.reasoning.rules.normal_form import literal
from aitaxonomy.reasoning.rules.omissions import LeftOut, left_out
from aitaxonomy.reasoning.subsumption.consistency import Consistency, clash_of_unnamed
from aitaxonomy.reasoning.subsumption.kinds import SubsumptionVerdicts
from aitaxonomy.reasoning.subsumption.tableau import SOMETHING, Subsumption, nominal_facts
from aitaxonomy.reasoning.verdict import (
    ENTAILED,
    REFUTED,
    UNKNOWN,
    Missing,
    Truth,
    Verdict,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox

    from aitaxonomy.reasoning.evaluation.closure import Closure
    from aitaxonomy.reasoning.evaluation.encode import Encoded
    from aitaxonomy.reasoning.evaluation.run import Progress


class Reasoner:
    """Reasons over an ontology with its facts, in memory; it is immutable.

    Individuals and classes are IRIs as strings. `hierarchy` adds (subclass, superclass) pairs that
    another reasoner inferred; `locate` finds the file and line of a triple, for proofs. An
    individual with a value of the `exemplar_property` is preferred as a witness of what is not
    subsumed. With `prepared` the triples are facts that it `knows`, and all else comes from there.
    `places` are those places of axioms that are known already. Proofs avoid the facts that held
    `formerly` and have ended. Facts of the predicates that it is `supposing` may be added.

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
        prepared: Prepared | None = None,
        places: Mapping[ax.Axiom, Location] | None = None,
        formerly: Collection[ax.Axiom] = (),
        supposing: Collection[Predicate] = (),
    ) -> None:
        context = prepared.ontology if prepared else None
        self.ontology = (
            triples
            if isinstance(triples, Ontology)
            else read(triples, context, exemplar_property=exemplar_property)
        )
        self._prepared = prepared
        self._places = prepared.places if prepared else places
        if prepared:
            self.ontology = prepared.ontology | self.ontology
        self.hierarchy = tuple(prepared.hierarchy if prepared else hierarchy)
        self.locate = locate
        self.exemplar_property = exemplar_property
        self.formerly, self._supposing = formerly, supposing
        self._latest_search: Search | None = None
        self._minimal = DerivationsByShape(self.ontology.vocabulary)

    def with_data(self, triples: Iterable[ox.Triple | ox.Quad]) -> Reasoner:
        """A new reasoner with more statements; this one does not change."""
        triples = list(triples)
        more = read(triples, self.ontology, exemplar_property=self.exemplar_property)
        if self._prepared and not self._prepared.knows(more):
            return self._compiled.with_data(triples)
        if self._prepared:
            more = replace(more, axioms=())  # which are in the program
        found = self._over(self.ontology | more, self._prepared, self._supposing)
        if found.ontology.vocabulary == self.ontology.vocabulary:
            found._minimal = self._minimal
        return found

    @cached_property
    def _compiled(self) -> Reasoner:
        """The same, compiled anew for what goes beyond the terms of the prepared program."""
        return self._over(self.stated, None, self._prepared.kinds if self._prepared else ())

    def _over(
        self, ontology: Ontology, prepared: Prepared | None, supposing: Collection[Predicate]
    ) -> Reasoner:
        """A reasoner that differs from this one in these."""
        return Reasoner(
            ontology,
            hierarchy=self.hierarchy,
            locate=self.locate,
            exemplar_property=self.exemplar_property,
            prepared=prepared,
            places=self._places,
            formerly=self.formerly,
            supposing=supposing,
        )

    @property
    def stated(self) -> Ontology:
        """The ontology with all its axioms, those of a prepared program included."""
        return self._prepared.whole | self.ontology if self._prepared else self.ontology

    # --- the ontology

    @cached_property
    def program(self) -> Program:
        """The ontology as rules."""
        if self._prepared:
            return self._prepared.program_with(self.ontology.facts)
        return compile_ontology(self.ontology, self.hierarchy, supposing=self._supposing)

    @property
    def told(self) -> frozenset[tuple[str, str]]:
        """The pairs (subclass, superclass) of named classes that are stated as they are."""
        return self._prepared.told if self._prepared else self.ontology.told

    @property
    def classes(self) -> tuple[str, ...]:
        """The named classes."""
        return self.program.named

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The triples that are part of no axiom, each with the reason."""
        return self.ontology.unread

    @property
    def unsupported(self) -> tuple[tuple[ax.Axiom, str], ...]:
        """The axioms without a (complete) rule form, each with the reason."""
        return self.program.unsupported

    def left_out(self) -> list[LeftOut]:
        """`unsupported` and `unread` in words, with file and line where these are known."""
        return list(left_out(self.ontology, self.unsupported, self.locate))

    def place(self, axiom: ax.Axiom) -> Location:
        """The place of an axiom, as far as it is known."""
        return self._writer.place(axiom)

    # --- verdicts

    def verdict(self, individual: str, cls: str) -> Verdict:
        """The verdict on whether the individual is a member of the class."""
        found = self._verdict(individual, cls)
        if found.verdict is not UNKNOWN or self.hierarchy:
            return found
        return self._by_tableau(individual, cls) or found

    def _by_tableau(self, individual: str, cls: str) -> Verdict | None:
        """The verdict by values that are not given, and by cases; None where that is unknown."""
        yes = GroundFact(member(ax.Named(cls)), (individual,))
        for truth, goal in ((ENTAILED, yes), (REFUTED, yes.contrary)):
            found = self._cases.attempt((), goal)
            if found is not None:
                heading = say(goal, self._writer.words)
                prove = partial(self._kinds.proof, heading, (), goal, found)
                return Verdict(individual, cls, truth, prove, tuple)
        return None

    def verdicts(
        self, kinds: Iterable[str] | None = None, individuals: Iterable[str] | None = None
    ) -> dict[str, dict[str, Verdict]]:
        """The verdicts by individual (default: all) and by kind (default: all named classes)."""
        wanted = self.classes if kinds is None else tuple(kinds)
        things = sorted(self.ontology.individuals) if individuals is None else list(individuals)
        return {thing: {cls: self._verdict(thing, cls) for cls in wanted} for thing in things}

    def kinds(self, individual: str) -> tuple[str, ...]:
        """The IRIs of the named classes of which the individual is a member."""
        state = self._state
        return tuple(
            cls
            for cls in self.classes
            if state.round(GroundFact(member(ax.Named(cls)), (individual,))) is not None
        )

    def _verdict(self, individual: str, cls: str) -> Verdict:
        state = self._state
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

        def missing_facts() -> tuple[Missing, ...]:
            return () if truth is not UNKNOWN else self._missing(individual, yes.predicate)

        return Verdict(individual, cls, truth, prove, missing_facts)

    def _missing(self, individual: str, kind: Predicate) -> tuple[Missing, ...]:
        state = self._state

        def holds(predicate: Predicate) -> bool:
            return state.round(as_link(GroundFact(predicate, (individual,)))) is not None

        return DecidingFacts(self.program, self._writer.words).missing(kind, holds)

    @cached_property
    def _begun(self) -> Materialization:
        """The facts, and what follows from them as far as it was `run`."""
        if self._prepared:
            return self._prepared.closed(self.ontology.facts)
        return Materialization(self.program)

    @property
    def _state(self) -> Materialization:
        """The closure."""
        self._begun.run()
        return self._begun

    # --- entailments

    def inferred(self) -> Iterator[Triple]:
        """The inferred triples that are not stated: types, links, equalities.

        Subject and predicate are IRIs (or blank nodes), the object an IRI or an N-Triples literal.
        Raises `InconsistentOntology`.
        """
        self.check()
        state = self._state
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
        progress: Progress | None = None,
        sealed: bool = False,
        until_clash: bool = False,
        whole: bool = False,
    ) -> Closure:
        """The closure with data files of any size, on frames; see `evaluation.closure.close`.

        N-Triples is the fastest syntax to read. `whole` says that the files have the facts about
        all individuals that a prepared program leaves out.
        """
        from aitaxonomy.reasoning.evaluation.closure import close

        left_out = self._prepared if whole else None
        return close(
            left_out.program_with(self.ontology.facts, whole=True) if left_out else self.program,
            self.ontology.vocabulary,
            paths,
            recompile=self._with_statements,
            progress=progress,
            sealed=sealed,
            until_clash=until_clash,
        )

    def _with_statements(
        self, statements: Iterable[ox.Quad], encoded: Encoded
    ) -> tuple[Program, Vocabulary]:
        """Program and vocabulary with some statements; counts those that are part of no axiom."""
        more = self.with_data(statements)
        for entry in more.unread[len(self.unread) :]:
            _, prop, value = entry.triple
            name = f"<{value if prop == TYPE and not value.startswith('_:') else prop}>"
            encoded.unknown[name] = encoded.unknown.get(name, 0) + 1
        # Axioms of the data may be known already, and comparing is faster than compiling.
        judge = self if more.ontology.says_the_same_as(self.ontology) else more
        return judge.program, judge.ontology.vocabulary

    # --- proofs

    def why(self, thing: str, kind: str) -> Proof | None:
        """The proof that an individual or a class is, or is not, of a kind; None if unknown."""
        if thing in self.ontology.vocabulary.classes:
            return self.subsumes(thing, kind).proof
        return self.verdict(thing, kind).proof

    def why_link(self, subject: str, prop: str, target: str) -> Proof | None:
        """The proof of a property value, a data value in N-Triples; None if it does not hold."""
        state = self._state
        goal = GroundFact(Predicate("role", prop), (subject, canonical_term(target)))
        return None if state.round(goal) is None else self._proof(state.program, state, goal)

    def premises(self, goal: GroundFact) -> tuple[ax.Axiom, ...]:
        """The axioms of a cheapest derivation of a fact, few but not always a minimal set."""
        state = self._state
        return rests_on(self._search(state.program, state).derivation(goal), state.stated)

    def subsumes(self, sub: str, sup: str) -> Verdict:
        """The verdict on whether every `sub` is a `sup`.

        It is refuted if some individual is provably a `sub` and no `sup`; the proof shows one.
        """
        return self._kinds.verdict(sub, sup)

    def holds(self, thing: str, of: ax.Expression, kind: str) -> Verdict:
        """The verdict on whether a thing, or each member of a class, is what an expression says.

        `kind` is the IRI that the verdict names as its kind.

        >>> cat, dog, tom = ax.Named("urn:Cat"), ax.Named("urn:Dog"), "urn:tom"
        >>> axioms, classes = (ax.DisjointClasses((cat, dog)),), frozenset((cat.iri, dog.iri))
        >>> reasoner = Reasoner(Ontology(axioms, vocabulary=Vocabulary(classes)))
        >>> str(reasoner.holds(cat.iri, ax.Not(dog), dog.iri).verdict)
        'entailed'
        """
        predicate = literal(of)
        if self._prepared and self._prepared.has(predicate):
            program, state = self.program, self._state
        elif self._prepared:
            return self._compiled.holds(thing, of, kind)
        else:
            program = compile_ontology(self.ontology, self.hierarchy, supposing=[predicate])
            state = Materialization(program)
            state.run()
        if thing in self.ontology.vocabulary.classes:
            terms = self._closed_terms(program)
            return self._kinds.verdict_of(thing, predicate, kind, terms, state)
        yes, no = (as_link(GroundFact(p, (thing,))) for p in (predicate, predicate.opposite))
        for truth, goal in ((ENTAILED, yes), (REFUTED, no)):
            if state.round(goal) is not None:
                prove = partial(self._proof, program, state, goal)
                return Verdict(thing, kind, truth, prove, tuple)
        return Verdict(thing, kind, UNKNOWN, lambda: None, tuple)

    def superclasses(self, cls: str) -> tuple[str, ...]:
        """The IRIs of the named superclasses of `cls`, by the rules.

        One tableau finds all of them. `subsumes` finds more where reasoning by cases is needed.
        """
        found = self._kinds.above(cls)
        return tuple(each for each in self.classes if each in found and each != cls)

    def classified(self) -> frozenset[tuple[str, str]]:
        """Pairs (subclass, superclass) of the named classes, by the rules and `hierarchy`.

        Unsatisfiable classes are below owl:Nothing. The result is sound and not complete; see
        `subsumption.kinds`.
        """
        return self._kinds.all()

    def _proof(self, program: Program, facts: Facts, goal: GroundFact) -> Proof:
        """A cheapest proof, from a minimal set of axioms."""
        found: Derived = self._search(program, facts).derivation(goal), facts.stated
        axioms = rests_on(*found)
        # What another reasoner inferred stays as it is; some facts hold without any axiom.
        inferred = any(rule and rule.name.startswith("inferred") for _, (rule, _) in found[0])
        if axioms and not inferred:
            found = self._minimal(axioms, goal)
        else:
            found = one_axiom_each(*found, self.ontology.vocabulary)
        return self._writer.proof(say(goal, self._writer.words), *found)

    def _search(self, program: Program, facts: Facts) -> Search:
        """The proof search in a closure; the latest one is kept with its caches."""
        if self._latest_search is None or self._latest_search.facts is not facts:
            self._latest_search = Search(program, facts, self.formerly)
        return self._latest_search

    # --- consistency

    @cached_property
    def clashes(self) -> tuple[str, ...]:
        """The IRIs of the individuals about which contradictory facts are entailed."""
        return tuple(sorted({fact.terms[0] for fact in self._state.clashes()}))

    def check(self) -> None:
        """Raise `InconsistentOntology`, with a minimal set of conflicting axioms in words."""
        proof = self.explain_clash()
        if proof is not None:
            raise contradiction(proof)

    def explain_clash(self) -> Proof | None:
        """The proof of a contradiction from a minimal set of axioms; None if none is found.

        Values that are not given are included, too, unless a `hierarchy` tells what follows.
        """
        state = self._begun
        state.run(until_clash=True)
        if state.clashes():
            return explain(state, self._writer)
        found = None if self.hierarchy else clash_of_unnamed(state)
        if found is None:
            return None
        return self._kinds.proof("A contradiction", SOMETHING, found[1], found)

    @cached_property
    def consistency(self) -> Consistency:
        """How far the absence of a contradiction proves consistency."""
        if self._prepared:
            return Consistency(*self._prepared.consistent)
        return Consistency.of(self.ontology, self.program, self.locate)

    # --- helpers

    @cached_property
    def _writer(self) -> ProofWriter:
        return ProofWriter(self.ontology, self.locate, places=self._places)

    @cached_property
    def _cases(self) -> Subsumption:
        return Subsumption(self._state)

    @cached_property
    def _kinds(self) -> SubsumptionVerdicts:
        return SubsumptionVerdicts(
            self._writer,
            self.told,
            self.hierarchy,
            lambda: self._state,
            lambda: self._closed_terms(self.program),
        )

    def _closed_terms(self, program: Program) -> Materialization:
        """The closure of the facts about individuals that classes name, with all non-members."""
        if self._prepared:
            return self._prepared.state
        named = {*nominal_facts(self.ontology)}
        facts = {fact: axiom for fact, axiom in program.given.items() if axiom in named}
        state = Materialization(replace(program, given=facts, individuals=()))
        state.run()
        return state
