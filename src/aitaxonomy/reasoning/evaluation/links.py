"""Links between individuals of which neither is a constant: one table, and what follows in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.chaining.rule_classifier import Chain, Step
from aitaxonomy.reasoning.evaluation.engines import columns, united
from aitaxonomy.reasoning.rules.model import Predicate

if TYPE_CHECKING:
    from aitaxonomy.reasoning.evaluation.engines import Engine, Frame

_LINK = ["p", "x", "y"]
_FEW = 10_000
"""So many links are followed one by one rather than joined."""
_MOST = 100_000
"""So many paths are the most that are found in this way."""


@dataclass(frozen=True, slots=True)
class News:
    """Links that are new, and the properties (numbers) among them."""

    links: Frame
    roles: frozenset[int]
    given: Frame
    """Those of the links that do not follow from others below them."""
    last: int
    """The round in which the last of them arose."""
    chains: frozenset[Chain] = frozenset()
    """The chains that gave all of them, if it was chains."""

    def may_open(self, role: Predicate, *, subject: bool) -> bool:
        """Whether one may be anybody's first link of a property, as its subject or its object."""
        return not self.chains or any((role, subject) in chain.opened for chain in self.chains)


class Links:
    """Links as rows of `p` (number of a property), `x`, `y` and `round`, each link once."""

    def __init__(
        self,
        engine: Engine,
        steps: Iterable[Step],
        chains: Sequence[Chain],
        numbers: Mapping[Predicate, int],
    ) -> None:
        self._engine, self._chains = engine, chains
        self.numbers = dict(numbers)
        self._parts: list[Frame] = []
        self.sizes: dict[int, int] = {}
        """How many links each property has."""
        self._ended: dict[Chain, int] = {}
        """How many links there were when a chain was followed to the end."""
        above = _closed(steps)
        self.longest = max((n for found in above.values() for *_, n in found), default=0)
        """In how many steps a property is at the most below another."""
        lifts = [
            (self.number(lower), self.number(upper), int(turned), n)
            for lower, found in above.items()
            for upper, turned, n in found
        ]
        self._turns = any(turned for _, _, turned, _ in lifts)
        self._above: dict[int, set[int]] = defaultdict(set)
        for lower, upper, _, _ in lifts:
            self._above[lower].add(upper)
        names = ["p", "upper", "turned", "steps"]
        self._lifts = engine.table(columns(names, lifts)) if lifts else None

    def number(self, role: Predicate) -> int:
        """The number of a property; one that the ontology does not declare gets a negative one."""
        return self.numbers.setdefault(role, -1 - len(self.numbers))

    def present(self, role: Predicate) -> bool:
        """Whether there are links of the property."""
        return self.numbers.get(role) in self.sizes

    @property
    def table(self) -> Frame | None:
        """All links; put together when somebody asks."""
        if len(self._parts) > 1:
            self._parts = [self._engine.settle(united(self._parts))]
        return self._parts[0] if self._parts else None

    # --- adding

    def add(self, rows: Frame, round_: int, roles: Collection[int] | None = None) -> News | None:
        """Add links (rows of `p`, `x`, `y`) of a round, with those of properties above.

        What follows step by step comes a round later with every step. `roles` are the properties
        that may occur, if that is known. None if nothing is new.
        """
        import narwhals as nw

        rows = rows.with_columns(nw.lit(round_, nw.Int64).alias("round"))
        may = None if roles is None else set(roles).union(*(self._above.get(p, ()) for p in roles))
        lifted = roles is None or any(self._above.get(p) for p in roles)
        if self._lifts is not None and lifted:
            rows = united([rows, self._lifted(rows, self._lifts)])
            rows = rows.group_by(*_LINK).agg(nw.col("round").min())
        else:
            rows = rows.unique()
        table = self.table
        if table is not None:
            rows = rows.join(self._of(table, may), on=_LINK, how="anti")
        fresh = self._engine.settle(rows)
        counted = fresh.group_by("p").agg(nw.len().alias("n"))
        sizes = dict(self._engine.collect(counted).rows())
        if not sizes:
            return None
        self._enter(fresh, sizes)
        given = fresh.filter(nw.col("round") == round_) if lifted else fresh
        return News(fresh, frozenset(sizes), given, round_ + self.longest)

    def _enter(self, fresh: Frame, sizes: Mapping[int, int]) -> None:
        """Put links that are new into the table."""
        for p, n in sizes.items():
            self.sizes[p] = self.sizes.get(p, 0) + n
        self._parts.append(fresh)

    def _of(self, links: Frame, roles: Collection[int] | None) -> Frame:
        """The links of some properties."""
        import narwhals as nw

        return links if roles is None else links.filter(nw.col("p").is_in(sorted(roles)))

    def _lifted(self, rows: Frame, lifts: Frame) -> Frame:
        """The links of the properties above."""
        import narwhals as nw

        told = rows.join(lifts, on="p", how="inner")
        one, other = nw.col("x"), nw.col("y")
        if self._turns:
            turned = nw.col("turned") == 1
            one, other = (
                nw.when(turned).then(nw.col(b)).otherwise(nw.col(a)) for a, b in ("xy", "yx")
            )
        return told.select(
            nw.col("upper").alias("p"),
            one.alias("x"),
            other.alias("y"),
            (nw.col("round") + nw.col("steps")).alias("round"),
        )

    # --- two links end to end

    def chained(self, news: News, round_: int) -> News | None:
        """Add what chains of two links give, of which at least one is new."""
        table = self.table
        assert table is not None
        paths: dict[Chain, list[tuple[int, int, int]]] = {}
        joined: list[Frame] = []
        used: set[Chain] = set()
        for chain in self._chains:
            if not self._concerned(chain, news):
                continue
            followed = self._followed(chain, table, round_)
            if followed is None:
                joined += self._joined(chain, table, news)
                used.add(chain)
            elif followed:
                paths[chain] = followed
        # No chain goes on from what another gives in the same round: that takes a later one.
        parts = [self._entered(chain, rows) for chain, rows in paths.items()]
        if joined:
            heads = {self.number(chain.head) for chain in used}
            added = self.add(united(joined), round_, heads)
            if added is not None:
                parts.append(replace(added, chains=frozenset(used)))
        return _all_news(parts)

    def _concerned(self, chain: Chain, news: News) -> bool:
        roles = {self.number(chain.first), self.number(chain.second)}
        return bool(roles & news.roles) and roles <= self.sizes.keys()

    def _followed(
        self, chain: Chain, table: Frame, round_: int
    ) -> list[tuple[int, int, int]] | None:
        """What a chain gives to the end, if it only makes paths longer and links are few.

        As rows of `x`, `y` and `round`; None if it does more, or links are many.
        """
        p = self.number(chain.head)
        if not chain.transitive or self._above.get(p) or self.sizes[p] > _FEW:
            return None
        if self._ended.get(chain) == self.sizes[p]:
            return []
        links = self._engine.collect(self._of(table, [p]).select("x", "y")).rows()
        rounds = longer_paths(links, _MOST)
        if rounds is None:
            return None
        self._ended[chain] = self.sizes[p] + sum(map(len, rounds))
        return [(x, y, round_ + n) for n, found in enumerate(rounds) for x, y in sorted(found)]

    def _entered(self, chain: Chain, rows: list[tuple[int, int, int]]) -> News:
        """Add the links that a chain gives, as rows of `x`, `y` and `round`, which are all new."""
        import narwhals as nw

        p = self.number(chain.head)
        table = self._engine.table(columns(["x", "y", "round"], rows))
        fresh = table.with_columns(p=nw.lit(p, nw.Int64)).select(*_LINK, "round")
        self._enter(fresh, {p: len(rows)})
        return News(fresh, frozenset([p]), fresh, rows[-1][2], frozenset([chain]))

    def _joined(self, chain: Chain, old: Frame, news: News) -> list[Frame]:
        """The links that a chain concludes from old and new ones, by joins."""
        first, second = self.number(chain.first), self.number(chain.second)
        new = news.links
        found = []
        if first in news.roles:
            found.append(self._end_to_end(chain, self._of(new, [first]), self._of(old, [second])))
        # Where all links are new, either order finds all; and a path that this chain alone made
        # longer goes on from its end: its first links have been there before.
        grown = chain.transitive and news.chains == {chain}
        if second in news.roles and new is not old and not grown:
            found.append(self._end_to_end(chain, self._of(old, [first]), self._of(new, [second])))
        return found

    def _end_to_end(self, chain: Chain, first: Frame, second: Frame) -> Frame:
        """The links that a chain concludes from links of its two properties."""
        import narwhals as nw

        start, middle = "yx" if chain.first_inverted else "xy"
        again, end = "yx" if chain.second_inverted else "xy"
        both = first.join(second, left_on=middle, right_on=again, how="inner", suffix="_2")
        if chain.distinct:
            both = both.filter(nw.col(start) != nw.col(f"{end}_2"))
        x, y = "yx" if chain.head_inverted else "xy"
        found = both.select(start, f"{end}_2").rename({start: x, f"{end}_2": y})
        return found.with_columns(p=nw.lit(self.number(chain.head), nw.Int64)).select(*_LINK)


