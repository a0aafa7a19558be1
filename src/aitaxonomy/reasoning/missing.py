"""The facts that would decide an unknown verdict."""

from __future__ import annotations

from collections.abc import Callable

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.reasoning.rules.model import Predicate, Program
from aitaxonomy.reasoning.rules.normal_form import literal
from aitaxonomy.reasoning.verdict import Missing


class DecidingFacts:
    """Finds the missing facts on which an unknown verdict depends, in the definitions of kinds."""

    def __init__(self, program: Program, words: Words) -> None:
        self._program = program
        self._words = words

    def missing(self, kind: Predicate, holds: Callable[[Predicate], bool]) -> tuple[Missing, ...]:
        """The missing facts for `kind`; `holds` says whether a predicate holds of the thing."""
        found: dict[str, Missing] = {}
        self._walk(kind, holds, found, set())
        return tuple(found.values())

    def _walk(
        self,
        kind: Predicate,
        holds: Callable[[Predicate], bool],
        found: dict[str, Missing],
        seen: set[Predicate],
    ) -> None:
        if kind in seen or holds(kind) or holds(kind.opposite):
            return
        seen.add(kind)
        of = kind.of
        match of:
            case ax.And(parts):
                for part in parts:
                    inner = literal(part)
                    self._walk(inner, holds, found, seen)
            case ax.Some(role, _) | ax.HasValue(role, _) | ax.AtLeast(_, role, _):
                self._found(role.iri, found, is_class=False)
            case ax.DataSome(prop, _):
                self._found(prop, found, is_class=False)
            case ax.Named(iri):
                inner_kinds = self._definitions(kind)
                for each in inner_kinds:
                    self._walk(each, holds, found, seen)
                if not inner_kinds:
                    self._found(iri, found, is_class=True)

    def _definitions(self, kind: Predicate) -> list[Predicate]:
        return [
            rule.body[0].predicate
            for rule in self._program.by_head.get(kind, ())
            if rule.name == "definition" and len(rule.body) == 1
        ]

    def _found(self, iri: str, found: dict[str, Missing], *, is_class: bool) -> None:
        found.setdefault(iri, Missing(iri, self._words.wanted(iri, is_class=is_class)))
