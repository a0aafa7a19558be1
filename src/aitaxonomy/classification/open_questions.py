"""Questions that would decide an open case, in plain words, with the person to ask."""

from __future__ import annotations

from typing import NamedTuple

from aitaxonomy.classification.summary import GENERATIVE_LLM_OPEN, UNDECIDED, group_of
from aitaxonomy.classification.system import Classified
from aitaxonomy.inventory.import_rules.proposals import generates, makes_none

#: Who is asked where no vendor is named.
OWNER = "the owner"


class OpenQuestion(NamedTuple):
    """A question about a system, and the person to ask."""

    ask: str
    whom: str


def open_question(system: Classified) -> OpenQuestion | None:
    """Return the one question whose answer would tell most, None for a system that is decided.

    Contradictions come first. A suggestion by words needs only a yes. The maker of a product knows
    what runs in it.

    >>> from aitaxonomy.inventory.importing import Entry
    >>> from aitaxonomy.reasoning.verdict import UNKNOWN
    >>> desk = Classified("Desk", "urn:desk", (), (), {"GenerativeAI": UNKNOWN}, (), (),
    ...                   listed=Entry(vendor="Acme"))
    >>> open_question(desk)
    OpenQuestion(ask='Ask the vendor which model powers it, and what it makes', whom='Acme')

    """
    group, vendor = group_of(system), system.listed.vendor
    if group not in (UNDECIDED, GENERATIVE_LLM_OPEN):
        return None
    if system.conflicts and not system.missing:
        return OpenQuestion("Correct the entry: what it says does not fit together", OWNER)
    if group == UNDECIDED:
        return _what_it_makes(system, vendor)
    of_llm = {each.partition(" (for ")[0] for each in system.missing if "LLM" in each}
    if of_llm and all(each.startswith("its scale") for each in of_llm):
        return OpenQuestion("Ask how large its model is, in parameters", vendor or OWNER)
    return _model(vendor, "")


def _what_it_makes(system: Classified, vendor: str) -> OpenQuestion:
    suggested = [each.means for each in system.proposed]
    if any(map(generates, suggested)):
        return OpenQuestion(
            "Confirm what its words suggest: that it makes text, images, code or sound", OWNER
        )
    if any(map(makes_none, suggested)):
        return OpenQuestion(
            "Confirm what its words suggest: that it sorts, predicts or detects, and makes no "
            "content",
            OWNER,
        )
    if system.known_as and not system.known_as.trusted:
        return OpenQuestion(
            "Confirm whether it is the known system of a similar name", vendor or OWNER
        )
    if vendor or suggested:
        return _model(vendor, ", and what it makes")
    return OpenQuestion(
        "Ask the owner whether it makes text, images, code or sound, or only scores, classes and "
        "alerts",
        OWNER,
    )


def _model(vendor: str, more: str) -> OpenQuestion:
    whom = "the vendor" if vendor else OWNER
    return OpenQuestion(f"Ask {whom} which model powers it{more}", vendor or OWNER)
