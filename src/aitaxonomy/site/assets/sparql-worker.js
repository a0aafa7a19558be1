// Oxigraph in a worker of its own, which the page ends when a query takes too long. It loads
// nothing: the page hands it the WebAssembly and the graph, then one query after the other.
import { namedNode, start, Store } from "./bundled/oxigraph.js";

/**
 * A term of the SPARQL 1.1 results in JSON.
 * @typedef {{type: string, value: string, datatype?: string, "xml:lang"?: string}} Term
 * @typedef {{[column: string]: Term | undefined}} Row
 * @typedef {{form: "SELECT" | "ASK" | "CONSTRUCT", columns: string[], rows: Row[], count: number,
 *   answer?: boolean}} Table
 * @typedef {{query: string, asserted: boolean, most: number}} Request
 */

const ASSERTED = "https://w3id.org/aitaxonomy/graph/asserted";
/** @type {Store | undefined} */
let store;

/** Returns the rows of JSON-LD as Oxigraph writes it for triples: flat, each subject with lists.
 * @param {{[key: string]: any}[]} subjects */
const triples = (subjects) => subjects.flatMap(({ "@id": subject, "@type": kinds = [], ...links }) => {
  const type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
  if (kinds.length) links[type] = [...(links[type] ?? []), ...kinds.map((/** @type {string} */ kind) => ({ "@id": kind }))];
  return Object.entries(links).flatMap(([predicate, values]) =>
    values.map((/** @type {any} */ value) => ({
      subject: node(subject), predicate: node(predicate), object: object(value),
    })));
});

/** @param {string} id @returns {Term} */
const node = (id) => id.startsWith("_:") ? { type: "bnode", value: id.slice(2) } : { type: "uri", value: id };

/** @param {{[key: string]: any}} value @returns {Term} */
const object = (value) => {
  if ("@id" in value) return node(value["@id"]);
  const term = { type: "literal", value: String(value["@value"]) };
  if (value["@language"]) return { ...term, "xml:lang": value["@language"] };
  return value["@type"] ? { ...term, datatype: value["@type"] } : term;
};

/** @param {Request} request @returns {Table} */
const answer = ({ query, asserted, most }) => {
  const graphs = asserted ? { default_graph: namedNode(ASSERTED) } : { use_default_graph_as_union: true };
  // Of triples this is JSON-LD, a list.
  const text = /** @type {string} */ (/** @type {Store} */ (store).query(query, { results_format: "json", ...graphs }));
  const found = JSON.parse(text);
  if ("boolean" in found) return { form: "ASK", columns: [], rows: [], count: 0, answer: found.boolean };
  const table = Array.isArray(found)
    ? { form: /** @type {const} */ ("CONSTRUCT"), columns: ["subject", "predicate", "object"], rows: triples(found) }
    : { form: /** @type {const} */ ("SELECT"), columns: found.head.vars, rows: found.results.bindings };
  return { ...table, rows: table.rows.slice(0, most), count: table.rows.length };
};

addEventListener("message", async ({ data }) => {
  try {
    if (data.wasm) {
      await start({ module_or_path: data.wasm });
      store = new Store();
      // The file is our own, as Oxigraph has written it: names need no second look.
      store.load(data.graph, { format: "application/trig", lenient: true });
      postMessage({ ready: true });
    } else {
      postMessage({ table: answer(data) });
    }
  } catch (error) {
    const fatal = !store || error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    postMessage({ error: error instanceof Error ? error.message : String(error), fatal });
  }
});
