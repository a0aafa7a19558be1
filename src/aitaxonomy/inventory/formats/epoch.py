"""Epoch AI: the table of notable models, a CSV file with Epoch's own columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.documents import read_rows
from aitaxonomy.inventory.fields import date, text, unique, whole
from aitaxonomy.inventory.formats.epoch_tasks import DOMAINS, LANGUAGE_TASKS, TASKS
from aitaxonomy.inventory.record import Conclusion, Derivation, Record, Source
from aitaxonomy.inventory.start import Start
from aitaxonomy.inventory.tally import Tally
from aitaxonomy.inventory.tasks import find_task

FORMAT = "epoch"
COLUMNS = frozenset(("Model", "Domain", "Task", "Organization", "Publication date"))

_READ = COLUMNS | {"Parameters", "Base model", "Training dataset", "Model accessibility"}
#: Before this year a language model without a stated size is not taken for a large one.
_FIRST_LARGE = "2018"
_ACCESS = {
    "Open weights (unrestricted)": ("open-weights", True),
    "Open weights (restricted use)": ("downloadable-weights", True),
    "Open weights (non-commercial)": ("non-commercial-weights", True),
    "API access": ("api-access", None),
    "Hosted access (no API)": ("hosted-access", None),
    "Unreleased": ("unreleased", None),
}


def recognises(start: Start) -> bool:
    """Return whether a table has Epoch's columns."""
    return start.form == "table" and set(start.keys) >= COLUMNS


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield a record a row, one after the other; raises `ImportFault`."""
    for line, row in read_rows(path, COLUMNS):
        tally.read += 1
        name = text(row.get("Model"))
        if name is None:
            tally.skip("a row without a model", f"{path}:{line}")
        else:
            tally.leave((column for column, cell in row.items() if cell), _READ)
            yield _record(name, row, Source(str(path), FORMAT, line), tally)


def _listed(cell: str | None) -> tuple[str, ...]:
    """Return the parts of a cell, of which one that holds commas stands in quotes.

    >>> _listed('C4,"Books (one, two)"')
    ('C4', 'Books (one, two)')
    """
    rows = csv.reader([(cell or "").replace("\n", " ")], skipinitialspace=True)
    return unique(part for row in rows for each in row if (part := text(each)))


def _kind(task: str) -> str | None:
    """Return the kind of a task.

    A task of another kind counts only where it is the only one: what recognises speech and answers
    questions as well may write answers of its own.
    """
    found = find_task(task)
    return found.kind if found else None


def _record(name: str, row: dict[str, str], source: Source, tally: Tally) -> Record:
    named = _listed(row.get("Task"))
    domains = set(_listed(row.get("Domain")))
    about_language = not domains or bool(DOMAINS & domains)
    understood = []
    for task in named:
        if task not in TASKS:
            tally.unknown(f"task {task!r}", str(source))
        elif task not in LANGUAGE_TASKS or about_language:
            understood.append(TASKS[task])
    outputs = unique(output for _, _, outputs in understood for output in outputs)
    # A model that makes pictures or sound as well may have been built for these: left open.
    only_words = set(outputs) <= {"text", "code"}
    modeled = about_language and only_words and LANGUAGE_TASKS & set(named)
    because = "Epoch's task of language modeling in its domain of language"
    released, parameters = date(row.get("Publication date")), whole(row.get("Parameters"))
    tasks = [id for id, _, _ in understood if id]
    if len(tasks) < len(named) or len({_kind(id) for id in tasks}) > 1:
        tasks = [id for id in tasks if _kind(id) == "generative"]
    if parameters is None and released and released < _FIRST_LARGE:
        tasks = [id for id in tasks if id != "text-generation"]
    access, open_weights = _ACCESS.get(row.get("Model accessibility") or "", (None, None))
    return Record(
        name=name,
        source=source,
        developer="; ".join(_listed(row.get("Organization"))) or None,
        tasks=unique(tasks),
        inputs=unique(each for _, inputs, _ in understood for each in inputs),
        outputs=outputs,
        parameters=parameters,
        derived_from=tuple(Derivation(of) for of in _listed(row.get("Base model"))),
        released=released,
        access=(access,) if access else (),
        open_weights=open_weights,
        training_data=tuple(
            each for each in _listed(row.get("Training dataset")) if "unreleased" not in each
        ),
        # Of what is offered as a text generator, the import rules say more.
        concluded=(Conclusion("LanguageModel", because),)
        if modeled and "text-generation" not in tasks
        else (),
    )
