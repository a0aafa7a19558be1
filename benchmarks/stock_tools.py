"""The results of stock tools for each root: processor seconds, statements, LLMs found.

    python benchmarks/stock_tools.py [FOLDER]

The roots are exported into FOLDER, a scratch folder where none is given. Each tool runs in a
process of its own, whose processor seconds are counted, start and reading included. OWLAPI needs
`.ci/owlapi/fetch` once.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from aitaxonomy import Taxonomy
from aitaxonomy._data import ROOTS

REPOSITORY = Path(__file__).parents[1]
CHECK = REPOSITORY / ".ci" / "owlapi" / "check"
LLM = "https://w3id.org/aitaxonomy#LLM"
LIMIT = 600.0
#: The work of each library on a file; it prints how many statements and LLMs it has.
CODE = {
    "rdflib": """
import rdflib, sys
graph = rdflib.Graph().parse(sys.argv[1] + ".ttl")
print(len(graph), len(set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(sys.argv[2])))))
""",
    "pyoxigraph": """
import pyoxigraph as ox, sys
store = ox.Store()
store.bulk_load(path=sys.argv[1] + ".ttl", format=ox.RdfFormat.TURTLE)
rows = store.query(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a <{sys.argv[2]}> }}")
print(len(store), next(iter(rows))[0].value)
""",
    "owlready2": """
import owlready2, pathlib, sys
world = owlready2.World()
world.get_ontology(pathlib.Path(sys.argv[1] + ".rdf").as_uri()).load()
print(len(world.graph), len(world[sys.argv[2]].instances()))
""",
    "owlready2 + HermiT": """
import owlready2, pathlib, sys
world = owlready2.World()
world.get_ontology(pathlib.Path(sys.argv[1] + ".rdf").as_uri()).load()
owlready2.sync_reasoner(world, debug=0)
print(len(world.graph), len(world[sys.argv[2]].instances()))
""",
}
#: HermiT finds no verdict on a thousand systems.
TOO_LARGE = {(tool, ROOTS[-1]) for tool in ("owlready2 + HermiT", "OWLAPI + HermiT")}


def run(*command: str | Path) -> tuple[str, float]:
    """Return what a command prints, and the processor seconds it took with its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr else done.stdout)
    return done.stdout, sum(after[:2]) - sum(before[:2])


def rows(folder: Path, root: str) -> Iterator[tuple[str, float, str, str]]:
    """Yield of each tool its name, the seconds, the statements (axioms of OWLAPI) and the LLMs."""
    for tool, code in CODE.items():
        if (tool, root) in TOO_LARGE:
            continue
        printed, seconds = run(sys.executable, "-c", code, str(folder / root), LLM)
        statements, llms = printed.split()[-2:]
        yield tool, seconds, statements, llms
    for reasoner, name in (("elk", "ELK"), ("hermit", "HermiT")):
        if (f"OWLAPI + {name}", root) in TOO_LARGE:
            continue
        options = ["--reasoners", reasoner, "--members", LLM, "--seconds", str(int(LIMIT))]
        file = folder / f"{root}.ttl"
        catalog = REPOSITORY / "ontology" / "catalog-v001.xml"
        printed, seconds = run(CHECK, "--catalog", catalog, *options, file)
        lines = [line.split("\t") for line in printed.splitlines()]
        axioms = next(line[4] for line in lines if line[0] == "loaded")
        members = next(line[3] for line in lines if line[0] == "members")
        yield f"OWLAPI + {name}", seconds, axioms, str(len(members.split()))


def main() -> None:
    """Print a table."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else scratch)
        for format in ("turtle", "rdfxml"):
            Taxonomy().export(folder, format)
        print("| root | tool | processor seconds | statements or axioms | LLMs found |")
        print("|---|---|---|---|---|")
        for root in ROOTS:
            for tool, seconds, statements, llms in rows(folder, root):
                print(f"| {root} | {tool} | {seconds:.1f} | {statements} | {llms} |", flush=True)


if __name__ == "__main__":
    main()
