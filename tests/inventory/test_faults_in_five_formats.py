"""Faults in each of five formats, 26 in each, planted in lists that are sound without them."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import yaml

from aitaxonomy import Taxonomy

HEADINGS = ("Tool", "Developer", "Category", "Parameters", "Released", "Licence", "Built on",
            "Generative AI?")  # fmt: skip
#: Rows without a fault.
SOUND = [
    ("Gemini 2.5 Pro", "Google DeepMind", "", "", "", "", "", "Yes"),
    ("XGBoost", "DMLC", "", "", "", "", "", "No"),
    ("Claude Opus 4.5", "Anthropic", "", "", "", "", "", "Yes"),
    ("Llama 3.1 8B", "Meta AI", "LLM", "8B", "2024-07", "", "", ""),
    ("Help desk", "", "", "", "", "", "GPT-5", "Yes"),
    ("Gemini app", "Google", "", "", "", "", "", ""),
    ("Churn score", "", "Regression", "", "", "", "", "No"),
    ("Whisper", "OpenAI", "", "", "", "", "", ""),
    ("Mistral 7B", "Mistral AI", "LLM", "7B", "", "Apache 2.0", "", ""),
    ("Fraud scoring with XGBoost", "", "", "", "", "", "", "No"),
    ("Stable Diffusion XL", "Stability AI", "", "", "2023-07", "", "", "Yes"),
    ("Claude Haiku 4.5", "Anthropic", "", "", "", "", "", ""),
    ("GPT-4o", "OpenAI", "", "", "", "", "", "Yes"),
    ("Claude Sonnet 4.6", "Anthropic", "", "", "", "", "", "Yes"),
    ("Llama 3.1 70B", "Meta", "", "", "2024-07", "", "", ""),
    ("Churn regression", "", "", "", "", "", "", "No"),
    ("Claims triage", "", "", "", "", "", "XGBoost", "No"),
    ("Letter writer", "", "", "", "", "", "GPT-5", "Yes"),
    ("DeepSeek-R1", "DeepSeek", "", "", "", "", "", ""),
    ("YOLOv8", "Ultralytics", "", "", "", "", "", "No"),
    ("Falcon 40B", "Technology Innovation Institute", "LLM", "40B", "", "", "", ""),
    ("Parser of forms", "", "", "", "", "", "GPT-5", ""),
    ("Microsoft Copilot", "Microsoft", "", "", "", "", "", ""),
    ("Phi-3-mini", "Microsoft", "", "3.8B", "", "MIT", "", ""),
    ("Gemini 2.5 Flash", "Google", "", "", "", "", "", "Yes"),
]
#: What becomes of a row: its number, the place of the cell, what stands there instead, the rule.
FAULTS = [
    (0, 7, "No", "refuted-kind"),
    (1, 2, "Generative AI", "refuted-kind"),
    (2, 1, "OpenAI", "refuted-developer"),
    (3, 3, "70B", "size-against-name"),
    (4, 6, "text-davinci-003", "retired-base"),
    (5, 0, "Google Bard", "retired"),
    (6, 1, "#REF!", "sheet-error"),
    (7, 4, "2031-02-30", "impossible-value"),
    (8, 3, "-7", "impossible-value"),
    (9, 7, "Yes", "kind-against-name"),
    (10, 4, "2099-01", "future-date"),
    (11, 0, "Claude 2.1", "retired"),
    (12, 1, "OpenIA", "unknown-word"),
    (13, 1, "Antropic", "unknown-word"),
    (13, 7, "No", "refuted-kind"),
    (14, 4, "2023-01", "refuted-date"),
    (15, 7, "Yes", "kind-against-name"),
    (16, 7, "Yes", "kind-against-base"),
    (17, 7, "No", "kind-against-base"),
    (18, 1, "OpenAI", "refuted-developer"),
    (19, 2, "LLM", "refuted-kind"),
    (20, 3, "180B", "size-against-name"),
    (21, 6, "PaLM 2", "retired-base"),
    (22, 0, "Bing Chat", "retired"),
    (23, 5, "Apche 2.0", "unknown-word"),
    (24, 1, "#NAME?", "sheet-error"),
]
Rows = list[tuple[str, ...]]


def as_csv(rows: Rows) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *rows])
    return out.getvalue().encode()


def as_xlsx(rows: Rows) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for y, row in enumerate([HEADINGS, *rows]):
            for x, cell in enumerate(row):
                if cell.startswith("#"):
                    sheet.write_formula(y, x, "=Gone!A1", None, cell)
                else:
                    sheet.write_string(y, x, cell)
    return out.getvalue()


def as_markdown(rows: Rows) -> bytes:
    lines = [HEADINGS, ("---",) * len(HEADINGS), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).encode()


def objects(rows: Rows) -> list[dict[str, str]]:
    return [dict(zip(HEADINGS, row, strict=True)) for row in rows]


FORMATS: dict[str, Callable[[Rows], bytes]] = {
    "a.csv": as_csv,
    "a.xlsx": as_xlsx,
    "a.md": as_markdown,
    "a.json": lambda rows: json.dumps({"systems": objects(rows)}, indent=1).encode(),
    "a.yaml": lambda rows: yaml.safe_dump({"systems": objects(rows)}).encode(),
}


def told(ai: Taxonomy, path: Path) -> list[tuple[str, str]]:
    """The rule and the system of each warning and violation."""
    found = (ai + path).validate()
    return [(each.rule, each.where) for each in found if each.severity != "info"]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_told_of_a_sound_list(name: str, ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FORMATS[name](SOUND))
    assert told(ai, path) == []


@pytest.mark.parametrize("name", FORMATS)
def test_planted_faults_are_told_each_at_its_row(name: str, ai: Taxonomy, tmp_path: Path) -> None:
    rows = list(SOUND)
    for number, place, value, _ in FAULTS:
        row = list(rows[number])
        row[place] = value
        rows[number] = tuple(row)
    path = tmp_path / name
    path.write_bytes(FORMATS[name](rows))
    wanted = {(rule, rows[number][0]) for number, _, _, rule in FAULTS}
    assert set(told(ai, path)) == wanted


def test_a_wrong_maker_does_not_hide_that_a_model_is_retired(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Tool,Vendor\nClaude 3 Opus,OpenAI\nClaude Opus,OpenAI\nGPT-4o,Microsoft\n")
    assert told(ai, path) == [
        ("refuted-developer", "Claude 3 Opus"),
        ("retired", "Claude 3 Opus"),
        ("refuted-developer", "Claude Opus"),
    ]
