// @ts-check
// A field that completes names: a list below it, worked by the arrow keys, Enter and Escape.

import { element } from "./elements.js";
import { address, loaded, search } from "./names.js";

/** @typedef {import("./names.js").Entry} Entry */

/** Complete names in a field.
 * @param {HTMLInputElement} field @param {HTMLElement} list
 * @param {{files?: string[], among?: (entry: Entry) => boolean, chosen?: (entry: Entry) => void}} [options]
 *   which files list the entries, which of them are found, and what is done with the chosen one; by default its page
 *   is opened */
export const combobox = (field, list, { files = ["search.json"], among = () => true, chosen } = {}) => {
  /** @param {Entry[]} found */
  const show = (found) => {
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(found.length > 0));
    field.removeAttribute("aria-activedescendant");
  };
  /** @param {Entry} entry @param {number} i */
  const option = (entry, i) => {
    const link = element("a", { href: address(entry), tabindex: -1 }, `${entry.label} `, element("small", { class: "soft" }, entry.sort));
    if (chosen) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        show([]);
        chosen(entry);
      });
    }
    return element("li", { role: "option", id: `${list.id}-${i}` }, link);
  };
  /** @param {number} step */
  const move = (step) => {
    const items = [...list.children];
    const now = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    items.forEach((item) => item.setAttribute("aria-selected", "false"));
    const next = items[(now + step + items.length) % items.length];
    if (!next) return;
    next.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  };
  field.addEventListener("input", async () => {
    const text = field.value;
    const all = (await Promise.all(files.map(loaded))).flat();
    if (text !== field.value) return;
    show(search(all.filter(among), text));
    if (text.trim() && !list.children.length) {
      list.replaceChildren(element("li", { class: "soft", role: "presentation" }, "Nothing has such a name."));
      list.hidden = false;
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && list.children.length) {
      event.preventDefault();
      const taken = list.querySelector('[aria-selected="true"] > a') ?? list.querySelector("a");
      if (taken instanceof HTMLElement) taken.click();
    } else if (event.key === "Escape") {
      show([]);
    }
  });
};
