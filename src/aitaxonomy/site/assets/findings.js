// @ts-check
// What holds of a thing in the everyday sense: looked up in the tables of the library, where each cell stands.
// Nothing is concluded here, but that a family is spoken of by its members, as `inference/everyday.py` says.

import { Words } from "./words.js";

/** @typedef {import("./names.js").Entry} Entry */
/** @typedef {import("./words.js").Expression} Expression */
/** @typedef {{kinds: number[], headline: number[], rows: string[], things: number[], products: Record<string, number>,
 *   notes: Record<string, Record<string, number[]>>, every: string[], none: string[], exemplars: number[]}} Table */
/** @typedef {Record<string, number[]>} Letters */
/** @typedef {import("./words.js").Lexicon & {has: Record<string, {other: Letters, values: Record<string, Letters>}>,
 *   sizes: Record<string, Record<string, number[]>>, service: Letters, members: Record<string, number[]>,
 *   engines: Record<string, number[]>, closed: Record<string, number>,
 *   kinds_for: Record<string, number[]>, of_a_kind: number[], four_in_five: number,
 *   in_service: number, levels: Record<string, number>, broader: Record<string, number[][]>, defining: Record<string, number[]>, broader_by: number, quantifiers: Record<string, string>, longest: number}} Said */
/** @typedef {{E: number[], R: number[], "?": number[]}} Count */
/** @typedef {{at: number, prop: number, values: (string | number)[]}} Ground */
/** What is found of a thing; `by` are conventions, `soft` says that some convention counts.
 * @typedef {{truth: "E" | "R" | "?", by: number[], soft?: boolean, proved?: boolean, note?: string, grounds?: Ground[]}} Finding */
/** @type {Record<string, string>} */
export const VERDICTS = { E: "entailed", R: "refuted", "?": "unknown" };
/** @type {Record<string, (one: number, other: number) => boolean>} */
const COMPARED = {
  minInclusive: (one, other) => one >= other, maxInclusive: (one, other) => one <= other,
  minExclusive: (one, other) => one > other, maxExclusive: (one, other) => one < other,
};
/** @type {Finding} */
export const OPEN = { truth: "?", by: [] };

/** What a letter of a table says. @param {string} letter */
export const truthOf = (letter) => /** @type {Finding["truth"]} */ (letter === "=" ? "E" : letter.toUpperCase());
/** @param {string} letter */
export const isSoft = (letter) => letter !== letter.toUpperCase();

/** The strict verdict on a thing, of the column of a kind.
 * @param {Table} table @param {number} place @param {number} column */
export const verdictOn = (table, place, column) => VERDICTS[truthOf(table.rows[table.things[place]]?.[column] ?? "?")];

/** What holds of all, or of some: one part decides that is of the truth `end`. @param {Finding[]} parts @param {string} end
 * @returns {Finding} */
const joined = (parts, end) => {
  const [deciding] = parts.filter(({ truth }) => truth === end).sort((a, b) => a.by.length - b.by.length);
  if (deciding || parts.some(({ truth }) => truth === "?")) return deciding ?? OPEN;
  const [{ truth }] = parts;
  return {
    truth, by: [...new Set(parts.flatMap(({ by }) => by))], soft: parts.some(({ soft }) => soft),
    proved: parts.some(({ proved }) => proved), grounds: parts.flatMap(({ grounds = [] }) => grounds),
  };
};

export class Findings {
  /** @param {Entry[]} entries @param {Table} table @param {Said} said */
  constructor(entries, table, said) {
    this.entries = entries;
    this.table = table;
    this.said = said;
    this.columns = new Map(table.kinds.map((kind, column) => [kind, column]));
    this.known = new Set(table.exemplars);
    this.words = new Words(entries, said, (at, kind) => truthOf(this.strictly(at, kind)) === "E");
    /** @type {Map<string, Map<number, string>>} */
    this.letters = new Map();
  }

  /** @param {number} at */
  label(at) {
    return this.entries[at].label;
  }

  /** The letter of a thing for a kind, by the definitions. @param {number} at @param {number} kind */
  strictly(at, kind) {
    return this.table.rows[this.table.things[at]]?.[this.columns.get(kind) ?? -1] ?? "?";
  }

  // --- what holds of a thing

