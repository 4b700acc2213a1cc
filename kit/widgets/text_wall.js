import { follow, make, write } from "./shared/field.js";
import { fit, keepFitting } from "./shared/fit.js";
import { appear } from "./shared/motion.js";
import { makeTeller } from "./shared/stage.js";

/** @typedef {{id: number, text: string}} Sentence */

const SIZES = [38, 34, 30, 27, 24];

/**
 * @typedef {object} Own As `text_wall.py` describes them.
 * @property {string} title
 * @property {Sentence[]} sentences
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-text-wall");
  const title = make("figcaption", "kit-title");
  const list = make("ul");
  const more = make("p", "kit-more");
  const message = make("p", "kit-message");
  root.append(title, list, more, message);
  el.append(root);
  const teller = makeTeller(root);

  /**
   * The lines on the wall: those that were there first, then the ones that came.
   * @type {Map<number, HTMLElement>}
   */
  const lines = new Map();
  let drawn = false;

  function draw() {
    const sentences = model.get("sentences");
    const there = new Set(sentences.map(({ id }) => id));
    root.hidden = sentences.length === 0 && !model.get("message");
    write(title, model.get("title"));
    write(message, model.get("message"));
    for (const [id, line] of lines) {
      if (there.has(id)) continue;
      line.remove();
      lines.delete(id);
    }
    for (const { id, text } of sentences) {
      if (lines.has(id)) continue;
      const line = make("li", "", text);
      lines.set(id, line);
      list.append(line);
      if (drawn) appear(line);
    }
    drawn = true;
    keepWithin();
    teller.tell(model.get("title"), !root.hidden);
  }

  function keepWithin() {
    const describe = (/** @type {number} */ gone) => `and ${gone} more on your phone`;
    fit({ root, more, sizes: SIZES, items: [...lines.values()], describe });
  }

  draw();
  const stop = follow(model, ["title", "sentences", "message"], draw);
  const stopFitting = keepFitting(el, keepWithin);
  return () => {
    stop();
    stopFitting();
    teller.stop();
    root.remove();
  };
}

export default { render };
