"""Compiling does no more than is asked for: no justifications, and no rule for each two classes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from aitaxonomy.errors import ReasonerFault
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology, Vocabulary
from aitaxonomy.rdf.namespaces import RDF
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.rules import told_subsumption
from aitaxonomy.reasoning.rules.compiler import compile_ontology

HAS = ax.Role("urn:has")


def named(letter: str, count: int) -> tuple[ax.Named, ...]:
    return tuple(ax.Named(f"urn:{letter}{n}") for n in range(count))


def menu(count: int) -> Ontology:
    """Dishes with some disjoint toppings each and no others, and a kind of dish by its topping."""
    toppings, dishes, cheesy = named("T", count), named("P", count), ax.Named("urn:Cheesy")
    axioms: list[ax.Axiom] = [ax.DisjointClasses(toppings), ax.DisjointClasses(dishes)]
    for n, dish in enumerate(dishes):
        parts = toppings[n % 5 : n % 5 + 3]
        axioms += [ax.SubClassOf(dish, ax.Some(HAS, each)) for each in parts]
        axioms.append(ax.SubClassOf(dish, ax.Only(HAS, ax.Or(parts))))
    axioms.append(ax.EquivalentClasses((cheesy, ax.Some(HAS, toppings[2]))))
    iris = frozenset(each.iri for each in (*toppings, *dishes, cheesy))
    return Ontology(tuple(axioms), vocabulary=Vocabulary(iris, frozenset({HAS.iri})))


def test_no_axioms_are_collected_before_a_proof_needs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    path = told_subsumption.ToldSubsumption._path

    def counted(self: told_subsumption.ToldSubsumption, *args: int) -> tuple[ax.Axiom, ...]:
        asked.append(args)
        return path(self, *args)

    monkeypatch.setattr(told_subsumption.ToldSubsumption, "_path", counted)
    reasoner = Reasoner(menu(20))
    assert ("urn:P0", "urn:Cheesy") in reasoner.classified()
    assert not asked
    assert all(rule.axioms for rule in reasoner.program.rules if "one restriction" in rule.name)
    assert asked


def test_too_many_disjoint_classes_are_refused() -> None:
    classes = named("D", 500)
    words = Vocabulary(frozenset(each.iri for each in classes))
    ontology = Ontology((ax.DisjointClasses(classes),), vocabulary=words)
    with pytest.raises(ReasonerFault, match="500 disjoint classes in one axiom are more than"):
        compile_ontology(ontology)


def told(kinds: Iterable[tuple[str, ax.Expression]]) -> Reasoner:
    """A reasoner on some individuals of many disjoint classes, each by its number."""
    classes = named("D", 40)
    facts = tuple(ax.ClassAssertion(*each) for each in kinds)
    return Reasoner(
        Ontology(
            (ax.DisjointClasses(classes), ax.SubClassOf(ax.Named("urn:E"), classes[30])),
            facts,
            frozenset(fact.individual for fact in facts),
            Vocabulary(frozenset({"urn:E", *(each.iri for each in classes)})),
        )
    )


def steps(proof: Proof | None) -> list[str]:
    assert proof is not None
    return [step.name for step in proof.steps]


def test_each_two_of_many_disjoint_classes_exclude_each_other_in_one_step() -> None:
    classes = named("D", 40)
    reasoner = told((f"urn:i{n}", each) for n, each in enumerate(classes))
    found = reasoner.verdicts()
    for n, one in enumerate(classes):
        for m, other in enumerate(classes):
            expected = "entailed" if n == m else "refuted"
            assert str(found[f"urn:i{n}"][other.iri].verdict) == expected, (one, other)
    for near in ("urn:D8", "urn:D39"):
        proof = reasoner.why("urn:i7", near)
        assert steps(proof) == ["stated", "disjoint classes"]
        assert proof is not None
        assert proof.check()


def test_a_member_of_two_of_many_disjoint_classes_is_a_contradiction() -> None:
    reasoner = told([("urn:i", ax.Named("urn:D7")), ("urn:i", ax.Named("urn:E"))])
    proof = reasoner.explain_clash()
    assert steps(proof) == ["stated", "stated", "subclass", "disjoint classes"]
    assert proof is not None
    assert proof.check()
    assert reasoner.classified() == {("urn:E", "urn:D30")}


def test_a_proof_by_other_classes_than_the_axiom_lists_is_faulty() -> None:
    reasoner = told([("urn:i", ax.Named("urn:D7"))])
    proof = reasoner.why("urn:i", "urn:E")
    assert proof is not None
    assert proof.check()
    others = ax.DisjointClasses((ax.Named("urn:D8"), ax.Named("urn:D30")))
    wrong = [
        replace(s, axioms=(others,)) if s.name == "disjoint classes" else s for s in proof.steps
    ]
    assert not Proof("", tuple(wrong)).check()


def test_data_files_know_many_disjoint_classes(tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    kinds = [("urn:a", "D3"), ("urn:b", "E"), ("urn:c", "D3"), ("urn:c", "E")]
    data.write_text("".join(f"<{i}> <{RDF}type> <urn:{kind}> .\n" for i, kind in kinds), "utf-8")
    over = told([])
    found = over.closure([data])
    assert [each.terms for each in found.clashes()] == [("urn:c",)]
    proof = over.with_data(ox.parse(path=data)).why("urn:a", "urn:E")
    assert steps(proof) == ["stated", "disjoint classes", "subclass, read backward"]
