"""HermiT as a judge: one realisation of the ontology with a complement for every named class."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox
from rdf_writer import triples_of

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology, Vocabulary
from aitaxonomy.reasoning.proofs.justification import iris

OWL = "http://www.w3.org/2002/07/owl#"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_NOT = "urn:judge:not:"
_CLASS = ox.NamedNode(OWL + "Class")
_DROPPED = {
    "http://www.w3.org/2001/XMLSchema#date",
    "http://www.w3.org/2001/XMLSchema#gYearMonth",
}


class Inconsistent(Exception):
    """HermiT finds the ontology inconsistent."""


def named_classes(triples: Iterable[ox.Triple]) -> list[str]:
    return sorted(
        triple.subject.value
        for triple in triples
        if triple.predicate == RDF_TYPE
        and triple.object == _CLASS
        and isinstance(triple.subject, ox.NamedNode)
    )


def with_complements(triples: list[ox.Triple], only: set[str] | None) -> list[ox.Triple]:
    """Add `Not_X`, defined as the complement of X, for every named class X (or some of them)."""
    extra = []
    for iri in named_classes(triples):
        if only is not None and iri not in only:
            continue
        other, node = ox.NamedNode(_NOT + iri), ox.BlankNode()
        extra += [
            ox.Triple(other, RDF_TYPE, _CLASS),
            ox.Triple(node, RDF_TYPE, _CLASS),
            ox.Triple(node, ox.NamedNode(OWL + "complementOf"), ox.NamedNode(iri)),
            ox.Triple(other, ox.NamedNode(OWL + "equivalentClass"), node),
        ]
    return triples + extra


def logical(triples: Iterable[ox.Triple | ox.Quad]) -> list[ox.Triple]:
    """The triples without annotations, imports and axiom annotations, which no verdict needs."""
    plain = [ox.Triple(t.subject, t.predicate, t.object) for t in triples]
    annotation = ox.NamedNode(OWL + "AnnotationProperty")
    silent = {t.subject for t in plain if t.predicate == RDF_TYPE and t.object == annotation}
    notes = {
        t.subject
        for t in plain
        if t.predicate == RDF_TYPE and t.object == ox.NamedNode(OWL + "Axiom")
    }
    dropped = {ox.NamedNode(OWL + "imports"), ox.NamedNode(OWL + "versionIRI")}
    return [
        t
        for t in plain
        if t.predicate not in silent
        and t.predicate not in dropped
        and t.subject not in notes
        and t.subject not in silent
        and not t.predicate.value.startswith("http://www.w3.org/2000/01/rdf-schema#label")
    ]


def _storable(triples: list[ox.Triple]) -> list[ox.Triple]:
    """The triples with integers that SQLite, hence owlready2, can store, in the same order."""

    def long(term: object) -> bool:
        return (
            isinstance(term, ox.Literal)
            and term.datatype.value.endswith("#integer")
            and len(term.value) > 17
        )

    found = sorted({int(t.object.value) for t in triples if long(t.object)})
    short = {number: str(10**17 + rank) for rank, number in enumerate(found)}
    return [
        ox.Triple(
            t.subject,
            t.predicate,
            ox.Literal(short[int(t.object.value)], datatype=t.object.datatype)
            if long(t.object)
            else t.object,
        )
        for t in triples
    ]


_ASKED = "urn:judge:asked"


def follow(questions: Iterable[tuple[Ontology, ax.ClassAssertion]]) -> list[bool]:
    """Whether each statement follows from its (consistent) ontology, all in one run of HermiT.

    It does if nothing can be that individual and not of that class.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, (ontology, statement) in enumerate(questions):
            asked = _contraries([_ASKED], [statement])
            files.append(Path(folder) / f"{number}.nt")
            files[-1].write_bytes(_ntriples(logical(triples_of(ontology | asked))))
        return _unsatisfiable([_ASKED], files)


def all_follow(triples: Iterable[ox.Triple], statements: Sequence[ax.ClassAssertion]) -> list[bool]:
    """Which of the statements follow from one (consistent) ontology."""
    names = [f"{_ASKED}:{number}" for number in range(len(statements))]
    asked = _contraries(names, statements)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "judge.nt"
        file.write_bytes(_ntriples(logical(triples) + triples_of(asked)))
        return _unsatisfiable(names, [file])


Pairs = set[tuple[str, str]]


