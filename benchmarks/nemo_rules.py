"""Our compiled rules as a Nemo program that imports its facts from an N-Triples file itself."""

from __future__ import annotations

from pathlib import Path

from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.namespaces import OWL, RDF, XSD
from aitaxonomy.rdf.ntriples import angled
from aitaxonomy.reasoning.rules.model import DISTINCT, SAME, Atom, Predicate, Program, Rule, member

_TYPE = f"<{RDF}type>"
_INTEGER = f"{XSD}integer"
_COMPARED = {"minInclusive": ">=", "minExclusive": ">", "maxInclusive": "<=", "maxExclusive": "<"}
_OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


class NemoText:
    """A program as Nemo's text: `text` is what Nemo loads, `name` how it calls a predicate."""

    def __init__(self, program: Program, facts: Path, wanted: list[Predicate]) -> None:
        self._names: dict[Predicate, str] = {}
        lines = [f'@import t :- rdf {{ resource = "{facts}" }} .']
        filled = set()
        for fact in program.given:
            filled.add(fact.predicate)
            lines.append(f"{self._atom(Atom(fact.predicate, fact.terms))} .")
        for predicate in self._read(program):
            filled.add(predicate)
            lines.append(self._import(predicate))
        lines += self._looked_up(program, filled)
        filled |= {rule.head.predicate for rule in program.rules} | {DISTINCT}
        # Nemo refuses a body with a predicate of which there are neither facts nor rules.
        lines += [
            self._rule(rule)
            for rule in program.rules
            if all(atom.predicate in filled for atom in rule.body)
        ]
        lines += [f"@output {self.name(each)} ." for each in wanted]
        self.text = "\n".join(lines)

    def name(self, predicate: Predicate) -> str:
        """The name of the predicate in the text."""
        return self._names.setdefault(predicate, f"p{len(self._names)}")

    def _read(self, program: Program) -> list[Predicate]:
        """The predicates that a data file can state, of those that rules read."""
        premises = {atom.predicate: None for rule in program.rules for atom in rule.body}
        return [
            each
            for each in premises
            if each.kind in ("role", "same")
            or (each.kind == "is" and isinstance(each.of, ax.Named) and each.of != ax.THING)
        ]

    def _import(self, predicate: Predicate) -> str:
        name = self.name(predicate)
        if isinstance(predicate.of, ax.Named):
            return f"{name}(?x) :- t(?x, {_TYPE}, <{predicate.of.iri}>) ."
        prop = f"{OWL}sameAs" if predicate == SAME else predicate.of
        return f"{name}(?x, ?y) :- t(?x, <{prop}>, ?y) ."

    def _looked_up(self, program: Program, filled: set[Predicate]) -> list[str]:
        """Integers in their ranges, by Nemo's own comparisons; the generator has no other data."""
        lines = []
        for prop, ranges in program.ranges.items():
            source = self.name(Predicate("role", prop))
            if Predicate("role", prop) not in filled:
                continue
            for data_range in ranges:
                if isinstance(data_range, ax.DataOneOf) or data_range.datatype != _INTEGER:
                    continue
                inside, premise = member(data_range), f"{source}(?x, ?v)"
                bounds = [(_COMPARED[name], bound.lexical) for name, bound in data_range.facets]
                body = ", ".join([premise, *(f"?v {sign} {bound}" for sign, bound in bounds)])
                lines.append(f"{self.name(inside)}(?v) :- {body} .")
                filled.add(inside)
                for sign, bound in bounds:
                    outside = self.name(inside.opposite)
                    lines.append(f"{outside}(?v) :- {premise}, ?v {_OPPOSITE[sign]} {bound} .")
                    filled.add(inside.opposite)
        return lines

    def _rule(self, rule: Rule) -> str:
        body = ", ".join(map(self._atom, rule.body))
        return f"{self._atom(rule.head)} :- {body} ." if body else f"{self._atom(rule.head)} ."

    def _atom(self, atom: Atom) -> str:
        terms = [f"?v{t}" if isinstance(t, int) else _term(t) for t in atom.terms]
        if atom.predicate == DISTINCT:
            return f"{terms[0]} != {terms[1]}"
        return f"{self.name(atom.predicate)}({', '.join(terms)})"


def _term(term: str) -> str:
    return f"<urn:blank:{term[2:]}>" if term.startswith("_:") else angled(term)
