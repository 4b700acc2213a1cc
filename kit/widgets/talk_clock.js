import { keepTime } from "./shared/clock.js";
import { make, write } from "./shared/field.js";
import { describeTalkNow } from "./shared/talk.js";
import { _ } from "./shared/words.js";

/**
 * @typedef {object} Traits As `talk_clock.py` describes them.
 * @property {number[]} turns
 * @property {number} ends_at
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("section", "kit kit-talk-clock");
  const heading = make("h2");
  const time = make("p", "kit-time");
  const then = make("p", "kit-then");
  // The change is read aloud, and the figures are not, every second.
  heading.setAttribute("role", "status");
  time.setAttribute("role", "timer");
  time.setAttribute("aria-label", _("Time left to talk"));
  root.append(heading, time, then);
  el.append(root);

  /** @param {number | null} left */
  function draw(left) {
    root.hidden = left === null;
    if (left === null) {
      write(heading, "");
      return;
    }
    const said = describeTalkNow(model.get("turns"));
    write(heading, said.words);
    write(time, said.figures);
    write(then, said.after);
    time.hidden = !said.figures;
    then.hidden = !said.after;
    root.dataset.state = said.state;
  }

  const stop = keepTime(model, draw);
  return () => {
    stop();
    root.remove();
  };
}

export default { render };
