"""The lexicon: what the words of a question mean, read from the labels in the ontology.

`rdfs:label` and `skos:altLabel` name classes, values and systems. `ait:saidAs` gives the words of a
property in a sentence ("made by", "speaks"), and loose words for a class or value ("audio",
"Chinese"). `ait:askedThrough` names the property through which an artifact has a value that is
named alone ("transformer"). Code reads comparisons alone: sizes, days and "bigger than GPT-3".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property

from aitaxonomy import clock
from aitaxonomy.errors import UnknownTerm
from aitaxonomy.graph.facts import RELEASE, STAND_INS
from aitaxonomy.graph.measures import day_after, is_date, iso_date, read_size
from aitaxonomy.graph.misspellings import Spellings
from aitaxonomy.graph.names import Names
from aitaxonomy.graph.predicates import Between, Expression, Reading, Saying, reworded
from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import AIT, XSD
from aitaxonomy.store import GraphStore
from aitaxonomy.text import with_article

#: The days of a release, those that stand in for one last; and the day of its end.
RELEASED = tuple(AIT + name for name in (*RELEASE, *STAND_INS))
RETIRED = (AIT + "retiredOn",)
_MEMBER = AIT + "memberOf"
_DAYS_OF = {*RELEASED, *RETIRED}
_CLASSES = """SELECT ?it { ?it a owl:Class . ?it rdfs:subClassOf ait:AIArtifact }"""
_SAID_AS = "SELECT ?p ?words { ?p ait:saidAs ?words }"
_ASKED = """SELECT ?value ?p { { ?kind ait:askedThrough ?p . ?value a ?kind } UNION
  { ?value a owl:NamedIndividual ; ait:askedThrough ?p } }"""
_RANGES = """SELECT ?p ?range { ?p rdfs:range ?range FILTER(isIRI(?range)) }"""
_IS_OF = "ASK { ?this a ?kind }"
_KIND_FOR = "SELECT ?kind { ?this ait:kindFor ?kind }"
_DAYS = [
    f"SELECT ?day {{ ?this {way}({'|'.join(f'ait:{name}' for name in names)}) ?day }}"
    for way in ("", "ait:hasMember/")
    for names in (RELEASE, STAND_INS)
]
_NUMBER_OF = "SELECT ?size { ?this ?prop ?size }"
_NUMBERS = "SELECT ?p { ?p a owl:DatatypeProperty ; ait:saidAs ?words }"

#: Words before a predicate that say nothing by themselves.
_FILLERS = re.compile(
    r"^(?:(?:an?|the|any|some|one of the|based on an?|built as an?|considered|called|known as|"
    r"kind of|type of|sort of|subset of|example of|form of|able to|capable of|good at|used for|"
    r"used as|used in|used to|meant for|part of the|part of|currently|now|already|still|really|"
    r"actually|also|can|could|does|do|has been|have been|been|being|be|it|to)\s+)+",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
#: Nouns after a predicate that say nothing more: "an open source model", "a French product".
_NOUNS = re.compile(
    r"(?:[\s-]+(?:ai|model|models|system|systems|program|software|tool|based|architecture|"
    r"technology|licen[cs]e|network|company|product|family|task|ones?))+$",
    re.IGNORECASE,
)
#: Endings of plurals, each with that of the singular.
_PLURALS = (("ies", "y"), ("es", ""), ("s", ""))
_RELATIVE = re.compile(
    r"(?:(?:with|has|have|having)\s+)*(?:an?\s+)?"
    r"(?:(?P<more>larger|bigger|greater|longer|higher|more)|smaller|shorter|lower|fewer|less)\s+"
    r"(?P<unit>[a-z ]*?)\s*than\s+(?P<what>.+)",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"(?:(?P<more>more expensive)|cheaper|less expensive|costs? less)\s+than\s+(?P<what>.+)",
    re.IGNORECASE,
)
_PRICE = AIT + "inputPrice"
_DATED = re.compile(
    r"(?:(?:that )?(?:was |were |is |are |has been )?(?P<verb>[a-z ]*?)\s*)?"
    r"(?P<how>newer than|later than|more recent than|younger than|older than|earlier than|before|"
    r"after|since|until|in|on|from)\s+(?P<what>.+)",
    re.IGNORECASE,
)
#: What is said in another order than in labels, with what it is read as.
_REWORDED = (
    (r"(?:turn|convert|transform|translate)s?\s+(\w+?)s?\s+(?:in)?to\s+(\w+?)s?", r"\1-to-\2"),
    (r"(?:generate|make|create|produce|draw)s?\s+(\w+?)s?\s+from\s+(\w+?)s?", r"\2-to-\1"),
    (r"(?:an?\s+)?(.+?)[\s-]+licen[cs]ed(?:\s+\w+)?", r"licensed under \1"),
    (r"(?:an?\s+)?(?:very )?(?:long|large) context(?: window)?", "context of at least 128k tokens"),
    (r"translates?\s+(?:(?:in)?to\s+|from\s+)?(\w+)", r"speaks \1"),
    (r"(?:support|take|accept|handle)s?\s+(.+)\s+as(?:\s+an)?\s+inputs?", r"accepts \1"),
    (r"(?:support|give|return)s?\s+(.+)\s+as(?:\s+an)?\s+outputs?", r"generates \1"),
)
#: The numbers that a size by itself is the least of; others are round numbers.
FLOORS = (AIT + "contextWindow",)
#: Words for a release beside those of the properties.
_RELEASING = ("made", "created", "built", "introduced", "launched", "published", "released",
              "came out", "come out", "came", "appeared")  # fmt: skip
#: A month or year by its distance from today.
_RECENT = re.compile(
    r"(?:(?P<how>in|since|before|after) )?(?P<which>this|last) (?P<span>year|month)", re.IGNORECASE
)
_LATER = ("newer than", "later than", "more recent than", "younger than", "after")
#: Words in the name of a measure that say nothing.
_SMALL = frozenset(("of", "the", "a", "window", "size", "with", "has"))
_STILL = re.compile(r"(?:still )?(?:available|offered|online|in service|supported|served|alive)")


class Lexicon:
    """Reads names of things and predicates in plain words.

    Args:
        store: what has the labels.
        names: their index.

    >>> from aitaxonomy.inference.content import Content
    >>> lexicon = Content().lexicon
    >>> lexicon.predicate("made by Google").words
    'made by Google'
    >>> lexicon.thing("midjourny").read_as
    'Midjourney'

    """

    def __init__(self, store: GraphStore, names: Names) -> None:
        self._store, self._names = store, names

    # --- things

    def thing(self, words: str) -> Reading:
        """Return what a name stands for: artifacts before others, a misspelling with a note.

        Raises `UnknownTerm` with artifacts whose names come close.
        """
        for name in dict.fromkeys((words, bare(words))):
            if found := self._names.meanings(name, self._artifacts):
                # The one whose label it is comes first.
                best = sorted(found, key=lambda iri: (self._names.label(iri) != name, iri))
                return Reading(tuple(best))
        spelled = dict.fromkeys((words, bare(words), *_singulars(bare(words))))
        if named := [iri for name in spelled if (iri := self._names.get(name))]:
            # "Chatbots" are the products, before the application area of that name.
            first = next((iri for iri in named if iri in self._classes), named[0])
            kind = self.kind(words) if self.is_sort(first) else ""  # an "agent" is an AI agent
            return Reading((kind or first,))
        if hint := self._names.other_prefix(words):
            raise UnknownTerm(hint)
        if loose := self._one_of(words):  # "AI", which nothing is named
            return Reading((loose.iri,))
        if near := self._spelled_things.meant(words):
            return replace(self.thing(near), read_as=near)
        raise UnknownTerm(self._spelled_things.unknown(words))

    def value(self, name: str) -> str:
        """Return what a name stands for, neither artifact nor class, by IRI; "" for nothing."""
        others = self._individuals - self._artifacts
        found = (self._names.meanings(each, others) for each in (name, bare(name)))
        return next((iris[0] for iris in found if iris), "")

    def is_sort(self, kind: str) -> bool:
        """Tell whether a class, by IRI, is one of other things than artifacts."""
        return kind in self._names.classes - self._classes

    def knows(self, name: str) -> bool:
        """Tell whether a name, as it is spelled, stands for a shipped artifact, maker or class."""
        return bool(self._names.meanings(name, self._speakable | self._names.classes))

    @cached_property
    def _artifacts(self) -> frozenset[str]:
        return frozenset(iri for _, iri, _ in self._names.of_artifacts())

    @cached_property
    def _spelled_things(self) -> Spellings:
        return Spellings(self._names, self._speakable)

    @cached_property
    def _speakable(self) -> frozenset[str]:
        """The artifacts, and the organizations that developed them."""
        return self._artifacts | self._makers

    @cached_property
    def _makers(self) -> frozenset[str]:
        rows = self._store.select("SELECT DISTINCT ?x { ?model ait:developedBy ?x }").rows
        return frozenset(str(row[0]) for row in rows)

    # --- predicates

    def predicate(self, words: str) -> Saying:
        """Return what words after "is" say, such as "made by Google" or "a GAN".

        Raises `UnknownTerm` with predicates whose words come close.
        """
        plain = " ".join(words.split()).strip(" .?!")
        if found := self._read(plain):
            return found
        if hint := self._names.other_prefix(words):
            raise UnknownTerm(hint)
        near = self._spelled_predicates.meant(_trimmed(plain))
        if near and (found := self._read(near)):
            return replace(found, read_as=near)
        said = next((each for each in self._said_as if plain.lower().startswith(f"{each} ")), plain)
        if (value := plain[len(said) + 1 :]) and not self._names.get(value):
            self._names.find(value)  # which nothing has: "made by Nobody"
        raise UnknownTerm(self._spelled_predicates.unknown(words))

    def kind(self, words: str) -> str:
        """Return the class of artifacts that words name, by IRI; "" for none."""
        found = (self._kind(each) or self._one_of(each) for each in _spellings(words))
        return next((each.kind for each in found if each), "")

    def _read(self, words: str) -> Saying | None:
        for spelled in _spellings(words):
            if found := self._kind(spelled):
                return found
        for spelled in _spellings(words):
            for reader in (
                self._one_of, self._said, self._size, self._relative, self._time, self._value,
                self._sort,
            ):  # fmt: skip
                if found := reader(spelled):
                    return found
        if turned := reworded(words, _REWORDED):
            return self._read(turned)
        return self._either(words) or self._two_values(words) or self._both(_trimmed(words))

    def _two_values(self, words: str) -> Saying | None:
        """Two values after one verb: "supports French and German"."""
        left, _, right = words.partition(" and ")
        if not right or not (one := self._read(left)) or not (roles := _roles(one.of)):
            return None
        tokens = left.split()
        for cut in range(len(tokens) - 1, 0, -1):
            two = self._read(f"{' '.join(tokens[:cut])} {right}")
            if two and _roles(two.of) == roles:
                return _joined(one, two, "and")
        return None

    def _either(self, words: str) -> Saying | None:
        """One of two predicates: "an LLM or a diffusion model"."""
        first, either, second = words.partition(" or ")
        return _joined(self._read(first), self._read(second), "or") if either else None

    def _kind(self, words: str) -> Saying | None:
        """A class: "large language models", "GAN"."""
        found = self._names.meanings(words, self._classes)
        if not found:
            return None
        iri = min(found, key=lambda each: (self._names.label(each) != words, each))
        values = self._value(words)
        also = (values.of, *values.also) if values else ()
        return Saying(ax.Named(iri), iri, with_article(self._names.label(iri)), also)

    def _one_of(self, words: str) -> Saying | None:
        """Classes that a loose word stands for: "audio" for what takes or makes sound."""
        found = [iri for iri in self._said_of.get(words.lower(), ()) if iri in self._classes]
        if not found:
            return None
        values = self._value(words)
        others = (values.of, *values.also) if values else ()
        readings: list[ax.Expression] = [ax.Named(iri) for iri in found]
        readings += [each for each in others if not isinstance(each, Between)]
        text = " or ".join(with_article(self._names.label(iri)) for iri in found)
        return Saying(_any(readings), found[0], text)

    def _value(self, words: str) -> Saying | None:
        """A value that is named alone: "transformer", "MIT", "summarization"."""
        if found := self._names.meanings(words, self._values.keys()):
            words = self._names.label(found[0])
        else:
            found = [iri for iri in self._said_of.get(words.lower(), ()) if iri in self._values]
        if not found:
            found = self._names.meanings(words, self._languages)
            if not found:
                return None
            speaks = [ax.HasValue(ax.Role(AIT + "supportsLanguage"), iri) for iri in found]
            return Saying(_any(speaks), found[0], f"speaks {words}")
        readings: list[Expression] = []
        for iri in found:
            readings += [ax.Named(kind) for kind in self._kinds_said(iri)]
            readings.append(_any([ax.HasValue(ax.Role(p), iri) for p in self._values[iri]]))
            if _MEMBER in self._values[iri]:  # Vicuna, made of LLaMA, is called one as well
                readings.append(ax.HasValue(ax.Role(AIT + "derivedFrom"), iri))
        return Saying(readings[0], found[0], f"“{words}”", tuple(readings[1:]))

    def _sort(self, words: str) -> Saying | None:
        """A class of other things than artifacts: "training method", "organization"."""
        found = self._names.meanings(words, self._names.classes) or [
            iri for iri in self._said_of.get(words.lower(), ()) if iri in self._names.classes
        ]
        if not found:
            return None
        return Saying(ax.Named(found[0]), found[0], with_article(self._names.label(found[0])))

    def _kinds_said(self, value: str) -> list[str]:
        """The kinds that the name of a value says: those of what performs a task."""
        if AIT + "performsTask" not in self._values[value]:
            return []
        return [str(row[0]) for row in self._store.select(_KIND_FOR, this=value).rows]

    def _said(self, words: str) -> Saying | None:
        """A property with a value: "made by Google", "can see images", "runs on GPT-4"."""
        low = words.lower()
        for said in self._said_as:
            if not low.startswith(said + " "):
                continue
            rest = words[len(said) + 1 :].strip()
            readings = [
                (reading, value)
                for prop in self._said_as[said]
                if prop not in _DAYS_OF
                for reading, value in self._with_value(prop, rest)
            ]
            if readings:
                value = readings[0][1]
                text = f"{said} {self._names.label(value)}"
                return Saying(_any([each for each, _ in readings]), value, text)
        for prop in self._said_as.get(f"{low} by", ()):  # "superseded", by whatever
            return Saying(ax.Some(ax.Role(prop), ax.Named(AIT + "AIArtifact")), prop, low)
        return None

    def _with_value(self, prop: str, words: str) -> Iterator[tuple[ax.Expression, str]]:
        """Yield the expressions that say that a property has a value in words."""
        wanted, ask = self._wanted(prop), self._store.ask
        for name in _spellings(words):
            found = [
                iri for iri in self._names.meanings(name, self._individuals)
                if not wanted or any(ask(_IS_OF, this=iri, kind=each) for each in wanted)
            ]  # fmt: skip
            yield from ((ax.HasValue(ax.Role(prop), iri), iri) for iri in found)
            if not found and prop == AIT + "poweredBy":  # "powered by OpenAI"
                made_by = ax.Role(AIT + "developedBy")
                found = [*self._names.meanings(name, self._makers)]
                yield from (
                    (ax.Some(ax.Role(prop), ax.HasValue(made_by, iri)), iri) for iri in found
                )
            if found:
                return
            for kind in self._names.meanings(name, self._names.classes):
                if wanted and kind in self._classes and self._classes.isdisjoint(wanted):
                    continue  # "with reasoning" is not about an effort control
                by_kind = prop == AIT + "hasArchitecture"  # "uses diffusion"
                yield ax.Named(kind) if by_kind else ax.Some(ax.Role(prop), ax.Named(kind)), kind
                return

    def _wanted(self, prop: str) -> list[str]:
        """The classes of which the values of a property are, none for all."""
        wanted = [self._ranges[prop]] if prop in self._ranges else []
        # People name a line of models for one of them.
        return [*wanted, AIT + "ModelFamily"] if AIT + "AIModel" in wanted else wanted

    def _size(self, words: str) -> Saying | None:
        """A number: "more than 100 billion parameters", "context of at least 128k tokens"."""
        size = read_size(words)
        if not size or not (prop := self._measured(size.unit)):
            return None
        bounds = size.bounds(is_floor=prop in FLOORS)
        facets = tuple((bound, Literal(str(int(x)), XSD + "integer")) for bound, x in bounds)
        data = ax.DataRange(XSD + "integer", facets)
        return Saying(ax.DataSome(prop, data), prop, f"“{words}”")

    def _relative(self, words: str) -> Saying | None:
        """A number beside that of another: "bigger than GPT-3", "cheaper than GPT-4".

        Raises `UnknownTerm` if the other is known, and its number is not.
        """
        priced = _PRICED.fullmatch(words)
        found = priced or _RELATIVE.fullmatch(words)
        if not found:
            return None
        prop = _PRICE if priced else self._measured(found["unit"] or "parameters")
        if not prop:
            return None
        try:
            others = self.thing(found["what"]).bearers
        except UnknownTerm:
            return None
        number = self._names.label(prop)
        for iri in others:
            for (size,) in self._store.select(_NUMBER_OF, this=iri, prop=prop).rows:
                bound = "minExclusive" if found["more"] else "maxExclusive"
                value = Literal(str(size), XSD + "decimal")
                data = ax.DataRange(XSD + "decimal", ((bound, value),))
                beside = f"{self._names.label(iri)}: {number} {size}"
                return Saying(ax.DataSome(prop, data), prop, f"“{words}”", beside=beside)
        raise UnknownTerm(f"the {number} of {self._names.label(others[0])} is not on record")

    def _measured(self, unit: str) -> str | None:
        """Return the data property that words name: "parameters", "tokens of context"."""
        words = set(re.findall(r"[a-z]+", unit.lower())) - _SMALL
        found = [(len(known - words), prop) for known, prop in self._measures if words <= known]
        return min(found, default=(0, None))[1] if words else None

    def _time(self, words: str) -> Saying | None:
        """A day: "newer than GPT-4", "released in 2023", "retired", "still available"."""
        tomorrow = day_after(clock.today())
        if _STILL.fullmatch(words):
            return Saying(Between(RETIRED, tomorrow), RETIRED[0], "still available")
        if {*self._said_as.get(words.lower(), ())} & {*RETIRED}:
            return Saying(Between(RETIRED, "", tomorrow), RETIRED[0], "retired")
        found = _DATED.fullmatch(_RECENT.sub(_dated, words))
        if not found:
            return None
        verb = (found["verb"] or "").strip().lower()
        known = tuple(each for each in self._said_as.get(verb, ()) if each in _DAYS_OF)
        if verb and not known and verb not in (*_RELEASING, "announced"):
            return None
        days = (AIT + "announcedOn",) if verb == "announced" else known or RELEASED
        how, what = found["how"].lower(), iso_date(found["what"])
        span = self._span(what)
        if span is None or (how in ("from", "in", "on") and not is_date(what)):
            return None
        start, end, beside = span
        if how in _LATER:
            start, end = end, ""
        elif how == "since" or (how == "from" and verb):  # "models from 2019" are of that year
            end = ""
        elif how not in ("in", "on", "from"):  # before, older than, until
            start, end = "", start
        return Saying(Between(days, start, end), days[0], words, beside=beside)

    def _span(self, words: str) -> tuple[str, str, str] | None:
        """Return the span of a day, month or year, or of the release of an artifact, and that."""
        if is_date(words):
            return words, day_after(words), ""
        with suppress(UnknownTerm):
            for iri in self.thing(words).bearers:
                for query in _DAYS:
                    days = sorted(str(row[0]) for row in self._store.select(query, this=iri).rows)
                    if days:
                        return days[0], day_after(days[0]), f"{self._names.label(iri)}: {days[0]}"
        return None

    def _both(self, words: str) -> Saying | None:
        """Two predicates in a row: "open source LLM", "Chinese reasoning model"."""
        tokens = words.split()
        for cut in range(len(tokens) - 1, 0, -1):
            first, second = " ".join(tokens[:cut]), " ".join(tokens[cut:])
            readers = (self._kind, self._one_of, self._said, self._value)
            one = next((f for r in readers for s in _spellings(first) if (f := r(s))), None)
            two = next((f for r in readers for s in _spellings(second) if (f := r(s))), None)
            two = self._two_values(second) or two
            if found := _joined(one, two, "and"):
                return found
        return None

    # --- what the ontology says of words

    @cached_property
    def _classes(self) -> frozenset[str]:
        """The classes whose members are artifacts."""
        return frozenset(str(row[0]) for row in self._store.select(_CLASSES).rows) | {
            AIT + "AIArtifact"
        }

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        """The properties through which an artifact has a value, by value."""
        found: dict[str, list[str]] = defaultdict(list)
        for value, prop in self._store.select(_ASKED).rows:
            if str(prop) not in found[str(value)]:
                found[str(value)].append(str(prop))
        return dict(found)

    @cached_property
    def _languages(self) -> frozenset[str]:
        rows = self._store.select("SELECT ?x { ?x a ait:Language }").rows
        return frozenset(str(row[0]) for row in rows)

    @cached_property
    def _said_as(self) -> dict[str, list[str]]:
        """The properties by the words that they have in a sentence, the longest words first."""
        found = self._by_words(lambda iri: not self._stands_alone(iri))
        return dict(sorted(found.items(), key=lambda each: (-len(each[0]), each[0])))

    @cached_property
    def _said_of(self) -> dict[str, list[str]]:
        """The values and classes by words that stand for them: "Chinese", "summarizes"."""
        return self._by_words(self._stands_alone)

    def _stands_alone(self, iri: str) -> bool:
        return iri in self._values or iri in self._names.classes

    def _by_words(self, wanted: Callable[[str], bool]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for iri, words in self._store.select(_SAID_AS).rows:
            if wanted(str(iri)):
                found[str(words).lower()].append(str(iri))
        return dict(found)

    @cached_property
    def _ranges(self) -> dict[str, str]:
        return {str(p): str(range_) for p, range_ in self._store.select(_RANGES).rows}

    @cached_property
    def _measures(self) -> list[tuple[set[str], str]]:
        """The words of each number that an artifact can have, with its property."""
        numbers = {str(row[0]) for row in self._store.select(_NUMBERS).rows}
        return [
            (set(re.findall(r"[a-z]+", said)) - _SMALL | {"tokens"}, prop)
            for said, props in self._said_as.items()
            for prop in props
            if prop in numbers
        ]

    @cached_property
    def _individuals(self) -> frozenset[str]:
        return frozenset(iri for _, iri, _ in self._names.entries()) - self._names.classes

    @cached_property
    def _spelled_predicates(self) -> Spellings:
        """The words of predicates that stand alone: classes, and values that describe."""
        others = {AIT + "developedBy", AIT + "developedIn", _MEMBER}  # makers, places, families
        values = {value for value, props in self._values.items() if not {*props} & others}
        return Spellings(self._names, self._classes | values)


def _dated(found: re.Match[str]) -> str:
    """Return "in 2026" for "this year"."""
    year, month = map(int, clock.today().split("-")[:2])
    back = found["which"] == "last"
    if found["span"] == "year":
        return f"{found['how'] or 'in'} {year - back}"
    months = 12 * year + month - 1 - back
    return f"{found['how'] or 'in'} {months // 12}-{months % 12 + 1:02}"


def _joined(one: Saying | None, two: Saying | None, word: str) -> Saying | None:
    """Return two predicates as one; None if either is missing, or is about a day."""
    if not one or not two or isinstance(one.of, Between) or isinstance(two.of, Between):
        return None
    of = (ax.And if word == "and" else ax.Or)((one.of, two.of))
    return Saying(of, two.iri, f"{one.words} {word} {two.words}")


def _roles(of: Expression) -> frozenset[str]:
    """Return the properties, by IRI, of which a predicate names a value."""
    match of:
        case ax.HasValue(role):
            return frozenset((role.iri,))
        case ax.Or(parts):
            return frozenset().union(*map(_roles, parts))
    return frozenset()


def _any(readings: Sequence[ax.Expression]) -> ax.Expression:
    return readings[0] if len(readings) == 1 else ax.Or(tuple(readings))


def bare(name: str) -> str:
    """Return a name without a leading article.

    >>> bare("an LLM")
    'LLM'
    """
    return _ARTICLE.sub("", name.strip())


def _trimmed(words: str) -> str:
    return _FILLERS.sub("", words) or words


def _singulars(name: str) -> Iterator[str]:
    found = (name.removesuffix(s) + one for s, one in _PLURALS if name.endswith(s))
    yield from (each for each in found if len(each) > 2)  # "uses" is not about the US


def _spellings(words: str) -> Iterator[str]:
    """Yield words as they are, then without fillers, in the singular, without a last noun."""
    seen: set[str] = set()
    # After "can" or "does" a verb has its bare form.
    verb = re.sub(r"^(?!an? )((?:natively )?\w+)", r"\1s", _trimmed(words))
    for whole in (words, _trimmed(words), verb, f"can {words}"):
        for each in (whole, *_singulars(whole), _NOUNS.sub("", whole)):
            if each and each not in seen:
                seen.add(each)
                yield each
