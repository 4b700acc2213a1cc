/** How a session stands to its plan, and what may be left out where it is late. */

import { _, formatNumber, ngettext } from "./words.js";

/**
 * @typedef {object} Spare What may be left out.
 * @property {string} name
 * @property {number} minutes
 */

/**
 * @typedef {object} Action What a row of a run-sheet has a button for.
 * @property {"pairs" | "deal" | "talk" | "turn"} do
 * @property {[number, number]} [long] Of a talk: how many turns, and the seconds of each.
 * @property {[number, number] | null} [short] The same in the short plan; null where it is the same.
 * @property {string} [picture] First words above the picture that is turned to.
 */

/**
 * @typedef {object} SheetRow A row of a run-sheet.
 * @property {string} name
 * @property {number} minutes By the long plan; NaN where it names none.
 * @property {number | null} short By the short one; null where that leaves it out.
 * @property {Action[]} actions
 * @property {string} presses What it says of the large button; "" for nothing.
 */

/**
 * @typedef {object} Sheet What a run-sheet tells of the rows that are still to come.
 * @property {SheetRow | null} now
 * @property {SheetRow | null} next
 * @property {SheetRow[]} rows Those that may be left out.
 * @property {number | null} total Minutes of its long plan; null where it names none.
 * @property {number | null} short Minutes of its short plan; null where it has none.
 */

/**
 * @typedef {object} Item A row of the agenda, as `AgendaItem` in `session/progress.py` has it.
 * @property {number} place
 * @property {string} title
 * @property {number | null} minutes
 * @property {"done" | "now" | "passed" | "ahead"} state
 * @property {number | null} spent
 * @property {"exercise" | "break" | "slack"} kind
 * @property {boolean} droppable
 */

const LONGEST = 240; // minutes; who is later than this goes by another plan

/**
 * Whether a session goes by the short plan of a run-sheet: the agenda gives it less than the long one.
 *
 * @param {Sheet} sheet
 * @param {number | null} minutes What the agenda gives the exercise.
 */
export function goesShort({ total, short }, minutes) {
  return short !== null && total !== null && (minutes ?? total) < total;
}

/**
 * The rows of a run-sheet that may be left out, with the minutes they have in this session.
 *
 * @param {Sheet | null} sheet
 * @param {number | null} minutes What the agenda gives the exercise.
 * @returns {Spare[]}
 */
export function listSpareRows(sheet, minutes) {
  if (!sheet) return [];
  const { rows, short, total } = sheet;
  const given = minutes ?? total ?? 0;
  const isShort = goesShort(sheet, minutes);
  return rows.flatMap((row) => {
    if (!isShort || row.short !== null) {
      return [{ name: row.name, minutes: (isShort ? row.short : null) ?? row.minutes }];
    }
    // The short plan leaves it out, unless the agenda gives it the time.
    return given - (short ?? 0) >= row.minutes ? [{ name: row.name, minutes: row.minutes }] : [];
  });
}

/**
 * What to leave out: one thing alone if it will do, the shortest such; else the longest ones together.
 *
 * @param {number} needed Minutes that are to be won back.
 * @param {Spare[]} spare
 * @returns {Spare[]} In the order in which they come; none where there is nothing, or no need.
 */
export function chooseSpare(needed, spare) {
  if (needed <= 0) return [];
  const enough = spare.filter(({ minutes }) => minutes >= needed);
  if (enough.length) {
    const least = Math.min(...enough.map(({ minutes }) => minutes));
    return enough.filter(({ minutes }) => minutes === least).slice(0, 1);
  }
  let left = needed;
  const chosen = new Set();
  for (const each of [...spare].sort((one, other) => other.minutes - one.minutes)) {
    if (left <= 0) break;
    chosen.add(each);
    left -= each.minutes;
  }
  return spare.filter((each) => chosen.has(each));
}

/**
 * Say in one line how late a session is, or how early, and what to leave out.
 *
 * Slack that is still to come is used up first: within it there is nothing to leave out.
 *
 * @param {object} course
 * @param {Item[]} course.items
 * @param {number | null} course.behind Minutes by which it was late when what is now began.
 * @param {number} course.elapsed Minutes that has taken.
 * @param {Sheet | null} course.sheet Of the exercise that is now.
 */
export function describePlan({ items, behind, elapsed, sheet }) {
  const present = items.filter(({ state }) => state === "now");
  if (!present.length || behind === null) return "";
  const planned = present.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);
  const late = behind + Math.max(0, elapsed - planned);
  if (Math.abs(late) > LONGEST) return "";
  if (late === 0) return _("On time");
  if (late < 0)
    return ngettext("{n} minute ahead of the plan", "{n} minutes ahead of the plan", -late);
  const ahead = items.filter(({ state }) => state === "ahead");
  const slack = ahead
    .filter(({ kind }) => kind === "slack")
    .reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);
  if (late <= slack)
    return ngettext(
      "{n} minute behind; the slack of {slack} covers it",
      "{n} minutes behind; the slack of {slack} covers it",
      late,
      { slack },
    );
  const rows = present[0].kind === "exercise" ? listSpareRows(sheet, present[0].minutes) : [];
  const exercises = ahead.flatMap(({ kind, droppable, title, minutes }) =>
    kind === "exercise" && droppable && minutes ? [{ name: title, minutes }] : [],
  );
  const spare = chooseSpare(late - slack, [...rows, ...exercises]);
  if (!spare.length)
    return ngettext("{n} minute behind the plan", "{n} minutes behind the plan", late);
  const names = spare.map(({ name, minutes }) => `${name} (${formatNumber(minutes, 2)})`);
  return ngettext(
    "{n} minute behind: leave out {names}",
    "{n} minutes behind: leave out {names}",
    late,
    { names: names.reduce((first, last) => _("{first} and {last}", { first, last })) },
  );
}
