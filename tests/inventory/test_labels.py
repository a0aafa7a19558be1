"""Labels of columns that classify: what they state, what they suggest, and what they leave open."""

import csv
from pathlib import Path

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.graph.names import normalized
from aitaxonomy.inventory.import_rules import labels
from aitaxonomy.inventory.import_rules.labels import Label, find_labels, generates, makes_none
from aitaxonomy.inventory.import_rules.rules import complete
from aitaxonomy.inventory.import_rules.tasks import tasks
from aitaxonomy.inventory.record import Record, Source
from aitaxonomy.inventory.vocabulary import classes


def row(*words: str, name: str = "Zyzzyva", **fields: object) -> Record:
    source = Source("uses.csv", "csv", 7)
    return complete(Record(name, source, labels=words, **fields))  # type: ignore[arg-type]


def kinds(record: Record) -> set[str]:
    return {each.kind for each in record.concluded}


def test_the_table_names_what_there_is_and_each_label_once() -> None:
    with labels.Path(labels.__file__).with_name("labels.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    known = {*tasks(), *classes().values()}
    words = [normalized(word) for each in rows for word in each["labels"].split("|")]
    assert len(words) == len(set(words)) and all(words)
    for each in rows:
        assert each["how"] in ("states", "suggests", "leaves open", "says nothing")
        assert (each["means"] in known) == (each["how"] in ("states", "suggests"))
        assert each["reason"]


@pytest.mark.parametrize(
    ("label", "kind"),
    [("Generative AI", "GenerativeAI"), ("a) Generative AI", "GenerativeAI"),
     ("IA générative", "GenerativeAI"), ("Generative KI", "GenerativeAI"),
     ("inteligencia artificial generativa", "GenerativeAI"), ("生成式人工智能", "GenerativeAI"),
     ("Large language models (LLMs)", "LLMTechnology"), ("Agentic AI", "AIAgent"),
     ("Classical/Predictive Machine Learning", "NonGenerativeAI"), ("XGBoost", "NonGenerativeAI"),
     ("sklearn", "NonGenerativeAI"), ("Regression", "NonGenerativeAI"),
     ("Recommender", "NonGenerativeAI"), ("Random Forest; SVM", "NonGenerativeAI"),
     ("Machine Learning, Clustering", "NonGenerativeAI"), ("Rule-based", "RuleBasedAI"),
     ("Forêt aléatoire", "NonGenerativeAI"), ("Software, XGBoost", "NonGenerativeAI"),
     ("Regressione logistica", "NonGenerativeAI"), ("Règles métier", "RuleBasedAI"),
     ("Generative? no", "NonGenerativeAI"), ("Open weights? yes", "DownloadableWeightsModel")],
)  # fmt: skip
def test_what_a_label_states(label: str, kind: str) -> None:
    found = row(label)
    assert kind in kinds(found)
    assert all("it is labelled" in each.because for each in found.concluded)


@pytest.mark.parametrize(
    "label",
    ["Natural Language Processing (NLP)", "Other", "Machine learning", "Big Data, Other",
     "NLP, Logistic Regression, Classification", "Regression, something of ours",
     "Computer Vision", "Chatbot, Regression", "Machine translation"],
)  # fmt: skip
def test_what_no_label_decides(label: str) -> None:
    found = kinds(row(label))
    assert not any(generates(each) or makes_none(each) for each in found)


def test_what_a_label_suggests_is_proposed_only() -> None:
    found = row("Computer Vision")
    assert not found.concluded
    (proposal,) = found.proposed
    assert (proposal.means, proposal.words) == ("NonGenerativeAI", "Computer Vision")
    assert (proposal.place, proposal.confidence < 1) == ("labels 1, character 1", True)


def test_tasks_of_labels_are_tasks() -> None:
    assert row("Object detection, Forecasting").tasks == (
        "object-detection", "time-series-forecasting",
    )  # fmt: skip
    assert row("Machine translation").tasks == ("translation",)


def test_what_speaks_against_a_label_leaves_it_open() -> None:
    against = "It drafts replies to citizens."
    found = row("Classical machine learning", description=(against,))
    assert "NonGenerativeAI" not in kinds(found)
    assert "drafts replies" in found.undecided[0]
    stated = row("Classical machine learning", tasks=("text-to-image",))
    assert "NonGenerativeAI" not in kinds(stated) and stated.undecided


def test_a_part_that_is_no_label_is_told_as_it_stands() -> None:
    first, second = find_labels("XGBoost and our own thing")
    assert isinstance(first, Label) and second == "our own thing"


def test_a_no_to_the_very_question_decides_beside_words_that_say_nothing() -> None:
    assert "NonGenerativeAI" in kinds(row("Generative? no", "our own thing"))
    assert "NonGenerativeAI" in kinds(row("Generative? no", "Open weights? yes", parameters=10**8))
    assert "NonGenerativeAI" not in kinds(row("Generative? no", "text generation"))


def test_what_is_labelled_as_making_nothing_generates_no_output(
    ai: Taxonomy, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Model,Modality,Params,Generative?\nZyxa,text,110M,No\nZyxo,text,110M,Yes\n")
    zed, zod = (ai + path).classify()
    assert str(zed.verdicts["GenerativeAI"]) == "unknown" and "outputs" in zed.left_open[0]
    assert str(zod.verdicts["GenerativeAI"]) == "entailed"
