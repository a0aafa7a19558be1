"""Readers of catalogues of models behind an API and of the Hub, and the traps in their files."""

import json
from pathlib import Path
from typing import Any

import pytest

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory import Derivation, Record, Tally, guess_format, read_records, read_stated
from aitaxonomy.inventory.formats.catalogues.litellm import name_in
from aitaxonomy.inventory.import_rules.tasks import find_task
from aitaxonomy.inventory.matching.developers import find_organization

CHAT = {"litellm_provider": "acme", "mode": "chat", "max_input_tokens": 128000}


def read(path: Path, content: Any, format: str | None = None) -> tuple[list[Record], Tally]:
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1))
    tally = Tally()
    return list(read_stated(path, format, tally=tally)), tally


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "inventory.json"


# --- LiteLLM


def test_litellm(file: Path) -> None:
    entry = {**CHAT, "supports_vision": True, "deprecation_date": "2027-01-14",
             "max_output_tokens": 4096}  # fmt: skip
    (record,), _ = read(file, {"azure/eu/gadget-2": entry})
    assert guess_format(file) == "litellm"
    assert (record.name, record.id, record.provider) == ("gadget-2", "azure/eu/gadget-2", "acme")
    assert record.developer is None
    assert record.tasks == ("text-generation",)
    assert (set(record.inputs), record.outputs) == ({"text", "image"}, ("text",))
    assert (record.retired, record.context_window) == ("2027-01-14", 128000)
    assert record.output_limit == 4096
    assert record.access == ("api-access",)
    assert record.source.line == 2


def test_litellm_successor_is_no_lineage(file: Path) -> None:
    (record,), _ = read(file, {"a": {**CHAT, "successor_model": "b"}})
    assert record.derived_from == ()


def test_litellm_sample_and_aliases_are_skipped(file: Path) -> None:
    sample = {**CHAT, "max_input_tokens": "max input tokens, if any", "mode": "one of: chat, ..."}
    content = {"sample_spec": sample, "a": CHAT, "a-latest": {"alias_of": "a"}, "b": 7, "c": {},
               "acme-up-to-4b": {"litellm_provider": "acme"}}  # fmt: skip
    records, tally = read(file, content)
    assert [r.id for r in records] == ["a"]
    assert tally.skipped == {
        "the entry that explains the format": 1,
        "another key for an entry of the list": 1,
        "no entry of a model": 1,
        "neither a mode nor a provider": 1,
        "prices of a group of models": 1,
    }
    assert tally.read == 6


def test_litellm_text_where_a_number_belongs_says_nothing(file: Path) -> None:
    (record,), _ = read(file, {"a": {**CHAT, "max_input_tokens": "plenty"}})
    assert record.context_window is None


def test_litellm_listed_modalities_say_all(file: Path) -> None:
    entry = {**CHAT, "mode": "video_generation", "supported_output_modalities": ["video", "audio"],
             "supported_modalities": ["text", "image"]}  # fmt: skip
    (record,), _ = read(file, {"a": entry})
    assert (record.inputs, record.outputs) == (("text", "image"), ("video", "audio"))


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("bedrock/us-east-1/1-month-commitment/anthropic.claude-v2:1", "anthropic.claude-v2:1"),
        ("us.anthropic.claude-3", "anthropic.claude-3"),
        ("1024-x-1024/50-steps/stability.sdxl", "stability.sdxl"),
        ("fireworks_ai/accounts/fireworks/models/llama-v3p1-8b", "llama-v3p1-8b"),
        ("deepinfra/Qwen/Qwen3-32B", "Qwen/Qwen3-32B"),
        ("gpt-4o", "gpt-4o"),
        ("/", "/"),
    ],
)
def test_litellm_names_without_prefixes(key: str, name: str) -> None:
    assert name_in(key) == name


# --- models.dev

GADGET = {
    "id": "acme/gadget-1",
    "name": "Gadget 1",
    "release_date": "2024-05",
    "knowledge": "2023-10",
    "open_weights": True,
    "license": "mit",
    "limit": {"context": 32000},
    "modalities": {"input": ["text", "pdf"], "output": ["text"]},
    "base_model": "acme/gadget-1",
}


