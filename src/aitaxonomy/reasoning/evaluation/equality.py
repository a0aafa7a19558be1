"""Individuals stated to be equal: one of them stands for all while rules are applied.

Rules then meet one individual instead of n, and none of the n(n - 1) equalities. Its facts hold of
each when facts are read.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from aitaxonomy.rdf.namespaces import OWL
from aitaxonomy.reasoning.evaluation.transitive import MOST_LINKS, too_many
from aitaxonomy.reasoning.rules.model import SAME, Predicate

if TYPE_CHECKING:
    import polars as pl


class Equality:
    """The classes of individuals of the data that statements, rows of `p`, `x` and `y`, equate.

    `same` is the number of owl:sameAs.
    """

    def __init__(self, rows: pl.DataFrame, same: int, constants: int) -> None:
        import polars as pl

        self._rows, self._same, self._constants = rows, same, constants
        stated = rows.lazy().filter(pl.col("p") == same).select("x", "y").collect()
        free = (pl.col("x") >= constants) | (pl.col("y") >= constants)
        self._classes = _components([(x, y) for x, y in stated.filter(free).iter_rows() if x != y])
        classes = [sorted(n for n in each if n >= constants) for each in self._classes]
        table = [(found[0], each) for found in classes if len(found) > 1 for each in found]
        schema = pl.Schema({"x": pl.UInt32, "member": pl.UInt32})
        self.members = pl.DataFrame(table, schema=schema, orient="row")
        """Each representative `x` with each `member` of its class, itself included."""

    def __bool__(self) -> bool:
        return self.members.height > 0

    def contracted(self) -> pl.DataFrame:
        """The statements about the representatives, without those that equate members."""
        import polars as pl

        if not self:
            return self._rows
        one = self.members["x"], self.members["member"]
        rows = self._rows.with_columns(pl.col("x", "y").replace(one[1], one[0])).unique(
            maintain_order=True
        )
        return rows.filter(
            (pl.col("p") != self._same)
            | (pl.col("x") != pl.col("y"))
            | (pl.col("x") < self._constants)
        )

    # --- reading

    def types(self, found: pl.DataFrame) -> pl.DataFrame:
        """The types of all individuals, rows of `x` and `type`, given those of representatives."""
        import polars as pl

        of_all = found.join(self.members, on="x", how="left")
        return of_all.select(pl.coalesce("member", "x").alias("x"), "type")

    def expanded(self, predicate: Predicate, found: pl.DataFrame) -> pl.DataFrame:
        """The facts of all members, given those of representatives.

        Raises:
            TooManyLinks: there are too many links between members.

        """
        import polars as pl

        if not self:
            return found
        schema, ends = found.schema, found.columns
        self._check(predicate, found, ends)
        for name in ends:
            found = found.join(self.members, left_on=name, right_on="x", how="left")
            found = found.with_columns(pl.coalesce("member", name).alias(name)).drop("member")
        whole = found.select(ends).cast(schema)
        return self._with_equalities(whole) if predicate == SAME else whole

    def _check(self, predicate: Predicate, found: pl.DataFrame, ends: list[str]) -> None:
        """Raise an error if there are too many links of members."""
        import polars as pl

        if len(ends) < 2:
            return
        sizes = self.members.group_by("x").len("n")
        count = pl.lit(1, pl.Int64)
        for name in ends:
            found = found.join(sizes.rename({"x": name, "n": f"{name}_n"}), on=name, how="left")
            count = count * pl.col(f"{name}_n").fill_null(1).cast(pl.Int64)
        more = sum(n for n in found.select(count.alias("n"))["n"].to_list() if n > 1)
        if predicate == SAME:
            more += sum(n * (n - 1) for n in sizes["n"].to_list())
        if more > MOST_LINKS:
            raise too_many(OWL + "sameAs" if predicate == SAME else str(predicate.of))

    def _with_equalities(self, found: pl.DataFrame) -> pl.DataFrame:
        """The equalities with those between members, and of members with constants."""
        import polars as pl

        rows = [
            (x, y)
            for each in self._classes
            for x, y in permutations(each, 2)
            if x >= self._constants or y >= self._constants
        ]
        within = pl.DataFrame(rows, schema=found.schema, orient="row")
        return pl.concat([found, within]).unique()


def _components(links: list[tuple[int, int]]) -> list[list[int]]:
    """The connected components of links.

    >>> sorted(sorted(each) for each in _components([(1, 2), (5, 4), (3, 2)]))
    [[1, 2, 3], [4, 5]]
    """
    near: dict[int, list[int]] = {}
    for x, y in links:
        near.setdefault(x, []).append(y)
        near.setdefault(y, []).append(x)
    found, seen = [], set[int]()
    for start in near:
        if start in seen:
            continue
        seen.add(start)
        component = [start]
        for node in component:
            more = [each for each in dict.fromkeys(near[node]) if each not in seen]
            seen.update(more)
            component += more
        found.append(component)
    return found
