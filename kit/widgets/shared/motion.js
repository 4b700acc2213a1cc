/** How things come: gently, once, and not at all for those who want things to hold still. */

/** Milliseconds before a picture builds, so that the room looks up. */
export const BREATH = 300;

/**
 * @param {Element} element
 * @param {PropertyIndexedKeyframes} moments
 * @param {number} milliseconds
 * @param {number} [delay]
 */
export function move(element, moments, milliseconds, delay = 0) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const timing = { duration: milliseconds, delay, easing: "ease-out" };
  element.animate(moments, { ...timing, fill: "backwards" });
}

/**
 * Let an element come up gently.
 *
 * @param {Element} element
 * @param {number} [milliseconds]
 * @param {number} [delay]
 */
export function appear(element, milliseconds = 300, delay = 0) {
  move(element, { opacity: [0, 1] }, milliseconds, delay);
}
