"""What an engine found, in RDF terms, and its way into a fault of the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aitaxonomy.validation.names import PREFIXES, curie, show
from aitaxonomy.validation.report import SEVERITIES, Fault

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.validation.names import Term

_ANNOTATED_SOURCE = PREFIXES["owl"] + "annotatedSource"


@dataclass(frozen=True, slots=True)
class Finding:
    """One validation result; `path` is text where it is more than one property."""

    focus: Term
    shape: ox.NamedNode | ox.BlankNode
    component: ox.NamedNode
    path: ox.NamedNode | str | None
    value: Term | None
    message: str
    severity: ox.NamedNode


def to_fault(finding: Finding, file: str | None, line: int | None) -> Fault:
    """Return the finding as a fault at that place."""
    import pyoxigraph as ox

    level = finding.severity.value.removeprefix(PREFIXES["sh"]).lower()
    path = finding.path
    # A node shape gives the focus node as value: that says nothing that `where` does not.
    value = None if finding.value in (None, finding.focus) else finding.value
    return Fault(
        file=file,
        line=line,
        where=show(finding.focus),
        rule=show(finding.shape),
        path=curie(path.value) if isinstance(path, ox.NamedNode) else path,
        value=None if value is None else show(value),
        message=finding.message,
        severity=next((name for name in SEVERITIES if name == level), "violation"),
        component=curie(finding.component.value),
    )


def owner(data: ox.Store, node: Term, depth: int = 8) -> ox.NamedNode | None:
    """Return the named subject in whose description `node` stands, to find its line.

    >>> import pyoxigraph as ox
    >>> owner(ox.Store(), ox.NamedNode("urn:x"))
    <NamedNode value=urn:x>
    """
    import pyoxigraph as ox

    if isinstance(node, ox.NamedNode):
        return node
    if depth == 0 or not isinstance(node, ox.BlankNode):
        return None
    for quad in data.quads_for_pattern(node, ox.NamedNode(_ANNOTATED_SOURCE), None):
        if isinstance(quad.object, ox.NamedNode):
            return quad.object
    parents = (quad.subject for quad in data.quads_for_pattern(None, None, node))
    return next((found for p in parents if (found := owner(data, p, depth - 1))), None)
