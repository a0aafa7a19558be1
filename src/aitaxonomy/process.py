"""A child under limits: work in a process of its own, which is ended in time and may crash alone.

Oxigraph, pySHACL and readers of workbooks cannot be stopped from inside: a query may join
everything with everything, a regular expression may backtrack for ever, and deep nesting overflows
a stack. A child is a new interpreter, the same on every system. It opens no connection, ends when
what started it ends, and answers on its standard output.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import IO, Any

from aitaxonomy.errors import AITaxonomyError

#: Seconds of processor time that a child gets on top of its time limit.
_GRACE = 5
#: The longest time limit in seconds: clocks of the system take no more.
_LONGEST = 1e7
#: What stands before each message: its kind, and its length in bytes.
HEAD = struct.Struct("!cQ")
#: Kinds of messages: a child is ready, has answered, has answered and grown, has met an error,
#: lacks memory.
READY, DONE, SPENT, ERROR, LACK = b"r", b"d", b"s", b"e", b"m"
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from aitaxonomy import process; "
_START += "process.obey()"
#: Seconds between two looks at the parent, and the right to wait for a process of Windows.
_LOOK, _SYNCHRONIZE = 1.0, 0x100000
_is_child = False
#: Makes what is entered while a child works: threads that wait for this one can go on meanwhile.
meanwhile: ContextVar[Callable[[], contextlib.AbstractContextManager[None]]] = ContextVar(
    "meanwhile", default=contextlib.nullcontext
)


class WorkTimeout(TimeoutError):
    """The work did not end within its time limit; its process was killed."""


class WorkCrashed(RuntimeError):
    """The process ended without a result; `code` is its exit code, or minus the signal."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"the child process ended with exit code {code}")
        self.code = code


@dataclass(frozen=True)
class Order:
    """The work of a child: `work(*arguments)`, or for ever what that returns.

    Attributes:
        work: a function at the top of a module.
        arguments: what it is called with.
        memory: bytes that it may take on top of what it has at the start, or when it is prepared.
        seconds: seconds of its time limit; None for a child that stays, and answers questions.

    """

    work: Callable[..., Any]
    arguments: tuple[Any, ...]
    memory: int
    seconds: float | None = None

    def message(self) -> bytes:
        """Return the order as a child reads it first of all."""
        return message(READY, pickle.dumps((os.getpid(), self), protocol=5))


def command() -> list[str]:
    """Return the command that starts a child."""
    return [sys.executable, "-I", "-c", _START, json.dumps(list(map(str, sys.path)))]


def message(kind: bytes, content: bytes = b"") -> bytes:
    r"""Return a message as it is sent.

    >>> message(b"r", b"..")
    b'r\x00\x00\x00\x00\x00\x00\x00\x02..'
    """
    return HEAD.pack(kind, len(content)) + content


def call(
    work: Callable[..., Any], arguments: tuple[Any, ...], *, timeout: float, memory: int
) -> Any:
    """Return what `work(*arguments)` returns in a child; all of it must be picklable.

    Args:
        work: a function at the top of a module.
        arguments: what it is called with.
        timeout: seconds after which the child is killed, its start included.
        memory: bytes that the child may take on top of what it has when it begins.

    Raises:
        WorkTimeout: the time limit was reached.
        WorkCrashed: the child ended early, as by a stack overflow.
        MemoryError: the child needs more memory.
        Exception: whatever the work raises, with the child's traceback as a note.

    >>> call(max, (3, 5), timeout=60, memory=1 << 30)
    5

    """
    order = Order(work, arguments, memory, min(timeout, _LONGEST))
    with subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        try:
            with meanwhile.get()():
                told, _ = child.communicate(order.message(), order.seconds)
        except subprocess.TimeoutExpired:
            raise WorkTimeout(f"stopped after {timeout:g} s") from None
        finally:
            child.kill()
    kind, size = HEAD.unpack_from(told) if len(told) >= HEAD.size else (b"", 1)
    if len(told) < HEAD.size + size:  # it was killed before, or while it answered
        raise WorkCrashed(child.returncode)
    if kind == LACK:
        raise MemoryError
    result = pickle.loads(memoryview(told)[HEAD.size :])
    if kind == ERROR:
        raise result
    return result


def is_child() -> bool:
    """Return whether this process is such a child, and needs no other one to be under limits.

    >>> is_child(), call(is_child, (), timeout=60, memory=1 << 30)
    (False, True)
    """
    return _is_child


# --- in the child


def obey() -> None:
    """Do what is ordered on standard input, and answer on standard output."""
    global _is_child  # noqa: PLW0603  # a process is one, or it is not
    _is_child = True
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # it ends when its parent ends it
        if number := getattr(signal, name, None):
            signal.signal(number, signal.SIG_IGN)
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the work prints does not get between the answers
    parent, order = pickle.loads(_next(questions))
    _follow(parent)
    _forbid_sockets()
    sizes = None
    with contextlib.suppress(OSError):  # where Linux tells it; the work may give up files
        sizes = open("/proc/self/statm")  # noqa: SIM115, PTH123
    if order.seconds is None:
        _stay(order, sizes, questions, answers)
    else:
        _limit_memory(order.memory, sizes)
        _limit_processor(order.seconds)
        _send(answers, *_outcome(order))


def _outcome(order: Order) -> tuple[bytes, bytes]:
    """Return the kind and content of the message that tells what the work has come to."""
    try:
        return DONE, pickle.dumps(order.work(*order.arguments), protocol=5)
    except AITaxonomyError as error:
        return ERROR, pickle.dumps(error)
    except MemoryError:
        return LACK, b""
    except Exception as error:
        error.add_note(traceback.format_exc())
        return ERROR, pickle.dumps(_picklable(error))


