// @ts-check
// The page of advice: the form, and what is advised. The request stands in the fragment.

import { advise, tablesFor } from "./advising.js";
import { byId, element, page } from "./elements.js";
import { loaded } from "./names.js";

/** @typedef {import("./advising.js").Tables} Tables */
/** @typedef {import("./advising.js").Wishes} Wishes */
/** @typedef {{text: string, sources: string[]}} Reason */

const SHOWN = 10;
const NAMED = 25;
const form = byId("request", HTMLFormElement);
const result = byId("result", HTMLElement);
const note = byId("note", HTMLElement);
form.hidden = false;

/** What is asked for: the fields of the form that are filled in. @returns {Wishes} */
const asked = () => {
  const given = [...new FormData(form)].filter(([, value]) => value);
  return Object.fromEntries(given.map(([name, value]) => {
    // An option with fixed values is named as such: openness=open_weights asks for open_weights.
    if (name === "openness" || name === "way") return [String(value), true];
    return [name, value === "on" ? true : String(value)];
  }));
};

/** The same request to the command. @param {Tables} tables @param {Wishes} wishes */
const command = (tables, wishes) => {
  const purpose = tables.purposes.find((each) => each.iri === wishes.purpose);
  const options = Object.entries(wishes).filter(([name]) => name !== "purpose").map(([name, value]) =>
    `--${name.replaceAll("_", "-")}${value === true ? "" : ` ${value}`}`);
  return ["aitaxonomy recommend", ...(purpose ? [`"${purpose.asked}"`] : []), ...options].join(" ");
};

/** @param {Tables} tables @param {Map<string, import("./names.js").Entry>} entries */
const writer = (tables, entries) => {
  /** @param {string} name @param {string} iri */
  const thing = (name, iri) => {
    const entry = entries.get(`id/${iri.replace("aix:", "")}/`);
    return entry ? page(entry) : name;
  };
  /** @param {string} name */
  const source = (name) => {
    const [text, address] = tables.advice.sources[name] ?? [name, ""];
    const entry = entries.get(`id/${address.replace("https://w3id.org/aitaxonomy/id/", "")}/`);
    if (entry) return page(entry);
    return /^https?:/.test(address) ? element("a", { href: address }, text) : text;
  };
  /** @param {Reason} reason */
  const reason = ({ text, sources }) => {
    const links = sources.slice(0, 2).flatMap((each, i) => [i ? ", " : "", source(each)]);
    const more = sources.length > 2 ? ` and ${sources.length - 2} more` : "";
    return element("li", {}, text, ...(links.length ? [" ", element("small", { class: "soft" }, "[", ...links, more, "]")] : []));
  };
  return { thing, reason };
};

