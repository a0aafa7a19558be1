"""Reasoning with reasons: an ontology compiled to rules, closed over facts, with proofs.

The door is `Reasoner`; for inventories of any size, `closure`.
"""

from aitaxonomy.reasoning.ontology import Ontology
from aitaxonomy.reasoning.proof import Locate, Location, Proof, Step
from aitaxonomy.reasoning.reader import read
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.replay import replay
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Missing, Truth, Verdict

__all__ = [
    "ENTAILED",
    "REFUTED",
    "UNKNOWN",
    "Locate",
    "Location",
    "Missing",
    "Ontology",
    "Proof",
    "Reasoner",
    "Step",
    "Truth",
    "Verdict",
    "read",
    "replay",
]
