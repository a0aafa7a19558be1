// The editor: SPARQL coloured, terms completed by label, faults at their place. It stands in a
// shadow tree, where its styles need no leave from the policy of the page.
import {
  autocompletion, bracketMatching, closeBrackets, closeBracketsKeymap, completionKeymap, defaultKeymap,
  drawSelection, EditorState, EditorView, forceLinting, HighlightStyle, history, historyKeymap, keymap,
  lineNumbers, linter, lintGutter, lintKeymap, sparql, syntaxHighlighting, syntaxTree, tags,
} from "./bundled/codemirror.js";
import { terms } from "./terms.js";

/** @import { QueryError } from "./sparql-engine.js" */
/** @import { Prefixes } from "./terms.js" */
/** @typedef {{read: () => string, write: (text: string) => void, mark: (error: QueryError) => string}} Editor */

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--link)", fontWeight: "600" },
  { tag: [tags.string, tags.number, tags.bool, tags.literal], color: "var(--good)" },
  { tag: tags.variableName, color: "var(--warn)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--soft)" },
]);
const look = EditorView.theme({
  "&": { backgroundColor: "var(--ground)", color: "inherit", border: "1px solid var(--soft)", borderRadius: "6px" },
  "&.cm-focused": { outline: "2px solid var(--link)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "ui-monospace, monospace", lineHeight: "1.5", minHeight: "14em", maxHeight: "70vh" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  ".cm-cursor": { borderLeftColor: "currentColor" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--link) 25%, transparent) !important" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--link) 22%, transparent)" },
  ".cm-tooltip": { backgroundColor: "var(--ground)", color: "inherit", border: "1px solid var(--soft)", borderRadius: "6px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxWidth: "min(36em, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--link)", color: "var(--ground)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "inherit", opacity: ".85" },
});

/** @param {Prefixes} prefixes */
const completion = (prefixes) => {
  /** @type {Promise<{label: string, detail: string, apply: string, boost?: number}[]> | undefined} */
  let options;
  const load = async () => [
    ...Object.entries(prefixes).map(([name, iri]) => ({ label: `${name}:`, detail: iri, apply: `${name}:` })),
    ...(await terms(prefixes)).flatMap(({ label, curie, names }) =>
      [{ label: curie, detail: label, apply: curie },
        ...[label, ...names].map((name) => ({ label: name, detail: curie, apply: curie, boost: -1 }))]),
  ];
  return async (/** @type {import("@codemirror/autocomplete").CompletionContext} */ context) => {
    const word = context.matchBefore(/[\p{L}\p{N}_:.·-]+/u);
    const inside = syntaxTree(context.state).resolveInner(context.pos, -1).name;
    if (!context.explicit && (!word || word.to - word.from < 2) || ["Comment", "String"].includes(inside)) return null;
    if (context.matchBefore(/[?$]\w*/)) return null;
    options ??= load();
    return { from: word?.from ?? context.pos, options: await options, validFor: /^[\p{L}\p{N}_:.·-]*$/u };
  };
};

/** A place in the text, and what is wrong there.
 * @typedef {{from: number, to: number, message: string}} Fault */

/** Returns the first fault that the grammar finds, or a prefix that nobody has declared.
 * @param {EditorState} state @param {Prefixes} prefixes @returns {Fault | undefined} */
const faultOf = (state, prefixes) => {
  const declared = new Set(Object.keys(prefixes));
  /** @type {Fault | undefined} */
  let found;
  syntaxTree(state).iterate({
    enter: ({ type, node, from, to }) => {
      if (found) return false;
      const [prefix] = state.sliceDoc(from, to).split(":");
      if (type.isError) found = fault(state, from, (word) => `${word} is not expected here.`);
      else if (type.name === "Pname_ns" && node.parent?.name === "PrefixDecl") declared.add(prefix);
      else if (/^Pname_/.test(type.name) && !declared.has(prefix)) found = { from, to, message: `The prefix ${prefix}: is not declared.` };
      return !found;
    },
  });
  return found;
};

/** Returns a fault at the word that comes next.
 * @param {EditorState} state @param {number} at @param {(word: string) => string} message @returns {Fault} */
const fault = (state, at, message) => {
  const rest = state.sliceDoc(at);
  const from = at + (/^\s*/.exec(rest)?.[0].length ?? 0);
  const word = /^[\w:?$.-]+|^\S/.exec(state.sliceDoc(from))?.[0];
  if (!word) return { from: Math.max(0, at - 1), to: at, message: message("The end") };
  return { from, to: from + word.length, message: message(`“${word}”`) };
};

/** Puts an editor in the place of a text field.
 * @param {HTMLTextAreaElement} field @param {Prefixes} prefixes @param {() => void} go
 * @returns {Editor} */
export const edit = (field, prefixes, go) => {
  const label = field.getAttribute("aria-label") ?? "";
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  /** @type {{text: string, error: QueryError} | undefined} */
  let refused;

  /** Returns what is wrong: the grammar tells its place better than Oxigraph, which knows more.
   * @param {EditorState} state @returns {Fault | undefined} */
  const wrong = (state) => {
    const place = refused?.text === state.doc.toString() ? refused.error.place : undefined;
    const found = faultOf(state, prefixes);
    if (found || !place) return found;
    const line = state.doc.line(Math.min(place.line, state.doc.lines));
    return fault(state, Math.min(line.to, line.from + place.column - 1), () => refused?.error.message ?? "");
  };
  /** @param {EditorView} view */
  const faults = ({ state }) => {
    const found = wrong(state);
    return found ? [{ ...found, severity: /** @type {const} */ ("error") }] : [];
  };

  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      selection: { anchor: field.selectionStart, head: field.selectionEnd },
      extensions: [
        keymap.of([
          { key: "Mod-Enter", run: () => { go(); return true; } },
          ...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap,
        ]),
        lineNumbers(), lintGutter(), history(), drawSelection(), bracketMatching(), closeBrackets(),
        EditorView.lineWrapping, sparql(), syntaxHighlighting(colours), look, linter(faults),
        autocompletion({ override: [completion(prefixes)], icons: false, maxRenderedOptions: 50 }),
        EditorView.contentAttributes.of({ "aria-label": label }),
      ],
    }),
  });
  const focused = document.activeElement === field;
  field.replaceWith(host);
  if (focused) view.focus();
  return {
    read: () => view.state.doc.toString(),
    write: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark: (error) => {
      refused = { text: view.state.doc.toString(), error };
      forceLinting(view);
      const found = error.place && wrong(view.state);
      if (!found) return error.message;
      const line = view.state.doc.lineAt(found.from);
      return `Line ${line.number}, column ${found.from - line.from + 1}: ${found.message}`;
    },
  };
};
