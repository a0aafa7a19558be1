// @ts-check
// The page that compares: it reads the pages of the things, and puts their rows side by side. What
// is compared stands in the fragment of the address.

import { combobox } from "./combobox.js";
import { byId, element, page, parsed } from "./elements.js";
import { loaded } from "./names.js";

/** @typedef {import("./names.js").Entry} Entry */
/** @typedef {Map<string, {head: Node[], cell: Node[]}>} Rows */

const MOST = 3;
/** The rows that come first, by their headings, or the last part of the address of a property. */
const ORDER = [
  "Verdicts", "Is a", "developedBy", "providedBy", "announcedOn", "availableSince", "weightsReleasedOn",
  "retiredOn", "supersedes", "nativelyAccepts", "accepts", "nativelyGenerates", "generatesViaComponent",
  "generates", "hasPrimaryModality", "parameterCount", "contextWindow", "hasLicence", "hasOpenness",
  "hasAccess", "hasArchitecture", "poweredBy", "hasComponent", "performsTask", "dedicatedTo",
];
const field = byId("thing", HTMLInputElement);
const shown = byId("compared", HTMLElement);
const note = byId("note", HTMLElement);
byId("pick", HTMLFormElement).hidden = false;
byId("pick", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());

/** The name of a thing in the address. @param {Entry} entry */
const nameOf = ({ folder }) => folder.split("/")[1];

/** @param {Entry[]} all @returns {Promise<Entry[]>} */
const chosen = async (all) => {
  const names = decodeURIComponent(location.hash.slice(1)).split(",").filter(Boolean);
  const found = names.map((name) => all.find((each) => nameOf(each) === name));
  const missing = names.filter((_, i) => !found[i]);
  note.textContent = missing.length ? `Nothing is called ${missing.join(", ")}: choose it by the field above.` : "";
  return found.flatMap((each) => each ?? []).slice(0, MOST);
};

/** Values, and who says so. @param {HTMLTableRowElement} row */
const said = ({ cells }) => {
  const [values, sources] = [...cells].slice(-2);
  return element("div", {}, ...values.childNodes, " ", ...sources.childNodes);
};

/** The rows of a page, by what they are about. @param {Entry} entry @returns {Promise<Rows>} */
const rows = async (entry) => {
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

/** @param {Node[]} nodes */
const text = (nodes) => nodes.map((node) => node.textContent).join("").trim();

/** @param {Entry[]} things @param {Rows[]} all */
const table = (things, all) => {
  const names = [...new Set(all.flatMap((each) => [...each.keys()]))].filter((name) => name !== "Verdicts");
  names.sort((a, b) => place(a) - place(b));
  const heads = things.map((each) => {
    const gone = element("button", { type: "button", "aria-label": `Take ${each.label} away` }, "×");
    gone.addEventListener("click", () => {
      go(things.filter((other) => other !== each));
      field.focus();
    });
    return element("th", { scope: "col" }, page(each), " ", gone);
  });
  const body = names.map((name) => {
    const cells = all.map((each) => each.get(name)?.cell ?? []);
    const same = cells.length > 1 && cells.every((cell) => text(cell) === text(cells[0]));
    const head = all.find((each) => each.has(name))?.get(name)?.head ?? [];
    return element("tr", same ? { class: "same" } : {}, element("th", { scope: "row" }, ...head),
      ...cells.map((cell) => element("td", {}, ...(cell.length ? cell : [element("span", { class: "soft" }, "–")]))));
  });
  const scope = element("th", { scope: "col" }, element("span", { class: "unseen" }, "Property"));
  return element("table", {}, element("thead", {}, element("tr", {}, scope, ...heads)), element("tbody", {}, ...body));
};

/** @param {Entry[]} things */
const go = (things) => {
  location.hash = things.map(nameOf).map(encodeURIComponent).join(",");
};

/** The page of two kinds that compares them by their members, if there is one. @param {Entry[]} things */
const pair = (things) => {
  const names = things.map(nameOf);
  const ready = [...document.querySelectorAll("main li > a")].find((link) =>
    [names.join("+"), names.toReversed().join("+")].includes((link.getAttribute("href") ?? "").replace(".html", "")));
  return things.length === 2 && ready instanceof HTMLAnchorElement
    ? [element("p", {}, "By their members: ", element("a", { href: ready.href }, ready.textContent ?? ""))] : [];
};

const run = async () => {
  try {
    const things = await chosen(await loaded());
    shown.hidden = !things.length;
    if (things.length) shown.replaceChildren(...pair(things), table(things, await Promise.all(things.map(rows))));
  } catch (fault) {
    note.textContent = String(fault);
  }
};

combobox(field, byId("things", HTMLElement), {
  among: ({ sort }) => sort === "system" || sort === "class",
  chosen: async (entry) => {
    field.value = "";
    const now = await chosen(await loaded());
    if (now.includes(entry)) return;
    if (now.length === MOST) note.textContent = `No more than ${MOST} are compared: take one away first.`;
    else go([...now, entry]);
  },
});
addEventListener("hashchange", run);
if (location.hash) run();
