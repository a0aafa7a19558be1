"""Facts and axioms of a proof in OWL 2 functional-style syntax, with full IRIs."""

from __future__ import annotations

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.owl.writers.forms import Forms
from aitaxonomy.owl.writers.functional import text
from aitaxonomy.owl.writers.tree import Form
from aitaxonomy.rdf.ntriples import parse_literal
from aitaxonomy.reasoning.rules.model import GroundFact
from aitaxonomy.reasoning.rules.normal_form import readable


class Formal:
    """Writes facts and axioms; the data properties are told from the object properties.

    >>> Formal(frozenset()).axiom(ax.SubClassOf(ax.Named("urn:Cat"), ax.Named("urn:Pet")))
    'SubClassOf(<urn:Cat> <urn:Pet>)'
    """

    def __init__(self, data_properties: frozenset[str]) -> None:
        self._forms = Forms(Vocabulary(data_properties=data_properties))

    def axiom(self, axiom: ax.Axiom) -> str:
        """An axiom."""
        return text(self._forms.axiom(axiom), {})

    def fact(self, fact: GroundFact) -> str:
        """A fact as an assertion; a contradiction is a member of nothing.

        That a value is in a data range, which no axiom of OWL 2 says, is written as in SWRL.
        """
        predicate, terms = fact.predicate, fact.terms
        match predicate.kind:
            case "role":
                value = parse_literal(terms[1]) if terms[1].startswith('"') else terms[1]
                return self.axiom(ax.PropertyAssertion(terms[0], str(predicate.of), value))
            case "same":
                return self.axiom(ax.SameIndividual(*terms))
            case "clash":
                return self.axiom(ax.ClassAssertion(terms[0], ax.NOTHING))
        if isinstance(predicate.of, ax.AnyDataRange):
            data_range = self._forms.range(predicate.of)
            if predicate.kind == "not":
                data_range = Form("DataComplementOf", (data_range,))
            return text(Form("DataRangeAtom", (data_range, parse_literal(terms[0]))), {})
        return self.axiom(ax.ClassAssertion(terms[0], readable(predicate)))
