"""Take the picture that previews of links show, from a site.

Run `aitaxonomy site out/site`, then `python docs/take_pictures.py out/site`. It needs Chromium and
Playwright, which the tests use as well. Reduce the picture to 256 colours before you commit it:
they suffice for a page, and halve what it takes in the wheel.
"""

import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
#: Networks show previews of 1200 by 630.
PREVIEW = {"width": 1200, "height": 630}


def main(site: Path) -> None:
    """Take the picture of the home page."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as driver:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=PREVIEW)
        page.goto(f"http://localhost:{server.server_port}/")
        page.screenshot(path=ROOT / "src/aitaxonomy/site/assets/preview.png")
        server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
