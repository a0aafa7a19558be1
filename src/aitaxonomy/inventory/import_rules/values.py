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


def find_modality(word: str) -> str | None:
    """Return the local name of the modality of a word, or None.

    >>> find_modality("Image"), find_modality("3D"), find_modality("pdf")
    ('image', 'three-d', None)
    """
    key = normalized(word)
    return _spelled("Modality").get(key) or _MODALITIES.get(key)


def find_modalities(words: Iterable[str], tally: Tally, where: str) -> tuple[str, ...]:
    """Return the modalities of words, each once; the tally counts unknown words."""
    found: dict[str, None] = {}
    for word in words:
        if modality := find_modality(word):
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


@lru_cache(maxsize=100_000)
def find_licence(name: str) -> str | None:
    """Return the local name of a licence by its name or its id at SPDX or on the Hub, or None.

    >>> find_licence("apache-2.0"), find_licence("llama3.1"), find_licence("my own")
    ('apache-2.0', 'llama-3.1-community-licence', None)
    """
    key = normalized(name)
    return _spelled("Licence").get(key)


@lru_cache(maxsize=10_000)
def find_access(name: str) -> str | None:
    """Return the local name of a way of access, or None.

    >>> find_access("API"), find_access("open weights")
    ('api-access', 'open-weights')
    """
    key = normalized(name)
    return _spelled("AccessLevel").get(key) or _ACCESS.get(key)


@lru_cache(maxsize=10_000)
def find_architecture(name: str) -> str | None:
    """Return the local name of an architecture, or None.

    >>> find_architecture("Decoder-only transformer"), find_architecture("GAN")
    ('decoder-only-transformer', 'generative-adversarial-network')
    """
    key = normalized(name)
    found = _spelled("Architecture").get(key) or _ARCHITECTURES.get(key)
    return found if found in individuals("Architecture") else None


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
    todo = [find_architecture(name)]
    while todo:
        each = todo.pop()
        if each == "encoder-only-architecture":
            return True
        todo += individuals("Architecture")[each].get("broaderArchitecture", ()) if each else ()
    return False


@lru_cache(maxsize=100_000)
def find_data(name: str) -> str | None:
    """Return the local name of training data, or None.

    >>> find_data("Common Crawl"), find_data("our tickets")
    ('common-crawl', None)
    """
    return _spelled("TrainingData").get(normalized(name))


@lru_cache(maxsize=10_000)
def find_language(name: str) -> str | None:
    """Return the local name of a natural language by its name or its tag in BCP 47, or None.

    Only the primary language subtag of a tag counts.

    >>> find_language("de"), find_language("pt-BR"), find_language("French"), find_language("code")
    ('german-language', 'portuguese-language', 'french-language', None)
    """
    found = _spelled("Language")
    return found.get(normalized(name)) or found.get(_SUBTAG.split(name.strip())[0].casefold())


@cache
def _spelled(kind: str) -> Mapping[str, str]:
    return spelled(individuals(kind))
