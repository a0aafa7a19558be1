"""Our redirects under Apache, the web server that w3id.org runs."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from aitaxonomy.site.ground import redirects

HOME = "https://ai.example.org/site/"
MODULES = Path("/usr/lib/apache2/modules")


@contextmanager
def redirecting() -> Iterator[int]:
    """Serve the redirects on a free port, which is yielded; skip the test without Apache."""
    apache = shutil.which("apache2", path=f"{os.environ['PATH']}:/usr/sbin")
    if not apache or not MODULES.is_dir():
        if os.environ.get("CI"):
            pytest.fail("apache2 is not installed; .ci/run does it")
        pytest.skip("apache2 is not installed")
    with TemporaryDirectory() as folder:  # pytest's own are closed to the server's user
        yield from _serve(apache, Path(folder))


def _serve(apache: str, root: Path) -> Iterator[int]:
    (root / "www/aitaxonomy").mkdir(parents=True)
    (root / "www/aitaxonomy/.htaccess").write_bytes(redirects(HOME))
    for folder in (root, *root.rglob("*")):
        folder.chmod(0o755 if folder.is_dir() else 0o644)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    modules = ("mpm_prefork", "authz_core", "rewrite")
    lines = [f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in modules]
    lines += [
        f"ServerRoot {root}", "ServerName localhost", f"Listen 127.0.0.1:{port}",
        f"PidFile {root}/pid", f"ErrorLog {root}/log", f"DocumentRoot {root}/www",
        f"<Directory {root}/www>", "AllowOverride FileInfo", "Require all granted",
        "</Directory>",
    ]  # fmt: skip
    if os.geteuid() == 0:
        lines += ["User #65534", "Group #65534"]
    (root / "conf").write_text("\n".join(lines), encoding="utf-8")
    # In a session of its own: as it ends, it signals its whole process group.
    command = [apache, "-f", str(root / "conf"), "-D", "FOREGROUND"]
    server = subprocess.Popen(command, start_new_session=True)
    try:
        for _ in range(1_200):
            with socket.socket() as test:
                if not test.connect_ex(("127.0.0.1", port)):
                    break
            assert server.poll() is None, (root / "log").read_text("utf-8")
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def asked(port: int, path: str, accept: str) -> tuple[int, str]:
    """Return the status, and where one is sent."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/aitaxonomy{path}", headers={"Accept": accept})
    answer = connection.getresponse()
    connection.close()
    return answer.status, (answer.getheader("Location") or "").removeprefix(HOME)
