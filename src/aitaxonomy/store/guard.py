"""The query guard: what is too large, deep or not read-only is refused before it is run.

Only the engine's own grammar decides whether SERVICE and FROM are keywords in a query, and the
engine does not expose its parse. So the letters of the words are changed wherever they
stand: strings, comments, IRIs and names stay what they are, and a query without the keywords parses
as before; a clause of an unknown name is not SPARQL. The grammar of rdflib cannot decide it: it
takes some keywords for parts of strings and comments (tests/test_query_gate.py).
"""

from __future__ import annotations

import random
import re

from aitaxonomy.errors import QueryRefused

MAX_BYTES = 256 * 1024
MAX_DEPTH = 128

#: What brackets may hide in. Each text ends at the end of the query at the latest, so that every
#: character is looked at once.
_HIDDEN = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*+> | \#[^\r\n]*+
      | '''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z) | \"\"\"(?:[^"\\]|\\.|"(?!""))*+(?:\"\"\"|\Z)
      | '(?:[^'\\\r\n]|\\.)*+'? | "(?:[^"\\\r\n]|\\.)*+"?""",
    re.VERBOSE | re.DOTALL,
)
_BRACKETS = re.compile(r"[^{}()\[\]]+")
#: The clauses that reach for other data than a query is given, and why they are refused.
REFUSED = {
    "SERVICE": "SERVICE is refused: queries open no connection; add the data with `+`",
    "FROM": "FROM is refused: a query reads the graphs it is given; use GRAPH, or leave it out",
}
_WORDS = re.compile("|".join(REFUSED), re.IGNORECASE | re.ASCII)
_VARYING = re.compile(r"NOW|RAND|UUID|\\u", re.IGNORECASE | re.ASCII)
#: Letters of which no keyword of SPARQL is made.
_ODD = "jkqxz"


def check_query(text: str) -> None:
    """Raise `QueryRefused` when a query is too large, too deep, or has SERVICE or FROM.

    A text that is not a query is let through: the engine tells what is wrong with it, and takes no
    update for a query. Prefixes have to be in the text.

    >>> check_query('SELECT * { ?s ?p "SERVICE" } # FROM nowhere')
    >>> check_query("SELECT * FROM <urn:g> { ?s ?p ?o }")
    Traceback (most recent call last):
    aitaxonomy.errors.QueryRefused: FROM is refused: a query reads the graphs it is given; ...
    """
    if (size := len(text.encode(errors="replace"))) > MAX_BYTES:
        raise QueryRefused(f"the query has {size} bytes, over {MAX_BYTES}: split it")
    if (depth := _depth(text)) > MAX_DEPTH:
        raise QueryRefused(f"the query nests {depth} levels deep, over {MAX_DEPTH}: flatten it")
    for word, reason in REFUSED.items():
        changed = _without(word, text)
        if changed != text and not parses(changed) and parses(text):
            raise QueryRefused(reason)


def mentions(text: str) -> bool:
    """Return whether a text has the letters of SERVICE or FROM, wherever they stand.

    >>> mentions("ASK { ?from ?p ?o }"), mentions("ASK { ?s ?p ?o }")
    (True, False)
    """
    return _WORDS.search(text) is not None


def varies(text: str) -> bool:
    r"""Return whether a query may have another answer the next time, over the same graphs.

    That is so where it has the letters of NOW, RAND or UUID, wherever they stand, or any by number.

    >>> varies("SELECT (STRUUID() AS ?x) {}"), varies("ASK { ?s ?p ?o }")
    (True, False)
    >>> varies(r"SELECT (\u0052AND() AS ?x) {}")
    True
    """
    return _VARYING.search(text) is not None


def _depth(text: str) -> int:
    """Return how many brackets are open at the most."""
    depth = deepest = 0
    for bracket in _BRACKETS.sub("", _HIDDEN.sub("", text)):
        depth += 1 if bracket in "{([" else -1
        deepest = max(deepest, depth)
    return deepest


def _without(word: str, text: str) -> str:
    """Change all but the first letter of a word wherever it stands, the same everywhere.

    The first letter may belong to an escape before it. Nobody can write a query around letters that
    are drawn anew for each, and upper case stays so, lest two names become one.
    """
    odd = "".join(random.choices(_ODD, k=len(word) - 1))

    def change(found: re.Match[str]) -> str:
        first, rest = found[0][0], found[0][1:]
        pairs = zip(rest, odd, strict=True)
        return first + "".join(new.upper() if old.isupper() else new for old, new in pairs)

    return re.sub(word, change, text, flags=re.IGNORECASE | re.ASCII)


def parses(text: str) -> bool:
    """Return whether Oxigraph takes a text for a query.

    It is asked of an empty store; call it where no connection can be opened.
    """
    import pyoxigraph as ox

    try:
        ox.Store().query(text)
    except SyntaxError:
        return False
    except OSError:  # a service that cannot be reached is grammatical
        return True
    return True
