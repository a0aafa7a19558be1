"""Generates the modules that follow from others: inferred.ttl, exemplars.ttl, conventions.ttl.

    python -m tools.renewal

writes them; HermiT needs Java. They are committed, so that tools without this library have them,
and a test holds them equal to what is generated.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from aitaxonomy import Taxonomy, _data
from aitaxonomy._data import module_iri
from aitaxonomy.files import write_whole
from aitaxonomy.inference.inference import Inference
from aitaxonomy.inference.inferred_graph import InferredGraph
from aitaxonomy.inference.premises import SUBCLASS, SUBPROPERTY, Premises, Statement, as_triples
from aitaxonomy.owl.module_extraction import below, without
from aitaxonomy.rdf.namespaces import AIT, AIX, DCTERMS, OWL, PREFIXES, RDF
from aitaxonomy.rdf.turtle import canonical
from aitaxonomy.store import INFERRED, GraphStore
from aitaxonomy.store.reading import read_own
from aitaxonomy.store.shipped_ontology import MARK, RENEW, content_hash, shipped_store

#: Seconds after which HermiT ends.
_TIMEOUT = 1200.0
_BASE = "https://w3id.org/aitaxonomy"
_TYPE = RDF + "type"
_ARTICLE = AIX + "seed-article"
#: The properties from a system to its parts.
_PARTS = tuple(AIT + name for name in ("poweredBy", "integrates", "hasComponent"))
#: How many parts of one system the excerpt has, where none of them is well known itself.
_MOST_PARTS = 3
_MAKERS = tuple(AIT + name for name in ("developedBy", "providedBy", "deployedBy"))
_HEAD = """\
# Generated: do not edit; renew it with `{renew}`.
{comment}
{prefixes}
<{base}/{name}> a owl:Ontology ;
    dcterms:title "aitaxonomy: {name}"@en ;
    dcterms:description "{description}"@en ;
    dcterms:creator aix:aitaxonomy-authors ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    owl:versionIRI <{base}/{version}/{name}> ;
    owl:imports <{base}/terms> .
"""


def renew() -> list[Path]:
    """Work out the modules that follow from the others, and write them."""
    found = Taxonomy().hermit(_TIMEOUT)
    hierarchy = [
        *((low, SUBCLASS, high) for low, high in found.subclasses),
        *((low, SUBPROPERTY, high) for low, high in found.subproperties),
    ]
    conventions = write_conventions(hierarchy)
    store = shipped_store()
    # HermiT gets the terms alone: rules find what the facts about values add to them.
    inference = Inference(Premises(store.triples(), hierarchy, complete=False))
    store.set_inferred(InferredGraph(inference).triples())
    return [conventions, *write_generated(store.triples(INFERRED))]


def write_conventions(hierarchy: list[Statement]) -> Path:
    """Write what is stated by convention, from what the other modules state and entail.

    Each file in `queries/conventions/` constructs the statements of one convention, whose
    individual it is named after. They run twice, as what families are depends on what their members
    are by convention.

    Args:
        hierarchy: the inferred hierarchy of the terms.

    """
    path = _data.module_file(_data.CONVENTIONS)
    base = GraphStore()
    base.load_shipped([each for each in _data.ontology_files() if each != path])
    known: dict[Statement, str] = {}
    for _ in range(2):
        store = base.copy()
        store.add(as_triples(known))
        store.set_inferred(InferredGraph(Inference(Premises(store.triples(), hierarchy))).derived())
        store.add(as_triples(hierarchy), INFERRED)
        known |= {s: name for name, query in _conventions() for s in _constructed(store, query)}
    write_whole(path, conventions_module(_narrowest(known, hierarchy)))
    return path


def _conventions() -> Iterator[tuple[str, str]]:
    """Yield the local name of each convention with its query."""
    for path in sorted((_data.folder("queries") / "conventions").glob("*.rq")):
        yield f"convention-{path.stem}", path.read_text(encoding="utf-8")


def _constructed(store: GraphStore, query: str) -> list[Statement]:
    rows = store.sparql(query, timeout=600, limit=10**6).rows
    return [(str(s), str(p), str(o)) for s, p, o in rows]


def _narrowest(
    known: Mapping[Statement, str], hierarchy: Iterable[Statement]
) -> dict[Statement, str]:
    """Return the statements without types that others imply."""
    above: dict[str, set[str]] = defaultdict(set)
    for low, _, high in hierarchy:
        above[low].add(high)
    types: dict[str, set[str]] = defaultdict(set)
    for subject, prop, value in known:
        if prop == _TYPE:
            types[subject].add(value)
    return {
        (s, p, o): name
        for (s, p, o), name in known.items()
        if p != _TYPE or not any(o in above[other] for other in types[s] - {o})
    }


def conventions_module(known: Mapping[Statement, str]) -> str:
    """Return the text of `conventions.ttl`: statements, each annotated with its convention."""
    triples = as_triples(known)
    note = (OWL + "annotatedSource", OWL + "annotatedProperty", OWL + "annotatedTarget")
    for number, (statement, name) in enumerate(sorted(known.items())):
        node = ox.BlankNode(f"c{number}")
        triples.append(ox.Triple(node, ox.NamedNode(_TYPE), ox.NamedNode(OWL + "Axiom")))
        for prop, value in zip(note, statement, strict=True):
            triples.append(ox.Triple(node, ox.NamedNode(prop), ox.NamedNode(value)))
        by = ox.NamedNode(AIT + "byConvention")
        triples.append(ox.Triple(node, by, ox.NamedNode(AIX + name)))
    return _module(
        _data.CONVENTIONS,
        "",
        "Statements about systems by a convention rather than by a source: each statement is "
        "annotated with its convention. Leave this module out to do without.",
        triples,
    )


def write_generated(inferred: Iterable[ox.Triple]) -> list[Path]:
    """Write inferred.ttl and exemplars.ttl; `inferred` are the triples that the files entail."""
    texts = generated(inferred)
    for name, text in texts.items():
        write_whole(_data.module_file(name), text)
    return [_data.module_file(name) for name in texts]


def generated(inferred: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the texts of the two modules by name; `inferred` are the triples that files entail."""
    own = {*_data.modules_of(_data.ROOTS[-1])} - {*_data.modules_of("terms"), _data.INFERRED}
    stated = [
        quad.triple
        for name in sorted(own)
        for quad in read_own(_data.module_file(name))
        if quad.subject != ox.NamedNode(module_iri(name))
    ]
    return {
        _data.EXEMPLARS: exemplars_module(stated),
        _data.INFERRED: inferred_module(inferred, content_hash()),
    }


