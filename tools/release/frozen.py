"""Frozen versions: what a later comparison needs, packed into one file with the same bytes."""

from __future__ import annotations

import io
import json
import lzma
import tarfile
from pathlib import Path

from packaging.version import Version as Number

from aitaxonomy._data import folder
from aitaxonomy.inference.content import shipped_content
from aitaxonomy.inference.inference import Inference
from aitaxonomy.inference.verdict_table import VerdictTable
from aitaxonomy.versions.version import ARCHIVE, BESIDE, TABLE, Version, version

ROOT = Path(__file__).parents[2]
FROZEN = ROOT / "frozen"
#: The most bytes of a frozen version.
LARGEST = 2_000_000


def numbers(*, released: bool = False) -> list[str]:
    """Return the numbers of the frozen versions, the last one last.

    >>> numbers(released=True)[0]
    '0.2.0'
    """
    found = sorted(Number(each.name.removesuffix(ARCHIVE)) for each in FROZEN.glob(f"*{ARCHIVE}"))
    return [str(each) for each in found if not (released and each.is_prerelease)]


def next_state() -> str:
    """Return the number of the state on the way to the next version: 0.3.0.dev0, 0.3.0.dev1.

    Below 1.0 that is the next minor version, from then on the next major one.
    """
    from aitaxonomy._data import __version__

    major, minor, _ = Number(__version__).release
    ahead = f"0.{minor + 1}.0" if major == 0 else f"{major + 1}.0.0"
    known = [each for each in numbers() if each.startswith(f"{ahead}.dev")]
    return f"{ahead}.dev{len(known)}"


def freeze(number: str, commit: str = "") -> Path:
    """Freeze a commit, or this checkout, and return the file."""
    content = shipped_content()
    if not commit:  # this checkout
        found = pack(Version(number, content), folder("ontology"))
    else:
        old = version(commit, content)
        found = pack(old, old.folder)
    path = FROZEN / f"{number}{ARCHIVE}"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(found)
    return path


def pack(state: Version, ontology: Path) -> bytes:
    """Return a version as an archive: the files that state something, and the verdicts.

    Its members are named as in a wheel; the same version gives the same bytes.
    """
    table = state.verdicts or VerdictTable.work_out(
        Inference(state.premises), Inference(state.premises.bare)
    )
    members = {
        f"aitaxonomy/ontology/{path.relative_to(ontology).as_posix()}": path.read_bytes()
        for path in ontology.rglob("*.ttl")
        if path.parent.name not in BESIDE
    }
    written = json.dumps(table.written(), ensure_ascii=False, separators=(",", ":"))
    members[f"aitaxonomy/{TABLE}"] = written.encode()
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in sorted(members.items()):
            about = tarfile.TarInfo(name)
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    packed = lzma.compress(out.getvalue(), preset=9 | lzma.PRESET_EXTREME)
    if len(packed) > LARGEST:
        raise SystemExit(f"{len(packed)} bytes are more than {LARGEST} for {state.name}")
    return packed
