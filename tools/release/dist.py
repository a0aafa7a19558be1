"""The files of a release, below `dist/` and its number, made from what is committed."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from aitaxonomy import Taxonomy, _data, clock
from aitaxonomy.export import RDF_FORMATS, export
from aitaxonomy.site.pages import Pages
from tools import sbom
from tools.release import certificate, proofs
from tools.release.frozen import FROZEN, ROOT


def write() -> Path:
    """Write the files of this checkout's version, and return their folder."""
    number = _data.__version__
    if (installed := version("aitaxonomy")) != number:  # the bill of materials tells what is there
        raise SystemExit(f"{installed} is installed, not {number}: pip install -e '.[dev,outside]'")
    if missing := certificate.missing():
        raise SystemExit(f"not there: {', '.join(missing)}; docs/versions.md says what to install")
    folder = ROOT / "dist" / number
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    day = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["date-released"].isoformat()
    clock.today = lambda: day  # questions about today
    ai = Taxonomy()
    for format in RDF_FORMATS:
        export(ai.content.store, folder / "ontology", format)
    for name, paths in {
        "ontology": [_data.module_file(_data.INFERRED)],
        "shapes": (ROOT / "shapes").glob("*.ttl"),
        "questions": (ROOT / "queries").glob("*.rq"),
        "mappings": (ROOT / "ontology" / "alignments").iterdir(),
        "": [*FROZEN.glob(f"{number}.tar.xz"), ROOT / "CITATION.cff", ROOT / "CHANGELOG.md"],
    }.items():
        (folder / name).mkdir(exist_ok=True)
        for path in paths:
            shutil.copyfile(path, folder / name / path.name)
    for each in ai.questions():
        _write(folder / "questions" / f"{each.name}.json", ai.ask(each.name).to_json())
    proofs.write(ai, folder / "proofs")
    for place, content in Pages(ai).of_data():
        (folder / "site" / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / place).write_bytes(content)
    _write(folder / "sbom.cdx.json", sbom.bill(["serve", "mcp"]))
    verdicts = certificate.judged()
    _write(folder / "certificate.json", verdicts)
    packages(folder)
    manifest(folder)
    if failed := [each["judge"] for each in verdicts if each["verdict"] != "passed"]:
        raise SystemExit(f"{folder}: not to be published, as of {', '.join(failed)}")
    return folder


def _write(path: Path, document: object) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True, default=str)
    path.write_bytes(text.encode() + b"\n")


def packages(folder: Path) -> None:
    """Build wheel and source archive twice, and keep them if both builds have equal bytes."""
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        for place in (one, two):
            build = [sys.executable, "-m", "hatchling", "build", "-d", place]
            subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        for path in Path(one).iterdir():
            if path.read_bytes() != Path(two, path.name).read_bytes():
                raise SystemExit(f"two builds of {path.name} differ")
            shutil.copyfile(path, folder / path.name)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        if "aitaxonomy/site/bundled/oxigraph.js" not in archive.namelist():
            raise SystemExit(f"{wheel.name}: its site would run no queries; install Node, `npm ci`")


def manifest(folder: Path) -> None:
    """Write the SHA-256 of each file, as `sha256sum --check` reads them."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in paths
    ]
    (folder / "SHA256SUMS").write_bytes("".join(lines).encode())
