/**
 * Still pictures on the stage: what a cell for the screen shows without a widget, as a figure, a table or
 * a chart of somebody else's. The server names each; it is turned to, and never comes by itself.
 */

import { listSizes, makeGrower } from "../../widgets/shared/grow.js";

const SIZES = listSizes(3.2, 1); // hundredths of the stage's width

/**
 * Tell the stage of them.
 * @param {HTMLElement} main
 */
export function startStills(main) {
  const stills = /** @type {NodeListOf<HTMLElement>} */ (main.querySelectorAll("[data-still]"));
  for (const still of stills) {
    const detail = { name: still.dataset.still, ready: true, standing: "waits", pages: 1 };
    makeGrower(still, SIZES);
    still.dispatchEvent(new CustomEvent("kit-picture", { bubbles: true, detail }));
  }
}
