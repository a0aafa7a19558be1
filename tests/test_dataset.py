"""Lists of any size: every backend, in whatever parts, gives what `classify` gives of a list."""

import importlib.util
import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyoxigraph as ox
import pytest
from tests.ballista_cluster import Cluster, answers, cluster, free_port
from tests.sparql_server import served

from aitaxonomy import Taxonomy
from aitaxonomy.classification.backends import BACKENDS, DuckDBBackend, SparkBackend
from aitaxonomy.cli import main
from aitaxonomy.cli.parser import build
from aitaxonomy.errors import EngineMissing, ImportFault
from aitaxonomy.inventory.convert import convert
from aitaxonomy.rdf.namespaces import AIT, AIX, RDF, RDFS

ROOT = Path(__file__).parents[1]
spec = importlib.util.spec_from_file_location("datasets", ROOT / "benchmarks" / "datasets.py")
assert spec and spec.loader
datasets: Any = importlib.util.module_from_spec(spec)
spec.loader.exec_module(datasets)

#: Rows with what is particular: links in a chain and in a circle, a base that is known and listed,
#: one that is not listed, a name of several, a repeated id, quotes, and a row without a name.
PARTICULAR = [
    {"id": "a", "name": "A", "kind": "model", "task": "text-generation", "parameters": "7B"},
    {"id": "b", "name": "B", "kind": "model", "built_on": "a"},
    {"id": "c", "name": "C", "kind": "application", "built_on": "b"},
    {"id": "d", "name": "D", "kind": "application", "built_on": "e"},
    {"id": "e", "name": "E", "kind": "application", "built_on": "d"},
    {"id": "f", "name": "F", "kind": "application", "built_on": "GPT-4o"},
    {"id": "gpt-4o", "name": "GPT-4o", "developer": "OpenAI"},
    {"id": "g", "name": "G", "kind": "application", "built_on": "Claude"},
    {"id": "h", "name": "H", "kind": "model", "built_on": "nobody's model"},
    {"id": "", "name": "ChatGPT, Gemini, Claude", "kind": "application"},
    {"id": "q", "name": 'The "Q", tool', "description": "Drafts replies,\nand more"},
    {"id": "z", "name": "", "kind": "model"},
    {"id": "l", "name": "L", "labels": "Natural Language Processing"},
    {"id": "m", "name": "M", "kind": "application", "built_on": "a, GPT-4o; nobody's model"},
    {"id": "n", "name": "N", "kind": "application", "output": "class label", "built_on": "h"},
]


def made(count: int) -> pl.DataFrame:
    columns = (*datasets.COLUMNS, "labels")
    rows = [dict(zip(columns, row, strict=False)) for row in datasets.rows(count)]
    table = pl.DataFrame([*rows, *PARTICULAR], schema=dict.fromkeys(columns, pl.String))
    return table.fill_null("")


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    return made(150)


