"""What the tests share: the shipped taxonomy, scratch data, Java, and an idle network."""

import gc
import os
import pickle
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests import systems

from aitaxonomy import Taxonomy
from aitaxonomy.cli.manual import manual
from aitaxonomy.inference.content import shipped_content
from aitaxonomy.owl.hermit import InferredHierarchy
from aitaxonomy.scratch import hold
from aitaxonomy.site import build
from aitaxonomy.site.frame import lean
from aitaxonomy.site.pages import Pages

ROOT = Path(__file__).parents[1]
PREFIXES = """\
@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
Scratch = Callable[[str], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--system", choices=systems.SYSTEMS, help="run as on it, simulated on Linux")


def pytest_configure(config: pytest.Config) -> None:
    """Keep what commands prepare in a cache folder of the tests, shared by their processes.

    It is named after the state of the ontology and of the code, so that the next run finds it.

    Millions of objects of the graph outlive all tests: looking through them for garbage as often as
    usual would take a third of the time. On Linux the processes that are started take large pages:
    with these a copy of a process of two gigabytes takes 10 ms, not 110, and tests make thousands.
    """
    gc.set_threshold(50_000, 20, 10)
    config.option.loadscopereorder = False  # of xdist, which would order files by number of tests
    if not hasattr(config, "workerinput"):
        os.environ.setdefault("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1")
        os.environ["XDG_CACHE_HOME"] = str(ROOT / ".cache" / "tests")
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        os.environ["AITAXONOMY_TEST_RUN"] = folder.name
        config.add_cleanup(folder.cleanup)
    works = hasattr(config, "workerinput") or not config.getoption("numprocesses", 0)
    if works and (system := config.getoption("system")):
        systems.simulate(system)


#: The files that take longest, which come first, so that no process waits for one at the end.
_LONGEST = (
    "test_server.py", "test_large.py", "test_site_tools.py", "test_exports.py",
    "test_alignments.py", "test_stores.py", "test_package.py", "test_owlapi.py", "test_site.py",
    "test_site_sparql.py", "test_cli.py", "test_check.py", "test_core.py", "test_prepared.py",
    "test_exemplar_proofs.py", "test_fixtures.py", "test_judge.py", "test_docs.py",
    "test_golden.py", "test_security.py",
)  # fmt: skip
#: The files about hostile input, robustness and random proofs, which take a third of the time.
_HARDNESS = {
    "test_advice_requests.py", "test_check.py", "test_ci.py", "test_governance.py",
    "test_hardness_cli.py", "test_hostile.py", "test_hostile_calls.py", "test_hostile_files.py",
    "test_process.py", "test_proofs.py", "test_section7.py", "test_security.py",
    "test_undeclared.py",
}  # fmt: skip
#: Slow tests in other files: sessions of the documents, examples of the commands, terminals.
_SLOW = (
    "test_commands_print_what_the_page_shows", "test_every_example_runs", "test_export_and_where",
    "test_graph_is_rdflibs_with_the_same_content", "test_a_proof_fits_a_terminal",
    "test_a_table_fits_a_terminal", "test_python_lines_run_as_printed",
    "test_reason_lists_axioms_without_a_rule",
)  # fmt: skip
#: The tests in Chromium that are quick: the view of a proof.
_ONE_PAGE = "test_view.py"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to `-m judges` Java, rdflib, hardness, and all pages in Chromium but one."""
    for item in items:
        needs = {*getattr(item, "fixturenames", ())}
        slow = {"java", "owlapi"} & needs or "[rdflib-" in item.name
        slow = slow or item.path.name in _HARDNESS or item.name.startswith(_SLOW)
        if slow or ("browser" in needs and item.path.name != _ONE_PAGE):
            item.add_marker(pytest.mark.judges)
    last = len(_LONGEST)
    places = {name: place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, last))


@contextmanager
def alone(name: str) -> Iterator[Path]:
    """Hold a file of this run: what one process makes then, the others find."""
    kept = Path(os.environ["AITAXONOMY_TEST_RUN"]) / name
    with kept.open("ab") as file:
        while not hold(file):
            time.sleep(0.05)
        yield kept


