"""Conversion of inventories: to RDF in our vocabulary, or to inventory formats of other tools."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

from aitaxonomy.errors import ImportFault
from aitaxonomy.files import in_place, replacing
from aitaxonomy.inventory.formats.catalogues import huggingface
from aitaxonomy.inventory.formats.standards import cyclonedx
from aitaxonomy.inventory.importing import Progress, at_least_one, import_file, read_stated
from aitaxonomy.inventory.jsonld import write as write_jsonld
from aitaxonomy.inventory.matching.matcher import Matcher
from aitaxonomy.inventory.record import COLUMNS, Derivation, Record, Tally
from aitaxonomy.rdf.namespaces import PREFIXES
from aitaxonomy.rdf.turtle import canonical
from aitaxonomy.spreadsheets import write_rows

if TYPE_CHECKING:
    import pyoxigraph as ox


def write_table(records: Iterable[Record], out: TextIO, format: str) -> int:
    """Write records as rows of CSV, TSV or XLSX with the columns of ours; return their number.

    A cell that a spreadsheet would run as a formula gets an apostrophe in CSV and TSV, which the
    reader takes away. Raises `ImportFault` for more rows than XLSX holds.
    """
    names = [field.name for field in COLUMNS.values()]
    rows = ([_cell(getattr(record, name)) for name in names] for record in records)
    return write_rows(list(COLUMNS), rows, format, out)


def _cell(value: Any) -> Any:
    """Return a value as that of a cell; semicolons separate several values."""
    if isinstance(value, tuple):
        return "; ".join(each.of if isinstance(each, Derivation) else each for each in value)
    return value


#: What writes records into an open text file, by the suffix of its name.
_WRITERS: Mapping[str, Callable[[Iterable[Record], TextIO], int]] = {
    ".csv": partial(write_table, format="csv"),
    ".tsv": partial(write_table, format="tsv"),
    ".xlsx": partial(write_table, format="xlsx"),
    ".cdx.json": cyclonedx.write,
    ".md": huggingface.write,
}
#: Suffixes of target files: RDF syntaxes first, then formats of inventories.
_STATEMENTS = (".ttl", ".nt", ".jsonld")
SUFFIXES = (*_STATEMENTS, *_WRITERS)
#: The size in N-Triples, in bytes, up to which Turtle is written in canonical order.
_ORDERED = 4_000_000


def convert(
    path: Path,
    target: Path | TextIO,
    format: str | None = None,
    *,
    matcher: Callable[[], Matcher],
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Tally:
    """Read an inventory and write it in the format that the suffix of the target names.

    The target is a file, replaced only when all is written; a folder, for a model card a system; or
    an open text file, which gets Turtle. Only for RDF is the matcher made, and progress told. The
    other arguments and errors are those of `import_file`.
    """
    suffix = _suffix(target)
    if suffix in _STATEMENTS:
        imported = import_file(path, format, matcher=matcher(), columns=columns, progress=progress)
        with replacing(target) if isinstance(target, Path) else nullcontext(target) as out:
            _write_statements(imported.statements, out, suffix, str(path))
        return imported.tally
    tally = Tally()
    records = read_stated(path, format, tally=tally, columns=columns)
    write_records(at_least_one(records, path, tally), cast(Path, target))
    return tally


def write_records(records: Iterable[Record], target: Path) -> list[Path]:
    """Write records in the inventory format that the suffix of the target names.

    A folder gets one model card per record. Returns the files.

    Raises `ImportFault` for any other suffix.
    """
    if target.is_dir():
        return _write_cards(records, target)
    suffix = _suffix(target)
    if suffix in _STATEMENTS:
        raise ImportFault(f"{target}: records are not statements: end it in {', '.join(_WRITERS)}")
    with replacing(target) as out:
        _WRITERS[suffix](records, out)
    return [target]


def _suffix(target: Path | TextIO) -> str:
    """Return the suffix of the target that names the format."""
    if not isinstance(target, Path):
        return ".ttl"
    if target.is_dir():
        return ".md"
    if found := next((end for end in SUFFIXES if target.name.endswith(end)), None):
        return found
    if in_place(target):
        return ".ttl"  # as on standard output
    raise ImportFault(
        f"{target}: no format goes with this name: end it in one of {', '.join(SUFFIXES)}, "
        "or name a folder that is there for model cards"
    )


def _write_statements(statements: Path, out: TextIO, suffix: str, name: str) -> None:
    """Write N-Triples as they are, as JSON-LD, or as Turtle: canonical up to `_ORDERED` bytes."""
    import pyoxigraph as ox

    if suffix == ".nt":
        with statements.open(encoding="utf-8", newline="") as lines:
            shutil.copyfileobj(lines, out)
    elif suffix == ".jsonld":
        write_jsonld(_triples(statements), out)
    elif statements.stat().st_size <= _ORDERED:
        head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
        out.write(canonical(head + statements.read_text(encoding="utf-8"), path=name))
    else:
        # As a stream, in the order in which the systems were read.
        out.flush()
        turtle, prefixes = ox.RdfFormat.TURTLE, dict(PREFIXES)
        ox.serialize(_triples(statements), out.buffer, turtle, prefixes=prefixes)


def _triples(statements: Path) -> Iterator[ox.Triple]:
    import pyoxigraph as ox

    return (quad.triple for quad in ox.parse(path=str(statements), format=ox.RdfFormat.N_TRIPLES))


def _write_cards(records: Iterable[Record], folder: Path) -> list[Path]:
    """Write one model card per system, named after its id or name."""
    taken: set[str] = set()
    written = []
    for record in records:
        target = folder / f"{_unused(record.id or record.name, taken)}.md"
        with replacing(target) as out:
            out.write(huggingface.card(record))
        written.append(target)
    return written


def _unused(name: str, taken: set[str]) -> str:
    """Return a name as a file name, numbered where another file has it in upper or lower case."""
    stem = re.sub(r"[^A-Za-z0-9.+-]+", "-", name).strip("-.")[:100] or "system"
    numbered = chain([stem], (f"{stem}-{number}" for number in count(2)))
    unused = next(each for each in numbered if each.casefold() not in taken)
    taken.add(unused.casefold())
    return unused
