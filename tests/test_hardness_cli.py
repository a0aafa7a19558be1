"""What may happen to a command: full disks, closed streams, hostile names; and what it leaves."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aitaxonomy import ImportFault, Taxonomy, UnknownTerm, files
from aitaxonomy.cli import main
from aitaxonomy.cli.output import print_json, print_rows
from aitaxonomy.cli.parser import _COMMANDS
from aitaxonomy.cli.streams import Shown, coloured
from aitaxonomy.export import _ordered as ordered
from aitaxonomy.export import merged
from aitaxonomy.files import replacing, source, write_whole
from aitaxonomy.inventory import Tally, guess_format, read_records
from aitaxonomy.inventory.convert import write_records
from aitaxonomy.store import read_triples
from aitaxonomy.text import for_spreadsheets, from_spreadsheets

ROOT = Path(__file__).parents[1]
MODELS = ROOT / "examples" / "models.csv"
INVENTORY = ROOT / "examples" / "inventory.ttl"
linux = pytest.mark.skipif(sys.platform != "linux", reason="has devices of Linux")


@pytest.fixture
def run(
    ai: Taxonomy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process: its exit code, output and errors."""
    monkeypatch.setattr("aitaxonomy.cli.queries.Taxonomy", lambda: ai)

    def command(*words: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(word) for word in words])
        return (code, *capsys.readouterr())

    return command


