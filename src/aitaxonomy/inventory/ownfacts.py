"""Facts of one record that concern nothing but the record: sizes, dates, licence, access.

What links records with one another, with organizations and with known systems is in `statements`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from aitaxonomy.inventory.ntriples import ait, aix, day, integer
from aitaxonomy.inventory.record import Record
from aitaxonomy.inventory.tally import Tally
from aitaxonomy.inventory.values import (
    find_access,
    find_architecture,
    find_data,
    find_language,
    find_licence,
)

#: What the date of release means in a format that does not mean the day it could be used from.
_RELEASES = {"epoch": "paperPublishedOn"}
_WEIGHTS = frozenset(("downloadable-weights", "gated-weights", "non-commercial-weights"))
_WORDS = {
    "hasArchitecture": "an architecture",
    "hasLicence": "a licence",
    "hasAccess": "a way of access",
    "supportsLanguage": "a language",
    "trainedOn": "training data",
}
_P = {
    name: ait(name)
    for name in (
        "activeParameterCount", "availableSince", "contextWindow", "hasAccess", "hasArchitecture",
        "hasLicence", "knowledgeCutoff", "paperPublishedOn", "parameterCount", "retiredOn",
        "supportsLanguage", "trainedOn",
    )
}  # fmt: skip


def numbers(s: str, record: Record, tally: Tally, *, model: bool) -> Iterator[str]:
    """Yield the statements of sizes and dates about a subject `s`.

    Args:
        s: the subject, in angle brackets.
        record: what the inventory says of it.
        tally: counts what is left out.
        model: whether it is a model rather than a family or a system.

    """
    sizes = (
        ("parameterCount", record.parameters),
        ("activeParameterCount", record.active_parameters),
    )
    for p, number in sizes if model else ():
        if number is not None:
            yield f"{s} {_P[p]} {integer(number)} ."
    if record.parameters is not None and not model:
        tally.note("the size of what is no model, left out", str(record.source))
    if record.context_window is not None:
        yield f"{s} {_P['contextWindow']} {integer(record.context_window)} ."
    for p, date in (
        (_RELEASES.get(record.source.format, "availableSince"), record.released),
        ("retiredOn", record.retired),
        ("knowledgeCutoff", record.knowledge_cutoff),
    ):
        if date and date > _today():
            # What is planned has not happened: a retirement that a provider announces.
            tally.note("a date that lies ahead, left out", str(record.source))
        elif date and (value := day(date)):
            yield f"{s} {_P[p]} {value} ."
        elif date:
            tally.note("a year without a month, left out", str(record.source))


def _today() -> str:
    return datetime.date.today().isoformat()


def values(s: str, record: Record, tally: Tally, *, model: bool) -> Iterator[str]:
    """Yield the statements of architecture, licence, access, data and languages; see `numbers`."""
    access = record.access
    if record.open_weights and not any(find_access(each) in _WEIGHTS for each in access):
        access = (*access, "downloadable-weights")
    for p, find, names in (
        ("hasArchitecture", find_architecture, (record.architecture,)),
        ("hasLicence", find_licence, (record.licence,)),
        ("hasAccess", find_access, access),
        ("trainedOn", find_data, record.training_data if model else ()),
        ("supportsLanguage", find_language, record.languages),
    ):
        for name in names:
            if name and (found := find(name)):
                yield f"{s} {_P[p]} {aix(found)} ."
            elif name:
                tally.unknown(f"{_WORDS[p]} that we have no name for", name)
