"""Validation: does the data say what the shapes demand, and where does it not."""

from aitaxonomy.validation.engines import ENGINES, validate
from aitaxonomy.validation.report import Fault, Report

__all__ = ["ENGINES", "Fault", "Report", "validate"]
