"""Keep the tables of claims, and the Turtle that is made of them, as one.

python -m tools.ledger build [--check]     tables -> ontology/systems/, sources/, catalogs
python -m tools.ledger absorb [FILE.ttl...]  edited Turtle -> tables
python -m tools.ledger check               what is wrong in the tables
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from aitaxonomy import _data
from aitaxonomy.rdf.namespaces import AIT
from tools.ledger.building import FACTS, RECORDS, Building
from tools.ledger.checks import doubts
from tools.ledger.claims import claims_of_quads
from tools.ledger.tables import SOURCES, LedgerFault

_TIER = AIT + "hasSourceTier"
_REMEDY = (
    "run `python -m tools.ledger build`, or, if Turtle was edited, `python -m tools.ledger absorb` "
    "with that file before"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 1 if files are not as the tables have them, 2 if a table has a fault."""
    parser = argparse.ArgumentParser(
        prog="ledger", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("build", "absorb", "check"))
    parser.add_argument("files", nargs="*", type=Path, help="Turtle that was edited (absorb)")
    parser.add_argument("--check", action="store_true", help="build nothing, tell what differs")
    parser.add_argument("--ontology", type=Path, default=_data.folder("ontology"))
    options = parser.parse_args(arguments)
    building = Building(options.ontology)
    try:
        if options.command == "absorb":
            return absorb(
                building, options.files or sorted((options.ontology / FACTS).glob("*.ttl"))
            )
        if options.command == "check":
            return check(building)
        return differing(building) if options.check else build(building)
    except LedgerFault as error:
        print(error, file=sys.stderr)
        return 2


def build(building: Building) -> int:
    """Write all that is made of the tables."""
    changed = building.write()
    print(f"{len(changed)} files written")
    return 0


def differing(building: Building) -> int:
    """Tell which files are not as they would be written."""
    wrong = building.differing()
    for path in wrong:
        print(f"{path}: not as the ledger has it; {_REMEDY}", file=sys.stderr)
    print(f"{len(wrong)} files differ")
    return 1 if wrong else 0


def check(building: Building) -> int:
    """Print what is doubtful in tables; a fault in them is raised."""
    assert building.claims
    told = list(doubts(building.ledger))
    for name, line, text in told:
        print(f"{building.ledger.path(name)}:{line}: {text}")
    print(f"no faults, {len(told)} doubts")
    return 0


def absorb(building: Building, files: Sequence[Path]) -> int:
    """Turn Turtle into rows: a file of facts or of sources, together with the other one."""
    ledger, changed = building.ledger, []
    for path in files:
        name, other = path.stem, FACTS if path.parent.name == RECORDS else RECORDS
        pair = building.ontology / other / path.name
        try:
            quads = _quads(path)
            # Up to version 0.2.0 a file had facts and sources.
            whole = other == RECORDS and any(q.predicate.value == _TIER for q in quads)
            claims = claims_of_quads(quads + (_quads(pair) if pair.exists() and not whole else []))
            table = building.table(name, claims)
        except (OSError, SyntaxError) as error:
            raise LedgerFault(f"{path}: cannot be read ({error})") from error
        except KeyError as error:
            raise LedgerFault(
                f"{path}: the ledger has no place for {error.args[0]}: give the property a type in "
                "properties.tsv, or state it elsewhere"
            ) from error
        except ValueError as error:
            raise LedgerFault(f"{path}: {error}") from error
        if ledger.write(name, table):
            changed.append(name)
    ledger.write(SOURCES, ledger.sources_text())
    print(f"{len(changed)} tables changed: {', '.join(changed[:5])}")
    return 0


def _quads(path: Path) -> list[Quad]:
    return list(parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True))


if __name__ == "__main__":
    sys.exit(main())
