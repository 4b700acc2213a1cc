/** How a list keeps within the height that its page gives it: letters shrink, then items go. */

import { write } from "./field.js";

/**
 * @typedef {object} Shelf
 * @property {HTMLElement} root What has the `max-height`; its `--size` is the size of the letters.
 * @property {HTMLElement} more The line that says how many went.
 * @property {number[]} sizes Of the letters in pixels, the largest first.
 * @property {HTMLElement[]} items In the order in which they may go; the last one stays.
 * @property {(gone: number) => string} describe Says how many went, at least one.
 * @property {number} [tries] How many of those that went may come back, to fill a gap that a long
 *   one has left.
 */

/** @param {Shelf} shelf */
export function fit({ root, more, sizes, items, describe, tries = 0 }) {
  const most = parseFloat(getComputedStyle(root).maxHeight);
  for (const item of items) item.hidden = false;
  write(more, "");
  root.style.removeProperty("--size");
  if (Number.isNaN(most)) return;
  const isFull = () => root.scrollHeight > Math.ceil(most);
  for (const size of sizes) {
    root.style.setProperty("--size", `${size}px`);
    if (!isFull()) return;
  }
  let gone = 0;
  /** @param {number} by */
  const count = (by) => {
    gone += by;
    write(more, gone ? describe(gone) : "");
  };
  for (const item of items.slice(0, -1)) {
    if (!isFull()) break;
    item.hidden = true;
    count(1);
  }
  for (const item of items.slice(0, gone).reverse().slice(0, tries)) {
    item.hidden = false;
    count(-1);
    if (!isFull()) continue;
    item.hidden = true;
    count(1);
  }
}

/**
 * Call `draw` whenever the place has become wider or narrower, or the window has.
 *
 * @param {HTMLElement} place
 * @param {() => void} draw
 * @returns {() => void} Stops it.
 */
export function keepFitting(place, draw) {
  let width = 0;
  const watch = new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width === width) return;
    width = contentRect.width;
    draw();
  });
  watch.observe(place);
  addEventListener("resize", draw);
  return () => {
    watch.disconnect();
    removeEventListener("resize", draw);
  };
}
