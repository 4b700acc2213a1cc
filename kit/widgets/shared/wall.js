/** The frame of a picture made of words: its head, a list in pages, and what is said without one. */

import { make, makeId, write } from "./field.js";
import { fitColumns, forgetFitted } from "./fit.js";
import { makePager } from "./pager.js";
import { keepFitting } from "./place.js";
import { makeTeller } from "./stage.js";

/**
 * @param {HTMLElement} el Where the picture stands.
 * @param {string} name Class of the picture.
 * @param {string} listName Class of its list.
 * @param {() => void} fit Called when the list has to be laid out anew.
 * @param {import("./types.js").Standing} [standing]
 */
export function makeWall(el, name, listName, fit, standing) {
  const root = make("figure", `kit kit-figure kit-wall ${name}`);
  const head = make("div", "kit-head");
  const title = make("figcaption", "kit-title");
  const list = make("ul", listName);
  const message = make("p", "kit-message");
  const pager = makePager(root, fit);
  const teller = makeTeller(root, standing);
  title.id = makeId();
  root.setAttribute("aria-labelledby", title.id);
  head.append(title, pager.line);
  root.append(head, list, message);
  el.append(root);
  const stopFitting = keepFitting(root, fit);

  return {
    root,
    head,
    title,
    list,
    /**
     * Draw everything but the list's items.
     *
     * @param {string} name Its title.
     * @param {string} words What is said beside the items, or in their place.
     * @param {number} count How many items there are.
     */
    draw(name, words, count) {
      forgetFitted(list);
      root.hidden = count === 0 && !words;
      root.classList.toggle("kit-waiting", count === 0);
      list.hidden = count === 0;
      write(title, name);
      write(message, words);
    },
    /**
     * Show one page of the list, and tell the stage.
     *
     * @param {boolean} ready Whether there is something to see.
     * @param {(page: number) => number} show Shows a page and gives how many there are.
     */
    show(ready, show) {
      teller.tell(title.textContent ?? "", ready, pager.fit(show));
    },
    /**
     * Show one page of the items in columns, and tell the stage.
     *
     * @param {HTMLElement[]} items
     * @param {number} largest Size of the largest letters, in units.
     * @param {number} narrowest Width of a column, by letters' sizes.
     * @param {boolean} [ready]
     */
    showColumns(items, largest, narrowest, ready = items.length > 0) {
      const wall = { root, list, items, largest, narrowest };
      this.show(ready, (page) => fitColumns({ ...wall, page }));
    },
    stop() {
      stopFitting();
      teller.stop();
      root.remove();
    },
  };
}
