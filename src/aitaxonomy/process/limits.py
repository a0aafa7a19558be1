"""What a child process gives up before it does untrusted work: time, memory, files and sockets.

Each of these is a property of the process that it cannot take back. Where a system has no such
thing, the call does nothing, and the guards before the work (`aitaxonomy.store.guard`) remain.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import cache

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2

#: Machine -> its number for the kernel (AUDIT_ARCH), and its numbers of the system calls that make
#: a socket: `socket` itself, and `io_uring_setup`, whose rings can do the same.
_CALLS = {
    "x86_64": (0xC000003E, (41, 425)),
    "aarch64": (0xC00000B7, (198, 425)),
}
#: On x86_64 the same calls have second numbers with this bit.
_X32 = 0x40000000
# Berkeley Packet Filter: load a word, jump if equal, jump if greater or equal, return.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13  # 13 is EACCES
_NUMBER, _MACHINE = 0, 4  # where the filter finds them


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


#: Sets the signal, ends if the parent has ended already, and becomes the command.
_FOLLOW = """import ctypes, os, sys
ctypes.CDLL(None).prctl(%d, 9, 0, 0, 0)
os.getppid() == %d and os.execvp(sys.argv[1], sys.argv[1:])"""


@cache
def _prctl() -> Callable[..., int] | None:
    """Return the call that changes a process on Linux, None elsewhere."""
    try:
        found: Callable[..., int] = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return None
    return found


def follow_parent(parent: int) -> None:
    """Let this process be killed when the one that forked it ends, however that ends."""
    if prctl := _prctl():
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before
        os._exit(1)


def following(command: Sequence[str]) -> list[str]:
    """Return a command that ends when this process does, however that ends.

    It becomes that command itself: code between a fork and its start is not safe where there are
    threads, so an interpreter of its own does it.

    >>> following(["java", "-version"])[-2:]
    ['java', '-version']
    """
    if _prctl() is None:
        return list(command)
    return [sys.executable, "-I", "-S", "-c", _FOLLOW % (_PR_SET_PDEATHSIG, os.getpid()), *command]


def limit_memory(memory: int) -> None:
    """Let this process take so many bytes on top of what it has, and leave no dump if it breaks."""
    faulthandler.disable()  # the parent reports a crash; a dump of both stacks helps nobody
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115, PTH123
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_processor(seconds: float) -> None:
    """Let this process be killed after so much processor time, should nobody watch its clock."""
    with contextlib.suppress(ImportError, ValueError, OSError, OverflowError):
        import resource

        most = int(seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))


def forbid_files() -> None:
    """Let this process open no more files and sockets."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def forbid_sockets() -> bool:
    """Let this process make no socket; tell whether the kernel sees to it.

    A filter of system calls (seccomp) needs no privilege and works within containers, where a
    network namespace is mostly refused. Elsewhere Python's own sockets are shut. The two ends of a
    pair lead nowhere else, and an event loop needs one.
    """
    import socket

    class Socket(socket.socket):  # a class again, for others derive theirs from it
        def __init__(
            self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None
        ) -> None:
            if fileno is None:
                raise PermissionError("this process opens no connection")
            super().__init__(family, type, proto, fileno)

    socket.socket = Socket  # type: ignore[misc]
    machine, prctl = os.uname().machine if hasattr(os, "uname") else "", _prctl()
    if prctl is None or machine not in _CALLS:
        return False
    steps = _filter(*_CALLS[machine])
    program = _Program(len(steps), steps)
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0


def _filter(machine: int, calls: tuple[int, ...]) -> ctypes.Array[_Step]:
    """Return the filter: calls of another machine, second numbers and `calls` are denied."""
    denied = (_RETURN, 0, 0, _DENY)
    steps = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 1, 0, machine),
        denied,
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        denied,
    ]
    for call in calls:
        steps += [(_EQUAL, 0, 1, call), denied]
    steps.append((_RETURN, 0, 0, _ALLOW))
    return (_Step * len(steps))(*(_Step(*step) for step in steps))
