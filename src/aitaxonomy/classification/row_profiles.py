"""The rows of a data set as profiles: what a row states, without its name, under a stable key.

Rows with the same profile have the same verdicts, but for what they are built on: their links are
given apart. Each row is mapped by itself, wherever it is, with the readers of lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import blake2b
from math import isnan
from typing import Any

from aitaxonomy.errors import ImportFault
from aitaxonomy.inference.content import shipped_content
from aitaxonomy.inventory.formats.lists.columns import Columns
from aitaxonomy.inventory.formats.lists.rows import Mapper
from aitaxonomy.inventory.import_rules.facts import lineage
from aitaxonomy.inventory.import_rules.rules import complete
from aitaxonomy.inventory.import_rules.statements import BASE, Statements
from aitaxonomy.inventory.known import systems_in, with_likeness
from aitaxonomy.inventory.matching.matcher import Match
from aitaxonomy.inventory.record import COLUMNS, Record, Tally
from aitaxonomy.owl.datatypes import contains
from aitaxonomy.rdf.namespaces import OWL, RDF, curie
from aitaxonomy.rdf.ntriples import bare, parse_literal

#: The columns of what `RowProfiles` gives, all of them text. `what` is "row" (an entry), "link" (to
#: what an entry is built on), "said" (the statements of a key), "read" or "skipped" (a count).
MAPPED = (
    "what", "entry", "iri", "name", "key", "known_as", "confidence", "left_open",
    "target", "kind", "if_model", "if_other", "known", "if_known", "said",
)  # fmt: skip
TYPE, INDIVIDUAL = f"<{RDF}type>", f"<{OWL}NamedIndividual>"
_ORGANIZATION = f"<{BASE}organization/"


class RowProfiles:
    """Maps rows to those of `MAPPED`; each process makes one.

    Args:
        large_from: the parameters from which a model is large.
        columns: our name of a column, and that of the source.

    """

    def __init__(self, large_from: int, columns: Mapping[str, str]) -> None:
        content = shipped_content()
        assert content.program is not None
        self._columns, self._large_from = columns, large_from
        self._matcher, program = content.matcher, content.program
        self._ranges = program.program_with(()).ranges
        vocabulary = program.ontology.vocabulary
        of = vocabulary.object_properties | vocabulary.data_properties
        self._logical = {TYPE, *(f"<{iri}>" for iri in of)}
        self._compared = cache(self._compare)

    def __call__(
        self, names: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> list[tuple[str, ...]]:
        """Return the rows of `MAPPED` for a batch; raises `ImportFault` without a name."""
        tally = Tally()
        mapper = Mapper(names, Columns(self._places(names)), "data", "csv", tally)
        found: list[dict[str, str]] = []
        said: dict[str, str] = {}
        for number, row in enumerate(rows, 1):
            cells = [_cell(each) for each in row]
            if not any(cells):
                continue
            tally.read += 1
            if record := mapper.make(cells, None, number):
                for each in systems_in(complete(record), self._matcher, tally):
                    found += self._entry(each, "\x1f".join(cells), said)
        found += [{"what": "said", "key": key, "said": text} for key, text in said.items()]
        found.append({"what": "read", "said": str(tally.read)})
        skipped = tally.skipped.items()
        found += [{"what": "skipped", "name": why, "said": str(n)} for why, n in skipped]
        return [tuple(each.get(name, "") for name in MAPPED) for each in found]

    def _places(self, names: Sequence[str]) -> dict[str, tuple[int, ...]]:
        theirs = {name.strip().casefold(): place for place, name in enumerate(names)}
        wanted = {ours: self._columns.get(ours, ours).strip().casefold() for ours in COLUMNS}
        places: dict[str, tuple[int, ...]] = {
            ours: (theirs[name],) for ours, name in wanted.items() if name in theirs
        }
        if "name" not in places:
            raise ImportFault(
                f"no column {wanted['name']!r}; there are: {', '.join(names)}. Say which has the "
                "names, as in --column name=HEADING"
            )
        return places

    def _entry(self, record: Record, cells: str, said: dict[str, str]) -> Iterator[dict[str, str]]:
        """Yield the row of an entry and those of its links; add the statements of its key."""
        statements = Statements(tally=Tally(), matcher=self._matcher)
        match = self._matcher.match(record)
        lines = statements.lines(with_likeness(record, match, self._matcher), match)
        iri = statements.iri
        trusted = match if match and match.trusted else None
        logical, reduced = self._reduced(lines, f"<{iri}>")
        means = sorted({each.means for each in statements.proposed})
        about = [trusted and trusted.iri, means]
        key = _digest(json.dumps([sorted(reduced), *about]), 16)
        if key not in said:
            said[key] = json.dumps({"lines": logical, "match": trusted and _told(trusted),
                                    "means": means})  # fmt: skip
        # The last character tells whether the entry is known not to be a model.
        entry = _digest(f"{iri}\x1f{cells}", 12) + ("1" if statements.no_models else "0")
        yield {
            "what": "row", "entry": entry, "iri": curie(iri), "name": record.name, "key": key,
            "known_as": curie(match.iri) if match else "",
            "confidence": f"{match.confidence:.2f}" if match else "",
            "left_open": "; ".join(record.undecided),
        }  # fmt: skip
        for link in statements.links:
            by = [lineage(link.how, link.kind, model=model) for model in (True, False)]
            known = link.known and statements.to_known(link.kind, link.how, link.known)
            yield {
                "what": "link", "entry": entry, "target": BASE + link.base, "kind": link.kind,
                "if_model": by[0], "if_other": by[1], "known": link.known, "if_known": known,
            }  # fmt: skip

    def _reduced(self, lines: Sequence[str], subject: str) -> tuple[list[str], list[str]]:
        """Return the logical statements of an entry, and the same with literals as ranges."""
        logical, reduced = [], []
        others: dict[str, str] = {}
        for line in lines:
            s, p, rest = line.split(" ", 2)
            o = rest.removesuffix(" .")
            mine = s == subject or s.startswith(_ORGANIZATION)
            if not mine or p not in self._logical or o == INDIVIDUAL:
                continue
            s, o = (
                "_" if each == subject
                else others.setdefault(each, f"_/{len(others)}") if each.startswith(_ORGANIZATION)
                else each
                for each in (s, o)
            )  # fmt: skip
            logical.append(f"{s} {p} {o}")
            told = self._compared(p, o) if o.startswith('"') else o
            reduced.append(f"{s} {p} {told}")
        return logical, reduced

    def _compare(self, p: str, o: str) -> str:
        """Return in which of the ranges that the ontology knows of a property a literal lies."""
        literal = parse_literal(o)
        told = [contains(each, literal) for each in self._ranges.get(bare(p), ())]
        try:
            large = float(literal.lexical) >= self._large_from
        except ValueError:
            large = False
        return f"{literal.datatype} {told} {large}"


def _told(match: Match) -> list[Any]:
    return [match.iri, match.confidence, match.way]


def _digest(text: str, size: int) -> str:
    return blake2b(text.encode(), digest_size=size).hexdigest()


def _cell(value: Any) -> str:
    """Return a value of a table as the cell of a list.

    >>> _cell(7e9), _cell(["text", "image"]), _cell(None), _cell(True)
    ('7000000000', 'text; image', '', 'yes')
    """
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(_cell, value)))
    return value.isoformat()[:10] if isinstance(value, date) else str(value)
