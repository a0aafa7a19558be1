"""The same rules in four engines: fact by fact, bit sets, Polars and Nemo agree."""

from __future__ import annotations

import gc
import importlib.util
import weakref
from pathlib import Path

import generate
import pyoxigraph as ox
import pytest
from agenda import Agenda
from judge_nemo import Nemo

from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.ntriples import Triple, bare
from aitaxonomy.rdf.positions.location import Location
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.evaluation.closure import Closure
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.rules.model import Predicate, Program, member
from conftest import AIT, HEADLINES, need

pytestmark = pytest.mark.judges

SYSTEMS = 120
Facts = dict[Predicate, set[tuple[str, ...]]]


@pytest.fixture(scope="module")
def systems(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("systems") / "systems.nt"
    generate.write(path, SYSTEMS)
    return path


@pytest.fixture(scope="module")
def whole(terms: Reasoner, systems: Path) -> Program:
    """The terms and the systems as one program."""
    return terms.with_data(ox.parse(path=systems)).program


@pytest.fixture(scope="module")
def closure(terms: Reasoner, systems: Path) -> Closure:
    return terms.closure([systems])


@pytest.fixture(scope="module")
def by_agenda(whole: Program) -> Facts:
    agenda = Agenda(whole)
    agenda.run()
    return {p: {t for t, _ in agenda.rows(p)} for p in observable(agenda.predicates())}


def observable(predicates: list[Predicate]) -> list[Predicate]:
    """What an answer can show: named classes, links, equalities, contradictions, denied kinds."""
    denied = {member(ax.Named(kind)).opposite for kind in HEADLINES}
    return [
        p
        for p in predicates
        if p.kind in ("role", "same", "clash")
        or (p.kind == "is" and isinstance(p.of, ax.Named))
        or p in denied
    ]


def facts_of(closure: Closure) -> Facts:
    found: Facts = {}
    for predicate in observable(list(closure.predicates())):
        rows = closure.rows(predicate)
        decoded = rows.select(closure.terms.decode(pl_col(name)) for name in rows.columns)
        found[predicate] = {tuple(bare(term) for term in row) for row in decoded.rows()}
    return {predicate: rows for predicate, rows in found.items() if rows}


def pl_col(name: str) -> object:
    import polars as pl

    return pl.col(name)


def test_frames_equal_the_agenda(closure: Closure, by_agenda: Facts) -> None:
    assert closure.unknown == {}
    assert closure.clashes() == []
    assert facts_of(closure) == by_agenda


def test_all_as_constants_equals_the_agenda(whole: Program, by_agenda: Facts) -> None:
    facts = Materialization(whole)
    facts.run()
    found = {p: {t for t, _ in facts.rows(p)} for p in observable(facts.predicates())}
    assert found == by_agenda


def test_nemo_equals_the_agenda(whole: Program, by_agenda: Facts) -> None:
    need(importlib.util.find_spec("nmo_python") is not None, "nemo-python is not installed")
    nemo = Nemo(whole, by_agenda)
    assert sum(map(len, by_agenda.values())) > 10 * SYSTEMS
    for predicate, rows in by_agenda.items():
        assert nemo.rows(predicate) == rows, predicate


def test_what_is_said_of_the_subjects_of_the_data(closure: Closure, systems: Path) -> None:
    names = {str(quad.subject)[1:-1] for quad in ox.parse(path=systems)}
    assert set(closure.subjects) == names
    application = generate.DATA + "3"
    counts = closure.values(AIT + "parameterCount")
    stated = {
        (str(quad.subject)[1:-1], f'"{quad.object.value}"^^<{generate.XSD}integer>')
        for quad in ox.parse(path=systems)
        if quad.predicate.value == AIT + "parameterCount"
    }
    assert {row for row in counts.rows() if row[0] in names} == stated
    text = generate.AIX + "text"
    assert (application, text) in closure.values(AIT + "generatesViaComponent").rows()
    # A component hands on what it takes in only where it is integrated for that.
    takes = {thing for thing, value in closure.values(AIT + "accepts").rows() if value == text}
    integrating = {thing for thing, _ in closure.values(AIT + "integrates").rows()} & names
    assert integrating <= takes
    assert integrating
    assert application not in takes
    assert set(closure.members(AIT + "MultimodalPlatform")) & integrating


def test_a_proof_tells_where_the_data_states_a_fact(
    terms: Reasoner, terms_triples: list[ox.Quad], tmp_path: Path
) -> None:
    def locate(triple: Triple) -> Location | None:
        return Location("mine.nt", 1) if triple == stated else None

    stated = "urn:a", AIT + "nativelyGenerates", generate.AIX + "text"
    path = tmp_path / "mine.nt"
    path.write_text("<{}> <{}> <{}> .\n".format(*stated) + f"<urn:a> a <{AIT}AIModel> .")
    path = path.rename(path.with_suffix(".ttl"))
    for reasoner, place in ((Reasoner(terms_triples, locate=locate), "mine.nt:1"), (terms, None)):
        proof = reasoner.with_data(ox.parse(path=path)).why("urn:a", AIT + "GenerativeAI")
        assert proof is not None
        found = {str(step.location) for step in proof.steps if step.name == "stated"}
        assert (place in found) is (place is not None)


def test_odd_lines_reach_the_ordinary_parser(terms: Reasoner, tmp_path: Path) -> None:
    """Comments, blanks, escapes, tabs and anonymous closed statements mean what they say."""
    text = f"""# a comment, with  blanks
<urn:a> <{generate.RDF}type> <{AIT}AIModel> .

<urn:\\u0062>\t<{generate.RDF}type>\t<{AIT}AIModel>\t.
<urn:a> <{generate.RDFS}label> "a \\"quoted\\" label with <brackets> ." .
<urn:a>  <{AIT}nativelyGenerates>   <{generate.AIX}text> . # trailing
<urn:c> <{generate.RDF}type> _:closed .
_:closed <{generate.RDF}type> <{generate.OWL}Restriction> .
_:closed <{generate.OWL}onProperty> <{AIT}generates> .
_:closed <{generate.OWL}allValuesFrom> <{generate.OWL}Nothing> .
<urn:c> <{generate.RDF}type> <{AIT}AIModel> .
<urn:c> <urn:undeclared> <urn:a> .
"""
    path = tmp_path / "odd.nt"
    path.write_text(text, encoding="utf-8")
    closure = terms.closure([path])
    assert {"urn:a", "urn:b", "urn:c"} <= set(closure.members(AIT + "AIModel"))
    assert "urn:a" in closure.members(AIT + "GenerativeAI")
    assert "urn:c" in closure.members(AIT + "NonGenerativeAI")
    assert "urn:c" in closure.non_members(AIT + "GenerativeAI")
    assert closure.unknown == {"<urn:undeclared>": 1}
    assert closure.subjects == ("urn:a", "urn:b", "urn:c")


def test_turtle_is_read_as_well(terms: Reasoner, tmp_path: Path) -> None:
    path = tmp_path / "one.ttl"
    path.write_text(f"<urn:a> a <{AIT}AIModel> ; <{AIT}nativelyGenerates> <{generate.AIX}text> .")
    closure = terms.closure([path])
    assert "urn:a" in closure.members(AIT + "GenerativeAI")


def test_a_closure_is_gone_when_nobody_uses_it(terms: Reasoner, systems: Path) -> None:
    """Its frames are large, and no garbage collector sees how large."""
    gc.collect()
    gc.disable()
    try:
        closure = terms.closure([systems])
        known = closure.members(AIT + "LLM")[0]
        assert closure.holds(member(ax.Named(AIT + "LLM")), known)
        types = weakref.ref(closure._evaluation.types)
        gone = weakref.ref(closure)
        del closure
        assert gone() is None
        assert types() is None
    finally:
        gc.enable()
