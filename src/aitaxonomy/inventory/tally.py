"""What a reader has read, skipped and not understood, counted by reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts of a reading; readers add to it as they go.

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
    examples: dict[str, str] = field(default_factory=dict)

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

    def to_json(self) -> dict[str, object]:
        """Return the counts as a JSON document: read, mapped, skipped, unknown_fields, noted."""
        return {
            "read": self.read,
            "mapped": self.mapped,
            "skipped": self._listed(self.skipped),
            "unknown_fields": self._listed(self.unknown_fields),
            "noted": self._listed(self.noted),
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
        return "\n".join(lines)
