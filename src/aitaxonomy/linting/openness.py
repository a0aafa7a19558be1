"""Openness in a list: words for access and licences that exclude each other."""

from __future__ import annotations

from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.record import Remark
from aitaxonomy.inventory.vocabulary import ancestors, find_value, individuals
from aitaxonomy.linting.finding import ListFinding, quoted

#: Words, normalized, for weights or terms that are closed, for which no single licence stands.
PROPRIETARY = frozenset(
    ("proprietary", "proprietarylicense", "proprietarylicence", "proprietaryterms", "closed",
     "closedsource", "commerciallicense", "commerciallicence", "allrightsreserved")
)  # fmt: skip
_OPEN_SOURCE = frozenset(("opensource", "opensourcemodel", "foss", "oss"))
_OPEN = frozenset(("open-weights", "downloadable-weights", "gated-weights"))


def said(word: str) -> str | None:
    """Return what a word says: "open source", "open weights", "weights", "closed", or None.

    >>> said("Open-Source"), said("download"), said("Proprietary"), said("API")
    ('open source', 'weights', 'closed', None)
    """
    key = normalized(word)
    if key in _OPEN_SOURCE:
        return "open source"
    if key in PROPRIETARY:
        return "closed"
    found = find_value("AccessLevel", word)
    return "open weights" if found == "open-weights" else "weights" if found in _OPEN else None


def licence_kind(name: str) -> str | None:
    """Return whether a licence is "proprietary", "restricted" or "open source"; None if unknown.

    >>> licence_kind("MIT"), licence_kind("llama3.1"), licence_kind("proprietary")
    ('open source', 'restricted', 'proprietary')
    """
    local = find_value("Licence", name)
    if local == "proprietary-terms" or normalized(name) in PROPRIETARY:
        return "proprietary"
    kinds = ancestors(individuals("Licence")[local]["type"]) if local else frozenset[str]()
    if "OpenSourceLicence" in kinds:
        return "open source"
    return "restricted" if "RestrictedLicence" in kinds else None


def contradiction(remark: Remark) -> ListFinding | None:
    """Return the finding on a licence that its row's way of access excludes, else None.

    >>> contradiction(Remark("pair", "licence", "Licence", "proprietary", "open weights")).fault
    "the licence 'proprietary' contradicts 'open weights' in the same row"
    >>> contradiction(Remark("pair", "licence", "Licence", "MIT", "open weights"))
    """
    _, _, column, licence, access = remark
    kind, claim = licence_kind(licence), said(access)
    closed = claim in ("open weights", "open source") and kind == "proprietary"
    if not closed and not (claim == "open source" and kind == "restricted"):
        return None
    fault = f"the licence {quoted(licence)} contradicts {quoted(access)} in the same row"
    fix = (
        "write the licence that the weights come under, or how they are had in truth"
        if closed
        else "it restricts the use, as no open-source licence does; write open weights instead"
    )
    return ListFinding("licence-against-access", "violation", column, licence, fault, fix)
