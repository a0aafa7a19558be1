"""Validation: whether data says what the shapes demand, and where it does not."""

from aitaxonomy.validation.data import Data
from aitaxonomy.validation.fault import Fault
from aitaxonomy.validation.report import Report
from aitaxonomy.validation.validator import validate

__all__ = ["Data", "Fault", "Report", "validate"]
