"""Croissant: data sets are not systems; a model described with the same terms is one."""


def test_a_data_set_is_skipped_and_said(sample) -> None:
    records, tally = sample("croissant", "croissant.json")
    assert not records
    assert (tally.read, tally.skipped) == (1, {"a data set, which is not a system": 1})
    assert "old-letters" in str(tally)


def test_a_model_is_read(sample) -> None:
    records, tally = sample("croissant", "croissant-model.json")
    model = records["Letter Writer"]
    assert (model.kind, model.developer, model.licence) == ("AIModel", "Example Lab", "apache-2.0")
    assert model.aliases == ("letter-writer-v2",)
    assert model.released is None, "there is no 30th of February"
    assert tally.skipped == {"a data set, which is not a system": 1, "a thing of no type": 1}
