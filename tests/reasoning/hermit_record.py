"""HermiT's verdict on every exemplar and named class, kept in a file since it takes minutes.

Run as a script, it asks HermiT anew about the exemplars of which something has changed: the
logical axioms of the terms, or the facts that the exemplar links to. Labels, sources and other
notes change nothing. It needs Java, and some twenty seconds for each exemplar:

    python tests/reasoning/hermit_record.py
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import judge_hermit
import pyoxigraph as ox

from aitaxonomy._data import ontology_files
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.module_extraction import excerpt
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.reasoning.proofs.justification import iris
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.reasoning.subsumption.tableau import nominal_facts
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth

ROOT = Path(__file__).parents[2]
FILE = ROOT / "tests" / "data" / "hermit_verdicts.tsv"
COMMAND = "python tests/reasoning/hermit_record.py"
_AIT, _AIX = "https://w3id.org/aitaxonomy#", "https://w3id.org/aitaxonomy/id/"
#: How many exemplars HermiT judges in one run.
_TOGETHER = 6
_LETTERS = {ENTAILED: "e", REFUTED: "r", UNKNOWN: "u"}
_TRUTHS = {letter: truth for truth, letter in _LETTERS.items()}


@dataclass(frozen=True)
class Judged:
    """What HermiT said of one exemplar, and the hash of what it was told."""

    hash: str
    verdicts: Mapping[str, Truth]


def exemplars(triples: Iterable[ox.Triple | ox.Quad]) -> tuple[list[ox.Triple], Reasoner]:
    """The terms with the exemplars and what these link to, and a reasoner over them."""
    plain = [ox.Triple(t.subject, t.predicate, t.object) for t in triples]
    seeds = {t.subject.value for t in plain if t.predicate.value == _AIT + "exemplarOf"}
    return plain, Reasoner(excerpt(plain, seeds), exemplar_property=_AIT + "exemplarOf")


def hashes(ontology: Ontology) -> dict[str, str]:
    """For each exemplar the hash of all axioms and facts on which its verdicts may depend."""
    facts: dict[str, list[ax.Axiom]] = defaultdict(list)
    for fact in ontology.facts:
        facts[getattr(fact, "individual", None) or getattr(fact, "subject", "")].append(fact)
    always = set(nominal_facts(ontology))
    found = {}
    for exemplar in sorted(ontology.exemplars):
        reached, told = {exemplar}, set(always)
        queue = [exemplar]
        for thing in queue:
            told.update(facts[thing])
            more = {iri for fact in facts[thing] for iri in iris(fact)} & ontology.individuals
            queue += sorted(more - reached)
            reached |= more
        reached |= {iri for fact in always for iri in iris(fact)}
        text = sorted(map(repr, [*(_within(each, reached) for each in ontology.axioms), *told]))
        found[exemplar] = hashlib.sha256("\n".join(text).encode()).hexdigest()[:16]
    return found


def _within(axiom: ax.Axiom, things: set[str]) -> ax.Axiom:
    """The axiom; of a list of different individuals, those that matter."""
    if isinstance(axiom, ax.DifferentIndividuals):
        return ax.DifferentIndividuals(tuple(sorted(set(axiom.individuals) & things)))
    return axiom


def read() -> dict[str, Judged]:
    """The record: by the IRI of the exemplar."""
    if not FILE.is_file():
        return {}
    with FILE.open(encoding="utf-8", newline="") as file:
        names, marks, *rows = csv.reader(file, delimiter="\t")
    return {
        _AIX + name: Judged(marks[i], {_iri(row[0]): _TRUTHS[row[i]] for row in rows})
        for i, name in enumerate(names)
        if i
    }


def _iri(name: str) -> str:
    """The IRI of a class: one of ours by its local name, one of others as it is."""
    return name if ":" in name else _AIT + name


def write(record: Mapping[str, Judged]) -> None:
    """Write the record as a table: a column for each exemplar, a line for each class."""
    things = sorted(record)
    kinds = sorted({kind for judged in record.values() for kind in judged.verdicts})
    with FILE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(["kind", *(thing.removeprefix(_AIX) for thing in things)])
        table.writerow(["hash", *(record[thing].hash for thing in things)])
        for kind in kinds:
            letters = (_LETTERS[record[thing].verdicts[kind]] for thing in things)
            table.writerow([kind.removeprefix(_AIT), *letters])


def judge(triples: list[ox.Triple], things: Sequence[str]) -> dict[str, dict[str, Truth]]:
    """HermiT's verdicts on some exemplars, asked together: classifying the terms takes longest.

    What the closure says decides which of the two questions is asked first, and nothing else:
    where HermiT does not confirm it, both are asked.
    """
    part = excerpt(triples, {*things})
    ours = Reasoner(part).verdicts(individuals=things)
    verdicts = {thing: dict.fromkeys(ours[thing], UNKNOWN) for thing in things}
    asked = [
        _statement(thing, kind, truth)
        for thing in things
        for kind, verdict in ours[thing].items()
        for truth in _to_ask(verdict.verdict)
    ]
    for _ in range(2):
        answers = judge_hermit.all_follow(part, [statement for _, _, statement in asked])
        for (kind, truth, statement), follows in zip(asked, answers, strict=True):
            if follows:
                verdicts[statement.individual][kind] = truth
        asked = [
            _statement(thing, kind, REFUTED if verdict.verdict is ENTAILED else ENTAILED)
            for thing in things
            for kind, verdict in ours[thing].items()
            if verdict.verdict is not UNKNOWN and verdicts[thing][kind] is UNKNOWN
        ]
        if not asked:
            break
    return verdicts


def _to_ask(truth: Truth) -> tuple[Truth, ...]:
    return (ENTAILED, REFUTED) if truth is UNKNOWN else (truth,)


def _statement(thing: str, kind: str, truth: Truth) -> tuple[str, Truth, ax.ClassAssertion]:
    cls = ax.Named(kind)
    return kind, truth, ax.ClassAssertion(thing, cls if truth is ENTAILED else ax.Not(cls))


def main() -> None:
    """Renew what is out of date; the file is written after each exemplar."""
    quads = [q for path in ontology_files() for q in ox.parse(path=path, rename_blank_nodes=True)]
    triples, reasoner = exemplars(quads)
    record, wanted = read(), hashes(reasoner.ontology)
    kinds = set(reasoner.classes)
    record = {
        thing: judged
        for thing, judged in record.items()
        if judged.hash == wanted.get(thing) and judged.verdicts.keys() == kinds
    }
    for things in batched(sorted(wanted.keys() - record.keys()), _TOGETHER):
        print(*(thing.removeprefix(_AIX) for thing in things), file=sys.stderr)
        for thing, verdicts in judge(triples, things).items():
            record[thing] = Judged(wanted[thing], verdicts)
        write(record)
    write(record)


def batched(things: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield things, so many at a time."""
    for start in range(0, len(things), size):
        yield things[start : start + size]


if __name__ == "__main__":
    main()
