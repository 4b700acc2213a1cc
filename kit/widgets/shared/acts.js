/** What the dashboard says of a row of the run-sheet, and of the buttons for what it names. */

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
  const size = Number.isNaN(time) ? "" : `, ${time} ${time === 1 ? "minute" : "minutes"}`;
  if (isNow) return `Now: ${name}${size}`;
  return presses ? `Next: ${name}${size}. Press ${presses}.` : `Next: ${name}${size}`;
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
  if (action.do === "pairs") return "Draw pairs and fours";
  if (action.do === "deal") return "Deal names";
  if (action.do === "turn") return `Show \u201c${action.picture}\u201d`;
  const [turns, seconds] = readTime(action, isShort);
  const whole = Math.floor(seconds / 60);
  const size = seconds % 60 === 30 ? `${whole || ""}${HALF}` : String(seconds / 60);
  const minutes = size === "1" ? "minute" : "minutes";
  return turns === 1 ? `Start ${size} ${minutes}` : `Start ${turns} \u00d7 ${size} ${minutes}`;
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
