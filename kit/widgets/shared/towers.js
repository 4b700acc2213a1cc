/** The energy map as two towers of blocks, to be looked at. */

import { EFFECTS } from "./energy_tasks.js";
import { make } from "./field.js";
import { capitalise, DOES, mark } from "./task_words.js";
import { _, pgettext } from "./words.js";

/** @typedef {import("./energy_tasks.js").Time} Time */

/**
 * Draw now and next beside each other, each a tower of blocks.
 *
 * @param {import("./energy_tasks.js").TaskMap} map
 */
export function makeBoth(map) {
  const both = make("div", "kit-both");
  for (const [time, title] of /** @type {[Time, string][]} */ ([
    ["now", _("Now")],
    ["next", pgettext("step", "Next")],
  ])) {
    const side = make("section", "kit-side");
    side.append(make("h3", "", title));
    for (const effect of EFFECTS) {
      const mine = map.list(time).filter(({ block }) => block.effect === effect);
      if (mine.length === 0) continue;
      const group = make("div", `kit-column kit-${effect}`);
      const list = make("ul", "kit-blocks");
      list.append(
        ...mine.map(({ task, block }) => {
          const item = make("li", `kit-block kit-size-${block.size}`);
          item.append(
            make("span", "kit-name", task.name),
            make("span", "kit-mark", mark(task, block, time)),
          );
          return item;
        }),
      );
      group.append(make("p", "kit-column-title", capitalise(DOES[effect])), list);
      side.append(group);
    }
    both.append(side);
  }
  return both;
}
