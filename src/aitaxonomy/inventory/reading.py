"""Reading of inventories: any format in, one typed record per system out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats import MODULES, Format, guess, module
from aitaxonomy.inventory.formats.detection import file_start, has_models
from aitaxonomy.inventory.import_rules.rules import complete
from aitaxonomy.inventory.record import Record, Tally
from aitaxonomy.store.screening import refuse_other_owl

#: The formats of inventories; RDF is read by the store.
FORMATS = tuple(MODULES)
#: The formats whose columns a user may map.
MAPPED = ("csv", "tsv", "workbook", "objects")
#: The lines of comments that a Turtle file may begin with.
_COMMENTS = re.compile(r"\A(?:\s*#[^\n]*\n)+")
#: What marks JSON as JSON-LD where no file name does, as in a pipe.
_JSON_LD = re.compile(r'\A[\[{].*?"@(?:context|graph|id)"\s*:', re.DOTALL)


def guess_format(path: Path | str) -> str:
    """Return the name of a file's format, detected by content: "rdf" for any RDF syntax.

    Raises `ImportFault` for a file that is unreadable or of no known format.
    """
    path = Path(path)
    start = file_start(path)
    refuse_other_owl(path, start.text)
    if (linked := module("linked-data")).recognises(start):
        return linked.FORMAT
    if _is_rdf(start.text, path):
        return "rdf"
    if found := guess(start):
        return found
    known = ", ".join(FORMATS)
    raise ImportFault(f"{path}: unknown format: give one of {known} as its format")


def read_records(
    path: Path | str,
    format: str | Format | None = None,
    *,
    tally: Tally,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Record]:
    """Yield the systems of an inventory, one after the other, each completed by the import rules.

    Args:
        path: the file.
        format: one of `FORMATS`, or a module of a format of one's own; guessed from the content
            when not given.
        tally: counts what is read, mapped, skipped and not understood.
        columns: for tables: our name of a column (`name`, `developer`, `task` ...) and the file's.

    Raises:
        ImportFault: the file cannot be read, or not further; the message has file and line.

    >>> tally = Tally()
    >>> from aitaxonomy._data import folder
    >>> rows = read_records(folder("queries").parent / "examples" / "models.csv", tally=tally)
    >>> next(rows).name
    'Llama 3.1 8B Instruct'

    """
    for record in read_stated(path, format, tally=tally, columns=columns):
        yield complete(record)


def read_stated(
    path: Path | str,
    format: str | Format | None = None,
    *,
    tally: Tally,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Record]:
    """Yield the systems of an inventory as it states them, without the import rules.

    The arguments and errors are those of `read_records`.
    """
    path = Path(path)
    format = format or guess_format(path)
    if format == "rdf":
        raise ImportFault(f"{path}: this is RDF, which needs no import: add the file as data")
    reader = module(format) if isinstance(format, str) else format
    options = {"columns": columns} if columns else {}
    if columns and format not in MAPPED:
        known = ", ".join(MAPPED)
        raise ImportFault(f"{path}: a map of columns is for {known}, not for {reader.FORMAT}")
    if format == "tsv":
        options["delimiter"] = "\t"  # type: ignore[assignment]
    for record in reader.read(path, tally, **options):
        tally.mapped += 1
        yield record


def at_least_one(records: Iterator[Record], path: Path, tally: Tally) -> Iterator[Record]:
    """Yield the records of a file; raises `ImportFault` with the reasons where there are none."""
    yield from records
    if not tally.mapped:
        raise ImportFault(_nothing(path, tally))


def _nothing(path: Path, tally: Tally) -> str:
    """Return the message for a list of which nothing was mapped, with the reasons."""
    if not tally.read:
        return f"{path}: no system in it: nothing is listed; is it the right file?"
    reasons = "; ".join(
        f"skipped {count}: {why} ({tally.examples[why]})"
        for why, count in tally.skipped.most_common(3)
    )
    return f"{path}: read {tally.read:,}, and none of it is a system: {reasons}"


def _is_rdf(text: str, path: Path) -> bool:
    """Return whether a file is RDF rather than an inventory in JSON, XML or a table."""
    start = _COMMENTS.sub("", text).lstrip()
    suffix = path.suffix.lower()
    if suffix in (".ttl", ".nt", ".nq", ".trig", ".n3", ".rdf", ".owl"):
        return True
    if start.startswith(("@prefix", "@base", "PREFIX ", "BASE ")):
        return True
    if start.startswith("<"):
        return "rdf:RDF" in text or start.startswith(("<http://", "<https://", "<urn:"))
    in_json = suffix == ".jsonld" or (not suffix and _JSON_LD.search(start))
    # JSON-LD of no format of ours is RDF, but for models in the vocabularies of others.
    found = guess(file_start(path)) if in_json else None
    return bool(in_json) and (found is None or (found == "objects" and not has_models(text)))
