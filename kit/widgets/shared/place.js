/** Where a picture stands: on a stage or not, how large a unit is there, and when that changes. */

/**
 * Call `draw` whenever the picture's place has become larger or smaller, or is shown again.
 *
 * @param {HTMLElement} root
 * @param {() => void} draw
 * @returns {() => void} Stops it.
 */
export function keepFitting(root, draw) {
  let before = "";
  const watch = new ResizeObserver(() => {
    const { clientWidth, clientHeight } = root;
    const now = isStaged(root) ? `${clientWidth} ${clientHeight}` : `${clientWidth}`;
    if (now === before) return;
    before = now;
    if (clientWidth) draw();
  });
  watch.observe(root);
  return () => watch.disconnect();
}

/**
 * Whether a picture stands on a stage, where nothing is pressed.
 *
 * @param {HTMLElement} root
 */
export function isStaged(root) {
  return root.closest(".stage") !== null;
}

/**
 * Pixels of a unit where an element stands.
 *
 * @param {HTMLElement} element
 */
export function measureUnit(element) {
  const { style } = element;
  const before = style.fontSize;
  style.fontSize = "calc(100 * var(--u, 0.5625rem))";
  const unit = parseFloat(getComputedStyle(element).fontSize) / 100;
  style.fontSize = before;
  return unit;
}
