// @ts-check
// Claims in plain words: read by the patterns and names of the library, and looked up in its table
// of verdicts. Nothing is concluded here.

import { fetched, loaded } from "./names.js";

/** @typedef {import("./names.js").Entry} Entry */
/** @typedef {{kinds: number[], contents: number[], makes: string[], headline: number[],
 *   rows: string[], things: number[], every: string[], none: string[], exemplars: number[],
 *   notations: [string, number][],
 *   grammar: {forms: string[], claim: string, article: string, singular: [string, string][]}}} Table */
/** @typedef {{thing: Entry, of: Entry, every: boolean, negated: boolean, column: number,
 *   verdict: string, words: string}} Checked */

/** @type {Record<string, string>} */
const VERDICTS = { "+": "entailed", "-": "refuted", "?": "unknown" };
/** @type {Record<string, string>} */
const OPPOSITE = { entailed: "refuted", refuted: "entailed", unknown: "unknown" };
const SPACES = /^(?:(ait:|https:\/\/w3id\.org\/aitaxonomy#)|(?:aix:|https:\/\/w3id\.org\/aitaxonomy\/id\/))(.+)$/u;

/** What cannot be read, or found; `name` is what nothing has. */
export class Fault extends Error {
  /** @param {string} message @param {string} [name] */
  constructor(message, name = "") {
    super(message);
    this.name = name;
  }
}

/** A name without case, accents, spaces and punctuation. @param {string} name */
export const normalized = (name) =>
  name.normalize("NFKD").toLowerCase().replaceAll("ß", "ss").replace(/[^\p{L}\p{N}+]/gu, "");

/** The verdict on a thing, of the column of a kind.
 * @param {Table} table @param {number} place @param {number} column */
export const verdictOn = (table, place, column) => VERDICTS[table.rows[table.things[place]]?.[column] ?? "?"];

export class Claims {
  /** @param {Entry[]} entries @param {Table} table */
  constructor(entries, table) {
    this.entries = entries;
    this.table = table;
    this.kinds = new Set(entries.filter((each) => each.sort === "class").map((each) => each.at));
    this.contents = new Set(table.contents);
    this.claim = new RegExp(`^(?:${table.grammar.claim})$`, "iu");
    this.article = new RegExp(`^(?:${table.grammar.article})`, "iu");
    /** @type {Map<string, Map<number, number>>} */
    this.exact = new Map();
    /** @type {Map<string, Map<number, number>>} */
    this.loose = new Map();
    this.folders = new Map(entries.map((each) => [each.folder, each.at]));
    for (const { at, folder, label, also } of entries) {
      this.enter(folder.split("/")[1], at, 0);
      this.enter(label, at, 1);
      for (const name of also) this.enter(name, at, 2);
    }
    for (const [name, at] of table.notations) this.enter(name, at, 3);
  }

  /** @param {string} name @param {number} at @param {number} rank */
  enter(name, at, rank) {
    for (const [index, key] of /** @type {const} */ ([[this.exact, name], [this.loose, normalized(name)]])) {
      const found = index.get(key) ?? new Map();
      index.set(key, found.set(at, Math.min(rank, found.get(at) ?? 9)));
    }
  }

  /** What a name stands for; kinds come first, or else systems.
   * @param {string} name @param {Set<number>} [among] @param {string[]} [prefer]
   * @returns {number | undefined} */
  find(name, among, prefer = ["class", "system"]) {
    const within = (/** @type {number} */ at) => !among || among.has(at);
    const [, term, local] = SPACES.exec(name) ?? [];
    const told = local && this.folders.get(`${term ? "terms" : "id"}/${local}/`);
    if (told !== undefined && told !== "" && within(told)) return told;
    const only = (/** @type {Map<number, number> | undefined} */ found) =>
      [...(found ?? [])].filter(([at]) => within(at));
    let found = only(this.exact.get(name));
    if (!found.length) found = only(this.loose.get(normalized(name)));
    if (!normalized(name)) return undefined;
    const sorts = [...prefer, ...["class", "system"].filter((each) => !prefer.includes(each))];
    const cost = (/** @type {number} */ at) => {
      const place = sorts.indexOf(this.entries[at].sort);
      return place < 0 ? sorts.length : place;
    };
    const iri = (/** @type {number} */ at) => this.entries[at].folder.replace("terms/", "#");
    found.sort(([a, first], [b, second]) => cost(a) - cost(b) || first - second || (iri(a) < iri(b) ? -1 : 1));
    return found[0]?.[0];
  }

  /** The first spelling that something has, without its article or plural; or else the name.
   * @param {string} name @param {Set<number>} [among] */
  spelled(name, among) {
    for (const each of new Set([name, name.replace(this.article, "")])) {
      const singular = this.table.grammar.singular
        .filter(([end]) => each.endsWith(end))
        .map(([end, one]) => each.slice(0, each.length - end.length) + one);
      for (const spelling of [each, ...singular]) {
        if (this.find(spelling, among) !== undefined) return spelling;
      }
    }
    return name;
  }

  /** @param {string} name @param {Set<number>} [among] */
  named(name, among) {
    for (const those of among ? [among, undefined] : [undefined]) {
      const found = this.find(this.spelled(name, those), those, ["system", "class"]);
      if (found !== undefined) return found;
    }
    throw new Fault(`Nothing is called “${name}”.`, name);
  }

  /** Read a claim and look up its verdict; throws `Fault`.
   * @param {string} text @returns {Checked} */
  check(text) {
    const read = this.claim.exec(text.trim().split(/\s+/u).join(" ").replace(/\.+$/u, ""))?.groups;
    if (!read) throw new Fault("This is no claim that is understood.");
    const quantified = (read.all ?? "").toLowerCase();
    const thing = this.named(read.x, quantified ? this.kinds : undefined);
    if (quantified && !this.kinds.has(thing)) {
      throw new Fault(`${this.entries[thing].label} is no kind, but one thing: leave out “${quantified}”.`);
    }
    const negated = (quantified === "no") !== Boolean(read.not || read.never);
    return read.makes
      ? this.generates(thing, read.y, Boolean(read.natively), negated)
      : this.isOf(thing, read.y, negated);
  }

  /** Look up whether something, or each member of a kind, is of a kind; throws `Fault`.
   * @param {string} name @param {string} kind @returns {Checked} */
  isA(name, kind) {
    return this.isOf(this.named(name), kind, false);
  }

  /** @param {number} thing @param {string} kind @param {boolean} negated @returns {Checked} */
  isOf(thing, kind, negated) {
    const of = this.named(kind, this.kinds);
    const column = this.table.kinds.indexOf(of);
    const { label } = this.entries[of];
    if (column < 0) throw new Fault(`${label} is no kind.`);
    const article = negated && !this.kinds.has(thing) ? "no" : /^[aeio]/iu.test(label) ? "an" : "a";
    return this.looked(thing, of, column, negated, `is ${article} ${label}`);
  }

  /** @param {number} thing @param {string} content @param {boolean} natively @param {boolean} negated
   * @returns {Checked} */
  generates(thing, content, natively, negated) {
    const { contents, kinds, makes } = this.table;
    const of = this.find(this.spelled(content, this.contents), this.contents);
    if (of === undefined) {
      const known = contents.map((at) => this.entries[at].label).join(", ");
      throw new Fault(`No content is called “${content}”; take one of: ${known}.`);
    }
    const way = makes.indexOf(natively ? "nativelyGenerates" : "generates");
    const column = kinds.length + contents.indexOf(of) * makes.length + way;
    const denied = negated && !this.kinds.has(thing);
    const how = natively ? "natively " : "";
    const does = denied ? `does not ${how}generate` : `${how}generates`;
    return this.looked(thing, of, column, negated, `${does} ${this.entries[of].label}`);
  }

  /** @param {number} thing @param {number} of @param {number} column @param {boolean} negated
   * @param {string} does @returns {Checked} */
  looked(thing, of, column, negated, does) {
    const every = this.kinds.has(thing);
    const row = (negated ? this.table.none : this.table.every)[this.table.kinds.indexOf(thing)];
    let verdict = every ? VERDICTS[row?.[column] ?? "?"] : verdictOn(this.table, thing, column);
    if (!every && negated) verdict = OPPOSITE[verdict];
    const words = `${every ? (negated ? "No " : "Every ") : ""}${this.entries[thing].label} ${does}`;
    return { thing: this.entries[thing], of: this.entries[of], every, negated, column, verdict, words };
  }

  /** Things that refute a claim on a kind, those that people know first: members of the kind of
   * which the claim is known not to hold. @param {Checked} claim @returns {Entry[]} */
  witnesses({ thing, negated, column }, most = 3) {
    const kind = this.table.kinds.indexOf(thing.at);
    const known = new Set(this.table.exemplars);
    return this.entries
      .filter(({ at }) => {
        const row = this.table.rows[this.table.things[at]];
        return row?.[kind] === "+" && row[column] === (negated ? "+" : "-");
      })
      .sort((a, b) => Number(known.has(b.at)) - Number(known.has(a.at)) || a.label.length - b.label.length)
      .slice(0, most);
  }
}

/** @type {Promise<Claims> | undefined} */
let known;

/** The claims that can be checked; names and verdicts are loaded once. */
export const ready = () => {
  known ??= Promise.all([loaded(), fetched("check/verdicts.json")]).then(
    ([entries, table]) => new Claims(entries, table),
  );
  return known;
};
