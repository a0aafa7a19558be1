"""What the name of a model says of it beside its family: what it is for, and how large it is."""

from __future__ import annotations

import re

#: The scale convention of the ontology (aix:scale-convention): from so many parameters on, "large".
LARGE = 10**9

#: What a word in a name says against a text generator, or of it.
_HINTS = (
    ("guard", r"guard|safeguard|shieldgemma|shield|moderat\w*|safety|nemoguard"),
    ("embedding", r"embed\w*|bge|gte|e5"),
    ("reranking", r"re-?rank\w*"),
    ("OCR", r"ocr\w*"),
    ("speech", r"whisper|asr|stt|tts|speech|transcri\w*|voice|audiogen"),
    ("music", r"music\w*|lyria"),
    ("protein", r"prot\w*|protein|esm\d?|progen\d?|dna|genom\w*"),
    ("reward", r"reward|prm"),
)
_HINT = re.compile(
    "|".join(rf"(?<![a-z])(?P<g{i}>{words})(?![a-z])" for i, (_, words) in enumerate(_HINTS)),
    re.IGNORECASE,
)
_SIZE = re.compile(r"(?<![\d.a-z])(?:(\d+)x)?(\d+(?:\.\d+)?)([bm])(?![a-z])", re.IGNORECASE)


def hint(name: str) -> str | None:
    """Return what a name says of a model beside its family, such as "embedding" or "guard".

    >>> hint("bge-reranker-v2-m3"), hint("llama-guard-3-8b"), hint("gpt-4o")
    ('reranking', 'guard', None)
    """
    found = {_HINTS[int(str(match.lastgroup)[1:])][0] for match in _HINT.finditer(name)}
    order = ("reranking", "guard", *(word for word, _ in _HINTS))
    return next((word for word in order if word in found), None)


def size_in_name(name: str) -> int | None:
    """Return the number of parameters that a name states: the greatest of several.

    >>> size_in_name("Qwen2.5-0.5B-Instruct"), size_in_name("Mixtral-8x7B"), size_in_name("gpt-4")
    (500000000, 56000000000, None)
    """
    sizes = {"b": 0, "m": 0}
    for times, number, unit in _SIZE.findall(name):
        size = round(float(number) * int(times or 1) * (LARGE if unit in "bB" else 10**6))
        sizes[unit.lower()] = max(sizes[unit.lower()], size)
    # "1m" is the length of a context rather than a size, as is "m" beside a size in "b".
    millions = sizes["m"] if sizes["m"] >= 10**7 else 0
    return sizes["b"] or millions or None
