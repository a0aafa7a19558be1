"""House rules: layers, doors, canonical files, complete terms, numbers, our own words."""

import ast
import importlib
import importlib.util
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import aitaxonomy
from aitaxonomy.rdf.turtle import canonical

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "aitaxonomy"

# --- floors


def _script(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


#: The floors stand in the script that draws them, and there alone.
house = _script(ROOT / "docs" / "draw_house.py")
FLOORS, STOREYS, MODULES, NAMES = house.FLOORS, house.STOREYS, house.MODULES, house.NAMES
imports, part, uses = house.imports, house.part, house.uses


def test_every_module_has_a_floor() -> None:
    assert len(MODULES) > 40
    assert not house.without_floor()
    assert {part(path, 1) for path in MODULES if part(path) == "reasoning"} == STOREYS.keys()


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_imports_go_down(path: Path) -> None:
    mine, name = part(path), path.relative_to(SOURCE).as_posix()
    for other in uses(path):
        room = part(NAMES[other]) if other else "__init__"
        if room != mine:
            assert FLOORS[room] < FLOORS[mine], f"{name} (floor {FLOORS[mine]}) imports {other}"
        elif mine == "reasoning" and part(path, 1) != part(NAMES[other], 1):
            one, two = part(path, 1), part(NAMES[other], 1)
            assert STOREYS[two] < STOREYS[one], f"{name} (storey {STOREYS[one]}) imports {other}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Not even within functions, or for types alone."""
    graph = {name: uses(path) for name, path in NAMES.items()}
    while leaves := {name for name, used in graph.items() if not used & graph.keys()}:
        graph = {name: used for name, used in graph.items() if name not in leaves}
    assert not graph, f"in circles, or above one: {sorted(graph)}"


def test_the_drawing_is_what_the_imports_are() -> None:
    page = house.PAGE.read_text(encoding="utf-8")
    remedy = "run `python docs/draw_house.py`"
    assert house.DRAWING.read_text(encoding="utf-8") == house.drawing(), remedy
    assert page == house.filled(page), remedy
    assert f"({house.DRAWING.name})" in page
    # The drawing has a dot for each import between rooms, and none goes up.
    dots = re.findall(r"<circle .*?/>", house.drawing())
    assert len(dots) == sum(map(len, house.arrows().values())) > 100
    assert not [dot for dot in dots if "style" in dot]


#: Which modules may name which engine.
ENGINES = {
    "pyoxigraph": {"rdf", "store", "owl", "graph", "reasoning", "inference", "classification",
                   "taxonomy", "export", "validation", "cli/queries.py", "inventory", "site",
                   "server"},
    "defusedxml": {"store/reading.py", "inventory/formats/plain_values.py"},
    "oxrdflib": {"store/rdflib_dataset.py"},
    # In `query_text`, its SPARQL grammar alone, which is written in pyparsing.
    "rdflib": {"store/query_text.py", "store/rdflib_dataset.py", "validation/shacl.py"},
    "owlready2": {"owl/owlready.py"},
    "pyshacl": {"validation/shacl.py"},
    "polars": {"store", "classification", "reasoning", "inference"},
    "pyarrow": {"classification/backends.py"},
    "pandas": {"store/table.py"},
    "pyparsing": {"store/query_text.py"},
    "argcomplete": {"cli/parser.py"},
    "starlette": {"server", "cli/ontology.py"},
    "uvicorn": {"server", "cli/ontology.py", "agents/http.py"},
    "rich": {"cli/output.py"},
    "yaml": {"inventory/formats/plain_values.py"},
    "rapidfuzz": {
        "graph/misspellings.py",
        "graph/names.py",
        "inventory/matching/name_index.py",
        "linting/values.py",
    },
    "jinja2": {"html"},
    "markupsafe": {"html"},
    "markdown_it": {"site/markdown.py"},
    "httpx": {"store/protocol.py"},
    "xlsxwriter": {"spreadsheets.py"},
    "python_calamine": {"inventory/formats/lists/workbook.py"},
    "charset_normalizer": {"inventory/formats/documents.py"},
    "mcp": {"agents/server.py"},
}  # fmt: skip
#: Modules that are imported in functions alone, so that what they need comes in no earlier.
LATE = {"validation/shacl.py"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_engines_are_named_where_documented_and_imported_in_functions(path: Path) -> None:
    relative = path.relative_to(SOURCE).as_posix()
    for name, where in imports(path):
        top = name.split(".")[0]
        if where == "typing" or top == "aitaxonomy" or top in sys.stdlib_module_names:
            continue
        assert top in ENGINES, f"{relative} imports {top}, which is not a known engine"
        homes = ENGINES[top]
        assert relative in homes or part(path) in homes, f"{relative} names {top}"
        assert where == "inside" or relative in LATE, (
            f"{relative} imports {top} at its top: import it where it is needed"
        )


def test_every_dependency_is_a_known_engine() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    block = re.search(r"^dependencies = \[(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert block
    modules = {"pyyaml": "yaml", "markdown-it-py": "markdown_it"}
    named = re.findall(r'"([\w-]+)', block[1])
    assert {modules.get(name, name.replace("-", "_")) for name in named} <= ENGINES.keys()


@pytest.mark.parametrize(
    "name", ["aitaxonomy", "aitaxonomy.store", "aitaxonomy.validation",
             "aitaxonomy.rdf.turtle", "aitaxonomy.inventory"]
)  # fmt: skip
def test_all_lists_the_public_names(name: str) -> None:
    module = importlib.import_module(name)
    assert list(module.__all__) == sorted(module.__all__, key=_as_ruff)
    assert all(hasattr(module, each) for each in module.__all__)
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    public = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if (node.module or "").startswith(name) and not alias.name.startswith("_")
    } | {
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
    }
    assert public - _INTERNAL.get(name, set()) <= set(module.__all__)


#: Functions that a package uses from its own modules without offering them.
_INTERNAL = {
    "aitaxonomy.store": {"MEND", "Table", "damage", "explained", "with_prefixes", "with_terms"},
    "aitaxonomy.rdf.turtle": {
        "Graph", "PrefixedNames", "Writer", "all_tokens", "is_directive", "written",
    },
    "aitaxonomy.inventory": {"MODULES", "guess", "look", "module"},
}  # fmt: skip


def _as_ruff(name: str) -> tuple[int, str]:
    """Constants, then classes, then the rest: the order that ruff keeps."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


def test_every_error_is_exported() -> None:
    from aitaxonomy import errors

    found = {n for n, value in vars(errors).items() if isinstance(value, type)} - {"Sequence"}
    assert found <= set(aitaxonomy.__all__)
    for name in found - {"AITaxonomyError"}:
        bases = getattr(errors, name).__mro__
        assert errors.AITaxonomyError in bases
        assert any(b.__module__ == "builtins" and b not in (Exception, BaseException, object)
                   for b in bases), f"{name} is not a builtin error"  # fmt: skip


# --- the ground


def test_files_are_canonical() -> None:
    files = [*(ROOT / "ontology").rglob("*.ttl"), *(ROOT / "shapes").rglob("*.ttl")]
    assert len(files) > 30
    differing = [
        path.relative_to(ROOT).as_posix()
        for path in files
        if canonical(text := path.read_text(encoding="utf-8"), path=str(path)) != text
    ]
    assert not differing, f"run `aitaxonomy format`: {', '.join(sorted(differing))}"


# --- what must not be in the repository


def _tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def _texts() -> Iterator[tuple[str, str]]:
    for path in _tracked():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_path_or_host_of_a_machine() -> None:
    # Spelled apart, so that this file does not find itself.
    slash = "/"
    forbidden = [
        slash + "work" + slash,
        slash + "root" + slash,
        slash + "home" + slash,
        slash + "Users" + slash,
        "pip" + ".conf",
        "index" + "-url",
        "extra-" + "index",
        "GOPRO" + "XY",
        *(host + end for host, end in [("npmjs.", "com"), ("npmjs.", "org"), ("pypi.", "org")]),
    ]
    host = re.compile(
        r"https?://(?:(?:10|127|172|192\.168)\.[\d.]+|[\w.-]+\.(?:internal|local|corp)\b)"
    )
    here = str(ROOT)
    found = []
    for name, text in _texts():
        found += [f"{name}: {word}" for word in (*forbidden, here) if word in text]
        if not name.startswith("tests/"):
            found += [f"{name}: {match[0]}" for match in host.finditer(text)]
    assert not found, "\n".join(found)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())


def test_no_sentence_of_the_article() -> None:
    """Facts carry over, sentences do not: no eight words in a row, table cells included."""
    seeds = sorted((ROOT.parent / "shared" / "seed").glob("*.txt"))
    if not seeds:
        pytest.skip("the article is not there to compare with")
    phrases = set()
    for seed in seeds:
        for sentence in re.split(r"[.|\n•]", seed.read_text(encoding="utf-8")):
            words = _words(sentence)
            phrases |= {tuple(words[i : i + 8]) for i in range(len(words) - 7)}
    assert len(phrases) > 100
    found = []
    for name, text in _texts():
        words = _words(text)
        if hits := {tuple(words[i : i + 8]) for i in range(len(words) - 7)} & phrases:
            found += [f"{name}: {' '.join(hit)}" for hit in sorted(hits)]
    assert not found, "\n".join(found)


def test_files_are_tidy() -> None:
    faults = []
    for name, text in _texts():
        if name.endswith((".py", ".ttl", ".rq", ".md", ".toml")) and "/syntaxes/" not in name:
            if not text.endswith("\n") or text.endswith("\n\n"):
                faults.append(f"{name}: does not end with one line break")
            if "\r" in text or ("\t" in text and not name.endswith(".md")):
                faults.append(f"{name}: tabs or carriage returns")
    assert not faults, "\n".join(faults)


def test_names_are_given_once() -> None:
    """Two queries, shapes or test data with one name would hide one another."""
    for folder in ("queries", "shapes", "ontology/systems"):
        stems = Counter(path.stem for path in (ROOT / folder).glob("*"))
        assert not [stem for stem, count in stems.items() if count > 1]
    names = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)
    assert all(one != other for one, other in pairwise(names))


# --- names and sizes

#: The most lines of Python that each room may have. A budget is raised by a line in
#: docs/decisions.md that says what a user gets for it, and lowered when the room shrinks.
BUDGETS = {
    "advice": 3_290, "agents": 840, "answers": 2_220, "classification": 3_230, "cli": 2_650,
    "graph": 3_880, "html": 145, "inference": 2_255, "inventory": 9_025, "linting": 870,
    "operations": 805, "owl": 3_000, "rdf": 1_665, "reasoning": 9_775, "server": 1_920,
    "site": 3_355, "store": 3_425, "validation": 1_970, "versions": 1_590,
}  # fmt: skip
#: The most lines of the files beside the rooms, together.
BESIDE = 2_470


def test_no_room_is_larger_than_its_budget() -> None:
    lines: Counter[str] = Counter()
    for path in MODULES:
        room = part(path) if path.parent != SOURCE else ""
        lines[room] += len(path.read_text(encoding="utf-8").splitlines())
    assert lines.keys() == {*BUDGETS, ""}
    over = {room: count for room, count in lines.items() if count > BUDGETS.get(room, BESIDE)}
    assert not over, "take something out, or raise the budget with a line in docs/decisions.md"


def test_no_two_classes_have_one_name_and_no_three_files() -> None:
    files = Counter(path.name for path in MODULES if path.name != "__init__.py")
    assert not [name for name, count in files.items() if count > 2]
    classes: Counter[str] = Counter()
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        classes.update(each.name for each in ast.walk(tree) if isinstance(each, ast.ClassDef))
    assert len(classes) > 300
    twice = {name for name, count in classes.items() if count > 1 and not name.startswith("_")}
    assert not twice
