"""Records of the systems in a graph, for export to inventory formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from aitaxonomy.inventory.record import Derivation, Record, Source
from aitaxonomy.rdf.namespaces import AIT, AIX, curie, local_name
from aitaxonomy.store import GraphStore

#: The kinds that a record may have, narrower ones first.
_KINDS = ("AIAgent", "AIPlatform", "AIApplication", "AISystem", "ModelFamily", "AIModel")
_LINEAGE = {
    "fineTunedFrom": "fine-tuned",
    "adapterOf": "adapter",
    "mergedFrom": "merged",
    "quantizedFrom": "quantised",
    "distilledFrom": "distilled",
    "poweredBy": "built on",
    "derivedFrom": "built on",
}
#: The properties that date a release, in order of preference.
_RELEASED = ("announcedOn", "availableSince", "weightsReleasedOn", "paperPublishedOn")
_OUTPUTS = ("nativelyGenerates", "generates", "transducesTo", "hasOutput")
#: The properties of which the asserted values are read, and those of which the inferred ones are.
_ASSERTED = (
    "hasAccess", "developedBy", "providedBy", "performsTask", "nativelyAccepts", "accepts",
    *_OUTPUTS, "parameterCount", "activeParameterCount", "hasArchitecture", *_LINEAGE, *_RELEASED,
    "retiredOn", "hasLicence", "contextWindow", "outputLimit", "knowledgeCutoff", "trainedOn",
    "supportsLanguage",
)  # fmt: skip
_INFERRED = ("hasPrimaryModality", "performsTask")
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
    chosen = sorted(kinds) if iris is None else [iri for iri in iris if iri in kinds]
    for start in range(0, len(chosen), 500):
        some = chosen[start : start + 500]
        stated = _facts(store, some, ["rdfs:label", "skos:altLabel", *_of_ours(_ASSERTED)], False)
        inferred = _facts(store, some, _of_ours(_INFERRED), True)
        for iri in some:
            yield _record(iri, kinds[iri], stated[iri], inferred.get(iri, {}))


def _of_ours(names: Iterable[str]) -> list[str]:
    return [f"ait:{name}" for name in names]


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
    access = _values(facts, "hasAccess")
    return Record(
        name=facts["label"][0][0],
        source=Source(iri, "graph"),
        id=curie(iri),
        aliases=_values(facts, "altLabel"),
        kind=kind,
        developer="; ".join(_names(facts, "developedBy")) or None,
        provider="; ".join(_names(facts, "providedBy")) or None,
        tasks=_tasks(facts, inferred),
        inputs=_values(facts, "nativelyAccepts", "accepts"),
        outputs=_values(facts, *_OUTPUTS),
        primary=_only(_values(inferred, "hasPrimaryModality")),
        parameters=_number(facts, "parameterCount"),
        active_parameters=_number(facts, "activeParameterCount"),
        architecture=next(iter(_names(facts, "hasArchitecture")), None),
        derived_from=tuple(
            Derivation(name, how)
            for property, how in _LINEAGE.items()
            for name in _names(facts, property)
        ),
        released=next((d for p in _RELEASED for d in sorted(_values(facts, p))), None),
        retired=_only(_values(facts, "retiredOn")),
        licence=_only(_names(facts, "hasLicence")),
        access=access,
        open_weights=True if set(access) & set(_DOWNLOADABLE) else None,
        context_window=_number(facts, "contextWindow"),
        output_limit=_number(facts, "outputLimit"),
        knowledge_cutoff=_only(_values(facts, "knowledgeCutoff")),
        training_data=_names(facts, "trainedOn"),
        languages=_names(facts, "supportsLanguage"),
    )


def _values(facts: _Facts, *properties: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for p in properties for value, _ in facts.get(p, ())))


def _names(facts: _Facts, property: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, name in facts.get(property, ())))


def _only(values: tuple[str, ...]) -> str | None:
    return values[0] if len(values) == 1 else None


def _number(facts: _Facts, property: str) -> int | None:
    value = _only(_values(facts, property))
    return int(value) if value else None


def _tasks(asserted: _Facts, inferred: _Facts) -> tuple[str, ...]:
    """Return tasks by id of the Hub, else by local name; the broader ones come last."""
    pairs = [*asserted.get("performsTask", ()), *inferred.get("performsTask", ())]
    # A name with a space is a label; ids of the Hub and local names have no spaces.
    return tuple(dict.fromkeys(value if " " in name else name for value, name in pairs))
