"""Write, or check, the records of sources in Turtle files of artifacts.

python -m tools.source_records FILE... [--snapshots FOLDER] [--repositories FOLDER]
                                       [--abstracts FILE]
python -m tools.source_records --check FILE...
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from aitaxonomy import Taxonomy
from tools.source_records.abstracts import stated_in_abstracts
from tools.source_records.catalogues import Stated, stated
from tools.source_records.records import rewritten
from tools.source_records.repositories import stated_in_repositories

_ARTIFACTS = "SELECT ?it WHERE { ?it a ait:AIArtifact FILTER(isIRI(?it)) }"


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite files, or tell which are not as they would be rewritten; 1 if there are any."""
    parser = argparse.ArgumentParser(prog="source_records", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
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
    for path in options.files:
        text = path.read_text(encoding="utf-8")
        new = rewritten(text, artifacts, told, datetime.date.today().isoformat())
        if new != text:
            wrong.append(path)
            if not options.check:
                path.write_text(new, encoding="utf-8")
    print(
        f"{len(wrong)} of {len(options.files)} files {'to be ' if options.check else ''}rewritten"
    )
    if options.check:
        for path in wrong:
            print(f"{path}: its records of sources are not as the rules give them; "
                  f"run `python -m tools.source_records {path}`", file=sys.stderr)  # fmt: skip
    return 1 if wrong and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
