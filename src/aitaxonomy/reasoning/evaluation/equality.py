"""Individuals stated to be equal: one of them stands for all while rules are applied.

Rules then meet one individual instead of n, and none of the n(n - 1) equalities. Its facts hold of
each when facts are read. There every fact that equality gives is later than the equalities, and
every other derived fact later still, so that a proof can go backward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.namespaces import OWL
from aitaxonomy.rdf.ntriples import angled
from aitaxonomy.reasoning.evaluation.load import PropertyNumbers
from aitaxonomy.reasoning.evaluation.term_dictionary import TermDictionary
from aitaxonomy.reasoning.evaluation.transitive import MOST_LINKS, Paths, too_many
from aitaxonomy.reasoning.rules.model import SAME, UNIVERSAL, Predicate

if TYPE_CHECKING:
    import polars as pl


class Equality:
    """The classes of individuals of the data that statements, rows of `p`, `x` and `y`, equate."""

    def __init__(
        self, rows: pl.DataFrame, numbers: PropertyNumbers, terms: TermDictionary, constants: int
    ) -> None:
        import polars as pl

        self._rows, self._numbers, self._terms = rows, numbers, terms
        self._roles = {role: number for number, role in numbers.roles.items()}
        self._constants = constants
        stated = rows.lazy().filter(pl.col("p") == self._roles[SAME]).select("x", "y").collect()
        free = (pl.col("x") >= constants) | (pl.col("y") >= constants)
        links = [(x, y) for x, y in stated.filter(free).iter_rows() if x != y]
        self._links = links
        classes = [sorted(n for n in each if n >= constants) for each in _components(links)]
        table = [(found[0], each) for found in classes if len(found) > 1 for each in found]
        schema = pl.Schema({"x": pl.UInt32, "member": pl.UInt32})
        self.members = pl.DataFrame(table, schema=schema, orient="row")
        """Each representative `x` with each `member` of its class, itself included."""
        most = max((len(each) for each in classes), default=0)
        self._first_round = 4 + most.bit_length()
        """The round of facts that equality gives: later than all equalities of members."""

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
            (pl.col("p") != self._roles[SAME])
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
        schema, ends = found.schema, [name for name in found.columns if name != "round"]
        self._check(predicate, found, ends)
        number, shift = pl.col("round").cast(pl.Int64), self._first_round + 1
        later = found.with_columns(pl.when(pl.col("round") > 0).then(number + shift).otherwise(0))
        for name in ends:
            later = later.join(self.members, left_on=name, right_on="x", how="left").rename(
                {"member": f"{name}_member"}
            )
        names = {name: pl.coalesce(f"{name}_member", name) for name in ends}
        if len(ends) > 1:
            # What links an individual with itself links it with its equals one step later.
            apart = (pl.col("x") == pl.col("y")) & (names["x"] != names["y"])
            step = (apart & (pl.col("round") > 0)).cast(pl.Int64)
            later = later.with_columns(pl.col("round") + step)
        equal = pl.any_horizontal(pl.col(f"{name}_member").is_not_null() for name in ends)
        first = pl.col("round") == 0
        of_members = later.filter(equal & first).select(
            *(names[n].alias(n) for n in ends),
            *(pl.col(n).alias(f"{n}_one") for n in ends),
            "round",
        )
        rest = later.filter(~(equal & first)).select(*(names[n].alias(n) for n in ends), "round")
        if predicate not in UNIVERSAL:
            of_members = self._dated(predicate, of_members, ends)
        whole = pl.concat([part.select(*ends, "round").cast(schema) for part in (rest, of_members)])
        return self._with_equalities(whole) if predicate == SAME else whole

    def _dated(self, predicate: Predicate, found: pl.DataFrame, ends: list[str]) -> pl.DataFrame:
        """The rounds of what is stated of some member: 0 for that one, later for the others."""
        import polars as pl

        stated = self._stated(predicate)
        found = found.join(stated.with_columns(here=True), on=ends, how="left")
        late = pl.lit(self._first_round)
        if len(ends) > 1:
            # Equality replaces one end of a link at a time.
            by_one = (
                stated.with_columns(
                    y_one=pl.col("y").replace(self.members["member"], self.members["x"])
                )
                .select("x", "y_one", half=True)
                .unique()
            )
            found = found.join(by_one, on=["x", "y_one"], how="left")
            late = pl.when(pl.col("half").is_null()).then(late + 1).otherwise(late)
        return found.with_columns(round=pl.when("here").then(0).otherwise(late))

    def _stated(self, predicate: Predicate) -> pl.DataFrame:
        """The terms of the statements with a predicate."""
        import polars as pl

        of_predicate = pl.col("p") == self._roles.get(predicate, self._numbers.type)
        if predicate in self._roles:
            return self._rows.filter(of_predicate).select("x", "y").unique()
        name = angled(predicate.of.iri) if isinstance(predicate.of, ax.Named) else ""
        if predicate.kind != "is" or not name:
            return self._rows.clear().select("x")
        cls = pl.col("y") == self._terms.number(name)
        return self._rows.filter(of_predicate & cls).select("x").unique()

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
        """The equalities with those between members, and of members with constants, by path."""
        import polars as pl

        known = set(self._links)
        both = [(x, y, 0) for x, y in known]
        both += [(y, x, 1) for x, y in known if (y, x) not in known]
        paths = Paths(both)
        rows = [
            (x, y, round_)
            for x, y, round_ in paths.links()
            if x != y and (x >= self._constants or y >= self._constants)
        ]
        within = pl.DataFrame(rows, schema=found.schema, orient="row")
        rest = found.join(within, on=["x", "y"], how="anti")
        return pl.concat([rest, within])


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
