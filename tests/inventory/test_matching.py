"""Names of real inventories against the shipped graph: what matches, how, and what must not."""

from types import SimpleNamespace
from typing import Any

import pyoxigraph as ox
import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.inventory import Matcher, Record, Source
from aitaxonomy.inventory.matching.name_index import KnownKinds
from aitaxonomy.inventory.matching.name_parts import take_apart
from aitaxonomy.rdf.namespaces import AIT, RDF

#: Names of LiteLLM's map, with the system each is, and the way that this is found.
OFFERED = [
    ("azure/gpt-4o", "gpt-4o", "exact"),
    ("gpt-4o-2024-05-13", "gpt-4o", "exact"),
    ("gpt-4o-2024-08-06", "gpt-4o", "dated snapshot"),
    ("azure/global-standard/gpt-4o-2024-11-20", "gpt-4o", "dated snapshot"),
    ("gpt-4o-mini", "gpt-4o-mini", "exact"),
    ("azure/gpt-4.1-nano", "gpt-4.1-nano", "exact"),
    ("gpt-4-turbo-preview", "gpt-4-turbo", "exact"),
    ("anthropic.claude-3-5-sonnet-20241022-v2:0", "claude-3.5-sonnet", "dated snapshot"),
    ("us.anthropic.claude-3-5-haiku-20241022-v1:0", "claude-3.5-haiku", "normalised"),
    ("bedrock/us-east-1/anthropic.claude-v2:1", "claude-2.1", "normalised"),
    ("vertex_ai/claude-3-7-sonnet@20250219", "claude-3.7-sonnet", "normalised"),
    ("vercel_ai_gateway/anthropic/claude-4-sonnet", "claude-sonnet-4", "normalised"),
    ("heroku/claude-3-5-sonnet-latest", "claude-3.5-sonnet", "dated snapshot"),
    ("eu.amazon.nova-2-lite-v1:0", "nova-2-lite", "normalised"),
    ("gemini/gemini-2.5-flash-lite", "gemini-2.5-flash-lite", "exact"),
    ("deepinfra/deepseek-ai/DeepSeek-R1-0528", "deepseek-r1-0528", "exact"),
    ("deepseek/deepseek-v3-0324", "deepseek-v3-0324", "exact"),
    ("fireworks_ai/accounts/fireworks/models/llama-v3p2-3b", "llama-3.2-3b", "normalised"),
    ("meta.llama3-2-3b-instruct-v1:0", "llama-3.2-3b", "normalised"),
    ("ollama/llama3.1", "llama-3.1", "normalised"),
    ("meta.llama2-13b-chat-v1", "llama-2-13b", "similar"),
    ("meta.llama3-1-70b-instruct-v1:0", "llama-3.1-70b", "similar"),
    ("deepinfra/meta-llama/Meta-Llama-3-8B-Instruct", "llama-3-8b", "similar"),
    ("mistral.mixtral-8x7b-instruct-v0:1", "mixtral-8x7b", "similar"),
    ("deepinfra/Qwen/Qwen2.5-72B-Instruct", "qwen2.5-72b", "normalised"),
    ("novita/qwen/qwen3-235b-a22b-fp8", "qwen3-235b-a22b", "similar"),
    ("mistral/mistral-large-2407", "mistral-large-2", "exact"),
    ("mistral/mistral-large-latest", "mistral-large-family", "family"),
    ("jamba-1.5-large@001", "jamba-1.5-large", "dated snapshot"),
    ("1024-x-1024/50-steps/stability.sd3-5-large-v1:0", "stable-diffusion-3.5-large", "normalised"),
    ("hd/1024-x-1792/dall-e-3", "dall-e-3", "exact"),
    ("text-embedding-3-small", "text-embedding-3-small", "exact"),
    ("tts-1-hd-1106", "tts-1-hd", "dated snapshot"),
    ("cohere.embed-english-v3", "cohere-embed-v3", "normalised"),
    ("black_forest_labs/flux-pro-1.1-ultra", "flux-1.1-pro-ultra", "normalised"),
    ("gpt-4o-mini-transcribe", "gpt-4o-mini-transcribe", "exact"),
    ("xai/grok-4-fast-non-reasoning", "grok-4-fast", "exact"),
    ("xai/grok-3-mini", "grok-3-mini", "exact"),
]
#: Names of the Hub, or as people write them.
WRITTEN = [
    ("meta-llama/Llama-3.1-8B-Instruct", "llama-3.1-8b", "similar"),
    ("meta-llama/Llama-3.1-405B-Instruct", "llama-3.1", "similar"),
    ("meta-llama/Llama-3.2-3B-Instruct", "llama-3.2-3b", "exact"),
    ("meta-llama/Llama-Guard-3-8B", "llama-guard-3-8b", "exact"),
    ("Llama 2", "llama-2", "exact"),
    ("Llama 2 70B", "llama-2", "exact"),
    ("Llama 2 13B", "llama-2-13b", "exact"),
    ("llama-2-7b-chat", "llama-2-7b", "similar"),
    ("TheBloke/Llama-2-7B-GGUF", "llama-2-7b", "similar"),
    ("TheBloke/Llama-2-34B-GGUF", "llama-2-family", "family"),
    ("Llama 2 34B", "llama-2-family", "family"),
    ("Llama 2 family", "llama-2-family", "exact"),
    ("Claude family", "claude", "normalised"),
    ("Gemini models", "gemini", "normalised"),
    ("LLaMA", "llama", "exact"),
    ("codellama/CodeLlama-34b-Instruct-hf", "code-llama-34b", "similar"),
    ("RWKV/rwkv-4-7b-pile", "rwkv-4-7b", "normalised"),
    ("bert-base-uncased", "bert-base", "exact"),
    ("openai-community/gpt2-large", "gpt-2-774m", "exact"),
    ("Qwen/Qwen2.5-7B-Instruct", "qwen2.5-7b", "exact"),
    ("deepseek-ai/DeepSeek-R1", "deepseek-r1", "exact"),
    ("unsloth/gemma-3-12b-it", "gemma-3-12b", "similar"),
    ("google/gemma-3-12b-it", "gemma-3-12b", "exact"),
    ("openai/gpt-oss-20b", "gpt-oss-20b", "exact"),
    ("GPT-4o mini", "gpt-4o-mini", "exact"),
    ("gpt 4o", "gpt-4o", "normalised"),
    ("OpenAI: GPT-4o", "gpt-4o", "exact"),
    ("claude sonnet 3.5", "claude-3.5-sonnet", "exact"),
    ("DALL-E 3", "dall-e-3", "exact"),
    ("ViT-H/14", "vit-huge", "exact"),
    ("Claude 3.5 Sonet", "claude-3.5-sonnet", "similar"),
    ("Mistrall Large", "mistral-large", "similar"),
    ("ChatGPT", "chatgpt", "exact"),
    ("Github Copilot", "github-copilot", "exact"),
    ("Claude 3", "claude-3", "exact"),
    ("Llama 3.1", "llama-3.1", "exact"),
]
#: A name, and a system that it must not be taken for, by whatever way.
APART = [
    ("r1-1776", "xcon"),  # 1776 is not a date
    ("gpt-4o mini", "gpt-4o"),
    ("gpt-4o-mini-2024-07-18", "gpt-4o"),
    ("azure/gpt-4o-audio-preview", "gpt-4o"),
    ("gpt-4o-realtime-preview-2024-12-17", "gpt-4o"),
    ("gpt-4o-search-preview", "gpt-4o"),
    ("gpt-4.1", "gpt-4"),
    ("gpt-4-0613", "gpt-4-turbo"),
    ("gpt-4.5-preview", "gpt-4"),
    ("azure/gpt-41", "gpt-4.1"),
    ("Llama 3.3 8B", "llama-3.3-70b"),
    ("meta-llama/Llama-3.1-70B-Instruct", "llama-3.2-3b"),
    ("meta.llama3-1-70b-instruct-v1:0", "llama-3"),
    ("deepinfra/meta-llama/Meta-Llama-3-8B-Instruct", "llama-3.1"),
    ("meta-llama/Llama-2-13b-chat-hf", "llama-1"),
    ("meta-llama/Llama-2-13b-chat-hf", "llama-2"),
    ("Llama 2 34B", "llama-2"),
    ("Llama 2", "llama-2-family"),
    ("Llama 3.1 8B", "llama-3-8b"),
    ("GPT-4 models", "gpt-4"),
    ("anthropic.claude-3-sonnet-20240229-v1:0", "claude-3.5-sonnet"),
    ("anthropic.claude-3-5-sonnet-20240620-v1:0", "claude-3"),
    ("claude-3-haiku-20240307", "claude-3.5-haiku"),
    ("anthropic.claude-instant-v1", "claude"),
    ("anthropic.claude-v2:1", "claude"),
    ("anthropic.claude-v2:1", "claude-2"),
    ("gemini-1.5-flash-8b", "gemini-1.5-flash"),
    ("gemini/gemini-2.0-flash-lite", "gemini-2.0-flash"),
    ("gemini-2.5-pro-preview-tts", "gemini-2.5-pro"),
    ("gemini/gemini-3.1-flash-image", "gemini-3-flash"),
    ("mistral/mistral-large-latest", "mistral-large"),
    ("mistral/codestral-latest", "codestral"),
    ("mistral-small-latest", "mistral-small-3"),
    ("EleutherAI/gpt-neo-2.7B", "gpt"),
    ("EleutherAI/gpt-j-6b", "gpt"),
    ("deepgram/nova-2", "amazon-nova"),
    ("deepgram/nova", "amazon-nova"),
    ("voyage/rerank-2", "cohere-rerank-3"),
    ("voyage/rerank-3", "cohere-rerank-3"),
    ("dashscope/wan3.0-video", "wan-2.1"),
    ("deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "deepseek-r1"),
    ("Qwen/Qwen2.5-0.5B-Instruct", "qwen2.5-7b"),
    ("Qwen/Qwen2.5-Coder-7B", "qwen2.5-7b"),
    ("Qwen/Qwen2-7B", "qwen2.5-7b"),
    ("ministral-8b-latest", "mistral-7b"),
    ("mistralai/Mixtral-8x22B-v0.1", "mixtral-8x7b"),
    ("davinci-002", "gpt-3"),
    ("grok-4.20-reasoning", "grok-4"),
    ("Claude 3.5 Haiku", "claude-3.5-sonnet"),
]


@pytest.fixture(scope="module")
def matcher(ai: Taxonomy) -> Matcher:
    return ai.content.matcher


def offered(name: str) -> Record:
    return Record(name, Source("map.json", "litellm"), id=name)


def written(name: str) -> Record:
    return Record(name, Source("models.csv", "csv"))


@pytest.mark.parametrize(("name", "system", "way"), OFFERED, ids=str)
def test_offered_names_match(matcher: Matcher, name: str, system: str, way: str) -> None:
    match = matcher.match(offered(name))
    assert match is not None
    assert (match.iri.rsplit("/", 1)[-1], match.way) == (system, way)
    assert 0 < match.confidence <= 1


@pytest.mark.parametrize(("name", "system", "way"), WRITTEN, ids=str)
def test_written_names_match(matcher: Matcher, name: str, system: str, way: str) -> None:
    match = matcher.match(written(name))
    assert match is not None
    assert (match.iri.rsplit("/", 1)[-1], match.way) == (system, way)


@pytest.mark.parametrize(("name", "system"), APART, ids=str)
def test_names_that_must_not_match(matcher: Matcher, name: str, system: str) -> None:
    iri = f"https://w3id.org/aitaxonomy/id/{system}"
    assert matcher.system(iri).kinds, "the test would show nothing"
    for record in (offered(name), written(name)):
        match = matcher.match(record)
        assert match is None or match.iri != iri, match


def test_there_are_enough_of_both() -> None:
    assert len(OFFERED) + len(WRITTEN) + len(APART) >= 60
    assert len(APART) >= 25


@pytest.mark.parametrize(
    "name",
    ["", " ", "-", "Ticket router", "x", "model", "7B", "2024-01-01", "🦙", "latest", "a" * 5000],
)
def test_names_that_match_nothing(matcher: Matcher, name: str) -> None:
    assert matcher.match(written(name)) is None


def test_another_developer_lowers_the_confidence(matcher: Matcher) -> None:
    ours = matcher.match(Record("gpt-4o", Source("a.csv", "csv"), developer="OpenAI"))
    theirs = matcher.match(Record("gpt-4o", Source("a.csv", "csv"), developer="Meta"))
    assert ours is not None
    assert theirs is not None
    assert ours.confidence == 1
    assert (theirs.way, theirs.confidence < 0.7, theirs.same) == ("similar", True, False)


def test_the_best_of_several_names_counts(matcher: Matcher) -> None:
    record = Record("Our favourite", Source("a.csv", "csv"), aliases=("gpt-4o",))
    match = matcher.match(record)
    assert match is not None
    assert match.iri.endswith("/gpt-4o")


def test_what_is_derived_is_not_in_the_family_it_is_named_after(matcher: Matcher) -> None:
    from aitaxonomy.inventory import Derivation

    record = Record(
        "llama-3.1-99b-thing",
        Source("a.json", "huggingface"),
        derived_from=(Derivation("meta-llama/Llama-3.1-8B", "fine-tuned"),),
    )
    assert matcher.match(record) is None


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Claude 3.5 Sonnet", ("claude", "3.5", "sonnet")),
        ("claude-3-5-sonnet-20241022", ("claude", "3.5", "sonnet")),
        ("llama-v3p1-8b-instruct", ("llama", "3.1", "8b", "instruct")),
        ("llama-3-8b", ("llama", "3", "8b")),
        ("GPT-4o", ("gpt", "4", "o")),
        ("gemini-1.5-pro-002", ("gemini", "1.5", "pro")),
        ("davinci-002", ("davinci", "002")),
        ("Mixtral-8x7B-Instruct-v0.1", ("mixtral", "8x7b", "instruct", "0.1")),
    ],
)
def test_parts_of_names(name: str, core: tuple[str, ...]) -> None:
    assert take_apart(name).core == core


