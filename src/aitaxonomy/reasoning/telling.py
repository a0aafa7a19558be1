"""What individuals tell each other over links: the messages of the rules, as joins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.features import FROM, TO, bits_of, ones
from aitaxonomy.reasoning.individuals import Changes, Individuals
from aitaxonomy.reasoning.links import Links
from aitaxonomy.reasoning.patterns import Patterns
from aitaxonomy.reasoning.shapes import Message

if TYPE_CHECKING:
    from aitaxonomy.reasoning.engines import Engine, Frame

    Told = tuple[list[Frame], set[int]]
    """Frames of rows `x` and `key`, and the keys that may occur in them."""

_MOST = 1 << 32
"""More than there are patterns, or changes of patterns."""


class Telling:
    """Finds who is told what: rows of `x` and `key`, which is -1 - the feature."""

    def __init__(
        self, engine: Engine, patterns: Patterns, links: Links, individuals: Individuals
    ) -> None:
        self._engine, self._patterns = engine, patterns
        self._links, self._individuals = links, individuals
        self._sent: dict[Message, int] = {}
        self._old = 0

    def by_values(self, values: Frame, features: Sequence[int]) -> Told:
        """What data values tell by being in a range alone (rows of `x` and `key`)."""
        import narwhals as nw

        if self._links.table is None:
            return [], set()
        known = {(feature,): -1 - feature for feature in features}
        sent = [(m, [known[m.sender]]) for m in self._messages() if m.sender in known]
        senders = values.select(nw.col("x").alias("sender"), "key")
        return self._told(self._links.table, senders, "key", sent)

    def heard(self, fresh: Frame | None, changed: Iterable[tuple[Frame, Changes]]) -> Told:
        """What is told over fresh links, and over all links by whom something new is known.

        That is those who have another pattern, and those whose pattern has got more features,
        which happens where it follows from facts about constants.
        """
        import narwhals as nw

        table, links = self._individuals.table, self._links.table
        if table is None or links is None:
            return [], set()
        sent = [(m, self._senders(m)) for m in self._messages()]
        patterns = table.select(nw.col("x").alias("sender"), "pattern")
        found: list[Told] = []
        if fresh is not None:
            found.append(
                self._told(fresh, patterns, "pattern", [(m, ones(who)) for m, who in sent])
            )
        for frame, changes in changed:
            by_new: dict[int, list[tuple[int, int]]] = {}
            for number, (before, after) in enumerate(changes):
                by_new.setdefault(after, []).append((number, before))
            new = bits_of(by_new)
            news = [(m, _changed(who & new, self._sent.get(m, 0), by_new)) for m, who in sent]
            senders = frame.select(nw.col("x").alias("sender"), "change")
            found.append(self._told(links, senders, "change", news))
        old = (1 << self._old) - 1
        grown = [(m, ones(who & old & ~self._sent.get(m, 0))) for m, who in sent]
        found.append(self._told(links, patterns, "pattern", grown))
        self._sent, self._old = dict(sent), len(self._patterns.bases)
        return [frame for frames, _ in found for frame in frames], set().union(
            *(keys for _, keys in found)
        )

    def _senders(self, message: Message) -> int:
        return reduce(int.__and__, map(self._patterns.patterns_of, message.sender))

    def _told(
        self,
        links: Frame,
        senders: Frame,
        column: str,
        sending: Iterable[tuple[Message, Iterable[int]]],
    ) -> Told:
        """What is told by senders, which have a number in a column, over links."""
        import narwhals as nw

        tables: dict[bool, dict[str, list[int]]] = {
            way: {"code": [], "key": []} for way in (True, False)
        }
        roles: dict[bool, set[int]] = {True: set(), False: set()}
        for message, numbers in sending:
            table, found = tables[message.to_subject], list(numbers)
            if found:
                role = self._links.number(message.role)
                roles[message.to_subject].add(role)
                table["code"] += [role * _MOST + number for number in found]
                table["key"] += [-1 - message.told] * len(found)
        told = []
        # Property and number in one: with both, planners join the two small tables first.
        code = (nw.col("p") * _MOST + nw.col(column)).alias("code")
        for to_subject, table in tables.items():
            if table["key"]:
                sender, other = ("y", "x") if to_subject else ("x", "y")
                sent = links.filter(nw.col("p").is_in(sorted(roles[to_subject]))).select(
                    "p", nw.col(sender).alias("sender"), nw.col(other).alias("x")
                )
                sent = sent.join(senders, on="sender", how="inner").select("x", code)
                sent = sent.join(self._engine.table(table), on="code", how="inner")
                told.append(sent.select("x", "key"))
        return told, {key for table in tables.values() for key in table["key"]}

    def _messages(self) -> Iterator[Message]:
        """The messages over properties that have links, and those of chains that end in constants.

        Where the middle of a chain is linked with a constant, it tells the other end.
        """
        rules, features = self._patterns.rules, self._patterns.features
        for role, messages in rules.messages.items():
            if self._links.present(role):
                yield from messages
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
