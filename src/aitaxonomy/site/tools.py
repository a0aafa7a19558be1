"""The pages that work by themselves: compare, advise, check a claim, classify a pasted list.

What they show is made here by the library and lies beside them as JSON, which is loaded when it is
needed. Things are told by their place in `search.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from aitaxonomy import clock
from aitaxonomy.advice import choices
from aitaxonomy.advice import page_tables as advice
from aitaxonomy.html import Link
from aitaxonomy.inference import claims, everyday_tables
from aitaxonomy.inference import verdict_matrix as verdicts
from aitaxonomy.inventory.matching.matcher import name_tables
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.site.frame import Frame, compact_json

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

#: The pairs of kinds that have a page which compares them; counting members takes a second.
COMPARED = (("GenerativeAI", "LLM"), ("LLM", "MultimodalLLM"))
_EXEMPLARS = "SELECT DISTINCT ?x { ?x ait:exemplarOf ?kind }"
_NOTATIONS = "SELECT ?x ?name { ?x skos:notation ?name }"

Files = Iterator[tuple[str, bytes]]


class Tools:
    """The four pages with their data.

    Args:
        ai: the taxonomy.
        things: the IRIs of all things with pages, in the order of `search.json`.
        headline: the kinds on which each system has a verdict, by local name.
        frame: the frame of the pages.

    """

    def __init__(
        self, ai: Taxonomy, things: Iterable[str], headline: Iterable[str], frame: Frame
    ) -> None:
        self._ai, self._frame = ai, frame
        self._places = {iri: place for place, iri in enumerate(things)}
        self._headline = [AIT + kind for kind in headline]
        self._day = clock.today()

    def pages(self) -> Files:
        """Yield the pages: the path of each, and its content."""
        names, select = self._ai.names, self._ai.content.store.select
        pairs = []
        for a, b in COMPARED:
            comparison = self._ai.compare(a, b)
            title = f"{comparison.a.label} and {comparison.b.label}"
            path = f"compare/{a}+{b}.html"
            pairs.append(Link(title, path.removeprefix("compare/")))
            yield path, self._frame.page(path, "pair", title, **comparison.for_html())
        yield self._page("compare", "Compare", pairs=pairs)
        yield self._page(
            "advise",
            "Advice",
            day=self._day,
            choices=choices.choices(select, names),
            parameters=list(map(int, choices.PARAMETERS)),
            tokens=choices.TOKENS,
            days=choices.DAYS,
        )
        yield self._page("check", "Check a claim", forms=claims.FORMS)
        heads = [Link(names.label(iri), iri) for iri in self._headline]
        yield self._page("classify", "Classify a list", heads=heads)

    def _page(self, name: str, title: str, **values: Any) -> tuple[str, bytes]:
        page = self._frame.page(f"{name}/", name, title, scripts=(name,), **values)
        return f"{name}/index.html", page

    def data(self) -> Files:
        """Yield what the pages load: the path of each file, and its content."""
        strict = verdicts.tabulate(self._ai.content)
        words = everyday_tables.tabulate(self._ai.content, strict)
        yield "check/verdicts.json", compact_json(self._verdicts(strict, words.pop("products")))
        yield "check/words.json", compact_json(self._words(words))
        table = name_tables(self._ai.content.matcher, self._places)
        table["patterns"] = _for_scripts(table["patterns"])
        yield "classify/names.json", compact_json(table)
        select = self._ai.content.store.select
        tables = advice.tabulate(select, self._ai.names, self._day)
        cited = tables["advice"]["sources"]
        tables["advice"]["sources"] = {name: self._ai.content.links(name) for name in cited}
        for name, each in tables.items():
            yield f"advise/{name}.json", compact_json(each)

    def _verdicts(
        self, strict: verdicts.Verdicts, products: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Return all verdicts on kinds: the strict ones, and those of products as people speak."""
        spoken = {iri: each["row"] for iri, each in products.items()}
        rows = {
            row: i for i, row in enumerate(sorted({*strict.individuals.values(), *spoken.values()}))
        }
        select = self._ai.content.store.select
        found: dict[str, Any] = self._placed(
            {
                "kinds": strict.kinds,
                "headline": [strict.kinds.index(iri) for iri in self._headline],
                "rows": list(rows),
                "things": [rows.get(strict.individuals.get(iri, ""), -1) for iri in self._places],
                "products": {iri: rows[row] for iri, row in spoken.items()},
                "notes": {iri: each["notes"] for iri, each in products.items() if each["notes"]},
                "every": [strict.every[kind] for kind in strict.kinds],
                "none": [strict.none[kind] for kind in strict.kinds],
                "exemplars": sorted(str(row[0]) for row in select(_EXEMPLARS).rows),
            }
        )
        return found

    def _words(self, words: dict[str, Any]) -> dict[str, Any]:
        """Return what claims are read by, and what is known of values, numbers and days."""
        grammar = claims.tabulated()
        notations = [
            (str(name), str(iri)) for iri, name in self._ai.content.store.select(_NOTATIONS).rows
        ]
        found: dict[str, Any] = self._placed(
            {
                **words,
                **grammar,
                "patterns": _for_scripts(words["patterns"] | grammar["patterns"]),
                "notations": sorted(each for each in notations if each[1] in self._places),
            }
        )
        return found

    def _placed(self, value: Any) -> Any:
        """Return a value in which each IRI of a thing is its place."""
        if isinstance(value, str):
            return self._places.get(value, value)
        if isinstance(value, Mapping):
            return {self._placed(key): self._placed(each) for key, each in value.items()}
        return [self._placed(each) for each in value] if isinstance(value, (list, tuple)) else value


def _for_scripts(patterns: Mapping[str, str]) -> dict[str, str]:
    return {name: for_scripts(each) for name, each in patterns.items()}


def for_scripts(pattern: str) -> str:
    r"""Return a regular expression as JavaScript writes it, with the flag `u`.

    >>> for_scripts(r"(?P<x>[^\W\d_]+)")
    '(?<x>\\p{L}+)'
    """
    return pattern.replace("(?P<", "(?<").replace(r"[^\W\d_]", r"\p{L}")
