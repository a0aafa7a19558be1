"""RDF 1.2, which is not read: triple terms, reifiers, annotations, and directions of text.

Files of data are RDF 1.1, as OWL, SHACL and all inventories are. Triple terms nest, and the parser
overflows its stack on those that nest thousandfold: so a file is looked through before it is
parsed.
"""

from __future__ import annotations

import re

from aitaxonomy.errors import ImportFault

#: Bytes without one of which no file of the Turtle family is RDF 1.2.
_MARKS = (b"<<", b"{|", b"~", b"--ltr", b"--rtl")
#: The same for JSON-LD, where names may be written with escapes.
_JSON_MARKS = (b"@direction", b"\\u")
#: Strings, comments, IRIs and escapes are skipped; all repetition is without backtracking.
_TURTLE = re.compile(
    rb"""
    (?: [^"'\#<\\~{@]++
      | "{3}(?:[^"\\]++|\\.|"{1,2}(?!"))*+(?:"{3}|\Z) | "(?:[^"\\]++|\\.)*+(?:"|\Z)
      | '{3}(?:[^'\\]++|\\.|'{1,2}(?!'))*+(?:'{3}|\Z) | '(?:[^'\\]++|\\.)*+(?:'|\Z)
      | \#[^\r\n]*+ | <(?!<)[^>]*+ | \\. | \{(?!\|) | @(?![A-Za-z0-9-]*+(?:(?<=--ltr)|(?<=--rtl)))
    )*+ (?P<found> <<\(? | \{\| | ~ | @[A-Za-z0-9-]*+ )
    """,
    re.VERBOSE | re.DOTALL,
)
#: Where it usually is in the syntaxes that are not looked through.
_ELSEWHERE = {
    "rdfxml": re.compile(rb"""(?P<found>parseType\s*+=\s*+["']Triple|:annotation\w*+=|:dir=)"""),
    "jsonld": re.compile(rb"(?P<found>@direction)"),
}


def may_have_rdf12(data: bytes, syntax: str) -> bool:
    """Return whether the terms of a file have to be looked at by `is_rdf12`.

    >>> may_have_rdf12(b"<urn:a> <urn:p> 1 .", "turtle")
    False
    """
    marks = _JSON_MARKS if syntax == "jsonld" else _MARKS
    return syntax == "rdfxml" or any(mark in data for mark in marks)


def is_rdf12(term: object) -> bool:
    """Return whether a term of pyoxigraph is a triple, or a text with a direction."""
    import pyoxigraph as ox

    return isinstance(term, ox.Triple) or getattr(term, "direction", None) is not None


def refuse_rdf12(data: bytes, syntax: str, path: object) -> None:
    """Raise `ImportFault` with file and line for a file of the Turtle family that has RDF 1.2.

    >>> refuse_rdf12(b"<urn:a> <urn:p> '<<' . # <<", "turtle", "a.ttl")
    >>> refuse_rdf12(b"<urn:a> <urn:p> <<( <urn:b> <urn:p> 1 )>> .", "turtle", "a.ttl")
    Traceback (most recent call last):
        ...
    aitaxonomy.errors.ImportFault: a.ttl:1: RDF 1.2 is not read (a triple term): annotate ...
    """
    if syntax not in _ELSEWHERE and (found := _TURTLE.match(data)):
        raise _refusal(data, found, path)


def rdf12_fault(data: bytes, syntax: str, path: object) -> ImportFault:
    """Return the fault of a file in which the parser found RDF 1.2."""
    elsewhere = _ELSEWHERE.get(syntax)
    return _refusal(data, elsewhere.search(data) if elsewhere else _TURTLE.match(data), path)


def _refusal(data: bytes, found: re.Match[bytes] | None, path: object) -> ImportFault:
    where, what = str(path), "a triple term, or a direction of a text"
    if found:
        line = data.count(b"\n", 0, found.start("found")) + 1
        where = f"{path}:{line}"
        text = found["found"]
        directed = text.startswith(b"@") or b"dir" in text
        what = "a text with a direction" if directed else "a triple term"
    return ImportFault(
        f"{where}: RDF 1.2 is not read ({what}): annotate statements with owl:Axiom or "
        "rdf:Statement, and leave directions out"
    )
