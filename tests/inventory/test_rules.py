"""Each sentence of the rules for ambiguous cases, by records and by their statements."""

import json
from pathlib import Path

import pytest

from aitaxonomy.inventory import Conclusion, Derivation, Record, Source, Tally, read_records
from aitaxonomy.inventory.import_rules.model_names import purpose_in_name, size_in_name
from aitaxonomy.inventory.import_rules.rules import complete
from aitaxonomy.inventory.import_rules.tasks import find_task, tasks
from aitaxonomy.inventory.vocabulary import words

HERE = Source("a.json", "litellm", 1)


def completed(name: str = "Gadget", **fields: object) -> Record:
    return complete(Record(name, HERE, **fields))  # type: ignore[arg-type]


def kinds(record: Record) -> list[str]:
    return [conclusion.kind for conclusion in record.concluded]


def of_mode(tmp_path: Path, mode: str, name: str = "x/gadget", **fields: object) -> Record:
    path = tmp_path / "map.json"
    path.write_text(json.dumps({name: {"litellm_provider": "x", "mode": mode, **fields}}))
    (record,) = read_records(path, "litellm", tally=Tally())
    return record


@pytest.mark.parametrize("mode", ["chat", "responses", "completion", "realtime"])
def test_shapes_of_an_api_are_evidence_of_an_llm(tmp_path: Path, mode: str) -> None:
    record = of_mode(tmp_path, mode)
    assert kinds(record) == ["LLM"]
    assert record.primary == "text"
    assert record.outputs == ("text",)
    assert "text generator" in record.concluded[0].because


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("x/nomic-embed-text", "embedding"),
        ("x/bge-reranker-v2", "reranking"),
        ("x/some-ocr-2", "OCR"),
        ("x/whisper-large", "speech"),
        ("x/gadget-tts", "speech"),
    ],
)
def test_unless_the_name_says_otherwise(tmp_path: Path, name: str, says: str) -> None:
    record = of_mode(tmp_path, "chat", name)
    assert kinds(record) == []
    assert "text" not in record.outputs
    assert any(says in reason for reason in record.undecided)


def test_image_or_audio_output_stands_beside_the_llm(tmp_path: Path) -> None:
    record = of_mode(tmp_path, "chat", supports_audio_output=True)
    assert kinds(record) == ["LLM"]
    assert set(record.outputs) == {"text", "audio"}
    listed = of_mode(tmp_path, "chat", supported_output_modalities=["text", "image"])
    assert kinds(listed) == ["LLM"]
    assert set(listed.outputs) == {"text", "image"}


def test_image_input_alone_generates_no_image(tmp_path: Path) -> None:
    record = of_mode(tmp_path, "chat", supports_vision=True)
    assert set(record.inputs) == {"text", "image"}
    assert record.outputs == ("text",)


def test_a_false_or_missing_flag_is_no_no(tmp_path: Path) -> None:
    missing = of_mode(tmp_path, "chat")
    false = of_mode(tmp_path, "chat", supports_vision=False, supports_audio_output=False)
    assert (missing.inputs, missing.outputs) == (false.inputs, false.outputs)
    assert "TextOnlyOutputModel" not in kinds(false)


def test_stated_below_the_scale_convention() -> None:
    record = completed(tasks=("text-generation",), parameters=350_000_000)
    assert kinds(record) == ["LanguageModel"]
    assert record.outputs == ("text",)


def test_stated_above_the_scale_convention_is_left_to_the_definition() -> None:
    record = completed(tasks=("text-generation",), parameters=7_000_000_000)
    assert kinds(record) == ["LanguageModel"]


def test_named_below_and_above_the_scale_convention() -> None:
    small = ["SmallLanguageModel", "SubBillionParameterModel"]
    assert kinds(completed("Gadget-160M", tasks=("text-generation",))) == small
    assert kinds(completed("Gadget-7B", tasks=("text-generation",))) == ["LLM"]


@pytest.mark.parametrize(
    "task",
    ["feature-extraction", "text-ranking", "moderation", "text-classification",
     "object-detection", "image-segmentation", "depth-estimation", "tabular-regression",
     "time-series-forecasting", "reinforcement-learning"],
)  # fmt: skip
def test_not_generative(task: str) -> None:
    record = completed(tasks=(task,))
    assert kinds(record) == ["NonGenerativeAI"]
    assert find_task(task).name in record.concluded[0].because  # type: ignore[union-attr]


@pytest.mark.parametrize("mode", ["embedding", "rerank", "moderation"])
def test_modes_that_make_no_content(tmp_path: Path, mode: str) -> None:
    assert kinds(of_mode(tmp_path, mode)) == ["NonGenerativeAI"]


def test_a_guard_made_from_an_llm_is_both() -> None:
    fields = {"tasks": ("text-generation",), "derived_from": (Derivation("Llama 3.1 8B"),)}
    record = completed("Gadget-Guard", **fields)
    assert kinds(record) == ["LLM"]
    assert "moderation" in record.tasks
    assert set(record.outputs) == {"text", "class-label"}


