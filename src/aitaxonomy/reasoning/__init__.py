"""Reasoning with proofs: an ontology is compiled to rules, and its facts are closed under them.

`Reasoner` is the entry point; its method `closure` is for data of any size.
"""

from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.reader import read
from aitaxonomy.rdf.positions.location import Locate, Location
from aitaxonomy.reasoning.proofs.check import ProofCheck, StepFault, check_proof
from aitaxonomy.reasoning.proofs.proof import Proof, Step
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.subsumption.consistency import Consistency
from aitaxonomy.reasoning.verdict import (
    ENTAILED,
    REFUTED,
    UNKNOWN,
    Ground,
    Members,
    Missing,
    Truth,
    Verdict,
)

__all__ = [
    "ENTAILED",
    "REFUTED",
    "UNKNOWN",
    "Consistency",
    "Ground",
    "Locate",
    "Location",
    "Members",
    "Missing",
    "Ontology",
    "Proof",
    "ProofCheck",
    "Reasoner",
    "Step",
    "StepFault",
    "Truth",
    "Verdict",
    "check_proof",
    "read",
]
