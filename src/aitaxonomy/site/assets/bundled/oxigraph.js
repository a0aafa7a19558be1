// What the worker takes of Oxigraph; `npm run bundle` puts its WebAssembly beside it.
export { default as start, namedNode, Store } from "oxigraph/web.js";
