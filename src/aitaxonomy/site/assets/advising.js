// @ts-check
// Advice from tables: each column has the library's findings on all systems for one option. Here
// systems are left out and ordered by them, as `aitaxonomy.advice.ranking` does.

import { fetched } from "./names.js";

/** @typedef {[number, string, string[]?]} Finding whether it holds (1, 0, -1: unknown), why, sources */
/** @typedef {[Finding[], string]} Column its findings, and the number of each system's */
/** @typedef {[string, string[]]} Reason */
/** @typedef {{name: string, iri: string, sort: string, asked: string, contents: string[],
 *   tasks: string[], notes: Reason[], notes_given: Reason[], focus: string, remoteness?: string,
 *   unfitness?: string, ratings?: [number, Reason][],
 *   realizes?: Record<string, [Reason, string]>}} Purpose */
/** @typedef {{advice: any, contents: any, purposes: Purpose[], columns: Record<string, Column>}} Tables */
/** @typedef {Record<string, string | number | boolean>} Wishes named as in `Taxonomy.recommend` */
/** @typedef {{systems: number[], rejected: [number, number][], asked: [string, string, boolean?][],
 *   approaches: number[], group: (i: number) => string, realized: (i: number) => number[],
 *   undecided: (i: number) => boolean, leading: number[], purpose?: Purpose, contents: string[]}} Ranking */

const FIRST = 48;

/** @param {number[]} one @param {number[]} other */
const compare = (one, other) => {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return one[i] - other[i];
  return 0;
};

/** The finding of a column on a system.
 * @param {Tables} tables @param {string} name @param {number} i @returns {Finding} */
const finding = ({ columns }, name, i) => {
  if (!columns[name]) throw new Error(`there is no table for ${name}`);
  const [findings, numbers] = columns[name];
  return findings[numbers.charCodeAt(i) - FIRST];
};

/** What is asked for: the name of each constraint and its column; and whether it always is.
 * @param {Wishes} wishes @param {string[]} contents @param {string[]} tasks
 * @returns {[string, string, boolean?][]} */
const constraints = (wishes, contents, tasks) => {
  const made = contents.join(" ");
  const openness = ["open weights", "open source", "closed"].find((x) => wishes[x.replace(" ", "_")]);
  /** @type {[unknown, string, string][]} */
  const optional = [
    [made, "content", `content:${made}`],
    [wishes.native, "way", `way:${made}`],
    [wishes.integrated, "way", "integrated"],
    [tasks.length, "task", `task:${tasks.join(" ")}`],
    [openness, "openness", `openness:${openness}`],
    [wishes.commercial, "licence", "commercial"],
    [wishes.access, "access", `access:${wishes.access}`],
    [wishes.reasoning, "reasoning", "reasoning"],
    [wishes.agent, "agent", "agent"],
    [wishes.max_parameters, "size", `size:${wishes.max_parameters}`],
    [wishes.min_context, "context window", `context:${wishes.min_context}`],
    [wishes.released_after, "release", `release:${wishes.released_after}`],
    [wishes.language, "language", `language:${wishes.language}`],
    [wishes.region, "region", `region:${wishes.region}`],
  ];
  const given = optional.filter(([wanted]) => wanted).map(([, name, column]) => [name, column]);
  return /** @type {[string, string, boolean?][]} */ (
    [["retired", "retired", true], ["obtainable", "obtainable", true], ...given]
  );
};

/** Rank all systems.
 * @param {Tables} tables @param {Wishes} wishes
 * @param {{without?: string, ratings?: number[]}} [changed] a constraint that is left out, and
 *   other ratings of the approaches
 * @returns {Ranking} */
