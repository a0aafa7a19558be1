"""Why approaches and systems are advised, in words."""

from __future__ import annotations

from collections.abc import Sequence

from aitaxonomy.advice.approaches import Approach
from aitaxonomy.advice.criteria import Criteria
from aitaxonomy.advice.facts import DATED, Label, System, SystemFacts, full
from aitaxonomy.advice.finding import Finding, joined
from aitaxonomy.advice.purpose import SORTS
from aitaxonomy.advice.result import Meaning, Reason
from aitaxonomy.rdf.namespaces import AIT, curie
from aitaxonomy.text import natural

#: The number of other meanings that are told.
_MEANINGS = 5


def reason_of(ground: SystemFacts, system: System, finding: Finding) -> Reason:
    """Return a finding with its sources."""
    return Reason(finding.text, ground.sources(system, finding.facts))


def rating_of(approach: Approach, use_case: str, label: Label) -> Reason:
    """Return how an approach is rated for a use case."""
    rating = label(approach.rating) if approach.rating else None
    case = label(use_case)
    text = f"rated {rating} for {case}" if rating else f"nobody rates it for {case}"
    others = f"; but {natural(approach.others)}" if approach.others else ""
    return Reason(text + others, approach.rated_by)


def scope_of(approach: Approach, contents: Sequence[str], ground: SystemFacts) -> Reason:
    """Return whether the stated scope of an approach covers what is to be made."""
    missing = [x for x in contents if not ground.covered(x, approach.scope)]
    stated = natural([ground.name(x) for x in approach.scope])
    lacks = f"does not name {joined(map(ground.name, missing), every=False)}"
    text = f"its stated scope ({stated}) {lacks if missing else 'covers what is to be made'}"
    return Reason(text, approach.scope_sources)


def fit_of(count: int) -> Reason:
    """Return how many systems of an approach are known to meet everything asked."""
    known = "1 system of it is" if count == 1 else f"{count} systems of it are"
    return Reason(f"{known} known to meet everything asked")


def realizes(approach: Approach, use_case: str | None, label: Label) -> Reason:
    """Return which approach a system realizes, and how that is rated."""
    text = f"{label(AIT + approach.kind)}: entailed"
    if use_case and approach.rating:
        text += f"; the approach {approach.label} is rated {label(approach.rating)}"
        text += f" for {label(use_case)}"
    return Reason(text, approach.rated_by)


def meaning_of(criteria: Criteria, label: Label) -> Meaning | None:
    """Return what was taken for the words of a purpose."""
    purpose = criteria.purpose
    if purpose is None:
        return None
    notes = []
    if criteria.tasks and purpose.sort != "Task":
        notes.append(f"its tasks: {natural([label(full(x)) for x in criteria.tasks])}")
    if criteria.contents and not criteria.given and purpose.sort != "ContentModality":
        contents = joined((label(full(x)) for x in criteria.contents), every=False)
        notes.append(f"it calls for {contents}")
    if not criteria.use_case:
        notes.append(
            "no source rates approaches for it: the advice goes by task, content and constraints"
        )
    if purpose.unread:
        notes.append(f"nothing is known of: {', '.join(purpose.unread)}")
    others = [f"{label(iri)} ({curie(iri)})" for iri in purpose.others[:_MEANINGS]]
    return Meaning(
        label(purpose.iri), curie(purpose.iri), SORTS[purpose.sort],
        tuple(map(Reason, notes)), tuple(others),
    )  # fmt: skip


def standing_of(ground: SystemFacts, system: System) -> list[Reason]:
    """Return the reasons on how current a system is: date, newest component, successor."""
    reasons = []
    name, day = system.release
    if day:
        reasons.append(Reason(f"{DATED[name]} {day}", ground.sources(system, [(name, day)])))
    newest = ground.newest(system)
    if newest is not system:
        name, day = newest.release
        text = f"its newest component is {newest.label}, {DATED[name]} {day}"
        reasons.append(Reason(text, ground.sources(newest, [(name, day)])))
    if later := ground.successors.get(system.iri):
        text = f"superseded by {natural([ground.label(iri) for iri in later])}"
        reasons.append(Reason(text, ground.sources(ground.systems[later[0]], ())))
    return reasons
