// Tables to take along, made in the page: CSV, and XLSX as a packed folder of a few texts.
"use strict"

// The beginning of what a spreadsheet takes for a formula, and numbers, which may begin so.
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
// What a sheet of XLSX holds at most: rows with that of the headings, and characters of a cell.
const MOST_ROWS = 1048576, LONGEST = 32767

/** Returns rows of texts as CSV in UTF-8, in which nothing is a formula. @param {string[][]} rows */
function csv(rows) {
  const cell = (/** @type {string} */ text) => {
    const safe = FORMULA.test(text) && !NUMBER.test(text) ? "'" + text : text
    return /[",\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe
  }
  // The mark at the start tells spreadsheets that this is UTF-8.
  return new Blob(["\ufeff", ...rows.map(row => row.map(cell).join(",") + "\r\n")], {type: "text/csv"})
}

/** Returns rows of texts as a workbook: all texts, the first row in sight and filtered by. @param {string[][]} rows */
function xlsx(rows) {
  if (rows.length > MOST_ROWS)
    throw new RangeError("More rows than a sheet of Excel holds: filter them, or take CSV.")
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  const parts = "http://schemas.openxmlformats.org/package/2006"
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
  const last = column(rows[0].length - 1) + rows.length
  const cell = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y) => text === "" ? ""
    : `<c r="${column(x)}${y + 1}" t="inlineStr"${y ? "" : ' s="1"'}><is><t xml:space="preserve">${xml(text)}</t></is></c>`
  const width = (/** @type {number} */ x) => {
    const longest = rows.slice(0, 200).reduce((most, row) => Math.max(most, row[x].length), 8)
    return `<col min="${x + 1}" max="${x + 1}" width="${Math.min(longest, 60) + 2}" customWidth="1"/>`
  }
  const relation = (/** @type {string} */ kind, /** @type {string} */ target) => `<Relationships xmlns="${parts}/relationships">` +
    `<Relationship Id="rId1" Type="${office}/${kind}" Target="${target}"/>`
  return zip({
    "[Content_Types].xml": [`<Types xmlns="${parts}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`],
    "_rels/.rels": [relation("officeDocument", "xl/workbook.xml"), "</Relationships>"],
    "xl/workbook.xml": [`<workbook xmlns="${main}" xmlns:r="${office}"><sheets>` +
      '<sheet name="Work list" sheetId="1" r:id="rId1"/></sheets></workbook>'],
    "xl/_rels/workbook.xml.rels": [relation("worksheet", "worksheets/sheet1.xml"),
      `<Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`],
    // What Excel wants to be there, and one style more: bold headings.
    "xl/styles.xml": [`<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
      '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill>' +
      '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
      '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
      '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>'],
    "xl/worksheets/sheet1.xml": [`<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
      `<cols>${rows[0].map((_, x) => width(x)).join("")}</cols><sheetData>`,
      ...rows.map((row, y) => `<row r="${y + 1}">${row.map((text, x) => cell(text, x, y)).join("")}</row>`),
      `</sheetData><autoFilter ref="A1:${last}"/></worksheet>`],
  })
}

/** Returns the letters of a column: 0 is A, 26 is AA. @param {number} number @returns {string} */
function column(number) {
  const letter = String.fromCharCode(65 + number % 26)
  return number < 26 ? letter : column(Math.floor(number / 26) - 1) + letter
}

/** Returns a text for XML, no longer than a cell may be, without what XML cannot hold. @param {string} text */
function xml(text) {
  if (text.length > LONGEST) {
    const end = `… (${text.length} characters)`
    text = text.slice(0, LONGEST - end.length) + end
  }
  return text.replace(/_x[0-9a-f]{4}_/gi, "_x005F$&")
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
}

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** Returns named texts, which are XML, as a zip archive that packs nothing. @param {{[name: string]: string[]}} files */
function zip(files) {
  const encoder = new TextEncoder()
  const [parts, entries] = [/** @type {Bytes[]} */ ([]), /** @type {Bytes[]} */ ([])]
  let offset = 0
  for (const [name, texts] of Object.entries(files)) {
    const path = encoder.encode(name)
    const data = [HEAD, ...texts].map(text => encoder.encode(text))
    const size = data.reduce((sum, bytes) => sum + bytes.length, 0)
    // Version, flags, method (stored), time and date, checksum, both sizes, lengths of names.
    const about = [20, 2, 0, 2, 0, 2, 0, 2, 0x21, 2, crc32(data), 4, size, 4, size, 4, path.length, 2, 0, 2]
    const head = bytesOf([0x04034b50, 4, ...about])
    entries.push(bytesOf([0x02014b50, 4, 20, 2, ...about, 0, 2, 0, 2, 0, 2, 0, 4, offset, 4]), path)
    parts.push(head, path, ...data)
    offset += head.length + path.length + size
  }
  const count = Object.keys(files).length
  const length = entries.reduce((sum, bytes) => sum + bytes.length, 0)
  const end = bytesOf([0x06054b50, 4, 0, 2, 0, 2, count, 2, count, 2, length, 4, offset, 4, 0, 2])
  return new Blob([...parts, ...entries, end],
    {type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
}

/** Returns numbers, each followed by its width in bytes, as bytes, the low ones first. @param {number[]} numbers */
function bytesOf(numbers) {
  const bytes = []
  for (let i = 0; i < numbers.length; i += 2)
    for (let shift = 0; shift < numbers[i + 1]; shift++) bytes.push(numbers[i] >>> 8 * shift & 255)
  return Uint8Array.from(bytes)
}

const CRC = Uint32Array.from({length: 256}, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? 0xedb88320 ^ byte >>> 1 : byte >>> 1
  return byte
})

/** Returns the checksum of pieces of bytes. @param {Bytes[]} pieces */
function crc32(pieces) {
  let sum = -1
  for (const piece of pieces) for (const byte of piece) sum = CRC[(sum ^ byte) & 255] ^ sum >>> 8
  return ~sum >>> 0
}

/** Hands a file to the reader, as a download. @param {Blob} blob @param {string} name */
function save(blob, name) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
}
