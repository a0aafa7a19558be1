"""What holds of a thing holds of it under its other names."""

from __future__ import annotations

from pathlib import Path

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology, Vocabulary
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import AIT, OWL, PREFIXES, XSD, local_name
from aitaxonomy.rdf.ntriples import bare
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.verdict import ENTAILED


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


@pytest.mark.parametrize(
    ("stated", "altered"),
    [
        ("<urn:a> owl:sameAs <urn:b> . <urn:b> a ait:LLM .", set()),
        ("<urn:a> owl:sameAs aix:gpt-4 .", {"gpt-4"}),
        ("aix:gpt-4 owl:sameAs <urn:a> .", {"gpt-4"}),
    ],
)
def test_the_same_as_something_else_is_a_fact(
    ai: Taxonomy, tmp_path: Path, stated: str, altered: set[str]
) -> None:
    """The terms are not compiled anew for it, and a shipped thing is seen to be spoken of."""
    path = tmp_path / "same.ttl"
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("ait", "aix", "owl"))
    path.write_text(prefixes + stated, encoding="utf-8")
    found = ai.content.with_files([(path, None)]).inference
    assert not found.additions.alters_terms
    assert {local_name(each) for each in found.additions.described} == altered
    assert found.verdict("urn:a", AIT + "LLM", is_class=False).verdict is ENTAILED
