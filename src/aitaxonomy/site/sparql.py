"""SPARQL in the page: the graph as one file, what is bundled for it, and questions as forms.

The bundle is made from other people's packages with Node (`npm run bundle`): beside this file in a
checkout, and in a wheel that was built where Node is at hand. Without it the pages have no queries
to run, and say what is to be done.
"""

from __future__ import annotations

import gzip
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from aitaxonomy.html import as_it_is
from aitaxonomy.rdf.blank_nodes import canonicalized
from aitaxonomy.rdf.namespaces import PREFIXES, curie, expand
from aitaxonomy.site.frame import Frame, brief
from aitaxonomy.store import ASSERTED, INFERRED

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.graph.questions import Question
    from aitaxonomy.taxonomy import Taxonomy

BUNDLED = Path(__file__).with_name("bundled")
_BLANK = re.compile(r"_:c14n\d+")
#: How many things a field offers as a choice; of more, those that fit what is typed.
_CHOICE = 40
_KINDS = """SELECT ?kind (COUNT(?it) AS ?n) { ?this a ?kind . ?it a ?kind }
GROUP BY ?kind ORDER BY DESC(?n)"""
_OF_KIND = """SELECT ?it ?label {
  ?it a ?kind ; rdfs:label ?label FILTER(LANG(?label) IN ("en", ""))
} ORDER BY ?label"""
_IS_ARTIFACT = "ASK { ?this a ait:AIArtifact }"
_IS_CLASS = "ASK { ?this a owl:Class }"


def is_bundled() -> bool:
    """Return whether pages can run queries."""
    return (BUNDLED / "licences.txt").is_file()


class FormField(NamedTuple):
    """A field of a form, for one parameter of a question.

    Attributes:
        name: of the parameter.
        sort: "choice", "term", "number", "date" or "text".
        value: what it is unless somebody changes it.
        choices: for a choice, each as it is written in the query, and what people read.
        of: for a term, what is suggested: "system", "class" or "individual".
        suffix: what follows a literal, as its datatype.

    """

    name: str
    sort: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    of: str = ""
    suffix: str = ""

    @property
    def label(self) -> str:
        """The name in words."""
        return self.name.replace("_", " ").capitalize()


class Queries:
    """The pages that run queries.

    Args:
        ai: the taxonomy.
        frame: what they stand in.

    """

    def __init__(self, ai: Taxonomy, frame: Frame) -> None:
        self._ai, self._frame = ai, frame

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Yield the page for queries, and what all pages run queries with, if that is there."""
        bundled = is_bundled()
        yield self._frame.page(
            "sparql/", "sparql", "SPARQL",
            module_scripts=("sparql",) if bundled else (),
            bundled=bundled,
            questions=self._ai.questions(),
            prefixes=PREFIXES,
        )  # fmt: skip
        if bundled:
            yield "sparql/graph.trig.gz", self._graph()
            yield "scripts/worklist.js", as_it_is("worklist.js").encode()
            for path in sorted(BUNDLED.iterdir()):
                name, content = path.name, path.read_bytes()
                if path.suffix == ".xz":  # as in a wheel, where it takes two thirds of the room
                    name, content = (
                        f"{path.stem}.gz",
                        gzip.compress(lzma.decompress(content), mtime=0),
                    )
                yield f"scripts/bundled/{name}", content

    def question(self, asked: Question) -> tuple[str, bytes]:
        """Return path and content of the page of a question."""
        bundled, answer = is_bundled(), self._ai.ask(asked.name, **asked.example)
        return self._frame.page(
            f"questions/{asked.name}/", "question", asked.title,
            module_scripts=("question",) if bundled else (),
            bundled=bundled,
            asked=asked,
            fields=[self._field(asked, *each) for each in asked.parameters.items()],
            prefixes=PREFIXES,
            **answer.for_html() | {"asked_with": "", "question": "Answer"},
            values=asked.words(asked.example, self._ai.names.label),
        )  # fmt: skip

    def _graph(self) -> bytes:
        """Return everything asserted and inferred, each in its named graph, packed.

        Blank nodes of which alike things are said stand beside each other, which packs best. Those
        that are named once need no label. Each build writes the same, though stores have others.
        """
        import pyoxigraph as ox

        quads = (
            ox.Quad(each.subject, each.predicate, each.object, ox.NamedNode(graph))
            for graph in (ASSERTED, INFERRED)
            for each in _alike(canonicalized(self._ai.content.store.triples(graph)))
        )
        text = (ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b"").decode()
        counts = Counter(_BLANK.findall(text))
        text = brief(_BLANK.sub(lambda it: it[0] if counts[it[0]] > 1 else "[]", text))
        return gzip.compress(text.encode(), mtime=0)

    def _field(self, asked: Question, name: str, default: str) -> FormField:
        if name in asked.values:
            choices = tuple((f'"{each}"', each) for each in asked.values[name])
            return FormField(name, "choice", default, choices)
        if default[0].isdigit():
            return FormField(name, "number", default)
        if default.startswith('"'):
            value, _, suffix = default[1:].rpartition('"')
            return FormField(name, "date" if "date" in suffix else "text", value, suffix=suffix)
        return self._of_term(name, expand(default) or default)

    def _of_term(self, name: str, iri: str) -> FormField:
        """Return the field for a term: a choice where its widest kind of some size has few."""
        store, label = self._ai.content.store, self._ai.names.label(iri)
        if store.ask(_IS_CLASS, this=iri):
            return FormField(name, "term", label, of="class")
        if store.ask(_IS_ARTIFACT, this=iri):
            return FormField(name, "term", label, of="system")
        counted = store.select(_KINDS, this=iri).rows
        kinds = [kind for kind, count in counted if isinstance(count, int) and count <= _CHOICE]
        if not kinds:
            return FormField(name, "term", label, of="individual")
        rows = store.select(_OF_KIND, kind=str(kinds[0])).rows
        choices = tuple((curie(str(it)), str(said)) for it, said in rows)
        return FormField(name, "choice", curie(iri), choices)


def _alike(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return triples by subject: named ones by name, then blank ones by what is said of them."""
    of: dict[Any, list[ox.Triple]] = defaultdict(list)
    for each in sorted(triples, key=str):
        of[each.subject].append(each)

    def place(its: list[ox.Triple]) -> str:
        name, said = str(its[0].subject), sorted(f"{each.predicate} {each.object}" for each in its)
        return name if name.startswith("<") else f"_{said}"

    return [each for its in sorted(of.values(), key=place) for each in its]
