/**
 * Let an element come up gently, unless the person wants things to hold still.
 *
 * @param {HTMLElement} element
 * @param {number} [milliseconds]
 */
export function appear(element, milliseconds = 300) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  element.animate({ opacity: [0, 1] }, milliseconds);
}
