"""Work in a child process ends as it should, whatever it does."""

import os
import time
from collections.abc import Iterator

import pytest

from aitaxonomy.errors import QueryRefused
from aitaxonomy.process import WorkCrashed, WorkTimeout
from aitaxonomy.process.child import call, stream

MEMORY = 1 << 30


def hold(size: int) -> int:
    return len(bytearray(size))


def refuse(text: str) -> None:
    raise QueryRefused(text)


def slowly() -> Iterator[int]:
    yield 1
    time.sleep(600)
    yield 2


def test_the_time_limit_ends_the_work() -> None:
    with pytest.raises(WorkTimeout, match=r"stopped after 0\.2 s"):
        call(time.sleep, (600,), timeout=0.2, memory=MEMORY)


def test_what_came_before_the_limit_is_there() -> None:
    items = stream(slowly, (), timeout=5, memory=MEMORY)
    assert next(items) == 1
    with pytest.raises(WorkTimeout):
        next(items)


def test_a_crash_is_told_with_its_exit_code() -> None:
    with pytest.raises(WorkCrashed) as caught:
        call(os._exit, (7,), timeout=60, memory=MEMORY)
    assert caught.value.code == 7


def test_memory_is_bounded() -> None:
    assert call(hold, (1 << 20,), timeout=60, memory=MEMORY) == 1 << 20
    with pytest.raises(MemoryError):
        call(hold, (2 * MEMORY,), timeout=60, memory=MEMORY)


def test_errors_of_ours_arrive_as_they_are() -> None:
    with pytest.raises(QueryRefused, match="too deep: flatten it"):
        call(refuse, ("too deep: flatten it",), timeout=60, memory=MEMORY)
