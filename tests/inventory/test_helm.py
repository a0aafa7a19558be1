"""HELM: tags to inputs, outputs and tasks."""


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
