// @ts-check
// The search of the frame: answers and names are loaded when somebody begins to type.
"use strict";
{
  const field = /** @type {HTMLInputElement} */ (dom.element("input", {
    type: "search", id: "search", placeholder: "Ask or search  ( / )", autocomplete: "off",
    role: "combobox", "aria-label": "Ask, or search for a name", "aria-expanded": "false", "aria-controls": "found",
  }));
  const found = dom.element("ul", { id: "found", role: "listbox", "aria-label": "Found", hidden: true });
  document.querySelector("header nav")?.before(dom.element("search", {}, field, found));
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable], .cm-editor");
    if (event.key !== "/" || typing || event.target instanceof Element && event.target.shadowRoot) return;
    event.preventDefault();
    field.focus();
  });
  // Pages that run queries load modules, which browsers take from a server alone.
  const unserved = document.getElementById("unserved");
  if (unserved) unserved.hidden = location.protocol !== "file:";
  combobox(field, found, { files: ["names", "texts"], first: answers.option });
  // Tools for an agent in the browser (WebMCP), where there is such an interface.
  if ("modelContext" in document) document.head.append(dom.element("script", { src: new URL("scripts/webmcp.js", site.root).href }));
}
