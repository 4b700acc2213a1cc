/** The line at the edge of the page that says when something is wrong, and nothing otherwise. */

const CALM = 700;

export class Banner {
  /** @type {ReturnType<typeof setTimeout> | number} */
  #timer = 0;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  /**
   * Say something; after a moment, so that a short gap in the connection disturbs nobody.
   * @param {string} text
   * @param {{atOnce?: boolean}} [how]
   */
  show(text, { atOnce = false } = {}) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.element.hidden = false;
        this.element.textContent = text;
      },
      atOnce || !this.element.hidden ? 0 : CALM,
    );
  }

  hide() {
    clearTimeout(this.#timer);
    this.element.hidden = true;
    this.element.textContent = "";
  }
}
