"""Encodes N-Triples as integer columns inside Polars, without a Python step for each line.

Lines that are not plainly three terms without spaces inside, and lines that state axioms, are left
to the general parser. Statements with annotation properties are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.owl.reserved_vocabulary import AXIOMATIC, AXIOMATIC_TYPES, SILENT_TYPES
from aitaxonomy.rdf.literal_canonicalization import CERTAIN, DOUBTFUL, canonical_term
from aitaxonomy.rdf.namespaces import OWL, RDF
from aitaxonomy.rdf.ntriples import angled, bare
from aitaxonomy.reasoning.evaluation.term_dictionary import TermDictionary
from aitaxonomy.scratch import ScratchFolder

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph as ox

    from aitaxonomy.owl.ontology import Vocabulary

TYPE = f"<{RDF}type>"
SAME_AS = f"<{OWL}sameAs>"
"""The property that equalities are written with, in N-Triples."""
_NTRIPLES = (".nt", ".ntriples")
_COLUMNS = ("s", "p", "o", "end")
_INDIVIDUAL = {f"<{OWL}{name}>" for name in ("NamedIndividual", "Thing")}
_SILENT = {f"<{name}>" for name in SILENT_TYPES}


@dataclass
class Encoded:
    """Data files as integer columns, by the numbers of terms."""

    rows: pl.DataFrame | None = None
    """The statements with declared classes and properties: columns `p`, `x` and `y`."""
    declared: list[pl.DataFrame] = field(default_factory=list)
    """Frames of `x`: the individuals declared as owl:NamedIndividual or owl:Thing."""
    odd: list[list[str]] = field(default_factory=list)
    """The lines for the general parser, a list for each file that has any."""
    unknown: dict[str, int] = field(default_factory=dict)
    """Properties that the ontology does not declare, or not for values of that kind, and classes
    that it does not declare, each with the number of its uses."""

    def statements(self) -> Iterator[ox.Quad]:
        """The statements of the lines for the general parser; each file has its own blank nodes."""
        import pyoxigraph as ox

        for lines in self.odd:
            text = "\n".join(lines)
            yield from ox.parse(text, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True)


def encode_files(
    paths: Iterable[str | Path],
    terms: TermDictionary,
    *,
    vocabulary: Vocabulary,
    ignored: Iterable[str],
) -> Encoded:
    """Encode N-Triples files; `ignored` are the IRIs of annotation properties."""
    import polars as pl

    result = Encoded()
    files = [(path, _rows(path, {f"<{iri}>" for iri in ignored}, terms)) for path in paths]
    if not files:
        return result
    table = _TermTable(files, terms, vocabulary)
    parts = []
    for path, rows in files:
        flagged = table.flagged(rows)
        if not flagged["sound"].all():
            odd = _lines(path, flagged.filter(~pl.col("sound"))["line"])
            result.odd += [odd] if odd else []
            flagged = flagged.filter("sound")
        parts.append(_known(flagged, terms, result))
    result.rows = pl.concat(parts)
    return result


class _TermTable:
    """Properties of terms, by their numbers: each term is examined once, whatever its uses."""

    def __init__(
        self,
        files: Sequence[tuple[object, pl.DataFrame]],
        terms: TermDictionary,
        vocabulary: Vocabulary,
    ) -> None:
        import polars as pl

        number = pl.int_range(pl.len(), dtype=pl.UInt32)

        def is_in(iris: Iterable[str]) -> pl.Expr:
            return number.is_in(terms.numbers(sorted(map(angled, iris))).implode())

        count = max(_highest(rows[name]) for _, rows in files for name in "pxy") + 1
        every = pl.int_range(count, dtype=pl.UInt32)
        named, written = _sound(pl.col("term"))
        names = pl.select(number=every, term=terms.decode(every)).with_columns(
            named=named, written=written
        )
        self._terms = names.select(
            "named",
            fact_predicate=pl.col("named") & ~is_in(AXIOMATIC),
            fact_object=pl.col("written") & ~is_in(AXIOMATIC_TYPES),
            links=is_in(vocabulary.object_properties | {bare(SAME_AS)}),
            has_values=is_in(vocabulary.data_properties),
            cls=is_in(vocabulary.classes),
        )
        self._values = _not_canonical(names.filter(pl.col("written") & ~pl.col("named")), terms)
        self._type = terms.number(TYPE)

    def flagged(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with three boolean columns more: `sound`, `type` and `known`.

        A row is sound if its line is certainly a subject, a property, an object and a full stop,
        with single spaces between them, and no part of an axiom. It is known if its class is
        declared, or its property is declared for values of that kind.
        """
        import polars as pl

        p, x, y = pl.col("p"), pl.col("x"), pl.col("y")

        def looked_up(what: str, column: pl.Expr) -> pl.Expr:
            return pl.lit(self._terms[what]).gather(column)

        sound = looked_up("named", x) & looked_up("fact_predicate", p) & looked_up("fact_object", y)
        link = looked_up("named", y)
        known = (
            looked_up("links", p) & link
            | looked_up("has_values", p) & ~link
            | (p == self._type) & looked_up("cls", y)
        )
        flagged = rows.select(
            "line",
            "p",
            "x",
            "y",
            sound=(sound & pl.col("whole")).fill_null(value=False),
            type=p == self._type,
            known=known,
        )
        if self._values.is_empty():
            return flagged
        return flagged.with_columns(y=y.replace(self._values["y"], self._values["canonical"]))


