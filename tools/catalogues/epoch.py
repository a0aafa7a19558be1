"""Epoch AI: the table of notable models, a CSV file with Epoch's own columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.documents import FileStart, lines_of, opened
from aitaxonomy.inventory.formats.fields import date, text, unique, whole
from aitaxonomy.inventory.import_rules.tasks import find_task
from aitaxonomy.inventory.record import Conclusion, Derivation, Record, Source, Tally

FORMAT = "epoch"
COLUMNS = frozenset(("Model", "Domain", "Task", "Organization", "Publication date"))

_READ = COLUMNS | {"Parameters", "Base model", "Training dataset", "Model accessibility"}
#: Before this year a language model without a stated size does not count as large.
_FIRST_LARGE = "2018"
_ACCESS = {
    "Open weights (unrestricted)": ("open-weights", True),
    "Open weights (restricted use)": ("downloadable-weights", True),
    "Open weights (non-commercial)": ("non-commercial-weights", True),
    "API access": ("api-access", None),
    "Hosted access (no API)": ("hosted-access", None),
    "Unreleased": ("unreleased", None),
}

# The tables of Epoch's tasks hold only what a task implies by itself: a task that several kinds of
# model perform, such as answering questions, has neither output nor input.

#: Domains in which language modeling is about written language, not proteins or sound.
_DOMAINS = frozenset(("Language", "Multimodal"))
#: Tasks by which a model of these domains is a language model.
_LANGUAGE_TASKS = frozenset(
    ("Language modeling", "Language modeling/generation", "Language generation", "Chat",
     "Text autocompletion", "Japanese language modeling")
)  # fmt: skip

_TEXT = ("text",)
_IMAGE = ("image",)
_VIDEO = ("video",)

_TASKS: dict[str, tuple[str | None, tuple[str, ...], tuple[str, ...]]] = {
    # Language modeling alone is what BERT does as well: no output follows.
    "Language modeling": (None, (), ()),
    "Japanese language modeling": (None, (), ()),
    "Language modeling/generation": ("text-generation", _TEXT, _TEXT),
    "Language generation": ("text-generation", (), _TEXT),
    "Chat": ("text-generation", _TEXT, _TEXT),
    "Text autocompletion": ("text-generation", _TEXT, _TEXT),
    "Code generation": ("text-generation", (), ("code",)),
    "Code autocompletion": ("text-generation", ("code",), ("code",)),
    "Image generation": (None, (), _IMAGE),
    "Text-to-image": ("text-to-image", _TEXT, _IMAGE),
    "Image super-resolution": ("image-to-image", _IMAGE, _IMAGE),
    "Image completion": ("image-to-image", _IMAGE, _IMAGE),
    "Video generation": (None, (), _VIDEO),
    "Text-to-video": ("text-to-video", _TEXT, _VIDEO),
    "Image-to-video": ("image-to-video", _IMAGE, _VIDEO),
    "Video-to-video": ("video-to-video", _VIDEO, _VIDEO),
    "Audio generation": (None, (), ("audio",)),
    "Speech synthesis": (None, (), ("speech",)),
    "Text-to-speech": ("text-to-speech", _TEXT, ("speech",)),
    "Speech recognition": ("automatic-speech-recognition", ("speech",), ()),
    "Translation": ("translation", (), ()),
    "Text summarization": ("summarization", _TEXT, ()),
    "Question answering": ("question-answering", (), ()),
    "Visual question answering": ("visual-question-answering", ("image", "text"), ()),
    "Image captioning": ("image-to-text", _IMAGE, ()),
    "Video description": (None, _VIDEO, ()),
    "Audio question answering": (None, ("audio",), ()),
    "Image classification": ("image-classification", _IMAGE, ()),
    "Zero-shot image classification": ("zero-shot-image-classification", _IMAGE, ()),
    "Digit recognition": ("image-classification", _IMAGE, ()),
    # The words may mean the classification of a letter or the reading of a page.
    "Character recognition": (None, _IMAGE, ()),
    "Object detection": ("object-detection", _IMAGE, ()),
    "Face detection": ("object-detection", _IMAGE, ()),
    "Image segmentation": ("image-segmentation", _IMAGE, ()),
    "Semantic segmentation": ("image-segmentation", _IMAGE, ()),
    "Pose estimation": ("keypoint-detection", (), ()),
    "Image embedding": ("image-feature-extraction", _IMAGE, ()),
    "Image representation": ("image-feature-extraction", _IMAGE, ()),
    "Semantic embedding": ("feature-extraction", (), ()),
    "Action recognition": ("video-classification", _VIDEO, ()),
    "Text classification": ("text-classification", _TEXT, ()),
    "Sentiment classification": ("text-classification", _TEXT, ()),
    "Document classification": ("text-classification", (), ()),
    "Named entity recognition": ("token-classification", _TEXT, ()),
    "Part-of-speech tagging": ("token-classification", _TEXT, ()),
    "Audio classification": ("audio-classification", ("audio",), ()),
    "Robotic manipulation": ("robotics", (), ()),
    "Recommender system": ("recommendation", (), ()),
    "Weather forecasting": ("weather-forecasting", (), ()),
    "Protein folding prediction": ("protein-structure-prediction", (), ()),
    **dict.fromkeys(("Atari", "Chess", "Diplomacy", "Go", "Poker"), ("game-playing", (), ())),
}


def recognises(start: FileStart) -> bool:
    """Return whether a table has Epoch's columns."""
    return start.form == "table" and set(start.keys) >= COLUMNS


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield one record per row; raises `ImportFault`."""
    for line, row in _rows(path):
        tally.read += 1
        name = text(row.get("Model"))
        if name is None:
            tally.skip("a row without a model", f"{path}:{line}")
        else:
            tally.leave((column for column, cell in row.items() if cell), _READ)
            yield _record(name, row, Source(str(path), FORMAT, line), tally)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a CSV file with a header, each with its first line, one at a time.

    Cells that a row lacks are empty, and those beyond the header are dropped. Raises
    `ImportFault` for a file that cannot be read or lacks a required column.
    """
    with opened(path) as lines:
        reader = csv.reader(lines_of(lines, path))
        try:
            header = [name.strip() for name in next(reader, [])]
            if missing := COLUMNS - set(header):
                names = ", ".join(sorted(missing))
                raise ImportFault(f"{path}:1: no column {names}; is it the right format?")
            start = reader.line_num + 1
            for cells in reader:
                if any(cells):
                    yield start, dict(zip_longest(header, cells[: len(header)], fillvalue=""))
                start = reader.line_num + 1
        except csv.Error as error:
            raise ImportFault(f"{path}:{reader.line_num}: not valid CSV: {error}") from None


