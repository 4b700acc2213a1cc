/** How words take the place they have: letters as large as it lets them be. */

/**
 * Call `draw` now and whenever the place of an element has another size.
 *
 * @param {HTMLElement} root Its height is given from outside; its `--size` is set, in units of the stage.
 * @param {number[]} sizes The largest first; the last one is taken where none fits.
 * @returns {{grow: () => void, stop: () => void}}
 */
export function makeGrower(root, sizes) {
  /** Measured in parts of pixels, so that a stage of any size breaks its lines alike. */
  function fits() {
    const boxes = [...root.children].map((child) => child.getBoundingClientRect());
    const seen = boxes.filter(({ height }) => height > 0);
    const top = Math.min(...seen.map((box) => box.top));
    const bottom = Math.max(...seen.map((box) => box.bottom));
    return bottom - top <= root.getBoundingClientRect().height;
  }

  function grow() {
    for (const size of sizes) {
      root.style.setProperty("--size", String(size));
      if (fits()) return;
    }
  }

  const watch = new ResizeObserver(grow);
  watch.observe(root);
  return { grow, stop: () => watch.disconnect() };
}

/**
 * Sizes from one to another in steps of a fifth of a unit.
 *
 * @param {number} largest
 * @param {number} smallest
 */
export function listSizes(largest, smallest) {
  const count = Math.round((largest - smallest) * 5) + 1;
  return Array.from({ length: count }, (_, place) => largest - place / 5);
}
