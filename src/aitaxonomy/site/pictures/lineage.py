"""Origins, components and descendants of a system, and the tree of a family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from aitaxonomy.advice.facets import Facets
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.site.pictures import trees
from aitaxonomy.site.pictures.svg import Picture, box, label, line, linked, measure
from aitaxonomy.site.pictures.trees import Node
from aitaxonomy.text import clipped

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

#: The links that are drawn, by local name: what a system is linked by, and what links to it.
_WORDS = {
    "poweredBy": ("powered by", "powers"),
    "integrates": ("integrates", "integrated in"),
    "hasComponent": ("has inside", "inside of"),
    "servesModel": ("offers", "offered as"),
    "fineTunedFrom": ("fine-tuned from", "fine-tuned from it"),
    "distilledFrom": ("distilled from", "distilled from it"),
    "quantizedFrom": ("quantized from", "quantized from it"),
    "mergedFrom": ("merged from", "merged from it"),
    "adapterOf": ("adapter of", "its adapters"),
    "derivedFrom": ("derived from", "derived from it"),
    "supersedes": ("takes the place of", "superseded by"),
    "memberOf": ("member of", ""),
    "subfamilyOf": ("part of", ""),
}
_DERIVED = tuple(link for link in _WORDS if link.endswith("From") or link == "adapterOf")
_TURNED = {"hasMember": "memberOf", "hasSubfamily": "subfamilyOf"}
_DRAWN = sorted({*_WORDS, *_TURNED} - {"subfamilyOf"})
_LINKS = f"""SELECT ?a ?link ?b {{ VALUES ?link {{ {" ".join(f"ait:{each}" for each in _DRAWN)} }}
    ?a ?link ?b }}"""
_MOST, _MOST_OF_FAMILY, _LETTERS, _LETTERS_OF_ASIDE = 6, 10, 34, 48
_ROW, _SPACE, _REACH, _CARD = 21, 14, 26, 34


class _Group(NamedTuple):
    """Systems that stand in one relation to another."""

    heading: str
    nodes: list[Node]

    @property
    def height(self) -> float:
        return _ROW * (1 + len(self.nodes))

    @property
    def width(self) -> float:
        return max(measure(self.heading, 12, bold=True), *(node.width() for node in self.nodes))


class Lineages:
    """How systems are linked, as stated.

    >>> from aitaxonomy import Taxonomy
    >>> ai = Taxonomy()
    >>> lineages = Lineages(ai, Facets(ai.content.store.select, ai.names.label))
    >>> [each.title for each in lineages.pictures("https://w3id.org/aitaxonomy/id/gpt-4o")]
    ['Lineage of GPT-4o']

    """

    def __init__(self, ai: Taxonomy, facets: Facets) -> None:
        self._facets = facets
        self._out: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._in: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in ai.content.store.select(_LINKS, inferred=False).rows:
            a, name, b = map(str, row)
            link = name.removeprefix(AIT)
            if link in _TURNED:
                a, link, b = b, _TURNED[link], a
            if b not in self._out[a][link]:
                self._out[a][link].append(b)
                self._in[b][link].append(a)

    def pictures(self, iri: str) -> Iterator[Picture]:
        """Yield the pictures of a system: none, if it is linked to its family alone."""
        if any(link in self._in[iri] for link in ("memberOf", "subfamilyOf")):
            yield self._family(iri)
        left = [self._group(iri, link, words[0], self._out) for link, words in _WORDS.items()]
        right = [self._group(iri, link, words[1], self._in) for link, words in _WORDS.items()]
        before, after = list(filter(None, left)), list(filter(None, right))
        if after or len(before) > 1 or not set(self._out[iri]) <= {"memberOf", "subfamilyOf"}:
            yield self._neighbours(iri, before, after)

    def _label(self, iri: str) -> str:
        return clipped(self._facets.label(iri), _LETTERS)

    def _date(self, iri: str) -> str:
        system = self._facets.systems.get(iri)
        return system.date if system else ""

    def _sorted(self, iris: Iterable[str]) -> list[str]:
        return sorted(iris, key=lambda each: (self._date(each) or "9", self._label(each)))

    # --- what is around a system

    def _group(
        self, iri: str, link: str, heading: str, links: dict[str, dict[str, list[str]]]
    ) -> _Group | None:
        found = self._sorted(links[iri].get(link, ())) if heading else []
        return _Group(heading, self._nodes(found, _MOST)) if found else None

    def _nodes(self, iris: list[str], most: int) -> list[Node]:
        """Return a node for each, with its year; of too many the first, and how many are left."""
        shown = iris if len(iris) <= most + 1 else iris[:most]
        nodes = [Node(self._label(each), each, self._date(each)[:4]) for each in shown]
        if rest := len(iris) - len(shown):
            nodes.append(Node(f"and {rest} more", kind="pic-again"))
        return nodes

    def _neighbours(self, iri: str, before: list[_Group], after: list[_Group]) -> Picture:
        name = self._label(iri)
        height = max(_CARD, _height(before), _height(after))
        middle = height / 2
        left = max((group.width for group in before), default=0) + 8
        card = left + 2 * _REACH if before else 0
        width = measure(name, bold=True) + 24
        right = card + width + 2 * _REACH
        parts = [
            *_column(before, 0, left, card, middle),
            *_column(after, right, right - 12, card + width, middle),
            box("pic-card", card, middle - _CARD / 2, width, _CARD, radius=8),
            label(card + width / 2, middle + 4.5, name, "pic-strong", end="middle"),
        ]
        reach = max((group.width for group in after), default=-2 * _REACH)
        title = f"Lineage of {name}"
        says = (
            "Left: what it is made from, consists of, replaces or belongs to. Right: what is made "
            "from it, runs on it or replaces it. A year is when a system was first heard of."
        )
        return Picture("lineage", title, says, right + reach, height, tuple(parts))

    # --- a family

    def _family(self, iri: str) -> Picture:
        title = f"The family {self._label(iri)}"
        said = (
            "A tree of the family, its narrower families and their models by date; where there is "
            "room, with what each was made from and takes the place of."
        )
        return trees.picture("family", title, said, self._tree(iri, ()))

    def _tree(self, iri: str, above: tuple[str, ...]) -> Node:
        """Return a family with its narrower ones, and with the models that are in none of them."""
        path = (*above, iri)
        families = [each for each in self._in[iri].get("subfamilyOf", ()) if each not in path]
        inside = {each for family in families for each in self._members(family, path)}
        own = [each for each in self._in[iri].get("memberOf", ()) if each not in inside]
        nodes = [(self._first(each, path), self._tree(each, path)) for each in families]
        models = self._sorted(own)
        shown = models if len(models) <= _MOST_OF_FAMILY + 1 else models[:_MOST_OF_FAMILY]
        nodes += [(self._date(each) or "9", self._model(each)) for each in shown]
        below = [node for _, node in sorted(nodes, key=lambda pair: (pair[0], pair[1].text))]
        if rest := len(models) - len(shown):
            below.append(Node(f"and {rest} more", kind="pic-again"))
        kind = "" if above else "pic-strong"
        return Node(self._label(iri), iri, self._date(iri)[:4], kind=kind, below=below)

    def _members(self, family: str, above: tuple[str, ...]) -> set[str]:
        found = set(self._in[family].get("memberOf", ()))
        for each in self._in[family].get("subfamilyOf", ()):
            if each not in above:
                found |= self._members(each, (*above, family))
        return found

    def _first(self, family: str, above: tuple[str, ...]) -> str:
        return min((self._date(each) or "9" for each in self._members(family, above)), default="9")

    def _model(self, iri: str) -> Node:
        told = [
            f"{_WORDS[link][0]} {', '.join(map(self._label, others[:2]))}"
            for link in (*_DERIVED, "supersedes")
            if (others := self._out[iri].get(link))
        ]
        aside = clipped(" · ".join(told), _LETTERS_OF_ASIDE)
        return Node(self._label(iri), iri, self._date(iri), aside)


def _height(groups: list[_Group]) -> float:
    return sum(group.height for group in groups) + _SPACE * max(0, len(groups) - 1)


def _column(
    groups: list[_Group], x: float, rail: float, card: float, middle: float
) -> Iterator[str]:
    """Yield groups under each other, each with a rail beside it that leads to the card."""
    top = middle - _height(groups) / 2
    turn = (rail + card) / 2
    for group in groups:
        rails = f"M{rail:g} {top + 4:g}V{top + group.height - 4:g}"
        to_card = f"M{rail:g} {top + group.height / 2:g}H{turn:g}V{middle:g}H{card:g}"
        yield line("pic-line", rails + to_card)
        yield label(x, top + 15, group.heading, "pic-head")
        for row, node in enumerate(group.nodes, 1):
            text = label(x, top + row * _ROW + 15, node.text, node.kind, note=node.note)
            yield linked(node.address, text)
        top += group.height + _SPACE
