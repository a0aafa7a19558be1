"""The ontology's own examples hold, and its counter-examples do not."""

from __future__ import annotations

import pytest

from aitaxonomy import ENTAILED, REFUTED, Taxonomy
from aitaxonomy.graph.predicates import Reading, Saying
from aitaxonomy.inference.senses import Senses
from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.namespaces import curie

_LINKED = "SELECT ?kind ?thing { ?kind ait:%s ?thing . ?thing a ait:AIArtifact }"


@pytest.mark.parametrize(
    ("link", "verdict"), [("exampleIs", ENTAILED), ("counterExampleIs", REFUTED)]
)
def test_linked_examples(ai: Taxonomy, link: str, verdict: object) -> None:
    senses = Senses(ai.content)
    found = ai.content.store.select(_LINKED % link).rows
    wrong = []
    for kind, thing in found:
        words = Saying(ax.Named(str(kind)), str(kind), "")
        spoken = senses.of(Reading((str(thing),)), words)
        strict = spoken.verdict if spoken.strict is None else spoken.strict.verdict
        if verdict not in (spoken.verdict, strict):
            wrong.append(f"{curie(str(thing))} {curie(str(kind))}")
    assert len(found) > 50
    assert wrong == []
