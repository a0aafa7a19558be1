// Results as a table with labels and links, and as files to take along.
import { shortened } from "./terms.js";

/** @import { Table, Term } from "./sparql-worker.js" */
/** @import { Named, Prefixes } from "./terms.js" */

/** The rows that are drawn; files have all. */
const DRAWN = 1000;
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long"].map((name) => XSD + name));

/** @param {Term} term */
const isNumber = (term) => NUMBERS.has(term.datatype ?? "");

/** Makes an element; texts are never taken for markup.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name @param {{[attribute: string]: string}} attributes @param {(Node | string)[]} children */
export const make = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
};

/** @param {Term | undefined} term @param {Prefixes} prefixes */
const plain = (term, prefixes) => {
  if (!term) return "";
  if (term.type === "bnode") return `_:${term.value}`;
  return term.type === "uri" ? shortened(term.value, prefixes) ?? term.value : term.value;
};

/** @param {Term | undefined} term @param {Map<string, Named>} named @param {Prefixes} prefixes */
const cell = (term, named, prefixes) => {
  const text = plain(term, prefixes);
  if (term?.type === "literal") return make("td", isNumber(term) ? { class: "number" } : {}, text);
  const known = term && named.get(term.value);
  if (known) return make("td", {}, make("a", { href: known.href, title: known.curie }, known.label));
  if (!term || !/^https?:\/\//.test(term.value)) return make("td", {}, text);
  return make("td", {}, make("a", { href: term.value, rel: "noreferrer" }, text));
};

/** Makes a table of the rows.
 * @param {Table} table @param {Map<string, Named>} named @param {Prefixes} prefixes */
export const drawn = ({ columns, rows, count }, named, prefixes) => {
  const numeric = new Set(columns.filter((column) => {
    const terms = rows.map((row) => row[column]).filter((term) => term !== undefined);
    return terms.length && terms.every(isNumber);
  }));
  const head = make("tr", {}, ...columns.map((column) =>
    make("th", { scope: "col", ...numeric.has(column) && { class: "number" } }, column)));
  const body = rows.slice(0, DRAWN).map((row) =>
    make("tr", {}, ...columns.map((column) => cell(row[column], named, prefixes))));
  const scroll = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Rows" },
    make("table", {}, make("thead", {}, head), make("tbody", {}, ...body)));
  const notes = [];
  const [all, kept] = [count, rows.length].map((each) => each.toLocaleString("en"));
  if (rows.length > DRAWN) notes.push(`${DRAWN.toLocaleString("en")} rows are shown; the files have ${kept}.`);
  if (count > rows.length) notes.push(`There are ${all} rows, of which the first ${kept} are kept: ask for fewer with LIMIT.`);
  return [scroll, ...notes.map((note) => make("p", { class: "soft" }, note))];
};

/** Makes the buttons that hand over the rows as files; beside names, tables have the labels.
 * @param {Table} table @param {Map<string, Named>} named @param {Prefixes} prefixes */
export const files = (table, named, prefixes) => {
  const { columns, rows, count } = table;
  const label = (/** @type {Term | undefined} */ term) => named.get(term?.type === "uri" ? term.value : "")?.label;
  const labelled = new Set(columns.filter((column) => rows.some((row) => label(row[column]))));
  const cells = () => [
    columns.flatMap((column) => labelled.has(column) ? [column, `${column} label`] : [column]),
    ...rows.map((row) => columns.flatMap((column) => {
      const text = plain(row[column], prefixes);
      return labelled.has(column) ? [text, label(row[column]) ?? ""] : [text];
    })),
  ];
  /** @type {[string, () => Blob][]} */
  const kinds = [
    ["csv", () => csv(cells())],
    ["xlsx", () => xlsx(cells())],
    ["json", () => new Blob([JSON.stringify({
      head: { vars: columns }, results: { bindings: rows }, ...count > rows.length && { truncated: true },
    }, null, 1)], { type: "application/sparql-results+json" })],
  ];
  return make("p", { class: "files" }, "Download: ", ...kinds.map(([kind, blob]) => {
    const button = make("button", { type: "button" }, kind.toUpperCase());
    button.addEventListener("click", () => save(blob(), `result.${kind}`));
    return button;
  }));
};
