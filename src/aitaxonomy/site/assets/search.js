// Search of terms and systems: every word of what is typed has to be found in a name, be it with
// a letter or two gone wrong. The names are loaded when somebody begins to type.

const root = new URL("../", import.meta.url);
const field = /** @type {HTMLInputElement} */ (document.getElementById("search"));
const list = /** @type {HTMLElement} */ (document.getElementById("found"));
const MOST = 12;
/** @type {Promise<Entry[]> | undefined} */
let entries;
field.closest("search")?.removeAttribute("hidden");

/** @typedef {{label: string, folder: string, sort: string, names: string[][]}} Entry */

/** @param {string} text */
const words = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** @returns {Promise<Entry[]>} */
const load = async () => {
  /** @type {[string, string, string, string[]][]} */
  const found = await (await fetch(new URL("search.json", root))).json();
  return found.map(([label, folder, sort, also]) => ({
    label, folder, sort, names: [label, ...also].map(words),
  }));
};

/** The number of letters to change in one word for another, or more than `most`.
 * @param {string} one @param {string} other @param {number} most */
const edits = (one, other, most) => {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  let above = row;
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      next[j] = Math.min(change, row[j] + 1, next[j - 1] + 1);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) next[j] = Math.min(next[j], above[j - 2] + 1);
    }
    above = row;
    row = next;
  }
  return row[other.length];
};

/** How badly a word fits another: 0 the same, 1 its beginning, 2 a part of it, more with slips.
 * @param {string} asked @param {string} word */
const misfit = (asked, word) => {
  if (asked === word) return 0;
  if (word.startsWith(asked)) return 1;
  if (asked.length > 2 && word.includes(asked)) return 2;
  const most = asked.length > 6 ? 2 : asked.length > 3 ? 1 : 0;
  const slips = edits(asked, word, most);
  return slips <= most ? 2 + slips : Infinity;
};

/** @param {string[]} asked @param {string[]} name */
const score = (asked, name) => {
  const joined = name.join("");
  const apart = asked.reduce((sum, a) => sum + Math.min(...name.map((w) => misfit(a, w))), 0);
  return Math.min(apart + 0.1 * Math.max(0, name.length - asked.length), misfit(asked.join(""), joined));
};

/** @param {Entry[]} all @param {string} text */
const search = (all, text) => {
  const asked = words(text);
  if (!asked.length) return [];
  return all
    .map((entry) => ({ entry, at: Math.min(...entry.names.map((name) => score(asked, name))) }))
    .filter((found) => found.at < Infinity)
    .sort((a, b) => a.at - b.at || a.entry.label.length - b.entry.label.length)
    .slice(0, MOST)
    .map((found) => found.entry);
};

/** @param {Entry[]} found */
const show = (found) => {
  list.replaceChildren(
    ...found.map((entry) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const sort = document.createElement("small");
      item.setAttribute("role", "option");
      link.href = new URL(`${entry.folder}index.html`, root).href;
      link.textContent = `${entry.label} `;
      sort.textContent = entry.sort;
      sort.className = "soft";
      link.append(sort);
      item.append(link);
      return item;
    }),
  );
  list.hidden = !found.length;
  field.setAttribute("aria-expanded", String(found.length > 0));
};

/** @param {number} step */
const move = (step) => {
  const items = [...list.children];
  const now = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  items.forEach((item) => item.setAttribute("aria-selected", "false"));
  const next = items[(now + step + items.length) % items.length];
  next?.setAttribute("aria-selected", "true");
  next?.scrollIntoView({ block: "nearest" });
};

field.addEventListener("input", async () => {
  entries ??= load();
  const text = field.value;
  const all = await entries;
  if (text === field.value) show(search(all, text));
});
field.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter") {
    const link = list.querySelector('[aria-selected="true"] > a') ?? list.querySelector("a");
    if (link instanceof HTMLElement) link.click();
  } else if (event.key === "Escape") {
    show([]);
  }
});