def _picklable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _stay(order: Order, sizes: IO[str] | None, questions: IO[bytes], answers: IO[bytes]) -> None:
    """Say that it is ready, then answer what is asked; errors are sent as JSON."""
    work = order.work(*order.arguments)
    _limit_memory(order.memory, sizes)
    mmap.mmap(-1, 16 << 20).close()  # which fails where the limit leaves too little for any work
    before = _peak()
    _send(answers, READY)
    while True:
        asked = _next(questions)
        try:
            kind, answer = DONE, work(asked)
            if _peak() - before > order.memory // 4:
                kind = SPENT
        except AITaxonomyError as error:
            kind, answer = ERROR, json.dumps((type(error).__name__, str(error))).encode()
        except MemoryError:
            kind, answer = LACK, b""
        except Exception as error:
            traceback.print_exc()
            kind, answer = ERROR, json.dumps(("Fault", type(error).__name__)).encode()
        _send(answers, kind, answer)


def _next(questions: IO[bytes]) -> bytes:
    """Return the content of the next message; the process ends where there is none any more."""
    head = questions.read(HEAD.size)
    if len(head) < HEAD.size:
        sys.exit(0)
    return questions.read(HEAD.unpack(head)[1])


def _send(answers: IO[bytes], kind: bytes, content: bytes = b"") -> None:
    answers.write(message(kind, content))
    answers.flush()


# --- what a child gives up: each of these is a property of a process that it cannot take back;
# where a system has no such thing, the guards before the work (`aitaxonomy.store.guard`) remain

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
#: Machine -> its number for the kernel (AUDIT_ARCH), and its numbers of the system calls that make
#: a socket: `socket` itself, and `io_uring_setup`, whose rings can do the same.
_CALLS = {"x86_64": (0xC000003E, (41, 425)), "aarch64": (0xC00000B7, (198, 425))}
#: On x86_64 the same calls have second numbers with this bit.
_X32 = 0x40000000
# Berkeley Packet Filter: load a word, jump if equal, jump if greater or equal, return.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13  # 13 is EACCES
_NUMBER, _MACHINE = 0, 4  # where the filter finds them
#: Sets the signal, ends if the parent has ended already, and becomes the command.
_FOLLOWING = """import os, sys
from ctypes import CDLL
CDLL(None).prctl(%d, 9, 0, 0, 0)
os.getppid() == %d and os.execvp(sys.argv[1], sys.argv[1:])"""


def following(command: Sequence[str]) -> list[str]:
    """Return a command that ends when this process does, however that ends, where Linux sees to it.

    It becomes that command itself: code between a fork and its start is not safe where there are
    threads, so an interpreter of its own does it.

    >>> following(["java", "-version"])[-2:]
    ['java', '-version']
    """
    if sys.platform != "linux":
        return list(command)
    start = _FOLLOWING % (_PR_SET_PDEATHSIG, os.getpid())
    return [sys.executable, "-I", "-S", "-c", start, *command]


def forbid_files() -> None:
    """Let this process open no more files and sockets."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _follow(parent: int) -> None:
    """Let this process be killed when the one that started it ends, however that ends."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it ended before
            os._exit(1)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    """End this process after the one that started it, where the system does not see to it."""
    if sys.platform == "win32":
        import _winapi

        with contextlib.suppress(OSError):  # it has ended
            handle = _winapi.OpenProcess(_SYNCHRONIZE, False, parent)
            _winapi.WaitForSingleObject(handle, _winapi.INFINITE)
    else:
        while os.getppid() == parent:
            time.sleep(_LOOK)
    os._exit(1)


def _prctl(*arguments: Any) -> int:
    import ctypes

    return int(ctypes.CDLL(None).prctl(*arguments))


def _limit_memory(memory: int, sizes: IO[str] | None) -> None:
    """Let this process take so many bytes on top of what it has, and leave no dump if it breaks."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sizes:
            most = int(sizes.read().split()[0]) * resource.getpagesize() + memory
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _limit_processor(seconds: float) -> None:
    """Let this process be killed after so much processor time, should nobody watch its clock."""
    with contextlib.suppress(ImportError, ValueError, OSError, OverflowError):
        import resource

        most = int((seconds + _GRACE) * (os.cpu_count() or 1)) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))


def _peak() -> int:
    """Return the most bytes of memory that this process has held, 0 where nobody counts."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _forbid_sockets() -> None:
    """Let this process make no socket: by the kernel on Linux, elsewhere by Python alone.

    A filter of system calls (seccomp) needs no privilege and works within containers, where a
    network namespace is mostly refused. The two ends of a pair lead nowhere else, and an event loop
    needs one.
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
    if sys.platform == "linux" and (machine := os.uname().machine) in _CALLS:
        _filter_calls(*_CALLS[machine])


def _filter_calls(machine: int, calls: tuple[int, ...]) -> None:
    """Deny calls of another machine, second numbers and `calls`, if the kernel has filters."""
    import ctypes

    class Code(ctypes.Structure):
        _fields_ = (
            ("code", ctypes.c_ushort),
            ("if_true", ctypes.c_ubyte),
            ("if_false", ctypes.c_ubyte),
            ("value", ctypes.c_uint32),
        )

    class Filter(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(Code)))

    denied = (_RETURN, 0, 0, _DENY)
    steps = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 1, 0, machine),
        denied,
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        denied,
    ]
    for each in calls:
        steps += [(_EQUAL, 0, 1, each), denied]
    steps.append((_RETURN, 0, 0, _ALLOW))
    program = Filter(len(steps), (Code * len(steps))(*(Code(*step) for step in steps)))
    if _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)
