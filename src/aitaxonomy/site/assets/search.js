// @ts-check
// The search of the frame: names and texts are loaded when somebody begins to type.

import { combobox } from "./combobox.js";
import { byId } from "./elements.js";

const field = byId("search", HTMLInputElement);
const around = field.closest("search");
if (around instanceof HTMLElement) around.hidden = false;
addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable], .cm-editor");
  if (event.key !== "/" || typing || event.target instanceof Element && event.target.shadowRoot) return;
  event.preventDefault();
  field.focus();
});
combobox(field, byId("found", HTMLElement), { files: ["search.json", "texts.json"] });
