/** A box that scrolls fades out at its lower edge as long as there is more to read below. */

const ROUNDING = 2; // pixels

/**
 * @param {HTMLElement} place Holds the boxes, which may come and go.
 * @param {string} selector Finds them.
 */
export function startFades(place, selector) {
  function look() {
    for (const box of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll(selector))) {
      const more = box.scrollHeight - box.scrollTop - box.clientHeight > ROUNDING;
      if (box.hasAttribute("data-more") !== more) box.toggleAttribute("data-more", more);
    }
  }
  new MutationObserver(look).observe(place, { childList: true, subtree: true });
  new ResizeObserver(look).observe(place);
  place.addEventListener("scroll", look, true); // a box's own does not bubble
}
