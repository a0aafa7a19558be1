"""Verdicts in the everyday sense: a word is read as people use it.

In OWL a family and a product are not models, so that ChatGPT is not a large language model. People
say that it is one. A family is spoken of by its members, a product by what it gives its users and
by what powers it, and the values that an entry lists are taken for all there are. These readings
are stated conventions (`aix:convention-...`); the strict verdict stands beside the everyday one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, starmap
from typing import TYPE_CHECKING

from aitaxonomy import clock
from aitaxonomy.graph.facts import STAND_INS
from aitaxonomy.graph.lexicon import FLOORS, RELEASED, RETIRED
from aitaxonomy.graph.membership import ARTIFACT
from aitaxonomy.graph.predicates import Between, Expression
from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.namespaces import AIT, AIX, RDF
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Members, Truth

if TYPE_CHECKING:
    from aitaxonomy.store import GraphStore

#: Gives the strict verdict on a thing and a kind, by IRI.
Strict = Callable[[str, str], Truth]
Statement = tuple[str, str, str]

FAMILY, SYSTEM, MODEL = AIT + "ModelFamily", AIT + "AISystem", AIT + "AIModel"
ORGANIZATION = AIT + "Organization"
#: A place where people use models of their choice, so that no model speaks for it.
PLATFORM = AIT + "AIPlatform"
GENERATIVE, OFFERING = AIT + "GenerativeAI", AIT + "ModelOffering"
#: What people can have of a system, and that they cannot have it.
OPEN_SOURCE, CLOSED = AIT + "OpenSourceAI", AIT + "ClosedAI"
_HAD = {AIT + x for x in ("CommerciallyUsableAI", "DownloadableWeightsModel",
                          "LocallyRunnableModel")}  # fmt: skip
FOUR_IN_FIVE = AIX + "convention-four-in-five"
KNOWN_MEMBERS = AIX + "convention-known-members"
IN_SERVICE = AIX + "convention-in-service"
_MEMBERS = """SELECT DISTINCT ?x { { ?this ait:hasMember ?x } UNION
  { ?this a ait:Architecture . ?x ait:hasArchitecture/ait:broaderArchitecture* ?this } UNION
  { ?this a ait:Task . ?x ait:performsTask ?this } UNION
  { ?this a ait:ApplicationArea . ?x ait:dedicatedTo ?this } }"""
_VALUES = "SELECT DISTINCT ?value { ?this ?prop ?value }"
_ABOVE = "SELECT ?wider { ?this rdfs:subClassOf ?wider FILTER(isIRI(?wider)) }"
_LEVELS = """SELECT ?level { ?this a ?level
  FILTER(?level IN (ait:ModelFamily, ait:AISystem, ait:AIModel, ait:Organization)) }"""
_MADE_SO_BY = """SELECT ?sort { ?what rdfs:subClassOf ?this ; owl:someValuesFrom ?sort .
  FILTER(isBlank(?what)) }"""
_WIDER_SENSE = "SELECT ?wider { ?this ait:widerSense ?wider }"
_KIND_FOR = "SELECT ?kind { ?this ait:kindFor ?kind }"
_CONTENT_OF = "SELECT ?value { ?value ait:kindFor ?this ; a ait:Modality }"
_CLOSED = "SELECT ?prop ?convention { ?prop ait:closedBy ?convention }"
_INVERSES = "SELECT ?other { ?this owl:inverseOf|^owl:inverseOf ?other }"
_BELONGS = "SELECT ?whole { ?this ait:belongsTo|ait:memberOf|^ait:hasMember ?whole }"
_BROADER = """SELECT ?broader { ?this ?prop ?broader
  FILTER(?prop IN (ait:broaderModality, ait:broaderArchitecture, ait:broaderTask,
    ait:broaderAccess, ait:broaderMethod)) }"""
#: The property through which artifacts have a value, which tells its sort.
_SORT = "SELECT ?prop { ?this a ?sort . ?sort ait:askedThrough ?prop }"
_DEFINING = """SELECT ?value {
  ?this owl:equivalentClass/owl:intersectionOf/rdf:rest*/rdf:first ?part .
  ?part owl:onProperty ait:hasArchitecture ; owl:hasValue ?value }"""
_TOP = """SELECT ?axis { ?this a ?axis
  FILTER(?axis IN (ait:TopLevelBackbone, ait:TopLevelGenerativeMethod)) }"""
_KEPT_CURRENT = """ASK { { ?this ait:isFlagship true } UNION { ?line ait:hasMember ?this ;
  ait:isFlagship true } UNION { ?this ait:poweredBy ?part . ?line ait:hasMember ?part ;
  ait:isFlagship true } }"""
#: What powers a system on a day: what was not retired then, and powered it already and still.
_ENGINES = """SELECT ?part { ?this ait:poweredBy ?part
  OPTIONAL { ?a owl:annotatedSource ?this ; owl:annotatedProperty ait:poweredBy ;
    owl:annotatedTarget ?part ; ait:since ?since }
  OPTIONAL { ?b owl:annotatedSource ?this ; owl:annotatedProperty ait:poweredBy ;
    owl:annotatedTarget ?part ; ait:until ?until }
  OPTIONAL { ?part ait:retiredOn ?retired }
  FILTER(COALESCE(STR(?since), "") <= "TODAY" && COALESCE(STR(?until), "9999") >= "TODAY"
    && COALESCE(STR(?retired), "9999") >= "TODAY") } ORDER BY ?part"""
_STAND_INS = {AIT + name for name in STAND_INS}
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "minInclusive": lambda value, bound: value >= bound,
    "maxInclusive": lambda value, bound: value <= bound,
    "minExclusive": lambda value, bound: value > bound,
    "maxExclusive": lambda value, bound: value < bound,
}


@dataclass(frozen=True)
class Standing:
    """A finding about a thing in the everyday sense, with its reason.

    Attributes:
        truth: the verdict.
        proved: the thing and the kind whose strict proof shows it, if a strict proof does.
        grounds: the statements that show it, if it was looked up.
        conventions: the IRIs of the conventions that it rests on.
        members: the members that a family is spoken of by.
        powered_by: what a product is spoken of by.

    """

    truth: Truth
    proved: tuple[str, str] | None = None
    grounds: tuple[Statement, ...] = ()
    conventions: tuple[str, ...] = ()
    members: Members | None = None
    powered_by: tuple[str, ...] = ()


_OPEN = Standing(UNKNOWN)


class Everyday:
    """Decides predicates of things in the everyday sense.

    Args:
        store: the asserted and the inferred graph.
        strict: gives strict verdicts.
        conventions: whether the conventions of everyday speech hold. Without them nothing but the
            strict verdict on each thing counts, and what is stated of it.
        today: the day on which products are looked at, in ISO 8601; default the current one.

    """

    def __init__(
        self, store: GraphStore, strict: Strict, *, conventions: bool = True, today: str = ""
    ) -> None:
        self._store, self._strict, self._conventions = store, strict, conventions
        self._today = today or clock.today()
        self._known: dict[tuple[str, str], list[str]] = {}

    # --- any predicate

    def finding(self, thing: str, of: Expression) -> Standing:
        """Return what holds of a thing, by IRI."""
        own = self._own(thing, of)
        level = self.level(thing)
        if own.truth is ENTAILED or not self._conventions:
            return own
        if level == FAMILY and isinstance(of, Between) and of.start and of.end:
            return self._of_first(thing, of) or own
        if level == FAMILY and (own.truth is UNKNOWN or own.proved) and (
            by_members := self._of_members(thing, of)
        ):  # fmt: skip
            return by_members
        if level == SYSTEM and self._is_open(own, of):
            return self._by_engines(thing, of) or (own if own.truth is UNKNOWN else _OPEN)
        return own

    def _is_open(self, own: Standing, of: Expression) -> bool:
        """Return whether the engine of a product may decide: if only its level refutes."""
        if not isinstance(of, ax.Named):
            return own.truth is UNKNOWN
        if own.truth is UNKNOWN:  # the wider sense of a word has been looked at already
            return own.proved is None or own.proved[1] == of.iri
        if own.proved is None or own.proved[1] != of.iri or MODEL not in self.above(of.iri):
            return False
        return self._strict(own.proved[0], PLATFORM) is not ENTAILED

    def _own(self, thing: str, of: Expression) -> Standing:  # noqa: PLR0911
        """Return the findings on a thing by itself."""
        match of:
            case ax.Named(kind):
                return self._kind(thing, kind)
            case ax.Not(part):
                return _denied(self.finding(thing, part))
            case ax.And(parts):
                return _all(self._part(thing, part) for part in parts)
            case ax.Or(parts):
                return _denied(_all(_denied(self._part(thing, part)) for part in parts))
            case ax.HasValue(role, value):
                return self._value(thing, role.iri, value)
            case ax.Some(role, part):
                return self._some(thing, role.iri, part)
            case ax.DataSome(prop, ax.DataRange(_, facets)):
                return self._size(thing, prop, [(n, float(at.lexical)) for n, at in facets])
            case Between():
                return self._between(thing, of)
        raise TypeError(of)

    def _part(self, thing: str, of: Expression) -> Standing:
        """Return the finding on a part of a predicate; the engine of a product counts there."""
        return self.finding(thing, of) if self.level(thing) == SYSTEM else self._own(thing, of)

    # --- kinds

    def _kind(self, thing: str, kind: str) -> Standing:  # noqa: PLR0911
        truth = self._strict(thing, kind)
        found = Standing(truth, (thing, kind))
        if truth is ENTAILED or not self._conventions:
            return found
        if MODEL not in self.above(kind):
            return self._in_wider_sense(thing, found)
        if self.level(thing) != SYSTEM:
            return found
        if truth is REFUTED and self._strict(thing, PLATFORM) is ENTAILED:
            return found
        for wide in self._select(_WIDER_SENSE, kind):
            wider = self._strict(thing, wide)
            if wider is UNKNOWN and (without := self._gives_no_such_content(thing, kind)):
                return without
            return Standing(wider, (thing, wide))
        # A product that is not even LLM technology is of no kind of LLM either.
        for above in self.above(kind):
            for wide in self._select(_WIDER_SENSE, above):
                if self._strict(thing, wide) is REFUTED:
                    return Standing(REFUTED, (thing, wide))
                if without := self._gives_no_such_content(thing, above):
                    return without
        return found

    def _in_wider_sense(self, thing: str, found: Standing) -> Standing:
        """Return the finding on what everyday speech calls so, if it differs.

        "Open weights" are for most people those that can be downloaded, on whatever terms.
        """
        assert found.proved
        for wide in self._select(_WIDER_SENSE, found.proved[1]):
            if (wider := self._strict(thing, wide)) is not found.truth:
                return Standing(wider, (thing, wide))
        return found

    def level(self, thing: str) -> str:
        """Return the IRI of the level of a thing, such as `ait:AIModel`; else ""."""
        return next(iter(self._select(_LEVELS, thing)), "")

    def is_artifact(self, thing: str) -> bool:
        """Tell whether a thing is an artifact of any level, or an organization."""
        return bool(self.level(thing)) or self._strict(thing, ARTIFACT) is ENTAILED

    def above(self, kind: str) -> list[str]:
        """Return the superclasses of a kind and the kind itself."""
        return [kind, *self._select(_ABOVE, kind)]

    def _gives_no_such_content(self, product: str, kind: str) -> Standing | None:
        """A refutation: a product does not give its users what models of a kind generate."""
        for above in self.above(kind):
            for value in self._select(_CONTENT_OF, above):
                found = self._value(product, AIT + "generates", value)
                if found.truth is REFUTED:
                    return found
        return None

    # --- families and products

    def members(self, family: str) -> list[str]:
        """Return the members of a family, and what has an architecture or is for a task or area.

        Subfamilies and narrower architectures count.
        """
        return self._select(_MEMBERS, family)

    def _of_members(self, family: str, of: Expression) -> Standing | None:
        found = self.count(self.members(family), of)
        if not found.decided:
            return None
        truth = found.verdict
        shown = {ENTAILED: found.entailed, REFUTED: found.refuted, UNKNOWN: found.exceptions}[truth]
        first = self.finding((shown or found.entailed or found.refuted)[0], of)
        rests = () if truth is not UNKNOWN and not found.exceptions else (FOUR_IN_FIVE,)
        conventions = tuple(dict.fromkeys((*rests, *first.conventions)))
        return Standing(truth, first.proved, first.grounds, conventions, found)

    def count(self, things: Iterable[str], of: Expression) -> Members:
        """Return how things are decided, the best known of each verdict first."""
        found: dict[Truth, list[str]] = {ENTAILED: [], REFUTED: [], UNKNOWN: []}
        for thing in things:
            found[self.finding(thing, of).truth].append(thing)
        ordered = (sorted(each, key=self._renown) for each in found.values())
        return Members(*map(tuple, ordered))

    def _renown(self, thing: str) -> tuple[bool, str]:
        return thing not in self.exemplars, thing

    @cached_property
    def exemplars(self) -> frozenset[str]:
        """The best known systems, by IRI: those that are examples of a kind."""
        rows = self._store.select("SELECT DISTINCT ?x { ?x ait:exemplarOf ?kind }").rows
        return frozenset(str(row[0]) for row in rows)

    def engines(self, system: str) -> list[str]:
        """Return what powers a system today."""
        return self._select(_ENGINES.replace("TODAY", self._today), system)

    def _by_engines(self, system: str, of: Expression) -> Standing | None:
        """Return the finding that all engines of a product share, and hence the product.

        A product gives its users what it gives them; what its engine could make besides, it does
        not. So a generative kind passes on only if it is one of models. A product may be closed
        though its engine is open; the other way round only if its own code is.
        """
        above = list[str]()
        if isinstance(of, ax.Named):
            above = self.above(of.iri)
            if (GENERATIVE in above and MODEL not in above) or SYSTEM in above:
                return None
        elif isinstance(of, Between) or not isinstance(of, ax.HasValue) or (
            of.role.iri.removeprefix(AIT) not in PASSED_ON
        ):  # fmt: skip
            return None
        parts = self.engines(system)
        found = [self.finding(part, of) for part in parts]
        truths = {each.truth for each in found}
        if len(truths) != 1 or UNKNOWN in truths:
            return None
        first = found[0]
        if (CLOSED in above or not _HAD.isdisjoint(above)) and (
            self._strict(system, OFFERING) is not ENTAILED
        ):
            is_open = first.truth is (REFUTED if CLOSED in above else ENTAILED)
            if is_open or self._strict(system, OPEN_SOURCE) is ENTAILED:
                return None
        return replace(first, members=None, powered_by=tuple(parts))

    # --- values, sizes, days

    def of_value(self, value: str, readings: Sequence[Expression]) -> Standing:
        """Return the finding on a value, such as an architecture: it is, or is below, another.

        Two architectures under different backbones, or methods, exclude each other. An architecture
        and a task are of a kind as the artifacts are that have or perform it.
        """
        kinds = [of.iri for of in readings if isinstance(of, ax.Named)]
        for kind in kinds:
            if ARTIFACT not in self.above(kind):  # a kind of values, such as "training method"
                return Standing(self._strict(value, kind), (value, kind))
        above, sort = self._all_broader(value), {*self._select(_SORT, value)}
        meant = [other for of in readings for other in self._values_in(of)]
        others = [other for other in meant if sort & {*self._select(_SORT, other)}]
        for other in others:
            if other in above:
                return Standing(ENTAILED, grounds=((value, AIT + "broaderArchitecture", other),))
        tops = self._tops(above)
        for other in others:
            apart = self._tops(self._all_broader(other))
            if tops and apart and not tops & apart:
                ends = ((value, min(tops)), (other, min(apart)))
                return Standing(REFUTED, grounds=tuple(chain(*starmap(self._below, ends))))
        if not self._conventions:
            return _OPEN
        users = [value] if (spoken := bool(self.members(value))) else above
        by_users = (self._of_members(each, ax.Named(kind)) for kind in kinds for each in users)
        # "Reinforcement learning is AI" need not say that it is an artifact.
        of_none = [] if spoken else [kind for kind in kinds if kind != ARTIFACT]
        denied = (Standing(REFUTED, (value, each)) for each in of_none
                  if self._strict(value, each) is REFUTED)  # fmt: skip
        # Whatever has a learned backbone has learned.
        sorts = ((value, each) for kind in kinds for each in self._select(_MADE_SO_BY, kind))
        by_sort = (Standing(ENTAILED, of_sort) for of_sort in sorts
                   if self._strict(*of_sort) is ENTAILED)  # fmt: skip
        return next((found for found in chain(by_users, by_sort, denied) if found), _OPEN)

    def _values_in(self, of: Expression) -> list[str]:
        """Return the values that an expression names, those in the definition of a kind too."""
        match of:
            case ax.HasValue(_, value):
                return [value]
            case ax.Named(kind):
                return self._select(_DEFINING, kind)
            case ax.Or(parts):
                return [value for part in parts for value in self._values_in(part)]
        return []

    def _tops(self, values: Sequence[str]) -> set[str]:
        """The top-level backbones or methods among values, else the broadest value."""
        return {each for each in values if self._select(_TOP, each)} or {*values[-1:]}

    def _below(self, value: str, top: str) -> Iterator[Statement]:
        """The statement that puts a value below a top-level one, or makes it one."""
        if value != top:
            yield value, AIT + "broaderArchitecture", top
        else:
            yield from ((value, RDF + "type", axis) for axis in self._select(_TOP, value)[:1])

    def _all_broader(self, value: str) -> list[str]:
        """A value and all that is broader."""
        found = [value]
        for each in found:
            found += [broader for broader in self._broader(each) if broader not in found]
        return found

    def _value(self, thing: str, prop: str, value: str) -> Standing:
        if prop == AIT + "developedIn" and self.level(thing) == AIT + "Organization":
            prop = AIT + "basedIn"  # "OpenAI is American"
        values = self._values(thing, prop)
        for each in values:
            if value == each or value in self._wholes(each):
                # "OpenAI made GPT-4" stands where it is said by whom GPT-4 was made.
                made = [x for x in self._select(_INVERSES, prop) if x in self._closed]
                ground = (each, made[0], thing) if made else (thing, prop, each)
                return Standing(ENTAILED, grounds=(ground,))
        if by_kind := self._without_kind(thing, prop, value):
            return by_kind
        for inverse in self._select(_INVERSES, prop):  # who made what, by what was made by whom
            turned = self._value(value, inverse, thing) if inverse in self._closed else _OPEN
            if turned.truth is REFUTED:
                return turned
        convention = self._closed.get(prop)
        if not values or not convention or not self._conventions:
            return _OPEN
        if set(self._broader(value)) & set(values):  # speech may be meant where audio is stated
            return _OPEN
        grounds = tuple((thing, prop, each) for each in values[:3])
        return Standing(REFUTED, grounds=grounds, conventions=(convention,))

    def _without_kind(self, thing: str, prop: str, value: str) -> Standing | None:
        """A refutation by the kind that a value implies, or by the domain of the property."""
        kinds = self._select(_KIND_FOR, value) if prop.removeprefix(AIT) in OF_A_KIND else []
        if self.level(thing) == SYSTEM:
            kinds = [*kinds, *(MODEL for _ in range(prop.endswith("#nativelyGenerates")))]
        for kind in kinds:
            if self.level(thing) != FAMILY and self._strict(thing, kind) is REFUTED:
                return Standing(REFUTED, (thing, kind))
        return None

    def _some(self, thing: str, prop: str, of: Expression) -> Standing:
        values = self._values(thing, prop)
        for each in values:
            if self.finding(each, of).truth is ENTAILED:
                return Standing(ENTAILED, grounds=((thing, prop, each),))
        return _OPEN

    def _size(self, thing: str, prop: str, bounds: Sequence[tuple[str, float]]) -> Standing:
        values = self._values(thing, prop)
        if not values:
            return _OPEN
        met = {all(_COMPARE[how](float(x), bound) for how, bound in bounds) for x in values}
        if prop in FLOORS and not any(how.startswith("max") for how, _ in bounds):
            met = {any(met)}  # the most that any offer of it takes
        truth = UNKNOWN if len(met) > 1 else ENTAILED if met == {True} else REFUTED
        return Standing(truth, grounds=tuple((thing, prop, each) for each in values))

    def _between(self, thing: str, of: Between) -> Standing:
        if not (days := self._days(thing, of)):
            return self._in_service(thing, of) if of.days == RETIRED else _OPEN
        day, prop = days[0]
        first, last = day, day + "~"  # a month covers all its days
        grounds = ((thing, prop, day),)
        if (not of.start or first >= of.start) and (not of.end or last < of.end):
            return Standing(ENTAILED, grounds=grounds)
        # A release may follow an announcement or a paper.
        late = of.days == RELEASED and prop in _STAND_INS
        if (of.start and last < of.start and not late) or (of.end and first >= of.end):
            return Standing(REFUTED, grounds=grounds)
        return _OPEN

    def _days(self, thing: str, of: Between) -> list[tuple[str, str]]:
        """The days that are asked for, each with its property; those that stand in come last."""
        found = ((day, prop) for prop in of.days for day in self._values(thing, prop))
        return sorted(found, key=lambda each: (each[1] in _STAND_INS, each))

    def _of_first(self, family: str, of: Between) -> Standing | None:
        """The finding on the first member: that is when a family was released."""
        days = {each: found[0] for each in self.members(family) if (found := self._days(each, of))}
        first = min(days, key=lambda each: (days[each][0], each), default=None)
        return self._between(first, of) if first else None

    def _in_service(self, thing: str, of: Between) -> Standing:
        """Nothing ends the service of what has no day of retirement, for what is kept current.

        This holds for the models of the last two years: few are offered for longer.
        """
        truth = ENTAILED if of.start else REFUTED  # "still available", or "retired"
        downloadable = AIT + "DownloadableWeightsModel"
        if self._strict(thing, downloadable) is ENTAILED:
            return Standing(truth, (thing, downloadable))
        if not self._conventions or not self._is_young(thing):
            return _OPEN
        kept = self._store.ask(_KEPT_CURRENT, this=thing)
        return Standing(truth, conventions=(IN_SERVICE,)) if kept else _OPEN

    def _is_young(self, thing: str) -> bool:
        """Return whether a thing was released in the last two years, if it is a model."""
        since = f"{int(self._today[:4]) - 2}{self._today[4:]}"
        days = (day for prop in RELEASED for day in self._values(thing, prop))
        return self.level(thing) != MODEL or any(day >= since for day in days)

    # --- the graph

    def _values(self, thing: str, prop: str) -> list[str]:
        return sorted(str(r[0]) for r in self._store.select(_VALUES, this=thing, prop=prop).rows)

    def _wholes(self, value: str) -> Iterator[str]:
        """Yield what a value belongs to: the owner of an organization, the family of a model."""
        seen = {value}
        queue = [value]
        for each in queue:
            for whole in self._select(_BELONGS, each):
                if whole not in seen:
                    seen.add(whole)
                    queue.append(whole)
                    yield whole

    def _broader(self, value: str) -> list[str]:
        return self._select(_BROADER, value)

    @cached_property
    def _closed(self) -> dict[str, str]:
        return {str(p): str(c) for p, c in self._store.select(_CLOSED).rows}

    def _select(self, query: str, this: str) -> list[str]:
        if (query, this) not in self._known:
            rows = self._store.select(query, this=this).rows
            self._known[query, this] = list(dict.fromkeys(str(row[0]) for row in rows))
        return self._known[query, this]


#: The properties with values whose kind (`ait:kindFor`) an artifact is of that has the value.
OF_A_KIND = frozenset(
    ("generates", "nativelyGenerates", "generatesViaComponent", "performsTask", "hasArchitecture")
)
#: The properties of which a product has the value that all its engines share.
PASSED_ON = frozenset(
    ("hasArchitecture", "trainedWith", "trainedOn", "supportsLanguage", "hasScale")
)


def _denied(found: Standing) -> Standing:
    turned = {ENTAILED: REFUTED, REFUTED: ENTAILED, UNKNOWN: UNKNOWN}[found.truth]
    return replace(found, truth=turned)


def _all(findings: Iterable[Standing]) -> Standing:
    """Return the conjunction of findings: a refuted one decides, then an open one."""
    found = list(findings)
    if refuted := [each for each in found if each.truth is REFUTED]:
        # The first is enough; the others may rest on conventions that it does not need.
        return min(refuted, key=lambda each: len(each.conventions))
    if any(each.truth is UNKNOWN for each in found):
        return _OPEN
    grounds = tuple(ground for each in found for ground in each.grounds)
    conventions = tuple(dict.fromkeys(c for each in found for c in each.conventions))
    proved = next((each.proved for each in found if each.proved), None)
    return Standing(ENTAILED, proved, grounds, conventions)