@cache
def shipped() -> Taxonomy:
    """The shipped taxonomy, loaded and reasoned once for all tests and examples of a process."""
    taxonomy = Taxonomy()
    taxonomy.content = shipped_content()
    with alone("prepared"):
        assert taxonomy.content.program  # first of all, so that files are added to a store on disk
    return taxonomy


@pytest.fixture(scope="session")
def ai() -> Taxonomy:
    """The shipped taxonomy."""
    return shipped()


@pytest.fixture(scope="session")
def pages(ai: Taxonomy) -> Pages:
    """The pages of the site, whose verdicts are worked out once for all tests."""
    return Pages(ai, commands=manual())


@pytest.fixture(scope="session")
def built(ai: Taxonomy) -> tuple[Path, int]:
    """The folder of the whole site, and its bytes without what pages leave out.

    It takes long, so one process builds it for all.
    """
    with alone("bytes") as kept, pytest.MonkeyPatch.context() as patch:
        folder, saved = kept.with_name("site"), list[int]()

        def whole(page: bytes) -> bytes:
            saved.append(len(page) - len(lean(page)))
            return page

        patch.setattr("aitaxonomy.site.lean", whole)
        if not kept.stat().st_size:
            _, size = build(ai, folder, commands=manual())
            kept.write_text(str(size - sum(saved)))
    return folder, int(kept.read_text())


@pytest.fixture(scope="session")
def site(built: tuple[Path, int]) -> Path:
    """The folder of the whole site."""
    return built[0]


@pytest.fixture(scope="session")
def java() -> None:
    """Java is there; without it a skip, in CI a failure."""
    if shutil.which("java") is None:
        reason = "no `java` command; install a Java runtime (Debian: default-jre-headless)"
        if os.environ.get("CI"):
            pytest.fail(f"CI must run HermiT: {reason}")
        pytest.skip(reason)


@pytest.fixture(scope="session")
def hermit(java: None) -> InferredHierarchy:
    """What HermiT finds in the shipped content: it takes long, so one process asks it for all."""
    with alone("hermit") as kept:
        if not kept.stat().st_size:
            kept.write_bytes(pickle.dumps(Taxonomy().hermit()))
    found = pickle.loads(kept.read_bytes())
    assert isinstance(found, InferredHierarchy)
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, without its own calls; where it is missing a skip, in CI a failure.

    One for each module: while its driver lives, an event loop runs, and no other may be started.
    """
    where = shutil.which("chromium") or shutil.which("google-chrome")
    if where is None:
        reason = "no `chromium` command; install it (Debian: chromium)"
        if os.environ.get("CI"):
            pytest.fail(f"CI must look at pages: {reason}")
        pytest.skip(reason)
    driver = pytest.importorskip("playwright.sync_api")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run",
             "--enable-features=WebMCP"]  # fmt: skip
    with driver.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=where, args=quiet)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on the loopback until the tests end; returns its address."""
    servers: list[ThreadingHTTPServer] = []

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    def served(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield served
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """Write Turtle (the prefixes are given) to a new file."""

    def write(turtle: str) -> Path:
        path = tmp_path_factory.mktemp("data") / "scratch.ttl"
        path.write_text(PREFIXES + turtle, encoding="utf-8")
        return path

    return write


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening any socket in this process fails the test."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    class Refused(socket.socket):
        def __init__(self, *_: object, **__: object) -> None:
            refuse()

    monkeypatch.setattr(socket, "socket", Refused)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


class Listener:
    """A loopback server that only notes who connects."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0.05)
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self.callers = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while not self._ended.is_set():
            try:
                caller, _ = self._server.accept()
            except TimeoutError:
                continue
            self.callers += 1
            caller.close()

    def close(self) -> None:
        """Stop; whoever connected until now has been counted."""
        self._ended.set()
        self._thread.join()
        self._server.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server on the loopback that must see no connection; the test ends by asserting that."""
    server = Listener()
    yield server
    server.close()
    assert server.callers == 0, "something connected to the listener"
