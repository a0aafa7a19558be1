"""Facts and axioms of a proof in OWL 2 functional-style syntax, with full IRIs."""

from __future__ import annotations

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.writers.functional import FunctionalSyntax, value
from aitaxonomy.rdf.ntriples import parse_literal
from aitaxonomy.reasoning.rules.model import GroundFact
from aitaxonomy.reasoning.rules.normal_form import readable


class Formal(FunctionalSyntax):
    """Writes facts and axioms; data properties are distinguished from object properties.

    >>> Formal(frozenset()).text(ax.SubClassOf(ax.Named("urn:Cat"), ax.Named("urn:Pet")))
    'SubClassOf(<urn:Cat> <urn:Pet>)'
    """

    def fact(self, fact: GroundFact) -> str:
        """A fact as an assertion; a contradiction is a member of nothing.

        That a value is in a data range, which no axiom of OWL 2 says, is written as in SWRL.
        """
        predicate, terms = fact.predicate, fact.terms
        match predicate.kind:
            case "role":
                target = parse_literal(terms[1]) if terms[1].startswith('"') else terms[1]
                return self.text(ax.PropertyAssertion(terms[0], str(predicate.of), target))
            case "same":
                return self.text(ax.SameIndividual(*terms))
            case "clash":
                return self.text(ax.ClassAssertion(terms[0], ax.NOTHING))
        if isinstance(predicate.of, ax.AnyDataRange):
            data_range = self.text(predicate.of)
            if predicate.kind == "not":
                data_range = f"DataComplementOf({data_range})"
            return f"DataRangeAtom({data_range} {value(parse_literal(terms[0]))})"
        return self.text(ax.ClassAssertion(terms[0], readable(predicate)))
