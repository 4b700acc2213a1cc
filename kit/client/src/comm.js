/** A widget's end of the line, as ipywidgets expects one. */

import { base64ToBuffer, bufferToBase64 } from "@jupyter-widgets/base-manager/lib/utils.js";

/* A dragged slider sends at most one value in this time; the server allows 40 frames a second. */
const PACE = 50;

/** @returns {DataView[]} */
export function decodeBuffers(encoded = []) {
  return encoded.map((part) => new DataView(base64ToBuffer(part)));
}

/** @param {ArrayBuffer | ArrayBufferView} part */
function encodeBuffer(part) {
  if (!ArrayBuffer.isView(part)) return bufferToBase64(part);
  return bufferToBase64(part.buffer.slice(part.byteOffset, part.byteOffset + part.byteLength));
}

export class Comm {
  target_name = "jupyter.widget";
  #onMessage = null;
  #onClose = () => {};
  #early = [];
  /** Numbers of the updates under way, oldest first. */
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

  on_msg(callback) {
    this.#onMessage = callback;
    for (const message of this.#early.splice(0)) callback(message);
  }

  on_close(callback) {
    this.#onClose = callback;
  }

  /**
   * Send to the widget in the kernel.
   *
   * A model holds further values back until its last update is done. A click must not overtake
   * them: on a slow network the last answer would come after "Send".
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
