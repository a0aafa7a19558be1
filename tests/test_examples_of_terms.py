"""The ontology's own examples hold, and its counter-examples do not."""

from __future__ import annotations

import pytest

from aitaxonomy import ENTAILED, REFUTED, Taxonomy
from aitaxonomy.answers.senses import Senses
from aitaxonomy.graph.predicates import Reading, Saying
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


_TEXTS = "SELECT ?kind ?text ?thing { ?kind %s ?text OPTIONAL { ?kind ait:%s ?thing } }"
_NAMES = """SELECT ?name ?thing {
  ?thing rdfs:label|skos:altLabel ?name . ?thing a ait:AIArtifact FILTER(ISIRI(?thing)) }"""


@pytest.mark.parametrize(
    ("words", "link"),
    [("skos:example", "exampleIs"), ("ait:counterExample", "counterExampleIs")],
)
def test_examples_that_name_a_thing_of_ours_link_it(ai: Taxonomy, words: str, link: str) -> None:
    named: dict[str, set[str]] = {}
    for name, thing in ai.content.store.select(_NAMES).rows:
        named.setdefault(str(name), set()).add(str(thing))
    texts: dict[tuple[str, str], set[str]] = {}
    for kind, text, thing in ai.content.store.select(_TEXTS % (words, link)).rows:
        texts.setdefault((str(kind), str(text)), set()).add(str(thing))
    kinds = {str(kind) for (kind,) in ai.content.store.select("SELECT ?k { ?k a owl:Class }").rows}
    pieces = [
        (kind, piece, linked)
        for (kind, text), linked in texts.items()
        if kind in kinds
        for piece in text.removesuffix(".").split(", ")
        if piece in named
    ]
    assert len(pieces) > 50 if link == "exampleIs" else pieces
    assert not [(curie(kind), piece) for kind, piece, linked in pieces if not named[piece] & linked]
