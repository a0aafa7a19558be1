"""What the name of a model says of it beside its family: what it is for, and how large it is."""

from __future__ import annotations

import re

#: The scale convention of the ontology (aix:scale-convention): from so many parameters on, "large".
LARGE = 10**9

#: Words of names and what they say; of several, what stands first here goes first.
_SAY = {
    "reranking": ("rerank", "reranker", "reranking"),
    "guard": ("guard", "llamaguard", "nemoguard", "safeguard", "safety", "shield", "shieldgemma"),
    "embedding": ("bge", "e5", "gte"),
    "OCR": ("ocr",),
    "speech": ("asr", "audiogen", "speech", "stt", "tts", "voice", "whisper"),
    "music": ("lyria",),
    "protein": ("dna", "esm", "esm2", "progen", "progen2", "prot", "protgpt"),
    "reward": ("prm", "reward"),
}
_WORDS = {word: what for what, words in _SAY.items() for word in words}
#: The first five letters of words in several forms: embedding, moderation, transcribe.
_STARTS = {
    "embed": "embedding",
    "genom": "protein",
    "moder": "guard",
    "music": "music",
    "prote": "protein",
    "trans": "speech",
}
_NO_SPEECH = frozenset(("transformer", "transformers", "transfer", "translate", "translation"))
_WORD = re.compile(r"[a-z]+\d?")
_RERANK = re.compile(r"(?<![a-z])re-rank")
_SIZE = re.compile(r"(?<![\d.a-z])(?:(\d+)x)?(\d+(?:[.p]\d+)?)([bm])(?![a-z])", re.IGNORECASE)


def purpose_in_name(name: str) -> str | None:
    """Return what a name says of a model beside its family, such as "embedding" or "guard".

    >>> purpose_in_name("bge-reranker-v2-m3"), purpose_in_name("gpt-4o")
    ('reranking', None)
    """
    name = name.lower()
    found = set()
    for word in _WORD.findall(name):
        what = _WORDS.get(word) or _WORDS.get(word[:-1]) or _STARTS.get(word[:5])
        if what and word not in _NO_SPEECH:
            found.add(what)
    if not found and not _RERANK.search(name):
        return None
    return next((what for what in _SAY if what in found), "reranking")


def size_in_name(name: str) -> int | None:
    """Return the number of parameters that a name states: the greatest of several.

    >>> size_in_name("Qwen2.5-0.5B-Instruct"), size_in_name("Mixtral-8x7B"), size_in_name("gpt-4")
    (500000000, 56000000000, None)
    >>> size_in_name("qwen3-0p6b")
    600000000
    """
    sizes = {"b": 0, "m": 0}
    for times, number, unit in _SIZE.findall(name):
        size = round(
            float(number.lower().replace("p", "."))
            * int(times or 1)
            * (LARGE if unit in "bB" else 10**6)
        )
        sizes[unit.lower()] = max(sizes[unit.lower()], size)
    # "1m" is the length of a context rather than a size, as is "m" beside a size in "b".
    millions = sizes["m"] if sizes["m"] >= 10**7 else 0
    return sizes["b"] or millions or None
