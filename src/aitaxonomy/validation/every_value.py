"""Shapes about every value of a property, whoever has it: each value is judged once.

`sh:targetSubjectsOf p ; sh:path p ; sh:class C` says that all values of `p` are of the class. An
engine reports it anew for each node that has a wrong value, and a report costs it more than a
judgement; ten thousand systems may name one developer whom nobody describes. So the engine is given
`sh:targetObjectsOf p ; sh:class C`, and who has a value that is wrong is looked up afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aitaxonomy.validation.names import PREFIXES
from aitaxonomy.validation.shapes import values

if TYPE_CHECKING:
    import pyoxigraph as ox

    Node = ox.NamedNode | ox.BlankNode

_SH = PREFIXES["sh"]
_SUBJECTS, _OBJECTS, _PATH = (
    _SH + name for name in ("targetSubjectsOf", "targetObjectsOf", "path")
)
#: Constraints that a value fulfils or not, whatever else its owner has, and what changes nothing.
_OF_A_VALUE = """
    and class datatype description flags in languageIn maxExclusive maxInclusive maxLength message
    minExclusive minInclusive minLength name node nodeKind not or path pattern severity
    targetSubjectsOf xone"""
_ALLOWED = frozenset({PREFIXES["rdf"] + "type"} | {_SH + name for name in _OF_A_VALUE.split()})


def turn(shapes: ox.Store) -> dict[Node, ox.NamedNode]:
    """Turn such shapes into shapes of the values; return each with its property.

    >>> import pyoxigraph as ox
    >>> shapes = ox.Store()
    >>> text = f"<urn:s> <{_PATH}> <urn:p> ; <{_SUBJECTS}> <urn:p> ; <{_SH}class> <urn:C> ."
    >>> shapes.load(text, ox.RdfFormat.TURTLE)
    >>> turn(shapes)
    {<NamedNode value=urn:s>: <NamedNode value=urn:p>}
    >>> values(shapes, ox.NamedNode("urn:s"), _OBJECTS)
    [<NamedNode value=urn:p>]
    """
    import pyoxigraph as ox

    default = ox.DefaultGraph()
    found: dict[Node, ox.NamedNode] = {}
    for quad in list(shapes.quads_for_pattern(None, ox.NamedNode(_SUBJECTS), None)):
        shape, path = quad.subject, quad.object
        if (
            isinstance(shape, ox.NamedNode | ox.BlankNode)
            and isinstance(path, ox.NamedNode)
            and _is_about_every_value(shapes, shape, path)
        ):
            found[shape] = path
            shapes.remove(quad)
            shapes.remove(ox.Quad(shape, ox.NamedNode(_PATH), path, default))
            shapes.add(ox.Quad(shape, ox.NamedNode(_OBJECTS), path, default))
    kind = ox.NamedNode(PREFIXES["rdf"] + "type")
    for shape in found:
        for name in values(shapes, shape, kind.value):
            shapes.remove(ox.Quad(shape, kind, name, default))
        shapes.add(ox.Quad(shape, kind, ox.NamedNode(_SH + "NodeShape"), default))
    return found


def _is_about_every_value(shapes: ox.Store, shape: Node, path: ox.NamedNode) -> bool:
    stated = {quad.predicate.value for quad in shapes.quads_for_pattern(shape, None, None)}
    return (
        stated <= _ALLOWED
        and values(shapes, shape, _PATH) == [path] == values(shapes, shape, _SUBJECTS)
        and not any(True for _ in shapes.quads_for_pattern(None, None, shape))
    )
