"""Adds to a wheel what is worked out of the ontology once, so that a verdict comes quickly.

Where Node is at hand, the scripts and the WebAssembly that the pages of the site run queries with
are bundled into it, too.

Beside a wheel that is built into `dist/`, each root of the ontology is written as one file in every
syntax, into `dist/ontology/`: what a release publishes for those who use other tools.
"""

import gzip
import lzma
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from itertools import chain
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

HOME = "https://w3id.org/aitaxonomy/"
ROOT = Path(__file__).parent
#: Documents that lie outside of `docs/`.
BESIDE = [
    ROOT / name
    for name in ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "benchmarks/README.md")
]


class Published(MetadataHookInterface):
    """Gives the package's page the README, with links that lead to the site."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Make links within the repository whole addresses."""
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        text = text.replace("[LICENSE-DATA](LICENSE-DATA)", "LICENSE-DATA")  # not on the site
        text = re.sub(r"\]\((?!https?:|#)", f"]({HOME}", text)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


class Prepared(BuildHookInterface):  # type: ignore[type-arg]
    """Adds what is made for a wheel; an editable install reads the files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Prepare the tables, bundle what runs queries in a page, and add the documents."""
        if version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory()
        prepared, bundled = (Path(self.folder.name) / name for name in ("prepared", "bundled"))
        prepared.mkdir()
        subprocess.run([sys.executable, __file__, prepared], check=True)
        build_data["force_include"][str(prepared)] = "aitaxonomy/prepared"
        if fault := bundle(bundled):
            print(f"the site in this wheel runs no queries: {fault}", file=sys.stderr)
        else:
            build_data["force_include"][str(bundled)] = "aitaxonomy/site/bundled"
        # Not `ontology/ledger/`: nothing reads it at run time.
        for path in filter(Path.is_file, (ROOT / "ontology").rglob("*")):
            if path.parent.name != "ledger":
                place = path.relative_to(ROOT).as_posix()
                build_data["force_include"][str(path)] = f"aitaxonomy/{place}"
        frozen = ROOT / "frozen"  # without states on the way to a version
        released = (*frozen.glob("*.[0-9].tar.xz"), *frozen.glob("*.json"))
        documents = ((ROOT / "docs").rglob(each) for each in ("*.md", "*.svg"))
        for path in (*released, *chain(*documents), *BESIDE):
            place = path.relative_to(ROOT).as_posix()
            build_data["force_include"][str(path)] = f"aitaxonomy/{place}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Pack the wheel again, and write the merged files where it is kept."""
        if version == "editable":
            return
        self.folder.cleanup()
        repack(Path(artifact_path))
        if Path(artifact_path).parent != ROOT / "dist":
            return  # as in `pip install`, which throws the wheel away
        sys.path.insert(0, str(ROOT / "src"))
        from aitaxonomy import Taxonomy
        from aitaxonomy.export import RDF_FORMATS

        for format in RDF_FORMATS:
            Taxonomy().export(ROOT / "dist" / "ontology", format)


def repack(wheel: Path) -> None:
    """Compress a wheel as far as its format allows, for which its builder has no option."""
    small = wheel.with_suffix(".small")
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(small, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry), compresslevel=9)
    small.replace(wheel)


def bundle(folder: Path) -> str:
    """Bundle what pages run queries with; return what stood in the way, in one line, or ""."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        return "Node is not installed"
    install = [npm, "ci", "--fetch-retries=0", "--fetch-timeout=30000"]
    steps = [] if (ROOT / "node_modules").is_dir() else [install]
    try:
        for step in (*steps, [node, "bundle.js", str(folder)]):
            subprocess.run(step, cwd=ROOT, check=True, capture_output=True, text=True, timeout=180)
    except subprocess.CalledProcessError as error:
        told = [line for line in error.stderr.splitlines() if line.strip()]
        return f"{Path(error.cmd[0]).name} {error.cmd[1]}: {told[0] if told else 'no reason given'}"
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    for path in folder.glob("*.gz"):  # by gzip it takes half as much room again
        path.with_suffix(".xz").write_bytes(lzma.compress(gzip.decompress(path.read_bytes())))
        path.unlink()
    return ""


def make(folder: Path) -> None:
    """Work out what never changes of the ontology and of the generated file beside it."""
    sys.path.insert(0, str(ROOT / "src"))
    from aitaxonomy.inference.content import worked_out
    from aitaxonomy.store.shipped_ontology import RENEW, cached_hash, content_hash, prepare

    if cached_hash() != content_hash():
        raise RuntimeError(f"ontology/inferred.ttl is not of this ontology; renew it: {RENEW}")
    prepare(folder, worked_out())


if __name__ == "__main__":
    os.chdir(ROOT)
    make(Path(sys.argv[1]))