  /** What holds of a thing by itself. @param {number} at @param {Expression} of @returns {Finding} */
  own(at, of) {
    if (of.not) {
      const found = this.finding(at, of.not);
      return { ...found, truth: found.truth === "E" ? "R" : found.truth === "R" ? "E" : "?" };
    }
    if (of.all) return joined(of.all.map((part) => this.own(at, part)), "R");
    if (of.any) return joined(of.any.map((part) => this.own(at, part)), "E");
    if (of.kind !== undefined) return this.ofKind(at, of.kind);
    if (of.value !== undefined) return this.ofValue(at, of.prop ?? -1, of.value);
    if (of.some !== undefined) return this.ofSome(at, of.prop ?? -1, of.some);
    return of.bounds ? this.ofSize(at, of.prop ?? -1, of) : this.ofDay(at, of);
  }

  /** @param {number} at @param {number} kind @returns {Finding} */
  ofKind(at, kind) {
    const column = this.columns.get(kind) ?? -1;
    const letter = this.table.rows[this.table.products[at] ?? this.table.things[at]]?.[column] ?? "?";
    const [note] = Object.entries(this.table.notes[at] ?? {}).find(([, columns]) => columns.includes(column)) ?? [];
    return { truth: truthOf(letter), by: [], soft: isSoft(letter), proved: true, note };
  }

  /** @param {number} at @param {number} prop @param {number} value @returns {Finding} */
  ofValue(at, prop, value) {
    const { closed, engines } = this.said;
    const known = this.lettersOf(prop, value).get(at);
    const without = known ? undefined : this.withoutKind(at, prop, value);
    const letter = known ?? without ?? this.lettersOf(prop, -1).get(at) ?? "?";
    const truth = truthOf(letter);
    const stated = letter === "=" ? [value] : truth === "?" || without ? [] : this.stated(at, prop).slice(0, 3);
    const parts = truth === "E" && !stated.length ? engines[at] ?? [] : [];
    const note = parts.length ? `${this.label(at)} is powered by ${this.some(parts)}` : "";
    const by = isSoft(letter) && !without && prop in closed ? [closed[prop]] : [];
    return { truth, by, soft: isSoft(letter), proved: Boolean(without), note, grounds: stated.length ? [{ at, prop, values: stated }] : [] };
  }

  /** The letter of a thing that is not of the kind for a value. @param {number} at @param {number} prop @param {number} value */
  withoutKind(at, prop, value) {
    const { kinds_for: kinds, of_a_kind: those, levels } = this.said;
    if (!those.includes(prop) || truthOf(this.strictly(at, levels.family)) === "E") return undefined;
    return (kinds[value] ?? []).map((kind) => this.strictly(at, kind)).find((letter) => truthOf(letter) === "R");
  }

  /** @param {number} at @param {number} prop @param {number} kind @returns {Finding} */
  ofSome(at, prop, kind) {
    const value = this.stated(at, prop).find((each) => this.finding(each, { kind }).truth === "E");
    return value === undefined ? OPEN : { truth: "E", by: [], grounds: [{ at, prop, values: [value] }] };
  }

  /** @param {number} at @param {number} prop @param {Expression} of @returns {Finding} */
  ofSize(at, prop, { bounds = [] }) {
    const values = this.said.sizes[prop]?.[at] ?? [];
    const met = new Set(values.map((value) => bounds.every(([how, bound]) => COMPARED[how](value, bound))));
    const grounds = [{ at, prop, values: values.map(String) }];
    return met.size ? { truth: met.size > 1 ? "?" : met.has(true) ? "E" : "R", by: [], grounds } : OPEN;
  }

  /** @param {number} at @param {Expression} of @returns {Finding} */
  ofDay(at, { days = [], start = "", end = "" }) {
    const { service, in_service: convention, retired } = this.said;
    const [day, prop] = this.words.day(at, days);
    if (!day) {
      const letter = days === retired && Object.keys(service).find((each) => service[each].includes(at));
      if (!letter) return OPEN;
      return { truth: start ? "E" : "R", by: isSoft(letter) ? [convention] : [], soft: isSoft(letter) };
    }
    const last = `${day}~`; // a month covers all its days
    const grounds = [{ at, prop, values: [day] }];
    if (day >= start && (!end || last < end)) return { truth: "E", by: [], grounds };
    return (start && last < start) || (end && day >= end) ? { truth: "R", by: [], grounds } : OPEN;
  }

