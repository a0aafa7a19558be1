"""Reasoning with reasons: an ontology compiled to rules, closed over facts, with proofs.

The door is `Reasoner`; for inventories of any size, `closure`.
"""

from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.reader import read
from aitaxonomy.rdf.positions.location import Locate, Location
from aitaxonomy.reasoning.proofs.check import replay
from aitaxonomy.reasoning.proofs.proof import Proof, Step
from aitaxonomy.reasoning.reasoner import Reasoner
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
