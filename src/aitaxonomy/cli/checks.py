"""The commands that check: validate, reason."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy import _data
from aitaxonomy.cli.inventories import column_map
from aitaxonomy.cli.output import print_json, print_rows, remark
from aitaxonomy.cli.queries import reasoned, taxonomy
from aitaxonomy.cli.streams import coloured
from aitaxonomy.errors import ImportFault, InconsistentOntology
from aitaxonomy.store import SYNTAXES
from aitaxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    from aitaxonomy.reasoning.rules.omissions import LeftOut


def validate(options: argparse.Namespace, _: list[str]) -> int:
    """Validate files."""
    files = [path for name in options.file for path in _files(Path(name))]
    ai, columns = taxonomy(options), column_map(options.column)
    if columns or options.read_as:
        for path in files:
            ai = ai.read(path, options.read_as, columns=columns)
    else:
        ai = ai + files
    report = ai.validate(shapes=options.shapes, timeout=options.timeout)
    write = {
        "text": lambda: report.to_text(coloured),
        "json": lambda: json.dumps(report.to_json(), ensure_ascii=False, indent=2),
        "sarif": report.to_sarif,
        "html": report.to_html,
        "ttl": report.to_turtle,
        "junit": report.to_junit,
    }[options.format]
    print(write().rstrip("\n"))
    for file, tally in ai.tallies.items():
        if tally.columns:
            remark(f"{file}: {tally.columns}")
    return 0 if report.conforms else 1


def _files(path: Path) -> list[Path]:
    """Return the file, or the RDF files below a folder, without those that follow from others.

    Inferred facts hide missing ones, and a fault cannot be mended where it is only derived.
    """
    if not path.is_dir():
        return [path]
    ends = {end for _, ends in SYNTAXES.values() for end in ends} - {".xml", ".json"}
    derived = {_data.module_file(name).resolve() for name in (_data.INFERRED, _data.EXEMPLARS)}
    files = (p for p in path.rglob("*") if p.suffix in ends)
    found = sorted(p for p in files if p.resolve() not in derived)
    if not found:
        raise ImportFault(f"{path}: no RDF file in this folder; name the files to validate")
    return found


def reason(options: argparse.Namespace, _: list[str]) -> int:
    """Check consistency, unsatisfiable classes and the hierarchy."""
    if options.renew and (options.data or options.alone or options.store):
        raise ImportFault(
            "--renew writes what follows from the shipped files alone: "
            "leave out --data, --alone and --store"
        )
    ai = reasoned(options)
    if options.renew and isinstance(ai, Taxonomy):
        print(*ai.renew(options.timeout), sep="\n")
        return 0
    start = time.monotonic()
    document: dict[str, Any] = {"consistent": None, "engine": options.engine}
    hierarchy: list[tuple[str, str]] = []
    try:
        found = ai.hierarchy(options.engine, options.timeout)
        document |= {"consistent": True if found.proved_by else None}
        document |= {"proved_by": found.proved_by, "doubts": list(found.doubts)}
        document |= {"unsatisfiable": found.unsatisfiable, "derived": found.derived}
        hierarchy = found.subclasses
        clashes: tuple[str, ...] = ()
    except InconsistentOntology as error:
        clashes = error.clashes or (str(error),)
        document |= {
            "consistent": False,
            "proved_by": "",
            "doubts": [],
            "unsatisfiable": [],
            "derived": 0,
        }
    document |= {"seconds": round(time.monotonic() - start, 3), "clashes": list(clashes)}
    without_rule = ai.without_rule() if options.explain else []
    if options.explain:
        document["without_rule"] = [
            {
                "axiom": each.axiom,
                "reason": each.reason,
                "file": each.location.file,
                "line": each.location.line,
            }
            for each in without_rule
        ]
    if options.format == "json":
        print_json(document)
    elif options.format != "table":
        print_rows(("narrower", "wider"), hierarchy, options.format)
    else:
        _print_reasoning(document, len(hierarchy))
        if options.explain:
            _print_without_rule(without_rule)
    return 1 if document["consistent"] is False else 0


def _print_reasoning(document: dict[str, Any], pairs: int) -> None:
    if document["consistent"] is False:
        print(coloured("inconsistent", "red"))
        for clash in document["clashes"]:
            print(f"  {clash}")
        return
    if document["consistent"]:
        print(f"{coloured('consistent', 'green')} (by {document['proved_by']})")
    else:
        print(coloured("no contradiction found", "yellow"))
        for doubt in document["doubts"]:
            print(f"  not certain: {doubt}")
        if document["engine"] == "closure":
            print("  to be certain, take a complete engine: --engine hermit")
    names = ", ".join(document["unsatisfiable"]) or "none"
    print(f"unsatisfiable classes: {names}")
    print(f"derived statements: {document['derived']}, of them {pairs} pairs of the hierarchy")
    print(f"engine: {document['engine']}, {document['seconds']} s")


def _print_without_rule(axioms: list[LeftOut]) -> None:
    for each in axioms:
        print(f"no rule for: {each}")
    if not axioms:
        print("every axiom has a rule form")
