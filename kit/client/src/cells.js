/** The page's cells, one below the other: markup as the server gave it, and widgets. */

import { Widget } from "@lumino/widgets";
import { clean, sayMissing } from "./markup.js";

/** @typedef {{html: string} | {view: string}} Content A cell: markup, or the model of a widget. */
/** @typedef {import("@jupyter-widgets/base").DOMWidgetView} View */
/** @typedef {{key: string, element: HTMLElement, view?: View}} Cell */

/**
 * What makes two cells the same: then the element on the page stays as it is.
 * @param {Content} content
 */
function getKey(content) {
  return "view" in content ? `view ${content.view}` : `html ${content.html}`;
}

/**
 * Show a cell in its element.
 * @param {HTMLElement} element
 * @param {Content} content
 * @param {import("./manager.js").Manager} manager
 * @returns {Promise<View | undefined>} The view of a widget.
 */
export async function fill(element, content, manager) {
  if ("html" in content) {
    element.append(clean(content.html));
    return undefined;
  }
  try {
    const view = await manager.create_view(await manager.get_model(content.view));
    Widget.attach(view.luminoWidget, element);
    return view;
  } catch (error) {
    console.error(error);
    element.append(sayMissing());
    return undefined;
  }
}

export class Cells {
  /** @type {Cell[]} */
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
    /** @type {Promise<void>[]} */
    const making = [];
    this.#shown = contents.map((content) => {
      const place = left.findIndex((cell) => cell.key === getKey(content));
      if (place >= 0) return left.splice(place, 1)[0];
      /** @type {Cell} */
      const cell = { key: getKey(content), element: document.createElement("div") };
      cell.element.className = "kit-cell";
      making.push(
        fill(cell.element, content, this.manager).then((view) => {
          cell.view = view;
        }),
      );
      return cell;
    });
    this.#shown.forEach(({ element }, place) => {
      const there = this.root.children[place];
      if (there !== element) this.root.insertBefore(element, there ?? null);
    });
    await Promise.all(making);
  }
}
