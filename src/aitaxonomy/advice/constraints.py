"""The constraints on a system, in order.

A system is rejected by the first constraint that it is known to fail. A constraint on which nothing
is known rejects no system: it is an open question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aitaxonomy.advice import checks, openness, reach
from aitaxonomy.advice.criteria import Criteria
from aitaxonomy.advice.facts import SystemFacts
from aitaxonomy.advice.finding import Check


@dataclass(frozen=True)
class Constraint:
    """Something asked of a system.

    Attributes:
        name: its subject, such as "licence".
        value: the value that is asked for; name and value identify a constraint.
        check: finds whether a system meets it.
        always: whether it applies whatever the criteria.

    """

    name: str
    value: object
    check: Check
    always: bool = False


def constraints(criteria: Criteria, ground: SystemFacts, today: str) -> list[Constraint]:
    """Return the constraints of some criteria, in the order in which they reject systems.

    A system must always be available and not retired. Then come content, way, task, openness,
    licence, access, reasoning, agent, size, context window, release, language and region, if given.
    """
    return [
        Constraint("retired", today, checks.retired(ground, today), always=True),
        Constraint("obtainable", True, checks.obtainable, always=True),
        *_use(criteria, ground),
        *_terms(criteria, ground, today),
        *_abilities(criteria),
        *_reach(criteria, ground),
    ]


def _use(c: Criteria, ground: SystemFacts) -> Iterator[Constraint]:
    """The constraints on content, way of use, and tasks."""
    value = (c.contents, c.given)
    if c.contents:
        yield Constraint("content", value, checks.content(c.contents, ground, every=c.given))
    if c.way == "native":
        yield Constraint("way", (c.way, value), checks.native(c.contents, every=c.given))
    elif c.way == "integrated":
        yield Constraint("way", c.way, checks.integrated)
    if c.tasks:
        yield Constraint("task", c.tasks, checks.tasks(c.tasks, ground))


def _terms(c: Criteria, ground: SystemFacts, today: str) -> Iterator[Constraint]:
    """The constraints on openness, licence and access."""
    if c.openness:
        by_openness = {
            "open weights": openness.open_weights,
            "open source": openness.open_source(ground),
            "closed": openness.closed,
        }
        yield Constraint("openness", c.openness, by_openness[c.openness])
    if c.commercial:
        yield Constraint("licence", True, openness.commercial(ground))
    if c.access:
        yield Constraint("access", (c.access, today), openness.access(c.access, ground, today))


def _abilities(c: Criteria) -> Iterator[Constraint]:
    """The constraints on abilities, size and release."""
    if c.reasoning:
        yield Constraint("reasoning", True, checks.reasons)
    if c.agent:
        yield Constraint("agent", True, checks.acts)
    if c.max_parameters is not None:
        yield Constraint("size", c.max_parameters, checks.at_most(c.max_parameters))
    if c.min_context is not None:
        yield Constraint("context window", c.min_context, checks.at_least(c.min_context))
    if c.released_after:
        yield Constraint("release", c.released_after, checks.after(c.released_after))


def _reach(c: Criteria, ground: SystemFacts) -> Iterator[Constraint]:
    """The constraints on language and region."""
    if c.language:
        yield Constraint("language", c.language, reach.supports(c.language, ground))
    if c.region:
        yield Constraint("region", c.region, reach.offered(c.region, ground))
