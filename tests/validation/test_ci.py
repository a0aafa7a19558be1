"""What the guide says about hooks and Actions: the YAML parses, and its commands work."""

import json
import re
import shlex
import subprocess
import sys
import tomllib
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


def test_the_hook_of_the_guide_is_there() -> None:
    used = [h["id"] for e in examples() for repo in e.get("repos", ()) for h in repo["hooks"]]
    assert used == [hook["id"] for hook in HOOKS]


@pytest.mark.parametrize(("file", "code"), [("examples/inventory.ttl", 0), (BAD, 1)])
def test_the_hook_stops_what_is_wrong(file: str, code: int) -> None:
    (hook,) = HOOKS
    assert hook["language"] == "python" and hook["require_serial"]
    assert re.search(hook["files"], file)
    assert run(f"{hook['entry']} {file}").returncode == code


def test_the_action_installs_the_package_and_writes_sarif() -> None:
    (action,) = [example for example in examples() if "jobs" in example]
    commands = [s["run"] for job in action["jobs"].values() for s in job["steps"] if "run" in s]
    install, validate = commands
    assert install == "pip install aitaxonomy"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert any(needed.startswith("shacl>=") for needed in project["dependencies"])
    assert "fast" not in project["optional-dependencies"]
    command, _, target = validate.partition(" > ")
    done = run(command)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["version"] == "2.1.0"
    uploads = [s["with"] for job in action["jobs"].values() for s in job["steps"] if "with" in s]
    assert {"sarif_file": target} in uploads


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