def _all_news(parts: Sequence[News]) -> News | None:
    """The news of some chains as one; None if there are none."""
    if len(parts) < 2:
        return parts[0] if parts else None
    return News(
        united([part.links for part in parts]),
        frozenset().union(*(part.roles for part in parts)),
        united([part.given for part in parts]),
        max(part.last for part in parts),
        frozenset().union(*(part.chains for part in parts)),
    )


def _closed(steps: Iterable[Step]) -> dict[Predicate, list[tuple[Predicate, bool, int]]]:
    """For each property those above it, whether turned round, and in how many steps."""
    told: dict[Predicate, list[tuple[Predicate, bool]]] = defaultdict(list)
    for lower, upper, turned in steps:
        told[lower].append((upper, turned))
    above = {}
    for lower in told:
        found = {(lower, False): 0}
        queue = [(lower, False)]
        for current, turned in queue:
            for upper, turns in told.get(current, ()):
                reached = upper, turned != turns
                if reached not in found:
                    found[reached] = found[current, turned] + 1
                    queue.append(reached)
        above[lower] = [(role, turned, n) for (role, turned), n in found.items() if n]
    return above


Pair = tuple[int, int]


def longer_paths(links: Collection[Pair], most: int) -> list[set[Pair]] | None:
    """The pairs that only a path of several links joins, round by round; None if over `most`.

    What a round finds is joined with all that is known before the next: paths double in length.

    >>> [sorted(each) for each in longer_paths([(1, 2), (2, 3), (3, 4), (4, 5)], most=10)]
    [[(1, 3), (2, 4), (3, 5)], [(1, 4), (1, 5), (2, 5)]]
    >>> longer_paths([(1, 2), (2, 3), (3, 4), (4, 5)], most=3) is None
    True
    """
    after: dict[int, set[int]] = defaultdict(set)
    for x, y in links:
        after[x].add(y)
    rounds: list[set[Pair]] = []
    fresh = set(links)
    while True:
        # A path that is new goes on from its end: its first links have been there before.
        fresh = {(x, z) for x, y in fresh if y in after for z in after[y] if z not in after[x]}
        if not fresh:
            return rounds
        most -= len(fresh)
        if most < 0:
            return None
        rounds.append(fresh)
        for x, z in fresh:
            after[x].add(z)
