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
/** @typedef {{read: () => string, write: (text: string) => void, mark: (error: QueryError) => void}} Editor */

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

/** Returns the first place that the grammar has no use for.
 * @param {EditorState} state */
const misplaced = (state) => {
  /** @type {{from: number, to: number} | undefined} */
  let found;
  syntaxTree(state).iterate({
    enter: (node) => {
      if (node.type.isError) found ??= { from: node.from, to: node.to };
      return !found;
    },
  });
  return found;
};

/** Returns where a fault is, with the word that stands there.
 * @param {EditorState} state @param {number} at */
const around = (state, at) => {
  const rest = state.sliceDoc(at);
  const blank = /^\s*/.exec(rest)?.[0].length ?? 0;
  const word = /^[\w:?$.-]+|^\S/.exec(rest.slice(blank))?.[0];
  if (!word) return { from: Math.max(0, at - 1), to: at, word: "the end" };
  return { from: at + blank, to: at + blank + word.length, word: `“${word}”` };
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

  /** @param {EditorView} view */
  const faults = ({ state }) => {
    const wrong = misplaced(state);
    if (wrong) {
      const { from, to, word } = around(state, wrong.from);
      return [{ from, to, severity: /** @type {const} */ ("error"), message: `${word} is not expected here.` }];
    }
    const place = refused?.text === state.doc.toString() && refused.error.place;
    if (!refused || !place) return [];
    const line = state.doc.line(Math.min(place.line, state.doc.lines));
    const { from, to } = around(state, Math.min(line.to, line.from + place.column - 1));
    return [{ from, to, severity: /** @type {const} */ ("error"), message: refused.error.message }];
  };

  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
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
    },
  };
};
