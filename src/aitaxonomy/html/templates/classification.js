// The rows of a classification on the page: drawn as they come into sight, opened, printed.
"use strict"
{
const [view, count, choose] = ["view", "count", "choose"].map(get)
const [grid, find] = [/** @type {HTMLTableElement} */ (get("grid")), /** @type {HTMLInputElement} */ (get("find"))]
const [thead, tbody] = [/** @type {HTMLTableSectionElement} */ (grid.tHead), grid.tBodies[0]]

// The height of a row, and how many above and below those in sight are drawn.
const HEIGHT = 38, MORE = 8
// The most rows that are printed; the most that a browser can scroll through.
const PRINTED = 500, SCROLLED = 800000
// The least widths of columns by role, in pixels.
const WIDTHS = /** @type {{[role: string]: number}} */ ({name: 180, group: 190, kind: 170, owner: 160, own: 190, suggested: 180, ask: 260, verdict: 120})
// The order of columns where there is not room for all.
const FIRST = ["name", "group", "owner", "kind", "area", "suggested", "own", "ask", "verdict"]
// Columns that are only in the details, or in no place of their own.
const HIDDEN = new Set(["words", "why", "missing", "known address", "borrowed", "priority"])

// --- what is shown: the rows in order, of which one is active and one may be open

let order = /** @type {number[]} */ ([]), active = 0, open = -1, openHeight = 0
let sorted = /** @type {Column | null} */ (null), down = false, printing = false
const filters = /** @type {Map<Column, Filter>} */ (new Map())

/** Shows the rows that the filters leave, in order, from the top. */
function refresh() {
  order = chosen(filters, find.value.trim(), sorted, down)
  const [left, whole] = [order.length, ROWS].map(number => number.toLocaleString("en"))
  const told = left === whole ? `${whole} systems` : `${left} of ${whole} systems`
  count.textContent = order.length > SCROLLED ? `${told}; to see the last of them, filter` : told
  const clear = /** @type {HTMLButtonElement} */ (get("clear"))
  clear.disabled = !find.value.trim() && !filters.size
  history.replaceState(null, "", address())
  active = 0
  open = -1
  view.scrollTop = 0
  grid.setAttribute("aria-rowcount", String(order.length + 1))
  draw()
}

/** Returns the address of this view: a link that anybody can open, with search, filters and order. */
function address() {
  const view = new URLSearchParams()
  if (find.value.trim()) view.set("find", find.value.trim())
  for (const [column, {is, has}] of filters) view.append(is === undefined ? "has" : "is", `${column.name}=${is ?? has ?? ""}`)
  if (sorted) view.set(down ? "down" : "up", sorted.name)
  return `#${view}`
}

/** Shows the view that the address names; what it does not know is left out. */
function readAddress() {
  const view = new URLSearchParams(location.hash.slice(1))
  find.value = view.get("find") ?? ""
  filters.clear()
  for (const [how, told] of view) {
    // A heading may have an equals sign as well.
    const column = columns.find(each => told.startsWith(`${each.name}=`))
    if (column && (how === "is" || how === "has")) filters.set(column, {[how]: told.slice(column.name.length + 1)})
  }
  down = view.has("down")
  sorted = columns.find(column => column.name === (view.get("down") ?? view.get("up"))) ?? null
  layOut()
  refresh()
}

// --- the heads of the columns, with what filters by them

let inSight = /** @type {Column[]} */ ([])

/** Chooses the columns that there is room for, and makes their heads. */
function layOut() {
  let room = printing ? 700 : view.clientWidth
  const place = (/** @type {Column} */ column) => (FIRST.indexOf(column.role) + FIRST.length + 1) % (FIRST.length + 1)
  inSight = columns.filter(column => column.shown).sort((a, b) => place(a) - place(b)).filter(column => {
    room -= WIDTHS[column.role] ?? WIDTHS.own
    return room >= 0 || column.role === "name" || column.role === "group"
  })
  grid.setAttribute("aria-colcount", String(inSight.length))
  const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.head
  thead.replaceChildren(make("tr", {role: "row", "aria-rowindex": 1}, ...inSight.map(head)))
  if (focus) focusOn(thead, `[data-head="${focus}"]`)
  draw()
}

/** Makes the head of a column. @param {Column} column */
function head(column) {
  const at = columns.indexOf(column)
  const turn = sorted !== column ? "none" : down ? "descending" : "ascending"
  const button = make("button", {type: "button", class: "sort", "data-head": `sort ${at}`, title: `Sort by ${column.name}`},
    make("bdi", {}, column.name), make("span", {"aria-hidden": "true"}, {none: "", ascending: " ▲", descending: " ▼"}[turn]))
  button.addEventListener("click", () => {
    // Up, then down, then as in the list.
    const ended = sorted === column && down
    down = sorted === column && !down
    sorted = ended ? null : column
    layOut()
    refresh()
  })
  const th = make("th", {role: "columnheader", scope: "col", "aria-sort": turn, class: styled(column),
    style: `width: ${WIDTHS[column.role] ?? WIDTHS.own}px`}, button, make("span", {class: "printed", "aria-hidden": "true"}, column.name))
  th.append(filter(column, at))
  return th
}

/** Makes what filters by a column: a choice of its texts, or a field for a part of them. @param {Column} column @param {number} at */
function filter(column, at) {
  const set = filters.get(column)
  const named = {"aria-label": `Filter by ${column.name}`, "data-head": `filter ${at}`}
  const change = (/** @type {Filter | null} */ value) => {
    if (value === null) filters.delete(column)
    else filters.set(column, value)
    refresh()
  }
  if (!isChoice(column)) {
    const input = make("input", {...named, type: "search", placeholder: "Filter", value: set?.has ?? set?.is ?? ""})
    input.addEventListener("input", later(() => change(input.value.trim() ? {has: input.value.trim()} : null)))
    return input
  }
  const select = make("select", named, make("option", {value: ""}, "All"), ...choices(column).map(n =>
    make("option", {value: n, selected: set?.is === column.values[n]}, `${column.values[n] || "(empty)"} (${(column.counts?.[n] ?? 0).toLocaleString("en")})`)))
  select.addEventListener("change", () => change(select.value === "" ? null : {is: column.values[Number(select.value)]}))
  return select
}

/** Draws the rows in sight, with room for the others above and below. */
function draw() {
  const most = Math.min(order.length, printing ? PRINTED : SCROLLED)
  const above = view.scrollTop - thead.offsetHeight
  const hidden = open >= 0 && above > (open + 1) * HEIGHT ? Math.min(openHeight, above - (open + 1) * HEIGHT) : 0
  let first = Math.max(0, Math.floor((above - hidden) / HEIGHT) - MORE)
  let last = Math.min(most, first + Math.ceil(Math.min(view.clientHeight, innerHeight) / HEIGHT) + 2 * MORE)
  if (printing) [first, last] = [0, most]
  const focused = tbody.contains(document.activeElement)
  // One row can be reached by Tab, also where the active one is out of sight.
  const reached = active >= first && active < last ? active : Math.min(last - 1, first + MORE)
  const space = (/** @type {number} */ height) => make("tr", {"aria-hidden": "true", class: "space"}, make("td", {colspan: inSight.length, style: `height: ${height}px`}))
  const shown = []
  if (first) shown.push(space(first * HEIGHT + (open >= 0 && open < first ? openHeight : 0)))
  for (let i = first; i < last; i++) {
    shown.push(line(i, i === reached))
    if (i === open) shown.push(details(order[i]))
  }
  if (last < most) shown.push(space((most - last) * HEIGHT + (open >= last ? openHeight : 0)))
  if (!most) shown.push(make("tr", {}, make("td", {colspan: inSight.length, class: "soft"}, "No system is left by these filters.")))
  tbody.replaceChildren(...shown)
  const drawn = tbody.querySelector(".details")
  if (drawn instanceof HTMLElement && open >= first && open < last) openHeight = drawn.offsetHeight
  if (focused) focusOn(tbody, "[tabindex='0']", {preventScroll: true})
}

/** Makes a row. @param {number} i @param {boolean} isReached */
function line(i, isReached) {
  const row = order[i]
  const made = make("tr", {role: "row", "aria-rowindex": i + 2, "aria-level": 1, "aria-expanded": String(i === open),
    tabindex: isReached ? 0 : -1, class: "line"})
  made.append(...inSight.map(column => {
    const value = text(column, row)
    const cell = make("td", {role: "gridcell", class: styled(column), title: value.slice(0, 300)}, make("bdi", {}, value.slice(0, 300)))
    if (column.role === "group") cell.prepend(make("i", {class: `swatch group${groups.indexOf(value) + 1}`}))
    if (column.role === "verdict") mark(cell, column, row)
    return cell
  }))
  made.addEventListener("focus", () => { active = i })
  made.addEventListener("click", () => {
    made.focus({preventScroll: true})
    toggle(i)
  })
  return made
}

/** Returns the class of the cells of a column that look unlike others. */
const styled = (/** @type {Column} */ column) => column.role === "area" ? "suggested" : ["name", "suggested"].includes(column.role) ? column.role : undefined

/** Colours a verdict, and dots what is taken from the known system. @param {HTMLElement} cell @param {Column} column @param {number} row */
function mark(cell, column, row) {
  const truth = new Map([["yes", "entailed"], ["no", "refuted"]]).get(text(column, row)) ?? "unknown"
  const borrowed = text(role("borrowed"), row).split("; ").includes(column.name)
  if (cell.firstElementChild) cell.firstElementChild.className = borrowed ? `${truth} known` : truth
}

/** Makes all that is known of a row: what is concluded, what is not, and what the list says. @param {number} row */
function details(row) {
  const list = make("dl"), own = make("dl")
  const told = (/** @type {HTMLElement} */ to, /** @type {string} */ term, /** @type {string} */ value, /** @type {Node[]} */ ...more) => {
    if (value) to.append(make("dt", {}, make("bdi", {}, term)), make("dd", {}, make("bdi", {}, value), ...more))
  }
  told(list, "Group", text(role("group"), row))
  told(list, "Kind", text(role("kind"), row))
  const verdicts = columns.filter(column => column.role === "verdict")
  if (verdicts.length) {
    const parts = verdicts.map(column => {
      const part = make("span", {}, make("span", {}, text(column, row)))
      mark(part, column, row)
      part.prepend(`${column.name}: `)
      return part
    })
    list.append(make("dt", {}, "Verdicts"), make("dd", {class: "verdicts"}, ...parts))
  }
  told(list, "Rests on", text(role("basis"), row))
  told(list, "Why", text(role("why"), row))
  told(list, "Generates", text(role("generates"), row))
  const [known, address] = [text(role("known"), row), text(role("known address"), row)]
  if (/^https?:\/\//.test(address))
    list.append(make("dt", {}, "Known system"), make("dd", {}, make("a", {href: address, rel: "noreferrer"}, known)))
  else told(list, "Known system", known)
  told(list, "Its words suggest", text(role("suggested"), row), make("span", {class: "soft"}, ` ${text(role("words"), row)}`))
  told(list, "To find out", text(role("ask"), row), make("span", {class: "soft"}, ` (from ${text(role("whom"), row)})`))
  told(list, "Duties", text(role("duties"), row))
  told(list, "Missing facts", text(role("missing"), row))
  told(list, "Left open", text(role("left open"), row))
  told(list, "Does not fit", text(role("conflicts"), row))
  const line = text(role("line"), row)
  told(list, "Where", text(role("file"), row) + (line ? `, line ${line}` : ""))
  for (const column of columns)
    if (column.role === "own" || column.role === "owner") told(own, column.name, text(column, row))
  const cell = make("td", {role: "gridcell", colspan: inSight.length},
    make("h3", {}, make("bdi", {}, text(role("name"), row))), list)
  if (own.children.length) cell.append(make("h4", {}, "In the list"), own)
  return make("tr", {role: "row", "aria-level": 2, class: "details"}, cell)
}

/** Opens a row, or closes it. @param {number} i */
function toggle(i) {
  open = open === i ? -1 : i
  openHeight = 0
  draw()
}

/** Makes a row the active one, and scrolls it into sight. @param {number} i */
function goTo(i) {
  active = Math.max(0, Math.min(order.length - 1, i))
  const top = active * HEIGHT + (open >= 0 && open < active ? openHeight : 0)
  const room = view.clientHeight - thead.offsetHeight - HEIGHT
  if (top < view.scrollTop) view.scrollTop = top
  else if (top > view.scrollTop + room) view.scrollTop = top - room
  draw()
}

// --- keys, pointers, and what else is heard

tbody.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target instanceof HTMLAnchorElement) return
  const page = Math.max(1, Math.floor(view.clientHeight / HEIGHT) - 2)
  const moves = /** @type {{[key: string]: number}} */ ({ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -order.length, End: order.length})
  if (event.key in moves) goTo(active + moves[event.key])
  else if (event.key === "Enter" || event.key === " ") toggle(active)
  else if (event.key === "ArrowRight" && open !== active) toggle(active)
  else if ((event.key === "ArrowLeft" || event.key === "Escape") && open >= 0) toggle(open)
  else return
  event.preventDefault()
})

