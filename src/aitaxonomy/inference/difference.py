"""The difference of two versions of the ontology in what they conclude, and its causes.

A conclusion that is lost had a proof, and one that is gained has one. The cause is the part of that
proof which the other version does not state. The proof confirms it: put back, it makes the
conclusion hold again, since more premises never entail less.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from aitaxonomy.graph.membership import ARTIFACT
from aitaxonomy.inference.content import Content
from aitaxonomy.inference.versions import Version
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.rdf.ntriples import Triple
from aitaxonomy.reasoning.evaluation.closure import Closure
from aitaxonomy.reasoning.proofs.render import carrier
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth
from aitaxonomy.store.data_files import DataFiles
from aitaxonomy.text import natural

#: How many things are named of one cause.
_NAMED = 8
_WHAT = {
    (ENTAILED, UNKNOWN): "no longer {}", (ENTAILED, REFUTED): "now provably not {}",
    (REFUTED, UNKNOWN): "no longer ruled out as {}", (REFUTED, ENTAILED): "now {}, not so before",
    (UNKNOWN, ENTAILED): "now {}", (UNKNOWN, REFUTED): "now ruled out as {}",
}  # fmt: skip


class ChangedStatement(NamedTuple):
    """A statement that one of two versions makes.

    Attributes:
        said: the statement in words.
        pattern: the statement in words, with "it" for the thing that it is about.
        sort: "fact", "convention" or "definition".
        triple: the statement that carries it, if one does.

    """

    said: str
    pattern: str
    sort: str
    triple: Triple | None


class Cause(NamedTuple):
    """Why a conclusion changed: what is no longer stated, and what is stated now."""

    gone: tuple[ChangedStatement, ...] = ()
    new: tuple[ChangedStatement, ...] = ()

    @property
    def tag(self) -> str:
        """The sort of change, such as "fact withdrawn"."""
        sorts = {each.sort for each in (*self.gone, *self.new)}
        if not sorts:
            return "not found"
        if "definition" in sorts:
            return "definition changed"
        if "convention" in sorts:
            return "convention changed"
        if not self.new:
            return "fact withdrawn"
        return "fact corrected" if self.gone else "fact added"

    @property
    def pattern(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The cause in words, without the names of the things that it is about."""
        return (
            tuple(sorted({each.pattern for each in self.gone})),
            tuple(sorted({each.pattern for each in self.new})),
        )


@dataclass(frozen=True)
class Change:
    """A conclusion that two versions do not share.

    Attributes:
        thing: the IRI of a thing.
        kind: the IRI of a class, as the older version calls it.
        before: the older verdict.
        after: the newer verdict.
        cause: why it changed.

    """

    thing: str
    kind: str
    before: Truth
    after: Truth
    cause: Cause


