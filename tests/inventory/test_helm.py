"""HELM: tags to inputs, outputs and tasks."""

from pathlib import Path

from aitaxonomy.inventory.reading import read_stated
from aitaxonomy.inventory.record import Tally


def test_tags_add_up(sample) -> None:
    records, _ = sample("helm", "helm.yaml")
    model = records["Letter Writer (7B)"]
    assert model.id == "example/letter-writer"
    assert (model.inputs, model.outputs) == (("text", "image"), ("text",))
    assert model.tasks == ("text-generation", "image-text-to-text")
    assert (model.parameters, model.released) == (7_000_000_000, "2024-02-29")
    assert model.open_weights is True
    assert model.source.line == 2


def test_zero_parameters_and_limited_access_are_no_no(sample) -> None:
    records, tally = sample("helm", "helm.yaml")
    model = records["Poster Maker"]
    assert (model.parameters, model.open_weights) == (None, None)
    assert (model.outputs, model.access) == (("image",), ("api-access",))
    assert tally.unknown_fields == {"tag HOLOGRAM_MODEL_TAG": 1}


def test_an_embedder_outputs_embeddings(sample) -> None:
    records, _ = sample("helm", "helm.yaml")
    model = records["Searcher"]
    assert (model.outputs, model.access) == (("embedding",), ())


def test_stand_ins_of_its_own_tests_are_skipped(sample) -> None:
    _, tally = sample("helm", "helm.yaml")
    assert tally.skipped == {"a stand-in that HELM uses in its own tests": 1}
    assert tally.examples["a stand-in that HELM uses in its own tests"] == "simple/model9"


def test_a_deployment_says_who_serves_a_model(tmp_path: Path) -> None:
    path = tmp_path / "model_deployments.yaml"
    path.write_text(
        "# Deployments\nmodel_deployments:\n  - name: shop/gadget\n    model_name: acme/gadget\n"
        "    max_sequence_length: 9\n  - name: simple/model1\n"
    )
    tally = Tally()
    (record,) = read_stated(path, tally=tally)
    assert (record.name, record.provider, record.context_window) == ("acme/gadget", "shop", None)
    assert record.source.line == 3
    assert tally.skipped == {"no deployment of a model": 1}
