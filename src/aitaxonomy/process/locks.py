"""Locks on files: held until the file is closed, by whatever end of the process too."""

from __future__ import annotations

from typing import IO, Any


def hold(file: IO[Any], *, shared: bool = False) -> bool:
    """Lock an open file, by children of this process too; tell whether that could be done.

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
