"""What an engine found, in RDF terms, and its way into a fault of the report."""

from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Store

from aitaxonomy.validation.names import PREFIXES, Term, curie, show
from aitaxonomy.validation.report import SEVERITIES, Fault

_ANNOTATED_SOURCE = NamedNode(PREFIXES["owl"] + "annotatedSource")


@dataclass(frozen=True, slots=True)
class Finding:
    """One validation result; `path` is text where it is more than one property."""

    focus: Term
    shape: NamedNode | BlankNode
    component: NamedNode
    path: NamedNode | str | None
    value: Term | None
    message: str
    severity: NamedNode


def to_fault(finding: Finding, file: str | None, line: int | None) -> Fault:
    """Return the finding as a fault at that place."""
    level = finding.severity.value.removeprefix(PREFIXES["sh"]).lower()
    path = finding.path
    # A node shape gives the focus node as value: that says nothing that `where` does not.
    value = None if finding.value in (None, finding.focus) else finding.value
    return Fault(
        file=file,
        line=line,
        where=show(finding.focus),
        rule=show(finding.shape),
        path=curie(path.value) if isinstance(path, NamedNode) else path,
        value=None if value is None else show(value),
        message=finding.message,
        severity=next((name for name in SEVERITIES if name == level), "violation"),
        component=curie(finding.component.value),
    )


def owner(data: Store, node: Term, depth: int = 8) -> NamedNode | None:
    """Return the named subject in whose description `node` stands, to find its line.

    >>> owner(Store(), NamedNode("urn:x"))
    <NamedNode value=urn:x>
    """
    if isinstance(node, NamedNode):
        return node
    if depth == 0 or not isinstance(node, BlankNode):
        return None
    for quad in data.quads_for_pattern(node, _ANNOTATED_SOURCE, None):
        if isinstance(quad.object, NamedNode):
            return quad.object
    parents = (quad.subject for quad in data.quads_for_pattern(None, None, node))
    return next((found for p in parents if (found := owner(data, p, depth - 1))), None)
