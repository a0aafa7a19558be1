"""What stands before a name: the maker's namespace, a vendor, a service that offers it."""

from __future__ import annotations

import re
from typing import NamedTuple

from aitaxonomy.inventory.developers import find_organization, is_provider, same_company
from aitaxonomy.inventory.tokens import is_number

_VENDOR = re.compile(r"(?:(?:us|eu|apac|au|jp|ca|sa|global|us-gov)\.)?([a-z][a-z0-9_-]*)\.(.+)")
#: Words that many developers call a model by, so that a name of them alone belongs to no one.
_GENERIC = frozenset(
    ("base", "chat", "deep", "embed", "embedding", "embeddings", "english", "image", "large",
     "light", "lite", "medium", "mini", "moderation", "multilingual", "music", "ocr", "realtime",
     "rerank", "reranker", "research", "search", "small", "speech", "text", "transcribe", "tts",
     "video", "voice")
)  # fmt: skip


class Candidate(NamedTuple):
    """A name to look up: its last part, the namespace before that, and the whole."""

    whole: str
    base: str
    namespace: str


def split(name: str) -> Candidate:
    """Return a name as last part and namespace: slashes, vendors before a dot or a colon.

    >>> split("bedrock/us-east-1/anthropic.claude-v2")
    Candidate(whole='bedrock/us-east-1/anthropic.claude-v2', base='claude-v2', \
namespace='anthropic')
    """
    *before, base = name.strip().rsplit("/", 1)
    namespace = before[0].rsplit("/", 1)[-1] if before else ""
    if ": " in base:
        vendor, _, rest = base.partition(": ")
        if find_organization(vendor):
            return Candidate(name, rest, vendor)
    dotted = _VENDOR.fullmatch(base) if "." in base else None
    if dotted and find_organization(dotted[1]):
        return Candidate(name, dotted[2], dotted[1])
    return Candidate(name, base, namespace)


def is_foreign(namespace: str, words: tuple[str, ...], makers: tuple[str, ...], hub: bool) -> bool:
    """Return whether a namespace is that of somebody who did not make a system.

    Args:
        namespace: what stands before the name.
        words: the name without sizes.
        makers: who made the system.
        hub: whether namespaces of unknown owners are those of makers rather than of services.

    """
    if not namespace or not makers or is_provider(namespace):
        return False
    owner = find_organization(namespace)
    if owner is None:
        return hub or is_generic(words)
    return not any(same_company(owner, each) for each in makers)


def is_generic(words: tuple[str, ...]) -> bool:
    """Return whether words, numbers aside, may be in the name of anybody's model.

    >>> is_generic(("embed", "3")), is_generic(("claude", "3"))
    (True, False)
    """
    return _GENERIC.issuperset(word for word in words if not is_number(word))
