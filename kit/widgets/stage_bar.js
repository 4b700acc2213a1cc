import { keepTime, readClock } from "./shared/clock.js";
import { follow, make, write } from "./shared/field.js";
import { appear } from "./shared/motion.js";
import { describeTalkNow } from "./shared/talk.js";
import { _ } from "./shared/words.js";

const FADE = 150; // milliseconds
const LARGEST = 4; // hundredths of the stage's width between two marks
const HEIGHT = 4.6; // hundredths of it that all rows may take together
const ROWS = 12;
const WORTH = 1.2; // one more row has to make marks larger by this much
const UNIT = 12.8; // pixels, where there is no stage

/**
 * @typedef {object} Traits As `stage_bar.py` describes them.
 * @property {string} phase_text
 * @property {string} progress
 * @property {string} note
 * @property {number} people
 * @property {number} finished
 * @property {boolean} resting
 * @property {number} ends_at
 * @property {number[]} turns
 */

/**
 * How marks stand on their shelf: in few rows of even length, as far apart as they may.
 *
 * @param {number} count
 * @param {number} width Of the shelf, in hundredths of the stage's.
 */
function arrange(count, width) {
  let best = { pitch: 0, length: 0 };
  for (let rows = 1; rows <= ROWS; rows++) {
    const length = Math.ceil(count / rows);
    const pitch = Math.min(LARGEST, width / length, HEIGHT / rows);
    if (pitch > best.pitch * WORTH) best = { pitch, length };
  }
  return best;
}

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("div", "kit kit-stage-bar");
  const shelf = make("div", "kit-shelf");
  const line = make("div", "kit-line");
  const phase = make("p", "kit-phase");
  const progress = make("p", "kit-progress");
  const note = make("p", "kit-note");
  const clock = make("p", "kit-clock");
  const figures = make("span", "kit-figures");
  const over = make("span", "kit-over", _("over time"));
  shelf.setAttribute("aria-hidden", "true"); // the words beside it say the same
  phase.setAttribute("role", "status");
  clock.setAttribute("role", "timer");
  clock.setAttribute("aria-label", _("Time left"));
  clock.append(figures, over);
  line.append(phase, progress, note, clock);
  root.append(shelf, line);
  el.append(root);

  /** @param {number | null} left */
  function drawTime(left) {
    drawPhase();
    const turns = model.get("turns");
    const reading = turns.length ? describeTalkNow(turns) : readClock(left ?? 0);
    clock.hidden = left === null || !reading.figures;
    write(figures, reading.figures);
    over.hidden = reading.state !== "over";
    clock.dataset.state = reading.state;
  }

  /** What the room does now; in a talk, who speaks. */
  function drawPhase() {
    const turns = model.get("turns");
    const text = turns.length ? describeTalkNow(turns).words : model.get("phase_text");
    if (phase.textContent && phase.textContent !== text) appear(phase, FADE);
    write(phase, text);
  }

  /** Marks come and go at the end of the row, and fill from its beginning: none is anybody's. */
  function drawShelf() {
    const count = model.get("people");
    const full = model.get("finished");
    const before = shelf.childElementCount;
    while (shelf.childElementCount > count) shelf.lastElementChild?.remove();
    while (shelf.childElementCount < count) {
      shelf.append(make("i", shelf.dataset.drawn ? "kit-new" : ""));
    }
    [...shelf.children].forEach((mark, place) => {
      if (place < before) mark.classList.remove("kit-new");
      mark.classList.toggle("kit-full", place < full);
    });
    shelf.hidden = count === 0;
    shelf.dataset.drawn = "yes";
    layOut();
  }

  function layOut() {
    const unit = parseFloat(getComputedStyle(root).getPropertyValue("--u")) || UNIT;
    const { pitch, length } = arrange(shelf.childElementCount, root.clientWidth / unit);
    shelf.style.setProperty("--pitch", String(Math.floor(pitch * 100) / 100));
    shelf.style.setProperty("--length", String(length));
  }

  function draw() {
    drawPhase();
    write(progress, model.get("progress"));
    write(note, model.get("note"));
  }

  function rest() {
    root.classList.toggle("kit-resting", model.get("resting"));
  }

  draw();
  drawShelf();
  rest();
  const watch = new ResizeObserver(layOut);
  watch.observe(root);
  const stop = [
    follow(model, ["phase_text", "progress", "note", "turns"], draw),
    follow(model, ["people", "finished"], drawShelf),
    follow(model, ["resting"], rest),
    keepTime(model, drawTime),
  ];
  return () => {
    for (const end of stop) end();
    watch.disconnect();
    root.remove();
  };
}

export default { render };
