"""Files that are written whole or not at all: what stops in the middle leaves the old one."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from aitaxonomy.errors import ImportFault

#: Where the descriptors of a process appear as files, beside which nothing can be put.
_DESCRIPTORS = tuple(map(Path, ("/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd", "/proc")))


def write_whole(target: Path, text: str) -> None:
    """Write a text file in UTF-8, as `replacing` does.

    Raises `ImportFault` where it cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder) / "a.txt", "all of it")
    ...     [(path.name, path.read_text()) for path in Path(folder).iterdir()]
    [('a.txt', 'all of it')]
    """
    with replacing(target) as out:
        out.write(text)


@contextmanager
def replacing(target: Path) -> Iterator[TextIO]:
    """Open a text file beside the target, which replaces it once everything is on the disk.

    The name of that file cannot be foreseen, so that nobody can have put a link there. The target
    keeps its permissions. Where it is a symbolic link, the file that it leads to is replaced and
    the link stays. Devices, pipes and what `/dev` names are written as they are.

    Raises `ImportFault` where the target cannot be written; it is then as it was.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     target = Path(folder) / "a.txt"
    ...     _ = target.write_text("old")
    ...     try:
    ...         with replacing(target) as out:
    ...             _ = out.write("half of the n")
    ...             raise ValueError
    ...     except ValueError:
    ...         print(target.read_text(), len(list(Path(folder).iterdir())))
    old 1
    """
    try:
        if _in_place(target):
            with target.open("a", encoding="utf-8", newline="") as out:
                yield out
            return
        real = Path(os.path.realpath(target, strict=target.exists()))
        with _beside(real) as out:
            yield out
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ImportFault(f"{target}: cannot be written: {error.strerror or error}") from None


def _in_place(target: Path) -> bool:
    """Whether a target is written as it is: it is no regular file, or a descriptor's name."""
    if any(target.absolute().is_relative_to(name) for name in _DESCRIPTORS):
        return True
    return target.exists() and not (target.is_file() or target.is_dir())


@contextmanager
def _beside(target: Path) -> Iterator[TextIO]:
    if target.is_file() and not os.access(target, os.W_OK):
        raise PermissionError(None, "Permission denied")  # a rename would not ask
    beside = target.with_name(f".aitaxonomy-{secrets.token_hex(8)}.part")
    try:
        with beside.open("x", encoding="utf-8", newline="") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileNotFoundError):
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
