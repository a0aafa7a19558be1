"""Readers get what no program writes: samples with bytes and values exchanged at random.

The only outcomes are a result, whose statements can be read again, and an error of ours. To search
for long: `FUZZ_EXAMPLES=20000`, with more samples in the folder `FUZZ_SAMPLES`.
"""

import json
import os
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aitaxonomy import AITaxonomyError, Taxonomy
from aitaxonomy.inventory.importing import import_file
from aitaxonomy.inventory.matching.matcher import Matcher
from aitaxonomy.rdf.positions.turtle_lines import TurtleLines
from aitaxonomy.rdf.turtle import canonical
from aitaxonomy.store.data_files import DataFiles
from aitaxonomy.store.reading import read_utf8

pytestmark = pytest.mark.judges

DATA = Path(__file__).parent / "inventory" / "data"
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
fuzzed = settings(
    max_examples=EXAMPLES or 30,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

TURTLE = """@prefix ex: <https://example.org/> . # a comment
@prefix ait: <https://w3id.org/aitaxonomy#> .
ex:a a ait:AIModel ; ex:p [ ex:q ( 1 2.5 "x"@en-GB true ) ] , 'y' , <b> , \"\"\"long
text\"\"\" ; <http://www.w3.org/2000/01/rdf-schema#label> "GPT-4"@en , "7"^^ex:t .
"""
GRAPHS = {
    "turtle": TURTLE,
    "n3": TURTLE,
    "trig": TURTLE + "ex:g { ex:a ex:p _:b }",
    "ntriples": '<urn:a> <urn:p> "caf\\u00E9"@fr .\n_:b <urn:p> <urn:c> . # c\n',
    "nquads": '<urn:a> <urn:p> "x"^^<urn:t> <urn:g> .\n_:b <urn:p> <urn:c> .\n',
    "rdfxml": """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rdf:RDF>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:" xml:base="urn:b">
<e:C rdf:about="urn:a" e:q="x"><e:p rdf:resource="#c"/><e:l xml:lang="en">é &amp; e</e:l>
<e:p rdf:parseType="Collection"><e:D rdf:ID="d"/></e:p><e:n rdf:datatype="urn:t">7</e:n></e:C>
</rdf:RDF>""",
    "jsonld": """{"@context": {"@vocab": "urn:v:", "name": {"@id": "urn:n", "@language": "en"}},
 "@graph": [{"@id": "urn:a", "@type": "C", "name": "x\\u00e9", "p": {"@list": [1, 2.5, true]},
  "q": {"@value": "7", "@type": "urn:t"}, "@reverse": {"r": {"@id": "_:b"}}, "s": null}]}""",
}
HUB = {
    "id": "lab/letter-writer-7b",
    "author": "lab",
    "tags": ["safetensors", "base_model:finetune:meta-llama/Llama-3.1-8B", "license:mit"],
    "pipeline_tag": "text-generation",
    "gated": False,
    "config": {"model_type": "bert"},
    "safetensors": {"parameters": {"F32": 7}, "total": 7_000_000_000},
    "gguf": {"total": 7, "context_length": 8192},
    "cardData": {"license": "mit", "language": ["en"], "datasets": "c4", "base_model": ["a/b"]},
}
LITELLM = {
    "bedrock/us-east-1/anthropic.claude-v2": {
        "litellm_provider": "bedrock",
        "mode": "chat",
        "max_input_tokens": 200_000,
        "supported_modalities": ["text", "image"],
        "supports_vision": True,
        "deprecation_date": "2024-10-01",
    },
    "sample_spec": {"mode": "one of ..."},
}
MODELS_DEV = {
    "openai": {
        "name": "OpenAI",
        "env": ["KEY"],
        "models": {
            "gpt-4o": {
                "id": "gpt-4o",
                "name": "GPT-4o",
                "release_date": "2024-05-13",
                "knowledge": "2023-09",
                "open_weights": False,
                "modalities": {"input": ["text", "image"], "output": ["text"]},
                "limit": {"context": 128_000},
            }
        },
    }
}
OPENROUTER = {
    "data": [
        {
            "id": "openai/gpt-4o",
            "canonical_slug": "openai/gpt-4o-2024",
            "hugging_face_id": "a/b",
            "name": "OpenAI: GPT-4o",
            "context_length": 128_000,
            "architecture": {"input_modalities": ["text"], "output_modalities": ["text"]},
            "knowledge_cutoff": "2023-10-31",
        }
    ]
}
CARD = "---\nlicense: mit\nbase_model:\n- a/b\npipeline_tag: text-generation\n---\n# A title #\n"
TABLE = (
    "name,kind,developer,task,output,parameters,built_on,released,languages,access,context_window\n"
    'Letter Writer,model,"Lab, Inc.; Other",text-generation and translation,"text, code",7B,'
    "GPT-4|T5,2024-05,en/de,API,8k\n"
)
TOML = """name = "GPT-4o"
release_date = 2024-05-13
knowledge = "2023-09"
open_weights = false
license = 'MIT'
[modalities]
input = ["text", "image"]
output = ["text"]
[limit]
context = 128_000
"""
_FORMATS = {"spdx-3.0.json": "spdx"}
TEXTS = [
    ("csv", "a.csv", TABLE),
    ("tsv", "a.tsv", TABLE.replace(",", "\t")),
    ("models.dev", "a.toml", TOML),
    ("huggingface", "a.md", CARD),
    *((form, "a.json", json.dumps(value, indent=1)) for form, value in (
        ("huggingface", [HUB]), ("huggingface", HUB), ("litellm", LITELLM),
        ("models.dev", MODELS_DEV), ("openrouter", OPENROUTER),
    )),
    *(
        (_FORMATS.get(path.name, path.name.split("-")[0].split(".")[0]), path.name, text)
        for folder in (DATA, Path(os.environ.get("FUZZ_SAMPLES", DATA)))
        for path in sorted(folder.iterdir())
        if (text := path.read_text(encoding="utf-8")) and not path.name.startswith("hf-")
    ),
]  # fmt: skip
DOCUMENTS = [
    (form, name, json.loads(text) if name.endswith(".json") else next(yaml.safe_load_all(text)))
    for form, name, text in TEXTS
    if name.endswith((".json", ".yaml", ".yml"))
]

#: Bytes that mean something in one syntax or another.
PIECES = [
    *(bytes([each]) for each in b"\0\x01\t\n\r \"#$%&'()*+,-./0:;<=>?@[\\]^_`{|}~\x7f\x85\xff"),
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", "é\u2028\U0001f600".encode(), b'"""', b"'''",
    b"\\ud800", b"\\u0000", b"\\x", b"<<(", b"<<", b")>>", b"{|", b" ~ ", b"@en--ltr", b"^^", b"[[",
    b"]]", b"---\n", b"...\n", b"&a ", b"*a", b"<<: *a\n", b"!!python/object:os.x ", b"? ", b"- ",
    b"|\n", b">-\n", b"null", b"true", b"NaN", b"-Infinity", b"1e999", b"9" * 5000,
    b"0x" + b"f" * 5000,
    b"2024-02-30", b"00:00:00", b"<!ENTITY a 'b'>", b"&a;", b"<![CDATA[", b"]]>", b"<!--",
    b"<?x ?>",
    b'rdf:parseType="Triple"', b'rdf:parseType="Literal"', b'xml:lang=""', b'encoding="utf-7"',
    b'"@context": "https://example.org/"', b'"@direction": "ltr"', b'"@type": "@json"',
    b"@prefix : <> .",
    b"@base <a:b> .", b"_:", b"a" * 600, b" " * 600, b"[" * 140, b"{" * 140, b'{"a":' * 140,
    b"<a>" * 140,
]  # fmt: skip
#: Values that a field of another type has.
VALUES: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**4000, float("nan"), float("inf"), 1e308, "", " ", "\0",
    "\ud800", "é" * 600, "1" * 400 + "b", "9x" + "9" * 400 + "b", "1,111" * 100, "a/b", "/", "://",
    "<urn:x>", '"', "\\", "\n", "\r\n\u2028", "2024-13-45", "7 B", "a" * 600, " ; , ",
    "and and and",
    [], {}, [[]], [{}], [None], {"": None}, {"name": {"name": []}}, ["a", 1, None, {"a": "b"}],
    {"@type": 7, "@id": [], "name": 1}, [[[[["a"]]]]], {"ref": {}}, {"class": []},
]  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn, samples: list[bytes]) -> bytes:
    """A sample of which some pieces are cut out, doubled, or exchanged."""
    data = draw(st.sampled_from(samples))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 2, 5, 30, 1 << 20])))
        piece = draw(st.sampled_from(PIECES) | st.just(data[start:end] * 2) | st.just(b""))
        data = data[:start] + piece + data[end:]
    return data


