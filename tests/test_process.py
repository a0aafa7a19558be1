"""Work in a child process ends as it should, whatever it does."""

import asyncio
import ctypes
import errno
import gc
import multiprocessing
import os
import pickle
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aitaxonomy import Classification, Taxonomy
from aitaxonomy.errors import QueryRefused
from aitaxonomy.process import DONE, HEAD, WorkCrashed, WorkTimeout, call
from aitaxonomy.scratch import ScratchFolder, sweep
from aitaxonomy.server.pool import Pool
from aitaxonomy.store.guard import check_query

ROOT = Path(__file__).parents[1]
MEMORY = 1 << 30


def hold(size: int) -> int:
    return len(bytearray(size))


def keeping(size: int) -> Callable[[bytes], bytes]:
    """Return work that holds as many bytes as it is told, beside those that are kept for it."""
    kept = bytearray(size)
    return lambda asked: b"%d" % (hold(int(asked)) + 0 * len(kept))


def half_an_answer() -> None:
    """End while the answer is on its way: its pipe is the first file that a child opens."""
    os.write(3, HEAD.pack(DONE, 100) + b"x")
    os._exit(9)


def test_the_time_limit_ends_the_work() -> None:
    with pytest.raises(WorkTimeout, match=r"stopped after 0\.2 s"):
        call(time.sleep, (600,), timeout=0.2, memory=MEMORY)


def test_a_crash_is_told_with_its_exit_code() -> None:
    with pytest.raises(WorkCrashed) as caught:
        call(os._exit, (7,), timeout=60, memory=MEMORY)
    assert caught.value.code == 7
    with pytest.raises(WorkCrashed) as caught:
        call(half_an_answer, (), timeout=60, memory=MEMORY)
    assert caught.value.code in (9, -signal.SIGKILL)


def test_memory_is_bounded() -> None:
    assert call(hold, (1 << 20,), timeout=60, memory=MEMORY) == 1 << 20
    with pytest.raises(MemoryError):
        call(hold, (2 * MEMORY,), timeout=60, memory=MEMORY)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of Linux")
def test_what_a_child_needs_to_get_ready_leaves_its_memory_to_the_work() -> None:
    small = 256 << 20

    async def held(size: int) -> bytes:
        pool = Pool(keeping, (2 * small,), size=1, memory=small)
        try:
            await pool.open()
            return await pool.run(b"%d" % size, 60)
        finally:
            await pool.close()

    assert asyncio.run(held(small // 2)) == b"%d" % (small // 2)
    with pytest.raises(MemoryError):
        asyncio.run(held(2 * small))


def test_a_child_is_no_copy_of_this_process() -> None:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(before + 7)
    try:
        assert call(sys.getrecursionlimit, (), timeout=60, memory=MEMORY) == before
    finally:
        sys.setrecursionlimit(before)


def test_what_the_work_prints_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    assert call(print, ("hello",), timeout=60, memory=MEMORY) is None
    assert capfd.readouterr().err == "hello\n"


def test_errors_of_ours_arrive_as_they_are() -> None:
    with pytest.raises(QueryRefused, match="nests 200 levels deep"):
        call(check_query, ("(" * 200,), timeout=60, memory=MEMORY)


# --- what a child may not do, and what is left behind


def connect(port: int) -> str:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5)
    except OSError as error:
        return str(error)
    return "connected"


def in_a_loop() -> str:
    return asyncio.run(asyncio.sleep(0, "done"))


def raw_socket() -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    return 0 if libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0) >= 0 else ctypes.get_errno()


def ask_in_child(_: int) -> tuple[int, str]:
    ai = Taxonomy()
    table = ai.sparql("SELECT ?x { ?x a ait:LLM } LIMIT 3")
    report = (ai + "examples/inventory.ttl").validate()
    return len(table), report.summary()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(is_so: Callable[[], bool]) -> bool:
    return any(is_so() or time.sleep(0.05) for _ in range(600))


