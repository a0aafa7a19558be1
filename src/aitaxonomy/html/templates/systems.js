// The systems of a classification: their texts by column, which of them are chosen, and their order.
"use strict"

/** @typedef {{name: string, role: string, shown: boolean, at?: number[], values: string[], texts?: string[], ranks?: Uint32Array, lower?: string[], counts?: number[]}} Column */
/** @typedef {{is?: string, has?: string}} Filter */

const DATA = /** @type {HTMLElement} */ (document.getElementById("data")).textContent
const {rows: ROWS, groups, columns} = /** @type {{rows: number, groups: string[], columns: Column[]}} */ (JSON.parse(DATA ?? ""))
// Up to so many texts of a column, none of them longer than that, are offered as a choice.
const CHOICES = 60, LONGEST_CHOICE = 100

// A text of a row is `values[at[row]]`, or `values[row]` where most texts differ.
for (const column of columns) {
  column.values = column.values ?? column.texts ?? []
  column.texts = undefined
}
const role = (/** @type {string} */ name) => columns.find(column => column.role === name)
const number = (/** @type {Column} */ column, /** @type {number} */ row) => column.at ? column.at[row] : row
const text = (/** @type {Column | undefined} */ column, /** @type {number} */ row) => column ? column.values[number(column, row)] : ""
const collator = new Intl.Collator(undefined, {numeric: true, sensitivity: "base"})
const VERDICTS = ["yes", "no", "not known"]

/** Returns the place of each text of a column among its texts in order, the empty one last. @param {Column} column */
function ranks(column) {
  if (column.ranks) return column.ranks
  const places = column.role === "group" ? groups : column.role === "verdict" ? VERDICTS : null
  const order = [...column.values.keys()].sort((a, b) => {
    const [one, other] = [column.values[a], column.values[b]]
    if (!one || !other) return Number(!one) - Number(!other)
    return places ? places.indexOf(one) - places.indexOf(other) : collator.compare(one, other)
  })
  const ranked = column.ranks = new Uint32Array(order.length)
  let rank = 0
  order.forEach((n, i) => {
    if (i && column.values[n] !== column.values[order[i - 1]]) rank++
    ranked[n] = rank
  })
  return ranked
}

/** Returns which texts of a column have some words, whatever the case. @param {Column} column @param {string} words */
function having(column, words) {
  column.lower ??= column.values.map(value => value.toLowerCase())
  const wanted = words.toLowerCase()
  return Uint8Array.from(column.lower, value => Number(value.includes(wanted)))
}

/** Returns the rows that filters of columns ({is} or {has}) and words anywhere leave, in order.
 * @param {Map<Column, Filter>} filters @param {string} words @param {Column | null} sorted @param {boolean} down */
function chosen(filters, words, sorted, down) {
  const tests = [...filters].map(([column, {is, has = ""}]) => {
    const flags = is === undefined ? having(column, has) : Uint8Array.from(column.values, value => Number(value === is))
    return (/** @type {number} */ row) => flags[number(column, row)]
  })
  if (words) {
    const flags = columns.map(column => ({column, found: having(column, words)}))
    tests.push(row => Number(flags.some(({column, found}) => found[number(column, row)])))
  }
  const order = /** @type {number[]} */ ([])
  for (let row = 0; row < ROWS; row++) if (tests.every(test => test(row))) order.push(row)
  if (!sorted) return order
  const places = ranks(sorted), turn = down ? -1 : 1
  const key = (/** @type {number} */ row) => places[number(sorted, row)]
  const last = (/** @type {number} */ row) => Number(text(sorted, row) === "")
  return order.sort((a, b) => last(a) - last(b) || turn * (key(a) - key(b)) || a - b)
}

/** Tells whether the texts of a column are few, and recur. @param {Column} column */
function isChoice({role, at, values}) {
  const recur = values.length <= ROWS / 2 || ["group", "verdict", "ask"].includes(role)
  return at && recur && values.length <= CHOICES && values.every(value => value.length <= LONGEST_CHOICE)
}

/** Returns the numbers of the texts of a column that some row has, in order, and counts them. @param {Column} column */
function choices(column) {
  const counts = column.counts ??= (column.at ?? []).reduce((sums, n) => (sums[n]++, sums), column.values.map(() => 0))
  const places = ranks(column)
  return [...column.values.keys()].filter(n => counts[n]).sort((a, b) => places[a] - places[b])
}

/** Returns the questions about some rows as a table: one for each person to ask, those on the heaviest duties first. @param {number[]} rows */
function workList(rows) {
  const [ask, whom, name, owner, file, line, weight] = ["ask", "whom", "name", "owner", "file", "line", "priority"].map(role)
  const found = /** @type {Map<string, {ask: string, whom: string, weight: string, rows: number[]}>} */ (new Map())
  for (const row of rows) {
    const asked = text(ask, row)
    if (!asked) continue
    const named = text(whom, row) === "the owner" ? text(owner, row) : text(whom, row)
    // Where nobody is named, each system has a question of its own.
    const key = [asked, named || `${row}`].join("\n")
    const question = found.get(key) ?? {ask: asked, whom: named || "the owner", weight: "", rows: []}
    question.rows.push(row)
    if (text(weight, row) > question.weight) question.weight = text(weight, row)
    found.set(key, question)
  }
  const asked = [...found.values()].sort((a, b) => collator.compare(b.weight, a.weight) || b.rows.length - a.rows.length)
  return [["Answer", "To find out", "From whom", "Systems", "Which", "File", "Lines"], ...asked.map(question => {
    const names = /** @type {Map<string, number>} */ (new Map())
    for (const row of question.rows) names.set(text(name, row), (names.get(text(name, row)) ?? 0) + 1)
    const which = [...names].map(([each, count]) => count > 1 ? `${each} (${count})` : each)
    const unique = (/** @type {Column | undefined} */ column) => [...new Set(question.rows.map(row => text(column, row)))].join("; ")
    return ["", question.ask, question.whom, String(question.rows.length), which.join("; "), unique(file), unique(line)]
  })]
}
