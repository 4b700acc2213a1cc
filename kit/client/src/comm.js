/** A widget's end of the line, as ipywidgets expects one. */

import { base64ToBuffer, bufferToBase64 } from "@jupyter-widgets/base-manager/lib/utils.js";

/**
 * @typedef {object} Message What a model is handed: the part of Jupyter's message that it reads.
 * @property {{comm_id: string, data: import("./connection.js").DataDown}} content
 * @property {{msg_id: number | undefined}} parent_header
 * @property {DataView[]} buffers
 */
/** @typedef {{content: {execution_state: string}, parent_header: {msg_id: number}}} Status */
/** @typedef {{iopub?: {status?: (status: Status) => void}}} Callbacks */

/* A dragged slider sends at most one value in this time; the server allows 40 frames a second. */
const PACE = 50;

/**
 * @param {string[]} [encoded]
 * @returns {DataView[]}
 */
export function decodeBuffers(encoded = []) {
  return encoded.map((part) => new DataView(base64ToBuffer(part)));
}

/** @param {ArrayBuffer | ArrayBufferView<ArrayBuffer>} part */
function encodeBuffer(part) {
  if (!ArrayBuffer.isView(part)) return bufferToBase64(part);
  return bufferToBase64(part.buffer.slice(part.byteOffset, part.byteOffset + part.byteLength));
}

export class Comm {
  target_name = "jupyter.widget";
  /** @type {((message: Message) => void) | null} */
  #onMessage = null;
  /** @type {(message: {content: {comm_id: string}}) => void} */
  #onClose = () => {};
  /** @type {Message[]} */
  #early = [];
  /** @type {number[]} Numbers of the updates under way, oldest first. */
  #updates = [];

  /**
   * @param {string} id
   * @param {import("./connection.js").Connection} connection
   * @param {() => void} flush Sends the values that widgets hold back.
   */
  constructor(id, connection, flush) {
    this.comm_id = id;
    this.connection = connection;
    this.flush = flush;
  }

  /** @param {(message: Message) => void} callback */
  on_msg(callback) {
    this.#onMessage = callback;
    for (const message of this.#early.splice(0)) callback(message);
  }

  /** @param {(message: {content: {comm_id: string}}) => void} callback */
  on_close(callback) {
    this.#onClose = callback;
  }

  /**
   * Send to the widget in the kernel.
   *
   * A model holds further values back until its last update is done. A click must not overtake
   * them: on a slow network the last answer would come after "Send".
   * @param {import("./connection.js").DataUp} data
   * @param {Callbacks | null} [callbacks]
   * @param {object | null} [_metadata]
   * @param {(ArrayBuffer | ArrayBufferView<ArrayBuffer>)[]} [buffers]
   * @returns {number} The message's number.
   */
  send(data, callbacks, _metadata, buffers = []) {
    if (data.method === "custom") this.flush();
    const began = performance.now();
    const done = () => {
      this.#updates = this.#updates.filter((update) => update !== id);
      const status = { content: { execution_state: "idle" }, parent_header: { msg_id: id } };
      const left = PACE - (performance.now() - began);
      setTimeout(() => callbacks?.iopub?.status?.(status), Math.max(0, left));
    };
    const id = this.connection.send(this.comm_id, data, buffers.map(encodeBuffer), done);
    if (data.method === "update") this.#updates.push(id);
    return id;
  }

  /**
   * Hand a frame of the server to the model.
   *
   * The kernel echoes each update before it reports idle, so an echo answers the oldest update
   * under way; the model needs its number to keep what has been typed since.
   * @param {{data: import("./connection.js").DataDown, buffers?: string[]}} frame
   */
  receive({ data, buffers }) {
    const message = {
      content: { comm_id: this.comm_id, data },
      parent_header: { msg_id: this.#updates[0] },
      buffers: decodeBuffers(buffers),
    };
    if (this.#onMessage) this.#onMessage(message);
    else this.#early.push(message);
  }

  /** The widget is gone in the kernel. */
  end() {
    this.#onClose({ content: { comm_id: this.comm_id } });
  }

  /** Widgets are opened and closed by the kernel alone. */
  open() {
    return "";
  }

  close() {
    return "";
  }
}
