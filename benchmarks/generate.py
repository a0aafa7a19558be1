"""Made-up AI systems in our vocabulary, as N-Triples: input for benchmarks and judges.

    python benchmarks/generate.py 10000 systems.nt

Each system has about twelve statements: kinds, developer, primary and other modalities,
architecture, components, lineage, dates, a label and a source. One in a hundred is faulty, in ways
that validation reports (no source, no developer, retired before it was announced); none is
contradictory, so that reasoning goes through. The same number and seed give the same bytes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

AIT = "https://w3id.org/aitaxonomy#"
AIX = "https://w3id.org/aitaxonomy/id/"
DATA = "https://example.org/systems/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCTERMS = "http://purl.org/dc/terms/"
PRIMARY = {
    "text": ("text", "code", "structured-data"),
    "image": ("image", "vector-graphics"),
    "audio": ("speech", "music", "sound"),
    "video": ("video",),
}
ARCHITECTURES = ("decoder-only-transformer", "diffusion-transformer", "mixture-of-experts")
FAULTS = ("no source", "no developer", "retired too early")
SIZES = (350_000_000, 1_300_000_000, 7_000_000_000, 13_000_000_000, 70_000_000_000)


def statements(count: int, seed: int = 7, faulty: float = 0.01) -> Iterator[str]:
    """The lines of `count` systems, each an N-Triples statement with its line end."""
    draw = random.Random(seed)
    for number in range(count):
        yield from _system(number, count, draw, faulty)


def write(path: str | Path, count: int, seed: int = 7, faulty: float = 0.01) -> int:
    """Write the systems to a file; the number of statements."""
    written = 0
    with Path(path).open("w", encoding="utf-8", buffering=1 << 20) as file:
        for line in statements(count, seed, faulty):
            file.write(line)
            written += 1
    return written


def _system(number: int, count: int, draw: random.Random, faulty: float) -> Iterator[str]:
    fault = draw.choice(FAULTS) if draw.random() < faulty else ""
    subject = f"<{DATA}{number}>"
    year, month = draw.randint(2016, 2026), draw.randint(1, 12)
    facts = [(f"{RDF}type", f"<{OWL}NamedIndividual>")]
    if fault != "no developer":
        facts.append((f"{AIT}developedBy", f"<{DATA}developer-{draw.randint(0, count // 20)}>"))
    facts += [
        (f"{RDFS}label", f'"System {number}"@en'),
        (f"{AIT}announcedOn", f'"{year}-{month:02}-01"^^<{XSD}date>'),
    ]
    if fault != "no source":
        facts.append((f"{DCTERMS}source", f"<https://example.org/cards/{number}>"))
    if fault == "retired too early":
        facts.append((f"{AIT}retiredOn", f'"{year - 1}-{month:02}-01"^^<{XSD}date>'))
    # Every fourth is an application of models before it, every twentieth a family of such models.
    if number % 20 == 19:
        facts += _family(number)
    elif number % 4 == 3:
        facts += _application(number, draw)
    else:
        facts += _model(number, draw)
    for prop, value in facts:
        yield f"{subject} <{prop}> {value} .\n"


def _model(number: int, draw: random.Random) -> list[tuple[str, str]]:
    primary = draw.choices(list(PRIMARY), (6, 2, 1, 1))[0]
    facts = [
        (f"{RDF}type", f"<{AIT}AIModel>"),
        (f"{AIT}hasPrimaryModality", f"<{AIX}{primary}>"),
        (f"{AIT}hasArchitecture", f"<{AIX}{draw.choice(ARCHITECTURES)}>"),
        (f"{AIT}nativelyAccepts", f"<{AIX}text>"),
    ]
    if draw.random() < 0.7:
        size = draw.choice(SIZES) + draw.randint(0, 999) * 1_000_000
        facts.append((f"{AIT}parameterCount", f'"{size}"^^<{XSD}integer>'))
    if draw.random() < 0.1:
        # A classifier: nothing is said of what it generates, but that it generates nothing.
        facts.append((f"{RDF}type", f"<{AIT}NonGenerativeAI>"))
        facts.append((f"{AIT}hasOutput", f"<{AIX}class-label>"))
    else:
        for modality in draw.sample(PRIMARY[primary], 1 + (len(PRIMARY[primary]) > 1)):
            facts.append((f"{AIT}nativelyGenerates", f"<{AIX}{modality}>"))
        if draw.random() < 0.05:
            facts.append((f"{AIT}nativelyGenerates", f"<{AIX}image>"))
    if number > 20 and draw.random() < 0.3:
        parent = _model_before(number, draw)
        facts.append((f"{AIT}fineTunedFrom", f"<{DATA}{parent}>"))
    return facts


def _model_before(number: int, draw: random.Random) -> int:
    """A model shortly before this one (lineages stay short: every tenth block starts afresh)."""
    block = number - number % 40
    candidate = draw.randint(block, number) if number > block else block
    candidate = max(block, candidate - 1)
    while candidate % 4 == 3:
        candidate -= 1
    return candidate


def _application(number: int, draw: random.Random) -> list[tuple[str, str]]:
    facts = [(f"{RDF}type", f"<{AIT}AIApplication>")]
    for _ in range(draw.randint(1, 3)):
        facts.append((f"{AIT}poweredBy", f"<{DATA}{_model_before(number, draw)}>"))
    if draw.random() < 0.2:
        facts.append((f"{AIT}integrates", f"<{DATA}{_model_before(number, draw)}>"))
    return facts


def _family(number: int) -> list[tuple[str, str]]:
    members = [n for n in range(number - 8, number) if n % 4 != 3]
    return [(f"{RDF}type", f"<{AIT}ModelFamily>")] + [
        (f"{AIT}hasMember", f"<{DATA}{member}>") for member in members[:4]
    ]


if __name__ == "__main__":
    total = write(sys.argv[2], int(sys.argv[1]))
    print(f"{total} statements about {sys.argv[1]} systems in {sys.argv[2]}")
