"""What holds of everything in the everyday sense, in tables: pages look it up.

`Everyday` decides each cell. A table has what a thing is found to be by itself, and a product what
it is found to be in all; how a family is decided by its members is counted where it is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Any

from aitaxonomy.graph.lexicon import RELEASED, RETIRED
from aitaxonomy.graph.predicates import Between, Expression, Saying
from aitaxonomy.inference.content import Content
from aitaxonomy.inference.everyday import (
    FAMILY,
    FOUR_IN_FIVE,
    GROUPS,
    IN_SERVICE,
    MODEL,
    OF_A_KIND,
    PASSED_ON,
    SYSTEM,
    Everyday,
    Standing,
)
from aitaxonomy.inference.senses import Senses
from aitaxonomy.inference.verdict_matrix import NO, OPEN, YES, Verdicts
from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth

#: A value that is stated of a thing; `YES` is a value that it has besides.
STATED = "="
#: An individual that is the value of nothing: what holds of it holds of all that is not named.
_NOTHING = "urn:nothing"
_TRUTHS = {YES: ENTAILED, NO: REFUTED, OPEN: UNKNOWN}
_LETTERS = {truth: letter for letter, truth in _TRUTHS.items()}
_PAIRS = "SELECT DISTINCT ?x ?y { ?x ?prop ?y }"
_KINDS_FOR = "SELECT ?value ?kind { ?value ait:kindFor ?kind }"


def tabulate(content: Content, strict: Verdicts) -> dict[str, Any]:
    """Return the tables, with IRIs, as JSON has them.

    Args:
        content: what is shipped.
        strict: the strict verdicts.

    """
    return _Tables(content, strict).all()


class _Remembering(Everyday):
    """Decides by strict verdicts in a table, and looks nothing up twice."""

    def __init__(self, content: Content, strict: Verdicts) -> None:
        super().__init__(content.store, self._in_table)
        self._rows, self._columns = strict.individuals, {k: i for i, k in enumerate(strict.kinds)}
        self._stated: dict[str, dict[str, list[str]]] = {}
        self._parts: dict[str, list[str]] = {}
        self._found: dict[tuple[str, Expression], Standing] = {}

    def _in_table(self, thing: str, kind: str) -> Truth:
        row, column = self._rows.get(thing), self._columns.get(kind)
        return UNKNOWN if row is None or column is None else _TRUTHS[row[column].upper()]

    def stated(self, prop: str) -> Mapping[str, list[str]]:
        """Return the values of a property, in order, by what has them."""
        if prop not in self._stated:
            found: dict[str, list[str]] = defaultdict(list)
            for thing, value in self._store.select(_PAIRS, prop=prop).rows:
                found[str(thing)].append(str(value))
            self._stated[prop] = {thing: sorted(values) for thing, values in found.items()}
        return self._stated[prop]

    def _values(self, thing: str, prop: str) -> list[str]:
        return self.stated(prop).get(thing, [])

    def engines(self, system: str) -> list[str]:
        if system not in self._parts:
            self._parts[system] = super().engines(system)
        return self._parts[system]

    def finding(self, thing: str, of: Expression) -> Standing:
        if (thing, of) not in self._found:
            self._found[thing, of] = super().finding(thing, of)
        return self._found[thing, of]

    def by_itself(self, thing: str, of: Expression) -> Standing:
        """Return what holds of a thing, of a family without a look at its members."""
        return self._own(thing, of) if self.level(thing) in GROUPS else self.finding(thing, of)

    def by_kind(self, thing: str, kind: str) -> Standing:
        """Return the strict verdict."""
        return Standing(self._in_table(thing, kind), (thing, kind))

    def near(self, values: Iterable[str]) -> set[str]:
        """Return values, what they belong to, and what is narrower: only of these more is known."""
        values = set(values)
        return values.union(
            *(self._wholes(each) for each in values), *(self._narrower[each] for each in values)
        )

    @cached_property
    def _narrower(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for individual in self._rows:
            for broader in self._broader(individual):
                found[broader].add(individual)
        return found

    def axes(self) -> dict[str, list[list[str]]]:
        """Return what is broader than each value, and by which values others exclude it."""
        broader = {each: self._all_broader(each) for each in self._rows if not self.level(each)}
        found = {each: [above, sorted(self._tops(above))] for each, above in broader.items()}
        return {each: both for each, both in found.items() if both != [[each], [each]]}

    def defining(self, kinds: Iterable[str]) -> dict[str, list[str]]:
        """Return the values by which kinds are defined."""
        found = {kind: self._values_in(ax.Named(kind)) for kind in kinds}
        return {kind: values for kind, values in found.items() if values}

    @property
    def closed(self) -> Mapping[str, str]:
        """The properties whose values are all there are, by which convention."""
        return self._closed


class _Tables:
    def __init__(self, content: Content, strict: Verdicts) -> None:
        self._content, self._strict = content, strict
        self._everyday, self._senses = _Remembering(content, strict), Senses(content)
        self._notes: dict[object, str] = {}
        self._select = content.store.select
        level = {each: self._everyday.level(each) for each in sorted(strict.individuals)}
        self._things = [each for each in level if level[each]]
        self._families = {each for each in level if level[each] == FAMILY}
        self._groups = [each for each in level if level[each] in GROUPS]
        self._products = [each for each in level if level[each] == SYSTEM]
        self._engines = {each: self._everyday.engines(each) for each in self._products}

    def all(self) -> dict[str, Any]:
        lexicon, members = self._content.lexicon.tabulated(), self._everyday.members
        return {
            **lexicon,
            "products": {each: self._of_product(each) for each in self._products},
            "has": {prop: self._of_property(prop) for prop in lexicon["properties"]},
            "sizes": {prop: self._sizes(prop) for prop in {p for _, p in lexicon["measures"]}},
            "days": {prop: self._first(prop) for prop in (*RELEASED, *RETIRED)},
            "service": self._in_service(),
            "members": {each: its for each in self._groups if (its := members(each))},
            "broader": self._everyday.axes(),
            "defining": self._everyday.defining(self._strict.kinds),
            "broader_by": AIT + "broaderArchitecture",
            "levels": {
                "model": MODEL,
                "system": SYSTEM,
                "family": FAMILY,
                "organization": GROUPS[1],
            },
            "engines": {each: parts for each, parts in self._engines.items() if parts},
            "kinds_for": self._kinds_for,
            "of_a_kind": [AIT + each for each in sorted(OF_A_KIND)],
            "closed": self._everyday.closed,
            "four_in_five": FOUR_IN_FIVE,
            "in_service": IN_SERVICE,
        }

    # --- kinds

    def _of_product(self, product: str) -> dict[str, Any]:
        """The row of a product, and the columns that need a note, by the note."""
        letters, notes = [], defaultdict[str, list[int]](list)
        for column, kind in enumerate(self._strict.kinds):
            found = self._everyday.finding(product, ax.Named(kind))
            letters.append(self._letter(found))
            if note := self._note(product, kind, found):
                notes[note].append(column)
        return {"row": "".join(letters), "notes": notes}

    def _letter(self, found: Standing) -> str:
        """A verdict, in lower case if it rests on a convention."""
        letter, table = _LETTERS[found.truth], self._content.verdicts
        proved = found.proved and table and table.by_convention(*found.proved)
        return letter.lower() if found.conventions or proved else letter

    def _note(self, product: str, kind: str, found: Standing) -> str:
        key = (product, found.powered_by, found.truth, found.proved and found.proved[1])
        if not found.powered_by and (found.proved is None or found.proved[1] == kind):
            return ""
        if key not in self._notes:
            self._notes[key] = self._senses.note(product, Saying(ax.Named(kind), kind, ""), found)
        return self._notes[key]

    # --- values

    def _of_property(self, prop: str) -> dict[str, Any]:
        """The letters of all things for any value, and those for each value that differ."""
        everyday, role = self._everyday, ax.Role(prop)
        stated = everyday.stated(prop)

        def letter(thing: str, value: str) -> str:
            if value in stated.get(thing, ()):
                return STATED
            return self._letter(everyday.by_itself(thing, ax.HasValue(role, value)))

        other: dict[str, str] = {}
        columns: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for thing in sorted({*self._things, *stated}):
            other[thing] = letter(thing, _NOTHING)
            if other[thing] != OPEN:
                columns[_NOTHING][other[thing]].append(thing)
        for thing, value in sorted(self._in_question(prop, stated)):
            found = letter(thing, value)
            if found != (self._without_kind(thing, prop, value) or other[thing]):
                columns[value][found].append(thing)
        return {"other": columns.pop(_NOTHING, {}), "values": columns}

    def _in_question(self, prop: str, stated: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
        """Yield the things and values for which more is known than for any other value."""
        everyday = self._everyday
        of_things = {x: {*values} for x, values in stated.items()}
        for product, parts in self._engines.items() if prop.removeprefix(AIT) in PASSED_ON else ():
            for part in chain(parts, *map(everyday.members, parts)):
                of_things.setdefault(product, set()).update(stated.get(part, ()))
        for thing, values in of_things.items():
            yield from ((thing, value) for value in everyday.near(values))

    def _without_kind(self, thing: str, prop: str, value: str) -> str:
        """`NO` for a thing that is strictly not of the kind for a value, as scripts see it."""
        if prop.removeprefix(AIT) not in OF_A_KIND or thing in self._families:
            return ""
        kinds = self._kinds_for.get(value, ())
        letters = [self._letter(self._everyday.by_kind(thing, kind)) for kind in kinds]
        return next((each for each in letters if each.upper() == NO), "")

    @cached_property
    def _kinds_for(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for value, kind in self._select(_KINDS_FOR).rows:
            found[str(value)].append(str(kind))
        return found

    # --- numbers and days

    def _sizes(self, prop: str) -> dict[str, list[int]]:
        stated = self._everyday.stated(prop)
        return {thing: [int(float(each)) for each in values] for thing, values in stated.items()}

    def _first(self, prop: str) -> dict[str, str]:
        """The first day of each thing."""
        return {thing: days[0] for thing, days in self._everyday.stated(prop).items()}

    def _in_service(self) -> dict[str, list[str]]:
        """What has no last day and is available, by letter."""
        found: dict[str, list[str]] = defaultdict(list)
        for thing in self._things:
            if not any(thing in self._everyday.stated(prop) for prop in RETIRED):
                held = self._everyday.by_itself(thing, Between(RETIRED, "9999"))
                found[self._letter(held)].append(thing)
        return {letter: things for letter, things in found.items() if letter != OPEN}
