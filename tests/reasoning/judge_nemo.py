"""Nemo as a judge: a compiled program written as its rules, and the facts that it derives."""

from __future__ import annotations

from collections.abc import Iterable

from aitaxonomy.owl.datatypes import contains
from aitaxonomy.rdf.literal_canonicalization import canonical
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import XSD
from aitaxonomy.rdf.ntriples import angled, bare, parse_literal
from aitaxonomy.reasoning.rules.model import (
    DISTINCT,
    NAMED,
    UNIVERSAL,
    Atom,
    GroundFact,
    Predicate,
    Program,
    member,
)


class Nemo:
    """Runs a program, with the given facts, in Nemo."""

    def __init__(self, program: Program, wanted: Iterable[Predicate]) -> None:
        import nmo_python

        self._names: dict[Predicate, str] = {}
        lines = [self._fact(fact) for fact in program.given]
        lines += self._looked_up(program)
        lines += self._universal(program)
        derived = {rule.head.predicate for rule in program.rules}
        filled = {fact.predicate for fact in program.given} | derived | self._ranges | {*UNIVERSAL}
        for rule in program.rules:
            if all(atom.predicate in filled or atom.predicate == DISTINCT for atom in rule.body):
                body = ", ".join(self._atom(atom) for atom in rule.body)
                head = self._atom(rule.head)
                lines.append(f"{head} :- {body} ." if body else f"{head} .")
        self.wanted = [each for each in wanted if each in filled]
        lines += [f"@output {self._name(each)} ." for each in self.wanted]
        self._engine = nmo_python.NemoEngine(nmo_python.load_string("\n".join(lines)))
        self._engine.reason()

    def rows(self, predicate: Predicate) -> set[tuple[str, ...]]:
        """The facts of a predicate."""
        if predicate not in self.wanted:
            return set()
        found = self._engine.result(self._name(predicate))
        return {tuple(_back(term) for term in row) for row in found}

    def _name(self, predicate: Predicate) -> str:
        return self._names.setdefault(predicate, f"p{len(self._names)}")

    def _fact(self, fact: GroundFact) -> str:
        terms = ", ".join(_term(term) for term in fact.terms)
        return f"{self._name(fact.predicate)}({terms}) ."

    def _atom(self, atom: Atom) -> str:
        terms = [f"?v{t}" if isinstance(t, int) else _term(t) for t in atom.terms]
        if atom.predicate == DISTINCT:
            return f"{terms[0]} != {terms[1]}"
        return f"{self._name(atom.predicate)}({', '.join(terms)})"

    def _universal(self, program: Program) -> list[str]:
        """What holds of all individuals, and of those with names, as facts."""
        terms = {term for fact in program.given for term in fact.terms} | {*program.individuals}
        for rule in program.rules:
            terms |= {
                t for atom in (rule.head, *rule.body) for t in atom.terms if isinstance(t, str)
            }
        return [
            self._fact(GroundFact(predicate, (term,)))
            for term in sorted(terms)
            if not term.startswith('"')
            for predicate in UNIVERSAL
            if predicate != NAMED or not term.startswith("_:")
        ]

    def _looked_up(self, program: Program) -> list[str]:
        """Data values in their ranges, as facts."""
        lines = []
        self._ranges: set[Predicate] = set()
        for fact in program.given:
            for data_range in program.ranges.get(str(fact.predicate.of), ()):
                inside = contains(data_range, parse_literal(fact.terms[1]))
                known = member(data_range) if inside else member(data_range).opposite
                self._ranges.add(known)
                lines.append(self._fact(GroundFact(known, (fact.terms[1],))))
        return lines


def _back(term: object) -> str:
    """A term of a result; Nemo gives numbers and truth values as those of Python."""
    if isinstance(term, bool):
        return Literal(str(term).lower(), XSD + "boolean").n3
    if isinstance(term, int):
        return Literal(str(term), XSD + "integer").n3
    if isinstance(term, float):
        return canonical(Literal(repr(term), XSD + "double")).n3
    return bare(str(term))


def _term(term: str) -> str:
    # A literal's lexical form decides equality here, as in frames: the generator writes plain ones.
    return f"<urn:blank:{term[2:]}>" if term.startswith("_:") else angled(term)
