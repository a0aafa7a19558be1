"""The commands that serve: serve, mcp."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.cli.output import remark
from aitaxonomy.cli.queries import taxonomy
from aitaxonomy.errors import EngineMissing

if TYPE_CHECKING:
    from aitaxonomy.agents.http import Exchange
    from aitaxonomy.taxonomy import Taxonomy


def serve(options: argparse.Namespace, _: list[str]) -> int:
    """Serve until told to end."""
    for name in ("starlette", "uvicorn"):
        if find_spec(name) is None:
            raise EngineMissing(f"serving needs {name}: pip install 'aitaxonomy[serve]'")
    from aitaxonomy.server import Settings
    from aitaxonomy.server import serve as start
    from aitaxonomy.server.settings import read_token

    settings = Settings(
        host=options.host,
        port=options.port,
        site=Path(options.site) if options.site else None,
        workers=options.workers or Settings.workers,
        timeout=options.timeout,
        memory=options.memory or Settings.memory,
        limit=options.limit,
        cache=options.cache,
        origins=tuple(options.cors),
        names=tuple(options.name),
        token=read_token(Path(options.token_file) if options.token_file else None),
    )
    if not settings.is_local and settings.token is None:
        remark(
            f"whoever reaches {settings.host} can ask: a token in a file closes it (--token-file)"
        )
    ai = taxonomy(options)
    agents = _agents()

    def listening(address: str) -> None:
        places = [f"SPARQL at {address}sparql", f"the API in {address}openapi.json"]
        if agents:
            places.append(f"agents at {address}mcp")
        print(f"{address} ({', '.join(places)})", flush=True)

    start(ai, settings, listening, agents)
    return 0


def mcp(options: argparse.Namespace, _: list[str]) -> int:
    """Serve language-model agents until the input ends, or over HTTP until a signal comes."""
    from aitaxonomy.agents import serve as listen
    from aitaxonomy.agents import serve_streams

    ai = taxonomy(options)
    ai.watch = None
    if options.http:
        listen(ai, options.port)
    else:
        serve_streams(ai)
    return 0


def _agents() -> Callable[[Taxonomy], Exchange] | None:
    """Return what makes answers to agents, None where the package for that is not installed."""
    if find_spec("mcp") is None:
        return None
    from aitaxonomy.agents import exchange

    return exchange
