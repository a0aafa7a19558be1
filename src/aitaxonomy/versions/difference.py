"""The difference of two versions of the ontology in what they conclude, and its causes.

A conclusion that is lost had a proof, and one that is gained has one. The cause is the part of that
proof which the other version does not state. The proof confirms it: put back, it makes the
conclusion hold again, since more premises never entail less.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from aitaxonomy.inference.content import Content
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth
from aitaxonomy.store.data_files import DataFiles
from aitaxonomy.text import natural
from aitaxonomy.versions.causes import Change, ChangedStatement, Side, SideVerdict, cause
from aitaxonomy.versions.kgcl import KgclCommands, kgcl
from aitaxonomy.versions.version import Version

#: How many things are named of one cause.
_NAMED = 8
_WHAT = {
    (ENTAILED, UNKNOWN): "no longer {}", (ENTAILED, REFUTED): "now provably not {}",
    (REFUTED, UNKNOWN): "no longer ruled out as {}", (REFUTED, ENTAILED): "now {}, not so before",
    (UNKNOWN, ENTAILED): "now {}", (UNKNOWN, REFUTED): "now ruled out as {}",
}  # fmt: skip


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
    def _sides(self) -> tuple[Side, Side]:
        return self._sides_with(None)

    @cached_property
    def _own_sides(self) -> tuple[Side, Side]:
        """Both versions with the statements of the user's lists."""
        return self._sides_with(self._listed.data) if self._listed else self._sides

    def _sides_with(self, data: DataFiles | None) -> tuple[Side, Side]:
        names = {kind: self._name(kind) for kind in self.old.kinds}
        shared = {low: high for low, high in names.items() if high in self.new.kinds}
        back = {high: low for low, high in self.renamed.items()}
        kept = self.old.verdicts, self.new.verdicts
        tables = kept if data is None and all(kept) else (None, None)
        return (
            Side(self.old, data, shared, self.renamed, tables[0]),
            Side(self.new, data, {high: high for high in shared.values()}, back, tables[1]),
        )

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The terms and things, by IRI, that another has replaced, with the replacement."""
        known = self.old.replaced.items()
        return dict(each for each in self.new.replaced.items() if each not in known)

    def _name(self, name: str) -> str:
        """The name of something in the newer version."""
        return self.renamed.get(name, name)

    @cached_property
    def relabelled(self) -> dict[str, tuple[str, str]]:
        """The classes, by IRI, whose label changed, with both labels."""
        both = self.old.kinds & self.new.kinds
        labels = {
            each: (self.old.ontology.labels.get(each, ""), self.new.ontology.labels.get(each, ""))
            for each in sorted(both)
        }
        return {each: pair for each, pair in labels.items() if pair[0] != pair[1]}

    @property
    def added(self) -> tuple[str, ...]:
        """The artifacts, by IRI, that only the newer version has."""
        old, new = (side.systems for side in self._sides)
        return tuple(sorted(new - old - {*map(self._name, old)}))

    @property
    def removed(self) -> tuple[str, ...]:
        """The artifacts, by IRI, that only the older version has."""
        old, new = (side.systems for side in self._sides)
        return tuple(sorted(each for each in old - new if self._name(each) not in new))

    @property
    def kinds_added(self) -> tuple[str, ...]:
        """The classes, by IRI, that only the newer version has, except new names of old ones."""
        return tuple(sorted(self.new.kinds - self.old.kinds - {*map(self._name, self.old.kinds)}))

    @property
    def kinds_removed(self) -> tuple[str, ...]:
        """The classes, by IRI, that only the older version has, except renamed ones."""
        return tuple(
            sorted(each for each in self.old.kinds if self._name(each) not in self.new.kinds)
        )

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All conclusions that changed, by thing and kind; last those about classes.

        Those about a system of a list are its own, and those about the known system it matches.
        """
        if self._listed is None:
            return (*self._caused(self._sides), *self._of_classes())
        matched = {entry.match.iri for entry in self._entries.values() if entry.match}
        known: dict[str, list[Change]] = defaultdict(list)
        for each in self._caused(self._sides, matched):
            known[each.thing].append(each)
        own = {(c.thing, c.kind): c for c in self._caused(self._own_sides)}
        for iri, entry in self._entries.items():
            for each in known[entry.match.iri] if entry.match else ():
                own.setdefault((iri, each.kind), replace(each, thing=iri, known=each.thing))
        return tuple(own.values())

    def _caused(self, sides: tuple[Side, Side], among: set[str] | None = None) -> Iterator[Change]:
        """Yield the conclusions that differ, on request about some things alone, with causes."""
        for was, became in self._turns(sides, among):
            why = cause(*sides, was, became)
            yield Change(was.thing, was.kind, was.truth, became.truth, why, value=was.value)

    def _turns(
        self, sides: tuple[Side, Side], among: set[str] | None = None
    ) -> Iterator[tuple[SideVerdict, SideVerdict]]:
        """Yield the verdicts before and after that differ, on kinds and on links."""
        yield from _turned(*sides, self.renamed, among)
        yield from _relinked(*sides, self.renamed, among)

    def _of_classes(self) -> Iterator[Change]:
        for low, high, was, became in self.hierarchy:
            before = SideVerdict(low, high, was)
            after = SideVerdict(self._name(low), self._name(high), became)
            yield Change(low, high, was, became, cause(*self._sides, before, after))

    def proofs(self, change: Change) -> tuple[Proof | None, Proof | None]:
        """Return the proofs of the older and of the newer verdict; None for one that is unknown."""
        sides = self._sides if change.known else self._own_sides
        of = change.known or change.thing, change.kind, change.value
        return (
            None if change.before is UNKNOWN else sides[0].proof(*of),
            None if change.after is UNKNOWN else sides[1].proof(*map(self._name, of)),
        )

    def rows(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield what changed as kind, thing, verdict before and after, without its causes.

        Rows of links have property and value in the place of the kind, and rows of the hierarchy a
        kind in the place of the thing; those of systems and kinds that are gone have an asterisk.
        """
        for before, after in self._turns(self._sides):
            yield after.told, curie(before.thing), str(before.truth), str(after.truth)
        for low, high, was, became in self.hierarchy:
            yield curie(high), curie(low), str(was), str(became)
        for gone in (*self.removed, *self.kinds_removed):
            yield "*", curie(gone), "there", "gone"

    @cached_property
    def hierarchy(self) -> tuple[tuple[str, str, Truth, Truth], ...]:
        """The pairs of a class and a wider one that one version alone has, with both verdicts."""
        names = {self._name(kind): kind for kind in self.old.kinds}
        old, new = (
            {(a, b) for a, above in each.superclasses.items() for b in above if a != b}
            for each in (self.old, self.new)
        )
        was = {(self._name(a), self._name(b)) for a, b in old}
        both = names.keys() & self.new.kinds
        return tuple(
            (names[a], names[b], *((ENTAILED, UNKNOWN) if (a, b) in was else (UNKNOWN, ENTAILED)))
            for a, b in sorted(was ^ new) if a in both and b in both and a != b
        )  # fmt: skip

    def __bool__(self) -> bool:
        """Return whether any conclusion changed."""
        if self._listed:
            return bool(self.changes)
        return bool(self.hierarchy) or any(self._turns(self._sides))

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
            line = f"line {entry.line}" if entry.line else ""
            known = f"matched with {self.label(entry.match.iri)}" if entry.match else ""
            told = ", ".join(filter(None, (line, known)))
            return f"{entry.name} ({told})" if told else entry.name
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
        for was, became in self.renamed.items():
            yield f"{item}{curie(was)} gave way to {curie(became)}"
        for before, after in self.relabelled.values():
            yield f"{item}{before} is now called {after}"
        for changes in self.grouped():
            yield ""
            yield f"{item}{self.summary(changes)}"
            cause = changes[0].cause
            for version, side, premises in (
                (self.old, "gone", cause.gone), (self.new, "new", cause.new)
            ):  # fmt: skip
                for each in premises:
                    place = str(version.place(each.triple)) if each.triple else ""
                    yield f"    {side}: {each.said}" + (f" ({place})" if place else "")

    def summary(self, changes: Sequence[Change]) -> str:
        """Return the changes of a group in a line."""
        first, things = changes[0], list(dict.fromkeys(each.thing for each in changes))
        kinds = list(dict.fromkeys(each.of for each in changes))
        words = Words({iri: self.label(iri) for e in changes for iri in (e.kind, e.value) if iri})
        said = list(map(words.kind, kinds[:_NAMED]))
        more = [f"{len(kinds) - _NAMED} more kinds"] if len(kinds) > _NAMED else []
        what = _WHAT[first.before, first.after].format(natural([*said, *more]))
        count = f", {len(changes)} conclusions" if len(changes) > 1 else ""
        return f"{self._named(things)}: {what} ({first.cause.tag}{count})"

    def _named(self, iris: Sequence[str]) -> str:
        names = [self.label(each) for each in iris[:_NAMED]]
        more = len(iris) - len(names)
        return natural([*names, f"{more} more"] if more else names)

    def to_kgcl(self) -> KgclCommands:
        """Return the changed statements as commands of KGCL, as far as it has commands for them."""
        return kgcl(self.old, self.new)

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
            "renamed": {curie(was): curie(became) for was, became in self.renamed.items()},
            "changes": [
                {
                    "thing": curie(each.thing),
                    "label": self.label(each.thing),
                    "kind": curie(each.kind),
                    **({"value": curie(each.value)} if each.value else {}),
                    "before": str(each.before),
                    "after": str(each.after),
                    "cause": each.cause.tag,
                    "confirmed": each.cause.confirmed,
                    "gone": [premise(p) for p in each.cause.gone],
                    "came": [premise(p) for p in each.cause.new],
                }
                for each in self.changes
            ],
        }


def _turned(
    old: Side, new: Side, names: Mapping[str, str], among: set[str] | None = None
) -> Iterator[tuple[SideVerdict, SideVerdict]]:
    """Yield the verdicts before and after that differ, each with thing and kind.

    Among some things are also those that one version alone has.
    """
    if among is None:
        among = {each for each in old.things if names.get(each, each) in new.things}
    turned = list[tuple[str, str, Truth, Truth]]()
    for kind, other in old.kinds.items():
        was, now = old.verdicts(kind), new.verdicts(other)
        for thing in among:
            before = was.get(thing, UNKNOWN)
            after = now.get(names.get(thing, thing), UNKNOWN)
            if before is not after:
                turned.append((thing, kind, before, after))
    for thing, kind, before, after in sorted(turned):
        renamed = SideVerdict(names.get(thing, thing), old.kinds[kind], after)
        yield SideVerdict(thing, kind, before), renamed


def _relinked(
    old: Side, new: Side, names: Mapping[str, str], among: set[str] | None = None
) -> Iterator[tuple[SideVerdict, SideVerdict]]:
    """Yield the links that follow in one version and do not hold in the other.

    Both versions have their ends. A statement about a link is not a conclusion.
    """
    back = {high: low for low, high in names.items()}
    was = {tuple(names.get(each, each) for each in link): new for link, new in old.links.items()}
    for thing, prop, value in sorted(was.keys() ^ new.links.keys()):
        now = thing, prop, value
        before = tuple(back.get(each, each) for each in now)
        follows = was[now] if now in was else new.links[now]
        both = old.named.issuperset(before) and new.named.issuperset(now)
        if follows and both and (among is None or before[0] in among):
            truths = (ENTAILED, UNKNOWN) if now in was else (UNKNOWN, ENTAILED)
            yield (
                SideVerdict(before[0], before[1], truths[0], before[2]),
                SideVerdict(thing, prop, truths[1], value),
            )
