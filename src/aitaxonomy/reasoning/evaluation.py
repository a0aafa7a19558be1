"""The rules run as joins over frames of integers, semi-naively, one conclusion at a time.

Each predicate has batches of facts, numbered by the round in which they arose. A rule is applied
to what is new since its last turn, and what is known already is taken off by an anti-join. The
order of turns follows the dependencies, so that most predicates have one turn only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from aitaxonomy.reasoning.demand import negative
from aitaxonomy.reasoning.order import ranks
from aitaxonomy.reasoning.rules import CLASH, DISTINCT, Atom, Predicate, Rule, Term

if TYPE_CHECKING:
    import polars as pl

    from aitaxonomy.reasoning.engines import Engine, Frame

Progress = Callable[[str, int], None]
"""Told, after each step, what was concluded and how many facts there are by now."""


class Relation:
    """The facts of one predicate: batches, each with its round."""

    __slots__ = ("_all", "batches", "size")

    def __init__(self) -> None:
        self.batches: list[tuple[int, Frame]] = []
        self.size = 0
        self._all: tuple[int, Frame] | None = None

    def add(self, round_: int, frame: Frame, size: int) -> None:
        """Add a batch of new facts."""
        self.batches.append((round_, frame))
        self.size += size

    def since(self, batch: int) -> Frame:
        """The facts from that batch on."""
        import narwhals as nw

        if batch == 0 and self._all is not None and self._all[0] == len(self.batches):
            return self._all[1]
        frames = [frame for _, frame in self.batches[batch:]]
        united = frames[0] if len(frames) == 1 else nw.concat(frames)
        if batch == 0:
            self._all = len(self.batches), united
        return united


class Evaluation:
    """A run of rules over encoded facts."""

    def __init__(
        self,
        rules: tuple[Rule, ...],
        facts: Mapping[Predicate, pl.DataFrame],
        engine: Engine,
        number: Callable[[str], int],
        progress: Progress | None = None,
    ) -> None:
        self.engine, self.number, self.progress = engine, number, progress
        self.relations: dict[Predicate, Relation] = defaultdict(Relation)
        self.round = 0
        for predicate, frame in facts.items():
            if frame.height:
                unique = frame.unique()
                self.relations[predicate].add(0, engine.frame(unique), unique.height)
        usable = _usable(rules, {predicate for predicate in facts if facts[predicate].height})
        self._by_head: dict[Predicate, list[int]] = defaultdict(list)
        self._wakes: dict[Predicate, set[Predicate]] = defaultdict(set)
        self.rules = usable
        self._seen: list[list[int]] = [[0] * len(rule.body) for rule in usable]
        for index, rule in enumerate(usable):
            self._by_head[rule.head.predicate].append(index)
            for atom in rule.body:
                self._wakes[atom.predicate].add(rule.head.predicate)
        position = ranks(usable)
        self._priority = {
            head: (_kind_rank(head), position[head], index)
            for index, head in enumerate(self._by_head)
        }

    def run(self) -> None:
        """Apply the rules until nothing new follows."""
        heap = [(self._priority[head], head) for head in self._by_head]
        heap.sort(key=lambda entry: entry[0])
        queued = set(self._by_head)
        while heap:
            _, head = heappop(heap)
            queued.discard(head)
            if self._turn(head):
                for woken in self._wakes.get(head, ()):
                    if woken not in queued:
                        queued.add(woken)
                        heappush(heap, (self._priority[woken], woken))

    def _turn(self, head: Predicate) -> bool:
        """Apply all rules with that conclusion to what is new; whether anything new follows."""
        import narwhals as nw

        found: list[Frame] = []
        for index in self._by_head[head]:
            found += self._fire(index)
        if not found:
            return False
        columns = ["x"] if head.unary else ["x", "y"]
        candidates = (found[0] if len(found) == 1 else nw.concat(found)).unique(subset=columns)
        relation = self.relations[head]
        if relation.size:
            candidates = candidates.join(relation.since(0), on=columns, how="anti")
        frame, size = self.engine.settle(candidates)
        if size:
            self.round += 1
            relation.add(self.round, frame, size)
        if self.progress is not None:
            self.progress(head.kind, sum(each.size for each in self.relations.values()))
        return size > 0

    # --- one rule

    def _fire(self, index: int) -> list[Frame]:
        rule, seen = self.rules[index], self._seen[index]
        now = [len(self._relation(atom).batches) for atom in rule.body]
        real = [i for i, atom in enumerate(rule.body) if atom.predicate != DISTINCT]
        if not rule.body:
            now, first = [1], not seen
            self._seen[index] = now
            return [self._ground(rule)] if first else []
        if any(now[i] == 0 for i in real) or all(now[i] == seen[i] for i in real):
            return []
        fresh = all(seen[i] == 0 for i in real)
        starts = [0] if fresh else [i for i in real if now[i] > seen[i]]
        frames = [self._join(rule, None if fresh else i, seen[i]) for i in starts]
        self._seen[index] = now
        return [frame for frame in frames if frame is not None]

    def _relation(self, atom: Atom) -> Relation:
        return self.relations[atom.predicate]

    def _ground(self, rule: Rule) -> Frame:
        import polars as pl

        numbers = [self.number(str(term)) for term in rule.head.terms]
        columns = {name: [number] for name, number in zip("xy", numbers, strict=False)}
        return self.engine.frame(pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.UInt32)))

    def _join(self, rule: Rule, start: int | None, since: int) -> Frame | None:
        """Join the body; one atom (`start`) only with its facts since a batch, the rest with all."""
        import narwhals as nw

        atoms = {i: atom for i, atom in enumerate(rule.body) if atom.predicate != DISTINCT}
        for i, atom in list(atoms.items()):
            if not _variables(atom):
                if not self._holds(atom, since if i == start else 0):
                    return None
                del atoms[i]
                start = None if i == start else start
        if not atoms:
            return self._ground(rule)
        if start is None:
            start = min(atoms, key=lambda i: self._relation(atoms[i]).size)
            since = 0
        frame = self._atom(atoms.pop(start), since, rule)
        bound = _variables(rule.body[start])
        while atoms:
            nearest = min(
                atoms,
                key=lambda i: (
                    not bound & _variables(atoms[i]),
                    bool(_variables(atoms[i]) - bound),
                    self._relation(atoms[i]).size,
                ),
            )
            atom = atoms.pop(nearest)
            variables = _variables(atom)
            shared, other = sorted(bound & variables), self._atom(atom, 0, rule)
            if not shared:
                frame = frame.join(other, how="cross")
            else:
                on = [_column(each) for each in shared]
                frame = frame.join(other, on=on, how="inner" if variables - bound else "semi")
            bound |= variables
        for atom in rule.body:
            if atom.predicate == DISTINCT:
                first, second = (self._value(term) for term in atom.terms)
                frame = frame.filter(first != second)
        if rule.unless is not None:
            frame = self._unknown(frame, rule.unless)
        return frame.select(
            *(
                self._value(term).cast(nw.UInt32).alias(name)
                for name, term in zip("xy", rule.head.terms, strict=False)
            )
        )

    def _value(self, term: Term) -> nw.Expr:  # type: ignore[name-defined] # noqa: F821
        import narwhals as nw

        return nw.col(_column(term)) if isinstance(term, int) else nw.lit(self.number(term))

    def _atom(self, atom: Atom, since: int, rule: Rule) -> Frame:
        """The facts of an atom with its variables as column names."""
        import narwhals as nw

        frame = self._relation(atom).since(since)
        columns = list(zip("xy", atom.terms, strict=False))
        for name, term in columns:
            if isinstance(term, str):
                frame = frame.filter(nw.col(name) == self.number(term))
        if len(columns) == 2 and atom.terms[0] == atom.terms[1]:
            frame = frame.filter(nw.col("x") == nw.col("y"))
            columns = columns[:1]
        return frame.select(
            *(nw.col(name).alias(_column(t)) for name, t in columns if isinstance(t, int))
        )

    def _holds(self, atom: Atom, since: int) -> bool:
        import narwhals as nw

        frame = self._relation(atom).since(since)
        for name, term in zip("xy", atom.terms, strict=False):
            frame = frame.filter(nw.col(name) == self.number(str(term)))
        return self.engine.settle(frame)[1] > 0

    def _unknown(self, frame: Frame, atom: Atom) -> Frame:
        """The rows for which the atom is not known to hold."""
        relation = self._relation(atom)
        if not relation.size:
            return frame
        known = self._atom(atom, 0, self.rules[0])
        variables = sorted(_variables(atom))
        return frame.join(known, on=[_column(each) for each in variables], how="anti")


def _variables(atom: Atom) -> set[int]:
    return {term for term in atom.terms if isinstance(term, int)}


def _column(term: Term) -> str:
    return f"v{term}"


def _kind_rank(head: Predicate) -> int:
    """Members first, then denials, then demands for more denials, contradictions last."""
    if head == CLASH:
        return 3
    return 2 if head.kind == "asked" else int(negative(head))


def _usable(rules: tuple[Rule, ...], given: set[Predicate]) -> list[Rule]:
    """The rules that can ever apply, starting from predicates with facts."""
    possible = {*given, DISTINCT}
    waiting, usable = list(rules), []
    while True:
        now = [rule for rule in waiting if all(a.predicate in possible for a in rule.body)]
        if not now:
            return usable
        chosen = set(map(id, now))
        waiting = [rule for rule in waiting if id(rule) not in chosen]
        usable += now
        possible |= {rule.head.predicate for rule in now}
