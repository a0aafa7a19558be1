"""Minutes of a moderate load on `aitaxonomy serve`: the memory of its processes does not grow.

    python benchmarks/serving_soak.py --minutes 10

Eight clients (`--clients`) ask without a pause between answers of theirs and the next question,
five requests a second each: small queries that were asked before and new ones, queries that are
refused, verbs, and lists to classify; once a minute one asks a query that does not end, and one
goes away before its answer. A line a minute tells the memory of the process that speaks with
clients, and of its children. The last line tells how many requests of the clients were answered,
and how many processes outlived the server.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

from serving import QUERIES, free_port, memory_of, processes, wait_for

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
REFUSED = ("SELECT * { SERVICE <urn:x> { ?s ?p ?o } }", "SELECT * {", "DROP ALL", "{" * 5000)
PATHS = (
    "/is?thing=ChatGPT&kind=LLM", "/why?thing=GPT-4&kind=LLM", "/compare?a=LLM&b=GenerativeAI",
    "/ask/suitability-for-a-use-case", "/id/gpt-4o", "/is?thing=nobody&kind=LLM", "/classify",
)  # fmt: skip
#: What is sent to `/classify`.
LIST = (Path(__file__).parents[1] / "examples" / "models.csv").read_bytes()
CLIENTS, EACH = 8, 5.0


def path(chance: random.Random) -> str:
    """Return what a client asks next."""
    kind = chance.random()
    if kind < 0.2:
        return chance.choice(PATHS)
    query = chance.choice(REFUSED) if kind < 0.3 else chance.choice(QUERIES)
    new = f" # {chance.random()}" if kind > 0.6 else ""
    return f"/sparql?query={quote(query + new)}"


async def ask(port: int, path: str, *, leave: float | None = None) -> str:
    """Return the status of an answer; with `leave`, the client goes after so many seconds."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        head = f"{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        if path == "/classify":
            writer.write(f"POST {head}Content-Length: {len(LIST)}\r\n\r\n".encode() + LIST)
        else:
            writer.write(f"GET {head}\r\n".encode())
        if leave is not None:
            await asyncio.sleep(leave)
            return "left"
        answer = await reader.read()
        return answer[9:12].decode() or "nothing"
    finally:
        writer.close()


async def client(port: int, until: float, seen: Counter[str], chance: random.Random) -> None:
    while (begin := time.monotonic()) < until:
        seen[await ask(port, path(chance))] += 1
        await asyncio.sleep(max(0.0, 1 / EACH - (time.monotonic() - begin)))


def told(top: int) -> str:
    """Return the memory of the process that speaks with clients, and of each of its children."""
    found = processes(top)
    server = max(found, key=lambda each: len(found[each]))

    def own(process: int) -> int:
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            return sum(int(x.split()[1]) for x in lines if x.startswith("Pss:")) >> 10
        return 0

    files = len(list(Path(f"/proc/{server}/fd").iterdir()))
    children = " ".join(str(own(each)) for each in sorted(found[server]))
    return f"| {own(server)} | {children} | {memory_of(top) >> 20} | {files} |"


async def soak(port: int, top: int, minutes: float, count: int) -> Counter[str]:
    seen, until = Counter[str](), time.monotonic() + 60 * minutes
    clients = [client(port, until, seen, random.Random(i)) for i in range(count)]
    working = asyncio.gather(*clients)
    minute = 0
    while not working.done():
        print(
            f"| {minute} | {sum(seen.values()):,} {told(top)} {os.getloadavg()[0]:.1f} |",
            flush=True,
        )
        minute += 1
        asking = f"/sparql?query={quote(ENDLESS)}"
        statuses = await asyncio.gather(ask(port, asking), ask(port, asking, leave=2))
        seen.update(f"{status} of an endless query" for status in statuses)
        await asyncio.wait(
            {working}, timeout=max(0.0, until - 60 * (minutes - minute) - time.monotonic())
        )
    await working
    print(f"| {minute} | {sum(seen.values()):,} {told(top)} {os.getloadavg()[0]:.1f} |", flush=True)
    return seen


def main() -> None:
    """Run, and print a line a minute."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--cache", default="64M", help="the size of the cache of the server")
    options = parser.parse_args()
    port = free_port()
    ours = ["--port", str(port), "--timeout", "5", "--cache", options.cache]
    command = [sys.executable, "-m", "aitaxonomy", "serve", *ours]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        print("| minute | requests | server, MiB | children, MiB | all, MiB | files | load |")
        print("|---:|---:|---:|---|---:|---:|---:|")
        seen = asyncio.run(soak(port, server.pid, options.minutes, options.clients))
        started = {each for found in processes(server.pid).values() for each in found}
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)
    print(dict(sorted(seen.items())))
    asked = {status: count for status, count in seen.items() if status.isdigit()}
    refused = sum(count for status, count in asked.items() if status >= "500")
    left = [each for each in started if Path(f"/proc/{each}").exists()]
    print(f"answered {1 - refused / sum(asked.values()):.2%}; processes left: {len(left)}")


if __name__ == "__main__":
    main()
