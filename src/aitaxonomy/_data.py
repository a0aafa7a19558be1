"""Where the ground lies: the folders `ontology/`, `queries/`, `shapes/` and `frozen/`.

In a wheel they are folders of the package; in a checkout, editable or not, they are at its root.
"""

import re
from functools import cache
from pathlib import Path

#: The version of the package and of the ontology in it.
__version__ = "0.3.0"
PACKAGE = Path(__file__).parent
#: The shipped graph as an on-disk store, in a wheel: opened in less time than files are parsed.
PREPARED = PACKAGE / "prepared"
#: The IRI of the ontology; those of its modules begin with it.
ONTOLOGY = "https://w3id.org/aitaxonomy"
#: The roots: the terms alone; with the systems that people know; everything.
ROOTS = ("terms", "aitaxonomy", "aitaxonomy-full")
OF_SYSTEMS = ("systems", "sources")  #: The folders about systems: facts, and the sources of these.
#: Modules that are worked out from the others: what follows, the excerpt of known systems, and
#: what is stated by convention.
INFERRED, EXEMPLARS, CONVENTIONS = "inferred", "exemplars", "conventions"
_IMPORTS = re.compile(r"^    owl:imports([^;]*?) [.;]$", re.MULTILINE)
_MODULE = re.compile(rf"<{re.escape(ONTOLOGY)}/([\w./-]+)>")


@cache
def folder(name: str) -> Path:
    """Return the folder `ontology`, `queries`, `shapes` or `frozen`.

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


def module_iri(name: str) -> str:
    """Return the IRI of a module, by its path below `ontology/` without the ending.

    >>> module_iri("systems/openai"), module_iri("aitaxonomy")
    ('https://w3id.org/aitaxonomy/systems/openai', 'https://w3id.org/aitaxonomy')
    """
    return ONTOLOGY if name == "aitaxonomy" else f"{ONTOLOGY}/{name}"


def module_file(name: str) -> Path:
    """Return the file of a module.

    >>> module_file("systems/openai").name
    'openai.ttl'
    """
    return folder("ontology") / f"{name}.ttl"


@cache
def modules_of(root: str) -> tuple[str, ...]:
    """Return the names of a module and of all that it imports, itself first.

    >>> modules_of("modalities")
    ('modalities', 'core')
    """
    found = [root]
    for name in found:
        head = _IMPORTS.search(module_file(name).read_text(encoding="utf-8"))
        more = _MODULE.findall(head[1]) if head else ()
        found += [other for other in more if other not in found]
    return tuple(found)


@cache
def ontology_files() -> tuple[Path, ...]:
    """Return the files of everything that is stated: of the full root, less what follows.

    >>> ontology_files()[0].name
    'aitaxonomy-full.ttl'
    """
    return tuple(module_file(name) for name in modules_of(ROOTS[-1]) if name != INFERRED)
