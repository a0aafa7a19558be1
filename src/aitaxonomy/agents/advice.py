"""The tools that select systems: find, recommend."""

from __future__ import annotations

from collections import Counter
from typing import Any

from aitaxonomy.advice.find import FoundSystems
from aitaxonomy.advice.report import Advice
from aitaxonomy.agents.answers import Advised, BriefApproach, BriefSystem
from aitaxonomy.agents.arguments import of_operation
from aitaxonomy.taxonomy import Taxonomy


@of_operation("find")
def find(ai: Taxonomy, **given: Any) -> FoundSystems:
    """List systems by kind, developer, country, licence, size, price, language and more.

    Known ones fit all of it; of the open ones something is not known: that is not "no". Kinds are
    read as the ontology defines them. Raises `UnknownTerm`, with what comes close, and
    `QueryRefused` for filters that exclude each other.
    """
    return ai.find(**given)


#: `find` has these.
_OF_FIND = (
    "kind", "developer", "country", "accepts", "licence", "min_parameters", "max_price",
    "released_before",
)  # fmt: skip


@of_operation("recommend", leave=("use_case", "integrated", *_OF_FIND), limit=5)
def recommend(ai: Taxonomy, *, limit: int, **given: Any) -> Advised:
    """Advise which approach and which systems to take for a purpose and wishes, with reasons.

    At least one of them is needed. Raises `UnknownTerm`, with what comes close, and `QueryRefused`
    for wishes that exclude each other.
    """
    return _advised(ai.recommend(**given), limit)


def _advised(advice: Advice, limit: int) -> Advised:
    shown = advice.shown(limit)
    rest = len(advice.systems) - len(shown)
    meaning = advice.meaning
    return Advised(
        understood_as=f"{meaning.sort}: {meaning.name} ({meaning.iri})" if meaning else "",
        approaches=[
            BriefApproach(each.approach, each.rating or "", list(map(str, each.reasons)))
            for each in advice.approaches
        ],
        systems=[
            BriefSystem(
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
