// @ts-check
// Which known system a name in a list denotes, where that is sure: the same name, another spelling
// of it, or a dated form. By the names, patterns and words of `aitaxonomy.inventory.matching`.

import { normalized } from "./names.js";

/** @typedef {{names: [string, number][], families: number[],
 *   makers: Record<string, string[]>, patterns: Record<string, string>, words: Record<string, string[]>,
 *   organizations: Record<string, string>, providers: string[], parts: Record<string, string>,
 *   first_words: string[], common: string[]}} Names */
/** @typedef {{tokens: string[], core: string[], bare: string[], snapshot: string[], quantized: boolean}} Parts */
/** @typedef {{whole: string, base: string, namespace: string}} Candidate */

const isNumber = (/** @type {string} */ token) => /^[0-9]/.test(token);
const folded = (/** @type {string} */ text) => text.toLowerCase().replaceAll("ß", "ss");
const key = (/** @type {string[]} */ tokens) => tokens.join(" ");

export class Matcher {
  /** @param {Names} names @param {import("./names.js").Entry[]} entries */
  constructor(names, entries) {
    this.names = names;
    this.entries = entries;
    this.words = Object.fromEntries(Object.entries(names.words).map(([name, all]) => [name, new Set(all)]));
    /** @param {string} flags */
    const compiled = (flags, around = (/** @type {string} */ x) => x) =>
      Object.fromEntries(Object.entries(names.patterns).map(([name, each]) => [name, new RegExp(around(each), flags)]));
    this.all = compiled("gu");
    this.first = compiled("u");
    this.full = compiled("u", (pattern) => `^(?:${pattern})$`);
    this.providers = new Set(names.providers);
    this.firstWords = new Set(names.first_words);
    this.common = new Set(names.common);
    this.isFamily = new Set(names.families);
    /** @type {Map<string, number>} */
    this.exact = new Map();
    /** @type {Map<string, number>} */
    this.tokens = new Map();
    /** @type {Map<string, [string[], number]>} */
    this.joined = new Map();
    /** @type {Map<string, number>} */
    this.shuffled = new Map();
    /** @type {Map<string, number>} */
    this.families = new Map();
    /** @type {Set<string>} */
    this.known = new Set();
    const once = (/** @type {Map<any, any>} */ map, /** @type {any} */ at, /** @type {any} */ value) =>
      map.has(at) || map.set(at, value);
    for (const [name, at] of names.names) {
      once(this.exact, folded(name), at);
      const { tokens, quantized } = this.takeApart(this.split(name).base);
      if (quantized) continue;
      once(this.tokens, key(tokens), at);
      once(this.joined, tokens.join(""), [tokens, at]);
      if (tokens.length > 2) once(this.shuffled, key(tokens.toSorted()), at);
      if (this.isFamily.has(at)) once(this.families, key(this.singular(tokens)), at);
      tokens.forEach((token) => this.known.add(token));
    }
    for (const [name, at] of names.names) once(this.exact, folded(this.withoutRemark(name)), at);
  }

  /** @param {string} name @returns {Parts} */
  takeApart(name) {
    const { date, served, minor, revised, quantized } = this.all;
    let plain = folded(name.normalize("NFKC")).trim();
    const dates = plain.match(date) ?? [];
    plain = plain.replace(date, " ");
    if (plain.includes(":")) {
      plain = plain.replace(served, "");
      const revision = this.first.revision.exec(plain);
      if (revision && (revision[1] === "1" || dates.length)) plain = plain.slice(0, revision.index);
      plain = plain.replace(minor, "$1.$2");
    }
    plain = plain.replace(revised, "");
    const unquantized = plain.replace(quantized, " ");
    let tokens = this.tokensOf(unquantized);
    let core = tokens;
    while (core.length > 1 && (this.words.snapshot.has(core[core.length - 1]) || this.isStamp(core))) core = core.slice(0, -1);
    const snapshot = [...tokens.slice(core.length), ...dates];
    const without = (/** @type {string[]} */ all, /** @type {Set<string>} */ words) =>
      all.filter((token, i) => !i || !words.has(token));
    core = without(core, this.words.snapshot);
    let bare = without(core, this.words.tuned);
    if (bare.length > 1 && this.full.first.test(bare[bare.length - 1])) bare = bare.slice(0, -1);
    tokens = [...tokens, ...dates.map((each) => each.replace(/\D/gu, ""))];
    return { tokens, core, bare, snapshot, quantized: unquantized !== plain };
  }

  /** @param {string} text @returns {string[]} */
  tokensOf(text) {
    const { point, version, token } = this.all;
    const plain = text.replace(point, ".").replace(version, "$1.$2");
    /** @type {string[]} */
    let found = plain.match(token) ?? [];
    found = found.filter((each, i) => each !== "v" || !isNumber(found[i + 1] ?? "x"));
    return plain.includes(".0") ? found.map((each) => each.replace(/\.0$/, "")) : found;
  }

  /** Whether the last token is a date in numbers, or the number of a build. @param {string[]} tokens */
  isStamp(tokens) {
    const last = tokens[tokens.length - 1];
    if (last.length < 3 || !/^\d+$/.test(last)) return false;
    if (last.length === 3 && last.startsWith("0")) return tokens.slice(0, -1).some(isNumber);
    return this.full.stamp.test(last);
  }

  /** @param {string[]} tokens */
  sizes(tokens) {
    return tokens.filter((token) => this.full.size.test(token));
  }

  /** What is left of a name without sizes, and without the mark of active parameters. @param {Parts} parts */
  line({ bare }) {
    const size = bare.map((token) => isNumber(token) && this.full.size.test(token));
    return bare.filter((token, i) => !size[i] && !(token === "a" && size[i + 1]));
  }

