"""SPDX 3: AI packages with what relationships say of them."""

from aitaxonomy.inventory.record import Derivation


def test_fields_and_relationships(sample) -> None:
    records, _ = sample("spdx", "spdx-3.0.json")
    model = records["speaker"]
    assert model.id == "urn:x:speaker"
    assert (model.developer, model.released) == ("Example Lab", "2025-03-01")
    assert model.aliases == ("speaker 1.1",)
    assert model.architecture == "transformer"
    assert model.training_data == ("Many voices",)
    assert model.derived_from == (Derivation("speaker-base"),)


def test_licence_concluded_or_by_its_page(sample) -> None:
    records, _ = sample("spdx", "spdx-3.0.json")
    assert records["speaker"].licence == "CC-BY-4.0"
    assert records["speaker-base"].licence == "MIT"


def test_a_domain_that_is_a_task_is_one_and_others_are_reported(sample) -> None:
    records, tally = sample("spdx", "spdx-3.0.json")
    assert records["speaker"].tasks == ("text-to-speech",)
    assert tally.unknown_fields == {"domain 'radio'": 1}


def test_package_url_of_the_hub_is_the_id(sample) -> None:
    records, _ = sample("spdx", "spdx-3.0.json")
    assert records["speaker-base"].id == "example-lab/speaker-base"


def test_other_packages_are_skipped(sample) -> None:
    _, tally = sample("spdx", "spdx-3.0.json")
    assert tally.read == 5
    assert tally.skipped == {
        "a package of the type 'DatasetPackage', which is not an AI package": 1,
        "a package of the type 'Package', which is not an AI package": 1,
        "an AI package without a name": 1,
    }
