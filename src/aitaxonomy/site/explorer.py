"""The pages to explore by: tree, systems, timeline and matrix, with their pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aitaxonomy.advice.facets import Facets
from aitaxonomy.graph.term import Term
from aitaxonomy.html import Link
from aitaxonomy.site.addresses import name_of
from aitaxonomy.site.frame import Frame
from aitaxonomy.site.pictures import taxonomy
from aitaxonomy.site.pictures.lineage import Lineages
from aitaxonomy.site.pictures.matrix import matrix
from aitaxonomy.site.pictures.svg import Picture
from aitaxonomy.site.pictures.timeline import Timeline, Year
from aitaxonomy.site.things import AT_ONCE

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

_STATED = """SELECT ?narrower ?wider {
    { ?narrower rdfs:subClassOf ?wider } UNION
    { ?narrower owl:equivalentClass/owl:intersectionOf/rdf:rest*/rdf:first ?wider }
    FILTER(isIRI(?narrower) && isIRI(?wider)) }"""
#: How many years the home page shows, and how wide the longest bar is.
_YEARS, _WIDTH = 9, 200


class Explorer:
    """Makes the pages and pictures by which one finds one's way.

    Args:
        ai: the taxonomy.
        facets: what systems are looked through by.
        frame: what pages stand in.

    """

    def __init__(self, ai: Taxonomy, facets: Facets, frame: Frame) -> None:
        self._ai, self.facets, self._frame = ai, facets, frame

    @cached_property
    def lineages(self) -> Lineages:
        """How systems are linked."""
        return Lineages(self._ai, self.facets)

    @cached_property
    def overview(self) -> Picture:
        """The picture of the main kinds."""
        return taxonomy.main_kinds(self._ai)

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pages, and their pictures as files."""
        yield "taxonomy.svg", self.overview.file()
        yield from self._tree()
        yield from self._systems()
        yield from self._timeline()
        yield from self._matrix()

    # --- the tree

    def _tree(self) -> Iterator[tuple[str, bytes]]:
        members = taxonomy.members(self._ai)
        rows = self._ai.content.store.select(_STATED, inferred=False).rows
        stated = {(str(narrower), str(wider)) for narrower, wider in rows}
        roots = [self._branch(root, (), members, stated) for root in self._ai.tree().roots]
        yield self._frame.page("tree/", "tree", "Tree of all terms", scripts=["tree"], roots=roots)

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
        facets = self.facets
        known = [*filter(facets.is_notable, filter(facets.is_current, facets.newest))]
        values: dict[str, Any] = {
            "scripts": ["list"],
            "total": len(facets.systems),
            "count": len(known),
            "rows": [(Link(each.label, each.iri), facets.cells(each)) for each in known[:AT_ONCE]],
            "choices": self._choices(),
        }
        yield self._frame.page("systems/", "systems", "Systems", **values)

    def _choices(self) -> dict[str, list[tuple[str, str]]]:
        """Return what each field of the filters offers: names and labels."""
        found: dict[str, set[str]] = defaultdict(set)
        years = set()
        for each in self.facets.systems.values():
            found["kind"] |= each.kinds
            found["maker"] |= each.makers
            found["open"] |= each.openness
            found["licence"] |= each.licences
            found["language"] |= each.languages
            found["generates"] |= each.generates.keys()
            found["accepts"] |= each.accepts.keys()
            years.add(each.date[:4])
        label = self.facets.label
        return {
            "year": [(year, year) for year in sorted(years - {""}, reverse=True)],
            **{
                field: [(name_of(iri), label(iri)) for iri in sorted(
                    iris, key=lambda iri: (label(iri).casefold(), iri))]
                for field, iris in found.items()
            },
        }  # fmt: skip

    @cached_property
    def _dated(self) -> Timeline:
        return Timeline(self.facets)

    def years(self) -> list[tuple[Year, float, float, str]]:
        """Return the timeline in small: each year, the widths of two bars, and the best known."""
        years = self._dated.years()[:_YEARS]
        scale = _WIDTH / max(year.generative for year in years)
        return [
            (year, round(year.llms * scale, 1), round((year.generative - year.llms) * scale, 1),
             ", ".join(each.label for each in year.notable[:2]))
            for year in years
        ]  # fmt: skip

    def _timeline(self) -> Iterator[tuple[str, bytes]]:
        timeline = self._dated
        picture, makers = timeline.pictures()
        years = [
            (year, [Link(each.label, each.iri) for each in year.notable])
            for year in timeline.years()
        ]
        yield "timeline/timeline.svg", picture.file()
        values: dict[str, Any] = {"picture": picture, "makers": makers, "years": years}
        yield self._frame.page("timeline/", "timeline", picture.title, **values)

    def _matrix(self) -> Iterator[tuple[str, bytes]]:
        found = [matrix(self.facets, "generates"), matrix(self.facets, "accepts")]
        for each in found:
            yield f"matrix/{each.facet}.svg", each.picture().file()
        yield self._frame.page("matrix/", "matrix", "Kinds and modalities", matrices=found)