  /** @param {string[]} tokens */
  singular(tokens) {
    return tokens.filter((token) => !this.words.plural.has(token));
  }

  /** @param {string} name @returns {string | undefined} */
  organization(name) {
    return this.names.organizations[normalized(name)];
  }

  /** @param {string | undefined} one @param {string} other */
  sameCompany(one, other) {
    const { parts } = this.names;
    return one !== undefined && (parts[one] ?? one) === (parts[other] ?? other);
  }

  /** @param {string} name @returns {Candidate} */
  split(name) {
    const before = name.trim().split("/");
    const base = before.pop() ?? "";
    const namespace = before.reverse().find((part) => part !== "models") ?? "";
    if (base.includes(": ")) {
      const [vendor, ...rest] = base.split(": ");
      if (this.organization(vendor)) return { whole: name, base: rest.join(": "), namespace: vendor };
    }
    const dotted = base.includes(".") ? this.full.vendor.exec(base) : null;
    if (dotted && this.organization(dotted[1])) return { whole: name, base: dotted[2], namespace: dotted[1] };
    return { whole: name, base, namespace };
  }

  /** @param {string} name */
  withoutRemark(name) {
    return name.includes("(") ? name.replace(this.all.remark, "").trim() || name : name;
  }

  /** @param {string[]} words */
  isGeneric(words) {
    return words.every((word) => isNumber(word) || this.words.generic.has(word));
  }

  /** Whether a name also names much else, as words and given names do. @param {string} name */
  isCommon(name) {
    return this.common.has(normalized(this.withoutRemark(name)));
  }

  /** Shorter forms of a name: the developer that was left out, or "", and the rest.
   * @param {string} name @returns {Generator<[string, string]>} */
  *shortened(name) {
    let words = this.withoutRemark(name).trim().split(/\s+/u).filter(Boolean);
    if (words.length && key(words) !== key(name.trim().split(/\s+/u))) yield ["", key(words)];
    if (words.length > 1 && this.words.trailing.has(folded(words[words.length - 1]))) {
      words = words.slice(0, -1);
      yield ["", key(words)];
    }
    if (!words.length || !this.firstWords.has(folded(words[0]))) return;
    for (let length = Math.min(3, words.length - 1); length; length--) {
      const vendor = key(words.slice(0, length));
      const rest = words.slice(length);
      if (this.organization(vendor) && !this.isGeneric(rest.map(folded))) yield [vendor, key(rest)];
    }
  }

  /** Whether a namespace belongs to somebody other than the developers of a system.
   * @param {string} namespace @param {string[]} makers */
  isForeign(namespace, makers) {
    if (!namespace || !makers.length || this.providers.has(normalized(namespace))) return false;
    const owner = this.organization(namespace);
    return !owner || !makers.some((each) => this.sameCompany(owner, each));
  }

  /** The systems with the same name, surest first; a dated form takes a version, or a size.
   * @param {string} base @param {Parts} parts @returns {Generator<[number | undefined, string]>} */
  *ways(base, parts) {
    const { tokens, core, snapshot, quantized } = parts;
    yield [this.exact.get(folded(base)), "exact"];
    const [known, at] = this.joined.get(tokens.join("")) ?? [tokens, undefined];
    const alike = key(known.filter(isNumber)) === key(tokens.filter(isNumber));
    if (key(known) !== key(tokens) && alike) yield [at, "normalised"];
    if (quantized || !this.line(parts).every((token) => this.known.has(token))) return;
    yield [this.named(tokens), "normalised"];
    const singular = this.singular(tokens);
    if (key(singular) !== key(tokens)) yield [this.families.get(key(singular)), "normalised"];
    if (snapshot.length && core.some(isNumber)) yield [this.named(core), "dated snapshot"];
  }

  /** @param {string[]} tokens */
  named(tokens) {
    return this.tokens.get(key(tokens)) ?? (tokens.length > 2 ? this.shuffled.get(key(tokens.toSorted())) : undefined);
  }

  /** @param {Candidate} name @returns {[number, string] | undefined} */
  ofName({ whole, base, namespace }) {
    const known = this.exact.get(folded(whole));
    if (known !== undefined) return [known, "exact"];
    const parts = this.takeApart(base);
    if (!parts.tokens.length) return undefined;
    for (const [at, way] of this.ways(base, parts)) {
      if (at === undefined || (way !== "exact" && !this.agree(at, parts))) continue;
      // What is a dated form of a family is one of its members.
      if (way === "dated snapshot" && this.isFamily.has(at)) return undefined;
      return this.isForeign(namespace, this.names.makers[at] ?? []) ? undefined : [at, way];
    }
    return undefined;
  }

  /** Whether no size in the label of a system contradicts one in a name. @param {number} at @param {Parts} parts */
  agree(at, parts) {
    const label = this.sizes(this.takeApart(this.entries[at].label).core);
    const stated = this.sizes(parts.core);
    return !label.length || !stated.length || key([...new Set(label)].sort()) === key([...new Set(stated)].sort());
  }

  /** The place of the system that a name alone surely denotes, and how; undefined for no such.
   * @param {string} name @returns {[number, string] | undefined} */
  match(name) {
    if (this.isCommon(name)) return undefined;
    const found = this.ofName(this.split(name));
    if (found) return found;
    for (const [vendor, rest] of this.shortened(name)) {
      const less = this.ofName({ whole: rest, base: rest, namespace: vendor });
      const owner = vendor ? this.organization(vendor) : undefined;
      const owned = less && (this.names.makers[less[0]] ?? []).some((each) => this.sameCompany(owner, each));
      if (less && less[1] !== "dated snapshot" && (owned || !vendor)) return less;
    }
    return undefined;
  }
}
