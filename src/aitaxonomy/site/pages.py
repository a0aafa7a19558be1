"""The pages of the site, one after the other, as paths and texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from aitaxonomy.html import render
from aitaxonomy.site.addresses import DATA, HOME, folder_of, twin
from aitaxonomy.site.documents import documents, pictures
from aitaxonomy.site.explorer import Explorer
from aitaxonomy.site.frame import Frame, assets
from aitaxonomy.site.ground import ground, redirects
from aitaxonomy.site.plain_text import plain_text
from aitaxonomy.site.sparql import Queries
from aitaxonomy.site.things import Things
from aitaxonomy.store.described import described

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy


class Pages:
    """The pages of a taxonomy's site.

    Args:
        ai: the taxonomy.
        home: where the site will stand, for what needs whole addresses; with a slash at its end.

    Attributes:
        folders: the folder of the page of each thing, by its IRI.

    """

    def __init__(self, ai: Taxonomy, home: str = HOME) -> None:
        self._ai, self._things, self._home = ai, Things(ai), home
        folders = {iri: folder_of(iri) for iri in self._things.all}
        self.folders = {iri: folder for iri, folder in folders.items() if folder}
        self._documents = documents()
        self._frame = Frame(frozenset(self.folders.values()), bool(self._documents), home)
        self._explorer = Explorer(ai, self._things, self._frame)

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path of each file, relative to the site, with its content."""
        paths = []
        things = (each for iri in self.folders for each in self.of_thing(iri))
        for path, content in with_twins(chain(self.of_texts(), things)):
            yield path, content
            paths += [path.removesuffix("index.html")] if path.endswith(".html") else []
        yield "sitemap.xml", render("site/sitemap.xml", home=self._home, paths=paths).encode()

    def of_thing(self, iri: str) -> Iterator[tuple[str, bytes]]:
        """Yield the page of a thing, the same as data, and its pictures if it has any."""
        folder, values = self.folders[iri], self._things.page(iri)
        values["pictures"] = self._explorer.pictures_of(iri)
        title = f"{values['label']} ({values['name']})"
        yield f"{folder}index.html", self._frame.page(folder, "thing", title, **values)
        for media_type, end in DATA.items():
            yield f"{folder}index.{end}", described(self._ai.content.store, iri, media_type)
        for picture in values["pictures"]:
            yield f"{folder}{picture.name}.svg", picture.file()

    def of_texts(self) -> Iterator[tuple[str, bytes]]:
        """Yield all that is not about one thing: lists, questions, documents, what pages need."""
        yield from self._lists()
        queries = Queries(self._ai, self._frame)
        yield from map(queries.question, self._ai.questions())
        yield from queries.all()
        for each in self._documents:
            yield each.name, self._frame.page(each.name, "document", each.title, html=each.html)
        for picture in pictures() if self._documents else ():
            yield f"docs/{picture.name}", picture.read_bytes()
        yield from ground(self._ai, self._frame)
        yield from assets()
        yield "search.json", self._index()
        yield "w3id.htaccess", redirects(self._home)
        yield "llms.txt", render("site/llms.txt", home=self._home, **self._counts()).encode()

    def _lists(self) -> Iterator[tuple[str, bytes]]:
        ai = self._ai
        comparison = ai.compare("GenerativeAI", "LLM").for_html()
        home: dict[str, Any] = {"comparison": comparison, "overview": self._explorer.overview}
        title = "aitaxonomy: the taxonomy of AI systems"
        page = self._frame.page("", "home", title, scripts=["home"], **home | self._counts())
        yield "index.html", page
        yield from self._explorer.pages()
        asked = self._frame.page("questions/", "questions", "Questions", questions=ai.questions())
        yield "questions/index.html", asked
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

    def _index(self) -> bytes:
        """Return what is searched: for each thing its label, folder, sort and other names."""
        entries, systems = [], frozenset(self._things.systems)
        for iri, folder in self.folders.items():
            term = self._ai.term(iri)
            sort = "system" if iri in systems else term.kind
            entries.append([term.label, folder, sort, list(term.alt_labels)])
        return json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()


def with_twins(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Yield files, and after each page the same in plain text."""
    for path, content in files:
        yield path, content
        if path.endswith(".html"):
            yield twin(path), plain_text(content.decode()).encode()
