"""Where the ground lies: the folders `ontology/`, `queries/` and `shapes/`.

In a wheel they are folders of the package; in a checkout, editable or not, they are at its root.
"""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
#: What the reasoner found out about the shipped ontology: the one generated file.
INFERRED = PACKAGE / "inferred.trig"


@cache
def folder(name: str) -> Path:
    """Return the folder `ontology`, `queries` or `shapes`.

    >>> (folder("ontology") / "core.ttl").is_file()
    True

    Raises `FileNotFoundError` when the installation is incomplete.
    """
    for root in (PACKAGE, PACKAGE.parents[1]):
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(
        f"the folder {name}/ is missing beside {PACKAGE}: install aitaxonomy again"
    )


def ontology_files() -> list[Path]:
    """Return the files of the ontology that the root imports, in a stable order: modules, systems.

    >>> ontology_files()[0].name
    'access.ttl'
    """
    root = folder("ontology")
    modules = (p for p in root.glob("*.ttl") if p.stem != "alignments")
    return [*sorted(modules), *sorted((root / "systems").glob("*.ttl"))]
