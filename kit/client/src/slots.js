/**
 * Puts each box of the console into its place on the page. A notebook elsewhere shows them one below
 * the other; here what belongs together stands together, for the eye and in the order of reading.
 */

/** @param {HTMLElement} root Where the console will be. */
export function startSlots(root) {
  const slots = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-slot]"));
  function move() {
    for (const slot of slots) {
      slot.append(...root.querySelectorAll(`.part .kit-console > .${slot.dataset.slot}`));
    }
  }
  new MutationObserver(move).observe(root, { childList: true, subtree: true });
}
