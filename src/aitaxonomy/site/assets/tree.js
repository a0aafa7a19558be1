// The tree: a filter narrows the numbers, and the members that each kind shows on demand.

import { follow, load, wished } from "./facets.js";

/** @typedef {import("./facets.js").System} System */

const MOST = 40;
const tree = /** @type {HTMLElement} */ (document.getElementById("tree"));
const nodes = /** @type {HTMLElement[]} */ ([...tree.querySelectorAll(".node")]);
const facets = await load();
const numbers = new Map(facets.kinds.map(([name], i) => [name, i]));
const root = new URL("../", import.meta.url);
/** @type {System[]} */
let systems = [];

/** @param {HTMLElement} node */
const kind = (node) => numbers.get(node.dataset.kind ?? "") ?? -1;

/** @param {HTMLElement} node */
const head = (node) => /** @type {HTMLElement} */ (node.querySelector(":scope > .head"));

/** @param {HTMLElement} node */
const listed = (node) => node.querySelector(":scope > .members-of");

/** @param {HTMLElement} node */
const label = (node) => head(node).querySelector("span")?.textContent ?? "";

/** The members of a kind among what is chosen: the first as links, and where all of them are.
 * @param {HTMLElement} node */
const members = (node) => {
  const all = systems.filter((system) => system.kinds.includes(kind(node)));
  const list = document.createElement("ul");
  list.className = "members-of";
  for (const system of all.slice(0, MOST)) {
    list.append(item(system.name.includes(":") ? "" : `id/${system.name}/index.html`, system.label));
  }
  if (all.length > MOST) {
    const wish = wished();
    wish.set("kind", node.dataset.kind ?? "");
    list.append(item(`systems/index.html#${wish}`, `and ${all.length - MOST} more: the list`));
  }
  return list;
};

/** An entry of a list; things of others, which have no page, are not linked.
 * @param {string} address @param {string} text */
const item = (address, text) => {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  if (address) link.href = new URL(address, root).href;
  link.textContent = text;
  entry.append(link);
  return entry;
};

for (const node of nodes.filter((each) => kind(each) >= 0)) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Systems";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-label", `Systems: ${label(node)}`);
  button.addEventListener("click", () => {
    const list = listed(node);
    button.setAttribute("aria-expanded", String(!list));
    if (list) list.remove();
    else head(node).after(members(node));
  });
  head(node).append(" ", button);
}

follow(facets, (chosen, wish) => {
  systems = chosen;
  const counts = new Uint32Array(facets.kinds.length);
  const open = new Uint32Array(facets.kinds.length);
  for (const system of chosen) {
    for (const number of system.kinds) counts[number]++;
    for (const number of system.undecided) open[number]++;
  }
  const keys = [...wish.keys()];
  const words = keys.length === 1 && keys[0] === "q" ? (wish.get("q") ?? "").toLowerCase() : "";
  /** @type {Set<Element | null>} */
  const unfolded = new Set();
  /** @type {Set<Element | null>} */
  const kept = new Set();
  for (const node of nodes.toReversed()) {
    const number = kind(node);
    const named = words !== "" && label(node).toLowerCase().includes(words);
    node.hidden = keys.length > 0 && !(named || kept.has(node) || counts[number] > 0);
    const above = node.parentElement?.closest(".node") ?? null;
    if (!node.hidden) kept.add(above);
    if (named || unfolded.has(node)) unfolded.add(above);
    const below = node.querySelector(":scope > details");
    if (below instanceof HTMLDetailsElement && unfolded.has(node)) below.open = true;
    if (number < 0) continue;
    const count = head(node).querySelector(".count");
    const more = open[number] ? `, ${open[number].toLocaleString("en")} undecided` : "";
    if (count) count.textContent = counts[number].toLocaleString("en") + more;
    const button = head(node).querySelector("button");
    if (button) button.hidden = !counts[number];
    listed(node)?.replaceWith(members(node));
  }
});
