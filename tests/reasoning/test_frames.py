"""Random ontologies with data: what frames derive is what the evaluator of single facts derives.

Also what proofs rest on: every derived fact has premises of earlier rounds.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from agenda import Agenda
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_random import CLASSES, DATA, ROLES, THINGS, ontologies
from test_random import VOCABULARY as PLAIN

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology, Vocabulary
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import OWL, RDF, XSD
from aitaxonomy.rdf.ntriples import angled
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.evaluation.closure import Closure, close
from aitaxonomy.reasoning.evaluation.new_triples import property_of
from aitaxonomy.reasoning.proofs.derivations import Facts
from aitaxonomy.reasoning.rules.compiler import compile_ontology
from aitaxonomy.reasoning.rules.model import (
    DISTINCT,
    SAME,
    Atom,
    GroundFact,
    Predicate,
    Program,
    member,
)
from conftest import facts_of

pytestmark = pytest.mark.judges

UPPER_DATA, SAME_AS = "urn:t:m", f"{OWL}sameAs"
VOCABULARY = PLAIN | Vocabulary(data_properties=frozenset({UPPER_DATA}))
NEW = [f"urn:d:{i}" for i in range(6)]
EACH = st.sampled_from([*NEW, *NEW, *NEW, *THINGS])
NUMBERS = st.integers(0, 5).map(lambda n: Literal(str(n), f"{XSD}integer"))
#: Equal to another: also individuals of the data to those of the ontology, from either side.
SAMES = st.tuples(
    st.sampled_from([*NEW, *THINGS]), st.just(SAME_AS), st.sampled_from([*NEW, *THINGS])
).filter(lambda triple: triple[0] != triple[2])
#: Data values, of which the ontology mentions the same.
VALUES = st.tuples(EACH, st.sampled_from([DATA, DATA, UPPER_DATA]), NUMBERS.map(lambda n: n.n3))
TRIPLES = st.one_of(
    st.tuples(EACH, st.just(f"{RDF}type"), st.sampled_from(CLASSES)),
    st.tuples(EACH, st.sampled_from(ROLES), EACH),
    st.tuples(EACH, st.sampled_from(ROLES), EACH),
    SAMES,
    VALUES,
)
DATA_SETS = st.one_of(
    st.lists(TRIPLES, min_size=4, max_size=14),
    st.lists(st.one_of(SAMES, VALUES, TRIPLES), min_size=2, max_size=10),
)
MENTIONED = st.lists(
    st.builds(
        ax.PropertyAssertion,
        st.sampled_from(THINGS),
        st.sampled_from([DATA, DATA, UPPER_DATA]),
        NUMBERS,
    ),
    max_size=4,
    unique=True,
)
"""Data values that the ontology mentions."""
EXTRA = st.lists(
    st.one_of(
        st.just(ax.HasKey(ax.Named(CLASSES[0]), (ax.Role(DATA),))),
        st.just(ax.HasKey(ax.Named(CLASSES[1]), (ax.Role(ROLES[1]),))),
        st.just(ax.HasKey(ax.Named(CLASSES[2]), (ax.Role(DATA), ax.Role(UPPER_DATA)))),
        st.just(ax.Characteristic("functional", ax.Role(DATA))),
        st.just(ax.SubPropertyOf(ax.Role(DATA), ax.Role(UPPER_DATA))),
        st.just(ax.DisjointProperties((ax.Role(DATA), ax.Role(UPPER_DATA)))),
        st.just(ax.Characteristic("transitive", ax.Role(ROLES[1]))),
        st.just(ax.Characteristic("asymmetric", ax.Role(ROLES[0]))),
        st.just(ax.Characteristic("irreflexive", ax.Role(ROLES[1]))),
        st.just(ax.Characteristic("reflexive", ax.Role(ROLES[2]))),
        st.just(ax.DisjointProperties((ax.Role(ROLES[0]), ax.Role(ROLES[2])))),
    ),
    max_size=2,
    unique=True,
)
Triple = tuple[str, str, str]


def stated(triple: Triple) -> GroundFact:
    subject, prop, target = triple
    if prop == f"{RDF}type":
        return GroundFact(member(ax.Named(target)), (subject,))
    kind = SAME if prop == SAME_AS else Predicate("role", prop)
    return GroundFact(kind, (subject, target))


def observed(predicates: list[Predicate], denied: set[Predicate]) -> Iterator[Predicate]:
    for each in predicates:
        named = each.kind == "is" and isinstance(each.of, ax.Named) and each.of != ax.THING
        if named or each.kind in ("role", "same", "clash") or each in denied:
            yield each


def grounded(program: Program, facts: Facts, fact: GroundFact, round_: int) -> bool:
    """Whether some rule gives the fact from facts of earlier rounds."""
    for rule in program.rules:
        if rule.head.predicate != fact.predicate:
            continue
        bound: dict[int, str] = {}
        for term, name in zip(rule.head.terms, fact.terms, strict=True):
            if bound.setdefault(term, name) != name if isinstance(term, int) else term != name:
                break
        else:
            if holds(list(rule.body), facts, bound, round_):
                return True
    return False


def holds(body: list[Atom], facts: Facts, bound: dict[int, str], round_: int) -> bool:
    if not body:
        return True
    atom = next((each for each in body if each.predicate != DISTINCT), body[0])
    rest = [each for each in body if each is not atom]
    for terms, found in facts.match(atom, bound):
        if found >= round_:
            continue
        more = dict(bound)
        fits = all(
            more.setdefault(term, name) == name if isinstance(term, int) else term == name
            for term, name in zip(atom.terms, terms, strict=True)
        )
        if fits and holds(rest, facts, more, round_):
            return True
    return False


#: A chain that went on from what another gave in the same round: a conclusion of no later round.
SAME_ROUND = Ontology(
    (
        ax.SubPropertyOf(ax.Role(ROLES[0]), ax.Role(ROLES[1])),
        ax.InverseOf(ax.Role(ROLES[0]), ax.Role(ROLES[2])),
        ax.Characteristic("transitive", ax.Role(ROLES[1])),
    ),
    vocabulary=VOCABULARY,
)


@settings(
    max_examples=75,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(ontologies, EXTRA, MENTIONED, DATA_SETS)
@example(
    SAME_ROUND,
    [],
    [],
    [
        (NEW[0], ROLES[0], NEW[4]),
        (NEW[0], ROLES[2], NEW[4]),
        (NEW[0], f"{OWL}sameAs", NEW[1]),
    ],
)
def test_frames_derive_what_single_facts_derive(
    ontology: Ontology,
    extra: list[ax.Axiom],
    mentioned: list[ax.Axiom],
    data: list[Triple],
) -> None:
    whole = ontology | Ontology(tuple(extra), tuple(mentioned), vocabulary=VOCABULARY)
    program = compile_ontology(whole)
    agenda, single = Agenda(program), Materialization(program)
    for evaluator in (agenda, single):
        for triple in data:
            evaluator.add(stated(triple))
        evaluator.run()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.nt"
        lines = [" ".join(map(angled, triple)) + " .\n" for triple in data]
        path.write_text("".join(lines), encoding="utf-8")
        closure = close(program, VOCABULARY, [path])
    denied = {member(ax.Named(each)).opposite for each in CLASSES}
    expected = {p: {t for t, _ in agenda.rows(p)} for p in observed(agenda.predicates(), denied)}
    found = {p: dict(single.rows(p)) for p in observed(single.predicates(), denied)}
    on_frames = facts_of(closure)
    assert found.keys() == expected.keys() == {*observed([*on_frames], denied)}
    for predicate, rows in expected.items():
        assert rows == found[predicate].keys() == on_frames[predicate], predicate
    for predicate, rounds in found.items():
        for terms, round_ in rounds.items():
            fact = GroundFact(predicate, terms)
            assert round_ == 0 or grounded(program, single, fact, round_), fact
    each_fact_has_one_home(closure, {*map(stated, data), *program.given})


def each_fact_has_one_home(closure: Closure, told: set[GroundFact]) -> None:
    """Nothing is listed twice, and what is stated is never said to follow."""
    for predicate in closure.predicates():
        assert closure.rows(predicate).is_unique().all(), predicate
    follows = {row for part in closure.inferred() for row in part.rows()}
    for fact in told:
        if name := property_of(fact.predicate):
            of = fact.predicate.of
            terms = (*fact.terms, of.iri if isinstance(of, ax.Named) else "")
            assert (angled(terms[0]), name, angled(terms[1])) not in follows, fact


def test_a_value_that_the_ontology_mentions_is_one_value(tmp_path: Path) -> None:
    """An equal individual has the same number, so a functional property keeps one value."""
    number, role = ax.Role(DATA), ax.Role(ROLES[0])
    one = Literal("1", f"{XSD}integer")
    ontology = Ontology(
        tuple(ax.Characteristic(kind, r) for kind, r in (
            ("functional", number), ("functional", role), ("reflexive", role)
        )),
        (ax.PropertyAssertion(THINGS[0], DATA, one),),
        vocabulary=VOCABULARY,
    )  # fmt: skip
    path = tmp_path / "data.nt"
    path.write_text(
        f"<urn:d:0> <{DATA}> {one.n3} .\n<urn:d:0> <{ROLES[0]}> <{THINGS[0]}> .\n",
        encoding="utf-8",
    )
    closure = close(compile_ontology(ontology), VOCABULARY, [path])
    assert closure.rows(SAME).height == 2
    assert closure.clashes() == []


EDGES = st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=18)
LOWER, UPPER = "urn:lower", "urn:upper"


def paths(edges: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Which nodes are reached from which, by Warshall's algorithm."""
    found = set(edges)
    for middle in range(12):
        into = [a for a, b in found if b == middle]
        out = [b for a, b in found if a == middle]
        found |= {(a, b) for a in into for b in out}
    return found


@settings(max_examples=60, deadline=None, derandomize=True)
@given(EDGES, EDGES)
def test_paths_of_any_length_are_found(
    below: set[tuple[int, int]], above: set[tuple[int, int]]
) -> None:
    lower, upper = ax.Role(LOWER), ax.Role(UPPER)
    ontology = Ontology(
        (
            ax.Characteristic("transitive", lower),
            ax.Characteristic("transitive", upper),
            ax.SubPropertyOf(lower, upper),
        ),
        vocabulary=Vocabulary(object_properties=frozenset({LOWER, UPPER})),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.nt"
        path.write_text(
            "".join(
                f"<urn:{a}> <{role}> <urn:{b}> .\n"
                for role, edges in ((LOWER, below), (UPPER, above))
                for a, b in sorted(edges)
            ),
            encoding="utf-8",
        )
        closure = close(compile_ontology(ontology), ontology.vocabulary, [path])
    for role, expected in ((LOWER, paths(below)), (UPPER, paths(paths(below) | above))):
        assert set(closure.values(role).rows()) == {(f"urn:{a}", f"urn:{b}") for a, b in expected}
