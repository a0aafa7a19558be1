"""All verdicts at once: of every individual and every class, on every class and every content.

`Taxonomy.check` answers one claim by the part of the graph that decides it. Here one closure, and
one tableau for each class, give the answers to all claims, without proofs. All members of a class
are witnesses; a single claim looks at those that people know first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aitaxonomy.inference.content import Content
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.evaluation.closure import Closure, close
from aitaxonomy.reasoning.rules.compiler import compile_ontology
from aitaxonomy.reasoning.rules.model import Predicate, Program, member
from aitaxonomy.reasoning.rules.normal_form import literal
from aitaxonomy.reasoning.subsumption.tableau import Subsumption

#: The properties of the claims that something makes a content, in the order of their columns.
MAKES = ("generates", "nativelyGenerates")
#: Of one column: entailed, refuted and unknown.
YES, NO, OPEN = "+-?"

_CONTENTS = "SELECT DISTINCT ?x { ?x a ait:ContentModality }"
_TYPES = "SELECT ?x ?kind { ?x a ?kind . ?kind a owl:Class }"
_BELOW = "SELECT ?low ?high { ?low rdfs:subClassOf ?high FILTER(isIRI(?low) && isIRI(?high)) }"
_MADE = "SELECT ?x ?content { ?x ?makes ?content }"


@dataclass(frozen=True)
class Verdicts:
    """The verdicts of a table: `YES`, `NO` and `OPEN`, one letter a column.

    Attributes:
        kinds: the IRIs of the classes, the first columns.
        contents: the IRIs of the content types; each has a column for each of `MAKES`.
        individuals: for each individual its row: whether it is of the kind, or makes the content.
        every: for each class its row: whether each member is.
        none: for each class its row: whether no member is.

    """

    kinds: tuple[str, ...]
    contents: tuple[str, ...]
    individuals: Mapping[str, str]
    every: Mapping[str, str]
    none: Mapping[str, str]


def tabulate(content: Content) -> Verdicts:
    """Return the verdicts of what is shipped."""
    return _Tabulation(content).verdicts()


class _Tabulation:
    def __init__(self, content: Content) -> None:
        self._select = content.store.select
        self._judge, self._terms = content.inference.compiled, content.inference.read_about(())
        self._contents = sorted(str(row[0]) for row in self._select(_CONTENTS).rows)
        self._kinds = [kind for kind in self._judge.classes if kind.startswith(AIT)]
        named = [member(ax.Named(kind)) for kind in self._kinds]
        makes = [
            literal(ax.HasValue(ax.Role(AIT + prop), each))
            for each in self._contents
            for prop in MAKES
        ]
        self._columns, self._of_contents = [*named, *makes], makes
        self._below = self._pairs(_BELOW)
        self._members: dict[str, set[str]] = defaultdict(set)

    def _pairs(self, query: str) -> set[tuple[str, str]]:
        return {(str(a), str(b)) for a, b in self._select(query).rows}

    def _compiled(self, ontology: Ontology) -> Program:
        return compile_ontology(ontology, self._judge.hierarchy, supposing=self._of_contents)

    def verdicts(self) -> Verdicts:
        ontology = self._judge.ontology
        denied = [column.opposite for column in self._columns]
        closure = close(self._compiled(ontology), ontology.vocabulary, kinds=denied)
        individuals = self._of_individuals(closure)
        every, none = self._of_classes(individuals)
        return Verdicts(tuple(self._kinds), tuple(self._contents), individuals, every, none)

    def _of_individuals(self, closure: Closure) -> dict[str, str]:
        width = len(self._columns)
        rows: dict[str, list[str]] = defaultdict(lambda: [OPEN] * width)

        def enter(column: int, letter: str, names: Iterable[str]) -> None:
            for name in names:
                rows[name][column] = letter

        for i, column in enumerate(self._columns):
            enter(i, NO, _bearers(closure, column.opposite))
            if i < len(self._kinds):
                enter(i, YES, closure.members(self._kinds[i]))
        places = {content: i for i, content in enumerate(self._contents)}
        for j, prop in enumerate(MAKES):
            for thing, made in self._select(_MADE, makes=AIT + prop).rows:
                if str(made) in places:
                    place = len(self._kinds) + places[str(made)] * len(MAKES) + j
                    enter(place, YES, [str(thing)])
        return {name: "".join(row) for name, row in rows.items()}

    def _of_classes(self, individuals: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Return of each class whether each member, and whether no member, is what columns say."""
        terms = Materialization(self._compiled(self._terms))
        terms.run()
        tableaus = Subsumption(terms)
        of_any = {
            kind: tableaus.decided(member(ax.Named(kind)), self._columns) for kind in self._kinds
        }
        for thing, kind in self._pairs(_TYPES):
            self._members[kind].add(thing)
        rows = {
            kind: [individuals[x] for x in self._members[kind] if x in individuals]
            for kind in self._kinds
        }
        apart, kinds = self._apart(of_any), len(self._kinds)
        every, none = {}, {}
        for kind, decided in of_any.items():
            seen = [{row[i] for row in rows[kind]} for i in range(len(self._columns))]
            yes = [decided.get(column) is True for column in self._columns]
            never = [decided.get(column) is False for column in self._columns]
            yes[:kinds] = [kind == each or (kind, each) in self._below for each in self._kinds]
            never[:kinds] = [each in apart[kind] for each in self._kinds]
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
            for other, column in zip(self._kinds, self._columns, strict=False):
                if of_any.get(column) is False:
                    for one in below[kind]:
                        found[one] |= below[other]
                    for one in below[other]:
                        found[one] |= below[kind]
        return found


def _letter(holds: bool, against: bool) -> str:
    return YES if holds else NO if against else OPEN


def _bearers(closure: Closure, predicate: Predicate) -> list[str]:
    rows = closure.rows(predicate)
    return rows.select(closure.terms.individual("x")).to_series().to_list()
