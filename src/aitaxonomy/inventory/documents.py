"""Files to text, JSON and rows of CSV, guarded, with errors that name file and line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.textfile import head, opened


def read_text(path: Path) -> str:
    """Return the text of a whole file.

    Raises `ImportFault` for a file that is missing, empty, binary or in no known encoding.
    """
    head(path)  # refuses what is no text before all of it is read
    with opened(path) as file:
        return file.read()


def read_json(path: Path) -> Any:
    """Return the JSON document of a file.

    Raises `ImportFault` for what is no JSON or is nested too deeply.
    """
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise ImportFault(f"{path}:{error.lineno}: not valid JSON: {error.msg}") from None
    except RecursionError:
        raise ImportFault(f"{path}: the JSON is nested too deeply to be an inventory") from None
    except ValueError as error:
        raise ImportFault(f"{path}: not valid JSON: {error}") from None


def having(document: Any, names: Iterable[str], path: Path, format: str) -> dict[str, Any]:
    """Return a document that is a mapping with one of some names at its top.

    >>> having({"models": []}, ["models"], Path("a.yaml"), "helm")
    {'models': []}

    Raises `ImportFault` for any other document, of which nothing could be read.
    """
    if isinstance(document, dict) and any(name in document for name in names):
        return document
    wanted = " nor ".join(names)
    raise ImportFault(f"{path}: no {wanted} at the top, as {format} has it: another format?")


def read_rows(path: Path, required: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a CSV file with a header, each with its first line, one at a time.

    Cells that a row lacks are empty, and those beyond the header are dropped. Raises
    `ImportFault` for a file that cannot be read or lacks a required column.
    """
    with opened(path) as lines:
        reader = csv.reader(lines)
        try:
            header = [name.strip() for name in next(reader, [])]
            if missing := set(required) - set(header):
                names = ", ".join(sorted(missing))
                raise ImportFault(f"{path}:1: no column {names}; is it the right format?")
            start = reader.line_num + 1
            for cells in reader:
                if any(cells):
                    yield start, dict(zip_longest(header, cells[: len(header)], fillvalue=""))
                start = reader.line_num + 1
        except csv.Error as error:
            raise ImportFault(f"{path}:{reader.line_num}: not valid CSV: {error}") from None
