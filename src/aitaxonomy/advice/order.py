"""The criteria by which systems are ordered, each a sort key from facts: the lower, the better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aitaxonomy.advice.criteria import Criteria
from aitaxonomy.graph.systems import System, SystemFacts, amount, full, local
from aitaxonomy.rdf.namespaces import AIX

Key = tuple[float | str, ...]
#: The key of a system of which what is preferred is not known.
UNKNOWN: Key = (1,)
#: The number of years after which a model is old, and that of younger systems that outdate it.
YEARS, ENOUGH = 3, 3


def preference(ground: SystemFacts, system: System, prefer: str | None) -> Key:
    """Return the key of what is preferred; a system without the fact goes after those with it.

    A price is compared by what a million tokens cost that are written, then that are read.
    """
    if prefer == "newest":
        day = ground.newest(system).release[1]
        return (0, -number(day)) if day else UNKNOWN
    if prefer == "long-context":
        tokens = [int(x) for x in system.get("contextWindow") if x.isdigit()]
        return (0, -max(tokens)) if tokens else UNKNOWN
    if prefer == "cheap":
        prices = [_least(system.get(name)) for name in ("outputPrice", "inputPrice")]
        return UNKNOWN if None in prices else (0, *(price or 0 for price in prices))
    return ()


def _least(stated: Iterable[str]) -> float | None:
    return min((value for x in stated if (value := amount(x)) is not None), default=None)


def _day(ground: SystemFacts, system: System) -> str:
    """Return the day of a release; where none is known, that of what it supersedes, or ""."""
    before = (ground.systems.get(full(x)) for x in system.get("supersedes"))
    known = ground.newest(system).release[1]
    return known or max((each.release[1] for each in before if each), default="")


def aged(ground: SystemFacts, system: System, limit: str) -> bool:
    """Tell whether a model came out before a day; a product is kept up to date by its provider.

    A model of ours of which no day is known counts as one that did: what came out of late has one.
    """
    if "AIModel" not in system.kinds:  # nor does what may be a product count as old
        return False
    day = _day(ground, system)
    return number(day) < number(limit) if day else system.iri.startswith(AIX)


def focus(ground: SystemFacts, system: System, asked: Criteria) -> int:
    """Return 0 for a system dedicated to the purpose, 1 for a general one, 2 for any other.

    A system counts as any other if all tasks that are known of it make no content, such as
    moderation, and none of them is asked for, or only one narrower task is. For a task that makes
    no content a system is dedicated to it as well if no task is known of it but this one or broader
    ones.
    """
    dedicated = system.get("dedicatedTo")
    if asked.purpose and local(asked.purpose.iri) in dedicated:
        return 0
    if dedicated:
        return 2
    kin, known = ground.broader_tasks, system.get("performsTask")
    if not (asked.tasks and known):
        return 1
    done = set(known).difference(*(kin.get(each, ()) for each in known))
    if done.isdisjoint(x for task in asked.tasks for x in (task, *kin.get(task, ()))):
        several = len(done) > 1 and not set(known).isdisjoint(asked.tasks)
        return 1 if several or not ground.judging.issuperset(known) else 2
    first = asked.tasks[0]
    return 0 if asked.marks and {first, *kin.get(first, ())}.issuperset(done) else 1


def narrow(system: System, asked: Criteria) -> float:
    """Return 1 for a system of a language or two, such as Polish, where no language is asked for.

    Where not even a purpose is given, those known to do the most go first.
    """
    listed = set(system.get("supportsLanguage"))
    bound = len(listed) in (1, 2) and listed != {"english-language"}
    bound = bound and not asked.asked.get("language")
    if asked.purpose or asked.contents or asked.prefer or {"kind", "agent"} & asked.asked.keys():
        return float(bound)
    return bound + 1 / (1 + len(system.get("performsTask")))


def remoteness(ground: SystemFacts, system: System, marks: Sequence[str]) -> int:
    """Return 0 for a system built for the modalities of a task, 1 for a general one, else 2."""
    special = system.get("specializedIn")
    built = special or system.get("hasPrimaryModality")
    about = {x for mark in marks for x in (mark, *ground.wider.get(mark, ()))}
    if not marks or not about.isdisjoint(built):
        return 0
    return 2 if special else 1


def distance(ground: SystemFacts, system: System, content: str) -> int:
    """Return the distance of a system from a content type: 0 built for it, 4 not known to make it.

    1 is built for a wider content type, 2 makes it natively but is built for something else, and
    3 makes it otherwise.
    """
    if not system.has("generates", content):
        return 4
    special = system.get("specializedIn")
    if content in special or (not special and system.has("hasPrimaryModality", content)):
        return 0
    wider = ground.wider.get(content, ())
    if not special and any(system.has("hasPrimaryModality", x) for x in wider):
        return 1
    return 2 if system.has("nativelyGenerates", content) else 3


def unfitness(system: System, asked: Criteria) -> int:
    """Return 1 for a system that takes and makes what a task does, though not said to do it; or 2.

    It is 1 for purposes other than a task, which take and make many things.
    """
    if not asked.takes:
        return 1
    takes = any(system.has("accepts", x) for x in asked.takes)
    makes = any(system.has("generates", x) or system.has("hasOutput", x) for x in asked.makes)
    return 1 if takes and makes else 2


def burden(system: System, asked: Criteria) -> int:
    """Return what is left to do to the users of a system: 0 nothing, 1 some, 2 more.

    Where an agent is asked for, a model leaves it to them to build one. A system without a known
    provider is one that users run themselves, unless its weights are asked for.
    """
    build = "agent" in asked.asked and "AIModel" in system.kinds  # others are agents, or may be
    return build + (not asked.weights_asked and not system.has("hasAccess", "hosted-access"))


def withheld(system: System, asked: Criteria) -> bool:
    """Tell whether weights are asked for, and the system has no published weights."""
    return asked.weights_asked and not system.has("hasAccess", "downloadable-weights")


def standing(ground: SystemFacts, system: System) -> Key:
    """Return the key of how current a system is; of models of one day, the larger goes first."""
    sizes = [int(x) for x in system.get("parameterCount") if x.isdigit()]
    return (
        -number(_day(ground, system)),
        -max(sizes, default=0),
        system.label.casefold(),
        system.iri,
    )


def number(day: str) -> int:
    """Return a date as a number in the same order; a missing month or day counts as 0.

    >>> number("2026-05") < number("2026-05-01")
    True
    """
    return int("".join(c for c in day[:10] if c.isdigit()).ljust(8, "0"))