export const rank = (tables, wishes, { without = "", ratings } = {}) => {
  const { advice, contents: made } = tables;
  const purpose = tables.purposes.find((each) => each.iri === wishes.purpose);
  const contents = wishes.content ? [String(wishes.content)] : purpose?.contents ?? [];
  const tasks = purpose?.tasks ?? [];
  const weights = Boolean(wishes.access === "self-hosted" || wishes.open_weights || wishes.open_source);
  const asked = constraints(wishes, contents, tasks).filter(([name]) => name !== without);
  const rated = ratings ?? purpose?.ratings?.map(([rating]) => rating);
  const scope = made.scopes[contents.join(" ")];

  /** @param {number} a */
  const layer = (a) => {
    if (rated) return [rated[a] >= 0 ? advice.ratings[rated[a]][1] : advice.unrated, 0];
    return [0, contents.length && !(scope[a]?.[0]) ? 1 : 0];
  };
  /** What adopting a system may realize, the most specific first; the last is certain, or -1: none.
   * @param {number} i the last of the approaches is the most specific one @returns {number[]} */
  const realized = (i) => {
    const mine = advice.approaches.map((/** @type {any} */ _, /** @type {number} */ a) => a)
      .filter((/** @type {number} */ a) => advice.approaches[a].of[i] !== "0").reverse();
    const known = rated ? mine.filter((/** @type {number} */ a) => rated[a] >= 0) : [];
    const may = known.length ? known : mine;
    const certain = may.findIndex((/** @type {number} */ a) => advice.approaches[a].of[i] === "1");
    return certain < 0 ? [...may, -1] : may.slice(0, certain + 1);
  };
  /** Where each of what a system may realize ranks, the best first. @param {number} i */
  const layers = (i) => realized(i).map(layer).sort(compare);
  const count = advice.systems.length;
  const holds = Array.from({ length: count }, (_, i) => asked.map(([, column]) => finding(tables, column, i)[0]));
  const open = holds.map((each) => each.filter((x) => x < 0).length);
  const kept = holds.map((each) => !each.includes(0));
  const focus = purpose?.focus ?? advice.focus;
  const old = (/** @type {number} */ i) => advice.old[i] === "1";
  const young = holds.filter((each, i) => each.every((x) => x > 0) && !old(i) && Number(focus[i]) < 2);
  const outdating = young.length >= advice.enough;
  const places = Object.fromEntries(asked.map(([name], k) => [name, k]));

  /** What is outdated or unknown of a system. @param {number} i */
  const openness = (i) => [
    Number(outdating && old(i)),
    Number("content" in places && holds[i][places.content] !== 1),
    !("task" in places) || holds[i][places.task] === 1 ? 0 : Number(purpose?.unfitness?.[i]),
    open[i],
  ];
  /** @param {number} i */
  const superseded = (i) =>
    kept[i] && advice.systems[i][5].some((/** @type {number} */ x) => kept[x] && open[x] <= open[i]);
  const preferred = wishes.prefer ? advice.preferences[String(wishes.prefer)] : undefined;
  /** What goes by merit, after the number of open questions. @param {number} i */
  const merit = (i) => [
    preferred ? (preferred[i] < 0 ? Infinity : preferred[i]) : 0,
    Number(weights && advice.out[i] === "0"),
    ...layers(i)[0],
    Number(Number(focus[i]) > 1), Number(old(i)),
    Number(purpose?.remoteness?.[i] ?? 0), Number(focus[i]),
    ...contents.map((x) => Number(made.distances[x][i])).sort(),
    Number(Boolean(wishes.agent) && advice.model[i] === "1") + Number(!weights && advice.hosted[i] === "0"),
    Number(superseded(i)),
    i,
  ];
  const keys = holds.map((_, i) => [...openness(i), ...merit(i)]);
  const all = keys.map((_, i) => i);
  const fell = all.filter((i) => !kept[i]);
  const failing = new Map(fell.map((i) => [i, [holds[i].indexOf(0), holds[i].filter((x) => x === 0).length, ...keys[i]]]));
  const approaches = advice.approaches.map((/** @type {any} */ _, /** @type {number} */ a) => a)
    .sort((/** @type {number} */ a, /** @type {number} */ b) => compare(layer(a), layer(b))
      || (advice.approaches[a].label.toLowerCase() < advice.approaches[b].label.toLowerCase() ? -1 : 1));
  return {
    asked, approaches, realized, purpose, contents,
    undecided: (i) => new Set(layers(i).map(String)).size > 1,
    systems: all.filter((i) => kept[i]).sort((a, b) => compare(keys[a], keys[b])),
    rejected: fell
      .sort((a, b) => compare(failing.get(a) ?? [], failing.get(b) ?? []))
      .map((i) => [i, holds[i].indexOf(0)]),
    leading: approaches.filter((/** @type {number} */ a) => compare(layer(a), layer(approaches[0])) === 0),
    group: (i) => {
      const [outdated, unknown, unfit, questions] = openness(i);
      if (unknown || unfit > 1) return "unsaid";
      return outdated ? "outdated" : questions ? "open" : "known";
    },
  };
};

