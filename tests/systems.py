"""Other systems, simulated on Linux: each takes away what Windows or macOS lacks.

    python tests/systems.py windows is ChatGPT LLM

runs a command of the command line so. Its children are of the same system. The tests run so by

    python -m pytest -n 2 --dist loadfile --system windows
"""

import asyncio
import ctypes
import errno
import importlib
import multiprocessing.connection
import os
import re
import select
import shutil
import signal
import ssl
import subprocess
import sys
import sysconfig
import tempfile
import threading
import types
import warnings
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

SYSTEMS = ("windows", "macos")
#: What both lack of `os`, and what Windows lacks besides.
_BOTH = [
    "eventfd",
    "memfd_create",
    "pidfd_open",
    "posix_fadvise",
    "posix_fallocate",
    "sched_getaffinity",
    "sched_setaffinity",
    "sendfile",
    "setresuid",
    "splice",
    "timerfd_create",
    "waitid",
]
_WINDOWS = [
    "chown", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getgroups",
    "getloadavg", "getpgid", "getpgrp", "getpriority", "getresuid", "getsid", "getuid",
    "killpg", "lchown", "lockf", "mkfifo", "mknod", "nice", "openpty", "posix_spawn",
    "posix_spawnp", "pread", "pwrite", "register_at_fork", "setgid", "setpgid", "setpriority",
    "setsid", "setuid", "statvfs", "sync", "sysconf", "tcgetpgrp", "uname", "wait", "wait3",
    "wait4",
]  # fmt: skip
_SIGNALS = [
    "SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSTOP", "SIGUSR1",
    "SIGUSR2",
]  # fmt: skip
_MODULES = ["fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"]
#: Names of files that Windows takes for devices, and characters that none has there.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"|?*\\]|[. ]$')
#: Names the modules that are imported while this is Linux.
_FIRST = "AITAXONOMY_IMPORTED_FIRST"
#: The modules with code for each system that tests import.
_OF_TESTS = [
    "anyio._backends._asyncio", "duckdb", "http.server", "httpx", "hypothesis", "mcp",
    "mcp.client.stdio", "multiprocessing.pool", "nmo_python", "owlready2", "pandas",
    "playwright.sync_api", "pronto", "pyarrow.parquet", "pyshacl", "rdflib", "starlette.testclient",
    "uvicorn", "webbrowser",
]  # fmt: skip
#: The files that stand for no name: Windows and macOS have their own of these.
_KERNEL = ("/dev/null", "/dev/urandom")


def fault_of_name(name: str) -> str:
    """Return why Windows has no file of this name, "" if it can."""
    if found := _FORBIDDEN.search(name):
        return f"{found[0]!r} is in it, or at its end"
    return "it is the name of a device" if _DEVICE.match(name) else ""


def forbidden(names: list[str]) -> dict[str, str]:
    """Return names that Windows lacks, or that are one for it, with the reason."""
    found = {
        name: fault for name in names for part in name.split("/")
        if (fault := fault_of_name(part))
    }  # fmt: skip
    twins = Counter(name.casefold() for name in {*names})
    found |= {name: "a twin differs in case" for name in names if twins[name.casefold()] > 1}
    return found | {name: "too long" for name in names if len(name) > 180}


def simulate(system: str) -> None:
    """Become a system within tests; commands that they start become it, too."""
    from _pytest import capture

    begin = subprocess.Popen.__init__

    def started(self: Any, words: Any, *more: Any, **options: Any) -> None:
        if isinstance(words, list) and words[1:3] == ["-m", "aitaxonomy"]:
            words = [words[0], __file__, system, *words[3:]]
        begin(self, words, *more, **options)

    subprocess.Popen.__init__ = started  # type: ignore[method-assign]
    for name in _OF_TESTS:
        with suppress(ImportError):
            importlib.import_module(name)
    for module in (tempfile, capture):  # as on Windows, for a file that is open stays there
        vars(module)["TemporaryFile"] = tempfile.NamedTemporaryFile
    become(system)


