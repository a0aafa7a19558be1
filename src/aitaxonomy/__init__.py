"""aitaxonomy: what an AI system is, what it can produce, and which kind you need.

>>> from aitaxonomy import Taxonomy
>>> ai = Taxonomy()
>>> ai["LLM"] <= ai["GenerativeAI"]
True
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from aitaxonomy._data import __version__
from aitaxonomy.errors import (
    AITaxonomyError,
    ClaimFault,
    EndpointBusy,
    EndpointFault,
    EngineMissing,
    HeaderFault,
    ImportFault,
    InconsistentOntology,
    ProofFault,
    QueryRefused,
    QueryTimeout,
    ReasonerFault,
    ReasonerTimeout,
    ServerFault,
    ShapesFault,
    StoreCorrupt,
    StoreLocked,
    TooManyLinks,
    UnknownQuestion,
    UnknownTerm,
    ValidationTimeout,
)

if TYPE_CHECKING:
    from aitaxonomy.advice.find import FoundSystem, FoundSystems
    from aitaxonomy.advice.report import Advice
    from aitaxonomy.classification import Classification, Classified, Conventions
    from aitaxonomy.classification.dataset import DatasetClassification
    from aitaxonomy.classification.duties import Duties, Duty
    from aitaxonomy.classification.since import Since, Turn
    from aitaxonomy.graph.claims import Claims, ClaimVerdict
    from aitaxonomy.graph.comparison import Comparison
    from aitaxonomy.graph.deprecation import DeprecatedTerm
    from aitaxonomy.graph.facts import Fact, KnownFacts
    from aitaxonomy.graph.names import Names
    from aitaxonomy.graph.questions import Answer, Question
    from aitaxonomy.graph.term import Term
    from aitaxonomy.graph.trees import Tree
    from aitaxonomy.inference.alone import Alone, Hierarchy
    from aitaxonomy.inventory import Tally
    from aitaxonomy.owl.hermit import InferredHierarchy
    from aitaxonomy.reasoning.proofs.check import ProofCheck
    from aitaxonomy.reasoning.proofs.proof import Proof
    from aitaxonomy.reasoning.reasoner import Reasoner
    from aitaxonomy.reasoning.rules.omissions import LeftOut
    from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Members, Truth, Verdict
    from aitaxonomy.store.sources import CitedSource
    from aitaxonomy.store.table import Table
    from aitaxonomy.taxonomy import Taxonomy
    from aitaxonomy.validation import Fault, Report
    from aitaxonomy.versions.difference import Difference

__all__ = [
    "ENTAILED",
    "REFUTED",
    "UNKNOWN",
    "AITaxonomyError",
    "Advice",
    "Alone",
    "Answer",
    "CitedSource",
    "ClaimFault",
    "ClaimVerdict",
    "Claims",
    "Classification",
    "Classified",
    "Comparison",
    "Conventions",
    "DatasetClassification",
    "DeprecatedTerm",
    "Difference",
    "Duties",
    "Duty",
    "EndpointBusy",
    "EndpointFault",
    "EngineMissing",
    "Fact",
    "Fault",
    "FoundSystem",
    "FoundSystems",
    "HeaderFault",
    "Hierarchy",
    "ImportFault",
    "InconsistentOntology",
    "InferredHierarchy",
    "KnownFacts",
    "LeftOut",
    "Members",
    "Names",
    "Proof",
    "ProofCheck",
    "ProofFault",
    "QueryRefused",
    "QueryTimeout",
    "Question",
    "Reasoner",
    "ReasonerFault",
    "ReasonerTimeout",
    "Report",
    "ServerFault",
    "ShapesFault",
    "Since",
    "StoreCorrupt",
    "StoreLocked",
    "Table",
    "Tally",
    "Taxonomy",
    "Term",
    "TooManyLinks",
    "Tree",
    "Truth",
    "Turn",
    "UnknownQuestion",
    "UnknownTerm",
    "ValidationTimeout",
    "Verdict",
    "__version__",
]

#: Where the names above are defined that are imported when they are first asked for.
_HOMES = {
    "advice.find": ("FoundSystem", "FoundSystems"),
    "advice.report": ("Advice",),
    "classification": ("Classification", "Classified", "Conventions"),
    "classification.dataset": ("DatasetClassification",),
    "classification.duties": ("Duties", "Duty"),
    "classification.since": ("Since", "Turn"),
    "graph.claims": ("Claims", "ClaimVerdict"),
    "graph.comparison": ("Comparison",),
    "graph.deprecation": ("DeprecatedTerm",),
    "graph.facts": ("Fact", "KnownFacts"),
    "graph.names": ("Names",),
    "graph.questions": ("Answer", "Question"),
    "graph.term": ("Term",),
    "graph.trees": ("Tree",),
    "inference.alone": ("Alone", "Hierarchy"),
    "versions.difference": ("Difference",),
    "inventory": ("Tally",),
    "owl.hermit": ("InferredHierarchy",),
    "reasoning.proofs.check": ("ProofCheck",),
    "reasoning.proofs.proof": ("Proof",),
    "reasoning.reasoner": ("Reasoner",),
    "reasoning.verdict": ("ENTAILED", "REFUTED", "UNKNOWN", "Members", "Truth", "Verdict"),
    "reasoning.rules.omissions": ("LeftOut",),
    "store.sources": ("CitedSource",),
    "store.table": ("Table",),
    "taxonomy": ("Taxonomy",),
    "validation": ("Fault", "Report"),
}
_LAZY = {name: f"aitaxonomy.{home}" for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a class when it is first asked for: the package itself imports nothing heavy."""
    if name not in _LAZY:
        raise AttributeError(f"module 'aitaxonomy' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_LAZY[name]), name)
    return value


def __dir__() -> list[str]:
    """List the names of `__all__`, imported already or not, for tab completion."""
    return sorted({*globals(), *__all__})
