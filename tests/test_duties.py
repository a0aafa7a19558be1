"""What law asks of the systems of a list: the answers of the question, and those of a user."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from aitaxonomy import Taxonomy
from aitaxonomy.classification.bearing import AT_RISK, SINCE
from aitaxonomy.classification.duties import ALL, ANSWERED
from aitaxonomy.classification.obligations import obligations, weights
from aitaxonomy.cli import main
from aitaxonomy.errors import ImportFault
from aitaxonomy.spreadsheets import write_book, write_rows

DAY = "2026-12-02"
KNOWN = ("ChatGPT", "GPT-4o", "Midjourney V7", "GitHub Copilot", "Llama 3.1 8B", "Whisper")
MEDIA = ("aix:disclose-deep-fakes", "aix:eu-ban-of-intimate-and-abuse-imagery")
MAKES = ("ait:AudioGenerator", "ait:ImageGenerator", "ait:VideoGenerator")
AREA, HIGH = "use in an area of Annex III", "aix:eu-high-risk-duties-of-annex-iii"
MARKET, LEVEL = "market or use in the European Union", "whether it is an AI system"


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """Return a list of known systems, and of one of which nothing is known but its name."""
    file = tmp_path / "list.csv"
    file.write_text("\n".join(["name", *KNOWN, "CV screener"]), "utf-8")
    return file


def _answers(folder: Path, *rows: tuple[str, str, str]) -> Path:
    file = folder / "answers.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([ANSWERED, *((s, q, "", "", a) for s, q, a in rows)])
    return file


def test_known_systems_have_the_duties_of_the_question(listed: Path) -> None:
    ai = Taxonomy()
    found = ai.read(listed, "csv").duties(day=DAY)
    for name in KNOWN:
        asked = ai.ask("obligations-at-a-date", system=name, date=DAY).to_dicts()
        expected = {(each["obligation"], each["applies_from"], each["state"]) for each in asked}
        of = {(each.iri, each.applies_from, each.state) for each in found if each.system == name}
        assert of <= expected, name
        # The question knows no refutations but a few; what is left out has one.
        for left_out, *_ in expected - of:
            assert left_out in MEDIA and all(
                str(ai.is_a(name, kind, strict=True).verdict) == "refuted" for kind in MAKES
            )
    assert {each.state for each in found} == {"applies", "not yet", "depends on what is missing"}


def test_a_system_of_which_nothing_is_known_is_asked_everything(listed: Path) -> None:
    found = [
        each
        for each in Taxonomy().read(listed, "csv").duties(day=DAY)
        if each.system == "CV screener"
    ]
    assert len({each.iri for each in found}) == 16
    assert all(each.missing and MARKET in each.missing for each in found)
    assert found[0].where.endswith(f"list.csv:{len(KNOWN) + 2}")


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx"])
def test_the_questions_filled_in_decide(listed: Path, tmp_path: Path, ending: str) -> None:
    mine = Taxonomy().read(listed, "csv")
    rows = mine.duties(day=DAY).questions()
    assert rows[0][:2] == (ALL, MARKET)
    given = {
        (ALL, MARKET): "yes",
        ("CV screener", LEVEL): "Yes",
        ("CV screener", SINCE): "2026-09-01",
        ("CV screener", AREA): "yes",
        ("CV screener", AT_RISK): "yes",
        ("CV screener", "generation of text"): "no",
    }
    file = tmp_path / f"answers.{ending}"
    rows.append(("CV screener", AT_RISK, 0, "", ""))  # which comes with the answer on the area
    filled = [(*row[:4], given.get(row[:2], "")) for row in rows]
    with file.open("w", encoding="utf-8", newline="") as out:
        write_rows(ANSWERED, filled, ending, out)
    found = {
        each.iri: each
        for each in mine.duties(day="2028-01-01", answers=file)
        if each.system == "CV screener"
    }
    assert found[HIGH].state == "applies"
    assert found["aix:eu-ai-literacy"].state == "applies"
    assert "aix:disclose-public-interest-text" not in found, "it makes no text"
    assert "aix:eu-systemic-risk-duties" not in found, "a system is not a model"
    assert "aix:mark-synthetic-content-of-earlier-systems" not in found, "it came later"
    assert found["aix:mark-synthetic-content"].missing == ("generation of synthetic content",)


def test_an_answer_fills_in_what_is_unknown_and_no_more(listed: Path, tmp_path: Path) -> None:
    mine, model = Taxonomy().read(listed, "csv"), "whether it is an AI model"
    answers = _answers(
        tmp_path,
        (ALL, LEVEL, "yes"),
        ("ChatGPT", model, "yes"),
        ("ChatGPT", SINCE, "2026-11-01"),
        ("Chat screener", LEVEL, "yes"),
    )
    before, after = mine.duties(day=DAY), mine.duties(day=DAY, answers=answers)
    known = {name: [each for each in before if each.system == name] for name in KNOWN}
    assert known == {name: [each for each in after if each.system == name] for name in KNOWN}
    assert all(LEVEL not in each.missing for each in after)
    assert after.unused == (
        f"ChatGPT, {model}: what is known says otherwise",
        "chat screener: no system of this name",
    )
    assert "not used: chat screener: no system" in str(after)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("CV screener", "its colour", "yes"), "unknown question 'its colour'"),
        (("CV screener", LEVEL, "perhaps"), "'perhaps' is not an answer: write yes or no"),
        (("CV screener", SINCE, "yes"), "'yes' is not a day such as 2026-08-02"),
    ],
)
def test_an_answer_that_says_nothing_is_told(
    listed: Path, tmp_path: Path, row: tuple[str, str, str], told: str
) -> None:
    with pytest.raises(ImportFault, match=r"answers\.csv:2: ") as caught:
        Taxonomy().read(listed, "csv").duties(answers=_answers(tmp_path, row))
    assert told in str(caught.value)


def test_the_command_writes_questions_and_reads_answers(
    listed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = tmp_path / "asked.csv"
    assert main(["duties", str(listed), "--date", DAY, "--questions", "-o", str(asked)]) == 0
    assert asked.read_text("utf-8").startswith(
        f"system,question,decides,suggested,answer\n*,{MARKET},"
    )
    told = capsys.readouterr().err
    assert f"7 systems on {DAY}" in told and f"{MARKET}: decides " in told
    answered = _answers(tmp_path, (ALL, MARKET, "no"))
    assert main(["duties", str(listed), "--answers", str(answered), "--format", "json"]) == 0
    found = capsys.readouterr().out
    assert '"CV screener"' not in found, "no duty of the Union where nobody uses it there"
    assert main(["duties", str(listed), "--date", "tomorrow"]) == 2
    assert "'tomorrow' is not a day such as 2026-08-02" in capsys.readouterr().err


def test_every_obligation_has_a_weight() -> None:
    bound = obligations(Taxonomy().content.store.select)
    assert {each.iri for each in bound} == weights().keys()


def test_the_heaviest_duties_come_first_in_the_questions(listed: Path, tmp_path: Path) -> None:
    mine = Taxonomy().read(listed, "csv")
    banned = "use for a prohibited practice"
    answers = _answers(tmp_path, ("CV screener", LEVEL, "yes"), ("CV screener", banned, "yes"))
    found = mine.duties(day=DAY, answers=answers)
    asked = list(dict.fromkeys(row[0] for row in found.questions()))
    assert asked[:2] == [ALL, "CV screener"], "though it is the last of the list"
    weighed = [weights()[each.iri] for each, _ in found.by_obligation()]
    assert weighed == sorted(weighed, reverse=True)


def _sheets(file: Path) -> dict[str, list[list[str]]]:
    book = CalamineWorkbook.from_path(str(file))
    return {
        name: [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).iter_rows()]
        for name in book.sheet_names
    }


def test_a_workbook_has_duties_and_questions_and_is_read_with_answers(
    listed: Path, tmp_path: Path
) -> None:
    file, rows = tmp_path / "register.xlsx", tmp_path / "duties.csv"
    assert main(["classify", str(listed), "--duties", "--date", DAY, "-o", str(file)]) == 0
    assert main(["duties", str(listed), "--date", DAY, "-o", str(rows)]) == 0
    sheets = _sheets(file)
    assert list(sheets) == ["Systems", "Questions", "Duties"]
    assert sheets["Duties"] == list(csv.reader(rows.open(encoding="utf-8", newline="")))
    assert sheets["Systems"][-1][0] == "CV screener"
    # An office fills the sheet in, and gives the workbook back.
    filled = [(*row[:-1], "no" if row[1] == MARKET else "") for row in sheets["Questions"][1:]]
    with file.open("w", encoding="utf-8", newline="") as out:
        write_book({"Duties": (sheets["Duties"][0], sheets["Duties"][1:]),
                    "Questions": (ANSWERED, filled)}, out)  # fmt: skip
    again = tmp_path / "again.xlsx"
    assert main(["classify", str(listed), "--answers", str(file), "-o", str(again)]) == 0
    names = {row[0] for row in _sheets(again)["Duties"][1:]}
    assert "CV screener" not in names, "nobody uses it in the Union"


def test_a_page_has_the_duties_of_each_system(listed: Path, tmp_path: Path) -> None:
    file = tmp_path / "register.html"
    assert main(["classify", str(listed), "--duties", "--date", DAY, "-o", str(file)]) == 0
    page = file.read_text("utf-8")
    assert f"Duties by law on {DAY}" in page
    data = json.loads(
        re.findall('<script type="application/json" id="data">(.*?)</script>', page)[0]
    )
    columns = {each["role"]: each for each in data["columns"]}
    found = Taxonomy().read(listed, "csv").duties(day=DAY)
    for number, name in enumerate((*KNOWN, "CV screener")):
        texts = columns["duties"]
        own = texts["texts"][number] if "texts" in texts else texts["values"][texts["at"][number]]
        assert [*filter(None, own.split("\n"))] == [
            str(each) for each in found if each.system == name
        ]


def test_duties_are_refused_where_rows_have_no_room_for_them(
    listed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["classify", str(listed), "--duties", "--format", "csv"]) == 2
    assert "--duties is for a workbook or a page" in capsys.readouterr().err


def test_words_suggest_an_area_and_decide_nothing(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "System,Department,Purpose\n"
        "Selector,Immigration office,Ranks job applicants by their letters\n"
        "Vorauswahl,Personal,Sortiert Bewerbungen\n"
        "Scribe Z,Law Enforcement,It makes no hiring decisions\n"
        "Selector 2,Hiring,Ranks job applicants\n"
    )
    mine = Taxonomy().read(file)
    told = [("Selector 2", AREA, "no"), ("Selector 2", LEVEL, "yes")]
    found = mine.duties(day=DAY, answers=_answers(tmp_path, *told))
    suggested = {each.system: each.suggested for each in found if each.suggested}
    assert suggested == {
        "Selector": ("perhaps 4 employment: “Ranks job applicants” in 'Purpose'",),
        "Vorauswahl": ("perhaps 4 employment: “Bewerbungen” in 'Purpose'",),
    }, "neither by who owns it, nor by what is denied, nor against an answer"
    high = {each.system: each for each in found if each.iri == HIGH}
    assert AREA in high["Selector"].missing, "a suggestion is not a verdict"
    assert "Selector 2" not in high
    assert "words suggest 4 employment, of 2" in str(found)
    asked = {row[:2]: row[3] for row in found.questions()}
    assert asked["Selector", AREA] == suggested["Selector"][0] and not asked["Scribe Z", AREA]
    systems = list(dict.fromkeys(system for system, _ in asked))
    assert systems == [ALL, "Selector", "Vorauswahl", "Selector 2", "Scribe Z"], "by weight"


@pytest.mark.parametrize(("answer", "state"), [("", "not yet"), ("yes", "not yet"), ("no", None)])
def test_the_exception_of_article_6_3_is_asked_where_the_annex_applies(
    listed: Path, tmp_path: Path, answer: str, state: str | None
) -> None:
    mine = Taxonomy().read(listed, "csv")
    before = mine.duties(day=DAY)
    assert not any(AT_RISK in each.missing for each in before), "not before it may matter"
    told = [("CV screener", AREA, "yes"), ("CV screener", AT_RISK, answer)]
    found = mine.duties(day=DAY, answers=_answers(tmp_path, *told))
    own = [each for each in found if each.system == "CV screener" and each.iri == HIGH]
    assert {each.state for each in own} == ({state} if state else set())
    assert all((AT_RISK in each.missing) is (answer == "") for each in own)
