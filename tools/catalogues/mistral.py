"""Mistral AI's pages of models, as its documentation has them: one file of TypeScript per model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.documents import FileStart, read_text
from aitaxonomy.inventory.formats.fields import Layout
from aitaxonomy.inventory.record import Record, Source, Tally

FORMAT = "mistral-page"

_LAYOUT = Layout(
    FORMAT,
    {"released": "releaseDate", "retired": "retirementDate", "context_window": "contextLength",
     "output_limit": "outputTokenLimit", "inputs": "input", "outputs": "output"},
    also="name version",
)  # fmt: skip
#: A field of the model itself, or of its `metadata`; other objects in it have names, too.
_FIELD = re.compile(r"(?:^  |[{ ](?=retirementDate))(\w+): '([^']*)'", re.MULTILINE)
_LIST = re.compile(r"\b(apiNames|input|output): \[((?:'[^']*'(?:, )?)+)\]")
_ON_THE_HUB = re.compile(r"url: 'https://huggingface\.co/([\w.-]+/[\w.-]+)'")


def recognises(start: FileStart) -> bool:
    """Return whether a file says that it is a model of the documentation."""
    return "satisfies StaticModel" in start.text


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield the record of the model; raises `ImportFault`.

    It is called by its name in the API: the name in words is often that of a whole line.
    """
    text = read_text(path)
    lists = {key: re.findall(r"'([^']*)'", names) for key, names in _LIST.findall(text)}
    given = {**dict(_FIELD.findall(text)), **lists}
    called = [name for name in given.pop("apiNames", ()) if not name.endswith("-latest")]
    names = [*called, *_ON_THE_HUB.findall(text), f"{given.get('name')} {given.get('version')}"]
    record = _LAYOUT.record(
        {key: value for key, value in given.items() if value != "--"},
        Source(str(path), FORMAT, 1), tally, name=names[0], id=names[0],
        aliases=tuple(names[1:-1]), developer="Mistral AI", of_models=True,
        open_weights="weights: []" not in text,
    )  # fmt: skip
    if record:
        yield record
