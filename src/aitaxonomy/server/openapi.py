"""The descriptions of the server: of the JSON API in OpenAPI 3.1, of SPARQL in RDF."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aitaxonomy import _data
from aitaxonomy.operations import VERBS, Operation, Parameter, schemas
from aitaxonomy.server.protocol import ROWS, TRIPLES
from aitaxonomy.store import ASSERTED, INFERRED, results

_ERRORS = {
    400: "a parameter, or what it says, cannot be taken",
    401: "the token is missing or wrong",
    404: "nothing has this name",
    406: "no format that is accepted can say it",
    413: "the body is too large",
    415: "the body has a type that is not read",
    421: "the server was called by a name that is not its own",
    503: "busy: try again after the seconds that Retry-After says",
    504: "it took too long",
}
_OF_ALL = (400, 401, 421, 503, 504)


def document(questions: Iterable[str], *, guarded: bool) -> dict[str, Any]:
    """Return the description.

    Args:
        questions: the names of the questions.
        guarded: whether a token is asked for.

    """
    paths: dict[str, Any] = {}
    for name, verb in VERBS.items():
        inside = "question" if name == "ask" else ""
        path = f"/{name}/{{{inside}}}" if inside else f"/{name}"
        paths[path] = {"post" if verb.body else "get": _operation(name, verb, inside, questions)}
    paths["/sparql"] = _sparql()
    paths["/health"] = {
        "get": {
            "operationId": "health",
            "summary": "Whether the server works",
            "security": [],
            "responses": _responses(_json({"type": "object"}), 421, 503),
        }
    }
    found: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "aitaxonomy",
            "version": _data.__version__,
            "summary": "The taxonomy of AI systems: answers with reasons.",
            "license": {"name": "Apache-2.0 AND CC-BY-4.0"},
        },
        "paths": paths,
        "components": {"schemas": {"Error": schemas.ERROR}},
    }
    if guarded:
        scheme = {"type": "http", "scheme": "bearer"}
        found["components"]["securitySchemes"] = {"token": scheme}
        found["security"] = [{"token": []}]
    return found


def _operation(name: str, verb: Operation, inside: str, questions: Iterable[str]) -> dict[str, Any]:
    parameters = [_parameter(each, inside, questions) for each in verb.parameters]
    if verb.free:
        more = {"type": "object", "additionalProperties": {"type": "string"}}
        text = "those of the question; a day is today by default"
        parameters.append({"name": "parameters", "in": "query", "schema": more,
                           "style": "form", "explode": True,
                           "description": text})  # fmt: skip
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": verb.summary,
        **({"description": verb.more} if verb.more else {}),
        "parameters": parameters,
        "responses": _responses(_json(verb.schema), *_OF_ALL, 404, *((413,) if verb.body else ())),
    }
    if verb.body:
        content: Any = {"application/octet-stream": {"schema": {}}}
        operation["requestBody"] = {
            "required": True, "description": verb.body, "content": content,
        }  # fmt: skip
    return operation


def _parameter(each: Parameter, inside: str, questions: Iterable[str]) -> dict[str, Any]:
    in_path = each.name == inside
    schema = {"type": "string", "enum": list(questions)} if in_path else each.schema
    return {
        "name": each.name,
        "in": "path" if in_path else "query",
        "required": each.required,
        "description": each.text,
        "schema": schema,
    }


def _sparql() -> dict[str, Any]:
    text = {"schema": {"type": "string"}}
    graphs = {"type": "array", "items": {"enum": [ASSERTED, INFERRED]}}
    fields = {
        "query": {"type": "string"},
        "default-graph-uri": graphs,
        "named-graph-uri": graphs,
    }
    media_types = [
        each for offers in (ROWS, TRIPLES) for types in offers.values() for each in types
    ]
    content: Any = {each: {} for each in media_types}
    responses = _responses({"description": "the result", "content": content},
                           *_OF_ALL, 403, 406, 413, 415)  # fmt: skip
    form = {"type": "object", "properties": fields, "required": ["query"]}
    return {
        "get": {
            "operationId": "query",
            "summary": "Run a read-only SPARQL 1.1 query; without one, describe the service",
            "parameters": [
                {"name": name, "in": "query", "schema": schema} for name, schema in fields.items()
            ],
            "responses": responses,
        },
        "post": {
            "operationId": "query-by-post",
            "summary": "Run a read-only SPARQL 1.1 query",
            "requestBody": {
                "required": True,
                "content": {
                    "application/x-www-form-urlencoded": {"schema": form},
                    "application/sparql-query": text,
                },
            },
            "responses": responses,
        },
    }


def _json(schema: Any) -> dict[str, Any]:
    return {"description": "the answer", "content": {"application/json": {"schema": schema}}}


def _responses(good: dict[str, Any], *errors: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Error"}
    told = {
        str(each): {
            "description": _ERRORS.get(each, "refused"),
            "content": {"application/json": {"schema": schema}},
        }
        for each in sorted(errors)
    }
    return {"200": good, **told}


_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip
_SD = "http://www.w3.org/ns/sparql-service-description#"
_TEXT = f"""
@prefix sd: <{_SD}> .
[] a sd:Service ;
    sd:endpoint <> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:feature sd:UnionDefaultGraph ;
    sd:resultFormat {", ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in _FORMATS)} ;
    sd:defaultDataset [ a sd:Dataset ;
        sd:defaultGraph [ a sd:Graph ] ;
        sd:namedGraph [ a sd:NamedGraph ; sd:name <{ASSERTED}> ; sd:graph [ a sd:Graph ] ] ,
            [ a sd:NamedGraph ; sd:name <{INFERRED}> ; sd:graph [ a sd:Graph ] ] ] .
"""


def description(endpoint: str, format: str) -> bytes:
    """Return the description of the service at an address, in one of `TRIPLES`.

    >>> b"SPARQL11Query" in description("http://localhost/sparql", "turtle")
    True
    """
    import pyoxigraph as ox

    triples = (quad.triple for quad in ox.parse(_TEXT, ox.RdfFormat.TURTLE, base_iri=endpoint))
    syntax = ox.RdfFormat.from_media_type(results.TRIPLES[format])
    return ox.serialize(triples, format=syntax, prefixes={"sd": _SD}) or b""
