"""Statements about one record alone: sizes, dates, licence, access, outputs, ways of derivation.

Links to other records, to organizations and to known systems are in `statements`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote

from aitaxonomy import clock
from aitaxonomy.inventory.import_rules.entry_kinds import EntryKinds
from aitaxonomy.inventory.import_rules.labels import generates, makes_none, stated_labels
from aitaxonomy.inventory.import_rules.tasks import Task, find_task
from aitaxonomy.inventory.record import FIELDS, Record, RecordField, Tally
from aitaxonomy.inventory.vocabulary import ancestors, content_modalities, find_value, words
from aitaxonomy.rdf.namespaces import AIT, AIX, XSD, expand

#: Surrogate code points, which JSON may contain and RDF may not.
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_WORD = re.compile(r"[^\w.]+|_+")


@cache
def named(curie: str) -> str:
    """Return the IRI of a CURIE in angle brackets.

    >>> named("rdfs:label")
    '<http://www.w3.org/2000/01/rdf-schema#label>'
    """
    return f"<{expand(curie)}>"


def ait(local: str) -> str:
    """Return the IRI of a class of ours in angle brackets."""
    return f"<{AIT}{local}>"


def aix(local: str) -> str:
    """Return the IRI of an individual of ours in angle brackets."""
    return f"<{AIX}{local}>"


def literal(value: str, language: str | None = None) -> str:
    r"""Return a literal, with a language tag where a language is given.

    >>> print(literal('the "best"\n', "en"))
    "the \"best\"\n"@en
    """
    import pyoxigraph as ox

    return str(ox.Literal(_SURROGATE.sub("\ufffd", value), language=language))


def day(value: str) -> str | None:
    """Return a date or month literal; None for a year alone, which no property of ours takes.

    >>> day("2024-05")
    '"2024-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    import pyoxigraph as ox

    if len(value) == 4:
        return None
    datatype = XSD + ("date" if len(value) == 10 else "gYearMonth")
    return str(ox.Literal(value, datatype=ox.NamedNode(datatype)))


