"""What names are matched by, written down for a matcher in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aitaxonomy.inventory.matching import developers, name_index, name_parts
from aitaxonomy.inventory.matching.matcher import Matcher

#: The patterns of `name_parts` and of `developers`, by what they find.
_PATTERNS = {
    "date": name_parts.DATE,
    "served": name_parts.SERVED,
    "revision": name_parts.REVISION,
    "revised": name_parts.REVISED,
    "minor": name_parts.MINOR,
    "quantized": name_parts.QUANTIZED,
    "point": name_parts.POINT,
    "version": name_parts.VERSION,
    "token": name_parts.TOKEN,
    "size": name_parts.SIZE,
    "stamp": name_parts.STAMP,
    "first": name_parts.FIRST,
    "remark": developers.REMARK,
    "vendor": developers.VENDOR,
}
_WORDS = {
    "snapshot": name_parts.SNAPSHOT,
    "tuned": name_parts.TUNED,
    "plural": name_index.PLURAL,
    "generic": developers.GENERIC,
    "trailing": developers.TRAILING,
}


def name_tables(matcher: Matcher, places: Mapping[str, int]) -> dict[str, Any]:
    """Return the names of all systems, and what takes names apart.

    Args:
        matcher: the matcher of a graph.
        places: the number by which each system is told.

    """
    index = matcher.index
    names = [(name, places[iri]) for name, iri in index.entries if iri in places]
    systems = sorted({iri for _, iri in index.entries if iri in places})
    return {
        "names": names,
        "families": [places[iri] for iri in systems if index.is_family(iri)],
        "makers": {places[iri]: index.system(iri).developers for iri in systems},
        "patterns": {name: pattern.pattern for name, pattern in _PATTERNS.items()},
        "words": {name: sorted(words) for name, words in _WORDS.items()},
        **developers.name_tables(),
    }