def become(system: str) -> None:
    """Take away from this process what the system lacks; it cannot be given back."""
    sysconfig.get_config_vars()  # of this system, as are the modules imported above
    os.environ["POLARS_SKIP_CPU_CHECK"] = "1"  # by which it finds that this is Linux
    from aitaxonomy import process

    tests = str(Path(__file__).parent)
    begin = f"sys.path.append({tests!r}); import systems; systems.become({system!r}); process.obey"
    process._START = process._START.replace("process.obey", begin)
    for name in os.environ.get(_FIRST, "").split():  # what has code for each system
        importlib.import_module(name)
    for name in _BOTH:
        vars(os).pop(name, None)
    if hasattr(os, "process_cpu_count"):  # since Python 3.13, and from sched_getaffinity
        os.process_cpu_count = os.cpu_count
    vars(subprocess)["_USE_POSIX_SPAWN"] = False
    vars(select).pop("epoll", None)
    sys.addaudithook(_no_files_of_linux)
    {"windows": _windows, "macos": _macos}[system]()


def _no_files_of_linux(event: str, given: tuple[Any, ...]) -> None:
    """Let there be no files of Linux's kernel."""
    if event in ("open", "os.listdir", "os.scandir") and not _looking:
        with suppress(TypeError):
            path = os.fsdecode(given[0])
            if path.startswith(("/proc/", "/sys/", "/dev/shm")):
                raise FileNotFoundError(errno.ENOENT, "No such file or directory", path)


def _macos() -> None:
    import resource

    of_linux, limit = resource.getrusage, resource.setrlimit

    def getrusage(who: int) -> Any:
        found = list(of_linux(who))
        found[2] *= 1024  # the most memory, in bytes
        return resource.struct_rusage(found)

    def setrlimit(which: int, limits: tuple[int, int]) -> None:
        if which == resource.RLIMIT_AS:
            raise ValueError("current limit exceeds maximum limit")
        limit(which, limits)

    vars(resource).update(getrusage=getrusage, setrlimit=setrlimit)
    sys.platform = "darwin"
    vars(shutil)["_USE_CP_SENDFILE"] = False
    sys.modules["_scproxy"] = _module("_scproxy", _get_proxy_settings=dict, _get_proxies=dict)
    _c_library({"prctl"})


def _windows() -> None:
    kill = signal.SIGKILL
    for name in _WINDOWS:
        vars(os).pop(name, None)
    for name in _SIGNALS:
        vars(signal).pop(name, None)
    subprocess.Popen.kill = lambda self: self.send_signal(kill)  # type: ignore[method-assign]
    sys.modules["msvcrt"] = _msvcrt()
    for name in _MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    sys.modules["_winapi"] = _module(
        "_winapi", OpenProcess=max, WaitForSingleObject=_wait_for_ever, INFINITE=-1,
        NeedCurrentDirectoryForExePath=lambda _: False,
    )  # fmt: skip
    loop: Any = asyncio.SelectorEventLoop
    vars(asyncio)["ProactorEventLoop"] = loop
    loop.add_signal_handler = loop.remove_signal_handler = _not_here
    sys.platform = "win32"
    vars(shutil).update(_use_fd_functions=False, _USE_CP_SENDFILE=False)
    vars(shutil)["_winapi"] = sys.modules["_winapi"]
    ctypes.CDLL = _no_nameless_library  # type: ignore[misc, assignment]
    os.fsync = _written_files_alone(os.fsync)
    os.rename = _to_new_names_alone(os.rename)
    sys.addaudithook(_files_of_windows)
    warnings.filterwarnings("error", category=EncodingWarning, module=r"aitaxonomy\b")


def _module(name: str, **content: Any) -> types.ModuleType:
    made = types.ModuleType(name)
    vars(made).update(content)
    return made


def _wait_for_ever(*_: object) -> None:
    threading.Event().wait()


