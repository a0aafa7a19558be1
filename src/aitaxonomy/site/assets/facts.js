// @ts-check
// What the page of a thing says, row by row: verdicts, definition, and the facts with who says so.

import { element, parsed } from "./elements.js";

/** @typedef {Map<string, {head: Node[], cell: Node[]}>} Rows */

/** The rows that come first, by their headings, or the last part of the address of a property. */
const ORDER = [
  "Verdicts", "Is a", "developedBy", "providedBy", "announcedOn", "availableSince", "weightsReleasedOn",
  "retiredOn", "supersedes", "nativelyAccepts", "accepts", "nativelyGenerates", "generatesViaComponent",
  "generates", "hasPrimaryModality", "parameterCount", "contextWindow", "hasLicence", "hasOpenness",
  "hasAccess", "hasArchitecture", "poweredBy", "hasComponent", "performsTask", "dedicatedTo",
];

/** Values, and who says so. @param {HTMLTableRowElement} row */
const said = ({ cells }) => {
  const [values, sources] = [...cells].slice(-2);
  return element("div", {}, ...values.childNodes, " ", ...sources.childNodes);
};

/** The rows of a page, by what they are about. @param {{folder: string}} entry @returns {Promise<Rows>} */
export const rows = async (entry) => {
  const { body } = await parsed(entry);
  /** @type {Rows} */
  const found = new Map();
  const lead = body.querySelector("main .lead");
  if (lead) found.set("Definition", { head: [new Text("Definition")], cell: [...lead.childNodes] });
  for (const item of body.querySelectorAll(".verdicts > li")) {
    const kind = item.querySelector(":scope > span > a");
    const verdict = item.querySelector(":scope > .badge");
    if (kind && verdict) found.set(`Verdicts ${kind.textContent}`, { head: [kind], cell: [verdict] });
  }
  for (const term of body.querySelectorAll("main dl > dt")) {
    const told = term.nextElementSibling;
    if (told) found.set(term.textContent ?? "", { head: [...term.childNodes], cell: [...told.childNodes] });
  }
  for (const known of body.querySelectorAll(".known-facts > tbody")) {
    const head = known.querySelector("th");
    const address = head?.querySelector("a")?.getAttribute("href")?.split("/") ?? [];
    const name = address.at(-1) === "index.html" || address.at(-1) === "" ? address.at(-2) : undefined;
    if (head) found.set(name ?? head.textContent ?? "", { head: [...head.childNodes], cell: [.../** @type {HTMLTableSectionElement} */ (known).rows].map(said) });
  }
  return found;
};

/** @param {string} name */
const place = (name) => {
  const at = ORDER.indexOf(name.startsWith("Verdicts ") ? "Verdicts" : name);
  return name === "Definition" ? -1 : at < 0 ? ORDER.length : at;
};

/** What the rows of some things are about, the most important first. @param {Rows[]} all */
export const properties = (all) =>
  [...new Set(all.flatMap((each) => [...each.keys()]))].sort((a, b) => place(a) - place(b));

/** What nodes say. @param {Node[]} nodes */
export const text = (nodes) => nodes.map((node) => node.textContent).join("").trim();
