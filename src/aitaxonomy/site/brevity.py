"""Turtle in fewer bytes, for tools."""

from __future__ import annotations

import re
from collections import Counter

#: In this order: what stays, an IRI, the name of a term, and a line within a statement.
_PIECE = re.compile(
    r'^@prefix.*|"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>'
    r"|(?<![\w:.-])(?!aix:)[a-z]+:[A-Za-z]\w*(?![\w:.-])|\s*\n +",
    re.MULTILINE,
)
_SPACE = re.compile(r"^@prefix (\w+): <(.+)> \.$", re.MULTILINE)
#: How often a module has a term that is shortened.
_OFTEN = 20


def brief(module: str) -> str:
    r"""Return a module in Turtle with each statement on one line, and what it repeats shortened.

    IRIs become prefixes, and so do terms: the first letters of their words are the names.

    >>> print(brief("<urn:a> <urn:p> 1 ;\n    <urn:q> <urn:a> ."))
    @prefix s0: <urn:a> .
    s0: <urn:p> 1 ; <urn:q> s0: .
    >>> brief("@prefix x: <urn:> .\n" + "[] x:isOf 1 .\n" * 20).splitlines()[::20]
    ['@prefix iO: <urn:isOf> .', '[] iO: 1 .']
    """
    counts, spaces = Counter(_PIECE.findall(module)), dict(_SPACE.findall(module))
    repeated = (piece for piece in counts if piece[0] == "<" and counts[piece] > 1)
    names = {iri: f"s{n}:" for n, iri in enumerate(repeated)}
    new = dict(zip(names.values(), names, strict=True))
    for piece, count in counts.most_common():
        space, _, name = piece.partition(":")
        if count < _OFTEN or space not in spaces:
            continue
        words = re.findall(r"^[a-z]+|[A-Z][a-z]*", name)
        shorts = ("".join(word[:letters] for word in words) + ":" for letters in range(1, 9))
        if short := next((each for each in shorts if each not in (*new, "a:")), None):
            names[piece], new[short] = short, f"<{spaces[space]}{name}>"
    prefixes = "".join(f"@prefix {name} {iri} .\n" for name, iri in new.items())
    return prefixes + _PIECE.sub(lambda it: names.get(it[0], it[0].strip() or " "), module)
