"""LiteLLM: the map of model keys to prices, limits and abilities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.detection import FileStart
from aitaxonomy.inventory.formats.fields import date, text, texts, unique, whole
from aitaxonomy.inventory.formats.json_entries import entries
from aitaxonomy.inventory.import_rules.tasks import find_task
from aitaxonomy.inventory.record import Record, Source, Tally
from aitaxonomy.inventory.vocabulary import find_modalities

FORMAT = "litellm"

#: The task of each mode of LiteLLM; some modes, such as chat, only name the shape of an API.
MODES: Mapping[str, str] = {
    "chat": "text-generation",
    "responses": "text-generation",
    "completion": "text-generation",
    "realtime": "text-generation",
    "embedding": "feature-extraction",
    "rerank": "text-ranking",
    "moderation": "moderation",
    "image_generation": "text-to-image",
    "image_edit": "image-editing",
    "video_generation": "text-to-video",
    "audio_speech": "text-to-speech",
    "audio_transcription": "automatic-speech-recognition",
    "ocr": "optical-character-recognition",
}
#: The key of the entry that documents the fields, with text in place of numbers.
SAMPLE = "sample_spec"
#: The input or output of each flag; a false or missing flag implies nothing.
_INPUT_FLAGS = {
    "supports_vision": "image",
    "supports_image_input": "image",
    "supports_embedding_image_input": "image",
    "supports_audio_input": "audio",
    "supports_video_input": "video",
}
_OUTPUT_FLAGS = {"supports_audio_output": "audio"}
_READ = frozenset(
    ("mode", "litellm_provider", "supported_modalities", "supported_output_modalities",
     "deprecation_date", "max_input_tokens", "max_tokens", "max_output_tokens",
     *_INPUT_FLAGS, *_OUTPUT_FLAGS)
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
    for key, entry, line in entries(path, tally):
        tally.read += 1
        where = f"{path}:{line}"
        if key == SAMPLE:
            tally.skip("the entry that explains the format", where)
        elif not key or not isinstance(entry, dict):
            tally.skip("no entry of a model", where)
        elif (mode := text(entry.get("mode"))) and mode not in MODES:
            tally.skip(f"mode {mode!r} is no kind of model", key)
        elif "alias_of" in entry:
            tally.skip("another key for an entry of the list", key)
        elif not mode and not text(entry.get("litellm_provider")):
            tally.skip("neither a mode nor a provider", key)
        elif not mode and _is_group(key, str(entry["litellm_provider"])):
            tally.skip("prices of a group of models", key)
        else:
            yield _record(key, mode, entry, Source(str(path), FORMAT, line), tally)


def _is_group(key: str, provider: str) -> bool:
    """Return whether a key starts with the name of a provider, as in fireworks-ai-up-to-4b."""
    return "/" not in key and key.replace("-", "_").startswith(f"{provider.partition('-')[0]}_")


def _record(
    key: str, mode: str | None, entry: dict[str, Any], source: Source, tally: Tally
) -> Record:
    where = str(source)
    tally.leave(entry, _READ)
    inputs = find_modalities(texts(entry.get("supported_modalities")), tally, where)
    outputs = find_modalities(texts(entry.get("supported_output_modalities")), tally, where)
    task = find_task(MODES[mode]) if mode else None
    if task and task.kind != "undecided":
        # A flag adds to the modalities of the mode; a list is complete.
        inputs, outputs = inputs or task.sure_inputs, outputs or task.sure_outputs
    inputs = unique((*inputs, *_flagged(_INPUT_FLAGS, entry)))
    outputs = unique((*outputs, *_flagged(_OUTPUT_FLAGS, entry)))
    provider = text(entry.get("litellm_provider"))
    return Record(
        name=name_in(key),
        source=source,
        id=text(key),
        provider=provider,
        tasks=(MODES[mode],) if mode else (),
        inputs=inputs,
        outputs=outputs,
        retired=date(entry.get("deprecation_date")),
        access=("api-access",) if provider and provider != "ollama" else (),
        context_window=whole(entry.get("max_input_tokens")) or whole(entry.get("max_tokens")),
        output_limit=whole(entry.get("max_output_tokens")),
    )


def _flagged(flags: dict[str, str], entry: dict[str, Any]) -> tuple[str, ...]:
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
