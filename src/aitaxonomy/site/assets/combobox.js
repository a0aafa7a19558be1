// @ts-check
// A field that completes names: a list below it, worked by the arrow keys, Enter and Escape.
"use strict";

/** Complete names in a field.
 * @param {HTMLInputElement} field @param {HTMLElement} list
 * @param {{files?: string[], among?: (entry: Entry) => boolean, chosen?: (entry: Entry) => void,
 *   first?: (text: string) => Promise<HTMLElement | undefined>}} [options] which files list the entries, which of them
 *   are found, what is done with the chosen one (by default its page is opened), and what comes before them */
const combobox = (field, list, { files = ["names"], among = () => true, chosen, first } = {}) => {
  /** @param {HTMLElement[]} links */
  const show = (links) => {
    list.replaceChildren(...links.map((link, i) => dom.element("li", { role: "option", id: `${list.id}-${i}` }, link)));
    list.hidden = !links.length;
    field.setAttribute("aria-expanded", String(links.length > 0));
    field.removeAttribute("aria-activedescendant");
  };
  /** @param {Entry} entry */
  const option = (entry) => {
    const link = dom.element("a", { href: site.address(entry.path), tabindex: -1 }, `${entry.label} `, dom.element("small", { class: "soft" }, entry.sort));
    if (chosen) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        show([]);
        chosen(entry);
      });
    }
    return link;
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
    const [answer, ...all] = await Promise.all([first?.(text), ...files.map(site.loaded)]);
    if (text !== field.value) return;
    const found = site.search(all.flat().filter(among), text).map(option);
    show(answer ? [answer, ...found] : found);
    if (text.trim() && !list.children.length) {
      list.replaceChildren(dom.element("li", { class: "soft", role: "presentation" }, "Nothing has such a name."));
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
