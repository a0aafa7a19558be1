"""The pages of the site, one after the other, as paths and texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from aitaxonomy.advice.facets import Facets
from aitaxonomy.answers.senses import Senses
from aitaxonomy.html import render
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.site.addresses import HOME, page_of
from aitaxonomy.site.answers import LookUps
from aitaxonomy.site.documents import document_pages, documents
from aitaxonomy.site.explorer import Explorer
from aitaxonomy.site.frame import NOT_FOUND, Frame, assets, data
from aitaxonomy.site.ground import described, ground, redirects
from aitaxonomy.site.groups import groups
from aitaxonomy.site.reference import Command, reference_pages
from aitaxonomy.site.sparql import Queries
from aitaxonomy.site.things import HEADLINE, Things
from aitaxonomy.site.tools import Tools
from aitaxonomy.site.versions import version_pages
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
        of_things: the page of each thing, by its IRI.

    """

    def __init__(self, ai: Taxonomy, home: str = HOME, commands: Sequence[Command] = ()) -> None:
        self._ai, self._home, self._commands = ai, home, commands
        self._facets = Facets(ai.content.store.select, ai.names.label)
        self._senses = Senses(ai.content)
        self._things = Things(ai, self._facets, self._senses)
        self.of_things = {iri: page for iri in self._things.all if (page := page_of(iri))}
        self._documents = documents()
        self._frame = Frame(frozenset(self.of_things.values()), bool(self._documents), home)
        self._explorer = Explorer(ai, self._facets, self._frame)
        self._places = {iri: place for place, iri in enumerate(self.of_things)}

    def all(self) -> Files:
        """Yield the path of each file, relative to the site, with its content."""
        paths = []
        for path, content in chain(self.of_texts(), *map(self.of_thing, self.of_things)):
            yield path, content
            if path.endswith(".html") and path != NOT_FOUND:
                paths.append(path.removesuffix("index.html"))
        yield "sitemap.txt", "".join(f"{self._home}{path}\n" for path in paths).encode()

    def of_thing(self, iri: str) -> Files:
        """Yield the page of a thing, and the same as data."""
        path, values = self.of_things[iri], self._things.page(iri)
        values["pictures"] = list(self._explorer.lineages.pictures(iri))
        title = f"{values['label']} ({values['name']})"
        yield self._frame.page(path, "thing", title, **values)
        triples = thing_documents.said(self._ai.content.store, iri)
        yield path.replace(".html", ".ttl"), thing_documents.document(triples)

    def of_texts(self) -> Files:
        """Yield all that is not about one thing: lists, questions, documents, what pages need."""
        yield from self._lists()
        queries = Queries(self._ai, self._frame)
        yield from map(queries.question, self._ai.questions())
        yield from queries.all()
        if self._documents:
            yield from document_pages(self._frame, self._documents)
            yield from reference_pages(self._frame, self._ai, self._commands)
            yield from version_pages(self._frame)
        yield from Tools(self._ai, HEADLINE, self._frame).pages()
        yield from ground(self._ai, self._frame)
        yield from assets(self._home)
        yield self._frame.page(NOT_FOUND, "not_found", "There is no such page")
        yield from self.of_data()
        yield "w3id.htaccess", redirects(self._home)
        yield "void.ttl", described(self._ai, self._home, self._counts()["systems"])
        yield "llms.txt", render("site/llms.txt", home=self._home, **self._counts()).encode()

    @cached_property
    def _answers(self) -> LookUps:
        return LookUps(self._ai, self._facets, self._places, HEADLINE, self._senses)

    def of_data(self) -> Files:
        """Yield what scripts load."""
        heads = [self._ai.names.label(AIT + kind) for kind in HEADLINE]
        yield data("systems", self._facets.table(self._answers.headline(), heads))
        yield data("answers", self._answers.table())
        yield data("names", self.names())
        yield data("texts", self._texts())

    def _lists(self) -> Files:
        ai = self._ai
        home: dict[str, Any] = {
            "examples": self._answers.examples(),
            "overview": self._explorer.overview,
            "years": self._explorer.years(),
            **self._counts(),
        }
        title = "aitaxonomy: the taxonomy of AI systems"
        yield self._frame.page("", "home", title, scripts=["home"], **home)
        yield from self._explorer.pages()
        known = {each.name: each for each in ai.questions()}
        of = {group: list(map(known.get, names)) for group, names in groups("questions").items()}
        yield self._frame.page("questions/", "questions", "Questions", groups=of.items())
        claims = ai.claims().for_html()
        yield self._frame.page("claims/", "claims", "The article, checked", **claims)

    def _counts(self) -> dict[str, int]:
        return {
            "systems": len(self._things.systems),
            "things": len(self.of_things.keys() - self._ai.names.deprecated.keys()),
            "questions": len(self._ai.questions()),
        }

    def names(self) -> list[object]:
        """Return what is searched: for each thing its label, page, sort and other names.

        Those in other languages stand last, if there are any.
        """
        entries: list[object] = []
        systems = frozenset(self._things.systems)
        translated: dict[str, list[str]] = {}
        for name, iri in self._ai.names.translated.items():
            translated.setdefault(iri, []).append(name)
        known, former = self._ai.names, dict[str, list[str]]()
        for old in known.deprecated:  # whose name finds what replaces it, too
            if (new := known.current(old)) != old:
                former.setdefault(new, []).append(known.label(old))
        for iri, page in self.of_things.items():
            term = self._ai.term(iri)
            sort = "system" if iri in systems else term.kind
            if term.warning:
                sort = "deprecated"
            elif sort == "individual" and term.parents:
                sort = term.parents[0].label
            more = [translated[iri]] if iri in translated else []
            entries.append(
                [term.label, page, sort, [*term.alt_labels, *former.get(iri, ())], *more]
            )
        return entries

    def _texts(self) -> list[tuple[str, str, str, list[str]]]:
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
        return entries
