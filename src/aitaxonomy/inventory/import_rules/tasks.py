"""Tasks as inventories name them, with inputs, outputs and kind from the ontology."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from aitaxonomy.inventory.vocabulary import ancestors, content_modalities, find_value, individuals


@dataclass(frozen=True, slots=True)
class Task:
    """A task; `inputs` and `outputs` are local names of modalities.

    Attributes:
        name: its local name, as in aix:text-to-image.
        inputs: what it can take: all of them, or any one.
        outputs: what it can yield.
        kind: "generative", "not generative", "transduction" or "undecided".
        reason: of an undecided one, why it is so.

    """

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    kind: str
    reason: str = ""

    @property
    def sure_inputs(self) -> tuple[str, ...]:
        """The inputs of everything that performs the task: a single one, or those in its name.

        >>> find_task("image-text-to-text").sure_inputs, find_task("conversation").sure_inputs
        (('image', 'text'), ())
        """
        if len(self.inputs) == 1:
            return self.inputs
        before, to, _ = self.name.partition("-to-")
        words = before.removesuffix("-editing").split("-") if to or "-editing" in before else ()
        return tuple(each for each in self.inputs if each in words)

    @property
    def sure_outputs(self) -> tuple[str, ...]:
        """The outputs of everything that performs the task.

        >>> find_task("text-to-speech").sure_outputs, find_task("conversation").sure_outputs
        (('speech',), ('text',))
        """
        top = content_modalities()
        tops = {top[each] for each in self.outputs if each in top}
        if self.kind != "generative" or len(self.outputs) == 1:
            return self.outputs
        # Of several only top-level modalities are sure: not every text generator writes proofs.
        broad = tuple(each for each in self.outputs if each in tops)
        return broad if len(tops) == 1 else tuple(each for each in broad if each == "text")


@cache
def tasks() -> Mapping[str, Task]:
    """Return the tasks by local name.

    >>> tasks()["text-to-image"].kind, tasks()["translation"].kind, tasks()["image-to-text"].kind
    ('generative', 'transduction', 'undecided')
    """
    return {local: _task(local, facts) for local, facts in individuals("Task").items()}


def find_task(name: str) -> Task | None:
    """Return the task with an id of the Hugging Face Hub or a name of the ontology, or None.

    >>> find_task("reinforcement-learning").name
    'reinforcement-learning-task'
    """
    local = find_value("Task", name)
    return tasks().get(local) if local else None


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