def shell(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which `ai` is the command."""
    ai = f"ai() {{ '{sys.executable}' -m aitaxonomy \"$@\"; }}\n"
    return subprocess.run(
        ["bash", "-c", ai + script],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=ROOT,
        env=os.environ | environment,
    )


# --- exit codes, and what is reported


@linux
@pytest.mark.parametrize("words", ["--help", "where", "import csv examples/models.csv"])
def test_what_cannot_be_written_is_told(words: str) -> None:
    done = shell(f"ai {words} > /dev/full")
    assert done.returncode == 2
    assert "aitaxonomy: cannot write the output: No space left on device" in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_closed_output_is_told_and_a_closed_pipe_is_not() -> None:
    done = shell("ai where >&-")
    assert (done.returncode, done.stderr) == (
        2,
        "aitaxonomy: cannot write the output: Bad file descriptor\n",
    )
    done = shell("ai ask no-such-question 2>&-")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")
    done = shell("ai ask | head -1; exit ${PIPESTATUS[0]}")
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)


def test_a_closed_input_is_told() -> None:
    done = shell("ai sparql - <&-")
    assert done.returncode == 2
    assert done.stderr.startswith("aitaxonomy: /dev/stdin: standard input is closed")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr(Taxonomy, "compare", fail)


@pytest.mark.usefixtures("broken")
def test_a_fault_is_logged_where_nobody_else_reads_it(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code, out, err = run("compare", "LLM", "GenerativeAI")
    (log,) = tmp_path.iterdir()
    assert (code, out, len(err.splitlines())) == (70, "", 1)
    assert err.endswith(f"please report it with {log}\n")
    assert log.stat().st_mode & 0o077 == 0
    assert "KeyError: 'a fault'" in log.read_text()


@pytest.mark.usefixtures("broken")
def test_a_log_that_cannot_be_written_is_not_mentioned(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    code, _, err = run("compare", "LLM", "GenerativeAI")
    assert (code, len(err.splitlines())) == (70, 1)
    assert err.endswith("please report it with what the same command prints with --debug\n")


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("place", [0, 3])
def test_a_traceback_is_for_who_asks(run: Any, place: int) -> None:
    words = ["compare", "LLM", "GenerativeAI"]
    words.insert(place, "--debug")
    code, _, err = run(*words)
    assert code == 70
    assert err.startswith("Traceback")
    assert "aitaxonomy: a fault of this program" in err


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (MemoryError(), "not enough memory for this"),
        (UnicodeEncodeError("utf-8", "a\udc80b", 1, 2, "surrogates not allowed"), "no valid UTF-8"),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
)
def test_what_fails_outside_is_no_answer(
    run: Any, monkeypatch: pytest.MonkeyPatch, error: Exception, message: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Taxonomy, "compare", fail)
    code, out, err = run("compare", "LLM", "GenerativeAI")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert message in err


class Panic(BaseException):
    """As compiled libraries raise it."""


def test_a_panic_is_a_fault_too(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object) -> None:
        raise Panic("index out of bounds")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(Taxonomy, "compare", fail)
    assert run("compare", "LLM", "GenerativeAI")[0] == 70


@pytest.mark.parametrize("value", ["inf", "nan", "-1", "0", "1e10", "soon"])
def test_time_limits_are_limits(run: Any, value: str) -> None:
    for command in (("sparql", "-"), ("validate", INVENTORY), ("reason",)):
        code, _, err = run(*command, f"--timeout={value}")
        assert (code, len(err.splitlines())) == (2, 2)
        assert f"{value!r} is not a time limit" in err


@pytest.mark.parametrize("value", ["-1", "1.5", "many", "9" * 20, "9" * 5000])
def test_counts_are_counts(run: Any, value: str) -> None:
    for command in (("sparql", "-"), ("recommend",)):
        code, _, err = run(*command, f"--limit={value}")
        assert (code, len(err.splitlines())) == (2, 2)
        assert "whole number" in err


@pytest.mark.parametrize(
    "command", ["", *sorted(_COMMANDS.keys() - {"search", "translate", "recommend"})]
)
@pytest.mark.parametrize(
    "word", ["--no-such-option", "two\nlines\n", "long" * 1000, "\udc80"], ids=ascii
)
def test_wrong_words_take_two_lines(run: Any, command: str, word: str) -> None:
    words = ["x"] * 9
    code, _, err = run(*([command] if command else []), *words, word)
    assert (code, len(err.splitlines()) <= 2) == (2, True)


def test_no_kind_is_no_answer(run: Any, ai: Taxonomy) -> None:
    message = "OpenAI is an organization, not a kind: see `tree`"
    for command in ("is", "why"):
        assert run(command, "ChatGPT", "aix:openai") == (2, "", f"aitaxonomy: {message}\n")
        assert run(command, "ChatGPT", "OpenAI", "--strict")[0] == 2
    with pytest.raises(UnknownTerm, match="not a kind"):
        ai.is_a("ChatGPT", "aix:openai")
    with pytest.raises(UnknownTerm, match="generates is a property, not a kind"):
        ai.is_a("ChatGPT", ai["generates"])


def test_a_maker_alone_is_read_as_made_by(ai: Taxonomy) -> None:
    made = ai.is_a("ChatGPT", "OpenAI")
    assert made.verdict == "entailed"
    assert "developed by OpenAI" in str(made.grounds[0])
    assert ai.is_a("Claude", "OpenAI").verdict == "refuted"


def test_a_tally_comes_to_an_end(tmp_path: Path) -> None:
    table = tmp_path / "wide.csv"
    table.write_text("name," + ",".join(f"column {i}" for i in range(1000)) + "\nX\n")
    tally = Tally()
    assert len(list(read_records(table, tally=tally))) == 1
    lines = str(tally).splitlines()
    assert len(lines) == 22
    assert lines[-1] == "  not understood: and 980 more"
    assert len(tally.to_json()["unknown_fields"]) == 1000  # type: ignore[arg-type]


# --- what is read


def test_commands_read_pipes() -> None:
    done = shell("""
        cat examples/models.csv | ai import csv - | grep -c 'ait:AI'
        ai sparql <(echo 'ASK { ?s ?p ?o }') --format json | grep boolean
        cat examples/inventory.ttl | ai format - | grep -c 'Help desk'
        """)
    systems, answer, formatted = done.stdout.splitlines()
    assert (int(systems) > 5, "true" in answer, int(formatted)) == (True, True, 1)


@pytest.mark.parametrize(
    "command", ["classify", "import", "validate", "sparql", "format", "--data"]
)
def test_a_hyphen_is_standard_input(
    run: Any, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """As every command says that something is wrong with it."""
    words = {"import": ["import", "csv"], "--data": ["is", "ChatGPT", "LLM", "--data"]}
    monkeypatch.setattr(sys, "stdin", io.StringIO("<urn:a> <urn:b> ."))
    code, _, err = run(*words.get(command, [command]), "-")
    assert code == 2
    assert command == "sparql" or "/dev/stdin:1" in err


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("# who\n\n# when\n@prefix ex: <urn:x> .", "rdf"),
        ('[{"@id": "urn:a"}]', "rdf"),
        ('{"id": "a/b", "pipeline_tag": "x"}', "huggingface"),
        ("name,developer\na,b", "csv"),
    ],
)
def test_what_a_pipe_holds_is_guessed(
    monkeypatch: pytest.MonkeyPatch, text: str, format: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert guess_format("/dev/stdin") == format


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cp", MODELS, pipe]) as writer:
        kept = source(pipe)
        assert writer.wait() == 0
    assert kept.read_bytes() == MODELS.read_bytes() == source(pipe).read_bytes()


@linux
def test_what_has_no_end_is_cut(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(files, "MOST", 5000)
    for words in (("sparql",), ("validate",), ("classify",), ("import", "csv"), ("format",)):
        code, _, err = run(*words, "/dev/zero")
        assert (code, len(err.splitlines())) == (2, 1)
        assert "/dev/zero: more than 5,000 bytes, or no end" in err


# --- what is written


def test_a_file_that_cannot_be_finished_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ImportFault, match=r"out.txt: cannot be written: No space left on device"):
        write_whole(target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


def test_a_process_that_is_killed_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old")
    script = (
        "import os, sys; from pathlib import Path; from aitaxonomy.files import replacing\n"
        "with replacing(Path(sys.argv[1])) as out:\n"
        "    out.write('new' * 100_000); out.flush(); os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, target], check=False, timeout=60)
    assert done.returncode == -9
    assert target.read_text() == "old"


def test_links_are_followed_where_they_are_meant(tmp_path: Path) -> None:
    real, link, dangling = (tmp_path / name for name in ("real.csv", "link.csv", "dangling.csv"))
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    for foreseen in ("link.csv.part", ".link.csv.part", "link.csv.tmp"):
        (tmp_path / foreseen).symlink_to(victim)
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    dangling.symlink_to(tmp_path / "new.csv")
    records = list(read_records(MODELS, tally=Tally()))
    write_records(records, link)
    write_records(records, dangling)
    assert link.is_symlink()
    assert dangling.is_symlink()
    assert real.read_text().startswith("id,name")
    assert (tmp_path / "new.csv").read_text() == real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640
    assert victim.read_text() == "untouched"


def test_a_file_that_may_not_be_written_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # as it is to all but root
    with pytest.raises(ImportFault, match="Permission denied"):
        write_whole(target, "new")
    assert target.read_text() == "old"


def test_descriptors_are_written_as_they_are(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    done = shell(f"ai import csv {MODELS} -o /dev/stdout >> {out}; ai where >> {out}")
    assert done.returncode == 0
    assert out.read_text().startswith("@prefix")
    assert "\ninferred\t" in out.read_text()


def test_two_at_once_do_not_mix(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    with replacing(target) as first, replacing(target) as second:
        first.write("first" * 1000)
        second.write("second")
    assert target.read_text() == "first" * 1000


# --- the same from run to run


def test_exports_do_not_depend_on_how_the_files_were_read(ai: Taxonomy) -> None:
    """The labels that the parser gives to blank nodes are another each time."""
    once, twice = (ordered(merged(ai.content.asserted, "terms"), "terms") for _ in range(2))
    assert [str(triple) for triple in once] == [str(triple) for triple in twice]
    assert sum("_:" in str(triple) for triple in once) > 100


def test_blank_nodes_of_a_file_have_the_same_labels_whenever_it_is_read(tmp_path: Path) -> None:
    one, other = tmp_path / "one.ttl", tmp_path / "other.ttl"
    one.write_text("[] <urn:p> [ <urn:q> _:x ] , _:x .")
    other.write_text("[] <urn:p> [ <urn:q> _:x ] , _:x . # another")
    first = [str(triple) for triple in read_triples(one)]
    assert first == [str(triple) for triple in read_triples(one)]
    assert not set(first) & {str(triple) for triple in read_triples(other)}


# --- what lands elsewhere


HOSTILE = ["=1+1", "+1-1", "-cmd|' /C calc'!A0", "@SUM(A1)", "'=1", "''@x", "\uff1d1"]


@pytest.mark.parametrize("cell", [*HOSTILE, "\t=1", "\r=1", "-5", "1e9", "'tis", "GPT-4", ""])
def test_no_cell_is_a_formula(cell: str) -> None:
    safe = for_spreadsheets(cell)
    assert from_spreadsheets(safe) == cell
    assert (safe != cell) == (cell not in ("-5", "1e9", "'tis", "GPT-4", ""))


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_names_come_back_from_our_own_tables(tmp_path: Path, suffix: str) -> None:
    given, ours = tmp_path / "given.csv", tmp_path / f"ours{suffix}"
    with given.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([["name", "developer"], *([each, each] for each in HOSTILE)])
    first = [(r.name, r.developer) for r in read_records(given, tally=Tally())]
    write_records(read_records(given, tally=Tally()), ours)
    assert [(r.name, r.developer) for r in read_records(ours, tally=Tally())] == first
    cells = ours.read_text().replace("\t", ",").split(",")
    assert not any(cell.strip('"').startswith(tuple("=+-@")) for cell in cells)


def test_rows_are_safe_and_json_is_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    for format, separator in (("csv", ","), ("tsv", "\t")):
        print_rows(("name", "@x"), [("=A1", -5)], format)
        assert capsys.readouterr().out == f"name{separator}'@x\n'=A1{separator}-5\n"
    print_json("=A1")
    assert capsys.readouterr().out == '"=A1"\n'


def test_nothing_hides_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    written = io.StringIO()
    monkeypatch.setattr("sys.stdout", Shown(written))
    print("a\x1b[31mb\x1b]0;c\x07", "d\u202ee\u2066", "f\rg", "\x9b", sep="\n")
    print(coloured("h", "red"))
    sys.stdout.buffer.write("i\x1b\u202e".encode()[:-1])
    assert written.getvalue().splitlines() == [
        r"a\x1b[31mb\x1b]0;c\x07", r"d\u202ee\u2066", r"f\rg", r"\x9b",
        "\x1b[31mh\x1b[0m", r"i\x1b",
    ]  # fmt: skip


@pytest.mark.parametrize("format", ["json", "csv", "tsv", "table"])
def test_nothing_in_a_pipe_moves_a_terminal(
    tmp_path: Path, format: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    query = tmp_path / "q.rq"
    query.write_text(r'SELECT ?x { BIND("a\u001b[2J\u009b1m\u007f\tb" AS ?x) }')
    assert main(["sparql", str(query), "--format", format]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert "\\u001b[2J\\u009b1m\\u007f" in out and not re.search("[\x0b-\x1f\x7f-\x9f]", out)
    assert format != "json" or repr("a\x1b[2J\x9b1m\x7f\tb") in repr(json.loads(out))


def test_errors_show_what_names_hide(run: Any, tmp_path: Path) -> None:
    for words in (("is", "a\x1b[2Jb\u202ec", "LLM"), ("validate", tmp_path / "a\x1b[2Jb\u202ec")):
        code, _, err = run(*words)
        assert code == 2
        assert r"a\x1b[2Jb\u202ec" in err
