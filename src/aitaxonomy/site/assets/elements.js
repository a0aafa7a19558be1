// @ts-check
// Elements of a page, made with texts that stay texts, and those that are there.

import { address } from "./names.js";

/** An element with its class or attributes, and what is in it.
 * @param {string} tag @param {Record<string, string | number | boolean>} [attributes]
 * @param {...(Node | string)} inside */
export const element = (tag, attributes = {}, ...inside) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...inside);
  return made;
};

/** A link to the page of a thing.
 * @param {{label: string, folder: string}} entry */
export const page = (entry) => element("a", { href: address(entry) }, entry.label);

/** A verdict, to be seen first.
 * @param {string} verdict */
export const badge = (verdict) => element("strong", { class: `badge ${verdict}` }, verdict);

/** What has an id on this page.
 * @template {HTMLElement} T @param {string} id @param {new () => T} kind @returns {T} */
export const byId = (id, kind) => {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`no #${id} on this page`);
  return found;
};

/** The text of another page of the site; its links lead from here, too.
 * @param {{folder: string}} entry */
export const parsed = async (entry) => {
  const page = address(entry);
  const answer = await fetch(page);
  if (!answer.ok) throw new Error(`${page} cannot be loaded: ${answer.status}`);
  const body = new DOMParser().parseFromString(await answer.text(), "text/html").body;
  for (const link of body.querySelectorAll("a[href]")) {
    link.setAttribute("href", new URL(link.getAttribute("href") ?? "", page).href);
  }
  return { body, page };
};
