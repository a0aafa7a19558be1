"""What a reader has read, skipped and not understood, counted by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts of a reading; readers add to it as they go.

    `left_out` counts fields that have no meaning here, such as prices, by their name in the file.
    `bytes_read` tells how far into its file the reading is, for a progress bar.

    >>> tally = Tally()
    >>> tally.read += 1
    >>> tally.skip("mode 'search' is no system", "tavily/search")
    >>> print(tally)
    read 1, mapped 0, skipped 1
      skipped 1: mode 'search' is no system (tavily/search)
    """

    bytes_read: int = 0
    read: int = 0
    mapped: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    unknown_fields: Counter[str] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        skipped = sum(self.skipped.values())
        return f"<Tally: read {self.read}, mapped {self.mapped}, skipped {skipped}>"

    def skip(self, reason: str, what: str) -> None:
        """Count an entry that was left out; the first one of each reason is its example."""
        self.skipped[reason] += 1
        self.examples.setdefault(reason, what)

    def unknown(self, field_or_value: str, where: str) -> None:
        """Count a field, or a value of one, that has no meaning here; the entry itself is kept."""
        self.unknown_fields[field_or_value] += 1
        self.examples.setdefault(field_or_value, where)

    def note(self, what: str, where: str) -> None:
        """Count something that a person should know of, though all of the entry is kept."""
        self.noted[what] += 1
        self.examples.setdefault(what, where)

    def leave(self, fields: Iterable[str], but: frozenset[str]) -> None:
        """Count the fields of an entry that are left out: all but those that are read.

        >>> tally = Tally()
        >>> tally.leave({"name": "A", "price": 1}, frozenset({"name"}))
        >>> print(tally)
        read 0, mapped 0, skipped 0
          left out, without a meaning here: price (1)
        """
        self.left_out.update(str(each) for each in fields if each not in but)

    def to_json(self) -> dict[str, object]:
        """Return the counts as JSON: read, mapped, skipped, unknown_fields, noted, left_out."""
        return {
            "read": self.read,
            "mapped": self.mapped,
            "skipped": self._listed(self.skipped),
            "unknown_fields": self._listed(self.unknown_fields),
            "noted": self._listed(self.noted),
            "left_out": [{"field": f, "count": n} for f, n in self.left_out.most_common()],
        }

    def _listed(self, counts: Counter[str]) -> list[dict[str, object]]:
        return [
            {"reason": reason, "count": count, "example": self.examples[reason]}
            for reason, count in counts.most_common()
        ]

    def __str__(self) -> str:
        lines = [f"read {self.read}, mapped {self.mapped}, skipped {self.skipped.total()}"]
        for word, counts in (
            ("skipped", self.skipped),
            ("not understood", self.unknown_fields),
            ("noted", self.noted),
        ):
            lines += [
                f"  {word} {n}: {why} ({self.examples[why]})" for why, n in counts.most_common()
            ]
        if fields := [f"{name} ({n})" for name, n in self.left_out.most_common()]:
            more = f" and {len(fields) - _SHOWN} more fields" if len(fields) > _SHOWN else ""
            lines.append(f"  left out, without a meaning here: {', '.join(fields[:_SHOWN])}{more}")
        return "\n".join(lines)


#: So many of the fields that were left out are listed for people.
_SHOWN = 8
