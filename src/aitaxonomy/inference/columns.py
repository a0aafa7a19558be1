"""What follows from data of any size: the closure on columns, and an excerpt for one thing.

A closure is made when somebody asks for what only it can tell, and once. A verdict about one thing
comes from what it links to, if that decides: what a part entails, the whole entails.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from aitaxonomy.inference.entailments import (
    DENIED_OF,
    NOT_A,
    REFUTED_KINDS,
    TYPE,
    Inference,
    alters_terms,
    as_triples,
    shipped_hierarchy,
    shipped_is_current,
)
from aitaxonomy.owl.axioms import Named
from aitaxonomy.owl.module_extraction import excerpt
from aitaxonomy.rdf.namespaces import PREFIXES, expand, shown
from aitaxonomy.reasoning import ENTAILED, REFUTED, UNKNOWN, Reasoner, Verdict
from aitaxonomy.reasoning.evaluation.derived import lines
from aitaxonomy.reasoning.proofs.inconsistency import contradiction
from aitaxonomy.reasoning.proofs.justification import iris
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact, member
from aitaxonomy.reasoning.rules.unsupported import LeftOut, left_out
from aitaxonomy.store import INFERRED, GraphStore
from aitaxonomy.store.files import DataFiles
from aitaxonomy.store.query_patterns import EVERYTHING, Pattern
from aitaxonomy.store.shipped import shipped_inferences

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph as ox

    from aitaxonomy.reasoning.evaluation.closure import Closure
    from aitaxonomy.store.positions import Places

_OWL = PREFIXES["owl"]
_ARTIFACT = PREFIXES["ait"] + "AIArtifact"
_NAMING = (
    f"<{PREFIXES['rdfs']}label>",
    f"<{PREFIXES['skos']}altLabel>",
    f"<{PREFIXES['skos']}notation>",
)
Watch = Callable[[], AbstractContextManager[Callable[[int], None]]]
"""Is entered while a closure is made; what it gives is told how far that is."""


class LargeInference(Inference):
    """Reasons over the shipped triples with data files that Python should not go through."""

    def __init__(
        self,
        store: GraphStore,
        files: DataFiles,
        places: Places,
        watch: Watch | None = None,
    ) -> None:
        """Take a store of the shipped triples alone."""
        super().__init__(store, (), places)
        self.files = files
        self._watch = watch or _unwatched
        self._closures: dict[frozenset[str], Closure] = {}

    # --- what is reasoned over

    @cached_property
    def adds_facts_only(self) -> bool:
        """Whether the data leaves the terms and everything that is shipped as they are."""
        alters = self._altering or self._named[0] or self._denied
        return shipped_is_current() and not alters

    @cached_property
    def _altering(self) -> list[Pattern]:
        """Patterns of statements in the data that say something about terms."""
        return [
            (None, p, o)
            for p, o, named in self.files.used.rows()
            if alters_terms(p[1:-1], (o or "")[1:-1], named=named)
        ]

    @cached_property
    def _named(self) -> tuple[set[str], set[str]]:
        """The shipped subjects that the data describes, and those that it links to."""
        return self.files.among(self._shipped)

    @cached_property
    def _denied(self) -> set[str]:
        """The shipped subjects of which the data denies something."""
        denials = self.files.matching([(None, f"<{DENIED_OF}>", None)])
        return self._shipped & set(denials["o"])

    @cached_property
    def _shipped(self) -> set[str]:
        """The shipped subjects, in N-Triples."""
        return {str(t.subject) for t in self._triples}

    @cached_property
    def reasoner(self) -> Reasoner:
        """The rules of the terms, with the shipped things that matter to the data."""
        if self.adds_facts_only:
            seeds = {name[1:-1] for name in self._named[1]}
            return self._reason(excerpt(self._triples, seeds))
        stated = self.files.matching(self._altering) if self._altering else None
        more = [] if stated is None else _parsed(stated)
        # A list of members that is stated twice would be two lists.
        more = list(dict.fromkeys([*more, *_parsed(self.files.anonymous())]))
        return self._reason([*self._triples, *more])

    def closure(self, kinds: Iterable[str] = REFUTED_KINDS) -> Closure:
        """Everything that follows, and who is provably none of the kinds."""
        wanted = frozenset(kinds)
        if wanted not in self._closures:
            self._closures[wanted] = self._close(wanted)
        return self._closures[wanted]

    def _close(self, kinds: frozenset[str], *, until_clash: bool = False) -> Closure:
        with self._watch() as told:
            return self.reasoner.closure(
                self.files.paths,
                kinds=sorted(kinds),
                progress=lambda _, done: told(done),
                until_clash=until_clash,
            )

    # --- about one thing

    def find(self, name: str) -> str | None:
        """Return the IRI of a thing of the data by its CURIE, IRI or label; None if there is none.

        Of several things with that label the first by IRI is taken.
        """
        iri = expand(name)
        if iri and self.files.among([f"<{iri}>"])[0]:
            return iri
        found = [each for each in self.files.named(name, _NAMING) if each.startswith("<")]
        return found[0][1:-1] if found else None

    def _linked(self, seeds: Collection[str]) -> list[ox.Triple]:
        """The shipped triples, what the data says of the seeds and of all that they reach.

        Links to the seeds are among them, with nothing else about where they come from, unless it
        is a node that denies something of the seed.
        """
        new = {f"<{seed}>" for seed in seeds}
        links = self.files.matching([(None, None, name) for name in new])
        new |= set(links.filter(links["p"] == f"<{DENIED_OF}>")["s"])
        parts = [links]
        known: set[str] = set()
        while new:
            part = self.files.matching([(name, None, None) for name in new])
            parts.append(part)
            known |= new
            new = {o for o in part["o"] if o.startswith(("<", "_:"))} - known
        return [*self._triples, *dict.fromkeys(each for part in parts for each in _parsed(part))]

    def about(self, seeds: Collection[str]) -> Reasoner:
        """See `Inference.about`."""
        key = frozenset(seeds)
        if key not in self._near:
            self._near[key] = self._reason(excerpt(self._linked(key), key))
        return self._near[key]

    def verdict(
        self, thing: str, kind: str, expected: str, *, is_class: bool, witness: str | None
    ) -> Verdict:
        """See `Inference.verdict`; the whole is asked where the part does not decide.

        Raises `InconsistentOntology` if the statements contradict each other that tell the verdict:
        nobody has gone through all data before, as is done with little data.
        """
        seeds = (witness,) if witness else () if is_class else (thing,)
        judge = self.about(seeds)
        if not (self.adds_facts_only and f"<{thing}>" in self._shipped):
            judge.check()
        found = judge.subsumes(thing, kind) if is_class else judge.verdict(thing, kind)
        if is_class or found.verdict is not UNKNOWN or expected == UNKNOWN:
            return found
        return self._by_the_whole(found)

    def _by_the_whole(self, found: Verdict) -> Verdict:
        """The verdict of the closure, in the place of one that a part left open."""
        thing, kind = found.thing, found.kind
        whole = self.closure(REFUTED_KINDS if kind in REFUTED_KINDS else (*REFUTED_KINDS, kind))
        yes = member(Named(kind))
        for truth, goal in ((ENTAILED, yes), (REFUTED, yes.opposite)):
            if whole.round(GroundFact(goal, (thing,))) is not None:
                found = Verdict(thing, kind, truth, lambda: whole.why(thing, kind), tuple)
                break
        if whole.clashes(limit=1):
            rests_on = {thing, *(iris(found.proof.axioms) if found.proof else ())}
            if any(whole.round(GroundFact(CLASH, (each,))) is not None for each in rests_on):
                self.check()
        return found

    # --- all that follows

    def fill(self, store: GraphStore) -> None:
        """See `Inference.fill`; what follows is brought in when a query can touch it."""
        if self.adds_facts_only:
            store.add(shipped_inferences(), INFERRED)
        else:
            store.set_inferred(self._known())
        store.supply(INFERRED, self.inferred)

    def check(self) -> None:
        """See `Inference.check`: of a contradiction that arose first."""
        kinds = frozenset(REFUTED_KINDS)
        whole = self._closures.get(kinds) or self._close(kinds, until_clash=True)
        proof = self.reasoner.explain_clash_in(whole)
        if proof is None:
            self._closures[kinds] = whole
            return
        # What else the data says of those things, such as their labels, is not in the closure.
        own = self.files.among({f"<{iri}>" for iri in iris(proof.axioms)})[0]
        self.about([name[1:-1] for name in sorted(own)]).check()
        raise contradiction(proof)

    def left_out(self) -> list[LeftOut]:
        """See `Inference.left_out`; what is not declared is counted, not listed one by one."""
        closure, known = self.closure(), self.reasoner
        reason = "not declared as a class, or as a property of such values; used {:,} times"
        undeclared = [
            LeftOut(shown(name[1:-1]), reason.format(uses))
            for name, uses in closure.unknown.items()
        ]
        return [*left_out(known.ontology, closure.program.unsupported, known.locate), *undeclared]

    def _known(self) -> list[ox.Triple]:
        """What is shipped as inferred and holds with this data, too."""
        if self.adds_facts_only:
            return shipped_inferences()
        kept = [*shipped_hierarchy(), *self._new_pairs]
        return as_triples(kept)

    @property
    def _alters_terms(self) -> bool:
        """See `Inference`."""
        return bool(self._altering)

    def count(self, store: GraphStore) -> int:
        """See `Inference.count`; nothing is put into the store for it."""
        known = {tuple(map(str, triple)) for triple in self._known()}
        subjects = list({s for s, _, _ in known})
        total = len(known)
        for frame in self._frames([EVERYTHING]):
            twice = frame.filter(frame["s"].is_in(subjects)).select("s", "p", "o").rows()
            total += frame.height - sum(row in known for row in twice)
        return total

    def inferred(self, patterns: Collection[Pattern]) -> Iterator[bytes]:
        """Give what follows and matches a pattern, as N-Triples (a source of the store)."""
        wanted = [pattern for pattern in patterns if self._may_follow(pattern)]
        yield from map(lines, self._frames(wanted) if wanted else ())

    def _may_follow(self, pattern: Pattern) -> bool:
        """Whether statements of a pattern can follow from facts at all."""
        _, p, o = pattern
        words = self.reasoner.ontology.vocabulary
        if p == f"<{TYPE}>":
            return o is None or o[1:-1] in words.classes
        links = words.object_properties | words.data_properties | {_OWL + "sameAs", NOT_A}
        return p is None or p[1:-1] in links

    def _frames(self, patterns: Collection[Pattern]) -> Iterator[pl.DataFrame]:
        yield from self.closure().inferred(patterns)
        for s, p, o in patterns:
            if p in (None, f"<{NOT_A}>"):
                yield from self._refutations(s, o)

    def _refutations(self, thing: str | None, kind: str | None) -> Iterator[pl.DataFrame]:
        """Which artifacts are provably none of the kinds; `thing` and `kind` are in N-Triples."""
        import polars as pl

        whole = self.closure()
        artifacts = whole.rows(member(Named(_ARTIFACT))).select("x")
        for each in REFUTED_KINDS:
            if kind in (None, f"<{each}>"):
                found = whole.rows(member(Named(each)).opposite)
                frame = found.join(artifacts, on="x", how="semi").select(
                    whole.terms.decode(pl.col("x")).alias("s"),
                    pl.lit(f"<{NOT_A}>").alias("p"),
                    pl.lit(f"<{each}>").alias("o"),
                )
                yield frame if thing is None else frame.filter(pl.col("s") == thing)


@contextmanager
def _unwatched() -> Iterator[Callable[[int], None]]:
    yield lambda _: None


def _parsed(statements: pl.DataFrame) -> list[ox.Triple]:
    import pyoxigraph as ox

    text = "\n".join(statements["line"])
    return [quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)]
