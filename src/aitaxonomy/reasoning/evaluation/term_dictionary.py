"""The term dictionary: a number for each term, so that statements are integer columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


class TermDictionary:
    """Maps terms (in N-Triples) to numbers and back, by a Polars category of its own.

    The `first` terms, all different, get the numbers from 0 on.

    >>> terms = TermDictionary(["<urn:b>", "<urn:c>"])
    >>> terms.number("<urn:c>")
    1
    >>> terms.name(terms.number("<urn:a>"))
    '<urn:a>'
    """

    def __init__(self, first: Sequence[str] = ()) -> None:
        import polars as pl

        self._type = pl.Categorical(pl.Categories.random())
        # Polars drops a category that no series uses.
        self._keep = pl.Series(list(first) or [""], dtype=pl.String).cast(self._type)
        self._numbers = {name: number for number, name in enumerate(first)}

    def encode(self, column: pl.Expr) -> pl.Expr:
        """A column of terms as a column of numbers."""
        return column.cast(self._type).to_physical()

    def numbers(self, names: Sequence[str] | pl.Series) -> pl.Series:
        """The numbers of some terms."""
        import polars as pl

        return pl.Series(names, dtype=pl.String).cast(self._type).to_physical()

    def number(self, name: str) -> int:
        """The number of one term."""
        if name not in self._numbers:
            self._numbers[name] = int(self.numbers([name])[0])
        return self._numbers[name]

    def decode(self, column: pl.Expr) -> pl.Expr:
        """A column of numbers as a column of terms."""
        import polars as pl

        return column.cast(pl.UInt32).cat.to(self._type).cast(pl.String)

    def bare(self, column: str) -> pl.Expr:
        """A column of numbers, by name, as terms with bare IRIs (without angle brackets)."""
        import polars as pl

        name = self.decode(pl.col(column))
        return pl.when(name.str.starts_with("<")).then(self.individual(column)).otherwise(name)

    def individual(self, column: str) -> pl.Expr:
        """As `bare`, for a column without data values."""
        import polars as pl

        return self.decode(pl.col(column)).str.strip_prefix("<").str.strip_suffix(">")

    def name(self, number: int) -> str:
        """The term with the number."""
        import polars as pl

        frame = pl.DataFrame({"n": [number]}).select(self.decode(pl.col("n")))
        return str(frame.item())
