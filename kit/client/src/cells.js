/** The page's cells, one below the other: markup as the server gave it, and widgets. */

import { Widget } from "@lumino/widgets";
import { clean, sayMissing } from "./markup.js";

/** @typedef {{html: string} | {view: string}} Content */

/** What makes two cells the same: then the element on the page stays as it is. */
function getKey(content) {
  return "view" in content ? `view ${content.view}` : `html ${content.html}`;
}

export class Cells {
  /** @type {{key: string, element: HTMLElement, view?: object}[]} */
  #shown = [];

  /**
   * @param {HTMLElement} root
   * @param {import("./manager.js").Manager} manager
   */
  constructor(root, manager) {
    root.textContent = ""; // what the server put there for the meantime
    this.root = root;
    this.manager = manager;
  }

  /**
   * Take away what is not among these cells.
   * @param {Content[]} contents
   * @returns {boolean} Whether anything went.
   */
  drop(contents) {
    const keys = new Set(contents.map(getKey));
    const going = this.#shown.filter((cell) => !keys.has(cell.key));
    this.#shown = this.#shown.filter((cell) => keys.has(cell.key));
    for (const cell of going) {
      cell.view?.remove();
      cell.element.remove();
    }
    return going.length > 0;
  }

  /**
   * Show these cells. What was there already keeps its element, and with it focus and scroll.
   * @param {Content[]} contents
   */
  async show(contents) {
    const left = [...this.#shown];
    const making = [];
    this.#shown = contents.map((content) => {
      const place = left.findIndex((cell) => cell.key === getKey(content));
      if (place >= 0) return left.splice(place, 1)[0];
      const cell = { key: getKey(content), element: document.createElement("div") };
      cell.element.className = "kit-cell";
      if ("html" in content) cell.element.append(clean(content.html));
      else making.push(this.#fill(cell, content.view));
      return cell;
    });
    this.#shown.forEach(({ element }, place) => {
      const there = this.root.children[place];
      if (there !== element) this.root.insertBefore(element, there ?? null);
    });
    await Promise.all(making);
  }

  async #fill(cell, id) {
    try {
      const model = await this.manager.get_model(id);
      cell.view = await this.manager.create_view(model);
      Widget.attach(cell.view.luminoWidget, cell.element);
    } catch (error) {
      console.error(error);
      cell.element.append(sayMissing());
    }
  }
}