def test_models_dev_of_providers(file: Path) -> None:
    content = {"p": {"id": "p", "name": "Provider", "env": [], "models": {"gadget": GADGET}}}
    (record,), tally = read(file, content)
    assert guess_format(file) == "models.dev"
    assert (record.name, record.developer, record.provider) == ("Gadget 1", "acme", "Provider")
    assert (record.released, record.knowledge_cutoff) == ("2024-05", "2023-10")
    assert (record.open_weights, record.licence, record.context_window) == (True, "mit", 32000)
    assert (record.inputs, record.outputs) == (("text",), ("text",))
    assert [c.kind for c in record.concluded] == ["TextOnlyOutputModel"]
    assert record.derived_from == ()
    assert tally.unknown_fields == {"'pdf' is not one of our modalities": 1}


def test_models_dev_toml(tmp_path: Path) -> None:
    path = tmp_path / "providers" / "acme" / "models" / "gadget.toml"
    path.parent.mkdir(parents=True)
    text = (
        'name = "Gadget 1"\nrelease_date = 2024-05-13\nopen_weights = false\n'
        '[limit]\ncontext = 8_000\n[modalities]\ninput = ["text"]\noutput = ["text", "audio"]\n'
    )
    (record,), _ = read(path, text)
    assert guess_format(path) == "models.dev"
    assert (record.name, record.provider, record.id) == ("Gadget 1", "acme", "gadget")
    assert (record.released, record.open_weights, record.context_window) == (
        "2024-05-13", False, 8000,
    )  # fmt: skip
    assert record.concluded == ()
    path.write_text("name = \n")
    with pytest.raises(ImportFault, match="not valid TOML"):
        list(read_stated(path, "models.dev", tally=Tally()))


