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

/** The command that prints the proof. @param {string} claim */
export const command = (claim) => `aitaxonomy check "${claim.replace(/["\\$`]/gu, "\\$&")}"`;
