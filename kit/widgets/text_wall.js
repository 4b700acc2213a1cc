import { follow, make, makeId, write } from "./shared/field.js";
import { fitColumns, keepFitting } from "./shared/fit.js";
import { appear, BREATH } from "./shared/motion.js";
import { makePager } from "./shared/pager.js";
import { makeTeller } from "./shared/stage.js";

/** @typedef {{id: number, text: string}} Sentence */

const LARGEST = 5;
const NARROWEST = 12;
const NEXT = 60; // milliseconds from one sentence that comes to the next
const LONGEST = 600;

/**
 * @typedef {object} Own As `text_wall.py` describes them.
 * @property {string} title
 * @property {Sentence[]} sentences
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-figure kit-text-wall");
  const head = make("div", "kit-head");
  const title = make("figcaption", "kit-title");
  const list = make("ul");
  const message = make("p", "kit-message");
  const pager = makePager(root, keepWithin);
  title.id = makeId();
  root.setAttribute("aria-labelledby", title.id);
  head.append(title, pager.line);
  root.append(head, list, message);
  el.append(root);
  const teller = makeTeller(root);

  /**
   * The sentences on the wall: those that were there first, then the ones that came.
   * @type {Map<number, HTMLElement>}
   */
  const lines = new Map();
  let drawn = false;

  function draw() {
    const sentences = model.get("sentences");
    const there = new Set(sentences.map(({ id }) => id));
    const empty = lines.size === 0;
    root.hidden = sentences.length === 0 && !model.get("message");
    write(title, model.get("title"));
    write(message, model.get("message"));
    list.hidden = sentences.length === 0;
    for (const [id, line] of lines) {
      if (there.has(id)) continue;
      line.remove();
      lines.delete(id);
    }
    let coming = 0;
    for (const { id, text } of sentences) {
      if (lines.has(id)) continue;
      const line = make("li", "", text);
      line.dir = "auto";
      lines.set(id, line);
      list.append(line);
      if (drawn) appear(line, 300, (empty ? BREATH : 0) + Math.min(LONGEST, NEXT * coming++));
    }
    drawn = true;
    keepWithin();
  }

  function keepWithin() {
    const items = [...lines.values()];
    const wall = { root, list, items, largest: LARGEST, narrowest: NARROWEST };
    const pages = pager.fit((page) => fitColumns({ ...wall, page }));
    teller.tell(model.get("title"), !root.hidden, pages);
  }

  draw();
  const stop = follow(model, ["title", "sentences", "message"], draw);
  const stopFitting = keepFitting(root, keepWithin);
  return () => {
    stop();
    stopFitting();
    teller.stop();
    root.remove();
  };
}

export default { render };
