"""The commands `harvest` and `decide` of the ledger."""

from __future__ import annotations

import datetime
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from aitaxonomy import Taxonomy
from aitaxonomy.errors import ImportFault
from aitaxonomy.files import write_whole
from aitaxonomy.site.reference.coverage import coverage
from tools.harvest.decisions import VERDICTS, Decision, Decisions
from tools.harvest.entering import enter
from tools.harvest.findings import Harvest, harvested
from tools.harvest.rendering import PARTS, claims_in, rendered, summary, tabled, told
from tools.harvest.rows import Claim
from tools.harvest.snapshots import Snapshot, entries
from tools.ledger.tables import Ledger

DECIDED = Path(__file__).parents[1] / "decided.tsv"
#: The decision that a claim holds, so that it is entered, and other values are rejected.
THEIRS = "theirs"
_NEXT = "run `python -m tools.ledger build` and `check`, and look at the diff"


def harvest(ai: Taxonomy, ledger: Ledger, options: Namespace) -> Harvest:
    """Print what snapshots claim that the ledger does not have, and write what can be.

    Args:
        ai: knows the names of things.
        ledger: what the claims are held against.
        options: those of the command line.

    """
    passed_over: Counter[str] = Counter()
    listed = (e for each in options.snapshots for e in entries(Snapshot.named(each), passed_over))
    content = ai.content
    found = harvested(
        listed, content.matcher, content.names, ledger, Decisions.read(options.decided)
    )
    covered = coverage(content.store)
    print(summary(found, f"{covered.newest.text}, {covered.newest_on}"))
    for part in options.part or PARTS:
        if options.out:
            options.out.mkdir(parents=True, exist_ok=True)
            write_whole(options.out / f"{part}.tsv", tabled(found, part))
        else:
            print(rendered(found, part))
    for reason, count in passed_over.most_common():
        print(f"passed over {count}: {reason}", file=sys.stderr)
    if options.write:
        made = enter(ledger, ((each, "") for each in found.claims["ready"]), _today())
        print(f"{len(made)} rows written: {_NEXT}")
    return found


def decide(ledger: Ledger, table: Path, words: Sequence[str], decided: Path) -> None:
    """List the open claims of a table by weight, or write down what was decided about them.

    Args:
        ledger: where claims that hold are entered.
        table: the claims, as a harvest writes them; decisions may be filled in.
        words: number of a claim, decision and reason; none to take those in the table.
        decided: the file of decisions.

    """
    claims = list(claims_in(table))
    known = Decisions.read(decided)
    if words:
        if len(words) != len(("number", "decision", "why")):
            raise ImportFault("write the number of a claim, the decision, and why, in quotes")
        claims = [(_numbered(claims, words[0]), words[1], words[2])]
    filled = [each for each in claims if each[1]]
    for claim, verdict, why in filled:
        if not why or verdict not in (*VERDICTS, THEIRS):
            choice = ", ".join(sorted((*VERDICTS, THEIRS)))
            raise ImportFault(f"{table}: {told(claim)}: decide one of {choice}, and say why")
    if made := enter(ledger, ((c, why) for c, v, why in filled if v == THEIRS), _today()):
        print(f"{len(made)} rows written: {_NEXT}")
    new = [Decision(claim.thing, claim.property, each, claim.theirs, verdict, why, claim.ours)
           for claim, verdict, why in filled if verdict != THEIRS
           for each in claim.catalogues]  # fmt: skip
    if new:
        known.write(decided, new)
        print(f"{len(new)} decisions written")
    if not filled:
        _list(ledger, [claim for claim, *_ in claims], known)


def _list(ledger: Ledger, claims: Iterable[Claim], known: Decisions) -> None:
    """Print what is neither decided nor entered, with its number in the table."""
    entered = {row[:3] for name in ledger.names() for _, row in ledger.rows(name)}
    for number, claim in enumerate(claims, 1):
        about = (known.about(claim.thing, claim.property, c, claim.theirs)
                 for c in claim.catalogues)  # fmt: skip
        if not all(about) and (claim.thing, claim.row, claim.theirs) not in entered:
            print(f"{number}. {told(claim)}")


def _numbered(claims: Sequence[tuple[Claim, str, str]], number: str) -> Claim:
    if not (number.isdecimal() and 0 < int(number) <= len(claims)):
        raise ImportFault(f"{number}: write the number of a claim, from 1 to {len(claims)}")
    return claims[int(number) - 1][0]


def _today() -> str:
    return datetime.date.today().isoformat()
