"""The constraints on a system, in order.

A system is rejected by the first constraint that it is known to fail. A constraint on which nothing
is known rejects no system: it is an open question.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from aitaxonomy.advice import checks, openness, reach
from aitaxonomy.advice.criteria import Criteria
from aitaxonomy.advice.finding import Check
from aitaxonomy.graph.systems import SystemFacts


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

    A system must always be available and not retired. Then come kind, developer, country, content,
    input, way, task, openness, licence, access, reasoning, agent, size, context window, price,
    memory, release, languages, region and place of data, if given.
    """
    return [
        Constraint("retired", today, checks.retired(ground, today), always=True),
        Constraint("obtainable", True, checks.obtainable, always=True),
        *_identity(criteria, ground),
        *_use(criteria, ground),
        *_terms(criteria, ground, today),
        *_abilities(criteria),
        *_reach(criteria, ground),
    ]


def _identity(c: Criteria, ground: SystemFacts) -> Iterator[Constraint]:
    """The constraints on kind, developer and country."""
    if c.kind:
        yield Constraint("kind", c.kind, checks.of_kind(c.kind, ground))
    if c.developer:
        yield Constraint("developer", c.developer, checks.developed_by(c.developer, ground))
    if c.country:
        yield Constraint("country", c.country, checks.developed_in(c.country, ground))


def _use(c: Criteria, ground: SystemFacts) -> Iterator[Constraint]:
    """The constraints on content, way of use, and tasks."""
    value = (c.contents, c.given)
    if c.contents:
        yield Constraint("content", value, checks.content(c.contents, ground, every=c.given))
    if c.accepts:
        yield Constraint("input", c.accepts, checks.accepts(c.accepts, ground))
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
    if c.licence:
        yield Constraint("licence", c.licence, openness.licensed(c.licence, ground))
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
    if c.min_parameters is not None or c.max_parameters is not None:
        bounds = (c.min_parameters or 0, math.inf if c.max_parameters is None else c.max_parameters)
        yield Constraint("size", bounds, checks.sized(*bounds))
    if c.min_context is not None:
        yield Constraint("context window", c.min_context, checks.at_least(c.min_context))
    if c.max_price is not None:
        yield Constraint("price", c.max_price, checks.costs_at_most(c.max_price))
    if c.max_memory is not None:
        yield Constraint("memory", c.max_memory, checks.fits_in(c.max_memory))
    if c.released_after:
        yield Constraint("release", c.released_after, checks.after(c.released_after))
    if c.released_before:
        yield Constraint("latest release", c.released_before, checks.before(c.released_before))


def _reach(c: Criteria, ground: SystemFacts) -> Iterator[Constraint]:
    """The constraints on languages and regions."""
    for language in c.languages:
        yield Constraint("language", language, reach.supports(language, ground))
    if c.region:
        yield Constraint("region", c.region, reach.offered(c.region, ground))
    if c.data_region:
        yield Constraint("data", c.data_region, reach.keeps_data(c.data_region, ground))
