/**
 * Which row of a run-sheet is now. A row's bold buttons say in which phase it begins; between two of
 * those, the minutes do.
 */

/** @typedef {import("../../widgets/shared/types.js").Phase} Phase */

/**
 * @typedef {object} Row
 * @property {number} from The minute it begins in; NaN where the sheet names none.
 * @property {number[]} leads Places in `ORDER` of the phases that its buttons lead to.
 */

/** @type {Phase[]} */
export const ORDER = ["prepare", "leader", "open", "closed", "revealed", "done"];
const DONE = ORDER.indexOf("done");

/**
 * The rows that belong to a phase. The button that ends an exercise is pressed at the end of its row,
 * every other one at the beginning.
 *
 * @param {Row[]} rows
 * @param {Phase} phase
 * @returns {[number, number]} The first and the last of them.
 */
export function findStretch(rows, phase) {
  const at = ORDER.indexOf(phase);
  const first = rows.reduce(
    (found, { leads }, place) => (leads.some((lead) => lead <= at) ? place : found),
    0,
  );
  const next = rows.findIndex(
    ({ leads }, place) => place >= first && leads.some((lead) => lead > at && lead !== DONE),
  );
  return [first, next < 0 ? rows.length - 1 : Math.max(first, next - 1)];
}

/**
 * @param {Row[]} rows
 * @param {[number, number]} stretch The rows it may be.
 * @param {number} minute The run-sheet's.
 */
export function findRow(rows, [first, last], minute) {
  let found = first;
  for (let place = first; place <= last; place += 1) {
    if (rows[place].from <= minute) found = place;
  }
  return found;
}
