"""Shapes that are not run: recursive, broken, hostile, or with parts that no engine here obeys.

A constraint that an engine silently skips would look like data without a fault, so it is refused
too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from aitaxonomy.errors import QueryRefused, ShapesFault
from aitaxonomy.rdf.namespaces import OWL, RDF, SH
from aitaxonomy.rdf.nodes import is_named, is_node, show
from aitaxonomy.store.guard import check_query
from aitaxonomy.validation.shapes import holds, name_of, prefixes_of, values

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.rdf.nodes import Term

    Visit = tuple[Term, str]

#: How deep shapes and paths may nest; more is not a shape that anybody wrote by hand.
MAX_DEPTH = 32
#: What may stand before the colon of a prefix, and between the brackets of an IRI.
_PREFIX = re.compile(r"(?:[^\W\d_](?:[\w.-]*[\w-])?)?")
_IRI = re.compile(r"[^<>\"{}|^`\\\x00-\x20]*")
_PATHS = frozenset(("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"))
#: Kind of node -> property -> kind of node it leads to. Lists of `values` hold no shapes.
_LEADS: dict[str, dict[str, str]] = {
    "shape": {
        **dict.fromkeys(("property", "node", "not", "qualifiedValueShape"), "shape"),
        **dict.fromkeys(("and", "or", "xone"), "shapes"),
        **dict.fromkeys(("in", "languageIn", "ignoredProperties"), "values"),
        "path": "path",
    },
    "path": {"alternativePath": "paths", **dict.fromkeys(_PATHS, "path")},
    "shapes": {},
    "paths": {},
    "values": {},
}
_MEMBERS = {"shapes": "shape", "paths": "path"}
#: Terms of SHACL that are used as properties, and obeyed or without effect on what is found.
_KNOWN = """
    alternativePath and ask class closed datatype deactivated declare defaultValue description
    disjoint equals flags group hasValue ignoredProperties in inversePath labelTemplate languageIn
    lessThan lessThanOrEquals maxCount maxExclusive maxInclusive maxLength message minCount
    minExclusive minInclusive minLength name namespace node nodeKind nodeValidator not
    oneOrMorePath optional or order parameter path pattern prefix prefixes property
    propertyValidator qualifiedMaxCount qualifiedMinCount qualifiedValueShape
    qualifiedValueShapesDisjoint select severity sparql suggestedShapesGraph targetClass targetNode
    targetObjectsOf targetSubjectsOf uniqueLang validator xone zeroOrMorePath zeroOrOnePath"""
KNOWN = frozenset(_KNOWN.split())
_ADVANCED = """
    construct condition entailment expression nodes object predicate resultAnnotation returnType
    rule subject target targetWhere update values"""


def check_shapes(shapes: ox.Store) -> None:
    """Raise `ShapesFault` for shapes that are not run, naming the one at fault and the remedy.

    >>> import pyoxigraph as ox
    >>> shapes = ox.Store()
    >>> shapes.load(f"<urn:a> <{SH}node> <urn:a> .", ox.RdfFormat.TURTLE)
    >>> check_shapes(shapes)
    Traceback (most recent call last):
    aitaxonomy.errors.ShapesFault: the shape <urn:a> is defined by itself, ...
    """
    _check_terms(shapes)
    _check_targets(shapes)
    _check_imports(shapes)
    _check_prefixes(shapes)
    _check_queries(shapes)
    _check_nesting(shapes)


def _check_terms(shapes: ox.Store) -> None:
    used = {quad.predicate.value for quad in shapes}
    for name in sorted(iri.removeprefix(SH) for iri in used if iri.startswith(SH)):
        if name.startswith("js"):
            raise ShapesFault(f"sh:{name} is refused: no code from shapes is run. Remove it.")
        if name in _ADVANCED.split():
            raise ShapesFault(
                f"sh:{name} is refused: only SHACL Core and SPARQL constraints are run. Say it by "
                "sh:sparql, or remove it."
            )
        if name not in KNOWN:
            near = get_close_matches(name, KNOWN, 1)
            hint = f"did you mean sh:{near[0]}?" if near else "remove it, or mend its name."
            raise ShapesFault(f"sh:{name} is not a constraint of SHACL: {hint}")


def _check_targets(shapes: ox.Store) -> None:
    import pyoxigraph as ox

    for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf"):
        for quad in shapes.quads_for_pattern(None, ox.NamedNode(SH + name), None):
            if not is_named(quad.object):
                raise ShapesFault(
                    f"sh:{name} {quad.object} of the shape {show(quad.subject)} names nothing: "
                    "write the IRI of a class or property."
                )


def _check_imports(shapes: ox.Store) -> None:
    import pyoxigraph as ox

    imports = ox.NamedNode(OWL + "imports")
    for quad in shapes.quads_for_pattern(None, imports, None):
        if not is_node(quad.object) or not holds(shapes, quad.object, RDF + "type"):
            raise ShapesFault(
                f"owl:imports {show(quad.object)} is refused: nothing is fetched. Give its file by "
                "--shapes as well, or remove the line."
            )


def _check_prefixes(shapes: ox.Store) -> None:
    """Refuse an invalid prefix: pySHACL pastes it before the text of a query."""
    import pyoxigraph as ox

    for name, form, example in (("prefix", _PREFIX, "ex"), ("namespace", _IRI, "http://e.org/")):
        for quad in shapes.quads_for_pattern(None, ox.NamedNode(SH + name), None):
            if not form.fullmatch(getattr(quad.object, "value", "")):
                raise ShapesFault(
                    f"sh:{name} {quad.object} is refused: write one such as {example!r}."
                )


def _check_queries(shapes: ox.Store) -> None:
    import pyoxigraph as ox

    prologue = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in prefixes_of(shapes).items())
    for name in ("select", "ask"):
        for quad in shapes.quads_for_pattern(None, ox.NamedNode(SH + name), None):
            try:
                check_query(prologue + getattr(quad.object, "value", ""))
            except QueryRefused as error:
                users = shapes.quads_for_pattern(None, None, quad.subject)
                shape = next((user.subject for user in users), quad.subject)
                raise ShapesFault(f"the sh:{name} of the shape {show(shape)}: {error}") from None


def _check_nesting(shapes: ox.Store) -> None:
    """Walk the nodes below each shape iteratively; refuse circles, depth, broken lists."""
    heights: dict[Visit, int] = {}
    for head in _heads(shapes):
        if head in heights:
            continue
        stack = [(head, _below(shapes, head))]
        open_ = {head: 0}
        while stack:
            here, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                heights[here] = height = open_.pop(here) + (here[1] in ("shape", "path"))
                if height > MAX_DEPTH:
                    way = [*(visit for visit, _ in stack), here]
                    _refuse(shapes, way, f"nests more than {MAX_DEPTH} levels deep")
                if stack:
                    parent = stack[-1][0]
                    open_[parent] = max(open_[parent], height)
            elif following in open_:
                way = [*(visit for visit, _ in stack), following]
                _refuse(shapes, way, "is defined by itself")
            elif following in heights:
                open_[here] = max(open_[here], heights[following])
            else:
                stack.append((following, _below(shapes, following)))
                open_[following] = 0


def _heads(shapes: ox.Store) -> list[Visit]:
    subjects = {
        quad.subject for quad in shapes if quad.predicate.value.removeprefix(SH) in _LEADS["shape"]
    }
    return sorted(((subject, "shape") for subject in subjects), key=str)


def _below(shapes: ox.Store, visit: Visit) -> Iterator[Visit]:
    """Yield the nodes that one leads to, and the kinds of them."""
    node, kind = visit
    if kind in ("shapes", "paths", "values"):
        yield from _list(shapes, node, kind)
    elif kind == "path" and values(shapes, node, RDF + "first"):
        yield node, "paths"
    elif kind == "shape" or not is_named(node):
        for name, leads_to in _LEADS[kind].items():
            for value in values(shapes, node, SH + name):
                yield value, leads_to


def _list(shapes: ox.Store, node: Term, kind: str) -> Iterator[Visit]:
    if getattr(node, "value", "") == RDF + "nil":
        return
    first, rest = (values(shapes, node, RDF + name) for name in ("first", "rest"))
    if len(first) != 1 or len(rest) != 1:
        raise ShapesFault(
            f"the list {show(node)} of a shape or path is broken: each part needs one rdf:first "
            "and one rdf:rest. Write it as ( ... )."
        )
    if kind in _MEMBERS:
        yield first[0], _MEMBERS[kind]
    yield rest[0], kind


def _refuse(shapes: ox.Store, way: list[Visit], what: str) -> None:
    names = list(dict.fromkeys(show(node) for node, _ in way if is_named(node)))
    node = way[-1][0]
    who = names[-1] if names else name_of(shapes, node) if is_node(node) else show(node)
    via = f" by way of {' > '.join(names[-6:])}" if len(names) > 1 else ""
    raise ShapesFault(f"the shape {who} {what}{via}, which is refused: say it without nesting.")
