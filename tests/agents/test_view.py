"""The view of a proof (MCP Apps): who gets it, and what a host sees of it in Chromium."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

_VIEW = "ui://aitaxonomy/proof.html"
_HTML = "org.w3id.aitaxonomy/html"
_THING = {"thing": "DALL·E 3", "kind": "LLM"}
#: A host: it shows the view in a frame without rights, answers it, and keeps what it is told.
_HOST = """([html, result]) => {
  window.told = []
  const frame = document.createElement("iframe")
  frame.sandbox = "allow-scripts"
  addEventListener("message", ({data, source}) => {
    window.told.push(data)
    const answer = message => source.postMessage({jsonrpc: "2.0", ...message}, "*")
    if (data.method === "ui/initialize")
      answer({id: data.id, result: {
        protocolVersion: data.params.protocolVersion, hostInfo: {name: "host", version: "1"},
        hostCapabilities: {}, hostContext: {theme: "dark"}}})
    if (data.method === "ui/notifications/initialized")
      answer({method: "ui/notifications/tool-result", params: result})
  })
  frame.srcdoc = html
  document.body.append(frame)
}"""


def _called(session: Any, made: Any, *, shows: bool) -> tuple[Any, Any]:
    """Return the result of a call, and the view, for a client that shows apps or does not."""
    from mcp.client.extension import advertise
    from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID

    apps = advertise(EXTENSION_ID, {"mimeTypes": [APP_MIME_TYPE]})

    async def run(client: Any) -> tuple[Any, Any]:
        view = (await client.read_resource(_VIEW)).contents[0]
        return await client.call_tool("is_a", _THING), view

    called: tuple[Any, Any] = session(made, run, extensions=[apps] if shows else None)
    return called


def test_html_goes_to_clients_that_show_it(shipped: Any, session: Any) -> None:
    for shows in (True, False):
        result, view = _called(session, shipped, shows=shows)
        assert view.mime_type == "text/html;profile=mcp-app"
        assert (_HTML in (result.meta or {})) == shows
        assert result.structured_content["verdict"] == "refuted"


@pytest.fixture
def host(browser: Any, shipped: Any, session: Any) -> Iterator[Any]:
    result, view = _called(session, shipped, shows=True)
    page = browser.new_page()
    sent = result.model_dump(mode="json", by_alias=True, exclude_none=True)
    page.evaluate(_HOST, [view.text, sent])
    yield page
    page.close()


def test_a_host_sees_the_proof_as_the_site_shows_it(host: Any, ai: Any) -> None:
    page = host
    frame = page.frame_locator("iframe")
    frame.locator("ol.proof > li").first.wait_for(timeout=60_000)
    assert frame.locator(".badge").first.inner_text() == "refuted"
    proof = ai.why("DALL·E 3", "LLM")
    assert frame.locator("ol.proof > li").count() == len(proof)
    assert frame.locator("html").evaluate("it => it.style.colorScheme") == "dark"
    methods = page.evaluate("told.map(each => each.method)")
    assert methods[0] == "ui/initialize"
    page.wait_for_function("told.some(each => each.method === 'ui/notifications/size-changed')")


def test_a_link_is_opened_by_the_host(host: Any) -> None:
    page = host
    link = page.frame_locator("iframe").locator("a").first
    link.wait_for(timeout=60_000)
    link.click()
    page.wait_for_function("told.some(each => each.method === 'ui/open-link')")
    asked = page.evaluate("told.find(each => each.method === 'ui/open-link').params.url")
    assert re.match("https://", asked)


def test_without_html_the_view_shows_the_text(host: Any) -> None:
    page = host
    frame = page.frame_locator("iframe")
    frame.locator("ol.proof").wait_for(timeout=60_000)
    bare = {"content": [{"type": "text", "text": "<img src=x onerror=alert(1)>"}]}
    page.evaluate(
        """params => document.querySelector("iframe").contentWindow.postMessage(
        {jsonrpc: "2.0", method: "ui/notifications/tool-result", params}, "*")""",
        bare,
    )
    frame.get_by_text("<img src=x").wait_for(timeout=60_000)
    assert frame.locator("img").count() == 0
