"""OpenRouter: the list of models of its API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.detection import FileStart
from aitaxonomy.inventory.formats.fields import date, mapping, text, texts, unique, whole
from aitaxonomy.inventory.formats.json_entries import entries
from aitaxonomy.inventory.import_rules.rules import listed
from aitaxonomy.inventory.record import Record, Source, Tally
from aitaxonomy.inventory.vocabulary import find_modalities

FORMAT = "openrouter"

_READ = frozenset(
    ("id", "name", "architecture", "hugging_face_id", "canonical_slug", "expiration_date",
     "context_length", "top_provider", "knowledge_cutoff", "description")
)  # fmt: skip


def recognises(start: FileStart) -> bool:
    """Return whether the entries of a JSON list have the fields of OpenRouter."""
    sample = start.sample
    return start.form == "json" and (
        "canonical_slug" in sample or "input_modalities" in mapping(sample.get("architecture"))
    )


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield one record per model; raises `ImportFault`."""
    for key, entry, line in entries(path, tally, ("data",)):
        if key not in (None, "data"):
            continue
        tally.read += 1
        source = Source(str(path), FORMAT, line)
        model = mapping(entry)
        id = text(model.get("id"))
        name = text(model.get("name")) or id
        if name is None:
            tally.skip("a model without a name", str(source))
        else:
            yield _record(name, id, model, source, tally)


def _record(
    name: str, id: str | None, model: dict[str, Any], source: Source, tally: Tally
) -> Record:
    tally.leave(model, _READ)
    architecture = mapping(model.get("architecture"))
    inputs = find_modalities(texts(architecture.get("input_modalities")), tally, str(source))
    outputs = find_modalities(texts(architecture.get("output_modalities")), tally, str(source))
    others = (text(model.get("hugging_face_id")), text(model.get("canonical_slug")))
    tasks, concluded = listed(f"{name} {id or ''}", inputs, outputs, "OpenRouter")
    return Record(
        name=name,
        source=source,
        id=id,
        aliases=unique(other for other in others if other and other not in (id, name)),
        developer=id.split("/")[0].lstrip("~") if id and "/" in id else None,
        provider="OpenRouter",
        tasks=tasks,
        inputs=inputs,
        outputs=outputs,
        retired=date(model.get("expiration_date")),
        access=("api-access",),
        open_weights=True if text(model.get("hugging_face_id")) else None,
        context_window=whole(model.get("context_length")),
        output_limit=whole(mapping(model.get("top_provider")).get("max_completion_tokens")),
        knowledge_cutoff=date(model.get("knowledge_cutoff")),
        concluded=concluded,
        description=texts(model.get("description")),
    )
