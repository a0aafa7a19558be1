// @ts-check
// The page that compares two or three systems by their rows of the table; they stand in the fragment of the address.
"use strict";
{
  const MOST = 3;
  /** @type {Record<string, [string, string]>} */
  const VERDICTS = { E: ["yes", "entailed"], R: ["no", "refuted"], "?": ["open", "unknown"] };
  const field = dom.byId("thing", HTMLInputElement);
  const note = dom.byId("note", HTMLElement);
  const shown = dom.byId("compared", HTMLElement);

  /** The names in the address, or those of the example. */
  const names = () => (decodeURIComponent(location.hash.slice(1)) || shown.dataset.example || "").split(",").filter((name) => name);

  /** @param {string[]} wanted */
  const go = (wanted) => { location.hash = wanted.map(encodeURIComponent).join(","); };

  /** @param {Systems} all @param {System[]} those */
  const table = (all, those) => {
    const head = those.map((each) => {
      const gone = dom.element("button", { type: "button", "aria-label": `Take ${each.label} away` }, "×");
      gone.addEventListener("click", () => {
        go(names().filter((name) => name !== each.name));
        field.focus();
      });
      return dom.element("th", { scope: "col" }, dom.link(`id/${each.name}.html`, each.label), " ", gone);
    });
    const verdicts = all.heads.map((kind, i) => /** @type {[string, HTMLElement[]]} */ ([kind, those.map((each) => dom.badge(...VERDICTS[each.verdicts[i]]))]));
    const facts = Object.keys(systems.cells(all, those[0])).map((column) =>
      /** @type {[string, string[]]} */ ([column, those.map((each) => systems.cells(all, each)[column])])).filter(([, texts]) => texts.some((text) => text));
    const body = [...verdicts, ...facts].map(([name, cells]) => {
      const texts = cells.map((cell) => typeof cell === "string" ? cell : cell.textContent);
      return dom.element("tr", texts.length > 1 && texts.every((text) => text === texts[0]) ? { class: "same" } : {},
        dom.element("th", { scope: "row" }, name), ...cells.map((cell) => dom.element("td", {}, cell || "–")));
    });
    const scope = dom.element("th", { scope: "col" }, dom.element("span", { class: "unseen" }, "Property"));
    return dom.element("table", {}, dom.element("thead", {}, dom.element("tr", {}, scope, ...head)), dom.element("tbody", {}, ...body));
  };

  const run = async () => {
    const all = await systems.loaded(), wanted = names();
    const those = wanted.flatMap((name) => all.systems.find((each) => each.name === name) ?? []).slice(0, MOST);
    const missing = wanted.filter((name) => !all.systems.some((each) => each.name === name));
    note.textContent = missing.length ? `Nothing is called ${missing.join(", ")}: choose it by the field above.` : "";
    shown.hidden = !those.length;
    if (those.length) shown.replaceChildren(table(all, those));
    dom.byId("command", HTMLElement).textContent = `aitaxonomy compare ${those.slice(0, 2).map((each) => each.name).join(" ")}`;
  };

  combobox(field, dom.byId("things", HTMLElement), {
    among: ({ sort }) => sort === "system",
    chosen: ({ path }) => {
      const name = site.nameOf(path);
      field.value = "";
      if (names().includes(name)) return;
      if (names().length === MOST) note.textContent = `No more than ${MOST} are compared: take one away first.`;
      else go([...names(), name]);
    },
  });
  dom.byId("pick", HTMLFormElement).hidden = false;
  dom.byId("pick", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", run);
  run();
}
