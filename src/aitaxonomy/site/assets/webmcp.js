// @ts-check
// Tools for an agent in the browser (WebMCP): what the pages answer, in the same space as `aitaxonomy mcp` does.
// Where the browser has no such interface, nothing is done. What answers is loaded with the first call.

/** @typedef {{name: string, title: string, description: string, inputSchema: object,
 *   annotations: {readOnlyHint: boolean, untrustedContentHint: boolean},
 *   execute: (given: Record<string, unknown>) => Promise<unknown>}} Tool */
/** @typedef {{type?: string, enum?: string[], description: string}} Schema */
/** @typedef {{registerTool: (tool: Tool) => Promise<void> | void}} ModelContext */

const name = { type: "string", minLength: 1, description: "a system or kind: label, synonym or CURIE (ait:LLM)" };
const kind = { type: "string", minLength: 1, description: "what may follow \"is\": LLM, made by Google, open source; or ait:LLM" };
const text = (/** @type {string} */ description) => ({ type: "string", minLength: 1, description });
const wish = (/** @type {string} */ description) => ({ type: "boolean", description });
const number = (/** @type {string} */ description) => ({ type: "number", minimum: 1, description });
const limit = { type: "integer", minimum: 1, maximum: 50, description: "at most so many" };

/** The tools: title, description, and arguments, of which those named are needed.
 * @type {Record<string, [string, string, Record<string, Schema>, string[]]>} */
const TOOLS = {
  search: [
    "Search names", "Find systems and terms by a part of a name or synonym, best first.",
    { text: text("part of a name"), limit }, ["text"],
  ],
  describe: [
    "Describe a thing", "Say what a system or term is, and what is known of it, with who says so.", { name }, ["name"],
  ],
  is_a: [
    "Verdict on a kind",
    "Decide whether a system, or every member of a kind, is of a kind, or what else may follow \"is\": entailed, refuted or unknown, with the proof. A word is read as people use it, a CURIE such as ait:LLM as the ontology defines it. Unknown is not \"no\".",
    { thing: name, kind }, ["thing", "kind"],
  ],
  check_claim: [
    "Check a claim",
    "Decide a claim in plain words. Forms: X is Y; X is not Y; every, no, some, most, not all X are Y; X generates, accepts, speaks, runs on, was made by Y.",
    { claim: text("such as: every LLM is generative AI") }, ["claim"],
  ],
  compare: ["Compare two things", "Set two systems or kinds side by side, fact by fact.", { a: name, b: name }, ["a", "b"]],
  recommend: [
    "Advise", "Advise which approach and which systems to take for a purpose or a content and wishes, with reasons.",
    {
      purpose: text("a use case, area, task or content type, such as chatbots"),
      content: text("content that it must make, such as image"),
      native: wish("a model that makes the content itself"), integrated: wish("a system with models in it"),
      open_weights: wish("open weights"), open_source: wish("open source"), closed: wish("closed"),
      commercial: wish("commercial use permitted"), reasoning: wish("reasons before it answers"), agent: wish("acts as an agent"),
      access: { enum: ["api", "self-hosted", "app"], description: "how it is to be used" },
      max_parameters: number("such as 8e9"), min_context: number("in tokens"), released_after: text("a day, YYYY-MM-DD"),
      language: text("such as German"), region: text("such as Switzerland"),
      prefer: { enum: ["cheap", "long-context", "newest"], description: "what goes first" }, limit,
    },
    [],
  ],
};

/** What is wrong with arguments, in a line: browsers do not compare them with the schema.
 * @param {Record<string, Schema>} properties @param {string[]} required @param {Record<string, unknown>} given */
const wrong = (properties, required, given) => {
  const missing = required.find((each) => given[each] === undefined);
  if (missing) return `${missing} is missing: ${properties[missing].description}`;
  for (const [each, value] of Object.entries(given)) {
    const { type = "string", enum: values } = properties[each] ?? {};
    if (!properties[each]) return `${each} is no argument: ${Object.keys(properties).join(", ")}`;
    if (values && !values.includes(String(value))) return `${each}: one of ${values.join(", ")}`;
    if (typeof value !== (type === "integer" ? "number" : type)) return `${each}: give a ${type}`;
  }
  return "";
};

const { modelContext } = /** @type {{modelContext?: ModelContext}} */ (/** @type {unknown} */ (document));
const registered = Object.entries(modelContext ? TOOLS : {}).map(async ([name, [title, description, properties, required]]) => {
  const tool = {
    name, title, description,
    inputSchema: { type: "object", properties, required, additionalProperties: false },
    // Names and facts are from data that others wrote.
    annotations: { readOnlyHint: true, untrustedContentHint: true },
    execute: async (/** @type {Record<string, unknown>} */ given) => {
      const error = wrong(properties, required, given);
      return error ? { error } : (await import("./webmcp-tools.js")).answer(name, given);
    },
  };
  await modelContext?.registerTool(tool); // some browsers give a promise, some nothing
});
await Promise.allSettled(registered); // a browser or a policy may not let pages have tools

export {};
