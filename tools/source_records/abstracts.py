"""Facts that the abstracts of preprints state about their artifacts.

A file of abstracts has, by number of a preprint, its title and its abstract. The abstract stands on
a page of its own, so what it states has a place there; what else the paper is a source of stays
with the paper as a whole, its PDF.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from aitaxonomy import Taxonomy
from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.rdf.namespaces import AIT
from tools.source_records.annotations import ABSTRACT, PREPRINTS
from tools.source_records.catalogues import Fact, Place, Stated
from tools.source_records.natures import can_state
from tools.source_records.repositories import OWN, Known, Names, known_of
from tools.source_records.statements import makes

_NUMBER = re.compile(r"https?://arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})")


class AbstractsFault(AITaxonomyError):
    """A file of abstracts that cannot be read."""


def stated_in_abstracts(ai: Taxonomy, path: Path) -> Stated:
    """Return what the abstracts in a file state of the artifacts of a taxonomy that cite them.

    Raises `AbstractsFault` for a file that is not a JSON object of titles and abstracts.
    """
    try:
        papers = {
            number: (str(paper["title"]), str(paper["abstract"]))
            for number, paper in json.loads(path.read_text(encoding="utf-8")).items()
        }
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise AbstractsFault(f"{path}: no title and abstract by number of a preprint ({error}); "
                             "give a JSON object of such") from None  # fmt: skip
    known = known_of(ai)
    citing: dict[str, set[str]] = defaultdict(set)
    for artifact in known.facts:
        for document in known.sources[artifact]:
            at = _NUMBER.fullmatch(document)
            if at and at[1] in papers and can_state(document, AIT + "hasArchitecture"):
                citing[at[1]].add(artifact)
    found: Stated = defaultdict(lambda: defaultdict(dict))
    for number, artifacts in citing.items():
        day = f"20{number[:2]}-{number[2:4]}"
        place = Place(f"https://arxiv.org/abs/{number}", ABSTRACT, day)
        for artifact in sorted(artifacts):
            facts = _read(known, artifact, artifacts, *papers[number])
            if facts is not None:
                found[artifact][PREPRINTS][place] = facts
    return found


def _read(
    known: Known, artifact: str, artifacts: Collection[str], title: str, abstract: str
) -> frozenset[Fact] | None:
    """Return the statements that an abstract makes of an artifact; None if it does not name it.

    A sentence that names another artifact that cites the paper, and not this one, is about that.
    """
    own = Names(known, (artifact,))
    families = known.families.get(artifact, set())
    family = Names(known, tuple(sorted(families)))
    if not (own.are_in(title, abstract) or family.are_in(title, abstract)):
        return None
    others = Names(known, tuple(sorted(set(artifacts) - families - {artifact})))
    sentences = [
        each
        for each in re.split(r"(?<=[.!?])\s+", abstract)
        if own.are_in(each) or not others.are_in(each)
    ]
    return frozenset(
        fact
        for fact in known.facts[artifact]
        for sentence in sentences
        if (fact[0] not in OWN or own.are_in(sentence))
        and makes(sentence, fact, known.names, own.pattern)
    )
