import { follow, make, write } from "./shared/field.js";
import { fitRows } from "./shared/fit.js";
import { SMALLEST } from "./shared/letters.js";
import { appear, BREATH } from "./shared/motion.js";
import { measureUnit } from "./shared/place.js";
import { makeWall } from "./shared/wall.js";
import { _, formatNumber } from "./shared/words.js";

/** @typedef {{text: string, count: number}} Word */

const LARGEST = 6;
const NEXT = 60; // milliseconds from one word that comes to the next
const LONGEST = 600;

/**
 * @typedef {object} Own As `word_tiles.py` describes them.
 * @property {string} title
 * @property {Word[]} words
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const wall = makeWall(el, "kit-word-tiles", "", keepWithin);
  const { root, list } = wall;
  const unseen = make("div", "kit-unseen");
  const table = make("table");
  // The tiles show how often by their size and a number; the table says it.
  list.setAttribute("aria-hidden", "true");
  // A table would be as high as its rows, unseen or not; a box around it is not.
  unseen.append(table);
  root.append(unseen);

  /** @type {Map<string, HTMLElement>} */
  const tiles = new Map();
  let drawn = false;

  function draw() {
    const words = model.get("words");
    const there = new Set(words.map(({ text }) => text));
    const empty = tiles.size === 0;
    wall.draw(model.get("title"), model.get("message"), words.length);
    for (const [text, tile] of tiles) {
      if (there.has(text)) continue;
      tile.remove();
      tiles.delete(text);
    }
    // What was said most stands first, and the others stay as they came.
    const sorted = [...words].sort((one, other) => other.count - one.count);
    let coming = 0;
    for (const { text, count } of sorted) {
      const tile = tiles.get(text) ?? makeTile(text);
      tile.dataset.times = String(count);
      // Letters whose area is in proportion to the count: as high and as wide as its square root.
      tile.style.setProperty("--scale", Math.sqrt(count).toFixed(4));
      const times = /** @type {HTMLElement | null} */ (tile.querySelector(".kit-times"));
      if (times) write(times, count > 1 ? `×${formatNumber(count)}` : "");
      if (!tiles.has(text) && drawn) {
        appear(tile, 300, (empty ? BREATH : 0) + Math.min(LONGEST, NEXT * coming++));
      }
      tiles.set(text, tile);
      list.append(tile);
    }
    fillTable(table, model.get("title"), words);
    drawn = true;
    keepWithin();
  }

  function keepWithin() {
    const items = sortTiles(list);
    wall.show(!root.hidden, (page) => {
      const isGood = () => !isBroken(list, items);
      const rows = { root, list, items, largest: LARGEST, page, isGood };
      // The letters' area tells how often, unless the largest word would be broken or need a page.
      list.classList.add("kit-scaled");
      const scaled = fitRows(rows);
      if (scaled === 1 && isGood()) return 1;
      list.classList.remove("kit-scaled");
      return fitRows(rows);
    });
  }

  draw();
  const stop = follow(model, ["title", "words", "message"], draw);
  return () => {
    stop();
    wall.stop();
  };
}

/** @param {string} text */
function makeTile(text) {
  const tile = make("li");
  const word = make("bdi", "", text);
  tile.append(word, make("span", "kit-times"));
  return tile;
}

/** @param {HTMLElement} list */
function sortTiles(list) {
  return /** @type {HTMLElement[]} */ ([...list.children]);
}

/**
 * Whether a word that was said more than once takes more than one line.
 *
 * @param {HTMLElement} list
 * @param {HTMLElement[]} items
 */
function isBroken(list, items) {
  const line = measureUnit(list) * SMALLEST;
  return items.some((tile) => {
    const size = Math.max(line, parseFloat(getComputedStyle(tile).fontSize));
    return Number(tile.dataset.times) > 1 && tile.offsetHeight > 2.4 * size;
  });
}

/**
 * @param {HTMLElement} table
 * @param {string} title
 * @param {Word[]} words
 */
function fillTable(table, title, words) {
  const lines = [
    [_("Word"), _("Times said")],
    ...words.map(({ text, count }) => [text, formatNumber(count)]),
  ];
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

export default { render };
