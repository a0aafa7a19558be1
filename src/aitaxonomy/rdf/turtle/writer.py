"""The layout: blocks, brackets, lists and literals, within 100 columns where that is possible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from aitaxonomy.rdf.namespaces import OWL, RDF, XSD
from aitaxonomy.rdf.turtle import order
from aitaxonomy.rdf.turtle.graph import Graph
from aitaxonomy.rdf.turtle.tokens import PLAIN_LOCAL, PREFIX

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode

    from aitaxonomy.rdf.turtle.graph import Subject, Term

WIDTH = 100
_STEP = " " * 4


class ShortNames:
    """Shortens IRIs to prefixed names, and remembers which prefixes it used."""

    def __init__(self, declared: dict[str, str]) -> None:
        own = {p: n for p, n in declared.items() if re.fullmatch(PREFIX, p) and n}
        by_name = own | order.HOUSE_PREFIXES
        # Where several prefixes share a namespace the house's wins, then the first by name.
        self._prefix = {by_name[p]: p for p in sorted(by_name, reverse=True)}
        self._prefix |= {n: p for p, n in order.HOUSE_PREFIXES.items()}
        self._namespaces = sorted(self._prefix, key=len, reverse=True)
        self._known: dict[str, str] = {}
        self.used: dict[str, str] = {}

    def __call__(self, iri: str) -> str:
        """Return a prefixed name if the grammar has one without escapes, else `<iri>`."""
        if iri not in self._known:
            self._known[iri] = self._shorten(iri)
        return self._known[iri]

    def _shorten(self, iri: str) -> str:
        for namespace in self._namespaces:
            if iri.startswith(namespace):
                local = iri[len(namespace) :]
                if not local or re.fullmatch(PLAIN_LOCAL, local):
                    self.used[self._prefix[namespace]] = namespace
                    return f"{self._prefix[namespace]}:{local}"
        return f"<{iri}>"


class Writer:
    """Writes the blocks of one graph; `flat` texts are remembered, as sorting needs them too."""

    def __init__(self, graph: Graph, names: ShortNames) -> None:
        self.graph = graph
        self.names = names
        self._flat: dict[Term, str] = {}

    def blocks(self) -> Iterator[str]:
        """Yield the text of each subject in house order; annotated axioms stand with theirs."""
        from pyoxigraph import NamedNode

        named: list[tuple[order.Key, NamedNode]] = []
        axioms: dict[Term, list[tuple[order.Key, str]]] = {}
        rest: list[tuple[order.Key, str]] = []
        for subject in self.graph.statements:
            if not self.graph.is_top(subject):
                continue
            if isinstance(subject, NamedNode):
                key = order.subject_key(self.names(subject.value), self.graph.types(subject))
                named.append((key, subject))
                continue
            text = self._block(subject)
            source = self._annotated(subject)
            if source is None:
                rest.append((order.natural(text), text))
            else:
                axioms.setdefault(source, []).append((self._axiom_key(subject, text), text))
        for _, subject in sorted(named, key=lambda pair: pair[0]):
            own = [text for _, text in sorted(axioms.pop(subject, []))]
            yield "\n".join([self._block(subject), *own])
        for source in sorted(axioms, key=lambda term: order.natural(self.flat(term))):
            yield "\n".join(text for _, text in sorted(axioms[source]))
        yield from (text for _, text in sorted(rest))

    def _annotated(self, subject: BlankNode) -> Term | None:
        """Return the named subject of the axiom that an unlabelled owl:Axiom node annotates."""
        from pyoxigraph import NamedNode

        if subject in self.graph.labels or OWL + "Axiom" not in self.graph.types(subject):
            return None
        source = self._value(subject, "annotatedSource")
        return source if isinstance(source, NamedNode) else None

    def _axiom_key(self, axiom: BlankNode, text: str) -> order.Key:
        """Sort annotated axioms by the order in which their subject states them."""
        from pyoxigraph import NamedNode

        predicate = self._value(axiom, "annotatedProperty")
        if not isinstance(predicate, NamedNode):
            return (9, order.natural(text))
        key = order.predicate_key(predicate.value, self.names(predicate.value), set())
        return (*key, order.natural(text))

    def _value(self, axiom: BlankNode, name: str) -> Term | None:
        from pyoxigraph import NamedNode

        values = self.graph.statements[axiom].get(NamedNode(OWL + name), [])
        return values[0] if len(values) == 1 else None

    # -- one line ---------------------------------------------------------------------------

    def flat(self, term: Term) -> str:
        """Write the term on one line (long strings apart): the text that sorting compares."""
        if term not in self._flat:
            self._flat[term] = self._flatten(term)
        return self._flat[term]

    def _flatten(self, term: Term) -> str:
        from pyoxigraph import Literal, NamedNode

        if isinstance(term, NamedNode):
            return "()" if term.value == RDF + "nil" else self.names(term.value)
        if isinstance(term, Literal):
            return literal(term, self.names)
        if term in self.graph.labels:
            return self.graph.labels[term]
        members = self.graph.members(term)
        if members is not None:
            return f"( {' '.join(map(self.flat, members))} )"
        inside = self._inside(term)
        return f"[ {inside} ]" if inside else "[]"

    def _inside(self, subject: Subject) -> str:
        rows = self._sorted(subject)
        return " ; ".join(f"{name} {' , '.join(map(self.flat, o))}" for name, o in rows)

    def _sorted(self, subject: Subject) -> list[tuple[str, list[Term]]]:
        """List the predicates as written, each with its objects, in house order."""
        types = self.graph.types(subject)
        rows = []
        for predicate, objects in self.graph.statements.get(subject, {}).items():
            iri = predicate.value
            name = "a" if iri == RDF + "type" else self.names(iri)
            key = order.predicate_key(iri, name, types)
            rows.append((key, name, sorted(objects, key=partial(self._key, iri))))
        return [(name, objects) for _, name, objects in sorted(rows, key=lambda row: row[0])]

    def _key(self, predicate: str, term: Term) -> order.Key:
        from pyoxigraph import NamedNode

        iri = term.value if isinstance(term, NamedNode) else None
        return order.object_key(predicate, self.flat(term), iri)

    # -- several lines ----------------------------------------------------------------------

    def _block(self, subject: Subject) -> str:
        """Write a subject, one predicate a line; a blank node on a single line if it fits."""
        from pyoxigraph import NamedNode

        if isinstance(subject, NamedNode):
            head = self.names(subject.value)
        else:
            head = self.graph.labels.get(subject, "[]")
            short = f"{head} {self._inside(subject)} ."
            if _fits(short, 0):
                return short
        used = len(head) + 1  # the first predicate stands beside the subject
        lines = []
        for name, objects in self._sorted(subject):
            lines.append(self._predicate(name, objects, _STEP, used))
            used = len(_STEP)
        body = f" ;\n{_STEP}".join(lines)
        return f"{head} {body} ."

    def _predicate(self, name: str, objects: list[Term], indent: str, used: int) -> str:
        """Write `name o1 , o2`, or the objects one a line; `used` columns are taken before it."""
        line = f"{name} {' , '.join(map(self.flat, objects))}"
        if _fits(line, used + 2):
            return line
        if len(objects) == 1:
            return f"{name} {self._broken(objects[0], indent)}"
        deeper = indent + _STEP
        return f"{name}\n{deeper}" + f" ,\n{deeper}".join(self._fit(o, deeper) for o in objects)

    def _fit(self, term: Term, indent: str) -> str:
        text = self.flat(term)
        return text if _fits(text, len(indent) + 2) else self._broken(term, indent)

    def _broken(self, term: Term, indent: str) -> str:
        """Write the term over several lines if it has brackets to break at."""
        from pyoxigraph import BlankNode

        if not isinstance(term, BlankNode) or term in self.graph.labels:
            return self.flat(term)
        deeper = indent + _STEP
        members = self.graph.members(term)
        if members is not None:
            return _wrapped("(", (self._fit(m, deeper) for m in members), "", ")", indent)
        rows = self._sorted(term)
        pairs = [self._predicate(name, o, deeper, len(deeper)) for name, o in rows]
        return _wrapped("[", pairs, " ;", "]", indent) if pairs else "[]"


def _fits(text: str, used: int) -> bool:
    return "\n" not in text and used + len(text) <= WIDTH


def _wrapped(opening: str, parts: Iterable[str], end: str, closing: str, indent: str) -> str:
    between = f"{end}\n{indent}{_STEP}"
    return f"{opening}\n{indent}{_STEP}{between.join(parts)}\n{indent}{closing}"


_SHORT = {
    XSD + "integer": re.compile("[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]+\.[0-9]+"),
    XSD + "boolean": re.compile("true|false"),
}
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
# Controls and the characters that editors take for line ends or do not show.
_HIDDEN = re.compile("[\\\\\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def literal(term: Literal, names: ShortNames) -> str:
    r"""Write a literal in its short form; text with line breaks in triple quotes.

    >>> from pyoxigraph import Literal
    >>> print(literal(Literal('a "b"', language="en"), ShortNames({})))
    "a \"b\""@en
    >>> literal(Literal(7), ShortNames({}))
    '7'
    """
    datatype = term.datatype.value
    if datatype in _SHORT and _SHORT[datatype].fullmatch(term.value):
        return term.value
    text = _HIDDEN.sub(_escape, term.value)
    if "\n" in text:
        quoted = '"""' + re.sub(r'"(?="")|"\Z', r"\\" + '"', text) + '"""'
    else:
        quoted = '"' + text.replace('"', '\\"') + '"'
    if term.language:
        return f"{quoted}@{term.language}"
    return quoted if datatype == XSD + "string" else f"{quoted}^^{names(datatype)}"


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"
