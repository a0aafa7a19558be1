"""Lists as people keep them: where the names are, what is refused, and what is said of it."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.cli import main
from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory import Derivation, Record, Tally, read_records, read_stated
from aitaxonomy.inventory.formats.documents import is_workbook
from aitaxonomy.inventory.formats.lists.workbook import _check, _write_cells
from aitaxonomy.reasoning.verdict import Truth

Workbook = Callable[[dict[str, list[str]]], bytes]


def read(path: Path, content: str | bytes) -> tuple[list[Record], Tally]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    tally = Tally()
    return list(read_stated(path, tally=tally)), tally


#: Tables, and the name, developer and base of their first system.
TABLES = {
    "title rows": ("AI inventory 2025,,\n,,\nName,Vendor,Task\nZed,Acme,translation\n", "Acme", ""),
    "sep": ("sep=;\nName;Vendor\nZed;Acme, Inc.\n", "Acme, Inc.", ""),
    "an empty column": ("System Name,Use Case Name,Vendor\n,Zed,Acme\n,Zod,Acme\n", "Acme", ""),
    "two-row header": (
        "System;;Model;\nName;Vendor;Name;Vendor\nZed;Acme;GPT-4o;B\n", "Acme", "GPT-4o",
    ),
    "sections": (
        "SECTION 1: identify,,\nUse Case ID,Use Case Name,Vendor(s) Name\nX-1,Zed,Acme\n",
        "Acme", "",
    ),
    "application beside model": ("Application,Model,Supplier\nZed,GPT-4o,Acme\n", "Acme", "GPT-4o"),
    "model id of another": (
        "name,model_id\nZed,amazon.nova-pro-v1:0\n", "", "amazon.nova-pro-v1:0",
    ),
    "German": ("Bezeichnung;Hersteller;Zweck\nZed;Acme;Fasst Texte zusammen\n", "Acme", ""),
    "French": ("Nom de l'outil;Fournisseur;Finalité\nZed;Acme;Résume\n", "Acme", ""),
    "Turkish": ("Model Adı,Tedarikçi\nZed,Acme\n", "Acme", ""),
    "Russian": ("Название,Поставщик\nZed,Acme\n", "Acme", ""),
    "Chinese": ("名称,供应商\nZed,Acme\n", "Acme", ""),
    "Japanese": ("ツール名,ベンダー\nZed,Acme\n", "Acme", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
def test_the_columns_of_a_table_are_found(case: str, tmp_path: Path) -> None:
    text, developer, base = TABLES[case]
    records, tally = read(tmp_path / "a.csv", text)
    assert records[0].name == "Zed"
    assert records[0].developer == (developer or None)
    assert records[0].derived_from == ((Derivation(base),) if base else ())
    assert not tally.skipped


def test_known_names_and_vendors_tell_the_columns_without_a_heading(tmp_path: Path) -> None:
    records, tally = read(tmp_path / "a.csv", "Nr,Was,Von\n1,ChatGPT,OpenAI\n2,Claude,Anthropic\n")
    assert [(each.name, each.developer) for each in records] == [
        ("ChatGPT", "OpenAI"), ("Claude", "Anthropic"),
    ]  # fmt: skip
    assert tally.columns == "name 'Was', developer 'Von'; to take another: --column name=Nr"


def test_what_was_taken_can_be_changed_as_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    _, tally = read(path, "Use Case Name,System(s) Name\nDrafts,Copilot\n")
    assert "to take another: --column 'name=System(s) Name'" in tally.columns
    (record,) = read_stated(path, tally=Tally(), columns={"name": "System(s) Name"})
    assert record.name == "Copilot"


def test_descriptions_and_labels_are_kept(tmp_path: Path) -> None:
    header = (
        "Use Case Name,AI Classification,What problem is the AI intended to solve?,"
        "Describe the AI system’s outputs."
    )
    (record,), _ = read(tmp_path / "a.csv", f"{header}\nZed,Generative AI,Long letters,Drafts\n")
    assert record.labels == ("Generative AI",)
    assert set(record.description) == {"Long letters", "Drafts"}


def test_a_vague_name_gives_way_to_the_use(tmp_path: Path) -> None:
    rows = "Name of Commercial Product or Service Used,AI Use Case,Agency Use (Y/N)?\n"
    rows += "Copilot,Drafting,Y\nVarious,Searching,Y\n,Routing,N\n"
    records, tally = read(tmp_path / "a.csv", rows)
    assert [each.name for each in records] == ["Copilot", "Searching", "Routing"]
    assert tally.noted == {"listed as not in use": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [("incident_id,title,description\n1,Crash,AI car\n", "a list of incidents"),
     ("Name,First name,E-mail\nAnn,Ann,a@b.c\n", "a list of people"),
     ("Dataset name,Rows\nTrees,100\n", "a list of data sets")],
)  # fmt: skip
def test_other_lists_are_refused_with_the_reason(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match=rf"a\.csv:1: {message}, as its columns say"):
        read(tmp_path / "a.csv", text)
    rows = [dict(zip(*(line.split(",") for line in text.splitlines()), strict=True))]
    with pytest.raises(ImportFault, match=message):
        read(tmp_path / "a.json", json.dumps(rows))


def test_who_answers_for_a_system_makes_no_list_of_people(tmp_path: Path) -> None:
    rows = "System Name,First name,Last name,E-mail,Incidents,Classification\n"
    (record,), _ = read(tmp_path / "a.csv", f"{rows}Zed,Ann,Lee,a@b.c,3,Person\n")
    assert (record.name, record.developer, record.labels) == ("Zed", None, ("Person",))


def test_nothing_listed_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,task\n")
    assert main(["import", "auto", str(path)]) == 2
    assert "no system in it: nothing is listed" in capsys.readouterr().err


def test_the_sheet_with_systems_is_found(tmp_path: Path, workbook: Workbook) -> None:
    sheets = {
        "Notes": ["How to use this,", "Read it,"],
        "Lists": ["AI Classification,Yes/No", "Generative AI,Yes"],
        "Systems": ["Register of systems,", "System Name,Vendor", "Zed,Acme", "Zod,"],
    }
    (zed, zod), tally = read(tmp_path / "a.xlsx", workbook(sheets))
    assert (zed.name, zed.developer, zed.source.line) == ("Zed", "Acme", 3)
    assert (zod.name, zod.developer, zod.source.line) == ("Zod", None, 4)
    assert tally.columns.startswith("sheet 'Systems': name 'System Name', developer 'Vendor'")
    assert tally.noted == {"a sheet that lists no systems is not read": 2}


def test_a_cell_far_away_is_no_table(
    tmp_path: Path, workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One cell in the last row and column makes a table of 17 thousand million."""
    monkeypatch.setattr("aitaxonomy.inventory.formats.lists.workbook._MEMORY", 200 << 20)
    text = workbook({"S": ["Name", "Zed"]})
    with zipfile.ZipFile(io.BytesIO(text)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["xl/worksheets/s1.xml"] = (
        parts["xl/worksheets/s1.xml"]
        .replace(b'r="A2"', b'r="XFD1048576"')
        .replace(b'r="2"', b'r="1048576"')
    )
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    with pytest.raises(ImportFault, match="damaged, or more cells than are read: save"):
        list(read_stated(tmp_path / "a.xlsx", tally=Tally()))


def test_empty_cells_count(
    tmp_path: Path, workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aitaxonomy.inventory.formats.lists.workbook._MOST", 3)
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"S": ["Name,Vendor", "Zed,"]}))
    with pytest.raises(MemoryError):
        _write_cells(path, tmp_path, {})


