"""Kinds of entries of an inventory: a model, a family of models or a system."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.record import Record
from aitaxonomy.inventory.vocabulary import ancestors, classes, words

#: The pairwise disjoint kinds of AI artifacts.
TOP_KINDS = ("AIModel", "ModelFamily", "AISystem")
#: The classes that an entry takes over from the known system that it denotes.
_SHARED = frozenset((*TOP_KINDS, "AIAgent", "AIApplication", "AIPlatform"))
#: The formats whose entries are models, whatever else they say; three are read in `tools`.
_OF_MODELS = frozenset(
    ("cyclonedx", "epoch", "helm", "huggingface", "litellm", "models.dev", "openrouter", "osai",
     "spdx")
)  # fmt: skip


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
    return words("kind").get(name)


def states_model(record: Record) -> bool:
    """Return whether the format or a field of an entry says that it is a model."""
    return (
        record.source.format in _OF_MODELS
        or record.parameters is not None
        or record.active_parameters is not None
        or record.knowledge_cutoff is not None
        or bool(record.training_data)
        or any(base.how != "built on" for base in record.derived_from)
    )


class EntryKinds(NamedTuple):
    """The classes of an entry, by local name.

    Attributes:
        top: one of `TOP_KINDS`, or "AIArtifact" where nothing tells which.
        stated: its classes without a reason of their own.
        concluded: those that an import rule concluded, each with the reason.

    """

    top: str
    stated: tuple[str, ...]
    concluded: tuple[tuple[str, str], ...]


def kinds_of(
    kind: str | None,
    concluded: tuple[tuple[str, str], ...],
    known: tuple[str, ...],
    *,
    model: bool = False,
) -> EntryKinds:
    """Return the classes of an entry by its kind, or else by the known system that it denotes.

    Args:
        kind: what the inventory calls it.
        concluded: classes that the import rules gave it, with reasons.
        known: the classes of the known system, none if there is no such.
        model: whether the list is one of models, or states of the entry what only models have.

    >>> kinds_of("chatbot", (("LLM", "it writes"),), ())
    EntryKinds(top='AISystem', stated=('ConversationalSystem',), concluded=())
    >>> kinds_of(None, (), ("AIApplication",)).stated
    ('AIApplication',)
    >>> kinds_of(None, (("LLM", "it writes"),), ()).concluded
    (('LLMTechnology', 'it writes'),)

    """
    named = class_of(kind) if kind else None
    if top := _top([named] if named else known):
        # Only the classes are taken over: other facts remain statements about the known system.
        stated = (named,) if named else tuple(each for each in known if each in _SHARED) or (top,)
    elif model:
        top, stated = "AIModel", ("AIModel", named) if named else ("AIModel",)
    else:
        top = _top([each for each, _ in concluded if not _is_model(each)]) or "AIArtifact"
        stated = (named or "AIArtifact",)
    if top == "AIModel":
        return EntryKinds(top, stated, concluded)
    # Conclusions about models do not hold for a product that performs the same task. Of what may
    # be either, that which writes is an LLM in the wider sense: one, or built on one.
    if top == "AIArtifact":
        concluded = tuple(("LLMTechnology" if k == "LLM" else k, why) for k, why in concluded)
    return EntryKinds(top, stated, tuple((k, why) for k, why in concluded if not _is_model(k)))


def _top(classes: Iterable[str]) -> str | None:
    above = ancestors(classes)
    return next((each for each in TOP_KINDS if each in above), None)


def _is_model(kind: str) -> bool:
    return "AIModel" in ancestors([kind])