def test_a_child_opens_no_socket(listener: object) -> None:
    port = int(listener.url.rpartition(":")[2])  # type: ignore[attr-defined]
    assert call(connect, (port,), timeout=60, memory=MEMORY) == "this process opens no connection"


#: What makes the work of a child, of no module of ours, so that it starts fast: it sleeps.
SLEEP = "lambda seconds: __import__('time').sleep(float(seconds)) or b'awake'"


def open_files() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


def memory() -> int:
    """Return the bytes of memory that this process holds when all garbage is gone."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


#: How often work is stopped; `TIMEOUTS=5000` takes some ten minutes.
TIMEOUTS = int(os.environ.get("TIMEOUTS", "12"))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc to see files")
def test_work_that_is_stopped_leaves_no_file_open_and_no_memory_taken() -> None:
    async def stopped_often() -> None:
        pool = Pool(eval, (SLEEP,), size=1, memory=MEMORY, quick=0.01)
        await pool.open()
        assert await pool.run(b"0", 60) == b"awake"
        before, taken = open_files(), memory()
        for _ in range(TIMEOUTS):
            with pytest.raises(WorkTimeout):
                await pool.run(b"60", 0.02)
        assert await pool.run(b"0", 60) == b"awake"
        while len(pool._starting) or open_files() > before:
            await asyncio.sleep(0.05)
        assert memory() - taken < 16 << 20
        print(f"{TIMEOUTS} timeouts: {memory() - taken:,} bytes more, no file more")
        await pool.close()

    gc.disable()  # which would close what nobody owns
    try:
        asyncio.run(asyncio.wait_for(stopped_often(), 100 + TIMEOUTS))
    finally:
        gc.enable()


def test_a_pool_whose_first_child_breaks_opens_with_the_second(tmp_path: Path) -> None:
    made = repr(str(tmp_path / "made"))
    second = f"__import__('os').path.isdir({made})"
    work = (
        f"bytes.upper if {second} else __import__('os').mkdir({made}) or __import__('os').abort()"
    )

    async def opened(work: str) -> bytes:
        pool = Pool(eval, (work,), size=1, memory=MEMORY)
        try:
            await pool.open()
            return await pool.run(b"done", 60)
        finally:
            await pool.close()

    assert asyncio.run(opened(work)) == b"DONE"
    with pytest.raises(WorkCrashed):
        asyncio.run(opened("__import__('os').abort()"))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc to see files")
def test_a_call_that_is_stopped_leaves_no_file_open() -> None:
    before = open_files()
    gc.disable()
    try:
        for _ in range(3):
            with pytest.raises(WorkTimeout):
                call(time.sleep, (60,), timeout=0.02, memory=MEMORY)
        assert open_files() == before
    finally:
        gc.enable()


@pytest.mark.skipif(sys.platform != "linux", reason="a filter of Linux")
def test_the_kernel_lets_a_child_open_no_socket_either() -> None:
    assert call(raw_socket, (), timeout=60, memory=MEMORY) == errno.EACCES


def test_a_child_may_have_an_event_loop() -> None:
    assert call(in_a_loop, (), timeout=60, memory=MEMORY) == "done"


def test_a_fault_in_a_child_keeps_its_traceback_as_a_note() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        call(divmod, (1, 0), timeout=60, memory=MEMORY)
    assert "Traceback" in caught.value.__notes__[0]


def test_it_works_in_a_pool_and_results_travel() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.map(ask_in_child, [1]) == [(3, "conforms: 0 violations, 0 warnings, 0 infos")]


COMMAND = [sys.executable, "-m", "aitaxonomy"]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def descendants(pid: int) -> set[int]:
    found = {pid}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found |= {each for child in task.read_text().split() for each in descendants(int(child))}
    return found


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to see processes")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGKILL"])
def test_a_signal_ends_the_command_and_all_it_started(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = getattr(signal, name)
    query = tmp_path / "endless.rq"
    query.write_text(ENDLESS)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = os.environ | {"TMPDIR": str(scratch)}
    command = subprocess.Popen(
        [*COMMAND, "sparql", str(query), "--timeout", "100"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    # The command, and the child with the query.
    assert wait_until(lambda: len(descendants(command.pid)) == 2)
    pids = descendants(command.pid)
    command.send_signal(number)
    code = command.wait(timeout=60)
    assert code == (-number if number == signal.SIGKILL else 128 + number)
    assert wait_until(lambda: not any(map(is_alive, pids)))
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    sweep()
    assert not list(scratch.iterdir())


#: What systems other than Linux lack: forks and waits, limits, a C library by no name.
ELSEWHERE = """
import ctypes, os, sys, sysconfig
sysconfig.get_config_vars()  # of this system
for name in ("fork", "waitid", "setpriority", "killpg", "setpgid", "getuid", "uname"):
    vars(os).pop(name, None)
