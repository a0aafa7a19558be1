"""What every engine gives, and what all of them need: text to read, and a process under a clock."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from aitaxonomy.errors import ReasonerTimeout
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology, Vocabulary
from aitaxonomy.owl.reserved_vocabulary import DECLARED
from aitaxonomy.process.limits import following

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class ClassHierarchy:
    """The hierarchy of a consistent ontology; all pairs are closed under transitivity.

    Attributes:
        subclasses: (narrower, wider) pairs of named classes (IRIs), without those of OWL itself,
            and without unsatisfiable ones, which are below every class.
        unsatisfiable: named classes that can have no member.

    """

    subclasses: Pairs
    unsatisfiable: frozenset[str]


class Engine(Protocol):
    """A reasoner of others, for ontologies in the structural model; `timeout` is in seconds.

    All calls raise `EngineMissing` if it is not installed, `ReasonerFault` if it cannot take an
    ontology, and `ReasonerTimeout`.
    """

    name: str

    def missing(self) -> str | None:
        """What is missing to run it, and how to get it; None if it can run."""

    def gaps(self, ontology: Ontology) -> tuple[str, ...]:
        """Return what in an ontology it does not decide, in words.

        What it derives holds all the same; that it derives nothing means little then.
        """

    def classify(self, ontology: Ontology, timeout: float) -> ClassHierarchy:
        """Return the hierarchy; raises `InconsistentOntology`."""

    def first_inconsistent(self, ontologies: Sequence[Ontology], timeout: float) -> int | None:
        """Return the number of the first ontology in which it finds a contradiction, if any."""


# --- text to read


def texts(ontologies: Sequence[Ontology]) -> Iterator[str]:
    """Yield each ontology in functional-style syntax; axioms that they share are written once.

    >>> cat = Ontology((ax.SubClassOf(ax.Named("urn:Cat"), ax.Named("urn:Pet")),))
    >>> "SubClassOf(<urn:Cat> <urn:Pet>)" in next(texts([cat]))
    True
    """
    from aitaxonomy.owl.document import Document
    from aitaxonomy.owl.writers.forms import Forms
    from aitaxonomy.owl.writers.functional import functional, text

    head, _, tail = functional(Document(), (), ()).rpartition(")")
    lines: dict[ax.Axiom | ax.Remark, str] = {}
    for ontology in ontologies:
        forms = Forms(ontology.vocabulary)
        said = [*_declarations(ontology.vocabulary), *ontology.axioms, *ontology.facts]
        for each in said:
            if each not in lines:
                lines[each] = text(forms.axiom(each))
        yield head + "\n".join(lines[each] for each in said) + "\n)" + tail


def _declarations(vocabulary: Vocabulary) -> Iterator[ax.Declaration]:
    from aitaxonomy.owl.document import KINDS

    for kind, part in DECLARED.items():
        for iri in sorted(getattr(vocabulary, part)):
            yield ax.Declaration(KINDS[kind], iri)


def written(ontologies: Sequence[Ontology], folder: str | Path) -> list[Path]:
    """Write each ontology to a file in a folder, in functional-style syntax."""
    paths = []
    for number, content in enumerate(texts(ontologies)):
        path = Path(folder) / f"{number}.ofn"
        path.write_text(content, encoding="utf-8", errors="replace")
        paths.append(path)
    return paths


# --- a process under a clock


def run(name: str, command: Sequence[str], timeout: float) -> tuple[str, int]:
    """Return what a command prints, and its exit code; it ends with this process.

    Raises `ReasonerTimeout`, and leaves no process behind.
    """
    process = subprocess.Popen(
        following(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        output = process.communicate(timeout=timeout)[0].decode(errors="replace")
    except subprocess.TimeoutExpired:
        raise stopped(name, timeout) from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return output, process.returncode


def stopped(name: str, timeout: float) -> ReasonerTimeout:
    """Return the error for an engine that did not end in time."""
    return ReasonerTimeout(
        f"{name} was stopped after {timeout:g} s: reason over fewer individuals, or raise --timeout"
    )


# --- what is found


def classified(above: Mapping[str, Iterable[str]]) -> ClassHierarchy:
    """Return the hierarchy of classes that lie right below others.

    >>> found = classified({"urn:a": ["urn:b"], "urn:b": ["urn:c"], "urn:x": [ax.NOTHING.iri]})
    >>> sorted(found.subclasses), found.unsatisfiable
    ([('urn:a', 'urn:b'), ('urn:a', 'urn:c'), ('urn:b', 'urn:c')], frozenset({'urn:x'}))
    """
    pairs = transitive({low: set(highs) for low, highs in above.items()})
    own = {ax.THING.iri, ax.NOTHING.iri}
    empty = frozenset(low for low, high in pairs if high == ax.NOTHING.iri) - own
    beside = own | empty
    return ClassHierarchy(frozenset(pair for pair in pairs if not beside & set(pair)), empty)


def transitive(graph: Mapping[str, set[str]]) -> Pairs:
    """Return the transitive closure of a relation, without reflexive pairs."""

    @cache
    def reach(name: str) -> frozenset[str]:
        seen: set[str] = set()
        todo = [*graph.get(name, ())]
        while todo:
            wider = todo.pop()
            if wider not in seen:
                seen.add(wider)
                todo.extend(graph.get(wider, ()))
        return frozenset(seen)

    return frozenset((n, w) for n in graph for w in reach(n) if n != w)
