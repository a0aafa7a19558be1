"""Work for requests in child processes: queries of users, and the verbs of the library."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import QueryRefused, UnknownTerm
from aitaxonomy.graph.deprecation import listening, with_warnings
from aitaxonomy.operations import OPERATIONS
from aitaxonomy.process import forbid_files
from aitaxonomy.rdf.namespaces import AIT, AIX
from aitaxonomy.server.mcp import Exchange
from aitaxonomy.server.pool import Work
from aitaxonomy.store import thing_documents
from aitaxonomy.store.query_text import ready, syntax_fault
from aitaxonomy.store.results import TRIPLES, written
from aitaxonomy.store.sandbox import Unparsable, answers, opened

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.taxonomy import Taxonomy

#: Bytes of a result after which it is cut.
SIZE = 32 << 20


class NotAcceptable(QueryRefused):
    """A query gives rows where triples were accepted only, or the other way round."""


def queries(content: Path | bytes) -> Work:
    """Return what runs a query over a store, in a process that opens no file from now on."""
    store = opened(content)
    ready()
    forbid_files()

    def work(asked: bytes) -> bytes:
        return _packed(*_queried(store, json.loads(asked)))

    return work


def _queried(store: ox.Store, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    query, limit = asked["query"], asked["limit"]
    try:
        form, columns, rows = answers(store, query, asked["graphs"], limit, asked["named"])
        format = asked["triples" if form == "CONSTRUCT" else "rows"]
        if format is None:
            what = "triples" if form == "CONSTRUCT" else "rows, or a truth"
            raise NotAcceptable(f"the query gives {what}, of which no format is accepted")
        found = written(form, columns, rows, format, limit=limit, size=SIZE)
    except Unparsable as error:
        raise QueryRefused(syntax_fault(query, str(error))) from None
    except SyntaxError as error:  # such as a property that RDF/XML has no way to write
        raise QueryRefused(f"the result cannot be written in this format: {error}") from None
    about = {"type": found.media_type, "count": found.count, "truncated": found.truncated}
    return about, found.content


def verbs(ai: Taxonomy, exchange: Callable[[Taxonomy], Exchange] | None) -> Work:
    """Return what runs a verb, or tells what is said of a thing, over a taxonomy.

    `exchange` makes what answers requests of agents.
    """
    agents = exchange and exchange(ai)
    ai.is_a("LLM", "GenerativeAI").to_json()  # reads what most requests need
    ai.recommend(use_case="Code Assistance")

    def work(asked: bytes) -> bytes:
        line, _, body = asked.partition(b"\n")
        todo = json.loads(line)
        if agents and "mcp" in todo:
            status, headers, content = agents(todo["mcp"], body)
            return _packed({"status": status, "headers": headers}, content)
        if iri := todo.get("thing"):
            return _packed({"type": TRIPLES[todo["format"]]}, _described(ai, iri, todo["format"]))
        with listening() as told:
            found = OPERATIONS[todo["verb"]].run(ai, todo["parameters"], body).to_json()
        text = json.dumps(with_warnings(found, told), ensure_ascii=False, indent=2)
        about = {"type": "application/json", **({"warnings": told} if told else {})}
        return _packed(about, text.encode(errors="replace"))

    return work


def _described(ai: Taxonomy, iri: str, format: str) -> bytes:
    triples = thing_documents.said(ai.content.store, iri)
    if not triples:
        name = iri.removeprefix(AIX).removeprefix(AIT)
        raise UnknownTerm(f"nothing is called {name!r} here")
    return thing_documents.document(triples, TRIPLES[format].partition(";")[0])


def _packed(about: dict[str, Any], content: bytes) -> bytes:
    return json.dumps(about).encode() + b"\n" + content


def unpacked(answer: bytes) -> tuple[dict[str, Any], bytes]:
    """Return what is said about an answer, and its content."""
    about, _, content = answer.partition(b"\n")
    return json.loads(about), content
