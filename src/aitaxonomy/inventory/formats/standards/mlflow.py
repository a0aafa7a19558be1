"""MLflow: the file `MLmodel` of a logged model, and `registered_model_meta` of a registered one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.documents import FileStart
from aitaxonomy.inventory.formats.fields import at, mapping, text, texts, unique
from aitaxonomy.inventory.formats.plain_values import read_yaml
from aitaxonomy.inventory.import_rules.tasks import find_task
from aitaxonomy.inventory.record import Derivation, Record, Source, Tally
from aitaxonomy.inventory.vocabulary import understood, words

FORMAT = "mlflow"

_READ = frozenset(
    ("flavors", "model_name", "model_version", "artifact_path", "model_uuid", "model_id",
     "metadata")
)  # fmt: skip
#: Flavors of chains and agents: systems that call models.
_SYSTEMS = frozenset(("langchain", "llama_index", "promptflow", "dspy", "crewai"))


def recognises(start: FileStart) -> bool:
    """Return whether a file is one of the two that MLflow keeps with a model."""
    keys = set(start.keys)
    return start.form == "yaml" and ("flavors" in keys or keys == {"model_name", "model_version"})


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield the record of the model; raises `ImportFault`."""
    document = read_yaml(path, ["flavors", "model_name"], FORMAT)
    tally.read += 1
    source = Source(str(path), FORMAT, 1)
    flavors = {name: mapping(value) for name, value in mapping(document.get("flavors")).items()}
    name = _name(document)
    if name is None:
        tally.skip("a model without a name", str(path))
        return
    tally.leave(document, _READ)
    id = text(document.get("model_uuid")) or text(document.get("model_id"))
    yield Record(
        name=name,
        source=source,
        id=id,
        aliases=tuple(f"{name} {v}" for v in texts(document.get("model_version"))),
        kind=_kind(flavors),
        tasks=_tasks(document, flavors, source, tally),
        architecture=text(mapping(flavors.get("transformers")).get("instance_type")),
        # Logged models of the Hub, and the chat models that a chain calls.
        derived_from=tuple(
            map(
                Derivation,
                texts(
                    [
                        *at(flavors, "transformers.source_model_name"),
                        *at(flavors, "*.databricks_dependency.databricks_chat_endpoint_name"),
                    ]
                ),
            )
        ),
    )


def _name(document: dict[str, Any]) -> str | None:
    """Return the registered name, or else the folder of the logged model."""
    if name := text(document.get("model_name")):
        return name
    folder = text(document.get("artifact_path")) or text(document.get("model_id"))
    return folder.rstrip("/").rpartition("/")[2] if folder else None


def _kind(flavors: dict[str, dict[str, Any]]) -> str | None:
    """Return the kind by the flavors; a registered name alone may belong to a chain."""
    if _SYSTEMS & flavors.keys():
        return "AISystem"
    return "AIModel" if flavors.keys() - {"python_function"} else None


def _tasks(
    document: dict[str, Any], flavors: dict[str, dict[str, Any]], source: Source, tally: Tally
) -> tuple[str, ...]:
    stated = (*at(document, "metadata.task"), *at(flavors, "*.task"))
    own, flavored = words("mlflow task"), words("mlflow flavor")

    def find(task: str) -> str | None:
        return own.get(task, task if find_task(task) else None)

    known = understood(filter(None, map(text, stated)), find, tally, str(source), "task {!r}")
    return unique((*known, *(flavored[name] for name in flavors if name in flavored)))
