// @ts-check
// What the tools for an agent in the browser answer: found by the scripts of the pages, said in plain values of at
// most so many characters. An answer names the page that shows the same to people.

import { advise, tablesFor } from "./advising.js";
import { ready } from "./claims.js";
import { element } from "./elements.js";
import { properties, rows, text } from "./facts.js";
import { address, loaded, normalized, root, search } from "./names.js";
import { command, onPage, proofs, remarks } from "./proofs.js";
import { Fault } from "./words.js";

/** @typedef {import("./names.js").Entry} Entry */
/** @typedef {Record<string, unknown>} Answer */

/** Characters that an answer takes at most, and one text in it. */
const SIZE = 8000;
const TEXT = 600;

/** What a part of a page says, in a line; what stands in small letters in brackets. @param {Node[]} nodes */
const line = (nodes) => {
  const said = nodes.map((node) => {
    const copy = element("div", {}, node.cloneNode(true));
    for (const each of copy.querySelectorAll("small")) {
      if (!/^\s*[([]/u.test(each.textContent ?? "")) each.replaceWith(`[${text([each])}]`);
    }
    for (const each of copy.querySelectorAll("ul, li")) each.prepend(" ");
    return node instanceof HTMLDivElement ? `${text([copy])}; ` : copy.textContent;
  });
  const plain = said.join("").replace(/\s+/gu, " ").replace(/[; ]+$/u, "").trim();
  return plain.length > TEXT ? `${plain.slice(0, TEXT - 1)}…` : plain;
};

/** @param {unknown} value */
const isEmpty = (value) => value === "" || value === null || value === undefined || (Array.isArray(value) && !value.length);

/** An answer without what is empty, whose lists are cut until it fits; `more` counts what was left out.
 * @param {Answer} whole */
const fitting = (whole) => {
  const answer = Object.fromEntries(Object.entries(whole).filter(([, value]) => !isEmpty(value)));
  /** @type {Record<string, number>} */
  const more = {};
  const sized = () => JSON.stringify({ ...answer, more }).length;
  while (sized() > SIZE) {
    const lists = Object.entries(answer).flatMap(([name, list]) => (Array.isArray(list) && list.length ? [{ name, list }] : []));
    const longest = lists.sort((a, b) => JSON.stringify(b.list).length - JSON.stringify(a.list).length)[0];
    if (!longest) break;
    longest.list.pop();
    more[longest.name] = (more[longest.name] ?? 0) + 1;
  }
  return Object.keys(more).length ? { ...answer, more } : answer;
};

/** A thing by its CURIE and label. @param {Entry} entry */
const named = ({ folder, label }) => {
  const [space, local] = folder.split("/");
  return { name: `${space === "terms" ? "ait" : "aix"}:${local}`, label };
};

/** The address of a page that shows something. @param {string} path @param {string} fragment */
const page = (path, fragment) => new URL(`${path}/index.html#${fragment}`, root).href;

/** A verdict, with what its page tells of it. @param {import("./claims.js").Checked} checked */
const judged = async (checked) => {
  const item = await onPage(await ready(), checked);
  const steps = item ? proofs(item, checked).flatMap((each) => [...each.querySelectorAll("ol.proof > li")]) : [];
  const sources = steps.flatMap((step) => [...step.querySelectorAll(".cited a")].map((link) => link.getAttribute("href") ?? ""));
  const { claim, thing, of, verdict, sense, note, strict, grounds, conventions, soft, readAs, against } = checked;
  return {
    claim, verdict, sense, note, strictly: strict, basis: soft ? "convention" : "sourced",
    thing: named(thing), kind: named(of), grounds, by_convention: conventions.map(named), read_as: readAs,
    proof: steps.map((step) => line([...step.childNodes])),
    sources: [...new Set(sources)], notes: remarks(item), against: against.map(named),
    ...(verdict !== "unknown" && !steps.length ? { proof_by: command(claim) } : {}),
    page: page("check", encodeURIComponent(claim)),
  };
};

/** What a name stands for; throws `Fault`. @param {string} name */
const found = async (name) => {
  const claims = await ready();
  const [at] = claims.words.thing(name)?.bearers ?? [];
  if (at === undefined) throw new Fault(`Nothing is called “${name}”.`, name);
  return claims.entries[at];
};

/** What a row is about, and what it says. @param {import("./facts.js").Rows} its @param {string} name */
const fact = (its, name) => {
  const { head, cell } = its.get(name) ?? { head: [], cell: [] };
  return { about: text(head), says: line(cell) };
};

/** The one of some things that has a name, by the last part of its IRI; throws `Fault` with what is near.
 * @param {string} what @param {string} name @param {string[]} locals */
const among = async (what, name, locals) => {
  const those = (await loaded()).filter(({ folder }) => folder.startsWith("id/") && locals.includes(folder.split("/")[1]));
  const wanted = normalized(name.replace(/^aix:/u, ""));
  const local = (/** @type {Entry} */ entry) => entry.folder.split("/")[1];
  const order = (/** @type {Entry} */ a, /** @type {Entry} */ b) => locals.indexOf(local(a)) - locals.indexOf(local(b));
  const same = those.filter((each) => [local(each), each.label, ...each.also, ...each.translated].some((other) => normalized(other) === wanted));
  if (same.length) return local(same.sort(order)[0]);
  const near = search(those, name, 5).map((each) => each.label);
  throw new Fault(`No ${what} is called “${name}”${near.length ? `; is it one of these? ${near.join(", ")}` : ""}.`);
};

/** The wishes as the tables call them; throws `Fault` for a name or limit that they have not.
 * @param {Record<string, string | number | boolean>} given */
const wishes = async (given) => {
  const { contents, columns, purposes } = await tablesFor(given);
  const asked = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== false && value !== ""));
  const after = (/** @type {string} */ prefix) =>
    Object.keys(columns).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  if (asked.purpose) {
    const locals = purposes.map(({ iri }) => iri.replace(/^aix:/u, ""));
    asked.purpose = `aix:${await among("purpose", String(asked.purpose), locals)}`;
  }
  if (asked.content) asked.content = await among("content", String(asked.content), Object.keys(contents.distances));
  for (const reach of ["language", "region"]) {
    if (asked[reach]) asked[reach] = await among(reach, String(asked[reach]), after(`${reach}:`));
  }
  for (const [limit, column] of [["max_parameters", "size:"], ["min_context", "context:"], ["released_after", "release:"]]) {
    if (asked[limit] && !after(column).includes(String(asked[limit]))) {
      throw new Fault(`${limit}: this page knows ${after(column).join(", ")}; aitaxonomy recommend takes any.`);
    }
  }
  return asked;
};

