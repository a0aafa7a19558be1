"""The XML catalogs by which Protégé and OWLAPI find the modules offline, one in each folder.

The name of a module, its IRI, its file and its entry in each catalog are one: the catalogs follow
from the files there are.
"""

from __future__ import annotations

import os
from pathlib import Path

from aitaxonomy._data import module_iri

NAME = "catalog-v001.xml"
_HEAD = """\
<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Tells Protégé where the modules lie, so that the ontology opens offline. Written by
     `python -m tools.ledger build` from the files there are; Auto-Update=false keeps Protégé
     from it. -->
<catalog prefer="public" xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
    <group id="Folder Repository, directory=, recursive=true, Auto-Update=false, version=2" \
prefer="public" xml:base=""/>
"""


def catalogs(ontology: Path) -> dict[Path, str]:
    """Return the path and the text of the catalog of each folder that holds modules.

    >>> from aitaxonomy import _data
    >>> found = catalogs(_data.folder("ontology"))
    >>> sorted(path.parent.name for path in found)
    ['alignments', 'ontology', 'sources', 'systems', 'translations']
    """
    files = sorted(ontology.rglob("*.ttl"))
    texts = {}
    for folder in sorted({file.parent for file in files}):
        entries = []
        for file in files:
            name = file.relative_to(ontology).with_suffix("").as_posix()
            where = Path(os.path.relpath(file, folder)).as_posix()
            entries.append(f'    <uri id="{name}" name="{module_iri(name)}" uri="{where}"/>\n')
        texts[folder / NAME] = f"{_HEAD}{''.join(entries)}</catalog>\n"
    return texts
