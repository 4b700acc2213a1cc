/** Where a person's own sliders stand, kept in this tab's storage and nowhere else. */
export class Settings {
  #key;
  /** @type {Map<string, number>} */
  #set = new Map();

  /** @param {string} prompt Its name; the page's own path keeps sessions apart. */
  constructor(prompt) {
    this.#key = `kit-mirror ${location.pathname} ${prompt}`;
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.#key) ?? "{}");
      this.#set = new Map(Object.entries(kept));
    } catch {
      // Forbidden: it begins anew.
    }
  }

  /** @param {string} line */
  get(line) {
    return this.#set.get(line);
  }

  /**
   * @param {string} line
   * @param {number} number
   */
  set(line, number) {
    this.#set.set(line, number);
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(Object.fromEntries(this.#set)));
    } catch {
      // Full or forbidden: it lasts as long as the page.
    }
  }

  isEmpty() {
    return this.#set.size === 0;
  }

  wipe() {
    this.#set.clear();
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // Forbidden: nothing was kept there.
    }
  }
}
