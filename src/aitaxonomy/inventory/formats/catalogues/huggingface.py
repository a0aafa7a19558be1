"""The Hugging Face Hub: a model card with front matter, read and written; models from the API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from aitaxonomy.errors import ImportFault
from aitaxonomy.files import source
from aitaxonomy.inventory.formats.documents import FileStart, read_text
from aitaxonomy.inventory.formats.fields import (
    Layout,
    mapping,
    mappings,
    text,
    texts,
    unique,
    whole,
)
from aitaxonomy.inventory.formats.plain_values import dump_yaml, entries, load_yaml
from aitaxonomy.inventory.import_rules.tasks import find_task
from aitaxonomy.inventory.record import Derivation, Record, Source, Tally
from aitaxonomy.inventory.vocabulary import find_value, individuals, words

FORMAT = "huggingface"

#: Keys of a card, of which a file with front matter has at least one.
_CARD = frozenset(
    ("base_model", "datasets", "library_name", "license", "model-index", "pipeline_tag")
)
#: Keys of the API that no other format has.
_API = frozenset(("cardData", "modelId", "pipeline_tag", "library_name"))
_LAYOUT = Layout(
    FORMAT,
    {"id": "id|modelId", "developer": "author", "tasks": "pipeline_tag|cardData.pipeline_tag",
     "context_window": "gguf.context_length", "training_data": "cardData.datasets",
     "languages": "cardData.language"},
    also="tags config gated private disabled safetensors",
    nameless="a model without an id",
)  # fmt: skip
#: Fields of a card that are read.
_READ_OF_CARD = frozenset(
    ("model_name", "model-index", "base_model", "base_model_relation", "pipeline_tag", "license",
     "license_name", "datasets", "tags", "language")
)  # fmt: skip
#: Tags of repositories that hold trained parameters.
_WEIGHTS = frozenset(("coreml", "gguf", "jax", "onnx", "openvino", "pytorch", "safetensors", "tf"))
_FRONT = re.compile(r"\s*---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)(.*)", re.DOTALL)
_HEADING = re.compile(r"^# +(\S.*)$", re.MULTILINE)
#: Placeholders for the name of the model in templates.
_TEMPLATE = re.compile(r"(?i)model card for .*|.*(?:\{\{|\[more information).*|model card")


def recognises(start: FileStart) -> bool:
    """Return whether a file is a card, or has the fields of the Hub's API."""
    if start.form == "front matter":
        return bool(_CARD & set(start.keys))
    found = {*start.keys, *start.sample}
    # Bedrock has some of these keys, too.
    of_hub = _API & found and {"id", "modelId"} & found and "modelArn" not in found
    return start.form == "json" and bool(of_hub)


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield the record of a card, or of each model that the API lists; raises `ImportFault`."""
    with source(path).open("rb") as file:
        is_json = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    if not is_json:
        yield from _card(path, tally)
        return
    one: dict[str, Any] = {}
    for key, value, line in entries(path, ("models",)):
        if key is not None and key != "models":
            one[key] = value
        elif isinstance(value, dict):
            yield from _model(value, Source(str(path), FORMAT, line), tally)
        else:
            tally.read += 1
            tally.skip("no model", f"{path}:{line}")
    if one:
        yield from _model(one, Source(str(path), FORMAT, 1), tally)


def _card(path: Path, tally: Tally) -> Iterator[Record]:
    match = _FRONT.match(read_text(path))
    if not match:
        raise ImportFault(f"{path}: no front matter: a card starts with fields between two ---")
    card = mapping(load_yaml(match[1], str(path), 2))
    heading = _HEADING.search(match[2])
    index = mappings(card.get("model-index"))
    given = text(card.get("model_name")) or (text(index[0].get("name")) if index else None)
    title = text(heading[1].rstrip().rstrip("#")) if heading else None
    if title and _TEMPLATE.fullmatch(title):
        title = None
    named = path.name.split(".", 1)[0]
    if named.lower() == "readme":  # which is named for its folder
        named = path.resolve().parent.name
    model = {"cardData": card, "id": given or title or named}
    yield from _model(model, Source(str(path), FORMAT, 1), tally)


def _model(model: dict[str, Any], source: Source, tally: Tally) -> Iterator[Record]:
    id = text(model.get("id")) or text(model.get("modelId")) or ""
    namespace, slash, name = id.partition("/")
    record = _LAYOUT.record(model, source, tally, name=name if slash else id)
    if record is None:
        return
    card = mapping(model.get("cardData"))
    tally.leave(card, _READ_OF_CARD)
    tags = texts(model.get("tags")) or texts(card.get("tags"))
    derived = _derived(card, tags)
    if not record.tasks:
        tally.note("a model without a pipeline tag", id)
    config = mapping(model.get("config"))
    yield record._replace(
        developer=record.developer or (namespace if slash else None),
        parameters=None if any(d.how == "adapter" for d in derived) else _parameters(model),
        architecture=words("transformers").get(text(config.get("model_type")) or ""),
        derived_from=derived,
        licence=_licence(card, tags),
        access=_access(model, tags),
        training_data=record.training_data or _tagged(tags, "dataset:"),
        undecided=() if record.tasks else ("it has no pipeline tag, which would tell its task",),
    )


def _tagged(tags: tuple[str, ...], prefix: str) -> tuple[str, ...]:
    return tuple(tag.removeprefix(prefix) for tag in tags if tag.startswith(prefix))


def _derived(card: dict[str, Any], tags: tuple[str, ...]) -> tuple[Derivation, ...]:
    """Return the base models with their relations: those of the card, or of the tags."""
    relations = words("relation of the Hub")
    relation = relations.get(text(card.get("base_model_relation")) or "", "built on")
    found = dict.fromkeys(texts(card.get("base_model")), relation)
    for tag in _tagged(tags, "base_model:"):
        how, colon, of = tag.partition(":")
        if colon and how in relations:
            found[of] = relations[how]
        else:
            found.setdefault(tag, relation)
    return tuple(Derivation(of, how) for of, how in found.items())


def _licence(card: dict[str, Any], tags: tuple[str, ...]) -> str | None:
    """Return the licence; for "other", the name is in a separate field."""
    found = (*texts(card.get("license")), *_tagged(tags, "license:"))
    if not found or found[0] in ("other", "unknown"):
        return text(card.get("license_name"))
    return found[0]


def _access(model: dict[str, Any], tags: tuple[str, ...]) -> tuple[str, ...]:
    """Return the access to the weights, if the repository is known to have any."""
    if model.get("private") is True or model.get("disabled") is True:
        return ()
    if model.get("gated") not in (None, False, "false"):
        return ("gated-weights",)
    held = bool(_WEIGHTS & set(tags)) or "safetensors" in model or "gguf" in model
    return unique(("downloadable-weights",) if held else ())


def _parameters(model: dict[str, Any]) -> int | None:
    """Return the number of parameters, or None where integer types pack several into one."""
    safetensors = mapping(model.get("safetensors"))
    if any(str(dtype).startswith(("I", "U")) for dtype in mapping(safetensors.get("parameters"))):
        return None
    return whole(safetensors.get("total")) or whole(mapping(model.get("gguf")).get("total"))


_ON_THE_HUB = re.compile(r"[\w.-]+(/[\w.-]+)?")


def write(records: Iterable[Record], out: TextIO) -> int:
    """Write the card of a single record; return 1.

    Raises `ImportFault` for any other number of records: a card describes one model.
    """
    found = list(records)
    if len(found) != 1:
        raise ImportFault(
            f"a model card describes one model, and there are {len(found)}: name a folder for them"
        )
    out.write(card(found[0]))
    return 1


def card(record: Record) -> str:
    """Return the front matter of a card.

    >>> from aitaxonomy.inventory.record import Source
    >>> print(card(Record("T", Source("a.csv", "csv"), licence="MIT", tasks=("translation",))))
    ---
    model_name: T
    license: mit
    pipeline_tag: translation
    ---
    <BLANKLINE>
    """
    known = [task.name for each in record.tasks if (task := find_task(each))]
    tasks = unique(id for each in known for id in _notations("Task", each))
    languages = [find_value("Language", each) for each in record.languages]
    by_how = {how: relation for relation, how in words("relation of the Hub").items()}
    relations = {by_how.get(each.how) for each in record.derived_from}
    given: dict[str, Any] = {
        "model_name": record.name,
        "language": list(unique(tag for each in languages for tag in _notations("Language", each))),
        **_named_licence(record.licence),
        "pipeline_tag": next(iter(tasks), None),
        "base_model": [each.of for each in record.derived_from],
        # The Hub has one relation for all base models of a card.
        "base_model_relation": relations.pop() if len(relations) == 1 else None,
        "datasets": [each for each in record.training_data if _ON_THE_HUB.fullmatch(each)],
        "tags": list(tasks[1:]),
    }
    return "---\n" + dump_yaml({k: v for k, v in given.items() if v}) + "---\n"


def _notations(range: str, local: str | None) -> tuple[str, ...]:
    """Return the id of a task on the Hub or the tag of a language: one, or none."""
    return individuals(range)[local].get("notation", ()) if local else ()


def _named_licence(licence: str | None) -> dict[str, str]:
    if licence is None:
        return {}
    if (id := licence.casefold()) in words("licence of the Hub"):
        return {"license": id}
    return {"license": "other", "license_name": licence}
