// @ts-check
// Names of things and predicates in plain words, read as the library reads them: by the names of all
// things, and by the words and patterns that it hands over. `graph/lexicon.py` says what each means.

import { normalized } from "./names.js";

/** @typedef {import("./names.js").Entry} Entry */
/** What a predicate means: a kind, a value, some value of a kind, a number, a span of days, or some of these.
 * @typedef {{kind?: number, prop?: number, value?: number, some?: number, bounds?: [string, number][],
 *   days?: number[], start?: string, end?: string, all?: Expression[], any?: Expression[], not?: Expression}} Expression */
/** @typedef {{of: Expression, at: number, words: string, also?: Expression[], strict?: boolean, readAs?: string}} Predicate */
/** @typedef {{bearers: number[], readAs?: string}} Reading */
/** @typedef {Record<string, string>} Patterns */
/** @typedef {{classes: number[], values: Record<string, [number[], number[]]>, nameable: number[], said_of: Record<string, number[]>, said: [string, number[]][],
 *   ranges: Record<string, number[]>, makers: number[], floors: number[], measures: [string[], number][], released: number[], retired: number[],
 *   releasing: string[], later: string[], small: string[], compared: [string, string][],
 *   scales: Record<string, number>, numbers: Record<string, number>, suffixes: [string, string][],
 *   alike: [number, number], patterns: Patterns, notations: [string, number][], days: Record<string, Record<string, string>>}} Lexicon */

