// Queries in the page: the graph and Oxigraph are loaded when first needed, and a worker that
// takes too long is ended; the next one is made of what is loaded.

/** @import { Table } from "./sparql-worker.js" */

/** The rows that a table has at most. */
export const MOST = 10000;

const FILES = {
  wasm: new URL("bundled/oxigraph.wasm.gz", import.meta.url),
  graph: new URL("../sparql/graph.trig.gz", import.meta.url),
};
/** @type {Promise<{wasm: ArrayBuffer, graph: Uint8Array}> | undefined} */
let loaded;
/** The worker there is, and the promise that it has what it needs.
 * @type {{worker: Worker, ready: Promise<unknown>} | undefined} */
let current;
/** @type {((reason: Error) => void) | undefined} */
let give;

/** A query that is refused; where the text says so, with the place in it, counted from 1. */
export class QueryError extends Error {
  /** @param {string} message @param {{line: number, column: number}} [place] */
  constructor(message, place) {
    super(message);
    this.place = place;
  }
}

/** Returns a file unpacked, be it by the server or by us.
 * @param {URL} url */
const unpacked = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status} ${response.statusText}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.buffer;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
};

const load = async () => {
  try {
    const [wasm, graph] = await Promise.all([unpacked(FILES.wasm), unpacked(FILES.graph)]);
    return { wasm, graph: new Uint8Array(graph) };
  } catch (error) {
    loaded = undefined;
    throw error;
  }
};

/** Returns what a worker answers to a message; raises what it or `give` tells.
 * @param {Worker} asked @param {object} message @returns {Promise<{table: Table}>} */
const told = (asked, message) => new Promise((resolve, reject) => {
  give = reject;
  asked.onerror = (event) => reject(new Error(event.message || "the worker cannot be loaded"));
  asked.onmessage = ({ data }) => {
    if (data.fatal) end();
    if (!data.error) resolve(data);
    else if (!data.fatal) reject(explained(data.error));
    else reject(new Error("query" in message ? tooLarge(data.error) : data.error));
  };
  asked.postMessage(message);
});

/** @param {string} message */
const tooLarge = (message) => `The query is too large for this page (${message}): ask for fewer rows with LIMIT.`;

/** @param {Worker} made */
const filled = async (made) => {
  loaded ??= load();
  try {
    const files = await loaded;
    if (made !== current?.worker) throw new Error("Stopped.");
    await told(made, files);
  } catch (error) {
    if (made === current?.worker) end();
    throw error;
  }
};

/** Begins to load, unless that is done; resolves to a worker that can run a query. */
export const ready = async () => {
  if (!current) {
    const worker = new Worker(new URL("sparql-worker.js", import.meta.url), { type: "module" });
    current = { worker, ready: Promise.resolve() };
    current.ready = filled(worker);
  }
  const { worker, ready: done } = current;
  await done;
  return worker;
};

const end = () => {
  current?.worker.terminate();
  current = undefined;
};

/** Ends the query that runs; another worker is made ready for the next.
 * @param {string} [reason] */
export const stop = (reason = "Stopped.") => {
  end();
  give?.(new Error(reason));
  ready().catch(() => {});
};

/** Text that is not a keyword: IRIs, strings and comments. */
const TEXTS = /<[^<>"{}|^`\\\s]*>|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#.*/g;

/** Why a keyword is refused, as in the library. */
const REFUSED = /** @type {{[keyword: string]: string}} */ ({
  FROM: "a query reads the graphs it is given; use GRAPH, or leave it out",
  SERVICE: "queries open no connection",
});

/** Refuses a query with a keyword that is not for here.
 * @param {string} query */
const check = (query) => {
  const bare = query.replace(TEXTS, (text) => text.replace(/\S/g, " "));
  const found = /(?<![\w?$:.-])(?:FROM|SERVICE)(?![\w:.-])/i.exec(bare);
  if (!found) return;
  const lines = query.slice(0, found.index).split("\n");
  const place = { line: lines.length, column: lines[lines.length - 1].length + 1 };
  const keyword = found[0].toUpperCase();
  throw new QueryError(`${keyword} is refused: ${REFUSED[keyword]}.`, place);
};

/** Returns the answer of a query; raises `QueryError` where it is refused.
 * @param {string} query
 * @param {{seconds?: number, asserted?: boolean, prefixes?: {[name: string]: string}}} [options]
 * @returns {Promise<Table>} */
export const run = async (query, { seconds = 10, asserted = false, prefixes = {} } = {}) => {
  check(query);
  const asked = await ready();
  // On the first line, so that lines keep their numbers.
  const before = Object.entries(prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}> `).join("");
  const reason = `Ended after ${seconds} seconds. Ask for less, or allow more time.`;
  const timer = setTimeout(() => stop(reason), 1000 * seconds);
  try {
    return (await told(asked, { query: before + query, asserted, most: MOST })).table;
  } catch (error) {
    if (error instanceof QueryError && error.place?.line === 1) error.place.column = Math.max(1, error.place.column - before.length);
    throw error;
  } finally {
    clearTimeout(timer);
  }
};

/** Returns what Oxigraph says of a query, with its place: the tokens it would take tell little.
 * @param {string} message */
const explained = (message) => {
  const found = /^error at (\d+):(\d+): expected (?:one of )?(.*)/s.exec(message);
  if (!found) return new QueryError(message);
  const sentence = /(?:^|, )([A-Z][a-z]*(?: [\w?]+){2,}[^,]*)/.exec(found[3]);
  const said = sentence ? sentence[1] : "What comes before this is not allowed here";
  return new QueryError(said, { line: Number(found[1]), column: Number(found[2]) });
};