view.addEventListener("scroll", () => requestAnimationFrame(draw))
find.addEventListener("input", later(refresh))
get("clear").addEventListener("click", () => {
  find.value = ""
  filters.clear()
  layOut()
  refresh()
  find.focus()
})

// Figures, owners and questions become links that filter the rows below.
for (const told of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-column]"))) {
  const {column: name = "", value = "", has} = told.dataset
  const link = make("a", {href: "#systems"}, ...told.childNodes)
  link.addEventListener("click", event => {
    event.preventDefault()
    find.value = ""
    filters.clear()
    const column = role(name)
    if (column) filters.set(column, has ? {has} : {is: value === "(empty)" ? "" : value})
    layOut()
    refresh()
    get("systems").scrollIntoView()
  })
  told.append(link)
}

for (const column of columns.filter(each => each.role !== "name" && !HIDDEN.has(each.role))) {
  const box = make("input", {type: "checkbox"})
  box.checked = column.shown
  box.addEventListener("change", () => {
    column.shown = box.checked
    layOut()
  })
  choose.querySelector("div")?.append(make("label", {}, box, make("bdi", {}, column.name)))
}

get("list-csv")?.addEventListener("click", () => save(csv(workList(order)), "work-list.csv"))
get("list-xlsx")?.addEventListener("click", () => {
  try {
    save(xlsx(workList(order)), "work-list.xlsx")
  } catch (error) {
    count.textContent = /** @type {Error} */ (error).message
  }
})

addEventListener("beforeprint", () => {
  printing = true
  get("printed").textContent = order.length > PRINTED
    ? `Printed are the first ${PRINTED} of ${order.length.toLocaleString("en")} systems as filtered and sorted; filter to print others.`
    : count.textContent
  layOut()
})
addEventListener("afterprint", () => {
  printing = false
  layOut()
})

get("first").remove()
get("all").hidden = false
for (const tools of document.querySelectorAll(".tools")) tools.removeAttribute("hidden")
new ResizeObserver(() => layOut()).observe(view)
addEventListener("hashchange", readAddress)
readAddress()
}
