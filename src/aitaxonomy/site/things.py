"""The page of a term or a system: definition, facts, and verdicts with proofs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from aitaxonomy.advice.facets import FacetedSystem, Facets
from aitaxonomy.answers.judge import conventions_of
from aitaxonomy.answers.senses import Senses
from aitaxonomy.graph.facts import Fact
from aitaxonomy.graph.mappings import mappings
from aitaxonomy.graph.membership import ARTIFACT, count_members
from aitaxonomy.graph.predicates import Saying
from aitaxonomy.graph.term import Term
from aitaxonomy.html import Link
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.owl.writers.manchester import manchester
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.evaluation.profiles import Profiles
from aitaxonomy.reasoning.proofs.justification import iris
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Missing, Truth
from aitaxonomy.site.fact_sheets import FactSheets, Said, SheetRow, values_of
from aitaxonomy.text import clipped

if TYPE_CHECKING:
    from aitaxonomy.reasoning.evaluation.closure import Closure
    from aitaxonomy.taxonomy import Taxonomy

#: The kinds on which each system has a verdict, by local name, and whether it comes with a proof.
HEADLINE: Mapping[str, bool] = {
    "GenerativeAI": True, "LLM": True, "LLMTechnology": False, "MultimodalLLM": False,
    "AIAgent": False,
}  # fmt: skip
#: Verdicts in plain words.
WORDS: Mapping[Truth, str] = {ENTAILED: "yes", REFUTED: "no", UNKNOWN: "open"}
#: How many statements name a system whose page has proofs; of others it has the command. To prove
#: all of it takes minutes and most of the bytes of a site.
_PROVED = 3
#: How many rows a list of members has, and how many values a row of the card.
AT_ONCE, _SHOWN = 100, 8
#: The properties that say a price, with what is paid for.
_PRICES = {AIT + "inputPrice": "to read", AIT + "outputPrice": "to write"}
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

    def __init__(self, ai: Taxonomy, facets: Facets, senses: Senses) -> None:
        self._ai, self._sheets, self._facets, self._senses = ai, FactSheets(ai), facets, senses
        self.systems = list(facets.systems)
        self.all = sorted({*self.systems, *self._iris(_TERMS), *self._iris(_INDIVIDUALS)})

    def _iris(self, query: str) -> list[str]:
        return sorted(str(row[0]) for row in self._ai.content.store.select(query).rows)

    def page(self, iri: str) -> dict[str, Any]:
        """Return the values of the template of a page."""
        ai, term = self._ai, self._ai.term(iri)
        facts, cited = ai.facts(term), ai.sources(term)
        sheet = self._sheets.of(iri, facts, cited)
        system = self._facets.systems.get(iri)
        return {
            "label": term.label,
            "kind": term.kind,
            "name": term.curie,
            "iri": iri,
            "deprecated": bool(term.warning),
            "replaced_by": [Link(ai.names.label(each), each) for each in term.replaced_by],
            "definition": term.definition,
            "also_called": term.alt_labels,
            "parents": [] if system else _links(term.parents),
            "children": [] if term.kind == "individual" else _links(term.children),
            **self._members(term),
            "told": [
                ("Example", term.examples),
                ("Not covered", term.counter_examples),
                ("Note", term.notes),
            ],
            "axioms": self._axioms.get(iri, []),
            "card": self._card(system, sheet, facts) if system else None,
            "facts": sheet,
            "used_by": [] if system else self._sheets.used_by(iri),
            "verdicts": self._verdicts(system) if system else [],
            "mappings": [
                (each.relation, Link(f"{each.object_curie} ({each.object_label})", each.object))
                for each in mappings(iri)
            ],
            "sources": [(self._source(s.document), str(s)) for s in cited],
        }

    def _source(self, document: str) -> Link:
        """Return the link of a source; an address is shown by its beginning."""
        text, url = self._ai.content.links(document)
        return Link(clipped(text), url)

    def _members(self, term: Term) -> dict[str, Any]:
        """Return the members of a class, the newest systems as rows, and who is undecided.

        Of the others, those that are of a narrower kind are on the page of that kind alone.
        """
        if term.kind != "class":
            return {"rows": [], "members": [], "elsewhere": 0, "non_members": 0, "undecided": []}
        its = [each for each in self._facets.newest if term.iri in each.kinds]
        rows = [(Link(each.label, each.iri), self._facets.cells(each)) for each in its[:AT_ONCE]]
        below, rest = {each.iri for each in term.children}, its[AT_ONCE:]
        own = [each for each in rest if not any(kind in each.kinds for kind in below)]
        named = [(Link(each.label, each.iri), each.date[:4]) for each in own]
        listed = named if its else [(Link(each.label, each.iri), "") for each in term.instances]
        kinds = [each.kinds for each in self._facets.systems.values()]
        counts = count_members(kinds, term.iri)
        undecided = [
            Link(each.label, each.iri) for each in self._facets.systems.values()
            if counts and each.kinds.truth(term.iri) is UNKNOWN
        ]  # fmt: skip
        non_members = counts[REFUTED] if counts else 0
        return {
            "rows": rows, "members": listed, "elsewhere": len(rest) - len(own),
            "non_members": non_members, "undecided": undecided,
        }  # fmt: skip

    # --- the card

    def _card(
        self,
        system: FacetedSystem,
        sheet: list[tuple[str, list[SheetRow]]],
        facts: Iterable[Fact],
    ) -> dict[str, Any]:
        """Return what people look at first: what it is, whose, since when, and its rows."""
        cells, values = self._facets.cells(system), values_of(sheet)
        engines = self._senses.everyday.engines(system.iri)

        def links(*properties: str) -> list[Link]:
            found = (value for each in properties for value, _ in values.get(each, ()))
            return list(dict.fromkeys(found))

        price_days = {fact.as_of for fact in facts if fact.property_iri in _PRICES and fact.as_of}
        prices = [f"${value.text.split()[0]} {words}" for prop, words in _PRICES.items()
                  for value, _ in values.get(prop.removeprefix(AIT), ())]  # fmt: skip
        day = f", as of {max(price_days)}" if price_days else ""
        rows: list[tuple[str, list[Link]]] = [
            ("Takes", self._named(system.accepts)),
            ("Makes", self._named(system.generates)),
            ("Powered by", self._named(engines) or links("poweredBy")),
            ("Powers", links("powers")),
            ("Takes the place of", links("supersedes")),
            ("Access", self._named(system.openness)),
            ("Licence", links("hasWeightsLicence", "hasLicence")),
            ("Size", [Link(f"{cells['Size']} parameters")] if cells["Size"] else []),
            ("Context", [Link(f"{cells['Context']} tokens")] if cells["Context"] else []),
            ("Price", [Link(f"{' and '.join(prices)} a million tokens{day}")] if prices else []),
        ]
        return {
            "sort": self._facets.sort(system),
            "makers": self._named(system.makers),
            "status": self._status(system, values),
            "rows": [(head, of[:_SHOWN], len(of) - _SHOWN) for head, of in rows if of],
        }

    def _named(self, iris: Iterable[str]) -> list[Link]:
        found = (Link(self._facets.label(iri), iri) for iri in iris)
        return sorted(found, key=lambda each: each.text.casefold())

    def _status(
        self, system: FacetedSystem, values: Mapping[str, list[tuple[Link, Said]]]
    ) -> list[str]:
        since = next((value.text for value, _ in values.get("availableSince", ())), "")
        first = f"in service since {since}" if since else ""
        if not first and system.date:
            first = f"first heard of on {system.date}"
        return [each for each in (first, self._facets.status(system)) if each]

    # --- what is concluded

    @cached_property
    def _closure(self) -> Closure:
        return self._ai.content.whole.inference.closure()

    @cached_property
    def _missing(self) -> Callable[[str], Mapping[str, tuple[Missing, ...]]]:
        """Return the facts that would decide the open verdicts on a system, by kind."""
        found = Profiles(
            self._closure,
            self._ai.content.whole.inference.everything.ontology,
            among=ARTIFACT,
            kinds=[AIT + kind for kind in HEADLINE],
            also=self.systems,
        )
        numbers = dict(found.subjects.iter_rows())
        return lambda iri: found.all[numbers[iri]].missing

    def _verdicts(self, system: FacetedSystem) -> list[dict[str, Any]]:
        iri, label, found = system.iri, self._ai.names.label, []
        for name, proved in HEADLINE.items():
            kind = AIT + name
            spoken = self._senses.everyday.finding(iri, ax.Named(kind))
            strict = self._senses.judge.truth(iri, kind)
            beside, shown = strict is not spoken.truth, proved and system.renown >= _PROVED
            proof = self._why(*spoken.proved) if shown and spoken.proved else None
            of_strict = self._why(iri, kind) if shown and beside else None
            conventions = (*spoken.conventions, *conventions_of(self._ai.content.store, proof))
            unsaid = self._missing(iri).get(kind, ()) if spoken.truth is UNKNOWN else ()
            found.append(
                {
                    "id": name,
                    "kind": Link(label(kind), kind),
                    "verdict": str(spoken.truth),
                    "word": WORDS[spoken.truth],
                    "note": self._senses.note(iri, Saying(ax.Named(kind), kind, ""), spoken),
                    "strict": WORDS[strict] if beside else "",
                    "conventions": [Link(label(each), each) for each in dict.fromkeys(conventions)],
                    "proof": proof and proof.for_html(),
                    "strict_proof": of_strict and of_strict.for_html(),
                    "missing": [each.words for each in unsaid],
                }
            )
        return found

    def _why(self, iri: str, kind: str) -> Proof | None:
        return self._senses.judge.verdict(iri, kind).proof

    @cached_property
    def _axioms(self) -> Mapping[str, list[Axiom]]:
        """Return the axioms on each class and property, definitions first."""
        ontology = self._ai.content.whole.inference.everything.ontology
        words = Words(ontology.labels)
        found: dict[str, list[Axiom]] = defaultdict(list)
        for axiom in sorted(ontology.axioms, key=_place):
            for name in _subjects(axiom):
                said = words.axiom(axiom)
                labels = {ontology.labels.get(iri, ""): iri for iri in iris(axiom)}
                labels[ontology.labels.get(name, "")] = ""
                linked = _linked(said[:1].upper() + said[1:], labels)
                found[name].append(Axiom(linked, manchester(axiom)))
        return found


def _place(axiom: ax.Axiom) -> tuple[bool, bool, str]:
    """Return the place of an axiom on the page of a class: definitions first, then superclasses."""
    named = isinstance(axiom, ax.SubClassOf) and isinstance(axiom.sup, ax.Named)
    return not isinstance(axiom, ax.EquivalentClasses), not named, manchester(axiom)


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
