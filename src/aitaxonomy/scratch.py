"""Temporary folders that do not stay when a process is killed, and the locks that tell.

Each folder holds a file that its owner keeps locked. The next process to make one removes those
that no process holds.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import IO, Any

_PREFIX = "aitaxonomy-"
_LOCK = "held"


class ScratchFolder:
    """A temporary folder, removed with the object or after it; raises `OSError` if none is made.

    Attributes:
        name: the path of the folder.

    >>> with ScratchFolder() as folder:
    ...     Path(folder).is_dir()
    True

    """

    def __init__(self) -> None:
        sweep()
        self.name = tempfile.mkdtemp(prefix=_PREFIX)
        # Locked before it has content, which `sweep` looks for, so that nobody finds it unlocked.
        lock = (Path(self.name) / _LOCK).open("wb", buffering=0)
        hold(lock)
        lock.write(b".")
        self._end = weakref.finalize(self, _remove, self.name, lock)

    def __enter__(self) -> str:
        return self.name

    def __exit__(self, *_: object) -> None:
        self.cleanup()

    def cleanup(self) -> None:
        """Remove the folder."""
        self._end()


def _remove(folder: str, lock: IO[bytes]) -> None:
    lock.close()  # Windows removes no open file
    shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove the folders of this user that no process holds."""
    with contextlib.suppress(OSError):  # no temporary folder
        for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            with contextlib.suppress(OSError):
                if _is_abandoned(folder):
                    shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    about = folder.lstat()
    if folder.is_symlink() or (hasattr(os, "getuid") and about.st_uid != os.getuid()):
        return False
    with (folder / _LOCK).open("rb") as lock:
        return os.fstat(lock.fileno()).st_size > 0 and hold(lock)


def hold(file: IO[Any], *, shared: bool = False) -> bool:
    """Lock an open file; tell whether that could be done.

    Readers share a lock; an exclusive lock needs that no other process holds it. On Windows a
    shared lock does nothing, as an open file cannot be removed there.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as one, open(one.name, "rb") as other:
    ...     hold(one, shared=True), hold(other, shared=True), hold(other)
    (True, True, False)
    """
    try:
        import fcntl
    except ImportError:
        return shared or _hold_on_windows(file)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _hold_on_windows(file: IO[Any]) -> bool:
    import msvcrt

    try:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True
