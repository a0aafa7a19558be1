"""Statements about one record alone: sizes, dates, licence, access, outputs, ways of derivation.

Links to other records, to organizations and to known systems are in `statements`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from aitaxonomy import clock
from aitaxonomy.inventory.import_rules.ntriples import ait, aix, day, integer
from aitaxonomy.inventory.import_rules.tasks import Task, find_task
from aitaxonomy.inventory.record import FIELDS, Record, Tally
from aitaxonomy.inventory.vocabulary import ancestors, content_modalities, find_value

#: The property for each way of deriving a model.
DERIVATIONS = {
    "adapter": "adapterOf",
    "distilled": "distilledFrom",
    "fine-tuned": "fineTunedFrom",
    "merged": "mergedFrom",
    "quantised": "quantizedFrom",
}
_COUNTS = {each.name: each.properties[0] for each in FIELDS if each.type == "count"}
#: Of the properties of a release only one says no more than that it is out.
_DATES = {each.name: each.properties[0] for each in FIELDS if each.type == "date"}
_DATES["released"] = "availableSince"
_NAMED = [each for each in FIELDS if each.range]
#: The counts that only models have.
_SIZES = ("parameters", "active_parameters")
_WEIGHTS = frozenset(("downloadable-weights", "gated-weights", "non-commercial-weights"))


def lineage(how: str, kind: str, *, model: bool) -> str:
    """Return the property, by local name, that relates an entry to what it is built on.

    A system is powered by its base, be that a model, a family or another system. A model is derived
    from models only. For any other base of a model, for a family and for what may be a system or a
    model, the base is a component.

    Args:
        how: how it was made, as `Derivation` has it.
        kind: what the entry is: "AIModel", "ModelFamily", "AISystem" or "AIArtifact".
        model: whether it is built on a model.

    >>> lineage("built on", "AISystem", model=False), lineage("merged", "AIModel", model=True)
    ('poweredBy', 'mergedFrom')

    """
    if kind == "AISystem":
        return "poweredBy"
    if kind == "AIModel" and model:
        return DERIVATIONS.get(how, "derivedFrom")
    return "hasComponent"


def sizes_and_dates(s: str, record: Record, tally: Tally, *, model: bool) -> Iterator[str]:
    """Yield the statements of sizes and dates about a subject `s`.

    Args:
        s: the subject, in angle brackets.
        record: what the inventory says of it.
        tally: counts what is left out.
        model: whether it is a model rather than a family or a system.

    """
    adapter = any(base.how == "adapter" for base in record.derived_from)
    if adapter and record.parameters is not None:
        tally.note("the size of an adapter without its base, left out", str(record.source))
    if record.parameters is not None and not model:
        tally.note("the size of what is no model, left out", str(record.source))
    for name, p in _COUNTS.items():
        number = getattr(record, name)
        if number is not None and (name not in _SIZES or (model and not adapter)):
            yield f"{s} {ait(p)} {integer(number)} ."
    for name, p in _DATES.items():
        date = getattr(record, name)
        if date and date > clock.today():
            # A provider may announce a retirement: that is a plan and no fact.
            tally.note("a date that lies ahead, left out", str(record.source))
            if name != "retired":
                tally.trace.remark("future", name, date)
        elif date and (value := day(date)):
            yield f"{s} {ait(p)} {value} ."
        elif date:
            tally.note("a year without a month, left out", str(record.source))


def named_values(s: str, record: Record, tally: Tally, *, model: bool) -> Iterator[str]:
    """Yield the statements of architecture, licence, access, data and languages.

    The arguments are those of `sizes_and_dates`.
    """
    if record.open_weights and not any(
        find_value("AccessLevel", each) in _WEIGHTS for each in record.access
    ):
        record = record._replace(access=(*record.access, "downloadable-weights"))
    for field in _NAMED if model else [each for each in _NAMED if each.name != "training_data"]:
        given = getattr(record, field.name)
        for name in given if isinstance(given, tuple) else (given,):
            if name and (found := find_value(field.range, name)):
                yield f"{s} {ait(field.properties[0])} {aix(found)} ."
            elif name:
                tally.unknown(f"{field.called} that we have no name for", name)
                tally.trace.remark("unknown", field.column, name)


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
    """Return the property of an output that is content, by the tasks of the record."""
    if not tasks or _yields(output, tasks, "generative"):
        return makes
    if _yields(output, tasks, "transduction"):
        # The ontology has no property for transduction by a system.
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
