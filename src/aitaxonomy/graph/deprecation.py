"""Deprecated terms: the replacement of each, and the warning about its name."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from aitaxonomy.rdf.namespaces import REPLACED_BY, curie

if TYPE_CHECKING:
    from aitaxonomy.store import GraphStore

_REPLACED = f"""SELECT ?old ?new {{ ?old owl:deprecated true FILTER(isIRI(?old)) OPTIONAL {{
  ?old {"|".join(f"<{each}>" for each in REPLACED_BY)} ?new FILTER(isIRI(?new))
}} }}"""
#: The warnings about deprecated names in the answer at hand, where somebody listens.
_TOLD: ContextVar[list[str] | None] = ContextVar("told", default=None)


class DeprecatedTerm(UserWarning):
    """A name is that of a deprecated term; the message has what to use instead."""


Replacements = Mapping[str, tuple[str, ...]]
"""Deprecated terms, each with what replaces it, by IRI."""


def replacements(store: GraphStore) -> Replacements:
    """Return the deprecated terms of a store.

    >>> from aitaxonomy.inference.content import Content
    >>> replacements(Content().store)["https://w3id.org/aitaxonomy#noMakerSourceFor"]
    ()
    """
    found: dict[str, set[str]] = {}
    for old, new in store.select(_REPLACED, inferred=False).rows:
        found.setdefault(str(old), set()).update({str(new)} if new else ())
    return {old: tuple(sorted(new - {old})) for old, new in found.items()}


def current(iri: str, known: Replacements) -> str:
    """Return what is meant by an IRI today: of a deprecated one its only replacement.

    >>> known = {"urn:a": ("urn:b",), "urn:b": ("urn:c",), "urn:split": ("urn:b", "urn:c")}
    >>> current("urn:a", known), current("urn:split", known), current("urn:c", known)
    ('urn:c', 'urn:split', 'urn:c')
    """
    seen = set[str]()
    while iri not in seen and len(known.get(iri, ())) == 1:
        seen.add(iri)
        iri = known[iri][0]
    return iri


def warning(iri: str, known: Replacements, label: Callable[[str], str]) -> str:
    """Return the warning about a deprecated term: what to use instead.

    >>> warning("urn:a", {"urn:a": ("urn:b",)}, lambda iri: "B")
    "'urn:a' is deprecated: use 'urn:b' (B)"
    """
    meant = current(iri, known)
    new = [meant] if meant != iri else known[iri]
    use = " or ".join(f"{curie(each)!r} ({label(each)})" for each in new)
    return f"{curie(iri)!r} is deprecated{f': use {use}' if use else ', and nothing replaces it'}"


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect the warnings about deprecated names, for an answer that has a place for them."""
    told: list[str] = []
    token = _TOLD.set(told)
    try:
        yield told
    finally:
        _TOLD.reset(token)


def tell(text: str) -> None:
    """Give a warning about a deprecated name to the listener, or else as a warning of Python."""
    told = _TOLD.get()
    if told is None:
        warnings.warn(text, DeprecatedTerm, stacklevel=4)
    elif text not in told:
        told.append(text)


def with_warnings(document: Any, told: Sequence[str] | None = None) -> Any:
    """Return JSON with the warnings about deprecated names, if it is an object.

    >>> with_warnings({"a": 1}, ["'urn:a' is deprecated"])
    {'a': 1, 'warnings': ["'urn:a' is deprecated"]}
    """
    told = _TOLD.get() if told is None else told
    return {**document, "warnings": [*told]} if told and isinstance(document, dict) else document
