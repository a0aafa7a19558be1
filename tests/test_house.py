"""House rules: layers, doors, canonical files, complete terms, numbers, our own words."""

import ast
import importlib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import aitaxonomy
from aitaxonomy.terms import PREFIXES
from aitaxonomy.turtle import canonical

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "aitaxonomy"
MODULES = sorted(SOURCE.rglob("*.py"))
AIT, AIX = PREFIXES["ait"], PREFIXES["aix"]

# --- layers

#: The floor of each package or module; imports go down, or stay within one package.
FLOORS = {
    "_data": 1, "_header": 1, "errors": 1,
    "terms": 2, "frames": 2, "tables": 2, "questions": 2, "turtle": 2, "catalogs": 2,
    "store": 3,
    "names": 4, "relatives": 4, "places": 4, "claims": 4, "export": 4, "alignments": 4,
    "_alignments_turtle": 4,
    "reasoning": 4, "validation": 4, "inventory": 4,
    "search": 5, "trees": 5,
    "advice": 5, "classification": 5, "compare": 5, "inference": 5, "large": 5, "generated": 5,
    "content": 6, "judging": 7, "taxonomy": 8,
    "cli": 9, "server": 9, "agents": 9, "site": 9, "__main__": 10, "__init__": 10,
}  # fmt: skip
#: Exceptions, each with the reason: lazy imports upward that break no build.
ALLOWED = {
    # `_OWL_ENDS`: the writers of OWL's own syntaxes know OWL, and only reasoning does.
    ("export", "reasoning"),
    # A place tells file and line in the form that proofs want.
    ("places", "reasoning"),
}
SIBLINGS = {"reasoning", "validation", "inventory"}


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Absolute modules that a file imports, each with whether at module level."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    inside = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node not in inside
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node not in inside


def part(path: Path) -> str:
    """The package or module directly below `aitaxonomy` to which a file belongs."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def parts_used(path: Path) -> set[str]:
    own = [name.split(".")[1:] for name, _ in imports(path) if name.startswith("aitaxonomy.")]
    return {names[0] for names in own if names and names[0] in FLOORS}


def test_every_module_has_a_floor() -> None:
    assert len(MODULES) > 40
    assert {part(path) for path in MODULES} <= FLOORS.keys()


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_imports_go_down(path: Path) -> None:
    mine = part(path)
    for other in parts_used(path) - {mine}:
        if (mine, other) in ALLOWED:
            continue
        below = FLOORS[other] < FLOORS[mine]
        beside = FLOORS[other] == FLOORS[mine] and not {mine, other} <= SIBLINGS
        assert below or beside, f"{path.name} (floor {FLOORS[mine]}) imports {other}"


def test_no_package_imports_itself_in_a_circle() -> None:
    graph: dict[str, set[str]] = {name: set() for name in FLOORS}
    for path in MODULES:
        graph[part(path)] |= parts_used(path) - {part(path)}
    while leaves := {name for name, used in graph.items() if not used}:
        graph = {name: used - leaves for name, used in graph.items() if name not in leaves}
    assert not graph, f"these import each other: {sorted(graph)}"


#: Which modules may name which engine.
ENGINES = {
    "pyoxigraph": {"store", "classification", "inference", "large", "tables", "names",
                   "turtle", "taxonomy", "export", "generated", "reasoning",
                   "validation",
                   "cli/queries.py", "inventory"},
    "oxrdflib": {"store/__init__.py"},
    # In `guard` and `query_text`, its SPARQL grammar alone, which is written in pyparsing.
    "rdflib": {"store/__init__.py", "store/guard.py", "store/needs.py", "store/query_text.py",
               "validation"},
    "pyparsing": {"store/query_text.py"},
    "owlready2": {"reasoning/objects.py"},
    "pyshacl": {"validation/pyshacl_engine.py"},
    "shacl": {"validation/fast_engine.py"},
    "polars": {"frames.py", "classification", "reasoning", "large", "store/files.py"},
    "narwhals": {"reasoning"},
    "duckdb": {"reasoning"},
    "pandas": {"frames.py"},
    "argcomplete": {"cli/parser.py"},
    "rich": {"cli/output.py"},
    "yaml": {"inventory/yamlfile.py"},
    "rapidfuzz": {"inventory/nameindex.py"},
}  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_engines_are_named_where_documented_and_imported_in_functions(path: Path) -> None:
    relative = path.relative_to(SOURCE).as_posix()
    for name, at_top in imports(path):
        top = name.split(".")[0]
        if top == "aitaxonomy" or top in sys.stdlib_module_names:
            continue
        assert top in ENGINES, f"{relative} imports {top}, which is no known engine"
        homes = ENGINES[top]
        assert relative in homes or part(path) in homes, f"{relative} names {top}"
        assert not at_top, f"{relative} imports {top} at its top: import it where it is needed"


def test_every_dependency_is_a_known_engine() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    block = re.search(r"^dependencies = \[(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert block
    modules = {"pyyaml": "yaml"}
    named = re.findall(r'"([\w-]+)', block[1])
    assert {modules.get(name, name) for name in named} <= ENGINES.keys()


@pytest.mark.parametrize(
    "name", ["aitaxonomy", "aitaxonomy.store", "aitaxonomy.reasoning", "aitaxonomy.validation",
             "aitaxonomy.turtle", "aitaxonomy.inventory"]
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
    # What a query needs is the business of those who serve it, see `store.needs`.
    "aitaxonomy.store": {
        "EVERYTHING", "MEND", "Pattern", "check_query", "covers", "explained", "patterns_of",
        "run_isolated", "with_prefixes",
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
                   for b in bases), f"{name} is no builtin error"  # fmt: skip


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
