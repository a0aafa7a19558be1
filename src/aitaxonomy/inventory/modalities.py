"""Modalities as inventories name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.tally import Tally
from aitaxonomy.inventory.vocabulary import ancestors, individuals, spelled

#: Words of inventories that are no name of ours.
_WORDS = {
    "3d": "three-d",
    "embeddings": "embedding",
    "images": "image",
    "photo": "image",
    "picture": "image",
    "sourcecode": "code",
    "texts": "text",
    "videos": "video",
    "vision": "image",
    "voice": "speech",
}


def find_modality(word: str) -> str | None:
    """Return the local name of the modality of a word, or None.

    >>> find_modality("Image"), find_modality("3D"), find_modality("pdf")
    ('image', 'three-d', None)
    """
    key = normalized(word)
    return _names().get(key) or _WORDS.get(key)


def find_modalities(words: Iterable[str], tally: Tally, where: str) -> tuple[str, ...]:
    """Return the modalities of words, each once; the tally counts the words that have none."""
    found: dict[str, None] = {}
    for word in words:
        if modality := find_modality(word):
            found[modality] = None
        else:
            tally.unknown(f"{word!r} is no modality of ours", where)
    return tuple(found)


@cache
def content_modalities() -> Mapping[str, str]:
    """Return each content modality with the top-level one that it belongs to.

    >>> content_modalities()["music"]
    'audio'
    """
    every = individuals("modalities")
    found = {}
    for local, facts in every.items():
        if "ContentModality" in ancestors(facts["type"]):
            top = local
            while above := every[top].get("broaderModality"):
                top = above[0]
            found[local] = top
    return found


@cache
def _names() -> Mapping[str, str]:
    return spelled(individuals("modalities"))
