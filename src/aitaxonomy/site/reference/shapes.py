"""The shapes: what each demands of what, in its own words."""

from __future__ import annotations

from typing import NamedTuple, cast

from aitaxonomy import _data
from aitaxonomy.rdf.namespaces import PREFIXES, curie
from aitaxonomy.store import read_triples

_SHAPES = """
SELECT ?shape ?severity ?message (GROUP_CONCAT(DISTINCT STR(?target); separator=" ") AS ?targets) {
  ?shape sh:message ?message .
  OPTIONAL { ?shape sh:severity ?severity }
  OPTIONAL {
    ?shape (^sh:property|^sh:node)* ?outer .
    { ?outer sh:targetClass ?target } UNION { ?outer sh:targetSubjectsOf ?target }
  }
} GROUP BY ?shape ?severity ?message ORDER BY ?shape
"""


class Shape(NamedTuple):
    """A shape: its name, what it looks at, how grave a violation is, and what is then told."""

    name: str
    targets: tuple[str, ...]
    severity: str
    message: str


def shapes() -> dict[str, list[Shape]]:
    """Return the shapes that say something, by file.

    >>> [shape.name for shape in shapes()["llm"]]
    ['ais:LLMGeneratesText', 'ais:LLMIsLarge', 'ais:LanguageModelPrimaryText']
    """
    import pyoxigraph as ox

    found = {}
    for file in sorted(_data.folder("shapes").glob("*.ttl")):
        store = ox.Store()
        store.extend(ox.Quad(*triple) for triple in read_triples(file))
        rows = cast("ox.QuerySolutions", store.query(_SHAPES, prefixes=PREFIXES))
        told = [
            Shape(
                curie(row["shape"].value) if isinstance(row["shape"], ox.NamedNode) else "",
                tuple(map(curie, row["targets"].value.split() if row["targets"] else ())),
                (row["severity"].value if row["severity"] else "Violation").rpartition("#")[2],
                row["message"].value,
            )
            for row in rows
        ]
        if told:
            found[file.stem] = told
    return found
