// The controls that run queries in a page: buttons, limits, messages and the answer.
import { QueryError, ready, run, stop } from "./sparql-engine.js";
import { drawn, files, make } from "./sparql-results.js";
import { terms } from "./terms.js";

/** @import { Table } from "./sparql-worker.js" */

/** @param {string} id */
const get = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const controls = get("runner");
const [start, halt] = ["run", "stop"].map((id) => /** @type {HTMLButtonElement} */ (get(id)));
const seconds = /** @type {HTMLSelectElement} */ (get("seconds"));
const asserted = /** @type {HTMLInputElement} */ (get("asserted"));
const status = get("told");
const result = get("result");

/** The prefixes that need no declaration. @type {import("./terms.js").Prefixes} */
export const prefixes = JSON.parse(controls.dataset.prefixes ?? "{}");
/** Whether inferred triples are left out. */
export const options = {
  get asserted() { return asserted.checked; },
  set asserted(value) { asserted.checked = value; },
};

/** Begins to load what queries need, and says so. */
export const prepare = async () => {
  if (status.textContent) return;
  status.textContent = "Loading the graph …";
  try {
    await ready();
    if (status.textContent === "Loading the graph …") status.textContent = "Ready.";
  } catch (error) {
    status.textContent = `The graph cannot be loaded: ${/** @type {Error} */ (error).message}`;
  }
};

/** Makes a yes or no: of ASK, or of the first column where a question says so.
 * @param {Table} table @param {boolean} isYesNo @returns {{badge?: HTMLElement, rows: Table}} */
const read = (table, isYesNo) => {
  if (table.form !== "ASK" && !isYesNo) return { rows: table };
  const told = table.form === "ASK" ? [String(table.answer)] : table.rows.map((row) => row[table.columns[0]]?.value);
  const [one, ...others] = new Set(told);
  const answer = others.length || one === undefined ? "unknown" : one === "true" ? "yes" : "no";
  const tone = { yes: "good", no: "bad", unknown: "unknown" }[answer];
  return {
    badge: make("strong", { class: `badge ${tone}` }, answer),
    rows: { ...table, columns: table.form === "ASK" ? [] : table.columns.slice(1) },
  };
};

/** Runs a query and shows the answer; `refused` says what is wrong with its text.
 * @param {string} query
 * @param {{isYesNo?: boolean, refused?: (error: QueryError) => string}} [how] */
const show = async (query, { isYesNo = false, refused = (error) => error.message } = {}) => {
  if (!halt.disabled) return;
  halt.disabled = false;
  start.setAttribute("aria-disabled", "true");
  status.className = "";
  status.textContent = "Loading the graph …";
  try {
    await ready();
    status.textContent = "Running …";
    const began = performance.now();
    const table = await run(query, { seconds: Number(seconds.value), asserted: asserted.checked, prefixes });
    const took = (performance.now() - began) / 1000;
    const { badge, rows } = read(table, isYesNo);
    const named = new Map((await terms(prefixes)).map((each) => [each.iri, each]));
    const shown = rows.columns.length ? [files(rows, named, prefixes), ...drawn(rows, named, prefixes)] : [];
    result.replaceChildren(...badge ? [make("p", {}, badge)] : [], ...shown);
    const count = `${table.count.toLocaleString("en")} ${table.count === 1 ? "row" : "rows"}`;
    status.textContent = `${table.form === "ASK" ? "Answered" : count} in ${took.toFixed(2)} s.`;
  } catch (error) {
    result.replaceChildren();
    status.className = "bad";
    status.textContent = error instanceof QueryError ? refused(error) : /** @type {Error} */ (error).message;
  } finally {
    if (document.activeElement === halt) start.focus();
    halt.disabled = true;
    start.removeAttribute("aria-disabled");
  }
};

/** Lets the controls run what `query` returns.
 * @param {() => string | undefined | Promise<string | undefined>} query
 * @param {{isYesNo?: boolean, refused?: (error: QueryError) => string}} [how]
 * @returns {() => void} what runs it, too */
export const runner = (query, how) => {
  const go = async () => {
    const text = await query();
    if (text !== undefined) show(text, how);
  };
  start.addEventListener("click", go);
  halt.addEventListener("click", () => stop());
  controls.hidden = false;
  return go;
};
