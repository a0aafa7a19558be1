"""Temporary folders that do not stay when a process is killed, and the locks that tell.

Each folder holds a file that its owner keeps locked. Who makes the next one removes those that
nobody holds any more.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, Any

_PREFIX = "aitaxonomy-"
_LOCK = "held"


class ScratchFolder(tempfile.TemporaryDirectory[str]):
    """A temporary folder, removed with the object or after it; raises `OSError` if none is made.

    >>> with ScratchFolder() as folder:
    ...     Path(folder).is_dir()
    True
    """

    def __init__(self) -> None:
        sweep()
        super().__init__(prefix=_PREFIX, ignore_cleanup_errors=True)
        # Locked before it has its name, so that nobody finds it unlocked.
        new = Path(self.name) / "new"
        self._lock = new.open("wb")
        hold(self._lock)
        new.rename(Path(self.name) / _LOCK)

    def cleanup(self) -> None:
        """Remove the folder."""
        self._lock.close()
        super().cleanup()


def sweep() -> None:
    """Remove the folders of this user that no process holds."""
    with contextlib.suppress(OSError):  # no temporary folder at all: who needs one is told
        for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            with contextlib.suppress(OSError):
                if _is_abandoned(folder):
                    shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    about = folder.lstat()
    if folder.is_symlink() or (hasattr(os, "getuid") and about.st_uid != os.getuid()):
        return False
    with (folder / _LOCK).open("rb") as lock:
        return hold(lock)


def hold(file: IO[Any], *, shared: bool = False) -> bool:
    """Lock an open file; tell whether that could be done.

    Readers share a lock; who wants it alone gets it when nobody has it. On Windows, where what is
    open cannot be removed either, a shared lock is none.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as one, open(one.name, "rb") as other:
    ...     hold(one, shared=True), hold(other, shared=True), hold(other)
    (True, True, False)
    """
    try:
        import fcntl
    except ImportError:
        return _hold_on_windows(file, shared=shared)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _hold_on_windows(file: IO[Any], *, shared: bool) -> bool:
    import msvcrt

    if shared:
        return True
    try:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True
