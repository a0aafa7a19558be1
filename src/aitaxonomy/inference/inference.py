"""Entailments of premises and data files, evaluated on columns for one individual or a million.

The closure is computed once, when it is first needed. The verdict on one individual comes from the
statements about it and about all it is linked with, if these decide it: entailment is monotonic.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import InconsistentOntology
from aitaxonomy.inference.additions import Additions
from aitaxonomy.inference.premises import (
    EXEMPLAR_OF,
    TYPE,
    Premises,
)
from aitaxonomy.owl.axioms import Named
from aitaxonomy.owl.module_extraction import excerpt
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.reader import read
from aitaxonomy.rdf.namespaces import OWL, shown
from aitaxonomy.rdf.positions.location import Locate
from aitaxonomy.reasoning.chaining.program_table import Prepared, written
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.rules.model import member
from aitaxonomy.reasoning.rules.omissions import LeftOut, left_out
from aitaxonomy.reasoning.subsumption.consistency import Consistency
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth, Verdict
from aitaxonomy.store.data_files import DataFiles

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.owl.axioms import Axiom
    from aitaxonomy.rdf.positions.location import Location
    from aitaxonomy.reasoning.evaluation.closure import Closure
    from aitaxonomy.reasoning.evaluation.run import Progress
    from aitaxonomy.reasoning.proofs.proof import Proof

#: How many reasoners over a part of the graph are kept.
_PARTS = 16
Watch = Callable[[], AbstractContextManager[Callable[[int], None]]]
"""The context in which a closure is computed; it gives a function to call with the progress."""


class Inference:
    """Reasons over premises and data files.

    `also` are IRIs of shipped individuals that are included as if the data linked to them. With
    `sealed` nothing is derived from the data about shipped individuals, so that inconsistent data
    does not change the verdicts on these. `watch` follows the progress of a closure.

    >>> from aitaxonomy.inference.content import Content
    >>> inference = Content().inference
    >>> ait = "https://w3id.org/aitaxonomy#"
    >>> of_llm = inference.verdict(ait + "LLM", ait + "GenerativeAI", is_class=True)
    >>> str(of_llm.verdict)
    'entailed'
    """

    def __init__(
        self,
        premises: Premises,
        files: DataFiles | None = None,
        locate: Locate | None = None,
        *,
        also: Collection[str] = (),
        sealed: bool = False,
        watch: Watch | None = None,
    ) -> None:
        self.premises = premises
        self.additions = Additions(files or DataFiles(()), premises)
        self._locate, self._also, self._sealed = locate, frozenset(also), sealed
        self._watch = watch or _no_watch
        self._parts: dict[tuple[frozenset[str] | ox.Triple, ...], Reasoner] = {}
        self._portions: dict[str, frozenset[str]] = {}
        self._closure: Closure | None = None

    @property
    def files(self) -> DataFiles:
        """The data files."""
        return self.additions.files

    def _reason(self, triples: Iterable[ox.Triple]) -> Reasoner:
        return Reasoner(
            triples,
            hierarchy=self.premises.subclasses,
            locate=self._locate,
            exemplar_property=EXEMPLAR_OF,
            formerly=self.premises.former,
        )

    # --- the closure

    @cached_property
    def everything(self) -> Reasoner:
        """A reasoner with all statements in memory, those of the data included."""
        return self._reason([*self.premises.unannotated, *self.files.triples()])

    def program(self, place: Callable[[Axiom], Location] | None = None) -> dict[str, Any]:
        """Return the program of all statements, as JSON; see `program_of`."""
        terms = read(excerpt(self.premises.unannotated, ()))
        return program_of(self.everything, terms.individuals, place)

    @cached_property
    def compiled(self) -> Reasoner:
        """A reasoner with the terms, and with the shipped individuals that the data depends on."""
        needed = self.additions.linked | self._also
        if self.files.paths and (self._sealed or self.additions.facts_only):
            return self._with(needed)
        if self._shipped_facts:
            return self._with(needed | self.additions.described)
        return self._anew if self.files.paths else self.everything

    @cached_property
    def _anew(self) -> Reasoner:
        """A reasoner with what is shipped and what the data says about terms, compiled anew."""
        return self._reason([*self.premises.unannotated, *self.additions.about_terms])

    @property
    def _of_terms(self) -> Reasoner:
        """A reasoner that knows which axioms of the data the rules do not cover."""
        return self._anew if self.additions.alters_terms else self.compiled

    @property
    def _shipped_facts(self) -> list[Path]:
        """The facts about shipped individuals as data, unless their inferences are known.

        With data they are derived again where it says more about some shipped individuals.
        """
        known = self.files.paths and (self._sealed or self.additions.facts_only)
        if known or not self.premises.closed:
            return []
        return [self.premises.facts]

    def closure(self, progress: Progress | None = None) -> Closure:
        """The closure; cached."""
        if self._closure is None:
            self._closure = self._close(progress)
        return self._closure

    def _close(self, progress: Progress | None = None, *, until_clash: bool = False) -> Closure:
        with self._watch() as told:
            return self.compiled.closure(
                [*self._shipped_facts, *self.files.paths],
                progress=progress or (lambda _, done: told(done)),
                sealed=self._sealed,
                until_clash=until_clash,
                whole=bool(self._shipped_facts),
            )

    @property
    def shipped_holds(self) -> bool:
        """Return whether the shipped inferences are complete for shipped individuals."""
        return self.premises.complete and self.additions.facts_only

    # --- about one individual

    def about(self, seeds: Collection[str], kind: str = "") -> Reasoner:
        """Return a reasoner over the terms, the seeds (IRIs), and all they are linked with.

        A `kind` that nothing declares is declared as a class: somebody asks for its members.
        """
        key, declared = frozenset(seeds), self._declaration(kind)
        if (key, *declared) not in self._parts:
            told = [*self.additions.reached(key), *declared]
            self._parts[key, *declared] = self._with(key, told)
            for oldest in [*self._parts][:-_PARTS]:
                del self._parts[oldest]
        return self._parts[key, *declared]

    def _with(self, seeds: Collection[str], told: Iterable[ox.Triple] = ()) -> Reasoner:
        """A reasoner over the terms, shipped individuals (IRIs), and given triples."""
        if self._terms is None:
            own = self.additions.about_terms if self.additions.alters_terms else ()
            stated = dict.fromkeys([*self.premises.unannotated, *told, *own])
            return self._reason(excerpt(stated, seeds))
        return self._joined(self._terms, seeds, told)

    def _joined(
        self, terms: Reasoner, seeds: Collection[str], told: Iterable[ox.Triple]
    ) -> Reasoner:
        """A reasoner over terms with given triples, and with the shipped individuals in them."""
        ends = {str(end) for triple in told for end in (triple.subject, triple.object)}
        named = {end[1:-1] for end in ends if end.startswith("<")}
        return terms.with_data([*self.premises.about({*seeds, *named}), *told])

    @cached_property
    def prepared(self) -> Prepared | None:
        """The program of the terms and of those of the data, if the shipped one is at hand."""
        shipped = self.premises.prepared if self.premises.closed else None
        if shipped is None or not self.additions.alters_terms:
            return shipped
        judge = self._joined(self._over(shipped), (), self.additions.about_terms)
        return Prepared(program_of(judge, judge.ontology.individuals))

    @cached_property
    def _terms(self) -> Reasoner | None:
        """A reasoner over the terms alone, if there is a prepared program of them."""
        return self._over(self.prepared) if self.prepared else None

    def _over(self, prepared: Prepared) -> Reasoner:
        """A reasoner over a prepared program."""
        return Reasoner(
            Ontology(),
            locate=self._locate,
            exemplar_property=EXEMPLAR_OF,
            prepared=prepared,
            formerly=self.premises.former,
        )

    def read_about(self, seeds: Collection[str]) -> Ontology:
        """Return the axioms of the terms, and those about the seeds and what these link to."""
        return self.about(seeds).stated

    def _declaration(self, kind: str) -> tuple[ox.Triple, ...]:
        """The declaration of a kind that neither the premises nor the data declare."""
        import pyoxigraph as ox

        if not kind or not self._is_undeclared(kind):
            return ()
        return (ox.Triple(*map(ox.NamedNode, (kind, TYPE, OWL + "Class"))),)

    def _is_undeclared(self, kind: str) -> bool:
        return kind not in (self._terms or self.compiled).ontology.vocabulary.classes

    def verdict(
        self,
        thing: str,
        kind: str,
        expected: str = "",
        *,
        is_class: bool,
        witnesses: Collection[str] = (),
    ) -> Verdict:
        """Return the verdict with its proof, from a part of the graph if that decides it.

        Args:
            thing: the IRI of an individual or a class.
            kind: the IRI of a class.
            expected: the verdict of the whole graph if it is known, else "".
            is_class: whether the thing is a class.
            witnesses: for a class, members of it that may provably not be of the kind.

        Raises:
            InconsistentOntology: the statements on which the verdict rests contradict each other.

        """
        seeds = witnesses if is_class else (thing,)
        judge = self.about(seeds, kind)
        if self.files.paths and not (self.shipped_holds and f"<{thing}>" in self.premises.subjects):
            judge.check()
        found = judge.subsumes(thing, kind) if is_class else judge.verdict(thing, kind)
        if is_class or found.verdict is not UNKNOWN or expected == UNKNOWN:
            return found
        if self._is_undeclared(kind):
            return found
        near = self._near(thing).verdict(thing, kind)
        return self._by_the_whole(found) if near.verdict is UNKNOWN else near

    def _by_the_whole(self, found: Verdict) -> Verdict:
        """The verdict of the closure, for one that a part of the graph left unknown."""
        self.check()
        thing, kind = found.thing, found.kind
        truth = self.truth(thing, kind)
        if truth is UNKNOWN:
            return found
        return Verdict(thing, kind, truth, lambda: self.why(thing, kind, truth), tuple)

    def why(self, thing: str, kind: str, truth: Truth) -> Proof | None:
        """The proof of the closure's verdict on an individual and a kind; None if it has none."""
        part = self.deciding(thing, kind, truth)
        return part.verdict(thing, kind).proof if part else None

    def deciding(self, thing: str, kind: str, truth: Truth) -> Reasoner | None:
        """The reasoner that gives the closure's verdict from the least data; None if none does.

        That is a part of the data that has the individual, or what is around that.
        """
        parts = chain([self.about(self._portion(thing))], self._around(thing))
        return next((each for each in parts if each.verdict(thing, kind).verdict is truth), None)

    def _portion(self, thing: str) -> frozenset[str]:
        """The individuals that share a reasoner with one: those near it in the data."""
        if thing not in self._portions:
            portion = frozenset((thing, *self.files.near(thing)))
            self._portions |= dict.fromkeys(portion, portion)
        return self._portions[thing]

    def _around(self, thing: str) -> Iterator[Reasoner]:
        """Reasoners over more and more of what is linked with a thing, in either direction."""
        seeds, more = set[str](), {thing}
        while not more <= seeds:
            seeds |= more
            yield self.about(seeds)
            more = self.additions.linked_with(seeds)
        yield self._near(thing)
        yield self.everything

    def _near(self, thing: str) -> Reasoner:
        """A reasoner over a thing and what links to it among what is shipped."""
        return self.about({thing, *self.premises.linking(thing)})

    def truth(self, thing: str, kind: str) -> Truth:
        """Return the verdict of the closure on an individual and a kind, without a proof."""
        whole, yes = self.closure(), member(Named(kind))
        for truth, goal in ((ENTAILED, yes), (REFUTED, yes.opposite)):
            if whole.holds(goal, thing):
                return truth
        return UNKNOWN

    # --- contradictions, and what is not covered

    def check(self) -> None:
        """Raise `InconsistentOntology`, with a minimal set of conflicting statements.

        Of several contradictions it explains the first. The shipped files were checked when their
        inferences were made.
        """
        if not self.files.paths and self.premises.closed:
            return
        if self.contradiction is not None:
            raise self.contradiction.with_traceback(None)

    @cached_property
    def contradiction(self) -> InconsistentOntology | None:
        """The contradiction that the closure finds first, with its statements; None without any."""
        whole = self._closure or self._close(until_clash=True)
        thing = whole.first_clash()
        if thing is None:
            self._closure = whole
            return None
        try:
            for part in self._around(thing):
                part.check()
        except InconsistentOntology as found:
            return found
        raise AssertionError("the rules find in all statements what they find in the closure")

    @property
    def consistency(self) -> Consistency:
        """How far the absence of a contradiction proves consistency."""
        if not self.files.paths and self.premises.complete and self.premises.prepared:
            return Consistency(*self.premises.prepared.consistent)
        return self._of_terms.consistency

    def left_out(self) -> list[LeftOut]:
        """Return the axioms and statements that the rules do not cover, each with the reason.

        For large data, undeclared properties and classes are counted, not listed one by one.
        """
        if not self.files.large:
            return self.everything.left_out()
        closure, known = self.closure(), self._of_terms
        reason = "not declared as a class, or as a property of such values; used {:,} times"
        undeclared = [
            LeftOut(shown(name[1:-1]), reason.format(uses))
            for name, uses in closure.unknown.items()
        ]
        unsupported = dict.fromkeys((*closure.program.unsupported, *known.unsupported))
        return [*left_out(known.ontology, unsupported, known.locate), *undeclared]


def program_of(
    judge: Reasoner, kept: Collection[str], place: Callable[[Axiom], Location] | None = None
) -> dict[str, Any]:
    """Return the program of a reasoner, closed for the kept individuals, as JSON is read back.

    `place` gives the place of an axiom, if not as the ontology's files have it.
    """
    consistency = judge.consistency
    program = written(
        judge.ontology,
        judge.program,
        hierarchy=judge.hierarchy,
        kept=frozenset(kept),
        place=place or judge.place,
        consistent=(consistency.proved_by, consistency.doubts),
    )
    found: dict[str, Any] = json.loads(json.dumps(program))
    return found


@contextmanager
def _no_watch() -> Iterator[Callable[[int], None]]:
    yield lambda _: None
