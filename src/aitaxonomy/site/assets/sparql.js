// The page for SPARQL: a text field until the editor is there, the questions as examples, and
// addresses that hold a query.
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

/** Takes the query of the address, if there is one. */
const follow = () => {
  const kept = new URLSearchParams(location.hash.slice(1));
  const query = kept.get("query");
  if (query !== null) editor.write(query);
  options.asserted = kept.has("asserted");
};

const go = runner(() => {
  const query = editor.read();
  const kept = new URLSearchParams({ query, ...options.asserted && { asserted: "" } });
  history.replaceState(null, "", `#${kept}`);
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
import("./sparql-editor.js").then(({ edit }) => { editor = edit(field, prefixes, go); });
