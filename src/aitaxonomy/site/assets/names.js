// @ts-check
// What the scripts of all pages share: the data that the build wrote, names, and how well a text fits one.
// Scripts are classic ones and data come as scripts, so that a copy of the site works without a server.
"use strict";

/** @typedef {{at: number, label: string, path: string, sort: string, also: string[], translated: string[],
 *   names: string[][]}} Entry */

const site = (() => {
  const MOST = 12;
  /** The root of the site. */
  const root = new URL("../", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  /** @type {Record<string, Promise<any>>} */
  const asked = {};

  /** Load `data/NAME.js` once. @param {string} name @returns {Promise<any>} */
  const data = (name) => {
    asked[name] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(`data/${name}.js`, root).href;
      script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).aitaxonomy[name]));
      script.addEventListener("error", () => reject(new Error(`data/${name}.js cannot be loaded: reload the page.`)));
      document.head.append(script);
    });
    return asked[name];
  };

  /** A name without case, accents, spaces and punctuation. @param {string} name */
  const normalized = (name) =>
    name.normalize("NFKD").toLowerCase().replaceAll("ß", "ss").replace(/[^\p{L}\p{N}+]/gu, "");

  /** @param {string} text @returns {string[]} */
  const words = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

  /** @type {Map<string, Promise<Entry[]>>} */
  const lists = new Map();

  /** All things with their names, or what else a list has. @param {string} [name] @returns {Promise<Entry[]>} */
  const loaded = (name = "names") => {
    const known = lists.get(name) ?? data(name).then((/** @type {[string, string, string, string[], string[]?][]} */ all) =>
      all.map(([label, path, sort, also, translated = []], at) => ({
        at, label, path, sort, also, translated, names: [label, ...also, ...translated].map(words),
      })));
    lists.set(name, known);
    return known;
  };

  /** What the page of a thing calls it. @param {string} path */
  const nameOf = (path) => path.replace(/^.*\/|\.html$/gu, "");

  /** The address of a path within the site: a folder's page, or a place in a document. @param {string} path */
  const address = (path) => new URL(path.replace(/\/(?=#|$)/u, "/index.html"), root).href;

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
   * @param {string} text @param {string} word */
  const misfit = (text, word) => {
    if (text === word) return 0;
    if (word.startsWith(text)) return 1;
    if (text.length > 2 && word.includes(text)) return 2;
    const most = text.length > 6 ? 2 : text.length > 3 ? 1 : 0;
    const slips = edits(text, word, most);
    return slips <= most ? 2 + slips : Infinity;
  };

  /** @param {string[]} given @param {string[]} name */
  const score = (given, name) => {
    const apart = given.reduce((sum, a) => sum + Math.min(...name.map((w) => misfit(a, w))), 0);
    return Math.min(apart + 0.1 * Math.max(0, name.length - given.length), misfit(given.join(""), name.join("")));
  };

  /** The entries that fit best. @param {Entry[]} all @param {string} text */
  const search = (all, text, most = MOST) => {
    const given = words(text);
    if (!given.length) return [];
    return all
      .map((entry) => ({ entry, at: Math.min(...entry.names.map((name) => score(given, name))) }))
      .filter((found) => found.at < Infinity)
      .sort((a, b) => a.at - b.at || a.entry.label.length - b.entry.label.length)
      .slice(0, most)
      .map((found) => found.entry);
  };

  return { root, data, loaded, normalized, nameOf, address, search };
})();
