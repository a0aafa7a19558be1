"""The pages that work by themselves: compare, check a claim, classify a list; and advice.

The library works out here what they look up. Advice is written out for each use
case; for any other wish the pages name the command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from aitaxonomy import clock
from aitaxonomy.answers import claims
from aitaxonomy.html import Link, render
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.site.frame import Frame

if TYPE_CHECKING:
    from aitaxonomy.advice.wishes import Wishes
    from aitaxonomy.taxonomy import Taxonomy

#: The pairs of kinds that have a page which compares them; counting members takes a second.
COMPARED = (("GenerativeAI", "LLM"), ("LLM", "MultimodalLLM"))
#: The wishes whose advice is written out beside that of the purpose: words, option, wish.
_WISHES: tuple[tuple[str, str, Wishes], ...] = (
    ("Anything", "", {}),
    ("Open weights", "--open-weights", {"open_weights": True}),
)
#: How many systems a page of advice shows.
_SHOWN = 5


class Tools:
    """The pages.

    Args:
        ai: the taxonomy.
        headline: the kinds on which each system has a verdict, by local name.
        frame: the frame of the pages.

    """

    def __init__(self, ai: Taxonomy, headline: Iterable[str], frame: Frame) -> None:
        self._ai, self._frame, self._headline = ai, frame, list(headline)

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pages: the path of each, and its content."""
        page, pairs = self._frame.page, []
        for a, b in COMPARED:
            comparison = self._ai.compare(a, b)
            title = f"{comparison.a.label} and {comparison.b.label}"
            path = f"compare/{a}+{b}.html"
            pairs.append(Link(title, path.removeprefix("compare/")))
            yield page(path, "pair", title, **comparison.for_html())
        yield page("compare/", "compare", "Compare systems", scripts=["compare"], pairs=pairs)
        yield page("check/", "check", "Check a claim", scripts=["check"], forms=claims.FORMS)
        heads = [Link(self._ai.names.label(AIT + kind), AIT + kind) for kind in self._headline]
        values: dict[str, Any] = {"heads": heads, "kinds": self._headline, "scripts": ["classify"]}
        yield page("classify/", "classify", "Classify a list", **values)
        yield from self._advice()

    def _advice(self) -> Iterator[tuple[str, bytes]]:
        found = sorted(self._ai["UseCase"].instances, key=lambda term: term.label.casefold())
        names = ["index", *(term.iri.rpartition("/")[2] for term in found[1:])]
        links = [Link(term.label, f"{name}.html") for term, name in zip(found, names, strict=True)]
        for term, link in zip(found, links, strict=True):
            advice = [
                (words, f'aitaxonomy recommend "{term.label}" {option}'.rstrip(),
                 render("advice.html", **self._ai.recommend(term, **wishes).for_html(_SHOWN)))
                for words, option, wishes in _WISHES
            ]  # fmt: skip
            values: dict[str, Any] = {"purpose": term.label, "advice": advice, "links": links}
            values["day"] = clock.today()
            title, path = f"Advice: {term.label}", f"advise/{link.url}"
            yield self._frame.page(path, "advise", title, **values)
