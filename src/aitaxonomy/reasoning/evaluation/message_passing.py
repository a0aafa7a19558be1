"""Message passing: the features that individuals send each other over links, as joins.

A rule such as "if x is linked with y, and y is a C, then x is a D" sends a message from y to x.
Senders are grouped by type, so that one join serves all individuals and all such rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.chaining.individual_types import IndividualTypes
from aitaxonomy.reasoning.chaining.rule_classifier import Message
from aitaxonomy.reasoning.chaining.type_features import FROM, TO, bits_of, ones
from aitaxonomy.reasoning.evaluation.frames import small_frame
from aitaxonomy.reasoning.evaluation.individuals import Individuals, TypeChanges
from aitaxonomy.reasoning.evaluation.links import LinkTable, NewLinks
from aitaxonomy.reasoning.rules.model import Predicate

if TYPE_CHECKING:
    import polars as pl

    Delivery = tuple[list[pl.LazyFrame], dict[int, tuple[int, ...]]]
    """Frames of rows `x` and `key`, and the features that each key stands for."""

_ByRole = dict[tuple[int, bool], list[tuple[int, int]]]
"""By property, and whether the features are kinds: features, each with its senders (a bit set)."""
_CODE_BASE = 1 << 32
"""Greater than any number of a type or a change of types."""


class MessagePassing:
    """Finds the receivers of messages: rows of `x` and `key`, a key for one or several features."""

    def __init__(self, types: IndividualTypes, links: LinkTable, individuals: Individuals) -> None:
        self._types = types
        self._links, self._individuals = links, individuals
        self._sent_before: dict[Message, int] = {}
        """The types that had sent each message by the last call, as a bit set."""
        self._types_before = 0
        """The number of types by the last call."""
        self._versions = -1, -1
        self._keys: dict[tuple[int, ...], int] = {}

    def delivered(
        self, new_links: NewLinks | None, changed: Sequence[tuple[pl.LazyFrame, TypeChanges]]
    ) -> Delivery:
        """The messages of all senders over new links, and of new senders over all links.

        New senders are the individuals that changed their type, and those whose type got more
        features, as happens when these follow from new facts about constants.
        """
        table, links = self._individuals.table, self._links.table
        if table is None or links is None:
            return [], {}
        versions = self._types.version, len(self._links.sizes)
        same = versions == self._versions
        sent = self._sent_before if same else {m: self._senders(m) for m in self._messages()}
        types = table.rename({"x": "sender"})
        found = [] if new_links is None else self._over_new_links(new_links, types, sent)
        for moved, changes in changed:
            found += self._from_changed(links, moved, changes, sent)
        if not same:
            old = (1 << self._types_before) - 1
            grown = [(m, set_ & old & ~self._sent_before.get(m, 0)) for m, set_ in sent.items()]
            found.append(self._deliver(links, types, "type", grown))
            found.append(self._along_paths(self._links.transitive, types, "type", grown))
        self._sent_before, self._versions = sent, versions
        self._types_before = len(self._types.bases)
        frames = [frame for each, _ in found for frame in each]
        return frames, {key: features for _, keys in found for key, features in keys.items()}

    def _over_new_links(
        self, new_links: NewLinks, types: pl.LazyFrame, sent: Mapping[Message, int]
    ) -> list[Delivery]:
        """The messages of all senders over new links."""
        over = [
            (message, senders)
            for message, senders in sent.items()
            if self._links.number(message.role) in new_links.roles
        ]
        longer = [
            role for role in self._links.transitive if self._links.number(role) in new_links.roles
        ]
        return [
            self._deliver(new_links.links, types, "type", over),
            self._along_paths(longer, types, "type", list(sent.items())),
        ]

    def _from_changed(
        self,
        links: pl.LazyFrame,
        frame: pl.LazyFrame,
        changes: TypeChanges,
        sent: Mapping[Message, int],
    ) -> list[Delivery]:
        """The messages over all links of individuals that changed their type."""
        by_new: dict[int, list[tuple[int, int]]] = {}
        for number, (old, after) in enumerate(changes):
            by_new.setdefault(after, []).append((number, old))
        new = bits_of(by_new)
        sending = []
        for message, senders in sent.items():
            before = self._sent_before.get(message, 0)
            sending.append((message, bits_of(_sending_changes(senders & new, before, by_new))))
        rows = frame.rename({"x": "sender"})
        return [
            self._deliver(links, rows, "change", sending),
            self._along_paths(self._links.transitive, rows, "change", sending),
        ]

    def _senders(self, message: Message) -> int:
        return reduce(int.__and__, map(self._types.types_of, message.sender))

    def _deliver(
        self,
        links: pl.LazyFrame,
        rows: pl.LazyFrame,
        column: str,
        sending: Iterable[tuple[Message, int]],
    ) -> Delivery:
        """Send messages over links.

        Args:
            links: rows of `p`, `x` and `y`.
            rows: a row for each `sender`, with its number in `column`.
            column: "type" or "change".
            sending: messages, each with the bit set of the numbers that send it.

        """
        import polars as pl

        over: dict[bool, _ByRole] = {True: {}, False: {}}
        for message, senders in sending:
            if senders and message.role not in self._links.transitive:
                # Kinds and links do not share keys, since a received link may join two constants.
                kind = self._types.features.is_kind(message.feature)
                way = self._links.number(message.role), kind
                over[message.to_subject].setdefault(way, []).append((message.feature, senders))
        frames: list[pl.LazyFrame] = []
        keys: dict[int, tuple[int, ...]] = {}
        # One column for property and number: with two, planners join the two small tables first.
        code = (pl.col("p") * _CODE_BASE + pl.col(column)).alias("code")
        for to_subject, by_role in over.items():
            if by_role:
                sender, other = ("y", "x") if to_subject else ("x", "y")
                sent = links.filter(pl.col("p").is_in(sorted({role for role, _ in by_role})))
                sent = sent.join(rows, left_on=sender, right_on="sender", how="inner")
                table = small_frame(self._coded_features(by_role, keys))
                sent = sent.select(other, code).join(table, on="code", how="inner")
                frames.append(sent.select(other, "key").rename({other: "x"}))
        return frames, keys

    def _along_paths(
        self,
        roles: Iterable[Predicate],
        rows: pl.LazyFrame,
        column: str,
        sending: Sequence[tuple[Message, int]],
    ) -> Delivery:
        """Send messages along the paths of transitive properties, in one walk for each direction.

        The arguments are those of `_deliver`; `sending` may have messages over other properties.
        """
        frames: list[pl.LazyFrame] = []
        keys: dict[int, tuple[int, ...]] = {}
        for role in roles:
            if not self._links.present(role):
                continue
            above = self._links.transitive[role]
            for backward in (True, False):
                sent = [
                    (message.feature, senders)
                    for message, senders in sending
                    if senders and (message.role, message.to_subject != backward) in above
                ]
                if sent:
                    received = self._walked(role, rows, column, sent, backward=backward)
                    frames += self._keyed_sets(received, [each for each, _ in sent], keys)
        return frames, keys

    def _walked(
        self,
        role: Predicate,
        rows: pl.LazyFrame,
        column: str,
        sent: Sequence[tuple[int, int]],
        *,
        backward: bool,
    ) -> dict[int, int]:
        """Return the bit set of `sent` positions for each receiver on paths of a property."""
        paths = self._links.paths(role)
        ends = small_frame({"sender": paths.starts(backward=backward)})
        found = rows.join(ends, on="sender", how="inner").collect()
        senders = [(1 << place, who) for place, (_, who) in enumerate(sent)]
        sets: dict[int, int] = {}
        for number in found[column].unique().to_list():
            sets[number] = sum(bit for bit, who in senders if who >> number & 1)
        sending = found.select("sender", column).iter_rows()
        return paths.spread(
            {x: sets[number] for x, number in sending if sets[number]}, backward=backward
        )

    def _keyed_sets(
        self, received: Mapping[int, int], features: Sequence[int], keys: dict[int, tuple[int, ...]]
    ) -> list[pl.LazyFrame]:
        """Rows of `x` and `key` for received sets of positions in `features`; extends `keys`."""
        table: dict[str, list[int]] = {"x": [], "key": []}
        kinds = bits_of(n for n, each in enumerate(features) if self._types.features.is_kind(each))
        parts: dict[int, list[int]] = {}
        for x, places in received.items():
            if places not in parts:
                parts[places] = []
                for some in filter(None, (places & kinds, places & ~kinds)):
                    got = tuple(dict.fromkeys(features[n] for n in ones(some)))
                    key = self._keys.setdefault(got, _FIRST - len(self._keys))
                    keys[key] = got
                    parts[places].append(key)
            table["x"] += [x] * len(parts[places])
            table["key"] += parts[places]
        return [small_frame(table)] if received else []

    def _coded_features(
        self, by_role: _ByRole, keys: dict[int, tuple[int, ...]]
    ) -> dict[str, list[int]]:
        """For each code (property, number of a sender) the key of what it sends; extends `keys`."""
        table: dict[str, list[int]] = {"code": [], "key": []}
        for (role, _), messages in by_role.items():
            for features, senders in _by_senders(messages):
                key = self._keys.setdefault(features, _FIRST - len(self._keys))
                keys[key] = features
                numbers = [role * _CODE_BASE + number for number in ones(senders)]
                table["code"] += numbers
                table["key"] += [key] * len(numbers)
        return table

    def _property_messages(self) -> Iterator[Message]:
        """The messages of rules, over properties that have links."""
        for role, messages in self._types.rules.messages.items():
            if self._links.present(role):
                yield from messages

    def _messages(self) -> Iterator[Message]:
        """The messages of rules, and those of chains with a constant at one end.

        There the middle of the chain, which is linked with the constant, sends that link to the
        other end.
        """
        yield from self._property_messages()
        rules, features = self._types.rules, self._types.features
        for chain in rules.chains:
            firsts, seconds = chain.features(features)
            if self._links.present(chain.first):
                way = FROM if chain.head_inverted else TO
                for constant, feature in list(seconds.items()):
                    if self._types.types_of(feature):
                        link = features.link(chain.head, way, constant)
                        yield Message(chain.first, not chain.first_inverted, (feature,), link)
            if self._links.present(chain.second):
                way = TO if chain.head_inverted else FROM
                for constant, feature in list(firsts.items()):
                    if self._types.types_of(feature):
                        link = features.link(chain.head, way, constant)
                        yield Message(chain.second, chain.second_inverted, (feature,), link)


_FIRST = -(1 << 40)
"""The key of the first set of features that is sent; the further keys are below it."""


def _by_senders(messages: Iterable[tuple[int, int]]) -> list[tuple[tuple[int, ...], int]]:
    """Partition the senders by the features that they send: these, with the bit set of the senders.

    >>> _by_senders([(7, 0b011), (8, 0b110)])
    [((7, 8), 2), ((7,), 1), ((8,), 4)]
    """
    found: list[tuple[tuple[int, ...], int]] = []
    for feature, senders in messages:
        parts, rest = [], senders
        for features, others in found:
            both = others & rest
            if both:
                parts.append(((*features, feature), both))
            if both != others:
                parts.append((features, others ^ both))
            rest ^= both
        found = [*parts, ((feature,), rest)] if rest else parts
    return found


def _sending_changes(
    senders: int, before: int, by_new: Mapping[int, Sequence[tuple[int, int]]]
) -> Iterator[int]:
    """The changes from a type that has not sent a message `before` to one of the senders.

    The old type may have got the features in the meantime: nobody has sent the message for it yet.
    """
    for type_ in ones(senders):
        for number, old in by_new[type_]:
            if not before >> old & 1:
                yield number
