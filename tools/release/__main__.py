"""The command `python -m tools.release`."""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Iterator

import tools.release
from aitaxonomy._data import __version__
from aitaxonomy.store.shipped_ontology import RENEW, cached_hash, content_hash
from tools.release import changes, frozen, interface
from tools.release.number import Meaning


def main(words: list[str]) -> int:
    """Do what the words say; see `tools.release`."""
    match [each for each in words if each != "--check"]:
        case ["freeze"]:
            freeze(frozen.next_state())
        case ["freeze", commit, number]:
            freeze(number, commit)
        case ["changes"]:
            print(f"{changes.write()} changes since {changes.last()}: {changes.TABLE.name}")
        case ["dist"]:
            from tools.release import dist

            print(dist.write())
        case [number] if number[:1].isdigit():
            return release(number, check="--check" in words)
        case _:
            print(tools.release.__doc__, file=sys.stderr)
            return 2
    return 0


def freeze(number: str, commit: str = "") -> None:
    """Freeze a commit, or this checkout: what it states and concludes, and its interface."""
    print(frozen.freeze(number, commit))
    interface.path(number).write_text(interface.stub(commit), encoding="utf-8", newline="\n")
    if told := changes.write_frozen(number):
        print(told)


def release(number: str, *, check: bool) -> int:
    """Write a version into this clone, unless it is only checked; return 1 if it cannot be."""
    from tools.release.headers import edits

    last = frozen.numbers(released=True)[-1]
    breaks = interface.breaks(interface.path(last).read_text("utf-8"), interface.stub())
    meaning = Meaning.of(changes.since(last), breaks)
    lacking = list(faults(number, meaning.number(__version__)))
    print(f"since {__version__}: {meaning}", *breaks, *lacking, sep="\n")
    day = datetime.date.today().isoformat()
    texts = dict(edits(__version__, number, day, meaning))
    changed = [p for p, text in texts.items() if not p.exists() or text != p.read_text("utf-8")]
    print(f"{number} changes {len(changed)} files, and ontology/inferred.ttl anew")
    if check or lacking:
        return int(bool(lacking))
    for path in changed:
        path.write_bytes(texts[path].encode())
    for old in frozen.FROZEN.glob("*.dev*"):
        old.unlink()
    for command in (
        ("tools.ledger", "build"),
        ("aitaxonomy", "format"),
        ("tools.renewal",),
        ("tools.release", "freeze", "", number),
        ("tools.release", "changes"),
        ("tests.golden.corpus", "--keep"),  # headers moved lines
    ):
        subprocess.run([sys.executable, "-m", *command], cwd=frozen.ROOT, check=True)
    print(f"commit this, tag it v{number}, and run `python -m tools.release dist`")
    return 0


def faults(number: str, expected: str) -> Iterator[str]:
    """Yield what stands in the way of a release."""
    if number != expected:
        yield f"the number is {expected} by what changed and what breaks, not {number}"
    if cached_hash() != content_hash():
        yield f"ontology/inferred.ttl is of another state: run `{RENEW}`"
    told = changes.TABLE.read_text(encoding="utf-8")
    if untold := changes.untold(changes.since(changes.last()), told):
        yield f"{len(untold)} rows of {changes.TABLE.name} are missing or wrong: {changes.REMEDY}"
    git = ["git", "status", "--porcelain"]
    if subprocess.run(git, cwd=frozen.ROOT, check=True, capture_output=True).stdout:
        yield "there are changes that are not committed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
