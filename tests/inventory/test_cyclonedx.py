"""CycloneDX: models of a bill, nested ones too; placeholders and formats of no meaning are said."""

import json
from pathlib import Path

from aitaxonomy.inventory import Tally, read_records
from aitaxonomy.inventory.record import Derivation


def test_fields_of_a_model_card(sample) -> None:
    records, _ = sample("cyclonedx", "cyclonedx-1.5.json")
    model = records["letter-writer"]
    assert model.id == "example-lab/letter-writer"
    assert model.aliases == ("letter-writer 2.0",)
    assert (model.developer, model.provider) == ("Example Lab", "Model Shop")
    assert (model.tasks, model.inputs, model.outputs) == (
        ("text-generation",),
        ("text",),
        ("text",),
    )
    assert (model.architecture, model.licence) == ("transformer", "Apache-2.0")
    assert model.training_data == ("Old letters", "Newer letters")


def test_nested_components_and_placeholders(sample) -> None:
    records, tally = sample("cyclonedx", "cyclonedx-1.5.json")
    inner = records["stamp-reader"]
    assert (inner.tasks, inner.inputs, inner.outputs) == ((), ("image",), ())
    assert tally.unknown_fields == {"placeholder text": 1, "format 'byte[]'": 1}


def test_what_is_no_model_is_skipped_with_its_type(sample) -> None:
    records, tally = sample("cyclonedx", "cyclonedx-1.5.json")
    assert tally.read == 6 == len(records) + tally.skipped.total()
    assert tally.skipped == {
        "a component of the type 'application', which is not a model": 1,
        "a component of the type 'data', which is not a model": 1,
        "a component of the type 'library', which is not a model": 1,
        "a model without a name": 1,
    }


def test_lineage_from_pedigree_and_from_models_depended_on(sample) -> None:
    records, _ = sample("cyclonedx", "cyclonedx-1.6.json")
    model = records["claims-llm"]
    assert model.derived_from == (
        Derivation("mistralai/Mistral-7B-v0.1"),
        Derivation("claims-embedder"),
    )
    assert (model.developer, model.licence) == ("Insurer", "House terms AND MIT")


def test_a_bill_about_one_model(sample) -> None:
    records, tally = sample("cyclonedx", "cyclonedx-1.7.json")
    model = records["poster-maker"]
    assert (model.inputs, model.outputs) == (("text",), ("image",))
    assert (model.developer, model.licence) == ("A. Painter", "MIT OR Apache-2.0")
    assert tally.read == 1


def test_its_own_properties_of_models_are_read_by_the_mappings(tmp_path: Path) -> None:
    """`instruct` is a way of tuning and no modality; a word of nobody is reported."""
    words = ("text", "instruct", "sensor", "_undefined:acme:smell")
    model = {
        "type": "machine-learning-model",
        "name": "Zed",
        "properties": [
            *({"name": "cdx:ai-ml:model:modality", "value": word} for word in words),
            {"name": "cdx:ai-ml:model:language", "value": "de,en"},
            {"name": "cdx:ai-ml:model:language", "value": "la"},
        ],
    }
    path = tmp_path / "bom.json"
    path.write_text(json.dumps({"bomFormat": "CycloneDX", "components": [model]}))
    tally = Tally()
    (record,) = read_records(path, tally=tally)
    assert record.inputs == ("text", "sensor-data")
    assert record.languages == ("de", "en", "la")
    assert list(tally.unknown_fields) == ["'_undefined:acme:smell' is not one of our modalities"]
