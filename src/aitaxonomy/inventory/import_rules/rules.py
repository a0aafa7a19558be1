"""The import rules: conclusions from tasks, modes and names where no field states the fact.

Every conclusion has a reason, which the graph keeps beside it, so that a reader can distinguish it
from what the inventory states. A case without a rule stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from aitaxonomy.inventory.import_rules.entry_kinds import class_of
from aitaxonomy.inventory.import_rules.model_names import LARGE, purpose_in_name, size_in_name
from aitaxonomy.inventory.import_rules.proposals import worded
from aitaxonomy.inventory.import_rules.tasks import Task, find_task
from aitaxonomy.inventory.record import Conclusion, Derivation, Record, Texts
from aitaxonomy.inventory.vocabulary import ancestors, content_modalities, encodes_only

T = TypeVar("T")
#: The names that OpenAI's interface gives to models that somebody fine-tuned: ft:BASE:WHO:...
_TUNED = re.compile(r"ft:([\w.-]+)(?::|\Z)")


def of_catalogue(record: Record, catalogue: str) -> Record:
    """Return a record with the conclusions from a catalogue that lists all modalities of a model.

    A model with text among its inputs and outputs is offered as a text generator. Where text is
    the only output, that is a conclusion as well, unless the name states a purpose, such as
    embedding, for which no text is generated.

    >>> from aitaxonomy.inventory.record import Source
    >>> source, text = Source("a.json", "models.dev"), ("text",)
    >>> of_catalogue(Record("GPT-4o", source, inputs=text, outputs=text), "models.dev").tasks
    ('text-generation',)
    """
    outputs = {*record.outputs}
    if not ({"text", "code"} & outputs and {"text", "code"} & {*record.inputs}):
        return record
    record = record._replace(tasks=("text-generation",))
    if not outputs <= {"text", "code"} or _purpose(record) not in (None, "guard"):
        return record
    why = f"{catalogue} lists text as its only output"
    return record._replace(concluded=(Conclusion("TextOnlyOutputModel", why),))


def complete(record: Record) -> Record:
    """Return a record with the conclusions from its fields, and what its words suggest.

    >>> from aitaxonomy.inventory.record import Source
    >>> chat = Record("Gadget", Source("a.json", "litellm"), tasks=("text-generation",))
    >>> [conclusion.kind for conclusion in complete(chat).concluded]
    ['LLM']
    """
    if (tuned := _TUNED.match(record.id or record.name)) and not record.derived_from:
        record = record._replace(derived_from=(Derivation(tuned[1], "fine-tuned"),))
    if record.outputs and not record.tasks:
        record = _doubted(record)
    if record.tasks or record.outputs or record.kind:
        record = _by_fields(record)
    return worded(record)


def _doubted(record: Record) -> Record:
    """Return a record without the text that a ranker or an embedder is said to put out.

    Catalogues of models list text for lack of a word for scores and vectors.
    """
    purpose = _purpose(record)
    if purpose not in ("embedding", "reranking") or not _writing(record.outputs):
        return record
    outputs = tuple(each for each in record.outputs if not _writing((each,)))
    why = f"text is listed as its output, but its name says {purpose}"
    return record._replace(outputs=outputs, undecided=(*record.undecided, why))


def _by_fields(stated: Record) -> Record:
    """Return a record with the conclusions from its tasks, its name and its size."""
    known, inputs, outputs, undecided = _known(stated.tasks)
    found = stated._replace(
        inputs=stated.inputs or inputs, outputs=stated.outputs or outputs, undecided=undecided
    )
    if stated.kind and "AIModel" not in ancestors([class_of(stated.kind) or "AIModel"]):
        return found
    if any(map(_writes, known)):
        return _of_text_generator(stated, found)
    if len(known) == len(stated.tasks):
        return _of_task(stated, known, found)
    if any(task.kind == "generative" for task in known):
        return found
    why = "what one of its tasks is, is not understood"
    return found._replace(undecided=(*found.undecided, why))


def _known(names: Texts) -> tuple[tuple[Task, ...], Texts, Texts, Texts]:
    """Return the tasks of names, their sure inputs and outputs, and why some decide nothing."""
    known = tuple(task for name in names if (task := find_task(name)))
    undecided = [task for task in known if task.kind == "undecided"]
    return (
        known,
        _union(task.sure_inputs for task in known),
        _union(task.sure_outputs for task in known if task not in undecided),
        tuple(f"the task {each.name} does not decide it. {each.reason}" for each in undecided),
    )


def _purpose(record: Record) -> str | None:
    return purpose_in_name(f"{record.name} {record.id or ''}")


def _size_evidence(record: Record) -> str:
    """Return the evidence for the size: stated large or small, named large or small, or "".

    An adapter is as large as its base: alone, it runs nothing.
    """
    bases = [base.of for base in record.derived_from if base.how == "adapter"]
    if record.parameters is not None and not bases:
        return "stated large" if record.parameters >= LARGE else "stated small"
    names = (*bases, record.name, record.id or "")
    size = next((size for name in names if (size := size_in_name(name))), None)
    return "" if size is None else "named large" if size >= LARGE else "named small"


def _of_text_generator(stated: Record, found: Record) -> Record:
    """Conclude the kind of language model that a text generator is, by its size."""
    purpose = _purpose(stated)
    if purpose == "protein":
        others = tuple(o for o in found.outputs if o != "text")
        why = "its name says protein: a sequence of molecules is not text"
        return found._replace(
            outputs=(*others, "molecular-sequence"), undecided=(*found.undecided, why)
        )
    if purpose == "guard":
        found = found._replace(
            tasks=_union([found.tasks, ("moderation",)]),
            outputs=_union([found.outputs, ("class-label",)]),
        )
    if why := _doubt(stated, purpose):
        return _without_text(found, why)
    if stated.architecture and encodes_only(stated.architecture):
        why = "it is offered as a text generator, though its architecture only encodes"
        return _primary(_with(_without_text(found), "LanguageModel", why), "text", why)
    if found.primary not in (None, "text"):
        return found
    kinds, why = _BY_SIZE[_size_evidence(stated)]
    concluded = [Conclusion(each, f"it is offered as a text generator, {why}") for each in kinds]
    return _primary(found, "text", concluded[0].because)._replace(
        concluded=_union([found.concluded, concluded])
    )


def _doubt(stated: Record, purpose: str | None) -> str:
    """Return why a model that is offered as a text generator may compose no text, or ""."""
    if stated.kind and "LanguageModel" in ancestors([class_of(stated.kind) or ""]):
        return ""  # the inventory calls it a language model itself
    if purpose == "guard":
        made_of_one = stated.derived_from or _size_evidence(stated).endswith("large")
        why = "its name says guard: nothing tells whether it was made from a language model"
        return "" if made_of_one else why
    if purpose:
        return f"it is offered as a text generator, but its name says {purpose}"
    if stated.outputs and not _writing(stated.outputs):
        return "it is offered as a text generator, but text is not among its outputs"
    return ""


def _without_text(found: Record, *why: str) -> Record:
    """Withdraw the generation of text, for which only the shape of an API is evidence."""
    return found._replace(
        tasks=tuple(t for t in found.tasks if not _writes(find_task(t))),
        outputs=tuple(o for o in found.outputs if not _writing((o,))),
        undecided=(*found.undecided, *why),
    )


def _writing(outputs: tuple[str, ...]) -> bool:
    """Return whether there is text among outputs, or a kind of it."""
    return any(content_modalities().get(output) == "text" for output in outputs)


#: The kind of a text generator, by the evidence for its size.
_BY_SIZE = {
    "stated large": (("LanguageModel",), "and its stated size decides the rest"),
    "stated small": (("LanguageModel",), "with fewer than 10^9 parameters stated"),
    # A small language model may be large by our line, which is that of a billion.
    "named small": (("SmallLanguageModel", "SubBillionParameterModel"),
                    "and its name states fewer than 10^9 parameters"),
    "named large": (("LLM",), "and its name states at least 10^9 parameters"),
    "": (("LLM",), "and nothing speaks against a large language model"),
}  # fmt: skip


def _of_task(stated: Record, known: tuple[Task, ...], found: Record) -> Record:
    """Apply the rules for tasks none of which asks for written text."""
    names = " and ".join(task.name for task in known)
    kinds = {task.kind for task in known}
    content = _content(found.outputs)
    if kinds and kinds <= {"transduction", "not generative"}:
        return _of_no_content(stated, kinds, names, found)
    top = {content_modalities()[output] for output in content}
    if kinds == {"generative"} and len(top) == 1:
        return _primary(found, top.pop(), f"its task, {names}, makes nothing else")
    return found


def _of_no_content(stated: Record, kinds: set[str], names: str, found: Record) -> Record:
    """Apply the rules for tasks that make no content, unless the stated kind is generative."""
    if "GenerativeAI" in ancestors([class_of(stated.kind or "") or ""]):
        return found
    if kinds == {"transduction"}:
        why = f"its only task, {names}, carries over what is there already"
        return _with(found, "TransductionModel", why)
    if "transduction" in kinds:
        why = f"of its tasks, {names}, none makes content, but one carries it over: it may do more"
        return found._replace(undecided=(*found.undecided, why))
    if content := _content(found.outputs):
        said = " and ".join(content)
        why = f"its only task, {names}, makes no content, and yet it puts out {said}"
        return found._replace(undecided=(*found.undecided, why))
    if names == "fill-mask" and _purpose(stated) == "protein":
        # As of ESM-2 in the graph: a sequence is claimed neither as content nor as none.
        why = "its name says protein: filling the gaps of a sequence may propose a new one"
        return found._replace(undecided=(*found.undecided, why))
    found = _with(found, "NonGenerativeAI", f"its only task, {names}, makes no content")
    if names == "fill-mask":
        why = "it fills gaps in text, as encoders do"
        found = _primary(_with(found, "LanguageModel", why), "text", why)
    return found


def _primary(found: Record, modality: str, because: str) -> Record:
    """Return the primary modality that a rule gives where the inventory states none."""
    return found if found.primary else found._replace(primary=modality, primary_because=because)


def _with(found: Record, kind: str, because: str) -> Record:
    return found._replace(concluded=_union([found.concluded, (Conclusion(kind, because),)]))


def _writes(task: Task | None) -> bool:
    """Return whether a task asks for composed text."""
    if task is None or task.kind != "generative":
        return False
    return bool({"text", "code"} & set(task.outputs))


def _content(outputs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(output for output in outputs if output in content_modalities())


def _union(parts: Iterable[Iterable[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part))
