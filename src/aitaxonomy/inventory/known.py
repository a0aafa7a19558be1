"""Entries beside known systems: products that a cell names, what like names suggest, and claims.

A match that suffices to propose a name does not to accuse a list: a version in parentheses, or the
year of another release, may be part of the name of another system.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from aitaxonomy.inventory.import_rules.entry_kinds import class_of
from aitaxonomy.inventory.import_rules.labels import ANSWERED, find_labels, generates, stated_labels
from aitaxonomy.inventory.import_rules.model_names import LARGE, purpose_in_name, size_in_name
from aitaxonomy.inventory.matching.developers import (
    find_organization,
    is_common,
    misspelt,
    organizations_in,
    same_company,
)
from aitaxonomy.inventory.matching.matcher import CONFIDENCE, Match, Matcher
from aitaxonomy.inventory.matching.name_parts import is_number, take_apart
from aitaxonomy.inventory.record import Derivation, Proposal, Record, Tally

#: What separates names in a cell, and what does so only between names that are known.
_APART, _ALSO = re.compile(r"\s*[;,\n]\s*"), re.compile(r"\s*[;,\n]\s*|\s+(?:and|&|/|\+)\s+")
#: The most names in a cell, and the most words of one: what is longer is a sentence.
_NAMES, _WORDS = 20, 6
_LETTER = re.compile(r"[^\W\d_]")
#: The confidence of what a like name suggests; that of a family is as much lower as its share.
_LIKE = 0.9
#: The least share of the known members of a family that suggests anything.
_MOST = 0.8
#: Two counts of one model differ by less: by embeddings, by the experts that are active.
_ALIKE = 1.9
_BILLIONS = re.compile(r"(?<![\d.])(\d{1,5}(?:\.\d+)?)B(?![a-z])", re.IGNORECASE)
#: What words of a name for a way of predicting mean; and kinds that say whether content is made.
_PREDICTING = frozenset(("NonGenerativeAI", "tabular-regression"))
_CONTENT = frozenset(("GenerativeAI", "LLMTechnology", "NonGenerativeAI"))
#: The most words of a name that is that of a member of a family, versions and sizes aside.
_OF_FAMILY = 2
#: A whole day in the name of a snapshot; four digits may be the year of a new system of the name.
_DAY = re.compile(r"20\d\d-?\d\d-?\d\d")


def systems_in(record: Record, matcher: Matcher, tally: Tally) -> Iterator[Record]:
    """Yield a record for each system that its name lists, as a rule one.

    A product in the place of the developer or the provider becomes what the system is built on.

    >>> from aitaxonomy import Taxonomy
    >>> from aitaxonomy.inventory.record import Source
    >>> row = Record("ChatGPT, Gemini, Claude", Source("a.csv", "csv", 2))
    >>> [each.name for each in systems_in(row, Taxonomy().content.matcher, Tally())]
    ['ChatGPT', 'Gemini', 'Claude']
    """
    record = _with_products(record, matcher)
    names = _names(record.name, matcher)
    if len(names) < 2 or record.id:
        yield record
        return
    tally.note("a name that lists several systems, each taken for one", str(record.source))
    proposed = tuple(each for each in record.proposed if each.field != "name")
    for name in names:
        yield record._replace(name=name, proposed=proposed)


def _names(cell: str, matcher: Matcher) -> tuple[str, ...]:
    """Return the names that a cell lists; none where it may be one name."""
    if not _ALSO.search(cell) or _known(cell, matcher):
        return ()
    for separator in (_ALSO, _APART):
        names = tuple(dict.fromkeys(filter(None, separator.split(cell.strip()))))
        others = [name for name in names if not _known(name, matcher)]
        known = len(names) - len(others)
        enough = not others if separator is _ALSO else known > 1 or len(names) > 2
        if known and enough and 1 < len(names) <= _NAMES and all(map(_is_name, others)):
            return names
    return ()


def _is_name(text: str) -> bool:
    short = len(text.split()) <= _WORDS and _LETTER.search(text) is not None
    return short and find_organization(text) is None


def _known(name: str, matcher: Matcher) -> bool:
    match = matcher.match_name(name)
    return match is not None and match.trusted


def _with_products(record: Record, matcher: Matcher) -> Record:
    """Return a record with the products among its developers and providers as what it runs on."""
    words = () if record.of_models else record.labels
    products = [each for each in words if find_labels(each) == (each,) and _known(each, matcher)]
    fields: dict[str, Any] = {"labels": tuple(e for e in record.labels if e not in products)}
    # A model is not built on the service that it is had from.
    models = record.of_models or class_of(record.kind or "") == "AIModel"
    for field in ("developer",) if models else ("developer", "provider"):
        names = organizations_in(getattr(record, field) or "")
        found = [n for n in names if not find_organization(n) and _known(n, matcher)]
        if found:
            products += found
            fields[field] = "; ".join(name for name in names if name not in found) or None
    if not products:
        return record
    bases = (Derivation(each) for each in products if each != record.name)
    made_of = tuple(dict.fromkeys((*record.derived_from, *bases)))
    return record._replace(derived_from=made_of, **fields)


def with_likeness(record: Record, match: Match | None, matcher: Matcher) -> Record:
    """Return a record with what known systems of a name like its own suggest as proposals.

    Conclusions from fields come first. A name that says embedding, speech and the like is that of
    another kind of model than those that it is called after; one that states a small size is that
    of no large language model.

    >>> from aitaxonomy import Taxonomy
    >>> from aitaxonomy.inventory.record import Source
    >>> row, matcher = Record("Claude 9 Opus", Source("a.csv", "csv")), Taxonomy().content.matcher
    >>> proposed = with_likeness(row, matcher.match(row), matcher).proposed
    >>> [(each.means, each.because) for each in proposed][:1]  # doctest: +ELLIPSIS
    [('LLMTechnology', 'as ... of ... known models of the family Claude')]

    """
    if match is None or match.trusted or match.confidence < CONFIDENCE[match.way]:
        return record
    suggested = matcher.kinds.suggested_by(match.iri, match.way == "family")
    settled = {each.kind for each in record.concluded} - {"GenerativeAI"}
    if settled or not suggested or purpose_in_name(f"{record.name} {record.id or ''}"):
        return record
    found = {each.means: each for each in record.proposed}
    small = (size_in_name(record.name) or LARGE) < LARGE
    for kind, share, because in suggested:
        confidence = _LIKE * share
        if share < _MOST or (kind in found and found[kind].confidence >= confidence):
            continue
        if not (small and kind == "LLMTechnology"):
            found[kind] = Proposal(kind, record.called, "name", 1, 1, confidence, because)
    return record._replace(proposed=tuple(found.values()))


def remark_claims(record: Record, match: Match | None, matcher: Matcher, tally: Tally) -> None:
    """Remark on what a record claims, of itself, of known systems, and against its own name."""
    flag = ("open weights",) if record.open_weights else ()
    for each in (*record.access, *flag) if record.licence else ():
        tally.remark("pair", "licence", str(record.licence), each)
    headed = bool(tally.lists)
    if headed and record.parameters and _differ(record.parameters, record.name):
        tally.remark("size", "parameters", str(record.parameters), record.name)
    bases = [(each.of, matcher.match_name(each.of)) for each in record.derived_from]
    known = [(of, each.iri) for of, each in bases if each and each.same]
    for of, iri in known:
        tally.remark("claim", "built_on", of, iri)
        for field, value in _of_content(record) if headed and len(bases) == 1 else ():
            tally.remark("base", field, value, iri)
    if headed and match is None and (record.labels or record.kind):
        for field, value, words in _against_name(record):
            tally.remark("against", field, value, words)
    if match and (maker := misspelt(record.developer or "", matcher.system(match.iri).developers)):
        tally.remark("unknown", "developer", str(record.developer), maker)
    if record.derived_from:
        return
    for field, values, iri in _claims(record, match, matcher, headed=headed):
        for value in filter(None, values):
            tally.remark("claim", field, value, iri)


def _claims(
    record: Record, match: Match | None, matcher: Matcher, *, headed: bool
) -> Iterator[tuple[str, Iterable[str], str]]:
    """Yield the fields of a record that are held against a known system, with values and system."""
    if match is None or not _by(record, matcher.system(match.iri).developers):
        yield from _of_another_maker(record, match, matcher, headed=headed)
        return
    for field, values in _own_claims(record, match, headed=headed):
        yield field, values, match.iri


def _of_another_maker(
    record: Record, match: Match | None, matcher: Matcher, *, headed: bool
) -> Iterator[tuple[str, Iterable[str], str]]:
    """Yield the claims of a record that has the name of a known system, or family, of others."""
    if not headed or record.id or not record.developer:
        return
    named = matcher.match_name(record.name)
    if named is None or is_common(record.name) or not (named.same or named.way == "family"):
        return
    words = [each for each in take_apart(record.name).line if not is_number(each)]
    if not named.same and len(words) > _OF_FAMILY:
        return  # what is made from a model of the family, as a rule
    same = named.same and (match is None or named.iri == match.iri)
    yield "developer", (record.developer,), named.iri
    if same and find_organization(record.developer):
        yield "name", (record.name,), named.iri


def _own_claims(
    record: Record, match: Match, *, headed: bool
) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the claims of a record about the system that it names, of the maker that it names."""
    snapshot = match.way == "dated snapshot" and _DAY.search(f"{record.name} {record.id}")
    if not record.retired and (match.same or snapshot):
        yield "name", (record.name,)
    if not match.same or "(" in record.name:
        return
    weights = ("downloadable weights",) if record.open_weights else ()
    yield "licence", (record.licence or "",)
    yield "access", record.access or weights
    yield "output", record.outputs
    if headed:  # other readers put their own words in the place of those of the file
        yield "kind", (record.kind or "",)
        yield "labels", record.labels
        yield "task", record.tasks
        yield "released", (record.released or "",)
        if size_in_name(record.name) is None:
            yield "parameters", (str(record.parameters or ""),)


