"""Evidence in the name of a model: its purpose and its size."""

from __future__ import annotations

import re

from aitaxonomy.inventory.vocabulary import words

#: The number of parameters from which a model is large (aix:scale-convention).
LARGE = 10**9

_NO_SPEECH = frozenset(("transformer", "transformers", "transfer", "translate", "translation"))
_WORD = re.compile(r"[a-z]+\d?")
#: A guard that was taken away, as in names of what is offered without one.
_UNGUARDED = re.compile(
    r"(?:safety|moderation|guard\w*|shield)[-_ ](?:\w+[-_ ])?(?:off|free|removed|disabled)(?![a-z])"
    r"|(?<![a-z])(?:no|without|un)[-_ ]?(?:safety|moderat\w+|guard\w*)"
)
#: A number of more digits states no size.
_DIGITS = 12
_RERANK = re.compile(r"(?<![a-z])re-rank")
_SIZE = re.compile(r"(?<![\d.a-z])(?:(\d+)x)?(\d+(?:[.p]\d+)?)([bm])(?![a-z])", re.IGNORECASE)


def purpose_in_name(name: str) -> str | None:
    """Return the purpose that a model's name states, such as "embedding" or "guard", or None.

    >>> purpose_in_name("bge-reranker-v2-m3"), purpose_in_name("gpt-4o")
    ('reranking', None)
    >>> purpose_in_name("text-bison-safety-recitation-off") is None
    True
    """
    name = _UNGUARDED.sub(" ", name.lower())
    known, starts = words("purpose"), words("purpose by five letters")
    found = set()
    for word in _WORD.findall(name):
        what = known.get(word) or known.get(word[:-1]) or starts.get(word[:5])
        if what and word not in _NO_SPEECH:
            found.add(what)
    if not found and not _RERANK.search(name):
        return None
    return next((what for what in known.values() if what in found), "reranking")


def size_in_name(name: str) -> int | None:
    """Return the number of parameters that a name states, the greatest of several, or None.

    >>> size_in_name("Qwen2.5-0.5B-Instruct"), size_in_name("Mixtral-8x7B"), size_in_name("gpt-4")
    (500000000, 56000000000, None)
    >>> size_in_name("qwen3-0p6b")
    600000000
    """
    sizes = {"b": 0, "m": 0}
    for times, number, unit in _SIZE.findall(name):
        if len(times) + len(number) > _DIGITS:
            continue
        scale = LARGE if unit in "bB" else 10**6
        size = round(float(number.lower().replace("p", ".")) * int(times or 1) * scale)
        sizes[unit.lower()] = max(sizes[unit.lower()], size)
    # "1m" is a context length rather than a size, and so is "m" beside a size in "b".
    millions = sizes["m"] if sizes["m"] >= 10**7 else 0
    return sizes["b"] or millions or None
