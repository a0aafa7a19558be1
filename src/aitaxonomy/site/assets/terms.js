// The terms and individuals that have a page: by label, by IRI, and as they are written in SPARQL.

/** The namespace of what is below a folder of the site. */
const SPACES = { "terms/": "https://w3id.org/aitaxonomy#", "id/": "https://w3id.org/aitaxonomy/id/" };

/** @typedef {{label: string, iri: string, curie: string, sort: string, href: string, names: string[]}} Named */
/** @typedef {{[prefix: string]: string}} Prefixes */

/** @type {Promise<Named[]> | undefined} */
let all;

/** Returns an IRI as SPARQL takes it: with one of the prefixes where its name needs no escapes.
 * @param {string} iri @param {Prefixes} prefixes */
export const written = (iri, prefixes) => shortened(iri, prefixes) ?? `<${iri}>`;

/** Returns an IRI with a prefix, or undefined.
 * @param {string} iri @param {Prefixes} prefixes */
export const shortened = (iri, prefixes) => {
  const name = /[^#/]*$/.exec(iri)?.[0] ?? "";
  const prefix = Object.keys(prefixes).find((each) => prefixes[each] + name === iri);
  return prefix && /^\w([\w.-]*[\w-])?$/.test(name) ? `${prefix}:${name}` : undefined;
};

/** Returns all that have a page; they are loaded once.
 * @param {Prefixes} prefixes @returns {Promise<Named[]>} */
export const terms = (prefixes) => {
  all ??= load(prefixes);
  all.catch(() => { all = undefined; });
  return all;
};

/** @param {Prefixes} prefixes @returns {Promise<Named[]>} */
const load = async (prefixes) =>
  (await site.loaded()).flatMap((entry) => {
    const { label, path, sort, also: names } = entry;
    const space = Object.entries(SPACES).find(([start]) => path.startsWith(start));
    if (!space) return [];
    const iri = space[1] + site.nameOf(path);
    return [{ label, iri, curie: written(iri, prefixes), sort, href: site.address(path), names }];
  });
