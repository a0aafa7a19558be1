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
from aitaxonomy.inference.premises import NOT_A
from aitaxonomy.inventory.formats.fields import text as plain_text
from aitaxonomy.inventory.formats.lists.columns import Columns
from aitaxonomy.inventory.formats.lists.rows import Mapper
from aitaxonomy.inventory.import_rules.facts import lineage, named
from aitaxonomy.inventory.import_rules.rules import complete
from aitaxonomy.inventory.import_rules.statements import BASE, Statements
from aitaxonomy.inventory.known import systems_in, with_likeness
from aitaxonomy.inventory.matching.matcher import Match
from aitaxonomy.inventory.record import COLUMNS, FIELDS, Record, Source, Tally
from aitaxonomy.owl.datatypes import contains
from aitaxonomy.rdf.namespaces import AIT, AIX, OWL, RDF, curie, expand
from aitaxonomy.rdf.ntriples import bare, parse_literal
from aitaxonomy.reasoning.verdict import REFUTED
from aitaxonomy.store import ASSERTED, INFERRED

#: The columns of what `RowProfiles` gives, all of them text. `what` is "row" (an entry), "link" (to
#: what an entry is built on), "said" (the statements of a key), "read" or "skipped" (a count).
MAPPED = (
    "what", "entry", "iri", "name", "key", "known_as", "confidence", "left_open",
    "target", "kind", "if_model", "if_other", "known", "if_known", "said",
)  # fmt: skip
_LABEL, _PLACE = named("rdfs:label"), named("dcterms:source")
_PEOPLE = {f"<{AIT}{each.properties[0]}>" for each in FIELDS if each.type == "organizations"}
Rows = Sequence[Sequence[Any]]
Row = dict[str, str]
TYPE, INDIVIDUAL = f"<{RDF}type>", f"<{OWL}NamedIndividual>"
_ORGANIZATION = f"<{BASE}organization/"


