"""Class hierarchy, consistency and realisation by HermiT, the complete OWL 2 DL reasoner.

HermiT comes with owlready2 and needs Java. It runs as a process of its own under a deadline, reads
N-Triples (imports dropped, so that it opens nothing else), and its text output is parsed here.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import EngineMissing, ReasonerFault, ReasonerTimeout
from aitaxonomy.owl.hermit_errors import complain
from aitaxonomy.owl.module_extraction import excerpt, reduced
from aitaxonomy.owl.ontology import Pairs, transitive
from aitaxonomy.process import following
from aitaxonomy.scratch import ScratchFolder

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.rdf.positions.location import Locate

_OWL = "http://www.w3.org/2002/07/owl#"
_NOTHING, _THING = _OWL + "Nothing", _OWL + "Thing"
_ANNOTATION = _OWL + "AnnotationProperty"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_UNSAID = (
    *(_OWL + name for name in ("imports", "versionIRI", "versionInfo")),
    *(_RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")),
)
_LINE = re.compile(r"^(\w+)\( (<[^>]+>(?: <[^>]+>)*) \)$", re.MULTILINE)

#: The last line when all was done; `-v` has it printed.
_END = re.compile(r"^\.\.\.action completed in \d+ msec\.\s*\Z", re.MULTILINE)

_Above = dict[str, set[str]]


@dataclass(frozen=True)
class InferredHierarchy:
    """The result of HermiT; all pairs are closed under transitivity, names are full IRIs.

    Attributes:
        unsatisfiable: named classes that can have no member.
        subclasses: (narrower, wider) pairs of named classes.
        subproperties: (narrower, wider) pairs of properties.
        types: (individual, class) pairs that are entailed.

    """

    unsatisfiable: tuple[str, ...]
    subclasses: Pairs
    subproperties: Pairs
    types: Pairs

    def __repr__(self) -> str:
        """Return the counts alone: the pairs are thousands."""
        counts = f"{len(self.subclasses)} pairs of classes, {len(self.types)} types"
        return f"<InferredHierarchy: {counts}, {len(self.unsatisfiable)} unsatisfiable>"


def classify(
    triples: Iterable[ox.Triple],
    *,
    timeout: float = 300.0,
    locate: Locate | None = None,
) -> InferredHierarchy:
    """Classify and realise an ontology.

    Args:
        triples: the merged ontology; `owl:imports` is dropped.
        timeout: seconds after which HermiT is ended.
        locate: finds file and line of a triple, for what HermiT cannot take.

    Raises:
        EngineMissing: no Java, or no owlready2.
        InconsistentOntology: the ontology has no model.
        ReasonerFault: HermiT cannot take the ontology, such as a datatype that OWL 2 has not.
        ReasonerTimeout: HermiT did not end in time; no process is left behind.

    """
    triples = list(triples)
    supers, superprops, types = _direct(_answer(triples, ["-c", "-O", "-D", "-I"], timeout, locate))
    for narrower, wider in _told_subproperties(triples):
        superprops[narrower].add(wider)
    subclasses = transitive(supers)
    above: dict[str, set[str]] = defaultdict(set)
    for narrower, wider in subclasses:
        above[narrower].add(wider)
    kinds = {(i, c) for i, direct in types.items() for d in direct for c in (d, *above[d])}
    return InferredHierarchy(
        unsatisfiable=tuple(sorted(c for c, w in subclasses if w == _NOTHING and _is_named(c))),
        subclasses=frozenset(p for p in subclasses if all(map(_is_named, p))),
        subproperties=frozenset(p for p in transitive(superprops) if all(map(_is_named, p))),
        types=frozenset(p for p in kinds if _is_named(p[1])),
    )


def _direct(output: str) -> tuple[_Above, _Above, _Above]:
    """Return the classes and properties right above each, and the types of individuals."""
    supers, superprops, types = (defaultdict[str, set[str]](set) for _ in range(3))
    for relation, names in _LINE.findall(output):
        iris = names[1:-1].split("> <")
        if relation == "SubClassOf":
            supers[iris[0]].add(iris[1])
        elif relation == "Type":
            types[iris[0]].add(iris[1])
        elif relation == "EquivalentClasses":
            _link_all(supers, iris)
        elif relation.startswith("Sub"):
            superprops[iris[0]].add(iris[1])
        elif relation.startswith("Equivalent"):
            _link_all(superprops, iris)
    return supers, superprops, types


def classify_terms(
    triples: Iterable[ox.Triple],
    *,
    leave_out: Collection[str] = (),
    with_named: bool = False,
    timeout: float = 300.0,
    locate: Locate | None = None,
) -> InferredHierarchy:
    """Classify the terms, and check the consistency of the terms with individuals.

    HermiT tests each pair of classes with all individuals that their definitions name, so facts
    make the hierarchy expensive; it is found from the terms alone, or `with_named`, with the facts
    about the individuals that classes name, which can add to it. HermiT does not
    scale past some hundred individuals either, so consistency is checked without those to
    `leave_out` (IRIs), but for those that class expressions name. Raises as `classify`.
    """
    triples = list(triples)
    if with_named:
        terms = excerpt(triples, ())
    else:
        individuals = _individuals(triples)
        terms = [t for t in triples if t.subject not in individuals]
    with ThreadPoolExecutor(1) as beside:
        some = reduced(triples, leave_out)
        consistency = beside.submit(_answer, some, ["-k"], timeout, locate)
        found = classify(terms, timeout=timeout, locate=locate)
        consistency.result()
    return found


def _individuals(triples: Iterable[ox.Triple]) -> set[Any]:
    import pyoxigraph as ox

    named = ox.NamedNode(_OWL + "NamedIndividual")
    return {t.subject for t in triples if t.object == named}


def _told_subproperties(triples: Iterable[ox.Triple]) -> Iterator[tuple[str, str]]:
    """Yield the (narrower, wider) pairs that are stated, and those of their inverses.

    HermiT prints a property that has a named inverse as either of the two, not always as the same,
    so that some of these are missing in one run and not in the next.
    """
    links: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for t in triples:
        if str(t.subject).startswith("<") and str(t.object).startswith("<"):
            links[t.predicate.value].append((str(t.subject)[1:-1], str(t.object)[1:-1]))
    inverse = {p: q for a, b in links[_OWL + "inverseOf"] for p, q in ((a, b), (b, a))}
    for narrower, wider in links[_RDFS + "subPropertyOf"]:
        yield narrower, wider
        if narrower in inverse and wider in inverse:
            yield inverse[narrower], inverse[wider]


def _is_named(iri: str) -> bool:
    return not iri.startswith((_OWL, "_:", "internal:"))


def _link_all(graph: dict[str, set[str]], names: list[str]) -> None:
    for name in names:
        graph[name].update(n for n in names if n != name)


def _to_ntriples(triples: Iterable[ox.Triple]) -> bytes:
    import pyoxigraph as ox

    # Annotations mean nothing to a reasoner, and reading them would take most of its time.
    triples = list(triples)
    annotations = {t.subject for t in triples if t.object == ox.NamedNode(_ANNOTATION)}
    dropped = {*annotations, *map(ox.NamedNode, _UNSAID)}
    notes = {t.subject for t in triples if t.object == ox.NamedNode(_OWL + "Axiom")}
    kept = (t for t in triples if t.predicate not in dropped and t.subject not in notes)
    return ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES) or b""


def _class_path() -> str:
    spec = find_spec("owlready2")
    home = Path(spec.origin if spec and spec.origin else "").parent / "hermit"
    return os.pathsep.join([str(home), str(home / "HermiT.jar")])


def _answer(
    triples: list[ox.Triple],
    options: list[str],
    timeout: float,
    locate: Locate | None,
) -> str:
    """Return what HermiT finds out; raises as `classify`."""
    output, code = _run_hermit(_to_ntriples(triples), ["-v", *options], timeout)
    complain(output, code, triples, locate)
    if not _END.search(output):  # nothing else tells a verdict from a `java` that does nothing
        raise ReasonerFault(
            "HermiT ended without a verdict: is the command `java` a Java runtime? "
            "See `java -version`, or use --engine closure"
        )
    return output


def _missing() -> str | None:
    if find_spec("owlready2") is None:
        return "HermiT comes with owlready2: pip install owlready2"
    if shutil.which("java") is None:
        return (
            "HermiT needs Java 8 or newer, and there is no `java` command to run: install a Java "
            "runtime (Debian: apt-get install default-jre-headless)"
        )
    return None


def _run_hermit(ntriples: bytes, options: list[str], timeout: float) -> tuple[str, int]:
    """Return what HermiT prints of an ontology in N-Triples, and its exit code."""
    if missing := _missing():
        raise EngineMissing(f"{missing}, or use --engine closure")
    with ScratchFolder() as scratch:
        file = Path(scratch) / "ontology.nt"
        file.write_bytes(ntriples)
        command = ["java", "-Xmx2000M", "-cp", _class_path()]
        command += ["org.semanticweb.HermiT.cli.CommandLine", *options, file.as_uri()]
        return _run(command, timeout)


def _run(command: list[str], timeout: float) -> tuple[str, int]:
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
        raise ReasonerTimeout(
            f"HermiT was stopped after {timeout:g} s: "
            "reason over fewer individuals, or raise --timeout"
        ) from None
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
    return output, process.returncode
