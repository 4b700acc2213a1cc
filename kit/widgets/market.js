import { fillCard } from "./shared/cards.js";
import { follow, make, write } from "./shared/field.js";
import { appear } from "./shared/motion.js";
import { makeWall } from "./shared/wall.js";
import { formatNumber } from "./shared/words.js";

/** @typedef {import("./shared/cards.js").Card} Card */
/** @typedef {{number: number, text: string, by: string, cards: Card[]}} Row */

const LARGEST = 3.2;
const NARROWEST = 26; // a row holds a sentence and the cards beside it

/**
 * @typedef {object} Own As `market.py` describes them.
 * @property {string} title
 * @property {Row[]} rows
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const wall = makeWall(el, "kit-market", "kit-rows", keepWithin);
  const note = make("p", "kit-note");
  wall.title.after(note);
  let known = new Set();
  let drawn = false;

  function draw() {
    const rows = model.get("rows");
    wall.draw(model.get("title"), rows.length ? "" : model.get("message"), rows.length);
    write(note, model.get("note"));
    const before = known;
    known = new Set();
    wall.list.replaceChildren(...rows.map((row) => makeRow(row, before)));
    drawn = true;
    keepWithin();
  }

  /**
   * @param {Row} row
   * @param {Set<string>} before Ids of the cards that were there.
   */
  function makeRow({ number, text, by, cards }, before) {
    const row = make("li", "kit-row");
    const sentence = make("p", "kit-sentence", text);
    sentence.dir = "auto";
    if (by) sentence.append(make("bdi", "kit-by", by));
    const helpers = make("ul", "kit-helpers");
    for (const card of cards) {
      const line = make("li", "kit-note-card");
      fillCard(line, card);
      helpers.append(line);
      known.add(card.id);
      if (drawn && !before.has(card.id)) appear(line);
    }
    row.append(make("p", "kit-number", formatNumber(number)), sentence);
    if (cards.length) row.append(helpers);
    return row;
  }

  function keepWithin() {
    const items = /** @type {HTMLElement[]} */ ([...wall.list.children]);
    wall.showColumns(items, LARGEST, NARROWEST);
  }

  draw();
  const stop = follow(model, ["title", "rows", "message", "note"], draw);
  return () => {
    stop();
    wall.stop();
  };
}

export default { render };
