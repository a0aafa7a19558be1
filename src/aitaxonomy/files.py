"""Files: read from whatever holds them, and written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from aitaxonomy.errors import ImportFault

if TYPE_CHECKING:
    from aitaxonomy.scratch import ScratchFolder

#: The name under which standard input is read.
STANDARD_INPUT = Path("/dev/stdin")
#: The bytes that a pipe or device may give; one that goes on for ever has to be cut somewhere.
MOST = 1 << 30
_CHUNK = 1 << 20
#: What has been read of pipes and devices, by name and identity.
_kept: dict[tuple[Path, Hashable], Path] = {}
#: Copies with the file that each stands for, and the base of that.
_stand_ins: dict[Path, tuple[Path, str]] = {}
#: Where the descriptors of a process appear as files, beside which nothing can be put.
_DESCRIPTORS = tuple(map(Path, ("/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd", "/proc")))


# --- reading


def source(path: Path) -> Path:
    """Return a file with the content of a path, which readers open as often as they like.

    That is the path itself, unless it is standard input (`/dev/stdin`), a named pipe, `/dev/fd/63`
    as a shell makes of `<(...)`, or a device: what these give is copied to a temporary file once,
    up to `MOST` bytes, and taken from there for as long as the process lives. Messages go on to
    name the path that was given.

    Raises:
        ImportFault: it gives more than `MOST` bytes, or standard input is closed.
        OSError: there is no such file, or it cannot be read.

    >>> from aitaxonomy._data import module_file
    >>> source(module_file("core")) == module_file("core")
    True

    """
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise ImportFault(f"{path}: standard input is closed: name a file, or pipe data in")
        return _copied(path, sys.stdin)
    found = path.stat()
    if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode):
        return path
    return _copied(path, (found.st_dev, found.st_ino))


def stand_in(copy: Path, given: Path, base: str) -> None:
    """Name and read a copy as the file that it was made from.

    Args:
        copy: the copy.
        given: the file, as it was named.
        base: what relative IRIs in it were relative to.

    """
    _stand_ins[copy] = given, base


def told(path: Path) -> Path:
    """Return the path to name in messages: that of the file, or of the file it stands for.

    >>> told(Path("models.csv")).name
    'models.csv'
    """
    return _stand_ins.get(path, (path, ""))[0]


def base(path: Path) -> str:
    """Return the IRI that relative ones in a file are relative to: the address of the file.

    >>> base(Path("/dev/stdin"))
    'file:///dev/stdin'
    """
    if path in _stand_ins:
        return _stand_ins[path][1]
    return (path.resolve() if path.is_file() else path.absolute()).as_uri()


def _copied(path: Path, identity: Hashable) -> Path:
    if (path, identity) not in _kept:
        target = Path(_folder().name) / str(len(_kept))
        try:
            with _opened(path) as given, target.open("wb") as out:
                _copy(given, out, path)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        _kept[path, identity] = target
    return _kept[path, identity]


def _opened(path: Path) -> AbstractContextManager[BinaryIO]:
    if path != STANDARD_INPUT:
        return path.open("rb")
    if hasattr(sys.stdin, "buffer"):
        return nullcontext(sys.stdin.buffer)
    return BytesIO(sys.stdin.read().encode())  # text that another program has put in its place


def _copy(given: BinaryIO, out: BinaryIO, path: Path) -> None:
    left = MOST
    while data := given.read(min(_CHUNK, left + 1)):
        left -= len(data)
        if left < 0:
            raise ImportFault(
                f"{path}: more than {MOST:,} bytes, or no end: "
                "save what you want of it as a file, and name that"
            )
        out.write(data)


@cache
def _folder() -> ScratchFolder:
    from aitaxonomy.scratch import ScratchFolder  # most commands need none

    return ScratchFolder()


# --- writing


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
        if in_place(target):
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


def in_place(target: Path) -> bool:
    """Return whether a target is written as it is: a device, a pipe, or the name of a descriptor.

    >>> in_place(Path("/dev/stdout")), in_place(Path("out.ttl"))
    (True, False)
    """
    named = any(target.absolute().is_relative_to(name) for name in _DESCRIPTORS)
    return named or (target.exists() and not (target.is_file() or target.is_dir()))


@contextmanager
def _beside(target: Path) -> Iterator[TextIO]:
    if target.is_file() and not os.access(target, os.W_OK):
        raise PermissionError(None, "Permission denied")  # a rename would not ask
    beside = target.with_name(f".aitaxonomy-{os.urandom(8).hex()}.part")
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
