"""CycloneDX: the models of a machine-learning bill of materials, 1.5 to 1.7, in JSON or XML.

Bills are written in version 1.6, in JSON. A field that CycloneDX lacks becomes a property whose
name starts with `aitaxonomy:`, which the reader knows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import Any, TextIO

from aitaxonomy.graph.mappings import translate
from aitaxonomy.inventory.formats.documents import FileStart, having, head, read_json
from aitaxonomy.inventory.formats.fields import (
    READERS,
    at,
    listed,
    mapping,
    mappings,
    text,
    texts,
    unique,
    whole,
)
from aitaxonomy.inventory.formats.plain_values import read_xml
from aitaxonomy.inventory.import_rules.entry_kinds import class_of
from aitaxonomy.inventory.import_rules.tasks import find_task
from aitaxonomy.inventory.record import FIELDS, Derivation, Record, RecordField, Source, Tally
from aitaxonomy.inventory.vocabulary import ancestors, find_value, individuals, understood, words
from aitaxonomy.rdf.namespaces import local_name

FORMAT = "cyclonedx"
#: The prefix of properties for what CycloneDX has no field for; our writer adds them.
PREFIX = "aitaxonomy:"
#: The prefix of CycloneDX's own properties of models, in its property taxonomy.
MODEL = "cdx:ai-ml:model:"

_READ = frozenset(
    ("type", "name", "version", "bom-ref", "group", "manufacturer", "supplier", "publisher",
     "author", "authors", "modelCard", "pedigree", "licenses", "properties", "components",
     "description")
)  # fmt: skip
_READ_OF_CARD = frozenset(("modelParameters", "bom-ref"))
_READ_OF_PARAMETERS = frozenset(
    ("task", "architectureFamily", "modelArchitecture", "datasets", "inputs", "outputs",
     "properties")
)  # fmt: skip
_NAMESPACE = "http://cyclonedx.org/schema/bom/"
_MODEL = "machine-learning-model"
#: Where the developer stands; a supplier may only distribute the model, so it comes late.
_MAKERS = ("publisher", "group", "supplier.name", "authors.name", "author")
_PLACEHOLDER = re.compile(
    r"\b(goes here|placeholder|lorem ipsum)\b|^the (model )?architecture\b|^training data$", re.I
)
#: The elements that lists of XML consist of.
_ONE = {
    "components": "component", "properties": "property", "authors": "author", "inputs": "input",
    "outputs": "output", "datasets": "dataset", "ancestors": "component",
}  # fmt: skip


def recognises(start: FileStart) -> bool:
    """Return whether a file is a CycloneDX bill."""
    if start.form == "xml":
        return _NAMESPACE in start.text
    return start.form == "json" and "bomFormat" in start.keys


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield one record per model, nested components included; raises `ImportFault`."""
    document = _document(path)
    components = list(_components(document))
    bill = _Bill(path, document, components, tally)
    for component in components:
        tally.read += 1
        kind = text(component.get("type")) or "without a type"
        name = text(component.get("name"))
        if kind != _MODEL and not _properties(component):
            tally.skip(f"a component of the type {kind!r}, which is not a model", str(name))
        elif name is None:
            tally.skip("a model without a name", str(component.get("bom-ref")))
        else:
            yield bill.record(name, component)


def _document(path: Path) -> dict[str, Any]:
    """Return a bill as JSON has it; lists of XML are elements in an element of their plural."""
    if not head(path).lstrip().startswith("<"):
        return read_json(path, ["bomFormat"], FORMAT)
    bill = having(read_xml(path), ["bom"], path, FORMAT)["bom"]
    return mapping(_as_json(bill))


