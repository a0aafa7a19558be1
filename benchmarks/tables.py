"""A made-up inventory as a table: names as people and hubs write them, some known, some broken.

    python benchmarks/tables.py 100000 models.csv

Of a hundred rows some 8 name a system that the shipped graph knows, in one of several spellings; 40
are models of a hub that are named after a known line; 47 are tools of a house and models that
nobody else knows; 5 are faulty (no name, line breaks, a date of 1970, a cell too many ...). Nearly
every name occurs once, which is the worst for whoever matches names. The same number and seed give
the same bytes.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path

COLUMNS = (
    "id", "name", "kind", "developer", "provider", "task", "input", "output", "parameters",
    "built_on", "released", "licence", "access", "cost centre",
)  # fmt: skip
#: Systems of the shipped graph in spellings that occur, with their developers.
KNOWN = (
    ("gpt-4o", "OpenAI"), ("GPT-4o mini", "OpenAI"), ("gpt-4o-2024-08-06", "OpenAI"),
    ("gpt-4-turbo-preview", "OpenAI"), ("dall-e-3", "OpenAI"), ("Whisper", "OpenAI"),
    ("ChatGPT", "OpenAI"), ("text-embedding-3-small", "OpenAI"), ("Claude 3.5 Sonnet", "Anthropic"),
    ("claude-3-5-sonnet-20241022", "Anthropic"), ("Claude 3.5 Sonet", "Anthropic"),
    ("anthropic.claude-v2:1", "Amazon"), ("Gemini 2.5 Pro", "Google"), ("gemini-2.5-flash", ""),
    ("meta-llama/Llama-3.1-8B-Instruct", "Meta"), ("Llama 3.2 3B", "Meta"), ("BERT", "Google"),
    ("Stable Diffusion XL", "Stability AI"), ("mistral-large-latest", "Mistral AI"),
    ("Mixtral-8x7B-Instruct-v0.1", "Mistral AI"), ("Qwen2.5-72B-Instruct", "Alibaba"),
    ("deepseek-ai/DeepSeek-R1", "DeepSeek"), ("Midjourney", "Midjourney, Inc."),
    ("Github Copilot", "GitHub"), ("Runway", ""),
)  # fmt: skip
LINES = ("llama-3.1", "Llama-2", "Qwen2.5", "mistral", "gemma-2", "phi-3", "bert-base", "t5",
         "stable-diffusion-v1-5", "whisper-large-v3", "deepseek-llm", "falcon", "gpt2",
         "flux-1-dev", "wav2vec2", "roberta-large", "pythia", "mixtral-8x7b", "yi",
         "bloom")  # fmt: skip
SIZES = ("0.5B", "1.1B", "3b", "7B", "8b", "13B", "34b", "70B", "160M", "350m")
ENDS = ("", "-instruct", "-chat", "-GGUF", "-AWQ", "-4bit", "-lora", "-v2", "-v0.3", "-merged")
SYLLABLES = ("ka", "lo", "mi", "ra", "ven", "tor", "zu", "bel", "nix", "or", "sha", "qui", "den",
             "pra", "um", "tes", "gal", "fi", "hex", "wyn")  # fmt: skip
TOPICS = ("Invoice", "Ticket", "Contract", "Claims", "Maintenance", "Churn", "Fraud", "Recruiting",
          "Image", "Meeting", "Warehouse", "Pricing", "Legal", "Customer", "Sensor", "Demand",
          "Sales", "Chat", "Voice", "Document")  # fmt: skip
ROLES = ("classifier", "assistant", "router", "forecast", "search", "summariser", "bot", "scorer",
         "extraction", "detector", "copilot", "translator", "recommender", "generator",
         "OCR")  # fmt: skip
TASKS = ("text-generation", "text-classification", "translation", "text-to-image", "fill-mask",
         "automatic-speech-recognition", "feature-extraction", "tabular-regression",
         "image-classification", "time-series-forecasting", "summarization", "text-to-speech",
         "object-detection", "question-answering", "conversation")  # fmt: skip
OUTPUTS = ("text", "image", "class label", "text; code", "embedding", "speech", "audio, text")
LICENCES = ("apache-2.0", "MIT", "llama3.1", "cc-by-nc-4.0", "proprietary", "our own", "unknown")
ACCESSES = ("API", "open weights", "web", "gated", "self-hosted", "on request")
KINDS = ("model", "application", "chatbot", "agent", "AI system", "LLM", "robot")


def rows(count: int, seed: int = 7) -> Iterator[list[str]]:
    """Yield the header and `count` rows of cells."""
    draw = random.Random(seed)
    yield list(COLUMNS)
    for number in range(count):
        sort = draw.random()
        if sort < 0.08:
            name, developer = draw.choice(KNOWN)
        elif sort < 0.48:
            name, developer = _of_a_hub(draw)
        elif sort < 0.80:
            name = f"{draw.choice(TOPICS)} {draw.choice(ROLES)} {_coined(draw)}{_version(draw)}"
            developer = _house(draw)
        else:
            name, developer = f"{_coined(draw)}-{draw.choice(SIZES)}{_version(draw)}", _house(draw)
        row = _row(number, name, developer, draw)
        yield _broken(row, draw) if draw.random() < 0.05 else row


def write(path: str | Path, count: int, seed: int = 7) -> None:
    """Write the table to a file."""
    with Path(path).open("w", encoding="utf-8", newline="", buffering=1 << 20) as file:
        csv.writer(file, lineterminator="\n").writerows(rows(count, seed))


def _row(number: int, name: str, developer: str, draw: random.Random) -> list[str]:
    def some(share: float, value: str) -> str:
        return value if draw.random() < share else ""

    built_on = draw.choice(KNOWN)[0] if draw.random() < 0.5 else f"{_coined(draw)}-7b"
    return [
        some(0.5, f"{_coined(draw)}-{number}"),
        name,
        some(0.3, draw.choice(KINDS)),
        some(0.8, developer),
        some(0.2, draw.choice(("Azure", "AWS", "Hugging Face", "in house"))),
        some(0.6, draw.choice(TASKS)),
        some(0.2, draw.choice(("text", "image", "text; image", "table"))),
        some(0.3, draw.choice(OUTPUTS)),
        some(0.3, draw.choice((*SIZES, "7000000000", "large"))),
        some(0.15, built_on),
        some(0.5, f"{draw.randint(2016, 2026)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"),
        some(0.5, draw.choice(LICENCES)),
        some(0.4, draw.choice(ACCESSES)),
        some(0.5, str(draw.randint(1000, 9999))),
    ]


def _broken(row: list[str], draw: random.Random) -> list[str]:
    """Break a row in one of the ways that are found in real files."""
    at = {name: place for place, name in enumerate(COLUMNS)}
    name = row[at["name"]]
    match draw.randrange(8):
        case 0:
            row[at["name"]] = draw.choice(("", "None", "n/a", "-"))
        case 1:
            row[at["name"]] = f" {name[:5]}\n  {name[5:]} "
        case 2:
            row[at["released"]] = draw.choice(("1970-01-01", "2024-13-45", "soon", "2024"))
        case 3:
            row.append("a cell too many")
        case 4:
            row[at["task"]] = draw.choice(("magic", "text-generation, magic", "everything"))
        case 5:
            row[at["name"]] = f"文心 {name} 🦙 é"
        case 6:
            row[at["name"]] = name * 12
        case _:
            row = row[:3]
    return row


def _of_a_hub(draw: random.Random) -> tuple[str, str]:
    """Return the name of a model that somebody made of a known one, and who."""
    maker = draw.choice((f"{_coined(draw)}{draw.randint(1, 99)}", "TheBloke", "unsloth"))
    line = draw.choice(LINES)
    size = f"-{draw.choice(SIZES)}" if draw.random() < 0.7 else ""
    own = f"-{_coined(draw)}" if draw.random() < 0.8 else ""
    return f"{maker}/{line}{size}{own}{draw.choice(ENDS)}", maker


def _coined(draw: random.Random) -> str:
    return "".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))).capitalize()


def _version(draw: random.Random) -> str:
    return draw.choice(("", "", " v2", " 1.4", " 2024-05-01", " beta", " 3"))


def _house(draw: random.Random) -> str:
    return f"{_coined(draw)} {draw.choice(('GmbH', 'Labs', 'AI', 'Inc.', 'department'))}"


if __name__ == "__main__":
    write(sys.argv[2], int(sys.argv[1]))
