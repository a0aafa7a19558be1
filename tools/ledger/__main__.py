"""Keep the tables of claims, and the Turtle that is made of them, as one.

python -m tools.ledger build [--check]     tables -> ontology/systems/, sources/, catalogs
python -m tools.ledger absorb [FILE.ttl...]  edited Turtle -> tables
python -m tools.ledger check               what is wrong in the tables
python -m tools.ledger harvest NAME@VERSION@DAY=PATH ...  claims of catalogues, held against ours
python -m tools.ledger decide TABLE [NUMBER DECISION WHY]  open claims by weight, or a decision
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from aitaxonomy import Taxonomy, _data
from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.rdf.namespaces import AIT
from tools.harvest.commands import DECIDED, decide, harvest
from tools.harvest.rendering import PARTS
from tools.ledger.building import FACTS, RECORDS, Building
from tools.ledger.checks import doubts
from tools.ledger.claims import claims_of_quads
from tools.ledger.tables import SOURCES, LedgerFault

_TIER = AIT + "hasSourceTier"
_REMEDY = (
    "run `python -m tools.ledger build`, or, if Turtle was edited, `python -m tools.ledger absorb` "
    "with that file before"
)


def main(arguments: Sequence[str] | None = None, ai: Taxonomy | None = None) -> int:
    """Run a command; 1 if files are not as the tables have them, 2 if a table has a fault."""
    options = _parser().parse_args(arguments)
    building = Building(options.ontology)
    try:
        match options.command:
            case "absorb":
                every = sorted((options.ontology / FACTS).glob("*.ttl"))
                return absorb(building, options.files or every)
            case "check":
                return check(building)
            case "harvest":
                harvest(ai or Taxonomy(), building.ledger, options)
                return 0
            case "decide":
                decide(building.ledger, options.table, options.words, options.decided)
                return 0
        return differing(building) if options.check else build(building)
    except (LedgerFault, AITaxonomyError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ledger", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--ontology", type=Path, default=_data.folder("ontology"))
    decided = argparse.ArgumentParser(add_help=False)
    decided.add_argument("--decided", type=Path, default=DECIDED, help="tools/decided.tsv")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("build", parents=[common])
    one.add_argument("--check", action="store_true", help="build nothing, tell what differs")
    one = commands.add_parser("absorb", parents=[common])
    one.add_argument("files", nargs="*", type=Path, help="Turtle that was edited")
    commands.add_parser("check", parents=[common])
    one = commands.add_parser("harvest", parents=[common, decided])
    one.add_argument("snapshots", nargs="+", metavar="NAME@VERSION@DAY=PATH")
    one.add_argument("--part", action="append", choices=PARTS, help="only this; may be repeated")
    one.add_argument("--out", type=Path, metavar="FOLDER", help="write a table of each part")
    one.add_argument("--write", action="store_true", help="enter rows that need no decision")
    one = commands.add_parser("decide", parents=[common, decided])
    one.add_argument("table", type=Path, help="open.tsv of a harvest, with decisions or without")
    one.add_argument("words", nargs="*", help="number of a claim, decision, and reason")
    return parser


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
