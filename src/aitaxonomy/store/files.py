"""Data files of any size: checked N-Triples, read by columns as asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.store.query_patterns import EVERYTHING, Pattern
from aitaxonomy.store.reading import rewrite

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph as ox

#: So many statements are gone through one by one in less time than columns take to set up.
LARGE = 5_000
#: No statement takes more bytes than this on average; a larger file need not be counted.
_BYTES = 1_000
_SAFE = r"[\w.~:@!$&'()*+,;=/-]"
_IRI = (
    rf"<(?:https?://[A-Za-z0-9.-]+(?:[/?](?:{_SAFE}|\?)*)?(?:#(?:{_SAFE}|\?)*)?"
    rf"|urn:[A-Za-z0-9-]+:{_SAFE}+)>"
)
_LITERAL = rf'"[^"\\\x00-\x1f]*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^{_IRI})?'
#: What certainly is a statement of N-Triples without blank nodes; the parser judges the others.
_PLAIN = rf"^{_IRI} {_IRI} (?:{_IRI}|{_LITERAL}) \.$"
_XSD = "http://www.w3.org/2001/XMLSchema#"
#: Where a store may write a literal in another way than a file: capitals in the tag of a language,
_TAG = r'"@[^" ]*[A-Z][^" ]* \.$'
#: and any number, time or truth value, but for the most frequent ones.
_SAME = (
    rf'"(?:0|-?[1-9][0-9]{{0,17}})"\^\^<{_XSD}integer> \.$'
    rf'|"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"\^\^<{_XSD}date> \.$'
    rf'|"[0-9]{{4}}-[0-9]{{2}}"\^\^<{_XSD}gYearMonth> \.$'
    rf'|"\^\^<{_XSD}(?:anyURI|string)> \.$'
)


class DataFiles:
    """Data files as N-Triples: each as it is where it is plain, else rewritten (and checked).

    Raises `ImportFault` for a file that cannot be read. Blank nodes have labels of their own.
    """

    def __init__(self, files: Iterable[tuple[Path, str | None]]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="aitaxonomy-")
        plain = [self._plain(number, *file) for number, file in enumerate(files)]
        self.paths = [path for path in plain if path.stat().st_size]

    def _plain(self, number: int, path: Path, format: str | None) -> Path:
        if path.suffix == ".nt" and format in (None, "ntriples") and _all_plain(path):
            return path
        target = Path(self._folder.name) / f"{number}.nt"
        rewrite(path, format, target)
        return target

    @cached_property
    def large(self) -> bool:
        """Whether they have more statements than should be gone through one by one."""
        if not self.paths:
            return False
        import polars as pl

        if sum(path.stat().st_size for path in self.paths) > _BYTES * LARGE:
            return True
        counts = [_scan(path).select(pl.len()).collect().item() for path in self.paths]
        return bool(sum(counts) > LARGE)

    def text(self) -> bytes:
        """Return all statements as N-Triples."""
        return b"\n".join(path.read_bytes() for path in self.paths)

    def triples(self) -> Iterator[ox.Triple]:
        """Give all statements one by one; blank nodes keep their labels."""
        import pyoxigraph as ox

        for path in self.paths:
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
                yield quad.triple

    def _table(self) -> pl.LazyFrame:
        """The statements, a row each: the whole `line`, and its parts `s`, `p` and `o`."""
        import polars as pl

        if not self.paths:
            return pl.LazyFrame(schema=dict.fromkeys(("line", "s", "p", "o"), pl.String))
        parts = pl.col("line").str.splitn(" ", 3).struct.rename_fields(["s", "p", "rest"])
        table = pl.concat([_scan(path) for path in self.paths]).with_columns(parts=parts)
        value = pl.col("rest").str.strip_suffix(" .")
        return table.unnest("parts").select("line", "s", "p", o=value)

    def matching(self, patterns: Collection[Pattern]) -> pl.DataFrame:
        """Return the statements of any of the patterns: columns `line`, `s`, `p`, `o`."""
        wanted = [pattern for pattern in patterns if self._may_match(pattern)]
        table = self._table().filter(_any_of(wanted)) if wanted else self._table().head(0)
        return table.collect(engine="streaming")

    def _may_match(self, pattern: Pattern) -> bool:
        """Whether the predicate occurs at all, of a type with that class."""
        _, p, o = pattern
        if p is None or o is None or p not in self._classes:
            return p is None or p in self._classes
        classes = self._classes[p]
        return None in classes or o in classes

    @cached_property
    def _classes(self) -> dict[str, set[str | None]]:
        """For each predicate the classes that are its values, or None for values that are not."""
        found: dict[str, set[str | None]] = {}
        for p, o, _ in self.used.rows():
            found.setdefault(p, set()).add(o)
        return found

    def lines(self, patterns: Collection[Pattern]) -> Iterator[bytes]:
        """Give the statements of any of the patterns as N-Triples: a source for a store."""
        found = self.matching(patterns)["line"]
        if found.len():
            yield "\n".join(found).encode()

    def as_stored(self) -> Iterator[bytes]:
        """Give all statements as N-Triples, those with blank nodes apart.

        Numbers and times are as a store writes them, who makes `7` of `007`: so it is the same
        whether somebody reads these lines or asks a store.
        """
        import polars as pl

        line = pl.col("line")
        typed = line.str.contains(f'"^^<{_XSD}', literal=True) & ~line.str.contains(_SAME)
        odd = typed | line.str.contains(_TAG) | line.str.contains("_:", literal=True)
        for path in self.paths:
            others = _scan(path).filter(odd).collect(engine="streaming")
            if others.is_empty():
                yield path.read_bytes()
            else:
                usual = _scan(path).filter(~odd).collect(engine="streaming")
                yield "\n".join(usual["line"]).encode()
                yield _through_a_store("\n".join(others["line"]))

    def named(self, label: str, predicates: Collection[str]) -> list[str]:
        """Return what has a text, in any language, as the value of one of some predicates."""
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
        """Each predicate and, of types, each class, with whether of a named thing.

        Columns `p`, `o` and `named`.
        """
        import polars as pl

        is_type = pl.col("p").str.ends_with("#type>")
        value = pl.when(is_type).then(pl.col("o")).otherwise(None)
        named = pl.col("s").str.starts_with("<")
        columns = self._table().select("p", o=value, named=named)
        return columns.unique().collect(engine="streaming")

    def among(self, terms: Collection[str]) -> tuple[set[str], set[str]]:
        """Return which of some terms are subjects here, and which are values."""
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

    # No line of N-Triples has this character, so that a row is a line.
    lines = pl.scan_csv(
        path, has_header=False, separator="\x01", quote_char=None, schema={"line": pl.String}
    )
    return lines.filter(pl.col("line") != "")


def _all_plain(path: Path) -> bool:
    import polars as pl

    try:
        odd = _scan(path).filter(~pl.col("line").str.contains(_PLAIN)).head(1)
        return odd.collect(engine="streaming").is_empty()
    except (OSError, pl.exceptions.PolarsError):
        return False


def _through_a_store(lines: str) -> bytes:
    import pyoxigraph as ox

    store, syntax = ox.Store(), ox.RdfFormat.N_TRIPLES
    store.bulk_extend(ox.parse(lines, syntax))
    text = store.dump(format=syntax, from_graph=ox.DefaultGraph())
    assert text is not None
    return text


def _any_of(patterns: Collection[Pattern]) -> pl.Expr:
    """The patterns as a condition on the columns of a statement."""
    import polars as pl

    if EVERYTHING in patterns:
        return pl.lit(value=True)
    condition = pl.lit(value=False)
    for place, column in enumerate("spo"):
        alone = [pattern[place] for pattern in patterns if pattern.count(None) == len("so")]
        condition |= pl.col(column).is_in([term for term in alone if term is not None])
    for s, p, o in patterns:
        if (s, p, o).count(None) == len("so"):
            continue
        part = pl.lit(value=True)
        if s is not None:
            part &= pl.col("s") == s
        if p is not None:
            part &= pl.col("p") == p
        if o is not None:
            part &= pl.col("o") == o
        condition |= part
    return condition
