"""Waiting in a thread of its own, so that a deadline ends whatever it is that takes long."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


class Loop:
    """A thread with a loop of events; what it runs can be cancelled wherever it waits.

    It works where the caller has a loop of its own, as notebooks do.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True, name="endpoint").start()

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Return what some work gives."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
