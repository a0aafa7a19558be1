"""The commands that reason about one thing: is, why."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from aitaxonomy.cli.output import fitted, print_json, print_rows, remark
from aitaxonomy.cli.queries import reasoned
from aitaxonomy.cli.streams import coloured
from aitaxonomy.errors import ImportFault
from aitaxonomy.inference.alone import Alone
from aitaxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    from aitaxonomy.reasoning import Verdict

_COLOURS = {"entailed": "green", "refuted": "red", "unknown": "yellow"}


def is_(options: argparse.Namespace, _: list[str]) -> int:
    """Print the verdict and its proof."""
    ai = reasoned(options)
    verdict = _verdict(ai, options)
    truth = str(verdict.verdict)
    if options.format == "json":
        print_json(_document(ai, verdict))
    elif options.format != "table":
        row = (ai.names.label(verdict.thing), ai.names.label(verdict.kind), truth)
        print_rows(("thing", "kind", "verdict"), [row], options.format)
    else:
        print(coloured(truth, _COLOURS[truth]))
        if verdict.wider and isinstance(ai, Taxonomy):
            print(fitted(_in_the_wider_sense(ai, verdict)))
        if verdict.proof:
            print(fitted(str(verdict.proof)))
        elif verdict.missing:
            missing = "; ".join(str(each) for each in verdict.missing)
            print(fitted(f"What would decide: {missing}"))
    return {"entailed": 0, "refuted": 1, "unknown": 3}[truth]


def why_(options: argparse.Namespace, _: list[str]) -> int:
    """Print the proof alone."""
    ai = reasoned(options)
    verdict = _verdict(ai, options)
    if options.format == "json":
        print_json(_document(ai, verdict))
    elif verdict.proof is None:
        print("no proof: " + ("; ".join(map(str, verdict.missing)) or "nothing decides it"))
    elif options.format == "table":
        print(fitted(str(verdict.proof)))
    else:
        steps = verdict.proof.to_json()
        print_rows(list(steps[0]), [list(step.values()) for step in steps], options.format)
    return 0 if verdict.proof else 1


def _verdict(ai: Taxonomy | Alone, options: argparse.Namespace) -> Verdict:
    """Return the verdict by the engine asked for."""
    if isinstance(ai, Alone):
        remark(ai.choice(options.engine).remark)
        return ai.is_a(options.thing, options.kind, options.engine, options.timeout)
    if options.engine != "closure":
        raise ImportFault(
            f"--engine {options.engine} decides over the files of --data only: add --alone"
        )
    return ai.is_a(options.thing, options.kind)


def _in_the_wider_sense(ai: Taxonomy, verdict: Any) -> str:
    """Return in words that the thing is of the wider kind, and which narrower one it is of."""
    from aitaxonomy.inference.judge import Judge

    link, wider = ai.content.links, verdict.wider.kind
    kinds = [link(kind).text for kind in Judge(ai.content).kinds_below(verdict.thing, wider)]
    also = f" ({', '.join(kinds)})" if kinds else ""
    thing, of = link(verdict.thing).text, link(wider).text
    return f"In the wider sense it is one: {thing} is {of}{also}."


def _document(ai: Taxonomy | Alone, verdict: Any) -> dict[str, Any]:
    from aitaxonomy.rdf.namespaces import curie

    wider = verdict.wider
    return {
        "thing": curie(verdict.thing),
        "kind": curie(verdict.kind),
        "verdict": str(verdict.verdict),
        "proof": verdict.proof.to_json() if verdict.proof else [],
        "missing": [str(each) for each in verdict.missing],
        "wider": {"kind": curie(wider.kind), "verdict": str(wider.verdict)}
        if wider is not None
        else None,
    }
