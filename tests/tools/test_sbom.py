"""The bill of materials names each package of an installation once, with its version."""

import json
import re
import tomllib
from importlib.metadata import version
from pathlib import Path

from tools.sbom import bill, main, normal

ROOT = Path(__file__).parents[2]


def test_each_dependency_is_in_the_bill_and_linked(tmp_path: Path) -> None:
    file, again = tmp_path / "a.json", tmp_path / "b.json"
    assert main([str(file), "mcp", "serve"]) == main([str(again), "serve", "mcp"]) == 0
    assert file.read_bytes() == again.read_bytes()
    found = json.loads(file.read_text("utf-8"))
    components = {each["name"]: each for each in found["components"]}
    assert len(components) == len(found["components"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for line in project["dependencies"]:
        name = normal(re.split(r"[^\w.-]", line)[0])
        assert components[name]["version"] == version(name)
    assert {"mcp", "uvicorn"} <= components.keys()
    assert "pytest" not in components
    known = {
        found["metadata"]["component"]["bom-ref"],
        *(e["bom-ref"] for e in components.values()),
    }
    assert {each["ref"] for each in found["dependencies"]} == known
    assert {ref for each in found["dependencies"] for ref in each["dependsOn"]} < known
    assert all("licenses" in each for each in components.values())


def test_extras_are_left_out_unless_named() -> None:
    assert "mcp" not in {each["name"] for each in bill()["components"]}


def test_without_a_file_it_tells_how_it_is_called() -> None:
    assert main([]) == 2
