"""RDF literals: a lexical form with its datatype or language tag."""

from __future__ import annotations

from dataclasses import dataclass

from aitaxonomy.rdf.namespaces import XSD


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """A literal: lexical form, datatype IRI and language tag ("" if there is none).

    >>> Literal("8192", XSD + "integer").n3
    '"8192"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """

    lexical: str
    datatype: str = XSD + "string"
    language: str = ""

    @property
    def n3(self) -> str:
        """The literal as N-Triples writes it."""
        text = self.lexical.replace("\\", "\\\\").replace('"', '\\"')
        text = f'"{text.replace(chr(10), chr(92) + "n").replace(chr(13), chr(92) + "r")}"'
        if self.language:
            return f"{text}@{self.language}"
        return text if self.datatype == XSD + "string" else f"{text}^^<{self.datatype}>"
