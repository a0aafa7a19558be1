"""The rules run as joins over frames of integers, semi-naively, one conclusion at a time.

Each predicate has batches of facts, numbered by the round in which they arose. A rule is applied
to what is new since its last turn, and what is known already is taken off by an anti-join. The
order of turns follows the dependencies, so that most predicates have one turn only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Literal

from aitaxonomy.reasoning.demand import negative
from aitaxonomy.reasoning.order import ranks
from aitaxonomy.reasoning.rules import CLASH, DISTINCT, SAME, Atom, Predicate, Rule, Term
from aitaxonomy.reasoning.subsumption import RESTRICTION

if TYPE_CHECKING:
    import narwhals as nw
    import polars as pl

    from aitaxonomy.reasoning.engines import Engine, Frame

    _Found = tuple[Frame, bool]
    """Rows that were concluded; true if they are certainly all different."""

Progress = Callable[[str, int], None]
"""Told, after each step, what was concluded and how many facts there are by now."""


_HEAVY = 50_000
"""From so many facts on, a turn is planned as a whole; below, planning would cost more."""
_FEW = 1_000
"""So few new facts are joined at once, however many there are to join them with."""
_WIDEST = 40
"""So many frames are united in one go; DuckDB's planner is nested as deep as the union is wide."""


class Relation:
    """The facts of one predicate: batches, each with its round and the rules that gave it."""

    __slots__ = ("_all", "batches", "givers", "size", "sizes")

    def __init__(self) -> None:
        self.batches: list[tuple[int, Frame]] = []
        self.givers: list[tuple[int, ...]] = []
        self.sizes: list[int] = []
        self.size = 0
        self._all: tuple[int, Frame] | None = None

    def add(self, round_: int, frame: Frame, size: int, givers: tuple[int, ...] = ()) -> None:
        """Add a batch of new facts; `givers` are the rules they come from (none: asserted)."""
        self.batches.append((round_, frame))
        self.givers.append(givers)
        self.sizes.append(size)
        self.size += size

    def everything(self) -> Frame:
        """All facts."""
        if self._all is None or self._all[0] != len(self.batches):
            self._all = len(self.batches), self.some(range(len(self.batches)))
        return self._all[1]

    def some(self, batches: Iterable[int]) -> Frame:
        """The facts of some batches."""
        import narwhals as nw

        frames = [self.batches[batch][1] for batch in batches]
        return frames[0] if len(frames) == 1 else nw.concat(frames)


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
        self._planned = False
        self._back: dict[tuple[int, int, int], bool] = {}
        self._held: dict[tuple[Atom, int], bool] = {}
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
        position = ranks(usable, [rule for rule in usable if not _feeds_back(rule)])
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
        self._planned = self._news(head) > _FEW and self._large(head)
        found: list[_Found] = []
        givers: list[int] = []
        for index in self._by_head[head]:
            new = self._fire(index)
            found += new
            givers += [index] if new else []
        if not found:
            return False
        columns = ["x"] if head.unary else ["x", "y"]
        candidates = self._united(found, columns)
        relation = self.relations[head]
        if relation.size:
            candidates = candidates.join(self._open(relation.everything()), on=columns, how="anti")
        frame, size = self.engine.settle(candidates)
        if size:
            self.round += 1
            relation.add(self.round, frame, size, tuple(givers))
        if self.progress is not None:
            self.progress(head.kind, sum(each.size for each in self.relations.values()))
        return size > 0

    def _large(self, head: Predicate) -> bool:
        """Whether a rule with that conclusion reads a large relation."""
        return any(
            self.relations[atom.predicate].size > _HEAVY
            for index in self._by_head[head]
            for atom in self.rules[index].body
        )

    def _news(self, head: Predicate) -> int:
        """How many facts are new to the rules with that conclusion, at the most for one premise."""
        most = 0
        for index in self._by_head[head]:
            seen = self._seen[index]
            for atom, start in zip(self.rules[index].body, seen, strict=False):
                relation = self.relations[atom.predicate]
                if start == 0:
                    most = max(most, relation.size)
                elif start < len(relation.batches):
                    most = max(most, sum(relation.sizes[start:]))
        return most

    def _united(self, found: list[_Found], columns: list[str]) -> Frame:
        """All rows once each."""
        import narwhals as nw

        frames = [frame for frame, _ in found]
        while len(frames) > _WIDEST:
            part = nw.concat(frames[:_WIDEST]).unique(subset=columns)
            frames = [*frames[_WIDEST:], self._open(self.engine.settle(part)[0])]
        if len(frames) == 1:
            return frames[0] if found[0][1] else frames[0].unique(subset=columns)
        return nw.concat(frames).unique(subset=columns)

    # --- one rule

    def _fire(self, index: int) -> list[_Found]:
        """Apply a rule to what is new since its last turn."""
        rule, seen = self.rules[index], self._seen[index]
        if not rule.body:
            self._seen[index] = [1]
            return [] if seen else [(self._ground(rule), True)]
        now = [len(self._relation(atom).batches) for atom in rule.body]
        real = [i for i, atom in enumerate(rule.body) if atom.predicate != DISTINCT]
        if any(now[i] == 0 for i in real) or all(now[i] == seen[i] for i in real):
            return []
        self._seen[index] = now
        if len(real) > 1 and all(seen[i] == 0 for i in real):
            whole = self._join(rule, None, [])
            return [] if whole is None else [whole]
        found = []
        for i in real:
            new = [b for b in range(seen[i], now[i]) if not self._circular(index, i, b)]
            frame = self._join(rule, i, new) if new else None
            if frame is not None:
                found.append(frame)
        return found

    def _circular(self, index: int, position: int, batch: int) -> bool:
        """Whether the rule only leads back: what it would conclude was a premise of its premise."""
        givers = self._relation(self.rules[index].body[position]).givers[batch]
        return bool(givers) and all(self._leads_back(index, position, each) for each in givers)

    def _leads_back(self, index: int, position: int, giver: int) -> bool:
        key = (index, position, giver)
        if key not in self._back:
            rule, other = self.rules[index], self.rules[giver]
            if rule.name == RESTRICTION and other.name == "has such a value":
                # The link that gave the narrower restriction gives the wider one as well.
                self._back[key] = True
                return True
            atom = rule.body[position]
            bindings = dict(zip(atom.terms, other.head.terms, strict=True))
            # Only a premise whose variables are all different fits any fact of the giver.
            general = all(isinstance(t, int) for t in atom.terms) and len(bindings) == len(
                atom.terms
            )
            terms = tuple(bindings.get(t, t) if isinstance(t, int) else t for t in rule.head.terms)
            known = all(not isinstance(t, int) or t in bindings for t in rule.head.terms)
            concluded = Atom(rule.head.predicate, terms)
            self._back[key] = general and known and concluded in other.body
        return self._back[key]

    def _relation(self, atom: Atom) -> Relation:
        return self.relations[atom.predicate]

    def _ground(self, rule: Rule) -> Frame:
        import polars as pl

        numbers = [self.number(str(term)) for term in rule.head.terms]
        columns = {name: [number] for name, number in zip("xy", numbers, strict=False)}
        frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.UInt32))
        return self._open(self.engine.frame(frame))

    def _join(self, rule: Rule, start: int | None, batches: list[int]) -> _Found | None:
        """Join the body; one atom (`start`) only with its facts of some batches, the rest with all.

        Columns are not renamed before they must: `names` says which variable is where.
        """
        atoms = {i: atom for i, atom in enumerate(rule.body) if atom.predicate != DISTINCT}
        for i, atom in list(atoms.items()):
            if not _variables(atom):
                if not self._holds(atom, batches if i == start else None):
                    return None
                del atoms[i]
                start = None if i == start else start
        if not atoms:
            return self._ground(rule), True
        first = self._widest(atoms) if start is None else start
        frame, names = self._atom(atoms.pop(first), None if start is None else batches)
        while atoms:
            atom = atoms.pop(self._nearest(atoms, set(names)))
            frame, names = self._extend(frame, names, atom)
        for atom in rule.body:
            if atom.predicate == DISTINCT:
                one, other = (self._value(term, names) for term in atom.terms)
                frame = frame.filter(one != other)
        if rule.unless is not None:
            frame = self._unknown(frame, names, rule.unless)
        return self._head(frame, names, rule)

    def _widest(self, atoms: dict[int, Atom]) -> int:
        """Where to start: at an atom with all variables, if there is one; at a small one."""
        everything = set().union(*(_variables(atom) for atom in atoms.values()))
        return min(
            atoms,
            key=lambda i: (_variables(atoms[i]) != everything, self._relation(atoms[i]).size),
        )

    def _nearest(self, atoms: dict[int, Atom], bound: set[int]) -> int:
        """The next atom to join: connected, without new variables, small."""
        return min(
            atoms,
            key=lambda i: (
                not bound & _variables(atoms[i]),
                bool(_variables(atoms[i]) - bound),
                self._relation(atoms[i]).size,
            ),
        )

    def _head(self, frame: Frame, names: dict[int, str], rule: Rule) -> _Found:
        """The conclusions, in columns x and y; whether they are certainly all different."""
        import narwhals as nw

        terms = rule.head.terms
        wanted = dict(zip(terms, "xy", strict=False))
        if len(wanted) == len(terms) and names == wanted:
            return frame, True
        columns = [
            self._value(term, names).cast(nw.UInt32).alias(name)
            for term, name in zip(terms, "xy", strict=False)
        ]
        return frame.select(*columns), set(names) <= set(terms)

    def _value(self, term: Term, names: dict[int, str]) -> nw.Expr:
        import narwhals as nw

        return nw.col(names[term]) if isinstance(term, int) else nw.lit(self.number(term))

    def _atom(self, atom: Atom, batches: list[int] | None) -> tuple[Frame, dict[int, str]]:
        """The facts of an atom, and in which column each of its variables is."""
        import narwhals as nw

        frame = self._facts(atom, batches)
        names: dict[int, str] = {}
        for column, term in zip("xy", atom.terms, strict=False):
            if isinstance(term, str):
                frame = frame.filter(nw.col(column) == self.number(term))
            elif term in names:
                frame = frame.filter(nw.col("x") == nw.col("y"))
            else:
                names[term] = column
        if len(names) < len(atom.terms):
            frame = frame.select(*names.values())
        return frame, names

    def _extend(
        self, frame: Frame, names: dict[int, str], atom: Atom
    ) -> tuple[Frame, dict[int, str]]:
        """Join one more atom."""
        import narwhals as nw

        other, there = self._atom(atom, None)
        shared = [variable for variable in there if variable in names]
        new = [variable for variable in there if variable not in names]
        if not new:
            return self._semi(frame, names, other, there, "semi"), names
        columns = [nw.col(there[v]).alias(f"on{v}") for v in shared]
        columns += [nw.col(there[v]).alias(f"v{v}") for v in new]
        other = other.select(*columns)
        if shared:
            left, right = [names[v] for v in shared], [f"on{v}" for v in shared]
            frame = frame.join(other, left_on=left, right_on=right, how="inner")
        else:
            frame = frame.join(other, how="cross")
        return frame, names | {v: f"v{v}" for v in new}

    @staticmethod
    def _semi(
        frame: Frame,
        names: dict[int, str],
        other: Frame,
        there: dict[int, str],
        how: Literal["semi", "anti"],
    ) -> Frame:
        """Keep the rows that have (or lack) a partner."""
        left, right = [names[v] for v in there], list(there.values())
        return frame.join(other, left_on=left, right_on=right, how=how)

    def _facts(self, atom: Atom, batches: list[int] | None) -> Frame:
        relation = self._relation(atom)
        return self._open(relation.everything() if batches is None else relation.some(batches))

    def _open(self, frame: Frame) -> Frame:
        """The frame, to be planned with the rest of its turn if that is large."""
        return frame.lazy() if self._planned else frame

    def _holds(self, atom: Atom, batches: list[int] | None) -> bool:
        """Whether a premise without variables is among the facts; each batch is asked once."""
        if batches is None:
            batches = list(range(len(self._relation(atom).batches)))
        return any(self._holds_in(atom, batch) for batch in batches)

    def _holds_in(self, atom: Atom, batch: int) -> bool:
        import narwhals as nw

        if (atom, batch) not in self._held:
            frame = self._relation(atom).batches[batch][1]
            for name, term in zip("xy", atom.terms, strict=False):
                frame = frame.filter(nw.col(name) == self.number(str(term)))
            self._held[atom, batch] = self.engine.settle(frame)[1] > 0
        return self._held[atom, batch]

    def _unknown(self, frame: Frame, names: dict[int, str], atom: Atom) -> Frame:
        """The rows for which the atom is not known to hold."""
        if not self._relation(atom).size or not _variables(atom):
            return frame
        known, there = self._atom(atom, None)
        return self._semi(frame, names, known, there, "anti")


def _variables(atom: Atom) -> set[int]:
    return {term for term in atom.terms if isinstance(term, int)}


def _kind_rank(head: Predicate) -> int:
    """Members first, then denials, then demands for more denials, contradictions last."""
    if head == CLASH:
        return 3
    return 2 if head.kind == "asked" else int(negative(head))


def _feeds_back(rule: Rule) -> bool:
    """Rules from kinds back to links: what they conclude is mostly known already."""
    head = rule.head
    return head.predicate == SAME or (
        head.predicate.kind == "role" and any(isinstance(term, str) for term in head.terms)
    )


def _usable(rules: tuple[Rule, ...], given: set[Predicate]) -> list[Rule]:
    """The rules that can ever apply, starting from predicates with facts."""
    possible = {*given, DISTINCT}
    waiting = list(rules)
    usable: list[Rule] = []
    while True:
        now = [rule for rule in waiting if all(a.predicate in possible for a in rule.body)]
        if not now:
            return usable
        chosen = set(map(id, now))
        waiting = [rule for rule in waiting if id(rule) not in chosen]
        usable += now
        possible |= {rule.head.predicate for rule in now}
