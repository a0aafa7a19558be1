"""A document in OWL 2 XML (https://www.w3.org/TR/owl2-xml-serialization/)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from aitaxonomy.owl.document import Document, NotOwlError
from aitaxonomy.owl.writers.tree import (
    Anonymous,
    Count,
    Entity,
    Facet,
    Form,
    Group,
    Iri,
    Part,
)
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, PREFIXES, XSD

# XML 1.0 has no way to write these, not even as a character reference.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def owlxml(document: Document, annotations: Sequence[Form], axioms: Sequence[Form]) -> str:
    """Return the document as text, annotations and axioms in the order given."""
    named = {"ontologyIRI": document.iri, "versionIRI": document.version}
    head = "".join(f" {key}={quoteattr(iri)}" for key, iri in named.items() if iri)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<Ontology xmlns="{OWL}"{head}>']
    for prefix, space in PREFIXES.items():
        lines.append(f'  <Prefix name="{prefix}" IRI={quoteattr(space)}/>')
    lines += [f"  <Import>{escape(iri)}</Import>" for iri in document.imports]
    for form in (*annotations, *axioms):
        lines += element(form, "  ")
    return "\n".join([*lines, "</Ontology>", ""])


def element(part: Part, indent: str = "") -> Iterator[str]:
    """Yield the lines of one part of an axiom.

    >>> for line in element(Form("ObjectHasSelf", (Entity("ObjectProperty", "urn:p"),))):
    ...     print(line)
    <ObjectHasSelf>
      <ObjectProperty IRI="urn:p"/>
    </ObjectHasSelf>
    """
    match part:
        case Form(name, parts):
            counts = [each.number for each in parts if isinstance(each, Count)]
            attribute = "".join(f' cardinality="{number}"' for number in counts)
            yield f"{indent}<{name}{attribute}>"
            for each in parts:
                yield from element(each, indent + "  ")
            yield f"{indent}</{name}>"
        case Group(members):
            for each in members:
                yield from element(each, indent)
        case Facet(iri, value):
            yield f"{indent}<FacetRestriction facet={quoteattr(iri)}>"
            yield from element(value, indent + "  ")
            yield f"{indent}</FacetRestriction>"
        case Entity(kind, iri):
            yield f"{indent}<{kind} IRI={quoteattr(iri)}/>"
        case Iri(iri):
            yield f"{indent}<IRI>{escape(iri)}</IRI>"
        case Anonymous(label):
            yield f'{indent}<AnonymousIndividual nodeID="_:{label}"/>'
        case Literal():
            yield indent + _literal(part)
        case Count():
            pass  # an attribute of the restriction around it


def _literal(value: Literal) -> str:
    unwritable = _NO_XML.search(value.lexical)
    if unwritable:
        raise NotOwlError(
            f"XML cannot write the character U+{ord(unwritable[0]):04X} of {value.n3}; "
            "take it out, or write functional-style syntax"
        )
    kind = ""
    if value.language:
        kind = f" xml:lang={quoteattr(value.language)}"
    elif value.datatype != XSD + "string":
        kind = f" datatypeIRI={quoteattr(value.datatype)}"
    # A bare carriage return would be read as a line feed.
    return f"<Literal{kind}>{escape(value.lexical, {chr(13): '&#13;'})}</Literal>"
