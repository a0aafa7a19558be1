"""Takes the pictures of the README, and the one that previews of links show, from a site.

    aitaxonomy site out/site
    python docs/take_pictures.py out/site

It needs Chromium and Playwright, which the tests use as well.
"""

import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs/pictures"
#: What previews of links show is 1200 by 630, whatever the network.
PREVIEW = {"width": 1200, "height": 630}
SIZE = {"width": 1024, "height": 620}


def proof(page: Any) -> None:
    """Unfold why DALL·E 3 is no large language model."""
    page.locator(".verdicts summary").nth(1).click()
    page.locator(".verdicts").scroll_into_view_if_needed()


def query(page: Any) -> None:
    """Run the query that stands in the editor."""
    page.get_by_role("button", name="Run").click()
    page.locator("table").first.wait_for()
    page.evaluate("scrollTo(0, 225)")


TAKEN = {
    "proof": ("id/dall-e-3/index.html", proof),
    "sparql": ("sparql/index.html", query),
    "timeline": ("timeline/index.html", lambda _: None),
}


def main(site: Path) -> None:
    """Take all pictures."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(site))
    PICTURES.mkdir(exist_ok=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as driver:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://localhost:{server.server_port}/"
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=PREVIEW)
        page.goto(home)
        page.screenshot(path=ROOT / "src/aitaxonomy/site/assets/preview.png")
        for name, (path, prepare) in TAKEN.items():
            page = browser.new_page(viewport=SIZE)
            page.goto(home + path)
            prepare(page)
            page.screenshot(path=PICTURES / f"{name}.png")
        server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
