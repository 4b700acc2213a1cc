/** The widget manager: knows every widget of the page, makes models and views. */

import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as controls from "@jupyter-widgets/controls";
import anywidget from "anywidget";
import { Comm, decodeBuffers } from "./comm.js";
import { sayMissing } from "./markup.js";
import * as output from "./output.js";
import { pressAgain } from "./presses.js";
import { Sources } from "./sources.js";

/** @type {Record<string, Record<string, unknown>>} */
const MODULES = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": controls,
  "@jupyter-widgets/output": output,
  anywidget: anywidget(base),
};

/** @typedef {string | number | string[] | number[] | null} Answer What an input holds. */
/**
 * @typedef {object} Traits Those that the page itself deals with; each widget has some of them.
 * @property {string} [prompt]
 * @property {string} [text]
 * @property {Answer} [value]
 * @property {boolean} [share]
 * @property {string} [mark]
 * @property {boolean} [disabled]
 * @property {boolean} [resting]
 * @property {boolean} [over]
 * @property {boolean} [coin]
 * @property {string} [description]
 * @property {string[]} [_dom_classes]
 */
/**
 * A widget's state on its way; its script and style are names, until they have come.
 * @typedef {Traits & {_esm?: string, _css?: string} & base.Dict<base.BufferJSON>} State
 */
/**
 * @typedef {object} Names By which the class of a new widget is found.
 * @property {string} _model_name
 * @property {string} _model_module
 * @property {string} _model_module_version
 */
/**
 * @typedef {object} Model A widget's model, with the little that the page asks of it.
 * @property {string} model_id
 * @property {Traits} attributes
 * @property {<Name extends keyof Traits>(name: Name) => Traits[Name]} get
 * @property {<Name extends keyof Traits>(name: Name, value: Traits[Name]) => void} set
 * @property {(event: string, callback: () => void) => void} on
 * @property {(name: string) => boolean} hasChanged
 * @property {(name: string) => unknown} previous
 * @property {() => void} save_changes
 * @property {(content: {event: string}) => void} send
 * @property {object | null} [_state_lock] What the kernel says, while the model takes it.
 */
/**
 * @typedef {object} Inner What the manager needs besides, some of it ipywidgets' own affair.
 * @property {string} module
 * @property {Comm} [comm]
 * @property {() => Record<string, unknown>} defaults
 * @property {(state: Record<string, unknown>) => void} set_state
 * @property {(state: object, callbacks: object | null) => string} send_sync_message
 * @property {(id: string) => void} rememberLastUpdateFor
 * @property {object | null} _msg_buffer Values that wait until the last update is done.
 * @property {object | null} _msg_buffer_callbacks
 */

/** @typedef {Pick<import("./drafts.js").Drafts, "follow" | "hold">} DraftKeeper What keeps drafts. */

/** Stands for a widget of a package that this page does not have. */
class MissingView extends base.DOMWidgetView {
  render() {
    this.el.append(sayMissing());
  }
}

/**
 * @typedef {object} Described A widget as the page content carries it.
 * @property {string} model_name
 * @property {string} model_module
 * @property {string} model_module_version
 * @property {State} state
 * @property {{path: (string | number)[], data: string}[]} [buffers] Base64.
 */

// @ts-expect-error: two members are abstract that only a page that opens comms itself would call.
export class Manager extends ManagerBase {
  /** @type {Map<string, Comm>} */
  #comms = new Map();
  /**
   * Models that are made, for what must not wait for a promise.
   * @type {Map<string, Model & Inner>}
   */
  #models = new Map();
  sources = new Sources();

  /**
   * @param {import("./connection.js").Connection} connection
   * @param {DraftKeeper} drafts
   * @param {Pick<DraftKeeper, "follow">} [sent] What lists all that is sent.
   */
  constructor(connection, drafts, sent) {
    super();
    this.sent = sent;
    this.connection = connection;
    this.drafts = drafts;
  }

  /**
   * @param {string} name
   * @param {string} module
   */
  async loadClass(name, module) {
    const found = /** @type {typeof base.WidgetModel} */ (MODULES[module]?.[name]);
    if (found) return found;
    console.warn(`${name} of ${module} is not on this page.`);
    return name.endsWith("Model") ? base.DOMWidgetModel : MissingView;
  }

  /**
   * Make a view; one that holds a prompt can be found by it.
   * @param {base.DOMWidgetModel} model
   * @param {object} [options]
   */
  async create_view(model, options) {
    const view = await super.create_view(model, options);
    const prompt = model.get("prompt");
    if (typeof prompt === "string" && prompt) view.el.dataset.prompt = prompt;
    return view;
  }

