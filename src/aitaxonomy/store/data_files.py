"""Data files of any size: as checked N-Triples, of which columns are read on demand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.scratch import ScratchFolder
from aitaxonomy.store.reading import rewrite
from aitaxonomy.store.screening import encoding_of

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph as ox

#: Subject, predicate and object of triples, in N-Triples; None matches any term.
Pattern = tuple[str | None, str | None, str | None]
#: Up to so many statements, reading them one by one is faster than setting up columns.
LARGE = 5_000
#: So many statements are a portion, whose individuals share a reasoner for proofs.
_PORTION = 1_000
#: An upper bound on the average size of a statement in bytes; larger files need no counting.
_BYTES = 1_000
#: A line of more bytes goes to the parser, which refuses terms of over 16 MiB.
_LONG = 16_000_000
_SAFE = r"[\w.~:@!$&'()*+,;=/-]"
_IRI = (
    rf"<(?:https?://[A-Za-z0-9.-]+(?:[/?](?:{_SAFE}|\?)*)?(?:#(?:{_SAFE}|\?)*)?"
    rf"|urn:[A-Za-z0-9-]+:{_SAFE}+)>"
)
_LITERAL = rf'"[^"\\\x00-\x1f]*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^{_IRI})?'
#: A sufficient condition for a valid statement without blank nodes; others go to the parser.
_PLAIN = rf"^{_IRI} {_IRI} (?:{_IRI}|{_LITERAL}) \.$"


class DataFiles:
    """Data files as N-Triples: plain N-Triples files as they are, others checked and rewritten.

    Blank nodes get unique labels. Raises `ImportFault` for a file that cannot be read.
    """

    def __init__(self, files: Iterable[tuple[Path, str | None]]) -> None:
        self._folder = ScratchFolder()
        #: The N-Triples of each file, in the order of the files.
        self.each = [self._plain(number, *file) for number, file in enumerate(files)]

    @classmethod
    def written(cls, paths: Iterable[Path]) -> DataFiles:
        """Return files of N-Triples that were `each` of such files before, as they are."""
        files = cls(())
        files.each = list(paths)
        return files

    @cached_property
    def paths(self) -> list[Path]:
        """The files of N-Triples that have any."""
        return [path for path in self.each if path.stat().st_size]

    def _plain(self, number: int, path: Path, format: str | None) -> Path:
        ours = path.suffix == ".nt" and format in (None, "ntriples")
        if ours and path.is_file() and _all_plain(path):
            return path
        target = Path(self._folder.name) / f"{number}.nt"
        rewrite(path, format, target)
        return target

    @cached_property
    def large(self) -> bool:
        """Return whether there are more than `LARGE` statements."""
        if sum(path.stat().st_size for path in self.paths) > _BYTES * LARGE:
            return True
        return self.text().count(b"\n") > LARGE

    def text(self) -> bytes:
        """Return all statements as N-Triples."""
        return b"\n".join(path.read_bytes() for path in self.paths)

    def triples(self) -> Iterator[ox.Triple]:
        """Yield all statements; blank nodes keep their labels."""
        import pyoxigraph as ox

        for path in self.paths:
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
                yield quad.triple

    def subjects(self) -> set[str]:
        """Return the IRIs that are subjects."""
        starts = {line.partition(b" ")[0] for line in self.text().splitlines()}
        return {start[1:-1].decode() for start in starts if start.startswith(b"<")}

    def near(self, subject: str) -> set[str]:
        """Return the IRIs that are subjects in the portion of statements where one first is."""
        import polars as pl

        table = self._table().select("s").with_row_index("row")
        first = table.filter(pl.col("s") == f"<{subject}>").head(1).collect(engine="streaming")
        if first.is_empty():
            return set()
        start = first["row"][0] // _PORTION * _PORTION
        found = table.slice(start, _PORTION).collect(engine="streaming")["s"]
        return {name[1:-1] for name in found if name.startswith("<")}

    def _table(self) -> pl.LazyFrame:
        """A row for each statement: the whole `line`, and its parts `s`, `p` and `o`."""
        import polars as pl

        if not self.paths:
            return pl.LazyFrame(schema=dict.fromkeys(("line", "s", "p", "o"), pl.String))
        parts = pl.col("line").str.splitn(" ", 3).struct.rename_fields(["s", "p", "rest"])
        table = pl.concat([_scan(path) for path in self.paths]).with_columns(parts=parts)
        value = pl.col("rest").str.strip_suffix(" .")
        return table.unnest("parts").select("line", "s", "p", o=value)

    def matching(self, patterns: Collection[Pattern]) -> pl.DataFrame:
        """Return the statements that match a pattern: columns `line`, `s`, `p` and `o`."""
        table = self._table().filter(_any_of(patterns)) if patterns else self._table().head(0)
        return table.collect(engine="streaming")

    def named(self, label: str, predicates: Collection[str]) -> list[str]:
        """Return the subjects that have a text, in any language, by one of the predicates."""
        import json

        import polars as pl

        text = json.dumps(label, ensure_ascii=False)
        value = pl.col("o").str.replace(r"@[A-Za-z0-9-]+$", "")
        found = self._table().filter(pl.col("p").is_in(list(predicates)) & (value == text))
        return sorted(found.select("s").unique().collect(engine="streaming")["s"])

    def anonymous(self) -> pl.DataFrame:
        """Return the statements of blank nodes, as `matching` does."""
        import polars as pl

        return self._table().filter(pl.col("s").str.starts_with("_:")).collect(engine="streaming")

    @cached_property
    def used(self) -> pl.DataFrame:
        """The distinct uses of predicates: columns `p`, `o` and `named`.

        `o` is the class for rdf:type, else null; `named` says whether the subject is an IRI.
        """
        import polars as pl

        is_type = pl.col("p").str.ends_with("#type>")
        value = pl.when(is_type).then(pl.col("o")).otherwise(None)
        named = pl.col("s").str.starts_with("<")
        columns = self._table().select("p", o=value, named=named)
        return columns.unique().collect(engine="streaming")

    def among(self, terms: Collection[str]) -> tuple[set[str], set[str]]:
        """Return those of the terms that are subjects, and those that are objects."""
        if not self.paths:  # as where a wheel is built, which has no Polars
            return set(), set()
        import polars as pl

        wanted = list(terms)
        columns = [
            self._table().select(x=name).filter(pl.col("x").is_in(wanted)).unique()
            for name in ("s", "o")
        ]
        subjects, values = pl.collect_all(columns, engine="streaming")
        return set(subjects["x"]), set(values["x"])


def _scan(path: Path) -> pl.LazyFrame:
    import polars as pl

    # The separator is a character that N-Triples never contains, so that a row is a line.
    lines = pl.scan_csv(
        path, has_header=False, separator="\x01", quote_char=None, schema={"line": pl.String}
    )
    return lines.filter(pl.col("line") != "")


def _all_plain(path: Path) -> bool:
    import polars as pl

    line = pl.col("line")
    try:
        with path.open("rb") as file:
            if encoding_of(file.read(4)) != "utf-8":
                return False
        odd = _scan(path).filter(~line.str.contains(_PLAIN) | (line.str.len_bytes() > _LONG))
        odd = odd.head(1)
        return odd.collect(engine="streaming").is_empty()
    except (OSError, pl.exceptions.PolarsError):
        return False


def _any_of(patterns: Collection[Pattern]) -> pl.Expr:
    """The condition that a statement matches one of the patterns."""
    import polars as pl

    condition = pl.lit(value=False)
    for place, column in enumerate("spo"):
        alone = [pattern[place] for pattern in patterns if pattern.count(None) == len("so")]
        condition |= pl.col(column).is_in([term for term in alone if term is not None])
    for pattern in patterns:
        if pattern.count(None) == len("so"):
            continue
        given = [pl.col(c) == term for c, term in zip("spo", pattern, strict=True) if term]
        condition |= pl.all_horizontal(pl.lit(value=True), *given)
    return condition
