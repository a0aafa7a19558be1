"""Statements in our vocabulary for records, as lines of N-Triples with their sources.

The source of every individual is its place in the inventory. Conclusions by import rule and matches
of names are annotated with the reason. Neither annotations nor the link to a known system have a
logical effect: an entry is never merged with what it matches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aitaxonomy.inventory.import_rules.entry_kinds import (
    EntryKinds,
    class_of,
    kinds_of,
    states_model,
)
from aitaxonomy.inventory.import_rules.facts import (
    FieldFact,
    ait,
    aix,
    facts_of,
    file_iri,
    lineage,
    literal,
    named,
    slug,
)
from aitaxonomy.inventory.import_rules.labels import find_labels
from aitaxonomy.inventory.import_rules.proposals import fitting
from aitaxonomy.inventory.import_rules.tasks import tasks
from aitaxonomy.inventory.matching.developers import find_organization, organizations_in
from aitaxonomy.inventory.matching.matcher import Match, Matcher
from aitaxonomy.inventory.record import FIELDS, Derivation, Proposal, Record, Source, Tally
from aitaxonomy.inventory.vocabulary import ancestors

_PEOPLE = [field for field in FIELDS if field.type == "organizations"]
#: The namespace of the individuals of an inventory.
BASE = "https://w3id.org/aitaxonomy/inventory/"
_NAMED = named("owl:NamedIndividual")
_AXIOM = named("owl:Axiom")
_TYPE, _LABEL, _COMMENT = "rdf:type", "rdfs:label", "rdfs:comment"


class BaseLink(NamedTuple):
    """A link to what an entry is built on: another entry, else a system of the graph.

    Attributes:
        subject: the entry, in N-Triples.
        kind: its kind, as `lineage` has it.
        how: the way of derivation.
        base: what the IRI of the other entry would end in.
        known: the IRI of the system of the graph of that name, "" for none.

    """

    subject: str
    kind: str
    how: str
    base: str
    known: str


class Statements:
    r"""Makes the statements of inventories, with IRIs that are unique across them.

    Args:
        tally: counts values that the vocabulary has no word for, and repeated ids.
        matcher: finds the systems of the graph that others are derived from; without one, every
            base model becomes an individual of the inventory.
        accept: whether what the words of an entry suggest is stated, with the words as the reason.

    >>> from aitaxonomy.inventory.record import Source
    >>> record = Record("Aurora", Source("a.csv", "csv", 2), outputs=("text",))
    >>> print(*Statements(tally=Tally()).lines(record)[:2], sep="\n")  # doctest: +ELLIPSIS
    <https://w3id.org/aitaxonomy/inventory/aurora> <...#type> <...owl#NamedIndividual> .
    <https://w3id.org/aitaxonomy/inventory/aurora> <...#type> <...aitaxonomy#AIArtifact> .

    """

    def __init__(
        self, *, tally: Tally, matcher: Matcher | None = None, accept: bool = False
    ) -> None:
        self._tally = tally
        self._matcher, self._accept = matcher, accept
        self._used: set[str] = set()
        self._repeated: Counter[str] = Counter()
        self._files: set[str] = set()
        self._organizations: set[str] = set()
        self._bases: dict[str, tuple[str, str]] = {}
        #: Names of entries that are not models: properties of links depend on that.
        self.no_models: set[str] = set()
        self.links: list[BaseLink] = []
        self._notes = 0
        #: The lines of the record in hand; its IRI, and what its words suggest beside.
        self._out: list[str] = []
        self.iri = ""
        self.proposed: tuple[Proposal, ...] = ()

    def lines(self, record: Record, match: Match | None = None) -> list[str]:
        """Return the statements of a record, one a line, without line ends."""
        self._out = []
        self.iri, source, say = self._name(record), record.source, self._say
        s = f"<{self.iri}>"
        where = file_iri(source.file, source.line)
        kinds = self._kinds(record, match)
        if kinds.top in ("AISystem", "ModelFamily"):
            self.no_models.add(self.iri.removeprefix(BASE))
        self._describe(s, kinds.stated, record.name, where)
        if source.file not in self._files:
            self._files.add(source.file)
            name = literal(f"{source.file}, read as {source.format}", "en")
            say(file_iri(source.file, None), _LABEL, name)
        for each, because in kinds.concluded:
            say(s, _TYPE, ait(each), f"By import rule: {because}.")
        self.proposed = fitting(record.proposed, kinds)
        if self._accept and not (match and match.trusted):
            self._accepted(s)
        if record.id and record.id != record.name:
            say(s, "skos:notation", literal(record.id))
        for alias in record.aliases:
            say(s, "skos:altLabel", literal(alias))
        if match:
            why = f"By comparing names: {match.way}, confidence {match.confidence:.2f}."
            say(s, "skos:exactMatch" if match.same else "skos:closeMatch", f"<{match.iri}>", why)
        for property, o, because in (*facts_of(record, kinds, self._tally), *self._people(record)):
            say(s, property, o, because and f"By import rule: {because}.")
        for base in record.derived_from:
            self._derived(s, base, kinds.top, record)
        for reason in record.undecided:
            say(s, _COMMENT, literal(f"Left open: {reason}", "en"))
        return self._out

    def rest(self) -> Iterator[str]:
        """Yield the statements that need all records: links among entries, and base models.

        A base without a record has only its name; what a model is made from is a model.
        """
        self._out = []
        models = set()
        for s, kind, how, name, known in self.links:
            if known and name not in self._used:
                self._say(s, self.to_known(kind, how, known), f"<{known}>")
                continue
            model = name not in self.no_models
            self._say(s, lineage(how, kind, model=model), f"<{BASE}{name}>")
            models |= {f"{BASE}{name}"} if kind == "AIModel" else set()
        for iri in self.bases():
            label, where = self._bases[iri.removeprefix(BASE)]
            self._tally.note("a base model that the inventory does not list", label)
            self._describe(f"<{iri}>", ["AIModel" if iri in models else "AIArtifact"], label, where)
        yield from self._out

    def bases(self) -> list[str]:
        """Return the bases that have no record of their own, by IRI."""
        return [BASE + name for name in self._bases if name not in self._used]

    def to_known(self, kind: str, how: str, known: str) -> str:
        """Return the property of a link to a system of the graph."""
        kinds = self._matcher.system(known).kinds if self._matcher else ()
        return lineage(how, kind, model="AIModel" in ancestors(kinds))

    def _name(self, record: Record) -> str:
        name = slug(record.id or record.name)
        if name in self._used:
            self._tally.note("an id or name that occurs again, kept apart", str(record.source))
            if record.id:
                self._tally.remark("again", "id", record.id)
            first = name
            while name in self._used:
                self._repeated[first] += 1
                name = f"{first}-{self._repeated[first] + 1}"
        self._used.add(name)
        return BASE + name

    def _kinds(self, record: Record, match: Match | None) -> EntryKinds:
        if record.kind and class_of(record.kind) is None:
            what, where = f"{record.kind!r} is not one of our kinds", str(record.source)
            self._tally.unknown(what, where, ("kind", record.kind))
        for cell in record.labels:
            for part in find_labels(cell):
                if isinstance(part, str):
                    self._tally.unknown(f"{part!r} is not one of our labels", str(record.source))
        concluded = tuple((each.kind, each.because) for each in record.concluded)
        known: tuple[str, ...] = ()
        if self._matcher and match and match.same:
            known = self._matcher.system(match.iri).kinds
        # What a column says of an entry counts before what a heading calls all of them.
        system = "AISystem" in ancestors(kind for kind, _ in concluded)
        model = (record.of_models and not system) or states_model(record)
        found = kinds_of(record.kind, concluded, known, model=model)
        if found.top in ("AIModel", "ModelFamily") or "NonGenerativeAI" in found.stated:
            return found
        if not record.derived_from:
            return found
        bases = tuple(self._of_bases(record))
        if bases and any(kind == "NonGenerativeAI" for kind, _ in concluded):
            # A classifier made from a language model, or a system that has one classify: open.
            bases, concluded = (), tuple(e for e in concluded if e[0] != "NonGenerativeAI")
        return kinds_of(record.kind, (*concluded, *bases), known, model=model)

    def _of_bases(self, record: Record) -> Iterator[tuple[str, str]]:
        """Yield what a system, or what may be one, is by what it is built on, with the reason.

        A model made from another, or a system that runs on it, does what that one does.
        """
        matcher = self._matcher
        for base in record.derived_from if matcher else ():
            if matcher and (match := matcher.match_name(base.of)) and match.trusted:
                for kind in matcher.kinds.of(match.iri)[:1]:
                    yield kind, f"it is built on {base.of}, which is of that kind"

    def _say(self, s: str, p: str, o: str, why: str = "") -> None:
        """Add a statement, with an annotation if there is a reason to give."""
        p = named(p)
        self._out.append(f"{s} {p} {o} .")
        if why:
            self._notes += 1
            note = f"_:n{self._notes}"
            self._say(note, _TYPE, _AXIOM)
            for what, term in (("Source", s), ("Property", p), ("Target", o)):
                self._say(note, f"owl:annotated{what}", term)
            self._say(note, _COMMENT, literal(why, "en"))

    def _describe(self, s: str, kinds: Iterable[str], name: str, where: str) -> None:
        self._say(s, _TYPE, _NAMED)
        for each in kinds:
            self._say(s, _TYPE, ait(each))
        self._say(s, _LABEL, literal(name, "en"))
        self._say(s, "dcterms:source", where)

    def _accepted(self, s: str) -> None:
        """State what is proposed, with the words that it rests on."""
        for each in self.proposed:
            why = f'Proposed by the words "{each.words}" ({each.place})'
            why += f": {each.because}" if each.because else ""
            task = each.means in tasks()
            p, o = ("ait:performsTask", aix(each.means)) if task else (_TYPE, ait(each.means))
            self._say(s, p, o, f"{why}; confidence {each.confidence:.2f}, and accepted.")
        self.proposed = ()

    def _people(self, record: Record) -> Iterator[FieldFact]:
        for field in _PEOPLE:
            names = getattr(record, field.name)
            for name in organizations_in(names) if names else ():
                known = find_organization(name)
                o = aix(known) if known else self._organization(name, record.source)
                yield FieldFact(f"ait:{field.properties[0]}", o)

    def _organization(self, name: str, source: Source) -> str:
        """Return an organization that the graph does not have; its first use describes it."""
        key = slug(name)
        o = f"<{BASE}organization/{key}>"
        if key not in self._organizations:
            self._organizations.add(key)
            self._describe(o, ["Organization"], name, file_iri(source.file, source.line))
        return o

    def _derived(self, s: str, base: Derivation, kind: str, record: Record) -> None:
        """Keep a link to the base of an entry; whether that has an entry is known at the end."""
        name = slug(base.of)
        if f"<{BASE}{name}>" == s:
            self._tally.note("a system derived from itself, left out", str(record.source))
            return
        match = self._matcher.match_name(base.of) if self._matcher else None
        known = match.iri if match and match.same else ""
        if not known:
            self._bases.setdefault(
                name, (base.of, file_iri(record.source.file, record.source.line))
            )
        self.links.append(BaseLink(s, kind, base.how, name, known))
