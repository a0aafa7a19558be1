"""The rows of a harvest."""

from __future__ import annotations

from typing import NamedTuple


class Claim(NamedTuple):
    """One value of catalogues for one property of one thing, that is not ours.

    Attributes:
        part: "ready" to be written, "open" to be decided, "outweighed" by a page of the maker or
            by weights that stay when a service ends, "planned" for a day of retirement that lies
            ahead, or "missing" (we state nothing, and want a better source).
        thing: what it is about, as a CURIE.
        name: its label.
        flagship: whether it is the flagship of its maker.
        property: what is claimed.
        ours: our values, "" where we state none.
        theirs: the value of the catalogues.
        catalogues: who says so.
        witnesses: how many of them are independent.
        services: whose service it is about, if the source says so.
        own: whether the maker's service or the catalogue itself says so, not other services only.
        places: where.
        row: the property of the ledger that states it; "" if no row is made of it.
        reader: the catalogue that a row cites.
        source: the address of its document, "" if a snapshot has no version or no known address.
        place: where in it.
        as_of: the day of the snapshot.

    """

    part: str
    thing: str
    name: str
    flagship: bool
    property: str
    ours: str
    theirs: str
    catalogues: tuple[str, ...]
    witnesses: int
    services: tuple[str, ...]
    own: bool
    places: tuple[str, ...]
    row: str
    reader: str
    source: str
    place: str
    as_of: str


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
