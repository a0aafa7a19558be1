"""Epoch: domains and tasks to inputs and outputs, no further than the words go."""

from aitaxonomy.inventory.record import Derivation


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
    assert model.released is None, "1970-01-01 is no date"


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
