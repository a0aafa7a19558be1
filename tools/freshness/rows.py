"""The rows of a work list."""

from __future__ import annotations

from typing import NamedTuple


class Difference(NamedTuple):
    """One value of catalogues for one property of one system, beside ours.

    Attributes:
        part: "contradicted", "missing" (we state nothing), "retired", or "planned" for a day of
            retirement that lies ahead.
        entity: our system, as a CURIE.
        name: its label.
        property: what is compared.
        ours: our values, "" where we state none.
        theirs: the value of the catalogues.
        catalogues: who says so.
        services: whose service it is about, if the source says so.
        own: whether the maker's service or the catalogue itself says so, not other services only.
        places: where.

    """

    part: str
    entity: str
    name: str
    property: str
    ours: str
    theirs: str
    catalogues: tuple[str, ...]
    services: tuple[str, ...]
    own: bool
    places: tuple[str, ...]


class New(NamedTuple):
    """A model that no name of ours matches.

    Attributes:
        name: the shortest of its names that a catalogue shows.
        developer: by the catalogue, else by the namespace of its id.
        released: the day that catalogues give most often, or a date in its name; the maker's
            own entries precede those of other services.
        closest: our system of the most similar name, and how similar; "" for none.
        ids: under which catalogues list it.
        catalogues: who lists it.
        services: who serves it.
        facts: what catalogues say of it, in one line.
        places: where.

    """

    name: str
    developer: str
    released: str
    closest: str
    ids: tuple[str, ...]
    catalogues: tuple[str, ...]
    services: tuple[str, ...]
    facts: str
    places: tuple[str, ...]
