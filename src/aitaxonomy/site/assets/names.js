// @ts-check
// The names of all things, and how well what is typed fits them: every word of it has to be found
// in a name, be it with a letter or two gone wrong.

/** @typedef {{at: number, label: string, folder: string, sort: string, also: string[], translated: string[],
 *   names: string[][]}} Entry */

/** The root of the site. */
export const root = new URL("../", import.meta.url);
const MOST = 12;

/** @param {string} path @returns {Promise<any>} */
export const fetched = async (path) => {
  const answer = await fetch(new URL(path, root));
  if (!answer.ok) throw new Error(`${path} cannot be loaded: ${answer.status}`);
  return answer.json();
};

/** A name without case, accents, spaces and punctuation. @param {string} name */
export const normalized = (name) =>
  name.normalize("NFKD").toLowerCase().replaceAll("ß", "ss").replace(/[^\p{L}\p{N}+]/gu, "");

/** @param {string} text @returns {string[]} */
const words = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** @type {Map<string, Promise<Entry[]>>} */
const lists = new Map();

/** All things with their names, or what else a file lists, loaded once.
 * @param {string} [file] @returns {Promise<Entry[]>} */
export const loaded = (file = "search.json") => {
  const known = lists.get(file);
  if (known) return known;
  const entries = fetched(file).then((/** @type {[string, string, string, string[], string[]?][]} */ all) =>
    all.map(([label, folder, sort, also, translated = []], at) => ({
      at, label, folder, sort, also, translated, names: [label, ...also, ...translated].map(words),
    })),
  );
  lists.set(file, entries);
  return entries;
};

/** The address of what an entry is about: a folder's page, or a place in a document.
 * @param {{folder: string}} entry */
export const address = ({ folder }) => new URL(folder.replace(/\/$/, "/index.html"), root).href;

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

/** The entries that fit best.
 * @param {Entry[]} all @param {string} text */
export const search = (all, text, most = MOST) => {
  const asked = words(text);
  if (!asked.length) return [];
  return all
    .map((entry) => ({ entry, at: Math.min(...entry.names.map((name) => score(asked, name))) }))
    .filter((found) => found.at < Infinity)
    .sort((a, b) => a.at - b.at || a.entry.label.length - b.entry.label.length)
    .slice(0, most)
    .map((found) => found.entry);
};