  /** The letters of things for a value of a property; the value -1 is any other.
   * @param {number} prop @param {number} value */
  lettersOf(prop, value) {
    const key = `${prop} ${value}`;
    const known = this.letters.get(key) ?? new Map();
    if (this.letters.has(key)) return known;
    const { other, values } = this.said.has[prop] ?? { other: {}, values: {} };
    for (const [letter, things] of Object.entries((value < 0 ? other : values[value]) ?? {})) {
      for (const at of things) known.set(at, letter);
    }
    this.letters.set(key, known);
    return known;
  }

  /** The values of a property that are stated of a thing. @param {number} at @param {number} prop */
  stated(at, prop) {
    const values = Object.keys(this.said.has[prop]?.values ?? {}).map(Number);
    return values.filter((value) => this.lettersOf(prop, value).get(at) === "=");
  }

  /** What holds of a thing in the everyday sense: of a family if it holds of four in five decided members.
   * @param {number} at @param {Expression} of @returns {Finding} */
  finding(at, of) {
    const own = this.own(at, of);
    const members = this.said.members[at];
    if (own.truth === "E" || !members || (own.truth === "R" && !own.proved)) return own;
    const count = this.count(members, of);
    const decided = count.E.length + count.R.length;
    if (!decided) return own;
    const truth = decided < count["?"].length ? "?"
      : count.E.length >= 0.8 * decided ? "E" : count.E.length <= 0.2 * decided ? "R" : "?";
    const fewer = truth === "E" || (truth === "?" && count.R.length <= count.E.length) ? count.R : count.E;
    const shown = truth === "?" ? fewer : count[truth];
    const first = this.finding([...shown, ...count.E, ...count.R][0], of);
    const by = [...truth === "?" || fewer.length ? [this.said.four_in_five] : [], ...first.by];
    const among = { E: "not", R: "but", "?": "among the fewer" }[truth];
    const note = `${truth === "?" ? "in part: " : ""}${count.E.length} of ${decided} decided members of ${this.label(at)}`
      + (fewer.length ? `; ${among} ${this.some(fewer)}` : "")
      + (count["?"].length ? `; ${count["?"].length} undecided` : "");
    return { ...first, truth, by: [...new Set(by)], proved: true, note };
  }

  /** What holds of a value, such as an architecture: whether it is, or is below, another; two that are under
   * different backbones, or methods, exclude each other. @param {number} at @param {Expression[]} readings @returns {Finding} */
  valueOf(at, readings) {
    const { broader, broader_by: prop, defining } = this.said;
    const sort = (/** @type {number} */ value) => this.words.lexicon.values[value]?.[1] ?? [];
    const both = (/** @type {number} */ value) => broader[value] ?? [[value], [value]];
    const others = readings.flatMap((of) => of.any ?? [of]).flatMap(({ value, kind }) => value ?? defining[kind ?? -1] ?? [])
      .filter((other) => sort(other).some((each) => sort(at).includes(each)));
    const [above, tops] = both(at);
    const found = others.find((other) => above.includes(other));
    if (found !== undefined) return { truth: "E", by: [], grounds: [{ at, prop, values: [found] }] };
    const apart = others.some((other) => !both(other)[1].some((each) => tops.includes(each)));
    return apart ? { truth: "R", by: [], grounds: [{ at, prop, values: tops.slice(0, 1) }] } : OPEN;
  }

  /** How things are decided, the best known first. @param {number[]} things @param {Expression} of */
  count(things, of) {
    /** @type {Count} */
    const found = { E: [], R: [], "?": [] };
    const renown = (/** @type {number} */ at) => Number(!this.known.has(at));
    for (const at of things.toSorted((a, b) => renown(a) - renown(b) || a - b)) found[this.finding(at, of).truth].push(at);
    return found;
  }

  /** Some labels, and the number of the others. @param {number[]} things */
  some(things) {
    const [shown, more] = [things.slice(0, 3).map((at) => this.label(at)), things.length - 3];
    return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ").replace(/, ([^,]*)$/u, " and $1");
  }
}
