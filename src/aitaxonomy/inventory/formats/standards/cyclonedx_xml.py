"""CycloneDX in XML as CycloneDX in JSON: lists are elements in an element of their plural."""

from __future__ import annotations

from typing import Any

from aitaxonomy.inventory.formats.fields import mappings

#: The elements that lists of XML consist of.
_ONE = {
    "components": "component", "properties": "property", "authors": "author", "inputs": "input",
    "outputs": "output", "datasets": "dataset", "ancestors": "component",
}  # fmt: skip


def as_json(value: Any, key: str = "") -> Any:
    """Return a value of XML as JSON has it.

    >>> as_json({"inputs": {"input": {"format": "text"}}, "name": "A"})
    {'inputs': [{'format': 'text'}], 'name': 'A'}
    """
    if isinstance(value, list):
        return [as_json(each) for each in value]
    if not isinstance(value, dict):
        return value
    if key == "licenses":  # whose elements keep their names
        return [{name: each} for name in value for each in _list(value[name])]
    if key == "dependencies":
        return [
            {"ref": each.get("ref"), "dependsOn": [m.get("ref") for m in mappings(each.get(one))]}
            for one in value
            for each in mappings(value[one])
        ]
    if (one := _ONE.get(key)) and one in value:
        return [as_json(each) for each in _list(value[one])]
    return {name: as_json(each, name) for name, each in value.items()}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
