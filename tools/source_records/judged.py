"""Facts judged from other facts about an artifact, which therefore have the same sources.

`judged.tsv` has the criteria, one a row: a value of a property ("*" is any), and the premises of
which each bears it out alone: values of other properties (`all` asks for a source of every value),
or a document whose address shows it, as the page of weights shows that they are given out. Of
several rows the first that a source fulfils best decides.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aitaxonomy.rdf.namespaces import AIT, RDF
from tools.source_records.catalogues import Fact

ANY, ALL, DOCUMENT = "*", "all", "document"


class Criterion(NamedTuple):
    """One way in which a value follows.

    Attributes:
        values: the local names of the values that it decides.
        premises: the properties whose values bear it out; none if documents themselves do.
        wanted: which values of them do, by local name.
        address: matches the documents that show it by what they are.

    """

    values: frozenset[str]
    premises: tuple[str, ...]
    wanted: frozenset[str]
    address: re.Pattern[str] | None


@cache
def criteria() -> Mapping[str, tuple[Criterion, ...]]:
    """Return the criteria by the IRI of the property that they decide.

    >>> next(iter(criteria()[AIT + "hasOpenness"])).values == {ANY}
    True
    """
    found: dict[str, list[Criterion]] = defaultdict(list)
    with Path(__file__).with_name("judged.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            shown = row["premise"] == DOCUMENT
            criterion = Criterion(
                frozenset(row["value"].split()),
                () if shown else tuple(map(_iri, row["premise"].split())),
                frozenset() if shown else frozenset(row["premise_value"].split()),
                re.compile(row["premise_value"]) if shown else None,
            )
            for prop in row["property"].split():
                found[_iri(prop)].append(criterion)
    return {prop: tuple(rows) for prop, rows in found.items()}


def grounds(
    fact: Fact,
    says: Mapping[Fact, Collection[str]],
    by_property: Mapping[str, Collection[Fact]],
    makers: Collection[str],
) -> Iterator[tuple[int, str]]:
    """Yield the documents from which a statement follows, each with the number of the criterion.

    Args:
        fact: property and value.
        says: the documents that are on record for each statement of the artifact.
        by_property: these statements by property.
        makers: the documents that are the word of the artifact's makers.

    """
    prop, value = fact
    for number, criterion in enumerate(criteria().get(prop, ())):
        if not criterion.values & {ANY, _local(value)}:
            continue
        if criterion.address:
            yield from ((number, each) for each in makers if criterion.address.fullmatch(each))
        for premise in criterion.premises:
            facts = by_property.get(premise, ())
            if ALL in criterion.wanted:
                told = [set(says[each]) for each in facts]
                yield from ((number, each) for each in set.intersection(*told or [set()]))
                continue
            for other in facts:
                if other != fact and criterion.wanted & {ANY, _local(other[1])}:
                    yield from ((number, each) for each in says[other])


def _iri(name: str) -> str:
    return RDF + "type" if name == "type" else AIT + name


def _local(value: str) -> str:
    return re.split(r"[/#]", value.strip("<>"))[-1]
