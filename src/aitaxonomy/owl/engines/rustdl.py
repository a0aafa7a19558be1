"""rustdl: an engine in Rust, installed by pip. What it derives holds; it misses some of the rest.

It runs in a child process: it may crash or not end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

from aitaxonomy.errors import EngineMissing, InconsistentOntology, ReasonerFault
from aitaxonomy.owl.engines.engine import ClassHierarchy, classified, stopped, written
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.process import WorkCrashed, WorkTimeout
from aitaxonomy.process.child import call
from aitaxonomy.process.scratch import ScratchFolder

MEMORY = 4 << 30
"""The bytes that it may take."""


class Rustdl:
    """See `Engine`."""

    name = "rustdl"

    def missing(self) -> str | None:
        """See `Engine`."""
        if find_spec("rustdl"):
            return None
        return "rustdl is not installed: pip install 'aitaxonomy[rustdl]'"

    def gaps(self, ontology: Ontology) -> tuple[str, ...]:
        """See `Engine`; which ones is not known, so that its "consistent" is never the last word.

        >>> Rustdl().gaps(Ontology())
        ('all of OWL 2 DL',)
        """
        return ("all of OWL 2 DL",)

    def classify(self, ontology: Ontology, timeout: float) -> ClassHierarchy:
        """See `Engine`."""
        above: dict[str, list[str]] | None = self._call(_classify, [ontology], timeout)
        if above is None:
            raise InconsistentOntology("rustdl finds the ontology inconsistent")
        return classified(above)

    def first_inconsistent(self, ontologies: Sequence[Ontology], timeout: float) -> int | None:
        """See `Engine`."""
        found: int | None = self._call(_first_inconsistent, ontologies, timeout)
        return found

    def _call(
        self, work: Callable[..., Any], ontologies: Sequence[Ontology], timeout: float
    ) -> Any:
        if missing := self.missing():
            raise EngineMissing(f"{missing}, or use another --engine")
        with ScratchFolder() as folder:
            files = [str(path) for path in written(ontologies, folder)]
            try:
                return call(work, (files, timeout), timeout=timeout, memory=MEMORY)
            except WorkTimeout:
                raise stopped(self.name, timeout) from None
            except (WorkCrashed, MemoryError) as crash:
                raise _fault(str(crash) or "not enough memory") from None


def _classify(files: list[str], timeout: float) -> dict[str, list[str]] | None:
    """The classes right above each; None for an inconsistent ontology."""
    import warnings

    import rustdl

    from aitaxonomy.owl.axioms import NOTHING

    warnings.simplefilter("ignore")  # that it is incomplete is known
    try:
        found = rustdl.classify(files[0], global_timeout_ms=int(timeout * 1000))
    except rustdl.RustdlError as error:
        raise _fault(str(error)) from None
    if found.inconsistent:
        return None
    above = defaultdict(list, {each: [NOTHING.iri] for each in found.unsatisfiable})
    for each in found.classes:
        above[each] += [*found.direct_subsumers(each), *found.equivalent_classes(each)]
    return dict(above)


def _first_inconsistent(files: list[str], _: float) -> int | None:
    import rustdl

    for number, file in enumerate(files):
        try:
            if not rustdl.is_consistent(file):
                return number
        except rustdl.RustdlError as error:
            raise _fault(str(error)) from None
    return None


def _fault(reason: str) -> ReasonerFault:
    first = " ".join(reason.split())[:200]
    return ReasonerFault(f"rustdl cannot take the ontology: {first}; use another --engine")
