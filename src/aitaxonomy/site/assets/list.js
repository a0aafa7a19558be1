// @ts-check
// The list of systems: those that the filters choose, in an order, a hundred at a time. The address keeps all of it.
"use strict";
{
  const AT_ONCE = 100;
  /** @type {Record<string, number>} */
  const WAYS = { natively: 1, component: 2 };
  const form = dom.byId("filters", HTMLFormElement);
  const table = dom.byId("systems", HTMLTableElement);
  const more = dom.byId("more", HTMLButtonElement);
  const heads = [...table.rows[0].cells];
  const wished = () => new URLSearchParams(location.hash.slice(1));
  let shown = AT_ONCE;

  /** @typedef {(system: System) => boolean} Test */

  /** The tests of a choice. @param {Systems} all @param {URLSearchParams} wish @returns {Test[]} */
  const tests = ({ lists }, wish) => {
    /** @param {string} list @param {string} name */
    const number = (list, name) => lists[list].findIndex(([known]) => known === name);
    /** @param {number[]} pairs @param {string} modality @param {string} [way] */
    const has = (pairs, modality, way = "") => pairs.some((each, i) => i % 2 === 0
      && (!modality || each === number("modalities", modality)) && (!(way in WAYS) || (pairs[i + 1] & WAYS[way]) > 0));
    /** @type {(list: "makers" | "open" | "licences" | "languages") => (value: string) => Test} */
    const among = (list) => (value) => (system) => value === "-" ? !system[list].length : system[list].includes(number(list, value));
    /** @type {Record<string, (value: string) => Test>} */
    const of = {
      q: (value) => (system) => value.toLowerCase().split(/\s+/u).every((word) => system.text.includes(word)),
      show: (value) => (system) => value === "all" || (system.current && (value === "current" || system.notable)),
      kind: (value) => (system) => system[wish.get("known") ? "undecided" : "kinds"].includes(number("kinds", value)),
      generates: (value) => (system) => has(system.generates, value, wish.get("way") ?? ""),
      accepts: (value) => (system) => has(system.accepts, value, wish.get("way") ?? ""),
      way: (value) => (system) => Boolean(wish.get("generates") || wish.get("accepts")) || has(system.generates, "", value),
      maker: among("makers"), open: among("open"), licence: among("licences"), language: among("languages"),
      year: (value) => (system) => system.date.startsWith(value),
      size: (value) => (system) => system.sizes.some((size) => size <= Number(value)),
      context: (value) => (system) => system.context >= Number(value),
    };
    return [["show", "notable"], ...wish].filter(([name, value], i) => value && of[name] && (i || !wish.get("show")))
      .map(([name, value]) => of[name](value));
  };

  /** What rows are sorted by; what is not known comes last. @type {Record<string, (system: System) => string | number>} */
  const KEYS = {
    name: (system) => system.label.toLowerCase(), maker: (system) => system.text.split("\n")[2] ?? "", date: (system) => system.date,
    size: (system) => system.sizes[0] ?? "", context: (system) => system.context || "",
  };

  /** @param {System[]} found @param {string} wish as "date" or "-date" */
  const sorted = (found, wish) => {
    const down = wish.startsWith("-");
    const key = KEYS[down ? wish.slice(1) : wish] ?? KEYS.date;
    return found.map((system) => ({ system, value: key(system) })).sort(({ value: one }, { value: other }) => {
      if (one === "" || other === "") return Number(one === "") - Number(other === "");
      return one === other ? 0 : (one < other ? -1 : 1) * (down ? -1 : 1);
    }).map(({ system }) => system);
  };

  /** @param {Systems} all @param {System} system */
  const row = (all, system) => {
    const its = systems.cells(all, system);
    const name = system.name.includes(":") ? system.label : dom.link(`id/${system.name}.html`, system.label);
    return dom.element("tr", {}, dom.element("th", { scope: "row" }, name), ...heads.slice(1).map((head) =>
      dom.element("td", { class: head.className }, its[head.dataset.shows ?? ""] || dom.element("span", { class: "soft", title: "not known" }, "–"))));
  };

  /** How many more may be of the kind that is wished. @param {Systems} all @param {URLSearchParams} wish */
  const besides = (all, wish) => {
    const kind = all.lists.kinds.findIndex(([name]) => name === wish.get("kind"));
    if (kind < 0) return "";
    if (!all.recorded.includes(kind)) return wish.get("known") ? "; non-members are not on record" : "";
    const open = new URLSearchParams([...wish, ["known", "undecided"]]);
    const count = all.systems.filter((system) => tests(all, open).every((test) => test(system))).length;
    return wish.get("known") ? "" : `; ${count.toLocaleString("en")} more undecided`;
  };

  /** @param {Systems} all */
  const update = (all) => {
    const wish = wished(), order = wish.get("sort") ?? "-date", its = tests(all, wish);
    const found = sorted(all.systems.filter((system) => its.every((test) => test(system))), order);
    table.tBodies[0].replaceChildren(...found.slice(0, shown).map((system) => row(all, system)));
    more.hidden = found.length <= shown;
    dom.byId("shown", HTMLOutputElement).value = `${found.length.toLocaleString("en")} of ${all.systems.length.toLocaleString("en")} systems${besides(all, wish)}`;
    for (const head of heads) {
      if (order.replace("-", "") === head.dataset.sort) head.setAttribute("aria-sort", order.startsWith("-") ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    return found;
  };

  /** The fields by name. @returns {(HTMLInputElement | HTMLSelectElement)[]} */
  const fields = () => [...form.elements].filter((each) => each instanceof HTMLInputElement || each instanceof HTMLSelectElement);

  /** Put what is wished into the address, without what is empty. @param {URLSearchParams} wish @param {Systems} all */
  const remember = (wish, all) => {
    for (const [key, value] of [...wish]) if (!value) wish.delete(key);
    history.replaceState(null, "", String(wish) ? `#${wish}` : location.pathname + location.search);
    shown = AT_ONCE;
    update(all);
  };

  /** @param {Systems} all */
  const begin = (all) => {
    const restore = () => {
      const wish = wished();
      for (const field of fields()) field.value = wish.get(field.name) ?? "";
      update(all);
    };
    form.addEventListener("input", () => {
      const wish = wished();
      for (const { name, value } of fields()) wish.set(name, value);
      remember(wish, all);
    });
    form.addEventListener("reset", () => remember(new URLSearchParams(), all));
    form.addEventListener("submit", (event) => event.preventDefault());
    more.addEventListener("click", () => {
      shown += AT_ONCE;
      update(all);
      table.tBodies[0].rows[shown - AT_ONCE].querySelector("a")?.focus();
    });
    dom.byId("save", HTMLButtonElement).addEventListener("click", () => {
      const rows = update(all).map((system) => [system.label, ...Object.values(systems.cells(all, system))]);
      dom.saveTable([["Name", ...Object.keys(systems.cells(all, all.systems[0]))], ...rows], "systems.csv");
    });
    for (const head of heads.filter((each) => each.dataset.sort)) {
      const button = dom.element("button", { type: "button", class: "sorts" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const wish = wished(), name = head.dataset.sort ?? "";
        wish.set("sort", head.getAttribute("aria-sort") === "ascending" ? `-${name}` : name);
        remember(wish, all);
      });
    }
    addEventListener("hashchange", restore);
    dom.byId("choose", HTMLElement).hidden = false;
    if (innerWidth < 900) dom.byId("choose", HTMLDetailsElement).open = false;
    restore();
  };

  systems.loaded().then(begin);
}
