"""Tools about terms: search, describe, check_terms, compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from aitaxonomy.agents.answers import (
    Aspect,
    CheckedTerm,
    CheckedTerms,
    Compared,
    Described,
    Hit,
    Hits,
    NamedThing,
    Statement,
)
from aitaxonomy.agents.arguments import Limit, Name, Pair, Pairs, Start, Words
from aitaxonomy.errors import UnknownTerm
from aitaxonomy.graph.mappings import mappings
from aitaxonomy.graph.term import Term
from aitaxonomy.rdf.namespaces import curie, expand
from aitaxonomy.taxonomy import Taxonomy

T = TypeVar("T")
#: Members of a kind that are named unless more are asked for.
_MEMBERS = 12


def search(ai: Taxonomy, text: Words, limit: Limit = 10, start: Start = 0) -> Hits:
    """Find systems and terms by a part of a name, synonym or definition, best first.

    >>> search(Taxonomy(), "diffus", limit=1).results[0].name
    'ait:DiffusionModel'
    """
    found = ai.search(text)
    shown, more = page(found, limit, start, "results")
    results = [Hit(term.curie, term.label, term.kind, term.definition) for term in shown]
    return Hits(results, more)


def describe(ai: Taxonomy, name: Name, limit: Limit = 40, start: Start = 0) -> Described:
    """Say what a system or term is, and what is known of it, each fact with source and day.

    `limit` and `start` are for the facts; those of which there are few, such as days, come first.
    Raises `UnknownTerm`.
    """
    term = ai[name]
    told: dict[tuple[str, str], Statement] = {}
    for fact in ai.facts(term):
        source = curie(fact.source) if fact.source else ""
        said = Statement(
            fact.property, fact.value, not fact.asserted, source, fact.as_of, fact.tier
        )
        told.setdefault((fact.property, fact.value), said)
    values = Counter(prop for prop, _ in told)
    few_first = sorted(told.values(), key=lambda fact: values[fact.property])
    facts, more = page(few_first, limit, start, "facts")
    members = term.instances if term.kind == "class" else ()
    instances, others = page(members, _MEMBERS, 0, "instances")
    return Described(
        name=term.curie,
        label=term.label,
        kind=term.kind,
        definition=term.definition,
        also_known_as=list(term.alt_labels),
        parents=list(map(named, term.parents)),
        children=list(map(named, term.children)),
        instances=list(map(named, instances)),
        examples=list(term.examples),
        counter_examples=list(term.counter_examples),
        notes=list(term.notes),
        facts=facts,
        mappings=[f"{m.relation} {m.object_curie} ({m.object_label})" for m in mappings(term.iri)],
        sources=list(map(curie, term.sources)),
        more=more | others,
    )


def compare(ai: Taxonomy, a: Name, b: Name) -> Compared:
    """Compare two kinds or systems side by side, aspect by aspect, with sources.

    Raises `UnknownTerm`.
    """
    found = ai.compare(a, b).to_dict()
    rows = [Aspect(**row) for row in found["aspects"]]
    uses = [Aspect(row.pop("use_case"), **row) for row in found["use_cases"]]
    return Compared(named(ai[a]), named(ai[b]), rows, uses)


def check_terms(ai: Taxonomy, pairs: Pairs) -> CheckedTerms:
    """Tell for identifiers with labels whether each exists, and means what its label says.

    >>> pairs = [Pair("ait:LLM", "large language model"), Pair("aix:gpt-4", "Claude")]
    >>> [(term.verdict, term.means.label) for term in check_terms(Taxonomy(), pairs).terms]
    [('match', 'large language model'), ('other meaning', 'GPT-4')]
    """
    terms = [_checked(ai, pair) for pair in pairs]
    return CheckedTerms(all(term.verdict == "match" for term in terms), terms)


def _checked(ai: Taxonomy, pair: Pair) -> CheckedTerm:
    names, label_is = ai.names, _called(ai, pair.label)
    iri = expand(pair.id)
    try:
        found = names.find(pair.id)
    except UnknownTerm as error:
        hint = str(error)
    else:
        if iri == found:
            means = NamedThing(curie(iri), names.label(iri))
            if names.meanings(pair.label, [iri]):
                return CheckedTerm(pair.id, pair.label, "match", means)
            return CheckedTerm(pair.id, pair.label, "other meaning", means, label_is)
        hint = f"a label, and no identifier: did you mean {curie(found)!r}?"
    return CheckedTerm(pair.id, pair.label, "no such identifier", None, label_is, hint)


def _called(ai: Taxonomy, label: str) -> NamedThing | None:
    """Return what has a label."""
    try:
        return named(ai[label])
    except UnknownTerm:
        return None


def named(term: Term) -> NamedThing:
    """Return a term by its names."""
    return NamedThing(term.curie, term.label)


def page(entries: Sequence[T], limit: int, start: int, of: str) -> tuple[list[T], dict[str, int]]:
    """Return some entries from one on, and how many come after these.

    >>> page("abcde", 2, 1, "letters")
    (['b', 'c'], {'letters': 2})
    """
    shown = list(entries[start : start + limit])
    rest = len(entries) - start - len(shown)
    return shown, {of: rest} if rest > 0 else {}
