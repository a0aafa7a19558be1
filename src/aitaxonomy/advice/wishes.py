"""Options of a search for systems: their names and their values."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypedDict, get_args

if TYPE_CHECKING:
    from aitaxonomy.graph.term import Term

Access = Literal["api", "self-hosted", "app"]
#: The ways of access that can be asked for, each with the access level that provides it.
ACCESS: Mapping[str, str] = {
    "api": "api-access",
    "self-hosted": "downloadable-weights",
    "app": "web-interface-access",
}
Preference = Literal["cheap", "long-context", "newest"]
#: What can be preferred, with the words for the fact that decides.
PREFERENCES: Mapping[str, str] = {
    "cheap": "its price",
    "long-context": "its context window",
    "newest": "its release",
}
Sorting = Literal[
    "newest", "oldest", "smallest", "largest", "longest-context", "cheapest", "name"
]  # fmt: skip
SORTINGS: tuple[Sorting, ...] = get_args(Sorting)


class Filters(TypedDict, total=False):
    """The conditions of `find` and `recommend`. An option that is left out sets no condition.

    Numbers are counts of parameters, tokens, US dollars for a million tokens read, and gigabytes.
    """

    developer: str | Term | None
    country: str | Term | None
    content: str | Term | Sequence[str | Term] | None
    accepts: str | Term | Sequence[str | Term] | None
    native: bool
    integrated: bool
    open_weights: bool
    open_source: bool
    fully_open: bool
    closed: bool
    commercial: bool
    licence: str | Term | None
    access: Access | None
    reasoning: bool
    agent: bool
    min_parameters: float | None
    max_parameters: float | None
    min_context: float | None
    max_price: float | None
    max_memory: float | None
    released_after: str | datetime.date | None
    released_before: str | datetime.date | None
    language: str | Term | Sequence[str | Term] | None
    region: str | Term | None
    data_region: str | Term | None
    without: str | Term | Sequence[str | Term] | None


class Selection(Filters, total=False):
    """The filters with a kind."""

    kind: str | Term | None


class Wishes(Selection, total=False):
    """The options of `recommend`."""

    use_case: str | Term | None
    instead_of: str | Term | None
    prefer: Preference | None


class Request(Wishes, total=False):
    """A purpose with the options."""

    purpose: str | Term | None