sys.modules["resource"] = None
sys.platform = "elsewhere"
ctypes.CDLL = None
"""


@pytest.mark.parametrize(
    "words",
    [
        "is ChatGPT LLM",
        "why LLM GenerativeAI",
        "ask every-llm-is-generative-ai",
        "sparql examples/diffusion-models.rq",
        "classify examples/tools.xlsx",
        "validate examples/inventory.ttl",
        "validate examples/inventory.ttl --shapes shapes",
    ],
)
def test_commands_need_nothing_of_linux(words: str) -> None:
    child = "from aitaxonomy import process; process._START = ELSEWHERE + process._START"
    run = f"ELSEWHERE = {ELSEWHERE!r}; exec(ELSEWHERE); {child}; from aitaxonomy.cli import run; "
    done = subprocess.run(
        [sys.executable, "-c", f"{run}sys.exit(run())", *words.split()],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env=os.environ | {"POLARS_SKIP_CPU_CHECK": "1"},  # by which it knows that this is Linux
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert done.stdout


def test_an_abandoned_folder_is_swept_and_a_held_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    held = ScratchFolder()
    abandoned = tmp_path / "aitaxonomy-gone"
    abandoned.mkdir()
    (abandoned / "held").write_bytes(b".")
    (tmp_path / "aitaxonomy-link").symlink_to(tmp_path.parent)
    sweep()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["aitaxonomy-link", Path(held.name).name]
    )
    held.cleanup()


# --- results travel


@pytest.fixture(scope="module")
def mine(ai: Taxonomy) -> Taxonomy:
    return ai + "examples/inventory.ttl"


@pytest.fixture(scope="module")
def classified(mine: Taxonomy) -> Classification:
    return mine.classify()


def there(result: Any) -> Any:
    return pickle.loads(pickle.dumps(result))


def test_every_result_travels(ai: Taxonomy, mine: Taxonomy, classified: Classification) -> None:
    for result in (
        ai,
        mine,
        ai["LLM"],
        ai.compare("GenerativeAI", "LLM"),
        ai.ask("every-llm-is-generative-ai"),
        ai.sparql("SELECT ?x { ?x a ait:LLM } LIMIT 3"),
        ai.recommend(use_case="Creative Art"),
        ai.tree("LLM"),
        classified,
        classified[0],
        mine.validate(),
    ):
        assert str(there(result)) == str(result)
        assert repr(there(result)) == repr(result)


def test_a_verdict_travels_with_what_it_would_find(ai: Taxonomy) -> None:
    verdict = ai.is_a("DALL·E 3", "LLM")
    arrived = there(verdict)
    assert (repr(arrived), str(arrived.proof)) == (repr(verdict), str(verdict.proof))
    assert arrived.missing == verdict.missing == ()
    assert there(ai.is_a("Runway", "LLMTechnology")).missing


def test_what_arrived_goes_on_working(mine: Taxonomy, classified: Classification) -> None:
    term = there(mine["LLM"])
    assert term.parents == mine["LLM"].parents
    assert term <= mine["GenerativeAI"]
    arrived = there(classified)
    assert arrived.to_json() == classified.to_json()
    assert str(arrived.summary) == str(classified.summary)
    with pytest.raises(ValueError, match="stayed in the process that classified"):
        arrived[0].why("GenerativeAI")
    assert [path.name for path in there(mine).data_files] == ["inventory.ttl"]
