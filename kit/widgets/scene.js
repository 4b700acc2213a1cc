import { describeBreakNow } from "./shared/break.js";
import { keepTime } from "./shared/clock.js";
import { follow, make, write } from "./shared/field.js";
import { listSizes, makeGrower } from "./shared/grow.js";
import { appear } from "./shared/motion.js";
import { makeTeller } from "./shared/stage.js";

const FADE = 150; // milliseconds
const SIZES = listSizes(6.4, 2); // hundredths of the stage's width
const STONES = 3;
const BREAK_SIZES = listSizes(11, 2); // a few words, read by people who stand about

/**
 * @typedef {object} Traits As `scene.py` describes them.
 * @property {string} heading
 * @property {string} lead
 * @property {string} line
 * @property {import("./shared/types.js").Standing} standing
 * @property {boolean} ready
 * @property {number} ends_at
 * @property {boolean} calm
 * @property {boolean} lobby
 */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("section", "kit kit-scene");
  const lead = make("p", "kit-lead");
  const heading = make("h2");
  const line = make("p", "kit-line");
  // Each by itself: a question may be in another language than the words of the kit.
  for (const each of [lead, heading, line]) each.dir = "auto";
  const stones = make("div", "kit-stones");
  stones.setAttribute("aria-hidden", "true"); // the words say it
  for (let each = 0; each < STONES; each++) stones.append(make("i"));
  root.append(stones, lead, heading, line);
  el.append(root);
  let grower = makeGrower(root, SIZES);
  let large = false;
  // Whoever listens hears once how it stands; to say it again would change nothing.
  let standing = model.get("standing");
  let teller = makeTeller(root, standing);

  function draw() {
    const end = model.get("ends_at");
    const said = end ? describeBreakNow(end) : null;
    const words = said?.heading ?? model.get("heading");
    if (heading.textContent && heading.textContent !== words) appear(root, FADE);
    stones.hidden = !model.get("calm");
    write(heading, words);
    write(lead, model.get("lead"));
    write(line, said?.line ?? model.get("line"));
    if (large !== Boolean(end)) {
      large = Boolean(end);
      grower.stop();
      root.classList.toggle("kit-pause", large);
      grower = makeGrower(root, large ? BREAK_SIZES : SIZES);
    }
    grower.grow();
    if (standing !== model.get("standing")) {
      teller.stop();
      standing = model.get("standing");
      teller = makeTeller(root, standing);
    }
    teller.tell(words, model.get("ready") && words !== "");
  }

  const gather = () =>
    document.dispatchEvent(new CustomEvent("kit-lobby", { detail: model.get("lobby") }));
  const rest = () =>
    document.dispatchEvent(new CustomEvent("kit-calm", { detail: model.get("calm") }));

  /** @param {number | null} left */
  function tick(left) {
    if (left === null) return;
    const said = describeBreakNow(model.get("ends_at"));
    if (said.heading !== heading.textContent || said.line !== line.textContent) draw();
  }

  draw();
  gather();
  rest();
  const stop = [
    follow(model, ["heading", "lead", "line", "standing", "ready", "ends_at", "calm"], draw),
    keepTime(model, tick),
    follow(model, ["lobby"], gather),
    follow(model, ["calm"], rest),
  ];
  return () => {
    for (const end of stop) end();
    grower.stop();
    teller.stop();
    root.remove();
  };
}

export default { render };
