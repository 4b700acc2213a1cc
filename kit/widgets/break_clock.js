import { describeBreakNow } from "./shared/break.js";
import { keepTime } from "./shared/clock.js";
import { make, write } from "./shared/field.js";

/**
 * @typedef {object} Traits As `break_clock.py` describes them.
 * @property {number} ends_at
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("section", "kit kit-break-clock");
  const heading = make("h2");
  const line = make("p");
  heading.setAttribute("role", "status");
  root.append(heading, line);
  el.append(root);

  /** @param {number | null} left */
  function draw(left) {
    root.hidden = left === null;
    const words =
      left === null ? { heading: "", line: "" } : describeBreakNow(model.get("ends_at"));
    write(heading, words.heading);
    write(line, words.line);
  }

  const stop = keepTime(model, draw);
  return () => {
    stop();
    root.remove();
  };
}

export default { render };
