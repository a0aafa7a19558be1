// @ts-check
// Claims in plain words: read by the words and patterns of the library, and looked up in its tables. For how, see
// `inference/claims.py` and `inference/senses.py`.

import { fetched, loaded } from "./names.js";
import { Findings, isSoft, OPEN, truthOf, VERDICTS } from "./findings.js";
import { Fault } from "./words.js";

/** @typedef {import("./names.js").Entry} Entry */
/** @typedef {import("./words.js").Predicate} Predicate */
/** @typedef {import("./words.js").Reading} Reading */
/** @typedef {import("./findings.js").Finding} Finding */
/** @typedef {{claim: string, thing: Entry, of: Entry, column: number, every: boolean, verdict: string, sense: string,
 *   strict: string, note: string, conventions: Entry[], soft: boolean, grounds: string[], readAs: string[],
 *   against: Entry[], subject?: string}} Checked */

/** @type {Record<string, "E" | "R" | "?">} */
const OPPOSITE = { E: "R", R: "E", "?": "?" };

export class Claims extends Findings {
  /** The verdict on what a name stands for and a predicate. @param {Reading} reading @param {Predicate} predicate
   * @returns {Checked} */
  decide(reading, predicate) {
    const { bearers, readAs } = reading;
    const column = this.columns.get(predicate.of.kind ?? -1) ?? -1;
    if (predicate.strict && column < 0) throw new Fault(`${this.label(predicate.at)} is not a kind.`);
    const found = this.entries[bearers[0]].sort === "class" ? this.quantified(bearers[0], "every", predicate)
      : predicate.strict ? this.defined(bearers, predicate) : this.spoken(bearers, predicate);
    return { ...found, readAs: [readAs, predicate.readAs].flatMap((each) => each || []) };
  }

  /** @param {number[]} bearers @param {Predicate} predicate */
  defined(bearers, predicate) {
    const letter = (/** @type {number} */ at) => this.strictly(at, predicate.at);
    const at = bearers.find((each) => truthOf(letter(each)) === "E") ?? bearers[0];
    return this.told(at, predicate, { truth: truthOf(letter(at)), by: [], soft: isSoft(letter(at)) });
  }

  /** The verdict on a name: of its bearers, those count that can be of the kind.
   * @param {number[]} bearers @param {Predicate} predicate */
  spoken(bearers, predicate) {
    const found = bearers.map((at) => ({ at, ...this.foundOf(at, predicate) }));
    const able = found.filter(({ at, truth }) => truth !== "R" || !this.isWrongLevel(at, predicate.of.kind));
    const those = able.length ? able : found;
    const decided = those.filter(({ truth }) => truth !== "?");
    const [first, ...others] = decided.length ? decided : those;
    if (others.every(({ truth }) => truth === first.truth)) return this.told(first.at, predicate, first);
    const sides = [first, ...others].map(({ at, truth }) => `${this.label(at)}: ${VERDICTS[truth]}`);
    const note = `several things have this name: ${sides.join("; ")}`;
    return { ...this.told(first.at, predicate, { ...OPEN, note }), strict: "" };
  }

  /** @param {number} at @param {Predicate} predicate */
  foundOf(at, { of, also = [] }) {
    if (!this.level(at)) return this.valueOf(at, [of, ...also]);
    const first = this.finding(at, of);
    if (first.truth === "E") return first;
    const others = also.map((other) => ({ other, more: this.finding(at, other) }));
    const better = others.find(({ other, more }) =>
      more.truth === "E" || (first.truth === "?" && more.truth === "R" && other.kind !== undefined));
    return better?.more ?? first;
  }

  /** The level of a thing, such as "model". @param {number} at */
  level(at) {
    return Object.keys(this.said.levels).find((level) => truthOf(this.strictly(at, this.said.levels[level])) === "E");
  }

  /** Whether a kind is of another level; a family can be of the kinds of its members.
   * @param {number} at @param {number | undefined} kind */
  isWrongLevel(at, kind = -1) {
    const row = this.table.every[this.columns.get(kind) ?? -1];
    const isOf = (/** @type {string} */ level) => row?.[this.columns.get(this.said.levels[level]) ?? -1] === "E";
    const level = this.level(at);
    const others = ["model", "system", "family"].filter((each) => each !== level && isOf(each));
    return others.length > 0 && !(["family", "organization"].includes(level ?? "") && isOf("model"));
  }

