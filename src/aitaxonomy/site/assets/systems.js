// The list of systems: filtered, and sorted by the headings of its first columns.

import { follow, load, remember, wished } from "./facets.js";

const table = /** @type {HTMLTableElement} */ (document.getElementById("systems"));
const body = table.tBodies[0];
const rows = [...body.rows];
const facets = await load();
const at = new Map(facets.systems.map((system, i) => [system, i]));
/** @type {Record<string, "label" | "maker" | "date">} */
const KEYS = { name: "label", maker: "maker", date: "date" };
const heads = /** @type {HTMLTableCellElement[]} */ ([...table.querySelectorAll("th[data-sort]")]);
let order = "";

/** Bring the rows into the order that is wished, as "date" or "-date"; without any, of names.
 * @param {string} wish */
const sort = (wish) => {
  if (wish === order) return;
  order = wish;
  const down = wish.startsWith("-");
  const key = KEYS[down ? wish.slice(1) : wish];
  const numbers = rows.map((_, i) => i);
  if (key) {
    const values = facets.systems.map((system) => system[key]);
    const { compare } = new Intl.Collator("en", { numeric: key !== "date" });
    numbers.sort((a, b) => {
      if (!values[a] || !values[b]) return Number(!values[a]) - Number(!values[b]) || a - b;
      return (down ? -1 : 1) * compare(values[a], values[b]) || a - b;
    });
  }
  body.append(...numbers.map((n) => rows[n]));
  for (const head of heads) {
    const mine = KEYS[head.dataset.sort ?? ""] === (key ?? "label");
    if (mine) head.setAttribute("aria-sort", down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
};

for (const head of heads) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sorts";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const name = head.dataset.sort ?? "";
    const wish = wished();
    wish.set("sort", head.ariaSort === "ascending" ? `-${name}` : name);
    remember(wish);
    sort(wish.get("sort") ?? "");
  });
}

// Rows stand in the order of the systems; if they ever did not, nothing would be filtered.
if (rows.length === facets.systems.length) {
  order = "-";
  follow(facets, (systems, wish) => {
    const shown = new Set(systems.map((system) => at.get(system)));
    rows.forEach((row, i) => { row.hidden = !shown.has(i); });
    sort(wish.get("sort") ?? "");
  });
}
