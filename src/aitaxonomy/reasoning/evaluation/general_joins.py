"""General joins: rules that have no faster form, joined premise by premise over all facts.

They are few (keys, disjoint properties), and most ontologies have no facts for them. So they are
evaluated naively, over all facts, once the other rules give nothing new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aitaxonomy.reasoning.chaining.rule_classifier import Chain, variables
from aitaxonomy.reasoning.chaining.type_features import FROM, TO
from aitaxonomy.reasoning.evaluation.frames import small_frame
from aitaxonomy.reasoning.evaluation.relations import Relations
from aitaxonomy.reasoning.rules.model import DISTINCT, Atom, Predicate, Rule, Term

if TYPE_CHECKING:
    import polars as pl

    from aitaxonomy.reasoning.evaluation.individuals import KeyFeatures
    from aitaxonomy.reasoning.evaluation.links import NewLinks

    Conclusions = tuple[list[pl.LazyFrame], KeyFeatures, NewLinks | None]
    """Frames of rows `x` and `key`, the features that keys stand for, and new links."""


class GeneralJoins:
    """Applies rules by joins over all facts."""

    def __init__(self, relations: Relations) -> None:
        self._relations = relations
        self._types, self._links = relations.types, relations.links
        self._feature_rows: list[pl.LazyFrame] = []
        self._features: dict[int, list[int]] = {}
        self._new_links: list[pl.LazyFrame] = []
        self._joined: tuple[pl.LazyFrame | None, object] = None, ()
        """The table of individuals at the last call, and what told its facts from others."""

    def conclude(self) -> Conclusions:
        """Apply the rules; new facts about constants become pending in the types."""
        import polars as pl

        self._feature_rows, self._features, self._new_links = [], {}, []
        table, facts = (
            self._relations.individuals.table,
            (self._types.version, {**self._links.sizes}),
        )
        if table is self._joined[0] and facts == self._joined[1]:
            return [], {}, None
        self._joined = table, facts
        for rule, chained in self._rules():
            rows = self._join(rule, links=not chained)
            if rows is not None:
                self._distribute(rows.unique(), rule.head.predicate)
        given = self._feature_rows
        feature_rows = [pl.concat(given).unique().collect().lazy()] if given else []
        links = self._new_links
        new_links = self._links.add(pl.concat(links)) if links else None
        return feature_rows, self._features, new_links

    def _rules(self) -> list[tuple[Rule, bool]]:
        """The rules whose premises all have facts.

        Each with whether it is a chain: then a constant is in the middle, and both premises link
        an individual of the data with it.
        """
        rules = self._types.rules
        found = []
        crossing = [(chain.rule, True) for chain in rules.chains if self._crosses(chain)]
        for rule, chained in [*((rule, False) for rule in rules.general), *crossing]:
            premises = [atom.predicate for atom in rule.body if atom.predicate != DISTINCT]
            if all(p in self._types.facts or self._links.present(p) for p in premises):
                found.append((rule, chained))
        return found

    def _crosses(self, chain: Chain) -> bool:
        """Return whether a constant is in the middle of a chain between individuals of the data."""
        features = self._types.features
        # The ends have a link with the constant in the middle as a feature, seen from their side.
        one = features.ends(chain.first, FROM if chain.first_inverted else TO)
        other = features.ends(chain.second, TO if chain.second_inverted else FROM)
        known = self._types.types_of
        return any(known(one[c]) and known(other[c]) for c in one.keys() & other.keys())

    # --- conclusions

    def _distribute(self, rows: pl.LazyFrame, head: Predicate) -> None:
        """Partition conclusions by how many of their terms are individuals of the data."""
        import polars as pl

        known, limit = self._types.features, self._types.constants
        fixed, open_end = pl.col("x") < limit, pl.col("y") >= limit
        if head.unary:
            feature = known.kind(head)
            self._features[feature] = [feature]
            self._push_constants(rows.filter(fixed), head)
            alike = rows.filter(~fixed)
            self._feature_rows.append(alike.select("x", pl.lit(feature, pl.Int64).alias("key")))
            return
        self._push_constants(rows.filter(fixed & ~open_end), head)
        both = rows.filter(~fixed & open_end)
        self._new_links.append(
            both.select(
                pl.lit(self._links.number(head), pl.Int64).alias("p"),
                "x",
                "y",
            )
        )
        for part, one, other, way in (
            (rows.filter(~fixed & ~open_end), "x", "y", TO),
            (rows.filter(fixed & open_end), "y", "x", FROM),
        ):
            ends = part.select(other).unique().collect()[other].to_list()
            table = {other: ends, "key": [known.link(head, way, each) for each in ends]}
            self._features |= {feature: [feature] for feature in table["key"]}
            if ends:
                named = part.join(small_frame(table), on=other, how="inner")
                self._feature_rows.append(named.select(pl.col(one).alias("x"), "key"))

    def _push_constants(self, rows: pl.LazyFrame, head: Predicate) -> None:
        features = self._types.features
        for terms in rows.collect().rows():
            feature = features.kind(head) if head.unary else features.link(head, TO, terms[1])
            self._types.push(feature, 1 << terms[0], self._types.last_round + 1)

    # --- one rule

    def _join(self, rule: Rule, *, links: bool) -> pl.LazyFrame | None:
        """Join the body, a column for each variable; return the head's terms as `x` (and `y`)."""
        import polars as pl

        atoms = [atom for atom in rule.body if atom.predicate != DISTINCT]
        frame: pl.LazyFrame | None = None
        bound: set[int] = set()
        while atoms:
            atom = max(atoms, key=lambda each: (len(variables(each) & bound), len(each.terms)))
            atoms.remove(atom)
            other = self._atom(atom, links=links)
            if frame is None:
                frame = other
            else:
                shared = [f"v{each}" for each in sorted(variables(atom) & bound)]
                if shared:
                    frame = frame.join(other, on=shared, how="inner")
                else:
                    frame = frame.join(other, how="cross")
            bound |= variables(atom)
        if frame is None:
            return None
        for atom in rule.body:
            if atom.predicate == DISTINCT:
                one, second = map(self._value, atom.terms)
                frame = frame.filter(one != second)
        columns = zip(rule.head.terms, "xy", strict=False)
        return frame.select(
            *(self._value(term).cast(pl.Int64).alias(name) for term, name in columns)
        )

    def _atom(self, atom: Atom, *, links: bool) -> pl.LazyFrame:
        """The facts of an atom, with a column for each of its variables."""
        import polars as pl

        rows = self._relations.rows(atom.predicate, links=links)
        assert rows is not None
        names: dict[int, str] = {}
        for column, term in zip("xy", atom.terms, strict=False):
            if isinstance(term, str):
                rows = rows.filter(pl.col(column) == self._types.rules.number(term))
            elif term in names:
                rows = rows.filter(pl.col("x") == pl.col("y"))
            else:
                names[term] = column
        if not names:
            return rows.select(pl.lit(1).alias("there")).unique()
        return rows.select(*(pl.col(each).alias(f"v{term}") for term, each in names.items()))

    def _value(self, term: Term) -> pl.Expr:
        import polars as pl

        if isinstance(term, int):
            return pl.col(f"v{term}")
        return pl.lit(self._types.rules.number(term))