  /** Whether every, some, most or no members of a kind are what a predicate says.
   * @param {number} kind @param {string} quantifier @param {Predicate} predicate @returns {Checked} */
  quantified(kind, quantifier, predicate) {
    const own = this.columns.get(kind) ?? -1;
    const column = this.columns.get(predicate.of.kind ?? -1) ?? -1;
    const members = this.entries.map(({ at }) => at).filter((at) => truthOf(this.strictly(at, kind)) === "E");
    const all = quantifier.endsWith("every");
    const byKind = all && column >= 0;
    /** @type {Finding["truth"]} */
    let truth = "?";
    let note = "";
    /** @type {number[]} */
    let shown = [];
    if (byKind) {
      truth = truthOf(this.table.every[own]?.[column] ?? "?");
      const against = members.filter((at) => truth === "R" && truthOf(this.strictly(at, predicate.of.kind ?? -1)) === "R");
      const order = (/** @type {number} */ at) => 1000 * Number(!this.known.has(at)) + this.label(at).length;
      shown = against.sort((a, b) => order(a) - order(b));
    } else {
      const count = this.count(members, predicate.of);
      if (all) truth = count.R.length ? "R" : "?";
      else if (quantifier === "most" && count.E.length + count.R.length) truth = count.E.length > count.R.length ? "E" : "R";
      else truth = count.E.length ? "E" : this.table.none[own]?.[column] === "E" ? "R" : "?";
      const byNone = truth === "R" && !all && quantifier !== "most"; // the kinds exclude each other
      shown = truth === "?" || byNone ? [] : count[truth];
      note = `of the known members of ${this.label(kind)}, ${count.E.length} are, ${count.R.length} are not and `
        + `${count["?"].length} are undecided${shown.length ? `; for one, ${this.label(shown[0])}` : ""}`;
    }
    const found = shown.length && !byKind ? this.foundOf(shown[0], predicate) : OPEN;
    if (["not every", "no"].includes(quantifier)) truth = OPPOSITE[truth];
    const against = truth === "R" && quantifier !== "most" ? shown.slice(0, 3).map((at) => this.entries[at]) : [];
    return { ...this.told(kind, predicate, { ...found, truth, note }), strict: "", every: true, against };
  }

  /** @param {number} at @param {Predicate} predicate @param {Finding} found @returns {Checked} */
  told(at, predicate, { truth, by, soft = false, note = "", grounds = [] }) {
    const column = this.columns.get(predicate.of.kind ?? -1) ?? -1;
    const beside = column < 0 ? truth : truthOf(this.strictly(at, predicate.of.kind ?? -1));
    return {
      claim: "", thing: this.entries[at], of: this.entries[predicate.at], column, every: false, verdict: VERDICTS[truth],
      sense: predicate.strict ? "strict" : "everyday", strict: beside === truth ? "" : VERDICTS[beside], note,
      conventions: by.map((each) => this.entries[each]), soft: truth !== "?" && (soft || by.length > 0), readAs: [], against: [],
      grounds: grounds.flatMap(({ at: thing, prop, values }) =>
        values.map((each) => `${this.label(thing)}: ${this.label(prop)} ${typeof each === "number" ? this.label(each) : each}`)),
    };
  }

  // --- claims

  /** Look up whether something, or each member of a kind, is what words say; throws `Fault`.
   * @param {string} name @param {string} words @returns {Checked} */
  isA(name, words) {
    const predicate = this.words.predicate(words);
    const thing = this.words.thing(name);
    if (!predicate || !thing) throw nothing(predicate ? name : words);
    return { ...this.decide(thing, predicate), claim: `${name} is ${words}` };
  }

  /** Read a claim, or several in one, and look up the verdict; throws `Fault`. @param {string} text @returns {Checked} */
  check(text) {
    const { contracted, parts } = this.words.patterns;
    const full = text.replace(contracted, (_, verb) => (!verb || verb.toLowerCase() === "ca" ? "can not" : `${verb} not`));
    const whole = full.trim().split(/\s+/u).join(" ").replace(/[ .!?]+$/u, "");
    const pieces = whole.split(parts).filter(Boolean);
    if (pieces.length > 1) {
      try {
        return { ...this.several(pieces), claim: text };
      } catch (fault) {
        if (!(fault instanceof Fault)) throw fault;
      }
    }
    try {
      return { ...this.one(whole), claim: text };
    } catch (fault) {
      const found = fault instanceof Fault && fault.name ? this.together(whole) : undefined;
      if (!found) throw fault;
      return { ...found, claim: text };
    }
  }