@st.composite
def retyped(draw: st.DrawFn, document: Any) -> Any:
    """A document of which some values are exchanged for others, left out or renamed."""
    document = json.loads(json.dumps(document, default=str))
    for _ in range(draw(st.integers(1, 3))):
        place, key, todo = None, None, document
        while isinstance(todo, dict | list) and todo and (place is None or draw(st.integers(0, 4))):
            keys = list(todo) if isinstance(todo, dict) else list(range(len(todo)))
            place, key = todo, draw(st.sampled_from(keys))
            todo = place[key]
        if place is None:
            continue
        what = draw(st.sampled_from(["value", "value", "value", "gone", "name"]))
        value = draw(st.sampled_from(VALUES))
        if what == "value":
            place[key] = json.loads(json.dumps(value))
        elif what == "gone":
            del place[key]
        elif isinstance(place, dict):
            place[value if isinstance(value, str) else "name"] = place.pop(key)
    return document


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.fixture(scope="module")
def matcher(ai: Taxonomy) -> Matcher:
    return ai.content.matcher


def check_import(path: Path, form: str | None, matcher: Matcher) -> None:
    """Import a file; what comes of it are statements."""
    try:
        imported = import_file(path, form, matcher=matcher)
    except AITaxonomyError as error:
        assert str(error)
        str(error).encode()
        return
    str(imported.tally).encode("utf-8", "replace")
    for _ in ox.parse(path=str(imported.statements), format=ox.RdfFormat.N_TRIPLES):
        pass


