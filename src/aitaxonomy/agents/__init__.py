"""Tools for language-model agents, by the Model Context Protocol (MCP).

`server` makes the server, which runs over standard input and output; `http_app` makes the same an
ASGI application, and `exchange` answers requests that another server has received. A tool is a
function of this room that takes a `Taxonomy` and plain arguments and returns one of the `answers`;
only `server.py` knows the protocol. Nothing here finds an answer, and nothing here writes: what
users see of the library, an agent sees in less space.
"""

from aitaxonomy.agents.http import exchange, http_app, serve
from aitaxonomy.agents.server import server

__all__ = ["exchange", "http_app", "serve", "server"]