  /** Two claims joined by “and”: “X and Y are Z”, “X generates Y and Z”, “X is Y and Z”. @param {string} text */
  together(text) {
    for (const { index } of text.matchAll(/ and /gu)) {
      const [left, right] = [text.slice(0, index), text.slice(index + 5)];
      const tokens = left.split(" ");
      const ways = [() => {
        const { subject = "" } = this.one(right);
        return [left + right.slice(subject.length), right];
      }, ...tokens.slice(1).map((_, i) => () => [left, `${tokens.slice(0, tokens.length - 1 - i).join(" ")} ${right}`])];
      for (const way of ways) {
        try {
          return this.several(way());
        } catch (fault) {
          if (!(fault instanceof Fault)) throw fault;
        }
      }
    }
    return undefined;
  }

  /** The verdict on several claims in one. @param {string[]} pieces @returns {Checked} */
  several(pieces) {
    const found = pieces.map((piece) => this.one(piece));
    const verdicts = found.map(({ verdict }) => verdict);
    const verdict = ["refuted", "unknown"].find((each) => verdicts.includes(each)) ?? "entailed";
    const note = pieces.map((piece, i) => `${piece}: ${verdicts[i]}`).join("; ");
    return { ...found[verdicts.indexOf(verdict)], note };
  }

  /** @param {string} text @returns {Checked} */
  one(text) {
    const [, before, after] = this.words.patterns.quantified.exec(text) ?? [];
    let quantifier = before ? this.said.quantifiers[before.toLowerCase()] : "";
    const tokens = (after ?? text).split(" ");
    /** @type {Record<string, string>} */
    const missing = {};
    for (const exact of tokens.length > this.said.longest ? [] : [true, false]) {
      for (let cut = tokens.length - 1; cut > 0; cut--) {
        const subject = tokens.slice(0, cut).join(" ");
        const rest = tokens.slice(cut).join(" ");
        const verb = this.words.patterns.verb.exec(rest);
        const words = rest.slice(verb?.[0].length);
        const how = verb?.[0] ? "after a verb" : "without one";
        if (!words) continue;
        const kind = quantifier ? this.words.kindOf(subject) : undefined;
        const thing = kind === undefined ? this.words.thing(subject) : { bearers: [kind] };
        const of = thing && this.words.predicate(words);
        if (!of) missing[how] ??= thing ? words : subject;
        if (!thing || !of || (exact && (thing.readAs || of.readAs))) continue;
        const [at] = thing.bearers;
        const isClass = this.entries[at].sort === "class";
        if (quantifier && !isClass) throw new Fault(`${subject} is one thing, not a kind: leave out “${quantifier}”.`);
        if (isClass && verb?.groups?.mostly) quantifier = "most";
        const turns = verb?.groups?.not && ["some", "most"].includes(quantifier) && !of.of.days;
        const said = turns ? { ...of, of: { not: of.of }, also: [] } : of;
        const found = { ...(isClass && quantifier ? this.quantified(at, quantifier, said) : this.decide(thing, said)), subject };
        if (!verb?.groups?.not || turns) return found;
        const turned = { entailed: "refuted", refuted: "entailed", unknown: "unknown" }[found.verdict] ?? "";
        return { ...found, verdict: turned, strict: "" };
      }
    }
    const name = missing["after a verb"] ?? missing["without one"];
    throw name === undefined ? new Fault("This is not a claim that is understood.") : nothing(name);
  }
}

/** @param {string} name */
const nothing = (name) => new Fault(`Nothing is called “${name}”.`, name);

/** @type {Promise<Claims> | undefined} */
let known;

/** The claims that can be checked; names and verdicts are loaded once. */
export const ready = () => {
  known ??= Promise.all([loaded(), fetched("check/verdicts.json"), fetched("check/words.json")]).then(
    ([entries, table, said]) => new Claims(entries, table, said),
  );
  return known;
};