const SPACES = /^(?:(ait:|https:\/\/w3id\.org\/aitaxonomy#)|(?:aix:|https:\/\/w3id\.org\/aitaxonomy\/id\/))(.+)$/u;

/** What cannot be read, or found; `name` is what nothing has. */
export class Fault extends Error {
  /** @param {string} message @param {string} [name] */
  constructor(message, name = "") {
    super(message);
    this.name = name;
  }
}

/** A noun with its article. @param {string} noun */
export const withArticle = (noun) => `${/^(?:[aeio]|LLM)/iu.test(noun) ? "an" : "a"} ${noun}`;

/** How alike two words are, of 100: by the letters that they share, in their order.
 * @param {string} one @param {string} other */
const ratio = (one, other) => {
  let row = new Array(other.length + 1).fill(0);
  for (const letter of one) {
    const next = [0];
    for (let j = 1; j <= other.length; j++) {
      next[j] = letter === other[j - 1] ? row[j - 1] + 1 : Math.max(row[j], next[j - 1]);
    }
    row = next;
  }
  return (200 * row[other.length]) / (one.length + other.length);
};

/** The day after a day, or after the last of a month or year. @param {string} day */
const after = (day) => {
  const [year, month, date] = day.split("-").map(Number);
  const next = date ? Date.UTC(year, month - 1, date + 1) : Date.UTC(year, month || 12, 1);
  return new Date(next).toISOString().slice(0, 10);
};

/** The digits of a name and the number of its words: a misspelling keeps both. @param {string} name */
const pattern = (name) => `${name.match(/\d+/gu)?.join(" ")} ${name.split(" ").length}`;

/** A name as misspellings are compared, word by word. @param {string} name */
const spaced = (name) => name.split(/[^\p{L}\p{N}]+/u).map(normalized).filter(Boolean).join(" ");

/** @param {Expression[]} any @returns {Expression} */
const some = (any) => (any.length > 1 ? { any } : any[0]);

export class Words {
  /** @param {Entry[]} entries @param {Lexicon} lexicon
   * @param {(at: number, kind: number) => boolean} isOf whether a thing is of a kind */
  constructor(entries, lexicon, isOf) {
    this.entries = entries;
    this.lexicon = lexicon;
    this.isOf = isOf;
    const whole = new Set(["size", "bare_size", "dated", "date", "still", "quantified"]);
    this.patterns = Object.fromEntries(Object.entries(lexicon.patterns).map(([name, each]) =>
      [name, new RegExp(whole.has(name) ? `^(?:${each})$` : name === "verb" ? `^${each}` : each, name === "contracted" ? "giu" : "iu")]));
    this.classes = new Set(lexicon.classes);
    this.said = new Map(lexicon.said);
    /** @type {Map<string, Map<number, number>>} */
    this.exact = new Map();
    /** @type {Map<string, Map<number, number>>} */
    this.loose = new Map();
    /** @type {Map<string, number>} */
    this.translated = new Map();
    this.folders = new Map(entries.map((each) => [each.folder, each.at]));
    for (const { at, folder, label, also, translated } of entries) {
      this.enter(folder.split("/")[1], at, 0);
      this.enter(label, at, 1);
      for (const name of also) this.enter(name, at, 2);
      for (const name of translated) this.translated.set(name.toLowerCase(), at);
    }
    for (const [name, at] of lexicon.notations) this.enter(name, at, 3);
    /** @type {Map<(at: number) => boolean, Map<string, string>>} */
    this.known = new Map();
  }

  /** @param {string} name @param {number} at @param {number} rank */
  enter(name, at, rank) {
    for (const [index, key] of /** @type {const} */ ([[this.exact, name], [this.loose, normalized(name)]])) {
      const found = index.get(key) ?? new Map();
      index.set(key, found.set(at, Math.min(rank, found.get(at) ?? 9)));
    }
  }

  isSystem = (/** @type {number} */ at) => this.entries[at].sort === "system";
  isSpoken = (/** @type {number} */ at) => this.isSystem(at) || this.lexicon.makers.includes(at);
  isKind = (/** @type {number} */ at) => this.classes.has(at);
  isAsked = (/** @type {number} */ at) => this.classes.has(at) || this.lexicon.nameable.includes(at);

  /** What a CURIE or IRI stands for. @param {string} name */
  told(name) {
    const [, term, local] = SPACES.exec(name) ?? [];
    return local ? this.folders.get(`${term ? "terms" : "id"}/${local}/`) : undefined;
  }

  /** What a name stands for; kinds come first, then systems. @param {string} name */
  find(name) {
    const told = this.told(name);
    if (told !== undefined) return told;
    const found = [...(this.exact.get(name) ?? (normalized(name) ? this.loose.get(normalized(name)) : undefined) ?? [])];
    const cost = (/** @type {number} */ at) => (["class", "system"].indexOf(this.entries[at].sort) + 3) % 3;
    found.sort(([a, first], [b, second]) => cost(a) - cost(b) || first - second || a - b);
    return found[0]?.[0] ?? this.translated.get(name.toLowerCase());
  }

  /** All that a name stands for among some things. @param {string} name @param {(at: number) => boolean} among */
  meanings(name, among) {
    const key = normalized(name);
    const found = [...(key ? this.loose.get(key)?.keys() ?? [] : [])].filter(among);
    const other = this.told(name) ?? this.translated.get(name.toLowerCase());
    return found.length || other === undefined || !among(other) ? found.sort((a, b) => a - b) : [other];
  }

  /** What words say of things: artifacts before others, a misspelling with a note; undefined for nothing.
   * @param {string} words @returns {Reading | undefined} */
  thing(words) {
    const told = this.told(words);
    if (told !== undefined) return { bearers: [told] };
    const bare = words.trim().replace(this.patterns.article, "");
    for (const name of [words, bare]) {
      const found = this.meanings(name, this.isSystem);
      const other = (/** @type {number} */ at) => Number(this.entries[at].label !== name);
      if (found.length) return { bearers: found.sort((a, b) => other(a) - other(b) || a - b) };
    }
    for (const name of [words, bare, ...this.singulars(bare)]) {
      const found = this.find(name);
      if (found !== undefined) return { bearers: [found] };
    }
    const near = this.misspelt(words, this.isSpoken);
    return near ? { bearers: this.meanings(near, this.isSpoken), readAs: near } : undefined;
  }

  /** The kind that words name, as after “every” or “some”. @param {string} words */
  kindOf(words) {
    return this.first(words, [this.kind])?.at;
  }

  /** What words after “is” say; undefined if nothing. @param {string} words @returns {Predicate | undefined} */
  predicate(words) {
    const told = this.told(words) ?? this.told(this.trimmed(words));
    if (told !== undefined) return { of: { kind: told }, at: told, words: withArticle(this.entries[told].label), strict: true };
    const plain = words.split(/\s+/u).join(" ").replace(/^[ .?!]+|[ .?!]+$/gu, "");
    const found = this.read(plain);
    if (found) return found;
    const near = this.misspelt(this.trimmed(plain), this.isAsked);
    const other = near && this.read(near);
    return other ? { ...other, readAs: near } : undefined;
  }

  /** @param {string} words @returns {Predicate | undefined} */
  read(words) {
    return this.first(words, [this.kind, this.saying, this.size, this.time, this.value]) ?? this.both(this.trimmed(words));
  }

  /** @param {string} words @param {((words: string) => Predicate | undefined)[]} readers */
  first(words, readers) {
    for (const spelling of this.spellings(words)) {
      for (const reader of readers) {
        const found = reader.call(this, spelling);
        if (found) return found;
      }
    }
    return undefined;
  }

  /** @param {string} words @returns {Predicate | undefined} */
  kind(words) {
    const found = this.meanings(words, this.isKind);
    if (!found.length) return undefined;
    const at = found.find((each) => this.entries[each].label === words) ?? found[0];
    const values = this.value(words);
    const also = values ? [values.of, ...values.also ?? []] : [];
    return { of: { kind: at }, at, words: withArticle(this.entries[at].label), also };
  }

  /** @param {string} words @returns {Predicate | undefined} */
  value(words) {
    const named = this.meanings(words, (at) => at in this.lexicon.values);
    const found = named.length ? named : this.lexicon.said_of[words.toLowerCase()] ?? [];
    const [of, ...also] = found.flatMap((value) => {
      const [kinds, props] = this.lexicon.values[value];
      return [...kinds.map((kind) => ({ kind })), some(props.map((prop) => ({ prop, value })))];
    });
    return of && { of, at: found[0], words: `“${this.entries[found[0]].label}”`, also };
  }

  /** @param {string} words @returns {Predicate | undefined} */
  saying(words) {
    for (const [said, props] of this.said) {
      if (!words.toLowerCase().startsWith(`${said} `)) continue;
      const any = props.flatMap((prop) => this.withValue(prop, words.slice(said.length + 1).trim()));
      const at = any[0]?.value ?? any[0]?.some;
      if (at !== undefined) return { of: some(any), at, words: `${said} ${this.entries[at].label}` };
    }
    return undefined;
  }

  /** @param {number} prop @param {string} words @returns {Expression[]} */
  withValue(prop, words) {
    if (prop in this.lexicon.days) return [];
    const ranges = this.lexicon.ranges[prop] ?? [];
    for (const name of this.spellings(words)) {
      const isClass = (/** @type {number} */ at) => this.entries[at].sort === "class";
      const found = this.meanings(name, (at) => !isClass(at) && (!ranges.length || ranges.some((range) => this.isOf(at, range))));
      if (found.length) return found.map((value) => ({ prop, value }));
      const [some] = this.meanings(name, isClass);
      if (some !== undefined) return [{ prop, some }];
    }
    return [];
  }

  /** @param {string} words @returns {Predicate | undefined} */
  size(words) {
    const read = this.patterns.size.exec(words) ?? this.patterns.bare_size.exec(words);
    const { head = "", how, number = "1", scale = "", unit = "" } = read?.groups ?? {};
    const named = (`${head} ${unit}`.toLowerCase().match(/[a-z]+/gu) ?? []).filter((word) => !this.lexicon.small.includes(word));
    if (!named.length) return undefined;
    const fit = this.lexicon.measures.filter(([known]) => named.every((word) => known.includes(word)));
    const [, prop] = fit.sort(([a, one], [b, other]) => a.length - b.length || one - other)[0] ?? [];
    const [, compared = ""] = this.lexicon.compared.find(([pattern]) => how && new RegExp(`^${pattern}$`, "iu").test(how)) ?? [];
    const plain = number.toLowerCase().replaceAll(",", "");
    const [, count] = Object.entries(this.lexicon.numbers).find(([word]) => plain === word)
      ?? [0, plain.endsWith("hundred") ? 100 : plain.startsWith("half") ? 0.5 : Number(plain)];
    const size = count * this.lexicon.scales[scale.toLowerCase()];
    if (prop === undefined) return undefined;
    /** @type {[string, number][]} */
    const bounds = how ? [[compared, size]] : this.lexicon.floors.includes(prop) ? [["minInclusive", size]]
      : [["minInclusive", 0.9 * size], ["maxInclusive", 1.1 * size]];
    return { of: { prop, bounds: bounds.map(([bound, x]) => [bound, Math.trunc(x)]) }, at: prop, words: `“${words}”` };
  }

  /** @param {string} words @returns {Predicate | undefined} */
  time(words) {
    const { released, retired, releasing, later } = this.lexicon;
    const tomorrow = after(new Date().toISOString().slice(0, 10));
    const means = (/** @type {string} */ verb, /** @type {number[]} */ days) => (this.said.get(verb) ?? []).some((prop) => days.includes(prop));
    if (this.patterns.still.test(words)) return { of: { days: retired, start: tomorrow, end: "" }, at: retired[0], words: "still available" };
    if (means(words.toLowerCase(), retired)) return { of: { days: retired, start: "", end: tomorrow }, at: retired[0], words: "retired" };
    const found = this.patterns.dated.exec(words)?.groups;
    const verb = (found?.verb ?? "").trim().toLowerCase();
    const known = !verb || means(verb, [...released, ...retired]) || releasing.includes(verb);
    const span = found && known ? this.span(found.what) : undefined;
    const how = found?.how.toLowerCase() ?? "";
    if (!found || !span || (["from", "in"].includes(how) && !this.patterns.date.test(found.what))) return undefined;
    const [start, end] = later.includes(how) ? [span[1], ""] : ["since", "from"].includes(how) ? [span[0], ""]
      : how === "in" ? span : ["", span[0]];
    const days = means(verb, retired) ? retired : released;
    return { of: { days, start, end }, at: days[0], words };
  }

  /** The span of a day, month or year, or of the release of a thing. @param {string} words */
  span(words) {
    const first = this.patterns.date.test(words) ? words
      : this.thing(words)?.bearers.map((at) => this.day(at, this.lexicon.released)[0]).find(Boolean);
    return first && [first, after(first)];
  }

  /** The first day of a thing, and by which property. @param {number} at @param {number[]} props */
  day(at, props) {
    const days = props.flatMap((prop) => this.lexicon.days[prop]?.[at] ?? []);
    const first = days.sort()[0] ?? "";
    return /** @type {[string, number]} */ ([first, props.find((prop) => this.lexicon.days[prop]?.[at] === first) ?? -1]);
  }

  /** @param {string} words @returns {Predicate | undefined} */
  both(words) {
    const tokens = words.split(" ");
    const readers = [this.kind, this.saying, this.value];
    for (let cut = tokens.length - 1; cut > 0; cut--) {
      const one = this.first(tokens.slice(0, cut).join(" "), readers);
      const two = one && this.first(tokens.slice(cut).join(" "), readers);
      if (one && two) return { of: { all: [one.of, two.of] }, at: two.at, words: `${one.words} and ${two.words}` };
    }
    return undefined;
  }

  // --- spellings

  /** Words without what says nothing before them. @param {string} words */
  trimmed(words) {
    return words.replace(this.patterns.fillers, "") || words;
  }

  /** @param {string} name */
  singulars(name) {
    return this.lexicon.suffixes.filter(([end]) => name.endsWith(end)).map(([end, one]) => name.slice(0, name.length - end.length) + one);
  }

  /** Words as they are, then without fillers, in the singular, without a last noun. @param {string} words */
  spellings(words) {
    // After "can" or "does" a verb has its bare form.
    const bare = [words.replace(/^((?:natively )?[\p{L}\p{N}_]+)/u, "$1s"), `can ${words}`];
    const all = [words, this.trimmed(words), ...bare].flatMap((whole) => [whole, ...this.singulars(whole), whole.replace(this.patterns.nouns, "")]);
    return [...new Set(all)].filter(Boolean);
  }

  /** The one name that words are a misspelling of, "" if none or several are; the digits have to be the same.
   * @param {string} words @param {(at: number) => boolean} among */
  misspelt(words, among) {
    const key = spaced(words);
    const [alike, clear] = this.lexicon.alike;
    if (key.length < 5) return "";
    const near = [...this.namesOf(among)]
      .filter(([each]) => 200 * Math.min(key.length, each.length) >= alike * (key.length + each.length) && pattern(each) === pattern(key))
      .map(([each, name]) => ({ each, name, score: ratio(key, each) }))
      .filter(({ score }) => score >= alike).sort((a, b) => b.score - a.score).slice(0, 6)
      .filter(({ each }) => each[0] === key[0]);
    return !near.length || (near.length > 1 && near[0].score - near[1].score < clear) ? "" : near[0].name;
  }

  /** Labels and other names, by what is compared of them. @param {(at: number) => boolean} among */
  namesOf(among) {
    const found = this.known.get(among) ?? new Map();
    if (this.known.has(among)) return found;
    const ranked = [...this.exact].flatMap(([name, things]) =>
      [...things].filter(([at, rank]) => rank && among(at)).map(([, rank]) => ({ name, rank })));
    ranked.sort((a, b) => b.rank - a.rank || (a.name < b.name ? 1 : -1));
    for (const { name } of ranked) found.set(spaced(name), name);
    this.known.set(among, found);
    return found;
  }
}
