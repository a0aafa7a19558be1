"""Terms in N-Triples, and as this package writes them: with bare IRIs, without angle brackets."""

from __future__ import annotations

import re
from functools import lru_cache

from aitaxonomy.rdf.literals import Literal, unescape
from aitaxonomy.rdf.namespaces import RDF, XSD

Triple = tuple[str, str, str]
"""Subject, predicate and object: IRIs bare, blank nodes as `_:b0`, literals in N-Triples."""

_LITERAL = re.compile(r'"((?:[^"\\]++|\\.)*+)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)


def is_name(term: str) -> bool:
    """Return whether a term is an IRI, rather than a blank node or a literal.

    >>> is_name("urn:felix"), is_name("_:b0"), is_name('"felix"')
    (True, False, False)
    """
    return not term.startswith(("_:", '"'))


@lru_cache(maxsize=50_000)
def parse_literal(text: str) -> Literal:
    """Parse a literal in N-Triples; raises `ValueError` for another term.

    >>> parse_literal('"8192"^^<http://www.w3.org/2001/XMLSchema#integer>').lexical
    '8192'
    """
    found = _LITERAL.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a literal in N-Triples; quote it and name its datatype")
    lexical, language, datatype = found.groups()
    if language:
        return Literal(unescape(lexical), RDF + "langString", language)
    return Literal(unescape(lexical), datatype or XSD + "string")


def plain(term: object) -> str | Literal:
    """A pyoxigraph term as this package spells it.

    >>> import pyoxigraph as ox
    >>> plain(ox.NamedNode("urn:felix")), plain(ox.BlankNode("b0"))
    ('urn:felix', '_:b0')
    """
    import pyoxigraph as ox

    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value, term.language or "")
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return str(getattr(term, "value", term))


def angled(term: str) -> str:
    """A term in N-Triples, given with a bare IRI."""
    return term if term.startswith(("_:", '"')) else f"<{term}>"


def bare(term: str) -> str:
    """A term with a bare IRI, given in N-Triples."""
    return term[1:-1] if term.startswith("<") else term