def test_a_broken_workbook(tmp_path: Path, workbook: Workbook) -> None:
    data = workbook({"S": ["Name", "Zed"]})
    at = data.index(b"xl/worksheets/s1.xml") + 40
    with pytest.raises(ImportFault, match="a broken"):
        read(tmp_path / "b.xlsx", data[:at] + b"\xff" * 8 + data[at + 8 :])


def test_a_workbook_that_breaks_its_reader_is_told_in_a_line(
    tmp_path: Path, workbook: Workbook, capfd: pytest.CaptureFixture[str]
) -> None:
    data = workbook({"S": ["Name", "Zed"]})
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part.replace(b'r="A2"', b'r="ZZZZZZ4294967295"'))
    assert main(["classify", str(tmp_path / "a.xlsx")]) == 2
    assert len(capfd.readouterr().err.splitlines()) == 1


def test_a_workbook_with_any_byte_changed_is_read_or_refused(
    tmp_path: Path, workbook: Workbook
) -> None:
    data = workbook({"S": ["Name", "Zed"]})
    refused = 0
    for at in range(len(data) - 700, len(data)):  # the directory, which says what is where
        for byte in (0x00, 0xFF):
            file = tmp_path / "b.xlsx"
            file.write_bytes(data[:at] + bytes([byte]) + data[at + 1 :])
            try:
                assert is_workbook(file) in (True, False)
            except ImportFault as fault:
                refused += "a broken packed file" in str(fault)
    assert refused > 50


