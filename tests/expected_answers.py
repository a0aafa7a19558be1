"""Whether the answer to a question is the one that its file expects."""

from collections.abc import Mapping
from typing import Any

from aitaxonomy.errors import HeaderFault
from aitaxonomy.graph.questions import Answer, Question
from aitaxonomy.store.table import Table


def check_columns(asked: Question, table: Table) -> list[str]:
    """Return the differences between a table and the expected answer; empty if there are none.

    Raises `HeaderFault` for an expectation of an unknown form.
    """
    expected = asked.expected
    if isinstance(expected, bool | str):
        got = {True: True, False: False, None: "unknown"}[Answer.of(asked, table).answer]
        return [] if got == expected else [f"the answer is {got}, expected {expected}"]
    if not isinstance(expected, dict) or not expected or expected.keys() - {
        "rows", "includes", "excludes", "yes",
    }:  # fmt: skip
        raise HeaderFault(f"{asked.name}: answer is true, false, 'unknown', or a table with "
                          "rows, includes, excludes or yes")  # fmt: skip
    faults = []
    if "yes" in expected and Answer.of(asked, table).answer is not expected["yes"]:
        faults.append(f"the answer is {Answer.of(asked, table).answer}")
    rows = [{k: v for k, v in row.items() if v is not None} for row in table.to_dicts()]

    def found(want: Mapping[str, Any]) -> bool:
        return any(want.items() <= row.items() for row in rows)

    wanted = [*expected.get("rows", ()), *expected.get("includes", ())]
    faults += [f"missing {want}" for want in wanted if not found(want)]
    faults += [f"must not be there: {bad}" for bad in expected.get("excludes", ()) if found(bad)]
    if "rows" in expected and len(rows) != len(expected["rows"]):
        faults.append(f"{len(rows)} rows, expected {len(expected['rows'])}")
    return faults
