"""Which document shows that a family has a member: one that names the member, under their name.

A family groups what a developer issues under one name, so what the developer says of a thing of
that name shows that it belongs there. A document that both entries cite is preferred to all others.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from aitaxonomy.inventory.matching.name_parts import take_apart
from aitaxonomy.rdf.namespaces import AIT
from tools.source_records.artifact import Artifact
from tools.source_records.natures import can_state
from tools.source_records.tiers import MAKER

_MEMBERS = (AIT + "hasMember", AIT + "hasSubfamily")


def cite_members(artifacts: Mapping[str, Artifact]) -> None:
    """Give memberships without a source the best document of the member; changes `artifacts`."""
    for family in artifacts.values():
        for fact, documents in family.said().items():
            member = artifacts.get(fact[1].strip("<>"))
            if fact[0] not in _MEMBERS or documents or member is None:
                continue
            shared = set(member.records) & set(family.records)
            able = [
                document
                for document, record in member.records.items()
                if record.tier == MAKER and can_state(document, fact[0])
                and (document in shared or _is_named_after(member, family))
            ]  # fmt: skip
            if not able:
                continue
            best = min(able, key=lambda each: (*member.merit(each), each not in shared, each))
            family.records.setdefault(best, dataclasses.replace(
                member.records[best], supports=set()))  # fmt: skip
            family.notes[fact].sources.add(best)


def _is_named_after(member: Artifact, family: Artifact) -> bool:
    """Return whether a name of a member begins with a name of the family."""
    own = [take_apart(name).tokens for name in family.names()]
    return any(take_apart(name).tokens[: len(each)] == each
               for name in member.names() for each in own)  # fmt: skip