/** @param {ReturnType<typeof advise>} advice @param {ReturnType<typeof writer>} write @param {string} said */
const written = (advice, { thing, reason }, said) => {
  /** @param {string} text @param {...(Node | string)} inside */
  const part = (text, ...inside) => element("section", {}, element("h2", {}, text), ...inside);
  const worth = advice.systems.filter(({ group }) => group === "known" || group === "open");
  const listed = worth.length ? worth : advice.systems;
  const shown = listed.slice(0, SHOWN);
  const [first, ...others] = advice.systems;
  const common = others.length
    ? first.open_questions.filter((each) => others.every(({ open_questions: open }) => open.includes(each))) : [];
  const count = (/** @type {string} */ group) => advice.systems.filter((each) => each.group === group).length;
  const system = (/** @type {typeof first} */ each) => element("li", {}, element("b", {}, thing(each.name, each.iri)), element("ul", {},
    ...each.reasons.map(reason), ...each.facts.map(reason),
    ...each.open_questions.filter((q) => !common.includes(q)).map((q) => element("li", { class: "open" }, q))));
  const systems = element("ol", {}, ...shown.map(system));
  const all = element("button", { type: "button" }, `Show all ${listed.length}`);
  all.addEventListener("click", () => {
    systems.append(...listed.slice(SHOWN).map(system));
    all.remove();
    systems.children[SHOWN].querySelector("a")?.focus();
  });
  const rest = !worth.length ? [] : [
    ["old models, while younger systems are known to meet everything", count("outdated")],
    ["of which nothing says that they do what is asked for", count("unsaid")],
  ].filter(([, n]) => Number(n) > 0).map(([words, n]) => `${n} ${words}`);
  const fell = Object.entries(Object.groupBy(advice.rejected, ({ constraint }) => constraint)).map(([constraint, group = []]) =>
    element("details", {}, element("summary", {}, `${constraint}: ${group.length}`), element("ul", {},
      ...group.slice(0, NAMED).map((each) => element("li", {}, thing(each.name, each.iri), `: ${each.reason}`)),
      ...(group.length > NAMED ? [element("li", { class: "soft" }, `and ${group.length - NAMED} more`)] : []))));
  return [
    ...(advice.meaning?.notes.length
      ? [part("Asked for", element("p", {}, element("b", {}, advice.meaning.name), `, ${advice.meaning.sort}`),
        element("ul", {}, ...advice.meaning.notes.map(reason)))] : []),
    part("Approaches", element("ol", {}, ...advice.approaches.map((each) => element("li", {},
      element("b", {}, each.approach), each.rating ? `: ${each.rating}` : "", element("ul", {}, ...each.reasons.map(reason)))))),
    part(`Systems: ${count("known")} known to meet everything asked, ${count("open")} with open questions`,
      shown.length ? systems : element("p", {}, "None is left: each is known to fail something asked."),
      ...(listed.length > shown.length ? [element("p", {}, all)] : []),
      ...(rest.length ? [element("p", { class: "soft" }, `Not shown: ${rest.join("; ")}.`)] : [])),
    ...(common.length ? [part("Open of every system", element("ul", {}, ...common.map((each) => element("li", {}, each))))] : []),
    ...(advice.what_if.length ? [part("What would change the winner", element("ul", {}, ...advice.what_if.map((each) =>
      element("li", {}, `${each.change}: `, each.winner ? element("b", {}, thing(each.winner, each.iri)) : "no system is left",
        each.approach ? `; the approach then is ${each.approach}` : ""))))] : []),
    ...(fell.length ? [part(`Fell out: ${advice.rejected.length}`, ...fell)] : []),
    element("p", { class: "soft" }, "The same, as text or JSON: ", element("code", {}, said)),
  ];
};

const run = async () => {
  const wishes = asked();
  history.replaceState(null, "", `#${new URLSearchParams(Object.entries(wishes).map(([k, v]) => [k, String(v)]))}`);
  if (!Object.keys(wishes).length) {
    note.textContent = "Ask for something: a purpose, a content, or anything else.";
    return result.replaceChildren();
  }
  note.textContent = "";
  result.setAttribute("aria-busy", "true");
  try {
    const tables = await tablesFor(wishes);
    const entries = new Map((await loaded()).map((each) => [each.folder, each]));
    const advice = advise(tables, wishes);
    result.replaceChildren(...written(advice, writer(tables, entries), command(tables, wishes)));
  } catch (fault) {
    note.textContent = String(fault);
  }
  result.removeAttribute("aria-busy");
};

/** Fill the form from the address. */
const read = () => {
  form.reset();
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLSelectElement) field.value = value;
    else if (field instanceof HTMLInputElement) field.checked = true;
    else {
      const select = [...form.querySelectorAll("select")].find((each) => [...each.options].some((o) => o.value === name));
      if (select) select.value = name;
    }
  }
  if (location.hash.length > 1) run();
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
form.addEventListener("reset", () => {
  note.textContent = "";
  result.replaceChildren();
});
form.querySelector('[type="reset"]')?.addEventListener("click", () => history.replaceState(null, "", location.pathname));
addEventListener("hashchange", read);
read();
