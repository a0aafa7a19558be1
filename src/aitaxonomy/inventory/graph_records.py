"""Records of the systems in a graph, for export to inventory formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aitaxonomy.inventory.record import FIELDS, Derivation, Record, RecordField, Source, Texts
from aitaxonomy.inventory.vocabulary import words
from aitaxonomy.rdf.namespaces import AIT, AIX, curie, local_name
from aitaxonomy.store import GraphStore

#: The kinds that a record may have, narrower ones first.
_KINDS = ("AIAgent", "AIPlatform", "AIApplication", "AISystem", "ModelFamily", "AIModel")
#: The properties of which the asserted values are read, and those of which the inferred ones are.
_INFERRED = ["ait:hasPrimaryModality", "ait:performsTask"]
_STATED = [p for each in FIELDS for p in each.properties if p != "hasPrimaryModality"]
_ASSERTED = ["rdfs:label", "skos:altLabel"]
_DOWNLOADABLE = ("open-weights", "gated-weights", "non-commercial-weights", "downloadable-weights")

_SYSTEMS = """SELECT DISTINCT ?system ?kind WHERE {
  ?system a ait:AIArtifact , ?kind ; rdfs:label ?label .
  FILTER(isIRI(?system)) VALUES ?kind { %s }
}"""
# The name of a value is its notation (an SPDX id or an id of the Hub), or else its label.
_FACTS = """SELECT ?system ?property ?value ?name WHERE {
  VALUES ?system { %s }
  ?system ?property ?value . FILTER(?property IN (%s) && !isBlank(?value))
  OPTIONAL { ?value skos:notation ?notation }
  OPTIONAL { ?value rdfs:label ?label }
  BIND(COALESCE(?notation, ?label) AS ?name)
} ORDER BY ?system ?property ?value"""
# Where sources differ, the value that the tiers of the sources prefer.
_PREFERRED = """SELECT ?system ?property ?value WHERE {
  VALUES ?system { %s }
  ?note ait:preferredBy ?reason ; owl:annotatedSource ?system ;
    owl:annotatedProperty ?property ; owl:annotatedTarget ?value .
}"""

_Facts = Mapping[str, list[tuple[str, str]]]


def records_of(store: GraphStore, iris: Iterable[str] | None = None) -> Iterator[Record]:
    """Yield records of the AI artifacts in a graph: of all, or of those with the given IRIs.

    Asserted facts become fields; of the inferred ones only the kind, the primary modality and
    broader tasks. Components are left out, as a system is not built on each of them. Of several
    architectures a record has the first by IRI. Where sources differ, it has the preferred value;
    where there are several for another reason, as of licences, and one would mislead, it has none.

    >>> from aitaxonomy import Taxonomy
    >>> iri = "https://w3id.org/aitaxonomy/id/dall-e-3"
    >>> next(records_of(Taxonomy().content.store, [iri])).outputs
    ('image',)
    """
    kinds = _kinds_of(store)
    asserted = [*_ASSERTED, *(f"ait:{p}" for p in (*_STATED, *words("derivation")))]
    chosen = sorted(kinds) if iris is None else [iri for iri in iris if iri in kinds]
    for start in range(0, len(chosen), 500):
        some = chosen[start : start + 500]
        stated = _facts(store, some, asserted, False)
        inferred = _facts(store, some, _INFERRED, True)
        for iri in some:
            yield _record(iri, kinds[iri], stated[iri], inferred.get(iri, {}))


def _kinds_of(store: GraphStore) -> dict[str, str]:
    """Return the kind of each AI artifact, by IRI."""
    query = _SYSTEMS % " ".join(f"ait:{kind}" for kind in _KINDS)
    found: dict[str, str] = {}
    for iri, kind in store.select(query).rows:
        name = str(kind).removeprefix(AIT)
        if iri not in found or _KINDS.index(name) < _KINDS.index(found[str(iri)]):
            found[str(iri)] = name
    return found


def _facts(
    store: GraphStore, iris: list[str], properties: Iterable[str], inferred: bool
) -> dict[str, _Facts]:
    """Return the facts of systems: property -> pairs of value (local name or text) and its name."""
    found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    systems = " ".join(f"<{iri}>" for iri in iris)
    facts = store.select(_FACTS % (systems, ", ".join(properties)), inferred=inferred)
    for iri, property, value, name in facts.terms:
        text = value.value.removeprefix(AIX)
        pairs = found[iri.value][local_name(property.value)]
        if all(text != known for known, _ in pairs):
            pairs.append((text, name.value if name is not None else text))
    for iri, property, value in store.select(_PREFERRED % systems, inferred=inferred).terms:
        pairs = found[iri.value][local_name(property.value)]
        pairs[:] = [pair for pair in pairs if pair[0] == value.value.removeprefix(AIX)]
    return dict(found)


def _record(iri: str, kind: str, facts: _Facts, inferred: _Facts) -> Record:
    given = {each.name: _value(each, facts) for each in FIELDS if each.properties}
    given["tasks"] = _tasks(facts, inferred)
    given["primary"] = _only(_columns(inferred, ["hasPrimaryModality"])[0])
    given["architecture"] = next(iter(_columns(facts, ["hasArchitecture"])[1]), None)
    given["access"], _ = _columns(facts, ["hasAccess"])
    return Record(
        name=facts["label"][0][0],
        source=Source(iri, "graph"),
        id=curie(iri),
        aliases=_columns(facts, ["altLabel"])[0],
        kind=kind,
        derived_from=tuple(
            Derivation(name, how)
            for property, how in words("derivation").items()
            for name in _columns(facts, [property])[1]
        ),
        open_weights=True if set(given["access"]) & set(_DOWNLOADABLE) else None,
        **given,
    )


def _value(field: RecordField, facts: _Facts) -> Any:
    """Return the value of a field by its facts: None or () if they give none, or several."""
    values, names = _columns(facts, field.properties)
    if field.type == "organizations":
        return "; ".join(names) or None
    if field.name == "released":  # by the first property that has a date
        every = (sorted(_columns(facts, [each])[0]) for each in field.properties)
        return next((dates[0] for dates in every if dates), None)
    if field.type == "count":
        number = _only(values)
        return int(number) if number else None
    if field.type == "modalities":
        return values
    return names if field.type == "texts" else _only(names)


def _columns(facts: _Facts, properties: Iterable[str]) -> tuple[Texts, Texts]:
    """Return the values of properties, local names or texts, and their names, each once."""
    pairs = [pair for each in properties for pair in facts.get(each, ())]
    values, names = (tuple(dict.fromkeys(pair[i] for pair in pairs)) for i in (0, 1))
    return values, names


def _only(values: tuple[str, ...]) -> str | None:
    return values[0] if len(values) == 1 else None


def _tasks(asserted: _Facts, inferred: _Facts) -> tuple[str, ...]:
    """Return tasks by id of the Hub, else by local name; the broader ones come last."""
    pairs = [*asserted.get("performsTask", ()), *inferred.get("performsTask", ())]
    # A name with a space is a label; ids of the Hub and local names have no spaces.
    return tuple(dict.fromkeys(value if " " in name else name for value, name in pairs))