def _listed(cell: str | None) -> tuple[str, ...]:
    """Return the parts of a cell; a part with commas is in quotes.

    >>> _listed('C4,"Books (one, two)"')
    ('C4', 'Books (one, two)')
    """
    rows = csv.reader([" ".join((cell or "").splitlines())], skipinitialspace=True)
    return unique(part for row in rows for each in row if (part := text(each)))


def _kind(task: str) -> str | None:
    """Return the kind of a task.

    A task of another kind counts only where it is the only one: what recognises speech and answers
    questions as well may write answers of its own.
    """
    found = find_task(task)
    return found.kind if found else None


def _record(name: str, row: dict[str, str], source: Source, tally: Tally) -> Record:
    named = _listed(row.get("Task"))
    domains = set(_listed(row.get("Domain")))
    about_language = not domains or bool(_DOMAINS & domains)
    understood = []
    for task in named:
        if task not in _TASKS:
            tally.unknown(f"task {task!r}", str(source))
        elif task not in _LANGUAGE_TASKS or about_language:
            understood.append(_TASKS[task])
    outputs = unique(output for _, _, outputs in understood for output in outputs)
    # A model that also makes pictures or sound may have another main purpose: undecided.
    only_words = set(outputs) <= {"text", "code"}
    modeled = about_language and only_words and _LANGUAGE_TASKS & set(named)
    because = "Epoch's task of language modeling in its domain of language"
    released, parameters = date(row.get("Publication date")), whole(row.get("Parameters"))
    tasks = [id for id, _, _ in understood if id]
    if len(tasks) < len(named) or len({_kind(id) for id in tasks}) > 1:
        tasks = [id for id in tasks if _kind(id) == "generative"]
    if parameters is None and released and released < _FIRST_LARGE:
        tasks = [id for id in tasks if id != "text-generation"]
    access, open_weights = _ACCESS.get(row.get("Model accessibility") or "", (None, None))
    return Record(
        name=name,
        source=source,
        developer="; ".join(_listed(row.get("Organization"))) or None,
        tasks=unique(tasks),
        inputs=unique(each for _, inputs, _ in understood for each in inputs),
        outputs=outputs,
        parameters=parameters,
        derived_from=tuple(Derivation(of) for of in _listed(row.get("Base model"))),
        released=released,
        access=(access,) if access else (),
        open_weights=open_weights,
        training_data=tuple(
            each for each in _listed(row.get("Training dataset")) if "unreleased" not in each
        ),
        # For text generators the import rules conclude more.
        concluded=(Conclusion("LanguageModel", because),)
        if modeled and "text-generation" not in tasks
        else (),
    )
