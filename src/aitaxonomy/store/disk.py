"""Stores on disk: built beside the old one and swapped in, held while they are read.

A store is a folder. Its content lies in a folder of its own in there, which never changes once the
file `current` names it. A reader holds a lock on that folder's stamp, and a build removes folders
without a lock. So a reader goes on with the folder it has opened, and a crash leaves the old state
or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from aitaxonomy.errors import ImportFault, StoreCorrupt, StoreLocked
from aitaxonomy.files import write_whole
from aitaxonomy.scratch import hold

#: What an earlier version cannot read, or reads otherwise, has another number.
FORMAT = 1
STAMP = "made-from.json"
_CURRENT, _LOCK = "current", "lock"
_STATE = re.compile(r"state-[0-9a-f]{16}")
_UNFINISHED = re.compile(r"\.aitaxonomy-[0-9a-f]{16}\.part")
#: So often another state is tried, should a build remove the one that was being opened.
_TRIES = 10
_CHUNK = 1 << 20


# --- what is written


@contextmanager
def building(store: Path) -> Iterator[Path]:
    """Give a new folder to write a state of a store to, which becomes the current one at the end.

    `seal` must have been called on it. If anything fails, the store is as it was before.

    Raises:
        StoreLocked: another process is building it.
        ImportFault: it cannot be written, or the folder has other things in it.

    """
    try:
        _check_place(store)
        store.mkdir(parents=True, exist_ok=True)
        with (store / _LOCK).open("a+", encoding="utf-8") as lock:
            _take(lock, store)
            _sweep(store)
            new = store / f"state-{os.urandom(8).hex()}"
            new.mkdir()
            try:
                yield new
                _sync(new)
                write_whole(store / _CURRENT, new.name)
            except BaseException:
                shutil.rmtree(new, ignore_errors=True)
                raise
            _sync(store, whole=False)
            _sweep(store)
    except OSError as error:
        if isinstance(error, StoreCorrupt | StoreLocked):
            raise
        # RocksDB goes on to tell in which of its files.
        reason = error.strerror or str(error).removeprefix("IO error: ").partition(": ")[0]
        raise ImportFault(f"{store}: the store cannot be written: {reason}") from None


def _check_place(store: Path) -> None:
    """Refuse a place where something else is: a build removes what it does not know."""
    if store.exists() and not store.is_dir():
        raise ImportFault(f"{store}: is a file: name a new folder for the store")
    if store.is_dir():
        others = [each.name for each in store.iterdir() if not _is_ours(each.name)]
        if others:
            raise ImportFault(
                f"{store}: is a folder with other things in it, such as {min(others)}: "
                "name a new folder for the store"
            )


def _is_ours(name: str) -> bool:
    known = name in (_CURRENT, _LOCK)
    return known or any(form.fullmatch(name) for form in (_STATE, _UNFINISHED))


def _take(lock: IO[str], store: Path) -> None:
    """Become the one who builds, and say so in the file."""
    if not hold(lock):
        builder = ""
        with suppress(PermissionError):  # a locked file cannot be read on Windows
            lock.seek(0)
            builder = lock.read(200).strip()
        builder = builder or "another process"
        raise StoreLocked(
            f"{store}: is being built by {builder}: wait until that has ended, "
            "or build to another folder"
        )
    lock.truncate(0)
    lock.write(f"process {os.getpid()} since {time.strftime('%Y-%m-%d %H:%M:%S')}")
    lock.flush()


def _sweep(store: Path) -> None:
    """Remove what builds have left that did not end, and states that nobody reads any more."""
    current = _current(store)
    for path in store.iterdir():
        if _UNFINISHED.fullmatch(path.name):
            path.unlink(missing_ok=True)
        elif _STATE.fullmatch(path.name) and path.name != current:
            with suppress(OSError):
                _remove(path)


def _remove(state: Path) -> None:
    if not (stamp := state / STAMP).exists():  # nobody opens a state without one
        shutil.rmtree(state, ignore_errors=True)
        return
    with stamp.open("rb") as lock:
        if hold(lock):
            shutil.rmtree(state, ignore_errors=True)


def _sync(folder: Path, *, whole: bool = True) -> None:
    """See that a folder, and all that is in it, is on the disk before anything else is."""
    for path in [*(folder.rglob("*") if whole else ()), folder]:
        with suppress(PermissionError):  # folders cannot be opened on Windows
            # Windows syncs no file that is open to be read alone.
            descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def seal(folder: Path, *, moves: bool = False, **stated: object) -> None:
    """Write what is stated of a folder, with the checksum of each of its files, as its last file.

    Unless the folder `moves` to another disk, the times of its files are noted, too.

    RocksDB has checksums of its own, but Oxigraph answers some queries without an end, or with
    nothing, where these do not hold.
    """
    checksums = _checksums(folder)
    stamp = {"format": FORMAT, **stated, "files": checksums}
    if not moves:
        stamp["state"] = _state(folder, checksums)
    write_whole(folder / STAMP, json.dumps(stamp))


def _checksums(folder: Path) -> dict[str, int]:
    """Return the CRC-32 of each file by its path in the folder, except of the stamp."""
    return {
        path.relative_to(folder).as_posix(): _checksum(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / STAMP
    }


def _state(folder: Path, names: Iterable[str]) -> str:
    """Return a digest of the sizes of files and of when they were changed."""
    found = ((folder / name).stat() for name in sorted(names))
    return hashlib.sha256(repr([(f.st_size, f.st_mtime_ns) for f in found]).encode()).hexdigest()


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as content:
        while chunk := content.read(_CHUNK):
            found = zlib.crc32(chunk, found)
    return found


# --- what is read


def stamp_of(folder: Path) -> dict[str, Any]:
    """Return what was stated when a folder was sealed; raises `OSError`, `ValueError`."""
    try:
        stamp = json.loads((folder / STAMP).read_bytes())
    except RecursionError:
        stamp = None
    if not isinstance(stamp, dict) or not {"format", "files"} <= stamp.keys():
        raise ValueError("its stamp is not as it was written")
    return stamp


def fault_of(folder: Path, stamp: Mapping[str, Any]) -> str:
    """Return what is wrong with the files of a sealed folder, "" where they are as written.

    Files that are as large and as old as they were are not read: that would take most of the time
    of a short command.
    """
    written = stamp["files"]
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    same = isinstance(written, dict) and names == {*written, STAMP}
    if same and stamp.get("state") == _state(folder, written):
        return ""
    found = _checksums(folder)
    if found == written or not isinstance(written, dict):
        return "" if found == written else "its stamp is not as it was written"
    if missing := sorted(written.keys() - found.keys()):
        return f"{missing[0]} is missing"
    if foreign := sorted(found.keys() - written.keys()):
        return f"{foreign[0]} is not one of its files"
    return f"{min(n for n in found if found[n] != written[n])} is not as it was written"


class Held:
    """The current state of a store, held so that no build removes it until `close`.

    Attributes:
        store: the folder of the store.
        folder: the folder of the state.
        stamp: what was stated of it when it was built.

    Raises:
        StoreCorrupt: there is no store, or it is damaged, or of another version.

    """

    def __init__(self, store: Path) -> None:
        self.store = store
        self._lock = self._hold()
        try:
            self._check()
        except BaseException:
            self.close()
            raise

    def _hold(self) -> IO[bytes]:
        for _ in range(_TRIES):
            if not (name := _current(self.store)):
                break
            self.folder = self.store / name
            with suppress(FileNotFoundError, NotADirectoryError):
                lock = (self.folder / STAMP).open("rb")
                # A build that has begun to remove it has put another one in its place.
                if hold(lock, shared=True) and (self.folder / STAMP).exists():
                    return lock
                lock.close()
            time.sleep(0.02)
        else:
            raise self.corrupt(f"{self.folder.name} is gone, or has no {STAMP}")
        if not self.store.is_dir() or not any(self.store.iterdir()):
            raise StoreCorrupt(f"{self.store}: there is no store here: {rebuild(self.store)}")
        if not any(_is_ours(each.name) for each in self.store.iterdir()):
            raise StoreCorrupt(f"{self.store}: is not a store: name one that `build` wrote")
        raise self.corrupt("no build of it was finished, or `current` is gone", "cannot be read")

    def _check(self) -> None:
        try:
            self.stamp = stamp_of(self.folder)
        except (OSError, ValueError):
            raise self.corrupt(f"{STAMP} is not as it was written") from None
        if self.stamp["format"] != FORMAT:
            raise self.corrupt("another version of this program has built it", "cannot be read")
        try:
            fault = fault_of(self.folder, self.stamp)
        except OSError as error:
            fault = error.strerror or str(error)
        if fault:
            raise self.corrupt(fault)

    def corrupt(self, reason: object, what: str = "is damaged") -> StoreCorrupt:
        """Return the error that says what is wrong, and the command that builds it again."""
        given = getattr(self, "stamp", {}).get("given")
        again = rebuild(self.store, given if isinstance(given, list) else None)
        return StoreCorrupt(f"{self.store}: the store {what} ({reason}): {again}")

    def close(self) -> None:
        """Let a build remove the state, once it is not the current one."""
        self._lock.close()


def rebuild(store: Path, files: Sequence[str] | None = None) -> str:
    """Return what to do about a store that cannot be used.

    >>> rebuild(Path("ours"), ["a list.csv"])
    "build it by `aitaxonomy build ours 'a list.csv'`"
    """
    given = " ".join(map(shlex.quote, map(str, files or ())))
    more = given if files is not None else "[FILE...]"
    return f"build it by `{' '.join(['aitaxonomy build', shlex.quote(str(store)), more]).rstrip()}`"


def _current(store: Path) -> str:
    """Return the name of the current state, "" where there is none."""
    try:
        name = (store / _CURRENT).read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""
    return name if _STATE.fullmatch(name) else ""