@pytest.fixture(scope="module")
def small(table: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    return listed(table, tmp_path_factory.mktemp("small"))


def listed(table: pl.DataFrame, folder: Path) -> pl.DataFrame:
    """What `classify` makes of the rows as a list."""
    table.write_csv(folder / "list.csv")
    found = Taxonomy().read(folder / "list.csv", "csv").classify()
    # Of proposals the classes and tasks stand in the result of a data set, in order, without words.
    rows = [{**dict(zip(found.columns, s.row(), strict=True)), "proposed": proposed(s)}
            for s in found]  # fmt: skip
    return pl.DataFrame(rows).sort("iri")


def proposed(system: Any) -> str:
    return " ".join(sorted({each["means"] for each in system.to_json()["proposed"]}))


def parts(table: pl.DataFrame, folder: Path, count: int, ending: str = "parquet") -> Path:
    """The rows shuffled, in a number of files."""
    folder.mkdir()
    order = list(range(table.height))
    random.Random(count).shuffle(order)
    for number in range(count):
        part = table[order[number::count]]
        path = folder / f"{number}.{ending}"
        part.write_csv(path) if ending == "csv" else part.write_parquet(path)
    return folder


def sorted_bytes(result: Path) -> bytes:
    return read(result).write_csv().encode()


def read(result: Path) -> pl.DataFrame:
    found = pl.read_parquet(result / "*.parquet")
    return found.sort(found.columns)


@pytest.fixture(scope="module")
def sail() -> Iterator[SparkBackend]:
    needed("sail", "pysail", "pyspark")
    session = SparkBackend.sail()
    yield session
    session.close()


@pytest.fixture
def ballista(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """A scheduler and two executors."""
    needed("ballista", "ballista")
    with cluster(2) as made:
        monkeypatch.setenv("BALLISTA_SCHEDULER", made.address)
        yield made


def needed(extra: str, *packages: str) -> None:
    for package in packages:
        if importlib.util.find_spec(package) is None:
            if os.environ.get("CI"):
                pytest.fail(f"CI must run {extra}: {package} is not installed")
            pytest.skip(f"no {package}: pip install 'aitaxonomy[{extra}]'")


def test_polars_gives_what_a_small_list_gives(
    table: pl.DataFrame, small: pl.DataFrame, tmp_path: Path
) -> None:
    source = parts(table, tmp_path / "source", 1)
    told = Taxonomy().classify_dataset(source, tmp_path / "result")
    found = read(tmp_path / "result").select(small.columns).sort("iri")
    assert found.height == small.height == told.systems > 150
    assert found.equals(small)
    assert told.read == table.height
    assert told.skipped == {"a row without a name": 1}
    assert sum(told.verdicts["LLM"].values()) == told.systems
    assert told.rounds >= 2  # the chain
    assert json.loads(json.dumps(told.to_json()))["systems"] == told.systems
    assert [path.name for path in (tmp_path / "result").iterdir()] == ["part-000000.parquet"]


@pytest.mark.parametrize(
    ("backend", "count", "ending"),
    [("polars", 7, "csv"), ("duckdb", 1, "csv"), ("duckdb", 2, "parquet"),
     ("polars", 16, "parquet"), ("sail", 2, "csv"), ("sail", 7, "parquet")],
)  # fmt: skip
def test_parts_and_order_do_not_matter(
    table: pl.DataFrame, small: pl.DataFrame, tmp_path: Path, request: pytest.FixtureRequest,
    backend: str, count: int, ending: str,
) -> None:  # fmt: skip
    source = parts(table, tmp_path / "source", count, ending)
    engine = request.getfixturevalue("sail") if backend == "sail" else backend
    Taxonomy().classify_dataset(source, tmp_path / "result", backend=engine)
    assert read(tmp_path / "result").select(small.columns).sort("iri").equals(small)


@pytest.fixture(scope="module")
def triples(
    table: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, pl.DataFrame]:
    """The statements of the rows, shuffled, in three files, and what `classify` makes of one."""
    folder = tmp_path_factory.mktemp("triples")
    table.write_csv(folder / "list.csv")
    content = Taxonomy().content
    convert(folder / "list.csv", folder / "list.nt", "csv", matcher=lambda: content.matcher)
    lines = (folder / "list.nt").read_text("utf-8").splitlines(keepends=True)
    random.Random(3).shuffle(lines)
    (folder / "parts").mkdir()
    for number in range(3):
        (folder / "parts" / f"{number}.nt").write_text("".join(lines[number::3]), "utf-8")
    found = Taxonomy().read(folder / "list.nt").classify()
    rows = [{**dict(zip(found.columns, s.row(), strict=True)), "proposed": proposed(s)}
            for s in found]  # fmt: skip
    return folder / "parts", pl.DataFrame(rows).sort("iri")


@pytest.mark.parametrize(
    "backend",
    [
        "polars",
        "duckdb",
        *(pytest.param(e, marks=pytest.mark.judges) for e in ("sail", "ballista")),
    ],
)
def test_triples_give_what_they_give_as_one_file(
    triples: tuple[Path, pl.DataFrame], tmp_path: Path, request: pytest.FixtureRequest, backend: str
) -> None:
    source, expected = triples
    started = backend in ("sail", "ballista") and request.getfixturevalue(backend)
    engine = started if backend == "sail" else backend
    told = Taxonomy().classify_dataset(source, tmp_path / "result", backend=engine)
    assert told.systems == expected.height > 150
    assert told.skipped["a blank node"] > 50  # reasons of import rules
    assert read(tmp_path / "result").select(expected.columns).sort("iri").equals(expected)


def test_triples_that_are_not_read(tmp_path: Path) -> None:
    """What ships is known; another kind of base has no kind of its own."""
    (tmp_path / "a.nt").write_text(
        f'<{AIX}gpt-4o> <{RDFS}label> "another" .\n<urn:a> <{RDF}type> <{AIT}AISystem> .\n'
        f"<urn:a> <{AIT}poweredBy> <urn:b> .\n<urn:a> <{AIT}poweredBy> <{AIX}gpt-4o> .\n"
    )
    told = Taxonomy().classify_dataset(tmp_path / "a.nt", tmp_path / "result")
    assert told.skipped == {"what ships already": 1}
    rows = {row["iri"]: row for row in read(tmp_path / "result").iter_rows(named=True)}
    assert rows["urn:a"]["LLMTechnology"] == "entailed"
    (tmp_path / "b.nt").write_text("<urn:a> is .\n")
    with pytest.raises(ImportFault, match="cannot be read"):
        Taxonomy().classify_dataset(tmp_path / "b.nt", tmp_path / "other")


#: Questions that the result answers as the list does, among them those of kinds, of what is not of
#: a kind, of stated facts and of links; others need facts that the result does not have.
ASKED = ("every-llm-is-generative-ai", "multimodal-platforms", "llms-that-are-not-transformers",
         "what-depends-on-a-model")  # fmt: skip


@pytest.mark.parametrize("backend", ["polars", pytest.param("sail", marks=pytest.mark.judges)])
def test_quads_answer_questions_on_a_server(
    table: pl.DataFrame, small: pl.DataFrame, tmp_path: Path, request: pytest.FixtureRequest,
    backend: str,
) -> None:  # fmt: skip
    source = parts(table, tmp_path / "source", 2)
    engine = request.getfixturevalue("sail") if backend == "sail" else backend
    Taxonomy().classify_dataset(source, tmp_path / "result.nq", backend=engine)
    store, quads = ox.Store(), ox.RdfFormat.N_QUADS
    store.bulk_load(Taxonomy().content.store.store.dump(format=quads), quads)
    written = sorted((tmp_path / "result.nq").iterdir())
    assert written
    for each in written:
        assert each.suffix == ".nq"
        store.bulk_load(path=str(each), format=quads)
    table.write_csv(tmp_path / "list.csv")
    mine = Taxonomy().read(tmp_path / "list.csv", "csv")
    with served(store) as address, Taxonomy.connect(address) as there:
        for question in ASKED:
            assert there.ask(question).rows == mine.ask(question).rows, question
        for kind, verdict in product(("LLM", "GenerativeAI"), ("entailed", "refuted")):
            property = "a" if verdict == "entailed" else "ait:isNotA"
            told = there.sparql(f"SELECT ?x {{ ?x {property} ait:{kind} }}").rows
            ours = {str(x) for (x,) in told if "/inventory/" in str(x)}
            assert ours == {*small.filter(pl.col(kind) == verdict)["iri"]}, (kind, verdict)


class Killed(Exception):
    """The driver, at the beginning of a step."""


def killed_at(number: int, seen: list[str]) -> Callable[[str], None]:
    def told(step: str) -> None:
        seen.append(step)
        if len(seen) == number:
            raise Killed

    return told


def test_killed_after_each_round_it_goes_on_and_ends_with_equal_bytes(tmp_path: Path) -> None:
    table = made(0)
    source = parts(table, tmp_path / "source", 2)
    whole: list[str] = []
    Taxonomy().classify_dataset(source, tmp_path / "whole", progress=whole.append)
    assert {"mapped", "round-1", "verdicts", "judged"} <= {*whole}
    steps: list[str] = []
    for number in range(1, len(whole) + 1):
        seen: list[str] = []
        # The engines take turns: a round of one is a round of the others.
        backend = ("polars", "duckdb")[number % 2]
        with pytest.raises(Killed):
            Taxonomy().classify_dataset(
                source, tmp_path / "result", backend=backend, progress=killed_at(2, seen)
            )
            raise Killed  # it ended, as the last step was left alone
        steps += seen[:1]
    assert steps == whole
    assert sorted_bytes(tmp_path / "result") == sorted_bytes(tmp_path / "whole")


def test_killed_for_good_within_a_step(tmp_path: Path) -> None:
    source = parts(made(0), tmp_path / "source", 1)
    program = (
        "import os, sys; from aitaxonomy import Taxonomy\n"
        "from aitaxonomy.classification import profile_verdicts\n"
        "profile_verdicts._closed = lambda *_: os.kill(os.getpid(), 9)\n"
        "Taxonomy().classify_dataset(sys.argv[1], sys.argv[2])\n"
    )
    command = [sys.executable, "-c", program, str(source), str(tmp_path / "result")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == -9
    seen: list[str] = []
    found = Taxonomy().classify_dataset(source, tmp_path / "result", progress=seen.append)
    assert seen[0] == "verdicts"
    assert found.systems == len(PARTICULAR) + 1


def test_rounds_of_another_question_are_not_taken_up(tmp_path: Path) -> None:
    source = parts(made(0), tmp_path / "source", 1)
    seen: list[str] = []
    with pytest.raises(Killed):
        Taxonomy().classify_dataset(source, tmp_path / "result", progress=killed_at(4, seen))
    again: list[str] = []
    found = Taxonomy().classify_dataset(
        source, tmp_path / "result", kinds=["large language model"], progress=again.append
    )
    assert again[0] == "mapped"
    assert list(found.verdicts) == ["LLM"] == read(tmp_path / "result").columns[9:]
    with pytest.raises(ImportFault, match="not one of our kinds"):
        Taxonomy().classify_dataset(source, tmp_path / "other", kinds=["agent"])


def test_values_of_parquet_are_read_as_cells(tmp_path: Path) -> None:
    table = pl.DataFrame(
        {"Model": ["A", "B"], "parameters": [7_000_000_000, None],
         "task": ["text-generation", "text-classification"],
         "input": [["text"], ["text", "image"]], "output": [["text"], []]}
    )  # fmt: skip
    (tmp_path / "source").mkdir()
    table.write_parquet(tmp_path / "source" / "list.parquet")
    source = f"{tmp_path}/source/*.parquet"
    with pytest.raises(ImportFault, match="no column 'name'; there are: Model, parameters"):
        Taxonomy().classify_dataset(source, tmp_path / "none")
    for backend in ("polars", "duckdb"):
        folder = tmp_path / backend
        Taxonomy().classify_dataset(source, folder, backend=backend, columns={"name": "Model"})
        assert read(folder).sort("name")["LLM"].to_list() == ["entailed", "refuted"]


def test_a_query_that_cannot_go_to_disk_gets_more_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, connected = list[int](), DuckDBBackend._connected
    monkeypatch.setattr(
        DuckDBBackend, "_connected", lambda self, n: given.append(n) or connected(self, n)
    )
    (tmp_path / "rows").mkdir()
    texts = [f"text {number}" for number in range(200_000)]
    pl.DataFrame({"text": texts}).write_parquet(tmp_path / "rows" / "part.parquet")
    sql = "SELECT string_agg(text, ',' ORDER BY text) AS told FROM rows"
    DuckDBBackend(memory=8).query(sql, {"rows": tmp_path / "rows"}, tmp_path / "told")
    assert read(tmp_path / "told")["told"].to_list() == [",".join(sorted(texts))]
    assert given[:2] == [8, 16]
    monkeypatch.setattr("aitaxonomy.classification.backends._MOST", 8)
    with pytest.raises(duckdb.OutOfMemoryException):
        DuckDBBackend(memory=8).query(sql, {"rows": tmp_path / "rows"}, tmp_path / "none")


@pytest.mark.parametrize(
    ("files", "source", "said"),
    [
        ((), "none", "there is no such file"),
        (("a.txt",), "", "no file whose name ends in"),
        (("a.csv", "b.parquet"), "", "both Parquet and CSV"),
        (("a.parquet",), "", "cannot be read as a list of systems"),
    ],
)
def test_sources_that_cannot_be_read(
    tmp_path: Path, files: tuple[str, ...], source: str, said: str
) -> None:
    folder = tmp_path / "source"
    folder.mkdir()
    for name in files:
        (folder / name).write_text("name\nA\n")
    with pytest.raises(ImportFault, match=said):
        Taxonomy().classify_dataset(folder / source, tmp_path / "result")


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name\nA\n")
    with pytest.raises(ImportFault, match="is there already"):
        Taxonomy().classify_dataset(tmp_path / "list.csv", tmp_path)
    assert (tmp_path / "list.csv").read_text() == "name\nA\n"


def test_backends_that_are_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list.csv").write_text("name\nA\n")
    with pytest.raises(EngineMissing, match="choose one of polars, duckdb, sail"):
        Taxonomy().classify_dataset(tmp_path / "list.csv", tmp_path / "r", backend="oracle")
    monkeypatch.setattr("importlib.import_module", lambda name: (_ for _ in ()).throw(ImportError))
    for name in BACKENDS.keys() - {"polars"}:
        with pytest.raises(EngineMissing, match=rf"pip install 'aitaxonomy\[{name}\]'"):
            BACKENDS[name]()


def test_the_command_offers_every_backend() -> None:
    """The choices are written out: to import the backends would slow down every completion."""
    commands = next(a.choices for a in build("classify")._actions if isinstance(a.choices, dict))
    offered = commands["classify"]._option_string_actions["--backend"].choices
    assert list(offered) == list(BACKENDS)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = tmp_path / "result"
    given = ["classify", str(ROOT / "examples" / "models.csv"), "--backend", "polars"]
    assert main([*given, "-o", str(result)]) == 0
    said = capsys.readouterr()
    assert "read 6, systems 6" in said.out
    assert "step round-0" in said.err
    assert read(result).height == 6
    for more, why in (
        ([], "-o FOLDER"),
        (["--why", "-o", "x"], "--why is not for a data set"),
        (["-o", str(result)], "is there already"),
    ):
        assert main([*given, *more]) == 2
        assert why in capsys.readouterr().err


@pytest.mark.judges
def test_ten_thousand_systems_on_all_engines(
    sail: SparkBackend, ballista: Cluster, tmp_path: Path
) -> None:
    table = made(10_000)
    source = parts(table, tmp_path / "source", 4)
    small = listed(table, tmp_path)
    engines = {"polars": "polars", "duckdb": "duckdb", "sail": sail, "ballista": "ballista"}
    counts = set()
    for name, engine in engines.items():
        found = Taxonomy().classify_dataset(source, tmp_path / name, backend=engine)
        counts.add(str(found).partition(":")[0])
        assert read(tmp_path / name).select(small.columns).sort("iri").equals(small), name
    assert len(counts) == 1, counts
    assert len(ballista.executors) == 2
    assert all(each.poll() is None for each in ballista.processes)


@pytest.mark.judges
def test_an_executor_killed_in_each_round(
    table: pl.DataFrame, small: pl.DataFrame, ballista: Cluster, tmp_path: Path
) -> None:
    """Another one takes its place; what Ballista does not mend, the manifest does."""
    source, killed = parts(table, tmp_path / "source", 2), []

    def told(step: str) -> None:
        if step.startswith(("signed", "round")) and step not in killed:
            killed.append(step)
            # Every other one at the start of the step, the others within it.
            timer = threading.Timer(len(killed) % 2 * 0.1, ballista.kill_executor)
            timer.start()
            if not len(killed) % 2:
                timer.join()
            ballista.add_executor()

    for _ in range(20):
        with suppress(Exception):  # that of the lost executor
            Taxonomy().classify_dataset(source, tmp_path / "r", backend="ballista", progress=told)
            break
    assert {"signed-0", "round-0", "signed-1", "round-1", "signed-2", "round-2"} <= {*killed}
    assert read(tmp_path / "r").select(small.columns).sort("iri").equals(small)


@pytest.mark.judges
def test_a_server_of_sail_killed_in_a_round(
    table: pl.DataFrame, small: pl.DataFrame, tmp_path: Path
) -> None:
    needed("sail", "pysail", "pyspark")
    from pyspark.sql import SparkSession

    source = parts(table, tmp_path / "source", 2)
    servers: list[subprocess.Popen[bytes]] = []
    seen: list[str] = []

    def told(step: str) -> None:
        seen.append(step)
        if step == "round-1" and len(servers) == 1:
            servers[0].kill()

    def classified() -> None:
        port = free_port()
        command = [sys.executable, "-m", "pysail", "spark", "server", "--port", str(port)]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
            servers.append(server)
            try:
                answers(("127.0.0.1", port))
                session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").create()
                session.client.set_retry_policies([])
                backend = SparkBackend(session)
                Taxonomy().classify_dataset(source, tmp_path / "r", backend=backend, progress=told)
            finally:
                server.kill()

    with pytest.raises(Exception, match=r"(?i)refused|reset|closed|unavailable"):
        classified()
    assert seen[-1] == "round-1"
    before = len(seen)
    classified()
    assert seen[before] == "round-1"
    assert read(tmp_path / "r").select(small.columns).sort("iri").equals(small)
