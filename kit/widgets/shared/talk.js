/** What a talk against a clock says: who speaks, when to change, that time is up. */

import { getTime, readClock } from "./clock.js";
import { _ } from "./words.js";

/**
 * @typedef {object} Said
 * @property {string} words What to do now.
 * @property {string} figures The time left of the turn that is now; "" once all are over.
 * @property {string} after What comes after it, or "".
 * @property {"" | "soon" | "over"} state
 */

const OTHERS = [
  _("Change. Now the second one talks."),
  _("Change. Now the third one talks."),
  _("Change. Now the fourth one talks."),
];

/**
 * @param {number[]} turns
 * @param {number} now The server's time.
 * @returns {Said}
 */
export function describeTalk(turns, now) {
  const turn = turns.findIndex((end) => end > now);
  if (turn < 0)
    return {
      words: _("Time is up"),
      figures: "",
      after: _("Come back to the whole room."),
      state: "over",
    };
  const { figures, state } = readClock(turns[turn] - now);
  const after = turn < turns.length - 1 ? _("Then you change.") : "";
  return { words: nameTurn(turn, turns.length), figures, after, state };
}

/**
 * @param {number} turn 0 for the first.
 * @param {number} count
 */
function nameTurn(turn, count) {
  if (count === 1) return _("Talk together");
  if (!turn) return _("The first one talks");
  return count === 2 ? _("Change. Now the other one talks.") : OTHERS[turn - 1];
}

/**
 * The same for now.
 *
 * @param {number[]} turns
 */
export function describeTalkNow(turns) {
  return describeTalk(turns, getTime());
}
