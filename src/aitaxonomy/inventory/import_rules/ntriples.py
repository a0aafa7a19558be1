"""IRIs and literals in N-Triples, and the IRIs of inventory entries."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from urllib.parse import quote

from aitaxonomy.rdf.namespaces import AIT, AIX, XSD, expand

#: Surrogate code points, which JSON may contain and RDF may not.
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_WORD = re.compile(r"[^\w.]+|_+")


@cache
def named(curie: str) -> str:
    """Return the IRI of a CURIE in angle brackets.

    >>> named("rdfs:label")
    '<http://www.w3.org/2000/01/rdf-schema#label>'
    """
    return f"<{expand(curie)}>"


def ait(local: str) -> str:
    """Return the IRI of a class of ours in angle brackets."""
    return f"<{AIT}{local}>"


def aix(local: str) -> str:
    """Return the IRI of an individual of ours in angle brackets."""
    return f"<{AIX}{local}>"


def literal(value: str, language: str | None = None) -> str:
    r"""Return a literal, with a language tag where a language is given.

    >>> print(literal('the "best"\n', "en"))
    "the \"best\"\n"@en
    """
    import pyoxigraph as ox

    return str(ox.Literal(_SURROGATE.sub("\ufffd", value), language=language))


def integer(number: int) -> str:
    """Return an integer literal."""
    import pyoxigraph as ox

    return str(ox.Literal(number))


def day(value: str) -> str | None:
    """Return a date or month literal; None for a year alone, which no property of ours takes.

    >>> day("2024-05")
    '"2024-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    import pyoxigraph as ox

    if len(value) == 4:
        return None
    datatype = XSD + ("date" if len(value) == 10 else "gYearMonth")
    return str(ox.Literal(value, datatype=ox.NamedNode(datatype)))


def slug(name: str) -> str:
    """Return a name as the last part of an IRI: lower-case letters, digits, hyphens and dots.

    >>> slug("meta-llama/Llama 3.1 (8B)"), slug("!")
    ('meta-llama-llama-3.1-8b', 'system')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    return _NO_WORD.sub("-", name.casefold()).strip("-.")[:200] or "system"


def file_iri(path: str, line: int | None) -> str:
    """Return the IRI of a file, by the path that was given, with a line as its fragment.

    >>> file_iri("my models.csv", 3)
    '<file:my%20models.csv#L3>'
    """
    return f"<{_file(path)}#L{line}>" if line else f"<{_file(path)}>"


@cache
def _file(path: str) -> str:
    return f"file:{quote(path.replace(chr(92), '/'))}"
