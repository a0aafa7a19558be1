"""Proposals by likeness: what a name suggests that is like a known one, or that of a family.

The first suggests what the system of the like name is, the second what most of the family are.
"""

from __future__ import annotations

from aitaxonomy.inventory.import_rules.model_names import LARGE, purpose_in_name, size_in_name
from aitaxonomy.inventory.matching.matcher import CONFIDENCE, Match, Matcher
from aitaxonomy.inventory.record import Proposal, Record

#: The confidence of what a like name suggests; that of a family is as much lower as its share.
_LIKE = 0.9
#: The least share of the known members of a family that suggests anything.
_MOST = 0.8


def with_likeness(record: Record, match: Match | None, matcher: Matcher) -> Record:
    """Return a record with what known systems of a name like its own suggest as proposals.

    What is concluded from fields comes before. A name that says embedding, speech and the like is
    that of another kind of model than those that it is called after; one that states a small size
    is that of no large language model.

    >>> from aitaxonomy import Taxonomy
    >>> from aitaxonomy.inventory.record import Source
    >>> row, matcher = Record("Claude 9 Opus", Source("a.csv", "csv")), Taxonomy().content.matcher
    >>> proposed = with_likeness(row, matcher.match(row), matcher).proposed
    >>> [(each.means, each.because) for each in proposed][:1]  # doctest: +ELLIPSIS
    [('LLMTechnology', 'as ... of ... known models of the family Claude')]

    """
    if match is None or match.trusted or match.confidence < CONFIDENCE[match.way]:
        return record
    suggested = matcher.kinds.suggested_by(match.iri, match.way == "family")
    if record.concluded or not suggested or purpose_in_name(f"{record.name} {record.id or ''}"):
        return record
    found = {each.means: each for each in record.proposed}
    small = (size_in_name(record.name) or LARGE) < LARGE
    for kind, share, because in suggested:
        confidence = _LIKE * share
        if share < _MOST or (kind in found and found[kind].confidence >= confidence):
            continue
        if not (small and kind == "LLMTechnology"):
            found[kind] = Proposal(kind, record.name, "name", 1, 1, confidence, because)
    return record._replace(proposed=tuple(found.values()))
