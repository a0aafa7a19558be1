"""Checks of a system's openness, licence and access, and of the languages and places it is for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aitaxonomy.advice.result import Fit
from aitaxonomy.advice.wishes import ACCESS
from aitaxonomy.graph.systems import System, SystemFacts, full, kind_iri, local
from aitaxonomy.rdf.namespaces import RDF
from aitaxonomy.text import natural, with_article

_CLOSED = (("hasOpenness", "closed"),)


def closed(system: System) -> Fit:
    """Check that a system is closed."""
    if system.has("hasOpenness", "closed"):
        return Fit(True, "closed, by its sources", _CLOSED)
    if system.has("hasAccess", "downloadable-weights"):
        return Fit(False, "its weights are out", (("hasAccess", "downloadable-weights"),))
    return Fit(None, "is it closed?")


def open_weights(system: System) -> Fit:
    """Check that anybody may obtain, use, modify and share the weights of a system."""
    if system.has("hasAccess", "open-weights"):
        return Fit(True, "its weights are open", (("hasAccess", "open-weights"),))
    if system.has("hasOpenness", "closed"):
        return Fit(False, "closed, by its sources", _CLOSED)
    if system.has("hasAccess", "non-commercial-weights"):
        facts = (("hasAccess", "non-commercial-weights"),)
        return Fit(False, "its weights are out for non-commercial use only", facts)
    if system.has("hasAccess", "downloadable-weights"):
        return Fit(None, "are the terms of its weights open?")
    return Fit(None, "are its weights open?")


def open_source(system: System, ground: SystemFacts) -> Fit:
    """Check that the weights are open, under an open-source licence."""
    weights = open_weights(system)
    if not weights.holds:
        return weights
    found = _licences(system)
    for fact in found:
        if "OpenSourceLicence" in ground.licence_kinds(fact[1]):
            text = f"{weights.text}, under {ground.name(fact[1])}, an open-source licence"
            return Fit(True, text, (*weights.facts, fact))
    # No open-source licence is a restricted one: the two are disjoint.
    if found and all("RestrictedLicence" in ground.licence_kinds(x) for _, x in found):
        return Fit(False, f"{_words(ground, found)} is not an open-source licence", found)
    question = "is its licence an open-source one?" if found else "what is its licence?"
    return Fit(None, question)


def fully_open(system: System, ground: SystemFacts) -> Fit:
    """Check that weights are under an open-source licence, and that the training data are out."""
    source = open_source(system, ground)
    if source.holds is False:
        return source
    if not system.has("hasAccess", "data-available"):
        return Fit(None, "are its training data open?")
    if not source.holds:
        return source
    data = (("hasAccess", "data-available"),)
    return Fit(True, f"{source.text}, and its training data are open", (*source.facts, *data))


def commercial(system: System, ground: SystemFacts) -> Fit:
    """Check that the licences of a system permit commercial use."""
    found = _licences(system)
    if not found:
        return Fit(None, "may it be used for business? no licence of it is known")
    permits = [ground.permits(x) for _, x in found]
    if all(permits):
        limited = any("RestrictedLicence" in ground.licence_kinds(x) for _, x in found)
        how = "permitted under conditions" if limited else "permitted"
        return Fit(True, f"commercial use {how} by {_words(ground, found)}", found)
    if all(permit is False for permit in permits):
        return Fit(False, f"no commercial use by {_words(ground, found)}", found)
    return Fit(None, f"does what it comes under permit business? {_words(ground, found)}")


def licensed(system: System, licence: str, ground: SystemFacts) -> Fit:
    """Check that a system is under a licence, or under one of a kind of licences.

    By the convention of complete lists it is under no other licence than those known.
    """
    found = _licences(system)
    if not found:
        return Fit(None, "what is its licence?")
    fit = tuple(fact for fact in found if licence in (fact[1], *ground.licence_kinds(fact[1])))
    if fit:
        return Fit(True, f"under {_words(ground, fit)}", fit)
    group = (x for x in ground.licences if licence in ground.licence_kinds(x))
    sides = {_side(x, ground) for x in group}
    # Open-source and restricted licences are disjoint.
    single = licence in ground.licences
    if single or sides.isdisjoint({_side(x, ground) for _, x in found} | {None}):
        return Fit(False, f"under {_words(ground, found)}", found)
    kind = with_article(ground.label(kind_iri(licence)))
    return Fit(None, f"is {_words(ground, found)} {kind}?")


def _side(licence: str, ground: SystemFacts) -> str | None:
    """Return on which of two disjoint sides a licence is, None if that is unknown."""
    kinds = ground.licence_kinds(licence)
    return next((x for x in ("OpenSourceLicence", "RestrictedLicence") if x in kinds), None)


def _licences(system: System) -> tuple[tuple[str, str], ...]:
    """Return the facts on the licence of the weights, else of the system without code and data."""
    if weights := system.get("hasWeightsLicence"):
        return tuple(("hasWeightsLicence", x) for x in weights)
    parts = {*system.get("hasCodeLicence"), *system.get("hasDataLicence")}
    return tuple(("hasLicence", x) for x in system.get("hasLicence") if x not in parts)


def _words(ground: SystemFacts, licences: tuple[tuple[str, str], ...]) -> str:
    return natural([ground.name(licence) for _, licence in licences])


def access(system: System, asked: tuple[str, str], ground: SystemFacts) -> Fit:
    """Check that a system can be reached in a way ("api", "self-hosted" or "app") on a day.

    A model of which all offerings are retired has no API, as far as is known.
    """
    way, today = asked
    level = ACCESS[way]
    served_by = map(full, system.get("servedBy"))
    offerings = [ground.systems[each] for each in served_by if each in ground.systems]
    if way == "api" and offerings and all(each.retired(today) for each in offerings):
        last = max(offerings, key=lambda each: each.retired(today)[0])
        text = f"{last.label} was retired on {last.retired(today)[0]}"
        return Fit(False, text, (("servedBy", local(last.iri)),))
    if system.has("hasAccess", level):
        return Fit(True, ground.name(level), (("hasAccess", level),))
    # By definition nobody but the developer has the parameters of a closed system.
    if way == "self-hosted" and system.has("hasOpenness", "closed"):
        return Fit(False, "closed: its weights are not out", _CLOSED)
    return Fit(None, f"is there {ground.name(level)}?")


#: The type that states a list of languages to be complete.
_BOUND = ((RDF + "type", "LanguageBoundArtifact"),)
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
            return Fit(False, f"supports {len(listed)} languages, not {name}", _BOUND)
        only = natural([ground.name(x) for x in listed])
        return Fit(False, f"supports {only} only", _BOUND)
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
        if (free := open_source(system, ground)).holds:
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
