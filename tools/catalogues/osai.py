"""European Open Source AI Index: one YAML file per system, with classes of openness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.documents import FileStart
from aitaxonomy.inventory.formats.fields import date, mapping, text, texts, unique
from aitaxonomy.inventory.formats.plain_values import read_yaml
from aitaxonomy.inventory.record import Derivation, Record, Source, Tally

FORMAT = "osai"

_SECTIONS = frozenset(("system", "org", "weights_endmodel", "api"))
_READ = frozenset(
    ("name", "link", "type", "basemodelname", "endmodelname", "releasedate", "endmodellicense",
     "endmodel license")
)  # fmt: skip
#: Task and output of each type: the index covers generative systems, by what they generate.
_TYPES = {
    "text": ("text-generation", "text"),
    "code": ("text-generation", "code"),
    "image": (None, "image"),
    "audio": (None, "audio"),
    "video": (None, "video"),
}
#: Encoders and transcribers that the index lists as generators, with their tasks.
_KNOWN_ERRORS = {
    "bert": "fill-mask",
    "whisper": "automatic-speech-recognition",
    "omnilingual asr": "automatic-speech-recognition",
}
_ON_THE_HUB = re.compile(
    r"https://huggingface\.co/(?!datasets/|spaces/|collections/)([\w.-]+/[\w.-]+)"
)


def recognises(start: FileStart) -> bool:
    """Return whether a file has the sections of the index."""
    return {"system", "org"} <= set(start.keys) and "endmodelname:" in start.text


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield the record of the system that the file describes; raises `ImportFault`."""
    document = read_yaml(path, ["system"], FORMAT)
    system = mapping(document.get("system"))
    tally.read += 1
    name = text(system.get("name"))
    if name is None:
        tally.skip("a template without a name", str(path))
        return
    source = Source(str(path), FORMAT, getattr(system, "line", None))
    tally.leave(document, _SECTIONS)
    tally.leave(system, _READ)
    task_ids, outputs = _generated(name, system, tally, source)
    base, end = text(system.get("basemodelname")), text(system.get("endmodelname"))
    yield Record(
        name=name,
        source=source,
        id=_hub_id(mapping(document.get("weights_endmodel")), system),
        aliases=(end,) if end and end != name else (),
        developer=text(mapping(document.get("org")).get("name")),
        tasks=task_ids,
        outputs=outputs,
        derived_from=(Derivation(base),) if base and base not in (end, name) else (),
        released=date(system.get("releasedate")),
        licence=text(system.get("endmodellicense") or system.get("endmodel license")),
        open_weights={"open": True, "closed": False}.get(_class(document, "weights_endmodel")),
        access=("api-access",) if _class(document, "api") == "open" else (),
    )


def _class(document: dict[str, Any], criterion: str) -> str:
    return text(mapping(document.get(criterion)).get("class")) or ""


def _generated(
    name: str, system: dict[str, Any], tally: Tally, source: Source
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tasks and the outputs by the type of the system."""
    if task := _KNOWN_ERRORS.get(name.casefold()):
        tally.unknown("type of a system that does not generate", f"{source} ({name})")
        return (task,), ()
    tasks, outputs = [], []
    for word in (text(system.get("type")) or "").replace(",", " ").split():
        if word not in _TYPES:
            tally.unknown(f"type {word!r}", str(source))
            continue
        task, output = _TYPES[word]
        tasks += [task] if task else []
        outputs.append(output)
    return unique(tasks), unique(outputs)


def _hub_id(*places: dict[str, Any]) -> str | None:
    """Return the model's id on the Hugging Face Hub, if a link leads there."""
    links = [link for place in places for link in texts(place.get("link"))]
    return next((found[1] for link in links if (found := _ON_THE_HUB.match(link))), None)
