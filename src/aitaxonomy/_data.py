"""Where the ground lies: the folders `ontology/`, `queries/` and `shapes/`.

In a wheel they are folders of the package; in a checkout, editable or not, they are at its root.
"""

import re
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
#: The shipped graph as an on-disk store, in a wheel: opened in less time than files are parsed.
PREPARED = PACKAGE / "prepared"
#: Modules that the root does not import.
OPTIONAL = ("alignments.ttl", "translations.ttl")
_ENTRY = re.compile(r'<uri [^>]*uri="([^"]+)"')
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


@cache
def ontology_files() -> tuple[Path, ...]:
    """Return the files of the ontology that the root imports, in the order of the catalog.

    >>> ontology_files()[1].name
    'core.ttl'
    """
    root = folder("ontology")
    catalog = (root / "catalog-v001.xml").read_text(encoding="utf-8")
    return tuple(root / name for name in _ENTRY.findall(catalog) if name not in OPTIONAL)
