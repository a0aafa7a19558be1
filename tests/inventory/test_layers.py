"""Imports among the rooms of `inventory/` go down, whether at the top, inside or for typing."""

import ast
from pathlib import Path

import pytest

import aitaxonomy.inventory

PACKAGE = aitaxonomy.inventory.__name__
ROOM = Path(str(aitaxonomy.inventory.__file__)).parent
MODULES = sorted(ROOM.rglob("*.py"))
#: What each room or module may import of the others, lowest first.
BELOW = ["record", "vocabulary", "matching", "import_rules", "formats",
         "jsonld", "known", "importing", "graph_records", "convert",
         "__init__"]  # fmt: skip


def name(path: Path) -> str:
    return ".".join(path.relative_to(ROOM).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> set[str]:
    """Modules of the room that a file imports, by their names inside it."""
    names = {name(each) for each in MODULES} - {"__init__"}
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            wanted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            wanted = [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        assert PACKAGE not in wanted, f"{name(path)} imports the whole room"
        inside = (each.removeprefix(f"{PACKAGE}.") for each in wanted if each.startswith(PACKAGE))
        found |= names.intersection(inside)
    return found


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_go_down(path: Path) -> None:
    mine = name(path).partition(".")[0]
    for other in imported(path):
        room = other.partition(".")[0]
        below = BELOW.index(room) < BELOW.index(mine)
        assert below or room == mine, f"{name(path)} imports {other}"


def test_no_modules_import_each_other_in_circles() -> None:
    graph = {name(path): imported(path) - {name(path)} for path in MODULES}
    assert sum(map(len, graph.values())) > 50
    while leaves := {each for each, used in graph.items() if not used}:
        graph = {each: used - leaves for each, used in graph.items() if each not in leaves}
    assert not graph, f"these import each other: {graph}"
