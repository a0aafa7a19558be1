// @ts-check
// Elements of a page, made with texts that stay texts, and those that are there.
"use strict";

const dom = {
  /** An element with its class or attributes, and what is in it.
   * @param {string} tag @param {Record<string, string | number | boolean>} [attributes]
   * @param {...(Node | string)} inside */
  element(tag, attributes = {}, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== false) made.setAttribute(name, value === true ? "" : String(value));
    }
    made.append(...inside);
    return made;
  },

  /** A link to a page of the site. @param {string} path @param {string} text */
  link: (path, text) => dom.element("a", { href: site.address(path) }, text),

  /** A word that is to be seen first. @param {string} word @param {string} tone */
  badge: (word, tone) => dom.element("strong", { class: `badge ${tone}` }, word),

  /** What has an id on this page.
   * @template {HTMLElement} T @param {string} id @param {new () => T} kind @returns {T} */
  byId(id, kind) {
    const found = document.getElementById(id);
    if (!(found instanceof kind)) throw new Error(`no #${id} on this page`);
    return found;
  },

  /** Text as a file to keep; no program for tables runs a cell as a formula.
   * @param {string[][]} rows @param {string} name */
  saveTable(rows, name) {
    const formula = /^'*[=+\-@\t\r\n＝＋－＠]/u;
    const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;
    const cell = (/** @type {string} */ text) =>
      `"${(formula.test(text) && !number.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
    const text = rows.map((row) => row.map(cell).join(",")).join("\r\n");
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    dom.element("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  },
};
