"""The statements of a proof as its checker reads them, from functional-style syntax.

Class expressions are brought to negation normal form, so that what says the same is equal. This is
written anew: it shares nothing with what makes the rules and finds the proofs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.reserved_vocabulary import FACETS
from aitaxonomy.rdf.literal_canonicalization import canonical
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL

Tree = tuple[Any, ...]
"""An axiom or expression: its name and its parts; names are strings, as in `owl`."""
Kind = tuple[Any, ...]
"""A class expression or data range in normal form."""
Role = tuple[str, bool]
"""A property, and whether it is read from its other end."""
Fact = tuple[Any, ...]
"""`("is", kind, term)`, `("link", property, term, term)`, `("same", term, term)` or a clash."""

TOP: Kind = ("class", OWL + "Thing")
BOTTOM: Kind = ("not", TOP)
_DEEPEST = 100
_TOKEN = re.compile(
    r"""\s*(?:(?P<open>\w*)\( | (?P<close>\)) | <(?P<iri>[^<>\s]*)> | (?P<blank>_:[^\s()<>"]+)
        | (?P<count>\d{1,9})(?=[\s)])
        | "(?P<text>(?:[^"\\]|\\["\\])*)"(?:@(?P<language>[\w-]+) | \^\^<(?P<datatype>[^<>\s]+)>)?)
    """,
    re.VERBOSE,
)


class NoStatement(ValueError):
    """A text is not a statement in functional-style syntax with full IRIs."""


def parse(text: str) -> Tree:
    """The tree of one axiom; raises `NoStatement`.

    >>> parse("SubClassOf(<urn:A> ObjectComplementOf(<urn:B>))")
    ('SubClassOf', 'urn:A', ('ObjectComplementOf', 'urn:B'))
    """
    levels: list[list[Any]] = [[]]
    at = 0
    while at < len(text.rstrip()):
        token = _TOKEN.match(text, at)
        if token is None or len(levels) > _DEEPEST:
            raise NoStatement(f"it cannot be read from character {at + 1} on")
        at = token.end()
        if token["open"] is not None:
            levels.append([token["open"]])
        elif token["close"] is None:
            levels[-1].append(_leaf(token))
        elif len(levels) > 1:
            levels[-2].append(tuple(levels.pop()))
        else:
            raise NoStatement(f"the bracket at character {at} closes nothing")
    if len(levels) != 1 or len(levels[0]) != 1 or not isinstance(levels[0][0], tuple):
        raise NoStatement("it is not one statement")
    return levels[0][0]


def _leaf(token: re.Match[str]) -> str | int | Literal:
    if token["count"] is not None:
        return int(token["count"])
    if token["text"] is None:
        return token["blank"] or token["iri"] or ""
    lexical = re.sub(r"\\(.)", r"\1", token["text"], flags=re.DOTALL)
    if token["language"]:
        return Literal(lexical, f"{_RDF}langString", token["language"])
    return Literal(lexical, token["datatype"]) if token["datatype"] else Literal(lexical)


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

# --- class expressions


def opposite(kind: Kind) -> Kind:
    """The complement of a kind.

    >>> opposite(("some", ("urn:p", False), ("class", "urn:A")))
    ('only', ('urn:p', False), ('not', ('class', 'urn:A')))
    """
    match kind:
        case ("not", inner):
            return inner  # type: ignore[no-any-return]
        case ("and" | "or" as name, parts):
            return ("or" if name == "and" else "and"), frozenset(map(opposite, parts))
        case ("some" | "only" as name, role, filler):
            return ("only" if name == "some" else "some"), role, opposite(filler)
    return "not", kind


def both(parts: Iterable[Kind]) -> Kind:
    """The intersection of some kinds."""
    flat: set[Kind] = set()
    for part in parts:
        flat |= part[1] if part[0] == "and" else {part}
    flat.discard(TOP)
    if BOTTOM in flat:
        return BOTTOM
    if len(flat) < 2:
        return flat.pop() if flat else TOP
    return "and", frozenset(flat)


def some(role: Role, filler: Kind) -> Kind:
    """Return the kind of things with a value of a kind."""
    return BOTTOM if filler == BOTTOM else ("some", role, filler)


def one(*terms: str) -> Kind:
    """Return the kind of some individuals."""
    return ("one", frozenset(terms)) if terms else BOTTOM


def role(part: Any) -> Role:
    """A property, or the inverse of one."""
    match part:
        case str():
            return part, False
        case ("ObjectInverseOf", inner):
            iri, inverse = role(inner)
            return iri, not inverse
    raise NoStatement(f"{part!r} is not a property")


def inverted(of: Role) -> Role:
    """The same property from its other end."""
    return of[0], not of[1]


def kind(part: Any) -> Kind:  # noqa: PLR0911, PLR0912
    """The normal form of a class expression; raises `NoStatement`.

    >>> kind(parse("ObjectUnionOf(<urn:A> ObjectComplementOf(<urn:A>))"))[0]
    'or'
    """
    match part:
        case str():
            return BOTTOM if part == OWL + "Nothing" else ("class", part)
        case ("ObjectComplementOf", inner):
            return opposite(kind(inner))
        case ("ObjectIntersectionOf", *parts):
            return both(map(kind, parts))
        case ("ObjectUnionOf", *parts):
            return opposite(both(opposite(kind(each)) for each in parts))
        case ("ObjectOneOf", *terms):
            return one(*map(term, terms))
        case ("ObjectSomeValuesFrom", prop, filler):
            return some(role(prop), kind(filler))
        case ("ObjectAllValuesFrom", prop, filler):
            return opposite(some(role(prop), opposite(kind(filler))))
        case ("DataSomeValuesFrom", prop, filler):
            return some(role(prop), values(filler))
        case ("DataAllValuesFrom", prop, filler):
            return opposite(some(role(prop), opposite(values(filler))))
        case ("ObjectHasValue", prop, value):
            return some(role(prop), one(term(value)))
        case ("DataHasValue", prop, value):
            return some(role(prop), values(("DataOneOf", value)))
        case ("ObjectHasSelf", prop):
            return "self", role(prop)
        case (str(name), int(count), prop, *among) if name in _COUNTED:
            of, read = _COUNTED[name]
            filler = read(among[0]) if among else TOP if read is kind else values(_LITERAL)
            return of(count, role(prop), filler)
    raise NoStatement(f"{_name(part)} is not a class expression")


def _least(count: int, prop: Role, filler: Kind) -> Kind:
    if count == 0:
        return TOP
    return some(prop, filler) if count == 1 else ("least", count, prop, filler)


def _most(count: int, prop: Role, filler: Kind) -> Kind:
    return opposite(_least(count + 1, prop, filler))


def _exactly(count: int, prop: Role, filler: Kind) -> Kind:
    return both((_least(count, prop, filler), _most(count, prop, filler)))


def values(part: Any) -> Kind:
    """The normal form of a data range; raises `NoStatement`."""
    if isinstance(part, tuple) and part[0] == "DataComplementOf":
        return opposite(values(part[1]))
    return "values", _range(part)


def _range(part: Any) -> ax.AnyDataRange:
    match part:
        case str():
            return ax.DataRange(part)
        case ("DatatypeRestriction", str(datatype), *facets):
            names, bounds = facets[::2], facets[1::2]
            return ax.DataRange(
                datatype, tuple((FACETS[n], b) for n, b in zip(names, bounds, strict=True))
            )
        case ("DataOneOf", *literals):
            return ax.DataOneOf(tuple(literals))
        case ("DataIntersectionOf", *parts):
            return ax.DataAnd(tuple(map(_range, parts)))
        case ("DataUnionOf", *parts):
            return ax.DataOr(tuple(map(_range, parts)))
        case ("DataComplementOf", inner):
            return ax.DataNot(_range(inner))
    raise NoStatement(f"{_name(part)} is not a data range")


_LITERAL = ax.LITERAL.datatype
_COUNTED: Mapping[str, tuple[Callable[[int, Role, Kind], Kind], Callable[[Any], Kind]]] = {
    f"{sort}{bound}Cardinality": (make, read)
    for sort, read in (("Object", kind), ("Data", values))
    for bound, make in (("Min", _least), ("Max", _most), ("Exact", _exactly))
}

# --- facts


def term(part: Any) -> str:
    """An individual, or a data value in its canonical spelling."""
    if isinstance(part, Literal):
        return canonical(part).n3
    if isinstance(part, str):
        return part
    raise NoStatement(f"{_name(part)} is not an individual")


def link(of: Role, subject: str, target: str) -> Fact:
    """A link by a property, or by its inverse."""
    return ("link", of[0], target, subject) if of[1] else ("link", of[0], subject, target)


def is_(of: Kind, thing: str) -> Fact:
    """Membership; in what has one certain value it is a link, in nothing a clash."""
    match of:
        case ("some", prop, ("one", terms)) if len(terms) == 1:
            return link(prop, thing, *terms)
    return ("clash", thing) if of == BOTTOM else ("is", of, thing)


def fact(tree: Tree) -> Fact:
    """The fact that an assertion states; raises `NoStatement` for another axiom.

    >>> fact(parse("ClassAssertion(ObjectHasValue(<urn:p> <urn:b>) <urn:a>)"))
    ('link', 'urn:p', 'urn:a', 'urn:b')
    """
    match tree:
        case ("ClassAssertion", cls, thing):
            return is_(kind(cls), term(thing))
        case ("DataRangeAtom", data_range, Literal() as value):
            return is_(values(data_range), term(value))
        case ("ObjectPropertyAssertion" | "DataPropertyAssertion", prop, subject, target):
            return link(role(prop), term(subject), term(target))
        case ("NegativeObjectPropertyAssertion", prop, subject, target):
            return is_(opposite(some(role(prop), one(term(target)))), term(subject))
        case ("NegativeDataPropertyAssertion", prop, subject, target):
            return is_(opposite(some(role(prop), values(("DataOneOf", target)))), term(subject))
        case ("SameIndividual", first, second):
            return "same", term(first), term(second)
    raise NoStatement(f"{_name(tree)} is not an assertion about individuals")


def claims(of: Fact | None) -> set[Fact]:
    """A fact in all its spellings: a link is membership in what has that value."""
    match of:
        case None:
            return set()
        case ("link", prop, x, y) if not y.startswith('"'):
            by, back = (prop, False), (prop, True)
            return {of, ("is", some(by, one(y)), x), ("is", some(back, one(x)), y)}
        case ("clash", x):
            return {of, ("is", BOTTOM, x)}
    return {of}


def contrary(of: Fact) -> Fact | None:
    """The negation of a fact; of a contradiction there is none."""
    match of:
        case ("is", kind_, thing):
            return is_(opposite(kind_), thing)
        case ("link", prop, x, y):
            return is_(opposite(some((prop, False), one(y))), x)
        case ("same", x, y):
            return is_(opposite(one(y)), x)
    return None


def _name(part: Any) -> str:
    return str(part[0]) if isinstance(part, tuple) and part else repr(part)
