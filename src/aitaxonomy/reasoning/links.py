"""Links between individuals of which neither is a constant: one table, and what follows in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.engines import columns, united
from aitaxonomy.reasoning.rules import Predicate
from aitaxonomy.reasoning.shapes import Chain, Step

if TYPE_CHECKING:
    from aitaxonomy.reasoning.engines import Engine, Frame

_LINK = ["p", "x", "y"]


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
        self.table: Frame | None = None
        self.sizes: dict[int, int] = {}
        """How many links each property has."""
        above = _closed(steps)
        self.longest = max((n for found in above.values() for *_, n in found), default=0)
        """In how many steps a property is at the most below another."""
        lifts = [
            (self.number(lower), self.number(upper), int(turned), n)
            for lower, found in above.items()
            for upper, turned, n in found
        ]
        self._turns = any(turned for _, _, turned, _ in lifts)
        names = ["p", "upper", "turned", "steps"]
        self._lifts = engine.table(columns(names, lifts)) if lifts else None

    def number(self, role: Predicate) -> int:
        """The number of a property; one that the ontology does not declare gets a negative one."""
        return self.numbers.setdefault(role, -1 - len(self.numbers))

    def present(self, role: Predicate) -> bool:
        """Whether there are links of the property."""
        return self.numbers.get(role) in self.sizes

    # --- adding

    def add(self, rows: Frame, round_: int) -> tuple[Frame, Frame] | None:
        """Add links (rows of `p`, `x`, `y`) of a round, with those of properties above.

        What follows step by step comes a round later with every step. Returns what is new of the
        rows, and all that is new; None if nothing is.
        """
        import narwhals as nw

        rows = rows.select(*_LINK, nw.lit(round_, nw.Int64).alias("round"))
        rows = united([rows, *self._lifted(rows)]).group_by(*_LINK).agg(nw.col("round").min())
        if self.table is not None:
            rows = rows.join(self.table, on=_LINK, how="anti")
        fresh, size = self._engine.settle(rows)
        if not size:
            return None
        counted = fresh.group_by("p").agg(nw.len().alias("n"))
        for p, n in self._engine.collect(counted).rows():
            self.sizes[p] = self.sizes.get(p, 0) + n
        whole = [fresh] if self.table is None else [self.table, fresh]
        self.table = fresh if self.table is None else self._engine.settle(united(whole))[0]
        return fresh.filter(nw.col("round") == round_), fresh

    def _lifted(self, rows: Frame) -> list[Frame]:
        """The links of the properties above, as at most one frame."""
        import narwhals as nw

        if self._lifts is None:
            return []
        told = rows.join(self._lifts, on="p", how="inner")
        one, other = nw.col("x"), nw.col("y")
        if self._turns:
            turned = nw.col("turned") == 1
            one, other = (
                nw.when(turned).then(nw.col(b)).otherwise(nw.col(a)) for a, b in ("xy", "yx")
            )
        return [
            told.select(
                nw.col("upper").alias("p"),
                one.alias("x"),
                other.alias("y"),
                (nw.col("round") + nw.col("steps")).alias("round"),
            )
        ]

    # --- two links end to end

    def chained(self, fresh: Frame) -> Frame | None:
        """What chains of two links give, of which at least one is fresh."""
        chains = [c for c in self._chains if self.present(c.first) and self.present(c.second)]
        if not chains or self.table is None:
            return None
        halves = [
            [(i, self.number(c.first), c.first_inverted) for i, c in enumerate(chains)],
            [(i, self.number(c.second), not c.second_inverted) for i, c in enumerate(chains)],
        ]
        found = []
        # Where all links are fresh, either order finds all.
        orders = [(fresh, self.table)] + [(self.table, fresh)] * (fresh is not self.table)
        for first, second in orders:
            left = self._half(first, halves[0], "a")
            right = self._half(second, halves[1], "b")
            found.append(left.join(right, on=["middle", "rule"], how="inner"))
        both = united([each.select("rule", "a", "b") for each in found])
        return self._concluded(both, chains)

    def _half(self, links: Frame, rules: Sequence[tuple[int, int, bool]], end: str) -> Frame:
        """Links as one half of the chains: `rule`, `middle` and the end; turned if so told."""
        import narwhals as nw

        parts = []
        for turned in (False, True):
            wanted = [(rule, number) for rule, number, each in rules if each == turned]
            if wanted:
                table = self._engine.table(columns(["rule", "p"], wanted))
                outer, inner = ("y", "x") if turned else ("x", "y")
                part = links.join(table, on="p", how="inner")
                parts.append(
                    part.select("rule", nw.col(inner).alias("middle"), nw.col(outer).alias(end))
                )
        return united(parts)

    def _concluded(self, both: Frame, chains: Sequence[Chain]) -> Frame:
        """The links that chains conclude."""
        import narwhals as nw

        apart = [i for i, chain in enumerate(chains) if chain.distinct]
        if apart:
            both = both.filter(~nw.col("rule").is_in(apart) | (nw.col("a") != nw.col("b")))
        table = {
            "rule": list(range(len(chains))),
            "p": [self.number(chain.head) for chain in chains],
            "turned": [int(chain.head_inverted) for chain in chains],
        }
        is_turned = nw.col("turned") == 1
        return both.join(self._engine.table(table), on="rule", how="inner").select(
            "p",
            nw.when(is_turned).then(nw.col("b")).otherwise(nw.col("a")).alias("x"),
            nw.when(is_turned).then(nw.col("a")).otherwise(nw.col("b")).alias("y"),
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
