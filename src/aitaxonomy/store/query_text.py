"""The text of a query as a person writes it: known prefixes go without saying, faults are shown."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import QueryRefused
from aitaxonomy.rdf.namespaces import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

#: Stands before every query, on its first line, so that lines keep their numbers. A query that
#: declares a base or a prefix itself overrides it.
_PREFIX_LINE = f"BASE <{PREFIXES['aix'].removesuffix('id/')}> " + "".join(
    f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items()
)
_INVALID = "the query is not valid SPARQL 1.1"
_AT = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_NO_PREFIX = "Prefix not found"
_SENTENCE = re.compile(r"(?:expected|one of|,) ([A-Z][a-z]* (?:\w+ ){3,}[^,]*)")
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_NAME = re.compile(r"([\w.-]*):[^\s{}();,|/^<>\"']*$")
_TOKEN = re.compile(r"[\w:?$.-]+|\S")
_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
#: What a grammar expects by its first character, in words.
_IN_WORDS = {"?": "a variable", "<": "an IRI"}
_LISTED = 8


def ready() -> None:
    """Load what explanations take, in a process that opens no files after that."""
    import rdflib.plugins.sparql  # noqa: F401


def with_prefixes(query: str) -> str:
    """Return a query with our base and prefixes declared before it, on its first line.

    An IRI without a scheme is so one of ours, as `<id/gpt-4>`.

    >>> with_prefixes("ASK { ?x a ait:LLM }").endswith("> ASK { ?x a ait:LLM }")
    True
    """
    return _PREFIX_LINE + query


def with_terms(query: str, terms: Mapping[str, str | ox.Literal]) -> str:
    """Return a query of ours with the terms that its variables stand for: IRIs, or literals.

    Each is made a term first, which fails for any other text. (Oxigraph's own substitution takes
    only variables that a query returns.)

    >>> with_terms("ASK { ?x ?p ?o }", {"x": "urn:x"})
    'ASK { <urn:x> ?p ?o }'
    >>> with_terms("ASK { ?x ?p ?o }", {"x": "urn:x> ?p ?o } #"})
    Traceback (most recent call last):
    aitaxonomy.errors.QueryRefused: 'urn:x> ?p ?o } #' is not an IRI: Invalid IRI code point '>'

    Raises `QueryRefused` for a text that is not an IRI.
    """
    import pyoxigraph as ox

    def term(found: re.Match[str]) -> str:
        value = terms[found[1]]
        try:
            return str(ox.NamedNode(value) if isinstance(value, str) else value)
        except ValueError as error:
            raise QueryRefused(f"{value!r} is not an IRI: {error}") from None

    return re.sub(rf"\?({'|'.join(terms)})\b", term, query)


def syntax_fault(query: str, message: str) -> str:
    """Return what is wrong with a query, with its place, and the line with a caret below.

    The place comes from the grammar of rdflib: Oxigraph tells a later one, as keywords that it
    tries reach beyond the fault.

    Args:
        query: the query as it was given, without the prefixes of `with_prefixes`.
        message: what Oxigraph says of the query with these.

    >>> print(syntax_fault("SELECT ?x WHRE { ?x a ait:LLM }", ""))
    the query is not valid SPARQL 1.1: 1:11: unexpected 'WHRE'; did you mean WHERE?
      SELECT ?x WHRE { ?x a ait:LLM }
                ^

    """
    if furthest := _furthest(query):
        place, expected = furthest
        return _shown(query, place, _said(query[place:], expected))
    found, sentence = _AT.match(message), _SENTENCE.search(message)
    if not found or sentence:  # such as that a variable is unbound, of which the place says nothing
        return f"{_INVALID}: {sentence[1] if sentence else message}"
    line, column = int(found[1]), int(found[2])
    before = sum(len(text) + 1 for text in query.split("\n")[: line - 1])
    place = before + column - 1 - (len(_PREFIX_LINE) if line == 1 else 0)
    if found[3].startswith(_NO_PREFIX) and (name := _NAME.search(query[:place])):
        return _shown(query, name.start(), _unknown_prefix(name[1], query))
    return _shown(query, place, "what comes before this is not allowed here")


def _shown(query: str, place: int, said: str) -> str:
    """Return what is said of a place with its line and column, and the line with a caret."""
    before = query[:place].split("\n")
    line, column = len(before), len(before[-1])
    text = query.split("\n")[line - 1].rstrip("\r").replace("\t", " ")
    return f"{_INVALID}: {line}:{column + 1}: {said}\n  {text}\n  {' ' * column}^"


def _unknown_prefix(prefix: str, query: str) -> str:
    known = {*PREFIXES, *_DECLARED.findall(query)}
    close = difflib.get_close_matches(prefix, sorted(known), 1)
    hint = f"did you mean {close[0]}:?" if close else f"add PREFIX {prefix}: <...>"
    return f"the prefix {prefix}: is not declared; {hint}"


def _furthest(query: str) -> tuple[int, set[str]] | None:
    """Return how far rdflib's grammar gets, and what it expects there; None if it is content.

    A grammar of alternatives gives up at the start of the last one. The fault is where the furthest
    of them failed, so each failure is compared.
    """
    import pyparsing
    from rdflib.plugins.sparql.parser import parseQuery

    furthest, expected = -1, set[str]()

    def note(failure: Any, text: str, place: int = 0, *rest: Any) -> None:
        nonlocal furthest, expected
        plain(failure, text, place, *rest)
        element = failure.parser_element
        if place > furthest:
            furthest, expected = place, set()
        if place == furthest and isinstance(element, pyparsing.Token):
            expected.add(str(element).strip("'"))

    base: Any = pyparsing.ParseBaseException
    plain, base.__init__ = base.__init__, note
    try:
        parseQuery(query.replace("\t", " "))  # tabs would be widened, and places moved
    except (pyparsing.ParseBaseException, RecursionError):
        return furthest, expected
    finally:
        base.__init__ = plain
    return None


def _said(rest: str, expected: set[str]) -> str:
    """Return what stands at the place, and what should."""
    token = _TOKEN.match(rest.lstrip())
    if not token:
        return f"unexpected end{_wanted(expected)}"
    if token[0].upper() in _UPDATES and "SELECT" in expected:
        return "updates are refused: queries are read-only; use `+` to add"
    words = sorted(word for word in expected if word.isalpha())
    close = difflib.get_close_matches(token[0].upper(), words, 1)
    hint = f"; did you mean {close[0]}?" if close else _wanted(expected)
    return f"unexpected {token[0]!r}{hint}"


def _wanted(expected: set[str]) -> str:
    named = {_IN_WORDS.get(each, each) for each in expected}
    listed = sorted(each for each in named if each in "{}().;" or each[0].isalpha())
    listed = [
        each if each[0].isalpha() else repr(each) for each in listed if not each.startswith("Re:")
    ]
    return f"; expected {' or '.join(listed)}" if 0 < len(listed) <= _LISTED else ""
