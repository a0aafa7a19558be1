"""A document in OWL 2 functional-style syntax."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from aitaxonomy.owl.document import Document
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
from aitaxonomy.rdf.namespaces import PREFIXES, XSD

# Narrower than the grammar: local names that every reader of this syntax takes.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def functional(document: Document, annotations: Sequence[Form], axioms: Sequence[Form]) -> str:
    """Return the document as text, annotations and axioms in the order given."""
    name = [f"<{iri}>" for iri in (document.iri, document.version) if iri]
    lines = [f"Prefix({prefix}:=<{space}>)" for prefix, space in PREFIXES.items()]
    lines += ["", f"Ontology({' '.join(name)}"]
    lines += [f"Import(<{iri}>)" for iri in document.imports]
    lines += [text(annotation) for annotation in annotations]
    lines += ["", *(text(axiom) for axiom in axioms), ")", ""]
    return "\n".join(lines)


def text(part: Part, prefixes: Mapping[str, str] = PREFIXES) -> str:  # noqa: PLR0911
    """Return one part of an axiom as text; without `prefixes`, with all IRIs in full.

    >>> text(Form("ObjectMinCardinality", (Count(2), Entity("ObjectProperty", "urn:p"))))
    'ObjectMinCardinality(2 <urn:p>)'
    """
    match part:
        case Form("Declaration", (*notes, Entity(kind, iri))):
            return f"Declaration({_parts((*notes, Form(kind, (Iri(iri),))), prefixes)})"
        case Form(name, parts):
            return f"{name}({_parts(parts, prefixes)})"
        case Group(members):
            return f"({_parts(members, prefixes)})"
        case Entity(_, iri) | Iri(iri):
            return _iri(iri, prefixes)
        case Facet(iri, value):
            return f"{_iri(iri, prefixes)} {_literal(value, prefixes)}"
        case Anonymous(label):
            return f"_:{label}"
        case Count(number):
            return str(number)
        case Literal():
            return _literal(part, prefixes)


def _parts(parts: Sequence[Part], prefixes: Mapping[str, str]) -> str:
    return " ".join(text(part, prefixes) for part in parts)


def _iri(iri: str, prefixes: Mapping[str, str]) -> str:
    for prefix, space in prefixes.items():
        if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
            return f"{prefix}:{iri[len(space) :]}"
    return f"<{iri}>"


def _literal(value: Literal, prefixes: Mapping[str, str]) -> str:
    # Unlike in Turtle, only these two characters are escaped; a line end stands for itself.
    quoted = '"' + value.lexical.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if value.language:
        return f"{quoted}@{value.language}"
    of = value.datatype
    return quoted if of == XSD + "string" else f"{quoted}^^{_iri(of, prefixes)}"
