"""Each command runs on Linux, and on Windows and macOS as far as Linux can simulate them."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from tests import systems

from aitaxonomy import Taxonomy
from aitaxonomy.cli import main

ROOT = Path(__file__).parents[1]
HERE = "here"
SIMULATED = [HERE, *(systems.SYSTEMS if sys.platform == "linux" else ())]
#: Each command, with {} for a scratch folder.
COMMANDS = """
is ChatGPT LLM
why LLM GenerativeAI
check every LLM is generative AI
find LLM --open-weights --max-parameters 10B --language Polish
recommend --content image --open-weights
compare GenerativeAI LLM
ask every-llm-is-generative-ai
search diffusion
show ChatGPT
tree LLM
translate hf:text-to-image
check-terms aix:gpt-4=GPT-4
sparql examples/diffusion-models.rq
claims --format csv
sources
classify examples/tools.xlsx
classify examples/models.csv -o {}/report.html
validate examples/inventory.ttl
validate examples/inventory.ttl --shapes shapes
import csv examples/models.csv -o {}/models.ttl
reason --data examples/inventory.ttl
check-proof examples/dall-e-3-is-no-llm.json
build {}/store examples/inventory.ttl
build {}/store examples/inventory.ttl
sparql examples/diffusion-models.rq --store {}/store
draw {}/llm.svg LLM
format {}/models.ttl
where
export {}/all --format ttl
""".strip().splitlines()


def started(system: str, *words: str, **more: object) -> subprocess.Popen[str]:
    begun = ["-m", "aitaxonomy"] if system == HERE else [str(ROOT / "tests/systems.py"), system]
    return subprocess.Popen(
        [sys.executable, *begun, *words],
        cwd=ROOT, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONWARNDEFAULTENCODING": "1", "PYTHONPATH": str(ROOT / "src")},
        **more,  # type: ignore[call-overload]
    )  # fmt: skip


@pytest.mark.judges
@pytest.mark.parametrize("system", SIMULATED[1:])  # here each command runs in tests/test_cli.py
def test_each_command_runs_on_each_system(system: str, tmp_path: Path, ai: Taxonomy) -> None:
    assert ai.content.program  # is prepared once, and not by the first command
    missed = set()
    for line in COMMANDS:
        words = [word.replace("{}", str(tmp_path)) for word in line.split(" ")]
        if words[0] == "check":
            words = [words[0], " ".join(words[1:])]
        with started(system, *words, stdin=subprocess.DEVNULL) as process:
            try:
                out, err = process.communicate(timeout=600)
            finally:
                process.kill()
        clean = not any(each in err for each in ("Traceback", "Warning", "Exception ignored"))
        if process.returncode or not clean or not (out or "{}" in line):
            missed.add((line, process.returncode, err[-600:]))
    assert not missed
    assert {"report.html", "models.ttl", "store", "llm.svg", "all"} == {
        each.name for each in tmp_path.iterdir()
    }


@pytest.mark.judges
@pytest.mark.parametrize("system", SIMULATED)
def test_agents_are_answered_on_each_system(system: str, ai: Taxonomy) -> None:
    client = {"protocolVersion": "2025-06-18", "capabilities": {}}
    client["clientInfo"] = {"name": "test", "version": "1"}
    call = {"name": "search", "arguments": {"text": "diffusion"}}
    with started(system, "mcp", stdin=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        for number, (method, given) in enumerate([("initialize", client), ("tools/call", call)]):
            asked = {"jsonrpc": "2.0", "id": number, "method": method, "params": given}
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(timeout=60) == 0


@pytest.mark.judges
@pytest.mark.parametrize("system", SIMULATED)
def test_the_server_serves_on_each_system(system: str, ai: Taxonomy) -> None:
    with started(system, "serve", "--port", "0", "--workers", "1") as process:
        try:
            assert process.stdout
            address = process.stdout.readline().split()[0]
            for path in ("is?thing=ChatGPT&kind=LLM", "sparql?query=ASK%20%7B%7D", "health"):
                with urllib.request.urlopen(address + path, timeout=60) as answer:
                    assert answer.status == 200 and answer.read()
        finally:
            process.terminate()


# --- names of files


def test_no_file_has_a_name_that_windows_forbids() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    names = [name for name in listed if name]
    assert len(names) > 1_000
    assert systems.forbidden(names) == {}


def test_names_that_windows_forbids_are_known() -> None:
    bad = ["a:b", "a/b.", "Con/x", "lpt1.txt", "x ", "a?", "A/b", "a/B"]
    assert set(systems.forbidden([*bad, "console/.x", "a-b/c.d"])) == {*bad}


# --- consoles


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii", "utf-16"])
@pytest.mark.parametrize("words", [["show", "π0"], ["is", "DALL·E 3", "Kein Gerät π"]])
def test_no_encoding_of_a_console_is_a_fault(encoding: str, words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "aitaxonomy", *words],
        cwd=ROOT, capture_output=True, check=False,
        env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert done.returncode in (0, 2)
    assert b"Traceback" not in done.stderr
    assert (done.stdout or done.stderr).decode("utf-8" if done.stdout else "latin-1")


def test_a_line_ends_alike_on_each_system(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["search", "diffusion", "--format", "csv"]) == 0
    assert b"\r" not in capfdbinary.readouterr().out
