"""What becomes of each output of an entry: content that it makes, that it carries over, or none.

That text comes out does not tell that it was composed: who writes down speech, or cuts an answer
out of a page, puts out text as well. So an output is taken for made where a task makes it, or where
no task says anything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from aitaxonomy.inventory.modalities import content_modalities
from aitaxonomy.inventory.tasks import Task, find_task
from aitaxonomy.inventory.vocabulary import ancestors


@lru_cache(maxsize=10_000)
def output_properties(
    outputs: tuple[str, ...], tasks: tuple[str, ...], kinds: tuple[str, ...], *, model: bool
) -> tuple[tuple[str, str], ...]:
    """Return the property of each output, by local name, with the output.

    Args:
        outputs: local names of modalities.
        tasks: what it performs, by any name; unknown ones say nothing.
        kinds: the classes that it is of.
        model: whether it is a model rather than a family or a system.

    >>> output_properties(("text",), ("automatic-speech-recognition",), ("AIModel",), model=True)
    (('transducesTo', 'text'),)
    >>> output_properties(("text",), (), ("AIModel",), model=True)
    (('nativelyGenerates', 'text'),)

    """
    known = tuple(task for name in tasks if (task := find_task(name)))
    makes = "nativelyGenerates" if model else "generates"
    if "TransductionModel" in ancestors(kinds):
        made = dict.fromkeys(outputs, "transducesTo")
    else:
        made = {each: _way(each, known, makes, model) for each in outputs}
    content = content_modalities()
    return tuple((made[each] if each in content else "hasOutput", each) for each in outputs)


def _way(output: str, tasks: tuple[Task, ...], makes: str, model: bool) -> str:
    """Return the property of an output that is content, by the tasks there are."""
    if not tasks or _yields(output, tasks, "generative"):
        return makes
    if _yields(output, tasks, "transduction"):
        # Of systems the ontology has no word for carrying over.
        return "transducesTo" if model else "hasOutput"
    return makes if any(task.kind == "generative" for task in tasks) else "hasOutput"


def _yields(output: str, tasks: Iterable[Task], kind: str) -> bool:
    """Return whether a task of a kind yields an output, or content of the same top modality."""
    top = content_modalities()
    return any(
        top.get(output) == top.get(each)
        for task in tasks
        if task.kind == kind
        for each in task.outputs
        if each in top
    )
