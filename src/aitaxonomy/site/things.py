"""What the page of a term or a system shows: what it is, what is known, verdicts with proofs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from aitaxonomy.graph.mappings import mappings
from aitaxonomy.graph.membership import ARTIFACT, Kinds, count_members, read_kinds
from aitaxonomy.graph.predicates import Saying
from aitaxonomy.graph.term import Term
from aitaxonomy.html import Link
from aitaxonomy.inference.everyday import Standing
from aitaxonomy.inference.judge import conventions_of
from aitaxonomy.inference.senses import Senses
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.owl.writers.manchester import manchester
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.evaluation.profiles import Profile, Profiles
from aitaxonomy.reasoning.proofs.justification import iris
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.verdict import REFUTED, UNKNOWN
from aitaxonomy.site.fact_sheets import FactSheets

if TYPE_CHECKING:
    from aitaxonomy.reasoning.evaluation.closure import Closure
    from aitaxonomy.taxonomy import Taxonomy

#: The kinds on which each system has a verdict, by local name, and whether it comes with a proof.
HEADLINE: Mapping[str, bool] = {
    "GenerativeAI": True, "LLM": True, "LLMTechnology": True, "MultimodalLLM": False,
    "AIAgent": False,
}  # fmt: skip
_ARTIFACTS = "SELECT DISTINCT ?it { ?it a ait:AIArtifact }"
_TERMS = "SELECT DISTINCT ?it { ?it a ?kind FILTER(STRSTARTS(STR(?it), STR(ait:))) }"
_INDIVIDUALS = (
    "SELECT DISTINCT ?it { ?it a owl:NamedIndividual FILTER(STRSTARTS(STR(?it), STR(aix:))) }"
)


class Axiom(NamedTuple):
    """An axiom in words, of which some lead to their terms, and in Manchester syntax."""

    words: list[Link]
    manchester: str


class Things:
    """The terms and individuals of a taxonomy, and what is shown of each."""

    def __init__(self, ai: Taxonomy) -> None:
        self._ai, self._facts = ai, FactSheets(ai)
        self.systems = self._iris(_ARTIFACTS)
        self.all = sorted({*self.systems, *self._iris(_TERMS), *self._iris(_INDIVIDUALS)})

    def _iris(self, query: str) -> list[str]:
        return sorted(str(row[0]) for row in self._ai.content.store.select(query).rows)

    def page(self, iri: str) -> dict[str, Any]:
        """Return the values of the template of a page."""
        ai, term = self._ai, self._ai.term(iri)
        return {
            "label": term.label,
            "kind": term.kind,
            "name": term.curie,
            "iri": iri,
            "definition": term.definition,
            "also_called": term.alt_labels,
            "parents": _links(term.parents),
            "children": _links(term.children),
            "members": _links(term.instances) if term.kind == "class" else [],
            **self._others(term),
            "told": [
                ("Example", term.examples),
                ("Not covered", term.counter_examples),
                ("Note", term.notes),
            ],
            "axioms": self._axioms.get(iri, []),
            "facts": self._facts.of(term),
            "used_by": [] if iri in self._profiles[0] else self._facts.used_by(iri),
            "verdicts": self._verdicts(iri),
            "mappings": [
                (each.relation, Link(f"{each.object_curie} ({each.object_label})", each.object))
                for each in mappings(iri)
            ],
            "sources": [(ai.content.links(s.document), str(s)) for s in ai.sources(term)],
        }

    def _others(self, term: Term) -> dict[str, Any]:
        """Return how many systems are not of a kind, and those that are undecided."""
        counts = count_members(self._kinds.values(), term.iri)
        label = self._ai.names.label
        found = [Link(label(iri), iri) for iri, each in self._kinds.items()
                 if counts and each.truth(term.iri) is UNKNOWN]  # fmt: skip
        found.sort(key=lambda each: each.text.casefold())
        return {"non_members": counts[REFUTED] if counts else 0, "undecided": found}

    @cached_property
    def _kinds(self) -> Mapping[str, Kinds]:
        return read_kinds(self._ai.content.store.select)

    def summary(self, iri: str) -> tuple[str, ...]:
        """Return label and verdicts of a system, in the order of `HEADLINE`."""
        verdicts = (str(self._finding(iri, kind).truth) for kind in HEADLINE)
        return (self._ai.names.label(iri), *verdicts)

    # --- what is concluded

    @cached_property
    def _closure(self) -> Closure:
        return self._ai.content.whole.inference.closure([AIT + kind for kind in HEADLINE])

    @cached_property
    def _profiles(self) -> tuple[dict[str, int], list[Profile]]:
        found = Profiles(
            self._closure,
            self._ai.content.whole.inference.compiled.ontology,
            among=ARTIFACT,
            kinds=[AIT + kind for kind in HEADLINE],
            also=self.systems,
        )
        return dict(found.subjects.iter_rows()), found.all

    def _profile(self, iri: str) -> Profile:
        numbers, profiles = self._profiles
        return profiles[numbers[iri]]

    @cached_property
    def _senses(self) -> Senses:
        return Senses(self._ai.content)

    def _finding(self, iri: str, kind: str) -> Standing:
        """What holds of a system in the everyday sense."""
        return self._senses.everyday.finding(iri, ax.Named(AIT + kind))

    def _verdicts(self, iri: str) -> list[dict[str, Any]]:
        if iri not in self._profiles[0]:
            return []
        profile, label, found = self._profile(iri), self._ai.names.label, []
        for name, proved in HEADLINE.items():
            kind, spoken = AIT + name, self._finding(iri, name)
            strict = profile.verdicts[kind]
            beside = strict is not spoken.truth
            proof = self._why(*spoken.proved) if proved and spoken.proved else None
            of_strict = self._why(iri, kind) if proved and beside else None
            conventions = (*spoken.conventions, *conventions_of(self._ai.content.store, proof))
            found.append(
                {
                    "kind": Link(label(kind), kind),
                    "verdict": str(spoken.truth),
                    "note": self._senses.note(iri, Saying(ax.Named(kind), kind, ""), spoken),
                    "strict": str(strict) if beside else "",
                    "conventions": [Link(label(each), each) for each in dict.fromkeys(conventions)],
                    "proof": proof and proof.for_html(),
                    "strict_proof": of_strict and of_strict.for_html(),
                    "missing": [each.words for each in profile.missing.get(kind, ())],
                    "command": f"aitaxonomy why {iri.rpartition('/')[2]} {name}",
                }
            )
        return found

    def _why(self, iri: str, kind: str) -> Proof | None:
        proof = self._closure.why(iri, kind)
        return proof and replace(proof, _link=self._ai.content.links)

    @cached_property
    def _axioms(self) -> Mapping[str, list[Axiom]]:
        """What the ontology says of each class and property; definitions first."""
        ontology = self._ai.content.whole.inference.compiled.ontology
        words = Words(ontology.labels)
        found: dict[str, list[Axiom]] = defaultdict(list)
        for axiom in sorted(ontology.axioms, key=lambda each: not _defines(each)):
            for name in _subjects(axiom):
                said = words.axiom(axiom)
                labels = {ontology.labels.get(iri, ""): iri for iri in iris(axiom)}
                labels[ontology.labels.get(name, "")] = ""
                linked = _linked(said[:1].upper() + said[1:], labels)
                found[name].append(Axiom(linked, manchester(axiom)))
        return found


def _defines(axiom: ax.Axiom) -> bool:
    return isinstance(axiom, ax.EquivalentClasses)


def _subjects(axiom: ax.Axiom) -> list[str]:
    """Return the names that an axiom is about."""
    if isinstance(axiom, ax.SubClassOf):
        return [axiom.sub.iri] if isinstance(axiom.sub, ax.Named) else []
    if isinstance(axiom, ax.EquivalentClasses):
        return [each.iri for each in axiom.parts if isinstance(each, ax.Named)][:1]
    return []


def _linked(text: str, labels: Mapping[str, str]) -> list[Link]:
    """Return a text in pieces; the first mention of each label leads to its term.

    >>> pieces = _linked("A house cat is a cat", {"cat": "urn:Cat", "house cat": ""})
    >>> [piece.text for piece in pieces if piece.url], len(pieces)
    (['cat'], 5)
    """
    wanted = "|".join(re.escape(each) for each in sorted(labels, key=len, reverse=True) if each)
    pieces, seen = [], set[str]()
    for piece in re.split(rf"(?i)(?<!\w)({wanted})(?!\w)", text) if wanted else [text]:
        first = piece in labels and piece not in seen
        seen.add(piece)
        pieces.append(Link(piece, labels[piece] if first else ""))
    return pieces


def _links(terms: Iterable[Term]) -> list[Link]:
    return [Link(term.label, term.iri) for term in terms]
