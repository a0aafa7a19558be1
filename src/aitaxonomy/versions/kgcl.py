"""The difference of two versions in KGCL, the change language of ontology editors.

Changes without a command are counted. Such are axioms other than links between names, values of
data properties, and texts with an apostrophe or a new line, which the grammar cannot quote.

Source: https://github.com/INCATools/kgcl, `kgcl.lark`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.literals import Literal
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.store import GraphStore
from aitaxonomy.versions.version import Version

_NODES = """SELECT DISTINCT ?x { ?x a ?sort FILTER(isIRI(?x) && ?sort IN (owl:Class,
  owl:NamedIndividual, owl:ObjectProperty, owl:DatatypeProperty, owl:AnnotationProperty)) }"""
_OBSOLETE = "SELECT ?x { ?x owl:deprecated true FILTER(isIRI(?x)) }"
_TEXTS = """PREFIX obo: <http://purl.obolibrary.org/obo/>
SELECT ?x ?text (LANG(?text) AS ?language) {{
  ?x {} ?text FILTER(isIRI(?x) && isLITERAL(?text)) }}"""
_LABEL, _SYNONYM, _DEFINITION = "rdfs:label", "skos:altLabel", "skos:definition|obo:IAO_0000115"
_LINKS = """SELECT DISTINCT ?s ?p ?o { { ?p a owl:ObjectProperty . ?s ?p ?o } UNION
  { VALUES ?p { rdfs:subClassOf rdf:type rdfs:subPropertyOf } ?s ?p ?o
    FILTER(!STRSTARTS(STR(?o), "http://www.w3.org/2002/07/owl#")) }
  FILTER(isIRI(?s) && isIRI(?o)) }"""
_EN = ("en", "")
_NAME = re.compile(r"\w+:\w+", re.ASCII)
_ByLanguage = dict[str, set[str]]
_Texts = dict[str, _ByLanguage]


class KgclCommands(NamedTuple):
    """Commands of KGCL, one a line, and how many changes have none."""

    commands: tuple[str, ...]
    left_out: int

    def __str__(self) -> str:
        return "\n".join(self.commands)


def kgcl(old: Version, new: Version) -> KgclCommands:
    """Return the commands that make the newer version of the older one."""
    told = list(_commands(old, new))
    changed = old.stated ^ new.stated
    axioms = sum(
        not isinstance(each, ax.DifferentIndividuals) and not _link(each) for each in changed
    )
    return KgclCommands(tuple(filter(None, told)), axioms + told.count(None))


def _commands(old: Version, new: Version) -> Iterator[str | None]:
    """Yield the commands, None for a change that has no form."""
    (was, gone), (now, obsolete) = (_nodes(each.store) for each in (old, new))
    before, after = (_texts(each.store, _LABEL) for each in (old, new))
    for node in sorted(now - was):
        label = next(iter(_quoted(after.get(node, {}))), None)
        yield f"create node {_name(node)} {label}" if label else f"create {_name(node)}"
    for node in sorted(now & was):
        yield from _renaming(node, before.get(node, {}), after.get(node, {}))
    yield from _synonyms(old.store, new.store)
    yield from _definitions(old.store, new.store, now)
    links = [_links(each.store) for each in (old, new)]
    for link in sorted(links[0] - links[1]):
        if link[0] in now and link[2] in now:  # the others go with their nodes
            yield f"delete edge {' '.join(map(_name, link))}"
    for link in sorted(links[1] - links[0]):
        yield f"create edge {' '.join(map(_name, link))}"
    for node in sorted(obsolete - gone):
        by = new.replaced.get(node)
        yield f"obsolete {_name(node)}" + (f" with replacement {_name(by)}" if by else "")
    for node in sorted(was - now):
        yield f"delete {_name(node)}"


def _nodes(store: GraphStore) -> tuple[set[str], set[str]]:
    """Return the named things, and those that are deprecated."""
    found, obsolete = (
        {str(row[0]) for row in store.select(query, inferred=False).rows}
        for query in (_NODES, _OBSOLETE)
    )
    return found, obsolete


def _texts(store: GraphStore, path: str) -> _Texts:
    """Return the texts of things at a path, by language."""
    found: _Texts = {}
    for node, text, language in store.select(_TEXTS.format(path), inferred=False).rows:
        found.setdefault(str(node), {}).setdefault(str(language), set()).add(str(text))
    return found


def _links(store: GraphStore) -> set[tuple[str, str, str]]:
    rows = store.select(_LINKS, inferred=False).rows
    return {(str(s), str(p), str(o)) for s, p, o in rows}


def _renaming(node: str, before: _ByLanguage, after: _ByLanguage) -> Iterator[str | None]:
    for language in sorted(before.keys() & after.keys()):
        lost, came = before[language] - after[language], after[language] - before[language]
        for low, high in zip(sorted(lost), sorted(came), strict=False):
            texts = _quote(low, language), _quote(high, language)
            yield f"rename {_name(node)} from {texts[0]} to {texts[1]}" if all(texts) else None


def _synonyms(old: GraphStore, new: GraphStore) -> Iterator[str | None]:
    before, after = _flat(_texts(old, _SYNONYM)), _flat(_texts(new, _SYNONYM))
    for verb, changed in (("remove", before - after), ("create", after - before)):
        for node, language, text in sorted(changed):
            quoted = _quote(text, language)
            yield f"{verb} synonym {quoted} for {_name(node)}" if quoted else None


def _definitions(old: GraphStore, new: GraphStore, nodes: set[str]) -> Iterator[str | None]:
    """Yield changed definitions in English: KGCL gives these no language."""
    before, after = (
        {node: text for node, language, text in _flat(_texts(each, _DEFINITION)) if language in _EN}
        for each in (old, new)
    )
    for node in sorted(nodes & (before.keys() | after.keys())):
        was, now = before.get(node, ""), after.get(node, "")
        if was == now:
            continue
        if not _quote(was) or not _quote(now):
            yield None
        elif not now:
            yield f"remove definition for {_name(node)}"
        elif not was:
            yield f"add definition {_quote(now)} to {_name(node)}"
        else:
            yield f"change definition of {_name(node)} from {_quote(was)} to {_quote(now)}"


def _flat(texts: _Texts) -> set[tuple[str, str, str]]:
    return {
        (n, language, t) for n, of in texts.items() for language, all in of.items() for t in all
    }


def _quoted(texts: _ByLanguage) -> Iterator[str]:
    """Yield labels as they are written, an English one first."""
    for language in sorted(texts, key=lambda each: (each not in _EN, each)):
        yield from filter(None, (_quote(each, language) for each in sorted(texts[language])))


def _quote(text: str, language: str = "") -> str:
    """Return a text as KGCL quotes it; nothing for one that it cannot quote."""
    if re.search(r"['\\\n\r]", text):
        return ""
    return f"'{text}'" + (f"@{language}" if language else "")


def _name(iri: str) -> str:
    """Return a name as all grammars of KGCL take it: some take letters and digits alone."""
    short = curie(iri)
    return short if _NAME.fullmatch(short) else f"<{iri}>"


def _link(axiom: ax.Axiom) -> bool:
    """Return whether an axiom links two names."""
    match axiom:
        case ax.SubClassOf(sub=ax.Named(), sup=ax.Named()) | ax.ClassAssertion(cls=ax.Named()):
            return True
        case ax.PropertyAssertion():
            return not isinstance(axiom.object, Literal)
    return False
