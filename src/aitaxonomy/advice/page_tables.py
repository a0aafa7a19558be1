"""Advice written down: the findings on all systems for each option, and the keys of their order.

What is left to a reader of the tables is to take the columns that are asked for, and to compare
numbers. The columns hold each system's finding by number, in the order of `Tables.systems`, which
is that of the last criterion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from aitaxonomy.advice import order
from aitaxonomy.advice.adviser import Adviser
from aitaxonomy.advice.approaches import Approach, read_approaches, read_ratings, realized
from aitaxonomy.advice.checks import at_least
from aitaxonomy.advice.choices import DAYS, PARAMETERS, TOKENS, choices
from aitaxonomy.advice.constraints import Constraint, constraints
from aitaxonomy.advice.criteria import Criteria, read_criteria
from aitaxonomy.advice.dates import told
from aitaxonomy.advice.purpose import find_purpose
from aitaxonomy.advice.ranking import Ranker
from aitaxonomy.advice.reasons import (
    meaning_of,
    question_of,
    rating_of,
    realizes,
    scope_of,
    standing_of,
)
from aitaxonomy.advice.result import Reason
from aitaxonomy.advice.whatif import words_of_changes
from aitaxonomy.advice.wishes import ACCESS, PREFERENCES
from aitaxonomy.graph.names import Names
from aitaxonomy.graph.systems import Select, System, read_system_facts
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN

#: The first character that stands for a number in a column.
_FIRST = 48
Json = dict[str, Any]


def tabulate(select: Select, names: Names, today: str) -> dict[str, Json]:
    """Return the tables, each by its name.

    They are "advice", "contents", "purposes", "languages" and "regions".

    Args:
        select: runs a query over the asserted and the inferred graph.
        names: finds what names stand for.
        today: the day of the advice.

    """
    return _Tables(select, names, today).all()


class _Tables:
    def __init__(self, select: Select, names: Names, today: str) -> None:
        self._select, self._names, self._today = select, names, today
        self._label = names.label
        self._ground = read_system_facts(select, names.label)
        self._dated = Adviser(select, names, self._ground).dated
        self._ratings = read_ratings(select, names.label)
        found = self._ground.systems.values()
        self._systems = sorted(found, key=lambda each: order.standing(self._ground, each))
        self._places = {system.iri: i for i, system in enumerate(self._systems)}
        self._choices = choices(select, names)
        self._approaches = self._rated(None)
        self._cited = set[str]()

    def _rated(self, use_case: str | None) -> list[Approach]:
        """Return the approaches, the most specific one last."""
        found = read_approaches(self._select, self._label, use_case)
        return sorted(found, key=lambda each: (each.depth, each.iri))

    def all(self) -> dict[str, Json]:
        """Return all tables."""
        made = self._choices
        purposes = [self._purpose(x) for of_sort in made.purposes.values() for x in of_sort]
        wanted = [*((x,) for x in made.contents), *(tuple(p["contents"]) for p in purposes)]
        tasks = dict.fromkeys(tuple(p["tasks"]) for p in purposes)
        found = {
            "advice": self._base(),
            "contents": self._of_contents(dict.fromkeys(wanted)),
            "purposes": {
                "purposes": purposes,
                "columns": self._columns(
                    (f"task:{_key(x)}", Criteria(tasks=x), "task") for x in tasks if x
                ),
            },
            "languages": {
                "columns": self._columns(
                    (f"language:{x}", Criteria(language=x), "language") for x in made.languages
                )
            },
            "regions": {
                "columns": self._columns(
                    (f"region:{x}", Criteria(region=x), "region") for x in made.regions
                )
            },
        }
        found["advice"]["sources"] = sorted(self._cited)
        return found

    # --- what every request needs

    def _base(self) -> Json:
        ground = self._ground
        ranker = Ranker(ground, self._ratings, self._today)
        ratings = self._ratings.best_first
        switches = [
            *((f"openness:{name}", Criteria(openness=name), "openness")
              for name in ("open weights", "open source", "closed")),
            *((f"access:{way}", Criteria(access=way), "access") for way in ACCESS),
            ("commercial", Criteria(commercial=True), "licence"),
            ("reasoning", Criteria(reasoning=True), "reasoning"),
            ("agent", Criteria(agent=True), "agent"),
            ("integrated", Criteria(way="integrated"), "way"),
            *((f"size:{int(x)}", Criteria(max_parameters=int(x)), "size") for x in PARAMETERS),
            *((f"context:{x}", Criteria(min_context=x), "context window") for x in TOKENS),
            *((f"release:{x}", Criteria(released_after=x), "release") for x in DAYS),
            ("retired", Criteria(), "retired"),
            ("obtainable", Criteria(), "obtainable"),
        ]  # fmt: skip
        columns = self._columns(switches)
        columns["window"] = self._column(Constraint("", None, at_least(1)))
        return {
            "day": self._today,
            "systems": [self._system(each) for each in self._systems],
            "old": self._numbers(lambda s: s.iri in ranker.old),
            "hosted": self._numbers(lambda s: s.has("hasAccess", "hosted-access")),
            "out": self._numbers(lambda s: s.has("hasAccess", "downloadable-weights")),
            "focus": self._numbers(lambda s: order.focus(ground, s, Criteria())),
            "model": self._numbers(lambda s: "AIModel" in s.kinds),
            "preferences": {name: self._preference(name) for name in PREFERENCES},
            "unknown": {name: f"nothing is known of {words}: after those with it"
                        for name, words in PREFERENCES.items()},
            "approaches": [
                {
                    "label": each.label,
                    "iri": each.iri,
                    "of": self._of(each),
                }
                for each in self._approaches
            ],
            "realizes": self._realizes(self._approaches, None),
            "ratings": [[self._ratings.labels[x], self._ratings.layer(x)] for x in ratings],
            "unrated": self._ratings.layer(None),
            "columns": columns,
            "changes": words_of_changes(),
            "enough": order.ENOUGH,
        }  # fmt: skip

    def _system(self, system: System) -> list[Any]:
        """Return label, name, sources of the entry, standing, dated facts, and successors."""
        standing = [self._reason(each) for each in standing_of(self._ground, system)]
        facts = [self._reason(Reason(*each)) for each in told(self._dated.get(system.iri, ()))]
        after, queue = dict[str, None](), [system.iri]
        for iri in queue:
            for later in self._ground.successors.get(iri, ()):
                if later not in after and later != system.iri:
                    after[later] = None
                    queue.append(later)
        places = sorted(self._places[iri] for iri in after if iri in self._places)
        sources = list(self._ground.sources(system, ()))
        self._cited.update(sources)
        return [system.label, curie(system.iri), sources, standing, facts, places]

    def _preference(self, name: str) -> list[int]:
        """Return the rank of each system by what is preferred; -1 where that is unknown."""
        keys = [order.preference(self._ground, system, name) for system in self._systems]
        ranks = {key: i for i, key in enumerate(sorted({*keys} - {order.UNKNOWN}))}
        return [ranks.get(key, -1) for key in keys]

    # --- what goes by purpose, content, language and region

    def _purpose(self, name: str) -> Json:
        asked = read_criteria(self._select, self._names, {"purpose": name})
        iri = self._names.find(name)
        label, meaning = self._label(iri), meaning_of(asked, self._label)
        given = meaning_of(replace(asked, given=True), self._label)
        assert asked.purpose is not None and meaning is not None and given is not None
        named = find_purpose(self._select, self._names, label).iri == iri
        found: Json = {
            "name": meaning.name,
            "iri": meaning.iri,
            "sort": meaning.sort,
            "asked": label if named else name,
            "contents": asked.contents,
            "tasks": asked.tasks,
            "notes": [self._reason(each) for each in meaning.notes],
            "notes_given": [self._reason(each) for each in given.notes],
            "focus": self._numbers(lambda s: order.focus(self._ground, s, asked)),
        }
        if asked.marks:
            found["remoteness"] = self._numbers(
                lambda s: order.remoteness(self._ground, s, asked.marks)
            )
        if asked.tasks:
            found["unfitness"] = self._numbers(lambda s: order.unfitness(s, asked))
        if asked.use_case:
            rated, ratings = self._rated(asked.use_case), self._ratings.best_first
            found["ratings"] = [
                [
                    ratings.index(each.rating) if each.rating else -1,
                    self._reason(rating_of(each, asked.use_case, self._label)),
                ]
                for each in rated
            ]
            found["realizes"] = self._realizes(rated, asked.use_case)
        return found

    def _realizes(self, approaches: Sequence[Approach], use_case: str | None) -> Json:
        """Return what systems may realize, by the numbers of the approaches: reason, question."""
        seen = {realized(system, approaches) for system in self._systems} - {(None,)}
        return {
            " ".join(str(approaches.index(each) if each else -1) for each in may): [
                self._reason(realizes(may, use_case, self._label)),
                question_of(may) if may[1:] else "",
            ]
            for may in sorted(seen, key=lambda may: [each.iri if each else "" for each in may])
        }  # fmt: skip

    def _scope(self, contents: tuple[str, ...]) -> list[list[Any]]:
        """Return of each approach whether its scope covers the contents, and the reason."""
        found = []
        for each in self._approaches:
            covers = all(self._ground.covered(x, each.scope) for x in contents)
            reason = [self._reason(scope_of(each, contents, self._ground))] if each.scope else []
            found.append([int(covers), *reason])
        return found

    def _of_contents(self, wanted: Iterable[tuple[str, ...]]) -> Json:
        return {
            "columns": self._columns(
                (f"{name}:{_key(contents)}", Criteria(contents=contents, way=way), name)
                for contents in wanted
                for name, way in (("content", None), ("way", "native"))
                if contents or way
            ),
            "scopes": {_key(each): self._scope(each) for each in wanted if each},
            "distances": {x: self._distances(x) for x in self._choices.contents},
        }

    # --- columns

    def _of(self, approach: Approach) -> str:
        """Return of each system whether it is of an approach: 1, 0, or 2 where unknown."""
        digits = {ENTAILED: 1, REFUTED: 0, UNKNOWN: 2}
        return self._numbers(lambda system: digits[system.kinds.truth(approach.kind)])

    def _distances(self, content: str) -> str:
        return self._numbers(lambda system: order.distance(self._ground, system, content))

    def _reason(self, reason: Reason) -> list[Any]:
        self._cited.update(reason.sources)
        return [reason.text, list(reason.sources)]

    def _numbers(self, key: Callable[[System], int]) -> str:
        """Return a digit for each system."""
        return "".join(str(int(key(system))) for system in self._systems)

    def _columns(self, wanted: Iterable[tuple[str, Criteria, str]]) -> Json:
        """Return the column of a constraint for some criteria, by a name for it."""
        found = {}
        for name, criteria, constraint in wanted:
            asked = constraints(criteria, self._ground, self._today)
            found[name] = self._column(next(each for each in asked if each.name == constraint))
        return found

    def _column(self, constraint: Constraint) -> list[Any]:
        """Return the different findings, and the number of that of each system as a character.

        A finding is whether it holds (1, 0, or -1 where unknown), its text, and its sources, which
        are left out where they are those of the system's entry.
        """
        findings: dict[tuple[Any, ...], int] = {}
        numbers = []
        for system in self._systems:
            found = constraint.check(system)
            holds = -1 if found.holds is None else int(found.holds)
            own = any(self._ground.stated(system, fact) for fact in found.facts)
            sources = (self._ground.sources(system, found.facts),) if own else ()
            self._cited.update(*sources)
            numbers.append(findings.setdefault((holds, found.text, *sources), len(findings)))
        return [list(findings), "".join(chr(_FIRST + number) for number in numbers)]


def _key(names: Sequence[str]) -> str:
    return " ".join(names)
