"""The command for agents: mcp."""

from __future__ import annotations

import argparse

from aitaxonomy.cli.queries import taxonomy


def mcp(options: argparse.Namespace, _: list[str]) -> int:
    """Serve language-model agents until the input ends, or over HTTP until a signal comes."""
    from aitaxonomy.agents import serve, serve_streams

    ai = taxonomy(options)
    ai.watch = None
    if options.http:
        serve(ai, options.port)
    else:
        serve_streams(ai)
    return 0
