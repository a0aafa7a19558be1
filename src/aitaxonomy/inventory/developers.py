"""Developers and providers as inventories spell them, among those of the knowledge graph.

The names of the graph come first; `developers.tsv` adds the namespaces of hubs and the names of
providers that are no names of the organization itself.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache, lru_cache

from aitaxonomy._data import PACKAGE
from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.vocabulary import organizations, spelled

#: What stands between several organizations in one field; a comma may also be part of a name.
_MANY = re.compile(r"\s*;\s*|\s*,\s+(?!(?:Inc|LLC|Ltd|Corp|Co|GmbH|S\.?A|PBC|PLC)\b)|\s*,(?=\S)")
#: Parts of one company that inventories do not keep apart.
_PARTS = {"google-deepmind": "google", "github": "microsoft"}


@lru_cache(maxsize=100_000)
def find_organization(name: str) -> str | None:
    """Return the local name of the organization of a label, a spelling or a namespace, or None.

    >>> find_organization("meta-llama"), find_organization("Mistral AI"), find_organization("Me")
    ('meta-ai', 'mistral-ai', None)
    """
    key = normalized(name)
    return _names().get(key) or _others().get(key, (None,))[0]


def is_provider(name: str) -> bool:
    """Return whether a name is that of a service, which offers models of others as well.

    >>> is_provider("azure"), is_provider("meta-llama")
    (True, False)
    """
    return _others().get(normalized(name), ("", ""))[1] == "provider"


@lru_cache(maxsize=100_000)
def organizations_in(names: str) -> tuple[str, ...]:
    """Return the organizations that a field names: one, or several after commas.

    >>> organizations_in("Midjourney, Inc."), organizations_in("Google, Acme")
    (('Midjourney, Inc.',), ('Google', 'Acme'))
    """
    if find_organization(names):
        return (names,)
    return tuple(dict.fromkeys(part for part in _MANY.split(names) if part))


def same_company(one: str, other: str) -> bool:
    """Return whether two organizations are one to those who write inventories."""
    return _PARTS.get(one, one) == _PARTS.get(other, other)


@cache
def _names() -> Mapping[str, str]:
    return spelled(organizations())


@cache
def _others() -> Mapping[str, tuple[str, str]]:
    path = PACKAGE / "inventory" / "developers.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            normalized(row["spelling"]): (row["organization"], row["role"])
            for row in csv.DictReader(lines, delimiter="\t")
            if row["organization"] in organizations()
        }
