"""Completions after the Tab key: names of questions, terms and systems.

Names of terms are read off the files, which are in canonical form, so that nothing is loaded.
"""

from __future__ import annotations

import re
from typing import Any

from aitaxonomy import _data

#: The beginning of the statements about a term, unless the next lines deprecate it.
_SUBJECT = re.compile(
    r"^(?:ait:(\w+)|aix:(\S+)) a\b(?!.*\n(?:    .*\n)*?    owl:deprecated true)", re.MULTILINE
)


def questions(**_: Any) -> list[str]:
    """Return the names of the competency questions.

    >>> "every-llm-is-generative-ai" in questions()
    True
    """
    return sorted(path.stem for path in _data.folder("queries").glob("*.rq"))


def terms(**_: Any) -> list[str]:
    """Return the local names of classes, properties and individuals.

    >>> {"LLM", "dall-e-3"} <= set(terms())
    True
    """
    texts = (path.read_text(encoding="utf-8") for path in _data.ontology_files())
    return sorted({a or b for text in texts for a, b in _SUBJECT.findall(text)})


def inventories(**_: Any) -> list[str]:
    """Return the formats of inventories, and `auto`.

    >>> {"auto", "csv"} <= set(inventories())
    True
    """
    from aitaxonomy.inventory.formats import MODULES

    return ["auto", *MODULES]


def exports(**_: Any) -> list[str]:
    """Return the formats that the ontology is written in.

    >>> "rdfxml" in exports()
    True
    """
    from aitaxonomy.export import FORMATS

    return list(FORMATS)


def nothing(**_: Any) -> list[str]:
    """Return no word, for what can be anything: a shell would offer files instead."""
    return []