/** Every single change of what is asked for: its words, the wishes, and what else is changed.
 * @param {Tables} tables @param {Wishes} wishes @param {Ranking} base
 * @returns {Generator<[string, Wishes, {without?: string, ratings?: number[]}?]>} */
function* alternatives(tables, wishes, base) {
  const { values, exclusive, switches, always, access } = tables.advice.changes;
  /** @param {string[]} drop @param {Wishes} [put] */
  const other = (drop, put = {}) => {
    const left = Object.entries(wishes).filter(([name]) => !drop.includes(name));
    return { ...Object.fromEntries(left), ...put };
  };
  for (const [name, words] of Object.entries(values)) {
    if (name in wishes) yield [`without ${words}`, other([name])];
  }
  for (const group of exclusive) {
    const mine = Object.keys(group).filter((name) => name in wishes);
    for (const name of mine) yield [`without ${group[name]}`, other([name])];
    for (const name of Object.keys(group).filter((each) => !mine.includes(each))) {
      const instead = mine.map((each) => ` instead of ${group[each]}`).join("");
      yield [`with ${group[name]}${instead}`, other(mine, { [name]: true })];
    }
  }
  for (const [name, words] of Object.entries(switches)) {
    if (name in wishes) yield [`without ${words}`, other([name])];
    else yield [`with ${words}`, other([], { [name]: true })];
  }
  if ("access" in wishes) yield ["whatever the access", other(["access"])];
  for (const way of access) {
    if (way === wishes.access) continue;
    const instead = "access" in wishes ? ` instead of ${wishes.access}` : "";
    yield [`with access ${way}${instead}`, other(["access"], { access: way })];
  }
  for (const [name, words] of Object.entries(always)) {
    yield [`with ${words}`, wishes, { without: name }];
  }
  const rated = base.purpose?.ratings?.map(([rating]) => rating);
  for (const a of rated ? base.approaches : []) {
    for (const [rating, [label]] of tables.advice.ratings.entries()) {
      if (!rated || rating === rated[a]) continue;
      const now = rated[a] >= 0 ? tables.advice.ratings[rated[a]][0] : "not at all";
      const words = `if ${tables.advice.approaches[a].label} were rated ${label} instead of ${now}`;
      yield [words, wishes, { ratings: rated.with(a, rating) }];
    }
  }
}

/** The changes after which another system, or another approach, comes first.
 * @param {Tables} tables @param {Wishes} wishes @param {Ranking} base */
const changes = (tables, wishes, base) => {
  const found = [];
  for (const [change, other, changed] of alternatives(tables, wishes, base)) {
    if (!Object.keys(other).length) continue;
    const { systems: [first], leading } = rank(tables, other, changed);
    const same = leading.length === base.leading.length && leading.every((a) => base.leading.includes(a));
    if (first === base.systems[0] && same) continue;
    const [winner, iri] = first === undefined ? [null, null] : tables.advice.systems[first];
    const labels = leading.map((a) => tables.advice.approaches[a].label).join(" or ");
    found.push({ change, winner, iri, approach: same ? null : labels });
  }
  return found;
};

