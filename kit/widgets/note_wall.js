import { fillCard } from "./shared/cards.js";
import { makeDesk } from "./shared/desk.js";
import { follow, make, write } from "./shared/field.js";
import { appear } from "./shared/motion.js";
import { makeWall } from "./shared/wall.js";

/** @typedef {import("./shared/cards.js").Card} Card */

const LARGEST = 4;
const NARROWEST = 13;

/**
 * @typedef {object} Own As `note_wall.py` describes them.
 * @property {string} title
 * @property {Card[]} cards
 * @property {import("./shared/cards.js").Act[]} acts
 * @property {string} warning
 */
/** @typedef {import("./shared/types.js").PictureTraits & Own} Traits */

/** @param {import("./shared/types.js").View<Traits>} view */
function render({ model, el }) {
  const wall = makeWall(el, "kit-note-wall", "kit-cards", keepWithin);
  const { list } = wall;
  const note = make("p", "kit-note");
  const warning = make("p", "kit-warning");
  warning.setAttribute("role", "alert");
  wall.title.after(note);
  list.after(warning);
  const desk = makeDesk(wall.root);

  /**
   * The cards on the wall, each with what it was made of.
   * @type {Map<string, import("./shared/desk.js").Handled & {words: string}>}
   */
  const lines = new Map();
  let drawn = false;

  /** @param {Card} card */
  function makeLine(card) {
    const line = make("li", "kit-note-card");
    const first = fillCard(line, card);
    const acts = card.gold ? [] : model.get("acts");
    const buttons = acts.map(({ act, label }) => {
      const button = make("button", "kit-press", label);
      button.type = "button";
      button.setAttribute("aria-describedby", first);
      button.addEventListener("click", () => model.send({ id: card.id, act }));
      return button;
    });
    return desk.make(line, card.lines.map(({ text }) => text).join(" / "), buttons);
  }

  function draw() {
    const cards = model.get("cards");
    const there = new Set(cards.map(({ id }) => id));
    wall.draw(model.get("title"), cards.length ? "" : model.get("message"), cards.length);
    write(note, model.get("note"));
    write(warning, model.get("warning"));
    for (const [id, { line }] of lines) {
      if (there.has(id)) continue;
      line.remove();
      lines.delete(id);
    }
    for (const [place, card] of cards.entries()) {
      const words = JSON.stringify(card);
      const before = lines.get(card.id);
      if (before?.words !== words) {
        before?.line.remove();
        const made = makeLine(card);
        lines.set(card.id, { ...made, words });
        if (drawn && !before) appear(made.line);
      }
      const line = /** @type {HTMLElement} */ (lines.get(card.id)?.line);
      if (list.children[place] !== line) list.insertBefore(line, list.children[place] ?? null);
    }
    drawn = true;
    keepWithin();
  }

  function keepWithin() {
    desk.place(model.get("title"), [...lines.values()]);
    const items = /** @type {HTMLElement[]} */ ([...list.children]);
    wall.showColumns(items, LARGEST, NARROWEST);
  }

  draw();
  const stop = follow(model, ["title", "cards", "acts", "message", "note", "warning"], draw);
  return () => {
    stop();
    wall.stop();
    desk.remove();
  };
}

export default { render };
