"""All strict verdicts at once: of every individual and every class, on every class.

`Taxonomy.check` answers one claim by the part of the graph that decides it. Here one closure, and
one tableau for each class, give the answers to all claims, without proofs. All members of a class
are witnesses; a single claim looks at those that people know first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from aitaxonomy.inference.content import Content
from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.rules.compiler import compile_ontology
from aitaxonomy.reasoning.rules.model import Predicate, member
from aitaxonomy.reasoning.subsumption.tableau import Subsumption

#: Of one column: entailed, refuted and unknown; in lower case where a convention makes it so.
YES, NO, OPEN = "ER?"

_TYPES = "SELECT ?x ?kind { ?x a ?kind . ?kind a owl:Class }"
_BELOW = "SELECT ?low ?high { ?low rdfs:subClassOf ?high FILTER(isIRI(?low) && isIRI(?high)) }"


@dataclass(frozen=True)
class Verdicts:
    """The verdicts of a table: `YES`, `NO` and `OPEN`, one letter a column.

    Attributes:
        kinds: the IRIs of the classes, in the order of the columns.
        individuals: for each individual its row: whether it is of the kind.
        every: for each class its row: whether each member is.
        none: for each class its row: whether no member is.

    """

    kinds: tuple[str, ...]
    individuals: Mapping[str, str]
    every: Mapping[str, str]
    none: Mapping[str, str]


def tabulate(content: Content) -> Verdicts:
    """Return the verdicts of what is shipped."""
    return _Tabulation(content).verdicts()


class _Tabulation:
    def __init__(self, content: Content) -> None:
        self._select = content.store.select
        self._inference, self._table = content.inference, content.verdicts
        self._kinds = [kind for kind in self._inference.compiled.classes if kind.startswith(AIT)]
        self._columns = [member(ax.Named(kind)) for kind in self._kinds]
        self._below = self._pairs(_BELOW)
        self._members: dict[str, set[str]] = defaultdict(set)

    def _pairs(self, query: str) -> set[tuple[str, str]]:
        return {(str(a), str(b)) for a, b in self._select(query).rows}

    def verdicts(self) -> Verdicts:
        individuals = self._of_individuals()
        every, none = self._of_classes(individuals)
        if self._table:  # which also knows what rests on conventions
            individuals = {x: self._table.row(x) or row for x, row in individuals.items()}
        return Verdicts(tuple(self._kinds), individuals, every, none)

    def _of_individuals(self) -> dict[str, str]:
        closure, width = self._inference.closure(self._kinds), len(self._kinds)
        rows: dict[str, list[str]] = defaultdict(lambda: [OPEN] * width)
        for column, kind in enumerate(self._kinds):
            for letter, names in ((NO, closure.non_members(kind)), (YES, closure.members(kind))):
                for name in names:
                    rows[name][column] = letter
        return {name: "".join(row) for name, row in rows.items()}

    def _of_classes(self, individuals: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Return of each class whether each member, and whether no member, is what columns say."""
        terms = self._inference.read_about(())
        closed = Materialization(compile_ontology(terms, self._inference.compiled.hierarchy))
        closed.run()
        tableaus = Subsumption(closed)
        of_any = {
            kind: tableaus.decided(member(ax.Named(kind)), self._columns) for kind in self._kinds
        }
        for thing, kind in self._pairs(_TYPES):
            self._members[kind].add(thing)
        rows = {
            kind: [individuals[x] for x in self._members[kind] if x in individuals]
            for kind in self._kinds
        }
        apart = self._apart(of_any)
        every, none = {}, {}
        for kind in self._kinds:
            seen = [{row[i] for row in rows[kind]} for i in range(len(self._columns))]
            yes = [kind == each or (kind, each) in self._below for each in self._kinds]
            never = [each in apart[kind] for each in self._kinds]
            every[kind] = "".join(map(_letter, yes, (NO in letters for letters in seen)))
            none[kind] = "".join(map(_letter, never, (YES in letters for letters in seen)))
        return every, none

    def _apart(self, decided: Mapping[str, Mapping[Predicate, bool]]) -> dict[str, set[str]]:
        """Return the classes that have no member in common with each, and what is below these."""
        below: dict[str, set[str]] = {kind: {kind} for kind in self._kinds}
        for low, high in self._below:
            if low in below and high in below:
                below[high].add(low)
        found: dict[str, set[str]] = {kind: set() for kind in self._kinds}
        for kind, of_any in decided.items():
            for other, column in zip(self._kinds, self._columns, strict=True):
                if of_any.get(column) is False:
                    for one in below[kind]:
                        found[one] |= below[other]
                    for one in below[other]:
                        found[one] |= below[kind]
        return found


def _letter(holds: bool, against: bool) -> str:
    return YES if holds else NO if against else OPEN
