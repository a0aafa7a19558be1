"""The constraints on a system, in order.

A system is rejected by the first constraint that it is known to fail. A constraint on which nothing
is known rejects no system: it is an open question.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

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

    A system must always be available and not retired. The others apply where they are asked for.
    """
    c, every = criteria, criteria.given
    content = (c.contents, every)
    way = {"native": (c.way, content), "integrated": c.way}.get(c.way or "")
    sizes = (c.min_parameters or 0, math.inf if c.max_parameters is None else c.max_parameters)
    openly: Mapping[str, Callable[[], Check]] = {
        "open weights": lambda: openness.open_weights,
        "open source": lambda: openness.open_source(ground),
        "closed": lambda: openness.closed,
    }
    asked: list[tuple[str, object, Callable[[Any], Check]]] = [
        ("kind", c.kind, lambda kind: checks.of_kind(kind, ground)),
        ("developer", c.developer, lambda maker: checks.developed_by(maker, ground)),
        ("country", c.country, lambda region: checks.developed_in(region, ground)),
        ("content", c.contents and content,
         lambda _: checks.content(c.contents, ground, every=every)),
        ("input", c.accepts, lambda taken: checks.accepts(taken, ground)),
        ("way", way, lambda _: checks.integrated if c.way == "integrated"
         else checks.native(c.contents, every=every)),
        ("task", c.tasks, lambda tasks: checks.tasks(tasks, ground)),
        ("openness", c.openness, lambda level: openly[level]()),
        ("licence", c.licence, lambda licence: openness.licensed(licence, ground)),
        ("licence", c.commercial, lambda _: openness.commercial(ground)),
        ("access", c.access and (c.access, today), lambda x: openness.access(x[0], ground, x[1])),
        ("reasoning", c.reasoning, lambda _: checks.reasons),
        ("agent", c.agent, lambda _: checks.acts),
        ("size", sizes != (0, math.inf) and sizes, lambda sizes: checks.sized(*sizes)),
        ("context window", c.min_context, checks.at_least),
        ("price", c.max_price, checks.costs_at_most),
        ("memory", c.max_memory, checks.fits_in),
        ("release", c.released_after, checks.after),
        ("latest release", c.released_before, checks.before),
        *(("language", each, lambda each: reach.supports(each, ground)) for each in c.languages),
        ("region", c.region, lambda region: reach.offered(region, ground)),
        ("data", c.data_region, lambda region: reach.keeps_data(region, ground)),
    ]  # fmt: skip
    return [
        Constraint("retired", today, checks.retired(ground, today), always=True),
        Constraint("obtainable", True, checks.obtainable, always=True),
        *(Constraint(name, x, check(x)) for name, x, check in asked
          if x is not None and x is not False and x != ()),
    ]  # fmt: skip
