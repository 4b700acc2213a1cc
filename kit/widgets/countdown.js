import { keepTime, readClock } from "./shared/clock.js";
import { follow, make, makeId, write } from "./shared/field.js";
import { _ } from "./shared/words.js";

/**
 * @typedef {object} Traits As `countdown.py` describes them.
 * @property {number} ends_at
 * @property {string} label
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("div", "kit kit-countdown");
  const label = make("span", "kit-name");
  const timer = make("span", "kit-time");
  const spoken = make("span", "kit-unseen");
  label.id = makeId();
  timer.setAttribute("role", "timer");
  timer.setAttribute("aria-labelledby", label.id);
  spoken.setAttribute("aria-live", "polite");
  root.append(label, timer, spoken);
  el.append(root);

  /** @type {string | null} */
  let before = null;

  /** @param {number | null} left */
  function draw(left) {
    root.hidden = left === null;
    if (left === null) return;
    const { figures, state } = readClock(left);
    write(timer, state === "over" ? _("{time} over time", { time: figures }) : figures);
    root.dataset.state = state;
    // The figures are not read aloud every second; that the end is near is said once.
    if (before === "" && state === "soon") spoken.textContent = _("1 minute left");
    if (before === "soon" && state === "over") spoken.textContent = _("Time is up");
    before = state;
  }

  const name = () => write(label, model.get("label"));
  name();
  const stop = [follow(model, ["label"], name), keepTime(model, draw)];
  return () => {
    for (const end of stop) end();
    root.remove();
  };
}

export default { render };
