// @ts-check
// Answers to "is Claude an LLM", "what powers Copilot" and the like: each is looked up in what the library listed
// when the site was built. Nothing is concluded here.
"use strict";

/** @typedef {{kinds: [string, string][], said: Record<string, number>, several: Record<string, Subject>,
 *   rows: string[], spoken: number[], strict: number[], every: string[], proved: number[],
 *   notes: Record<string, Record<string, string>>, asked: [words: string, card: string[]][],
 *   phrases: Record<string, [string, string, string]>}} Listed */
/** What a name stands for: the place of a thing, and its rows of verdicts, in the everyday and the strict sense.
 * @typedef {[at: number, row: number, strictly: number]} Subject */
/** An answer: `tone` is the class of its badge, `path` the page that says why.
 * @typedef {{question: string, word: string, tone: string, note: string, path: string}} Found */

const answers = (() => {
  const FILLERS = new Set(["is", "are", "a", "an", "the", "every", "each", "all", "really"]);
  /** @type {Record<string, [string, string]>} */
  const WORDS = { E: ["yes", "entailed"], R: ["no", "refuted"], "?": ["open", "unknown"] };
  /** @type {Record<string, string>} */
  const OPPOSITE = { E: "R", R: "E", "?": "?" };
  const NOT = /^(not|isn['’]t|aren['’]t)$/iu;
  /** @type {Promise<Map<string, Subject>> | undefined} */
  let names;

  /** What each normalized name stands for; systems come before kinds. @returns {Promise<Map<string, Subject>>} */
  const named = () => {
    names ??= Promise.all([site.data("answers"), site.loaded()]).then(([{ several, spoken, strict }, entries]) => {
      const known = ["class", "system"].flatMap((wanted) => entries.filter(({ sort }) => sort === wanted))
        .flatMap(({ at, path, label, also, translated }) => [label, ...also, ...translated, site.nameOf(path)]
          .map((name) => /** @type {[string, Subject]} */ ([site.normalized(name), [at, spoken[at], strict[at]]])));
      return new Map([...known, .../** @type {[string, Subject][]} */ (Object.entries(several))]);
    });
    return names;
  };

  /** Words without the first ones that say nothing of a kind or thing; the last "A" of "Command A" is a part of it.
   * @param {string[]} words */
  const bare = (words) => site.normalized(words.slice(words.findIndex((word) => !FILLERS.has(word.toLowerCase()))).join(" "));

  /** The answer on a thing and the kind of a column.
   * @param {Listed} listed @param {Entry} entry @param {Subject} subject @param {number} column @returns {Found | undefined} */
  const judged = (listed, entry, [at, row, strictRow], column, negated = false) => {
    const { kinds, rows, every, spoken, notes, proved } = listed;
    const own = kinds.findIndex(([path]) => path === entry.path);
    const isKind = entry.sort === "class";
    const said = isKind ? every[own]?.[column] : rows[row]?.[column];
    if (!said) return undefined;
    const strictly = isKind ? said : rows[strictRow][column];
    const [path, kind] = kinds[column];
    const [[word, tone], [strictWord]] = [said, strictly].map((letter) => WORDS[negated ? OPPOSITE[letter] : letter]);
    const note = isKind || rows[spoken[at]][column] === said ? notes[at]?.[column] : "Several systems have this name";
    return {
      question: `${isKind ? "every " : ""}${entry.label}: ${negated ? "not " : ""}${kind}?`, word, tone,
      note: `${word === strictWord ? "" : `In the everyday sense; strictly ${strictWord}. `}${note ? `${note}.` : ""}`,
      path: entry.path + (proved.includes(column) && !isKind ? `#${site.nameOf(path)}` : ""),
    };
  };

  /** The answer to a question on a fact, such as what powers a system, from the card of that.
   * @param {Listed} listed @param {Entry[]} entries @param {Map<string, Subject>} known @param {string} text
   * @returns {Promise<Found | undefined>} */
  const told = async ({ asked }, entries, known, text) => {
    for (const [words, card] of asked) {
      const name = new RegExp(`^(?:${words})$`, "iu").exec(text)?.groups?.x;
      const entry = name && entries[known.get(site.normalized(name))?.[0] ?? -1];
      if (!entry) continue;
      const all = await systems.loaded();
      const system = all.systems.find((each) => entry.path === `id/${each.name}.html`);
      if (!system) continue;
      const cells = systems.cells(all, system), note = card.filter((cell) => cells[cell]).map((cell) => `${cell}: ${cells[cell]}.`);
      return { question: entry.label, word: "", tone: "", note: note.join(" ") || `${card[0]}: not known here.`, path: entry.path };
    }
    return undefined;
  };

  /** The answer to a text; undefined where it is not listed. @param {string} text @returns {Promise<Found | undefined>} */
  const lookUp = async (text) => {
    const [/** @type {Listed} */ listed, entries, known] = await Promise.all([site.data("answers"), site.loaded(), named()]);
    const plain = site.normalized(text);
    if (listed.phrases[plain]) {
      const [question, note, path] = listed.phrases[plain];
      return { question, word: "", tone: "", note, path };
    }
    const fact = await told(listed, entries, known, text.trim().replace(/[?.!\s]+$/u, "").replace(/^(\w+)['’]s\b/u, "$1 is"));
    if (fact) return fact;
    const all = text.replace(/[?.!\s]+$/u, "").split(/\s+/u);
    const words = all.filter((word) => word && !NOT.test(word));
    for (let cut = words.length - 1; cut; cut--) {
      const subject = words.slice(0, cut);
      const found = known.get(site.normalized(subject.join(" "))) ?? known.get(bare(subject));
      const column = listed.said[bare(words.slice(cut))];
      if (found && column !== undefined) return judged(listed, entries[found[0]], found, column, words.length < all.length);
    }
    return undefined;
  };

  /** An answer as it is shown. @param {Found} found */
  const shown = ({ question, word, tone, note, path }) => [
    dom.element("b", {}, question), " ", ...(word ? [dom.badge(word, tone), " "] : []), note, " ", dom.link(path, "why"),
  ];

  /** The answer to a text as an option of a list, if there is one. @param {string} text */
  const option = async (text) => {
    const found = await lookUp(text);
    if (!found) return undefined;
    const { question, word, tone, note, path } = found;
    return dom.element("a", { href: site.address(path), tabindex: -1, class: "answer" },
      dom.element("b", {}, question), " ", ...(word ? [dom.badge(word, tone), " "] : []), note);
  };

  return { lookUp, named, judged, shown, option };
})();