def inferred_module(triples: Iterable[ox.Triple], hash_: str) -> str:
    """Return the text of `inferred.ttl`: all that the other modules entail.

    Args:
        triples: the inferred triples, without stated ones.
        hash_: the hash of the other files, see `store.shipped_ontology.content_hash`.

    """
    return _module(
        "inferred",
        f"{MARK}{hash_}",
        "Inferences from all asserted facts: the class hierarchy, found by HermiT; the types and "
        "links of all individuals; and the things that provably are outside a main kind.",
        triples,
    )


def exemplars_module(triples: Iterable[ox.Triple]) -> str:
    """Return the text of `exemplars.ttl`: the statements about the best-known systems.

    These are the systems that the article names, the exemplars of kinds (`ait:exemplarOf`), some
    of what powers them or is integrated in them, and the organizations behind them. Statements
    that link them with other individuals (systems, languages, regions) are left out.

    Args:
        triples: the asserted triples of all modules except those of the terms.

    """
    triples = list(triples)
    links = _links(triples)
    since = AIT + "availableSince"
    days = {_iri(t.subject): str(t.object) for t in triples if t.predicate.value == since}
    known = _known(links, days)
    known |= _in_class_expressions(triples, known)
    rest = _having(links, _TYPE, OWL + "NamedIndividual") - known
    return _module(
        "exemplars",
        "",
        "The best-known AI systems, as examples of the terms: those that the article names, "
        "typical ones of each kind, and parts of them; an excerpt of the files in systems/.",
        without(triples, {t.subject for t in triples if _iri(t.subject) in rest}),
    )


def _module(name: str, comment: str, description: str, triples: Iterable[ox.Triple]) -> str:
    import pyoxigraph as ox

    prefixes = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in ("aix", "dcterms", "owl"))
    head = _HEAD.format(
        renew=RENEW, comment=comment, prefixes=prefixes, base=_BASE, name=name,
        description=description, version=_data.__version__,
    )  # fmt: skip
    body = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return canonical(head + body.decode())


Links = Mapping[str, Mapping[str, Set[str]]]
"""The objects by predicate and subject; all are IRIs."""


def _known(links: Links, days: Mapping[str, str]) -> set[str]:
    """Return the systems of the article, the exemplars, parts of these, and the organizations.

    Some products offer dozens of models. The excerpt has those that are well known themselves or,
    where none is, the latest by `days`.
    """
    artifacts = links[AIT + "developedBy"].keys()
    named = _having(links, DCTERMS + "source", _ARTICLE) | links[AIT + "exemplarOf"].keys()
    systems = named & artifacts
    for system in sorted(systems):
        parts = _linked(links, {system}, _PARTS) & artifacts
        if not parts & named:  # else those show what powers it
            by_day = sorted(parts, key=lambda part: (days.get(part, ""), part))
            systems |= set(by_day[-_MOST_PARTS:])
    return systems | _linked(links, systems, _MAKERS)


def _linked(links: Links, subjects: Set[str], predicates: Iterable[str]) -> set[str]:
    return {value for p in predicates for iri in subjects for value in links[p].get(iri, ())}


def _in_class_expressions(triples: Iterable[ox.Triple], systems: Set[str]) -> set[str]:
    """Return the IRIs in the class expressions of some systems' types, such as closed lists."""
    about: dict[Any, list[ox.Triple]] = defaultdict(list)
    for t in triples:
        about[t.subject].append(t)
    nodes = below([node for node in about if _iri(node) in systems], about)
    return {_iri(t.object) for node in nodes for t in about[node]}


def _having(links: Links, predicate: str, value: str) -> set[str]:
    return {subject for subject, values in links[predicate].items() if value in values}


def _links(triples: Iterable[ox.Triple]) -> Links:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for t in triples:
        if (subject := _iri(t.subject)) and (target := _iri(t.object)):
            found[t.predicate.value][subject].add(target)
    return found


def _iri(node: Any) -> str:
    """Return the IRI of a named node, else ""."""
    return str(node)[1:-1] if str(node).startswith("<") else ""


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(__doc__)
    print(*renew(), sep="\n")
