"""Classifies the systems in data files, with one closure, and one result for each profile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from aitaxonomy.classification.conventions import Conventions
from aitaxonomy.classification.result import Classification
from aitaxonomy.classification.system import Classified
from aitaxonomy.graph.membership import ARTIFACT
from aitaxonomy.inference.inference import Inference
from aitaxonomy.inference.premises import Premises
from aitaxonomy.inventory.import_rules.labels import generates
from aitaxonomy.inventory.importing import Entry, Imported
from aitaxonomy.inventory.matching.matcher import Match
from aitaxonomy.inventory.record import Proposal
from aitaxonomy.rdf.namespaces import AIT, curie, expand
from aitaxonomy.rdf.positions.location import Locate
from aitaxonomy.reasoning.evaluation.profiles import Profile, Profiles
from aitaxonomy.reasoning.proofs.proof import Proof
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Missing, Truth
from aitaxonomy.store.data_files import DataFiles

if TYPE_CHECKING:
    import polars as pl

    from aitaxonomy.inference.verdict_table import VerdictTable

GENERATES, NATIVELY = AIT + "generates", AIT + "nativelyGenerates"
#: The kinds with a verdict for every system, by local name.
HEADLINE = ("GenerativeAI", "LLM", "LLMTechnology", "MultimodalLLM", "MultimodalPlatform")
#: A result for systems of one profile that match entities of one profile, and the kinds that the
#: facts about the entity alone decide in the same way.
Merged = tuple[Classified, Collection[str]]


def classify(
    premises: Premises,
    files: Sequence[Imported],
    *,
    label: Callable[[str], str],
    kinds: Iterable[str] = HEADLINE,
    conventions: Conventions | None = None,
    locate: Locate | None = None,
    table: VerdictTable | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Classification:
    """Classify every AI artifact that data files describe.

    Args:
        premises: the shipped triples with their hierarchy.
        files: the files, with names, places and matches of their systems.
        label: gives the label of an IRI.
        kinds: local names of the classes to give verdicts for.
        conventions: by default those of the ontology.
        locate: finds file and line of a statement, for proofs.
        table: the verdicts on known systems, which tells where a convention decides.
        progress: is called with what is counted, and the count so far.

    """
    wanted = tuple(kinds)
    known = frozenset[str]().union(*(file.matched for file in files))
    inference = Inference(
        (conventions or Conventions()).apply(premises),
        DataFiles((file.statements, "ntriples") for file in files),
        locate,
        also=known,
        sealed=True,
    )
    iris = [AIT + kind for kind in wanted]
    profiles = Profiles(
        inference.closure(progress),
        inference.compiled.ontology,
        among=ARTIFACT,
        kinds=iris,
        properties=(GENERATES, NATIVELY),
        also=known,
    )
    subjects = profiles.subjects
    lent = dict(subjects.filter(subjects["individual"].is_in(sorted(known))).iter_rows())
    # Base models have no entry of their own.
    bases = frozenset[str]().union(*(file.bases for file in files))
    if unlisted := known | bases.difference(*(file.entries for file in files)):
        subjects = subjects.filter(~subjects["individual"].is_in(sorted(unlisted)))

    def label_of(name: str) -> str:
        return label(expand(name) or name)

    above = premises.superclasses
    maker = _Maker(inference, profiles.all, files, lent=lent, label=label, above=above, table=table)
    rows = _in_order(subjects, files)
    return Classification(rows, maker.make, wanted, label_of, _headings(files))


def _in_order(subjects: pl.DataFrame, files: Iterable[Imported]) -> pl.DataFrame:
    """Return the rows of a frame with a column `individual` in the order of the files."""
    import polars as pl

    names = [iri for file in files for iri in file.entries]
    order = pl.DataFrame({"individual": names}, schema={"individual": pl.String})
    order = order.unique(maintain_order=True).with_row_index("order")
    joined = subjects.join(order, on="individual", how="left")
    return joined.sort("order", "individual", nulls_last=True).drop("order")


def _headings(files: Iterable[Imported]) -> tuple[str, ...]:
    """Return the headings of all lists, each once, in their order."""
    # The entries of one list share its headings.
    lists = {id(e.headings): e.headings for file in files for e in file.entries.values()}
    return tuple(dict.fromkeys(each for headings in lists.values() for each in headings))


class _Maker:
    """Makes the classification of one system from its profile and its known entity.

    `lent` has the profile of each known entity.
    """

    def __init__(
        self,
        inference: Inference,
        profiles: Sequence[Profile],
        files: Sequence[Imported],
        *,
        lent: Mapping[str, int],
        label: Callable[[str], str],
        above: Mapping[str, set[str]],
        table: VerdictTable | None,
    ) -> None:
        self._inference, self._profiles, self._lent = inference, profiles, lent
        self._files, self._label, self._above, self._table = files, label, above, table
        self._merged: dict[tuple[int, int | None], Merged] = {}

    def make(self, iri: str, profile: int) -> Classified:
        file = next((each for each in self._files if iri in each.entries), None)
        entry = file.entries[iri] if file else Entry(self._label(iri))
        place = str(file.path) if file else None
        known = entry.match if entry.match and entry.match.iri != iri else None
        other = self._lent.get(known.iri) if known and known.trusted else None
        if (profile, other) not in self._merged:
            self._merged[profile, other] = self._merge(profile, other)
        found, shared = self._merged[profile, other]
        return replace(
            found,
            name=entry.name,
            iri=iri,
            known_as=known,
            left_open=entry.undecided if found.missing else (),
            place=f"{place}:{entry.line}" if entry.line else place,
            proposed=_still_open(entry.proposed, found),
            basis=self._basis(found, known, shared),
            listed=entry,
        )

    def _basis(
        self, found: Classified, known: Match | None, shared: Iterable[str]
    ) -> dict[str, str]:
        """Return what each decided verdict rests on."""
        basis = dict.fromkeys(
            (kind for kind, truth in found.verdicts.items() if truth is not UNKNOWN), "claimed"
        )
        for kind in shared if known else ():
            by = known and self._table and self._table.by_convention(known.iri, AIT + kind)
            basis[kind] = "convention" if by else "sourced"
        return basis

    def _why(self, iri: str, kind: str, truth: Truth) -> Proof | None:
        return self._inference.why(iri, AIT + kind, truth)

    def _merge(self, profile: int, other: int | None) -> Merged:
        """Merge the profile of a system with that of the known entity it is matched with.

        If a verdict on the two differs, they are taken for different systems of the same name, and
        nothing is merged. If the system's statements contradict each other, all is unknown.
        """
        own = self._profiles[profile]
        if own.contradictory:
            conflict = "its statements contradict each other: `reason` tells which"
            unknown = {iri.removeprefix(AIT): UNKNOWN for iri in own.verdicts}
            kinds = (curie(ARTIFACT),)
            return Classified("", "", kinds, kinds, unknown, (), (), conflicts=(conflict,)), ()
        lent = None if other is None else self._profiles[other]
        conflicts = _differences(own, lent) if lent else []
        if conflicts:
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
        every = self._ordered({*own.kinds, *(lent.kinds if lent else ())})
        found = Classified(
            name="",
            iri="",
            kinds=tuple(map(curie, every)),
            most_specific=tuple(map(curie, self._lowest(every))),
            verdicts=verdicts,
            generates=_values(GENERATES, own, lent),
            natively=_values(NATIVELY, own, lent),
            borrowed=tuple(borrowed),
            conflicts=tuple(conflicts),
            missing=tuple(f"{fact} (for {', '.join(for_)})" for fact, for_ in missing.items()),
            _prove=self._why,
        )
        return found, shared

    def _ordered(self, kinds: Iterable[str]) -> list[str]:
        """Sort kinds, those with the most superclasses first."""
        return sorted(kinds, key=lambda kind: (-len(self._above.get(kind, ())), self._label(kind)))

    def _lowest(self, kinds: list[str]) -> list[str]:
        """Return the most specific kinds."""
        implied = {high for kind in kinds for high in self._above.get(kind, ()) if high != kind}
        return [kind for kind in kinds if kind not in implied] or kinds[:1]


def _still_open(proposed: tuple[Proposal, ...], found: Classified) -> tuple[Proposal, ...]:
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
