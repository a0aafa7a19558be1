"""The SHACL engines, and the choice between them.

An engine gets the data as one graph, the shapes and the targets, and yields findings. One more
engine is one more module and one line in `ENGINES`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from aitaxonomy.errors import EngineMissing, ShapesFault
from aitaxonomy.validation.engines import rust
from aitaxonomy.validation.engines.supported import unsupported

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.validation.data import Data
    from aitaxonomy.validation.findings import Finding
    from aitaxonomy.validation.targets import Targets

#: Engine -> the module that runs it, and the package that it needs.
ENGINES = {
    "pyshacl": ("aitaxonomy.validation.engines.pyshacl", "pyshacl"),
    "fast": ("aitaxonomy.validation.engines.rust", "shacl"),
}


class Engine(Protocol):
    """What the module of an engine offers."""

    def run(self, data: Data, shapes: ox.Store, targets: Targets) -> Iterator[Finding]:
        """Yield what `shapes` find wrong with the focus nodes of `data`."""
        ...


def load(name: str) -> Engine:
    """Return the module of an engine, with the package that it needs imported.

    >>> load("pyshacl").run.__name__
    'run'
    """
    module, package = ENGINES[name]
    import_module(package)
    return cast(Engine, import_module(module))


def choose(wanted: str, shapes: ox.Store) -> str:
    """Return the engine to take: for "auto" the Rust one where it supports all of the shapes.

    Raises `EngineMissing` and `ShapesFault` where "fast" is wanted and cannot be taken.

    >>> import pyoxigraph as ox
    >>> choose("pyshacl", ox.Store())
    'pyshacl'
    """
    if wanted == "pyshacl" or (wanted == "auto" and not rust.is_available()):
        return "pyshacl"
    if not rust.is_available():
        raise EngineMissing(
            "the engine fast needs the package shacl, which cannot be imported: install it with "
            "pip install shacl, or take --engine pyshacl where there is none for your platform"
        )
    why_not = unsupported(shapes) or rust.rejects(shapes)
    if why_not is None:
        return "fast"
    if wanted == "auto":
        return "pyshacl"
    raise ShapesFault(f"the engine fast is not proven on {why_not}: take --engine pyshacl or auto")
