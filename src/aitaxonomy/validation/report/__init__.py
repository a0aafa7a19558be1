"""The report of a validation, in the formats that people and machines read."""

from aitaxonomy.validation.report.fault import Fault
from aitaxonomy.validation.report.report import Report

__all__ = ["Fault", "Report"]
