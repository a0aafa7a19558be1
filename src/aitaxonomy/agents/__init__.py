"""Tools for language-model agents, by the Model Context Protocol (MCP).

`server` makes the server, which `serve_streams` runs over standard input and output; `http_app`
makes the same an ASGI application, and `exchange` answers requests that another server has
received. A tool is an
operation of the library: `tools.py` calls it, `size.py` makes its JSON shorter, and only
`server.py` knows the protocol. Nothing here finds an answer, and nothing here writes.
"""

from aitaxonomy.agents.http import exchange, http_app, serve
from aitaxonomy.agents.server import serve_streams, server

__all__ = ["exchange", "http_app", "serve", "serve_streams", "server"]
