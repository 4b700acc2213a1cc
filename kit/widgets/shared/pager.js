/** The pages of a picture: the stage turns them by the event "kit-page", and elsewhere a button. */

import { make } from "./field.js";
import { isStaged } from "./place.js";
import { _ } from "./words.js";

/**
 * @param {HTMLElement} root The picture.
 * @param {() => void} turn Called when another page is to be shown.
 */
export function makePager(root, turn) {
  const line = make("p", "kit-pages");
  const words = make("span");
  const button = make("button", "kit-turn kit-press", _("Next page"));
  button.type = "button";
  line.append(words, button);
  line.hidden = true;
  let wanted = 0;
  let pages = 1;

  button.addEventListener("click", () => {
    wanted = (Math.min(wanted, pages - 1) + 1) % pages;
    turn();
  });
  root.addEventListener("kit-page", ({ detail }) => {
    wanted = Math.max(0, Math.floor(detail) || 0);
    turn();
  });

  return {
    line,
    /**
     * Fit the picture, once more where the line that tells the page takes room. What was there
     * before decides nothing: two windows with another past have the same pages.
     *
     * @param {(page: number) => number} fit Shows a page and gives how many there are.
     * @returns {number} How many pages there are.
     */
    fit(fit) {
      line.hidden = true;
      pages = show(fit(wanted));
      if (pages > 1) pages = show(fit(wanted));
      return pages;
    },
  };

  /** @param {number} count */
  function show(count) {
    line.hidden = count < 2;
    button.hidden = isStaged(root);
    words.textContent = _("{n} of {all}", { n: Math.min(wanted, count - 1) + 1, all: count });
    return count;
  }
}
