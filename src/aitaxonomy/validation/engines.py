"""Checks data against shapes, whichever engine does the work.

Engines get the data as one graph, the shapes, and who is in focus, and yield findings. One more
engine is one more module and one line in `ENGINES`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from aitaxonomy import _data
from aitaxonomy.errors import EngineMissing, ShapesFault, ValidationTimeout
from aitaxonomy.validation import fast_engine
from aitaxonomy.validation.child import call
from aitaxonomy.validation.data import Data
from aitaxonomy.validation.finding import describer
from aitaxonomy.validation.proven import unproven
from aitaxonomy.validation.refusal import check_shapes
from aitaxonomy.validation.report import Fault, Report, order
from aitaxonomy.validation.shapes import load_shapes
from aitaxonomy.validation.targets import Targets

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.validation.data import Source
    from aitaxonomy.validation.finding import Finding, Found

Locate = Callable[[str, str | None], tuple[str, int | None] | None]
#: Engine -> the module that runs it, and the module that it needs.
ENGINES = {
    "pyshacl": ("aitaxonomy.validation.pyshacl_engine", "pyshacl"),
    "fast": ("aitaxonomy.validation.fast_engine", "shacl"),
}
TIMEOUT = 600.0
_HINTS = {"pyshacl": "; --engine fast takes less"}


class Engine(Protocol):
    """What the module of an engine offers."""

    def run(self, data: Data, shapes: ox.Store, targets: Targets) -> Iterator[Finding]:
        """Yield what `shapes` find wrong with the nodes of `data` in focus."""
        ...


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
        focus: the IRIs of the subjects to report on (None: all of them).
        locate: gives file and line of (subject IRI, property IRI or None).
        engine: "pyshacl", "fast", or "auto" for the fast one where it is installed and proven.
        timeout: seconds after which it is stopped.

    Raises:
        ShapesFault: shapes that are missing, make no sense, or are refused.
        EngineMissing: the fast engine is asked for and not installed.
        ValidationTimeout: the time limit was reached.

    >>> import pyoxigraph as ox
    >>> from aitaxonomy._data import folder
    >>> text = "@prefix ait: <https://w3id.org/aitaxonomy#> . <urn:x> ait:poweredByy <urn:y> ."
    >>> report = validate(ox.parse(text, format=ox.RdfFormat.TURTLE), folder("shapes"))
    >>> [(f.where, f.rule) for f in report]
    [('<urn:x>', 'ais:UndefinedProperty')]

    """
    if engine not in ("auto", *ENGINES):
        known = ", ".join(("auto", *ENGINES))
        raise ValueError(f"unknown validation engine {engine!r}: take one of {known}")
    loaded = load_shapes(shapes)
    if shapes != _data.folder("shapes"):  # ours are checked by a test
        check_shapes(loaded)
    name = _choose(engine, loaded)
    for module in ENGINES[name]:
        import_module(module)  # here, so that it need not be imported anew in each child
    arguments = (name, Data.of(data), Data.of(loaded), focus)
    try:
        found: list[Found] = call(_judge, arguments, timeout)
    except ValidationTimeout as error:
        raise ValidationTimeout(f"{error}{_HINTS.get(name, '')}") from None
    faults = {_placed(each, locate or _nowhere) for each in found}
    conforms = all(fault.severity != "violation" for fault in faults)
    return Report(conforms, name, tuple(sorted(faults, key=order)))


def _choose(engine: str, shapes: ox.Store) -> str:
    if engine == "pyshacl" or (engine == "auto" and not fast_engine.is_installed()):
        return "pyshacl"
    if not fast_engine.is_installed():
        raise EngineMissing(
            "the engine fast is not installed; install it with: pip install 'aitaxonomy[fast]'"
        )
    why_not = unproven(shapes) or fast_engine.rejects(shapes)
    if why_not is None:
        return "fast"
    if engine == "auto":
        return "pyshacl"
    raise ShapesFault(f"the engine fast is not proven on {why_not}: take --engine pyshacl or auto")


def _judge(name: str, data: Data, shapes: Data, focus: Collection[str] | None) -> list[Found]:
    """Run an engine; this is what the child process does."""
    targets = Targets(data, shapes.store, focus)
    runner = cast(Engine, import_module(ENGINES[name][0]))
    describe = describer(shapes.store, targets)
    return [describe(finding) for finding in runner.run(data, shapes.store, targets)]


def _placed(found: Found, locate: Locate) -> Fault:
    subject, path = found.subject, found.wording.property
    if subject is None:
        return found.fault(None, None)
    place = locate(subject, path) if path is not None else None
    return found.fault(*(place or locate(subject, None) or (None, None)))


def _nowhere(_subject: str, _path: str | None) -> None:
    return None
