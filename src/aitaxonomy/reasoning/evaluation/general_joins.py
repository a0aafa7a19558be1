"""The rules that fit no faster way, joined premise by premise over all facts.

They are few (keys, properties that exclude each other), and most ontologies have facts for none of
them; so they are applied in full, once nothing else is left to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aitaxonomy.reasoning.chaining.rule_classifier import Chain, variables
from aitaxonomy.reasoning.chaining.type_features import FROM, TO
from aitaxonomy.reasoning.evaluation.engines import united
from aitaxonomy.reasoning.evaluation.relations import Relations
from aitaxonomy.reasoning.rules.model import DISTINCT, Atom, Predicate, Rule, Term

if TYPE_CHECKING:
    import narwhals as nw

    from aitaxonomy.reasoning.evaluation.engines import Frame
    from aitaxonomy.reasoning.evaluation.individuals import Meaning
    from aitaxonomy.reasoning.evaluation.links import News

    Told = tuple[list[Frame], Meaning, News | None]
    """Rows of `x` and `key`, what the keys mean, and links that are new."""


class Others:
    """Applies rules by joins over all facts."""

    def __init__(self, relations: Relations) -> None:
        self._relations = relations
        self._patterns, self._links = relations.patterns, relations.links
        self._engine = relations.engine
        self._told: list[Frame] = []
        self._features: dict[int, list[tuple[int, int]]] = {}
        self._new_links: list[Frame] = []
        self._done: dict[Rule, tuple[tuple[int, int], ...]] = {}

    def conclude(self, round_: int) -> Told:
        """What follows by these rules and is new, constants left to wait in the patterns."""
        self._told, self._features, self._new_links = [], {}, []
        for rule in self._rules():
            rows = self._join(rule)
            if rows is not None:
                self._take(rows.unique(), rule.head.predicate, round_)
        told = [self._engine.settle(united(self._told).unique())] if self._told else []
        news = self._links.add(united(self._new_links), round_) if self._new_links else None
        return told, self._features, news

    def _rules(self) -> list[Rule]:
        """The rules whose premises all have facts, and more than the last time."""
        rules = self._patterns.rules
        found = []
        for rule in [*rules.others, *(c.rule for c in rules.chains if self._crosses(c))]:
            premises = [atom.predicate for atom in rule.body if atom.predicate != DISTINCT]
            if not all(p in self._patterns.facts or self._links.present(p) for p in premises):
                continue
            sizes = tuple(self._relations.sizes(each) for each in premises)
            if self._done.get(rule) != sizes:
                self._done[rule] = sizes
                found.append(rule)
        return found

    def _crosses(self, chain: Chain) -> bool:
        """Whether a constant is in the middle of a chain between two individuals of the data."""
        features = self._patterns.features
        # Of a constant in the middle the ends know by a link turned the other way.
        one = features.ends(chain.first, FROM if chain.first_inverted else TO)
        other = features.ends(chain.second, TO if chain.second_inverted else FROM)
        known = self._patterns.patterns_of
        return any(known(one[c]) and known(other[c]) for c in one.keys() & other.keys())

    # --- conclusions

    def _take(self, rows: Frame, head: Predicate, round_: int) -> None:
        """Sort conclusions by whether they are about constants, about one individual or two."""
        import narwhals as nw

        known, limit = self._patterns.features, self._patterns.constants
        fixed, open_ = nw.col("x") < limit, nw.col("y") >= limit
        if head.unary:
            feature = known.kind(head)
            self._features[feature] = [(feature, round_)]
            self._constants(rows.filter(fixed), head, round_)
            alike = rows.filter(~fixed)
            self._told.append(alike.select("x", nw.lit(feature, nw.Int64).alias("key")))
            return
        self._constants(rows.filter(fixed & ~open_), head, round_)
        both = rows.filter(~fixed & open_)
        self._new_links.append(
            both.select(
                nw.lit(self._links.number(head), nw.Int64).alias("p"),
                "x",
                "y",
            )
        )
        for part, one, other, way in (
            (rows.filter(~fixed & ~open_), "x", "y", TO),
            (rows.filter(fixed & open_), "y", "x", FROM),
        ):
            ends = self._engine.collect(part.select(other).unique())[other].to_list()
            table = {other: ends, "key": [known.link(head, way, each) for each in ends]}
            self._features |= {feature: [(feature, round_)] for feature in table["key"]}
            if ends:
                named = part.join(self._engine.table(table), on=other, how="inner")
                self._told.append(named.select(nw.col(one).alias("x"), "key"))

    def _constants(self, rows: Frame, head: Predicate, round_: int) -> None:
        features = self._patterns.features
        for terms in self._engine.collect(rows).rows():
            feature = features.kind(head) if head.unary else features.link(head, TO, terms[1])
            self._patterns.push(feature, 1 << terms[0], round_)

    # --- one rule

    def _join(self, rule: Rule) -> Frame | None:
        """Join the body; `x` (and `y`) of the head. Each variable has a column of its name."""
        import narwhals as nw

        atoms = [atom for atom in rule.body if atom.predicate != DISTINCT]
        frame: Frame | None = None
        bound: set[int] = set()
        while atoms:
            atom = max(atoms, key=lambda each: (len(variables(each) & bound), len(each.terms)))
            atoms.remove(atom)
            other = self._atom(atom)
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
            *(self._value(term).cast(nw.Int64).alias(name) for term, name in columns)
        )

    def _atom(self, atom: Atom) -> Frame:
        """The facts of an atom, with a column for each of its variables."""
        import narwhals as nw

        rows = self._relations.rows(atom.predicate)
        assert rows is not None
        names: dict[int, str] = {}
        for column, term in zip("xy", atom.terms, strict=False):
            if isinstance(term, str):
                rows = rows.filter(nw.col(column) == self._patterns.rules.number(term))
            elif term in names:
                rows = rows.filter(nw.col("x") == nw.col("y"))
            else:
                names[term] = column
        if not names:
            return rows.select(nw.lit(1).alias("there")).unique()
        return rows.select(*(nw.col(each).alias(f"v{term}") for term, each in names.items()))

    def _value(self, term: Term) -> nw.Expr:
        import narwhals as nw

        if isinstance(term, int):
            return nw.col(f"v{term}")
        return nw.lit(self._patterns.rules.number(term))
