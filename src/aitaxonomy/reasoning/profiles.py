"""What is known of each subject of a closure, with equal ones told apart only once.

In an inventory of a million systems most are known in the same respects. So that what is worked out
for people (the most specific kinds, what is missing) is worked out a few hundred times and not a
million times, each subject gets the number of its profile, the set of features it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aitaxonomy.reasoning import axioms as ax
from aitaxonomy.reasoning.closure import Closure
from aitaxonomy.reasoning.encode import angled, bare
from aitaxonomy.reasoning.rules import CLASH, Predicate, member
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Missing, Truth, Undecided
from aitaxonomy.reasoning.writer import Writer

if TYPE_CHECKING:
    import polars as pl

Feature = tuple[Predicate, str]
"""A kind of which a subject is (or is not) a member, with ""; or a property with one value."""


@dataclass(frozen=True)
class Profile:
    """What subjects have in common: classes and, of some properties, values, by IRI."""

    kinds: tuple[str, ...]
    verdicts: Mapping[str, Truth]
    values: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, tuple[Missing, ...]]
    """For each kind that is undecided, the facts that would decide."""
    contradictory: bool = False
    """Whether contradictory things follow."""


class Profiles:
    """The subjects of a closure's data that are members of a class, each with its profile.

    `also` names individuals that are not of the data and wanted all the same.

    Attributes:
        subjects: a frame with the columns `individual` (IRI) and `profile`, an index into `all`.
        all: the profiles.

    """

    subjects: pl.DataFrame
    all: list[Profile]

    def __init__(
        self,
        closure: Closure,
        ontology: ax.Ontology,
        *,
        among: str,
        kinds: Iterable[str],
        properties: Iterable[str] = (),
        also: Iterable[str] = (),
    ) -> None:
        self._closure, self._also = closure, sorted(also)
        self._kinds, self._properties = tuple(kinds), tuple(properties)
        self._undecided = Undecided(closure.program, Writer(ontology).words)
        found = self._features(among)
        self.subjects, sets = self._grouped(found)
        self.all = [self._profile(each) for each in sets]

    def _named(self) -> list[str]:
        return [
            each.of.iri
            for each in self._closure.predicates()
            if each.kind == "is" and isinstance(each.of, ax.Named) and each.of != ax.THING
        ]

    def _asked(self) -> set[Predicate]:
        """The predicates on which what is missing depends."""
        seen: set[Predicate] = set()

        def note(predicate: Predicate) -> bool:
            seen.add(predicate)
            return False

        for kind in self._kinds:
            self._undecided.missing(member(ax.Named(kind)), note)
        return seen

    def _features(self, among: str) -> list[tuple[Feature, pl.DataFrame]]:
        """Each feature with the column `x` of the subjects that have it."""
        import polars as pl

        closure = self._closure
        wanted = closure.rows(member(ax.Named(among))).select("x")
        also = pl.DataFrame({"x": closure.terms.numbers([angled(iri) for iri in self._also])})
        subjects = pl.concat([closure.subject_numbers, also.cast(pl.UInt32)]).unique()
        self._wanted = wanted = wanted.unique().join(subjects, on="x", how="semi")
        unary = {member(ax.Named(cls)) for cls in self._named()} | self._asked()
        unary |= {member(ax.Named(kind)).opposite for kind in self._kinds} | {CLASH}
        frames = [((each, ""), closure.rows(each)) for each in sorted(unary, key=str)]
        for prop in self._properties:
            predicate = Predicate("role", prop)
            values = closure.rows(predicate).join(wanted, on="x", how="semi")
            for (number,), part in values.partition_by("y", as_dict=True).items():
                frames.append(((predicate, closure.terms.name(int(number))), part))
        return [
            (feature, part.select("x").join(wanted, on="x", how="semi"))
            for feature, part in frames
            if part.height
        ]

    def _grouped(
        self, found: list[tuple[Feature, pl.DataFrame]]
    ) -> tuple[pl.DataFrame, list[set[Feature]]]:
        """Number the sets of features that occur."""
        import polars as pl

        none = pl.DataFrame(schema={"x": pl.UInt32, "feature": pl.UInt32})
        pairs = [
            part.with_columns(feature=pl.lit(index, pl.UInt32))
            for index, (_, part) in enumerate(found)
        ]
        sets = (
            pl.concat([none, *pairs])
            .unique()
            .group_by("x")
            .agg(pl.col("feature").sort().cast(pl.String).str.join(" "))
        )
        distinct = sets.select(pl.col("feature").unique().sort())
        distinct = distinct.with_row_index("profile")
        subjects = self._wanted.join(sets, on="x", how="left").join(distinct, on="feature")
        name = self._closure.terms.decode(pl.col("x")).str.strip_prefix("<").str.strip_suffix(">")
        frame = subjects.select(name.alias("individual"), "profile").sort("individual")
        return frame, [
            {found[int(index)][0] for index in text.split(" ")} for text in distinct["feature"]
        ]

    def _profile(self, features: set[Feature]) -> Profile:
        def holds(predicate: Predicate) -> bool:
            return (predicate, "") in features

        verdicts, missing = {}, {}
        for kind in self._kinds:
            yes = member(ax.Named(kind))
            truth = ENTAILED if holds(yes) else REFUTED if holds(yes.opposite) else UNKNOWN
            verdicts[kind] = truth
            if truth is UNKNOWN:
                missing[kind] = self._undecided.missing(yes, holds)
        named = {p.of.iri for p, _ in features if p.kind == "is" and isinstance(p.of, ax.Named)}
        values = {
            prop: tuple(sorted(bare(v) for p, v in features if p == Predicate("role", prop)))
            for prop in self._properties
        }
        kinds = tuple(sorted(named - {ax.THING.iri}))
        return Profile(kinds, verdicts, values, missing, (CLASH, "") in features)