class RowProfiles:
    """Maps rows to those of `MAPPED`; each process makes one.

    Args:
        large_from: the parameters from which a model is large.
        columns: our name of a column, and that of the source.
        graphs: whether rows get all their statements, in `said`.

    """

    def __init__(self, large_from: int, columns: Mapping[str, str], graphs: bool = False) -> None:
        content = shipped_content()
        assert content.program is not None
        self._columns, self._large_from, self._graphs = columns, large_from, graphs
        self._matcher, program = content.matcher, content.program
        self._ranges = program.program_with(()).ranges
        vocabulary = program.ontology.vocabulary
        of = vocabulary.object_properties | vocabulary.data_properties
        self._logical = {TYPE, *(f"<{iri}>" for iri in of)}
        self._compared = cache(self._compare)

    def __call__(self, names: Sequence[str], rows: Rows) -> list[tuple[str, ...]]:
        """Return the rows of `MAPPED` for a batch; raises `ImportFault` without a name."""
        tally, self._said = Tally(), Row()
        found = [*self._found(names, rows, tally)]
        found += [{"what": "said", "key": key, "said": text} for key, text in self._said.items()]
        found.append({"what": "read", "said": str(tally.read)})
        skipped = tally.skipped.items()
        found += [{"what": "skipped", "name": why, "said": str(n)} for why, n in skipped]
        return [tuple(each.get(name, "") for name in MAPPED) for each in found]

    def _found(self, names: Sequence[str], rows: Rows, tally: Tally) -> Iterator[Row]:
        """Yield rows of entries and links; count what is read, add what is said."""
        mapper = Mapper(names, Columns(self._places(names)), "data", "csv", tally)
        for number, row in enumerate(rows, 1):
            cells = [_cell(each) for each in row]
            if not any(cells):
                continue
            tally.read += 1
            if record := mapper.make(cells, None, number):
                for each in systems_in(complete(record), self._matcher, tally):
                    yield from self._entry(each, "\x1f".join(cells))

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

    def _entry(self, record: Record, cells: str) -> Iterator[Row]:
        """Yield the row of an entry and those of its links; add the statements of its key."""
        statements = Statements(tally=Tally(), matcher=self._matcher)
        match = self._matcher.match(record)
        lines = statements.lines(with_likeness(record, match, self._matcher), match)
        means = sorted({each.means for each in statements.proposed})
        # The last character tells whether the entry is known not to be a model.
        entry = _digest(f"{statements.iri}\x1f{cells}", 12) + str(int(bool(statements.no_models)))
        row = self._row(statements.iri, record.name, match, lines, means)
        # The rows have no order, and so no places. A blank node gets a name that no other row has.
        kept = (f"_:n{entry}{each[3:]}" if each[0] == "_" else each for each in lines
                if not (each.startswith("<file:") or f" {_PLACE} " in each))  # fmt: skip
        stated = "\n".join(kept) if self._graphs else ""
        yield {**row, "entry": entry, "left_open": "; ".join(record.undecided), "said": stated}
        for link in statements.links:
            by = [lineage(link.how, link.kind, model=model) for model in (True, False)]
            known = link.known and statements.to_known(link.kind, link.how, link.known)
            kind = "AIModel" if link.kind == "AIModel" else "AIArtifact"
            yield {
                "what": "link", "entry": entry, "target": BASE + link.base, "kind": kind,
                "if_model": by[0], "if_other": by[1], "known": link.known, "if_known": known,
            }  # fmt: skip

    def _row(
        self, iri: str, name: str, match: Match | None, lines: Sequence[str], means: Sequence[str]
    ) -> Row:
        """Return the row of an entry; add the statements of its key."""
        trusted = match if match and match.trusted else None
        logical, reduced = self._reduced(lines, f"<{iri}>")
        key = _digest(json.dumps([sorted(reduced), trusted and trusted.iri, means]), 16)
        if key not in self._said:
            told = trusted and [trusted.iri, trusted.confidence, trusted.way]
            self._said[key] = json.dumps({"lines": logical, "match": told, "means": means})
        return {
            "what": "row", "iri": curie(iri), "name": name, "key": key,
            "known_as": curie(match.iri) if match else "",
            "confidence": f"{match.confidence:.2f}" if match else "",
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


class GraphProfiles(RowProfiles):
    """Maps subjects of RDF, each with properties and values in lines, to the rows of `MAPPED`."""

    def _found(self, names: Sequence[str], rows: Rows, tally: Tally) -> Iterator[Row]:
        for subject, text in rows:
            tally.read += 1
            if subject.startswith(("_:", f"<{AIX}")):
                tally.skip("a blank node" if subject[0] == "_" else "what ships already", subject)
                continue
            iri, pairs = subject[1:-1], [line.split(" ", 1) for line in text.split("\n")]
            entry = _digest(iri, 12) + "0"
            lines: list[str] = []
            for p, o in pairs:
                known = o.startswith(('"', f"<{AIX}")) or p == TYPE
                if p in _PEOPLE and not known:  # these count as one, as in lists
                    o = f"{_ORGANIZATION}{o[1:]}"  # noqa: PLW2901
                    lines.append(f"{o} {TYPE} <{AIT}Organization> .")
                elif not known and p in self._logical and o[0] == "<":
                    by = dict.fromkeys(("if_model", "if_other"), curie(bare(p)))
                    yield {"what": "link", "entry": entry, "target": bare(o), **by}
                    continue
                lines.append(f"{subject} {p} {o} .")
            first = {p: parse_literal(o).lexical for p, o in reversed(pairs) if o[0] == '"'}
            name, maker = first.get(_LABEL, ""), plain_text(first.get("developer"))
            record = Record(plain_text(name) or "", Source("data", "rdf"), developer=maker)
            match = self._matcher.match(record) if name else None
            yield {**self._row(iri, name or curie(iri), match, lines, ()), "entry": entry}


class Terms:
    """Maps lines of N-Triples to their terms."""

    def __call__(self, _: Sequence[str], rows: Rows) -> list[tuple[str, ...]]:
        """Return subject, property and value of each line.

        >>> Terms()(["line"], [['<urn:a>  <urn:b>  "c" .']])
        [('<urn:a>', '<urn:b>', '"c"')]
        """
        import pyoxigraph as ox

        text = "\n".join(line or "" for (line,) in rows)
        return [tuple(map(str, quad.triple)) for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES)]


class Quads:
    """Maps rows of the result to lines of N-Quads: what each states, and what follows."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self._kinds, self._above = kinds, shipped_content().premises.superclasses

    def __call__(self, names: Sequence[str], rows: Rows) -> list[tuple[str]]:
        """Return the lines for a batch."""
        return [(line,) for row in rows for line in self._lines(dict(zip(names, row, strict=True)))]

    def _lines(self, row: Row) -> Iterator[str]:
        s = f"<{expand(row['iri']) or row['iri']}>"
        stated = [line.removesuffix(" .") for line in row["stated"].split("\n") if line]
        for link in filter(None, row["links"].split("\n")):
            p, o, kind = link.split(" ")
            stated += [f"{s} {named(p)} <{o}>", *([f"<{o}> {TYPE} <{AIT}{kind}>"] if kind else ())]
        kinds = {expand(each) or each for each in row["kinds"].split()}
        kinds.update(*(self._above.get(each, ()) for each in kinds))
        follows = [f"{s} {TYPE} <{each}>" for each in sorted(kinds)]
        follows += [f"{s} <{NOT_A}> <{AIT}{k}>" for k in self._kinds if row[k] == REFUTED]
        follows += [f"{s} <{AIT}generates> {named(each)}" for each in row["generates"].split()]
        for graph, lines in ((ASSERTED, stated), (INFERRED, follows)):
            yield from (f"{line} <{graph}> ." for line in lines)


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