def verdicts(
    ontologies: Sequence[Ontology], things: Sequence[str], kinds: Sequence[str]
) -> list[tuple[Pairs, Pairs] | None]:
    """The entailed and the refuted (individual, class) pairs of each ontology; None: inconsistent.

    HermiT stops at an ontology that is inconsistent; it is started again behind that.
    """
    pairs = [(thing, kind) for thing in things for kind in kinds]
    statements = [
        ax.ClassAssertion(thing, cls)
        for thing, kind in pairs
        for cls in (ax.Named(kind), ax.Not(ax.Named(kind)))
    ]
    names = [f"{_ASKED}:{number}" for number in range(len(statements))]
    asked = _contraries(names, statements)
    found: list[tuple[Pairs, Pairs] | None] = []
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.nt" for number in range(len(ontologies))]
        for file, ontology in zip(files, ontologies, strict=True):
            file.write_bytes(_ntriples(logical(triples_of(ontology | asked))))
        while len(found) < len(files):
            answers = _unsatisfiable(names, files[len(found) :], may_stop=True)
            for start in range(0, len(answers), len(names)):
                block = answers[start : start + len(names)]
                judged = [
                    {pair for pair, follows in zip(pairs, column, strict=True) if follows}
                    for column in (block[::2], block[1::2])
                ]
                found.append((judged[0], judged[1]))
            if len(found) < len(files):
                found.append(None)
    return found


def _contraries(names: Sequence[str], statements: Sequence[ax.ClassAssertion]) -> Ontology:
    """Give a name each to what is the individual of a statement and yet not of its class."""
    axioms = []
    for name, statement in zip(names, statements, strict=True):
        contrary = ax.And((ax.OneOf((statement.individual,)), _not(statement.cls)))
        axioms.append(ax.EquivalentClasses((ax.Named(name), contrary)))
    kinds = {iri for each in statements for iri in iris(each.cls)}
    return Ontology(tuple(axioms), vocabulary=Vocabulary(frozenset({*names, *kinds})))


def _unsatisfiable(
    names: Sequence[str], files: Sequence[Path], *, may_stop: bool = False
) -> list[bool]:
    """Which of the classes can have no member, in each of the files.

    An inconsistent one ends the run: that fails, or the answers may stop there.
    """
    from owlready2 import JAVA_EXE, reasoning

    command = [
        JAVA_EXE or "java",
        "-Xmx1500M",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",  # it ends before the second compiler would pay
        "-cp",
        reasoning._HERMIT_CLASSPATH,
        "org.semanticweb.HermiT.cli.CommandLine",
        *(f"-k{name}" for name in names),
        *(file.as_uri() for file in files),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    answers = [line for line in done.stdout.splitlines() if line.startswith(_ASKED)]
    stopped = may_stop and "InconsistentOntologyException" in done.stderr
    assert stopped or len(answers) == len(files) * len(names), done.stderr[-2000:]
    return [answer.endswith("is not satisfiable.") for answer in answers]


def _not(cls: ax.Expression) -> ax.Expression:
    return cls.of if isinstance(cls, ax.Not) else ax.Not(cls)


def _ntriples(triples: list[ox.Triple]) -> bytes:
    """As a file that owlready2 recognises: the first subject must be an IRI."""
    header = ox.Triple(ox.NamedNode("urn:judge"), RDF_TYPE, ox.NamedNode(OWL + "Ontology"))
    return ox.serialize([header, *_storable(triples)], format=ox.RdfFormat.N_TRIPLES)


def realise(
    triples: Iterable[ox.Triple | ox.Quad], *, only: set[str] | None = None
) -> tuple[set, set, set]:
    """(entailed, refuted, subsumptions): pairs of (individual, class) and of (sub, super).

    `only` are the classes to be refuted (default: all).
    """
    import owlready2

    data = with_complements(logical(triples), only)
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "judge.nt"
        path.write_bytes(_ntriples(data))
        onto = world.get_ontology(path.as_uri()).load()
    try:
        with onto:
            owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError as fault:
        raise Inconsistent from fault
    entailed: set[tuple[str, str]] = set()
    refuted: set[tuple[str, str]] = set()
    for individual in world.individuals():
        for cls in individual.INDIRECT_is_a:
            iri = getattr(cls, "iri", None)
            if not isinstance(cls, owlready2.ThingClass) or iri is None:
                continue
            if iri.startswith(_NOT):
                refuted.add((individual.iri, iri.removeprefix(_NOT)))
            elif not iri.startswith(OWL):
                entailed.add((individual.iri, iri))
    subsumed: set[tuple[str, str]] = set()
    for cls in world.classes():
        if cls.iri.startswith(_NOT):
            continue
        for upper in cls.ancestors():
            if not upper.iri.startswith((_NOT, OWL)) and upper is not cls:
                subsumed.add((cls.iri, upper.iri))
        for same in cls.equivalent_to:
            if same is owlready2.Nothing:
                subsumed.add((cls.iri, OWL + "Nothing"))
    return entailed, refuted, subsumed
