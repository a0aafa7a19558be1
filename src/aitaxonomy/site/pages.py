"""The pages of the site, one after the other, as paths and texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from aitaxonomy.graph.term import Term
from aitaxonomy.html import Link, render
from aitaxonomy.rdf.namespaces import AIT, PREFIXES
from aitaxonomy.site.addresses import folder_of
from aitaxonomy.site.documents import documents, pictures
from aitaxonomy.site.frame import Frame, assets
from aitaxonomy.site.things import HEADLINE, Things
from aitaxonomy.site.tools import Tools

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

_SAID = "SELECT ?p ?o { ?this ?p ?o }"
#: Where the site will stand, for what needs whole addresses.
_HOME = "https://w3id.org/aitaxonomy/"


class Pages:
    """The pages of a taxonomy's site.

    Args:
        ai: the taxonomy.

    Attributes:
        folders: the folder of the page of each thing, by its IRI.
        tools: the pages that work by themselves.

    """

    def __init__(self, ai: Taxonomy) -> None:
        self._ai, self._things = ai, Things(ai)
        folders = {iri: folder_of(iri) for iri in self._things.all}
        self.folders = {iri: folder for iri, folder in folders.items() if folder}
        self._documents = documents()
        self._frame = Frame(frozenset(self.folders.values()), bool(self._documents))
        self.tools = Tools(ai, self.folders, HEADLINE, self._frame)

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path of each file, relative to the site, with its content."""
        paths = []
        for path, content in self.of_texts():
            paths += [path] if path.endswith(".html") else []
            yield path, content
        yield from self.tools.data()
        for iri in self.folders:
            yield from self.of_thing(iri)
        paths += self.folders.values()
        yield "sitemap.xml", render("site/sitemap.xml", home=_HOME, paths=paths).encode()

    def of_thing(self, iri: str) -> Iterator[tuple[str, bytes]]:
        """Yield the page of a thing, and the same in Turtle."""
        folder, values = self.folders[iri], self._things.page(iri)
        title = f"{values['label']} ({values['name']})"
        yield f"{folder}index.html", self._frame.page(folder, "thing", title, **values)
        yield f"{folder}index.ttl", self._turtle(iri)

    def of_texts(self) -> Iterator[tuple[str, bytes]]:
        """Yield all that is not about one thing: lists, questions, documents, what pages need."""
        yield from self._lists()
        for asked in self._ai.questions():
            answer = self._ai.ask(asked.name)
            folder = f"questions/{asked.name}/"
            page = self._frame.page(
                folder, "question", asked.title, asked=asked, **answer.for_html()
            )
            yield f"{folder}index.html", page
        for each in self._documents:
            yield each.name, self._frame.page(each.name, "document", each.title, html=each.html)
        for picture in pictures() if self._documents else ():
            yield f"docs/{picture.name}", picture.read_bytes()
        yield from self.tools.pages()
        yield from assets()
        yield "search.json", self.names()
        yield "llms.txt", render("site/llms.txt", home=_HOME, **self._counts()).encode()

    def _lists(self) -> Iterator[tuple[str, bytes]]:
        ai = self._ai
        comparison = ai.compare("GenerativeAI", "LLM").for_html()
        home = {"comparison": comparison, **self._counts()}
        yield (
            "index.html",
            self._frame.page("", "home", "aitaxonomy: the taxonomy of AI systems", **home),
        )
        roots = [self._branch(root, ()) for root in ai.tree().roots]
        yield "tree/index.html", self._frame.page("tree/", "tree", "Tree of all terms", roots=roots)
        rows = [(iri, *self._things.summary(iri)) for iri in self._things.systems]
        rows.sort(key=lambda row: row[1].casefold())
        heads = [Link(ai.names.label(AIT + kind), AIT + kind) for kind in HEADLINE]
        values = {"heads": heads, "rows": [(Link(row[1], row[0]), row[2:]) for row in rows]}
        yield "systems/index.html", self._frame.page("systems/", "systems", "All systems", **values)
        asked = {"questions": ai.questions()}
        yield (
            "questions/index.html",
            self._frame.page("questions/", "questions", "Questions", **asked),
        )
        claims = ai.claims().for_html()
        yield (
            "claims/index.html",
            self._frame.page("claims/", "claims", "The article, checked", **claims),
        )
        if self._documents:
            listed = [(each.name.removeprefix("docs/"), each.title) for each in self._documents]
            yield (
                "docs/index.html",
                self._frame.page("docs/", "documents", "Documents", listed=listed),
            )

    def _counts(self) -> dict[str, int]:
        return {
            "systems": len(self._things.systems),
            "things": len(self.folders),
            "questions": len(self._ai.questions()),
        }

    def _branch(self, term: Term, above: tuple[Term, ...]) -> dict[str, Any]:
        """Return a term with what is narrower, to any depth; what is below itself is left out."""
        path = (*above, term)
        below = [each for each in self._ai.tree(term).children(term) if each not in path]
        return {
            "term": Link(term.label, term.iri),
            "definition": term.definition,
            "systems": len(term.instances) if term.kind == "class" else 0,
            "below": [self._branch(each, path) for each in below],
        }

    def _turtle(self, iri: str) -> bytes:
        import pyoxigraph as ox

        rows = self._ai.content.store.select(_SAID, this=iri).terms
        triples = (ox.Triple(ox.NamedNode(iri), p, o) for p, o in rows)
        return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""

    def names(self) -> bytes:
        """Return what is searched: for each thing its label, folder, sort and other names."""
        entries, systems = [], frozenset(self._things.systems)
        for iri, folder in self.folders.items():
            term = self._ai.term(iri)
            sort = "system" if iri in systems else term.kind
            entries.append([term.label, folder, sort, list(term.alt_labels)])
        return json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()
