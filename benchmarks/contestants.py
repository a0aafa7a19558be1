"""The engines that `reasoning.py` measures: each loads a file, reasons, and reads back.

Each function gets ready (imports, the terms of the ontology read or compiled) and returns the piece
of work, which can be done again and again: it starts a `Watch`, and returns how many members of two
kinds it found among the generated systems.
"""

from __future__ import annotations

import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generate import AIT, DATA, RDF

from aitaxonomy import _data
from aitaxonomy.rdf.namespaces import OWL, RDFS

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.reasoning.reasoner import Reasoner

HEADLINES = tuple(
    AIT + name
    for name in ("GenerativeAI", "LLM", "LLMTechnology", "MultimodalLLM", "MultimodalPlatform")
)
COUNTED = HEADLINES[:2]
Found = Mapping[str, int]


@dataclass
class Watch:
    """Takes the time from its making on; `lap` names what has just been finished."""

    laps: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, name: str) -> None:
        """End a lap."""
        now = time.perf_counter()
        self.laps[name], self._last = now - self._last, now

    @property
    def seconds(self) -> float:
        """All laps together."""
        return sum(self.laps.values())


@dataclass(frozen=True)
class Task:
    """The work of a contestant: the same systems in two syntaxes, and the time there is for it."""

    ntriples: Path
    turtle: Path
    limit: float


Work = Callable[[], tuple[Watch, Found]]
Contestant = Callable[[Task], Work]


def counted(members: Mapping[str, Iterable[str]]) -> Found:
    """How many of the members are generated systems, by the kind's local name."""
    return {
        kind.removeprefix(AIT): sum(1 for each in found if each.startswith(DATA))
        for kind, found in members.items()
    }


def term_files() -> list[Path]:
    """The modules of the ontology, without those of systems."""
    return [path for path in _data.ontology_files() if path.parent.name not in _data.OF_SYSTEMS]


def terms() -> Reasoner:
    """The terms of the ontology, without the shipped systems, compiled to rules."""
    import pyoxigraph as ox

    from aitaxonomy.reasoning.reasoner import Reasoner

    quads = (quad for path in term_files() for quad in ox.parse(path=path, rename_blank_nodes=True))
    below = f"{RDFS}subClassOf"
    hierarchy = [
        (quad.subject.value, quad.object.value)
        for quad in ox.parse(path=_data.module_file(_data.INFERRED))
        if quad.predicate.value == below
    ]
    reasoner = Reasoner(quads, hierarchy=hierarchy)
    assert reasoner.program.rules
    return reasoner


def term_triples() -> list[ox.Triple]:
    """The same terms as triples for other engines: no annotations, no imports, no hierarchy."""
    import pyoxigraph as ox

    from aitaxonomy.owl.reserved_vocabulary import ANNOTATIONS

    silent = {OWL + "AnnotationProperty", OWL + "Axiom"}
    triples = [
        quad.triple
        for path in term_files()
        for quad in ox.parse(path=path, rename_blank_nodes=True)
        if quad.predicate.value not in ANNOTATIONS
    ]
    gone = {t.subject for t in triples if getattr(t.object, "value", "") in silent}
    return [t for t in triples if t.subject not in gone and t.predicate not in gone]


def ours(task: Task) -> Work:
    """Our closure: members and non-members of all classes."""
    reasoner = terms()
    # The rules are made ready when they are first asked, and kept: no part of the data's time.
    reasoner.closure([])

    def work() -> tuple[Watch, Found]:
        watch = Watch()
        closure = reasoner.closure([task.ntriples])
        watch.lap("load and reason")
        found = {kind: closure.members(kind) for kind in COUNTED}
        watch.lap("read back")
        return watch, counted(found)

    return work


def to_queryable(task: Task) -> Work:
    """From Turtle to SPARQL over what is stated and, in a graph of its own, what follows."""
    reasoner = terms()
    return lambda: _queried(reasoner, task)


