"""LiteLLM: the map of model keys to prices, limits and abilities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.documents import FileStart
from aitaxonomy.inventory.formats.fields import Layout, text, unique
from aitaxonomy.inventory.formats.plain_values import entries
from aitaxonomy.inventory.import_rules.tasks import find_task
from aitaxonomy.inventory.record import Record, Source, Tally
from aitaxonomy.inventory.vocabulary import words

FORMAT = "litellm"

#: The key of the entry that documents the fields, with text in place of numbers.
SAMPLE = "sample_spec"
_LAYOUT = Layout(
    FORMAT,
    {"provider": "litellm_provider", "inputs": "supported_modalities",
     "outputs": "supported_output_modalities", "retired": "deprecation_date",
     "context_window": "max_input_tokens|max_tokens", "output_limit": "max_output_tokens"},
    also=" ".join(("mode", *words("litellm input flag"), *words("litellm output flag"))),
)  # fmt: skip
#: Prefixes in a key: the size or quality of pictures, a region, a commitment.
_PREFIX = re.compile(
    r"(?:hd|standard|low|medium|high|max-x-max|\d+-x-\d+|\d+-steps|commitment|"
    r"(?:\d+|one|six)-month-commitment|[a-z]{2}(?:-gov)?-[a-z]+-\d|global|us|eu|global-standard)"
)
#: A region before a dot, as in ids of Bedrock.
_REGION = re.compile(r"^(?:us|eu|apac|au|jp|ca|sa|global|us-gov)\.(?=[a-z0-9]+\.)")


def recognises(start: FileStart) -> bool:
    """Return whether the values of a JSON object are entries of LiteLLM."""
    return start.form == "json" and (
        "litellm_provider" in start.sample or '"litellm_provider"' in start.text[:20_000]
    )


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield one record per entry with the mode of a model; raises `ImportFault`."""
    for key, entry, line in entries(path):
        source = Source(str(path), FORMAT, line)
        if key == SAMPLE:
            why, what = "the entry that explains the format", str(source)
        elif not key or not isinstance(entry, dict):
            why, what = "no entry of a model", str(source)
        else:
            why, what = _no_model(key, entry), key
        if why:
            tally.read += 1
            tally.skip(why, what)
        elif record := _record(what, entry, source, tally):
            yield record


def _no_model(key: str, entry: dict[str, Any]) -> str:
    """Return why an entry is skipped, "" for one of a model."""
    mode, provider = text(entry.get("mode")), text(entry.get("litellm_provider"))
    if mode and mode not in words("litellm mode"):
        return f"mode {mode!r} is not a kind of model"
    if "alias_of" in entry:
        return "another key for an entry of the list"
    if not mode and not provider:
        return "neither a mode nor a provider"
    # As in fireworks-ai-up-to-4b, the key of a group starts with the name of its provider.
    start = f"{(provider or '').partition('-')[0]}_"
    group = not mode and "/" not in key and key.replace("-", "_").startswith(start)
    return "prices of a group of models" if group else ""


def _record(key: str, entry: dict[str, Any], source: Source, tally: Tally) -> Record | None:
    mode = text(entry.get("mode"))
    # Some modes, such as chat, only name the shape of an API.
    tasks = (words("litellm mode")[mode],) if mode else ()
    task = find_task(tasks[0]) if tasks else None
    record = _LAYOUT.record(entry, source, tally, name=name_in(key), id=text(key), tasks=tasks)
    if record is None:
        return None
    inputs, outputs = record.inputs, record.outputs
    if task and task.kind != "undecided":
        # A flag adds to the modalities of the mode; a list is complete.
        inputs, outputs = inputs or task.sure_inputs, outputs or task.sure_outputs
    return record._replace(
        inputs=unique((*inputs, *_flagged("input", entry))),
        outputs=unique((*outputs, *_flagged("output", entry))),
        access=("api-access",) if record.provider and record.provider != "ollama" else (),
    )


def _flagged(which: str, entry: dict[str, Any]) -> tuple[str, ...]:
    """Return the inputs or outputs of flags; a false or missing flag implies nothing."""
    flags = words(f"litellm {which} flag")
    return tuple(modality for flag, modality in flags.items() if entry.get(flag) is True)


def name_in(key: str) -> str:
    """Return the name in a key, without the parts about where and how the model is served.

    >>> name_in("bedrock/us-east-1/anthropic.claude-v2:1")
    'anthropic.claude-v2:1'
    >>> name_in("hd/1024-x-1792/dall-e-3"), name_in("deepinfra/Qwen/Qwen3-32B")
    ('dall-e-3', 'Qwen/Qwen3-32B')
    """
    parts = [part for part in " ".join(key.split()).split("/") if part] or [key]
    *before, last = parts
    before = [part for part in before if not _PREFIX.fullmatch(part)]
    # The first part is the provider; in longer paths the last but one may be the developer.
    namespace = before[-1] if len(before) > 1 and before[-1] not in ("models", "routers") else None
    last = _REGION.sub("", last)
    return f"{namespace}/{last}" if namespace else last
