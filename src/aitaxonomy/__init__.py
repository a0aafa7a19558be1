"""aitaxonomy: what an AI system is, what it can produce, and which kind you need.

>>> from aitaxonomy import Taxonomy
>>> ai = Taxonomy()
>>> ai["LLM"] <= ai["GenerativeAI"]
True
"""

from typing import TYPE_CHECKING, Any

from aitaxonomy._data import __version__
from aitaxonomy.errors import (
    AITaxonomyError,
    EngineMissing,
    HeaderFault,
    ImportFault,
    InconsistentOntology,
    QueryRefused,
    QueryTimeout,
    ReasonerFault,
    ReasonerTimeout,
    ShapesFault,
    StoreCorrupt,
    StoreLocked,
    UnknownQuestion,
    UnknownTerm,
    ValidationTimeout,
)

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

__all__ = [
    "AITaxonomyError",
    "EngineMissing",
    "HeaderFault",
    "ImportFault",
    "InconsistentOntology",
    "QueryRefused",
    "QueryTimeout",
    "ReasonerFault",
    "ReasonerTimeout",
    "ShapesFault",
    "StoreCorrupt",
    "StoreLocked",
    "Taxonomy",
    "UnknownQuestion",
    "UnknownTerm",
    "ValidationTimeout",
    "__version__",
]


def __getattr__(name: str) -> Any:
    """Import `Taxonomy` when it is first asked for: the package itself imports nothing heavy."""
    if name == "Taxonomy":
        from aitaxonomy.taxonomy import Taxonomy

        return Taxonomy
    raise AttributeError(f"module 'aitaxonomy' has no attribute {name!r}")
