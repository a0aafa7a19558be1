"""Profiles: the subjects of a closure grouped by their kinds, verdicts and values.

Most of the systems in an inventory of a million have the same features. Each subject gets the
number of its profile, the set of these features, so that results (the most specific kinds, the
missing facts) are computed for some hundred profiles and not for a million subjects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.rdf.ntriples import angled, bare
from aitaxonomy.reasoning.chaining.type_features import bits_of, ones
from aitaxonomy.reasoning.evaluation.closure import Closure
from aitaxonomy.reasoning.missing import DecidingFacts
from aitaxonomy.reasoning.proofs.render import ProofWriter
from aitaxonomy.reasoning.rules.compiler import as_link
from aitaxonomy.reasoning.rules.model import CLASH, GroundFact, Predicate, member
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Missing, Truth

if TYPE_CHECKING:
    import polars as pl

_ANYONE = "_:?anyone"
"""A name that no individual of a graph can have."""
Feature = tuple[Predicate, str]
"""A kind with "" (or its opposite, for a non-member), or a property with one of its values."""


@dataclass(frozen=True)
class Profile:
    """The features that subjects share: classes, verdicts, and values of properties, by IRI."""

    kinds: tuple[str, ...]
    verdicts: Mapping[str, Truth]
    values: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, tuple[Missing, ...]]
    """For each kind with the verdict unknown, the facts that would decide it."""
    contradictory: bool = False
    """`True` if the closure has a contradiction about the subjects."""


class Profiles:
    """The subjects of a closure's data that are members of the class `among`, with their profiles.

    `also` are the IRIs of further individuals to include, which are not subjects in the data.

    Attributes:
        subjects: a frame with the columns `individual` (IRI) and `profile`, an index into `all`.
        all: the profiles.

    """

    subjects: pl.DataFrame
    all: list[Profile]

    def __init__(
        self,
        closure: Closure,
        ontology: Ontology,
        *,
        among: str,
        kinds: Iterable[str],
        properties: Iterable[str] = (),
        also: Iterable[str] = (),
    ) -> None:
        import polars as pl

        self._closure, self._also = closure, sorted(also)
        self._kinds, self._properties = tuple(kinds), tuple(properties)
        self._undecided = DecidingFacts(closure.program, ProofWriter(ontology).words)
        numbers, sets = self._numbered(among)
        name = closure.terms.decode(pl.col("x")).str.strip_prefix("<").str.strip_suffix(">")
        self.subjects = numbers.select(name.alias("individual"), "profile").sort("individual")
        self.all = [self._profile(each) for each in sets]

    def _named(self) -> list[str]:
        return [
            each.of.iri
            for each in self._closure.predicates()
            if each.kind == "is" and isinstance(each.of, ax.Named) and each.of != ax.THING
        ]

    def _asked(self) -> set[Predicate]:
        """The predicates on which the missing facts depend."""
        seen: set[Predicate] = set()

        def note(predicate: Predicate) -> bool:
            seen.add(predicate)
            return False

        for kind in self._kinds:
            self._undecided.missing(member(ax.Named(kind)), note)
        return seen

    def _features(self) -> list[tuple[Feature, int]]:
        """Each feature with the bit set of its bearers, as in `Closure.bearers`."""
        closure = self._closure
        unary = {member(ax.Named(cls)) for cls in self._named()} | self._asked()
        unary |= {member(ax.Named(kind)).opposite for kind in self._kinds} | {CLASH}
        roles = [Predicate("role", prop) for prop in self._properties]
        found = [
            ((each, "" if value is None else closure.terms.name(value)), who)
            for each in (*sorted(unary, key=str), *roles)
            for value, who in closure.bearers(each).items()
        ]
        return found + [
            ((each, ""), closure.bearers(link.predicate).get(closure.terms.number(value), 0))
            for each in sorted(unary, key=str)
            for link, value in self._as_links(each)
        ]

    @staticmethod
    def _as_links(predicate: Predicate) -> Iterator[tuple[GroundFact, str]]:
        """The link by which a closure represents membership in a value restriction."""
        link = as_link(GroundFact(predicate, (_ANYONE,)))
        if link.predicate != predicate and link.terms[0] == _ANYONE:
            yield link, angled(link.terms[1])

    def _numbered(self, among: str) -> tuple[pl.DataFrame, list[frozenset[Feature]]]:
        """The members of a class: rows of `x` and `profile`; and the features of each profile.

        The features of a type are looked up once for all its individuals.
        """
        import polars as pl

        closure, found = self._closure, self._features()
        types = closure.individual_types().join(closure.subject_numbers, on="x", how="semi")
        named = closure.terms.numbers([angled(iri) for iri in self._also])
        constants = {*closure.subject_numbers["x"].to_list()[: closure.constants], *named}
        used = types["type"].unique().to_list()
        bearers = bits_of([each for each in constants if each < closure.constants])
        bearers |= bits_of(used) << closure.constants
        bearers &= closure.bearers(member(ax.Named(among))).get(None, 0)
        keys = dict.fromkeys(ones(bearers), 0)
        for index, (_, who) in enumerate(found):
            for bearer in ones(who & bearers):
                keys[bearer] |= 1 << index
        numbers: dict[int, int] = {}
        table = [(each, numbers.setdefault(key, len(numbers))) for each, key in keys.items()]
        schema = pl.Schema({"bearer": pl.UInt32, "profile": pl.UInt32})
        profiles = pl.DataFrame(table, schema=schema, orient="row")
        number = (pl.col("type") + closure.constants).cast(pl.UInt32)
        alike = types.select("x", bearer=number).join(profiles, on="bearer")
        fixed = profiles.filter(pl.col("bearer") < closure.constants)
        subjects = pl.concat(
            [alike.select("x", "profile"), fixed.select(pl.col("bearer").alias("x"), "profile")]
        )
        sets = [frozenset(found[index][0] for index in ones(key)) for key in numbers]
        return self._with_own_values(subjects, sets)

    def _with_own_values(
        self, subjects: pl.DataFrame, sets: list[frozenset[Feature]]
    ) -> tuple[pl.DataFrame, list[frozenset[Feature]]]:
        """Split profiles by the values that are individuals of the data, not constants."""
        import polars as pl

        closure = self._closure
        roles = [Predicate("role", prop) for prop in self._properties]
        more: dict[tuple[int, int], set[Feature]] = defaultdict(set)
        for role in filter(closure.has_other_values, roles):
            rows = closure.rows(role).join(subjects, on="x").select("x", "profile", "y")
            for x, profile, y in rows.iter_rows():
                more[x, profile].add((role, closure.terms.name(y)))
        numbers = {features: number for number, features in enumerate(sets)}
        table = [
            (x, numbers.setdefault(sets[profile] | features, len(numbers)))
            for (x, profile), features in more.items()
        ]
        own = pl.DataFrame(table, schema=subjects.schema, orient="row")
        rest = subjects.join(own, on="x", how="anti")
        return pl.concat([rest, own]), list(numbers)

    def _profile(self, features: frozenset[Feature]) -> Profile:
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
