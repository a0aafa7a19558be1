// @ts-check
// The page that looks a pasted list of names up in the table of systems. Nothing of it leaves the page.
"use strict";
{
  const MOST = 2000;
  /** How a table calls the column of names. */
  const HEADINGS = new Set(["name", "system", "model", "tool", "product", "application", "ai system"]);
  const form = dom.byId("list-form", HTMLFormElement);
  const field = dom.byId("list", HTMLTextAreaElement);
  const columns = (dom.byId("heads", HTMLElement).dataset.kinds ?? "").split(" ");
  /** @type {string[][]} */
  let table = [];

  /** The first cell of each line; each name once. @param {string} text */
  const names = (text) => {
    const lines = text.split(/\r?\n/u).filter((line) => line.trim());
    const sign = ["\t", ";"].find((each) => lines.some((line) => line.includes(each))) ?? ",";
    const cells = lines.map((line) => line.split(sign)[0].trim().replace(/^"(.*)"$/u, "$1").trim());
    if (cells.length > 1 && HEADINGS.has(cells[0].toLowerCase())) cells.shift();
    return [...new Set(cells.filter((cell) => cell))];
  };

  /** The row of a name, for the page and for a file. @param {string} name @param {Entry[]} entries
   * @param {Map<string, Subject>} known @param {Listed} listed @returns {[HTMLElement, string[]]} */
  const classified = (name, entries, known, listed) => {
    const subject = known.get(site.normalized(name));
    const entry = subject && entries[subject[0]];
    const found = subject && entry?.sort === "system" ? columns.map((kind) =>
      answers.judged(listed, entry, subject, listed.kinds.findIndex(([path]) => path === `terms/${kind}.html`))) : [];
    const near = found.length ? [] : site.search(entries.filter((each) => each.sort === "system"), name, 3);
    const links = near.flatMap((each, i) => [i ? ", " : "not sure; like it: ", dom.link(each.path, each.label)]);
    const row = dom.element("tr", {}, dom.element("th", { scope: "row", class: "name" }, dom.element("bdi", {}, name)),
      dom.element("td", {}, ...(entry && found.length ? [dom.link(entry.path, entry.label)] : links.length ? links : ["not in the list"])),
      ...(found.length ? found.map((each) => dom.element("td", { class: each?.tone ?? "" }, each?.word ?? ""))
        : [dom.element("td", { colspan: columns.length, class: "soft" }, "not known here")]));
    return [row, [name, found.length ? entry?.label ?? "" : "", ...found.map((each) => each?.word ?? "")]];
  };

  const run = async () => {
    const note = dom.byId("note", HTMLElement);
    try {
      const [entries, known, listed] = await Promise.all([site.loaded(), answers.named(), site.data("answers")]);
      const all = names(field.value);
      const rows = all.slice(0, MOST).map((name) => classified(name, entries, known, listed));
      const heads = columns.map((kind) => listed.kinds.find((/** @type {[string, string]} */ [path]) => path === `terms/${kind}.html`)?.[1] ?? kind);
      table = [["name", "system", ...heads], ...rows.map(([, cells]) => cells)];
      dom.byId("rows", HTMLElement).replaceChildren(...rows.map(([row]) => row));
      const matched = rows.filter(([, cells]) => cells[1]).length;
      note.textContent = `${matched} of ${rows.length} names are known.`
        + (all.length > MOST ? ` Only the first ${MOST} of ${all.length} are shown; aitaxonomy classify FILE takes any number.` : "");
      dom.byId("result", HTMLElement).hidden = false;
    } catch (fault) {
      note.textContent = String(fault);
    }
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  dom.byId("save", HTMLButtonElement).addEventListener("click", () => dom.saveTable(table, "classification.csv"));
  run();
}
