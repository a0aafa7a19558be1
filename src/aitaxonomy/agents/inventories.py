"""Tools that take data of the agent: classify, validate. They work in a child process.

What an agent hands on may come from anywhere: a file that takes for ever, or all memory, ends with
the child.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from aitaxonomy.agents.answers import (
    ClassifiedSystem,
    ClassifiedSystems,
    KnownAs,
    Validated,
    Wrong,
)
from aitaxonomy.agents.arguments import Content, FileFormat, Systems
from aitaxonomy.agents.terms import named
from aitaxonomy.classification import Classified, Known
from aitaxonomy.errors import AITaxonomyError, ImportFault, QueryTimeout
from aitaxonomy.process import WorkCrashed, WorkTimeout, call, is_child
from aitaxonomy.rdf.namespaces import AIT, curie
from aitaxonomy.scratch import ScratchFolder
from aitaxonomy.taxonomy import Taxonomy
from aitaxonomy.validation import Fault

T = TypeVar("T")
#: Seconds and bytes that data of an agent may take.
_SECONDS, _MEMORY = 60.0, 2 << 30
_SUFFIXES = {"turtle": "ttl", "jsonld": "jsonld", "csv": "csv", "tsv": "tsv", "objects": "json"}
_SEVEREST = ("violation", "warning", "info")


def classify(ai: Taxonomy, systems: Systems) -> ClassifiedSystems:
    """Say of each system of a list what it is: names, or records of what is known of them.

    What is known of a system by its name is taken over; `missing` says what would decide the rest.
    Raises `ImportFault` for records without a name, and what takes too long.
    """
    records = [{"name": each} if isinstance(each, str) else each for each in systems]
    return _in_a_child(_classified, ai, json.dumps(records), "objects")


def validate(ai: Taxonomy, text: Content, format: FileFormat = "turtle") -> Validated:
    """Check RDF in our vocabulary, or a list of systems, for faults; each with its remedy.

    Raises `ImportFault` for what cannot be read, and what takes too long.
    """
    return _in_a_child(_validated, ai, text, format)


def _in_a_child(
    work: Callable[[Taxonomy, Path], T], ai: Taxonomy, text: str, format: FileFormat
) -> T:
    """Return what a function gives of a text as a file, under the limits of a child process."""
    _ = ai.content.program  # what is prepared for it once, in a child it might be stopped and lost
    with ScratchFolder() as folder:
        path = Path(folder) / f"text.{_SUFFIXES[format]}"
        path.write_text(text, encoding="utf-8", errors="replace")
        given = (work, ai, path, format)
        try:
            if is_child():  # of a server, which sees to the limits
                return _work(*given)
            answer: T = call(_work, given, timeout=_SECONDS, memory=_MEMORY)
        except WorkTimeout:
            raise QueryTimeout(f"stopped after {_SECONDS:g} s: give less of it") from None
        except (WorkCrashed, MemoryError):
            raise ImportFault("it takes more memory or depth than there is: give less") from None
        except AITaxonomyError as error:
            raise type(error)(str(error).replace(f"{folder}/", "")) from None
    return answer


def _work(work: Callable[[Taxonomy, Path], T], ai: Taxonomy, path: Path, format: FileFormat) -> T:
    return work(ai.read(path, format), path)


def _classified(ai: Taxonomy, path: Path) -> ClassifiedSystems:
    found = ai.classify()
    tally = str(next(iter(ai.tallies.values()), ""))
    _, _, left = tally.replace(str(path), path.name).partition("\n")
    return ClassifiedSystems([_system(ai, each) for each in found], " ".join(left.split()))


def _system(ai: Taxonomy, system: Classified) -> ClassifiedSystem:
    known = system.known_as
    return ClassifiedSystem(
        system=system.name,
        verdicts={kind: str(truth) for kind, truth in system.verdicts.items()},  # type: ignore[misc]
        kinds=[named(ai.term(AIT + kind.removeprefix("ait:"))) for kind in system.most_specific],
        generates=list(map(str, system.generates)),
        known_as=_known(ai, known) if known else None,
        missing=[*system.missing, *system.left_open],
        conflicts=list(system.conflicts),
        proposed=list(map(str, system.proposed)),
    )


def _known(ai: Taxonomy, known: Known) -> KnownAs:
    return KnownAs(curie(known.iri), ai.names.label(known.iri), round(known.confidence, 2))


def _validated(ai: Taxonomy, path: Path) -> Validated:
    report = ai.validate()
    faults = sorted(report, key=lambda fault: _SEVEREST.index(fault.severity))
    return Validated(report.conforms, report.summary(), [_wrong(fault) for fault in faults])


def _wrong(fault: Fault) -> Wrong:
    column = fault.path if fault.row is None else fault.column
    return Wrong(
        fault.severity, fault.where, fault.told, fault.line, column or "", fault.value or ""
    )