class Difference:
    """The conclusions about things in both of two versions that differ, each with its cause.

    Args:
        old: the older version.
        new: the newer one.
        listed: content with a user's lists; only changes about their systems are then returned.

    """

    def __init__(self, old: Version, new: Version, listed: Content | None = None) -> None:
        self.old, self.new, self._listed = old, new, listed
        self._entries = {
            iri: entry
            for found in (listed.imports if listed else ())
            for iri, entry in found.entries.items()
        }

    @cached_property
    def _sides(self) -> tuple[_Side, _Side]:
        return self._sides_with(None)

    def _sides_with(self, data: DataFiles | None) -> tuple[_Side, _Side]:
        names = {kind: self._renamed(kind) for kind in self.old.kinds}
        shared = {low: high for low, high in names.items() if high in self.new.kinds}
        return (
            _Side(self.old, data, shared),
            _Side(self.new, data, {high: high for high in shared.values()}),
        )

    def _renamed(self, name: str) -> str:
        """The name of something in the newer version."""
        return self.new.replaced.get(name, name)

    @property
    def added(self) -> tuple[str, ...]:
        """The artifacts, by IRI, that only the newer version has."""
        old, new = (side.things for side in self._sides)
        return tuple(sorted(new - old))

    @property
    def removed(self) -> tuple[str, ...]:
        """The artifacts, by IRI, that only the older version has."""
        old, new = (side.things for side in self._sides)
        return tuple(sorted(old - new))

    @property
    def kinds_added(self) -> tuple[str, ...]:
        """The classes, by IRI, that only the newer version has, new names of old ones apart."""
        return tuple(sorted(self.new.kinds - {*map(self._renamed, self.old.kinds)}))

    @property
    def kinds_removed(self) -> tuple[str, ...]:
        """The classes, by IRI, that only the older version has, renamed ones apart."""
        return tuple(
            sorted(each for each in self.old.kinds if self._renamed(each) not in self.new.kinds)
        )

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All conclusions that changed, by thing and kind.

        Those about a system of a list are its own, and those about the known system it matches.
        """
        if self._listed is None:
            return tuple(_changes(*self._sides))
        matched = {entry.match.iri for entry in self._entries.values() if entry.match}
        found = _changes(*self._sides, among=matched)
        known: dict[str, list[Change]] = defaultdict(list)
        for each in found:
            known[each.thing].append(each)
        own = {(c.thing, c.kind): c for c in _changes(*self._sides_with(self._listed.data))}
        for iri, entry in self._entries.items():
            for each in known[entry.match.iri] if entry.match else ():
                own.setdefault((iri, each.kind), replace(each, thing=iri))
        return tuple(own.values())

    def rows(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield what changed as kind, thing, verdict before and after, without its causes.

        Rows of the hierarchy have a kind in the place of the thing, and rows of systems and kinds
        that are gone an asterisk in the place of the kind.
        """
        for thing, kind, _, before, after in _turned(*self._sides):
            yield curie(kind), curie(thing), str(before), str(after)
        for low, high, was, became in self.hierarchy:
            yield curie(high), curie(low), str(was), str(became)
        for gone in (*self.removed, *self.kinds_removed):
            yield "*", curie(gone), "there", "gone"

    @cached_property
    def hierarchy(self) -> tuple[tuple[str, str, Truth, Truth], ...]:
        """The pairs of a class and a wider one that one version alone has, with both verdicts."""
        both = self.old.kinds & self.new.kinds
        old, new = (
            {(a, b) for a, above in each.superclasses.items() for b in above if a != b}
            for each in (self.old, self.new)
        )
        pairs = sorted(pair for pair in old ^ new if both.issuperset(pair))
        return tuple(
            (*pair, *((ENTAILED, UNKNOWN) if pair in old else (UNKNOWN, ENTAILED)))
            for pair in pairs
        )

    def __bool__(self) -> bool:
        """Return whether any conclusion changed."""
        return bool(self.changes or self.hierarchy)

    def grouped(self) -> list[tuple[Change, ...]]:
        """Return the changes in groups of one cause and the same verdicts, larger groups first."""
        found: dict[Any, list[Change]] = defaultdict(list)
        for each in self.changes:
            found[each.cause.tag, each.cause.pattern, each.before, each.after].append(each)
        return sorted(map(tuple, found.values()), key=lambda group: -len(group))

    def questions(self, folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
        """Yield each question in a folder whose rows changed, with the rows lost and gained.

        The questions are files of SPARQL (`*.rq`) with our prefixes; rows are texts.
        """
        for path in sorted(folder.glob("*.rq")):
            query = path.read_text(encoding="utf-8")
            old, new = (
                {" | ".join(map(str, row)) for row in each.whole.select(query).rows}
                for each in (self.old, self.new)
            )
            if old != new:
                yield path.stem, sorted(old - new), sorted(new - old)

    # --- for people and programs

    def label(self, iri: str) -> str:
        """Return what a thing or kind is called, in the newer version if it is there."""
        if entry := self._entries.get(iri):
            known = f" (matched with {self.label(entry.match.iri)})" if entry.match else ""
            return entry.name + known
        labels = self.new.ontology.labels.get(iri) or self.old.ontology.labels.get(iri)
        return labels or curie(iri)

    def __str__(self) -> str:
        return "\n".join(self._lines("", "  "))

    def to_markdown(self) -> str:
        """Return the difference as a section of a changelog."""
        return "\n".join(self._lines("### ", "- ")) + "\n"

    def _lines(self, heading: str, item: str) -> Iterator[str]:
        tags = Counter(each.cause.tag for each in self.changes)
        many = f"{len(self.changes)} conclusions" if len(self.changes) != 1 else "1 conclusion"
        yield f"{heading}From {self.old.name} to {self.new.name}: {many} changed"
        yield ""
        for tag, count in tags.most_common():
            yield f"{item}{tag}: {count}"
        for text, iris in (
            ("new systems", self.added), ("systems that are gone", self.removed),
            ("new kinds", self.kinds_added), ("kinds that are gone", self.kinds_removed),
        ):  # fmt: skip
            if iris:
                yield f"{item}{text}: {len(iris)} ({self._named(iris)})"
        for low, high, _, after in self.hierarchy:
            does = "now" if after is ENTAILED else "no longer"
            yield f"{item}{self.label(low)} is {does} narrower than {self.label(high)}"
        for changes in self.grouped():
            yield ""
            yield f"{item}{self._summary(changes)}"
            cause = changes[0].cause
            for version, side, premises in (
                (self.old, "gone", cause.gone), (self.new, "new", cause.new)
            ):  # fmt: skip
                for each in premises:
                    place = str(version.place(each.triple)) if each.triple else ""
                    yield f"    {side}: {each.said}" + (f" ({place})" if place else "")

    def _summary(self, changes: Sequence[Change]) -> str:
        """The changes of a group, in a line."""
        first, things = changes[0], list(dict.fromkeys(each.thing for each in changes))
        kinds = list(dict.fromkeys(each.kind for each in changes))
        said = [Words({kind: self.label(kind)}).kind(ax.Named(kind)) for kind in kinds[:_NAMED]]
        more = [f"{len(kinds) - _NAMED} more kinds"] if len(kinds) > _NAMED else []
        what = _WHAT[first.before, first.after].format(natural([*said, *more]))
        count = f", {len(changes)} conclusions" if len(changes) > 1 else ""
        return f"{self._named(things)}: {what} ({first.cause.tag}{count})"

    def _named(self, iris: Sequence[str]) -> str:
        names = [self.label(each) for each in iris[:_NAMED]]
        more = len(iris) - len(names)
        return natural([*names, f"{more} more"] if more else names)

    def to_json(self) -> dict[str, Any]:
        """Return the difference as JSON."""

        def premise(each: ChangedStatement) -> dict[str, Any]:
            return {"said": each.said, "sort": each.sort, "statement": each.triple}

        return {
            "old": self.old.name,
            "new": self.new.name,
            "added": [curie(each) for each in self.added],
            "removed": [curie(each) for each in self.removed],
            "kinds_added": [curie(each) for each in self.kinds_added],
            "kinds_removed": [curie(each) for each in self.kinds_removed],
            "hierarchy": [
                {"kind": curie(a), "wider": curie(b), "before": str(before), "after": str(after)}
                for a, b, before, after in self.hierarchy
            ],
            "changes": [
                {
                    "thing": curie(each.thing),
                    "label": self.label(each.thing),
                    "kind": curie(each.kind),
                    "before": str(each.before),
                    "after": str(each.after),
                    "cause": each.cause.tag,
                    "gone": [premise(p) for p in each.cause.gone],
                    "came": [premise(p) for p in each.cause.new],
                }
                for each in self.changes
            ],
        }


class _Side:
    """One of two versions: its verdicts, and what its proofs rest on.

    Args:
        version: the version.
        data: the data that it concludes about, if any.
        kinds: the kinds that are compared, each with its name in the newer version.

    """

    def __init__(self, version: Version, data: DataFiles | None, kinds: Mapping[str, str]) -> None:
        self.version, self.kinds, self._data = version, kinds, data
        self._table = None if data else version.verdicts

    @cached_property
    def _words(self) -> Words:
        return Words(self.version.ontology.labels)

    @cached_property
    def _closure(self) -> Closure:
        return self.version.inference(self._data).closure()

    @cached_property
    def _members(self) -> dict[Truth, dict[str, set[str]]]:
        return {
            ENTAILED: {kind: {*self._closure.members(kind)} for kind in self.kinds},
            REFUTED: {kind: {*self._closure.non_members(kind)} for kind in self.kinds},
        }

    @cached_property
    def things(self) -> set[str]:
        """The IRIs of what is concluded about: the artifacts, or the subjects of the data."""
        if self._data:
            return {*self._closure.subjects} - self.version.ontology.individuals
        if self._table:
            return {*self._table.things}
        return {*self._closure.members(ARTIFACT)}

    def truth(self, thing: str, kind: str) -> Truth:
        """Return the verdict on a thing and a kind."""
        if self._table:
            return self._table.truth(thing, kind) or UNKNOWN
        for truth, members in self._members.items():
            if thing in members[kind]:
                return truth
        return UNKNOWN

    def only(
        self, thing: str, kind: str, truth: Truth, other: _Side
    ) -> tuple[ChangedStatement, ...]:
        """Return what a verdict rests on here, and the other version does not state."""
        proof = self._closure.why(thing, kind) if truth is not UNKNOWN else None
        gone = [] if proof is None else [
            each for each in proof.axioms if each not in other.version.stated
        ]  # fmt: skip
        return tuple(self._worded(each) for each in gone if each in self.version.stated)

    def _worded(self, axiom: ax.Axiom) -> ChangedStatement:
        said = self._words.axiom(axiom)
        triple = self.version.ontology.origin.get(axiom) or carrier(axiom)
        if not isinstance(axiom, ax.ClassAssertion | ax.PropertyAssertion):
            return ChangedStatement(said, said, "definition", triple)
        sort = "convention" if triple in self.version.conventional else "fact"
        subject = axiom.individual if isinstance(axiom, ax.ClassAssertion) else axiom.subject
        pattern = Words({**self._words.labels, subject: "it"}).axiom(axiom)
        return ChangedStatement(said, pattern, sort, triple)


def _turned(
    old: _Side, new: _Side, among: set[str] | None = None
) -> Iterator[tuple[str, str, str, Truth, Truth]]:
    """Yield thing, kind, the kind's newer name, and both verdicts, where these differ."""
    both = old.things & new.things
    for thing in sorted(both if among is None else both & among):
        for kind, other in sorted(old.kinds.items()):
            before, after = old.truth(thing, kind), new.truth(thing, other)
            if before is not after:
                yield thing, kind, other, before, after


def _changes(old: _Side, new: _Side, among: set[str] | None = None) -> Iterator[Change]:
    """Yield the conclusions that differ, on request about some things alone, with their causes."""
    for thing, kind, other, before, after in _turned(old, new, among):
        gone, came = old.only(thing, kind, before, new), new.only(thing, other, after, old)
        yield Change(thing, kind, before, after, Cause(gone, came))