def _not_canonical(literals: pl.DataFrame, terms: TermDictionary) -> pl.DataFrame:
    """The literals that are not canonical: rows of `y` and `canonical`, their canonical form.

    `literals` has columns `number` and `term`. Most literals are canonical by a regular expression;
    only the others are canonicalized one by one.
    """
    import polars as pl

    term = pl.col("term")
    doubtful = literals.filter(term.str.contains(DOUBTFUL) & ~term.str.contains(CERTAIN))
    found = doubtful.with_columns(
        canonical=pl.Series(map(canonical_term, doubtful["term"]), dtype=pl.String)
    )
    changed = found.filter(term != pl.col("canonical"))
    return changed.select(y="number", canonical=terms.numbers(changed["canonical"]))


def _known(flagged: pl.DataFrame, terms: TermDictionary, result: Encoded) -> pl.DataFrame:
    """The statements with known classes and properties; the others are counted in the result."""
    import polars as pl

    rest = flagged.filter(~pl.col("known"))
    types = rest.filter("type").select("x", "y").partition_by("y", as_dict=True)
    for (kind,), members in types.items():
        name = terms.name(int(kind))
        if name in _INDIVIDUAL:
            result.declared.append(members.select("x"))
        elif name not in _SILENT:
            unknown = name if name.startswith("<") else TYPE
            result.unknown[unknown] = result.unknown.get(unknown, 0) + members.height
    for number, uses in rest.filter(~pl.col("type"))["p"].value_counts().sort("p").rows():
        name = terms.name(int(number))
        result.unknown[name] = result.unknown.get(name, 0) + int(uses)
    return flagged.lazy().filter("known").select("p", "x", "y").collect()


@contextmanager
def as_ntriples(paths: Iterable[str | Path]) -> Iterator[list[Path]]:
    """The files as N-Triples; those in other syntaxes are converted to temporary files."""
    import pyoxigraph as ox

    with ScratchFolder() as folder:
        files = []
        for number, path in enumerate(map(Path, paths)):
            if path.suffix in _NTRIPLES and not _ends_by_returns(path):
                files.append(path)
                continue
            files.append(Path(folder) / f"{number}.nt")
            triples = (
                ox.Triple(quad.subject, quad.predicate, quad.object)
                for quad in ox.parse(path=path, rename_blank_nodes=True)
            )
            ox.serialize(triples, output=files[-1], format=ox.RdfFormat.N_TRIPLES)
        yield files


def _ends_by_returns(path: Path) -> bool:
    """Return whether lines of a file end in a carriage return alone, as N-Triples allows."""
    with path.open("rb") as file:
        head = file.read(1 << 20)
    return b"\r" in head and re.search(rb"\r(?!\n|$)", head) is not None


def _rows(path: str | Path, silent: set[str], terms: TermDictionary) -> pl.DataFrame:
    """The lines but for annotations, as numbers of terms: `line`, `whole`, `p`, `x` and `y`.

    A line is `whole` if its fourth part, split at single spaces, is the full stop.
    """
    import polars as pl

    lazy = pl.scan_csv(
        path,
        has_header=False,
        separator=" ",
        quote_char=None,
        schema=dict.fromkeys(_COLUMNS, pl.String),
        truncate_ragged_lines=True,
        extra_columns="ignore",
        missing_columns="insert",
        row_index_name="line",
    )
    # Neither annotations nor the owl:Axiom nodes that carry them have logical content.
    noted = pl.col("p").is_in(terms.numbers(sorted(silent)).implode())
    silent_line = noted | (pl.col("o") == f"<{OWL}Axiom>")
    # With leading spaces or with tabs, `p` and `o` are not the second and the third term.
    in_place = pl.col("s").is_not_null() & ~pl.col("o").str.starts_with(".")
    return (
        lazy.with_columns(p=terms.encode(pl.col("p")))
        .filter(~(silent_line & in_place).fill_null(value=False))
        .select(
            "line",
            "p",
            x=terms.encode(pl.col("s")),
            y=terms.encode(pl.col("o")),
            whole=(pl.col("end") == ".").fill_null(value=False),
        )
        .collect(engine="streaming")
    )


def _highest(numbers: pl.Series) -> int:
    highest = numbers.max()
    return highest if isinstance(highest, int) else 0


def _sound(term: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return whether a term is an IRI, and whether it is an IRI or a literal, unescaped."""
    closed = term.str.ends_with(">")
    iri = term.str.starts_with("<") & closed
    # A quotation mark may be text inside a literal with spaces, of which this is a part.
    whole = term.str.ends_with('"') & (term.str.len_bytes() > 1)
    typed = closed & term.str.contains('"^^<', literal=True)
    literal = term.str.starts_with('"') & (whole | typed)
    plain = ~term.str.contains("\\", literal=True)
    return iri & plain, (iri | literal) & plain


def _lines(path: str | Path, numbers: pl.Series) -> list[str]:
    """The lines of a file with these indices, without blank lines and comments."""
    wanted = set(numbers.to_list())
    with Path(path).open(encoding="utf-8", newline="\n") as file:
        lines = [line for index, line in enumerate(file) if index in wanted]
    return [line for line in lines if not line.isspace() and not line.lstrip().startswith("#")]