@pytest.mark.parametrize("place", range(len(TEXTS)), ids=lambda i: f"{TEXTS[i][0]}-{i}")
def test_mangled_inventories(folder: Path, matcher: Matcher, place: int) -> None:
    form, name, text = TEXTS[place]

    @fuzzed
    @given(data=mangled([text.encode()]), named=st.booleans())
    def check(data: bytes, named: bool) -> None:
        path = folder / name
        path.write_bytes(data)
        check_import(path, form if named else None, matcher)

    check()


@pytest.mark.parametrize("place", range(len(DOCUMENTS)), ids=lambda i: f"{DOCUMENTS[i][0]}-{i}")
def test_retyped_inventories(folder: Path, matcher: Matcher, place: int) -> None:
    form, name, document = DOCUMENTS[place]

    @fuzzed
    @given(document=retyped(document))
    def check(document: Any) -> None:
        path = folder / name
        if name.endswith(".json"):
            path.write_text(json.dumps(document, indent=1))
        else:
            path.write_text(yaml.safe_dump(document, sort_keys=False))
        check_import(path, form, matcher)

    check()


@pytest.mark.parametrize("syntax", GRAPHS)
def test_mangled_graphs(folder: Path, matcher: Matcher, syntax: str) -> None:
    path = folder / f"a.{syntax}"

    @fuzzed
    @given(data=mangled([GRAPHS[syntax].encode(), GRAPHS[syntax].encode("utf-16")]))
    def check(data: bytes) -> None:
        path.write_bytes(data)
        check_import(path, syntax, matcher)
        try:
            files = DataFiles([(path, syntax)])
            for triple in files.triples():
                str(triple)
            assert not files.large
            TurtleLines(read_utf8(path).decode())
            if syntax == "turtle":
                once = canonical(data.decode())
                assert canonical(once) == once
        except (AITaxonomyError, UnicodeDecodeError):
            pass

    check()
