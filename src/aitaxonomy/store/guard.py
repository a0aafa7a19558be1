"""What a query may not do, decided before any engine sees it."""

import re
from typing import Any

from aitaxonomy.errors import QueryRefused
from aitaxonomy.store.query_text import syntax_fault

MAX_BYTES = 256 * 1024
MAX_DEPTH = 128
MAX_BRANCHES = 1_000

# In the order in which SPARQL's grammar lets them hide one another: an IRI may hold '#', a comment
# may hold quotes, a string may hold braces.
_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>|\#[^\r\n]*|'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"
      |'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*"|[{}()\[\]]|[A-Za-z_][\w:.-]*""",
    re.VERBOSE | re.DOTALL,
)
_SUSPECT = re.compile(r"service|from|load|\\u", re.IGNORECASE)


def check_query(text: str) -> None:
    r"""Raise `QueryRefused` when a query is too large, too deep, or has SERVICE, FROM or an update.

    >>> check_query('SELECT * { ?s ?p "SERVICE" } # FROM nowhere')
    >>> check_query("SELECT * FROM <urn:g> { ?s ?p ?o }")
    Traceback (most recent call last):
    aitaxonomy.errors.QueryRefused: FROM is refused: a query reads the graphs it is given; ...
    """
    if (size := len(text.encode(errors="replace"))) > MAX_BYTES:
        raise QueryRefused(f"the query has {size} bytes, over {MAX_BYTES}: split it")
    depth = deepest = branches = 0
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word in "{([":
            depth += 1
            deepest = max(deepest, depth)
        elif word in "})]":
            depth -= 1
        elif word.upper() in ("UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "SELECT"):
            branches += 1
    if deepest > MAX_DEPTH:
        raise QueryRefused(f"the query nests {deepest} levels deep, over {MAX_DEPTH}: flatten it")
    if branches > MAX_BRANCHES:
        raise QueryRefused(
            f"the query has {branches} clauses, over {MAX_BRANCHES}: put the values into VALUES"
        )
    # A keyword can only be there where its letters, or an escape for them, are.
    if _SUSPECT.search(text):
        _check_parsed(text)


def _check_parsed(text: str) -> None:
    """Decide on the parse tree, as the words may stand in strings, comments and names as well."""
    from rdflib.plugins.sparql.parser import parseQuery, parseUpdate

    try:
        tree = parseQuery(text)
    except Exception as error:
        try:
            parseUpdate(text)
        except Exception:
            raise QueryRefused(syntax_fault(text, str(error))) from None
        raise QueryRefused("updates are refused: queries are read-only; use `+` to add") from None
    found = {node.name for node in _nodes(tree)}
    if "ServiceGraphPattern" in found:
        raise QueryRefused("SERVICE is refused: queries open no connection; add the data with `+`")
    if "DatasetClause" in found:
        raise QueryRefused(
            "FROM is refused: a query reads the graphs it is given; use GRAPH, or leave it out"
        )


def _nodes(tree: object) -> list[Any]:
    from rdflib.plugins.sparql.parserutils import CompValue

    found: list[Any] = []
    todo = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, CompValue):
            found.append(node)
            todo.extend(node.values())
        elif not isinstance(node, str) and hasattr(node, "__iter__"):
            todo.extend(node)
    return found
