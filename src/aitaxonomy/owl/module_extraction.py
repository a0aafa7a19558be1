"""The part of a graph that a question is about: the terms, some individuals, what these link to.

Reasoning about one system needs the terms and the few individuals it depends on, not the thousand
others of the graph. The whole entails all that an excerpt entails; a verdict that the whole has and
the excerpt misses is looked up in the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from aitaxonomy.rdf.namespaces import OWL
from aitaxonomy.rdf.ntriples import Triple, bare
from aitaxonomy.rdf.rdf_lists import FIRST, NIL, REST, BrokenList, cells

if TYPE_CHECKING:
    import pyoxigraph as ox


def excerpt(triples: Iterable[ox.Triple], seeds: Collection[str]) -> list[ox.Triple]:
    """Return the triples of the terms and of the individuals that the seeds reach.

    Args:
        triples: an ontology with its individuals.
        seeds: IRIs of individuals to keep, with those that they link to.

    Lists of different individuals keep those members that stay.

    """
    import pyoxigraph as ox

    triples = list(triples)
    named = ox.NamedNode(OWL + "NamedIndividual")
    individuals = {t.subject for t in triples if t.object == named}
    about = _by_subject(triples)
    kept = {ox.NamedNode(seed) for seed in seeds} | _nominals(triples, about)
    _reach(kept, about, individuals)
    return without(triples, individuals - kept)


def reduced(triples: Iterable[ox.Triple], leave_out: Collection[str]) -> list[ox.Triple]:
    """Return the triples without some individuals (IRIs), but with those that classes name."""
    triples = list(triples)
    gone = {t.subject for t in triples if getattr(t.subject, "value", "") in leave_out}
    gone -= _nominals(triples, _by_subject(triples))
    return without(triples, gone) if gone else triples


def without(triples: Iterable[ox.Triple], individuals: Collection[Any]) -> list[ox.Triple]:
    """Return the triples that are not about some individuals.

    Their facts, links to them, class expressions that name them, and the annotations of all these
    are removed. A list of different individuals keeps its other members.
    """
    triples = list(triples)
    about = _by_subject(triples)
    different = _cells_of_different(triples, about)
    gone = set(individuals)
    gone |= _above(gone, triples, different) | different
    gone |= _notes_on(triples, gone)
    gone |= below(gone, about)
    rest = [t for t in triples if t.subject not in gone and t.object not in gone]
    return rest + _different_again(triples, about, individuals)


def _above(nodes: Collection[Any], triples: Iterable[ox.Triple], but: Collection[Any]) -> set[Any]:
    """Return the blank nodes that lead to some nodes, as a closed list does to its members."""
    up: dict[Any, list[Any]] = defaultdict(list)
    for t in triples:
        if _is_blank(t.subject) and t.subject not in but:
            up[t.object].append(t.subject)
    found: set[Any] = set()
    todo = list(nodes)
    while todo:
        for node in up[todo.pop()]:
            if node not in found:
                found.add(node)
                todo.append(node)
    return found


def below(nodes: Iterable[Any], about: dict[Any, list[ox.Triple]]) -> set[Any]:
    """Return the blank nodes below some nodes, such as the restrictions in their types."""
    found: set[Any] = set()
    todo = list(nodes)
    while todo:
        for t in about[todo.pop()]:
            if _is_blank(t.object) and t.object not in found:
                found.add(t.object)
                todo.append(t.object)
    return found


def carried(triple: Triple, triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return the triples of the axiom that a triple carries, among those of an ontology."""
    about = _by_subject(triples)
    ends = [
        t for node in about for t in about[node] if triple == tuple(bare(str(end)) for end in t)
    ]  # fmt: skip
    nodes = {end for t in ends for end in (t.subject, t.object) if _is_blank(end)}
    return [*ends, *(t for node in nodes | below(nodes, about) for t in about[node])]


def _reach(kept: set[Any], about: dict[Any, list[ox.Triple]], individuals: set[Any]) -> None:
    """Add the individuals that the kept ones link to, and so on."""
    todo = list(kept)
    while todo:
        for t in about[todo.pop()]:
            if t.object not in kept and (t.object in individuals or _is_blank(t.object)):
                kept.add(t.object)
                todo.append(t.object)


def _is_blank(node: Any) -> bool:
    import pyoxigraph as ox

    return isinstance(node, ox.BlankNode)


def _members(head: Any, about: dict[Any, list[ox.Triple]]) -> dict[Any, Any]:
    """Return the cells of an RDF list, each with what it holds."""
    import pyoxigraph as ox

    def values(node: Any, predicate: str) -> list[Any]:
        return [t.object for t in about.get(node, ()) if t.predicate.value == predicate]

    found: dict[Any, Any] = {}
    with suppress(BrokenList):  # who reads the graph tells it
        found.update(cells(head, values, ox.NamedNode(NIL)))
    return found


def _by_subject(triples: Iterable[ox.Triple]) -> dict[Any, list[ox.Triple]]:
    about: dict[Any, list[ox.Triple]] = defaultdict(list)
    for t in triples:
        about[t.subject].append(t)
    return about


def _nominals(triples: Iterable[ox.Triple], about: dict[Any, list[ox.Triple]]) -> set[Any]:
    """Return the individuals that class expressions name."""
    found = set()
    for t in triples:
        if t.predicate.value == OWL + "hasValue":
            found.add(t.object)
        elif t.predicate.value == OWL + "oneOf":
            found.update(_members(t.object, about).values())
    return found


def _notes_on(triples: Iterable[ox.Triple], gone: set[Any]) -> set[Any]:
    """Return the axiom annotations on statements of what is gone."""
    ends = (OWL + "annotatedSource", OWL + "annotatedTarget")
    return {t.subject for t in triples if t.predicate.value in ends and t.object in gone}


def _cells_of_different(
    triples: Iterable[ox.Triple], about: dict[Any, list[ox.Triple]]
) -> set[Any]:
    found: set[Any] = set()
    for t in triples:
        if t.predicate.value == OWL + "distinctMembers":
            found |= {t.subject, *_members(t.object, about)}
    return found


def _different_again(
    triples: Iterable[ox.Triple], about: dict[Any, list[ox.Triple]], gone: Collection[Any]
) -> list[ox.Triple]:
    """State once more of each list of different individuals what is left of it."""
    import pyoxigraph as ox

    first, rest = ox.NamedNode(FIRST), ox.NamedNode(REST)
    stated = []
    for t in triples:
        if t.predicate.value != OWL + "distinctMembers":
            continue
        members = [m for m in _members(t.object, about).values() if m not in gone]
        if len(members) < 2:
            continue
        tail: Any = ox.NamedNode(NIL)
        for member in reversed(members):
            cell = ox.BlankNode()
            stated += [ox.Triple(cell, first, member), ox.Triple(cell, rest, tail)]
            tail = cell
        stated.append(ox.Triple(t.subject, t.predicate, tail))
        stated += [x for x in about[t.subject] if x.predicate != t.predicate]
    return stated
