"""The pages to explore by: tree, systems, timeline and matrix, with their pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aitaxonomy.graph.term import Term
from aitaxonomy.html import Link, render
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.site.facets import FacetedSystem, Facets, name_of
from aitaxonomy.site.frame import Frame
from aitaxonomy.site.pictures import taxonomy
from aitaxonomy.site.pictures.lineage import Lineages
from aitaxonomy.site.pictures.matrix import matrix
from aitaxonomy.site.pictures.svg import Picture
from aitaxonomy.site.pictures.timeline import Timeline
from aitaxonomy.site.things import HEADLINE, Things

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

_STATED = """SELECT ?narrower ?wider {
    { ?narrower rdfs:subClassOf ?wider } UNION
    { ?narrower owl:equivalentClass/owl:intersectionOf/rdf:rest*/rdf:first ?wider }
    FILTER(isIRI(?narrower) && isIRI(?wider)) }"""
_MAKERS_SHOWN = 2


class Explorer:
    """Makes the pages and pictures by which one finds one's way.

    Args:
        ai: the taxonomy.
        things: what is shown of each thing.
        frame: what pages stand in.

    """

    def __init__(self, ai: Taxonomy, things: Things, frame: Frame) -> None:
        self._ai, self._things, self._frame = ai, things, frame

    @cached_property
    def facets(self) -> Facets:
        """What systems are looked through by."""
        return Facets(self._ai)

    @cached_property
    def _lineages(self) -> Lineages:
        return Lineages(self._ai, self.facets)

    @cached_property
    def overview(self) -> Picture:
        """The picture of the main kinds."""
        return taxonomy.main_kinds(self._ai)

    def pictures_of(self, iri: str) -> list[Picture]:
        """Return the pictures of a system, if any."""
        return list(self._lineages.pictures(iri))

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pages, their pictures as files, and what the filters read."""
        yield "taxonomy.svg", self.overview.file()
        yield "systems.json", self.facets.document()
        yield from self._tree()
        yield from self._systems()
        yield from self._timeline()
        yield from self._matrix()

    def _page(
        self, name: str, title: str, scripts: Iterable[str] = (), **values: Any
    ) -> tuple[str, bytes]:
        folder = f"{name}/"
        page = self._frame.page(folder, name, title, scripts=scripts, **values)
        return f"{folder}index.html", page

    # --- the tree

    def _tree(self) -> Iterator[tuple[str, bytes]]:
        members = taxonomy.members(self._ai)
        rows = self._ai.content.store.select(_STATED, inferred=False).rows
        stated = {(str(narrower), str(wider)) for narrower, wider in rows}
        roots = [self._branch(root, (), members, stated) for root in self._ai.tree().roots]
        filters = render("site/filters.html", kinds=False)
        yield self._page("tree", "Tree of all terms", ["tree"], roots=roots, filters=filters)

    def _branch(
        self,
        term: Term,
        above: tuple[Term, ...],
        members: dict[str, int],
        stated: set[tuple[str, str]],
    ) -> dict[str, Any]:
        """Return a term with what is narrower, to any depth; what is below itself is left out."""
        path = (*above, term)
        below = [each for each in self._ai.tree(term).children(term) if each not in path]
        is_class = term.kind == "class"
        return {
            "term": Link(term.label, term.iri),
            "definition": term.definition,
            "members": members.get(term.iri, 0) if is_class else 0,
            "undecided": self.facets.undecided[term.iri],
            "kind": name_of(term.iri) if term.iri in self._kinds else "",
            "inferred": is_class and bool(above) and (term.iri, above[-1].iri) not in stated,
            "below": [self._branch(each, path, members, stated) for each in below],
        }

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(kind for each in self.facets.systems.values() for kind in each.kinds)

    # --- lists and pictures

    def _systems(self) -> Iterator[tuple[str, bytes]]:
        label = self._ai.names.label
        heads = [Link(label(AIT + kind), AIT + kind) for kind in HEADLINE]
        rows = [
            (
                Link(each.label, each.iri),
                self._makers(each),
                each.date,
                self._things.summary(each.iri)[1:],
            )
            for each in self.facets.systems.values()
        ]
        filters = render("site/filters.html", kinds=True)
        values = {"heads": heads, "rows": rows, "filters": filters}
        yield self._page("systems", "All systems", ["systems"], **values)

    def _makers(self, system: FacetedSystem) -> str:
        names = sorted(map(self.facets.label, system.makers), key=str.casefold)
        more = len(names) - _MAKERS_SHOWN
        return ", ".join(names[:_MAKERS_SHOWN]) + (f" and {more} more" if more > 0 else "")

    def _timeline(self) -> Iterator[tuple[str, bytes]]:
        timeline = Timeline(self._ai, self.facets)
        picture = timeline.picture()
        years = [
            (year, [Link(each.label, each.iri) for each in year.notable])
            for year in timeline.years()
        ]
        yield "timeline/timeline.svg", picture.file()
        yield self._page("timeline", picture.title, picture=picture, years=years)

    def _matrix(self) -> Iterator[tuple[str, bytes]]:
        found = [matrix(self.facets, "generates"), matrix(self.facets, "accepts")]
        for each in found:
            yield f"matrix/{each.facet}.svg", each.picture().file()
        yield self._page("matrix", "Kinds and modalities", matrices=found)
