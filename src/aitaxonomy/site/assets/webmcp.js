// @ts-check
// Tools for an agent in the browser (WebMCP): they look up what the pages show. `aitaxonomy mcp` has more.
"use strict";
{
  /** @typedef {{type: string, minimum?: number, maximum?: number, description: string}} Schema */
  /** @typedef {{registerTool: (tool: object) => Promise<void> | void}} ModelContext */

  /** @param {string} description @returns {Schema} */
  const text = (description) => ({ type: "string", description });
  const limit = { type: "integer", minimum: 1, maximum: 50, description: "at most so many" };

  /** @param {Entry} entry */
  const named = ({ path, label, sort }) => {
    const prefix = path.startsWith("terms/") ? "ait" : "aix";
    return { name: `${prefix}:${site.nameOf(path)}`, label, kind: sort, page: site.address(path) };
  };

  /** The rows of systems by name. @param {string[]} names */
  const rows = async (names) => {
    const all = await systems.loaded(), entries = await site.loaded(), known = await answers.named();
    return names.map((name) => {
      const entry = entries[(known.get(site.normalized(name)) ?? [-1])[0]];
      const system = all.systems.find((each) => entry?.path === `id/${each.name}.html`);
      if (!entry || !system) throw new Error(`No system is called “${name}”; search finds names.`);
      const facts = Object.entries(systems.cells(all, system)).filter(([, value]) => value);
      return { ...named(entry), facts: Object.fromEntries(facts) };
    });
  };

  /** @param {string} claim */
  const judged = async (claim) => {
    const found = await answers.lookUp(claim);
    if (!found) throw new Error(`This page does not list “${claim}”; aitaxonomy check decides it.`);
    return { claim: found.question, verdict: found.tone || undefined, note: found.note, page: site.address(found.path) };
  };

  /** @type {Record<string, [string, Record<string, Schema>, string[], (given: any) => Promise<unknown>]>} */
  const TOOLS = {
    search: ["Find systems and terms by a part of a name, best first.", { text: text("part of a name"), limit }, ["text"],
      async (given) => ({ results: site.search(await site.loaded(), given.text, given.limit ?? 10).map(named) })],
    describe: ["Say what is known of a system.", { name: text("a system") }, ["name"],
      async ({ name }) => (await rows([name]))[0]],
    is_a: ["Decide whether a system, or every member of a kind, is of a kind. Unknown is not \"no\".",
      { thing: text("a system or kind"), kind: text("a kind, such as LLM") }, ["thing", "kind"],
      ({ thing, kind }) => judged(`${thing} is ${kind}`)],
    compare: ["Set two systems side by side.", { a: text("a system"), b: text("another") }, ["a", "b"],
      async ({ a, b }) => ({ systems: await rows([a, b]) })],
  };

  const { modelContext } = /** @type {{modelContext?: ModelContext}} */ (/** @type {unknown} */ (document));
  for (const [name, [description, properties, required, answer]] of Object.entries(TOOLS)) {
    const tool = {
      name, title: name, description,
      inputSchema: { type: "object", properties, required, additionalProperties: false },
      // Names and facts are from data that others wrote.
      annotations: { readOnlyHint: true, untrustedContentHint: true },
      execute: async (/** @type {Record<string, unknown>} */ given) => {
        const wrong = required.find((each) => typeof given[each] !== "string");
        if (wrong) return { error: `${wrong}: give ${properties[wrong].description}` };
        return answer(given).catch((fault) => ({ error: fault.message }));
      },
    };
    // A browser or a policy may not let pages have tools.
    Promise.resolve(modelContext?.registerTool(tool)).catch(() => undefined);
  }
}
