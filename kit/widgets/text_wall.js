import { follow, make } from "./shared/field.js";
import { appear, BREATH } from "./shared/motion.js";
import { makeWall } from "./shared/wall.js";

/** @typedef {{id: number, text: string, by: string}} Sentence */

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
  const wall = makeWall(el, "kit-text-wall", "", keepWithin);

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
    wall.draw(model.get("title"), model.get("message"), sentences.length);
    for (const [id, line] of lines) {
      if (there.has(id)) continue;
      line.remove();
      lines.delete(id);
    }
    let coming = 0;
    for (const { id, text, by } of sentences) {
      const known = lines.get(id);
      const line = known ?? make("li", "", text);
      // A name may come later than the sentence.
      if (by && !line.querySelector(".kit-by")) line.append(make("bdi", "kit-by", by));
      if (known) continue;
      line.dir = "auto";
      lines.set(id, line);
      wall.list.append(line);
      if (drawn) appear(line, 300, (empty ? BREATH : 0) + Math.min(LONGEST, NEXT * coming++));
    }
    drawn = true;
    keepWithin();
  }

  function keepWithin() {
    wall.showColumns([...lines.values()], LARGEST, NARROWEST, !wall.root.hidden);
  }

  draw();
  const stop = follow(model, ["title", "sentences", "message"], draw);
  return () => {
    stop();
    wall.stop();
  };
}

export default { render };
