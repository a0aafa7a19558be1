"""Draws the rooms of `src/aitaxonomy` and what each imports, as the code has it.

    python docs/draw_house.py

writes `docs/house.svg` and the table in `docs/architecture.md`. A test fails where they are not
what this file gives, and where an import goes up.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from textwrap import wrap

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "aitaxonomy"
MODULES = sorted(SOURCE.rglob("*.py"))
DRAWING = ROOT / "docs" / "house.svg"
PAGE = ROOT / "docs" / "architecture.md"

#: The floor of each room or module of `aitaxonomy`: imports go down, those within functions and
#: those for types too. What stands on one floor does not import each other.
FLOORS = {
    "_data": 1, "clock": 1, "errors": 1, "html": 1, "scratch": 1, "text": 1,
    "files": 2, "process": 2, "rdf": 2, "spreadsheets": 2,
    "owl": 3, "store": 3,
    "reasoning": 4, "validation": 4,
    "graph": 5,
    "advice": 6, "inventory": 6,
    "export": 7, "inference": 7, "linting": 7,
    "answers": 8, "versions": 8,
    "classification": 9,
    "taxonomy": 10,
    "__init__": 11, "operations": 11, "site": 11,
    "agents": 12, "server": 12,
    "cli": 13,
    "__main__": 14,
}  # fmt: skip
#: The floors inside of `reasoning`.
STOREYS = {
    "rules": 1, "chaining": 2, "proofs": 3, "verdict": 4, "missing": 5, "evaluation": 6,
    "subsumption": 6, "reasoner": 7, "__init__": 8,
}  # fmt: skip

# --- what the code says


def module_of(path: Path) -> str:
    """The name of a file's module below `aitaxonomy`; a package's is that of the package."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {module_of(path): path for path in MODULES}


@cache
def imports(path: Path) -> list[tuple[str, str]]:
    """What a file imports, each with "top", "inside" (of a function) or "typing"."""
    found = []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside: set[ast.AST] = set()
    typing: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside.update(ast.walk(node))
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            typing.update(ast.walk(node))
    for node in ast.walk(tree):
        where = "typing" if node in typing else "inside" if node in inside else "top"
        if isinstance(node, ast.Import):
            found += [(alias.name, where) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found += [(f"{node.module}.{alias.name}", where) for alias in node.names]
    return found


def uses(path: Path) -> set[str]:
    """The modules of `aitaxonomy` that a file imports, or imports a name from."""
    own = {name.partition(".")[2] for name, _ in imports(path) if name.startswith("aitaxonomy.")}
    found = {name if name in NAMES else name.rpartition(".")[0] for name in own}
    return found - {module_of(path)}


def part(path: Path, depth: int = 0) -> str:
    """The room or module to which a file belongs; at depth 1, the one within its room."""
    return path.relative_to(SOURCE).parts[depth].removesuffix(".py")


# --- what is drawn

#: The name of the package, under which its own `__init__` is drawn.
PACKAGE = "aitaxonomy"
Unit = tuple[str, ...]
"""A room, or a part of `reasoning`: `("store",)`, `("reasoning", "rules")`."""


def unit(path: Path) -> Unit:
    """The unit to which a file belongs."""
    room = part(path)
    return (room, part(path, 1)) if room == "reasoning" else (room,)


def order(of: Unit) -> tuple[int, int, str]:
    """Where a unit stands: from the roof down."""
    storey = STOREYS[of[1]] if len(of) > 1 else 0
    return -FLOORS[of[0]], -storey, of[-1]


def arrows() -> dict[Unit, set[Unit]]:
    """Each unit with those that it imports."""
    found: dict[Unit, set[Unit]] = {unit(path): set() for path in MODULES}
    for path in MODULES:
        found[unit(path)] |= {unit(NAMES[each]) for each in uses(path)} - {unit(path)}
    return {each: found[each] for each in sorted(found, key=order)}


def home(of: Unit) -> Path:
    """The file or folder of a unit."""
    folder = SOURCE.joinpath(*of)
    return folder if folder.is_dir() else folder.with_suffix(".py")


def called(of: Unit) -> str:
    """The name of a unit; an `__init__` has that of its package."""
    return [PACKAGE, *(each for each in of if each != "__init__")][-1]


def standing(of: Unit) -> str:
    """The number of the floor; within `reasoning` also that of the storey."""
    return ".".join(map(str, (FLOORS[of[0]], *(STOREYS[each] for each in of[1:]))))


def sentence(of: Unit) -> str:
    """The first line of a unit's docstring."""
    path = home(of)
    text = (path / "__init__.py" if path.is_dir() else path).read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0].replace("`", "")


