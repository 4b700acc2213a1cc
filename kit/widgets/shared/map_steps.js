/** The four steps of the energy map, and what is said at the beginning of each. */

import { _, pgettext } from "./words.js";

/** @typedef {import("./energy_tasks.js").Time | "me" | "both"} Step */

/** @type {[Step, string][]} */
export const STEPS = [
  ["now", _("Now")],
  ["me", _("Me")],
  ["next", pgettext("step", "Next")],
  ["both", _("Both")],
];
export const INTRODUCTIONS = {
  now: _(
    "Name six to ten tasks. The more energy a task takes, the larger its block. Energy, not hours.",
  ),
  me: _("A few words for yourself. They help with the next step."),
  next: _(
    "The same tasks, as they could be. Make a block larger or smaller, move it, drop one, add one. Stay with what is possible here.",
  ),
  both: _("Your work now, and as you would like it next."),
};