def _components(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield all components, nested ones included, without recursion."""
    todo = mappings(document.get("components"))[::-1]
    todo += mappings([*at(document, "metadata.component")])
    while todo:
        component = todo.pop()
        yield component
        todo += mappings(component.get("components"))[::-1]


class _Bill:
    """A bill of materials with its references and dependencies."""

    def __init__(
        self, path: Path, document: dict[str, Any], components: list[dict[str, Any]], tally: Tally
    ) -> None:
        self.path, self.tally = path, tally
        self.by_ref = {str(c["bom-ref"]): c for c in components if "bom-ref" in c}
        self.needs: dict[str, tuple[str, ...]] = {
            str(each.get("ref")): texts(each.get("dependsOn"))
            for each in mappings(document.get("dependencies"))
        }

    def record(self, name: str, component: dict[str, Any]) -> Record:
        """Return the record of a model."""
        card = mapping(component.get("modelCard"))
        parameters = mapping(card.get("modelParameters"))
        self.tally.leave(component, _READ)
        self.tally.leave(card, _READ_OF_CARD)
        self.tally.leave(parameters, _READ_OF_PARAMETERS)
        own, theirs = _properties(component), _properties(component, MODEL)
        version = self._text(component.get("version"))
        given: dict[str, Any] = {
            "name": name,
            "id": _id(name, component),
            "aliases": (f"{name} {version}",) if version else (),
            # Our own writer keeps the developer and the provider apart.
            "developer": _text_at(component, "manufacturer.name")
            or (None if own else _text_at(component, *_MAKERS)),
            "provider": _text_at(component, "supplier.name"),
            "tasks": self._tasks(parameters),
            "inputs": self._modalities(parameters.get("inputs")),
            "outputs": self._modalities(parameters.get("outputs")),
            "parameters": whole(next(iter(theirs.get("parameter:count", ())), None)),
            "architecture": self._text(parameters.get("architectureFamily"))
            or self._text(parameters.get("modelArchitecture")),
            "derived_from": self._derived_from(component),
            "licence": _licence(component),
            "training_data": self._datasets(parameters.get("datasets")),
            "languages": _languages(component),
            "description": tuple(filter(None, [self._text(component.get("description"))])),
        }
        for field in FIELDS:
            if values := own.get(field.bill):
                given[field.name] = _value(field, values, given.get(field.name))
        given["inputs"] = given["inputs"] or self._processed(component)
        return Record(source=Source(str(self.path), FORMAT), **given)

    def _text(self, value: Any) -> str | None:
        """Return a text, or None for placeholder text."""
        found = text(value)
        if found and _PLACEHOLDER.search(found):
            self.tally.unknown("placeholder text", f"{self.path} ({found})")
            return None
        return found

    def _tasks(self, parameters: dict[str, Any]) -> tuple[str, ...]:
        found = self._text(parameters.get("task")) or ""
        named = unique(word for part in found.split(",") if (word := part.strip()))
        return understood(
            named, lambda word: word if find_task(word) else None, self.tally, str(self.path),
            "task {!r}",
        )  # fmt: skip

    def _modalities(self, value: Any) -> tuple[str, ...]:
        words = (word for each in mappings(value) if (word := self._text(each.get("format"))))
        return understood(
            words, lambda word: _modality(word.casefold()), self.tally, str(self.path),
            "format {!r}",
        )  # fmt: skip

    def _processed(self, component: dict[str, Any]) -> tuple[str, ...]:
        """Return the modalities that a model is said to process, by CycloneDX's own property."""
        found = []
        for word in _properties(component, MODEL).get("modality", ()):
            terms = processed(word) or tuple(filter(None, [find_value("Modality", word)]))
            if not terms:
                self.tally.unknown(f"{word!r} is not one of our modalities", str(self.path))
            found += [term for term in terms if term in individuals("Modality")]
        return unique(found)

    def _derived_from(self, component: dict[str, Any]) -> tuple[Derivation, ...]:
        """Return the ancestors of the pedigree, then models that the model depends on."""
        found = {}
        for ancestor in mappings(mapping(component.get("pedigree")).get("ancestors")):
            if name := text(ancestor.get("name")):
                how = next(iter(_properties(ancestor).get("how", ())), "built on")
                found[_id(name, ancestor) or name] = how
        for ref in self.needs.get(str(component.get("bom-ref")), ()):
            other = self.by_ref.get(ref, {})
            if other.get("type") == _MODEL and (name := text(other.get("name"))):
                found.setdefault(_id(name, other) or name, "built on")
        return tuple(Derivation(of, how) for of, how in found.items())

    def _datasets(self, value: Any) -> tuple[str, ...]:
        """Return the names of data sets, inline or referenced as components."""
        found = []
        for each in mappings(value):
            name = each.get("name") or self.by_ref.get(str(each.get("ref")), {}).get("name")
            if said := self._text(name):
                found.append(said)
        return unique(found)


def _value(field: RecordField, values: tuple[str, ...], native: Any) -> Any:
    """Return a field by the values of our property of it, and what a bill says of it itself."""
    if field.type in ("texts", "modalities"):
        return unique((*values, *(native or ())))
    if field.type == "flag":
        return {"true": True, "false": False}.get(values[0])
    return READERS[field.type](values[0]) or native


def processed(word: str) -> tuple[str, ...]:
    """Return the local names of what a keyword of CycloneDX's property of modalities means.

    >>> processed("sensor"), processed("instruct"), processed("smell")
    (('sensor-data',), ('InstructionTunedModel',), ())
    """
    (related,) = translate([f"cdxai:model:modality/{word}"]).values()
    return unique(local_name(m.subject) for m in related if not m.negated)


def _languages(component: dict[str, Any]) -> tuple[str, ...]:
    """Return the languages of CycloneDX's own property, which may hold several codes."""
    values = _properties(component, MODEL).get("language", ())
    return unique(code.strip() for value in values for code in value.split(",") if code.strip())


def _modality(word: str) -> str | None:
    """Return the local name of a modality.

    >>> _modality("image/png"), _modality("string"), _modality("byte[]")
    ('image', 'text', None)
    """
    first, slash, _ = word.partition("/")
    if slash:
        return first if first in ("text", "image", "audio", "video") else None
    return words("cyclonedx format").get(word) or find_value("Modality", word)


def _properties(component: dict[str, Any], prefix: str = PREFIX) -> dict[str, tuple[str, ...]]:
    """Return the properties of a component and its model card: name without prefix -> values."""
    found: dict[str, list[str]] = {}
    card = mapping(mapping(component.get("modelCard")).get("modelParameters"))
    for each in mappings(component.get("properties")) + mappings(card.get("properties")):
        name, value = text(each.get("name")) or "", text(each.get("value"))
        if name.startswith(prefix) and value:
            found.setdefault(name.removeprefix(prefix), []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def _id(name: str, component: dict[str, Any]) -> str | None:
    """Return the name with its group, as in meta-llama/Llama-2-7b."""
    group = text(component.get("group"))
    return f"{group}/{name}" if group else None


def _text_at(component: dict[str, Any], *paths: str) -> str | None:
    every = (text(value) for path in paths for value in at(component, path))
    return next(filter(None, every), None)


def _licence(component: dict[str, Any]) -> str | None:
    """Return the licence, or those of several joined as in an SPDX expression."""
    found: list[str] = []
    for each in mappings(component.get("licenses")):
        licence = mapping(each.get("license"))
        found += texts([each.get("expression"), licence.get("id"), licence.get("name")])[:1]
    return " AND ".join(unique(found)) or None


def _as_json(value: Any, key: str = "") -> Any:
    """Return a value of XML as JSON has it.

    >>> _as_json({"inputs": {"input": {"format": "text"}}, "name": "A"})
    {'inputs': [{'format': 'text'}], 'name': 'A'}
    """
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    if not isinstance(value, dict):
        return value
    if key == "licenses":  # whose elements keep their names
        return [{name: each} for name in value for each in listed(value[name])]
    if key == "dependencies":
        return [
            {"ref": each.get("ref"), "dependsOn": [m.get("ref") for m in mappings(each.get(one))]}
            for one in value
            for each in mappings(value[one])
        ]
    if (one := _ONE.get(key)) and one in value:
        return [_as_json(each) for each in listed(value[one])]
    return {name: _as_json(each, name) for name, each in value.items()}


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
        component["licenses"] = [{"license": _spdx(record.licence)}]
    if record.derived_from:
        component["pedigree"] = {"ancestors": [_ancestor(each) for each in record.derived_from]}
    if is_model and (parameters := _parameters(record)):
        component["modelCard"] = {"modelParameters": parameters}
    component["properties"] = list(_beside(record, is_model, "group" in component))
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


def _spdx(licence: str) -> dict[str, str]:
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


def _beside(record: Record, is_model: bool, has_group: bool) -> Iterator[dict[str, str]]:
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
