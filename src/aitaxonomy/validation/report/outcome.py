"""The outcome of a validation: faults, each with its place and its remedy."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal

Severity = Literal["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Fault:
    """One statement that is wrong: names are CURIEs, `line` counts from 1.

    Attributes:
        file: the file, None where it is not known.
        line: the line in it.
        where: the faulty subject; of a list the name of the entry.
        rule: the shape that objects; of a list the name of the rule.
        path: the property.
        value: the value that is wrong, None where something is missing.
        message: what is wrong, and after a colon the remedy.
        severity: only a violation breaks conformity.
        component: the SHACL constraint component, for machines.
        row: of a list, the number of the row or of the entry; None for other data.
        column: of a list, its own name of the column, None where there is none.

    """

    file: str | None
    line: int | None
    where: str
    rule: str
    path: str | None
    value: str | None
    message: str
    severity: Severity
    component: str = ""
    row: int | None = None
    column: str | None = None

    @property
    def fix(self) -> str:
        """The remedy alone.

        >>> Fault("a.ttl", 3, "aix:x", "ais:R", None, None, "Too small: mend it.", "info").fix
        'mend it.'
        """
        apart = self.message.partition if self.row is None else self.message.rpartition
        return apart(": ")[2]

    @property
    def told(self) -> str:
        """The message; of a list with row and column before it, as people speak of them."""
        return told(self.message, self.row, self.column)

    def to_json(self) -> dict[str, Any]:
        """Return the fault as the documented JSON object.

        >>> Fault("a.ttl", 3, "aix:x", "ais:R", None, None, "Mend it.", "info").to_json()["line"]
        3
        """
        return {name: getattr(self, name) for name in _IN_JSON}

    def __repr__(self) -> str:
        place = self.place() if len(self.place()) <= 50 else "…" + self.place()[-49:]
        return f"<Fault {self.severity} {place}: {self.rule}>"

    def fact(self) -> str:
        """Return the property or the column, and the value, as far as there are any."""
        parts = (self.path if self.row is None else self.column, self.value)
        return " ".join(part for part in parts if part is not None)

    def place(self) -> str:
        """Return `file:line`, as far as it is known, else the subject."""
        if self.file is None:
            return self.where
        return self.file if self.line is None else f"{self.file}:{self.line}"


def told(message: str, row: int | None, column: str | None) -> str:
    """Return a message, of a list after its row and column.

    >>> told("Mend it.", 12, "Parameters"), told("Mend it.", None, None)
    ('row 12, column Parameters: Mend it.', 'Mend it.')
    """
    if row is None:
        return message
    return f"row {row:,}{'' if column is None else f', column {column}'}: {message}"


_IN_JSON = tuple(field.name for field in fields(Fault) if field.name != "component")


def order(fault: Fault) -> tuple[str | int, ...]:
    """Return the sort key of a fault: by place, then by weight, then by rule and all the rest."""
    weight = SEVERITIES.index(fault.severity)
    where = (fault.file or "", fault.line or 0, fault.row or 0, fault.where)
    what = (fault.rule, fault.path or "", fault.value or "", fault.component, fault.message)
    return (*where, weight, *what)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a validation: conformance and every fault, for all formats.

    Only violations break conformity: warnings and infos are listed, but the data conforms with
    them. (SHACL itself counts each result; a reader who wants that asks `not outcome.faults`.)

    >>> bool(Outcome(conforms=True, faults=()))
    True
    """

    conforms: bool
    faults: tuple[Fault, ...]

    def __bool__(self) -> bool:
        """Return whether the data conforms."""
        return self.conforms

    def __iter__(self) -> Iterator[Fault]:
        """Iterate over the faults, ordered by place."""
        return iter(self.faults)

    def __len__(self) -> int:
        """Return the number of faults of any severity."""
        return len(self.faults)

    def to_json(self) -> dict[str, Any]:
        """Return the report as the documented JSON object."""
        faults = [fault.to_json() for fault in self.faults]
        return {"conforms": self.conforms, "faults": faults}

    def summary(self) -> str:
        """Return the outcome in one line.

        >>> Outcome(True, ()).summary()
        'conforms: 0 violations, 0 warnings, 0 infos'
        """
        counts = [sum(f.severity == level for f in self.faults) for level in SEVERITIES]
        words = [
            f"{n} {level}{'' if n == 1 else 's'}"
            for n, level in zip(counts, SEVERITIES, strict=True)
        ]
        return f"{'conforms' if self.conforms else 'does not conform'}: {', '.join(words)}"
