"""Answers "is X Y": reads the words, decides in the everyday or the strict sense, and says why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from aitaxonomy.answers.everyday import (
    FAMILY,
    FOUR_IN_FIVE,
    KNOWN_MEMBERS,
    MODEL,
    ORGANIZATION,
    SYSTEM,
    Everyday,
    Standing,
)
from aitaxonomy.answers.judge import Judge, conventions_of
from aitaxonomy.errors import UnknownTerm
from aitaxonomy.graph.lexicon import bare
from aitaxonomy.graph.mappings import Mapping, foreign
from aitaxonomy.graph.predicates import Between, Expression, Reading, Saying
from aitaxonomy.graph.term import Term
from aitaxonomy.inference.content import Content
from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.namespaces import RDF, expand
from aitaxonomy.rdf.ntriples import angled
from aitaxonomy.reasoning.verdict import (
    ENTAILED,
    REFUTED,
    UNKNOWN,
    Ground,
    Members,
    Missing,
    Truth,
    Verdict,
)
from aitaxonomy.text import natural, with_article

if TYPE_CHECKING:
    from aitaxonomy.reasoning.proofs.proof import Proof

#: How many members, parts or exceptions a sentence names.
_NAMED = 3
#: The least number of members that speak for a kind.
_MANY = 10
#: The days on which a link ended.
_ENDS = """SELECT ?day { ?note owl:annotatedSource ?s ; owl:annotatedProperty ?p ;
  owl:annotatedTarget ?o ; ait:until ?day }"""
_LITERALS = "SELECT ?o { ?s ?p ?o }"


def as_mapped(found: Verdict, reading: Reading, predicate: Saying) -> Verdict:
    """Return a verdict with the mappings by which identifiers of other vocabularies were read.

    Only an exact mapping carries a verdict over: what is close, wider or narrower is not the same.
    """
    mapped = [each.mapped for each in (reading, predicate) if each.mapped]
    if not mapped:
        return found
    found = replace(found, read_as=(*found.read_as, *(each.said for each in mapped)))
    if all(each.is_exact for each in mapped):
        return found
    note = f"that is not the same; of our terms the verdict is {found.verdict}"
    return replace(
        found, verdict=UNKNOWN, note=note, strict=None, members=None, grounds=(), proves=None,
        _prove=lambda: None, _miss=tuple, _rests_on=lambda _: (),
    )  # fmt: skip


class Senses:
    """Gives verdicts on things and predicates in plain words, or strict ones.

    Args:
        content: what is asked.
        conventions: whether conventions count, those of everyday speech included.

    >>> str(Senses(Content()).verdict("ChatGPT", "LLM").verdict)
    'entailed'
    >>> str(Senses(Content()).verdict("ChatGPT", "ait:LLM").verdict)
    'refuted'

    """

    def __init__(self, content: Content, *, conventions: bool = True) -> None:
        self._content, self._conventions = content, conventions
        self.judge = Judge(content, conventions=conventions)

    @cached_property
    def everyday(self) -> Everyday:
        """The judge of the everyday sense."""
        return Everyday(self._content.store, self.judge.truth, conventions=self._conventions)

    def verdict(self, thing: str | Term, kind: str | Term, *, strict: bool = False) -> Verdict:
        """Tell whether a thing is what a predicate says; see `Taxonomy.is_a`."""
        predicate = self.predicate(kind, strict=strict)
        reading = self.fitting(thing, predicate)
        return as_mapped(self.of(reading, predicate), reading, predicate)

    def of(self, reading: Reading, predicate: Saying) -> Verdict:
        """Return the verdict on what a name stands for and a predicate."""
        read_as = tuple(each for each in (reading.read_as, predicate.read_as) if each)
        if self.is_class(reading.bearers[0]):
            found = self.quantified(reading.bearers[0], "as a rule", predicate)
        elif predicate.strict:
            found = self._strict(reading, predicate)
        else:
            found = self.of_bearers(reading.bearers, predicate)
        return replace(found, read_as=read_as, _link=self._content.links)

    # --- reading words

    def predicate(self, kind: str | Term, *, strict: bool = False) -> Saying:
        """Read a predicate; a `Term`, a CURIE or an IRI is strict; so are all words on request."""
        names = self._content.names
        if isinstance(kind, Term):
            iri = names.current(kind.iri)
            return Saying(ax.Named(iri), iri, names.label(iri), strict=True)
        address = bare(kind)
        if mapped := self._mapped(address):
            iri = mapped.subject
            words = with_article(names.label(iri))
            return Saying(ax.Named(iri), iri, words, strict=True, mapped=mapped)
        exactly = strict or expand(address) is not None
        if exactly or names.former(address):
            iri = names.find(kind if strict else address)
            return Saying(ax.Named(iri), iri, with_article(names.label(iri)), strict=exactly)
        try:
            return self._content.lexicon.predicate(kind)
        except UnknownTerm:
            if not self._content.added or kind not in names:
                raise
            iri = names.find(kind)
            return Saying(ax.Named(iri), iri, with_article(names.label(iri)))

    def thing(self, name: str | Term, *, a_kind: bool = False) -> Reading:
        """Read the name of a thing.

        If the label of a thing in the data also names another, shipped system, the thing in the
        data is meant. Any other shipped term comes first. With `a_kind` classes come before
        systems, as after "every" or "some".
        """
        if isinstance(name, Term):
            return Reading((self._content.names.current(name.iri),))
        content = self._content
        if content.names.former(bare(name)):
            return Reading((content.names.find(bare(name)),))
        if mapped := self._mapped(name):
            return Reading((mapped.subject,), mapped=mapped)
        if a_kind and (kind := content.lexicon.kind(name)):
            return Reading((kind,))
        if expand(name) is not None:
            return Reading((content.names.find(name),))
        own = self._own(name) if content.added else None
        return Reading((own,)) if own else content.lexicon.thing(name)

    def _mapped(self, name: str) -> Mapping | None:
        """Return the mapping of a foreign identifier about which the data say nothing."""
        return None if ":" not in name or name in self._content.names else foreign(name)

    def fitting(self, name: str | Term, predicate: Saying) -> Reading:
        """Read the name of a thing together with what is said of it.

        "Transformer" is a kind of artifact, but in "a transformer is an architecture" a value.
        """
        lexicon = self._content.lexicon
        if isinstance(name, Term) or predicate.strict or not lexicon.is_sort(predicate.kind):
            return self.thing(name)
        value = lexicon.value(name)
        return Reading((value,)) if value else self.thing(name)

    def _own(self, name: str) -> str | None:
        """Return what a name means in the data; None for what is shipped."""
        content = self._content
        found = content.inference.additions.find(name)
        if content.lexicon.knows(name):
            if found is None:
                return None
            shipped = content.lexicon.thing(name).bearers
            same = content.inference.additions.matched(found) & {*shipped}
            return None if same or self.is_class(shipped[0]) else found
        return content.names.get(name) if found is None else found

    def is_class(self, iri: str) -> bool:
        """Tell whether an IRI is that of a class."""
        return self._content.store.ask("ASK { ?this a owl:Class }", this=iri)

    def is_family(self, iri: str) -> bool:
        """Tell whether an IRI is that of a family of models."""
        return self.everyday.level(iri) == FAMILY

    def is_organization(self, iri: str) -> bool:
        """Tell whether an IRI is that of an organization."""
        return self.everyday.level(iri) == ORGANIZATION

    def _members(self, kind: str) -> list[str]:
        return self.judge.all_members(kind) if self.is_class(kind) else self.everyday.members(kind)

    # --- deciding

    def _strict(self, reading: Reading, predicate: Saying) -> Verdict:
        found = [self.judge.verdict(iri, predicate.iri) for iri in reading.bearers]
        return next((each for each in found if each), found[0])

    def quantified(self, kind: str, quantifier: str, predicate: Saying) -> Verdict:
        """Tell whether every, some, most, or no members of a kind are what a predicate says.

        Args:
            kind: the IRI of the class, or of a family of models.
            quantifier: "every", "not every", "some", "no" or "most"; "as a rule" for a kind that is
                spoken of without any of them, as in "LLMs are neural networks".
            predicate: what is said of its members.

        """
        if quantifier == "as a rule":
            found = self._as_a_rule(kind, predicate)
        elif quantifier in ("every", "not every"):
            all_ = self._every if self.is_class(kind) else self._every_member
            found = all_(kind, predicate)
        else:
            found = self._counted(kind, quantifier == "most", predicate)
        if quantifier in ("not every", "no"):
            turned = {ENTAILED: REFUTED, REFUTED: ENTAILED, UNKNOWN: UNKNOWN}[found.verdict]
            found = replace(found, verdict=turned, strict=None)
        return replace(found, _link=self._content.links)

    def _every(self, kind: str, predicate: Saying) -> Verdict:
        if predicate.kind:
            found = self.judge.verdict(
                kind,
                predicate.kind,
                None
                if predicate.strict
                else (lambda thing: self.everyday.finding(thing, predicate.of).truth is REFUTED),
            )
            beside = None if predicate.strict else found
            sense = "strict" if predicate.strict else "everyday"
            found = replace(found, sense=sense, strict=beside, predicate=predicate.words)
            by_level = found.verdict is REFUTED and self._only_by_level(kind, predicate.kind)
            if predicate.strict or not (by_level or found.verdict is UNKNOWN):
                return found
            # Nothing says so of all; what is so of the known ones is worth telling.
            count = self.everyday.count(self._members(kind), predicate.of)
            if count.refuted and by_level:
                return found
            return replace(
                found, verdict=UNKNOWN, note=self._tally(kind, count), members=count,
                _prove=lambda: None,
            )  # fmt: skip
        count = self.everyday.count(self._members(kind), predicate.of)
        found = self._by_count(kind, predicate, count, REFUTED if count.refuted else UNKNOWN)
        if isinstance(predicate.of, Between) or count.refuted or count.unknown:
            return found
        by_definition = self.judge.of_all(kind, predicate.of, predicate.iri)
        if not by_definition:
            return found
        return replace(found, verdict=ENTAILED, _prove=lambda: by_definition.proof)

    def _every_member(self, family: str, predicate: Saying) -> Verdict:
        """Return the verdict on all members of a family, taking the known ones for all of them."""
        count = self.everyday.count(self._members(family), predicate.of)
        if count.refuted:
            return self._by_count(family, predicate, count, REFUTED)
        if count.unknown or not count.entailed or not self._conventions:
            return self._by_count(family, predicate, count, UNKNOWN)
        return self._by_count(family, predicate, count, ENTAILED, (KNOWN_MEMBERS,))

    def _only_by_level(self, kind: str, other: str) -> bool:
        """Tell whether families and products among its members may be all that refutes a kind."""
        above = self.everyday.above(kind)
        return MODEL in self.everyday.above(other) and not {FAMILY, SYSTEM} & {*above}

    def _as_a_rule(self, kind: str, predicate: Saying) -> Verdict:
        """Return the verdict on all members, or, if that is open, on the known ones."""
        found = self._every(kind, predicate)
        count = found.members
        if found.verdict is not UNKNOWN or not self._conventions or count is None:
            return found
        if count.verdict is not ENTAILED or count.decided < _MANY:
            return found
        by_count = self._by_count(kind, predicate, count, ENTAILED, (FOUR_IN_FIVE,))
        return replace(by_count, strict=found.strict)

    def _counted(self, kind: str, most: bool, predicate: Saying) -> Verdict:
        """Return the verdict on whether some, or most, known members of a class are so."""
        count = self.everyday.count(self._members(kind), predicate.of)
        if most and count.decided:
            truth = ENTAILED if 2 * len(count.entailed) > count.decided else REFUTED
        elif count.entailed:
            truth = ENTAILED
        elif not self.is_class(kind):
            if count.refuted and not count.unknown and self._conventions:
                return self._by_count(kind, predicate, count, REFUTED, (KNOWN_MEMBERS,))
            truth = UNKNOWN
        else:
            denied = ax.Not(ax.Named(predicate.kind))
            if predicate.kind and (apart := self.judge.of_all(kind, denied, predicate.kind)):
                found = self._by_count(kind, predicate, count, UNKNOWN)
                return replace(found, verdict=REFUTED, _prove=lambda: apart.proof)
            truth = UNKNOWN
        return self._by_count(kind, predicate, count, truth)

    def _by_count(
        self,
        kind: str,
        predicate: Saying,
        count: Members,
        truth: Truth,
        conventions: tuple[str, ...] = (),
    ) -> Verdict:
        """A verdict on the members of a class, with the best known one that shows it."""
        shown = {ENTAILED: count.entailed, REFUTED: count.refuted, UNKNOWN: ()}[truth]
        found = self.finding(shown[0], predicate) if shown else Standing(UNKNOWN)
        prove, _ = self._reasons(shown[0] if shown else kind, predicate, found, None)
        note = self._tally(kind, count)
        if shown:
            note += f"; for one, {self._label(shown[0])}"
        return Verdict(
            kind, predicate.iri, truth, prove, tuple, "everyday", None, predicate.words, note,
            count, self._grounds(found), (),
            lambda proof: (*conventions, *self._conventions_of(found, proof)),
        )  # fmt: skip

    def _tally(self, kind: str, count: Members) -> str:
        return (
            f"of the known members of {self._label(kind)}, {len(count.entailed)} are, "
            f"{len(count.refuted)} are not and {len(count.unknown)} are undecided"
        )

    def _conventions_of(self, found: Standing, proof: Proof | None) -> tuple[str, ...]:
        of_proof = conventions_of(self._content.store, proof)
        return tuple(dict.fromkeys((*found.conventions, *of_proof)))

    def of_bearers(self, bearers: Sequence[str], predicate: Saying) -> Verdict:
        """Return the verdict on a name: of its bearers, those count that can be of the kind."""
        found = {iri: self.finding(iri, predicate) for iri in bearers}
        able = [iri for iri in bearers if not self._wrong_level(iri, predicate, found[iri])]
        able = able or list(bearers)
        decided = [iri for iri in able if found[iri].truth is not UNKNOWN] or able
        if len({found[iri].truth for iri in decided}) > 1:
            # Of a line of models some are so, and so is what is called like it: "Gemini".
            decided = [iri for iri in decided if not _in_part(found[iri])] or decided
        if len({found[iri].truth for iri in decided}) == 1:
            first = max(decided, key=lambda iri: found[iri].members is not None)
            return self._told(first, predicate, found[first])
        sides = [f"{self._label(iri)}: {found[iri].truth}" for iri in decided]
        note = f"several things have this name: {'; '.join(sides)}"
        return replace(self._told(decided[0], predicate, Standing(UNKNOWN)), note=note, strict=None)

    def _wrong_level(self, thing: str, predicate: Saying, found: Standing) -> bool:
        """Return whether the level alone excludes a thing from a kind."""
        if found.truth is not REFUTED or not predicate.kind:
            return False
        above = self.everyday.above(predicate.kind)
        level = self.everyday.level(thing)
        others = {SYSTEM, FAMILY, MODEL} - {level}
        # A family can be of the kinds of its members.
        return bool(others & {*above}) and not (level == FAMILY and MODEL in above)

    def finding(self, thing: str, predicate: Saying) -> Standing:
        """Return what is found of a thing (IRI) and a predicate in the everyday sense."""
        if not self.everyday.is_artifact(thing):
            return self.everyday.of_value(thing, (predicate.of, *predicate.also))
        first = self.everyday.finding(thing, predicate.of)
        if first.truth is not ENTAILED:
            for other in predicate.also:
                more = self.everyday.finding(thing, other)
                if more.truth is ENTAILED or (first.truth is UNKNOWN and _is_kind(other, more)):
                    return more
        return first

    # --- saying why

    def _told(self, thing: str, predicate: Saying, found: Standing) -> Verdict:
        strict = self.judge.verdict(thing, predicate.kind) if predicate.kind else None
        prove, missing = self._reasons(thing, predicate, found, strict)
        grounds = self._grounds(found)
        return Verdict(
            thing,
            predicate.iri,
            found.truth,
            prove,
            missing,
            "everyday",
            strict,
            predicate.words,
            self.note(thing, predicate, found),
            found.members,
            grounds,
            (),
            lambda proof: self._conventions_of(found, proof),
            proves=None if found.proved == (thing, predicate.kind) else found.proved,
        )

    def _reasons(
        self, thing: str, predicate: Saying, found: Standing, strict: Verdict | None
    ) -> tuple[Callable[[], Proof | None], Callable[[], tuple[Missing, ...]]]:
        """Return the proof of a finding, and the facts that would decide it."""
        missing: Callable[[], tuple[Missing, ...]] = tuple
        if found.truth is UNKNOWN:
            missing = partial(self._wanted, predicate.of)
            if strict is not None:
                missing = lambda: strict.missing  # noqa: E731
        if found.proved is None:
            return (lambda: None), missing
        subject, kind = found.proved
        if found.truth is UNKNOWN:
            wide = kind != predicate.kind
            return (lambda: None), (
                (lambda: self.judge.verdict(subject, kind).missing) if wide else missing
            )
        if strict is not None and (subject, kind) == (thing, predicate.kind):
            return (lambda: strict.proof), tuple
        return (lambda: self.judge.verdict(subject, kind).proof), tuple

    def _wanted(self, of: Expression) -> tuple[Missing, ...]:
        """Return the property that would decide a predicate of values."""
        from aitaxonomy.owl.writers.english import Words

        match of:
            case Between(days):
                return (Missing(days[0], "its release date"),)
            case ax.HasValue(role) | ax.Some(role):
                words = Words(self._content.shipped.names.labels)
                return (Missing(role.iri, words.wanted(role.iri, is_class=False)),)
        return ()

    def _grounds(self, found: Standing) -> tuple[Ground, ...]:
        return tuple(self._ground(*each) for each in found.grounds)

    def _ground(self, subject: str, prop: str, value: str) -> Ground:
        """A statement in words, with its place."""
        label = self._label
        is_iri = expand(value) is not None and ":" in value and "//" in value
        said = "is a" if prop == RDF + "type" else label(prop)
        text = f"{label(subject)}: {said} {label(value) if is_iri else value}"
        if is_iri:
            ends = self._content.store.select(_ENDS, s=subject, p=prop, o=value).rows
            text += "".join(f", until {day}" for day in sorted({str(row[0]) for row in ends})[-1:])
        for target in [angled(value)] if is_iri else self._literals(subject, prop, value):
            location = self._content.locate((subject, prop, target.strip("<>")))
            if location:
                return Ground(text, location)
        return Ground(text)

    def _literals(self, subject: str, prop: str, value: str) -> list[str]:
        terms = self._content.store.select(_LITERALS, s=subject, p=prop).terms
        return [str(row[0]) for row in terms if getattr(row[0], "value", "") == value]

    def note(self, thing: str, predicate: Saying, found: Standing) -> str:
        """Return a finding in a sentence, "" if the verdict and its proof say all."""
        label = self._label
        if found.members is not None:
            return self._of_family(thing, found)
        if found.powered_by:
            return f"{label(thing)} is powered by {self._some(found.powered_by)}"
        if found.proved and predicate.kind and found.proved[1] != predicate.kind:
            if found.truth is ENTAILED:
                kinds = self.judge.kinds_below(thing, found.proved[1]) or [found.proved[1]]
                return f"{label(thing)} is {natural([with_article(label(k)) for k in kinds])}"
            if found.truth is REFUTED:
                return f"{label(thing)} is not {with_article(label(found.proved[1]))}"
        return f"compared with {predicate.beside}" if predicate.beside else ""

    def _of_family(self, thing: str, found: Standing) -> str:
        """A family by its members: "43 of 47 decided members of GPT; not GPT-1 ..."."""
        count = found.members
        assert count is not None
        yes, of = len(count.entailed), count.decided
        share = "none of the" if not yes else "all" if yes == of > 1 else f"{yes} of"
        sort = "members of" if self.is_family(thing) else "artifacts on record for"
        said = f"{share} {of} decided {sort} {self._label(thing)}"
        if found.truth is UNKNOWN:
            said = f"in part: {said}"
        if count.exceptions:
            word = {ENTAILED: "not", REFUTED: "but"}.get(found.truth, "among the fewer")
            said += f"; {word} {self._some(count.exceptions)}"
        return said + (f"; {len(count.unknown)} undecided" if count.unknown else "")

    def _some(self, iris: Sequence[str]) -> str:
        """Some labels, and the number of the others."""
        shown = [self._label(iri) for iri in iris[:_NAMED]]
        more = len(iris) - len(shown)
        return f"{', '.join(shown)} and {more} more" if more else natural(shown)

    def _label(self, iri: str) -> str:
        names = self._content.shipped.names
        return names.labels.get(iri) or self._content.links(iri).text


def _in_part(found: Standing) -> bool:
    """Return whether a line of models is refuted, though some of its models are so."""
    return found.truth is REFUTED and found.members is not None and bool(found.members.entailed)


def _is_kind(of: Expression, found: Standing) -> bool:
    return isinstance(of, ax.Named) and found.truth is not UNKNOWN
