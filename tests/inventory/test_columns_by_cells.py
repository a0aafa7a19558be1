"""Columns by what their cells hold, pages with tables, lists of names, and what is not a system."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from aitaxonomy import Taxonomy
from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory import (
    Derivation,
    Record,
    Source,
    Tally,
    guess_format,
    read_records,
    read_stated,
)
from aitaxonomy.inventory.import_rules.labels import find_labels, without_definitions

Read = Callable[..., tuple[list[Record], Tally]]

#: Options of a form with their definitions, as a form of our own has them.
OPTIONS = {
    "Generative AI: AI that makes new content (e.g., images, text, code).": "GenerativeAI",
    "a) Classical/Predictive Machine Learning: models that learn to predict; they classify.":
        "NonGenerativeAI",
    "Natural Language Processing (NLP) – it reads, drafts and translates text.": "",
    "Agentic AI: acts, plans and generates steps on its own.": "AIAgent",
}  # fmt: skip


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a text as a file."""

    def made(text: str | bytes, name: str = "a.csv", **options: object) -> tuple:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        tally = Tally()
        return list(read_records(path, tally=tally, **options)), tally  # type: ignore[arg-type]

    return made


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_is_matched_as_a_whole_and_its_definition_is_no_evidence(
    option: str, read: Read
) -> None:
    rows = f'Name,AI classification,Vendor\nZyzzyva,"{option}",Acme\n'
    (record,), _ = read(rows)
    assert {each.kind for each in record.concluded} == ({OPTIONS[option]} - {""})
    assert not record.proposed
    assert record.row is not None and option in record.row[1]


def test_a_sentence_is_not_an_option() -> None:
    assert without_definitions("Text: yes") == "Text: yes"
    assert without_definitions("XGBoost, our own thing") == "XGBoost, our own thing"
    two = "a) Generative AI: it makes new text; b) Regression: it predicts one number"
    assert [each.means for each in find_labels(without_definitions(two))] == [  # type: ignore[union-attr]
        "GenerativeAI", "tabular-regression",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "yes", "no"),
    [("Is it generative AI?", "Yes", "No"), ("Generative AI (Y/N)", "Y", "N"),
     ("Ist es generative KI?", "Ja", "Nein - es sortiert nur"),
     ("Est-ce de l'IA générative ?", "Oui", "Non")],
)  # fmt: skip
def test_the_answers_to_a_question_state_the_kind(
    heading: str, yes: str, no: str, read: Read
) -> None:
    (one, other, third), tally = read(f"Tool,{heading}\nZed,{yes}\nZod,{no}\nZud,unclear\n")
    assert [each.kind for each in one.concluded] == ["GenerativeAI"]
    assert [each.kind for each in other.concluded] == ["NonGenerativeAI"]
    assert not third.concluded and not third.proposed
    assert f"labels {heading!r}: to take another --column labels=HEADING" in tally.columns
    (kept, *_), _ = read(
        f"Tool,{heading}\nZed,{yes}\nZod,{no}\n", columns={"name": "Tool", "labels": ""}
    )
    assert not kept.concluded


def test_other_questions_state_nothing(read: Read) -> None:
    (record,), _ = read("Tool,Generative AI training done?,Uses an LLM?\nZed,Yes,No\n")
    assert not record.concluded and not record.proposed


@pytest.mark.parametrize("heading", ["Eingesetztes Modell", "Model(s)", "u_model_type", "Engine"])
def test_models_in_a_column_are_what_a_system_is_built_on(heading: str, read: Read) -> None:
    (first, second, third), _ = read(f"Tool,{heading}\nDesk,GPT-4o\nScorer,XGBoost\nLeo,GPT-4\n")
    assert first.derived_from == (Derivation("GPT-4o"),)
    assert third.derived_from == (Derivation("GPT-4"),)
    assert second.name == "Scorer"


def test_a_second_model_of_a_list_of_models_is_not_its_base(read: Read) -> None:
    (record, _), _ = read("name,weak_model_name,other\ngpt-4o,gpt-4o-mini,gpt-4\no1,gpt-4o,gpt-4\n")
    assert record.derived_from == ()


def test_prose_is_read_and_remarks_are_not(read: Read) -> None:
    header = "Use case,problem_solved,benefits,What happens there,Comments\n"
    rows = [
        f"Case {n},Staff of office {n} wrote all the letters by hand before it,"
        f"Now the tool {n} drafts replies for every member of the staff,"
        f"A longer text on what the people of team {n} do with it,"
        f"The vendor {n} says that it generates images as well some day\n"
        for n in range(3)
    ]
    (record, *_), tally = read(header + "".join(rows))
    assert len(record.description) == 3
    assert {each.means for each in record.proposed} == {"GenerativeAI", "text-generation"}
    assert "description 'What happens there': to take another" in tally.columns
    assert any("Comments" in each for each in tally.unknown_fields)


