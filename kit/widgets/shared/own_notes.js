/** A few words for oneself, beside the energy map. */

import { make } from "./field.js";
import { makeLine } from "./task_controls.js";
import { _ } from "./words.js";

/** @type {[string, string[]][]} */
const NOTES = [
  [_("Three reasons why I work"), ["reason1", "reason2", "reason3"]],
  [_("What I am good at"), ["strengths"]],
  [_("What interests me"), ["interests"]],
];

/**
 * Draw the lines that are for oneself.
 *
 * @param {import("./energy_tasks.js").TaskMap} map
 */
export function makeNotes(map) {
  return NOTES.map(([title, names]) => {
    const group = make("fieldset", "kit-notes");
    group.append(make("legend", "", title));
    names.forEach((name, place) => {
      const line = makeLine(
        names.length > 1 ? _("Reason {n}", { n: place + 1 }) : title,
        map.notes[name] ?? "",
        (text) => {
          map.notes[name] = text;
          map.save();
        },
      );
      /** @type {Element} */ (line.label.querySelector("span")).classList.add("kit-unseen");
      group.append(line.label);
    });
    return group;
  });
}