def _queried(reasoner: Reasoner, task: Task) -> tuple[Watch, Found]:
    from aitaxonomy.reasoning.evaluation.new_triples import lines
    from aitaxonomy.store import INFERRED, GraphStore
    from aitaxonomy.store.data_files import DataFiles

    watch = Watch()
    files = DataFiles([(task.turtle, None)])
    watch.lap("read")
    closure = reasoner.closure(files.paths)
    watch.lap("reason")
    store = GraphStore()
    store.add_lines(files.text())
    store.add_lines(b"".join(map(lines, closure.inferred())), INFERRED)
    watch.lap("fill the store")
    queries = {kind: f"SELECT DISTINCT ?x {{ ?x a <{kind}> }}" for kind in COUNTED}
    found = {k: [str(row[0]) for row in store.select(q).rows] for k, q in queries.items()}
    watch.lap("query")
    return watch, counted(found)


def parsed(syntax: str) -> Contestant:
    """Oxigraph's parser alone: every triple is made, and dropped."""

    def ready(task: Task) -> Work:
        import pyoxigraph as ox

        def work() -> tuple[Watch, Found]:
            watch = Watch()
            deque(ox.parse(path=task.turtle if syntax == "turtle" else task.ntriples), maxlen=0)
            watch.lap("parse")
            return watch, {}

        return work

    return ready


def nemo(task: Task) -> Work:
    """Nemo on our rules; it imports the file itself."""
    import nmo_python
    from nemo_rules import NemoText

    from aitaxonomy.owl.axioms import Named
    from aitaxonomy.reasoning.rules.model import member

    wanted = {kind: member(Named(kind)) for kind in COUNTED}
    program = NemoText(terms().program, task.ntriples, list(wanted.values()))

    def work() -> tuple[Watch, Found]:
        watch = Watch()
        engine = nmo_python.NemoEngine(nmo_python.load_string(program.text))
        engine.reason()
        watch.lap("load and reason")
        found = {
            kind: [str(row[0]).lstrip("<") for row in engine.result(program.name(predicate))]
            for kind, predicate in wanted.items()
        }
        watch.lap("read back")
        return watch, counted(found)

    return work


def owlrl(task: Task) -> Work:
    """The naive stack: an rdflib graph, and owlrl's OWL 2 RL closure of it."""
    import owlrl as library  # type: ignore[import-untyped]
    import pyoxigraph as ox
    import rdflib

    text = ox.serialize(term_triples(), format=ox.RdfFormat.N_TRIPLES) or b""

    def work() -> tuple[Watch, Found]:
        graph = rdflib.Graph().parse(data=text, format="nt")
        watch = Watch()
        graph.parse(task.ntriples, format="nt")
        library.DeductiveClosure(library.OWLRL_Semantics).expand(graph)
        watch.lap("load and reason")
        found = {
            kind: [str(each) for each in graph.subjects(rdflib.RDF.type, rdflib.URIRef(kind))]
            for kind in COUNTED
        }
        watch.lap("read back")
        return watch, counted(found)

    return work


def reasonable(task: Task) -> Work:
    """The `reasonable` package, OWL 2 RL in Rust; it loads both files itself."""
    import pyoxigraph as ox
    import reasonable as library  # type: ignore[import-untyped]

    known = term_triples()

    def work() -> tuple[Watch, Found]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "terms.ttl"
            ox.serialize(known, output=path, format=ox.RdfFormat.TURTLE)
            # It goes by the name, and reads Turtle only; N-Triples are Turtle, quick to read.
            systems = Path(folder) / "systems.ttl"
            systems.symlink_to(task.ntriples.resolve())
            engine = library.PyReasoner()
            engine.load_file(str(path))
            watch = Watch()
            engine.load_file(str(systems))
            triples = engine.reason()
            watch.lap("load and reason")
        kinds: dict[str, list[str]] = {kind: [] for kind in COUNTED}
        for subject, predicate, target in triples:
            if str(target) in kinds and str(predicate) == RDF + "type":
                kinds[str(target)].append(str(subject))
        watch.lap("read back")
        return watch, counted({kind: set(found) for kind, found in kinds.items()})

    return work


def hermit(task: Task) -> Work:
    """HermiT: the hierarchy, and every type of every individual."""
    import pyoxigraph as ox

    from aitaxonomy.owl.hermit import classify

    known = term_triples()

    def work() -> tuple[Watch, Found]:
        watch = Watch()
        systems = [quad.triple for quad in ox.parse(path=task.ntriples)]
        found = classify(known + systems, timeout=task.limit)
        watch.lap("load and reason")
        members = {kind: [thing for thing, of in found.types if of == kind] for kind in COUNTED}
        watch.lap("read back")
        return watch, counted(members)

    return work
