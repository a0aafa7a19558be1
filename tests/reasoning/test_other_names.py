"""What holds of a thing holds of it under its other names."""

from __future__ import annotations

from pathlib import Path

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology, Vocabulary
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, XSD
from aitaxonomy.rdf.ntriples import bare
from aitaxonomy.reasoning.reasoner import Reasoner


def test_links_of_which_no_axiom_speaks_hold_under_other_names_too(tmp_path: Path) -> None:
    """Of the ontology's facts, and of the data in a closure on frames."""
    ontology = Ontology(
        facts=(
            ax.PropertyAssertion("urn:a", "urn:p", "urn:c"),
            ax.PropertyAssertion("urn:a", "urn:n", Literal("1", f"{XSD}integer")),
            ax.SameIndividual("urn:a", "urn:b"),
        ),
        vocabulary=Vocabulary(
            object_properties=frozenset({"urn:p", "urn:q"}), data_properties=frozenset({"urn:n"})
        ),
    )
    reasoner = Reasoner(ontology)
    one = f'"1"^^<{XSD}integer>'
    same = "urn:b", f"{OWL}sameAs", "urn:a"
    followed = {same, ("urn:b", "urn:p", "urn:c"), ("urn:b", "urn:n", one)}
    assert set(reasoner.inferred()) == followed
    assert reasoner.why_link("urn:b", "urn:n", one) is not None
    path = tmp_path / "data.nt"
    path.write_text("<urn:d> <urn:q> <urn:a> .\n<urn:b> <urn:q> <urn:e> .\n", encoding="utf-8")
    rows = [row for frame in reasoner.closure([path]).inferred() for row in frame.rows()]
    assert sorted(tuple(map(bare, row)) for row in rows) == sorted(
        followed | {("urn:d", "urn:q", "urn:b"), ("urn:a", "urn:q", "urn:e")}
    )
