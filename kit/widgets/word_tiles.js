import { follow, make, write } from "./shared/field.js";
import { fit, keepFitting } from "./shared/fit.js";
import { appear } from "./shared/motion.js";
import { makeTeller } from "./shared/stage.js";

/** @typedef {{text: string, count: number}} Word */

const SIZES = [38, 34, 30, 27, 24];
const LARGEST = 5;

/**
 * @typedef {object} Own As `word_tiles.py` describes them.
 * @property {string} title
 * @property {Word[]} words
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const root = make("figure", "kit kit-word-tiles");
  const title = make("figcaption", "kit-title");
  const list = make("ul");
  const more = make("p", "kit-more");
  const message = make("p", "kit-message");
  const unseen = make("div", "kit-unseen");
  const table = make("table");
  // The tiles show how often by their size; the table says it.
  list.setAttribute("aria-hidden", "true");
  // A table would be as high as its rows, unseen or not; a box around it is not.
  unseen.append(table);
  root.append(title, list, more, message, unseen);
  el.append(root);
  const teller = makeTeller(root);

  /** @type {Map<string, HTMLElement>} */
  const tiles = new Map();
  let drawn = false;

  function draw() {
    const words = model.get("words");
    const there = new Set(words.map(({ text }) => text));
    root.hidden = words.length === 0 && !model.get("message");
    write(title, model.get("title"));
    write(message, model.get("message"));
    for (const [text, tile] of tiles) {
      if (there.has(text)) continue;
      tile.remove();
      tiles.delete(text);
    }
    for (const { text, count } of words) {
      const tile = tiles.get(text) ?? make("li", "", text);
      tile.style.setProperty("--times", String(Math.min(count, LARGEST)));
      if (!tiles.has(text) && drawn) appear(tile);
      tiles.set(text, tile);
      list.append(tile);
    }
    fillTable(table, model.get("title"), words);
    drawn = true;
    keepWithin();
    teller.tell(model.get("title"), !root.hidden);
  }

  function keepWithin() {
    // Words that were said once go first, the last of them before the others.
    const items = [...tiles.values()].reverse();
    items.sort((one, other) => countTimes(one) - countTimes(other));
    const describe = (/** @type {number} */ gone) => `and ${gone} more on your phone`;
    fit({ root, more, sizes: SIZES, items, describe });
  }

  draw();
  const stop = follow(model, ["title", "words", "message"], draw);
  const stopFitting = keepFitting(el, keepWithin);
  return () => {
    stop();
    stopFitting();
    teller.stop();
    root.remove();
  };
}

/**
 * @param {HTMLElement} table
 * @param {string} title
 * @param {Word[]} words
 */
function fillTable(table, title, words) {
  const lines = [["Word", "Times said"], ...words.map(({ text, count }) => [text, String(count)])];
  table.setAttribute("aria-label", title);
  table.replaceChildren(
    ...lines.map(([first, second], place) => {
      const line = make("tr");
      const name = make("th", "", first);
      name.scope = place ? "row" : "col";
      line.append(name, make(place ? "td" : "th", "", second));
      return line;
    }),
  );
}

/** @param {HTMLElement} tile */
function countTimes(tile) {
  return Number(tile.style.getPropertyValue("--times"));
}

export default { render };
