"""The commands about inventories: import."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from aitaxonomy.cli.classification import column_map as columns_of
from aitaxonomy.cli.output import progress_bar
from aitaxonomy.cli.queries import taxonomy
from aitaxonomy.errors import ImportFault


def import_(options: argparse.Namespace, _: list[str]) -> int:
    """Turn an inventory into our vocabulary, or into another format of inventories."""
    from aitaxonomy.inventory.convert import convert

    with progress_bar(f"reading {options.file}") as told:
        tally = convert(
            Path(options.file),
            sys.stdout if options.output is None else Path(options.output),
            None if options.inventory == "auto" else options.inventory,
            matcher=lambda: taxonomy(options).content.matcher,
            columns=columns_of(options.column),
            progress=told,
        )
    if options.counts:
        text = json.dumps(tally.to_json(), ensure_ascii=False, indent=2) + "\n"
        try:
            Path(options.counts).write_text(text, encoding="utf-8")
        except OSError as error:
            raise ImportFault(f"{options.counts}: cannot be written: {error.strerror}") from None
    else:
        print(tally, file=sys.stderr)
    return 0