def slug(name: str) -> str:
    """Return a name as the last part of an IRI: lower-case letters, digits, hyphens and dots.

    >>> slug("meta-llama/Llama 3.1 (8B)"), slug("!")
    ('meta-llama-llama-3.1-8b', 'system')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    return _NO_WORD.sub("-", name.casefold()).strip("-.")[:200] or "system"


def file_iri(path: str, line: int | None) -> str:
    """Return the IRI of a file, by the path that was given, with a line as its fragment.

    >>> file_iri("my models.csv", 3)
    '<file:my%20models.csv#L3>'
    """
    file = f"file:{quote(path.replace(chr(92), '/'))}"
    return f"<{file}#L{line}>" if line else f"<{file}>"


#: The counts that only models have.
_SIZES = ("parameters", "active_parameters")
_STATED = [each for each in FIELDS if each.properties and each.type != "organizations"]
_WEIGHTS = frozenset(("downloadable-weights", "gated-weights", "non-commercial-weights"))


class FieldFact(NamedTuple):
    """A statement about an entry: property, value as in N-Triples, and why it is concluded."""

    property: str
    value: str
    because: str = ""


def lineage(how: str, kind: str, *, model: bool) -> str:
    """Return the property that relates an entry to what it is built on.

    A system is powered by its base, be that a model, a family or another system. A model is derived
    from models only. For any other base of a model, for a family and for what may be a system or a
    model, the base is a component.

    Args:
        how: how it was made, as `Derivation` has it.
        kind: what the entry is: "AIModel", "ModelFamily", "AISystem" or "AIArtifact".
        model: whether it is built on a model.

    >>> lineage("built on", "AISystem", model=False), lineage("merged", "AIModel", model=True)
    ('ait:poweredBy', 'ait:mergedFrom')

    """
    if kind == "AISystem":
        return "ait:poweredBy"
    if kind == "AIModel" and model:
        known = {each: property for property, each in words("derivation").items()}
        return f"ait:{known.get(how, 'derivedFrom')}"
    return "ait:hasComponent"


def facts_of(record: Record, kinds: EntryKinds, tally: Tally) -> Iterator[FieldFact]:
    """Yield what the fields of a record say of its subject alone; what is left out is tallied.

    >>> from aitaxonomy.inventory.record import Source
    >>> row = Record("Aurora", Source("a.csv", "csv", 2), inputs=("text",))
    >>> print(*next(facts_of(row, EntryKinds("AIModel", (), ()), Tally())))  # doctest: +ELLIPSIS
    ait:nativelyAccepts <...text>...
    """
    model, where = kinds.top == "AIModel", str(record.source)
    classes = (*kinds.stated, *(each for each, _ in kinds.concluded))
    made = output_properties(record.outputs, record.tasks, classes, model=model)
    said = [each.means for cell in record.labels for each in stated_labels(cell)]
    if not record.tasks and any(map(makes_none, said)) and not any(map(generates, said)):
        made = dict.fromkeys(made, "hasOutput")
    if record.open_weights and not any(
        find_value("AccessLevel", each) in _WEIGHTS for each in record.access
    ):
        record = record._replace(access=(*record.access, "downloadable-weights"))
    without: set[str] = set() if model else {*_SIZES, "training_data"}
    if record.parameters is not None and not model:
        tally.note("the size of a system that is not a model, left out", where)
    if any(base.how == "adapter" for base in record.derived_from):
        without.update(_SIZES)
        if record.parameters is not None:
            tally.note("the size of an adapter without its base, left out", where)
    for field in _STATED:
        # Of the properties of a release only the second says no more than that it is out.
        second = field.name == "released" or (field.name == "inputs" and not model)
        p = field.properties[second]
        given = None if field.name in without else getattr(record, field.name)
        for value in given if isinstance(given, tuple) else (given,):
            if value and (o := _object(field, value, where, tally)):
                p = made[value] if field.name == "outputs" else p
                why = record.primary_because if field.name == "primary" else None
                yield FieldFact(f"ait:{p}", o, why or "")


def _object(field: RecordField, value: Any, where: str, tally: Tally) -> str | None:
    """Return a value as in N-Triples, None for one that cannot be stated, which is tallied."""
    if field.type == "count":
        import pyoxigraph as ox

        return str(ox.Literal(value))
    if field.type == "date" and value > clock.today():
        # A provider may announce a retirement: that is a plan and no fact.
        tally.note("a date that lies ahead, left out", where)
        if field.name != "retired":
            tally.remark("future", field.name, value)
        return None
    if field.type == "date":
        if (known := day(value)) is None:
            tally.note("a year without a month, left out", where)
        return known
    task = find_task(value) if field.range == "Task" else None
    if found := task.name if task else find_value(field.range, value):
        return aix(found)
    if field.called.startswith("no"):
        tally.unknown(f"{value!r} is {field.called}", where, (field.column, value))
    else:
        what = f"{field.called} that we have no name for"
        tally.unknown(what, value, (field.column, value))
    return None


def output_properties(
    outputs: tuple[str, ...], tasks: tuple[str, ...], kinds: tuple[str, ...], *, model: bool
) -> Mapping[str, str]:
    """Return the property of each output, by local names; unknown tasks say nothing.

    >>> output_properties(("text",), ("automatic-speech-recognition",), ("AIModel",), model=True)
    {'text': 'transducesTo'}
    >>> output_properties(("text",), (), ("AIModel",), model=True)
    {'text': 'nativelyGenerates'}

    """
    known = tuple(task for name in tasks if (task := find_task(name)))
    makes = "nativelyGenerates" if model else "generates"
    if "TransductionModel" in ancestors(kinds):
        made = dict.fromkeys(outputs, "transducesTo")
    else:
        made = {each: _way(each, known, makes, model) for each in outputs}
    content = content_modalities()
    return {each: made[each] if each in content else "hasOutput" for each in outputs}


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