def test_a_cell_that_is_too_long_is_told(tmp_path: Path, workbook: Workbook) -> None:
    with pytest.raises(ImportFault, match=r"'S', row 2: a cell of 1,000,001 characters"):
        read(tmp_path / "long.xlsx", workbook({"S": ["Name", "Z" * 1_000_001]}))


def test_a_cell_that_nobody_wrote_is_refused_before_it_is_held(
    tmp_path: Path, workbook: Workbook
) -> None:
    """One of 400 MB, in a file of 390 kB, took 1.7 GB."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"S": ["Name", "Z" * 40_000_000]}))
    with pytest.raises(ImportFault, match=r"a\.xlsx: a cell of over 8,000,000 bytes: shorten it"):
        _check(path)


def test_a_lack_of_memory_is_not_taken_for_a_long_cell(
    tmp_path: Path, workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"S": ["Name", "Zed"]}))
    monkeypatch.setattr(zipfile.ZipFile, "open", Mock(side_effect=MemoryError))
    with pytest.raises(MemoryError):
        _check(path)


_CELL = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
_ROWS = "".join(
    f"<table:table-row>{''.join(map(_CELL.format, row))}</table:table-row>"
    for row in (("Our list", ""), ("System name", "Vendor"), ("Zed", "Acme"))
)
_SPACES = "".join(
    f" xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'"
    for name in ("office", "table", "text")
)
#: The content of a spreadsheet of OpenDocument.
OPEN_DOCUMENT = (
    f"<office:document-content{_SPACES}><office:body><office:spreadsheet>"
    f"<table:table table:name='S'>{_ROWS}</table:table>"
    "</office:spreadsheet></office:body></office:document-content>"
)


def test_a_spreadsheet_that_stops_in_a_table_is_broken(tmp_path: Path) -> None:
    """Its reader looked for the end of the table for as long as it was let."""
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", OPEN_DOCUMENT.partition("</table:table>")[0])
    with pytest.raises(ImportFault, match=r"a\.ods: a broken or locked workbook: .*; save it anew"):
        list(read_stated(tmp_path / "a.ods", tally=Tally()))


#: Files of objects, and what is read of the first: made up after the documentation of each service,
#: or after the file that is named.
OBJECTS = {
    "bedrock.json": (  # the answer of list-foundation-models
        '{"modelSummaries": [{"modelArn": "arn:aws:bedrock:::x", "modelId": "acme.zed-v1:0", '
        '"modelName": "Zed", "providerName": "Acme", "inputModalities": ["TEXT", "IMAGE"], '
        '"outputModalities": ["TEXT"], "modelLifecycle": {"status": "ACTIVE"}}]}',
        {"id": "acme.zed-v1:0", "inputs": ("text", "image"), "of_models": True},
    ),
    "openai.json": (  # GET /v1/models
        '{"object": "list", "data": [{"id": "Zed", "object": "model", "owned_by": "system"}]}',
        {"developer": None, "kind": "model"},
    ),
    "ollama.json": (  # GET /api/tags
        '{"models": [{"name": "Zed:latest", "model": "Zed:latest", "size": 2019393189, '
        '"digest": "a80c", "details": {"format": "gguf", "parameter_size": "3.2B"}}]}',
        {"parameters": 3_200_000_000},
    ),
    "azure.json": (  # the models of a location of Azure AI services
        '{"value": [{"skuName": "S0", "model": {"format": "OpenAI", "name": "Zed"}}]}',
        {"developer": "OpenAI", "derived_from": ()},
    ),
    "azure-list.json": (  # of `az cognitiveservices model list`, as in cjoakim/data on GitHub
        '[{"kind": "OpenAI", "model": {"baseModel": null, "capabilities": {"chatCompletion": '
        '"true", "maxTotalToken": "4096"}, "deprecation": {"fineTune": null, "inference": '
        '"2025-04-30T00:00:00Z"}, "format": "OpenAI", "lifecycleStatus": "Deprecated", "name": '
        '"Zed", "skus": [{"deprecationDate": "2025-02-13T00:00:00+00:00", "name": "Standard"}], '
        '"version": "0301"}, "skuName": "S0"}, {"kind": "OpenAI", "model": {"name": "Zod"}}]',
        {"developer": "OpenAI", "retired": "2025-04-30", "of_models": True},
    ),
    "gemini.json": (  # GET /v1beta/models of Gemini
        '{"models": [{"name": "models/zed-1", "displayName": "Zed", "inputTokenLimit": 1048576, '
        '"supportedGenerationMethods": ["generateContent"]}]}',
        {"context_window": 1_048_576, "of_models": True},
    ),
    "packages.json": (  # ListModelPackageGroups of SageMaker
        '{"ModelPackageGroupSummaryList": [{"ModelPackageGroupName": "Zed", '
        '"ModelPackageGroupArn": "arn:aws:sagemaker:::model-package-group/zed"}]}',
        {"of_models": True},
    ),
    "vertex.json": (  # projects.locations.models.list of Vertex AI
        '{"models": [{"name": "projects/1/models/2", "displayName": "Zed", "versionId": "1"}]}',
        {"id": "projects/1/models/2"},
    ),
    "sagemaker.json": (  # ListModels of SageMaker
        '{"Models": [{"ModelName": "Zed", "ModelArn": "arn:aws:sagemaker:::model/zed"}]}',
        {"id": "arn:aws:sagemaker:::model/zed"},
    ),
    "registry.json": (  # registered-models/search of MLflow
        '{"registered_models": [{"name": "Zed", "description": "Tells who leaves", '
        '"latest_versions": [{"name": "Zed", "version": "3"}]}]}',
        {"description": ("Tells who leaves",)},
    ),
    "kubeflow.yaml": (  # a catalogue of the Kubeflow Model Registry
        "source: Acme\nmodels:\n- name: Zed\n  provider: Acme\n  language: [en]\n"
        "  tasks: [text-generation, question-answering]\n  license: mit\n",
        {"provider": "Acme", "tasks": ("text-generation", "question-answering"), "licence": "mit"},
    ),
    "nexus.yaml": (  # knowledge-graph data of IBM AI Atlas Nexus
        "organizations:\n- {id: acme, name: Acme}\naimodels:\n- id: zed\n  name: Zed\n"
        "  numParameters: 3000000000\n  isProvidedBy: acme\n  hasLicense: license-apache-2.0\n"
        "  hasInputModality: [modality-text]\n  performsTask: [text-generation]\n",
        {"parameters": 3_000_000_000, "licence": "apache-2.0", "inputs": ("text",)},
    ),
    "ecosystem.yaml": (  # an asset of ecosystem-graphs
        "- {type: model, name: Zed, organization: Anthropic, modality: text; image,\n"
        "   created_date: {explanation: that of the paper, value: 2024-02-01}}\n"
        "- {type: dataset, name: Letters, organization: Anthropic}\n",
        {"developer": "Anthropic", "outputs": ("text", "image"), "released": "2024-02-01"},
    ),
    "prices.json": (  # a vendor of llm-prices
        '{"vendor": "acme", "models": [{"id": "zed-1", "name": "Zed", "price_history": '
        '[{"input": 3, "output": 15}]}]}',
        {"id": "zed-1", "developer": "acme"},
    ),
    "dutch.json": (  # the Dutch algorithm register
        '[{"name": "Zed", "organization": "Gemeente X", "goal": "Handhaving", "provider": "Acme", '
        '"methods_and_models": "Een neuraal netwerk"}]',
        {"developer": None, "provider": "Acme"},
    ),
    "fair4ml.jsonld": (
        '{"@context": {"fair4ml": "https://w3id.org/fair4ml#"}, "@graph": [{"@id": '
        '"https://huggingface.co/a/zed", "@type": "fair4ml:MLModel", "schema:name": "Zed", '
        '"fair4ml:mlTask": "text-classification", "fair4ml:fineTunedFrom": '
        '{"@id": "https://huggingface.co/b/base"}}]}',
        {"id": "a/zed", "tasks": ("text-classification",), "derived_from": (Derivation("b/base"),)},
    ),
    "lines.jsonl": ('{"name": "Zed", "vendor": "IBM"}\n{"name": "Zod"}\n', {"developer": "IBM"}),
    "systems.toml": (
        '[[systems]]\nname = "Zed"\nmodel = "GPT-4o"\n', {"derived_from": (Derivation("GPT-4o"),)},
    ),
    "systems.xml": (
        "<list><model><name>Zed</name><vendor>Acme</vendor></model>"
        "<model><name>Zod</name></model></list>",
        {"developer": "Acme"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OBJECTS)
def test_objects_of_any_file_are_read(name: str, tmp_path: Path) -> None:
    text, expected = OBJECTS[name]
    records, tally = read(tmp_path / name, text)
    assert records[0].name == "Zed"
    assert {field: getattr(records[0], field) for field in expected} == expected
    assert tally.read == tally.mapped + tally.skipped.total()


def test_objects_that_are_no_systems(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match="nothing that says that they are AI systems"):
        read(tmp_path / "a.json", '[{"name": "France", "capital": "Paris"}]')
    path = tmp_path / "a.json"
    (record,) = read_stated(path, tally=Tally(), columns={"name": "name"})
    assert record.name == "France"


def test_lists_that_are_not_read_are_told(tmp_path: Path) -> None:
    both = '{"models": [{"name": "Zed", "vendor": "Acme"}], "rooms": [{"name": "Hall"}]}'
    (record,), tally = read(tmp_path / "a.json", both)
    assert (record.name, record.source.line) == ("Zed", 1)
    assert tally.noted == {"a list that does not seem to be of AI systems is not read": 1}


def test_cyclonedx_in_xml(tmp_path: Path, data: Path) -> None:
    tally = Tally()
    seer, hound = read_stated(data / "cyclonedx-1.6.xml", tally=tally)
    assert (seer.id, seer.developer, seer.licence) == ("acme/seer", "Acme", "Apache-2.0")
    assert (seer.inputs, seer.outputs, seer.parameters) == (("image",), ("text",), 86_000_000)
    assert seer.derived_from == (Derivation("google/vit-base"),)
    assert hound.derived_from == (Derivation("acme/seer"),)
    assert tally.skipped.total() == 2


def test_xml_is_screened(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bb">]><a><model><name>&b;</name></model></a>'
    with pytest.raises(ImportFault, match="XML with entities is not read"):
        read(tmp_path / "a.xml", bomb)
    deep = "<model><name>a</name>" * 200 + "</model>" * 200
    with pytest.raises(ImportFault, match="nested over 128 levels"):
        read(tmp_path / "b.xml", deep)


@pytest.mark.parametrize(
    ("heading", "of_models"),
    [("Model name", True), ("Modellname", True), ("Tool name", False), ("Name", False)],
)
def test_a_column_of_models_says_that_its_entries_are_models(
    tmp_path: Path, heading: str, of_models: bool
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{heading},Owner\nZed,IT\nZyzzyva,IT\n", encoding="utf-8")
    assert [each.of_models for each in read_records(path, tally=Tally())] == [of_models] * 2


def test_a_list_of_models_has_no_families(ai: Taxonomy, tmp_path: Path) -> None:
    """A name of a family is some member of it, which is a proposal and no verdict."""
    path = tmp_path / "list.csv"
    path.write_text("model_name,Owner\nclaude,IT\nZyzzyva,IT\n", encoding="utf-8")
    claude, _ = ai.read(path).classify()
    assert claude.known_as is not None
    assert claude.known_as.way == "family"
    assert claude.verdicts["LLM"] is Truth.UNKNOWN
    assert {each.means for each in claude.proposed} == {"LLMTechnology", "GenerativeAI"}


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("Granite 9 Vast", {"LLMTechnology", "GenerativeAI"}),
        ("Veo 9", {"GenerativeAI"}),
        ("Qwen9 0.6B", {"GenerativeAI"}),
        ("Granite 9 Embedding", set()),
        ("Gemini Embedding 9", set()),
        ("BERT-9", set()),
    ],
)
def test_the_family_of_a_name_suggests_what_most_of_it_are(
    ai: Taxonomy, tmp_path: Path, name: str, means: set[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"Model name,Owner\n{name},IT\nZyzzyva,IT\n", encoding="utf-8")
    found = ai.read(path).classify()[0]
    assert found.verdicts["GenerativeAI"] is Truth.UNKNOWN
    assert {each.means for each in found.proposed} == means
    assert all("known models of the family" in each.because for each in found.proposed)


def test_a_fine_tuned_model_of_openai_is_named_after_its_base(tmp_path: Path) -> None:
    path = tmp_path / "models.json"
    rows = [{"id": "ft:gpt-3.5-turbo-0613:acme::8bxZ", "object": "model"}, {"id": "Zyzzyva"}]
    path.write_text(json.dumps({"object": "list", "data": rows}), encoding="utf-8")
    tuned = next(read_records(path, tally=Tally()))
    assert tuned.derived_from == (Derivation("gpt-3.5-turbo-0613", "fine-tuned"),)


def test_a_ranker_that_is_listed_with_text_writes_none(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "models.csv"
    path.write_text("Model name,output\nZed Rerank 3,text\nZyzzyva,text\n", encoding="utf-8")
    ranker, writer = ai.read(path).classify()
    assert ranker.verdicts["GenerativeAI"] is Truth.UNKNOWN
    assert "its name says reranking" in " ".join(ranker.left_open)
    assert writer.verdicts["GenerativeAI"] is Truth.ENTAILED


def test_a_type_of_another_vocabulary_is_a_kind(tmp_path: Path) -> None:
    graph = [
        {"@type": ["schema:CreativeWork", "fair4ml:MLModel"], "schema:name": "Zed",
         "fair4ml:mlTask": "summarization", "fair4ml:fineTunedFrom": "google-t5/t5-small"},
        {"@type": "fair4ml:MLModelEvaluation", "schema:name": "Zed on a test"},
    ]  # fmt: skip
    (record,), tally = read(tmp_path / "a.json", json.dumps({"@graph": graph}))
    assert (record.kind, record.tasks) == ("MLModel", ("summarization",))
    assert tally.skipped == {"an evaluation, which is not a system": 1}


def test_an_open_document_spreadsheet_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        packed.writestr("content.xml", OPEN_DOCUMENT)
    (record,) = read_stated(tmp_path / "a.ods", tally=Tally())
    assert (record.name, record.developer) == ("Zed", "Acme")
