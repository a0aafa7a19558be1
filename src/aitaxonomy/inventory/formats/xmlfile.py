"""XML documents as plain values: text, lists and mappings, as JSON would have them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aitaxonomy.errors import ImportFault
from aitaxonomy.files import source
from aitaxonomy.store.screening import MAX_DEPTH, check_size

#: The key of the text of an element that has attributes or elements as well.
TEXT = "value"


def read_xml(path: Path) -> dict[str, Any]:
    """Return the root element of an XML file as a mapping of its name to its value.

    An element is a text, or a mapping of its attributes and elements without namespaces; elements
    of one name are a list. Raises `ImportFault` for what is no XML, has entities, or is nested over
    128 levels.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    file = source(path)
    check_size(file)
    stack: list[dict[str, Any]] = [{}]
    try:
        for event, element in iterparse(str(file), events=("start", "end"), forbid_dtd=False):
            if event == "start":
                if len(stack) > MAX_DEPTH:
                    raise ImportFault(f"{path}: XML that is nested over {MAX_DEPTH} levels deep")
                stack.append({_local(name): value for name, value in element.attrib.items()})
                continue
            value: Any = stack.pop()
            said = (element.text or "").strip()
            if not value:
                value = said
            elif said:
                value.setdefault(TEXT, said)
            _put(stack[-1], _local(element.tag), value)
            element.clear()
    except ParseError as error:
        line = getattr(error, "position", (1, 0))[0]
        raise ImportFault(f"{path}:{line}: not valid XML: {error}; correct the file") from None
    except DefusedXmlException as error:
        raise ImportFault(f"{path}: XML with entities is not read: {error}") from None
    return stack[0]


def _put(parent: dict[str, Any], name: str, value: Any) -> None:
    if name not in parent:
        parent[name] = value
    elif isinstance(parent[name], list):
        parent[name].append(value)
    else:
        parent[name] = [parent[name], value]


def _local(name: Any) -> str:
    """Return the name of an element or attribute without its namespace.

    >>> _local("{http://cyclonedx.org/schema/bom/1.5}name")
    'name'
    """
    return str(name).rpartition("}")[2]
