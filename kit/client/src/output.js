/** ipywidgets' Output, in plain: text, pictures, widgets, and markup after cleaning. */

import { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";
import { Widget } from "@lumino/widgets";
import { clean } from "./markup.js";

const VIEW = "application/vnd.jupyter.widget-view+json";
// biome-ignore lint/suspicious/noControlCharactersInRegex: a console marks colours with it.
const COLOURS = /\u001b\[[0-9;]*m/g;

/** @typedef {Record<string, string> & {[VIEW]?: {model_id: string}}} Data By kinds of media. */
/**
 * @typedef {object} Shown One of the outputs, as Jupyter has them.
 * @property {string | string[]} [text]
 * @property {Data} [data]
 * @property {string[]} [traceback]
 */

export class OutputModel extends DOMWidgetModel {
  defaults() {
    return {
      ...super.defaults(),
      _model_name: "OutputModel",
      _view_name: "OutputView",
      _model_module: "@jupyter-widgets/output",
      _view_module: "@jupyter-widgets/output",
      _model_module_version: "1.0.0",
      _view_module_version: "1.0.0",
      msg_id: "",
      outputs: [],
    };
  }
}

export class OutputView extends DOMWidgetView {
  /** @type {Promise<import("./cells.js").View>[]} */
  #children = [];

  render() {
    this.el.classList.add("jupyter-widgets", "jupyter-widget-output");
    this.listenTo(this.model, "change:outputs", () => this.#draw());
    this.displayed.then(() => this.#draw());
  }

  remove() {
    this.#clear();
    return super.remove();
  }

  #clear() {
    for (const child of this.#children.splice(0)) child.then((view) => view.remove());
    this.el.textContent = "";
  }

  #draw() {
    this.#clear();
    for (const { text, data = {}, traceback } of /** @type {Shown[]} */ (
      this.model.get("outputs")
    )) {
      if (data[VIEW]) this.#addView(data[VIEW].model_id);
      else if (data["text/html"]) this.el.append(clean([data["text/html"]].flat().join("")));
      else if (data["image/png"]) this.#addPicture(data);
      else this.#addText(text ?? data["text/plain"] ?? traceback?.join("\n") ?? "");
    }
  }

  /** @param {string} id */
  #addView(id) {
    const place = this.el.appendChild(document.createElement("div"));
    const making = this.model.widget_manager
      .get_model(id)
      .then((model) => this.create_child_view(model))
      .then((view) => {
        if (place.isConnected) Widget.attach(view.luminoWidget, place);
        return view;
      });
    making.catch(console.error);
    this.#children.push(making);
  }

  /** @param {Data} data */
  #addPicture(data) {
    const picture = this.el.appendChild(document.createElement("img"));
    picture.src = `data:image/png;base64,${data["image/png"]}`;
    picture.alt = data["text/plain"] ?? "";
  }

  /** @param {string | string[]} text */
  #addText(text) {
    const line = this.el.appendChild(document.createElement("pre"));
    line.textContent = [text].flat().join("").replace(COLOURS, "");
  }
}