/** Advise, in the form of the JSON of `aitaxonomy recommend`.
 * @param {Tables} tables @param {Wishes} wishes */
export const advise = (tables, wishes) => {
  const { advice } = tables;
  const base = rank(tables, wishes);
  const { purpose, contents } = base;
  /** @param {Reason} reason */
  const reason = ([text, sources]) => ({ text, sources });
  /** @param {number} i @param {string} column */
  const found = (i, column) => {
    const [, text, sources] = finding(tables, column, i);
    return { text, sources: sources ?? advice.systems[i][2] };
  };
  const known = base.systems.filter((i) => base.group(i) === "known");
  const approaches = base.approaches.map((a) => {
    const reasons = [];
    const rated = purpose?.ratings?.[a];
    if (rated) reasons.push(reason(rated[1]));
    const scope = tables.contents.scopes[contents.join(" ")]?.[a][1];
    if (scope) reasons.push(reason(scope));
    const may = known.map(base.realized).filter((each) => each.includes(a));
    const fit = may.filter((each) => each.length === 1).length;
    const are = fit === 1 ? "1 system of it is" : `${fit} systems of it are`;
    const more = may.length > fit ? `; ${may.length - fit} more may be of it` : "";
    reasons.push(reason([`${are} known to meet everything asked${more}`, []]));
    const rating = rated && rated[0] >= 0 ? advice.ratings[rated[0]][0] : null;
    return { approach: advice.approaches[a].label, rating, reasons };
  });
  const systems = base.systems.map((i) => {
    const [name, iri, , standing, facts] = advice.systems[i];
    const [realizes, question] = (purpose?.realizes ?? advice.realizes)[base.realized(i).join(" ")] ?? [];
    const reasons = realizes ? [reason(realizes)] : [];
    const open = [];
    for (const [, column, always] of base.asked) {
      const [holds, text] = finding(tables, column, i);
      if (holds > 0 && !always) reasons.push(found(i, column));
      if (holds < 0) open.push(text);
    }
    if (base.undecided(i)) open.push(question);
    reasons.push(...standing.map(reason));
    const prefer = String(wishes.prefer ?? "");
    if (prefer && advice.preferences[prefer][i] < 0) reasons.push(reason([advice.unknown[prefer], []]));
    else if (prefer === "long-context") reasons.push(found(i, "window"));
    return { name, iri, reasons, open_questions: open, facts: facts.map(reason), group: base.group(i) };
  });
  const rejected = base.rejected.map(([i, k]) => {
    const [name, column] = base.asked[k];
    const { text, sources } = found(i, column);
    return { name: advice.systems[i][0], iri: advice.systems[i][1], constraint: name, reason: text, sources };
  });
  const meaning = purpose && {
    name: purpose.name, iri: purpose.iri, sort: purpose.sort,
    notes: (wishes.content ? purpose.notes_given : purpose.notes).map(reason),
  };
  return { meaning: meaning ?? null, approaches, systems, rejected, what_if: changes(tables, wishes, base) };
};

/** @type {Promise<Tables> | undefined} */
let known;

/** The tables that a request needs, each loaded once: those of languages and regions only where it names one.
 * @param {Wishes} wishes */
export const tablesFor = async (wishes) => {
  known ??= Promise.all(["advice", "contents", "purposes"].map((name) => fetched(`advise/${name}.json`)))
    .then(([advice, contents, { purposes, columns }]) => (
      { advice, contents, purposes, columns: { ...advice.columns, ...contents.columns, ...columns } }));
  const tables = await known;
  for (const reach of ["language", "region"]) {
    if (wishes[reach] && !Object.keys(tables.columns).some((name) => name.startsWith(`${reach}:`))) {
      Object.assign(tables.columns, (await fetched(`advise/${reach}s.json`)).columns);
    }
  }
  return tables;
};
