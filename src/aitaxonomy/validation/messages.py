"""A finding in words: names as CURIEs, and a message with the remedy.

The message is that of the shape; a constraint without one gets the words of its component.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from aitaxonomy.rdf.namespaces import PREFIXES, SH, shown
from aitaxonomy.rdf.nodes import is_named, is_node, show
from aitaxonomy.validation.fault import SEVERITIES, Fault
from aitaxonomy.validation.shapes import (
    holds,
    in_english,
    items,
    name_of,
    path_of,
    text_at,
    values,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

    from aitaxonomy.rdf.nodes import Term
    from aitaxonomy.validation.data import Finding, Objection

    Node = ox.NamedNode | ox.BlankNode

_ADD, _TAKE, _MEND = "add what is missing.", "remove what is too many.", "mend the value."
#: Component -> the parameter whose value the message names, the fault, and the remedy.
_WORDS = {
    "MinCount": ("minCount", "fewer than {} values", _ADD),
    "MaxCount": ("maxCount", "more than {} values", _TAKE),
    "QualifiedMinCount": ("qualifiedMinCount", "fewer than {} values of the kind asked for", _ADD),
    "QualifiedMaxCount": ("qualifiedMaxCount", "more than {} values of the kind limited", _TAKE),
    "Class": ("class", "no instance of {}", "give it that type, or name another."),
    "Datatype": ("datatype", "not well-formed as {}", _MEND),
    "NodeKind": ("nodeKind", "not of the kind {}", _MEND),
    "MinExclusive": ("minExclusive", "not above {}", _MEND),
    "MinInclusive": ("minInclusive", "below {}", _MEND),
    "MaxExclusive": ("maxExclusive", "not below {}", _MEND),
    "MaxInclusive": ("maxInclusive", "above {}", _MEND),
    "MinLength": ("minLength", "shorter than {} characters", _MEND),
    "MaxLength": ("maxLength", "longer than {} characters", _MEND),
    "Pattern": ("pattern", "not matched by {}", _MEND),
    "LanguageIn": ("languageIn", "in none of the languages {}", "mend the language tag."),
    "UniqueLang": ("uniqueLang", "two values of one language", "keep one of them."),
    "Equals": ("equals", "not the same values as {} has", "make them the same."),
    "Disjoint": ("disjoint", "a value that {} has as well", "remove one of them."),
    "LessThan": ("lessThan", "not less than the value of {}", "mend one of them."),
    "LessThanOrEquals": ("lessThanOrEquals", "above the value of {}", "mend one of them."),
    "HasValue": ("hasValue", "without the value {}", "add it."),
    "In": ("in", "none of {}", "take one of them."),
    "Closed": ("closed", "a property that the shape does not allow", "remove it."),
    "Not": ("not", "of the kind that {} describes, which is ruled out", "mend what makes it so."),
    "And": ("and", "not as each shape of the list demands", "mend what differs."),
    "Or": ("or", "not as any shape of the list demands", "mend it to fit one."),
    "Xone": ("xone", "not as exactly one shape of the list demands", "mend it to fit one."),
    "Node": ("node", "not as {} demands", "mend what differs."),
}


#: A fault without its place; the subject, and the property (IRIs), whose place that is, if any.
Unplaced = tuple[Fault, str | None, str | None]


def describer(
    shapes: ox.Store, place: Callable[[Finding], ox.NamedNode | None]
) -> Callable[[Finding], Unplaced]:
    """Return a function that puts findings into words.

    `place` gives the named subject at whose statements a finding is to be mended.
    """
    worded = cache(lambda objection: _worded(shapes, objection))

    def describe(finding: Finding) -> Unplaced:
        focus, value, objection = finding
        # A node shape gives the focus node as value: that says nothing that `where` does not.
        said = None if value is None or value == focus else show(value)
        subject, (fault, path) = place(finding), worded(objection)
        return replace(fault, where=show(focus), value=said), subject and subject.value, path

    return describe


def _worded(shapes: ox.Store, objection: Objection) -> tuple[Fault, str | None]:
    """Return what all faults of an objection have in common, and the IRI of its property."""
    path = objection.path or path_of(shapes, objection.shape)
    said = _said(shapes, objection.shape, objection.component)
    level = objection.severity.removeprefix(SH).lower()
    prop = path.value if is_named(path) else None
    fault = Fault(
        file=None,
        line=None,
        where="",
        rule=name_of(shapes, objection.shape),
        path=shown(path.value) if is_named(path) else path,
        value=None,
        message=said or in_english(objection.messages) or "",
        severity=next((name for name in SEVERITIES if name == level), "violation"),
        component=shown(objection.component),
    )
    return fault, prop


def _said(shapes: ox.Store, shape: Node, component: str) -> str | None:
    """Return the message of a shape or component; None where the finding brings one of its own."""
    if component.startswith(PREFIXES["ais"]):
        return None
    queries = values(shapes, shape, SH + "sparql")
    if component == SH + "SPARQLConstraintComponent" and any(
        is_node(query) and holds(shapes, query, SH + "message") for query in queries
    ):
        return None
    return text_at(shapes, shape) or default_message(shapes, shape, component)


def default_message(shapes: ox.Store, shape: Node, component: str) -> str:
    """Return what is wrong and the remedy, of a component given by its IRI.

    >>> import pyoxigraph as ox
    >>> shapes = ox.Store()
    >>> shapes.load("<urn:s> <http://www.w3.org/ns/shacl#minCount> 2 .", ox.RdfFormat.TURTLE)
    >>> default_message(shapes, ox.NamedNode("urn:s"), SH + "MinCountConstraintComponent")
    'fewer than 2 values: add what is missing.'
    """
    name = component.removeprefix(SH).removesuffix("ConstraintComponent")
    if name not in _WORDS:
        return f"not as {name} demands: see the shape, and mend what differs."
    parameter, wrong, remedy = _WORDS[name]
    stated = ", ".join(_told(shapes, value) for value in values(shapes, shape, SH + parameter))
    if name in ("MinCount", "MaxCount", "QualifiedMinCount", "QualifiedMaxCount"):
        wrong = wrong.replace("values", "value") if stated == "1" else wrong
    return f"{wrong.format(stated)}: {remedy}"


def _told(shapes: ox.Store, value: Term) -> str:
    import pyoxigraph as ox

    if isinstance(value, ox.Literal):
        return value.value
    if isinstance(value, ox.BlankNode):
        return ", ".join(_told(shapes, item) for item in items(shapes, value)) or "the shape"
    return show(value)
