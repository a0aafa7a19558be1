"""The checks on whom a system reaches: the language that it supports, where it is offered."""

from __future__ import annotations

from aitaxonomy.advice.facts import Ground, System
from aitaxonomy.advice.finding import Check, Finding
from aitaxonomy.terms import PREFIXES, natural

#: The fact by which a list of languages is closed; its note says who closes it.
_CLOSED = ((PREFIXES["rdf"] + "type", "LanguageBoundArtifact"),)


def supports(language: str, ground: Ground) -> Check:
    """Return the check that a system supports a language, by the lists that its sources give."""
    name = ground.name(language)

    def check(system: System) -> Finding:
        listed = system.get("supportsLanguage")
        if language in listed:
            return Finding(True, f"supports {name}", (("supportsLanguage", language),))
        if "LanguageBoundArtifact" in system.kinds:
            if len(listed) > 1:
                return Finding(False, f"supports {len(listed)} languages, not {name}", _CLOSED)
            only = natural([ground.name(x) for x in listed])
            return Finding(False, f"supports {only} only", _CLOSED)
        return Finding(None, f"does it support {name}?")

    return check


def offered(region: str, ground: Ground) -> Check:
    """Return the check that a system is offered in a region: in each country, where it has any.

    A market is closed: a service offered in one is offered nowhere else. A model may yet be had
    elsewhere from somebody else, so that of a model the question stays open.
    """
    name, wanted = ground.name(region), ground.countries(region)

    def among(regions: list[str]) -> str:
        return natural([ground.name(x) for x in regions])

    def check(system: System) -> Finding:
        barred = [x for x in system.get("notOfferedIn") if wanted & ground.countries(x)]
        if any(wanted <= ground.countries(x) for x in barred):
            facts = tuple(("notOfferedIn", x) for x in barred)
            return Finding(False, f"not offered in {among(barred)}", facts)
        places = system.get("offeredIn")
        reached = frozenset[str]().union(*map(ground.countries, places))
        if wanted <= reached - frozenset[str]().union(*map(ground.countries, barred)):
            helping = [x for x in places if wanted & ground.countries(x)]
            facts = tuple(("offeredIn", x) for x in helping)
            told = f", one of the {among(helping)}" if region not in helping else ""
            return Finding(True, f"offered in {name}{told}", facts)
        if wanted & reached:
            return Finding(None, f"is it offered in all of {name}?")
        if not places or not ground.markets.issuperset(places):
            return Finding(None, f"is it offered in {name}?")
        text = f"{name} is none of the {among(places)}"
        if "AIModel" in system.kinds:
            return Finding(None, f"does anybody offer it in {name}? {text}")
        return Finding(False, text, tuple(("offeredIn", x) for x in places))

    return check
