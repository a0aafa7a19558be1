"""The structural model in each syntax: functional-style, OWL/XML, RDF, Manchester, English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from typing import Literal as OneOf

from aitaxonomy.owl.document import NotOwlError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.owl.writers.tree import Form


def write_owl(triples: Iterable[ox.Triple], format: OneOf["functional", "owlxml"]) -> str:
    """Return one ontology as text, sorted, so that equal ontologies give equal texts.

    Args:
        triples: the whole ontology with the declaration of every term that it uses.
        format: "functional" or "owlxml".

    Raises:
        NotOwlError: a triple has no place in OWL 2; the message has the triple and the remedy.
        ValueError: the format is unknown.

    >>> import pyoxigraph as ox
    >>> cat = '<urn:Cat> a <http://www.w3.org/2002/07/owl#Class> .'
    >>> write_owl(ox.parse(cat, format=ox.RdfFormat.TURTLE), "functional").splitlines()[-2:]
    ['Declaration(Class(<urn:Cat>))', ')']

    """
    from aitaxonomy.owl.document import read_document
    from aitaxonomy.owl.writers.forms import Forms
    from aitaxonomy.owl.writers.functional import functional
    from aitaxonomy.owl.writers.owlxml import owlxml

    writers = {"functional": functional, "owlxml": owlxml}
    if format not in writers:
        raise ValueError(f"unknown format {format!r}: take one of {', '.join(writers)}")
    document = read_document(triples)
    forms = Forms(document.vocabulary)
    axioms = sorted((forms.axiom(*each) for each in document.axioms), key=_place)
    return writers[format](document, forms.annotations(document.annotations), axioms)


def _place(axiom: Form) -> tuple[int, str]:
    """Put declarations first and annotations last: a reader then knows each name it meets."""
    from aitaxonomy.owl.writers.functional import text

    group = {"Declaration": 0, "AnnotationAssertion": 2}.get(axiom.name, 1)
    return group, text(axiom)


__all__ = ["NotOwlError", "write_owl"]
