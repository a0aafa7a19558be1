"""The tool that advises: recommend."""

from __future__ import annotations

from collections import Counter

from aitaxonomy.advice import Advice
from aitaxonomy.agents.answers import Advised, AdvisedApproach, AdvisedSystem
from aitaxonomy.agents.arguments import (
    Amount,
    Contents,
    Day,
    Limit,
    Place,
    Preference,
    Purpose,
    Way,
    Wish,
)
from aitaxonomy.taxonomy import Taxonomy


def recommend(
    ai: Taxonomy,
    purpose: Purpose = None,
    *,
    content: Contents = None,
    open_weights: Wish = False,
    open_source: Wish = False,
    closed: Wish = False,
    commercial: Wish = False,
    native: Wish = False,
    reasoning: Wish = False,
    agent: Wish = False,
    access: Way = None,
    max_parameters: Amount = None,
    min_context: Amount = None,
    released_after: Day = None,
    language: Place = None,
    region: Place = None,
    prefer: Preference = None,
    limit: Limit = 5,
) -> Advised:
    """Advise which approach and which systems to take for a purpose and wishes, with reasons.

    At least a purpose or a content is needed. Raises `UnknownTerm`, with what comes close, and
    `QueryRefused` for wishes that exclude each other.
    """
    advice = ai.recommend(
        purpose,
        content=content,
        open_weights=open_weights,
        open_source=open_source,
        closed=closed,
        commercial=commercial,
        native=native,
        reasoning=reasoning,
        agent=agent,
        access=access,
        max_parameters=max_parameters,
        min_context=min_context,
        released_after=released_after,
        language=language,
        region=region,
        prefer=prefer,
    )
    return _advised(advice, limit)


def _advised(advice: Advice, limit: int) -> Advised:
    shown = advice.shown(limit)
    rest = len(advice.systems) - len(shown)
    meaning = advice.meaning
    return Advised(
        understood_as=f"{meaning.sort}: {meaning.name} ({meaning.iri})" if meaning else "",
        approaches=[
            AdvisedApproach(each.approach, each.rating or "", list(map(str, each.reasons)))
            for each in advice.approaches
        ],
        systems=[
            AdvisedSystem(
                system.iri,
                system.name,
                [reason.text for reason in system.reasons],
                list(system.open_questions),
                sorted({source for reason in system.reasons for source in reason.sources}),
            )
            for system in shown
        ],
        fell_out=dict(Counter(each.constraint for each in advice.rejected).most_common()),
        what_if=[
            f"{change.change}: {change.winner or change.approach or 'none is left'}"
            for change in advice.what_if
        ],
        more={"systems": rest} if rest else {},
    )
