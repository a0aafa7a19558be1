"""Awkward entries of inventories, each through `classify`: what the mapping rules say of them.

A verdict is written e (entailed), r (refuted) or u (unknown): first for GenerativeAI, then for LLM.
"""

import json
from typing import Any

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.classification import Classified

#: Keys of LiteLLM with their fields; the verdicts; what is generated.
OFFERED: list[tuple[str, dict[str, Any], str, str]] = [
    ("chat", {"mode": "chat"}, "ee", "text"),
    ("responses", {"mode": "responses"}, "ee", "text"),
    ("completion", {"mode": "completion"}, "ee", "text"),
    ("realtime", {"mode": "realtime"}, "ee", "text"),
    ("talks", {"mode": "realtime", "supports_audio_output": True}, "ee", "audio text"),
    (
        "draws",
        {"mode": "chat", "supported_output_modalities": ["text", "image"]},
        "ee",
        "image text",
    ),
    ("draws-only", {"mode": "chat", "supported_output_modalities": ["image"]}, "eu", "image"),
    ("sees", {"mode": "chat", "supports_vision": True}, "ee", "text"),
    ("350m", {"mode": "chat"}, "er", "text"),
    ("7b", {"mode": "chat"}, "ee", "text"),
    ("embed-chat", {"mode": "chat"}, "uu", ""),
    ("reranker-chat", {"mode": "chat"}, "uu", ""),
    ("moderation-chat", {"mode": "chat"}, "uu", ""),
    ("guard-chat", {"mode": "chat"}, "uu", ""),
    ("guard-8b", {"mode": "chat"}, "ee", "text"),
    ("ocr-chat", {"mode": "chat", "supports_vision": True}, "uu", ""),
    ("whisper-chat", {"mode": "chat"}, "uu", ""),
    ("emb", {"mode": "embedding", "supports_embedding_image_input": True}, "rr", ""),
    ("rr", {"mode": "rerank"}, "rr", ""),
    ("mod", {"mode": "moderation"}, "rr", ""),
    ("picture", {"mode": "image_generation"}, "er", "image"),
    ("retouch", {"mode": "image_edit"}, "er", "image"),
    ("film", {"mode": "video_generation"}, "er", "video"),
    ("say", {"mode": "audio_speech"}, "er", "audio speech"),
    ("hear", {"mode": "audio_transcription"}, "rr", ""),
    ("read", {"mode": "ocr"}, "rr", ""),
    ("silent", {}, "uu", ""),
]
BILLION = 10**9
BASE = "meta-llama/Llama-3.2-3B"
#: Models of the Hub: the pipeline tag and what else the API says.
HOSTED: list[tuple[str, str | None, dict[str, Any], str, str]] = [
    ("small", "text-generation", {"safetensors": {"total": 350_000_000}}, "er", "text"),
    ("large", "text-generation", {"safetensors": {"total": 7 * BILLION}}, "ee", "text"),
    ("bert", "fill-mask", {"config": {"model_type": "bert"}}, "rr", ""),
    ("bert-gen", "text-generation", {"config": {"model_type": "bert"}}, "rr", ""),
    ("t5", "text2text-generation", {"config": {"model_type": "t5"}}, "ee", "text"),
    (
        "t5-3b",
        "text-generation",
        {"config": {"model_type": "t5"}, "safetensors": {"total": 3 * BILLION}},
        "ee",
        "text",
    ),
    ("t5-tr", "translation", {"config": {"model_type": "t5"}}, "rr", ""),
    (
        "mamba",
        "text-generation",
        {"config": {"model_type": "mamba"}, "safetensors": {"total": 3 * BILLION}},
        "ee",
        "text",
    ),
    ("rwkv", "text-generation", {"config": {"model_type": "rwkv"}}, "ee", "text"),
    ("protein-lm", "text-generation", {"safetensors": {"total": 3 * BILLION}}, "uu", ""),
    ("esm2-650m", "fill-mask", {}, "uu", ""),
    ("sound-lm", "text-to-audio", {}, "er", "audio"),
    ("old-bot", "conversational", {}, "ee", "text"),
    ("eyes", "image-text-to-text", {}, "ee", "text"),
    ("omni", "any-to-any", {}, "uu", ""),
    ("caption", "image-to-text", {}, "uu", ""),
    ("answers", "question-answering", {}, "uu", ""),
    ("new", "shiny-new-task", {}, "uu", ""),
    ("untagged", None, {"cardData": {"base_model": BASE}}, "uu", ""),
    ("merge", "text-generation", {"cardData": {"base_model": ["q/one", "q/two"]}}, "ee", "text"),
    ("guard-made", "text-generation", {"cardData": {"base_model": BASE}}, "ee", "text"),
]
#: Rows of a table: kind, task, output, parameters, architecture.
WRITTEN: list[tuple[str, str, str, str]] = [
    ("hears and sees", "model,automatic-speech-recognition; image-classification,,,", "uu", ""),
    ("the same said", "model,automatic-speech-recognition; image-classification,text,,", "uu", ""),
    ("hears", "model,automatic-speech-recognition,text,,", "rr", ""),
    ("hears and writes", "model,automatic-speech-recognition; text-generation,,,", "ee", "text"),
    ("translates, paints", "model,translation; text-to-image,,,", "eu", "image"),
    (
        "says and hears",
        "model,text-to-speech; automatic-speech-recognition,,,",
        "eu",
        "audio speech",
    ),
    ("sums up", "model,summarization,,,", "rr", ""),
    ("labels in words", "model,text-classification,text,,", "uu", ""),
    ("cuts or writes", "model,question-answering,text,,", "uu", ""),
    ("half understood", "model,magic; text-classification,,,", "uu", ""),
    ("called LLM", "LLM,translation,,,", "ee", "text"),
    ("called painter", "image generator,image-classification,,,", "eu", "image"),
    ("desk", "application,automatic-speech-recognition,text,,", "ur", ""),
    ("bot", "chatbot,conversation,,,", "er", "text"),
    ("weather", "model,weather-forecasting,,,", "uu", ""),
    ("world", "model,world-modelling,,,", "uu", ""),
    ("fold", "model,protein-structure-prediction,,,", "uu", ""),
    ("sharper", "model,super-resolution,,,", "er", "image"),
    ("cut out", "model,background-removal,,,", "rr", ""),
    ("retouched", "model,image-editing,,,", "er", "image"),
    ("under the line", "model,text-generation,,350M,", "er", "text"),
    ("on the line", "model,text-generation,,1000000000,", "ee", "text"),
    ("encodes", "model,text-generation,,,encoder-only transformer", "rr", ""),
    ("contradicts itself", "model,,text,,encoder-only transformer", "uu", ""),
    ("in two\nlines", "model,text-generation,,,", "ee", "text"),
    ("plays", "model,reinforcement-learning,,,", "rr", ""),
]
EXPECTED = {
    **{f"zyx-{name}": row for name, _, *row in OFFERED},
    **{f"zyh-{name}": row for name, _, _, *row in HOSTED},
    **{f"zyc {' '.join(name.split())}": row for name, _, *row in WRITTEN},
}


