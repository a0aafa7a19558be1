"""Agents over standard streams: each line gets an answer, and a slow call holds up no other."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.judges

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "aitaxonomy", "mcp"]
_CLIENT = {
    "protocolVersion": "2025-06-18", "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}  # fmt: skip
_ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
#: A value of each type, and a character of each class: control, half of one, astral, none, end of
#: line, mark, escape of two kinds.
_VALUES: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**30, 10**400, 1e308, [], {}, [[]], [None], {"": None},
    {"a": {"b": [1]}}, ["x"] * 50, "", "x", "\0", "\x1b", "\x7f", "\x85", "\ud800",
    "\udfff\ud800", "\U0010ffff", "\ufffe", "\u2028", "\ufeff", "\u202e", "\\", "\\u0000",
]  # fmt: skip
#: Values as only a text of JSON has them.
_RAW = [
    "1e400", "-1e400", "1E5", "0.1e-400", "-0", "123456789012345678901234567890.5",
    '"\\ude00\\ud83d"', '"\\ud83d\\ude00"', '"\\/"', '"\U0001f600"',
]  # fmt: skip


class Streams:
    """A server of agents, and a client that sends what it likes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin and process.stdout
        self._lines, self._answers = process.stdin, process.stdout
        self._sent = 0

    def ask(self, method: str, parameters: Any) -> int:
        """Send a request, and return its number."""
        self._sent += 1
        request = {"jsonrpc": "2.0", "id": self._sent, "method": method, "params": parameters}
        self.send(json.dumps(request).encode())
        return self._sent

    def send(self, line: bytes) -> None:
        self._lines.write(line + b"\n")
        self._lines.flush()

    def answer(self) -> Any:
        return json.loads(self._answers.readline())


@pytest.fixture
def streams() -> Iterator[Streams]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as process:
        opened = Streams(process)
        assert opened.ask("initialize", _CLIENT) == opened.answer()["id"]
        opened.send(b'{"jsonrpc": "2.0", "method": "notifications/initialized"}')
        yield opened
        assert process.stdin
        process.stdin.close()
        assert process.wait(60) == 0


def requests(value: Any) -> list[tuple[str, Any]]:
    """Return requests that have a value where another one belongs."""
    verdict = {"thing": "GPT-4", "kind": "LLM"}
    calls = [
        {"name": value, "arguments": {}}, {"name": "search", "arguments": value},
        {"name": "search", "arguments": {"text": value}}, {"name": "is_a"},
        {"name": "search", "arguments": {"text": "GPT-4", "limit": value}},
        {"name": "find", "arguments": {"kind": value, "max_parameters": value}},
        {"name": "is_a", "arguments": verdict, "_meta": value},
        {"name": "is_a", "arguments": verdict, "task": value},
        {"name": "ask", "arguments": {"question": "any-to-any-systems", "parameters": value}},
    ]  # fmt: skip
    others = {
        "tools/list": {"cursor": value}, "resources/read": {"uri": value}, "ping": {"_meta": value},
        "resources/subscribe": {"uri": value}, "prompts/get": {"name": value},
        "completion/complete": {"ref": value, "argument": value},
        "logging/setLevel": {"level": value}, "initialize": {**_CLIENT, "protocolVersion": value},
        str(value): {},
    }  # fmt: skip
    return [*(("tools/call", each) for each in calls), *others.items()]


def test_each_request_is_answered_whatever_it_holds(streams: Streams) -> None:
    for value in _VALUES:
        sent = {streams.ask(*each): each for each in requests(value)}
        for _ in range(len(sent)):
            told = streams.answer()
            assert "a fault of this server" not in str(told), sent[told["id"]]
            del sent[told["id"]]
    for number, raw in enumerate(_RAW, 10_000):
        name = "limit" if raw[0] != '"' else "kind"
        arguments = f'"arguments": {{"text": "GPT-4", "{name}": {raw}}}'
        call = f'"method": "tools/call", "params": {{"name": "search", {arguments}}}'
        streams.send(f'{{"jsonrpc": "2.0", "id": {number}, {call}}}'.encode())
        assert streams.answer()["id"] == number


def test_each_line_that_is_not_a_message_is_answered(streams: Streams) -> None:
    whole = (
        '{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "é😀"}}'.encode()
    )
    lines = [whole[:end] for end in range(1, len(whole))]
    for value in (1, 1.5, "a", None, True, [], {}, [1], {"id": 3}):
        lines.append(json.dumps(value).encode())
        fits = {"jsonrpc": (), "method": (str,), "params": (dict,), "id": (int, str)}
        for name, types in fits.items():
            message = {"jsonrpc": "2.0", "method": "ping", "params": {}, "id": 4, name: value}
            if type(value) not in types:
                lines.append(json.dumps(message).encode())
    lines += [b"\xff\xfe", b"NaN", b"[" * 100_000, b'{"jsonrpc": "2.0", "id": NaN}', b"\0"]
    for line in lines:
        streams.send(line)
        assert streams.answer()["error"]["code"] in (-32700, -32600), line


def test_a_slow_call_holds_up_no_other(streams: Streams) -> None:
    slow = streams.ask("tools/call", {"name": "sparql", "arguments": {"query": _ENDLESS}})
    search = {"name": "search", "arguments": {"text": "diffusion"}}
    quick = {streams.ask("tools/call", search) for _ in range(7)}
    answers = [streams.answer() for _ in range(8)]
    assert ({each["id"] for each in answers[:7]}, answers[7]["id"]) == (quick, slow)
    assert answers[7]["result"]["isError"]
