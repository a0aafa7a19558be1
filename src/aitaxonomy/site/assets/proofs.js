// @ts-check
// Proofs of verdicts: they stand on the pages of systems, as the library wrote them.

import { parsed } from "./elements.js";

/** What the page of a thing says of its verdict on a kind; null where it does not say why.
 * @param {import("./claims.js").Claims} claims @param {import("./claims.js").Checked} checked */
export const onPage = async ({ table }, { thing, of, every, column, verdict, sense }) => {
  if (every || thing.sort !== "system" || !table.headline.includes(column)) return null;
  const { body, page } = await parsed(thing);
  for (const item of body.querySelectorAll(".verdicts > li")) {
    const kind = item.querySelector(":scope > span > a");
    if (!kind || !new URL(kind.getAttribute("href") ?? "", page).pathname.endsWith(`/${of.folder}`)) continue;
    const [spoken, strict = spoken] = item.querySelectorAll(":scope > .badge, :scope > small > .badge");
    const shown = sense === "strict" ? strict : spoken;
    return (shown.textContent === "unknown") === (verdict === "unknown") ? item : null;
  }
  return null;
};

/** The proofs on a page of a verdict. @param {Element} item @param {import("./claims.js").Checked} checked
 * @returns {HTMLDetailsElement[]} */
export const proofs = (item, { sense }) => {
  const strictly = sense === "strict" ? [...item.querySelectorAll("details")].filter((each) => each.className) : [];
  return strictly.length ? strictly : [...item.querySelectorAll("details")].filter((each) => !each.className);
};

/** What a page says of a verdict besides, such as what would decide it.
 * @param {Element | null} item @returns {string[]} */
export const remarks = (item) =>
  [...item?.querySelectorAll(":scope > small.soft") ?? []].map((remark) => (remark.textContent ?? "").trim());

/** The command that prints the proof. @param {string} claim */
export const command = (claim) => `aitaxonomy check "${claim.replace(/["\\$`]/gu, "\\$&")}"`;
