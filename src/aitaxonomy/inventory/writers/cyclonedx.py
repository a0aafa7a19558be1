"""CycloneDX: records as a machine-learning bill of materials, version 1.6, in JSON.

A field that CycloneDX lacks becomes a property whose name starts with `aitaxonomy:`; the reader of
the format knows these.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import Any, TextIO

from aitaxonomy.inventory.formats.standards.cyclonedx import MODEL, PREFIX
from aitaxonomy.inventory.import_rules.entry_kinds import class_of
from aitaxonomy.inventory.record import FIELDS, Derivation, Record
from aitaxonomy.inventory.vocabulary import ancestors, words

#: The modalities that CycloneDX's own property of them has.
_MODALITIES = frozenset(("text", "code", "image", "video", "audio"))
_HEAD = (
    '{\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.6",\n  "version": 1,\n  "components": ['
)


def write(records: Iterable[Record], out: TextIO) -> int:
    """Write a bill with one component per record, as a stream; return their number."""
    refs: set[str] = set()
    out.write(_HEAD)
    for record in records:
        comma = "," if refs else ""
        # One component per line is several times faster than indentation.
        component = json.dumps(_component(record, refs), ensure_ascii=False)
        out.write(f"{comma}\n    {component}")
    out.write("\n  ]\n}\n")
    return len(refs)


def _component(record: Record, refs: set[str]) -> dict[str, Any]:
    is_model = "AISystem" not in ancestors([class_of(record.kind or "") or "AIModel"])
    component: dict[str, Any] = {
        "type": "machine-learning-model" if is_model else "application",
        "bom-ref": _unused(record.id or record.name, refs),
        **(_named(record.id) if record.id else {"name": record.name}),
    }
    for field, name in (("manufacturer", record.developer), ("supplier", record.provider)):
        if name:
            component[field] = {"name": name}
    if record.licence:
        component["licenses"] = [{"license": _licence(record.licence)}]
    if record.derived_from:
        component["pedigree"] = {"ancestors": [_ancestor(each) for each in record.derived_from]}
    if is_model and (parameters := _parameters(record)):
        component["modelCard"] = {"modelParameters": parameters}
    component["properties"] = list(_properties(record, is_model, "group" in component))
    return component


def _unused(ref: str, refs: set[str]) -> str:
    """Return the reference, numbered where another component has it."""
    numbered = chain([ref], (f"{ref} ({number})" for number in count(2)))
    unused = next(each for each in numbered if each not in refs)
    refs.add(unused)
    return unused


def _named(name: str) -> dict[str, str]:
    group, slash, rest = name.partition("/")
    plain = slash and "/" not in rest and ":" not in group and rest
    return {"group": group, "name": rest} if plain else {"name": name}


def _licence(licence: str) -> dict[str, str]:
    id = words("licence of SPDX").get(licence.casefold())
    return {"id": id} if id else {"name": licence}


def _ancestor(derivation: Derivation) -> dict[str, Any]:
    return {
        "type": "machine-learning-model",
        **_named(derivation.of),
        "properties": [{"name": f"{PREFIX}how", "value": derivation.how}],
    }


def _parameters(record: Record) -> dict[str, Any]:
    given = {
        "task": ", ".join(record.tasks),
        "architectureFamily": record.architecture,
        "datasets": [{"type": "dataset", "name": name} for name in record.training_data],
        "inputs": [{"format": name} for name in record.inputs],
        "outputs": [{"format": name} for name in record.outputs],
    }
    return {name: value for name, value in given.items() if value}


def _properties(record: Record, is_model: bool, has_group: bool) -> Iterator[dict[str, str]]:
    """Yield properties for what CycloneDX has no field for; only models have a card."""
    native = {"id"} if has_group else set()
    native |= {"tasks", "inputs", "outputs", "architecture"} if is_model else set()
    for field in FIELDS:
        value = None if field.name in native or not field.bill else getattr(record, field.name)
        for each in value if isinstance(value, tuple) else (value,):
            if each is not None:
                said = str(each).lower() if field.type == "flag" else str(each)
                yield {"name": PREFIX + field.bill, "value": said}
    for modality in record.inputs if is_model else ():
        if modality in _MODALITIES:
            yield {"name": f"{MODEL}modality", "value": modality}
