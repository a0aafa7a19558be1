"""The pages of the site, one after the other, as paths and texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from aitaxonomy.html import render
from aitaxonomy.inventory.writers.jsonld import document
from aitaxonomy.site.addresses import HOME, folder_of, twin
from aitaxonomy.site.documents import document_pages, documents
from aitaxonomy.site.explorer import Explorer
from aitaxonomy.site.frame import NOT_FOUND, Frame, assets, compact_json
from aitaxonomy.site.ground import ground, redirects
from aitaxonomy.site.plain_text import plain_text
from aitaxonomy.site.reference import Command, reference_pages
from aitaxonomy.site.sparql import Queries
from aitaxonomy.site.things import HEADLINE, Things
from aitaxonomy.site.tools import Tools
from aitaxonomy.store import thing_documents

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

#: Files: the path of each within the site, and its content.
Files = Iterator[tuple[str, bytes]]


class Pages:
    """The pages of a taxonomy's site.

    Args:
        ai: the taxonomy.
        home: where the site will stand, for what needs whole addresses; with a slash at its end.
        commands: the commands that have a page of reference.

    Attributes:
        folders: the folder of the page of each thing, by its IRI.
        tools: the pages that work by themselves.

    """

    def __init__(self, ai: Taxonomy, home: str = HOME, commands: Sequence[Command] = ()) -> None:
        self._ai, self._things, self._home = ai, Things(ai), home
        self._commands = commands
        folders = {iri: folder_of(iri) for iri in self._things.all}
        self.folders = {iri: folder for iri, folder in folders.items() if folder}
        self._documents = documents()
        self._frame = Frame(frozenset(self.folders.values()), bool(self._documents), home)
        self._explorer = Explorer(ai, self._things, self._frame)
        self.tools = Tools(ai, self.folders, HEADLINE, self._frame)

    def all(self, things: Files | None = None) -> Files:
        """Yield the path of each file, relative to the site, with its content.

        Args:
            things: the files of all things with their twins, where others make them.

        """
        paths = []
        if things is None:
            things = with_twins(each for iri in self.folders for each in self.of_thing(iri))
        texts = with_twins(chain(self.of_texts(), self.tools.data()))
        for path, content in chain(texts, things):
            yield path, content
            if path.endswith(".html") and path != NOT_FOUND:
                paths.append(path.removesuffix("index.html"))
        yield "sitemap.xml", render("site/sitemap.xml", home=self._home, paths=paths).encode()

    def of_thing(self, iri: str) -> Files:
        """Yield the page of a thing, the same as data, and its pictures if it has any."""
        folder, values = self.folders[iri], self._things.page(iri)
        values["pictures"] = self._explorer.pictures_of(iri)
        title = f"{values['label']} ({values['name']})"
        yield f"{folder}index.html", self._frame.page(folder, "thing", title, **values)
        triples = thing_documents.said(self._ai.content.store, iri)
        yield f"{folder}index.ttl", thing_documents.document(triples)
        yield f"{folder}index.jsonld", document(triples).encode()
        for picture in values["pictures"]:
            yield f"{folder}{picture.name}.svg", picture.file()

    def of_texts(self) -> Files:
        """Yield all that is not about one thing: lists, questions, documents, what pages need."""
        yield from self._lists()
        queries = Queries(self._ai, self._frame)
        yield from map(queries.question, self._ai.questions())
        yield from queries.all()
        if self._documents:
            yield from document_pages(self._frame, self._documents)
            yield from reference_pages(self._frame, self._ai, self._commands)
        yield from self.tools.pages()
        yield from ground(self._ai, self._frame)
        yield from assets()
        yield NOT_FOUND, self._frame.page(NOT_FOUND, "not_found", "There is no such page")
        yield "search.json", self.names()
        yield "texts.json", self._texts()
        yield "w3id.htaccess", redirects(self._home)
        yield "llms.txt", render("site/llms.txt", home=self._home, **self._counts()).encode()

    def _lists(self) -> Files:
        ai = self._ai
        comparison = ai.compare("GenerativeAI", "LLM").for_html()
        home: dict[str, Any] = {"comparison": comparison, "overview": self._explorer.overview}
        home |= {"documented": bool(self._documents), **self._counts()}
        title = "aitaxonomy: the taxonomy of AI systems"
        page = self._frame.page("", "home", title, scripts=["home"], **home)
        yield "index.html", page
        yield from self._explorer.pages()
        asked = self._frame.page("questions/", "questions", "Questions", questions=ai.questions())
        yield "questions/index.html", asked
        claims = ai.claims().for_html()
        yield (
            "claims/index.html",
            self._frame.page("claims/", "claims", "The article, checked", **claims),
        )

    def _counts(self) -> dict[str, int]:
        return {
            "systems": len(self._things.systems),
            "things": len(self.folders),
            "questions": len(self._ai.questions()),
        }

    def names(self) -> bytes:
        """Return what is searched: for each thing its label, folder, sort and other names.

        Those in other languages stand last, if there are any.
        """
        entries, systems = [], frozenset(self._things.systems)
        translated: dict[str, list[str]] = {}
        for name, iri in self._ai.names.translated.items():
            translated.setdefault(iri, []).append(name)
        for iri, folder in self.folders.items():
            term = self._ai.term(iri)
            sort = "system" if iri in systems else term.kind
            if sort == "individual" and term.parents:
                sort = term.parents[0].label
            more = [translated[iri]] if iri in translated else []
            entries.append([term.label, folder, sort, list(term.alt_labels), *more])
        return compact_json(entries)

    def _texts(self) -> bytes:
        """Return what else is searched, in the same form: questions, documents, their headings."""
        entries: list[tuple[str, str, str, list[str]]] = [
            (asked.question, f"questions/{asked.name}/", "question", [asked.title])
            for asked in self._ai.questions()
        ]
        for each in self._documents:
            entries.append((each.title, each.name, "document", []))
            entries += [
                (heading.text, f"{each.name}#{heading.anchor}", each.title, [])
                for heading in each.text.headings
            ]
        return compact_json(entries)


def with_twins(files: Iterable[tuple[str, bytes]]) -> Files:
    """Yield files, and after each page the same in plain text."""
    for path, content in files:
        yield path, content
        if path.endswith(".html"):
            yield twin(path), plain_text(content.decode()).encode()
