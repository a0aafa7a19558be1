"""Inventories of AI systems: any format in, one typed record per system out."""

from aitaxonomy.inventory.import_rules.statements import Statements
from aitaxonomy.inventory.importing import FORMATS, guess_format, read_records, read_stated
from aitaxonomy.inventory.matching.matcher import Match, Matcher
from aitaxonomy.inventory.record import Conclusion, Derivation, Record, Source, Tally

__all__ = [
    "FORMATS",
    "Conclusion",
    "Derivation",
    "Match",
    "Matcher",
    "Record",
    "Source",
    "Statements",
    "Tally",
    "guess_format",
    "read_records",
    "read_stated",
]