def _differ(stated: int, name: str) -> bool:
    """Return whether a size differs from all those in a name, however it is counted.

    >>> _differ(70 * 10**9, "Llama 3.1 8B"), _differ(3 * 10**9, "Qwen3-30B-A3B")
    (True, False)
    """
    named = size_in_name(name)
    sizes = [named, *(round(float(each) * LARGE) for each in _BILLIONS.findall(name))]
    return bool(named) and all(
        not size or not 1 / _ALIKE < stated / size < _ALIKE for size in sizes
    )


def _against_name(record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield the fields that call generative what is named for a way of predicting."""
    said = [(field, value) for field, value in _of_content(record)
            if any(generates(each.means) for each in stated_labels(value))]  # fmt: skip
    # Beside an answer, another column has the method; of several labels each may be right.
    parts = [record.name, *re.split(r"[\s/_()-]+", record.name)]
    parts += record.labels if said and ANSWERED.fullmatch(said[0][1]) else ()
    words = (each.words for part in parts if not ANSWERED.fullmatch(part)
             for each in stated_labels(part) if each.means in _PREDICTING)  # fmt: skip
    if said and (none := next(words, None)):
        yield (*said[0], none)


def _of_content(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the fields that say whether content is made, or by a model of language."""
    given = [("kind", record.kind or ""), *(("labels", each) for each in record.labels)]
    for field, value in given:
        if any(each.means in _CONTENT for each in stated_labels(value)):
            yield field, value


def _by(record: Record, makers: Iterable[str]) -> bool:
    """Return whether the developer of a record, if it names one, is among the makers."""
    if not record.developer:
        return True
    makers = tuple(makers)
    if misspelt(record.developer, makers):
        return True
    named = map(find_organization, organizations_in(record.developer))
    return any(same_company(each, maker) for each in named if each for maker in makers)
