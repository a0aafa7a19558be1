"""OpenRouter: the list of models of its API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.documents import FileStart
from aitaxonomy.inventory.formats.fields import Layout, mapping, text, unique
from aitaxonomy.inventory.formats.plain_values import entries
from aitaxonomy.inventory.import_rules.rules import of_catalogue
from aitaxonomy.inventory.record import Record, Source, Tally

FORMAT = "openrouter"

_LAYOUT = Layout(
    FORMAT,
    {"id": "id", "name": "name|id", "inputs": "architecture.input_modalities",
     "outputs": "architecture.output_modalities", "retired": "expiration_date",
     "context_window": "context_length", "output_limit": "top_provider.max_completion_tokens",
     "knowledge_cutoff": "knowledge_cutoff", "description": "description"},
    also="hugging_face_id canonical_slug",
)  # fmt: skip


def recognises(start: FileStart) -> bool:
    """Return whether the entries of a JSON list have the fields of OpenRouter."""
    sample = start.sample
    return start.form == "json" and (
        "canonical_slug" in sample or "input_modalities" in mapping(sample.get("architecture"))
    )


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield one record per model; raises `ImportFault`."""
    for key, entry, line in entries(path, ("data",)):
        source = Source(str(path), FORMAT, line)
        if key in (None, "data") and (record := _LAYOUT.record(entry, source, tally)):
            yield of_catalogue(_completed(record, mapping(entry)), "OpenRouter")


def _completed(record: Record, model: dict[str, Any]) -> Record:
    id, hub = record.id, text(model.get("hugging_face_id"))
    others = (hub, text(model.get("canonical_slug")))
    return record._replace(
        aliases=unique(other for other in others if other and other not in (id, record.name)),
        developer=id.split("/")[0].lstrip("~") if id and "/" in id else None,
        provider="OpenRouter",
        access=("api-access",),
        open_weights=True if hub else None,
    )
