// The systems of a classification: their texts by column, which of them are chosen, and their order.
"use strict"

const {rows: ROWS, groups, columns} = JSON.parse(document.getElementById("data").textContent)
// Up to so many texts of a column, none of them longer than that, are offered as a choice.
const CHOICES = 60, LONGEST_CHOICE = 100

// A text of a row is `values[at[row]]`, or `values[row]` where most texts differ.
for (const column of columns) {
  column.values = column.values ?? column.texts
  column.texts = undefined
}
const role = name => columns.find(column => column.role === name)
const number = (column, row) => column.at ? column.at[row] : row
const text = (column, row) => column ? column.values[number(column, row)] : ""
const collator = new Intl.Collator(undefined, {numeric: true, sensitivity: "base"})
const VERDICTS = ["yes", "no", "not known"]

/** Returns the place of each text of a column among its texts in order, the empty one last. */
function ranks(column) {
  if (column.ranks) return column.ranks
  const places = column.role === "group" ? groups : column.role === "verdict" ? VERDICTS : null
  const order = [...column.values.keys()].sort((a, b) => {
    const [one, other] = [column.values[a], column.values[b]]
    if (!one || !other) return !one - !other
    return places ? places.indexOf(one) - places.indexOf(other) : collator.compare(one, other)
  })
  column.ranks = new Uint32Array(order.length)
  let rank = 0
  order.forEach((n, i) => {
    if (i && column.values[n] !== column.values[order[i - 1]]) rank++
    column.ranks[n] = rank
  })
  return column.ranks
}

/** Returns which texts of a column have some words, whatever the case. */
function having(column, words) {
  column.lower ??= column.values.map(value => value.toLowerCase())
  const wanted = words.toLowerCase()
  return Uint8Array.from(column.lower, value => value.includes(wanted))
}

/** Returns the rows that filters of columns ({is} or {has}) and words anywhere leave, in order. */
function chosen(filters, words, sorted, down) {
  const tests = [...filters].map(([column, {is, has}]) => {
    const flags = is === undefined ? having(column, has) : Uint8Array.from(column.values, value => value === is)
    return row => flags[number(column, row)]
  })
  if (words) {
    const flags = columns.map(column => [column, having(column, words)])
    tests.push(row => flags.some(([column, found]) => found[number(column, row)]))
  }
  const order = []
  for (let row = 0; row < ROWS; row++) if (tests.every(test => test(row))) order.push(row)
  if (!sorted) return order
  const places = ranks(sorted), turn = down ? -1 : 1
  const key = row => places[number(sorted, row)]
  const last = row => text(sorted, row) === ""
  return order.sort((a, b) => last(a) - last(b) || turn * (key(a) - key(b)) || a - b)
}

/** Tells whether the texts of a column are few, and recur. */
function isChoice({role, at, values}) {
  const recur = values.length <= ROWS / 2 || ["group", "verdict", "ask"].includes(role)
  return at && recur && values.length <= CHOICES && values.every(value => value.length <= LONGEST_CHOICE)
}

/** Returns the numbers of the texts of a column that some row has, in order, and counts them. */
function choices(column) {
  column.counts ??= column.at.reduce((counts, n) => (counts[n]++, counts), column.values.map(() => 0))
  const places = ranks(column)
  return [...column.values.keys()].filter(n => column.counts[n]).sort((a, b) => places[a] - places[b])
}

/** Returns the open cases among some rows as a table, by question, with room for answers. */
function workList(rows) {
  const given = ["ask", "whom", "name"].map(role)
  const beside = columns.filter(column => column.shown && !given.includes(column))
  const listed = [...given, ...beside, ...["missing", "file", "line"].map(role)].filter(Boolean)
  const places = given.slice(0, 2).map(column => [column, ranks(column)])
  const key = row => places.reduce((sum, [column, ranked]) => sum * (ROWS + 1) + ranked[number(column, row)], 0)
  const open = rows.filter(row => text(role("ask"), row)).sort((a, b) => key(a) - key(b))
  return [["Answer", ...listed.map(column => column.name)],
    ...open.map(row => ["", ...listed.map(column => text(column, row))])]
}
