"""Generative AI by the day it was first heard of: a row for each of the makers with most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from textwrap import wrap
from typing import NamedTuple

from aitaxonomy.advice.facets import FacetedSystem, Facets
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth
from aitaxonomy.site.pictures.svg import Picture, box, clean, label, line, linked, measure

_LEGEND = {
    ENTAILED: "large language model, or powered by one",
    REFUTED: "other generative AI",
    UNKNOWN: "generative AI, whether an LLM is not known",
}
_FIRST = 2018
_MAKERS, _LANES, _LANE, _YEAR, _LEFT, _TOP, _LETTERS = 14, 3, 16, 108, 132, 52, 15
_NOTABLE = 8


class Year(NamedTuple):
    """A year of the timeline: how many systems are and may be LLMs, and the best known."""

    year: int
    generative: int
    llms: int
    undecided: int
    notable: tuple[FacetedSystem, ...]


class Timeline:
    """The generative AI of which there is a day.

    >>> from aitaxonomy import Taxonomy
    >>> ai = Taxonomy()
    >>> timeline = Timeline(Facets(ai.content.store.select, ai.names.label))
    >>> 2023 in [year.year for year in timeline.years()]
    True

    Attributes:
        systems: models and systems, without families and offers, the best known first.

    """

    def __init__(self, facets: Facets) -> None:
        self._facets = facets
        found = (each for each in facets.systems.values() if _shown(each))
        self.systems = sorted(found, key=lambda each: (-each.renown, each.date))

    def years(self) -> list[Year]:
        """Return each year with its systems, the latest first."""
        by_year: dict[int, list[FacetedSystem]] = defaultdict(list)
        for each in self.systems:
            by_year[each.year or 0].append(each)
        years = []
        for year, found in sorted(by_year.items(), reverse=True):
            truths = Counter(map(_is_llm, found))
            notable = tuple(sorted(found[:_NOTABLE], key=lambda each: each.date))
            years.append(Year(year, len(found), truths[ENTAILED], truths[UNKNOWN], notable))
        return years

    def pictures(self) -> tuple[Picture, Picture]:
        """Return the timeline as a picture; and its makers alone, which stay while it scrolls."""
        drawn = [each for each in self.systems if (each.year or 0) >= _FIRST]
        makers = self._facets.makers(drawn)[:_MAKERS]
        last = max((each.year or 0 for each in drawn), default=_FIRST)
        end = _LEFT + (last + 1 - _FIRST) * _YEAR
        parts, names, y = [*_key()], list[str](), float(_TOP)
        for maker in makers:
            its = [each for each in drawn if maker in each.makers]
            row, height = _row(its, y, end)
            names.append(self._maker(maker, y))
            parts += [line("pic-grid", f"M0 {y:g}H{end}"), names[-1], *row]
            y += height
        years = [
            part
            for year in range(_FIRST, last + 2)
            for part in _gridline(year, y, _LEFT + (year - _FIRST) * _YEAR, year <= last)
        ]
        said = (
            f"Generative AI from {_FIRST} to {last}, in a row for each of the {len(makers)} makers "
            "with most systems, by the earliest known date. Systems that most others build on have "
            "their names; the rest are dots. A system of several makers is in the row of each."
        )
        title = "Generative AI by maker and date"
        whole = Picture("timeline", title, said, end, y + 4, (*years, *parts))
        return whole, Picture("makers", "Makers", "", _LEFT, y + 4, tuple(names))

    def _maker(self, maker: str, y: float) -> str:
        words = wrap(self._facets.label(maker), _LETTERS, max_lines=2, placeholder="…")
        lines = (label(0, y + 14 * (n + 1), each, "pic-strong") for n, each in enumerate(words))
        return linked(maker, *lines)


def _shown(system: FacetedSystem) -> bool:
    kinds = system.kinds
    left_out = AIT + "ModelFamily" in kinds or AIT + "ModelOffering" in kinds
    return AIT + "GenerativeAI" in kinds and system.year is not None and not left_out


def _is_llm(system: FacetedSystem) -> Truth:
    """Return whether a system is an LLM as people use the word: ChatGPT is, too."""
    return system.kinds.truth(AIT + "LLMTechnology")


def _key() -> Iterable[str]:
    x = 0.0
    for truth, text in _LEGEND.items():
        yield from (_mark(truth, x + 5, 10), label(x + 14, 14.5, text))
        x += 36 + measure(text)


def _gridline(year: int, bottom: float, x: float, named: bool) -> Iterable[str]:
    yield line("pic-grid", f"M{x:g} {_TOP - 6}V{bottom:g}")
    if named:
        yield label(x + _YEAR / 2, _TOP - 12, str(year), "pic-head", end="middle")


def _row(systems: Iterable[FacetedSystem], top: float, end: float) -> tuple[list[str], float]:
    """Return the marks of a maker, with as many names as do not overlap, and the height.

    The first of the systems get their names first.
    """
    taken: list[list[tuple[float, float]]] = [[] for _ in range(_LANES)]
    named: list[tuple[FacetedSystem, int, float, float]] = []
    dots = []
    for each in systems:
        x = _x(each)
        width = measure(each.label, 11) + 9
        left = x - 5 if x + width < end else x - width
        span = (left, left + width + 5)
        for lane, spans in enumerate(taken):
            if all(span[1] < low or high < span[0] for low, high in spans):
                spans.append(span)
                named.append((each, lane, x, left))
                break
        else:
            dots.append((each, x))
    lanes = max(1, sum(map(bool, taken)))
    height = lanes * _LANE + (14 if dots else 4)
    parts = [_dot(each, x, top + lanes * _LANE + 5) for each, x in dots]
    parts += [_named(each, top + (lane + 0.5) * _LANE + 2, x, at) for each, lane, x, at in named]
    return parts, height


def _x(system: FacetedSystem) -> float:
    """Return where a day stands; one of which only month or year is known, in their middle."""
    year, month, day = (*map(int, system.date.split("-")[:3]), 0, 0)[:3]
    passed = (month - 1 + (day / 31 if day else 0.5)) / 12 if month else 0.5
    return round(_LEFT + (year - _FIRST + passed) * _YEAR, 1)


def _named(system: FacetedSystem, y: float, x: float, left: float) -> str:
    before = left < x - 5
    name = label(
        x - 8 if before else x + 8, y + 4, system.label, "pic-name", end="end" if before else ""
    )
    return linked(system.iri, _mark(_is_llm(system), x, y), name)


def _dot(system: FacetedSystem, x: float, y: float) -> str:
    title = f"<title>{clean(system.label)}, {system.date}</title>"
    return f"<g>{title}{_mark(_is_llm(system), x, y, 2.6)}</g>"


def _mark(llm: Truth, x: float, y: float, size: float = 4.5) -> str:
    """Return a dot for an LLM, a square for another, a ring where unknown: without colour, too."""
    if llm is REFUTED:
        return box("pic-other", x - size + 1, y - size + 1, 2 * size - 2, 2 * size - 2)
    sort = "llm" if llm is ENTAILED else "open"
    return f'<circle class="pic-{sort}" cx="{x:g}" cy="{y:g}" r="{size - (sort == "open"):g}"/>'
