// @ts-check
// The page that compares: it reads the pages of the things, and puts their rows side by side. What
// is compared stands in the fragment of the address.

import { combobox } from "./combobox.js";
import { byId, element, page } from "./elements.js";
import { properties, rows, text } from "./facts.js";
import { loaded } from "./names.js";

/** @typedef {import("./names.js").Entry} Entry */
/** @typedef {import("./facts.js").Rows} Rows */

const MOST = 3;
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

/** @param {Entry[]} things @param {Rows[]} all */
const table = (things, all) => {
  const names = properties(all);
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
