"""Classifies the systems in data files, with one closure, and one result for each profile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.classification.conventions import Conventions
from aitaxonomy.classification.origins import Origins
from aitaxonomy.classification.result import Classification
from aitaxonomy.classification.system import Classified, Known
from aitaxonomy.graph.membership import ARTIFACT
from aitaxonomy.inference.inference import Inference
from aitaxonomy.inference.premises import Premises
from aitaxonomy.inventory.import_rules.proposals import generates
from aitaxonomy.inventory.record import Proposal
from aitaxonomy.rdf.namespaces import AIT, curie, expand
from aitaxonomy.rdf.positions.location import Locate
from aitaxonomy.reasoning.evaluation.profiles import Profile, Profiles
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Missing, Truth
from aitaxonomy.store.data_files import DataFiles

if TYPE_CHECKING:
    from aitaxonomy.inference.verdict_table import VerdictTable
    from aitaxonomy.reasoning.evaluation.closure import Closure

GENERATES, NATIVELY = AIT + "generates", AIT + "nativelyGenerates"
#: The kinds with a verdict for every system, by local name.
HEADLINE = ("GenerativeAI", "LLM", "LLMTechnology", "MultimodalLLM", "MultimodalPlatform")


def classify(
    premises: Premises,
    files: Iterable[Path],
    origins: Origins,
    *,
    label: Callable[[str], str],
    kinds: Iterable[str] = HEADLINE,
    conventions: Conventions | None = None,
    locate: Locate | None = None,
    table: VerdictTable | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Classification:
    """Classify every AI artifact that N-Triples files describe.

    Args:
        premises: the shipped triples with their hierarchy.
        files: N-Triples files.
        origins: the names, places and matches of the systems.
        label: gives the label of an IRI.
        kinds: local names of the classes to give verdicts for.
        conventions: by default those of the ontology.
        locate: finds file and line of a statement, for proofs.
        table: the verdicts on known systems, which tells where a convention decides.
        progress: is called with what is counted, and the count so far.

    """
    wanted = tuple(kinds)
    known = origins.all_known
    inference = Inference(
        (conventions or Conventions()).apply(premises),
        DataFiles((path, "ntriples") for path in files),
        locate,
        also=known,
        sealed=True,
    )
    iris = [AIT + kind for kind in wanted]
    closure = inference.closure(iris, progress)
    profiles = Profiles(
        closure,
        inference.compiled.ontology,
        among=ARTIFACT,
        kinds=iris,
        properties=(GENERATES, NATIVELY),
        also=known,
    )
    maker = _Maker(
        closure, profiles, origins, label,
        above=premises.superclasses, table=table,
    )  # fmt: skip
    subjects = profiles.subjects
    if unlisted := known | origins.bases:
        subjects = subjects.filter(~subjects["individual"].is_in(sorted(unlisted)))

    def label_of(name: str) -> str:
        return label(expand(name) or name)

    rows = origins.in_order(subjects)
    return Classification(rows, maker.make, wanted, label_of, origins.headings)


class _Maker:
    """Makes the classification of one system from its profile and its known entity."""

    def __init__(
        self,
        closure: Closure,
        profiles: Profiles,
        origins: Origins,
        label: Callable[[str], str],
        *,
        above: Mapping[str, set[str]],
        table: VerdictTable | None,
    ) -> None:
        self._table = table
        self._closure, self._profiles, self._origins = closure, profiles, origins
        self._label, self._above = label, above
        self._of_known = dict(
            profiles.subjects.filter(
                profiles.subjects["individual"].is_in(sorted(origins.all_known))
            ).iter_rows()
        )
        self._merged: dict[tuple[int, int | None], Merged] = {}

    def make(self, iri: str, profile: int) -> Classified:
        known = self._origins.known(iri)
        other = self._of_known.get(known.iri) if known and known.trusted else None
        if (profile, other) not in self._merged:
            self._merged[profile, other] = self._merge(profile, other)
        found = self._merged[profile, other]
        return Classified(
            name=self._origins.name(iri),
            iri=iri,
            kinds=found.kinds,
            most_specific=found.most_specific,
            verdicts=found.verdicts,
            generates=found.generates,
            natively=found.natively,
            known_as=known,
            borrowed=found.borrowed,
            conflicts=found.conflicts,
            missing=found.missing,
            left_open=self._origins.left_open(iri) if found.missing else (),
            place=self._origins.place(iri),
            proposed=_still_open(self._origins.proposed(iri), found),
            basis=self._basis(found, known),
            _prove=self._why,
            _list=self._origins.listed,
        )

    def _basis(self, found: Merged, known: Known | None) -> dict[str, str]:
        """Return what each decided verdict rests on."""
        basis = dict.fromkeys(
            (kind for kind, truth in found.verdicts.items() if truth is not UNKNOWN), "claimed"
        )
        for kind in found.shared if known else ():
            by = known and self._table and self._table.by_convention(known.iri, AIT + kind)
            basis[kind] = "convention" if by else "sourced"
        return basis

    def _why(self, iri: str, kind: str) -> Proof | None:
        return self._closure.why(iri, AIT + kind)

    def _merge(self, profile: int, other: int | None) -> Merged:
        """Merge the profile of a system with that of the known entity it is matched with.

        If a verdict on the two differs, they are taken for different systems of the same name, and
        nothing is merged.
        """
        own = self._profiles.all[profile]
        if own.contradictory:
            return _of_contradiction(own)
        lent = None if other is None else self._profiles.all[other]
        conflicts = []
        if lent and (different := _differences(own, lent)):
            conflicts += different
            lent = None
        verdicts: dict[str, Truth] = {}
        borrowed, shared = [], []
        missing: dict[str, list[str]] = {}
        for iri, mine in own.verdicts.items():
            kind = iri.removeprefix(AIT)
            verdicts[kind] = lent.verdicts[iri] if lent and mine is UNKNOWN else mine
            if verdicts[kind] is not mine:
                borrowed.append(kind)
            if lent and lent.verdicts[iri] is verdicts[kind] is not UNKNOWN:
                shared.append(kind)
            if verdicts[kind] is UNKNOWN:
                for each in _lacking(iri, own, lent):
                    missing.setdefault(each.words, []).append(kind)
        kinds = self._ordered({*own.kinds, *(lent.kinds if lent else ())})
        return Merged(
            kinds=tuple(map(curie, kinds)),
            most_specific=tuple(map(curie, self._lowest(kinds))),
            verdicts=verdicts,
            generates=_values(GENERATES, own, lent),
            natively=_values(NATIVELY, own, lent),
            borrowed=tuple(borrowed),
            shared=tuple(shared),
            conflicts=tuple(conflicts),
            missing=tuple(f"{fact} (for {', '.join(for_)})" for fact, for_ in missing.items()),
        )

    def _ordered(self, kinds: Iterable[str]) -> list[str]:
        """Sort kinds, those with the most superclasses first."""
        return sorted(kinds, key=lambda kind: (-len(self._above.get(kind, ())), self._label(kind)))

    def _lowest(self, kinds: list[str]) -> list[str]:
        """Return the most specific kinds."""
        implied = {high for kind in kinds for high in self._above.get(kind, ()) if high != kind}
        return [kind for kind in kinds if kind not in implied] or kinds[:1]


@dataclass(frozen=True, slots=True)
class Merged:
    """The result for systems of one profile that match entities of one profile.

    `shared` are the kinds that the facts about the entity alone decide in the same way.
    """

    kinds: tuple[str, ...]
    most_specific: tuple[str, ...]
    verdicts: Mapping[str, Truth]
    generates: tuple[str, ...]
    natively: tuple[str, ...]
    borrowed: tuple[str, ...]
    shared: tuple[str, ...]
    conflicts: tuple[str, ...]
    missing: tuple[str, ...]


def _still_open(proposed: tuple[Proposal, ...], found: Merged) -> tuple[Proposal, ...]:
    """Return the proposals that no verdict and no fact has settled."""
    if not proposed:
        return ()
    generative = found.verdicts.get("GenerativeAI", UNKNOWN)
    settled = {kind for kind, truth in found.verdicts.items() if truth is not UNKNOWN}
    settled.update(kind.removeprefix("ait:") for kind in found.kinds)
    if generative is not UNKNOWN:
        settled.add("NonGenerativeAI")
    return tuple(
        each
        for each in proposed
        if each.means not in settled and not (generative is REFUTED and generates(each.means))
    )


def _of_contradiction(own: Profile) -> Merged:
    """Return the result for a system with contradictory statements: all verdicts are unknown."""
    return Merged(
        kinds=(curie(ARTIFACT),),
        most_specific=(curie(ARTIFACT),),
        verdicts={iri.removeprefix(AIT): UNKNOWN for iri in own.verdicts},
        generates=(),
        natively=(),
        borrowed=(),
        shared=(),
        conflicts=("its statements contradict each other: `reason` tells which",),
        missing=(),
    )


def _differences(own: Profile, lent: Profile) -> list[str]:
    """Return in words the contradictory verdicts on a system and on its known namesake."""
    return [
        f"{iri.removeprefix(AIT)}: {mine} by the inventory, {lent.verdicts[iri]} of the known "
        "system of this name: perhaps another one"
        for iri, mine in own.verdicts.items()
        if {mine, lent.verdicts[iri]} == {ENTAILED, REFUTED}
    ]


def _lacking(kind: str, own: Profile, lent: Profile | None) -> list[Missing]:
    """Return the missing facts for a kind, without those known of the matched entity."""
    wanted = own.missing.get(kind, ())
    if lent is None:
        return list(wanted)
    open_too = {each.iri for each in lent.missing.get(kind, ())}
    return [each for each in wanted if each.iri in open_too]


def _values(prop: str, own: Profile, lent: Profile | None) -> tuple[str, ...]:
    """Return the values in the inventory, or else those of the matched entity."""
    found = own.values[prop] or (lent.values[prop] if lent else ())
    return tuple(map(curie, found))
