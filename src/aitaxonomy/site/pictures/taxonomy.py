"""The taxonomy as a picture: its main kinds, or all that is below a term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aitaxonomy.graph.term import Term
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.site.pictures import trees
from aitaxonomy.site.pictures.svg import Picture
from aitaxonomy.site.pictures.trees import Node

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

#: The kinds that the first picture shows, in its order; which is below which, the ontology says.
MAIN = (
    "AIArtifact", "GenerativeAI", "LLMTechnology", "LLM", "VisionLLM", "CodeLLM", "ReasoningLLM",
    "MultimodalLLM", "LLMBasedSystem", "LLMAgent", "LLMFamily", "TextGenerator", "CodeGenerator",
    "ImageGenerator", "VideoGenerator", "AudioGenerator", "SpeechGenerator", "MusicGenerator",
    "SoundGenerator", "ThreeDGenerator", "NonGenerativeAI", "EncoderOnlyModel",
    "TransductionModel", "SpeechRecognizer", "MachineTranslator", "AIAgent", "Classifier",
    "EmbeddingModel", "ObjectDetector", "GamePlayingSystem", "Recommender",
)  # fmt: skip
_STRONG = frozenset((AIT + "GenerativeAI", AIT + "LLM"))
WIDER = """SELECT ?kind ?wider { ?kind rdfs:subClassOf ?wider
    FILTER(isIRI(?wider) && ?kind != ?wider) }"""
_MEMBERS = "SELECT ?kind (COUNT(DISTINCT ?it) AS ?n) { ?it a ?kind } GROUP BY ?kind"
_TOLD = (
    "Indented kinds are narrower. Each number counts the models, families and systems known to be "
    "of the kind. One of them may be of several kinds, and a kind may have wider ones that are "
    "not shown."
)


def members(ai: Taxonomy) -> dict[str, int]:
    """Return the number of individuals that provably are of each kind, by IRI."""
    return {str(kind): int(str(n)) for kind, n in ai.content.store.select(_MEMBERS).rows}


def main_kinds(ai: Taxonomy) -> Picture:
    """Return the picture of the main kinds of AI system.

    >>> from aitaxonomy import Taxonomy
    >>> main_kinds(Taxonomy()).description.partition(".")[0]
    'A tree of 31 kinds'
    """
    counts = members(ai)
    shown = [AIT + kind for kind in MAIN]
    wider: dict[str, set[str]] = {kind: set() for kind in shown}
    for row in ai.content.store.select(WIDER).rows:
        kind, above = map(str, row)
        if kind in wider and above in wider:
            wider[kind].add(above)
    nodes = {kind: _node(ai.term(kind), counts) for kind in shown}
    for kind in shown[1:]:
        nearest = wider[kind] - {far for each in wider[kind] for far in wider[each]}
        nodes[min(nearest, key=shown.index)].below.append(nodes[kind])
    title, said = "The main kinds of AI", f"A tree of {len(shown)} kinds. {_TOLD}"
    return trees.picture("taxonomy", title, said, nodes[shown[0]])


def below(ai: Taxonomy, term: Term) -> Picture:
    """Return the picture of all that is below a term.

    >>> from aitaxonomy import Taxonomy
    >>> ai = Taxonomy()
    >>> below(ai, ai["LLMTechnology"]).title
    'LLM technology, and what is narrower'
    """
    root = _branch(ai, term, members(ai), set())
    title = f"{term.label[:1].upper()}{term.label[1:]}, and what is narrower"
    return trees.picture("taxonomy", title, f"A tree. {_TOLD}", root)


def _branch(ai: Taxonomy, term: Term, counts: dict[str, int], seen: set[str]) -> Node:
    """Return a term with what is below it, unless that was drawn already."""
    node = _node(term, counts)
    children = ai.tree(term).children(term)
    if term.iri in seen and children:
        node.note, node.kind = "(see above)", "pic-again"
        return node
    seen.add(term.iri)
    node.below = [_branch(ai, each, counts, seen) for each in children]
    return node


def _node(term: Term, counts: dict[str, int]) -> Node:
    count = counts.get(term.iri, 0)
    kind = "pic-strong" if term.iri in _STRONG else ""
    return Node(term.label, term.iri, f"{count:,}" if count else "", kind=kind)
