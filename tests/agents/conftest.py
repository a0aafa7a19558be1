"""What the tests of the agents' room share: a client in this process, and calls that are right."""

from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.agents import server

#: One right call of each tool.
EXAMPLES: dict[str, dict[str, Any]] = {
    "search": {"text": "diffusion", "limit": 3},
    "describe": {"name": "GPT-4"},
    "is_a": {"thing": "DALL·E 3", "kind": "LLM"},
    "why": {"thing": "GPT-4", "kind": "ait:LLM"},
    "check_claim": {"claim": "Claude can natively generate music"},
    "check_terms": {"pair": ["aix:gpt-4=Claude"]},
    "classify": {"data": ["GPT-4", {"name": "Help desk", "built_on": "GPT-4o"}]},
    "tree": {"term": "LLM"},
    "compare": {"a": "GenerativeAI", "b": "LLM"},
    "find": {"kind": "LLM", "language": "Polish", "max_parameters": 1e10, "limit": 2},
    "recommend": {"purpose": "chatbots", "open_weights": True, "limit": 2},
    "ask": {"question": "suitability-for-a-use-case", "parameters": {"use_case": "Creative Art"}},
    "sparql": {"query": "SELECT ?x { ?x ait:poweredBy aix:gpt-4 } ORDER BY ?x", "limit": 3},
    "validate": {"data": "name,developer\nA,B\n", "read_as": "csv"},
}
Session = Callable[[Any], Coroutine[Any, Any, Any]]


@pytest.fixture(scope="session")
def shipped(ai: Taxonomy) -> Any:
    """The server of the shipped taxonomy."""
    return server(ai)


def in_loop(work: Callable[..., Coroutine[Any, Any, Any]], *arguments: Any) -> Any:
    """Return what a coroutine gives, in a thread of its own: Playwright has a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, work, *arguments).result()


def within(made: Any, session: Session, **options: Any) -> Any:
    """Return what a session with a server (or another end) gives."""
    from mcp import Client

    async def run() -> Any:
        async with Client(made, **options) as client:
            return await session(client)

    return in_loop(run)


@pytest.fixture
def call(shipped: Any) -> Callable[..., Any]:
    """Call a tool of the shipped server."""

    def run(tool: str, /, **arguments: Any) -> Any:
        return within(shipped, lambda client: client.call_tool(tool, arguments))

    return run


@pytest.fixture(scope="session")
def examples() -> dict[str, dict[str, Any]]:
    return EXAMPLES


@pytest.fixture(scope="session")
def session() -> Callable[..., Any]:
    return within


@pytest.fixture(scope="session")
def loop() -> Callable[..., Any]:
    return in_loop
