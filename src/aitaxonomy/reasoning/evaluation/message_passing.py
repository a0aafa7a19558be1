"""What individuals tell each other over links: the messages of the rules, as joins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.chaining.individual_types import Patterns
from aitaxonomy.reasoning.chaining.rule_classifier import Message
from aitaxonomy.reasoning.chaining.type_features import FROM, TO, bits_of, ones
from aitaxonomy.reasoning.evaluation.individuals import Changes, Individuals
from aitaxonomy.reasoning.evaluation.links import Links, News

if TYPE_CHECKING:
    from aitaxonomy.reasoning.evaluation.engines import Engine, Frame

    Told = tuple[list[Frame], dict[int, tuple[int, ...]]]
    """Frames of rows `x` and `key`, and the features that keys stand for."""

_ByRole = dict[tuple[int, bool], list[tuple[int, int]]]
"""By property, and whether it is a kind: features that are told, each with who tells it."""
_MOST = 1 << 32
"""More than there are patterns, or changes of patterns."""


class Telling:
    """Finds who is told what: rows of `x` and `key`, which stands for one or several features."""

    def __init__(
        self, engine: Engine, patterns: Patterns, links: Links, individuals: Individuals
    ) -> None:
        self._engine, self._patterns = engine, patterns
        self._links, self._individuals = links, individuals
        self._sent: dict[Message, int] = {}
        self._old = 0
        self._state = -1, -1
        self._keys: dict[tuple[int, ...], int] = {}
        self._early: set[Message] = set()
        """What data values have told over the links so far."""

    def by_values(self, values: Frame, features: Collection[int]) -> Told:
        """What data values tell by being in a range alone: rows of `x` and `feature`."""
        if self._links.table is None:
            return [], {}
        known = {(feature,): 1 << feature for feature in features}
        sent = [(m, known[m.sender]) for m in self._direct() if m.sender in known]
        self._early = {m for m, _ in sent}
        senders = values.rename({"x": "sender"})
        return self._told(self._links.table, senders, "feature", sent)

    def heard(self, news: News | None, changed: Sequence[tuple[Frame, Changes]]) -> Told:
        """What is told over new links, and over all links by whom something new is known.

        That is those who have another pattern, and those whose pattern has got more features,
        which happens where it follows from facts about constants.
        """
        table, links = self._individuals.table, self._links.table
        if table is None or links is None:
            return [], {}
        state = self._patterns.learned, len(self._links.sizes)
        same = state == self._state
        sent = self._sent if same else {m: self._senders(m) for m in self._messages()}
        patterns = table.rename({"x": "sender"})
        found = [] if news is None else [self._over_news(news, patterns, sent)]
        found += [self._by_changed(links, frame, changes, sent) for frame, changes in changed]
        if not same:
            old = (1 << self._old) - 1
            grown = [(m, who & old & ~self._sent.get(m, 0)) for m, who in sent.items()]
            found.append(self._told(links, patterns, "pattern", grown))
        self._sent, self._old, self._state = sent, len(self._patterns.bases), state
        frames = [frame for each, _ in found for frame in each]
        return frames, {key: told for _, keys in found for key, told in keys.items()}

    def _over_news(self, news: News, patterns: Frame, sent: Mapping[Message, int]) -> Told:
        """What all that send a message tell over links that are new."""
        over = [
            (message, who)
            for message, who in sent.items()
            if self._links.number(message.role) in news.roles and not self._told_early(message)
        ]
        self._early = set()
        return self._told(news.links, patterns, "pattern", over)

    def _by_changed(
        self, links: Frame, frame: Frame, changes: Changes, sent: Mapping[Message, int]
    ) -> Told:
        """What those tell over all links who have another pattern."""
        by_new: dict[int, list[tuple[int, int]]] = {}
        for number, (before, after) in enumerate(changes):
            by_new.setdefault(after, []).append((number, before))
        new = bits_of(by_new)
        told = [
            (message, bits_of(_changed(who & new, self._sent.get(message, 0), by_new)))
            for message, who in sent.items()
        ]
        return self._told(links, frame.rename({"x": "sender"}), "change", told)

    def _told_early(self, message: Message) -> bool:
        """Whether all who send a message have sent it when values told what is in a range."""
        if message not in self._early:
            return False
        (feature,) = message.sender
        return self._patterns.rounds[feature].keys() <= {0}

    def _senders(self, message: Message) -> int:
        return reduce(int.__and__, map(self._patterns.patterns_of, message.sender))

    def _told(
        self, links: Frame, senders: Frame, column: str, sending: Iterable[tuple[Message, int]]
    ) -> Told:
        """What is told by senders, which have a number in a column, over links.

        Each message comes with the numbers of those who send it, as a set.
        """
        import narwhals as nw

        over: dict[bool, _ByRole] = {True: {}, False: {}}
        for message, who in sending:
            if who:
                # Kinds and links do not share keys: a link may be one between constants.
                kind = self._patterns.features.is_kind(message.told)
                way = self._links.number(message.role), kind
                over[message.to_subject].setdefault(way, []).append((message.told, who))
        told: list[Frame] = []
        keys: dict[int, tuple[int, ...]] = {}
        # Property and number in one: with both, planners join the two small tables first.
        code = (nw.col("p") * _MOST + nw.col(column)).alias("code")
        for to_subject, by_role in over.items():
            if by_role:
                sender, other = ("y", "x") if to_subject else ("x", "y")
                sent = links.filter(nw.col("p").is_in(sorted({role for role, _ in by_role})))
                sent = sent.join(senders, left_on=sender, right_on="sender", how="inner")
                table = self._engine.table(self._coded(by_role, keys))
                sent = sent.select(other, code).join(table, on="code", how="inner")
                told.append(sent.select(other, "key").rename({other: "x"}))
        return told, keys

    def _coded(self, by_role: _ByRole, keys: dict[int, tuple[int, ...]]) -> dict[str, list[int]]:
        """The key of what is told for each property and number of a sender; adds to the keys."""
        table: dict[str, list[int]] = {"code": [], "key": []}
        for (role, _), messages in by_role.items():
            for features, who in _alike(messages):
                key = self._keys.setdefault(features, _FIRST - len(self._keys))
                keys[key] = features
                numbers = [role * _MOST + number for number in ones(who)]
                table["code"] += numbers
                table["key"] += [key] * len(numbers)
        return table

    def _direct(self) -> Iterator[Message]:
        """The messages over properties that have links."""
        for role, messages in self._patterns.rules.messages.items():
            if self._links.present(role):
                yield from messages

    def _messages(self) -> Iterator[Message]:
        """These, and those of chains that end in constants.

        Where the middle of a chain is linked with a constant, it tells the other end.
        """
        yield from self._direct()
        rules, features = self._patterns.rules, self._patterns.features
        for chain in rules.chains:
            firsts, seconds = chain.features(features)
            if self._links.present(chain.first):
                way = FROM if chain.head_inverted else TO
                for constant, feature in list(seconds.items()):
                    if self._patterns.patterns_of(feature):
                        told = features.link(chain.head, way, constant)
                        yield Message(chain.first, not chain.first_inverted, (feature,), told)
            if self._links.present(chain.second):
                way = TO if chain.head_inverted else FROM
                for constant, feature in list(firsts.items()):
                    if self._patterns.patterns_of(feature):
                        told = features.link(chain.head, way, constant)
                        yield Message(chain.second, chain.second_inverted, (feature,), told)


_FIRST = -(1 << 40)
"""The key of the first set of features that is told; the others are below."""


def _alike(messages: Iterable[tuple[int, int]]) -> list[tuple[tuple[int, ...], int]]:
    """Those who tell the same, as sets, with all features that they tell.

    >>> _alike([(7, 0b011), (8, 0b110)])
    [((7, 8), 2), ((7,), 1), ((8,), 4)]
    """
    found: list[tuple[tuple[int, ...], int]] = []
    for feature, who in messages:
        parts, rest = [], who
        for features, others in found:
            both = others & rest
            if both:
                parts.append(((*features, feature), both))
            if both != others:
                parts.append((features, others ^ both))
            rest ^= both
        found = [*parts, ((feature,), rest)] if rest else parts
    return found


def _changed(
    who: int, before: int, by_new: Mapping[int, Sequence[tuple[int, int]]]
) -> Iterator[int]:
    """The changes that lead to patterns that tell, from those that have not told `before`.

    A pattern that was left may have got the features since: then nobody with it has told yet.
    """
    for pattern in ones(who):
        for number, old in by_new[pattern]:
            if not before >> old & 1:
                yield number