def _not_here(*_: object) -> None:
    raise NotImplementedError


def _no_nameless_library(name: str | None, *_: object, **__: object) -> None:
    if name is None:
        raise TypeError("bad argument type for built-in operation")
    raise OSError(name)


def _c_library(missing: set[str]) -> None:
    loaded = ctypes.CDLL

    class Library(loaded):  # type: ignore[misc, valid-type]
        def __getattr__(self, name: str) -> Any:
            if name in missing:
                raise AttributeError(f"dlsym(RTLD_DEFAULT, {name}): symbol not found")
            return super().__getattr__(name)

    ctypes.CDLL = Library  # type: ignore[misc]


def _msvcrt() -> types.ModuleType:
    """Return the module of Windows, as far as locks go."""
    import fcntl

    flock, lock, wait = fcntl.flock, fcntl.LOCK_EX, fcntl.LOCK_NB
    made = _module("msvcrt", LK_NBLCK=2, get_osfhandle=int, setmode=_not_here)

    def locking(descriptor: int, mode: int, count: int) -> None:
        assert (mode, count) == (made.LK_NBLCK, 1)
        try:
            flock(descriptor, lock | wait)
        except OSError:
            raise PermissionError(errno.EACCES, "Permission denied") from None

    vars(made).update(locking=locking)
    return made


def _written_files_alone(fsync: Callable[[int], None]) -> Callable[[int], None]:
    def synced(descriptor: Any) -> None:
        number = descriptor if isinstance(descriptor, int) else descriptor.fileno()
        flags = _seen(lambda: Path(f"/proc/self/fdinfo/{number}").read_text("ascii"))
        if int(flags.split()[3], 8) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "Bad file descriptor")
        fsync(number)

    return synced


def _to_new_names_alone(rename: Callable[..., None]) -> Callable[..., None]:
    def renamed(old: Any, new: Any, **more: Any) -> None:
        if os.path.lexists(new):
            raise FileExistsError(errno.EEXIST, "File exists", os.fspath(new))
        rename(old, new, **more)

    return renamed


# --- files of Windows

_looking: list[bool] = []


def _seen(look: Callable[[], Any]) -> Any:
    """Return what a look at this system gives, which the process itself cannot have."""
    _looking.append(True)
    try:
        return look()
    finally:
        _looking.pop()


def _files_of_windows(event: str, given: tuple[Any, ...]) -> None:
    """Refuse names that Windows does not have, and changes of files that are open."""
    if _looking:
        return
    if event in ("open", "os.mkdir") and isinstance(given[0], str | bytes | os.PathLike):
        path = os.fsdecode(given[0])
        if path not in _KERNEL and any(map(fault_of_name, path.strip("/.").split("/"))):
            raise OSError(errno.EINVAL, "Invalid argument", path)
        if event == "open" and given[1] is None and _seen(Path(path).is_dir):
            raise PermissionError(errno.EACCES, "Permission denied", path)
    if event in ("os.remove", "os.rename", "os.rmdir"):
        held = _seen(_open_files)
        for path in [str(Path(each).resolve()) for each in given[:2] if isinstance(each, str)]:
            if any(each == path or each.startswith(f"{path}/") for each in held):
                raise PermissionError(errno.EACCES, "The file is used by another process", path)


def _open_files() -> set[str]:
    """Return the files that processes of this user have open or mapped."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            for each in (process / "fd").iterdir():
                with suppress(OSError):
                    found.add(str(each.readlink()))
    return found


if __name__ == "__main__":
    _ = ssl, multiprocessing.connection  # imported while this is Linux
    sys.path[0] = str(Path(__file__).parents[1] / "src")
    if {"mcp", "serve"} & {*sys.argv[2:3]}:
        os.environ[_FIRST] = "uvicorn mcp.server.mcpserver mcp.server.apps mcp.server.stdio"
    become(sys.argv.pop(1))
    from aitaxonomy.cli import run

    sys.exit(run())
