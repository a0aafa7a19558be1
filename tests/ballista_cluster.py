"""A cluster of Ballista on this machine: a scheduler and executors, each a process of its own.

Every executor listens on one port that cannot be chosen, so each has an address of its own. The
scheduler takes an executor to be where it calls from: so the executor calls through a relay there.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: Nothing of a cluster lives longer, so that a query that hangs fails: seconds.
LIMIT = 300


class Cluster:
    """The processes of a cluster; `address` is that of its scheduler."""

    def __init__(self) -> None:
        self._port, self._started = free_port(), 0
        self.address = f"df://127.0.0.1:{self._port}"
        self.processes = [self._node("scheduler")]
        answers(("127.0.0.1", self._port))
        self.executors: list[subprocess.Popen[bytes]] = []

    def add_executor(self) -> None:
        self._started += 1
        host = f"127.{self._port >> 8}.{self._port & 255}.{self._started}"
        self.executors.append(self._node("executor", host))
        self.processes.append(self.executors[-1])
        answers((host, 50052))

    def kill_executor(self) -> None:
        oldest = self.executors.pop(0)
        oldest.kill()
        oldest.wait()

    def _node(self, kind: str, host: str = "") -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, __file__, kind, str(self._port), host])


@contextmanager
def cluster(executors: int) -> Iterator[Cluster]:
    made = Cluster()
    try:
        for _ in range(executors):
            made.add_executor()
        yield made
    finally:
        for process in reversed(made.processes):
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def answers(place: tuple[str, int]) -> None:
    """Wait until somebody listens at a place."""
    for _ in range(400):
        with suppress(OSError), socket.create_connection(place, 1):
            return
        time.sleep(0.1)
    raise AssertionError(f"nobody listens at {place}")


def relayed(to: tuple[str, int], host: str) -> int:
    """Hand on, as from another address, what comes to a port there, which is returned."""
    server = socket.create_server((host, 0))

    def copied(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(1 << 16):
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)

    def accepted() -> None:
        while True:
            one, _ = server.accept()
            other = socket.create_connection(to, source_address=(host, 0))
            threading.Thread(target=copied, args=(one, other), daemon=True).start()
            threading.Thread(target=copied, args=(other, one), daemon=True).start()

    threading.Thread(target=accepted, daemon=True).start()
    return int(server.getsockname()[1])


def main(kind: str, port: str, host: str) -> None:
    from ballista import BallistaExecutor, BallistaScheduler

    signal.alarm(LIMIT)
    scheduler = ("127.0.0.1", int(port))
    node = (
        BallistaScheduler(*scheduler)
        if kind == "scheduler"
        else BallistaExecutor(
            bind_port=50053, bind_host=host, scheduler_host=host,
            scheduler_port=relayed(scheduler, host), concurrent_tasks=1,
        )
    )  # fmt: skip
    node.start()
    node.wait_for_termination()


if __name__ == "__main__":
    main(*sys.argv[1:])
