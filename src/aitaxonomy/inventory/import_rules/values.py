"""Modalities, licences, access, architectures, data and languages as inventories name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.record import Tally
from aitaxonomy.inventory.vocabulary import ancestors, individuals, spelled

#: The separator of subtags in a language tag.
_SUBTAG = re.compile(r"[-_]")
#: Words of inventories, normalized, that no individual of the ontology has as a name.
_MODALITIES = {
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
_ACCESS = {
    "api": "api-access",
    "cloud": "hosted-access",
    "download": "downloadable-weights",
    "downloadable": "downloadable-weights",
    "gated": "gated-weights",
    "hosted": "hosted-access",
    "selfhosted": "downloadable-weights",
    "web": "web-interface-access",
    "weights": "downloadable-weights",
}
_ARCHITECTURES = {
    "decoderonly": "decoder-only-transformer",
    "diffusion": "diffusion-model",
    "encoderdecoder": "encoder-decoder-architecture",
    "encoderonly": "encoder-only-architecture",
    "gan": "generative-adversarial-network",
    "lstm": "lstm",
    "mamba": "selective-state-space-model",
    "moe": "mixture-of-experts",
    "rnn": "recurrent-network",
    "ssm": "state-space-model",
    "vae": "variational-autoencoder",
}
_WORDS = {"Modality": _MODALITIES, "AccessLevel": _ACCESS, "Architecture": _ARCHITECTURES}
#: The architectures of model types of the Transformers library, decoder-only types left out.
_TYPES: Mapping[str, str] = {
    **dict.fromkeys(
        ("albert", "bert", "camembert", "deberta", "deberta-v2", "distilbert", "electra",
         "modernbert", "mpnet", "nomic_bert", "roberta", "xlm-roberta"),
        "encoder-only-transformer",
    ),
    **dict.fromkeys(
        ("bart", "m2m_100", "marian", "mbart", "mt5", "pegasus", "t5", "umt5"),
        "encoder-decoder-transformer",
    ),
    **dict.fromkeys(("falcon_mamba", "mamba", "mamba2"), "selective-state-space-model"),
    **dict.fromkeys(("rwkv", "rwkv5", "rwkv6", "rwkv7"), "linear-attention-rnn"),
}  # fmt: skip


@lru_cache(maxsize=100_000)
def find_value(range: str, name: str) -> str | None:
    """Return the individual of a class that a name, or an id at SPDX or on the Hub, denotes.

    Of a language tag only the primary subtag counts.

    >>> find_value("Licence", "llama3.1"), find_value("AccessLevel", "API")
    ('llama-3.1-community-licence', 'api-access')
    >>> find_value("Language", "pt-BR"), find_value("Modality", "3D"), find_value("Modality", "pdf")
    ('portuguese-language', 'three-d', None)
    """
    key, found = normalized(name), _spelled(range)
    if local := found.get(key) or _WORDS.get(range, {}).get(key):
        return local
    return found.get(_SUBTAG.split(name.strip())[0].casefold()) if range == "Language" else None


def find_modalities(words: Iterable[str], tally: Tally, where: str) -> tuple[str, ...]:
    """Return the modalities of words, each once; the tally counts unknown words."""
    found: dict[str, None] = {}
    for word in words:
        if modality := find_value("Modality", word):
            found[modality] = None
        else:
            tally.unknown(f"{word!r} is no modality of ours", where)
    return tuple(found)


@cache
def content_modalities() -> Mapping[str, str]:
    """Return each content modality with its top-level modality.

    >>> content_modalities()["music"]
    'audio'
    """
    every = individuals("Modality")
    found = {}
    for local, facts in every.items():
        if "ContentModality" in ancestors(facts["type"]):
            top = local
            while above := every[top].get("broaderModality"):
                top = above[0]
            found[local] = top
    return found


def architecture_of_type(model_type: str) -> str | None:
    """Return the local name of the architecture of a Transformers model type, or None.

    >>> architecture_of_type("bert")
    'encoder-only-transformer'
    """
    return _TYPES.get(model_type)


@lru_cache(maxsize=10_000)
def encodes_only(name: str) -> bool:
    """Return whether an architecture is encoder-only.

    >>> encodes_only("encoder-only transformer"), encodes_only("transformer")
    (True, False)
    """
    todo = [find_value("Architecture", name)]
    while todo:
        each = todo.pop()
        if each == "encoder-only-architecture":
            return True
        todo += individuals("Architecture")[each].get("broaderArchitecture", ()) if each else ()
    return False


@cache
def _spelled(kind: str) -> Mapping[str, str]:
    return spelled(individuals(kind))
