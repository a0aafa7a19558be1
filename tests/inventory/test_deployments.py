"""Files that set models and agents up: what they serve, what they call, and what is not read."""

from pathlib import Path

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory import Tally, read_records
from aitaxonomy.inventory.importing import guess_format
from aitaxonomy.inventory.record import Record

#: Of each sample the records: name, the id of what is served, and what is called.
SAMPLES = {
    "deployment.modelfile": {"deployment": ("qwen2.5-coder:7b", "")},
    "deployment-compose.yaml": {
        "llm": ("ai/smollm2", ""),
        "chat": ("meta-llama/Llama-3.1-8B-Instruct", ""),
        "tgi": ("mistralai/Mistral-7B-Instruct-v0.3", ""),
        "embed": ("BAAI/bge-m3", ""),
        "llama3.2:3b": ("llama3.2:3b", ""),
        "nomic-embed-text": ("nomic-embed-text", ""),
        "desk": (None, "gpt-4o-mini"),
        "app": (None, "ai/smollm2"),
        "other": (None, ""),
    },
    "deployment-kserve.yaml": {
        "llama3": ("meta-llama/meta-llama-3-8b-instruct", ""),
        "sklearn-iris": (None, ""),
        "tgi": ("mistralai/Mistral-7B-Instruct-v0.3", ""),
    },
    "deployment-agents.yaml": {"researcher": (None, "openai/gpt-4o"), "writer": (None, "")},
    "deployment-azure.yaml": {"blue": ("mistralai-Mistral-7B-Instruct-v01", "")},
    "deployment.tf": {
        "chat": ("gpt-4o", ""),
        "draft": (None, ""),
        "embed": ("text-embedding-ada-002", ""),
        "help-desk": (None, "anthropic.claude-3-haiku-20240307-v1:0"),
        "flan": ("google/flan-t5-xl", ""),
        "claims": (None, ""),
        "gemma": ("gemma-3-1b-it", ""),
    },
}


def read(path: Path) -> tuple[dict[str, Record], Tally]:
    """The records of a file by name, and the tally; the format is guessed."""
    tally = Tally()
    return {each.name: each for each in read_records(path, tally=tally)}, tally


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_served_and_called_is_read(name: str, data: Path) -> None:
    records, tally = read(data / name)
    assert guess_format(data / name) == "deployment"
    told = {name: (each.id, "; ".join(base.of for base in each.derived_from))
            for name, each in records.items()}  # fmt: skip
    assert told == SAMPLES[name]
    assert tally.read == tally.mapped + tally.skipped.total() and tally.mapped == len(records)


def test_each_has_its_line_and_what_it_is(data: Path) -> None:
    records, _ = read(data / "deployment.tf")
    assert {name: each.source.line for name, each in records.items()} == {
        "chat": 15, "help-desk": 26, "flan": 36, "claims": 44, "gemma": 51, "draft": 61, "embed": 62
    }  # fmt: skip
    agents, _ = read(data / "deployment-agents.yaml")
    assert [each.kind for each in agents.values()] == ["AIAgent", "AIAgent"]
    assert agents["researcher"].description == ("Find out what is new",)
    services, _ = read(data / "deployment-compose.yaml")
    assert services["desk"].kind == "AISystem" and services["chat"].of_models
    assert services["llm"].context_window == 4096


def test_what_is_not_read_is_told(data: Path) -> None:
    _, tally = read(data / "deployment.tf")
    assert tally.noted == {"its model is set elsewhere, by '${var.draft}', and not read": 1}
    assert tally.skipped == {"no model named": 1}  # of an endpoint
    assert tally.left_out["azurerm_resource_group"] == 1
    _, tally = read(data / "deployment-compose.yaml")
    assert tally.noted == {"its model is set elsewhere, by '$MODEL', and not read": 1}
    assert tally.skipped == {
        "a server of models that names none: list them": 1, "no model named": 1
    }  # fmt: skip


def test_a_model_that_is_set_up_is_the_known_one(ai: Taxonomy, data: Path) -> None:
    known = {each.name: each for each in (ai + data / "deployment.tf").classify()}
    assert known["chat"].known_as and known["chat"].known_as.iri.endswith("/gpt-4o")
    assert str(known["chat"].verdicts["LLM"]) == "entailed"
    assert str(known["help-desk"].verdicts["LLMTechnology"]) == "entailed"


@pytest.mark.parametrize(
    ("text", "fault"),
    [('a {\n  b = [1,\n}\n', ":3: not read as Terraform: } closes nothing"),
     ('a {\n  b = 1\n', ":1: not read as Terraform: a bracket is not closed"),
     ('a {\n  b = "x\n}', ":2: not read as Terraform: a quotation mark is not closed"),
     ("a {\n  b = <<EOT\n}\n", ":2: not read as Terraform: the text up to EOT does not end"),
     ("a = " + "[" * 500, ":1: not read as Terraform: nested over 128 levels deep")],
)  # fmt: skip
def test_broken_terraform_is_refused_at_its_line(text: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tf"
    path.write_text(text)
    with pytest.raises(ImportFault, match=r"correct the file") as caught:
        read(path)
    assert fault in str(caught.value)


def test_a_dockerfile_and_other_yaml_are_no_deployments(tmp_path: Path) -> None:
    for text in ("FROM python:3\nRUN pip install torch\n", "services: [a, b]\nname: x\n"):
        path = tmp_path / "a"
        path.write_text(text)
        with pytest.raises(ImportFault, match="sets up no models in a way that is known"):
            list(read_records(path, "deployment", tally=Tally()))


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements-dev.txt", "package.json"])
def test_packages_are_no_systems(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text('{"name": "ours", "dependencies": {"openai": "4"}}' if "json" in name else
                    'openai\nlangchain\n' if "txt" in name else
                    '[project]\nname = "ours"\ndependencies = ["openai"]\n')  # fmt: skip
    with pytest.raises(ImportFault, match="libraries and frameworks are not AI systems"):
        read(path)
