"""An hour of a coverage-guided fuzzer on the readers of lists and graphs.

    pip install atheris
    python benchmarks/fuzz.py CORPUS -max_total_time=3600

CORPUS is a folder, which is filled with the samples of `tests/test_fuzz_readers.py` if it is empty.
The first byte of an input chooses the name of the file, and so its format. The first input that
fails at a place is kept and printed; the fuzzer goes on. Options of libFuzzer follow the folder.
"""

from __future__ import annotations

import sys
import tempfile
import traceback
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

with atheris.instrument_imports(include=["aitaxonomy", "yaml", "openpyxl", "json", "csv"]):
    from aitaxonomy import AITaxonomyError, Taxonomy
    from aitaxonomy.rdf.turtle import canonical
    from test_fuzz_readers import GRAPHS, TEXTS, check_import

SUFFIXES = ("csv", "tsv", "json", "yaml", "toml", "md", "xml", "tf", "modelfile", "xlsx", "html",
            "txt", "ttl", "nt", "nq", "trig", "rdf", "jsonld")  # fmt: skip
SYNTAXES = {"turtle": "ttl", "ntriples": "nt", "nquads": "nq", "rdfxml": "rdf"}
FAULTS: set[str] = set()


def seed(corpus: Path) -> None:
    """Write the samples into a folder that is empty."""
    corpus.mkdir(parents=True, exist_ok=True)
    if any(corpus.iterdir()):
        return
    samples = [(name.rpartition(".")[2], text.encode()) for _, name, text in TEXTS]
    samples += [(SYNTAXES.get(form, form), text.encode()) for form, text in GRAPHS.items()]
    samples.append(("xlsx", (ROOT / "examples" / "tools.xlsx").read_bytes()))
    for number, (suffix, data) in enumerate(samples):
        if suffix in SUFFIXES:
            first = bytes([SUFFIXES.index(suffix)])
            (corpus / f"{number}.{suffix}").write_bytes(first + data)


def main() -> None:
    """Fuzz until libFuzzer's limit, and tell the faults."""
    seed(Path(sys.argv[1]))
    matcher = Taxonomy().content.matcher
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    sys.argv[1:1] = ["-timeout=60", "-rss_limit_mb=6000", "-max_len=20000"]

    def one(data: bytes) -> None:
        if not data:
            return
        suffix = SUFFIXES[data[0] % len(SUFFIXES)]
        path = folder / f"a.{suffix}"
        path.write_bytes(data[1:])
        try:
            check_import(path, None, matcher)
            if suffix == "ttl":
                once = canonical(data[1:].decode())
                assert canonical(once) == once
        except (AITaxonomyError, UnicodeDecodeError):
            return
        except BaseException as fault:
            last = traceback.extract_tb(fault.__traceback__)[-1]
            place = f"{type(fault).__name__} at {last.filename}:{last.lineno}"
            if place not in FAULTS:
                FAULTS.add(place)
                kept = folder / f"fault-{len(FAULTS)}.{suffix}"
                kept.write_bytes(data[1:])
                print(f"FAULT {place}, {fault!s:.200}: {kept}", flush=True)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()  # ends the process


if __name__ == "__main__":
    main()