def test_a_guard_of_unknown_descent_stays_open() -> None:
    record = completed("Gadget-Guard", tasks=("text-generation",))
    assert kinds(record) == []
    assert "moderation" in record.tasks
    assert any("guard" in reason for reason in record.undecided)


@pytest.mark.parametrize(
    "task",
    ["automatic-speech-recognition", "optical-character-recognition", "translation",
     "summarization"],
)  # fmt: skip
def test_transduction_as_sole_task(task: str) -> None:
    assert kinds(completed(tasks=(task,))) == ["TransductionModel"]
    assert kinds(completed("Gadget-7B", tasks=(task, "text-generation"))) == ["LLM"]


@pytest.mark.parametrize("mode", ["audio_transcription", "ocr"])
def test_modes_of_transduction(tmp_path: Path, mode: str) -> None:
    assert kinds(of_mode(tmp_path, mode)) == ["TransductionModel"]


def test_an_encoder_is_a_language_model_and_makes_nothing() -> None:
    record = completed(tasks=("fill-mask",))
    assert kinds(record) == ["NonGenerativeAI", "LanguageModel"]
    assert record.primary == "text"


def test_proteins_are_no_text() -> None:
    for task in ("text-generation", "fill-mask"):
        record = completed("ProtGadget-3B protein", tasks=(task,))
        assert "LLM" not in kinds(record)
        assert "LanguageModel" not in kinds(record)
        assert record.primary is None
        assert "text" not in record.outputs or task == "fill-mask"


def test_an_audio_language_model_is_no_llm() -> None:
    record = completed(tasks=("text-to-audio",))
    assert kinds(record) == []
    assert record.primary == "audio"


def test_editing_and_super_resolution_generate_images() -> None:
    for task in ("image-editing", "super-resolution"):
        record = completed(tasks=(task,))
        assert (record.outputs, record.primary) == (("image",), "image")
    assert kinds(completed(tasks=("background-removal",))) == ["NonGenerativeAI"]


@pytest.mark.parametrize(
    "task", ["protein-structure-prediction", "weather-forecasting", "world-modelling"]
)
def test_unknown_with_the_reason(task: str) -> None:
    record = completed(tasks=(task,))
    assert kinds(record) == []
    assert record.outputs == ()
    assert task in record.undecided[0]
    assert len(record.undecided[0]) > 60


@pytest.mark.parametrize("mode", ["search", "vector_store", "guardrail", "evaluation", "new"])
def test_modes_that_are_no_model_are_skipped(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "map.json"
    path.write_text(json.dumps({"x/y": {"litellm_provider": "x", "mode": mode}}))
    tally = Tally()
    assert not list(read_records(path, "litellm", tally=tally))
    assert tally.skipped.total() == 1
    assert mode in next(iter(tally.skipped))


def test_an_application_is_no_model_whatever_its_task() -> None:
    record = completed(kind="application", tasks=("text-generation",))
    assert kinds(record) == []
    assert record.outputs == ("text",)


def test_what_the_inventory_states_stays() -> None:
    stated = (Conclusion("LanguageModel", "it says so"),)
    record = completed(tasks=("text-to-image",), outputs=("video",), primary="video")
    assert (record.outputs, record.primary, record.primary_because) == (("video",), "video", None)
    assert completed(outputs=("text",), concluded=stated).concluded == stated


def test_every_mode_names_a_task_of_ours() -> None:
    assert all(find_task(task) for task in words("litellm mode").values())


def test_every_undecided_task_has_a_reason() -> None:
    undecided = [task for task in tasks().values() if task.kind == "undecided"]
    assert len(undecided) > 5
    assert all(len(task.reason) > 30 for task in undecided)
    assert {task.kind for task in tasks().values()} == {
        "generative", "not generative", "transduction", "undecided",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "size"),
    [("Qwen2.5-0.5B", 5 * 10**8), ("Mixtral-8x22B", 176 * 10**9), ("qwen3-30b-a3b", 30 * 10**9),
     ("claude-opus[1m]", None), ("pythia-160m", 160_000_000), ("bert-4bit", None),
     ("gpt-4", None), ("yi-34b-200k", 34 * 10**9)],
)  # fmt: skip
def test_sizes_in_names(name: str, size: int | None) -> None:
    assert size_in_name(name) == size


@pytest.mark.parametrize(
    ("name", "says"),
    [("sentence-transformer", None), ("embeddinggemma", "embedding"), ("gemma-3", None),
     ("omni-moderation-latest", "guard"), ("gpt-4o-transcribe", "speech"),
     ("e5-large", "embedding"),
     ("machine-translation", None), ("esm2-650m", "protein"), ("lyria-3", "music")],
)  # fmt: skip
def test_hints_in_names(name: str, says: str | None) -> None:
    assert purpose_in_name(name) == says
