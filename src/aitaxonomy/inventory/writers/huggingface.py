"""Hugging Face: a record as the front matter of a model card, YAML between lines of dashes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TextIO

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.fields import unique
from aitaxonomy.inventory.formats.plain_values import dump_yaml
from aitaxonomy.inventory.import_rules.tasks import find_task
from aitaxonomy.inventory.record import Record
from aitaxonomy.inventory.vocabulary import find_value, individuals, words

_ON_THE_HUB = re.compile(r"[\w.-]+(/[\w.-]+)?")


def write(records: Iterable[Record], out: TextIO) -> int:
    """Write the card of a single record; return 1.

    Raises `ImportFault` for any other number of records: a card describes one model.
    """
    found = list(records)
    if len(found) != 1:
        raise ImportFault(
            f"a model card describes one model, and there are {len(found)}: name a folder for them"
        )
    out.write(card(found[0]))
    return 1


def card(record: Record) -> str:
    """Return the front matter of a card.

    >>> from aitaxonomy.inventory.record import Source
    >>> print(card(Record("T", Source("a.csv", "csv"), licence="MIT", tasks=("translation",))))
    ---
    model_name: T
    license: mit
    pipeline_tag: translation
    ---
    <BLANKLINE>
    """
    known = [task.name for each in record.tasks if (task := find_task(each))]
    tasks = unique(id for each in known for id in _notations("Task", each))
    languages = [find_value("Language", each) for each in record.languages]
    by_how = {how: relation for relation, how in words("relation of the Hub").items()}
    relations = {by_how.get(each.how) for each in record.derived_from}
    given: dict[str, Any] = {
        "model_name": record.name,
        "language": list(unique(tag for each in languages for tag in _notations("Language", each))),
        **_licence(record.licence),
        "pipeline_tag": next(iter(tasks), None),
        "base_model": [each.of for each in record.derived_from],
        # The Hub has one relation for all base models of a card.
        "base_model_relation": relations.pop() if len(relations) == 1 else None,
        "datasets": [each for each in record.training_data if _ON_THE_HUB.fullmatch(each)],
        "tags": list(tasks[1:]),
    }
    return "---\n" + dump_yaml({k: v for k, v in given.items() if v}) + "---\n"


def _notations(range: str, local: str | None) -> tuple[str, ...]:
    """Return the id of a task on the Hub or the tag of a language: one, or none."""
    return individuals(range)[local].get("notation", ()) if local else ()


def _licence(licence: str | None) -> dict[str, str]:
    if licence is None:
        return {}
    if (id := licence.casefold()) in words("licence of the Hub"):
        return {"license": id}
    return {"license": "other", "license_name": licence}
