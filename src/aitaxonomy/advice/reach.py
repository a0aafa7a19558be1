"""Checks of the languages that a system supports, and the regions where it is offered."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aitaxonomy.advice import openness
from aitaxonomy.advice.finding import Fit
from aitaxonomy.graph.systems import System, SystemFacts
from aitaxonomy.rdf.namespaces import RDF
from aitaxonomy.text import natural

#: The type that states a list of languages to be complete.
_CLOSED = ((RDF + "type", "LanguageBoundArtifact"),)
#: The regions whose names take an article in English.
_THE = re.compile(
    r"(United|European|Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines)\b"
    r"|.* (Republic|Islands)\b|(Democratic )?Republic\b"
)


def supports(system: System, language: str, ground: SystemFacts) -> Fit:
    """Check that a system supports a language, by the lists that its sources give."""
    name = ground.name(language)
    listed = system.get("supportsLanguage")
    if language in listed:
        return Fit(True, f"supports {name}", (("supportsLanguage", language),))
    if "LanguageBoundArtifact" in system.kinds:
        if len(listed) > 1:
            return Fit(False, f"supports {len(listed)} languages, not {name}", _CLOSED)
        only = natural([ground.name(x) for x in listed])
        return Fit(False, f"supports {only} only", _CLOSED)
    return Fit(None, f"does it support {name}?")


def offered(system: System, region: str, ground: SystemFacts) -> Fit:
    """Check that a system is offered in a region, in each of its countries.

    A service that is offered in a market is offered nowhere else. Others may still offer a model
    elsewhere, so that for a model the question stays open. An open-source licence holds everywhere.
    """
    barred = [x for x in system.get("notOfferedIn") if _meet(region, x, ground=ground)]
    if any(ground.countries(region) <= ground.countries(x) for x in barred):
        facts = tuple(("notOfferedIn", x) for x in barred)
        return Fit(False, f"not offered in {_places(barred, ground)}", facts)
    if not barred:
        if reached := _reached(system, region, ground):
            return reached
        if (free := openness.open_source(system, ground)).holds:
            return Fit(True, f"{free.text}, for whichever region", free.facts)
    return _unreached(system, region, ground)


def keeps_data(system: System, region: str, ground: SystemFacts) -> Fit:
    """Check that data can be kept in a region: known of weights to run oneself."""
    place = _place(region, ground)
    if system.has("hasAccess", "downloadable-weights"):
        facts = (("hasAccess", "downloadable-weights"),)
        return Fit(True, f"its weights are out: who runs it in {place} keeps data there", facts)
    return Fit(None, f"does its provider keep data in {place}?")


def _reached(system: System, region: str, ground: SystemFacts) -> Fit | None:
    """Return the finding that a system is offered in all of a region; None if it is not."""
    places = [x for x in system.get("offeredIn") if _meet(region, x, ground=ground)]
    if not ground.countries(region) <= _union(places, ground):
        return None
    told = "" if region in places else f", which belongs to {_places(places, ground)}"
    facts = tuple(("offeredIn", x) for x in places)
    return Fit(True, f"offered in {_place(region, ground)}{told}", facts)


def _unreached(system: System, region: str, ground: SystemFacts) -> Fit:
    """Return the finding on a system that is not known to be offered in a region."""
    name, places = _place(region, ground), system.get("offeredIn")
    if _meet(region, *places, ground=ground):
        return Fit(None, f"is it offered in all of {name}?")
    if not places or not ground.markets.issuperset(places):
        return Fit(None, f"is it offered in {name}?")
    text = f"{name} is not among {_places(places, ground)}"
    if "AISystem" not in system.kinds:
        return Fit(None, f"does anybody offer it in {name}? {text}")
    return Fit(False, text, tuple(("offeredIn", x) for x in places))


def _union(regions: Iterable[str], ground: SystemFacts) -> frozenset[str]:
    return frozenset[str]().union(*map(ground.countries, regions))


def _meet(region: str, *others: str, ground: SystemFacts) -> bool:
    return not ground.countries(region).isdisjoint(_union(others, ground))


def _places(regions: Iterable[str], ground: SystemFacts) -> str:
    return natural([_place(x, ground) for x in regions])


def _place(region: str, ground: SystemFacts) -> str:
    """Return the name of a region as it stands in a sentence."""
    name = ground.name(region)
    return f"the {name}" if region in ground.markets or _THE.match(name) else name
