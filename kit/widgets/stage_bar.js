import { keepTime, readClock } from "./shared/clock.js";
import { follow, make, write } from "./shared/field.js";
import { appear } from "./shared/motion.js";

const FADE = 150; // milliseconds

/**
 * @typedef {object} Traits As `stage_bar.py` describes them.
 * @property {string} phase_text
 * @property {string} progress
 * @property {number} ends_at
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("div", "kit kit-stage-bar");
  const line = make("div", "kit-line");
  const phase = make("p", "kit-phase");
  const progress = make("p", "kit-progress");
  const clock = make("p", "kit-clock");
  const figures = make("span", "kit-figures");
  const over = make("span", "kit-over", "over time");
  phase.setAttribute("role", "status");
  clock.setAttribute("role", "timer");
  clock.setAttribute("aria-label", "Time left");
  clock.append(figures, over);
  line.append(phase, progress, clock);
  root.append(line);
  el.append(root);

  /** @param {number | null} left */
  function drawTime(left) {
    clock.hidden = left === null;
    if (left === null) return;
    const reading = readClock(left);
    write(figures, reading.figures);
    over.hidden = reading.state !== "over";
    clock.dataset.state = reading.state;
  }

  function draw() {
    const text = model.get("phase_text");
    if (phase.textContent && phase.textContent !== text) appear(phase, FADE);
    write(phase, text);
    write(progress, model.get("progress"));
  }

  draw();
  const stop = [follow(model, ["phase_text", "progress"], draw), keepTime(model, drawTime)];
  return () => {
    for (const end of stop) end();
    root.remove();
  };
}

export default { render };
