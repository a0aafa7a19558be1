"""Checks data against shapes: the way from statements to a report, whichever engine is taken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy import _data, process
from aitaxonomy.errors import ShapesFault, ValidationTimeout
from aitaxonomy.process.child import call
from aitaxonomy.validation import engines
from aitaxonomy.validation.data import Data
from aitaxonomy.validation.engines.guard import check_shapes
from aitaxonomy.validation.naming import naming_faults
from aitaxonomy.validation.report import Fault, Report
from aitaxonomy.validation.report.messages import describer
from aitaxonomy.validation.report.outcome import order
from aitaxonomy.validation.shapes import load_shapes
from aitaxonomy.validation.targets import Targets

if TYPE_CHECKING:
    from aitaxonomy.validation.data import Source
    from aitaxonomy.validation.report.messages import Found

Locate = Callable[[str, str | None], tuple[str, int | None] | None]
TIMEOUT = 600.0
#: Bytes that a validation may take on top of what the process has already.
MEMORY = 8 * 1024**3


def validate(
    data: Data | Source,
    shapes: Path | Iterable[Path],
    focus: Collection[str] | None = None,
    locate: Locate | None = None,
    *,
    engine: str = "auto",
    timeout: float = TIMEOUT,
) -> Report:
    """Check `data` against the shapes of files and folders.

    Args:
        data: the user's statements together with the ontology and graph they refer to; inferred
            statements do not belong into it, for they would hide what is missing.
        shapes: files, or folders whose Turtle files are read.
        focus: the IRIs of the subjects to report on (None: all of them); a fault is reported
            where the focus node is one of them, or the value at fault is.
        locate: gives file and line of (subject IRI, property IRI or None).
        engine: "pyshacl", "fast" (the Rust one), or "auto": fast where it can be imported and
            is proven on all that the shapes use, else pySHACL.
        timeout: seconds after which it is stopped.

    Raises:
        ShapesFault: shapes that are missing, make no sense, or are refused.
        EngineMissing: the engine asked for cannot be imported.
        ValidationTimeout: the time limit was reached.

    >>> import pyoxigraph as ox
    >>> from aitaxonomy._data import folder
    >>> text = "@prefix ait: <https://w3id.org/aitaxonomy#> . <urn:x> ait:poweredByy <urn:y> ."
    >>> report = validate(ox.parse(text, format=ox.RdfFormat.TURTLE), folder("shapes"))
    >>> [(f.where, f.rule) for f in report]
    [('<urn:x>', 'ais:UndefinedProperty')]

    """
    if engine not in ("auto", *engines.ENGINES):
        known = ", ".join(("auto", *engines.ENGINES))
        raise ValueError(f"unknown validation engine {engine!r}: take one of {known}")
    loaded = Data.of(load_shapes(shapes))
    ours = shapes == _data.folder("shapes")  # these are checked by a test
    name: str = _in_child(_engine_for, (engine, loaded, not ours), timeout)
    engines.load(name)  # here, so that no child has to import it anew
    found: list[Found] = _in_child(_judge, (name, Data.of(data), loaded, focus), timeout)
    faults = {_placed(each, locate or _nowhere) for each in found}
    conforms = all(fault.severity != "violation" for fault in faults)
    return Report(conforms, name, tuple(sorted(faults, key=order)))


def _in_child(work: Callable[..., Any], arguments: tuple[Any, ...], timeout: float) -> Any:
    """Return what work on shapes, which may be hostile, finds in a child process."""
    try:
        return call(work, arguments, timeout=timeout, memory=MEMORY)
    except process.WorkTimeout:
        faster = "; --engine fast takes less" if arguments[0] == "pyshacl" else ""
        raise ValidationTimeout(
            f"the validation was stopped after {timeout:g} s: give it more by --timeout, or "
            f"look for a sh:pattern or query that takes so long{faster}"
        ) from None
    except process.WorkCrashed as error:
        raise ShapesFault(
            f"the validation broke its process (exit code {error.code}; memory or nesting): "
            "make the shapes flatter, or validate fewer files at a time"
        ) from None
    except (MemoryError, process.WorkTooLarge):
        raise ShapesFault(
            f"the validation needs more than {MEMORY >> 30} GiB: validate fewer files at a time"
        ) from None


def _engine_for(wanted: str, shapes: Data, are_checked: bool) -> str:
    """Check shapes, and return the engine to take for them."""
    if are_checked:
        check_shapes(shapes.store)
    return engines.choose(wanted, shapes.store)


def _judge(name: str, data: Data, shapes: Data, focus: Collection[str] | None) -> list[Found]:
    """Run an engine and the naming rules; this is what the child process does."""
    targets = Targets(data, shapes.store, focus)
    describe = describer(shapes.store, targets.place)
    findings = (
        *engines.load(name).run(data, shapes.store, targets),
        *naming_faults(data, shapes.store, targets),
    )
    return [describe(each) for each in findings if targets.is_reported(each)]


def _placed(found: Found, locate: Locate) -> Fault:
    subject, path = found.subject, found.wording.property
    if subject is None:
        return found.fault(None, None)
    place = locate(subject, path) if path is not None else None
    return found.fault(*(place or locate(subject, None) or (None, None)))


def _nowhere(_subject: str, _path: str | None) -> None:
    return None
