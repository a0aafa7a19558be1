"""The way from statements and shapes to a report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy import _data
from aitaxonomy.errors import ShapesFault, ValidationTimeout
from aitaxonomy.process import WorkCrashed, WorkTimeout, call
from aitaxonomy.validation.data import Data
from aitaxonomy.validation.fault import Fault, order
from aitaxonomy.validation.guard import check_shapes
from aitaxonomy.validation.messages import describer
from aitaxonomy.validation.naming import naming_faults
from aitaxonomy.validation.report import Report
from aitaxonomy.validation.shapes import load_shapes
from aitaxonomy.validation.targets import Targets

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.validation.data import Source
    from aitaxonomy.validation.messages import Unplaced

Locate = Callable[[str, str | None], tuple[str, int | None] | None]
TIMEOUT = 600.0
#: Bytes that shapes of somebody else may take on top of what a process has already.
MEMORY = 8 * 1024**3


def validate(
    data: Data | Source,
    shapes: Path | Iterable[Path] | None = None,
    focus: Collection[str] | None = None,
    locate: Locate | None = None,
    *,
    timeout: float = TIMEOUT,
) -> Report:
    """Check `data` against the shipped shapes, or in a child process against those of files.

    Args:
        data: the user's statements together with the ontology and graph they refer to; inferred
            statements do not belong into it, for they would hide what is missing.
        shapes: files, or folders whose Turtle files are read; None for the shipped ones.
        focus: the IRIs of the subjects to report on (None: all of them); a fault is reported
            where the focus node is one of them, or the value at fault is.
        locate: gives file and line of (subject IRI, property IRI or None).
        timeout: seconds after which shapes of somebody else are stopped.

    Raises:
        ShapesFault: shapes that are missing, make no sense, or are refused.
        ValidationTimeout: the time limit was reached.

    >>> import pyoxigraph as ox
    >>> text = "@prefix ait: <https://w3id.org/aitaxonomy#> . <urn:x> ait:poweredByy <urn:y> ."
    >>> report = validate(ox.parse(text, format=ox.RdfFormat.TURTLE))
    >>> [(f.where, f.rule) for f in report]
    [('<urn:x>', 'ais:UndefinedProperty')]

    """
    checked = Data.of(data)
    if shapes is None:
        found = _judge(checked, load_shapes(_data.folder("shapes")), focus)
    else:
        found = _judge_in_child(checked, Data.of(load_shapes(shapes)), focus, timeout)
    faults = {_placed(each, locate or _nowhere) for each in found}
    conforms = all(fault.severity != "violation" for fault in faults)
    return Report(conforms, tuple(sorted(faults, key=order)))


def _judge_in_child(
    data: Data, shapes: Data, focus: Collection[str] | None, timeout: float
) -> list[Unplaced]:
    """Return what shapes find that may be hostile."""
    try:
        found: list[Unplaced] = call(
            _judge_by_others, (data, shapes, focus), timeout=timeout, memory=MEMORY
        )
    except WorkTimeout:
        raise ValidationTimeout(
            f"the validation was stopped after {timeout:g} s: give it more by --timeout, or "
            "look for a sh:pattern or query that takes so long"
        ) from None
    except WorkCrashed as error:
        raise ShapesFault(
            f"the validation broke its process (exit code {error.code}; memory or nesting): "
            "make the shapes flatter, or validate fewer files at a time"
        ) from None
    except MemoryError:
        raise ShapesFault(
            f"the validation needs more than {MEMORY >> 30} GiB: validate fewer files at a time"
        ) from None
    return found


def _judge_by_others(data: Data, shapes: Data, focus: Collection[str] | None) -> list[Unplaced]:
    check_shapes(shapes.store)
    return _judge(data, shapes.store, focus)


def _judge(data: Data, shapes: ox.Store, focus: Collection[str] | None) -> list[Unplaced]:
    """Return what shapes and the naming rules among them find."""
    from aitaxonomy.validation import shacl  # with rdflib and pySHACL, which take a while

    targets = Targets(data, shapes, focus)
    describe = describer(shapes, targets.place)
    findings = (*shacl.run(data, shapes, targets), *naming_faults(data, shapes, targets))
    return [describe(each) for each in findings if targets.is_reported(each)]


def _placed(found: Unplaced, locate: Locate) -> Fault:
    fault, subject, path = found
    if subject is None:
        return fault
    place = locate(subject, path) if path is not None else None
    file, line = place or locate(subject, None) or (None, None)
    return replace(fault, file=file, line=line)


def _nowhere(_subject: str, _path: str | None) -> None:
    return None
