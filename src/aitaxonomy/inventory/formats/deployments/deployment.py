"""Files that set models and agents up: a table says where each kind of file names them.

Ollama's Modelfile, a LiteLLM proxy, Compose, Kubernetes, KServe, CrewAI, Azure ML and Terraform.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.deployments.terraform import Unresolved, read_blocks
from aitaxonomy.inventory.formats.documents import FileStart, file_start, read_text
from aitaxonomy.inventory.formats.fields import Layout, at, mapping, text, unique
from aitaxonomy.inventory.formats.plain_values import Located, load_yaml, put
from aitaxonomy.inventory.record import Derivation, Record, Source, Tally
from aitaxonomy.spreadsheets import read_table

FORMAT = "deployment"

#: What stands in the files of each kind, all of it.
_MARKS = {
    "kubernetes": (r"^apiVersion:", r"^kind:"),
    "compose": (r"^services:", r"^[ \t]+(?:image|build|provider|models):"),
    "crewai": (r"^[ \t]+role:", r"^[ \t]+goal:", r"^[ \t]+backstory:"),
    "vllm-chart": (r"^servingEngineSpec:", r"^[ \t-]+modelURL:"),
    "litellm-proxy": (r"^model_list:", r"^[ \t-]+litellm_params:"),
    "azure-ml": (r"^\$schema:.*azuremlschemas\S*(?:[Dd]eployment|[Ee]ndpoint)\.schema\.json",),
}
_TERRAFORM = re.compile(r'^(?:resource|data)[ \t]+"[\w-]+"[ \t]+"[\w-]+"[ \t]*\{', re.MULTILINE)
#: A Modelfile, by its first instruction, its name, and the instructions that Docker lacks.
_FROM = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*FROM[ \t]+\S", re.IGNORECASE)
_MODELFILE = re.compile(r"\.?modelfile\.?", re.IGNORECASE)
_OF_OLLAMA = re.compile(r"^(?:PARAMETER|TEMPLATE|SYSTEM|ADAPTER|MESSAGE)\b", re.MULTILINE)
_INSTRUCTION = re.compile(r"^([A-Za-z]+)[ \t]+(\S+)(?:[ \t]+(\S+))?", re.MULTILINE)
_QUOTED = re.compile(r'"""(?:.*?"""|.*)', re.DOTALL)
#: A variable with what stands in for it, and one without.
_DEFAULT, _VARIABLE = re.compile(r"\$\{\w+:?-([^}]+)\}"), re.compile(r"\$\{|\$\w|\{\{")
#: Where a file of Terraform gives a variable or a local value.
_GIVEN = {"var": "variable.{}.default", "local": "locals.{}"}
#: Where a model is kept, before and after its name; the path of a bucket has no name.
_BEFORE = re.compile(
    r"\A(?:hf://|https://huggingface\.co/|azureml:(?://registries/[^/]+/models/)?|arn:[^/]*/|"
    r"publishers/[^/]+/models/(?:[^/@]+@(?=[a-z]))?|(?:\.{0,2}|~)/(?:.*/)?)"
)
_AFTER = re.compile(r"\.gguf|/(?:versions|labels)/[^/]+|@[\w.-]+")
_BUCKET = re.compile(r"\w+://")


def recognises(start: FileStart) -> bool:
    """Return whether a file sets up models or agents in one of the ways that are known."""
    return _kind(start) is not None


def _kind(start: FileStart) -> str | None:
    """Return the kind of a file, as the table of places has it."""
    if start.path.suffix.lower() == ".tf" or _TERRAFORM.search(start.text):
        return "terraform"
    if _FROM.match(start.text):
        ours = _MODELFILE.search(start.path.name) or _OF_OLLAMA.search(start.text)
        return "modelfile" if ours else None
    if start.form not in ("yaml", "front matter"):
        return None
    found = (kind for kind, marks in _MARKS.items()
             if all(re.search(each, start.text, re.MULTILINE) for each in marks))  # fmt: skip
    return next(found, None)


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield one record per model, agent or program that calls a model.

    Raises `ImportFault` for a file of another kind, and for what cannot be taken apart.
    """
    kind = _kind(file_start(path))
    if kind is None:
        known = "a Modelfile, LiteLLM proxy, Compose, Kubernetes, CrewAI, Azure ML or Terraform"
        raise ImportFault(f"{path}: sets up no models in a way that is known: {known}")
    document = _document(path, kind)
    models = _Models(document, tally)
    table = [
        row for row in read_table(Path(__file__).with_name("places.tsv")) if row["file"] == kind
    ]
    for place in table:
        for key, entry in _entries(document, place["entries"], ""):
            source = Source(str(path), FORMAT, getattr(entry, "line", None))
            yield from models.records(place, key, entry, source)
    if kind == "terraform":
        listed = frozenset(place["entries"].split(".")[1] for place in table)
        for sort in ("resource", "data"):
            tally.leave(mapping(mapping(document).get(sort)), listed)


def _document(path: Path, kind: str) -> Any:
    """Return a file as plain values; of YAML the list of its documents."""
    written = read_text(path)
    if kind == "terraform":
        return read_blocks(written, path)
    if kind != "modelfile":
        return load_yaml(written, str(path), several=True)
    found = Located({"name": _MODELFILE.sub("", path.name)})
    for name, value, setting in _INSTRUCTION.findall(_QUOTED.sub("", written)):
        put(found, name.upper(), {value: setting} if setting else value)
    if "ADAPTER" in found:  # which makes another model of it
        found["BASE"] = found.pop("FROM")
    return found


def _entries(value: Any, path: str, key: str) -> Iterator[tuple[str, Any]]:
    """Yield the mappings at a path, as `at` has it, each with the last key that leads there."""
    if isinstance(value, list):
        for each in value:
            yield from _entries(each, path, key)
    elif isinstance(value, dict) and not path:
        yield key, value
    elif isinstance(value, dict):
        first, _, rest = path.partition(".")
        for name in value if first == "*" else [first]:
            yield from _entries(value.get(name), rest, str(name))


def _at(entry: Any, paths: str) -> list[Any]:
    """Return the values at the first of several paths that has any, "." for the entry itself."""
    found = ([*at(entry, path.strip("."))] for path in paths.split("|") if path)
    return next(filter(None, found), [])


class _Models:
    """Makes records of the models of a document, and of what calls them."""

    def __init__(self, document: Any, tally: Tally) -> None:
        self._document, self._tally = document, tally

    def records(
        self, place: Mapping[str, str], key: str, entry: Any, source: Source
    ) -> Iterator[Record]:
        """Yield one record per model that an entry serves, or that of the system that it is."""
        runs = [models_of(each) for each in _at(entry, place["container"])]
        served = [*_at(entry, place["model"]), *(each for run in runs for each in run[0])]
        called = [*_at(entry, place["built_on"]), *(each for run in runs for each in run[1])]
        for each in at(entry, "models") if place["file"] == "compose" else ():
            for name in each if isinstance(each, dict) else [each]:  # which stand beside it
                called += at(self._document, f"models.{name}.model")
        name = next(filter(None, map(text, _at(entry, place["name"]))), None) or key
        if not (served or called or place["kind"]):
            self._tally.read += 1
            server = any(run[2] for run in runs)
            why = "a server of models that names none: list them" if server else "no model named"
            self._tally.skip(why, f"{name} ({source})" if name else str(source))
            return
        models, bases = (self._named(each, str(source)) for each in (served, called))
        paths = {f: place[f] for f in ("description", "context_window") if place[f]}
        read = " ".join(place.values()).replace("|", " ").split()
        layout = Layout(FORMAT, paths, also=" ".join(each.split(".")[0] for each in read))
        for id in models or ("",):
            record = layout.record(
                entry, source, self._tally, id=id or None, of_models=bool(served),
                name=name if name and len(models) < 2 else (id or source.file).rpartition("/")[2],
                kind=place["kind"] or (None if served else "AISystem"),
                derived_from=tuple(map(Derivation, bases)),
            )  # fmt: skip
            yield from (record,) if record else ()

    def _named(self, values: Iterable[Any], where: str) -> tuple[str, ...]:
        """Return the models that values name; those that another file sets are noted."""
        found = []
        for value in values:
            written = text(value) or ""
            if isinstance(value, Unresolved):
                sort, _, name = value.text.partition(".")
                known = at(self._document, _GIVEN.get(sort, "").format(name))
                written = next(filter(None, map(text, known)), f"${{{value.text}}}")
            written = _DEFAULT.sub(r"\1", written)
            if _VARIABLE.search(written):
                what = f"its model is set elsewhere, by {written!r}, and not read"
                self._tally.note(what, where)
            else:
                found.append(_model(written))
        return unique(filter(None, found))


def _model(written: str) -> str:
    """Return the name of a model without the place where it is kept, "" for one without a name.

    >>> _model("publishers/google/models/gemma3@gemma-3-1b-it"), _model("s3://ours/model.tar.gz")
    ('gemma-3-1b-it', '')
    >>> _model("/models/Qwen3-8B-Q4_K_M.gguf")
    'Qwen3-8B-Q4_K_M'
    """
    written = _BEFORE.sub("", written)
    return "" if _BUCKET.match(written) else _AFTER.sub("", written)


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
_NAMING = re.compile(r"(?:\w*_)?MODEL(?:_ID|_NAME)?", re.IGNORECASE)


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
            if _NAMING.fullmatch(str(name)) and any(map(str.isalpha, model)):
                yield model
