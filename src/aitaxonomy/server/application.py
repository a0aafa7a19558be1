"""The application: which path is answered by what."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import TYPE_CHECKING, Any

from aitaxonomy.graph.questions import question_files
from aitaxonomy.operations import VERBS, ParameterFault
from aitaxonomy.process import WorkCrashed, WorkTimeout
from aitaxonomy.rdf.namespaces import AIT, AIX
from aitaxonomy.server import access, mcp, openapi
from aitaxonomy.server.access import Metrics
from aitaxonomy.server.connections import Connections
from aitaxonomy.server.errors import Refusal, busy, failed, handlers
from aitaxonomy.server.exchange import Answers, Cache, CachedAnswer, body_of, unless_gone, warned
from aitaxonomy.server.openapi import description
from aitaxonomy.server.pool import Pool, WorkBusy, WorkFailed, WorkTooLarge
from aitaxonomy.server.protocol import BODY, TRIPLES, QueryRequest, accepted, read_request
from aitaxonomy.server.settings import Settings
from aitaxonomy.server.work import unpacked
from aitaxonomy.store import results
from aitaxonomy.store.guard import varies

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

#: Bytes that a list to be classified may have.
_LIST = 8 << 20
#: The header that says that a result was cut.
TRUNCATED = "X-Truncated"
_SPACES = {"terms": AIT, "id": AIX}


class Application:
    """The application that answers requests.

    Args:
        settings: how the server is reached, and what a request may take.
        queries: runs queries, see `aitaxonomy.server.work.queries`.
        verbs: runs verbs, see `aitaxonomy.server.work.verbs`.
        connections: the connections of clients.
        for_agents: whether the children that run verbs answer agents, too.

    """

    def __init__(
        self,
        settings: Settings,
        queries: Pool,
        verbs: Pool,
        connections: Connections,
        *,
        for_agents: bool = False,
    ) -> None:
        self._settings, self._queries, self._verbs = settings, queries, verbs
        self._for_agents = for_agents
        self._connections, self._metrics = connections, Metrics()
        self._answers, self._cache = Answers(), Cache(settings.cache)
        self._watch: asyncio.Task[None] | None = None
        described = openapi.document(question_files(), guarded=settings.token is not None)
        self._openapi = json.dumps(described, ensure_ascii=False, indent=2).encode()

    def build(self) -> Starlette:
        """Return the application for a server of ASGI."""
        from starlette.applications import Starlette
        from starlette.middleware import Middleware
        from starlette.middleware.cors import CORSMiddleware

        settings = self._settings
        paths = {"/sparql", "/terms", "/id", mcp.PATH, *map("/{}".format, VERBS)}
        before: list[Any] = [Middleware(access.Counted, self._metrics, paths)]
        if settings.known_as is not None:
            before.append(Middleware(access.KnownHosts, settings.known_as))
        if settings.origins:
            before.append(
                Middleware(
                    CORSMiddleware,
                    allow_origins=list(settings.origins),
                    allow_methods=["GET", "POST"],
                    allow_headers=["Authorization", "Content-Type", *mcp.HEADERS],
                    expose_headers=[TRUNCATED, "Retry-After", "Warning"],
                )
            )
        if settings.token is not None:
            before.append(Middleware(access.Bearing, settings.token))
        return Starlette(
            routes=self._routes(),
            middleware=before,
            exception_handlers=handlers(),
        )

    def _routes(self) -> list[BaseRoute]:
        from starlette.routing import Mount, Route
        from starlette.staticfiles import StaticFiles

        routes: list[BaseRoute] = [
            Route("/sparql", self._sparql, methods=["GET", "POST"]),
            Route("/health", self._health),
            Route("/metrics", self._counts),
            Route("/openapi.json", self._described),
            Route("/terms/{name}", partial(self._thing, "terms")),
            Route("/id/{name}", partial(self._thing, "id")),
        ]
        for name, verb in VERBS.items():
            path = "/ask/{question}" if name == "ask" else f"/{name}"
            method = "POST" if verb.body else "GET"
            routes.append(Route(path, partial(self._verb, name), methods=[method]))
        if self._for_agents:
            routes.append(Route(mcp.PATH, self._agents, methods=["GET", "POST", "DELETE"]))
        if self._settings.site:
            pages = StaticFiles(directory=self._settings.site, html=True)
            files = (Route(f"/{{file:path}}.{end}", pages) for end in ("html", "ttl"))
            routes = [*files, *routes, Mount("/", pages)]
        else:
            routes.append(Route("/", _welcome))
        return routes

    async def open(self) -> None:
        """Start the children, and wait until they are ready; raises `WorkCrashed`."""
        try:
            await asyncio.gather(self._queries.open(), self._verbs.open())
        except BaseException:
            await self.close()
            raise
        self._watch = asyncio.create_task(self._connections.watch())

    async def close(self) -> None:
        """End the children."""
        if self._watch:
            self._watch.cancel()
        await asyncio.gather(self._queries.close(), self._verbs.close())

    # --- answers

    async def _sparql(self, request: Request) -> access.App:
        from starlette.responses import RedirectResponse

        body = await body_of(request, BODY) if request.method == "POST" else b""
        asked = read_request(request, body)
        if asked is None:
            format = self._format(request)
            if format is None:
                return RedirectResponse("/sparql/", 303)
            described = description(str(request.url.replace(query="")), format)
            return _data(described, results.TRIPLES[format])
        if asked.rows is asked.triples is None:
            raise Refusal(406, "NotAcceptable", "no format of results is accepted")
        answer = self._cache.get(asked)
        if answer is None:
            answer = await self._queried(request, asked)
            if not varies(asked.query):
                self._cache.keep(asked, len(asked.query), answer)
        headers = {"Vary": "Accept"}
        if answer.cut is not None:
            headers[TRUNCATED] = f"after {answer.cut}"
        return self._answers.response(answer.content, answer.media_type, headers)

    async def _queried(self, request: Request, asked: QueryRequest) -> CachedAnswer:
        job = {**vars(asked), "limit": self._settings.limit}
        try:
            about, content = await self._done(request, self._queries, json.dumps(job).encode())
        except WorkTimeout:
            seconds = f"{self._settings.timeout:g} s"
            text = f"the query was stopped after {seconds}: make it narrower"
            raise Refusal(504, "QueryTimeout", text) from None
        return CachedAnswer(content, about["type"], about["count"] if about["truncated"] else None)

    async def _verb(self, name: str, request: Request) -> access.App:
        verb = VERBS[name]
        body = await body_of(request, _LIST) if verb.body else b""
        given = [*request.path_params.items(), *request.query_params.multi_items()]
        try:
            job = {"verb": name, "parameters": verb.read(given)}
        except ParameterFault as error:
            raise Refusal(400, "ParameterFault", str(error)) from None
        if verb.body and not body:
            raise Refusal(400, "ParameterFault", f"the body is empty: send {verb.body}")
        about, content = await self._verbal(request, json.dumps(job).encode() + b"\n" + body)
        return self._answers.response(content, about["type"], warned(about.get("warnings", ())))

    async def _agents(self, request: Request) -> Response:
        from starlette.responses import Response

        try:
            if request.method != "POST":  # what else the protocol had is for sessions
                text = f"{request.method} is not for {mcp.PATH}"
                raise Refusal(405, "NotAllowed", text, {"Allow": "POST"})
            mcp.check_origin(request, self._settings.origins)
            body = await body_of(request, mcp.BODY)
            about, content = await self._verbal(request, mcp.job(request, body))
        except Refusal as error:
            return mcp.refused(error)
        return Response(content, about["status"], about["headers"])

    async def _thing(self, folder: str, request: Request) -> Response:
        from starlette.responses import RedirectResponse

        name, format = request.path_params["name"], self._format(request)
        if format is None:
            return RedirectResponse(f"/{folder}/{name}.html", 303, {"Vary": "Accept"})
        job = {"thing": _SPACES[folder] + name, "format": format}
        about, content = await self._verbal(request, json.dumps(job).encode())
        return _data(content, about["type"])

    def _format(self, request: Request) -> str | None:
        """Return the syntax for a thing, None for a page of the site."""
        offers = {**TRIPLES, "html": ("text/html", "application/xhtml+xml")}
        if not self._settings.site:
            offers.pop("html")
        found = accepted(request.headers.get("accept"), offers)
        if found is None:
            raise Refusal(406, "NotAcceptable", f"accept one of {', '.join(results.TRIPLES)}")
        return None if found == "html" else found

    async def _verbal(self, request: Request, job: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            return await self._done(request, self._verbs, job)
        except WorkTimeout:
            text = f"stopped after {self._settings.timeout:g} s: ask for less"
            raise Refusal(504, "WorkTimeout", text) from None

    async def _done(self, request: Request, pool: Pool, job: bytes) -> tuple[dict[str, Any], bytes]:
        """Return what a child answers, ended early if the client goes."""
        try:
            answer = await unless_gone(request, pool.run(job, self._settings.timeout))
        except WorkBusy as error:
            raise busy(str(error)) from None
        except WorkFailed as error:
            raise failed(error.kind, str(error)) from None
        except WorkTooLarge:
            raise Refusal(400, "QueryRefused", "the result is too large: ask for less") from None
        except WorkCrashed:
            text = "it broke its process (memory or nesting): make it narrower or flatter"
            raise Refusal(400, "QueryRefused", text) from None
        except MemoryError:
            text = f"it needs more than {self._settings.memory >> 20} MiB: make it narrower"
            raise Refusal(400, "QueryRefused", text) from None
        return unpacked(answer)

    # --- about the server

    async def _health(self, _: Request) -> Response:
        from starlette.responses import JSONResponse

        return JSONResponse({"status": "ok"})

    async def _counts(self, _: Request) -> Response:
        from starlette.responses import PlainTextResponse

        gauges: dict[str, float] = {"connections": len(self._connections)}
        gauges["connections_ended_total"] = self._connections.ended
        gauges["answers_waiting_bytes"] = self._answers.waiting
        gauges["cache_bytes"], gauges["cache_hits_total"] = self._cache.size, self._cache.hits
        for name, pool in (("queries", self._queries), ("verbs", self._verbs)):
            gauges |= {f"{name}_{state}": value for state, value in pool.state.items()}
            gauges[f"{name}_processes_started_total"] = pool.started
        media_type = "text/plain; version=0.0.4"
        return PlainTextResponse(self._metrics.text(gauges), media_type=media_type)

    async def _described(self, _: Request) -> Response:
        return _data(self._openapi, "application/json")


def _data(content: bytes, media_type: str) -> Response:
    from starlette.responses import Response

    return Response(content, 200, {"Vary": "Accept"}, media_type)


async def _welcome(_: Request) -> Response:
    from starlette.responses import PlainTextResponse

    return PlainTextResponse(
        "aitaxonomy\n\n"
        "/sparql        SPARQL 1.1 endpoint\n"
        "/openapi.json  what else can be asked\n"
        "/id/gpt-4o     a system, /terms/LLM a term: Turtle, JSON-LD ...\n\n"
        "There are no pages: `aitaxonomy site DIR` makes them, and --site DIR shows them.\n"
    )