  /**
   * Take the state of a page's content: make what is new, update what is there.
   * @param {Record<string, Described>} state
   */
  async take(state) {
    await this.sources.fill(Object.values(state).map((described) => described.state));
    // All are begun before the first one looks for another; one that fails does not stop the rest.
    await Promise.all(
      Object.entries(state).map(([id, described]) => {
        const { buffers = [] } = described;
        base.put_buffers(
          described.state,
          buffers.map((buffer) => buffer.path),
          decodeBuffers(buffers.map((buffer) => buffer.data)),
        );
        const work = this.has_model(id)
          ? this.#update(id, described.state)
          : this.#make(id, described);
        return work.catch(console.error);
      }),
    );
  }

  /**
   * Press again what was pressed and went with its kernel.
   * @param {Set<string>} pressed
   * @param {Set<string>} ids The models that stay.
   * @returns {boolean} Whether a press was lost.
   */
  pressAgain(pressed, ids) {
    const models = [...this.#models.values()];
    const before = models.filter((model) => !ids.has(model.model_id));
    const now = models.filter((model) => ids.has(model.model_id));
    return pressAgain(pressed, before, now);
  }

  /**
   * Close the models that are not among these.
   * @param {Set<string>} ids
   */
  keep(ids) {
    for (const id of [...this.#comms.keys()]) {
      if (!ids.has(id)) this.close(id);
    }
  }

  /**
   * A widget made by the kernel just now.
   * @param {import("./connection.js").OpenFrame} frame
   */
  async open({ comm, data, buffers }) {
    if (this.has_model(comm)) return;
    const { state } = data;
    await this.sources.fill([state]);
    base.put_buffers(state, data.buffer_paths ?? [], decodeBuffers(buffers));
    this.#make(comm, {
      model_name: state._model_name,
      model_module: state._model_module,
      model_module_version: state._model_module_version,
      state,
    }).catch(console.error);
  }

  /** @param {string} id */
  find(id) {
    return this.#models.get(id);
  }

  /**
   * A message for a widget.
   * @param {import("./connection.js").MessageFrame} frame
   */
  receive(frame) {
    this.#comms.get(frame.comm)?.receive(frame);
  }

  /**
   * A widget is gone.
   * @param {string} id
   */
  close(id) {
    this.#comms.get(id)?.end();
    this.#comms.delete(id);
    this.#models.delete(id);
  }

  /** Send the values that models hold back until their last update is done. */
  flush() {
    for (const model of this.#models.values()) {
      if (model._msg_buffer === null || !model.comm) continue;
      const id = model.send_sync_message(model._msg_buffer, model._msg_buffer_callbacks);
      model.rememberLastUpdateFor(id);
      model._msg_buffer = null;
      model._msg_buffer_callbacks = null;
    }
  }

  /**
   * @param {string} id
   * @param {Omit<Described, "buffers">} described
   */
  async #make(id, { state, ...described }) {
    const comm = new Comm(id, this.connection, () => this.flush());
    this.#comms.set(id, comm);
    const model = /** @type {Model & Inner} */ (
      /** @type {unknown} */ (await this.new_model({ ...described, model_id: id, comm }, state))
    );
    if (this.#comms.get(id) !== comm) {
      comm.end(); // closed while it was being made
      return;
    }
    this.#models.set(id, model);
    this.sent?.follow(model);
    this.drafts.follow(model);
  }

  /**
   * Update a model, but for what has been changed here and has not arrived yet.
   *
   * The state of ipywidgets' own controls comes without what stands at its default.
   * @param {string} id
   * @param {State} state
   */
  async #update(id, state) {
    const model = /** @type {Model & Inner} */ (/** @type {unknown} */ (await this.get_model(id)));
    const kind = /** @type {typeof base.WidgetModel} */ (model.constructor);
    const values = await kind._deserialize_state(state, this);
    const names = model.module.startsWith("@jupyter-widgets/") ? Object.keys(model.attributes) : [];
    const blank = Object.fromEntries(names.map((name) => [name, undefined]));
    const attributes = { ...blank, ...model.defaults(), ...values };
    const unsent = [...this.connection.getUnsent(id), ...Object.keys(model._msg_buffer ?? {})];
    for (const name of unsent) delete attributes[name];
    this.drafts.hold(model, () => model.set_state(attributes));
  }
}