@pytest.mark.parametrize(
    ("name", "system", "confidence"),
    [("Llama 3.1 8B", "llama-3.1-8b", 1.0), ("GitHub Co-Pilot", "github-copilot", 0.95),
     ("Anthropic Claude", "claude", 1.0), ("Meta AI", "meta-ai-assistant", 1.0),
     ("AlphaFold", "alphafold", 1.0), ("Microsoft M365 Copilot AI", "microsoft-365-copilot", 1.0),
     ("Claude (for staff)", "claude", 1.0),
     ("Microsoft 365 Copilot GCC", "microsoft-365-copilot", 1.0)],
)  # fmt: skip
def test_names_of_people_are_found(
    matcher: Matcher, name: str, system: str, confidence: float
) -> None:
    match = matcher.match(written(name))
    assert match is not None
    assert (match.iri.rsplit("/", 1)[-1], match.confidence) == (system, confidence)


@pytest.mark.parametrize(
    "name",
    ["ATLAS", "ERNIE", "Titan", "Aurora", "Copilot", "Fin", "Image Creator", "HERMeS (excerpts)",
     "Albert", "RAG", "Phoenix"],
)  # fmt: skip
def test_a_common_name_alone_identifies_nothing(matcher: Matcher, name: str) -> None:
    for match in (matcher.match(written(name)), matcher.match_name(name)):
        assert match is not None and not match.trusted and not match.same


