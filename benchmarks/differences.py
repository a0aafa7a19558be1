"""Holds `Difference` against two closures of another engine, compared fact by fact.

    python benchmarks/differences.py                 # ten pairs of the last 100 commits, by lot
    python benchmarks/differences.py --pairs 3 --seed 5

Each pair is compared in a process of its own, whose processor time counts. The judge reads the
Turtle files of both commits and has Nemo run the rules (`tests/reasoning/judge_nemo.py`); it shares
the rules with what it judges, and nothing else. A cause counts as confirmed if the proof of the
conclusion is valid, and rests on nothing but what the other version states with the cause put back.
"""

from __future__ import annotations

import argparse
import gc
import io
import multiprocessing
import random
import resource
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "reasoning")]

from aitaxonomy.errors import InconsistentOntology  # noqa: E402
from aitaxonomy.inference.content import shipped_content  # noqa: E402
from aitaxonomy.inference.premises import SUBCLASS, hierarchy_in  # noqa: E402
from aitaxonomy.owl.axioms import Named, PropertyAssertion  # noqa: E402
from aitaxonomy.owl.ontology import transitive  # noqa: E402
from aitaxonomy.rdf.namespaces import AIT, curie  # noqa: E402
from aitaxonomy.reasoning.reasoner import Reasoner  # noqa: E402
from aitaxonomy.reasoning.rules.model import Predicate, member  # noqa: E402
from aitaxonomy.versions.difference import Difference  # noqa: E402
from aitaxonomy.versions.version import version  # noqa: E402

#: What is made of other files, and what says nothing about systems.
_BESIDE = ("inferred.ttl", "exemplars.ttl", "alignments", "translations")
Row = tuple[str, str, str]
Changed = tuple[str, str, str, str]


def commits(count: int) -> list[str]:
    """Return the last commits that touch the ontology."""
    git = ["git", "log", f"-{count}", "--format=%h", "--", "ontology"]
    return subprocess.run(git, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()


def verdicts(commit: str) -> dict[Row, str]:
    """Return all verdicts of a commit: on things and kinds, and on links (with a value)."""
    from judge_nemo import Nemo

    git = ["git", "archive", "--format=tar", commit, "ontology"]
    packed = subprocess.run(git, cwd=ROOT, check=True, capture_output=True).stdout
    with TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        root = Path(folder) / "ontology"
        hierarchy = [(a, b) for a, p, b in hierarchy_in(root / "inferred.ttl") if p == SUBCLASS]
        triples = [
            triple
            for path in sorted(root.rglob("*.ttl"))
            if not {path.name, path.parent.name} & {*_BESIDE}
            for triple in ox.parse(path=path)
        ]
    judge = Reasoner(triples, hierarchy=hierarchy)
    named, words = judge.ontology.individuals, judge.ontology.vocabulary
    classes = [each for each in words.classes if each.startswith(AIT)]
    members = {each: member(Named(each)) for each in classes}
    links = {each: Predicate("role", each) for each in words.object_properties}
    asked = [*members.values(), *(each.opposite for each in members.values()), *links.values()]
    nemo = Nemo(judge.program, asked)
    found: dict[Row, str] = {}
    for kind, yes in members.items():
        for predicate, truth in ((yes, "entailed"), (yes.opposite, "refuted")):
            found |= {(x, kind, ""): truth for (x,) in nemo.rows(predicate) if x in named}
    for prop, link in links.items():
        pairs = ((x, y) for x, y in nemo.rows(link) if {x, y} <= named)
        found |= {(x, prop, y): "entailed" for x, y in pairs}
    for each in judge.ontology.facts:
        if isinstance(each, PropertyAssertion) and each.prop in links:
            found[each.subject, each.prop, str(each.object)] = "stated"
    above: dict[str, set[str]] = {}
    for low, high in (*hierarchy, *judge.told):
        above.setdefault(low, set()).add(high)
    for low, high in transitive(above):
        if low in classes and high in classes:
            found[low, high, ""] = "entailed"
    return found | {(each, "", ""): "there" for each in (*named, *classes, *links)}


def changed(old: str, new: str) -> set[Changed]:
    """Return thing, kind and both verdicts, where the verdicts on what both have differ."""
    before, after = verdicts(old), verdicts(new)
    both = {thing for thing, kind, _ in before if not kind and (thing, "", "") in after} | {""}
    rows = {
        (key, before.get(key, "unknown"), after.get(key, "unknown"))
        for key in before.keys() | after.keys()
        if both.issuperset(key) and before.get(key) != after.get(key)
    }
    return {
        (curie(thing), " ".join(map(curie, filter(None, kind))), was, now)
        for (thing, *kind), was, now in rows
        if "stated" not in (was, now)
    }


def told(old: str, new: str) -> tuple[set[Changed], int, int, float]:
    """Return what `Difference` finds: the rows, how many have a cause, and a confirmed one."""
    gc.set_threshold(100_000, 50, 100)  # as the command does
    content = shipped_content()
    found = Difference(version(old, content), version(new, content))
    rows = {
        (curie(each.thing), each.told, str(each.before), str(each.after)) for each in found.changes
    }
    causes = sum(each.cause.confirmed for each in found.changes)
    print(found, file=io.StringIO())
    used = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = sum(each.ru_utime + each.ru_stime for each in used)
    rows |= {(curie(a), curie(b), str(was), str(now)) for a, b, was, now in found.hierarchy}
    return rows, causes, len(found.changes), seconds


def pairs(seed: int) -> Iterator[tuple[str, str]]:
    """Yield pairs of an older and a newer commit, drawn by lot from the last 100."""
    known, lot = commits(100), random.Random(seed)
    while True:
        newer, older = sorted(lot.sample(range(len(known)), 2))
        yield known[older], known[newer]


def main() -> None:
    """Print a line for each pair."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=37)
    options = parser.parse_args()
    print("old\tnew\tchanged\tfound\tnot so\twith a cause\tprocessor s")
    left = options.pairs
    for old, new in pairs(options.seed):
        if not left:
            break
        with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
            try:
                rows, causes, count, seconds = pool.apply(told, (old, new))
            except InconsistentOntology:  # anything follows from it; another pair is drawn
                print(f"{old}\t{new}\tcontradicts itself", flush=True)
                continue
            left -= 1
            right = pool.apply(changed, (old, new))
        print(
            f"{old}\t{new}\t{len(right)}\t{len(right & rows)}\t{len(rows - right)}\t"
            f"{causes}/{count}\t{seconds:.1f}",
            flush=True,
        )
        for each in sorted(right - rows)[:20]:
            print("missed:", *each, flush=True)
        for each in sorted(rows - right)[:5]:
            print("not so:", *each, flush=True)


if __name__ == "__main__":
    main()
