"""models.dev: one TOML file per model, or the JSON document of all providers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.documents import FileStart, read_toml
from aitaxonomy.inventory.formats.fields import Layout, mapping, text
from aitaxonomy.inventory.formats.plain_values import entries
from aitaxonomy.inventory.import_rules.rules import of_catalogue
from aitaxonomy.inventory.record import Record, Source, Tally

FORMAT = "models.dev"

_LAYOUT = Layout(
    FORMAT,
    {"id": "id", "name": "name|id", "inputs": "modalities.input",
     "outputs": "modalities.output", "released": "release_date", "licence": "license",
     "open_weights": "open_weights", "context_window": "limit.context",
     "output_limit": "limit.output", "knowledge_cutoff": "knowledge"},
    also="base_model",
)  # fmt: skip


def recognises(start: FileStart) -> bool:
    """Return whether a file has the fields of models.dev."""
    if start.form == "toml":
        return {"modalities", "name"} <= set(start.keys) or "base_model" in start.keys
    if start.form != "json":
        return False
    return {"models", "name", "env"} <= set(start.sample) or _is_model(start.sample)


def _is_model(entry: dict[str, Any]) -> bool:
    return {"id", "name", "modalities", "limit"} <= set(entry)


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield one record per model of each provider; raises `ImportFault`."""
    if path.suffix.lower() == ".toml":
        provider, id = _by_path(path)
        yield from _one(Source(str(path), FORMAT), _whole(path), id, provider, tally)
        return
    for key, entry, line in entries(path, ("models",)):
        source = Source(str(path), FORMAT, line)
        if isinstance(entry, dict) and isinstance(models := entry.get("models"), dict):
            provider = text(entry.get("name")) or key
            for id, model in models.items():
                yield from _one(source, model, id, provider, tally)
        elif isinstance(entry, dict) and _is_model(entry):
            yield from _one(source, entry, key, None, tally)
        elif isinstance(entry, dict):
            tally.read += 1
            tally.skip("no model and no provider with models", str(source))


def _by_path(path: Path) -> tuple[str | None, str | None]:
    """Return provider and id by the path of a file.

    The folder `models` holds what makers state; the other folders are those of providers.

    >>> _by_path(Path("providers/openrouter/models/openai/gpt-4o.toml"))
    ('openrouter', 'openai/gpt-4o')
    >>> _by_path(Path("models.dev/models/openai/gpt-4o.toml"))
    (None, 'openai/gpt-4o')
    >>> _by_path(Path("providers/clarifai/models/openai/completion/models/o3.toml"))
    ('clarifai', 'openai/completion/models/o3')
    """
    *before, last = path.with_suffix("").parts
    found = [at for at, part in enumerate(before) if part == "models"]
    if not found:
        return None, None
    at = next((at for at in found if before[max(at - 2, 0) : at - 1] == ["providers"]), found[-1])
    provider = before[at - 1] if before[max(at - 2, 0) : at - 1] == ["providers"] else None
    return provider, "/".join((*before[at + 1 :], last))


def _whole(path: Path) -> dict[str, Any]:
    """Return the fields of a file, with those of the model that it names as its base.

    The base lies in the folder of models beside that of providers; where only a part of the
    catalogue is there, the name of the base stands for it.
    """
    model = read_toml(path)
    base = text(model.get("base_model"))
    if base is None:
        return model
    folders = [each.parent / "models" for each in path.parents if each.name == "providers"]
    of_base = folders[0] / f"{base}.toml" if folders else path
    inherited: dict[str, Any] = {"name": base}
    if folders and ".." not in of_base.parts and of_base.is_file():
        inherited = read_toml(of_base)
    for field in ("limit", "modalities"):
        model[field] = {**mapping(inherited.get(field)), **mapping(model.get(field))}
    return {**inherited, **model}


def _one(
    source: Source, entry: Any, key: str | None, provider: str | None, tally: Tally
) -> Iterator[Record]:
    model = mapping(entry)
    id = text(model.get("id")) or text(key)
    own: dict[str, Any] = {"provider": provider, "access": ("api-access",) if provider else ()}
    if id and "/" in id:
        own["developer"] = id.split("/")[0]
    if record := _LAYOUT.record({**model, "id": id}, source, tally, **own):
        yield of_catalogue(record, "models.dev")