@pytest.mark.parametrize(
    ("name", "fields"),
    [("ERNIE", {"developer": "Baidu"}), ("Titan", {"id": "amazon-titan"}),
     ("Aurora", {"tasks": ("weather-forecasting",)})],
    ids=str,
)  # fmt: skip
def test_a_second_witness_makes_a_common_name_certain(
    matcher: Matcher, name: str, fields: dict[str, object]
) -> None:
    match = matcher.match(Record(name, Source("a.csv", "csv"), **fields))  # type: ignore[arg-type]
    assert match is not None and match.trusted
    other = {"developer": "Contoso", "id": name, "tasks": ("text-to-image",)}
    unlike = Record(name, Source("a.csv", "csv"), **other)  # type: ignore[arg-type]
    apart = matcher.match(unlike)
    assert apart is None or not apart.trusted


def test_an_exact_id_with_a_name_that_agrees_is_certain(matcher: Matcher) -> None:
    record = Record(
        "Llama-3.1-8B", Source("a.csv", "csv"), id="meta-llama/Llama-3.1-8B", developer="OpenAI"
    )
    match = matcher.match(record)
    assert match is not None and (match.way, match.confidence) == ("exact", 1.0)
    other = matcher.match(record._replace(name="Our own model"))
    assert other is not None and other.confidence < 0.9


