"""Tasks as inventories name them: what goes in, what comes out, and whether that is generating.

All of it is what `ontology/tasks.ttl` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from aitaxonomy.inventory.vocabulary import ancestors, individuals, spelled
from aitaxonomy.names import normalized


@dataclass(frozen=True, slots=True)
class Task:
    """A task; `inputs` and `outputs` are local names of modalities.

    Attributes:
        name: its local name, as in aix:text-to-image.
        inputs: what it takes.
        outputs: what it yields.
        kind: "generative", "not generative", "transduction" or "undecided".
        reason: of an undecided one, why it is so.

    """

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    kind: str
    reason: str = ""


@cache
def tasks() -> Mapping[str, Task]:
    """Return the tasks by local name.

    >>> tasks()["text-to-image"].kind, tasks()["translation"].kind, tasks()["image-to-text"].kind
    ('generative', 'transduction', 'undecided')
    """
    return {
        local: _task(local, facts)
        for local, facts in individuals("tasks").items()
        if "Task" in ancestors(facts["type"])
    }


def find_task(name: str) -> Task | None:
    """Return the task of an id of the Hugging Face Hub or of any name of ours; None if none has it.

    >>> find_task("reinforcement-learning").name
    'reinforcement-learning-task'
    """
    local = _names().get(name) or _names().get(normalized(name))
    return tasks().get(local) if local else None


@cache
def _names() -> Mapping[str, str]:
    """Every name of a task; the ids of the Hub come first, as two tasks may share other names."""
    found = spelled({n: f for n, f in individuals("tasks").items() if n in tasks()})
    for local in tasks():
        for notation in individuals("tasks")[local].get("notation", ()):
            found[notation] = found[normalized(notation)] = local
    return found


def _task(local: str, facts: Mapping[str, tuple[str, ...]]) -> Task:
    above = ancestors(facts["type"])
    kind = (
        "generative" if "GenerativeTask" in above
        else "transduction" if "TransductionTask" in above
        else "not generative" if "NonGenerativeTask" in above
        else "undecided"
    )  # fmt: skip
    reason = " ".join(facts.get("scopeNote", ())) if kind == "undecided" else ""
    return Task(local, facts.get("taskInput", ()), facts.get("taskOutput", ()), kind, reason)
