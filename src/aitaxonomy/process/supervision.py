"""A command under supervision: it works in a child, and whatever becomes of that is told.

The child may be killed for lack of memory, overflow a stack or work for ever in a library that
cannot be stopped. The parent does next to nothing: it waits, looks at the clock and at the memory
of the child and of what that has started, and passes on the signals that end it.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import select
import signal
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from aitaxonomy.process import WorkCrashed, WorkOutOfMemory, WorkTimeout
from aitaxonomy.process.limits import follow_parent

#: Seconds between two looks, and those that a child gets to end after a signal.
_LOOK, _GRACE = 0.1, 5.0
#: Seconds that are given on top: parts of a command that keep the limit themselves tell more.
_SLACK = 2.0
_BOUNDS = struct.Struct("ddd")
_TEXT = 500
_SIGNALS = [
    number
    for name in ("SIGINT", "SIGTERM", "SIGHUP")
    if (number := getattr(signal, name, None)) is not None
]


@dataclass
class _Board:
    """What child and parent both see: the bounds of the work, and how far it got."""

    shared: mmap.mmap

    def bound(self, timeout: float, memory: float, grace: float = _GRACE) -> None:
        self.shared[: _BOUNDS.size] = _BOUNDS.pack(timeout, memory, grace)

    @property
    def bounds(self) -> tuple[float, float, float]:
        timeout, memory, grace = _BOUNDS.unpack(self.shared[: _BOUNDS.size])
        return timeout, memory, grace

    def write(self, text: str) -> None:
        data = text.encode(errors="replace")[:_TEXT]
        self.shared[_BOUNDS.size :] = data.ljust(_TEXT, b"\0")

    @property
    def text(self) -> str:
        return self.shared[_BOUNDS.size :].rstrip(b"\0").decode(errors="replace")


_board: _Board | None = None


def bound(timeout: float | None, memory: float | None, grace: float = _GRACE) -> None:
    """Say how many seconds and bytes this command may take; without a supervisor, any.

    None stands for no limit of time, and for three quarters of the memory that is there. `grace`
    is the seconds that it gets to end after a signal.
    """
    if _board is not None:
        most = _available() * 0.75 if memory is None else memory
        _board.bound(float("inf") if timeout is None else timeout, most, grace)


def reached(text: str) -> None:
    """Say how far this command got, in case that it is stopped."""
    if _board is not None:
        _board.write(text)


def supervised(work: Callable[[], int]) -> int:
    """Return what `work` returns, run in a child; 128 and its number after a signal.

    Where processes cannot fork, the work is done here.

    Raises:
        WorkTimeout: it took longer than it may, with how far it got.
        WorkOutOfMemory: it took more memory, likewise.
        WorkCrashed: the child was ended by a signal that nobody sent.

    """
    if not hasattr(os, "fork"):
        return work()
    global _board  # noqa: PLW0603  # one command, one board
    board = _Board(mmap.mmap(-1, _BOUNDS.size + _TEXT))
    board.bound(float("inf"), _available() * 0.75)
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _board = board
        follow_parent(parent)
        for number in _SIGNALS[1:]:
            signal.signal(number, _leave)
        sys.exit(work())
    return _Supervisor(child, board).wait()


def _leave(number: int, _: FrameType | None) -> None:
    """End in good order: what is open is closed, temporary folders go."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


@dataclass
class _Supervisor:
    """Waits for a child; temporary folders are swept after one that was killed."""

    child: int
    board: _Board
    ended_by: int = 0
    since: float = 0.0

    def wait(self) -> int:
        before = {number: signal.signal(number, self._end) for number in _SIGNALS}
        try:
            status = self._status()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        code = os.waitstatus_to_exitcode(status)
        if self.ended_by:
            _sweep()
            return 128 + self.ended_by
        if code >= 0:
            return code
        _sweep()
        raise WorkCrashed(code)

    def _end(self, number: int, _: FrameType | None) -> None:
        """Pass a signal on. A terminal sends SIGINT to both, so that one is passed on later."""
        if not self.ended_by:
            self.ended_by, self.since = number, time.monotonic()
            if number != signal.SIGINT:
                self._signal(number)

    def _status(self) -> int:
        start = time.monotonic()
        is_over = self._is_over()
        while not is_over():
            now = time.monotonic()
            timeout, memory, grace = self.board.bounds
            if self.ended_by:
                if now - self.since > grace:
                    self._signal(signal.SIGKILL)
                elif self.ended_by == signal.SIGINT and now - self.since > 10 * _LOOK:
                    self._signal(signal.SIGTERM)
                continue
            if now - start > timeout + _SLACK:
                self._stop()
                raise WorkTimeout(f"stopped after {timeout:g} s{self._how_far()}")
            if memory < float("inf") and (taken := memory_of(self.child, memory)) > memory:
                self._stop()
                size = f"{taken / 2**30:.1f} GiB"
                raise WorkOutOfMemory(f"stopped at {size} of memory{self._how_far()}")
        return os.waitpid(self.child, 0)[1]

    def _is_over(self) -> Callable[[], bool]:
        """Return what waits for a while and tells whether the child has ended."""
        if hasattr(os, "pidfd_open"):
            with contextlib.suppress(OSError):
                poll = select.poll()
                poll.register(os.pidfd_open(self.child), select.POLLIN)
                return lambda: bool(poll.poll(_LOOK * 1000))
        return self._has_ended

    def _has_ended(self) -> bool:
        time.sleep(_LOOK / 10)
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.child, flags) is not None

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.child, number)

    def _stop(self) -> None:
        """Kill the child; what it has started follows."""
        self._signal(signal.SIGKILL)
        os.waitpid(self.child, 0)
        _sweep()

    def _how_far(self) -> str:
        return f", {text}" if (text := self.board.text) else ""


def _sweep() -> None:
    """Remove what a child that was killed has left; the import is for this case alone."""
    from aitaxonomy.process import scratch

    scratch.sweep()


def memory_of(process: int, enough: float = float("inf")) -> int:
    """Return the bytes that a process and all below it hold, 0 where that cannot be seen.

    What they share is counted for each, and only once if that were more than `enough`.
    """
    tree = _tree(process)
    resident = sum(_resident(each) for each in tree)
    return resident if resident <= enough else sum(_proportional(each) for each in tree)


def _tree(process: int) -> list[int]:
    found = [process]
    for each in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _resident(process: int) -> int:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGESIZE")


def _proportional(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _available() -> float:
    """Return the bytes of memory that this machine, or the container, has left."""
    found = [float("inf")]
    with contextlib.suppress(OSError, ValueError, IndexError):
        lines = Path("/proc/meminfo").read_text().splitlines()
        found += [int(x.split()[1]) * 1024.0 for x in lines if x.startswith("MemAvailable:")]
    with contextlib.suppress(OSError, ValueError):
        group = Path("/sys/fs/cgroup")
        most = int((group / "memory.max").read_text())
        found.append(most - int((group / "memory.current").read_text()))
    return min(found)
