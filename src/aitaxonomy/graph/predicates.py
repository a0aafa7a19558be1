"""Predicates: what a sentence can say of an AI artifact, as class expressions and days.

A predicate is what stands after "is" in a sentence: "a large language model", "made by Google",
"newer than GPT-4". OWL has class expressions for all of them but days, whose properties are
annotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from aitaxonomy.graph.mappings import Mapping
from aitaxonomy.owl import axioms as ax


@dataclass(frozen=True, slots=True)
class Between:
    """The first day of something lies in a span; days are ISO 8601, the end is not included.

    Attributes:
        days: the IRIs of its annotation properties; an announcement counts if no release is known.
        start: the first day of the span, "" for none.
        end: the day after the last one, "" for none.

    """

    days: tuple[str, ...]
    start: str = ""
    end: str = ""


Expression = ax.Expression | Between


@dataclass(frozen=True)
class Saying:
    """The predicate of a sentence about a thing.

    Attributes:
        of: what the words mean: a class expression, or a span of days.
        iri: the kind or value that the words name, by IRI.
        words: the predicate as it follows "is", in standard words.
        also: other readings, which can show that the predicate holds, but not that it does not.
        strict: whether it is meant as the ontology defines it: it was given by IRI.
        read_as: the reading of a misspelling, "" without one.
        mapped: the mapping by which an identifier of another vocabulary was read.
        beside: what the thing is compared with, and its number or day; "" for no comparison.

    """

    of: Expression
    iri: str
    words: str
    also: tuple[Expression, ...] = ()
    strict: bool = False
    read_as: str = ""
    mapped: Mapping | None = None
    beside: str = ""

    @property
    def kind(self) -> str:
        """The IRI of the class if the predicate is one, else ""."""
        return self.of.iri if isinstance(self.of, ax.Named) else ""


@dataclass(frozen=True)
class Reading:
    """The things that a name can stand for.

    Attributes:
        bearers: their IRIs, the likeliest first.
        read_as: the reading of a misspelling, "" without one.
        mapped: the mapping by which an identifier of another vocabulary was read.

    """

    bearers: tuple[str, ...]
    read_as: str = field(default="")
    mapped: Mapping | None = None


def reworded(words: str, table: Iterable[tuple[str, str]]) -> str:
    r"""Return words as reworded by the first pattern of a table that matches them; else "".

    >>> reworded("only LLMs are AI", [(r"only (.+) are (.+)", r"every \2 is \1")])
    'every AI is LLMs'
    """
    for pattern, meant in table:
        if found := re.fullmatch(pattern, words, re.IGNORECASE):
            return found.expand(meant)
    return ""
