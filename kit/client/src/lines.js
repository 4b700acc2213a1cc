/**
 * What the dashboard is told of the participants' side: what is wrong with it, in a line at the
 * page's edge, and how many phones are reconnecting, beside how many have finished.
 */
export class Lines {
  #lines = document.createElement("p");

  /**
   * @param {HTMLElement} news
   * @param {HTMLElement} root Where the console will be.
   */
  constructor(news, root) {
    this.news = news;
    this.#lines.id = "kit-lines";
    this.#lines.setAttribute("role", "status");
    new MutationObserver(() => this.#place()).observe(root, { childList: true, subtree: true });
  }

  /** @param {string} words "" when all is well. */
  tellNews(words) {
    this.news.textContent = words;
    this.news.hidden = !words;
  }

  /** @param {string} words "" when no phone is missing. */
  tellLines(words) {
    this.#lines.textContent = words;
  }

  #place() {
    if (!this.#lines.isConnected)
      document.querySelector(".kit-console .kit-progress")?.after(this.#lines);
  }
}
