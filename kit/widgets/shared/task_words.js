/** A task of the energy map in words. */

import { _, joinItems } from "./words.js";

/** @typedef {import("./energy_tasks.js").Block} Block */
/** @typedef {import("./energy_tasks.js").Task} Task */
/** @typedef {import("./energy_tasks.js").Time} Time */

export const SIZES = ["", _("small"), _("medium"), _("large")];
export const DOES = {
  gives: _("gives energy"),
  neutral: _("neutral"),
  drains: _("drains energy"),
};

/** @param {string} text */
export function capitalise(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Say a block as a person would.
 * @param {Task} task
 * @param {Block} block
 */
export function describe(task, block) {
  const strength = block.strength ? _("uses my strengths") : "";
  return joinItems([task.name, SIZES[block.size], DOES[block.effect], strength]);
}

/**
 * The small words on a block.
 * @param {Task} task
 * @param {Block} block
 * @param {Time} time
 */
export function mark(task, block, time) {
  const parts = [SIZES[block.size]];
  if (block.strength) parts.push(_("strength"));
  if (time === "next" && !task.now) parts.push(_("new"));
  if (time === "next" && block.purpose) parts.push(block.purpose);
  return parts.join(" · ");
}
