"""The structural model in the names that functional-style syntax and OWL/XML share."""

from __future__ import annotations

from collections.abc import Mapping

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.owl.reserved_vocabulary import FACETS
from aitaxonomy.owl.writers.functional import text
from aitaxonomy.owl.writers.tree import Anonymous, Count, Entity, Facet, Form, Group, Iri, Part
from aitaxonomy.rdf.literals import Literal

Core = tuple[str, tuple[Part, ...]]
"""The name of an axiom and its parts, its annotations left out."""

_FACET_IRIS = {name: iri for iri, name in FACETS.items()}
_COUNTED: Mapping[type, str] = {
    **dict.fromkeys((ax.AtLeast, ax.DataAtLeast), "Min"),
    **dict.fromkeys((ax.AtMost, ax.DataAtMost), "Max"),
    **dict.fromkeys((ax.Exactly, ax.DataExactly), "Exact"),
}


class Forms:
    """Builds the forms of one document; its vocabulary tells data properties from object ones.

    >>> forms = Forms(Vocabulary())
    >>> forms.axiom(ax.SubClassOf(ax.Named("urn:A"), ax.HasSelf(ax.Role("urn:p")))).parts[1]
    Form(name='ObjectHasSelf', parts=(Entity(kind='ObjectProperty', iri='urn:p'),))
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._data_properties = vocabulary.data_properties

    # --- entities

    def _sort(self, role: ax.Role) -> str:
        return "Data" if role.iri in self._data_properties else "Object"

    def _role(self, role: ax.Role) -> Part:
        entity = Entity(f"{self._sort(role)}Property", role.iri)
        return Form("ObjectInverseOf", (entity,)) if role.inverse else entity

    def _value(self, of: str | Literal) -> Part:
        if isinstance(of, Literal):
            return of
        if of.startswith("_:"):
            return Anonymous(of.removeprefix("_:"))
        return Entity("NamedIndividual", of)

    def _individuals(self, names: tuple[str, ...]) -> tuple[Part, ...]:
        return tuple(map(self._value, names))

    def _noted(self, of: str | Literal) -> Part:
        """The subject or value of an annotation."""
        return Iri(of) if isinstance(of, str) and not of.startswith("_:") else self._value(of)

    # --- data ranges

    def _ranges(self, parts: tuple[ax.AnyDataRange, ...]) -> tuple[Part, ...]:
        return tuple(map(self.range, parts))

    def range(self, of: ax.AnyDataRange) -> Part:
        """A data range."""
        match of:
            case ax.DataRange(datatype, ()):
                return Entity("Datatype", datatype)
            case ax.DataRange(datatype, facets):
                narrowed = (Facet(_FACET_IRIS[name], value) for name, value in facets)
                return Form("DatatypeRestriction", (Entity("Datatype", datatype), *narrowed))
            case ax.DataOneOf(values):
                return Form("DataOneOf", values)
            case ax.DataAnd(parts):
                return Form("DataIntersectionOf", self._ranges(parts))
            case ax.DataOr(parts):
                return Form("DataUnionOf", self._ranges(parts))
            case ax.DataNot(inner):
                return Form("DataComplementOf", (self.range(inner),))

    # --- class expressions

    def _classes(self, parts: tuple[ax.Expression, ...]) -> tuple[Part, ...]:
        return tuple(map(self._class, parts))

    def _class(self, of: ax.Expression) -> Part:  # noqa: PLR0911
        match of:
            case ax.Named(iri):
                return Entity("Class", iri)
            case ax.And(parts):
                return Form("ObjectIntersectionOf", self._classes(parts))
            case ax.Or(parts):
                return Form("ObjectUnionOf", self._classes(parts))
            case ax.Not(inner):
                return Form("ObjectComplementOf", (self._class(inner),))
            case ax.OneOf(individuals):
                return Form("ObjectOneOf", self._individuals(individuals))
            case ax.Some(role, filler):
                return Form("ObjectSomeValuesFrom", (self._role(role), self._class(filler)))
            case ax.Only(role, filler):
                return Form("ObjectAllValuesFrom", (self._role(role), self._class(filler)))
            case ax.HasValue(role, individual):
                return Form("ObjectHasValue", (self._role(role), self._value(individual)))
            case ax.HasSelf(role):
                return Form("ObjectHasSelf", (self._role(role),))
            case ax.AtLeast() | ax.AtMost() | ax.Exactly():
                # Among all things is what is meant when no class is named.
                among = () if of.filler == ax.THING else (self._class(of.filler),)
                name = f"Object{_COUNTED[type(of)]}Cardinality"
                return Form(name, (Count(of.count), self._role(of.role), *among))
        return self._data_class(of)

    def _data_class(self, of: ax.Expression) -> Part:
        match of:
            case ax.DataSome(prop, data_range):
                name, parts = "DataSomeValuesFrom", (self.range(data_range),)
            case ax.DataOnly(prop, data_range):
                name, parts = "DataAllValuesFrom", (self.range(data_range),)
            case ax.DataHasValue(prop, value):
                return Form("DataHasValue", (Entity("DataProperty", prop), value))
            case ax.DataAtLeast() | ax.DataAtMost() | ax.DataExactly():
                among = () if of.range == ax.LITERAL else (self.range(of.range),)
                name = f"Data{_COUNTED[type(of)]}Cardinality"
                return Form(name, (Count(of.count), Entity("DataProperty", of.prop), *among))
            case _:
                raise TypeError(of)
        return Form(name, (Entity("DataProperty", prop), *parts))

    # --- axioms

    def axiom(
        self, of: ax.Axiom | ax.Remark, notes: frozenset[ax.Annotation] = frozenset()
    ) -> Form:
        """An axiom with what is noted on it."""
        name, parts = self._remark(of) if isinstance(of, ax.Remark) else self._axiom(of)
        return Form(name, (*self.annotations(notes), *parts))

    def annotations(self, notes: frozenset[ax.Annotation]) -> tuple[Form, ...]:
        """Annotations, those of annotations first, in the order of their texts."""
        forms = (
            Form(
                "Annotation",
                (
                    *self.annotations(note.annotations),
                    Entity("AnnotationProperty", note.prop),
                    self._noted(note.value),
                ),
            )
            for note in notes
        )
        return tuple(sorted(forms, key=text))

    def _remark(self, of: ax.Remark) -> Core:
        match of:
            case ax.Declaration(kind, iri):
                return "Declaration", (Entity(kind, iri),)
            case ax.AnnotationAssertion(prop, subject, value):
                parts = (self._noted(subject), self._noted(value))
                return "AnnotationAssertion", (Entity("AnnotationProperty", prop), *parts)
            case ax.SubAnnotationPropertyOf(sub, sup):
                both = Entity("AnnotationProperty", sub), Entity("AnnotationProperty", sup)
                return "SubAnnotationPropertyOf", both
            case ax.AnnotationPropertyDomain(prop, iri):
                return "AnnotationPropertyDomain", (Entity("AnnotationProperty", prop), Iri(iri))
            case ax.AnnotationPropertyRange(prop, iri):
                return "AnnotationPropertyRange", (Entity("AnnotationProperty", prop), Iri(iri))

    def _axiom(self, of: ax.Axiom) -> Core:  # noqa: PLR0911
        match of:
            case ax.SubClassOf(sub, sup):
                return "SubClassOf", (self._class(sub), self._class(sup))
            case ax.EquivalentClasses(parts):
                return "EquivalentClasses", self._classes(parts)
            case ax.DisjointClasses(parts):
                return "DisjointClasses", self._classes(parts)
            case ax.DisjointUnion(cls, parts):
                return "DisjointUnion", (Entity("Class", cls), *self._classes(parts))
            case ax.HasKey(keyed, roles):
                sorts = (
                    Group(tuple(self._role(role) for role in roles if self._sort(role) == sort))
                    for sort in ("Object", "Data")
                )
                return "HasKey", (self._class(keyed), *sorts)
            case ax.DatatypeDefinition(datatype, data_range):
                return "DatatypeDefinition", (Entity("Datatype", datatype), self.range(data_range))
            case ax.ClassAssertion(individual, member_of):
                return "ClassAssertion", (self._class(member_of), self._value(individual))
            case ax.PropertyAssertion(subject, prop, value):
                return self._assertion("", ax.Role(prop), subject, value)
            case ax.NegativeAssertion(subject, role, value):
                return self._assertion("Negative", role, subject, value)
            case ax.SameIndividual(first, second):
                return "SameIndividual", self._individuals((first, second))
            case ax.DifferentIndividuals(individuals):
                return "DifferentIndividuals", self._individuals(individuals)
        return self._property_axiom(of)

    def _assertion(self, negative: str, role: ax.Role, subject: str, value: str | Literal) -> Core:
        parts = (self._role(role), self._value(subject), self._value(value))
        return f"{negative}{self._sort(role)}PropertyAssertion", parts

    def _property_axiom(self, of: ax.Axiom) -> Core:  # noqa: PLR0911
        match of:
            case ax.SubPropertyOf(sub, sup):
                return f"Sub{self._sort(sub)}PropertyOf", (self._role(sub), self._role(sup))
            case ax.PropertyChain(chain, sup):
                steps = Form("ObjectPropertyChain", tuple(map(self._role, chain)))
                return "SubObjectPropertyOf", (steps, self._role(sup))
            case ax.EquivalentProperties(roles):
                return f"Equivalent{self._sort(roles[0])}Properties", tuple(map(self._role, roles))
            case ax.DisjointProperties(roles):
                return f"Disjoint{self._sort(roles[0])}Properties", tuple(map(self._role, roles))
            case ax.InverseOf(first, second):
                return "InverseObjectProperties", (self._role(first), self._role(second))
            case ax.Domain(role, cls):
                return f"{self._sort(role)}PropertyDomain", (self._role(role), self._class(cls))
            case ax.Range(role, cls):
                return "ObjectPropertyRange", (self._role(role), self._class(cls))
            case ax.DataPropertyRange(prop, data_range):
                parts = (Entity("DataProperty", prop), self.range(data_range))
                return "DataPropertyRange", parts
            case ax.Characteristic(kind, role):
                name = kind.title().replace(" ", "")
                return f"{name}{self._sort(role)}Property", (self._role(role),)
        raise TypeError(of)