@pytest.mark.parametrize(
    ("base", "name", "window"),
    [
        ("acme/g-1", "Gadget 1", 9),
        ("acme/none", "acme/none", None),
        ("../secret", "../secret", None),
    ],
)
def test_models_dev_toml_with_a_base(
    base: str, name: str, window: int | None, tmp_path: Path
) -> None:
    """What a provider leaves out is in the file of the maker; no other file is read."""
    text = 'name = "Gadget 1"\n[limit]\ncontext = 9\noutput = 5\n[modalities]\n'
    for path in ("models/acme/g-1.toml", "secret.toml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    path = tmp_path / "providers" / "shop" / "models" / "g.toml"
    path.parent.mkdir(parents=True)
    (record,), _ = read(path, f'base_model = "{base}"\n[limit]\noutput = 3\n')
    assert guess_format(path) == "models.dev"
    assert (record.name, record.context_window, record.output_limit) == (name, window, 3)
    assert (record.provider, record.id) == ("shop", "g")


# --- OpenRouter


def test_openrouter(file: Path) -> None:
    model = {
        "id": "openai/gadget",
        "canonical_slug": "openai/gadget-20260421",
        "hugging_face_id": "",
        "name": "OpenAI: Gadget",
        "created": 1,
        "context_length": 1000,
        "top_provider": {"max_completion_tokens": 200},
        "architecture": {"input_modalities": ["text"], "output_modalities": ["text", "image"]},
    }
    (record, second), tally = read(file, {"data": [model, {**model, "hugging_face_id": "a/b"}, 7]})
    assert guess_format(file) == "openrouter"
    assert (record.name, record.developer, record.provider) == (
        "OpenAI: Gadget", "openai", "OpenRouter",
    )  # fmt: skip
    assert record.released is None
    assert record.aliases == ("openai/gadget-20260421",)
    assert (record.open_weights, second.open_weights) == (None, True)
    assert record.outputs == ("text", "image")
    assert (record.context_window, record.output_limit) == (1000, 200)
    assert tally.skipped == {"a model without a name": 1}


# --- Hugging Face

MODEL = {
    "id": "acme/Gadget-7B",
    "pipeline_tag": "text-generation",
    "createdAt": "1970-01-01T00:00:00.000Z",
    "tags": ["safetensors", "license:apache-2.0", "dataset:c4", "base_model:x/Base",
             "base_model:finetune:x/Base"],
    "gated": False,
    "config": {"model_type": "mamba"},
    "safetensors": {"parameters": {"BF16": 7000}, "total": 7000},
}  # fmt: skip


def test_hub_list_and_one(file: Path) -> None:
    (record,), _ = read(file, [MODEL])
    assert guess_format(file) == "huggingface"
    (alone,), _ = read(file, MODEL)
    assert guess_format(file) == "huggingface"
    assert (record.name, record.developer) == (alone.name, alone.developer) == ("Gadget-7B", "acme")
    assert record.released is None, "createdAt is the day of the upload"
    assert (record.licence, record.access) == ("apache-2.0", ("downloadable-weights",))
    assert record.derived_from == (Derivation("x/Base", "fine-tuned"),)
    assert (record.parameters, record.training_data) == (7000, ("c4",))
    assert record.architecture == "selective-state-space-model"


@pytest.mark.parametrize("base", ["x/Base", ["x/Base"]])
def test_hub_base_model_is_text_or_list(file: Path, base: object) -> None:
    card = {"base_model": base, "base_model_relation": "quantized"}
    (record,), _ = read(file, [{"id": "a/b", "pipeline_tag": "x", "cardData": card}])
    assert record.derived_from == (Derivation("x/Base", "quantised"),)


def test_hub_licence_other(file: Path) -> None:
    card = {"license": "other", "license_name": "my-terms"}
    content = [
        {"id": "a/b", "modelId": "a/b", "cardData": card},
        {"id": "a/c", "cardData": {"license": "other"}},
        {"id": "a/d", "gated": "manual", "tags": ["license:mit"]},
        {"id": "a/e", "private": True, "tags": ["gguf"]},
    ]
    (b, c, d, e), _ = read(file, content)
    assert (b.licence, c.licence, d.licence) == ("my-terms", None, "mit")
    assert (b.access, d.access, e.access) == ((), ("gated-weights",), ())


def test_hub_without_a_pipeline_tag(file: Path) -> None:
    file.write_text(json.dumps([{"id": "a/b", "cardData": {}}]))
    tally = Tally()
    (record,) = read_records(file, tally=tally)
    assert record.tasks == ()
    assert record.concluded == ()
    assert "no pipeline tag" in record.undecided[0]
    assert tally.noted == {"a model without a pipeline tag": 1}


def test_hub_counts_of_packed_parameters_are_left_out(file: Path) -> None:
    packed = {"parameters": {"I32": 900, "F16": 100}, "total": 1000}
    adapter = {"id": "a/c", "tags": ["base_model:adapter:x/B"], "safetensors": {"total": 5000}}
    content = [{"id": "a/b", "pipeline_tag": "x", "safetensors": packed}, adapter]
    (record, lora), _ = read(file, content)
    assert record.parameters is None
    assert (lora.parameters, lora.derived_from) == (None, (Derivation("x/B", "adapter"),))


def test_hub_template_named_none(file: Path) -> None:
    records, tally = read(
        file, [{"id": "None", "pipeline_tag": "x"}, {"id": None}, {"id": " a\n/b "}]
    )
    assert [r.id for r in records] == ["a /b"]
    assert tally.skipped == {"a model without an id": 2}


CARD = """---
license: apache-2.0
language: [no, en]
pipeline_tag: text-to-image
base_model:
- x/Base
---
{heading}

Words: 7 --- 8
"""


def test_card(tmp_path: Path) -> None:
    path = tmp_path / "gadget-card" / "README.md"
    path.parent.mkdir()
    (record,), _ = read(path, CARD.format(heading="# Gadget 1"))
    assert guess_format(path) == "huggingface"
    assert (record.name, record.tasks, record.licence) == (
        "Gadget 1", ("text-to-image",), "apache-2.0",
    )  # fmt: skip
    assert record.languages == ("no", "en")  # In YAML, a bare `no` is a truth value.
    assert record.derived_from == (Derivation("x/Base"),)
    (record,), _ = read(path, CARD.format(heading="# Model Card for {{ model_id }}"))
    assert record.name == "gadget-card"
    path.write_text("---\nlicense: [\n---\n")
    with pytest.raises(ImportFault, match=r"README\.md:\d: not valid YAML"):
        list(read_stated(path, "huggingface", tally=Tally()))


# --- tables of the ontology

#: The pipeline tags of the Hub, as `@huggingface/tasks` 0.21 lists them.
PIPELINES = [
    "any-to-any",
    "audio-classification",
    "audio-text-to-text",
    "audio-to-audio",
    "automatic-speech-recognition",
    "depth-estimation",
    "document-question-answering",
    "feature-extraction",
    "fill-mask",
    "graph-ml",
    "image-classification",
    "image-feature-extraction",
    "image-segmentation",
    "image-text-to-image",
    "image-text-to-text",
    "image-text-to-video",
    "image-to-3d",
    "image-to-image",
    "image-to-text",
    "image-to-video",
    "keypoint-detection",
    "mask-generation",
    "multiple-choice",
    "object-detection",
    "other",
    "question-answering",
    "reinforcement-learning",
    "robotics",
    "sentence-similarity",
    "summarization",
    "table-question-answering",
    "table-to-text",
    "tabular-classification",
    "tabular-regression",
    "tabular-to-text",
    "text-classification",
    "text-generation",
    "text-ranking",
    "text-retrieval",
    "text-to-3d",
    "text-to-audio",
    "text-to-image",
    "text-to-speech",
    "text-to-video",
    "time-series-forecasting",
    "token-classification",
    "translation",
    "unconditional-image-generation",
    "video-classification",
    "video-text-to-text",
    "video-to-video",
    "visual-document-retrieval",
    "visual-question-answering",
    "voice-activity-detection",
    "zero-shot-classification",
    "zero-shot-image-classification",
    "zero-shot-object-detection",
]


def test_every_pipeline_tag_is_a_task() -> None:
    assert len(PIPELINES) == 57
    assert [tag for tag in PIPELINES if find_task(tag) is None] == []
    assert find_task("robotics") is not None
    assert find_task("no-such-task") is None


@pytest.mark.parametrize(
    ("name", "organization"),
    [("meta-llama", "meta-ai"), ("openai", "openai"), ("mistralai", "mistral-ai"),
     ("google", "google"), ("Qwen", "alibaba"), ("vertex_ai-language-models", None),
     ("deepseek-ai", "deepseek"), ("facebook", "meta-ai"), ("TheBloke", None), ("", None)],
)  # fmt: skip
def test_developers(name: str, organization: str | None) -> None:
    assert find_organization(name) == organization


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [("a.ttl", "@prefix a: <urn:a> .", "rdf"), ("a.nt", "<urn:a> <urn:b> <urn:c> .", "rdf"),
     ("a.rdf", "<?xml version='1.0'?><rdf:RDF/>", "rdf"),
     ("a.jsonld", '{"@id": "urn:a", "urn:b": 1}', "rdf"), ("a.csv", "name\nA\n", "csv"),
     ("a.txt", "name,developer\nA,B\n", "csv")],
)  # fmt: skip
def test_guesses(tmp_path: Path, name: str, text: str, format: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert guess_format(path) == format


@pytest.mark.parametrize("text", ["just words\n", '{"a": 1}', "[1, 2]", "<html></html>", "[]"])
def test_what_no_format_knows(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    with pytest.raises(ImportFault, match="unknown format: give one of cyclonedx, spdx"):
        guess_format(path)


@pytest.mark.parametrize("name", ["cases.md", "cases.html"])
def test_a_text_without_a_table_is_told_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("# Cases\n\nWe list what others do, in words.\n\n- **Desk**: drafts replies\n")
    with pytest.raises(ImportFault, match="a text without a table of systems"):
        guess_format(path)


def test_rdf_and_wrong_options_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("@prefix a: <urn:a> .")
    with pytest.raises(ImportFault, match="this is RDF"):
        list(read_records(path, tally=Tally()))
    with pytest.raises(ImportFault, match="unknown format 'xls': take one of"):
        list(read_records(path, "xls", tally=Tally()))
    with pytest.raises(ImportFault, match="a map of columns is for csv"):
        list(read_records(path, "litellm", tally=Tally(), columns={"name": "x"}))


@pytest.mark.parametrize("format", ["cyclonedx", "spdx", "croissant"])
@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('{"models": []}', ": no "),
        ("[1]", ": no "),
        ("", ": the file is empty"),
        ('{"a": 1,\n]', ":2: not valid JSON: "),
        ("1" * 5000, ": not valid JSON: "),
    ],
)
def test_json_that_is_no_document_of_the_format(
    tmp_path: Path, format: str, text: str, complaint: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(ImportFault) as caught:
        list(read_stated(path, format, tally=Tally()))
    assert str(caught.value).startswith(f"{path}{complaint}")
    assert str(caught.value).count(str(path)) == 1
