"""Every format: it is recognised, all of it is accounted for, and unknown values are reported."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aitaxonomy.inventory import FORMATS, Tally, guess_format, read_stated

#: The field of each sample that no format knows.
ODD = "zzunknown"
#: A list of one system called Zed in each format, by hand after its documentation.
SAMPLES: dict[str, tuple[str, str]] = {
    "cyclonedx": (
        "a.json",
        '{"bomFormat": "CycloneDX", "components": '
        '[{"type": "machine-learning-model", "name": "Zed", "zzunknown": 1}]}',
    ),
    "spdx": (
        "a.json",
        '{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": '
        '[{"type": "ai_AIPackage", "spdxId": "urn:z", "name": "Zed", "ai_zzunknown": 1}]}',
    ),
    "croissant": (
        "a.json",
        '{"@context": {"cr": "http://mlcommons.org/croissant/"}, "@type": "MLModel", '
        '"name": "Zed", "zzunknown": 1}',
    ),
    "deployment": (
        "a.yaml",
        "services:\n  zed:\n    image: vllm\n    command: --model a/b\n    zzunknown: 1\n",
    ),
    "litellm": ("a.json", '{"Zed": {"litellm_provider": "x", "mode": "chat", "zzunknown": 1}}'),
    "openrouter": (
        "a.json",
        '{"data": [{"id": "a/zed", "name": "Zed", "canonical_slug": "a/zed", "zzunknown": 1}]}',
    ),
    "models.dev": ("a.toml", 'name = "Zed"\nzzunknown = 1\n[modalities]\ninput = ["text"]\n'),
    "huggingface": ("a.json", '[{"id": "Zed", "pipeline_tag": "translation", "zzunknown": 1}]'),
    "mlflow": ("a.yaml", "artifact_path: Zed\nflavors: {sklearn: {}}\nzzunknown: 1\n"),
    "oasf": (
        "a.json",
        '{"name": "Zed", "schema_version": "1.1.0", "authors": ["Acme"], "skills": [], '
        '"zzunknown": 1}',
    ),
    "workbook": ("a.xlsx", "Tool,Vendor,zzunknown\nZed,Acme,1\n"),
    "csv": ("a.csv", "Tool,Vendor,zzunknown\nZed,Acme,1\n"),
    "tsv": ("a.tsv", "Tool\tVendor\tzzunknown\nZed\tAcme\t1\n"),
    "linked-data": (
        "a.ttl",
        "@prefix it6: <http://data.europa.eu/it6/> . @prefix dct: <http://purl.org/dc/terms/> .\n"
        '<urn:z> a it6:MachineLearningModel ; dct:title "Zed" ; it6:zzunknown "1" .\n',
    ),
    "page": (
        "a.md",
        "# Ours\n\n| Tool | Vendor | zzunknown |\n|---|---|---|\n| Zed | Acme | 1 |\n",
    ),
    "objects": ("a.json", '{"models": [{"title": "Zed", "vendor": "Acme", "zzunknown": 1}]}'),
}


def test_every_format_has_a_sample() -> None:
    assert SAMPLES.keys() == set(FORMATS) - {"names"}, "lines of names have no fields"


@pytest.mark.parametrize("format", SAMPLES)
def test_contract(
    format: str, tmp_path: Path, workbook: Callable[[dict[str, list[str]]], bytes]
) -> None:
    name, text = SAMPLES[format]
    path = tmp_path / name
    data = workbook({"S": text.splitlines()}) if format == "workbook" else text.encode()
    path.write_bytes(data)
    assert guess_format(path) == ("csv" if format == "tsv" else format)
    tally = Tally()
    (record,) = read_stated(path, format, tally=tally)
    assert record.name.casefold() == "zed"
    assert (record.source.file, record.source.format) == (
        str(path),
        "csv" if format == "tsv" else format,
    )
    assert tally.read == tally.mapped + tally.skipped.total()
    told = [*tally.left_out, *tally.unknown_fields]
    assert any(ODD in each for each in told), "an unknown field is lost silently"
