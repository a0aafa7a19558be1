"""Claims of catalogues become rows of the ledger: those that need no decision, and the decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tools.harvest.rows import Claim
from tools.ledger.tables import REJECTED, SOURCES, Ledger, LedgerFault, Row


def enter(ledger: Ledger, claims: Iterable[tuple[Claim, str]], today: str) -> list[Row]:
    """Write claims into the tables of their things; return the rows that are new.

    Args:
        ledger: the tables.
        claims: what is entered, with the catalogue as its reader; and if that was decided, the
            reason why others of our values do not hold.
        today: the day on which it was read.

    Raises:
        LedgerFault: a claim that no row can be made of.

    """
    homes = {row.thing: name for name in ledger.names() for _, row in ledger.rows(name)}
    by_table: dict[str, list[tuple[Claim, str]]] = defaultdict(list)
    for claim, why in claims:
        if not (claim.row and claim.source and claim.thing in homes):
            raise LedgerFault(
                f"{claim.thing} {claim.property}: no row is made of this claim: enter the fact in "
                "its table by hand, with a better source"
            )
        by_table[homes[claim.thing]].append((claim, why))
    made: list[Row] = []
    for name, of_table in by_table.items():
        rows = [row for _, row in ledger.rows(name)]
        for claim, why in of_table:
            entered = _row(ledger, rows, claim, today, "decided=" + today if why else "")
            rows = [_rejected(row, claim, today, why) if why else row for row in rows]
            rows += entered
            made += entered
        ledger.write(name, ledger.text(rows))
    ledger.write(SOURCES, ledger.sources_text())
    return made


def _row(ledger: Ledger, rows: Iterable[Row], claim: Claim, today: str, mark: str) -> list[Row]:
    """Return the row of a claim; none if its document is cited at another place for the thing."""
    row = Row(claim.thing, claim.row, claim.theirs, ledger.key(claim.source), claim.place,
              claim.as_of, today, f"{mark} reader={claim.reader}".strip())  # fmt: skip
    for other in rows:
        if (other.thing, ledger.address(other.source)) == (claim.thing, claim.source):
            at = other.place, other.as_of, other.read
            return [row._replace(place=at[0], as_of=at[1], read=at[2])] * (at[0] == claim.place)
    return [row]


def _rejected(row: Row, claim: Claim, today: str, why: str) -> Row:
    """Return a row, rejected if it is about the same and says otherwise."""
    other = (row.thing, row.property) == (claim.thing, claim.row) and row.value != claim.theirs
    if not other or REJECTED in row.marked():
        return row
    marks = f"{row.marks} {REJECTED} decided={today}".strip()
    return row._replace(marks=marks, note=f"{row.note} {why}".strip())
