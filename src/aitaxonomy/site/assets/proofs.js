// @ts-check
// Proofs of verdicts: they stand on the pages of systems, as the library wrote them.

import { parsed } from "./elements.js";

/** What the page of a thing says of its verdict on a kind; null where it says nothing.
 * @param {import("./claims.js").Claims} claims @param {import("./claims.js").Checked} checked */
export const onPage = async ({ table }, { thing, of, every, column }) => {
  if (every || thing.sort !== "system" || !table.headline.includes(column)) return null;
  const { body, page } = await parsed(thing);
  for (const item of body.querySelectorAll(".verdicts > li")) {
    const kind = item.querySelector(":scope > span > a");
    if (kind && new URL(kind.getAttribute("href") ?? "", page).pathname.endsWith(`/${of.folder}`)) return item;
  }
  return null;
};

/** What a page remarks on a verdict. A remark that ends with a colon speaks of the kind that is listed next.
 * @param {Element | null} item @returns {string[]} */
export const remarks = (item) =>
  [...item?.querySelectorAll(":scope > small") ?? []].map((remark) => {
    const said = (remark.textContent ?? "").trim();
    const [verdict, kind] = item?.nextElementSibling?.children ?? [];
    return said.endsWith(":") && kind ? `${said} ${kind.textContent} (${verdict.textContent})` : said;
  });

/** The command that prints the proof. @param {string} claim */
export const command = (claim) => `aitaxonomy check "${claim.replace(/["\\$`]/gu, "\\$&")}"`;
