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
from aitaxonomy.inventory.import_rules.entry_kinds import (
    EntryKinds,
    class_of,
    kinds_of,
    lists_model,
)
from aitaxonomy.inventory.import_rules.facts import (
    lineage,
    named_values,
    output_properties,
    sizes_and_dates,
)
from aitaxonomy.inventory.import_rules.labels import find_labels
from aitaxonomy.inventory.import_rules.ntriples import ait, aix, file_iri, literal, named, slug
from aitaxonomy.inventory.import_rules.proposals import fitting
from aitaxonomy.inventory.import_rules.tasks import find_task, tasks
from aitaxonomy.inventory.matching.developers import find_organization, organizations_in
from aitaxonomy.inventory.matching.matcher import Match, Matcher
from aitaxonomy.inventory.record import FIELDS, Derivation, Proposal, Record, Tally
from aitaxonomy.inventory.vocabulary import ancestors, individuals

_PEOPLE = [field for field in FIELDS if field.type == "organizations"]
#: The default namespace of the individuals of an inventory.
BASE = "https://w3id.org/aitaxonomy/inventory/"

_TYPE, _LABEL = named("rdf:type"), named("rdfs:label")
_SOURCE, _COMMENT = named("dcterms:source"), named("rdfs:comment")
_NAMED = named("owl:NamedIndividual")
_ALIAS, _NOTATION = named("skos:altLabel"), named("skos:notation")
_EXACT, _CLOSE = named("skos:exactMatch"), named("skos:closeMatch")
_AXIOM = named("owl:Axiom")
_ANNOTATED = tuple(named(f"owl:annotated{each}") for each in ("Source", "Property", "Target"))


