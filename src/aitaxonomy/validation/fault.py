"""One fault of a validation: a statement that is wrong, where it stands, and the remedy."""

from __future__ import annotations

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
        """The message; of a list with row and column before it, as people speak of them.

        >>> Fault("a.csv", 1, "A", "R", None, None, "Mend it.", "info", row=12, column="Size").told
        'row 12, column Size: Mend it.'
        """
        if self.row is None:
            return self.message
        column = "" if self.column is None else f", column {self.column}"
        return f"row {self.row:,}{column}: {self.message}"

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


_IN_JSON = tuple(field.name for field in fields(Fault) if field.name != "component")


def order(fault: Fault) -> tuple[str | int, ...]:
    """Return the sort key of a fault: by place, then by weight, then by rule and all the rest."""
    weight = SEVERITIES.index(fault.severity)
    where = (fault.file or "", fault.line or 0, fault.row or 0, fault.where)
    what = (fault.rule, fault.path or "", fault.value or "", fault.component, fault.message)
    return (*where, weight, *what)
