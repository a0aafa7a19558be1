"""Hours of everything at random: nothing grows, nothing stays behind, nothing changes.

Asks, verdicts, proofs, queries, validations and classifications come in any order, and every third
is bad. Each answer must be the one that the same question got first; the memory of the process, its
children, its open files and the temporary folders are looked at all along.

    python benchmarks/soak.py --minutes 60
"""

from __future__ import annotations

import argparse
import contextlib
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aitaxonomy import AITaxonomyError, Taxonomy

ROOT = Path(__file__).parents[1]
INVENTORIES = [*sorted((ROOT / "examples").glob("*.csv")), ROOT / "examples" / "inventory.ttl"]
THINGS = ("ChatGPT", "DALL·E 3", "Runway", "BERT", "GPT-4", "Whisper", "LLM", "nothing at all")
KINDS = ("LLM", "GenerativeAI", "LLMTechnology", "ImageGenerator", "OpenAI", "no kind")
QUERIES = (
    "SELECT ?x { ?x a ait:LLM } ORDER BY ?x LIMIT 50",
    "SELECT ?from (COUNT(*) AS ?n) { ?from a ?kind } GROUP BY ?from ORDER BY ?from LIMIT 50",
    "ASK { aix:chatgpt a ait:LLM }",
    "SELECT * { SERVICE <urn:x> { ?s ?p ?o } }",
    "SELECT * { ?s ?p }",
    "ASK " + "{" * 5_000 + "?s ?p ?o" + "}" * 5_000,
    "ASK { " + "{ ?s ?p ?o } UNION " * 10_000 + "{ ?s ?p ?o } }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
)
BAD = {
    "cut.ttl": "@prefix x: <urn:x> . x:a x:b [",
    "bomb.rdf": '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
    "none.csv": "colour;size\nred;1\n",
    "deep.json": "[" * 100_000,
    "term.ttl": "<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .",
}


def _told(work: Callable[[], Any]) -> str:
    try:
        return str(work())
    except AITaxonomyError as error:
        return f"{type(error).__name__}: {error}"


def jobs(ai: Taxonomy, chance: random.Random, folder: Path) -> tuple[str, Callable[[], Any]]:
    """Return the name of a job, and the job."""
    kind = chance.choice(("ask", "is", "why", "sparql", "classify", "validate", "import"))
    if kind == "ask":
        name = chance.choice([question.name for question in ai.questions()])
        return f"ask {name}", lambda: ai.ask(name).to_dicts()
    if kind in ("is", "why"):
        thing, of = chance.choice(THINGS), chance.choice(KINDS)
        if kind == "is":
            return f"is {thing} {of}", lambda: ai.is_a(thing, of).verdict
        return f"why {thing} {of}", lambda: ai.why(thing, of)
    if kind == "sparql":
        query = chance.choice(QUERIES)
        return f"sparql {query[:60]}", lambda: ai.sparql(query, timeout=5).to_dicts()
    bad = chance.random() < 1 / 3
    file = folder / chance.choice(sorted(BAD)) if bad else chance.choice(INVENTORIES)
    if kind == "classify":
        return f"classify {file.name}", lambda: (ai + file).classify().to_json()
    if kind == "validate":
        return f"validate {file.name}", lambda: (ai + file).validate().to_text()
    return f"import {file.name}", lambda: sorted((ai + file).tallies.items())


def children() -> int:
    tasks = Path("/proc/self/task").glob("*/children")
    return sum(len(task.read_text().split()) for task in tasks)


def main() -> None:
    """Run, and print a line a minute."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    ai, first, counts = Taxonomy(), dict[str, str](), Counter[str]()
    end, minute, low = time.monotonic() + 60 * options.minutes, 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in BAD.items():
            (folder / file).write_text(text)
        while time.monotonic() < end:
            job, work = jobs(ai, chance, folder)
            told = _told(work)
            counts[job.split()[0]] += 1
            if told.startswith("QueryTimeout"):  # whether it comes depends on what else runs
                continue
            if first.setdefault(job, told) != told:
                print(f"DIFFERENT: {job}\n  {first[job][:300]}\n  {told[:300]}", flush=True)
            if children():
                print(f"LEFT BEHIND after {job}: {children()} children", flush=True)
            if int((end - time.monotonic()) // 60) != minute:
                minute = int((end - time.monotonic()) // 60)
                pages = int(Path("/proc/self/statm").read_text().split()[1])
                now = pages * resource.getpagesize() >> 20
                low = low or now
                files = len(list(Path("/proc/self/fd").iterdir()))
                scratch = len(list(Path(tempfile.gettempdir()).glob("aitaxonomy-*")))
                print(
                    f"{sum(counts.values())} jobs of {len(first)} sorts, {now} MiB (first {low}), "
                    f"{files} files open, {scratch} temporary folders",
                    flush=True,
                )
    with contextlib.suppress(OSError):
        print(dict(counts))


if __name__ == "__main__":
    main()