PAGES = {
    "a.md": "# Ours\n\nText.\n\n| Tool | Vendor | Purpose |\n|:--|---|--:|\n"
            "| **Zed** | [Acme](https://a.example) | drafts \\| plans |\n| Zod | `B` | sorts |\n"
            "\n| Key | Meaning |\n|---|---|\n| Tool | what it is called |\n",
    "a.html": "<!DOCTYPE html><p>Ours</p><table><tr><th>Tool<th>Vendor<th>Purpose</tr>"
              "<tr><td>Zed</td><td>Acme<td>drafts &#124; plans</tr>"
              "<tr><td>Zod<td>B<td>sorts</table>",
    "in a cell.html": "<!DOCTYPE html><table><tr><td rowspan=2>Menu<td>Ours\n<table><tr><th>Tool"
                      "<th>Vendor<th>Purpose<tr><td>Zed<td>Acme<td>drafts &#124; plans<tr><td>Zod"
                      "<td>B<td>sorts</table>below<tr><td>Foot</table>",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_the_tables_of_pages_are_read(name: str, read: Read) -> None:
    records, tally = read(PAGES[name], name)
    assert [(each.name, each.developer, each.description) for each in records] == [
        ("Zed", "Acme", ("drafts | plans",)), ("Zod", "B", ("sorts",)),
    ]  # fmt: skip
    assert tally.read == 2
    assert records[0].source.line == {"a.md": 7, "a.html": 1}.get(name, 2)
    left = [what for what in tally.noted if "a table that lists no systems" in what]
    assert bool(left) == (name != "a.html")


def test_a_list_of_names_is_read_and_a_list_of_packages_refused(read: Read, tmp_path: Path) -> None:
    records, _ = read("# What we use\n- ChatGPT\n- Our own desk\n* Claude\n", "a.txt")
    assert [(each.name, each.source.line) for each in records] == [
        ("ChatGPT", 2), ("Our own desk", 3), ("Claude", 4),
    ]  # fmt: skip
    with pytest.raises(ImportFault, match="libraries and frameworks are not AI systems"):
        read("torch>=2.0\ntransformers==4.1  # models\nflask\n", "requirements.txt")
    (tmp_path / "b.txt").write_text("Milk\nBread\nEggs\n")
    with pytest.raises(ImportFault, match="unknown format"):
        guess_format(tmp_path / "b.txt")
    asked = read_stated(tmp_path / "b.txt", "names", tally=Tally())
    assert [each.name for each in asked] == ["Milk", "Bread", "Eggs"]


def test_the_model_behind_an_alias_is_what_is_matched(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(
        "model_list:\n- model_name: fast\n  litellm_params:\n    model: openai/gpt-4o-mini\n"
        "- model_name: gpt-4\n  litellm_params:\n    model: ollama/llama3.1:70b\n"
        "- model_name: ours\n  litellm_params: {model: azure/prod-1}\n"
        "  model_info: {base_model: azure/gpt-4o}\n"
        "- model_name: claude\n  litellm_params:\n    model: hosted_vllm/acme/our-own\n"
    )
    known = {each.name: each.known_as for each in (ai + path).classify()}
    assert [str(each and each.iri).rpartition("/")[2] for each in known.values()] == [
        "gpt-4o-mini", "llama-3.1-70b", "gpt-4o", "None",
    ]  # fmt: skip

    chart = tmp_path / "values.yaml"
    chart.write_text(
        "servingEngineSpec:\n  modelSpec:\n  - name: gpt-4\n"
        "    modelURL: Qwen/Qwen2.5-14B-Instruct\n"
    )
    (served,) = (ai + chart).classify()
    assert served.known_as is not None and served.known_as.iri.endswith("/qwen2.5-14b")


def test_who_owns_an_interface_is_neither_a_name_nor_the_maker(read: Read) -> None:
    rows = [
        {"id": f"{by}/gemini-2.5-flash-{n}", "object": "model", "owned_by": by}
        for n, by in enumerate(["google-ai-studio", "google-ai-studio", "openrouter"])
    ]
    records, _ = read(json.dumps({"data": rows}), "a.json")
    assert [each.name for each in records][:1] == ["gemini-2.5-flash-0"]
    assert {each.developer for each in records} == {None}
    assert records[0].provider == "google-ai-studio"


def test_the_abbreviation_of_two_things_decides_nothing(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "models:\n- model_name: glm4-chat\n  model_type: glm\n"
        "- model_name: our scorer\n  model_type: logistic regression\n"
    )
    one, other = (ai + path).classify()
    assert str(one.verdicts["GenerativeAI"]) != "refuted"
    assert str(other.verdicts["GenerativeAI"]) == "refuted"


def test_a_data_dictionary_is_refused(read: Read) -> None:
    rows = "name,data_type,description,nullable\nuse_case,text,What the AI does,no\n"
    with pytest.raises(ImportFault, match="a list of columns of a table"):
        read(rows)


def test_the_unit_of_a_heading_counts(read: Read) -> None:
    (record, other), _ = read("Model,Params (B),Vendor\nZed,7,Acme\nZod,70B,Acme\n")
    assert (record.parameters, other.parameters) == (7 * 10**9, 70 * 10**9)


def test_rows_of_totals_hidden_rows_and_hidden_sheets_are_told_and_not_counted(read: Read) -> None:
    def book(*, filtered: bool) -> bytes:
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as made:
            sheet, old = made.add_worksheet("Ours & co"), made.add_worksheet("Old")
            for row, cells in enumerate(
                [["Tool", "Vendor", "Users"], ["Zed", "Acme", 3], ["Zod", "Acme", 4],
                 ["Summe", "", 7], ["Totale", "2 strumenti", ""]]
            ):  # fmt: skip
                sheet.write_row(row, 0, cells)
                old.write_row(row, 0, cells)
            sheet.set_row(2, options={"hidden": True})
            if filtered:
                sheet.autofilter(0, 0, 3, 2)
                sheet.filter_column(0, "x == Zed")
            old.hide()
        return out.getvalue()

    records, tally = read(book(filtered=False), "a.xlsx")
    assert [each.name for each in records] == ["Zed"]
    assert dict(tally.skipped) == {"a row that is hidden in the sheet": 1, "a row of totals": 2}
    assert "a hidden sheet is not read" in tally.noted
    records, tally = read(book(filtered=True), "b.xlsx")
    assert [each.name for each in records] == ["Zed", "Zod"]
    assert "rows that a filter hides are read" in tally.noted


def test_an_abbreviation_that_is_spelt_out_is_not_a_known_system(ai: Taxonomy) -> None:
    match = ai.content.matcher.match
    here = Source("a.csv", "csv", 2)
    for name in ("TAPAS (Track Augmentation and Performance Analysis System)",
                 "Mai (Montferland AI)"):  # fmt: skip
        found = match(Record(name, here))
        assert found is None or not found.trusted
    known = match(Record("Claude (for staff)", here))
    assert known is not None and known.trusted


def test_a_model_is_not_built_on_the_gateway_that_offers_it(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    rows = [{"id": f"azure-openai/zyzzyva-{n}", "object": "model", "owned_by": "azure-openai"}
            for n in range(3)]  # fmt: skip
    path.write_text(json.dumps({"data": rows}))
    for system in (ai + path).classify():
        assert str(system.verdicts["GenerativeAI"]) == "unknown"


#: Tables of offices, with the columns that are read, and how.
OFFICES = {
    "Bezeichnung des Verfahrens;Anbieter / Hersteller;Zweck der Verarbeitung\nZed;Acme;Es ordnet":
        {"name": 0, "developer": 1, "description": 2},
    "Tool,Who makes it,What for\nZed,Acme,It sorts":
        {"name": 0, "developer": 1, "description": 2},
    "Produit,Fournisseur,À quoi ça sert\nZed,Acme,Il trie":
        {"name": 0, "developer": 1, "description": 2},
    "Herramienta,Proveedor,Para qué se utiliza\nZed,Acme,Ordena":
        {"name": 0, "developer": 1, "description": 2},
    "Strumento,Fornitore,A cosa serve\nZed,Acme,Ordina":
        {"name": 0, "developer": 1, "description": 2},
    "Tool,Under the hood\nZed,XGBoost\nZod,Random forest\nZad,our own":
        {"name": 0, "labels": 1},
    "Model ID,Model Name,Methodology\nM-01,Zed,XGBoost\nM-02,Zod,ARIMA\nM-03,Zad,our own":
        {"id": 0, "name": 1, "labels": 2},
}  # fmt: skip


@pytest.mark.parametrize("table", OFFICES)
def test_columns_of_offices_are_read(table: str, read: Read) -> None:
    _, tally = read(table + "\n")
    ((headings, columns),) = tally.lists.values()
    found = {field: place for field, ((place, _), *_) in columns.items()}
    assert {field: headings.index(headings[place]) for field, place in found.items()} == (
        OFFICES[table]
    )


def test_a_known_system_among_labels_is_what_it_is_built_on(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Tool,Vendor,Technique\nAlbert,DINUM,Llama 3.1 70B\nZed,Acme,XGBoost\n")
    albert, zed = (ai + path).classify()
    assert str(albert.verdicts["LLMTechnology"]) == "entailed"
    assert str(zed.verdicts["GenerativeAI"]) == "refuted"


def test_a_column_that_tells_the_kind_counts_before_the_heading_of_the_names(
    ai: Taxonomy, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Model Name,Model Type\nZed,Chatbot\nZod,Classification\n")
    zed, zod = (ai + path).classify()
    assert not zed.conflicts and "ait:ConversationalSystem" in zed.kinds
    assert "ait:AIModel" in zod.kinds
