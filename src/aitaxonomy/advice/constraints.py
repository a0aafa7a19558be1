"""The constraints on a system, in order.

A system is rejected by the first constraint that it is known to fail. A constraint on which nothing
is known rejects no system: it is an open question.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aitaxonomy.advice import checks, openness
from aitaxonomy.advice.checks import Fit
from aitaxonomy.advice.criteria import Criteria
from aitaxonomy.graph.systems import System, SystemFacts


@dataclass(frozen=True)
class Constraint:
    """Something asked of a system.

    Attributes:
        name: its subject, such as "licence".
        value: the value that is asked for; name and value identify a constraint.
        find: finds whether a system meets it, by value and further arguments.
        given: these arguments.
        always: whether it applies whatever the criteria.

    """

    name: str
    value: object
    find: Callable[..., Fit]
    given: tuple[Any, ...] = ()
    always: bool = False

    def check(self, system: System) -> Fit:
        """Return whether a system meets it."""
        return self.find(system, *(() if self.value is True else (self.value,)), *self.given)


def constraints(criteria: Criteria, ground: SystemFacts, today: str) -> list[Constraint]:
    """Return the constraints of some criteria, in the order in which they reject systems.

    A system must always be available and not retired. The others apply where they are asked for.
    """
    c = criteria
    content = (c.contents, c.given)
    sizes = (c.min_parameters or 0, math.inf if c.max_parameters is None else c.max_parameters)
    asked: list[tuple[Any, ...]] = [
        ("kind", c.kind, checks.of_kind, ground),
        ("developer", c.developer, checks.developed_by, ground),
        ("country", c.country, checks.developed_in, ground),
        ("content", content if c.contents else None, checks.content, ground),
        ("input", c.accepts or None, checks.accepts, ground),
        ("way", content if c.way == "native" else None, checks.native),
        ("way", c.way == "integrated" or None, checks.integrated),
        ("task", c.tasks or None, checks.tasks, ground),
        ("openness", c.openness, openness.as_open, ground),
        ("licence", c.licence, openness.licensed, ground),
        ("licence", c.commercial or None, openness.commercial, ground),
        ("access", (c.access, today) if c.access else None, openness.access, ground),
        ("reasoning", c.reasoning or None, checks.reasons),
        ("agent", c.agent or None, checks.acts),
        ("size", sizes if sizes != (0, math.inf) else None, checks.sized),
        ("context window", c.min_context, checks.at_least),
        ("price", c.max_price, checks.costs_at_most),
        ("memory", c.max_memory, checks.fits_in),
        ("release", c.released_after, checks.after),
        ("latest release", c.released_before, checks.before),
        *(("language", each, openness.supports, ground) for each in c.languages),
        ("region", c.region, openness.offered, ground),
        ("data", c.data_region, openness.keeps_data, ground),
    ]
    return [
        Constraint("retired", today, checks.retired, (ground,), always=True),
        Constraint("obtainable", True, checks.obtainable, always=True),
        *(Constraint(name, x, find, tuple(given)) for name, x, find, *given in asked
          if x is not None),
    ]  # fmt: skip