class Statements:
    r"""Makes the statements of inventories, with IRIs that are unique across them.

    Args:
        base: what the IRIs of the individuals start with.
        tally: counts values that the vocabulary has no word for, and repeated ids.
        matcher: finds the systems of the graph that others are derived from; without one, every
            base model becomes an individual of the inventory.
        accept: whether what the words of an entry suggest is stated, with the words as the reason.

    >>> from aitaxonomy.inventory.record import Source
    >>> record = Record("Aurora", Source("a.csv", "csv", 2), outputs=("text",))
    >>> print(*Statements(tally=Tally()).lines(record)[:2], sep="\n")  # doctest: +ELLIPSIS
    <https://w3id.org/aitaxonomy/inventory/aurora> <...#type> <...owl#NamedIndividual> .
    <https://w3id.org/aitaxonomy/inventory/aurora> <...#type> <...aitaxonomy#AIArtifact> .

    """

    def __init__(
        self,
        base: str = BASE,
        *,
        tally: Tally,
        matcher: Matcher | None = None,
        accept: bool = False,
    ) -> None:
        if not re.match(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]*[/#]$", base):
            raise ImportFault(f"{base!r} cannot start IRIs: give one that ends in / or #")
        self._base = base
        self._tally = tally
        self._matcher, self._accept = matcher, accept
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
        #: The IRI of the last record, and what its words suggest beside what is said of it.
        self.iri = ""
        self.proposed: tuple[Proposal, ...] = ()

    def lines(self, record: Record, match: Match | None = None) -> list[str]:
        """Return the statements of a record, one a line, without line ends."""
        source = record.source
        self.iri = self._name(record)
        s = f"<{self.iri}>"
        where = file_iri(source.file, source.line)
        kinds = self._kinds(record, match)
        if kinds.top in ("AISystem", "ModelFamily"):
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
        self.proposed = fitting(record.proposed, kinds)
        if self._accept and not (match and match.trusted):
            self._accepted(out, s)
        if record.id and record.id != record.name:
            out.append(f"{s} {_NOTATION} {literal(record.id)} .")
        out += [f"{s} {_ALIAS} {literal(alias)} ." for alias in record.aliases]
        if match:
            why = f"By comparing names: {match.way}, confidence {match.confidence:.2f}."
            self._because(out, s, _EXACT if match.same else _CLOSE, f"<{match.iri}>", why)
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

        A base without a record has only its name; what a model is made from is a model.
        """
        for s, kind, how, name in self._open:
            p = lineage(how, kind, model=name not in self._no_models)
            yield f"{s} {ait(p)} <{self._base}{name}> ."
        models = {f"{self._base}{name}" for _, kind, _, name in self._open if kind == "AIModel"}
        for iri in self.bases():
            label, where = self._bases[iri.removeprefix(self._base)]
            self._tally.note("a base model that the inventory does not list", label)
            s = f"<{iri}>"
            yield f"{s} {_TYPE} {_NAMED} ."
            yield f"{s} {_TYPE} {ait('AIModel' if iri in models else 'AIArtifact')} ."
            yield f"{s} {_LABEL} {literal(label, 'en')} ."
            yield f"{s} {_SOURCE} {where} ."

    def bases(self) -> list[str]:
        """Return the bases that have no record of their own, by IRI."""
        return [self._base + name for name in self._bases if name not in self._used]

    def _name(self, record: Record) -> str:
        name = slug(record.id or record.name)
        if name in self._used:
            self._tally.note("an id or name that occurs again, kept apart", str(record.source))
            if record.id:
                self._tally.trace.remark("again", "id", record.id)
            first = name
            while name in self._used:
                self._repeated[first] += 1
                name = f"{first}-{self._repeated[first] + 1}"
        self._used.add(name)
        return self._base + name

    def _kinds(self, record: Record, match: Match | None) -> EntryKinds:
        if record.kind and class_of(record.kind) is None:
            self._tally.unknown(f"{record.kind!r} is no kind of ours", str(record.source))
            self._tally.trace.remark("unknown", "kind", record.kind)
        for cell in record.labels:
            for part in find_labels(cell):
                if isinstance(part, str):
                    self._tally.unknown(f"{part!r} is no label of ours", str(record.source))
        concluded = tuple((each.kind, each.because) for each in record.concluded)
        known: tuple[str, ...] = ()
        if self._matcher and match and match.same:
            known = self._matcher.system(match.iri).kinds
        model = lists_model(record)
        found = kinds_of(record.kind, concluded, known, model=model)
        if found.top in ("AIModel", "ModelFamily") or "NonGenerativeAI" in found.stated:
            return found
        if not record.derived_from:
            return found
        bases = tuple(self._of_bases(record))
        if bases and any(kind == "NonGenerativeAI" for kind, _ in concluded):
            # A classifier made from a language model, or a system that has one classify: open.
            bases, concluded = (), tuple(e for e in concluded if e[0] != "NonGenerativeAI")
        return kinds_of(record.kind, (*concluded, *bases), known, model=model)

    def _of_bases(self, record: Record) -> Iterator[tuple[str, str]]:
        """Yield what a system, or what may be one, is by what it is built on, with the reason.

        Whether it is a model made from another or a system that runs on it, it does what that does.
        """
        for base in record.derived_from if self._matcher else ():
            match = self._matcher.match_name(base.of) if self._matcher else None
            if self._matcher and match and match.trusted:
                for kind in self._matcher.kinds.of(match.iri)[:1]:
                    yield kind, f"it is built on {base.of}, which is of that kind"

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

    def _accepted(self, out: list[str], s: str) -> None:
        """State what is proposed, with the words that it rests on."""
        for each in self.proposed:
            why = f'Proposed by the words "{each.words}" ({each.place})'
            why += f": {each.because}" if each.because else ""
            task = each.means in tasks()
            p, o = (ait("performsTask"), aix(each.means)) if task else (_TYPE, ait(each.means))
            self._because(out, s, p, o, f"{why}; confidence {each.confidence:.2f}, and accepted.")
        self.proposed = ()

    def _content(self, out: list[str], s: str, record: Record, kinds: EntryKinds) -> None:
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
                self._tally.trace.remark("unknown", "task", name)

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
        for field in _PEOPLE:
            p, names = field.properties[0], getattr(record, field.name)
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
