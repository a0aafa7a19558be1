"""Classification of an inventory: the kinds of each system, verdicts, and missing facts."""

from aitaxonomy.classification.classify import HEADLINE, classify
from aitaxonomy.classification.conventions import Conventions
from aitaxonomy.classification.result import Classification
from aitaxonomy.classification.summary import Summary
from aitaxonomy.classification.system import Classified

__all__ = [
    "HEADLINE",
    "Classification",
    "Classified",
    "Conventions",
    "Summary",
    "classify",
]
