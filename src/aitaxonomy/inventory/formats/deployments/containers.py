"""Containers: which models they serve, and which their programs call, by how they are run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from aitaxonomy.inventory.formats.fields import at, mapping, text, unique

#: Images of programs that serve models; the name of some has the model that is in them.
_SERVER = re.compile(
    r"vllm|sglang|ollama|text-generation|text-embeddings|transformers-inference|llama[.-]?cpp|"
    r"local-?ai\b|lmdeploy|triton|infinity|whisper|huggingface|xinference|nvcr\.io/nim",
    re.IGNORECASE,
)
_HELD = re.compile(r"(?:nvcr\.io/nim/|transformers-inference:)([^:@]+)")
#: What a model follows in a command, and the variables of an environment that name one.
_OPTION = re.compile(r"--(?:model|hf)(?:[-_](?:id|path|repo))?|-hf")
_COMMANDS = frozenset(("vllm serve", "ollama run", "ollama pull"))
_VARIABLE = re.compile(r"(?:\w*_)?MODEL(?:_ID|_NAME)?", re.IGNORECASE)


def models_of(container: Any) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Return the models that a container serves, those that it calls, and whether it is a server.

    >>> models_of({"image": "vllm/vllm-openai", "command": "--model Qwen/Qwen3-8B"})
    (('Qwen/Qwen3-8B',), (), True)
    >>> models_of({"image": "our/desk", "environment": ["OPENAI_MODEL=gpt-4o"]})
    ((), ('gpt-4o',), False)
    """
    container = mapping(container)
    image = text(container.get("image")) or ""
    served = unique((*_HELD.findall(image), *_in_command(container)))
    variables = () if served else unique(_in_environment(container))
    if _SERVER.search(image):
        return served or variables, (), True
    return served, variables, False


def _in_command(container: dict[str, Any]) -> Iterator[str]:
    """Yield the models that options and commands name, and files of weights."""
    lines = (str(each) for key in ("entrypoint", "command", "args") for each in at(container, key))
    words = [word.strip("\"';") for line in lines for word in line.split()]
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        option, _, value = word.partition("=")
        if _OPTION.fullmatch(option) or f"{before} {word}" in _COMMANDS:
            yield value or after
        elif before == "-m" and word.endswith(".gguf"):
            yield word


def _in_environment(container: dict[str, Any]) -> Iterator[str]:
    """Yield the models that variables name, as Compose and Kubernetes list these."""
    for given in (*at(container, "environment"), *at(container, "env")):
        if isinstance(given, str):
            pairs = [given.partition("=")[::2]]
        elif "value" in mapping(given):
            pairs = [(given.get("name"), given["value"])]
        else:
            pairs = list(mapping(given).items())
        for name, value in pairs:
            model = text(value) or ""
            if _VARIABLE.fullmatch(str(name)) and any(map(str.isalpha, model)):
                yield model
