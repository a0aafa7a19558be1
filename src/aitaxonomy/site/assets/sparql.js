// The page for SPARQL: a text field until somebody writes in it, who gets the editor; the questions as
// examples; and addresses that hold a query, which is run.
import { options, prefixes, prepare, runner } from "./sparql-runner.js";

/** @import { Editor } from "./sparql-editor.js" */

const field = /** @type {HTMLTextAreaElement} */ (document.getElementById("query"));
const examples = /** @type {HTMLSelectElement} */ (document.getElementById("examples"));
/** @type {Editor} */
let editor = {
  read: () => field.value,
  write: (text) => { field.value = text; },
  mark: (error) => error.message,
};

/** Takes the query of the address, if there is one, and runs it. */
const follow = () => {
  const kept = new URLSearchParams(location.hash.slice(1) || location.search);
  const query = kept.get("query");
  options.asserted = kept.has("asserted");
  if (query === null) return;
  editor.write(query);
  go();
};

const go = runner(() => {
  const query = editor.read();
  const kept = new URLSearchParams({ query, ...options.asserted && { asserted: "" } });
  history.replaceState(null, "", `${location.pathname}#${kept}`);
  return query;
}, { refused: (error) => editor.mark(error) });

examples.addEventListener("change", async () => {
  if (!examples.value) return;
  const page = await (await fetch(new URL(`../questions/${examples.value}/index.html`, import.meta.url))).text();
  const query = new DOMParser().parseFromString(page, "text/html").getElementById("query");
  editor.write(query?.textContent ?? "");
  prepare();
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) go();
});
document.getElementById("editor")?.addEventListener("focusin", prepare);
addEventListener("hashchange", follow);
follow();
/** @type {Promise<void> | undefined} */
let loading;
const load = () => {
  loading ??= import("./sparql-editor.js").then(({ edit }) => { editor = edit(field, prefixes, go); });
};
field.addEventListener("focus", load);
if (document.activeElement === field) load();
