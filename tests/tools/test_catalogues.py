"""The catalogues that only the upkeep of the graph reads: Epoch AI, HELM, OSAI, Mistral AI."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from aitaxonomy.inventory import Derivation, Record, Tally, read_stated

sys.path.insert(0, str(Path(__file__).parents[2]))
catalogues = import_module("tools.catalogues")
DATA = Path(__file__).with_name("data")
Sample = Callable[[str, str], tuple[dict[str, Record], Tally]]


@pytest.fixture
def sample() -> Sample:
    """Read a sample: records by name, and the tally."""

    def read(format: str, name: str) -> tuple[dict[str, Record], Tally]:
        tally, reader = Tally(), catalogues.reader_of(DATA / name)
        assert format == reader.FORMAT
        records = {each.name: each for each in read_stated(DATA / name, reader, tally=tally)}
        assert tally.read == len(records) + tally.skipped.total()
        return records, tally

    return read


# --- Epoch AI


def test_fields_of_a_language_model(sample) -> None:
    records, _ = sample("epoch", "epoch.csv")
    model = records["Letter Writer"]
    assert (model.tasks, model.outputs) == (("text-generation",), ("text",))
    assert (model.parameters, model.released) == (7_000_000_000, "2024-02-29")
    assert model.training_data == ("C4", "Books (old, new)")
    assert model.derived_from == (Derivation("Mistral 7B"),)
    assert (model.access, model.open_weights) == (("downloadable-weights",), True)
    assert model.concluded == (), "the import rules conclude it from the task"


def test_language_modeling_alone_generates_nothing(sample) -> None:
    records, _ = sample("epoch", "epoch.csv")
    model = records["Masked Reader"]  # its name is broken over two lines
    assert (model.outputs, model.tasks) == ((), ())
    assert [each.kind for each in model.concluded] == ["LanguageModel"]
    assert (model.released, model.parameters, model.source.line) == ("2019", 340_000_000, 3)


def test_the_language_of_proteins_is_no_text(sample) -> None:
    records, tally = sample("epoch", "epoch.csv")
    model = records["Protein Speaker"]
    assert (model.tasks, model.outputs, model.concluded) == ((), (), ())
    assert tally.unknown_fields["task 'Proteins'"] == 1


def test_a_painter_that_writes_too_is_not_declared_a_language_model(sample) -> None:
    records, _ = sample("epoch", "epoch.csv")
    model = records["Painter"]
    assert model.outputs == ("image", "text")
    assert model.concluded == ()
    assert model.released is None, "1970-01-01 is not a date"


def test_a_task_is_the_only_one_if_all_are_understood(sample) -> None:
    records, tally = sample("epoch", "epoch.csv")
    assert records["Chess Player"].tasks == ("game-playing",)
    # What juggling is, nobody knows: that the model generates nothing may not be concluded.
    assert records["Juggler"].tasks == ()
    # What recognises speech and answers questions may write answers of its own.
    assert records["Listener"].tasks == ()
    assert records["Juggler"].inputs == ("image",)
    assert tally.unknown_fields["task 'Juggling'"] == 1


def test_an_early_language_model_of_no_stated_size_is_not_offered_as_large(sample) -> None:
    records, _ = sample("epoch", "epoch.csv")
    model = records["Early Writer"]
    assert (model.tasks, model.outputs) == ((), ("text",))
    assert [each.kind for each in model.concluded] == ["LanguageModel"]


def test_several_organizations(sample) -> None:
    records, _ = sample("epoch", "epoch.csv")
    assert records["Listener"].developer == "Example Lab; Other House"


def test_rows_without_a_model_are_skipped(sample) -> None:
    records, tally = sample("epoch", "epoch.csv")
    assert tally.read == 9 == len(records) + 1
    assert tally.skipped == {"a row without a model": 1}


# --- HELM


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
    (record,) = read_stated(path, catalogues.reader_of(path), tally=tally)
    assert (record.name, record.provider, record.context_window) == ("acme/gadget", "shop", None)
    assert record.source.line == 3
    assert tally.skipped == {"no deployment of a model": 1}


# --- European Open Source AI Index


def test_a_system_of_the_index(sample) -> None:
    records, _ = sample("osai", "osai.yaml")
    system = records["Letter Writer"]
    assert system.aliases == ("Letter-Writer-7B-Chat",)
    assert system.id == "example-lab/letter-writer-7b"
    assert (system.tasks, system.outputs) == (("text-generation",), ("text", "code"))
    assert (system.developer, system.released) == ("Example Lab", "2024-02")
    assert [each.of for each in system.derived_from] == ["Mistral-7B"]
    assert (system.open_weights, system.access) == (True, ("api-access",))


def test_a_known_error_of_the_index_is_not_repeated(sample) -> None:
    records, tally = sample("osai", "osai-whisper.yaml")
    system = records["Whisper"]
    assert (system.tasks, system.outputs) == (("automatic-speech-recognition",), ())
    # Partly open weights and a licence that is not known say nothing.
    assert (system.open_weights, system.licence) == (None, None)
    assert tally.unknown_fields == {"type of a system that does not generate": 1}


def test_the_template_is_skipped(sample) -> None:
    records, tally = sample("osai", "osai-template.yaml")
    assert not records
    assert tally.skipped == {"a template without a name": 1}


# --- Mistral AI


def test_a_page_of_a_model_of_mistral(sample) -> None:
    records, _ = sample("mistral-page", "mistral.ts")
    model = records["gadget-2602"]
    assert model.aliases == ("mistralai/Gadget-7B",)
    assert (model.released, model.retired) == ("2026-02-03", "2026-10-31")
    assert (model.context_window, model.output_limit, model.open_weights) == (128_000, None, True)
    assert (model.inputs, model.outputs) == (("text", "image"), ("text",))