/** @type {Record<string, (given: any) => Promise<Answer>>} */
const TOOLS = {
  async search({ text, limit = 10 }) {
    const results = search(await loaded(), text, limit);
    return { results: results.map((each) => ({ ...named(each), kind: each.sort, page: address(each) })) };
  },
  async describe({ name }) {
    const entry = await found(name);
    const its = await rows(entry);
    const facts = properties([its]).map((each) => fact(its, each)).map(({ about, says }) => ({ property: about, value: says }));
    return { ...named(entry), kind: entry.sort, page: address(entry), facts };
  },
  async is_a({ thing, kind }) {
    return judged((await ready()).isA(thing, kind));
  },
  async check_claim({ claim }) {
    return judged((await ready()).check(claim));
  },
  async compare({ a, b }) {
    const things = [await found(a), await found(b)];
    const all = await Promise.all(things.map(rows));
    const aspects = properties(all).map((each) => {
      const [one, other] = all.map((its) => fact(its, each));
      return { aspect: one.about || other.about, a: one.says, b: other.says };
    });
    const names = things.map(({ folder }) => folder.split("/")[1]);
    return { a: named(things[0]), b: named(things[1]), aspects, page: page("compare", names.join(",")) };
  },
  async recommend({ limit = 5, ...given }) {
    const asked = await wishes(given);
    if (!Object.keys(asked).length) throw new Fault("Give a purpose, a content, or another wish.");
    const advice = advise(await tablesFor(asked), asked);
    const said = (/** @type {{text: string}[]} */ reasons) => reasons.map((each) => each.text);
    const fell = Object.entries(Object.groupBy(advice.rejected, ({ constraint }) => constraint));
    const hash = new URLSearchParams(Object.entries(asked).map(([wish, value]) => [wish, String(value)]));
    const left = advice.systems.length - limit;
    return {
      understood_as: advice.meaning ? `${advice.meaning.sort}: ${advice.meaning.name} (${advice.meaning.iri})` : "",
      approaches: advice.approaches.map(({ approach, rating, reasons }) => ({ approach, rating: rating ?? undefined, reasons: said(reasons) })),
      systems: advice.systems.slice(0, limit).map(({ name, iri, reasons, open_questions: open }) => (
        { name: iri, label: name, reasons: said(reasons), open_questions: open })),
      ...(left > 0 ? { other_systems: left } : {}),
      fell_out: Object.fromEntries(fell.map(([constraint, those = []]) => [constraint, those.length])),
      what_if: advice.what_if.map(({ change, winner, approach }) => `${change}: ${winner ?? approach ?? "none is left"}`),
      page: page("advise", String(hash)),
    };
  },
};

/** What a tool answers; a fault is told as such, with what to do, for browsers tell agents nothing of an exception.
 * @param {string} tool @param {Record<string, unknown>} given @returns {Promise<Answer>} */
export const answer = async (tool, given) => {
  try {
    return fitting(await TOOLS[tool](given));
  } catch (fault) {
    if (!(fault instanceof Fault)) console.error(fault);
    const near = fault instanceof Fault && fault.name ? search(await loaded(), fault.name, 3).map(named) : [];
    return { error: fault instanceof Fault ? fault.message : String(fault), ...(near.length ? { near } : {}) };
  }
};
