"""Validation: does the data say what the shapes demand, and where does it not."""

from aitaxonomy.validation.data import Data
from aitaxonomy.validation.engines import ENGINES, validate
from aitaxonomy.validation.report import Fault, Report

__all__ = ["ENGINES", "Data", "Fault", "Report", "validate"]
