/**
 * What a picture tells the page it stands on, where one picture at a time has the stage. A page
 * without a stage does not listen.
 */

/** @typedef {import("./types.js").Picture} Picture */

const PAUSE = 50; // milliseconds until an element that is on no page yet is looked at again

/**
 * Tell of a picture each time it was drawn, as the event "kit-picture" on its element.
 *
 * @param {HTMLElement} element
 * @param {Picture["standing"]} [standing]
 */
export function makeTeller(element, standing = "turns") {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  /**
   * @param {Picture | null} detail
   * @param {number} [pause]
   */
  function send(detail, pause = 0) {
    clearTimeout(waiting);
    // A widget draws itself before its element is on the page, where the event could be heard.
    if (!element.isConnected && detail) waiting = setTimeout(() => send(detail, PAUSE), pause);
    else element.dispatchEvent(new CustomEvent("kit-picture", { bubbles: true, detail }));
  }

  return {
    /**
     * @param {string} name
     * @param {boolean} ready
     * @param {number} [pages]
     * @param {number} [parts]
     * @param {string[][]} [tells]
     */
    tell: (name, ready, pages = 1, parts = 0, tells = []) =>
      send({ name, ready, standing, pages, parts, tells }),
    /** The picture is about to go: null is told in its place. */
    stop: () => send(null),
  };
}
