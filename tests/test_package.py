"""What is published: the wheel, the source archive, and the README that is shown beside them."""

import email
import filecmp
import importlib
import importlib.util
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.judges

ROOT = Path(__file__).parents[1]
HOME = "https://w3id.org/aitaxonomy"
#: The target of a link in Markdown.
LINK = re.compile(r"\]\(([^)]+)\)")
PICTURE = re.compile(r"!\[[^]]+\]\(([^)]+)\)")


def _absent() -> list[str]:
    """The modules that may not be there where a wheel is built: `build-system` requires others."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed, others = (
        {re.split(r"[^\w-]", each)[0] for each in listed}
        for listed in (project["build-system"]["requires"], project["project"]["dependencies"])
    )
    modules = {"pyyaml": "yaml"}
    return [modules.get(name, name).replace("-", "_") for name in sorted(others - needed)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the source archive and the wheel, as a release builds them."""
    return build(tmp_path_factory, "1")


def build(tmp_path_factory: pytest.TempPathFactory, seed: str) -> Path:
    """Build both into a new folder, with a seed of hashes."""
    if importlib.util.find_spec("hatchling") is None:
        reason = "no hatchling; install the extra `dev`"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    folder = tmp_path_factory.mktemp("dist")
    # The folder for scratch files has a name that is found again wherever it is written.
    scratch = tmp_path_factory.mktemp("scratch-of-the-build")
    hidden = f"import sys; sys.modules.update(dict.fromkeys({_absent()!r}))"
    (scratch / "sitecustomize.py").write_text(hidden, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", folder],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ
        | {"TMPDIR": str(scratch), "PYTHONPATH": str(scratch), "npm_config_offline": "true"}
        | {"PYTHONHASHSEED": seed},
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_each_dependency_of_a_release_has_an_upper_bound() -> None:
    """Those of tests and of development have none, so that news of others are seen there first."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, extras = document["project"], document["project"]["optional-dependencies"]
    listed = [*document["build-system"]["requires"], *project["dependencies"]]
    for extra in extras.keys() - {"test", "outside", "dev"}:
        listed += extras[extra]
    assert [each for each in listed if not re.search("<|==", each)] == []


def test_two_builds_have_equal_bytes(built: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    again = build(tmp_path_factory, "2")
    names = sorted(path.name for path in built.iterdir())
    assert len(names) == 2
    for name in names:
        same = filecmp.cmp(built / name, again / name, shallow=False)
        assert same, f"{name} differs"  # without its bytes, whose differences take hours to tell


def test_twine_takes_both(built: Path) -> None:
    if importlib.util.find_spec("twine") is None:
        reason = "no twine; install the extra `outside`"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    check = [sys.executable, "-m", "twine", "check", "--strict", *built.iterdir()]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(built: Path) -> dict[str, bytes]:
    (path,) = built.glob("*.whl")
    assert path.stat().st_size < 8_000_000
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_tells_nothing_of_the_folders_it_was_built_in(wheel: dict[str, bytes]) -> None:
    prepared = {Path(name).name for name in wheel if name.startswith("aitaxonomy/prepared/")}
    assert "rapidfuzz" in _absent()  # so it was made without
    tables = {f"{name}.json" for name in ("names", "program", "systems", "verdicts")}
    assert prepared == {*tables, "made-from.json"}
    folders = (b"scratch-of-the-build", str(ROOT).encode(), sys.prefix.encode())
    told = [name for name, content in wheel.items() if any(each in content for each in folders)]
    assert told == []


def test_the_wheel_holds_the_documents_and_no_more_of_their_folder(wheel: dict[str, bytes]) -> None:
    documents = {name for name in wheel if name.startswith("aitaxonomy/docs/")}
    assert {Path(name).suffix for name in documents} == {".md", ".svg"}
    for path in (*(ROOT / "docs").rglob("*.md"), ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"):
        assert wheel[f"aitaxonomy/{path.relative_to(ROOT).as_posix()}"] == path.read_bytes()
    assert "aitaxonomy/benchmarks/README.md" in wheel
    assert sum(len(wheel[name]) for name in documents) < 400_000


def test_the_wheel_holds_the_ground(wheel: dict[str, bytes]) -> None:
    for folder in ("ontology", "queries", "shapes"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        files = [path for path in files if path.parent.name != "ledger"]
        assert len(files) > 10
        for path in files:
            assert wheel[f"aitaxonomy/{path.relative_to(ROOT).as_posix()}"] == path.read_bytes()
    assert not any("/ledger/" in name for name in wheel)  # no answer reads it


def test_the_wheel_holds_the_versions_that_were_released(wheel: dict[str, bytes]) -> None:
    held = {name for name in wheel if name.startswith("aitaxonomy/frozen/")}
    files = [path.name for path in (ROOT / "frozen").iterdir() if path.suffix in (".xz", ".json")]
    states = [name for name in files if name.endswith(".dev0.tar.xz")]  # on the way to a version
    assert held == {f"aitaxonomy/frozen/{name}" for name in {*files} - {*states}}
    assert "aitaxonomy/frozen/0.2.0.tar.xz" in held


def test_the_wheel_holds_what_pages_run_queries_with(wheel: dict[str, bytes]) -> None:
    held = {Path(name).name for name in wheel if name.startswith("aitaxonomy/site/bundled/")}
    if not (ROOT / "node_modules").is_dir() and not os.environ.get("CI"):
        pytest.skip("no packages to bundle: `npm ci`")
    assert held == {"codemirror.js", "oxigraph.js", "oxigraph.wasm.xz", "licences.txt"}


def test_what_stands_in_the_way_of_bundling_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("hatchling")
    monkeypatch.syspath_prepend(ROOT)
    bundle = importlib.import_module("hatch_build").bundle
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bundle(tmp_path / "bundled") == "Node is not installed"
    for name in ("npm", "node"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'no network\nat all' >&2; exit 1\n")
        (tmp_path / name).chmod(0o755)
    assert bundle(tmp_path / "bundled").endswith(": no network")


def test_the_source_archive_is_the_repository(built: Path) -> None:
    """So that whatever a test reads is there."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert held == {name for name in listed if name and (ROOT / name).exists()} | {"PKG-INFO"}


def test_the_picture_of_the_readme_is_there_and_small() -> None:
    (picture,) = PICTURE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert (ROOT / picture).stat().st_size < 150_000


def test_links_of_the_package_page_lead_somewhere(wheel: dict[str, bytes]) -> None:
    """The README has links within the repository; the package's page gives them an address."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (name,) = (name for name in wheel if name.endswith(".dist-info/METADATA"))
    shown = str(email.message_from_bytes(wheel[name]).get_payload())
    links = [*project["urls"].values(), *LINK.findall(shown)]
    assert len(links) > 8
    assert [link for link in links if not link.startswith("https://")] == []
    files = [link.removeprefix(HOME + "/") for link in links if link.startswith(HOME + "/")]
    assert len(files) > 6
    assert [file for file in files if not (ROOT / file).is_file()] == []


def test_the_metadata_say_what_the_citation_says(wheel: dict[str, bytes]) -> None:
    (name,) = (name for name in wheel if name.endswith(".dist-info/METADATA"))
    metadata = email.message_from_bytes(wheel[name])
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert metadata["Version"] == str(citation["version"])
    assert f"Homepage, {citation['url']}" in metadata.get_all("Project-URL", [])
    assert metadata["License-Expression"] == " AND ".join(citation["license"])
