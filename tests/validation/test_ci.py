"""What the guide says about hooks and Actions: the YAML parses, and its commands work."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
BAD = "tests/fixtures/invalid/parameter-count-negative.ttl"
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def run(command: str) -> "subprocess.CompletedProcess[str]":
    words = shlex.split(command)
    assert words[0] == "aitaxonomy"
    return subprocess.run(
        [sys.executable, "-m", *words], capture_output=True, text=True, cwd=ROOT, check=False
    )


def examples() -> list[Any]:
    return [
        yaml.safe_load(text)
        for text in re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    ]


def test_the_hooks_of_the_guide_are_there() -> None:
    (published, local) = [repo for each in examples() for repo in each.get("repos", ())]
    assert [hook["id"] for hook in published["hooks"]] == [hook["id"] for hook in HOOKS]
    ours = {hook["id"]: hook for hook in HOOKS}
    (by_wheel,) = local["hooks"]
    assert {key: ours[by_wheel["id"]][key] for key in ("name", "entry", "language")}.items() <= (
        by_wheel.items()
    )
    chosen = published["hooks"][1]["files"]
    assert all(re.search(chosen, f"inventory/our list.{end}") for end in ("csv", "xlsx", "yml"))


@pytest.mark.parametrize(
    ("id", "file", "code"),
    [
        ("aitaxonomy-validate", "examples/inventory.ttl", 0),
        ("aitaxonomy-validate", BAD, 1),
        ("aitaxonomy-inventory", "tests/data/list_without_faults.csv", 0),
        ("aitaxonomy-inventory", "tests/data/list_with_eleven_faults.csv", 1),
    ],
)
def test_the_hooks_stop_what_is_wrong(id: str, file: str, code: int) -> None:
    (hook,) = [hook for hook in HOOKS if hook["id"] == id]
    assert hook["language"] == "python" and hook["require_serial"]
    # Which files are lists of systems is for those to say who have them.
    assert bool(re.search(hook["files"], file)) == (id == "aitaxonomy-validate")
    assert run(f"{hook['entry']} {file}").returncode == code


@pytest.mark.judges
def test_the_action_installs_itself_and_writes_sarif(tmp_path: Path) -> None:
    """The lines of its steps are run as the runner does, with the inputs of the guide."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (job,) = [job for each in examples() for job in each.get("jobs", {}).values()]
    (used,) = [s["with"] for s in job["steps"] if s["uses"].startswith("example/aitaxonomy")]
    assert used.keys() <= action["inputs"].keys()
    assert {"sarif_file": used["sarif"]} in [step.get("with") for step in job["steps"]]
    assert action["runs"]["using"] == "composite"
    setup, install, validate = action["runs"]["steps"]
    assert setup["uses"].startswith("actions/setup-python@")
    assert install["env"] == {"PACKAGE": "${{ inputs.package || github.action_path }}"}
    assert (ROOT / "pyproject.toml").is_file() and not action["inputs"]["package"]["default"]
    (tmp_path / "python").write_text('#!/bin/sh\nprintf "%s|" "$@"\n', encoding="utf-8")
    command = f'#!/bin/sh\nexec {sys.executable} -m aitaxonomy "$@"\n'
    (tmp_path / "aitaxonomy").write_text(command, encoding="utf-8")
    for file in tmp_path.iterdir():
        file.chmod(0o755)
    assert step(install, tmp_path, PACKAGE="a folder").stdout.endswith("|a folder|")
    report = tmp_path / "our report.sarif"
    assert step(validate, tmp_path, FILES=used["files"], SARIF=str(report)).returncode == 0
    assert json.loads(report.read_text(encoding="utf-8"))["version"] == "2.1.0"
    done = step(validate, tmp_path, FILES="tests/data/list_*_eleven_*.csv\n", SARIF=str(report))
    assert done.returncode == 1 and "row 2, column Parameters" in done.stdout
    assert len(json.loads(report.read_text(encoding="utf-8"))["runs"][0]["results"]) == 11


def step(of: dict[str, Any], path: Path, **inputs: str) -> "subprocess.CompletedProcess[str]":
    """Run the lines of a step in the shell that they are written for."""
    assert of["shell"] == "bash" and {*of["env"]} == {*inputs}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", of["run"]],
        env={**os.environ, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}", **inputs},
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )


def test_sarif_has_what_its_schema_requires() -> None:
    done = run(f"aitaxonomy validate {BAD} --format sarif")
    assert done.returncode == 1
    log = json.loads(done.stdout)
    (log_run,) = log["runs"]
    rules = log_run["tool"]["driver"]["rules"]
    assert log["$schema"].endswith("sarif-2.1.0.json") and log_run["tool"]["driver"]["name"]
    (result,) = log_run["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "ais:ParameterCountPositive"
    assert result["message"]["text"] and result["level"] == "error"
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": BAD},
        "region": {"startLine": 15},
    }


def test_shapes_of_your_own_from_the_command_line(tmp_path: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ait: <https://w3id.org/aitaxonomy#> . "
        "<urn:Rule> sh:targetClass ait:AIModel ; sh:property "
        "[ sh:path ait:hasLicence ; sh:minCount 1 ; sh:message 'No licence: add one.' ] ."
    )
    done = run(f"aitaxonomy validate {BAD} --shapes {shapes} --format json")
    (fault,) = json.loads(done.stdout)["faults"]
    assert done.returncode == 1
    assert (fault["rule"], fault["message"]) == ("<urn:Rule>", "No licence: add one.")
    shapes.write_text("<urn:S> <http://www.w3.org/ns/shacl#node> <urn:S> .")
    done = run(f"aitaxonomy validate {BAD} --shapes {shapes}")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "no shapes in" in done.stderr


@pytest.mark.parametrize("format", ["csv", "litellm"])
def test_inventories_are_validated_at_the_lines_of_the_given_file(
    format: str, tmp_path: Path
) -> None:
    if format == "csv":
        path, line = tmp_path / "mine.csv", 3
        path.write_text("name,developer,kind\nGood,OpenAI,model\nBad,,model\n", encoding="utf-8")
    else:
        path, line = tmp_path / "mine.json", 2
        entry = {"litellm_provider": "openai", "mode": "chat", "max_tokens": 10}
        path.write_text(json.dumps({"odd-model": entry}, indent=1), encoding="utf-8")
    faults = json.loads(run(f"aitaxonomy validate {path} --format json").stdout)["faults"]
    found = {(fault["file"], fault["line"]) for fault in faults if fault["line"]}
    assert (str(path), line) in found
    assert all(fault["file"] == str(path) for fault in faults)
    # What a list leaves out makes it incomplete, not wrong.
    gaps = [fault["severity"] for fault in faults if fault["value"] is None]
    assert gaps and "violation" not in gaps
