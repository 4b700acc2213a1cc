/** What the dashboard says of a row of the run-sheet, and of the buttons for what it names. */

import { _, formatNumber, ngettext } from "./words.js";

/** @typedef {import("./plan.js").Action} Action */
/** @typedef {import("./plan.js").SheetRow} SheetRow */

const HALF = "\u00bd";

/**
 * One line: "Next: In pairs, 7 minutes. Press Part two."
 *
 * @param {SheetRow} row
 * @param {boolean} isNow
 * @param {boolean} isShort Whether the short plan counts.
 */
export function describeRow({ name, minutes, short, presses }, isNow, isShort) {
  const time = isShort && short !== null ? short : minutes;
  const what = Number.isNaN(time)
    ? name
    : ngettext("{name}, {n} minute", "{name}, {n} minutes", time, { name });
  if (isNow) return _("Now: {what}", { what });
  return presses
    ? _("Next: {what}. Press {button}.", { what, button: presses })
    : _("Next: {what}", { what });
}

/**
 * How many turns a talk has, and how many seconds each, by the plan that counts.
 *
 * @param {Action} action
 * @param {boolean} isShort
 * @returns {[number, number]}
 */
export function readTime({ long, short }, isShort) {
  return (isShort && short) || long || [1, 60];
}

/**
 * @param {Action} action
 * @param {boolean} isShort
 */
export function nameButton(action, isShort) {
  if (action.do === "pairs") return _("Draw pairs and fours");
  if (action.do === "deal") return _("Deal names");
  if (action.do === "turn")
    return _("Show \u201c{picture}\u201d", { picture: action.picture ?? "" });
  const [turns, seconds] = readTime(action, isShort);
  const whole = Math.floor(seconds / 60);
  const size = seconds % 60 === 30 ? `${whole || ""}${HALF}` : formatNumber(seconds / 60, 2);
  const n = size === "1" ? 1 : Math.max(2, whole);
  return turns === 1
    ? ngettext("Start {size} minute", "Start {size} minutes", n, { size })
    : ngettext("Start {turns} \u00d7 {size} minute", "Start {turns} \u00d7 {size} minutes", n, {
        turns,
        size,
      });
}

/**
 * What an action of a row is remembered by.
 *
 * @param {SheetRow} row
 * @param {Action} action
 */
export function nameAct({ name }, action) {
  return `${name} ${JSON.stringify(action)}`;
}
