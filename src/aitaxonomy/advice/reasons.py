"""Why approaches and systems are advised, in words."""

from __future__ import annotations

from collections.abc import Sequence

from aitaxonomy.advice.approaches import Approach, Realized
from aitaxonomy.advice.checks import at_least
from aitaxonomy.advice.criteria import Criteria
from aitaxonomy.advice.purpose import SORTS, Purpose
from aitaxonomy.advice.ranking import Ranking
from aitaxonomy.advice.result import AdvisedApproach, AdvisedSystem, Fit, Meaning, Reason, joined
from aitaxonomy.advice.wishes import PREFERENCES
from aitaxonomy.graph.systems import DATED, Label, System, SystemFacts, full, kind_iri
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.text import natural, with_article

#: The number of other meanings that are shown.
_MEANINGS = 5


def approach_of(
    approach: Approach, ranking: Ranking, fit: Sequence[Realized], label: Label
) -> AdvisedApproach:
    """Return an approach with its reasons; `fit` has what each system that fits may realize."""
    criteria, reasons = ranking.criteria, []
    if criteria.use_case:
        reasons.append(_rating(approach, criteria.use_case, label))
    if criteria.contents and approach.scope:
        reasons.append(_scope(approach, criteria.contents, ranking.ground))
    count = sum(each == (approach,) for each in fit)
    undecided = sum(approach in each for each in fit) - count
    known = "1 such system is" if count == 1 else f"{count} such systems are"
    more = f"; {undecided} more may be" if undecided else ""
    reasons.append(Reason(f"{known} known to meet everything asked{more}"))
    rating = label(approach.rating) if approach.rating else None
    return AdvisedApproach(approach.label, rating, tuple(reasons))


def system_of(
    system: System, findings: Sequence[Fit], ranking: Ranking, label: Label
) -> AdvisedSystem:
    """Return a system with its reasons and open questions."""
    ground, reasons = ranking.ground, []
    may = ranking.realized(system)
    if may != (None,):
        reasons.append(_realizes(may, ranking.criteria.use_case, label))
    for constraint, finding in zip(ranking.asked, findings, strict=True):
        if finding.holds and not constraint.always:
            reasons.append(reason_of(ground, system, finding))
    reasons += _standing(ground, system)
    prefer = ranking.criteria.prefer
    if prefer and not ranking.preferred(system):
        reasons.append(Reason(f"nothing is known of {PREFERENCES[prefer]}: after those with it"))
    elif prefer == "long-context":
        reasons.append(reason_of(ground, system, at_least(system, 1)))
    questions = [finding.text for finding in findings if finding.holds is None]
    if ranking.undecided(may):
        questions.append(_question(may))
    return AdvisedSystem(system.label, curie(system.iri), tuple(reasons), tuple(questions))


def reason_of(ground: SystemFacts, system: System, finding: Fit) -> Reason:
    """Return a finding with its sources."""
    return Reason(finding.text, ground.sources(system, finding.facts))


def _rating(approach: Approach, use_case: str, label: Label) -> Reason:
    """Return how an approach is rated for a use case."""
    rating = label(approach.rating) if approach.rating else None
    case = label(use_case)
    text = f"rated {rating} for {case}" if rating else f"nobody rates it for {case}"
    others = f"; but {natural(approach.others)}" if approach.others else ""
    return Reason(text + others, approach.rated_by)


def _scope(approach: Approach, contents: Sequence[str], ground: SystemFacts) -> Reason:
    """Return whether the stated scope of an approach covers what is to be made."""
    missing = [x for x in contents if not ground.covered(x, approach.scope)]
    stated = natural([ground.name(x) for x in approach.scope])
    lacks = f"does not name {joined(map(ground.name, missing), every=False)}"
    text = f"its stated scope ({stated}) {lacks if missing else 'covers what is to be made'}"
    return Reason(text, approach.scope_sources)


def _realizes(may: Realized, use_case: str | None, label: Label) -> Reason:
    """Return of which kinds a system is, which approach adopting it realizes, and its rating."""
    listed = [approach for approach in may if approach]
    kinds = [f"it {'is' if approach is may[-1] else 'may be'} "
             f"{with_article(label(kind_iri(approach.kind)))}" for approach in listed]  # fmt: skip
    rated = [f"{approach.label}, rated {label(approach.rating)}"
             for approach in listed if approach.rating]  # fmt: skip
    if not use_case or not rated:
        return Reason("; ".join(kinds))
    verb = "means" if len(may) == 1 else "may mean"
    rated[0] += f" for {label(use_case)}"
    text = f"this {verb} the approach {', or '.join(rated)}"
    best = ["it ranks by the better"] if len(rated) > 1 else []
    sources = dict.fromkeys(source for approach in listed for source in approach.rated_by)
    return Reason("; ".join((*kinds, text, *best)), tuple(sources))


def _question(may: Realized) -> str:
    """Return what would decide which approach adopting a system realizes.

    >>> _question((Approach("urn:a", "LLM", "LLMTechnology", 2), None))
    'is it an LLM?'
    """
    labels = [approach.label for approach in may if approach and approach is not may[-1]]
    nouns = [with_article(each) for each in labels]
    return f"is it {joined(nouns, every=False)}?"


def order_of(criteria: Criteria) -> str:
    """Return the order of systems in words; retired ones fall out."""
    prefer = criteria.prefer
    first = f"{PREFERENCES[prefer].removeprefix('its ')}, " if prefer else ""
    return (
        f"ordered by the fewest open questions, {first}rating and fit for the purpose, and the "
        "latest release; old models, and those with a successor that may do as well, come last"
    )


def meaning_of(criteria: Criteria, purpose: Purpose, label: Label) -> Meaning:
    """Return what was taken for the words of a request."""
    wording = purpose.wording
    if not purpose.iri:
        told = Reason("no purpose was read: systems of any kind are listed; name a task for fewer")
        return Meaning(notes=(told,), read_as=wording.read, not_understood=wording.left)
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
    if also := [label(full(x)) for x in wording.purposes[1:]]:
        notes.append(f"asked for as well, and to be asked by itself: {natural(also)}")
    others = [f"{label(iri)} ({curie(iri)})" for iri in purpose.others[:_MEANINGS]]
    return Meaning(
        label(purpose.iri), curie(purpose.iri), SORTS[purpose.sort],
        tuple(map(Reason, notes)), tuple(others), wording.read, wording.left,
    )  # fmt: skip


def _standing(ground: SystemFacts, system: System) -> list[Reason]:
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
