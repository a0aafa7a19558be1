"""Statements in our vocabulary for records, as lines of N-Triples with their sources.

The source of every individual is its place in the inventory. Conclusions by import rule and matches
of names are annotated with the reason. Neither annotations nor the link to a known system have a
logical effect: an entry is never merged with what it matches.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.import_rules.facts import named_values, output_properties, sizes_and_dates
from aitaxonomy.inventory.import_rules.kinds import Kinds, class_of, kinds_of
from aitaxonomy.inventory.import_rules.ntriples import (
    ait,
    aix,
    file_iri,
    literal,
    named,
    slug,
)
from aitaxonomy.inventory.import_rules.tasks import find_task
from aitaxonomy.inventory.matching.developers import find_organization, organizations_in
from aitaxonomy.inventory.matching.matcher import Match, Matcher
from aitaxonomy.inventory.record import Derivation, Record, Tally
from aitaxonomy.inventory.vocabulary import ancestors, individuals

#: The default namespace of the individuals of an inventory.
BASE = "https://w3id.org/aitaxonomy/inventory/"
#: The property for each way of deriving a model.
DERIVATIONS = {
    "adapter": "adapterOf",
    "distilled": "distilledFrom",
    "fine-tuned": "fineTunedFrom",
    "merged": "mergedFrom",
    "quantised": "quantizedFrom",
}

_TYPE, _LABEL = named("rdf:type"), named("rdfs:label")
_SOURCE, _COMMENT = named("dcterms:source"), named("rdfs:comment")
_NAMED = named("owl:NamedIndividual")
_ALIAS, _NOTATION = named("skos:altLabel"), named("skos:notation")
_EXACT, _CLOSE = named("skos:exactMatch"), named("skos:closeMatch")
_AXIOM = named("owl:Axiom")
_ANNOTATED = tuple(named(f"owl:annotated{each}") for each in ("Source", "Property", "Target"))


def lineage(how: str, kind: str, *, model: bool) -> str:
    """Return the property, by local name, that relates an entry to what it is built on.

    A system is powered by its base, be that a model, a family or another system. A model is derived
    from models only. For any other base of a model, and for a family, the base is a component.

    Args:
        how: how it was made, as `Derivation` has it.
        kind: what the entry is: "AIModel", "ModelFamily" or "AISystem".
        model: whether it is built on a model.

    >>> lineage("built on", "AISystem", model=False), lineage("merged", "AIModel", model=True)
    ('poweredBy', 'mergedFrom')

    """
    if kind == "AISystem":
        return "poweredBy"
    if kind == "AIModel" and model:
        return DERIVATIONS.get(how, "derivedFrom")
    return "hasComponent"


class Statements:
    r"""Makes the statements of inventories, with IRIs that are unique across them.

    Args:
        base: what the IRIs of the individuals start with.
        tally: counts values that the vocabulary has no word for, and repeated ids.
        matcher: finds the systems of the graph that others are derived from; without one, every
            base model becomes an individual of the inventory.

    >>> from aitaxonomy.inventory.record import Source
    >>> record = Record("Aurora", Source("a.csv", "csv", 2), outputs=("text",))
    >>> print(*Statements(tally=Tally()).lines(record)[:2], sep="\n")  # doctest: +ELLIPSIS
    <https://w3id.org/aitaxonomy/inventory/aurora> <...#type> <...owl#NamedIndividual> .
    <https://w3id.org/aitaxonomy/inventory/aurora> <...#type> <...aitaxonomy#AIModel> .

    """

    def __init__(self, base: str = BASE, *, tally: Tally, matcher: Matcher | None = None) -> None:
        if not re.match(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]*[/#]$", base):
            raise ImportFault(f"{base!r} cannot start IRIs: give one that ends in / or #")
        self._base = base
        self._tally = tally
        self._matcher = matcher
        self._used: set[str] = set()
        self._repeated: Counter[str] = Counter()
        self._files: set[str] = set()
        self._organizations: dict[str, str] = {}
        self._bases: dict[str, tuple[str, str]] = {}
        #: Names of entries that are no models, and links whose property depends on that: the
        #: subject, its kind, the way of derivation, and the name of the other entry.
        self._no_models: set[str] = set()
        self._open: list[tuple[str, str, str, str]] = []
        self._notes = 0
        #: The IRI of the last record.
        self.iri = ""

    def lines(self, record: Record, match: Match | None = None) -> list[str]:
        """Return the statements of a record, one a line, without line ends."""
        source = record.source
        self.iri = self._name(record)
        s = f"<{self.iri}>"
        where = file_iri(source.file, source.line)
        kinds = self._kinds(record, match)
        if kinds.top != "AIModel":
            self._no_models.add(self.iri.removeprefix(self._base))
        out = [f"{s} {_TYPE} {_NAMED} ."]
        out += [f"{s} {_TYPE} {ait(each)} ." for each in kinds.stated]
        out += [f"{s} {_LABEL} {literal(record.name, 'en')} .", f"{s} {_SOURCE} {where} ."]
        if source.file not in self._files:
            self._files.add(source.file)
            out.append(
                f"{file_iri(source.file, None)} {_LABEL} "
                f"{literal(f'{source.file}, read as {source.format}', 'en')} ."
            )
        for each, because in kinds.concluded:
            self._because(out, s, _TYPE, ait(each), f"By import rule: {because}.")
        if record.id and record.id != record.name:
            out.append(f"{s} {_NOTATION} {literal(record.id)} .")
        out += [f"{s} {_ALIAS} {literal(alias)} ." for alias in record.aliases]
        if match:
            self._match(out, s, match)
        self._content(out, s, record, kinds)
        self._people(out, s, record, where)
        model = kinds.top == "AIModel"
        out += sizes_and_dates(s, record, self._tally, model=model)
        out += named_values(s, record, self._tally, model=model)
        for base in record.derived_from:
            self._derived(out, s, base, kinds.top, record)
        for reason in record.undecided:
            out.append(f"{s} {_COMMENT} {literal('Left open: ' + reason, 'en')} .")
        return out

    def rest(self) -> Iterator[str]:
        """Yield the statements that need all records: links among entries, and base models.

        A base model without a record has only its name.
        """
        for s, kind, how, name in self._open:
            p = lineage(how, kind, model=name not in self._no_models)
            yield f"{s} {ait(p)} <{self._base}{name}> ."
        for iri in self.bases():
            label, where = self._bases[iri.removeprefix(self._base)]
            self._tally.note("a base model that the inventory does not list", label)
            s = f"<{iri}>"
            yield f"{s} {_TYPE} {_NAMED} ."
            yield f"{s} {_TYPE} {ait('AIModel')} ."
            yield f"{s} {_LABEL} {literal(label, 'en')} ."
            yield f"{s} {_SOURCE} {where} ."

    def bases(self) -> list[str]:
        """Return the base models that have no record of their own, by IRI."""
        return [self._base + name for name in self._bases if name not in self._used]

    def _name(self, record: Record) -> str:
        name = slug(record.id or record.name)
        if name in self._used:
            self._tally.note("an id or name that occurs again, kept apart", str(record.source))
            first = name
            while name in self._used:
                self._repeated[first] += 1
                name = f"{first}-{self._repeated[first] + 1}"
        self._used.add(name)
        return self._base + name

    def _kinds(self, record: Record, match: Match | None) -> Kinds:
        if record.kind and class_of(record.kind) is None:
            self._tally.unknown(f"{record.kind!r} is no kind of ours", str(record.source))
        concluded = tuple((each.kind, each.because) for each in record.concluded)
        known: tuple[str, ...] = ()
        if self._matcher and match and match.same:
            known = self._matcher.system(match.iri).kinds
        return kinds_of(record.kind, concluded, known)

    def _because(self, out: list[str], s: str, p: str, o: str, why: str) -> None:
        """Add a statement with an annotation that gives the reason."""
        self._notes += 1
        note = f"_:n{self._notes}"
        out += (
            f"{s} {p} {o} .",
            f"{note} {_TYPE} {_AXIOM} .",
            f"{note} {_ANNOTATED[0]} {s} .",
            f"{note} {_ANNOTATED[1]} {p} .",
            f"{note} {_ANNOTATED[2]} {o} .",
            f"{note} {_COMMENT} {literal(why, 'en')} .",
        )

    def _match(self, out: list[str], s: str, match: Match) -> None:
        why = f"By comparing names: {match.way}, confidence {match.confidence:.2f}."
        self._because(out, s, _EXACT if match.same else _CLOSE, f"<{match.iri}>", why)

    def _content(self, out: list[str], s: str, record: Record, kinds: Kinds) -> None:
        """Add tasks, inputs, outputs and the primary modality."""
        model = kinds.top == "AIModel"
        classes = (*kinds.stated, *(each for each, _ in kinds.concluded))
        outputs = tuple(self._modalities(record.outputs, record))
        for p, each in output_properties(outputs, record.tasks, classes, model=model):
            out.append(f"{s} {ait(p)} {aix(each)} .")
        accepts = ait("nativelyAccepts" if model else "accepts")
        for each in self._modalities(record.inputs, record):
            out.append(f"{s} {accepts} {aix(each)} .")
        if record.primary and self._modalities((record.primary,), record):
            self._primary(out, s, record)
        for name in record.tasks:
            if task := find_task(name):
                out.append(f"{s} {ait('performsTask')} {aix(task.name)} .")
            else:
                self._tally.unknown(f"{name!r} is no task of ours", str(record.source))

    def _primary(self, out: list[str], s: str, record: Record) -> None:
        p, o = ait("hasPrimaryModality"), aix(str(record.primary))
        if record.primary_because:
            self._because(out, s, p, o, f"By import rule: {record.primary_because}.")
        else:
            out.append(f"{s} {p} {o} .")

    def _modalities(self, names: Iterable[str], record: Record) -> list[str]:
        every = individuals("Modality")
        found = []
        for name in names:
            if name in every:
                found.append(name)
            else:
                self._tally.unknown(f"{name!r} is none of our modalities", str(record.source))
        return found

    def _people(self, out: list[str], s: str, record: Record, where: str) -> None:
        for p, names in (("developedBy", record.developer), ("providedBy", record.provider)):
            for name in organizations_in(names) if names else ():
                if known := find_organization(name):
                    out.append(f"{s} {ait(p)} {aix(known)} .")
                else:
                    out.append(f"{s} {ait(p)} {self._organization(out, name, where)} .")

    def _organization(self, out: list[str], name: str, where: str) -> str:
        """Return an organization that the graph does not have; its first use describes it."""
        key = slug(name)
        if key not in self._organizations:
            self._organizations[key] = o = f"<{self._base}organization/{key}>"
            out += (
                f"{o} {_TYPE} {_NAMED} .",
                f"{o} {_TYPE} {ait('Organization')} .",
                f"{o} {_LABEL} {literal(name, 'en')} .",
                f"{o} {_SOURCE} {where} .",
            )
        return self._organizations[key]

    def _derived(self, out: list[str], s: str, base: Derivation, kind: str, record: Record) -> None:
        """Add a link to the base of an entry: a system of the graph, or another entry."""
        name = slug(base.of)
        match = None
        if name not in self._used and self._matcher:
            match = self._matcher.match_name(base.of)
        if self._matcher and match and match.same:
            model = "AIModel" in ancestors(self._matcher.system(match.iri).kinds)
            out.append(f"{s} {ait(lineage(base.how, kind, model=model))} <{match.iri}> .")
        elif f"<{self._base}{name}>" == s:
            self._tally.note("a system derived from itself, left out", str(record.source))
        else:
            self._bases.setdefault(
                name, (base.of, file_iri(record.source.file, record.source.line))
            )
            self._open.append((s, kind, base.how, name))
