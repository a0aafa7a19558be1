"""The commands that reason about one thing, or check such reasoning: is, why, check, ..."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy.cli.output import fitted, print_json, print_rows
from aitaxonomy.cli.queries import answered, reasoned, taxonomy
from aitaxonomy.cli.streams import coloured
from aitaxonomy.errors import ProofFault
from aitaxonomy.files import source
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    from aitaxonomy.inference.alone import Alone
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
