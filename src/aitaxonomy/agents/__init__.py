"""Tools for language-model agents, by the Model Context Protocol (MCP).

`server` makes the server, which runs over standard input and output; `http_app` makes the same an
ASGI application. A tool is a function of this room that takes a `Taxonomy` and plain arguments and
returns one of the `answers`; only `server.py` knows the protocol. Nothing here finds an answer, and
nothing here writes: what users see of the library, an agent sees in less space.
"""

from aitaxonomy.agents.http import http_app, serve
from aitaxonomy.agents.server import server

__all__ = ["http_app", "serve", "server"]
