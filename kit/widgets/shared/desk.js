/**
 * What can be done with a picture's cards. On a stage nothing is pressed: there the buttons stand in a
 * list of their own, which the facilitator's page puts beside the stage; elsewhere below each card.
 */

import { make, write } from "./field.js";
import { isStaged } from "./place.js";

/**
 * @typedef {object} Handled A card with its buttons.
 * @property {HTMLElement} line The card.
 * @property {HTMLElement} row Its place in the list.
 * @property {HTMLElement} acts
 */

/** @param {HTMLElement} root The picture. */
export function makeDesk(root) {
  const desk = make("details", "kit kit-text-desk kit-card-desk kit-away");
  const summary = make("summary");
  const title = make("span", "kit-title");
  const list = make("ul", "kit-rows");
  desk.open = true;
  summary.append(title);
  desk.append(summary, list);
  root.append(desk);
  return {
    /**
     * @param {HTMLElement} line
     * @param {string} words What the card says, on one line.
     * @param {HTMLButtonElement[]} buttons
     * @returns {Handled}
     */
    make(line, words, buttons) {
      const [row, acts] = [make("li", "kit-row"), make("div", "kit-acts")];
      const told = make("p", "kit-words", words);
      told.dir = "auto";
      acts.append(...buttons);
      row.append(told);
      return { line, row, acts };
    },

    /**
     * Put all buttons where they belong.
     *
     * @param {string} name What the list is called.
     * @param {Handled[]} cards
     */
    place(name, cards) {
      const handled = cards.filter(({ acts }) => acts.childElementCount);
      const staged = isStaged(root);
      write(title, name);
      for (const { line, row, acts } of handled) {
        const place = staged ? row : line;
        if (acts.parentElement !== place) place.append(acts);
      }
      const rows = staged ? handled.map(({ row }) => row) : [];
      const same =
        rows.length === list.childElementCount &&
        rows.every((row, at) => list.children[at] === row);
      if (!same) list.replaceChildren(...rows);
      desk.hidden = !rows.length;
      desk.classList.toggle("kit-away", !rows.length);
    },

    remove: () => desk.remove(),
  };
}
