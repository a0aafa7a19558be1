"""What to say where a shape says nothing: each component in words, with the value it demands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aitaxonomy.validation.names import PREFIXES, show
from aitaxonomy.validation.shapes import items, values

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.validation.names import Term

    Node = ox.NamedNode | ox.BlankNode

_SH = PREFIXES["sh"]
_ADD, _TAKE, _MEND = "add what is missing.", "remove what is too many.", "mend the value."
#: Component -> the parameter whose value is told, what is wrong, and the remedy.
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


def message(shapes: ox.Store, shape: Node, component: str) -> str:
    """Return what is wrong and the remedy, of a component given by its IRI.

    >>> import pyoxigraph as ox
    >>> shapes = ox.Store()
    >>> shapes.load("<urn:s> <http://www.w3.org/ns/shacl#minCount> 2 .", ox.RdfFormat.TURTLE)
    >>> message(shapes, ox.NamedNode("urn:s"), _SH + "MinCountConstraintComponent")
    'fewer than 2 values: add what is missing.'
    """
    name = component.removeprefix(_SH).removesuffix("ConstraintComponent")
    if name not in _WORDS:
        return f"not as {name} demands: see the shape, and mend what differs."
    parameter, wrong, remedy = _WORDS[name]
    stated = ", ".join(_told(shapes, value) for value in values(shapes, shape, _SH + parameter))
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
