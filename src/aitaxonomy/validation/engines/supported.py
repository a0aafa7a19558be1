"""What the Rust engine supports: a test compares it with pySHACL on each item of these lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aitaxonomy.rdf.namespaces import SH, XSD
from aitaxonomy.validation.engines.guard import KNOWN
from aitaxonomy.validation.shapes import holds, values

if TYPE_CHECKING:
    import pyoxigraph as ox

    Node = ox.NamedNode | ox.BlankNode

#: Parameters of constraints, steps of paths and ways to choose targets.
_COMPONENTS = """
    and class closed datatype disjoint equals hasValue in languageIn lessThan lessThanOrEquals
    maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive minLength node
    nodeKind not or pattern property qualifiedMaxCount qualifiedMinCount sparql uniqueLang xone
    alternativePath inversePath oneOrMorePath zeroOrMorePath zeroOrOnePath
    targetClass targetNode targetObjectsOf targetSubjectsOf"""
COMPONENTS = frozenset(_COMPONENTS.split())
#: What goes with them or has no effect on what is found.
_BESIDES = """
    declare defaultValue deactivated description flags group ignoredProperties message name
    namespace order path prefix prefixes qualifiedValueShape select severity
    suggestedShapesGraph"""
#: Datatypes of XML Schema that both engines tell well-formed from ill-formed literals of alike.
DATATYPES = frozenset(("string", "boolean", "integer", "double", "float", "date", "gYearMonth"))
_SEVERITIES = frozenset(SH + name for name in ("Violation", "Warning", "Info"))
_BOUND_BY_SHAPE = re.compile(r"[$?](PATH|currentShape|shapesGraph)\b")


def unsupported(shapes: ox.Store) -> str | None:
    """Return what these shapes use that is not on the lists, or None.

    >>> import pyoxigraph as ox
    >>> shapes = ox.Store()
    >>> text = "<urn:s> <http://www.w3.org/ns/shacl#qualifiedValueShapesDisjoint> true ."
    >>> shapes.load(text, ox.RdfFormat.TURTLE)
    >>> unsupported(shapes)
    'sh:qualifiedValueShapesDisjoint'
    """
    used = {quad.predicate.value.removeprefix(SH) for quad in shapes}
    if rest := sorted(used & (KNOWN - COMPONENTS - frozenset(_BESIDES.split()))):
        return f"sh:{rest[0]}"
    return _unsupported_value(shapes) or _unsupported_query(shapes) or _unsupported_nesting(shapes)


def _unsupported_value(shapes: ox.Store) -> str | None:
    """Return a datatype, flag or the like that has not been compared."""
    import pyoxigraph as ox

    xsd = XSD
    for name, known in (
        ("datatype", {xsd + datatype for datatype in DATATYPES}),
        ("flags", {"", "i"}),
        ("deactivated", {"true", "false"}),
        ("severity", _SEVERITIES),
    ):
        for quad in shapes.quads_for_pattern(None, ox.NamedNode(SH + name), None):
            if getattr(quad.object, "value", None) not in known:
                return f"sh:{name} {quad.object}"
    return None


def _unsupported_query(shapes: ox.Store) -> str | None:
    import pyoxigraph as ox

    for quad in shapes.quads_for_pattern(None, ox.NamedNode(SH + "select"), None):
        if found := _BOUND_BY_SHAPE.search(getattr(quad.object, "value", "")):
            return f"{found[0]} in sh:select"
        if len(values(shapes, quad.subject, SH + "message")) > 1:
            return "more than one sh:message at sh:sparql"
    return None


def _unsupported_nesting(shapes: ox.Store) -> str | None:
    """Return sh:property below a path: its faults are those of values, whatever is in focus."""
    import pyoxigraph as ox

    for quad in shapes.quads_for_pattern(None, ox.NamedNode(SH + "property"), None):
        node = quad.subject
        if isinstance(node, ox.NamedNode | ox.BlankNode) and holds(shapes, node, SH + "path"):
            return "sh:property in a property shape"
    return None
