/**
 * Which row of a run-sheet is now. A row's bold buttons say in which phase it begins; between two of
 * those, the minutes do.
 */

/** @typedef {import("../../widgets/shared/types.js").Phase} Phase */

/**
 * @typedef {object} Row
 * @property {number} from The minute it begins in; NaN where the sheet names none.
 * @property {number[]} leads Places in `ORDER` of the phases that its buttons lead to.
 * @property {number} [begins] The part of the exercise that it begins, 1 for the second.
 */

/**
 * @typedef {object} Span How long a row is, and whether it may be left out.
 * @property {string} name
 * @property {number} from
 * @property {number} until The minute it ends in; NaN where the sheet names none.
 * @property {[number, number] | null} short The minutes it has in the short plan; null for none.
 * @property {boolean} droppable
 * @property {import("../../widgets/shared/plan.js").Action[]} [actions] What it has a button for.
 * @property {string} [presses] What it says of the large button; "" for nothing.
 */

/** @type {Phase[]} */
export const ORDER = ["prepare", "leader", "open", "closed", "revealed", "done"];
const DONE = ORDER.indexOf("done");
const LEADER = ORDER.indexOf("leader");

/**
 * The rows that belong to a phase. The button that ends an exercise is pressed at the end of its row,
 * every other one at the beginning.
 *
 * @param {Row[]} rows
 * @param {Phase} phase
 * @param {number} [part] The part of the exercise that is played, 0 for the first.
 * @returns {[number, number]} The first and the last of them.
 */
export function findStretch(rows, phase, part = 0) {
  const from = Math.max(0, part ? rows.findIndex(({ begins }) => begins === part) : 0);
  const to = rows.findIndex(({ begins }) => (begins ?? 0) > part);
  const [first, last] = findInPart(rows.slice(from, to < 0 ? rows.length : to), phase);
  return [from + first, from + last];
}

/**
 * @param {Row[]} rows Those of one part.
 * @param {Phase} phase
 * @returns {[number, number]}
 */
function findInPart(rows, phase) {
  const at = ORDER.indexOf(phase);
  const first = rows.reduce(
    (found, { leads }, place) => (leads.some((lead) => lead <= at) ? place : found),
    0,
  );
  const next = rows.findIndex(
    ({ leads }, place) => place >= first && leads.some((lead) => lead > at && lead !== DONE),
  );
  return [first, next < 0 ? Math.max(first, rows.length - 1) : Math.max(first, next - 1)];
}

/**
 * Whether a row is the leader's alone: where nobody goes first it is passed over.
 *
 * @param {Row} row
 */
export function isLeaders({ leads }) {
  return leads.includes(LEADER) && !leads.some((lead) => lead > LEADER);
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

/**
 * The rows behind a place that may be left out, and how long the run-sheet's plans are.
 *
 * @param {Span[]} rows
 * @param {number} place Of the row that is now.
 * @returns {import("../../widgets/shared/plan.js").Sheet}
 */
export function listAhead(rows, place) {
  const ends = rows.map(({ until }) => until).filter((end) => !Number.isNaN(end));
  const shorts = rows.flatMap(({ short }) => (short ? [short[1]] : []));
  return {
    now: rows[place] ? describeRow(rows[place]) : null,
    next: rows[place + 1] ? describeRow(rows[place + 1]) : null,
    rows: rows
      .slice(place + 1)
      .filter(({ droppable, until }) => droppable && !Number.isNaN(until))
      .map(describeRow),
    total: ends.length ? Math.max(...ends) : null,
    short: shorts.length ? Math.max(...shorts) : null,
  };
}

/**
 * @param {Span} row
 * @returns {import("../../widgets/shared/plan.js").SheetRow}
 */
function describeRow({ name, from, until, short, actions = [], presses = "" }) {
  return { name, minutes: until - from, short: short && short[1] - short[0], actions, presses };
}

/**
 * What a row has a button for, in the order in which it names it.
 *
 * @param {{words: string, picture: string}[]} bold Its bold words; `picture`: what the arrow leads to.
 * @param {Record<string, import("../../widgets/shared/plan.js").Action>} acts What bold words do.
 * @returns {import("../../widgets/shared/plan.js").Action[]}
 */
export function listActions(bold, acts) {
  return bold.flatMap(({ words, picture }) => {
    if (picture) return [{ do: "turn", picture: picture.replace(/\s*\u2026$/, "") }];
    return acts[words] ? [acts[words]] : [];
  });
}
