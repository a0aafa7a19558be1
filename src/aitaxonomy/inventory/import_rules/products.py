"""Products that a cell names: several in the place of one system, or one in that of a vendor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aitaxonomy.inventory.matching.developers import find_organization, organizations_in
from aitaxonomy.inventory.matching.matcher import Matcher
from aitaxonomy.inventory.record import Derivation, Record, Tally

#: What separates names in a cell, and what does so only between names that are known.
_APART, _ALSO = re.compile(r"\s*[;,\n]\s*"), re.compile(r"\s*[;,\n]\s*|\s+(?:and|&|/|\+)\s+")
#: The most names in a cell, and the most words of one: what is longer is a sentence.
_NAMES, _WORDS = 20, 6
_LETTER = re.compile(r"[^\W\d_]")


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
    if record.developer is None and record.provider is None:
        return record
    products: list[str] = []
    fields: dict[str, str | None] = {}
    for field in ("developer", "provider"):
        text = getattr(record, field)
        names = organizations_in(text) if text else ()
        found = [n for n in names if not find_organization(n) and _known(n, matcher)]
        if found:
            products += found
            fields[field] = "; ".join(name for name in names if name not in found) or None
    if not products:
        return record
    bases = tuple(Derivation(each) for each in products if each != record.name)
    return record._replace(
        derived_from=tuple(dict.fromkeys((*record.derived_from, *bases))),
        developer=fields.get("developer", record.developer),
        provider=fields.get("provider", record.provider),
    )
