"""Links between individuals of the data: one table, closed under role inclusions and chains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.chaining.rule_classifier import Chain, RoleInclusion
from aitaxonomy.reasoning.evaluation.frames import frame_of_rows
from aitaxonomy.reasoning.evaluation.transitive import Paths
from aitaxonomy.reasoning.rules.model import SAME, Predicate

if TYPE_CHECKING:
    import polars as pl

_LINK = ["p", "x", "y"]


@dataclass(frozen=True, slots=True)
class NewLinks:
    """New links, and the numbers of their properties."""

    links: pl.LazyFrame
    roles: frozenset[int]
    chains: frozenset[Chain] = frozenset()
    """The chains that gave the links, if chains gave all of them."""


class LinkTable:
    """Links as rows of `p` (the number of a property), `x` and `y`, without duplicates."""

    def __init__(
        self,
        inclusions: Iterable[RoleInclusion],
        chains: Sequence[Chain],
        numbers: Mapping[Predicate, int],
    ) -> None:
        self.numbers = dict(numbers)
        self._parts: list[pl.LazyFrame] = []
        self.sizes: dict[int, int] = {}
        """The number of links of each property."""
        above = _superproperties(inclusions)
        self.transitive = _only_sent_over(chains, above)
        """The transitive properties of which the table has no links that follow from paths."""
        self._chains = [each for each in chains if not self._along_paths(each)]
        self._paths: dict[Predicate, tuple[int, Paths]] = {}
        lifts = [
            (self.number(lower), self.number(upper), int(inverted))
            for lower, found in above.items()
            for upper, inverted in found
        ]
        self._any_inverted = any(inverted for _, _, inverted in lifts)
        self._above: dict[int, set[int]] = defaultdict(set)
        for lower, upper, _ in lifts:
            self._above[lower].add(upper)
        self._lifts = frame_of_rows(["p", "upper", "turned"], lifts) if lifts else None

    def number(self, role: Predicate) -> int:
        """The number of a property, negative for one that the ontology does not declare."""
        return self.numbers.setdefault(role, -1 - len(self.numbers))

    def present(self, role: Predicate) -> bool:
        """Return whether the property has links."""
        return self.numbers.get(role) in self.sizes

    @property
    def table(self) -> pl.LazyFrame | None:
        """All links; None if there are none. The parts are concatenated on access."""
        import polars as pl

        if len(self._parts) > 1:
            self._parts = [pl.concat(self._parts).collect().lazy()]
        return self._parts[0] if self._parts else None

    # --- adding

    def add(self, rows: pl.LazyFrame, roles: Collection[int] | None = None) -> NewLinks | None:
        """Add links (rows of `p`, `x`, `y`), with those of their superproperties.

        `roles` are the numbers of the properties that may occur, None if any may. Returns None if
        no link is new.
        """
        import polars as pl

        possible = (
            None if roles is None else set(roles).union(*(self._above.get(p, ()) for p in roles))
        )
        if self._lifts is not None and (roles is None or any(self._above.get(p) for p in roles)):
            rows = pl.concat([rows, self._lifted(rows, self._lifts)])
        rows = rows.unique()
        table = self.table
        if table is not None:
            rows = rows.join(self._of(table, possible), on=_LINK, how="anti")
        fresh = rows.collect().lazy()
        counted = fresh.group_by("p").agg(pl.len().alias("n"))
        sizes = dict(counted.collect().rows())
        if not sizes:
            return None
        self._append(fresh, sizes)
        return NewLinks(fresh, frozenset(sizes))

    def _append(self, fresh: pl.LazyFrame, sizes: Mapping[int, int]) -> None:
        """Append new links to the table."""
        for p, n in sizes.items():
            self.sizes[p] = self.sizes.get(p, 0) + n
        self._parts.append(fresh)

    def _of(self, links: pl.LazyFrame, roles: Collection[int] | None) -> pl.LazyFrame:
        """The links of some properties; of all for None."""
        import polars as pl

        return links if roles is None else links.filter(pl.col("p").is_in(sorted(roles)))

    def _lifted(self, rows: pl.LazyFrame, lifts: pl.LazyFrame) -> pl.LazyFrame:
        """The links of the superproperties."""
        import polars as pl

        direct = rows.join(lifts, on="p", how="inner")
        one, other = pl.col("x"), pl.col("y")
        if self._any_inverted:
            inverted = pl.col("turned") == 1
            one, other = (
                pl.when(inverted).then(pl.col(b)).otherwise(pl.col(a)) for a, b in ("xy", "yx")
            )
        return direct.select(pl.col("upper").alias("p"), one.alias("x"), other.alias("y"))

    # --- transitive properties

    def _along_paths(self, chain: Chain) -> bool:
        """Return whether a chain states transitivity of a property without spelled-out paths."""
        return chain.transitive and chain.head in self.transitive

    def paths(self, role: Predicate) -> Paths:
        """The paths over the links of a transitive property."""
        p = self.number(role)
        size = self.sizes.get(p, 0)
        if role not in self._paths or self._paths[role][0] != size:
            table = self.table
            assert table is not None
            rows = self._of(table, [p]).select("x", "y").collect()
            self._paths[role] = size, Paths(rows.iter_rows())
        return self._paths[role][1]

    def below(self, role: Predicate) -> list[tuple[Predicate, bool]]:
        """The transitive properties below a property that have links, each with whether inverted.

        The property itself is among them.
        """
        return [
            (lower, inverted)
            for lower, uppers in self.transitive.items()
            if self.present(lower)
            for upper, inverted in uppers
            if upper == role
        ]

    # --- two links end to end

    def chained(self, new_links: NewLinks) -> NewLinks | None:
        """Add the conclusions of chains from two links, at least one of them new."""
        import polars as pl

        table = self.table
        assert table is not None
        used = [chain for chain in self._chains if self._affected(chain, new_links)]
        joined = [rows for chain in used for rows in self._joined(chain, table, new_links)]
        if not joined:
            return None
        added = self.add(pl.concat(joined), {self.number(chain.head) for chain in used})
        return added and replace(added, chains=frozenset(used))

    def _affected(self, chain: Chain, new_links: NewLinks) -> bool:
        roles = {self.number(chain.first), self.number(chain.second)}
        return bool(roles & new_links.roles) and roles <= self.sizes.keys()

    def _joined(self, chain: Chain, old: pl.LazyFrame, new_links: NewLinks) -> list[pl.LazyFrame]:
        """The conclusions of a chain from old and new links, by joins."""
        first, second = self.number(chain.first), self.number(chain.second)
        new = new_links.links
        found = []
        if first in new_links.roles:
            found.append(self._end_to_end(chain, self._of(new, [first]), self._of(old, [second])))
        # If all links are new, one join finds everything. If this chain alone, transitivity, gave
        # the new links, extending them at their ends does: linear evaluation is complete.
        grown = chain.transitive and new_links.chains == {chain}
        if second in new_links.roles and new is not old and not grown:
            found.append(self._end_to_end(chain, self._of(old, [first]), self._of(new, [second])))
        return found

    def _end_to_end(self, chain: Chain, first: pl.LazyFrame, second: pl.LazyFrame) -> pl.LazyFrame:
        """The conclusions of a chain from links of its first and of its second property."""
        import polars as pl

        start, middle = "yx" if chain.first_inverted else "xy"
        again, end = "yx" if chain.second_inverted else "xy"
        both = first.join(second, left_on=middle, right_on=again, how="inner", suffix="_2")
        if chain.distinct:
            both = both.filter(pl.col(start) != pl.col(f"{end}_2"))
        x, y = "yx" if chain.head_inverted else "xy"
        found = both.select(start, f"{end}_2").rename({start: x, f"{end}_2": y})
        return found.with_columns(p=pl.lit(self.number(chain.head), pl.Int64)).select(*_LINK)


def _superproperties(
    inclusions: Iterable[RoleInclusion],
) -> dict[Predicate, list[tuple[Predicate, bool]]]:
    """For each property its superproperties, each with whether it is inverted."""
    direct: dict[Predicate, list[tuple[Predicate, bool]]] = defaultdict(list)
    for lower, upper, inverted in inclusions:
        direct[lower].append((upper, inverted))
    above = {}
    for lower in direct:
        found, queue = {(lower, False)}, [(lower, False)]
        for current, inverted in queue:
            for upper, inverts in direct.get(current, ()):
                reached = upper, inverted != inverts
                if reached not in found:
                    found.add(reached)
                    queue.append(reached)
        above[lower] = queue[1:]
    return above


def _only_sent_over(
    chains: Sequence[Chain], above: Mapping[Predicate, Sequence[tuple[Predicate, bool]]]
) -> dict[Predicate, list[tuple[Predicate, bool]]]:
    """The transitive properties of whose links no other chain makes more, each with those above it.

    Equal individuals take over the links of a path when they take over its first or last one.
    """
    used: set[Predicate] = set()
    for chain in chains:
        parts = {chain.first, chain.second} - {SAME}
        if not chain.transitive and parts != {chain.head}:
            used |= parts
    found = {}
    for chain in chains:
        uppers = [(chain.head, False), *above.get(chain.head, ())]
        if chain.transitive and not any(upper in used for upper, _ in uppers):
            found[chain.head] = uppers
    return found
