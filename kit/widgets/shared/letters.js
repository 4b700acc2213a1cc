/** How large the letters of one box may be. Sizes count in a stage's unit, `--u`. */

import { isStaged, measureUnit } from "./place.js";

/** Of letters that can be read from the back row: 24 pixels on a stage of 1280x720. */
export const SMALLEST = 1.875;
/** From one size of letters to the next smaller one. */
export const STEP = 0.95;

/**
 * Make the letters of a box as large as fit, by its property `--size`.
 *
 * @param {HTMLElement} root The picture.
 * @param {HTMLElement} box What has the letters.
 * @param {number} largest In units.
 * @param {() => boolean} isWhole Says whether all of it can be seen.
 * @param {number} smallest In units.
 * @returns {boolean} Whether that is so; with the smallest letters where none fit.
 */
export function growLetters(root, box, largest, isWhole, smallest = SMALLEST) {
  const unit = measureUnit(root);
  for (let size = largest; size > smallest; size *= 0.97) {
    box.style.setProperty("--size", `${size * unit}px`);
    if (isWhole()) return true;
  }
  box.style.setProperty("--size", `${smallest * unit}px`);
  return isWhole();
}

/**
 * Make a table's letters as large as fit on a stage, with no word wider than its cell. Where none
 * fit, something makes way.
 *
 * @param {HTMLElement} root The picture.
 * @param {HTMLTableElement} table
 * @param {number} largest In units.
 * @param {string[][]} ways Classes that the picture has, step by step; the last step has them all.
 */
export function fitTable(root, table, largest, ways) {
  table.style.removeProperty("--size");
  const staged = isStaged(root) && !table.hidden;
  const cells = [...table.querySelectorAll("th, td")];
  const isWhole = () =>
    root.scrollHeight <= root.clientHeight &&
    !cells.some((cell) => cell.scrollWidth > cell.clientWidth);
  const last = ways[ways.length - 1];
  for (const way of staged ? ways : [[]]) {
    for (const each of last) root.classList.toggle(each, way.includes(each));
    // What fits with the very smallest letters alone fits in one window and not in another.
    const smallest = way === last ? SMALLEST : SMALLEST / STEP;
    if (staged && growLetters(root, table, largest, isWhole, smallest)) return;
  }
}
