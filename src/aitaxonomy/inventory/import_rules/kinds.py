"""What kind of thing an entry of an inventory is: a model, a family of models or a system."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from aitaxonomy.inventory.vocabulary import ancestors, classes
from aitaxonomy.names import normalized

#: The three that are pairwise disjoint.
SORTS = ("AIModel", "ModelFamily", "AISystem")


@lru_cache(maxsize=10_000)
def class_of(kind: str) -> str | None:
    """Return the class that a kind of an inventory stands for, by any of its names, or None.

    >>> class_of("large language model"), class_of("Model"), class_of("toaster")
    ('LLM', 'AIModel', None)
    """
    name = normalized(kind.removeprefix("ait:"))
    for each in (name, "ai" + name, name.removesuffix("s")):
        if found := classes().get(each):
            return found
    return None


class Sort(NamedTuple):
    """What kind of thing an entry is, all classes by local name.

    Attributes:
        sort: one of `SORTS`.
        stated: its classes without a reason of their own.
        concluded: those that an import rule concluded, each with the reason.

    """

    sort: str
    stated: tuple[str, ...]
    concluded: tuple[tuple[str, str], ...]


@lru_cache(maxsize=10_000)
def sort_of(
    kind: str | None, concluded: tuple[tuple[str, str], ...], known: tuple[str, ...]
) -> Sort:
    """Return what an entry is by its kind, or else by the known system that it is the same as.

    Args:
        kind: what the inventory calls it.
        concluded: classes that the import rules gave it, with reasons.
        known: the classes of the known system, none if there is no such.

    >>> sort_of("chatbot", (("LLM", "it writes"),), ())
    Sort(sort='AISystem', stated=('ConversationalSystem',), concluded=())
    >>> sort_of(None, (), ("AIApplication",)).stated
    ('AIApplication',)

    """
    stated = class_of(kind) if kind else None
    above = ancestors([stated] if stated else known)
    sort = next((each for each in SORTS if each in above), None)
    if sort is None:
        sort = "AIModel"
        classes = (sort, *([stated] if stated else ()))
    else:
        # Of a known system, its sort alone: its other facts stay with it.
        classes = (stated,) if stated else tuple(k for k in known if k in SORTS or k in _SYSTEMS)
        classes = classes or (sort,)
    # What is concluded of models holds of no product that has such a task as well.
    fitting = tuple(
        (each, because)
        for each, because in concluded
        if sort == "AIModel" or "AIModel" not in ancestors([each])
    )
    return Sort(sort, classes, fitting)


_SYSTEMS = frozenset(("AIAgent", "AIApplication", "AIPlatform"))
