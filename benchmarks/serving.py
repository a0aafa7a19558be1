"""Requests per second of SPARQL servers over the same graph, one after the other on this machine.

    python benchmarks/serving.py --seconds 20 --oxigraph PATH --rdflib-endpoint PATH

64 connections are kept open, each of which asks four small queries one after the other. The
benchmark counts the rows of answers, which shows a server that is quick in saying no. Ours is run
three times: none of the queries is new to its cache, half are, all are. A new query carries a
comment of its own; half of the queries to other servers do, too. Processor time is that of all
processes of a server, for each request: it depends less on what else the machine does. The paths
are those of the programs `oxigraph` and `rdflib-endpoint`; who is not given is left out. The client
shares the processors with the server.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from aitaxonomy import Taxonomy

PREFIXES = (
    "PREFIX ait: <https://w3id.org/aitaxonomy#> PREFIX aix: <https://w3id.org/aitaxonomy/id/> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)
QUERIES = (
    "ASK { aix:chatgpt a ait:AIApplication }",
    "SELECT ?x { ?x a ait:LLM } LIMIT 10",
    'SELECT ?l { aix:gpt-4o rdfs:label ?l FILTER(LANG(?l) = "en") }',
    "SELECT ?x ?maker { ?x a ait:LLM ; ait:developedBy ?maker } LIMIT 50",
)


@dataclass
class Seen:
    """The results of a run: seconds of each answer, statuses, rows, bytes of memory at the most."""

    times: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    memory: int = 0


def free_port() -> int:
    with socket.socket() as any_:
        any_.bind(("127.0.0.1", 0))
        port: int = any_.getsockname()[1]
    return port


async def ask(port: int, path: str, until: float, seen: Seen, first: int, new: float) -> None:
    """Ask one query after the other on one connection; the share `new` has a comment of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number, chance = first, random.Random(first)
    while time.monotonic() < until:
        comment = f" # {chance.random()}" if chance.random() < new else ""
        query = quote(PREFIXES + QUERIES[number % len(QUERIES)] + comment)
        number += 1
        begin = time.monotonic()
        head = (
            f"GET {path}?query={query} HTTP/1.1\r\nHost: localhost\r\n"
            "Accept: application/sparql-results+json\r\n\r\n"
        )
        writer.write(head.encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        if length := re.search(r"content-length: (\d+)", answer):
            body = await reader.readexactly(int(length[1]))
        else:
            body = b""
            while size := int(await reader.readuntil(b"\r\n"), 16):
                body += (await reader.readexactly(size + 2))[:-2]
            await reader.readexactly(2)
        seen.times.append(time.monotonic() - begin)
        status = answer.split(" ")[1]
        seen.statuses[status] = seen.statuses.get(status, 0) + 1
        if status == "200":
            document = json.loads(body)
            found = document.get("results", {}).get("bindings")
            seen.rows += 1 if found is None else len(found)
        if "connection: close" in answer:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


async def load(port: int, path: str, seconds: float, clients: int, server: int, new: float) -> Seen:
    seen = Seen()
    until = time.monotonic() + seconds
    work = [ask(port, path, until, seen, i, new) for i in range(clients)]
    all_ = asyncio.gather(*work, return_exceptions=True)
    while not all_.done():
        seen.memory = max(seen.memory, memory_of(server))
        await asyncio.sleep(0.5)
    for each in await all_:
        if isinstance(each, Exception):
            name = type(each).__name__
            seen.statuses[name] = seen.statuses.get(name, 0) + 1
    return seen


def processes(top: int) -> dict[int, list[int]]:
    """Return the children of each process below one."""
    found, todo = dict[int, list[int]](), [top]
    for each in todo:
        found[each] = []
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{each}/task").iterdir():
                found[each] += map(int, (task / "children").read_text().split())
        todo += found[each]
    return found


def memory_of(top: int) -> int:
    """Return the bytes that a process and all below it hold; what they share counts for each."""
    pages = 0
    for process in processes(top):
        with contextlib.suppress(OSError):
            pages += int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE")


def seconds(top: int) -> float:
    """Return the processor time that a process and all below it have taken."""
    ticks = 0
    for process in processes(top):
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, stat[11:15]))  # with those of its children that have ended
    return ticks / os.sysconf("SC_CLK_TCK")


def wait_for(port: int) -> None:
    for _ in range(1200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not start")


def run(
    name: str, command: list[str], port: int, path: str, options: argparse.Namespace,
    new: float = 0.5,
) -> None:  # fmt: skip
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        asyncio.run(load(port, path, 2, 4, server.pid, new))  # what is set up at first use
        before = seconds(server.pid)
        seen = asyncio.run(load(port, path, options.seconds, options.clients, server.pid, new))
        taken = seconds(server.pid) - before
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)
    times = sorted(seen.times)
    if not times:
        print(f"| {name} | no answer: {seen.statuses} |")
        return
    each = len(times) / options.seconds
    p99 = times[int(len(times) * 0.99)] * 1000
    cells = (
        name, f"{each:,.0f}", f"{statistics.median(times) * 1000:.0f}", f"{p99:.0f}",
        f"{taken / len(times) * 1000:.2f}", seen.memory >> 20, f"{seen.rows / len(times):.1f}",
        seen.statuses,
    )  # fmt: skip
    print("|", " | ".join(map(str, cells)), "|", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--oxigraph", help="the program `oxigraph`")
    parser.add_argument("--rdflib-endpoint", help="the program `rdflib-endpoint`")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "all.nt"
        memory = Taxonomy().content.memory.store
        lines = {f"{q.subject} {q.predicate} {q.object} .\n" for q in memory}
        data.write_text("".join(sorted(lines)), encoding="utf-8")
        print(f"{len(lines):,} triples, {options.clients} connections, {options.seconds:g} s each, "
              f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
        print("| server | requests/s | median ms | p99 ms | processor ms | MB | rows | statuses |")
        print("|---|---:|---:|---:|---:|---:|---:|---|")
        for new in (0, 0.5, 1):
            port = free_port()
            ours = [sys.executable, "-m", "aitaxonomy", "serve", "--port", str(port)]
            run(f"aitaxonomy serve, {new:.0%} new", ours, port, "/sparql", options, new)
        if options.rdflib_endpoint:
            port = free_port()
            command = [options.rdflib_endpoint, "serve", str(data), "--port", str(port)]
            run("rdflib-endpoint", [*command, "--host", "127.0.0.1"], port, "/", options)
        if options.oxigraph:
            place = str(Path(folder) / "store")
            loading = [options.oxigraph, "load", "-l", place, "-f", str(data)]
            subprocess.run(loading, check=True, capture_output=True)
            port = free_port()
            command = [options.oxigraph, "serve-read-only", "-l", place]
            run("oxigraph serve", [*command, "-b", f"127.0.0.1:{port}"], port, "/query", options)


if __name__ == "__main__":
    main()
