// A question with values of one's own: they are written into the query that the page shows, and
// that is run.
import { prefixes, prepare, runner } from "./sparql-runner.js";
import { terms, written } from "./terms.js";

/** @import { Named } from "./terms.js" */

const form = /** @type {HTMLFormElement} */ (document.getElementById("parameters"));
const query = /** @type {HTMLElement} */ (document.getElementById("query"));
const asked = /** @type {HTMLElement} */ (document.getElementById("asked"));
const editor = /** @type {HTMLAnchorElement} */ (document.getElementById("open"));
const fields = [...form.elements].filter((each) => each instanceof HTMLInputElement || each instanceof HTMLSelectElement);
/** @type {Named[]} */
let known = [];

/** Returns the term that a name, a CURIE or an IRI stands for, or undefined.
 * @param {string} text */
const named = (text) => {
  const name = text.trim().replace(/^<(.*)>$/, "$1");
  const same = (/** @type {string} */ other) => other.toLowerCase() === name.toLowerCase();
  const found = known.find((each) => each.iri === name || each.curie === name) ??
    known.find((each) => same(each.label)) ?? known.find((each) => each.names.some(same));
  if (found) return found.curie;
  return /^(https?:\/\/|urn:)[^\s<>"{}|\\^`]+$/.test(name) ? written(name, prefixes) : undefined;
};

/** Returns a value as it is written in the query, in the manner of the default; undefined for none.
 * @param {HTMLInputElement | HTMLSelectElement} field */
const term = (field) => {
  const { sort, suffix = "" } = field.dataset;
  const text = field.value;
  if (sort === "number") return /^[+-]?\d{1,18}$/.test(text) ? text : undefined;
  if (sort === "text" || sort === "date") return text && `${JSON.stringify(text)}${suffix}`;
  return field instanceof HTMLSelectElement ? text : named(text);
};

/** Has the link to the editor hold the query, the page say the values, and its address hold those
 * that were changed. */
const address = () => {
  const changed = fields.some((field) => field.value !== field.dataset.default);
  const values = new URLSearchParams(fields.map((field) => [field.name, field.value]));
  asked.hidden = !fields.length;
  const said = (/** @type {HTMLInputElement | HTMLSelectElement} */ field) =>
    `${field.name.replaceAll("_", " ")}: ${field instanceof HTMLSelectElement ? field.selectedOptions[0]?.text : field.value}`;
  asked.textContent = `Asked with ${fields.map(said).join("; ")}`;
  history.replaceState(null, "", changed ? `#${values}` : location.pathname);
  editor.hash = String(new URLSearchParams({ query: query.textContent ?? "" }));
};

/** Writes the values into the query; returns whether all of them have a meaning. */
const write = () => {
  for (const field of fields) {
    const value = term(field);
    const name = field.name;
    field.setCustomValidity(value ? "" : "Nothing has this name: choose from the list, or write a CURIE or an IRI.");
    if (value) for (const place of query.querySelectorAll(`[data-parameter="${name}"]`)) place.textContent = value;
  }
  address();
  return form.checkValidity();
};

/** Loads the names that are suggested. */
const suggest = async () => {
  prepare();
  if (known.length) return;
  known = await terms(prefixes);
  for (const list of form.querySelectorAll("datalist")) {
    const few = known.filter((each) => each.sort === list.dataset.sort);
    list.replaceChildren(...few.map((each) => new Option(each.curie, each.label)));
  }
  write();
};

const go = runner(async () => {
  await suggest();
  return write() || form.reportValidity() ? query.textContent ?? "" : undefined;
}, { isYesNo: "yesno" in form.dataset });

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  go();
});
form.addEventListener("focusin", suggest);
form.addEventListener("input", write);
form.hidden = !fields.length;
const given = new URLSearchParams(location.hash.slice(1));
for (const field of fields) {
  field.dataset.default = field.value;
  field.value = given.get(field.name) ?? field.value;
}
if (given.size) go();
else address();
