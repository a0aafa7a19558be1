"""What kind of thing an entry of an inventory is: a model, a family of models or a system."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.vocabulary import ancestors, classes

#: The pairwise disjoint kinds of AI artifacts.
TOP_KINDS = ("AIModel", "ModelFamily", "AISystem")
#: The classes that an entry takes over from the known system that it denotes.
_SHARED = frozenset((*TOP_KINDS, "AIAgent", "AIApplication", "AIPlatform"))


@lru_cache(maxsize=10_000)
def class_of(kind: str) -> str | None:
    """Return the class that the kind in an inventory denotes, by any name of the class, or None.

    >>> class_of("large language model"), class_of("Model"), class_of("toaster")
    ('LLM', 'AIModel', None)
    """
    name = normalized(kind.removeprefix("ait:"))
    for each in (name, "ai" + name, name.removesuffix("s")):
        if found := classes().get(each):
            return found
    return None


class Kinds(NamedTuple):
    """The classes of an entry, by local name.

    Attributes:
        top: one of `TOP_KINDS`.
        stated: its classes without a reason of their own.
        concluded: those that an import rule concluded, each with the reason.

    """

    top: str
    stated: tuple[str, ...]
    concluded: tuple[tuple[str, str], ...]


@lru_cache(maxsize=10_000)
def kinds_of(
    kind: str | None, concluded: tuple[tuple[str, str], ...], known: tuple[str, ...]
) -> Kinds:
    """Return the classes of an entry by its kind, or else by the known system that it denotes.

    Args:
        kind: what the inventory calls it.
        concluded: classes that the import rules gave it, with reasons.
        known: the classes of the known system, none if there is no such.

    >>> kinds_of("chatbot", (("LLM", "it writes"),), ())
    Kinds(top='AISystem', stated=('ConversationalSystem',), concluded=())
    >>> kinds_of(None, (), ("AIApplication",)).stated
    ('AIApplication',)

    """
    named = class_of(kind) if kind else None
    above = ancestors([named] if named else known)
    stated: tuple[str, ...]
    top = next((each for each in TOP_KINDS if each in above), None)
    if top is None:
        top = "AIModel"
        stated = (top, named) if named else (top,)
    elif named:
        stated = (named,)
    else:
        # Only the classes are taken over: other facts remain statements about the known system.
        stated = tuple(each for each in known if each in _SHARED) or (top,)
    # Conclusions about models do not hold for a product that performs the same task.
    fitting = tuple(
        (each, because)
        for each, because in concluded
        if top == "AIModel" or "AIModel" not in ancestors([each])
    )
    return Kinds(top, stated, fitting)
