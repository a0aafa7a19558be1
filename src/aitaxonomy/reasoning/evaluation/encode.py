"""N-Triples -> integer columns, inside Polars: no line is touched by Python.

Lines of any other shape than three terms without blanks inside (and literals of properties that no
rule reads) are set aside for the ordinary parser, and so are the few that state axioms.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.owl.reserved_vocabulary import AXIOMATIC, AXIOMATIC_TYPES, SILENT_TYPES
from aitaxonomy.rdf.literal_canonicalization import CERTAIN, DOUBTFUL, canonical_term
from aitaxonomy.rdf.namespaces import OWL, RDF
from aitaxonomy.rdf.ntriples import angled, bare
from aitaxonomy.reasoning.evaluation.term_dictionary import Terms

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
    """Statements that rules may read, in columns `p`, `x` and `y`: classes and properties."""
    declared: list[pl.DataFrame] = field(default_factory=list)
    """The individuals that are declared as such."""
    odd: list[list[str]] = field(default_factory=list)
    """Lines for the ordinary parser, of each file that has any."""
    unknown: dict[str, int] = field(default_factory=dict)
    """Properties that the ontology does not declare, or not for such values, and classes that it
    does not declare, with their numbers of uses."""

    def statements(self) -> Iterator[ox.Quad]:
        """What those lines say; a blank node is of one file alone."""
        import pyoxigraph as ox

        for lines in self.odd:
            text = "\n".join(lines)
            yield from ox.parse(text, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True)


def encode_files(
    paths: Iterable[str | Path],
    terms: Terms,
    *,
    vocabulary: Vocabulary,
    ignored: Iterable[str],
) -> Encoded:
    """Read N-Triples files; the `ignored` are the IRIs of annotation properties."""
    import polars as pl

    result = Encoded()
    files = [(path, _rows(path, {f"<{iri}>" for iri in ignored}, terms)) for path in paths]
    if not files:
        return result
    judge = _Judge(files, terms, vocabulary)
    parts = []
    for path, rows in files:
        judged = judge.judged(rows)
        if not judged["sound"].all():
            odd = _lines(path, judged.filter(~pl.col("sound"))["line"])
            result.odd += [odd] if odd else []
            judged = judged.filter("sound")
        parts.append(_known(judged, terms, result))
    result.rows = pl.concat(parts)
    return result


class _Judge:
    """What terms are, by their numbers: each is looked at once, however often it occurs."""

    def __init__(
        self,
        files: Sequence[tuple[object, pl.DataFrame]],
        terms: Terms,
        vocabulary: Vocabulary,
    ) -> None:
        import polars as pl

        number = pl.int_range(pl.len(), dtype=pl.UInt32)

        def among(iris: Iterable[str]) -> pl.Expr:
            return number.is_in(terms.numbers(sorted(map(angled, iris))).implode())

        count = max(_highest(rows[name]) for _, rows in files for name in "pxy") + 1
        every = pl.int_range(count, dtype=pl.UInt32)
        named, written = _sound(pl.col("term"))
        names = pl.select(number=every, term=terms.decode(every)).with_columns(
            named=named, written=written
        )
        self._terms = names.select(
            "named",
            says=pl.col("named") & ~among(AXIOMATIC),
            said=pl.col("written") & ~among(AXIOMATIC_TYPES),
            links=among(vocabulary.object_properties | {bare(SAME_AS)}),
            has_values=among(vocabulary.data_properties),
            cls=among(vocabulary.classes),
        )
        self._values = _respelled(names.filter(pl.col("written") & ~pl.col("named")), terms)
        self._type = terms.number(TYPE)

    def judged(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with `sound`, `type` and `known`.

        A row is sound whose line is certainly subject, property, object and full stop, with single
        blanks between them, and which is no axiom nor a part of one. One is known if it is of a
        class of the ontology, or of a property that is declared for such a value.
        """
        import polars as pl

        p, x, y = pl.col("p"), pl.col("x"), pl.col("y")

        def looked_up(what: str, column: pl.Expr) -> pl.Expr:
            return pl.lit(self._terms[what]).gather(column)

        sound = looked_up("named", x) & looked_up("says", p) & looked_up("said", y)
        link = looked_up("named", y)
        known = (
            looked_up("links", p) & link
            | looked_up("has_values", p) & ~link
            | (p == self._type) & looked_up("cls", y)
        )
        judged = rows.select(
            "line",
            "p",
            "x",
            "y",
            sound=(sound & pl.col("whole")).fill_null(value=False),
            type=p == self._type,
            known=known,
        )
        if self._values.is_empty():
            return judged
        return judged.with_columns(y=y.replace(self._values["y"], self._values["one"]))


def _respelled(literals: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """The data values that are spelled in another way than an equal one: from `y` to `one`.

    `literals` has columns `number` and `term`. Most values are spelled as they should be, and only
    those of which a pattern does not tell are looked at one by one.
    """
    import polars as pl

    term = pl.col("term")
    doubtful = literals.filter(term.str.contains(DOUBTFUL) & ~term.str.contains(CERTAIN))
    found = doubtful.with_columns(
        one=pl.Series(map(canonical_term, doubtful["term"]), dtype=pl.String)
    )
    changed = found.filter(term != pl.col("one"))
    return changed.select(y="number", one=terms.numbers(changed["one"]))


def _known(judged: pl.DataFrame, terms: Terms, result: Encoded) -> pl.DataFrame:
    """The statements of known classes and properties; the others are told to the result."""
    import polars as pl

    rest = judged.filter(~pl.col("known"))
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
    return judged.lazy().filter("known").select("p", "x", "y").collect()


@contextmanager
def as_ntriples(paths: Iterable[str | Path]) -> Iterator[list[Path]]:
    """The files, those in other syntaxes rewritten as N-Triples (in temporary files)."""
    import pyoxigraph as ox

    with tempfile.TemporaryDirectory(prefix="aitaxonomy-") as folder:
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
    """Whether the lines of a file end in carriage returns alone, as N-Triples allow."""
    with path.open("rb") as file:
        head = file.read(1 << 20)
    return b"\r" in head and re.search(rb"\r(?!\n|$)", head) is not None


def _rows(path: str | Path, silent: set[str], terms: Terms) -> pl.DataFrame:
    """The lines that say anything, as numbers of terms: `line`, `whole`, `p`, `x` and `y`.

    One that is not `whole` has more than three terms, or other than single blanks between them.
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
    # An annotation of a statement has no logical content, nor has the node that it hangs on.
    noted = pl.col("p").is_in(terms.numbers(sorted(silent)).implode())
    silent_line = noted | (pl.col("o") == f"<{OWL}Axiom>")
    # Where blanks come first, or tabs between terms, these are not the second and the third.
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
    """Whether a term is an IRI, and whether it is one or a literal; both without escapes."""
    closed = term.str.ends_with(">")
    iri = term.str.starts_with("<") & closed
    # What looks like the end of a literal may be text inside one with blanks.
    whole = term.str.ends_with('"') & (term.str.len_bytes() > 1)
    typed = closed & term.str.contains('"^^<', literal=True)
    literal = term.str.starts_with('"') & (whole | typed)
    plain = ~term.str.contains("\\", literal=True)
    return iri & plain, (iri | literal) & plain


def _lines(path: str | Path, numbers: pl.Series) -> list[str]:
    """Some lines of a file in full, by their index, but for those that say nothing."""
    wanted = set(numbers.to_list())
    with Path(path).open(encoding="utf-8", newline="\n") as file:
        lines = [line for index, line in enumerate(file) if index in wanted]
    return [line for line in lines if not line.isspace() and not line.lstrip().startswith("#")]
