"""Checks data against shapes, whichever engine does the work.

Data and shapes go to an engine as pyoxigraph stores, already narrowed to the focus nodes that
matter, and come back as findings. One more engine is one more module and one line in `ENGINES`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from aitaxonomy.validation.finding import owner, to_fault
from aitaxonomy.validation.report import Report, order
from aitaxonomy.validation.targets import narrow

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.validation.finding import Finding

    Data = ox.Store | Iterable[ox.Quad] | Iterable[ox.Triple]

Locate = Callable[[str, str | None], tuple[str, int] | None]
#: Engine -> the module that runs it; the first is the default.
ENGINES = {"pyshacl": "aitaxonomy.validation.pyshacl_engine"}


class Engine(Protocol):
    """What the module of an engine offers."""

    def run(self, data: ox.Store, shapes: ox.Store) -> Iterator[Finding]:
        """Yield what `shapes`, whose targets are `sh:targetNode`s, find wrong in `data`."""
        ...


def validate(
    data: Data,
    shapes: Path,
    focus: Collection[str] | None = None,
    locate: Locate | None = None,
    engine: str = "auto",
) -> Report:
    """Check `data` against the shape files in the folder `shapes`.

    `data` is the user's statements together with the ontology and graph they refer to; inferred
    statements do not belong into it, for they would hide what is missing. `focus` holds the IRIs
    of the subjects to report on (None: all of them). `locate(subject IRI, property IRI or None)`
    gives file and line. Raises `ValueError` for an unknown engine, a folder without shapes,
    and shapes that do not make sense.

    >>> import pyoxigraph as ox
    >>> from aitaxonomy._data import folder
    >>> text = "@prefix ait: <https://w3id.org/aitaxonomy#> . <urn:x> ait:poweredByy <urn:y> ."
    >>> report = validate(ox.parse(text, format=ox.RdfFormat.TURTLE), folder("shapes"))
    >>> [(f.where, f.rule) for f in report]
    [('<urn:x>', 'ais:UndefinedProperty')]
    """
    name = next(iter(ENGINES)) if engine == "auto" else engine
    if name not in ENGINES:
        raise ValueError(f"unknown validation engine {engine!r}: take auto or {', '.join(ENGINES)}")
    store = _as_store(data)
    narrowed = narrow(store, load_shapes(shapes), focus)
    runner = cast(Engine, import_module(ENGINES[name]))
    place = locate or _nowhere
    findings = runner.run(store, narrowed)
    faults = {to_fault(finding, *_locate(store, finding, place)) for finding in findings}
    conforms = all(fault.severity != "violation" for fault in faults)
    return Report(conforms, name, tuple(sorted(faults, key=order)))


def load_shapes(folder: Path) -> ox.Store:
    """Return the shapes of all Turtle files in `folder` in one store."""
    import pyoxigraph as ox

    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise ValueError(f"no shapes in {folder}: a check without shapes proves nothing")
    store = ox.Store()
    for file in files:
        store.load(path=file, format=ox.RdfFormat.TURTLE)
    return store


def _as_store(data: Data) -> ox.Store:
    """Return all statements in the default graph, whatever graphs they came in."""
    import pyoxigraph as ox

    default = ox.DefaultGraph()
    store = ox.Store()
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, default) for t in data)
    return store


def _locate(
    data: ox.Store, finding: Finding, locate: Locate
) -> tuple[str, int] | tuple[None, None]:
    import pyoxigraph as ox

    subject = owner(data, finding.focus)
    if subject is None:
        return None, None
    path = finding.path if isinstance(finding.path, ox.NamedNode) else None
    place = locate(subject.value, path.value) if path is not None else None
    return place or locate(subject.value, None) or (None, None)


def _nowhere(_subject: str, _path: str | None) -> None:
    return None
