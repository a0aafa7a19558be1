// @ts-check
// The flat table of systems that the build wrote: its rows as objects, and how cells are shown.
"use strict";

/** A row; lists are numbers of the table's lists, in `generates` and `accepts` each followed by its ways. `shows` are
 * the numbers of the texts of its cells, in the order of the table's `shows`.
 * @typedef {{name: string, label: string, date: string, makers: number[], open: number[], licences: number[],
 *   generates: number[], accepts: number[], languages: number[], kinds: number[], undecided: number[], verdicts: string,
 *   sizes: number[], context: number, notable: boolean, current: boolean, shows: number[], text: string}} System */
/** @typedef {[name: string, label: string]} Named */
/** @typedef {{lists: Record<string, Named[]>, shows: string[], texts: string[], recorded: number[], heads: string[], systems: System[]}} Systems */

const systems = (() => {
  /** @type {Promise<Systems> | undefined} */
  let table;

  /** The table, loaded once. @returns {Promise<Systems>} */
  const loaded = () => {
    table ??= site.data("systems").then(({ columns, rows, ...others }) => {
      const { makers, kinds } = others.lists;
      const all = rows.map((/** @type {any[]} */ row) => {
        const system = Object.fromEntries(columns.map((/** @type {string} */ column, /** @type {number} */ i) => [column, row[i]]));
        const said = [...system.makers.map((/** @type {number} */ n) => makers[n][1]), ...system.kinds.map((/** @type {number} */ n) => kinds[n][1])];
        return { ...system, text: [system.name, system.label, ...said].join("\n").toLowerCase() };
      });
      return { ...others, systems: all };
    });
    return table;
  };

  /** The texts of a row's cells, by column. @param {Systems} table @param {System} system @returns {Record<string, string>} */
  const cells = ({ shows, texts }, system) => Object.fromEntries(shows.map((column, i) => [column, texts[system.shows[i]]]));

  return { loaded, cells };
})();
