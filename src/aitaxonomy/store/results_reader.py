"""Results of SPARQL in JSON, as servers send them, read into tables.

Servers go beyond the standard: labels of blank nodes are of any form, and Virtuoso answers ASK by a
row with 1 or 0. What they mean is plain, so it is taken.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aitaxonomy.store.table import Table

if TYPE_CHECKING:
    import pyoxigraph as ox

#: The column in which Virtuoso has the answer of an ASK.
_ASKED = ("__ASK_RETVAL",)


def read_results(content: bytes) -> Table:
    """Return the table of a SPARQL 1.1 results document in JSON; raises `ValueError`.

    >>> bool(read_results(b'{"head": {}, "boolean": true}'))
    True
    >>> read_results(b'{"head": {"vars": ["x"]}, "results": {"bindings": [{}]}}').rows
    [(None,)]
    """
    import pyoxigraph as ox

    try:
        document = json.loads(content)
        if isinstance(yes := document.get("boolean"), bool):
            return Table(("answer",), ((ox.Literal(yes),),), form="ASK")
        columns = tuple(map(str, document["head"]["vars"]))
        reader = _Reader()
        rows = tuple(
            tuple(reader.term(binding.get(name)) for name in columns)
            for binding in document["results"]["bindings"]
        )
    except RecursionError:
        raise ValueError("it nests too deep") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it has no {error}" if isinstance(error, KeyError) else error) from None
    if columns == _ASKED:
        yes = any(row[0] is not None and row[0].value in ("1", "true") for row in rows)
        return Table(("answer",), ((ox.Literal(yes),),), form="ASK")
    return Table(columns, rows)


class _Reader:
    """Reads terms; the same label stands for the same blank node."""

    def __init__(self) -> None:
        self._nodes: dict[str, ox.BlankNode] = {}

    def term(self, said: Mapping[str, Any] | None) -> Any:
        """Return the term that is described, None for none."""
        import pyoxigraph as ox

        if said is None:
            return None
        kind, value = said["type"], said["value"]
        if kind == "uri":
            return ox.NamedNode(value)
        if kind == "bnode":
            return self._nodes.setdefault(value, ox.BlankNode())
        if kind == "triple":
            return ox.Triple(*(self.term(value[p]) for p in ("subject", "predicate", "object")))
        if kind not in ("literal", "typed-literal"):
            raise ValueError(f"{kind!r} is no type of a term")
        language, datatype = said.get("xml:lang"), said.get("datatype")
        if language or not datatype:
            return ox.Literal(value, language=language)
        return ox.Literal(value, datatype=ox.NamedNode(datatype))
