"""The syntaxes of OWL that are no RDF, and are not read: who brings one is told what to do."""

from __future__ import annotations

import re
from pathlib import Path

from aitaxonomy.errors import ImportFault

#: What XML may have before its first element.
_BETWEEN = r"(?:<!--(?:(?!-->).)*+-->\s*+|<!DOCTYPE\s++[\w:]++\s[^\]]*+\]\s*+>\s*+)*+"
#: A lone node of RDF/XML has one of these; no IRI of Turtle has the space that has to come before.
_NOT_RDF = r"(?![^>]*\brdf:(?:about|ID|nodeID)\b)"
#: The syntaxes, each with its suffix and what such a file begins with, after comments.
_SYNTAXES = {
    "OWL/XML": (
        ".owx",
        rf"(?:<\?xml\s[^>]*+>\s*+{_BETWEEN}<(?:\w++:)?Ontology\b{_NOT_RDF}"
        rf"|{_BETWEEN}<(?:\w++:)?Ontology\s{_NOT_RDF})",
    ),
    "OWL functional syntax": (".ofn", r"(?:Prefix|Ontology)\s*+\("),
    "Manchester syntax": (".omn", r"(?:Prefix|Ontology|Namespace):\s"),
    "OBO": (".obo", r"(?:format-version:\s|\[(?:Term|Typedef)\])"),
}
_COMMENTS = re.compile(r"(?:\s++|#[^\n]*+(?:\n|\Z)|![^\n]*+(?:\n|\Z))*+")
_STARTS = {
    name: re.compile(pattern, re.DOTALL) for name, (_, pattern) in _SYNTAXES.items()
}  # fmt: skip


def refuse_other_owl(path: Path, start: str, *, named: bool = True) -> None:
    """Refuse a file in a syntax of OWL that is no RDF, by its start or (if `named`) its suffix.

    >>> refuse_other_owl(Path("a.owl"), "Prefix(:=<urn:x#>)")
    Traceback (most recent call last):
    ...
    aitaxonomy.errors.ImportFault: a.owl: OWL functional syntax is not read: save it as Turtle or \
RDF/XML, by Protégé or by `robot convert --input a.owl --output a.ttl`

    Raises `ImportFault`.
    """
    suffix, begins = path.suffix.lower(), _COMMENTS.match(start)
    at = begins.end() if begins else 0
    for name, (own, _) in _SYNTAXES.items():
        if _STARTS[name].match(start, at) or (named and suffix == own):
            raise ImportFault(
                f"{path}: {name} is not read: save it as Turtle or RDF/XML, by Protégé or by "
                f"`robot convert --input {path.name} --output {path.stem}.ttl`"
            )
