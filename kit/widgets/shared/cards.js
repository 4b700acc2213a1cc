/** Signed notes as elements: what the pictures made of them share. */

import { make, makeId } from "./field.js";

/** @typedef {{text: string, part: "name" | "words"}} Line */
/** @typedef {{letter: string, label: string, colour: string}} Mark */
/** @typedef {{id: string, lines: Line[], mark: Partial<Mark>, gold: boolean}} Card */
/** @typedef {{act: string, label: string}} Act */

/**
 * The words of a card, each line running as its own language does.
 *
 * @param {HTMLElement} element Holds them.
 * @param {Card} card
 * @returns {string} The id of its first line.
 */
export function fillCard(element, card) {
  const lines = card.lines.map(({ text, part }) => {
    const line = make("p", `kit-${part}`, text);
    line.dir = "auto";
    return line;
  });
  const id = makeId();
  if (lines[0]) lines[0].id = id;
  element.append(...(card.mark.letter ? [makeMark(card.mark)] : []), ...lines);
  element.classList.toggle("kit-gold", card.gold);
  return id;
}

/** @param {Partial<Mark>} mark */
function makeMark({ letter = "", label = "", colour = "" }) {
  const line = make("p", "kit-mark");
  const sign = make("span", "kit-sign", letter);
  for (const part of ["", "-edge", "-ink"]) {
    sign.style.setProperty(`--marble${part}`, `var(--kit-category-${colour}${part})`);
  }
  sign.setAttribute("aria-hidden", "true");
  const words = make("span", "", label);
  words.dir = "auto";
  line.append(sign, words);
  return line;
}
