"""Axioms and facts in plain English, terms by their labels."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.class_expressions import unwrapped
from aitaxonomy.owl.writers.manchester import value_of
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import local_name
from aitaxonomy.text import several, with_article

_COUNTED: Mapping[type, str] = {
    **dict.fromkeys((ax.AtLeast, ax.DataAtLeast), "at least"),
    **dict.fromkeys((ax.AtMost, ax.DataAtMost), "at most"),
    **dict.fromkeys((ax.Exactly, ax.DataExactly), "exactly"),
}
_BOUNDS = {
    "minInclusive": "at least",
    "maxInclusive": "at most",
    "minExclusive": "more than",
    "maxExclusive": "less than",
    "length": "length",
    "minLength": "length at least",
    "maxLength": "length at most",
    "pattern": "the pattern",
    "langRange": "the language",
}
_LINKING = frozenset({"as", "by", "from", "in", "on", "to", "with"})
_MAX_LISTED = 8


class Words:
    """Says axioms and expressions in English, with the labels of an ontology.

    >>> Words({"urn:x#LLM": "large language model"}).axiom(
    ...     ax.SubClassOf(ax.Named("urn:x#LLM"), ax.Named("urn:x#GenerativeAI")))
    'every large language model is a GenerativeAI'
    """

    def __init__(self, labels: Mapping[str, str]) -> None:
        self.labels = labels

    def name(self, iri: str) -> str:
        """The label of a term, else the last part of its IRI."""
        return self.labels.get(iri) or local_name(iri)

    def kind(self, of: ax.Expression) -> str:  # noqa: PLR0911
        """Return what follows "is": `a large language model`, `something that ...`."""
        match unwrapped(of):
            case ax.Named(iri):
                return "a thing" if of == ax.THING else with_article(self.name(iri))
            case ax.Not(ax.Named() as named):
                return f"not {self.kind(named)}"
            case ax.Not(ax.Not(inner)):
                return self.kind(inner)
            case ax.OneOf((individual,)):
                return self.name(individual)
            case ax.OneOf(individuals):
                return f"one of {_listed([self.name(each) for each in individuals], 'or')}"
            case ax.And(parts):
                return self._all_of(parts)
            case ax.Or(parts):
                named_first = sorted(parts, key=lambda part: not isinstance(part, ax.Named))
                return f"either {_listed(list(map(self.kind, named_first)), 'or')}"
        return f"something that {self.phrase(of)}"

    def _all_of(self, parts: tuple[ax.Expression, ...]) -> str:
        """Return such as `an AI model that has large scale and natively generates text`."""
        plain = (ax.Named, ax.Or, ax.And, ax.OneOf)
        kinds = [self.kind(part) for part in parts if isinstance(part, plain)]
        # What follows a choice holds for each of its parts.
        nouns = [re.sub(r"^either ([^(].*)", r"either (\1)", kind) for kind in kinds]
        phrases = [self.phrase(part) for part in parts if not isinstance(part, plain)]
        noun = _listed(nouns, "and") or "something"
        return f"{noun} that {_listed(phrases, 'and')}" if phrases else noun

    def phrase(self, of: ax.Expression) -> str:  # noqa: PLR0911
        """A verb phrase: `is a model`, `has large scale`, `generates only text`."""
        match of:
            case ax.Named() | ax.And() | ax.Or() | ax.OneOf():
                return f"is {self.kind(of)}"
            case ax.Not(denied):
                return self._denial(denied)
            case ax.Some(role, filler):
                return _with_value(self._verb(role), self._some(filler))
            case ax.Only(role, filler) if filler == ax.NOTHING:
                return f"{self._verb(role)} nothing at all"
            case ax.Only(role, ax.OneOf(individuals)):
                listed = _listed([self.name(each) for each in individuals], "or")
                return f"{self._verb(role)} nothing but {listed}"
            case ax.Only(role, filler):
                return f"{self._verb(role)} nothing but {self._some(filler)}"
            case ax.HasValue(role, individual):
                return _with_value(self._verb(role), self.name(individual))
            case ax.HasSelf(role):
                return f"{self._verb(role)} itself"
            case ax.AtLeast() | ax.AtMost() | ax.Exactly():
                things = self._things(of.count, of.filler)
                return f"{self._verb(of.role)} {_COUNTED[type(of)]} {things}"
        return self._data_phrase(of)

    def _data_phrase(self, of: ax.Expression) -> str:
        match of:
            case ax.DataSome(prop, data_range):
                return f"has a {self.name(prop)} {self.range(data_range)}"
            case ax.DataHasValue(prop, value):
                return self._data_phrase(ax.DataSome(prop, ax.DataOneOf((value,))))
            case ax.DataOnly(prop, data_range):
                return f"has no {self.name(prop)} except one {self.range(data_range)}"
            case ax.DataAtLeast() | ax.DataAtMost() | ax.DataExactly():
                number = f"{_COUNTED[type(of)]} {of.count}"
                values = "value" if of.count == 1 else "values"
                return f"has {number} {values} of {self.name(of.prop)}, each {self.range(of.range)}"
        raise TypeError(of)

    def _denial(self, of: ax.Expression) -> str:  # noqa: PLR0911
        """The verb phrase of what is not of a kind: each kind is denied where that reads best.

        The denial of a denial is the thing itself; the denial of a choice denies each part.
        """
        match unwrapped(of):
            case ax.Named():
                return f"is {self.kind(ax.Not(unwrapped(of)))}"
            case ax.Not(inner):
                return self.phrase(inner)
            case ax.HasValue(role, individual):
                return _with_value(self._denied(role), self.name(individual))
            case ax.OneOf() as one_of:
                return f"is not {self.kind(one_of)}"
            case ax.Some(role, filler):
                return _with_value(self._denied(role), self._any(filler))
            case ax.Only(role, filler):
                other = ax.THING if filler == ax.NOTHING else ax.Not(filler)
                return self.phrase(ax.Some(role, other))
            case ax.AtLeast(count, role, filler):
                few = "at most" if count else "fewer than"
                return f"{self._verb(role)} {few} {self._things(max(count - 1, 0), filler)}"
            case ax.AtMost(count, role, filler):
                return self.phrase(ax.AtLeast(count + 1, role, filler))
            case ax.HasSelf(role):
                return f"{self._denied(role)} itself"
            case ax.And(parts):
                return f"is not {self._all_of(parts)}"
            case ax.Or(parts):
                return _listed([self._denial(part) for part in parts], "and")
        return f"does not satisfy '{self.phrase(of)}'"

    def range(self, of: ax.AnyDataRange) -> str:
        """A data range, said after the name of a property."""
        match of:
            case ax.DataOneOf(values):
                return f"of {_listed([value_of(each) for each in values], 'or')}"
            case ax.DataAnd(parts):
                return _listed([self.range(part) for part in parts], "and")
            case ax.DataOr(parts):
                return _listed([self.range(part) for part in parts], "or")
            case ax.DataNot(inner):
                return f"other than one {self.range(inner)}"
            case ax.DataRange(datatype, ()):
                return f"that is a value of type {local_name(datatype)}"
            case ax.DataRange(_, facets):
                return f"of {' and '.join(f'{_BOUNDS[name]} {at.lexical}' for name, at in facets)}"

    def link(self, subject: str, prop: str, target: str) -> str:
        """A property assertion as a sentence; `target` is an IRI or an N-Triples literal."""
        return f"{self.name(subject)} {_with_value(self._verb(ax.Role(prop)), self.name(target))}"

    def axiom(self, of: ax.Axiom) -> str:  # noqa: PLR0911
        """The axiom as a sentence."""
        match of:
            case ax.SubClassOf(sub, sup):
                return f"{self._every(sub)} {self.phrase(sup)}"
            case ax.EquivalentClasses(parts):
                meaning = "; or: ".join(map(self.kind, parts[1:]))
                return f"{self._bare(parts[0])} means exactly: {meaning}"
            case ax.DisjointClasses(parts):
                kinds = [self.kind(part) for part in parts]
                if len(kinds) == 2:
                    return f"nothing is both {_listed(kinds, 'and')}"
                return f"nothing is more than one of these: {_listed(kinds, 'or')}"
            case ax.DisjointUnion(cls, parts):
                listed = _listed([self.kind(part) for part in parts], "or")
                return f"{with_article(self.name(cls))} is exactly one of: {listed}"
            case ax.ClassAssertion(individual, cls_):
                return f"{self.name(individual)} {self.phrase(cls_)}"
            case ax.PropertyAssertion(subject, prop, value):
                target = value.n3 if isinstance(value, Literal) else value
                return self.link(subject, prop, target)
            case ax.NegativeAssertion(subject, role, value):
                target = value_of(value) if isinstance(value, Literal) else self.name(value)
                return f"{self.name(subject)} {_with_value(self._denied(role), target)}"
            case ax.SameIndividual(one, other):
                return f"{self.name(one)} and {self.name(other)} are the same"
            case ax.DifferentIndividuals(individuals):
                return (
                    f"these are all different: {_listed(list(map(self.name, individuals)), 'and')}"
                )
        return self._property_axiom(of)

    def _property_axiom(self, of: ax.Axiom) -> str:  # noqa: PLR0911
        match of:
            case ax.SubPropertyOf(sub, sup):
                said = _with_value(self._verb(sub), "something")
                return f"anything that {said} {self._linked(sup, 'it')}"
            case ax.PropertyChain(chain, sup):
                steps = " that ".join(_with_value(self._verb(each), "something") for each in chain)
                return f"anything that {steps} {self._linked(sup, 'the last of these')}"
            case ax.InverseOf(first, second):
                return f"'{self._verb(first)}' is the inverse of '{self._verb(second)}'"
            case ax.EquivalentProperties(roles):
                listed = _listed([f"'{self._verb(role)}'" for role in roles], "and")
                return f"these mean the same: {listed}"
            case ax.Domain(role, cls):
                return f"anything that {self._verb(role)} something {self.phrase(cls)}"
            case ax.Range(role, cls):
                return f"if one thing {self._verb(role)} another, the other {self.phrase(cls)}"
            case ax.DatatypeDefinition(datatype, data_range):
                return f"{self.name(datatype)} means exactly: a value {self.range(data_range)}"
            case ax.DataPropertyRange(prop, data_range):
                return f"every {self.name(prop)} is a value {self.range(data_range)}"
            case ax.Characteristic(kind, role):
                verb = self._verb(role)
                if kind == "functional" and verb.startswith("has "):
                    return f"nothing has more than one {verb[4:]}"
                return _CHARACTERISTIC_WORDS[kind].format(verb, self._denied(role))
            case ax.DisjointProperties(roles):
                listed = _listed([f"'{self._verb(role)}'" for role in roles], "and")
                return f"at most one of these links joins two things: {listed}"
            case ax.HasKey(cls, roles):
                listed = _listed([self._verb(role) for role in roles], "and")
                return f"two members of {self._bare(cls)} with the same '{listed}' are the same"
        raise TypeError(of)

    def _verb(self, role: ax.Role) -> str:
        spaced = re.sub("([A-Z])", r" \1", local_name(role.iri)).lower().strip()
        verb = Words.verb(self.labels.get(role.iri) or spaced)
        return f"is the target of '{verb}' from" if role.inverse else verb

    def _linked(self, role: ax.Role, what: str) -> str:
        """`generates it`, `has it as component`: the verb with a pronoun."""
        verb = self._verb(role)
        noun = verb.removeprefix("has ")
        return _with_value(verb, what) if noun == verb else f"has {what} as {noun}"

    def _denied(self, role: ax.Role) -> str:
        first, _, rest = self._verb(role).partition(" ")
        rest = f" {rest}" if rest else ""
        if first in ("is", "has"):
            return f"{'is not' if first == 'is' else 'does not have'}{rest}"
        if first.endswith("ly") and rest:
            verb, _, tail = rest[1:].partition(" ")
            return f"does not {first} {verb.removesuffix('s')} {tail}".rstrip()
        return f"does not {first.removesuffix('s')}{rest}"

    @staticmethod
    def verb(label: str) -> str:
        """The label of a property as a verb: `has` before a noun, `is` before a participle.

        >>> Words.verb("powered by"), Words.verb("primary modality"), Words.verb("generates")
        ('is powered by', 'has primary modality', 'generates')
        """
        if of_all := re.fullmatch(r"every (\w+) (\w+)s", label):
            return f"has {of_all[1]}s that all {of_all[2]}"
        words = label.split(" ")
        verb = words[1] if words[0].endswith("ly") and len(words) > 1 else words[0]
        if verb.endswith("ed") or words[0] in ("built", "known"):
            return f"is {label}"
        return label if verb.endswith("s") and verb not in _NOUNS else f"has {label}"

    def wanted(self, iri: str, *, is_class: bool) -> str:
        """Return what one would have to know: `its primary modality`, `whether it is a model`.

        >>> words = Words({"urn:x#usesTool": "uses tool"})
        >>> [words.wanted(f"urn:x#{each}", is_class=False) for each in ("hasScale", "usesTool")]
        ['its scale', 'which tool it uses']
        """
        if is_class:
            return f"whether it is {with_article(self.name(iri))}"
        verb = self._verb(ax.Role(iri))
        if verb.startswith("has "):
            return f"its {verb[4:]}"
        match verb.split():
            case [does, noun] if not does.endswith("ly") and does != "is" and noun not in _LINKING:
                return f"which {noun} it {does}"
        return f"what it {verb}"

    def _some(self, filler: ax.Expression) -> str:
        if isinstance(filler, ax.Named):
            return "something" if filler == ax.THING else with_article(self.name(filler.iri))
        return f"something that {self.phrase(filler)}"

    def _any(self, filler: ax.Expression) -> str:
        if isinstance(filler, ax.Named):
            return "anything" if filler == ax.THING else f"any {self.name(filler.iri)}"
        return f"anything that {self.phrase(filler)}"

    def _things(self, count: int, filler: ax.Expression) -> str:
        """Return what is counted: `2 things`, `1 thing of the kind model`."""
        things = f"{count} thing{'' if count == 1 else 's'}"
        if isinstance(filler, ax.Named):
            return things if filler == ax.THING else f"{things} of the kind {self.name(filler.iri)}"
        return f"{things} of which each {self.phrase(filler)}"

    def _every(self, sub: ax.Expression) -> str:
        if isinstance(sub, ax.Named) and sub != ax.THING:
            return f"every {self.name(sub.iri)}"
        return "everything" if sub == ax.THING else f"anything that {self.phrase(sub)}"

    def _bare(self, of: ax.Expression) -> str:
        return self.name(of.iri) if isinstance(of, ax.Named) else self.kind(of)


_CHARACTERISTIC_WORDS: Mapping[str, str] = {
    "functional": "nothing {0} more than one thing",
    "inverse functional": "if x {0} z and y {0} z, then x and y are the same",
    "symmetric": "if x {0} y, then y {0} x",
    "asymmetric": "if x {0} y, then y {1} x",
    "transitive": "if x {0} y and y {0} z, then x {0} z",
    "irreflexive": "nothing {0} itself",
    "reflexive": "everything {0} itself",
}
_NOUNS = ("access", "canvas", "process", "status")


def _with_value(verb: str, value: str) -> str:
    """Return a verb with its value: `has large scale`, `generates images via a component`."""
    does, _, noun = verb.rpartition(" ")
    if noun and value.endswith(f" {noun}"):
        return f"{does} {value}"
    does, via, part = verb.partition(" via ")
    named = does.startswith("has ") and " all " not in does
    return f"{does} {value if named else several(value)}{via and f' via a {part}'}"


def _listed(words: list[str], last: str) -> str:
    if len(words) > _MAX_LISTED:
        words = [*words[: _MAX_LISTED - 1], f"{len(words) - _MAX_LISTED + 1} more"]
    *first, final = words or [""]
    return f"{', '.join(first)} {last} {final}" if first else final
