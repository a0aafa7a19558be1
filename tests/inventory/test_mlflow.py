"""MLflow: logged models, chains and registered names."""

from aitaxonomy.inventory.record import Derivation


def test_a_chain_is_a_system_on_the_model_that_chats(sample) -> None:
    records, tally = sample("mlflow", "mlflow-chain.yaml")
    chain = records["support-chain"]
    assert chain.kind == "AISystem"
    assert chain.derived_from == (Derivation("databricks-dbrx-instruct"),)
    assert chain.id == "00000000000000000000000000000001"
    # The time of logging is not that of a release.
    assert chain.released is None
    assert (tally.read, tally.skipped.total()) == (1, 0)


def test_a_model_of_the_hub_with_its_task(sample) -> None:
    records, _ = sample("mlflow", "mlflow-transformers.yaml")
    model = records["summary"]
    assert (model.kind, model.tasks) == ("AIModel", ("summarization",))
    assert model.derived_from == (Derivation("facebook/bart-large-cnn"),)


def test_a_registered_name_says_nothing_of_the_kind(sample) -> None:
    records, _ = sample("mlflow", "mlflow-registered.yaml")
    assert records["claims.triage"].kind is None
    assert records["claims.triage"].aliases == ("claims.triage 4",)
