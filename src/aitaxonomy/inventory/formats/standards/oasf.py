"""OASF: records of agents in the Open Agentic Schema Framework, 0.7 to 1.1, one or a list of them.

Skills become tasks by the mappings of the ontology, which say how each skill relates to a task.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.graph.mappings import translate
from aitaxonomy.inventory.formats.documents import FileStart, having
from aitaxonomy.inventory.formats.fields import Layout, at, mapping, mappings, text, texts, unique
from aitaxonomy.inventory.formats.plain_values import entries
from aitaxonomy.inventory.import_rules.tasks import tasks
from aitaxonomy.inventory.record import Record, Source, Tally
from aitaxonomy.rdf.namespaces import local_name

FORMAT = "oasf"

_LAYOUT = Layout(
    FORMAT,
    {
        "id": "name",
        "developer": "authors",
        "description": "description",
        "derived_from": "modules.data.models.model",
    },
    also="skills",
    nameless="a record without a name",
)
#: Modules of what an agent uses; a record with no others is of a server or of instructions.
_TOOLS = ("integration/mcp", "core/language_model/agentskills")
#: Relations by which who has the skill performs the task.
_PERFORMED = ("skos:exactMatch", "skos:closeMatch", "skos:narrowMatch")


def recognises(start: FileStart) -> bool:
    """Return whether a file is a record, or a list of records, with skills."""
    return start.form == "json" and {"schema_version", "skills", "authors"} <= set(start.keys)


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield one record per agent; raises `ImportFault`."""
    for entry, line in _records(path, tally):
        source, full = Source(str(path), FORMAT, line), text(entry.get("name")) or ""
        record = _LAYOUT.record(entry, source, tally, name=full.rpartition("/")[2])
        if record:
            tasks = _tasks(entry, tally, str(source))
            yield record._replace(kind=_kind(texts([*at(entry, "modules.name")])), tasks=tasks)


def _records(path: Path, tally: Tally) -> Iterator[tuple[dict[str, Any], int | None]]:
    """Yield the records of a file, those of a list with the lines on which they begin."""
    whole: dict[str, Any] = {}
    for key, entry, line in entries(path):
        if key is None:
            yield mapping(entry), line
        else:
            whole[key] = entry
    if whole:
        yield having(whole, ["skills"], path, FORMAT), None


def _kind(modules: tuple[str, ...]) -> str:
    return "AISystem" if modules and {*modules} <= {*_TOOLS} else "AIAgent"


def _tasks(entry: dict[str, Any], tally: Tally, where: str) -> tuple[str, ...]:
    found = []
    for skill in mappings(entry.get("skills")):
        name = text(skill.get("name")) or text(skill.get("class_name"))
        if name and (task := task_of(name)):
            found.append(task)
        else:
            tally.unknown(f"skill {name or skill.get('id')!r}", where)
    return unique(found)


def task_of(skill: str) -> str | None:
    """Return the task of a skill, whose name may have those of wider skills before it, or None.

    >>> task_of("computer_vision/image_generation/text_to_image"), task_of("dns_management")
    ('text-to-image', None)
    """
    (related,) = translate([f"oasf:skills/{skill.rpartition('/')[2]}"]).values()
    performed = (m for m in related if m.predicate in _PERFORMED and not m.negated)
    names = (local_name(m.subject) for m in performed)
    return next((name for name in names if name in tasks()), None)