@pytest.fixture(scope="module")
def mine(ai: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    folder = tmp_path_factory.mktemp("awkward")
    litellm = {f"x/zyx-{key}": {"litellm_provider": "x", **entry} for key, entry, *_ in OFFERED}
    litellm["x/zyx-search"] = {"litellm_provider": "x", "mode": "search"}
    litellm["sample_spec"] = {"litellm_provider": "one of ...", "max_tokens": "as text"}
    hub = [
        {"id": f"q/zyh-{name}", "modelId": "", "pipeline_tag": tag, **more}
        for name, tag, more, *_ in HOSTED
    ]
    header = "name,kind,task,output,parameters,architecture"
    rows = [f'"zyc {name}",{cells}' for name, cells, *_ in WRITTEN]
    texts = {
        "map.json": json.dumps(litellm),
        "hub.json": json.dumps(hub),
        "table.csv": "\n".join([header, *rows]),
    }  # fmt: skip
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
        ai = ai.read(folder / name)
    return ai


@pytest.fixture(scope="module")
def found(mine: Taxonomy) -> dict[str, Classified]:
    systems = {system.name: system for system in mine.classify()}
    assert systems.keys() == EXPECTED.keys()
    return systems


@pytest.mark.parametrize("name", EXPECTED)
def test_verdicts(found: dict[str, Classified], name: str) -> None:
    system = found[name]
    verdicts, generates = EXPECTED[name]
    shown = "".join(str(system.verdicts[kind])[0] for kind in ("GenerativeAI", "LLM"))
    assert shown == verdicts
    assert system.generates == tuple(f"aix:{each}" for each in generates.split())


def test_what_is_unknown_has_a_reason(found: dict[str, Classified]) -> None:
    open_cases = [s for s in found.values() if str(s.verdicts["GenerativeAI"]) == "unknown"]
    assert len(open_cases) > 15
    for system in open_cases:
        said_nothing = system.name in ("zyx-silent", "zyc desk")
        assert system.left_open or system.conflicts or said_nothing, system.name
        assert system.missing or system.conflicts


def test_kinds_beside_the_verdicts(found: dict[str, Classified]) -> None:
    expected = {
        "zyx-draws": "NativelyMultimodalLLM", "zyx-talks": "NativelyMultimodalLLM",
        "zyx-sees": "VisionLLM",
        "zyx-guard-8b": "Moderator", "zyx-emb": "EmbeddingModel", "zyh-bert": "LanguageModel",
        "zyh-bert-gen": "LanguageModel", "zyh-small": "SmallLanguageModel",
        "zyc hears": "SpeechRecognizer", "zyc bot": "ConversationalSystem",
    }  # fmt: skip
    shown = {name: kind for name, kind in expected.items() if f"ait:{kind}" in found[name].kinds}
    assert shown == expected
    # What sees images is multimodal; what draws them is so natively.
    assert all("ait:MultimodalLLM" in found[f"zyx-{x}"].kinds for x in ("draws", "talks", "sees"))
    assert "ait:NativelyMultimodalLLM" not in found["zyx-sees"].kinds
    assert "ait:MultimodalLLM" not in found["zyx-7b"].kinds
    assert "ait:SpeechGenerator" not in found["zyh-old-bot"].kinds


def test_a_contradiction_claims_nothing(found: dict[str, Classified]) -> None:
    system = found["zyc contradicts itself"]
    assert system.conflicts
    assert system.kinds == ("ait:AIArtifact",)
    assert [name for name, each in found.items() if each.conflicts] == [system.name]


def test_everything_is_accounted_for(mine: Taxonomy) -> None:
    litellm, hub, table = mine.tallies.values()
    assert litellm.skipped.total() == 2
    assert hub.noted["a base model that the inventory does not list"] == 2
    assert table.unknown_fields == {"'magic' is not one of our tasks": 1}
    for tally in (litellm, hub, table):
        assert tally.read == tally.mapped + tally.skipped.total()
