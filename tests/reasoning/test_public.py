"""Public ontologies by our rules, HermiT and Konclude side by side: an opt-in test.

`PUBLIC_ONTOLOGIES` names a folder with RDF files, such as pizza.owl; none is part of this project.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aitaxonomy import AITaxonomyError
from aitaxonomy.inference.alone import Alone, Hierarchy, ReasoningEngine

FOLDER = os.environ.get("PUBLIC_ONTOLOGIES", "")
FILES = sorted(each for each in Path(FOLDER).glob("*") if each.is_file()) if FOLDER else []

pytestmark = pytest.mark.skipif(not FILES, reason="name a folder by PUBLIC_ONTOLOGIES")


def found(path: Path, engine: ReasoningEngine) -> Hierarchy | AITaxonomyError:
    try:
        return Alone([path]).hierarchy(engine, timeout=90)
    except AITaxonomyError as error:
        return error


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_our_rules_find_nothing_that_neither_engine_finds(path: Path) -> None:
    ours, hermit, konclude = (found(path, each) for each in ("closure", "hermit", "konclude"))
    for name, each in (("rules", ours), ("HermiT", hermit), ("Konclude", konclude)):
        print(f"\n{path.name}, {name}: {str(each)[:160] or repr(each)}", end="")
    engines = [each for each in (hermit, konclude) if isinstance(each, Hierarchy)]
    if isinstance(ours, Hierarchy) and engines:
        # Classes of everything are told by our rules alone: "owl:Thing is below ...".
        empty = {"owl:Thing", *(name for each in engines for name in each.unsatisfiable)}
        assert {*ours.unsatisfiable} <= empty
        pairs = {pair for each in engines for pair in each.subclasses}
        assert {pair for pair in ours.subclasses if pair[0] not in empty} <= pairs
