// @ts-check
// The page that classifies a pasted list of names. Nothing of it leaves the page.

import { verdictOn } from "./findings.js";
import { byId, element, page } from "./elements.js";
import { Matcher } from "./matching.js";
import { fetched, loaded, search } from "./names.js";

/** @typedef {import("./names.js").Entry} Entry */
/** @typedef {{name: string, entry?: Entry, way: string, near: Entry[], verdicts: string[]}} Row */

const MOST = 2000;
const form = byId("list-form", HTMLFormElement);
const field = byId("list", HTMLTextAreaElement);
const result = byId("result", HTMLElement);
const save = byId("save", HTMLAnchorElement);
form.hidden = false;

/** @type {Promise<[Entry[], import("./findings.js").Table, Matcher]> | undefined} */
let known;

const ready = () => {
  known ??= Promise.all([loaded(), fetched("check/verdicts.json"), fetched("classify/names.json")]).then(
    ([entries, table, names]) => [entries, table, new Matcher(names, entries)],
  );
  return known;
};

/** What cells are separated by: it stands in each line as often, and there is more than one.
 * @param {string[]} lines */
const separator = (lines) =>
  ["\t", ";", ","].find((sign) => {
    const counts = new Set(lines.map((line) => line.split(sign).length));
    return sign === "\t" || (lines.length > 1 && counts.size === 1 && !counts.has(1));
  }) ?? "\t";
/** How a table calls the column of names. */
const HEADINGS = new Set(["name", "system", "model", "tool", "product", "application", "ai system"]);

/** The first cell of each line that is not empty, as of a pasted table; each name once.
 * @param {string} text */
const names = (text) => {
  const lines = text.split(/\r?\n/u).filter((line) => line.trim());
  const sign = lines.some((line) => line.includes("\t")) ? "\t" : separator(lines);
  const cells = lines.map((line) => line.split(sign)[0].trim().replace(/^"(.*)"$/u, "$1").trim());
  if (cells.length > 1 && HEADINGS.has(cells[0].toLowerCase())) cells.shift();
  return [...new Set(cells.filter(Boolean))];
};

/** How a name was found, in words. @param {string} name @param {string} label @param {string} way */
const how = (name, label, way) =>
  way !== "exact" ? way : name.toLowerCase() === label.toLowerCase() ? "" : "by another name";

/** @param {string} name @param {Entry[]} entries @param {import("./findings.js").Table} table
 * @param {Matcher} matcher @returns {Row} */
const classified = (name, entries, table, matcher) => {
  const [at, way] = matcher.match(name) ?? [-1, ""];
  if (at >= 0) {
    const verdicts = table.headline.map((column) => verdictOn(table, at, column));
    return { name, entry: entries[at], way, near: [], verdicts };
  }
  const systems = entries.filter((each) => each.sort === "system");
  const bare = matcher.takeApart(matcher.split(name).base).bare.join(" ");
  return { name, way: "", near: search(systems, bare || name, 3), verdicts: [] };
};

/** @param {Row} row */
const line = ({ name, entry, way, near, verdicts }) => {
  const nearest = near.flatMap((each, i) => [i ? ", " : "not sure; like it: ", page(each)]);
  const match = entry ? [page(entry), element("small", { class: "soft" }, ` ${how(name, entry.label, way)}`)] : nearest;
  const cells = verdicts.map((verdict) => element("td", { class: verdict }, verdict));
  const blank = element("td", { colspan: byId("heads", HTMLElement).dataset.count ?? 1, class: "soft" }, "not known here");
  return element("tr", {}, element("th", { scope: "row", class: "name" }, element("bdi", {}, name)),
    element("td", {}, ...(match.length ? match : [element("span", { class: "soft" }, "not in the list")])),
    ...(entry ? cells : [blank]));
};

/** A cell of a CSV file, which no program for tables runs as a formula. @param {string} text */
const cell = (text) => `"${(/^[=+\-@\t\r]/u.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** @param {Row[]} rows @param {string[]} heads */
const csv = (rows, heads) =>
  [["name", "system", "match", ...heads], ...rows.map(({ name, entry, way, near, verdicts }) => [
    name, entry?.label ?? "", entry ? way : near.length ? "not sure" : "not in the list", ...verdicts,
  ])].map((row) => row.map(cell).join(",")).join("\r\n");

/** @param {Row[]} rows @param {string[]} heads */
const show = (rows, heads) => {
  const found = rows.filter((row) => row.entry);
  const counts = heads.map((head, i) => {
    const yes = found.filter((row) => row.verdicts[i] === "entailed").length;
    return element("li", {}, element("b", {}, String(yes)), head);
  });
  byId("counts", HTMLElement).replaceChildren(
    element("li", {}, element("b", {}, `${found.length} of ${rows.length}`), "matched"), ...counts,
  );
  byId("rows", HTMLElement).replaceChildren(...rows.map(line));
  URL.revokeObjectURL(save.href);
  save.href = URL.createObjectURL(new Blob([csv(rows, heads)], { type: "text/csv" }));
  result.hidden = false;
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const note = byId("note", HTMLElement);
  try {
    const [entries, table, matcher] = await ready();
    const all = names(field.value);
    const heads = table.headline.map((column) => entries[table.kinds[column]].label);
    show(all.slice(0, MOST).map((name) => classified(name, entries, table, matcher)), heads);
    note.textContent = all.length > MOST
      ? `Only the first ${MOST} of ${all.length} names are shown; aitaxonomy classify FILE takes any number.` : "";
  } catch (fault) {
    note.textContent = String(fault);
  }
});
