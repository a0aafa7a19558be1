"""What an engine found, in RDF terms, and its way into a fault of the report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from aitaxonomy.validation.names import PREFIXES, curie, show
from aitaxonomy.validation.report import SEVERITIES, Fault
from aitaxonomy.validation.shapes import holds, in_english, name_of, path_of, text_at, values
from aitaxonomy.validation.wording import message

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

    from aitaxonomy.validation.names import Term
    from aitaxonomy.validation.targets import Targets

    Node = ox.NamedNode | ox.BlankNode
    Found = tuple[Fault, str | None, str | None]

_SH = PREFIXES["sh"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One validation result; `path` is None as well where it is more than one property."""

    focus: Term
    shape: Node
    component: str
    path: ox.NamedNode | None
    value: Term | None
    messages: tuple[ox.Literal, ...]
    severity: str


def describer(shapes: ox.Store, targets: Targets) -> Callable[[Finding], Found]:
    """Return what makes a finding a fault without its place, the subject and property to look for.

    What does not depend on the data is looked up once for each shape.
    """
    import pyoxigraph as ox

    rule = cache(lambda shape: show(name_of(shapes, shape)))
    path_at = cache(lambda shape: path_of(shapes, shape))
    said = cache(lambda shape, component: _said(shapes, shape, component))

    def describe(finding: Finding) -> Found:
        path = finding.path or path_at(finding.shape)
        # A node shape gives the focus node as value: that says nothing that `where` does not.
        value = None if finding.value in (None, finding.focus) else finding.value
        level = finding.severity.removeprefix(_SH).lower()
        fault = Fault(
            file=None,
            line=None,
            where=show(finding.focus),
            rule=rule(finding.shape),
            path=curie(path.value) if isinstance(path, ox.NamedNode) else path,
            value=None if value is None else show(value),
            message=said(finding.shape, finding.component) or in_english(finding.messages) or "",
            severity=next((name for name in SEVERITIES if name == level), "violation"),
            component=curie(finding.component),
        )
        subject = targets.owner(finding.focus)
        at = path.value if isinstance(path, ox.NamedNode) else None
        return fault, None if subject is None else subject.value, at

    return describe


def _said(shapes: ox.Store, shape: Node, component: str) -> str | None:
    """Return the message of a shape, or of a component; None where its query has one of its own."""
    queries = values(shapes, shape, _SH + "sparql")
    if component == _SH + "SPARQLConstraintComponent" and any(
        isinstance(query, _nodes()) and holds(shapes, query, _SH + "message") for query in queries
    ):
        return None
    return text_at(shapes, shape) or message(shapes, shape, component)


def _nodes() -> tuple[type[ox.NamedNode], type[ox.BlankNode]]:
    import pyoxigraph as ox

    return ox.NamedNode, ox.BlankNode
