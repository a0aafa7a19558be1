"""HELM: the lists of models and of their deployments of the benchmark of Stanford CRFM."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.documents import FileStart
from aitaxonomy.inventory.formats.fields import date, mappings, text, texts, whole
from aitaxonomy.inventory.formats.plain_values import Located, read_yaml
from aitaxonomy.inventory.record import Record, Source, Tally

FORMAT = "helm"

_READ = frozenset(
    ("name", "display_name", "tags", "access", "creator_organization_name", "num_parameters",
     "release_date", "description")
)  # fmt: skip

_READ_OF_DEPLOYMENTS = frozenset(("name", "model_name"))

#: Inputs, outputs and task that a tag implies.
_TAGS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "TEXT_MODEL_TAG": (("text",), ("text",), "text-generation"),
    "CODE_MODEL_TAG": (("code",), ("code",), "text-generation"),
    "VISION_LANGUAGE_MODEL_TAG": (("image", "text"), ("text",), "image-text-to-text"),
    "AUDIO_LANGUAGE_MODEL_TAG": (("audio", "text"), ("text",), "audio-text-to-text"),
    "TEXT_TO_IMAGE_MODEL_TAG": (("text",), ("image",), "text-to-image"),
    "TEXT_SIMILARITY_MODEL_TAG": (("text",), ("embedding",), "feature-extraction"),
}
#: Parts of tags about how HELM calls a model, which do not describe the model.
_HOW_TO_CALL = (
    "FUNCTIONALITY", "INSTRUCTION_FOLLOWING", "DEPRECATED", "UNSUPPORTED", "ABLATION", "GOOGLE_",
    "OPENAI_", "ANTHROPIC_", "BEDROCK_", "LLAVA_", "NOVA_", "IDEFICS_", "OPEN_FLAMINGO_",
    "NO_NEWLINES", "BUGGY_", "NLG_PREFIX", "CHATML_",
)  # fmt: skip
_ACCESS = {"open": (("downloadable-weights",), True), "limited": (("api-access",), None)}


def recognises(start: FileStart) -> bool:
    """Return whether a file is HELM's list of models, or of where they are deployed."""
    lists = "creator_organization_name:" in start.text or "\nmodel_deployments:" in start.text
    return start.form == "yaml" and lists


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield one record per model, or per deployment of one; raises `ImportFault`."""
    document = read_yaml(path, ["models", "model_deployments"], FORMAT)
    for entry in mappings(document.get("model_deployments", [])):
        tally.read += 1
        if (record := _deployment(entry, path, tally)) is not None:
            yield record
    for entry in mappings(document.get("models", [])):
        tally.read += 1
        name = text(entry.get("display_name")) or text(entry.get("name"))
        id = text(entry.get("name"))
        if name is None:
            tally.skip("an entry without a name", str(id))
        elif id is not None and id.startswith("simple/"):
            tally.skip("a stand-in that HELM uses in its own tests", id)
        else:
            yield _record(name, id, entry, Source(str(path), FORMAT, _line(entry)), tally)


def _deployment(entry: dict[str, Any], path: Path, tally: Tally) -> Record | None:
    """Return the record of a deployment, which only says who serves the model.

    Its lengths are those that HELM asks for, and no limits of the model.
    """
    tally.leave(entry, _READ_OF_DEPLOYMENTS)
    served = text(entry.get("name"))
    name = text(entry.get("model_name")) or served
    if name is None or name.startswith("simple/"):
        tally.skip("no deployment of a model", str(served))
        return None
    return Record(
        name=name,
        source=Source(str(path), FORMAT, _line(entry)),
        id=name,
        provider=served.split("/")[0] if served and "/" in served else None,
    )


def _line(entry: dict[str, Any]) -> int | None:
    return entry.line if isinstance(entry, Located) else None


def _record(
    name: str, id: str | None, entry: dict[str, Any], source: Source, tally: Tally
) -> Record:
    tally.leave(entry, _READ)
    inputs: list[str] = []
    outputs: list[str] = []
    tasks: list[str] = []
    for tag in texts(entry.get("tags")):
        if tag in _TAGS:
            takes, makes, task = _TAGS[tag]
            inputs += takes
            outputs += makes
            tasks.append(task)
        elif not any(word in tag for word in _HOW_TO_CALL):
            tally.unknown(f"tag {tag}", f"{source}")
    access, open_weights = _ACCESS.get(str(entry.get("access")), ((), None))
    return Record(
        name=name,
        source=source,
        id=id,
        developer=text(entry.get("creator_organization_name")),
        tasks=tuple(dict.fromkeys(tasks)),
        inputs=tuple(dict.fromkeys(inputs)),
        outputs=tuple(dict.fromkeys(outputs)),
        parameters=whole(entry.get("num_parameters")),
        released=date(entry.get("release_date")),
        access=access,
        open_weights=open_weights,
        description=texts(entry.get("description")),
    )
