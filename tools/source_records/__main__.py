"""Write, or check, what the tables of the ledger say of the sources of artifacts.

python -m tools.source_records [DEVELOPER...] [--snapshots FOLDER] [--repositories FOLDER]
                                       [--abstracts FILE]
python -m tools.source_records --check [DEVELOPER...]
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from aitaxonomy import Taxonomy, _data
from tools.ledger.building import Building
from tools.ledger.tables import SOURCES
from tools.source_records.abstracts import stated_in_abstracts
from tools.source_records.catalogues import Stated, stated
from tools.source_records.records import set_right
from tools.source_records.repositories import stated_in_repositories

_ARTIFACTS = "SELECT ?it WHERE { ?it a ait:AIArtifact FILTER(isIRI(?it)) }"


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite tables, or tell which are not as they would be rewritten; 1 if there are any."""
    parser = argparse.ArgumentParser(prog="source_records", description=__doc__)
    parser.add_argument("developers", nargs="*", help="whose tables, if not all")
    parser.add_argument("--snapshots", type=Path, help="the folder of snapshots of catalogues")
    parser.add_argument("--repositories", type=Path, help="the folder of fetched repositories")
    parser.add_argument("--abstracts", type=Path, help="a file of abstracts of preprints")
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    ai = Taxonomy()
    artifacts = {str(iri) for (iri,) in ai.content.store.select(_ARTIFACTS).rows}
    told: Stated = defaultdict(dict)
    for read, folder in (
        (stated, options.snapshots),
        (stated_in_repositories, options.repositories),
        (stated_in_abstracts, options.abstracts),
    ):
        for artifact, records in read(ai, folder).items() if folder else ():
            told[artifact].update(records)
    wrong = []
    building = Building(_data.folder("ontology"))
    today, ledger = datetime.date.today().isoformat(), building.ledger
    names = options.developers or ledger.names()
    for name in names:
        claims = building.claims[name]
        set_right({i: a for i, a in claims.artifacts.items() if i in artifacts}, told, today)
        if ledger.is_other(name, new := building.table(name)):
            wrong.append(name)
            if not options.check:
                ledger.write(name, new)
    if not options.check:
        ledger.write(SOURCES, ledger.sources_text())
    print(f"{len(wrong)} of {len(names)} tables {'to be ' if options.check else ''}rewritten")
    if options.check:
        for name in wrong:
            print(f"{ledger.path(name)}: its sources are not as the rules give them; "
                  f"run `python -m tools.source_records {name}`", file=sys.stderr)  # fmt: skip
    return 1 if wrong and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
