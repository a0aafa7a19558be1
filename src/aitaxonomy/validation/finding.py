"""What an engine found, in RDF terms, and its way into a fault of the report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from aitaxonomy.validation.names import PREFIXES, curie, show
from aitaxonomy.validation.report import SEVERITIES, Fault, Severity
from aitaxonomy.validation.shapes import holds, in_english, name_of, path_of, text_at, values
from aitaxonomy.validation.wording import message

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

    from aitaxonomy.validation.names import Term
    from aitaxonomy.validation.targets import Targets

    Node = ox.NamedNode | ox.BlankNode

_SH = PREFIXES["sh"]


@dataclass(frozen=True, slots=True, eq=False)
class Objection:
    """What a shape objects to, whatever the node; engines make one for all findings alike.

    `path` is None as well where it is more than one property.
    """

    shape: Node
    component: str
    path: ox.NamedNode | None
    messages: tuple[ox.Literal, ...]
    severity: str


class Finding(NamedTuple):
    """One validation result."""

    focus: Term
    value: Term | None
    objection: Objection


class Wording(NamedTuple):
    """An objection as the report has it; `property` is the IRI to look for in a file."""

    rule: str
    path: str | None
    message: str
    severity: Severity
    component: str
    property: str | None


class Found(NamedTuple):
    """A fault that still lacks its place, which is that of `subject`, if it has one."""

    where: str
    value: str | None
    subject: str | None
    wording: Wording

    def fault(self, file: str | None, line: int | None) -> Fault:
        """Return the fault with its place."""
        rule, path, text, severity, component, _ = self.wording
        return Fault(file, line, self.where, rule, path, self.value, text, severity, component)


def describer(shapes: ox.Store, targets: Targets) -> Callable[[Finding], Found]:
    """Return what puts a finding into words; those of an objection are looked up once."""
    worded = cache(lambda objection: _worded(shapes, objection))

    def describe(finding: Finding) -> Found:
        focus, value, objection = finding
        # A node shape gives the focus node as value: that says nothing that `where` does not.
        said = None if value is None or value == focus else show(value)
        subject = targets.owner(focus)
        return Found(show(focus), said, subject and subject.value, worded(objection))

    return describe


def _worded(shapes: ox.Store, objection: Objection) -> Wording:
    import pyoxigraph as ox

    path = objection.path or path_of(shapes, objection.shape)
    said = _said(shapes, objection.shape, objection.component)
    level = objection.severity.removeprefix(_SH).lower()
    return Wording(
        rule=name_of(shapes, objection.shape),
        path=curie(path.value) if isinstance(path, ox.NamedNode) else path,
        message=said or in_english(objection.messages) or "",
        severity=next((name for name in SEVERITIES if name == level), "violation"),
        component=curie(objection.component),
        property=path.value if isinstance(path, ox.NamedNode) else None,
    )


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
