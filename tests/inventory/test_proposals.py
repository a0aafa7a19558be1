"""Proposals: what the words of an entry suggest, measured on uses that were labelled by hand.

`data/federal_uses.tsv` has 100 entries of the inventories of the US government, 2023 to 2025
(works of the US government, shortened), as they were labelled before any output was seen:
g generative, n not, t carries over (transcribes, translates), s only sums up, u not told.
"""

import csv
import math
import re
from collections import Counter
from pathlib import Path

import pytest

from aitaxonomy.inventory.import_rules import proposals, word_weights
from aitaxonomy.inventory.import_rules.labels import generates, makes_none
from aitaxonomy.inventory.import_rules.proposals import lexicon
from aitaxonomy.inventory.import_rules.rules import complete
from aitaxonomy.inventory.import_rules.tasks import tasks
from aitaxonomy.inventory.import_rules.word_weights import features, weighed
from aitaxonomy.inventory.record import Record, Source
from aitaxonomy.inventory.vocabulary import classes
from aitaxonomy.spreadsheets import read_table

#: What a label allows to be decided or proposed of making content.
ALLOWED = {"g": "g", "n": "n", "t": "n", "s": "g", "u": ""}


def use(name: str, *description: str, **fields: object) -> Record:
    source = Source("uses.csv", "csv", 7)
    record = Record(name, source, description=description, **fields)  # type: ignore[arg-type]
    return complete(record)


def proposed(*description: str, name: str = "Zyzzyva") -> dict[str, str]:
    return {each.means: each.words for each in use(name, *description).proposed}


DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def labelled() -> list[tuple[str, Record]]:
    with (DATA / "federal_uses.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    found = []
    for each in rows:
        labels, texts = (
            tuple(filter(None, each[f].split(" ¦ "))) for f in ("labels", "description")
        )
        found.append((each["label"], use(each["name"], *texts, labels=labels)))
    return found


def _says(means: list[str]) -> str:
    return "g" if any(map(generates, means)) else "n" if any(map(makes_none, means)) else ""


def test_precision_and_coverage_on_labelled_uses(labelled: list[tuple[str, Record]]) -> None:
    verdicts, guesses, coverage = Counter[bool](), Counter[bool](), Counter[bool]()
    for label, record in labelled:
        decided = _says([each.kind for each in record.concluded])
        whole = ("GenerativeAI", "NonGenerativeAI")
        guessed = _says([each.means for each in record.proposed if each.means in whole])
        if decided:
            verdicts[decided == ALLOWED[label]] += 1
        elif guessed:
            guesses[guessed == ALLOWED[label]] += 1
        if label != "u":
            coverage[bool(record.concluded or record.proposed)] += 1
    assert len(labelled) == 100
    assert (verdicts[True], verdicts[False]) == (13, 0)
    assert guesses[True] >= 40 and guesses[True] / guesses.total() >= 0.95
    assert coverage[True] / coverage.total() >= 0.88


#: A use in the words of nobody, with what is said of it in the end.
USE = "The assistant helps the staff of the office with the requests that come in by mail, and {}."


@pytest.mark.parametrize(
    ("end", "means", "words"),
    [
        ("it writes a draft and a summary with generative AI", "GenerativeAI", "generative AI"),
        ("machine learning predictions flag anomalies", "NonGenerativeAI", "predictions"),
        ("it shows them on a screen", "", ""),
    ],
)
def test_all_words_of_an_english_text_are_weighed(end: str, means: str, words: str) -> None:
    found = [each for each in use("Desk", USE.format(end)).proposed if "weights" in each.because]
    assert [each.means for each in found] == [means] * bool(means)
    for each in found:
        assert words in each.words
        weights, _, score = each.because.removeprefix("weights ").partition("; all words ")
        sign = 1 if means == "GenerativeAI" else -1
        assert all(sign * float(weight) > 0 for weight in (*weights.split(", "), score))
        assert each.confidence == pytest.approx(1 / (1 + math.exp(-abs(float(score)))), abs=0.006)


def test_texts_that_are_short_or_not_in_english_are_not_weighed() -> None:
    english = USE.format("it drafts replies to the public")
    assert weighed([("description", 1, english)], ()) is not None
    assert weighed([("description", 1, "It drafts replies to the public.")], ()) is None
    german = (
        "Die Anwendung schreibt für das Amt Entwürfe der Antworten auf alle Anfragen, die kommen."
    )
    assert weighed([("description", 1, german)], ()) is None


def test_what_is_weighed_is_of_the_lexicon_or_of_texts() -> None:
    rows = read_table(Path(word_weights.__file__).with_suffix(".tsv"))
    words = [row["words"] for row in rows]
    assert len(words) == len({*words}) > 400 and words == sorted(words)
    kinds = {each.means for each in lexicon()}
    for each in words:
        if each.startswith("="):
            assert each[1:] in kinds
        elif each != "*":
            assert each in {feature for feature, _ in features(each)}


def test_the_lexicon_names_what_there_is() -> None:
    known = {*tasks(), *classes().values()}
    assert {entry.means for entry in lexicon()} <= known
    assert all(0.5 < entry.confidence < 1 for entry in lexicon())
    assert not any(entry.pattern.match("") for entry in lexicon())


@pytest.mark.parametrize(
    ("text", "means"),
    [("It summarises documents.", "summarization"), ("Drafts replies to letters.", "GenerativeAI"),
     ("A chat assistant for staff.", "ConversationalSystem"),
     ("Transcribes interviews.", "automatic-speech-recognition"),
     ("Detects vehicles in aerial images.", "object-detection"),
     ("Forecasts demand.", "time-series-forecasting"), ("Ranks applications.", "text-ranking"),
     ("Ranks applications.", "NonGenerativeAI"), ("Runs on GPT-4o.", "LLMTechnology"),
     ("Ein großes Sprachmodell verfasst Antworten.", "GenerativeAI"),
     ("Erkennt Betrug.", "NonGenerativeAI"), ("L'outil rédige des courriels.", "GenerativeAI"),
     ("Detecta fraudes.", "NonGenerativeAI"), ("该系统起草回复", "GenerativeAI")],
)  # fmt: skip
def test_what_words_suggest(text: str, means: str) -> None:
    assert means in proposed(text)


@pytest.mark.parametrize(
    "text",
    ["It does not use generative AI.", "Works without any large language model.",
     "Users are prompted to upload a photo.", "Rule-based letters: coded rules draft text.",
     "Trained on synthetic data.", "Published by gpt4all.", "Our office.", ""],
)  # fmt: skip
def test_what_is_denied_or_said_of_something_else_suggests_nothing(text: str) -> None:
    assert "GenerativeAI" not in proposed(text)
    assert "LLMTechnology" not in proposed(text)


def test_to_predict_tokens_is_to_write() -> None:
    assert "NonGenerativeAI" not in proposed("Has multi-token prediction; predicts several tokens.")
    assert "NonGenerativeAI" in proposed("Predicts the next failure of a pump.")


def test_a_resume_is_no_summary() -> None:
    assert "summarization" not in proposed("Ranks each resume, CV or résumé.")
    assert "summarization" in proposed("Résume des rapports.")


def test_whatever_makes_content_is_generative_whatever_else_it_does() -> None:
    found = proposed("It classifies complaints, detects fraud and drafts replies.")
    assert "GenerativeAI" in found and "NonGenerativeAI" not in found


def test_a_language_model_that_classifies_is_left_open() -> None:
    found = proposed("An LLM predicts which of our categories a report belongs in.")
    assert not {"GenerativeAI", "LLMTechnology"} & found.keys()


def test_what_may_write_is_not_proposed_to_write_nothing() -> None:
    assert "NonGenerativeAI" not in proposed("A chatbot that ranks answers.")


def test_a_proposal_has_its_words_and_their_place() -> None:
    text = "For staff: it drafts replies."
    (first, *_) = use("Zyzzyva", "Nothing here.", text).proposed
    assert first.place == "description 2, character 15"
    assert text[first.start - 1 :].startswith(first.words) and first.words == "drafts replies"


def test_lists_of_models_and_rows_with_tasks_are_not_read_for_words() -> None:
    model = Record("fraud-detection", Source("a.json", "huggingface"))
    assert complete(model).proposed == ()
    assert use("Fraud detection", tasks=("text-to-image",)).proposed == ()


def test_long_texts_are_read_in_part_and_in_time_that_grows_with_them() -> None:
    text = "generate the " * 1_000_000
    assert use("Zyzzyva", text).proposed == ()
    assert not use("Zyzzyva", " " * (proposals._READ + 1) + "drafts replies").proposed
    assert all(isinstance(entry.pattern, re.Pattern) for entry in lexicon())