def test_who_sells_models_sells_no_families(matcher: Matcher) -> None:
    for name, model, family in (("command", "cohere-command", ""), ("llava", "llava-1", "llava")):
        sold = matcher.match(offered(name))
        assert sold is not None and sold.iri.endswith(f"/{model}") and sold.same
        if family:
            told = matcher.match(written(name))
            assert told is not None and told.iri.endswith(f"/{family}")


def test_a_family_suggests_what_its_decided_members_are() -> None:
    """A member of undecided kind speaks neither for nor against what the others are."""
    family, how = [f"urn:m{i}" for i in range(5)], {"is": RDF + "type", "no": AIT + "isNotA"}
    said = [("urn:m0", "is"), ("urn:m1", "is"), ("urn:m2", "is"), ("urn:m3", "no")]
    terms = [tuple(map(ox.NamedNode, (it, how[x], AIT + "LLMTechnology"))) for it, x in said]
    table = SimpleNamespace(rows=[("urn:f", each) for each in family], terms=terms)
    store: Any = SimpleNamespace(select=lambda _: table)
    (found,) = KnownKinds({"urn:f": "F"}, store).suggested_by("urn:f", True)
    assert (found.kind, found.share) == ("LLMTechnology", 3 / 4)
    assert found.because == "as 3 of 4 known models of the family F"
