// What the tree and the list of systems are filtered by. The choice stands in the fragment of the
// address, so that a view can be linked.

/** @typedef {[name: string, label: string]} Named */
/** @typedef {{name: string, label: string, date: string, maker: string, kinds: number[],
 *   makers: number[], openness: number[], generates: number[], accepts: number[],
 *   licences: number[], languages: number[], undecided: number[], text: string}} System */
/** @typedef {{kinds: Named[], makers: Named[], openness: Named[], modalities: Named[],
 *   licences: Named[], languages: Named[], recorded: number[], systems: System[]}} Facets */

/** @type {Record<string, number>} */
const WAYS = { natively: 1, component: 2 };

/** @returns {Promise<Facets>} */
export const load = async () => {
  const found = await (await fetch(new URL("../systems.json", import.meta.url))).json();
  const { kinds, makers } = found;
  /** @param {Named[]} list @param {number[]} numbers */
  const labels = (list, numbers) => numbers.map((n) => list[n][1]);
  found.systems = found.systems.map(
    /** @param {[string, string, string, ...number[][]]} row */
    ([name, label, date, its, by, openness, generates, accepts, licences, languages, undecided]) => ({
      name, label, date, maker: labels(makers, by).sort().join(", "), kinds: its, makers: by,
      openness, generates, accepts, licences, languages, undecided,
      text: [name, label, ...labels(makers, by), ...labels(kinds, its)].join("\n").toLowerCase(),
    }),
  );
  return found;
};

/** The number of a name in a list; -1 for a name that nothing has.
 * @param {Named[]} list @param {string} name */
const number = (list, name) => list.findIndex(([known]) => known === name);

/** Whether a flat list of modalities and ways has one (or any) in a way (or in any).
 * @param {number[]} pairs @param {number | undefined} modality @param {string} way */
const has = (pairs, modality, way) =>
  pairs.some(
    (each, i) =>
      i % 2 === 0 &&
      (modality === undefined || each === modality) &&
      (!way || (pairs[i + 1] & WAYS[way]) > 0),
  );

/** The systems that a choice leaves, in their order.
 * @param {Facets} facets @param {URLSearchParams} wish */
export const chosen = (facets, wish) => {
  /** @param {string} key */
  const value = (key) => wish.get(key) ?? "";
  const way = value("way") in WAYS ? value("way") : "";
  /** @type {((system: System) => boolean)[]} */
  const tests = value("q").toLowerCase().split(/\s+/).filter(Boolean)
    .map((word) => (system) => system.text.includes(word));
  const kind = number(facets.kinds, value("kind"));
  const its = value("known") ? "undecided" : "kinds";
  if (value("kind")) tests.push((system) => system[its].includes(kind));
  /** @type {["makers" | "openness" | "licences" | "languages", string][]} */
  const lists = [
    ["makers", value("maker")], ["openness", value("open")],
    ["licences", value("licence")], ["languages", value("language")],
  ];
  for (const [list, name] of lists) {
    if (!name) continue;
    const wanted = number(facets[list], name);
    tests.push((system) => (name === "-" ? !system[list].length : system[list].includes(wanted)));
  }
  /** @type {("generates" | "accepts")[]} */
  const sides = ["generates", "accepts"];
  const asked = sides.filter((side) => value(side));
  for (const side of asked) {
    const modality = number(facets.modalities, value(side));
    tests.push((system) => has(system[side], modality, way));
  }
  if (way && !asked.length) tests.push((system) => has(system.generates, undefined, way));
  if (value("year")) tests.push((system) => system.date.startsWith(value("year")));
  return facets.systems.filter((system) => tests.every((test) => test(system)));
};

/** How many more may be of the kind that is wished. @param {Facets} facets @param {URLSearchParams} wish */
const besides = (facets, wish) => {
  const name = wish.get("kind"), known = wish.get("known");
  const recorded = facets.recorded.includes(number(facets.kinds, name ?? ""));
  if (name && known && !recorded) return "; non-members are not on record";
  if (!name || known || !recorded) return "";
  const more = new URLSearchParams(wish);
  more.set("known", "undecided");
  return `; ${chosen(facets, more).length.toLocaleString("en")} more undecided`;
};

/** What stands in the fragment. */
export const wished = () => new URLSearchParams(location.hash.slice(1));

/** Put what is wished into the fragment, without what is empty.
 * @param {URLSearchParams} wish */
export const remember = (wish) => {
  for (const [key, value] of [...wish]) if (!value) wish.delete(key);
  const hash = String(wish);
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
};

/** Fill the form, follow it and the fragment, and show what is chosen now and whenever it changes.
 * @param {Facets} facets @param {(systems: System[], wish: URLSearchParams) => void} show */
export const follow = (facets, show) => {
  const form = /** @type {HTMLFormElement} */ (document.getElementById("filters"));
  const shown = /** @type {HTMLOutputElement} */ (document.getElementById("shown"));
  const years = [...new Set(facets.systems.map((system) => system.date.slice(0, 4)))];
  /** @type {Named[]} */
  const dated = years.filter(Boolean).sort().reverse().map((year) => [year, year]);
  /** @param {Named[]} list @returns {Named[]} */
  const sorted = (list) => [...list].sort((a, b) => a[1].localeCompare(b[1]));
  const { kinds, modalities, makers, openness, licences, languages } = facets;
  /** @type {Record<string, Named[]>} */
  const lists = {
    kind: sorted(kinds), generates: sorted(modalities), accepts: sorted(modalities),
    maker: sorted(makers), year: dated, open: sorted(openness), licence: sorted(licences), language: sorted(languages),
  };
  /** @param {string} name */
  const field = (name) =>
    /** @type {HTMLInputElement | HTMLSelectElement | null} */ (form.elements.namedItem(name));
  for (const [name, list] of Object.entries(lists)) {
    const used = name === "generates" || name === "accepts"
      ? list.filter(([each]) => facets.systems.some((system) => has(system[name], number(modalities, each), "")))
      : list;
    field(name)?.append(...used.map(([value, label]) => new Option(label, value)));
  }
  const names = ["q", "way", "known", ...Object.keys(lists)];
  const update = () => {
    const wish = wished();
    const systems = chosen(facets, wish);
    const all = facets.systems.length.toLocaleString("en");
    show(systems, wish);
    shown.value = `${systems.length.toLocaleString("en")} of ${all} systems${besides(facets, wish)}`;
  };
  const restore = () => {
    const wish = wished();
    for (const name of names) {
      const entry = field(name);
      if (entry) entry.value = wish.get(name) ?? "";
    }
    update();
  };
  form.addEventListener("input", () => {
    const wish = wished();
    for (const name of names) if (field(name)) wish.set(name, field(name)?.value ?? "");
    remember(wish);
    update();
  });
  form.addEventListener("reset", () => {
    remember(new URLSearchParams());
    setTimeout(update);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", restore);
  form.hidden = false;
  restore();
};
