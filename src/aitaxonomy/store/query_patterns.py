"""The triple patterns of a query: which triples have to be in the store before it runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

#: Subject, predicate and object of triples, in N-Triples; None matches any term.
Pattern = tuple[str | None, str | None, str | None]
EVERYTHING: Pattern = (None, None, None)
_NULLABLE = ("*", "?")


@lru_cache(maxsize=1000)
def patterns_of(query: str) -> frozenset[Pattern]:
    """Return patterns such that the triples that match them determine the query's answer.

    `EVERYTHING` is among them for a query that cannot be parsed, for DESCRIBE, and for a triple
    pattern of three variables.

    >>> sorted(patterns_of("SELECT * { ?x a <urn:C> ; <urn:p>/<urn:q>+ ?y }"), key=str)[-1]
    (None, '<urn:q>', None)
    """
    from rdflib.plugins.sparql import prepareQuery

    try:
        algebra = prepareQuery(query).algebra
    except Exception:  # the engine that runs the query decides whether it is valid
        return frozenset({EVERYTHING})
    if algebra.name == "DescribeQuery":
        return frozenset({EVERYTHING})
    return frozenset(pattern for block in _blocks(algebra) for pattern in _of_block(block))


def covers(known: Pattern, wanted: Pattern) -> bool:
    """Return whether every triple that matches `wanted` matches `known`."""
    return all(one is None or one == other for one, other in zip(known, wanted, strict=True))


def _blocks(node: Any) -> Iterator[list[tuple[Any, Any, Any]]]:
    """Yield the triple patterns of each basic graph pattern, those of EXISTS included."""
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(node, CompValue):
        if node.name in ("BGP", "TriplesBlock"):
            triples = node.triples or []
            # In EXISTS the parser's form remains: lists of several triples each.
            flat = [term for part in triples for term in part]
            yield list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))
            return
        for value in node.values():
            yield from _blocks(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _blocks(value)


def _of_block(block: list[tuple[Any, Any, Any]]) -> Iterator[Pattern]:
    from rdflib.paths import Path
    from rdflib.term import URIRef

    for subject, predicate, value in block:
        ends = _constant(subject), _constant(value)
        if isinstance(predicate, URIRef):
            yield ends[0], predicate.n3(), ends[1]
        elif not isinstance(predicate, Path):
            yield ends[0], None, ends[1]
        else:
            steps = _steps(predicate)
            if steps is None or (_nullable(predicate) and not _held(subject, value, block)):
                yield EVERYTHING
            else:
                yield from ((None, step, None) for step in steps)


def _constant(term: Any) -> str | None:
    """Return an IRI in N-Triples; None for a variable, or a literal, which matches by value."""
    from rdflib.term import URIRef

    return term.n3() if isinstance(term, URIRef) else None


def _steps(path: Any) -> set[str] | None:
    """Return the predicates of a path; None for a negated property set."""
    from rdflib import paths
    from rdflib.term import URIRef

    if isinstance(path, URIRef):
        return {path.n3()}
    if isinstance(path, paths.InvPath):
        inner = [path.arg]
    elif isinstance(path, paths.SequencePath | paths.AlternativePath):
        inner = path.args
    elif isinstance(path, paths.MulPath):
        inner = [path.path]
    else:
        return None
    found = [_steps(each) for each in inner]
    return None if None in found else set().union(*(each for each in found if each))


def _nullable(path: Any) -> bool:
    """Return whether the path matches the empty path, and so every node with itself."""
    from rdflib import paths

    if isinstance(path, paths.MulPath):
        return path.mod in _NULLABLE or _nullable(path.path)
    if isinstance(path, paths.InvPath):
        return _nullable(path.arg)
    if isinstance(path, paths.SequencePath):
        return all(map(_nullable, path.args))
    return isinstance(path, paths.AlternativePath) and any(map(_nullable, path.args))


def _held(subject: Any, value: Any, block: list[tuple[Any, Any, Any]]) -> bool:
    """Return whether an end of a path is a constant, or is in another triple of the block."""
    if _constant(subject) or _constant(value):
        return True
    nodes = {
        end
        for start, predicate, target in block
        if not _nullable(predicate)
        for end in (start, target)
    }
    return subject in nodes or value in nodes
