// The view of a verdict in a host of agents (MCP Apps): asks the host for the result of the tool,
// shows it, and tells the host its size. It loads nothing; a link is opened by the host, if it likes.
"use strict"

{
  const HTML = "org.w3id.aitaxonomy/html"
  const shown = /** @type {HTMLElement} */ (document.getElementById("shown"))
  let last = 0

  /** Sends a request, whose number is given, or a notification. @param {string} method @param {object} params @param {number} [id] */
  const send = (method, params, id) => parent.postMessage({jsonrpc: "2.0", ...(id ? {id} : {}), method, params}, "*")
  const request = (/** @type {string} */ method, /** @type {object} */ params) => send(method, params, ++last)

  /** Shows the colours that the host has. @param {{theme?: string} | undefined} context */
  const follow = context => { if (context?.theme) document.documentElement.style.colorScheme = context.theme }

  /** Shows a result: as the server wrote it for people, else its text as it is. @param {{_meta?: Record<string, string>, content?: {text?: string}[]}} result */
  function show(result) {
    const html = result._meta?.[HTML]
    if (html) shown.innerHTML = html
    else shown.textContent = (result.content ?? []).map(part => part.text ?? "").join("\n")
  }

  addEventListener("message", event => {
    const {id, method, params, result} = event.source === parent && event.data || {}
    if (method === "ui/notifications/tool-result") show(params ?? {})
    else if (method === "ui/notifications/host-context-changed") follow(params)
    else if (method && id !== undefined) parent.postMessage({jsonrpc: "2.0", id, result: {}}, "*")
    else if (id === 1 && result) {
      follow(result.hostContext)
      send("ui/notifications/initialized", {})
    }
  })
  shown.addEventListener("click", event => {
    const link = /** @type {Element} */ (event.target).closest("a")
    if (!link) return
    event.preventDefault()
    request("ui/open-link", {url: link.href})
  })
  request("ui/initialize", {
    protocolVersion: "2026-01-26", appInfo: {name: "aitaxonomy-proof", version: "1"}, appCapabilities: {},
  })
  new ResizeObserver(() => {
    const {width, height} = document.documentElement.getBoundingClientRect()
    send("ui/notifications/size-changed", {width: Math.ceil(width), height: Math.ceil(height)})
  }).observe(document.documentElement)
}
