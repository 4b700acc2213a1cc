import { describeBreakNow } from "./shared/break.js";
import { keepTime } from "./shared/clock.js";
import { follow, make, write } from "./shared/field.js";
import { listSizes, makeGrower } from "./shared/grow.js";
import { appear } from "./shared/motion.js";
import { makeTeller } from "./shared/stage.js";
import { describeTalkNow } from "./shared/talk.js";

const FADE = 150; // milliseconds
const SIZES = listSizes(6.4, 2); // hundredths of the stage's width
const BREAK_SIZES = listSizes(11, 2); // a few words, read by people who stand about
const TALK_SIZES = listSizes(15, 2); // minutes and seconds, or a few words
const TALK = "A talk"; // what the stage calls it, whoever speaks

/**
 * @typedef {object} Traits As `scene.py` describes them.
 * @property {string} heading
 * @property {string} lead
 * @property {string} line
 * @property {import("./shared/types.js").Standing} standing
 * @property {boolean} ready
 * @property {number} ends_at
 * @property {number[]} turns
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
  root.append(lead, heading, line);
  el.append(root);
  let sizes = SIZES;
  let grower = makeGrower(root, sizes);
  // Whoever listens hears once how it stands; to say it again would change nothing.
  let standing = model.get("standing");
  let teller = makeTeller(root, standing);
  let key = "";

  /** What is read now, and the words by which it is known that it is something else. */
  function read() {
    const [end, turns] = [model.get("ends_at"), model.get("turns")];
    if (turns.length) {
      const { words, figures, after } = describeTalkNow(turns);
      const shown = figures ? { lead: words, heading: figures } : { lead: "", heading: words };
      return { ...shown, line: after, key: words, name: TALK, way: TALK_SIZES };
    }
    const said = end ? describeBreakNow(end) : null;
    const words = said?.heading ?? model.get("heading");
    const line = said?.line ?? model.get("line");
    const way = end ? BREAK_SIZES : SIZES;
    return { lead: model.get("lead"), heading: words, line, key: words, name: words, way };
  }

  function draw() {
    const now = read();
    if (key && key !== now.key) appear(root, FADE);
    key = now.key;
    write(heading, now.heading);
    write(lead, now.lead);
    write(line, now.line);
    if (sizes !== now.way) {
      sizes = now.way;
      grower.stop();
      root.classList.toggle("kit-pause", sizes === BREAK_SIZES);
      root.classList.toggle("kit-talk", sizes === TALK_SIZES);
      grower = makeGrower(root, sizes);
    }
    grower.grow();
    if (standing !== model.get("standing")) {
      teller.stop();
      standing = model.get("standing");
      teller = makeTeller(root, standing);
    }
    teller.tell(now.name, model.get("ready") && now.name !== "");
  }

  const gather = () =>
    document.dispatchEvent(new CustomEvent("kit-lobby", { detail: model.get("lobby") }));

  /** @param {number | null} left */
  function tick(left) {
    if (left === null) return;
    const now = read();
    if (now.key !== key || now.line !== line.textContent) draw();
    else write(heading, now.heading); // figures of one width: no letter has to grow
  }

  draw();
  gather();
  const stop = [
    follow(model, ["heading", "lead", "line", "standing", "ready", "ends_at", "turns"], draw),
    keepTime(model, tick),
    follow(model, ["lobby"], gather),
  ];
  return () => {
    for (const end of stop) end();
    grower.stop();
    teller.stop();
    root.remove();
  };
}

export default { render };