# --- the drawing

_ROW, _CELL, _LEFT, _TOP = 30, 19, 520, 112
_STYLE = """text { font: 13px system-ui, sans-serif; fill: #1f2933 }
.name { font: 600 13px ui-monospace, monospace }
.says { font-size: 11px; fill: #52606d }
.floor { font-size: 11px; fill: #627d98 }
circle { fill: #186faf }"""
_KEY = (
    "A dot: the room in this row imports the one in that column.",
    "Both stand in one order, from the roof down: imports go down only,",
    "so every dot is right of the diagonal.",
)


def drawing() -> str:
    """The house as an SVG: a row for each unit, from the roof down, a dot for each import."""
    graph = arrows()
    units = list(graph)
    width, height = _LEFT + _CELL * len(units) + 44, _TOP + _ROW * len(units) + 10
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            "<title>The rooms of aitaxonomy, and what each imports</title>",
            f"<style>{_STYLE}</style>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *(_text("says", 18, 28 + 15 * n, line) for n, line in enumerate(_KEY)),
            *(_heading(column, each) for column, each in enumerate(units)),
            *(line for row, each in enumerate(units) for line in _band(row, each, width)),
            *(
                _dot(row, column)
                for row, each in enumerate(units)
                for column, other in enumerate(units)
                if other in graph[each]
            ),
            "</svg>",
            "",
        ]
    )


def _text(style: str, x: float, y: float, text: str) -> str:
    return f'<text class="{style}" x="{x}" y="{y}">{escape(text)}</text>'


def _heading(column: int, of: Unit) -> str:
    at = f"translate({_LEFT + _CELL * column + 13} {_TOP - 8}) rotate(-60)"
    return f'<text class="name" transform="{at}">{escape(called(of))}</text>'


def _band(row: int, of: Unit, width: int) -> Iterator[str]:
    """The row of a unit: its floor, its name, what it is, and its cell on the diagonal."""
    y, floor = _TOP + _ROW * row, FLOORS[of[0]]
    fill = "#f0f4f8" if floor % 2 else "#dfe8f0"
    yield f'<rect x="10" y="{y}" width="{width - 20}" height="{_ROW}" fill="{fill}"/>'
    yield _text("floor", 18, y + 19, standing(of))
    yield _text("name", 48 + 14 * (len(of) - 1), y + 19, called(of))
    said = wrap(sentence(of), 58)
    for number, words in enumerate(said):
        yield _text("says", 178, y + 19 + 12 * number - 6 * (len(said) - 1), words)
    x = _LEFT + _CELL * row
    yield f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_ROW}" fill="#9fb3c8"/>'


def _dot(row: int, column: int) -> str:
    """An import; one that goes up is red."""
    at = f'cx="{_LEFT + _CELL * column + 9.5}" cy="{_TOP + _ROW * row + 15}"'
    style = "" if column > row else ' style="fill: #cf1124"'
    return f'<circle {at} r="5"{style}/>'


# --- the table

_BLOCK = re.compile(r"(?<=<!-- house -->\n).*?(?=<!-- end of house -->)", re.DOTALL)


def table() -> str:
    """The same as a table in Markdown: floor, room, and what it imports."""
    rows = ["| floor | room | imports |", "|---:|---|---|"]
    for each, others in arrows().items():
        link = home(each).relative_to(ROOT).as_posix()
        found = ", ".join(called(other) for other in sorted(others, key=order)) or "nothing"
        rows.append(f"| {standing(each)} | [`{called(each)}`](../{link}) | {found} |")
    return "\n".join(["", *rows, "", ""])


def filled(page: str) -> str:
    """The page with the table as it is now."""
    found, count = _BLOCK.subn(lambda _: table(), page)
    assert count == 1, "the page has no place for the table: <!-- house --> <!-- end of house -->"
    return found


def without_floor() -> list[str]:
    """The rooms, and the parts of `reasoning`, that no floor is given above."""
    rooms = {part(path) for path in MODULES} - FLOORS.keys()
    parts = {part(path, 1) for path in MODULES if part(path) == "reasoning"} - STOREYS.keys()
    return sorted(rooms | parts)


def main() -> None:
    """Write the drawing, and the table into the page."""
    if lost := without_floor():
        raise SystemExit(f"give a floor in FLOORS or STOREYS to: {', '.join(lost)}")
    DRAWING.write_text(drawing(), encoding="utf-8")
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
