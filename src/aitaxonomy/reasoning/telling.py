"""What individuals tell each other over links: the messages of the rules, as joins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.features import FROM, TO, ones
from aitaxonomy.reasoning.individuals import Changes, Individuals
from aitaxonomy.reasoning.links import Links
from aitaxonomy.reasoning.patterns import Patterns
from aitaxonomy.reasoning.shapes import Message

if TYPE_CHECKING:
    from aitaxonomy.reasoning.engines import Engine, Frame


class Telling:
    """Finds who is told what: rows of `x` and `key`, which is the feature."""

    def __init__(
        self, engine: Engine, patterns: Patterns, links: Links, individuals: Individuals
    ) -> None:
        self._engine, self._patterns = engine, patterns
        self._links, self._individuals = links, individuals

    def over(self, fresh: Frame) -> list[Frame]:
        """What is told over fresh links."""
        import narwhals as nw

        if self._individuals.table is None:
            return []
        senders = self._individuals.table.select(nw.col("x").alias("sender"), "pattern")
        return self._told(fresh, senders, "pattern", lambda who: list(ones(who)))

    def news(self, changed: Frame, changes: Changes) -> list[Frame]:
        """What those who changed tell over all their links."""
        import narwhals as nw

        if self._links.table is None:
            return []

        def senders(who: int) -> list[int]:
            return [
                number
                for number, (old, new) in enumerate(changes)
                if who >> new & 1 and not who >> old & 1
            ]

        frame = changed.select(nw.col("x").alias("sender"), "change")
        return self._told(self._links.table, frame, "change", senders)

    def _told(
        self, links: Frame, senders: Frame, column: str, sending: Callable[[int], Sequence[int]]
    ) -> list[Frame]:
        import narwhals as nw

        found = []
        for to_subject in (True, False):
            table: dict[str, list[int]] = {"p": [], column: [], "key": []}
            for message in self._messages():
                if message.to_subject == to_subject:
                    self._add(message, sending, table, column)
            if not table["p"]:
                continue
            sender, told = ("y", "x") if to_subject else ("x", "y")
            sent = links.filter(nw.col("p").is_in(sorted(set(table["p"])))).select(
                "p", nw.col(sender).alias("sender"), nw.col(told).alias("x")
            )
            sent = sent.join(senders, on="sender", how="inner")
            sent = sent.join(self._engine.table(table), on=["p", column], how="inner")
            found.append(sent.select("x", "key"))
        return found

    def _add(
        self,
        message: Message,
        sending: Callable[[int], Sequence[int]],
        table: dict[str, list[int]],
        column: str,
    ) -> None:
        who = reduce(int.__and__, map(self._patterns.patterns_of, message.sender))
        senders = sending(who) if who else ()
        table[column] += senders
        table["p"] += [self._links.number(message.role)] * len(senders)
        table["key"] += [message.told] * len(senders)

    def _messages(self) -> Iterator[Message]:
        """The messages over properties that have links, and those of chains that end in constants.

        Where the middle of a chain is linked with a constant, it tells the other end.
        """
        rules, features = self._patterns.rules, self._patterns.features
        for message in rules.messages:
            if self._links.present(message.role):
                yield message
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
