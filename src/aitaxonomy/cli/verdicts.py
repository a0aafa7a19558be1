"""The commands that reason, or check: is, why, check, check-proof, validate, reason."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy import _data
from aitaxonomy.cli.inventories import column_map
from aitaxonomy.cli.output import fitted, print_json, print_rows, remark
from aitaxonomy.cli.queries import answered, reasoned, taxonomy
from aitaxonomy.cli.streams import coloured
from aitaxonomy.errors import ImportFault, InconsistentOntology, ProofFault
from aitaxonomy.files import source
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.store import SYNTAXES
from aitaxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    from aitaxonomy.inference.alone import Alone
    from aitaxonomy.reasoning.rules.omissions import LeftOut
    from aitaxonomy.reasoning.verdict import Verdict

_CODES = {"entailed": 0, "refuted": 1, "unknown": 3}
_COLOURS = {"entailed": "green", "refuted": "red", "unknown": "yellow"}


def is_(options: argparse.Namespace, _: list[str]) -> int:
    """Print the verdict and its proof."""
    ai = reasoned(options)
    verdict = _verdict(ai, options)
    if options.format == "json":
        print_json(verdict.to_json())
    elif options.format != "table":
        labels = ai.names.label(verdict.thing), ai.names.label(verdict.kind)
        print_rows(("thing", "kind", "verdict"), [(*labels, verdict.verdict)], options.format)
    else:
        _print(verdict)
    return _CODES[verdict.verdict]


def check(options: argparse.Namespace, _: list[str]) -> int:
    """Print the verdict on a claim and its proof."""
    verdict = answered("check", options)[1]
    if options.format == "table":
        _print(verdict)
    else:
        print_rows(("claim", "verdict"), [(options.claim, verdict.verdict)], options.format)
    return _CODES[verdict.verdict]


def _print(verdict: Any) -> None:
    """Print a verdict: its first line, what it was read as, the strict one beside, and why."""
    truth = str(verdict.verdict)
    print(coloured(verdict.first_line, _COLOURS[truth]))
    for each in verdict.read_as:
        print(fitted(f"Read as: {each}"))
    if verdict.note:
        print(fitted(f"{verdict.note}."))
    if verdict.strict is not None and verdict.strict.verdict is not verdict.verdict:
        print(fitted(f"Strictly ({curie(verdict.strict.kind)}): {verdict.strict.verdict}."))
    for ground in verdict.grounds:
        print(fitted(f"  {ground}"))
    for convention in verdict.by_convention:
        print(fitted(f"By convention: {curie(convention)}"))
    if verdict.proof:
        print(fitted(str(verdict.proof)))
    elif verdict.missing:
        missing = "; ".join(str(each) for each in verdict.missing)
        print(fitted(f"What would decide: {missing}"))


def why_(options: argparse.Namespace, _: list[str]) -> int:
    """Print the proof alone."""
    ai = reasoned(options)
    verdict = _verdict(ai, options)
    if options.format == "json":
        print_json(verdict.to_json())
    elif verdict.proof is None:
        open_ = [*map(str, verdict.missing), *([verdict.note] if options.alone else [])]
        print(fitted(f"no proof: {'; '.join(filter(None, open_)) or 'nothing decides it'}"))
    elif options.format == "table":
        print(fitted(str(verdict.proof)))
    else:
        steps = verdict.proof.to_json()
        print_rows(list(steps[0]), [list(step.values()) for step in steps], options.format)
    return 0 if verdict.proof else 1


def _verdict(ai: Taxonomy | Alone, options: argparse.Namespace) -> Verdict:
    if not isinstance(ai, Taxonomy):
        return ai.is_a(options.thing, options.kind)
    return ai.is_a(
        options.thing,
        options.kind,
        strict=options.strict,
        conventions=not options.without_conventions,
    )


def check_proof(options: argparse.Namespace, _: list[str]) -> int:
    """Check a proof that somebody made."""
    found = taxonomy(options).check_proof(_proof(options.file), any_axioms=options.any_axioms)
    if options.format == "json":
        document = asdict(found)
        print_json({"valid": bool(found), **document})
    elif options.format == "table":
        print(fitted(str(found)))
    else:
        rows = [(fault.step, fault.reason) for fault in found.faults]
        print_rows(("step", "fault"), rows, options.format)
    return 0 if found else 1


def _proof(name: str) -> object:
    """Return the JSON of a file."""
    try:
        return json.loads(source(Path(name)).read_bytes())
    except (ValueError, RecursionError) as error:
        raise ProofFault(f"{name}: no proof: not valid JSON ({error})") from None


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
    ai = reasoned(options)
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
