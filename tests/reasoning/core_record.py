"""The logical axioms of `core.ttl`, kept in a file: one that is gone is reported by its name.

A test that walks the axioms of the ontology as it is cannot miss one that is no longer there. Run
as a script, it writes the record anew; what changes in it is what the ontology says otherwise than
before, to be read line by line before it is committed:

    python tests/reasoning/core_record.py
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.reader import read
from aitaxonomy.owl.writers.manchester import manchester

ROOT = Path(__file__).parents[2]
FILE = ROOT / "tests" / "data" / "core_axioms.txt"
COMMAND = "python tests/reasoning/core_record.py"


def by_name(core: Ontology) -> dict[str, ax.Axiom]:
    """The axioms and facts by what they say; no two say the same."""
    axioms = (*core.axioms, *core.facts)
    named = {manchester(axiom): axiom for axiom in axioms}
    assert len(named) == len(axioms)
    return named


def recorded() -> list[str]:
    """What the axioms say, as it was last agreed to, in the order of the file."""
    return FILE.read_text(encoding="utf-8").splitlines()


def main() -> None:
    """Write what the ontology says now."""
    core = read(ox.parse(path=ROOT / "ontology" / "core.ttl"))
    FILE.write_text("".join(f"{each}\n" for each in sorted(by_name(core))), encoding="utf-8")


if __name__ == "__main__":
    main()
